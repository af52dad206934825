"""Make the writes that concern rooms and the hot water."""

from typing import Any, Final

from ...errors import InvalidValueError
from ...hub import Command
from ...model import OFF, HotWater, Mode, Room, SetPointOrigin
from .base import (
    HIGHEST_SET_POINT,
    LARGEST_BOOST,
    LOWEST_SET_POINT,
    in_minutes,
    in_tenths,
    patch,
    request_override,
)

_RULED: Final = frozenset({"current_set_point", "displayed_set_point", "setpoint_origin"})
"""What of a room follows from its mode, its schedule and its overrides."""
_AWAY: Final = frozenset(
    {
        SetPointOrigin.AWAY_MODE,
        SetPointOrigin.BOOST_DURING_AWAY,
        SetPointOrigin.MANUAL_OVERRIDE_DURING_AWAY,
    }
)
_WATER_RULED: Final = frozenset({"water_heating_state", "override_type"})
"""What of the hot water follows from its mode, its schedule and its overrides."""

_HOT_WATER_ON: Final = 1100
"""The set point that means on for hot water, in tenths of °C."""


def set_room_temperature(room: Room, celsius: float, minutes: int | None = None) -> Command:
    """Hold a set point until the next event, for good in manual mode, or for minutes."""
    tenths = in_tenths(celsius, LOWEST_SET_POINT, HIGHEST_SET_POINT, "The set point")
    duration = {} if minutes is None else {"DurationMinutes": in_minutes(minutes)}
    asked = tenths / 10
    expect: dict[str, Any] = {"current_set_point": asked, "displayed_set_point": asked}
    if minutes is None and room.mode is Mode.MANUAL:
        expect |= _origin(room, SetPointOrigin.MANUAL_MODE, SetPointOrigin.MANUAL_MODE)
    elif minutes is None:
        expect |= _origin(
            room, SetPointOrigin.MANUAL_OVERRIDE, SetPointOrigin.MANUAL_OVERRIDE_DURING_AWAY
        )
    return patch(
        room,
        request_override("Manual", **duration, SetPoint=tenths),
        expect,
        # Nobody has published what a hub calls an override with an end that is no boost.
        voids=_RULED,
    )


def boost_room(room: Room, difference: float, minutes: int) -> Command:
    """Raise the set point by 0 to 5 °C for minutes."""
    tenths = in_tenths(difference, 0, LARGEST_BOOST, "The boost")
    return patch(
        room,
        request_override("Boost", DurationMinutes=in_minutes(minutes), IncreaseSetPointBy=tenths),
        _origin(room, SetPointOrigin.BOOST, SetPointOrigin.BOOST_DURING_AWAY),
        voids=_RULED,
    )


def _origin(room: Room, usual: SetPointOrigin, away: SetPointOrigin) -> dict[str, Any]:
    """Return which origin a hub will tell, if its firmware tells any."""
    if room.setpoint_origin is None:
        return {}
    return {"setpoint_origin": away if room.setpoint_origin in _AWAY else usual}


def cancel_room_override(room: Room) -> Command:
    """End a boost or another override."""
    return patch(room, request_override("None"), voids=_RULED)


def follow_room_schedule(room: Room) -> tuple[Command, ...]:
    """Let a room follow its schedule at once, also when an override holds it."""
    mode = patch(room, {"Mode": "Auto"}, {"mode": Mode.AUTO}, voids=_RULED)
    return (mode, cancel_room_override(room)) if room.is_overridden else (mode,)


def hold_room(room: Room, default: float) -> tuple[Command, ...]:
    """Take a room off its schedule, at the default in °C if it was off."""
    mode = patch(room, {"Mode": "Manual"}, {"mode": Mode.MANUAL}, voids=_RULED)
    if not room.is_off and room.manual_set_point != OFF:
        return (mode,)
    return mode, set_room_temperature(room, room.set_point or default)


def turn_room_off(room: Room) -> tuple[Command, ...]:
    """Switch a room off, frost protection apart; an override is ended first."""
    off = {"current_set_point": OFF, "displayed_set_point": OFF, "mode": Mode.MANUAL}
    cancel = (cancel_room_override(room),) if room.is_overridden else ()
    return (
        *cancel,
        patch(room, {"Mode": "Manual"}, {"mode": Mode.MANUAL}),
        patch(room, request_override("Manual", SetPoint=round(OFF * 10)), off),
    )


def set_window_detection(room: Room, on: bool) -> Command:
    """Switch the window detection of a room."""
    return patch(room, {"WindowDetectionActive": on}, {"window_detection_active": on})


def set_room_summer_comfort(room: Room, on: bool) -> Command:
    """Include a room in summer comfort (generation 2; nobody has published an exchange)."""
    return patch(room, {"IncludeInSummerComfort": on}, {"include_in_summer_comfort": on})


def rename_room(room: Room, name: str) -> Command:
    """Give a room another name."""
    if not name.strip():
        raise InvalidValueError("A room must have a name")
    return patch(room, {"Name": name.strip()}, {"name": name.strip()})


def turn_hot_water(water: HotWater, on: bool, minutes: int | None = None) -> Command:
    """Switch the hot water until the next event of its schedule, or for minutes."""
    duration = {} if minutes is None else {"DurationMinutes": in_minutes(minutes)}
    return patch(
        water,
        request_override("Manual", **duration, SetPoint=_HOT_WATER_ON if on else round(OFF * 10)),
        {"water_heating_state": on, "override_type": "Manual"},
    )


def follow_hot_water_schedule(water: HotWater) -> Command:
    """Let the hot water follow its schedule."""
    return patch(
        water,
        {"Mode": "Auto", **request_override("None")},
        {"mode": Mode.AUTO, "override_type": "None"},
        voids=_WATER_RULED,
    )


def disable_hot_water(water: HotWater) -> Command:
    """Switch the hot water off for good."""
    return patch(
        water,
        {"Mode": "Manual", "ManualWaterHeatingState": "Off", **request_override("None")},
        {"mode": Mode.MANUAL, "water_heating_state": False},
        voids=_WATER_RULED,
    )


def cancel_hot_water_override(water: HotWater) -> Command:
    """End the override of the hot water."""
    return patch(water, request_override("None"), voids=_WATER_RULED)
