"""What the Exchange answers, in the notation of the hub: numbers, words, scales and ids."""

from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.wiser_home.api.cloud.nouns import NOUNS, WORDS
from custom_components.wiser_home.api.cloud.reading import (
    as_object,
    fields_of,
    fold,
    in_tenths,
    looks_like_tenths,
    moment,
    number,
    number_of,
    on_off,
    own_id,
    plain,
    rewrite,
)
from custom_components.wiser_home.api.errors import BadAnswerError
from custom_components.wiser_home.api.house.decode import decoder_for
from custom_components.wiser_home.api.model import (
    BinarySensor,
    Device,
    Equipment,
    Light,
    Record,
    Room,
    Shutter,
    SmartPlug,
    SmartValve,
    System,
)


def _unheard(name: str) -> None:
    """Fail: nothing should be told."""
    raise AssertionError(name)


def decoded[R: Record](kind: type[R], raw: dict[str, Any], *, tenths: bool = False) -> R:
    """Return a record as it comes out at the end."""
    found, *_ = rewrite((kind,), raw, tenths=tenths)
    return decoder_for(kind).decode(found, _unheard, _unheard)


@pytest.mark.parametrize("kind", NOUNS)
def test_nouns_mean_fields_that_there_are(kind: type[Record]) -> None:
    """A noun means a field of its class, is folded, and is not the name of a field itself."""
    nouns = NOUNS[kind]
    assert {fold(noun.means) for noun in nouns} <= fields_of(kind).keys()
    assert [noun.said for noun in nouns if fold(noun.said) != noun.said] == []
    assert {noun.said for noun in nouns}.isdisjoint(fields_of(kind))
    assert len({noun.said for noun in nouns}) == len(nouns)


@pytest.mark.parametrize("kind", WORDS)
def test_words_are_of_fields_that_there_are(kind: type[Record]) -> None:
    """Words in any case are known of fields of the model."""
    assert {fold(name) for name in WORDS[kind]} <= fields_of(kind).keys()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("On", True),
        ("ON", True),
        (" off ", False),
        (True, True),
        (False, False),
        (1, True),
        (0, False),
        ("1", True),
        ("true", True),
        ("False", False),
        (2, None),
        ("maybe", None),
        (None, None),
        ({}, None),
        (1.0, None),
    ],
)
def test_on_and_off(raw: Any, expected: bool | None) -> None:
    """On and off come as words in any case, as booleans and as 0 and 1."""
    assert on_off(raw) is expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [(21, 21.0), ("21.5", 21.5), (True, None), ("x", None), ("nan", None), (None, None)],
)
def test_numbers(raw: Any, expected: float | None) -> None:
    """Numbers come also as text."""
    assert number(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"value": 57.8, "unit": "kWh"}, 57800.0),
        ({"Value": "40", "Unit": "W"}, 40.0),
        ({"value": "On"}, "On"),
        ({"value": 1, "at": 2}, {"value": 1, "at": 2}),
        (7, 7),
    ],
)
def test_units(raw: Any, expected: Any) -> None:
    """A value may come with a unit, which counts where it says thousands."""
    assert plain(raw) == expected


@pytest.mark.parametrize(
    "raw",
    [
        "2026-01-02T03:04:05Z",
        "2026-01-02T04:04:05+01:00",
        "2026-01-02T03:04:05",
        1767323045,
        "1767323045",
        1767323045000,
    ],
)
def test_moments(raw: Any) -> None:
    """Moments come as ISO 8601 or as an epoch time, in seconds or milliseconds."""
    assert moment(raw) == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize("raw", [None, "soon", {}, True])
def test_no_moments(raw: Any) -> None:
    """What is no moment is none."""
    assert moment(raw) is None


def test_numbers_of_ids() -> None:
    """Ids that are numbers stay, any other text gets a number that no hub uses, for ever."""
    assert number_of(7) == number_of("7") == 7
    assert number_of("room-7") == 45142107929147
    assert number_of("room-7") != number_of("room-8")


@pytest.mark.parametrize("raw", [None, "", True, 1.5, {}])
def test_what_is_no_id(raw: Any) -> None:
    """Nothing else is taken for an id."""
    with pytest.raises(TypeError):
        number_of(raw)


@pytest.mark.parametrize(
    ("kind", "raw", "expected"),
    [
        (Room, {"Id": 3, "roomId": 4}, 3),
        (Room, {"RoomID": "r4"}, "r4"),
        (SmartPlug, {"deviceId": 7}, 7),
        (Light, {"lightId": 1, "deviceId": 7}, 1),
        (Device, {"name": "x"}, None),
    ],
)
def test_own_ids(kind: type[Record], raw: dict[str, Any], expected: Any) -> None:
    """An entry says its id as `ID`, or as the id of what it is."""
    assert own_id(kind, raw) == expected


@pytest.mark.parametrize(
    "raw",
    [
        {"status": True},
        {"data": {"status": True}},
        [{"status": True}],
        {"Data": [{"status": True}], "links": {}},
    ],
)
def test_objects_out_of_envelopes(raw: Any) -> None:
    """An object may be wrapped."""
    assert as_object(raw) == {"status": True}


