"""Make every write a hub takes, as data.

Each function returns the command, or commands in their order, and raises `InvalidValueError`
for a value the hub would refuse. Temperatures are °C, percentages 0 to 100.
"""

from collections.abc import Mapping
from typing import Any, Final

from ..errors import InvalidValueError
from ..hub import Command, Tree
from ..model import (
    OFF,
    Automation,
    BinarySensor,
    Device,
    Equipment,
    HeatingActuator,
    HotWater,
    Light,
    Mode,
    Moment,
    PowerTagC,
    Record,
    Room,
    SetPointOrigin,
    Shutter,
    SmartPlug,
    System,
    ThresholdSensor,
)
from .members import NAMES

LOWEST_SET_POINT: Final = 5.0
HIGHEST_SET_POINT: Final = 30.0
LARGEST_BOOST: Final = 5.0
LONGEST_MINUTES: Final = 24 * 60
JOIN_SECONDS: Final = 120

_HOT_WATER_ON: Final = 1100
"""The set point that means on for hot water, in tenths of °C."""

_HOUSE: Final = Tree.DOMAIN

_SYSTEM: Final = System()
"""The system as the target of a command: it exists once."""


def _patch(
    record: Record,
    body: Mapping[str, Any],
    expect: Mapping[str, Any] | None = None,
    *,
    touches: Tree | None = None,
) -> Command:
    """Return the command that changes fields of a record."""
    member = NAMES[type(record)]
    return Command(
        "PATCH",
        f"domain/{member}" if isinstance(record, System) else f"domain/{member}/{record.id}",
        body,
        target=(type(record), record.id),
        expect=expect or {},
        touches=touches,
    )


def _tenths(value: float, low: float, high: float, what: str) -> int:
    """Return tenths of a value that must lie within bounds."""
    if not low <= value <= high:
        raise InvalidValueError(f"{what} must be between {low:g} and {high:g}, not {value:g}")
    return round(value * 10)


def _percent(value: float, what: str) -> int:
    """Return a percentage as the hub wants it."""
    if not 0 <= value <= 100:
        raise InvalidValueError(f"{what} must be between 0 and 100, not {value:g}")
    return round(value)


def _minutes(value: int) -> int:
    """Return a duration in minutes as the hub wants it."""
    if not 0 < value <= LONGEST_MINUTES:
        raise InvalidValueError(
            f"The duration must be between 1 and {LONGEST_MINUTES} minutes, not {value}"
        )
    return value


def _override(kind: str | int, **values: Any) -> dict[str, Any]:
    """Return the body that asks for an override."""
    return {"RequestOverride": {"Type": kind, **values}}


# Rooms


def set_room_temperature(room: Room, celsius: float, minutes: int | None = None) -> Command:
    """Hold a set point until the next event, for good in manual mode, or for minutes."""
    tenths = _tenths(celsius, LOWEST_SET_POINT, HIGHEST_SET_POINT, "The set point")
    duration = {} if minutes is None else {"DurationMinutes": _minutes(minutes)}
    asked = tenths / 10
    expect: dict[str, Any] = {"current_set_point": asked, "displayed_set_point": asked}
    if room.setpoint_origin is not None:
        manual = room.mode is Mode.MANUAL and minutes is None
        expect["setpoint_origin"] = (
            SetPointOrigin.MANUAL_MODE if manual else SetPointOrigin.MANUAL_OVERRIDE
        )
    return _patch(room, _override("Manual", **duration, SetPoint=tenths), expect)


def boost_room(room: Room, difference: float, minutes: int) -> Command:
    """Raise the set point by 0 to 5 °C for minutes."""
    tenths = _tenths(difference, 0, LARGEST_BOOST, "The boost")
    return _patch(
        room,
        _override("Boost", DurationMinutes=_minutes(minutes), IncreaseSetPointBy=tenths),
        {"setpoint_origin": SetPointOrigin.BOOST},
    )


def cancel_room_override(room: Room) -> Command:
    """End a boost or another override."""
    return _patch(room, _override("None"))


def follow_room_schedule(room: Room) -> tuple[Command, ...]:
    """Let a room follow its schedule at once, also when an override holds it."""
    mode = _patch(room, {"Mode": "Auto"}, {"mode": Mode.AUTO})
    return (mode, cancel_room_override(room)) if room.is_overridden else (mode,)


