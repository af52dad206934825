"""Weeks of rooms in the notations in which they may come."""

from datetime import time
from typing import Any

import pytest

from custom_components.wiser_home.api.cloud.weeks import read_week, scale_of, write_week
from custom_components.wiser_home.api.errors import (
    BadAnswerError,
    InvalidValueError,
    NotOfferedError,
)
from custom_components.wiser_home.api.model import DAYS, OFF, Event, Sun

MORNING = Event(at=time(6, 30), value=21.5)
NIGHT = Event(at=time(22), value=OFF)
DAY = (MORNING, NIGHT)
HUB: dict[str, Any] = {"Time": [630, 2200], "DegreesC": [215, -200]}


def days(plan: Any, **more: Any) -> dict[str, Any]:
    """Return a week whose days are all planned alike."""
    return {**more, **{day.lower(): plan for day in DAYS}}


NOTATIONS: dict[str, Any] = {
    "hub": {"Id": 1, **dict.fromkeys(DAYS, HUB)},
    "degrees": days({"time": ["0630", "2200"], "degreesC": [21.5, -20]}),
    "text": days({"time": ["0630", "2200"], "degreesC": ["21.5", "-20.0"]}),
    "events": days([{"time": "06:30", "setPoint": 21.5}, {"time": "22:00", "setPoint": -20.0}]),
    "seconds": days([{"at": "06:30:00", "value": 21.5}, {"at": "22:00:00", "value": -20.0}]),
    "wrapped": {"data": days({"events": [{"start": 630, "celsius": 21.5},
                                         {"start": 2200, "celsius": -20.0}]})},
    "inside": {"name": "Days", "week": days([{"time": 630, "temperature": 215},
                                             {"time": 2200, "temperature": -200}])},
    "list": {"schedule": [{"day": day, "events": [{"time": "06:30", "setPoint": 21.5},
                                                  {"time": "22:00", "setPoint": -20.0}]}
                          for day in DAYS]},
}  # fmt: skip


@pytest.mark.parametrize("raw", NOTATIONS.values(), ids=NOTATIONS)
def test_every_notation_is_the_same_week(raw: Any) -> None:
    """What is read is in the hub's notation, and what is written in that of the Exchange."""
    week = read_week(raw, 7, tenths=scale_of(raw))
    assert week["id"] == 7
    assert {day: week[day] for day in DAYS} == dict.fromkeys(DAYS, HUB)
    written = write_week(raw, (DAY,) * 7)
    assert read_week(written, 7, tenths=scale_of(written)) == week


@pytest.mark.parametrize("raw", NOTATIONS.values(), ids=NOTATIONS)
def test_one_day_is_changed(raw: Any) -> None:
    """A day with one event is written beside days as they were."""
    written = write_week(raw, ((MORNING,), *(DAY,) * 6))
    week = read_week(written, 7, tenths=scale_of(written))
    assert week["Monday"] == {"Time": [630], "DegreesC": [215]}
    assert week["Tuesday"] == HUB


def test_one_notation_word_for_word() -> None:
    """Times and values are of the kind that was read."""
    raw = days({"time": ["0630"], "degreesC": ["21.5"]}, id="s-1", name="Days")
    assert write_week(raw, ((MORNING, NIGHT), *((MORNING,),) * 6)) == {
        **raw,
        "monday": {"time": ["0630", "2200"], "degreesC": ["21.5", "-20.0"]},
    }


def test_name_of_a_week() -> None:
    """A schedule may have a name."""
    assert read_week(NOTATIONS["inside"], 7, tenths=True)["Name"] == "Days"


@pytest.mark.parametrize("raw", [{}, {"name": "x"}, {"days": []}, {"week": {"x": 1}}])
def test_no_week(raw: Any) -> None:
    """What has no days is no week."""
    with pytest.raises(BadAnswerError):
        read_week(raw, 7, tenths=False)


def test_week_that_shows_nothing() -> None:
    """Where no day has an event, nobody knows how one is written."""
    with pytest.raises(NotOfferedError):
        write_week(days([]), (DAY,) * 7)


def test_heating_does_not_follow_the_sun() -> None:
    """Only lights and shutters do."""
    sun = (Event(at=Sun.SUNRISE, value=20.0),)
    with pytest.raises(InvalidValueError):
        write_week(NOTATIONS["events"], (sun,) * 7)