@pytest.mark.parametrize("raw", [None, [], [1, 2], "x", [{}, {}]])
def test_what_is_no_object(raw: Any) -> None:
    """What is no object is told."""
    with pytest.raises(BadAnswerError):
        as_object(raw)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ([{"currentSetPoint": 21}], False),
        ([{"currentSetPoint": 210}], True),
        ([{"setPoint": 5}, {"setPoint": 215}], True),
        ([{"setPoint": "21.5"}, {"setPoint": "-20"}], False),
        ([{"SetPoint": -200}], True),
        ([{"calculatedTemperature": 188}], None),
        ([{"currentSetPoint": 20, "overrideSetpoint": 3276.7}], False),
        ([{"climateCapabilities": {"maximumHeatSetpoint": 30, "setpointStep": 0.5}}], False),
        ([{"climateCapabilities": {"MaximumHeatSetpoint": 300, "SetpointStep": 5}}], True),
        ([{"climateCapabilities": {"SetpointStep": 5}}], None),
        ([{"name": "x"}], None),
    ],
)
def test_scale_of_a_payload(payload: list[dict[str, Any]], expected: bool | None) -> None:
    """The set points of a payload tell for all of it whether it counts in tenths."""
    assert in_tenths([((Room,), raw) for raw in payload]) is expected


@pytest.mark.parametrize(
    ("temperature", "expected"), [(21.5, False), (-5, False), (215, True), (-32768, False)]
)
def test_scale_without_set_points(temperature: float, expected: bool) -> None:
    """Without set points, temperatures that no house has tell it."""
    payload = [((SmartValve,), {"measuredTemperature": temperature})]
    assert looks_like_tenths(payload) is expected


@pytest.mark.parametrize(
    "raw",
    [
        {
            "id": 7,
            "name": "Salon",
            "setpointOrigin": "FromBoost",
            "currentSetPoint": 21.5,
            "calculatedTemperature": 18.85,
            "windowState": "Open",
            "smartValveIds": [1, 2],
            "controlOutputState": "On",
            "overrideTimeoutUnixTime": 1767323045,
        },
        {
            "ID": "7",
            "Name": " Salon ",
            "SetPointOrigin": "FROMBOOST",
            "SetPoint": "21.5",
            "AmbientTemperature": "18.85",
            "window_state": "OPEN",
            "SmartValveIDs": ["1", "2"],
            "Control-Output-State": True,
            "overrideTimeoutUnixTime": "2026-01-02T03:04:05Z",
        },
        {
            "roomId": 7,
            "roomName": "Salon",
            "setpointOrigin": "fromboost",
            "heatingSetpoint": {"value": 21.5, "unit": "°C"},
            "temperature": 18.85,
            "windowState": "open",
            "smartValveIds": [1, "2"],
            "controlOutputState": "on",
            "overrideTimeoutUnixTime": 1767323045000,
        },
    ],
)
def test_one_room_in_many_words(raw: dict[str, Any]) -> None:
    """However a room is worded, it is the same."""
    raw.setdefault("id", own_id(Room, raw))
    raw.pop("ID", None)
    raw.pop("roomId", None)
    room = decoded(Room, raw)
    assert room == decoded(
        Room,
        {
            "id": 7,
            "Name": "Salon",
            "SetpointOrigin": "FromBoost",
            "CurrentSetPoint": 215,
            "CalculatedTemperature": 188.5,
            "WindowState": "Open",
            "SmartValveIds": [1, 2],
            "ControlOutputState": "On",
            "OverrideTimeoutUnixTime": 1767323045,
        },
        tenths=True,
    )
    assert (room.set_point, room.calculated_temperature, room.is_boosted) == (21.5, 18.85, True)


@pytest.mark.parametrize(
    ("kind", "raw", "field", "value"),
    [
        (SmartPlug, {"id": 1, "currentState": "ON"}, "output_state", True),
        (SmartPlug, {"id": 1, "power": 12.4}, "instantaneous_demand", 12),
        (
            SmartPlug,
            {"id": 1, "energy": {"value": 1.5, "unit": "kWh"}},
            "current_summation_delivered",
            1500,
        ),
        (Light, {"id": 1, "level": "40"}, "current_percentage", 40),
        (Light, {"id": 1, "isDimmable": "true"}, "is_dimmable", True),
        (Shutter, {"id": 1, "currentLevel": 30}, "current_lift", 30),
        (Device, {"id": 1, "deviceLockStatus": True}, "device_lock_enabled", True),
        (Device, {"id": 1, "signalStrength": "VERY_GOOD"}, "displayed_signal_strength", "VeryGood"),
        (Device, {"id": 1, "batteryVoltage": 2.9}, "battery_voltage", 2.9),
        (Device, {"id": 1, "batteryVoltage": "29"}, "battery_voltage", 2.9),
        (Device, {"id": 1, "batteryLevel": "TWO_THIRDS"}, "battery_level", "TwoThirds"),
        (BinarySensor, {"id": 1, "status": 1}, "active", True),
        (System, {"awayModeSetPointLimit": 14}, "away_mode_set_point_limit", 14.0),
        (Equipment, {"id": 1, "controlState": "SELFMANAGEMENT"}, "control_state", "selfManagement"),
        (Room, {"id": 1, "calculatedTemperature": -3276.8}, "calculated_temperature", None),
    ],
)
def test_values(kind: type[Record], raw: dict[str, Any], field: str, value: Any) -> None:
    """Each kind of value is rewritten as its field wants it."""
    assert getattr(decoded(kind, raw), field) == value


def test_field_goes_before_its_synonym() -> None:
    """What is named as the hub names it counts, wherever it stands."""
    raw = {"id": 1, "state": "Off", "outputState": "On"}
    assert decoded(SmartPlug, raw).output_state is True


def test_unknown_and_unreadable_stay_as_they_came() -> None:
    """What cannot be rewritten is left to who decodes it, under the name it came with."""
    told, system = rewrite(
        (Device, System),
        {"id": 1, "shoeSize": 43, "nothing": None, "batteryVoltage": "full", "brandName": "X"},
        tenths=False,
    )
    assert told == {"id": 1, "shoeSize": 43, "BatteryVoltage": "full"}
    assert system == {"id": 1, "BrandName": "X"}