def hold_room(room: Room, default: float) -> tuple[Command, ...]:
    """Take a room off its schedule, at the default in °C if it was off."""
    mode = _patch(room, {"Mode": "Manual"}, {"mode": Mode.MANUAL})
    if not room.is_off and room.manual_set_point != OFF:
        return (mode,)
    return mode, set_room_temperature(room, room.set_point or default)


def turn_room_off(room: Room) -> tuple[Command, ...]:
    """Switch a room off, frost protection apart; an override is ended first."""
    off = {"current_set_point": OFF, "displayed_set_point": OFF, "mode": Mode.MANUAL}
    cancel = (cancel_room_override(room),) if room.is_overridden else ()
    return (
        *cancel,
        _patch(room, {"Mode": "Manual"}, {"mode": Mode.MANUAL}),
        _patch(room, _override("Manual", SetPoint=round(OFF * 10)), off),
    )


def set_window_detection(room: Room, on: bool) -> Command:
    """Switch the window detection of a room."""
    return _patch(room, {"WindowDetectionActive": on}, {"window_detection_active": on})


def set_room_summer_comfort(room: Room, on: bool) -> Command:
    """Include a room in summer comfort (generation 2; nobody has published an exchange)."""
    return _patch(room, {"IncludeInSummerComfort": on}, {"include_in_summer_comfort": on})


def rename_room(room: Room, name: str) -> Command:
    """Give a room another name."""
    if not name.strip():
        raise InvalidValueError("A room must have a name")
    return _patch(room, {"Name": name}, {"name": name.strip()})


# The whole system


def set_away(on: bool) -> Command:
    """Say that nobody is at home, or that somebody is again."""
    return _patch(
        _SYSTEM,
        _override(2 if on else 0),
        {"override_type": "Away" if on else None},
        touches=_HOUSE,
    )


def boost_all(difference: float, minutes: int) -> Command:
    """Raise the set point of every room by 0 to 5 °C for minutes."""
    tenths = _tenths(difference, 0, LARGEST_BOOST, "The boost")
    body = _override("Boost", DurationMinutes=_minutes(minutes), IncreaseSetPointBy=tenths)
    return _patch(_SYSTEM, body, touches=_HOUSE)


def cancel_all_overrides() -> Command:
    """End every override that a person started."""
    return _patch(_SYSTEM, _override("CancelUserOverrides"), touches=_HOUSE)


def set_comfort_mode(system: System, on: bool) -> Command:
    """Switch the preheating that reaches a set point in time."""
    return _patch(system, {"ComfortModeEnabled": on}, {"comfort_mode_enabled": on})


def set_eco_mode(system: System, on: bool) -> Command:
    """Switch the early cut-off that saves energy."""
    return _patch(system, {"EcoModeEnabled": on}, {"eco_mode_enabled": on})


def set_valve_protection(system: System, on: bool) -> Command:
    """Switch the weekly exercise of the valves."""
    return _patch(system, {"ValveProtectionEnabled": on}, {"valve_protection_enabled": on})


def set_away_temperature(system: System, celsius: float) -> Command:
    """Set the temperature that rooms keep while the house is in away mode."""
    tenths = _tenths(celsius, LOWEST_SET_POINT, HIGHEST_SET_POINT, "The away temperature")
    return _patch(
        system, {"AwayModeSetPointLimit": tenths}, {"away_mode_set_point_limit": tenths / 10}
    )


def set_degraded_temperature(system: System, celsius: float) -> Command:
    """Set the temperature rooms keep without their thermostat (no exchange was published)."""
    tenths = _tenths(celsius, LOWEST_SET_POINT, HIGHEST_SET_POINT, "The temperature")
    return _patch(
        system,
        {"DegradedModeSetpointThreshold": tenths},
        {"degraded_mode_setpoint_threshold": tenths / 10},
    )


def set_away_affects_hot_water(system: System, on: bool) -> Command:
    """Choose whether away mode stops the hot water; the client known to work sends text."""
    return _patch(
        system,
        {"AwayModeAffectsHotWater": str(on).lower()},
        {"away_mode_affects_hot_water": on},
    )


def set_daylight_saving(system: System, on: bool) -> Command:
    """Choose whether the hub changes to summer time; the client known to work sends text."""
    return _patch(
        system,
        {"AutomaticDaylightSaving": str(on).lower()},
        {"automatic_daylight_saving": on},
    )


def set_summer_comfort(system: System, on: bool) -> Command:
    """Switch the shading against heat (generation 2; no exchange was published)."""
    return _patch(system, {"SummerComfortEnabled": on}, {"summer_comfort_enabled": on})


