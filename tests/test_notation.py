"""Test how schedules are written for people, and what is read of what they write."""

from contextlib import suppress
from datetime import time
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.wiser_home.api import notation
from custom_components.wiser_home.api.errors import InvalidValueError
from custom_components.wiser_home.api.model import (
    OFF,
    Event,
    HeatingSchedule,
    LevelSchedule,
    OnOffSchedule,
    Schedule,
    Sun,
)
from custom_components.wiser_home.api.model.schedule import Value
from custom_components.wiser_home.api.week import SameTimeError


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        (HeatingSchedule, 21.5, "21.5 °C"),
        (HeatingSchedule, 20.0, "20 °C"),
        (HeatingSchedule, OFF, "Off"),
        (OnOffSchedule, True, "On"),
        (OnOffSchedule, False, "Off"),
        (LevelSchedule, 40, "40 %"),
        (LevelSchedule, 0, "0 %"),
    ],
)
def test_value_is_written_and_read(kind: type[Schedule], value: Value, written: str) -> None:
    """What is written is what people write, and is read as it was."""
    assert notation.write_value(kind, value) == written
    assert notation.read_value(kind, written) == value
    assert notation.read_value(kind, notation.write_data(kind, value)) == value


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        (HeatingSchedule, "21,5 °C", 21.5),
        (HeatingSchedule, " 21.5°c ", 21.5),
        (HeatingSchedule, "19 c", 19.0),
        (HeatingSchedule, "5", 5.0),
        (HeatingSchedule, 30, 30.0),
        (HeatingSchedule, "OFF", OFF),
        (HeatingSchedule, False, OFF),
        (OnOffSchedule, "on", True),
        (OnOffSchedule, True, True),
        (OnOffSchedule, False, False),
        (LevelSchedule, "40%", 40),
        (LevelSchedule, 40.2, 40),
        (LevelSchedule, "open", 100),
        (LevelSchedule, "Closed", 0),
        (LevelSchedule, "off", 0),
    ],
)
def test_value_is_read_as_people_write(kind: type[Schedule], written: Any, value: Value) -> None:
    """A comma, a missing unit or another case are no mistakes."""
    assert notation.read_value(kind, written) == value


@pytest.mark.parametrize(
    ("kind", "written", "error"),
    [
        *(
            (HeatingSchedule, written, notation.NotTemperatureError)
            for written in ("4.9", "30.1", "warm", "", "on", "40 %", "70 °F", "-20", True)
        ),
        *(
            (OnOffSchedule, written, notation.NotOnOffError)
            for written in ("21", "warm", "", "100 %", 1)
        ),
        *(
            (LevelSchedule, written, notation.NotLevelError)
            for written in ("101", "-1", "21 °C", "bright", "", True)
        ),
    ],
)
def test_value_that_cannot_be_read(
    kind: type[Schedule], written: Any, error: type[InvalidValueError]
) -> None:
    """What is no such value is refused, and told as it was written."""
    with pytest.raises(error) as raised:
        notation.read_value(kind, written)
    assert str(raised.value).lower() == str(written).lower()


@given(st.sampled_from([HeatingSchedule, OnOffSchedule, LevelSchedule]), st.text(max_size=8))
def test_any_text_is_read_or_refused(kind: type[Schedule], written: str) -> None:
    """Nothing that is typed is a surprise."""
    value: Value | None = None
    with suppress(InvalidValueError):
        value = notation.read_value(kind, written)
    again = None if value is None else notation.read_value(kind, notation.write_value(kind, value))
    assert again == value


def test_week_is_written_as_it_is_read() -> None:
    """What an action answers can be given to another one."""
    week = ((Event(at=Sun.SUNRISE, value=100), Event(at=time(22, 5), value=0)), *((),) * 6)
    written = notation.write_week(LevelSchedule, week)
    assert written["monday"] == [
        {"time": "sunrise", "value": 100},
        {"time": "22:05", "value": 0},
    ]
    assert list(written) == [
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    ]
    assert notation.read_week(LevelSchedule, written) == dict(enumerate(week))


def test_words_for_several_days() -> None:
    """What is written for one day counts more than what is written for several."""
    point = [{"time": "6:30", "value": "on"}]
    days = notation.read_week(
        OnOffSchedule, {"Sunday": [], "all": point, "weekend": [{"time": "08:00", "value": False}]}
    )
    assert days == {
        **dict.fromkeys(range(5), (Event(at=time(6, 30), value=True),)),
        5: (Event(at=time(8), value=False),),
        6: (),
    }


@pytest.mark.parametrize(
    ("kind", "written", "error", "said"),
    [
        (HeatingSchedule, "monday", notation.NotDaysError, "monday"),
        (HeatingSchedule, {}, notation.NotDaysError, "{}"),
        (HeatingSchedule, {"funday": []}, notation.NotDaysError, "funday"),
        (HeatingSchedule, {1: []}, notation.NotDaysError, "1"),
        (HeatingSchedule, {"monday": "20"}, notation.NotDaysError, "monday"),
        (HeatingSchedule, {"friday": ["06:00"]}, notation.NotDaysError, "friday"),
        (HeatingSchedule, {"all": [{"time": "06:00"}]}, notation.NotDaysError, "all"),
        *(
            (kind, {"all": [{"time": when, "value": "off"}]}, notation.NotTimeError, str(when))
            for kind, when in (
                (HeatingSchedule, "24:00"),
                (HeatingSchedule, "12:60"),
                (HeatingSchedule, "06:30:30"),
                (HeatingSchedule, 390),
                (HeatingSchedule, "sunset"),
                (OnOffSchedule, "sunrise"),
                (LevelSchedule, "noon"),
            )
        ),
        (
            LevelSchedule,
            {"weekend": [{"time": "sunset", "value": 0}, {"time": "sunset", "value": 1}]},
            SameTimeError,
            "Saturday sunset",
        ),
    ],
)
def test_days_that_cannot_be_read(
    kind: type[Schedule], written: Any, error: type[InvalidValueError], said: str
) -> None:
    """What is wrong is told."""
    with pytest.raises(error) as raised:
        notation.read_week(kind, written)
    assert str(raised.value) == said