def set_summer_discomfort_prevention(system: System, on: bool) -> Command:
    """Switch the prevention of discomfort (generation 2; no exchange was published)."""
    return _patch(system, {"SummerDiscomfortPrevention": on}, {"summer_discomfort_prevention": on})


def set_indoor_discomfort_temperature(system: System, celsius: float) -> Command:
    """Set from where on it is too warm inside (generation 2; no exchange was published)."""
    tenths = _tenths(celsius, 0, 50, "The temperature")
    return _patch(
        system,
        {"IndoorDiscomfortTemperature": tenths},
        {"indoor_discomfort_temperature": tenths / 10},
    )


def set_outdoor_discomfort_temperature(system: System, celsius: float) -> Command:
    """Set from where on it is too warm outside (generation 2; no exchange was published)."""
    tenths = _tenths(celsius, 0, 50, "The temperature")
    return _patch(
        system,
        {"OutdoorDiscomfortTemperature": tenths},
        {"outdoor_discomfort_temperature": tenths / 10},
    )


def trigger_moment(moment: Moment) -> Command:
    """Carry out a moment of the Wiser app."""
    return _patch(_SYSTEM, {"TriggerMoment": moment.id}, touches=_HOUSE)


def trigger_automation(automation: Automation) -> Command:
    """Carry out an automation of the Wiser app (no exchange was published)."""
    return _patch(_SYSTEM, {"TriggerAutomation": automation.id}, touches=_HOUSE)


def enable_automation(automation: Automation, on: bool) -> Command:
    """Enable or disable an automation of the Wiser app."""
    return Command(
        "PATCH",
        f"domain/{NAMES[Automation]}/{automation.id}/Enabled",
        on,
        target=(Automation, automation.id),
        expect={"enabled": on},
    )


def permit_join() -> Command:
    """Let new Zigbee devices join for two minutes."""
    return Command("PATCH", "domain/System/RequestPermitJoin", JOIN_SECONDS)


# Hot water


def turn_hot_water(water: HotWater, on: bool, minutes: int | None = None) -> Command:
    """Switch the hot water until the next event of its schedule, or for minutes."""
    duration = {} if minutes is None else {"DurationMinutes": _minutes(minutes)}
    return _patch(
        water,
        _override("Manual", **duration, SetPoint=_HOT_WATER_ON if on else round(OFF * 10)),
        {"water_heating_state": on},
    )


def follow_hot_water_schedule(water: HotWater) -> Command:
    """Let the hot water follow its schedule."""
    return _patch(water, {"Mode": "Auto", **_override("None")}, {"mode": Mode.AUTO})


def disable_hot_water(water: HotWater) -> Command:
    """Switch the hot water off for good."""
    return _patch(
        water,
        {"Mode": "Manual", "ManualWaterHeatingState": "Off", **_override("None")},
        {"mode": Mode.MANUAL, "water_heating_state": False},
    )


def cancel_hot_water_override(water: HotWater) -> Command:
    """End the override of the hot water."""
    return _patch(water, _override("None"))


# Plugs, lights, shutters


def turn_plug(plug: SmartPlug | PowerTagC, on: bool) -> Command:
    """Switch a plug or the circuit of a PowerTag C."""
    return _patch(
        plug,
        {"RequestOutput": "On" if on else "Off"},
        {"output_state": on, "target_state": on},
    )


def set_mode(thing: SmartPlug | PowerTagC | Light | Shutter, mode: Mode) -> Command:
    """Choose whether a plug, light or shutter follows its schedule."""
    return _patch(thing, {"Mode": mode.value}, {"mode": mode})


def set_away_action(thing: SmartPlug | PowerTagC | Light | Shutter, acts: bool) -> Command:
    """Choose whether a thing goes off, or a shutter closes, when the house is left."""
    action = ("Close" if isinstance(thing, Shutter) else "Off") if acts else "NoChange"
    return _patch(thing, {"AwayAction": action}, {"away_action": action})


def turn_light(light: Light, on: bool, percent: float | None = None) -> Command:
    """Switch a light, or dim it to 1 to 100 percent."""
    asked: dict[str, Any] = {"State": "On" if on else "Off"}
    expect: dict[str, Any] = {"current_state": on, "target_state": on}
    if percent is not None:
        asked["Percentage"] = _percent(percent, "The brightness")
        expect["current_percentage"] = expect["target_percentage"] = asked["Percentage"]
    return _patch(light, {"RequestOverride": asked}, expect)


def set_led_indicator(light: Light, behaviour: str) -> Command:
    """Choose when the status LED of a switch shines (no exchange was published)."""
    return _patch(light, {"LedIndicator": behaviour}, {"led_indicator": behaviour})


def set_power_on_behaviour(light: Light, behaviour: str) -> Command:
    """Choose what a light does when power comes back (no exchange was published)."""
    return _patch(light, {"PowerOnBehaviour": behaviour}, {"power_on_behaviour": behaviour})


def move_shutter(shutter: Shutter, percent: float) -> Command:
    """Drive a shutter to a position: 0 is closed, 100 open."""
    lift = _percent(percent, "The position")
    return _shutter(shutter, {"target_lift": lift}, Action="LiftTo", Percentage=lift)


def stop_shutter(shutter: Shutter) -> Command:
    """Stop a shutter."""
    return _shutter(shutter, {}, Action="Stop")


def tilt_shutter(shutter: Shutter, percent: float) -> Command:
    """Turn the slats of a shutter: 0 is closed, 100 open."""
    tilt = _percent(percent, "The tilt")
    return _shutter(shutter, {"target_tilt": tilt}, Action="TiltTo", Percentage=tilt)


def stop_shutter_tilt(shutter: Shutter) -> Command:
    """Stop the slats of a shutter."""
    return _shutter(shutter, {}, Action="StopTilt")


def _shutter(shutter: Shutter, expect: Mapping[str, Any], **action: Any) -> Command:
    """Return the command that asks something of a shutter."""
    return _patch(shutter, {"RequestAction": action}, expect)


def set_shutter_summer_comfort(shutter: Shutter, on: bool) -> Command:
    """Let a shutter shade against heat (generation 2; no exchange was published)."""
    return _patch(shutter, {"RespectSummerComfort": on}, {"respect_summer_comfort": on})


# Devices


def identify(device: Device) -> Command:
    """Let a device show itself."""
    return Command("PATCH", f"domain/{NAMES[Device]}/{device.id}", {"Identify": True})


def set_child_lock(device: Device, on: bool) -> Command:
    """Lock the keys of a device."""
    return _patch(device, {"DeviceLockEnabled": on}, {"device_lock_enabled": on})


def set_floor_minimum(actuator: HeatingActuator, celsius: float) -> Command:
    """Set the lowest temperature of a floor, 5 to 39 °C."""
    return _floor(actuator, MinimumTemperature=_tenths(celsius, 5, 39, "The floor's minimum"))


def set_floor_maximum(actuator: HeatingActuator, celsius: float) -> Command:
    """Set the highest temperature of a floor, 5 to 40 °C."""
    return _floor(actuator, MaximumTemperature=_tenths(celsius, 5, 40, "The floor's maximum"))


def set_floor_offset(actuator: HeatingActuator, kelvin: float) -> Command:
    """Correct the reading of a floor probe by up to 9 K."""
    return _floor(actuator, Offset=_tenths(kelvin, -9, 9, "The offset"))


def _floor(actuator: HeatingActuator, **values: int) -> Command:
    """Return the command that changes the floor probe of an actuator."""
    return _patch(actuator, {"FloorTemperatureSensor": values})


def set_climate_interaction(sensor: BinarySensor | ThresholdSensor, on: bool) -> Command:
    """Let a sensor act on its room's heating; the client known to work sends text."""
    return _patch(
        sensor,
        {"InteractsWithRoomClimate": str(on).lower()},
        {"interacts_with_room_climate": on},
    )


def set_sensor_notification(sensor: BinarySensor, when: str) -> Command:
    """Choose when the app tells of a sensor (no exchange was published)."""
    return _patch(sensor, {"EnableNotification": when}, {"enable_notification": when})


def allow_charging(equipment: Equipment, on: bool) -> Command:
    """Let an EV socket charge or hold, if it says that it can."""
    state = "selfManagement" if on else "consumptionForceOff"
    if state not in equipment.available_control_state:
        raise InvalidValueError(f"The equipment does not offer {state}")
    return _patch(equipment, {"ControlState": state}, {"control_state": state})


def set_open_therm(endpoint: str, value: str) -> Command:
    """Set a parameter of the boiler; the hub wants its value as text."""
    return Command("PATCH", f"opentherm/{endpoint}", value, touches=Tree.OPENTHERM)
