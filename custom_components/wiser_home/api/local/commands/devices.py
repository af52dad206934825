"""Make the writes that concern plugs, lights, shutters, sensors and what else is a device."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from ...errors import InvalidValueError
from ...house.members import NAMES
from ...hub import Command
from ...model import (
    BinarySensor,
    Device,
    Equipment,
    HeatingActuator,
    Light,
    Mode,
    PowerTagC,
    Shutter,
    SmartPlug,
    ThresholdSensor,
)
from ...model.energy import CHARGE, HOLD
from .base import (
    in_percent,
    in_tenths,
    patch,
)

_RULED: Final = frozenset(
    {
        "output_state",
        "target_state",
        "current_state",
        "current_percentage",
        "target_percentage",
        "target_lift",
    }
)
"""What of a plug, a light or a shutter follows from its mode and its schedule."""


def turn_plug(plug: SmartPlug | PowerTagC, on: bool) -> Command:
    """Switch a plug or the circuit of a PowerTag C."""
    return patch(
        plug,
        {"RequestOutput": "On" if on else "Off"},
        {"output_state": on, "target_state": on},
    )


def set_mode(thing: SmartPlug | PowerTagC | Light | Shutter, mode: Mode) -> Command:
    """Choose whether a plug, light or shutter follows its schedule."""
    return patch(thing, {"Mode": mode.value}, {"mode": mode}, voids=_RULED)


def set_away_action(thing: SmartPlug | PowerTagC | Light | Shutter, acts: bool) -> Command:
    """Choose whether a thing goes off, or a shutter closes, when the house is left."""
    action = ("Close" if isinstance(thing, Shutter) else "Off") if acts else "NoChange"
    return patch(thing, {"AwayAction": action}, {"away_action": action})


def turn_light(light: Light, on: bool, percent: float | None = None) -> Command:
    """Switch a light, or dim it to 1 to 100 percent."""
    asked: dict[str, Any] = {"State": "On" if on else "Off"}
    expect: dict[str, Any] = {"current_state": on, "target_state": on}
    if percent is not None:
        asked["Percentage"] = in_percent(percent, "The brightness")
        expect["current_percentage"] = expect["target_percentage"] = asked["Percentage"]
    return patch(light, {"RequestOverride": asked}, expect)


def set_led_indicator(light: Light, behaviour: str) -> Command:
    """Choose when the status LED of a switch shines (no exchange was published)."""
    return patch(light, {"LedIndicator": behaviour}, {"led_indicator": behaviour})


def set_power_on_behaviour(light: Light, behaviour: str) -> Command:
    """Choose what a light does when power comes back (no exchange was published)."""
    return patch(light, {"PowerOnBehaviour": behaviour}, {"power_on_behaviour": behaviour})


def move_shutter(shutter: Shutter, percent: float) -> Command:
    """Drive a shutter to a position: 0 is closed, 100 open."""
    lift = in_percent(percent, "The position")
    return _shutter(shutter, {"target_lift": lift}, Action="LiftTo", Percentage=lift)


def stop_shutter(shutter: Shutter) -> Command:
    """Stop a shutter."""
    return _shutter(shutter, {}, {"target_lift"}, Action="Stop")


def tilt_shutter(shutter: Shutter, percent: float) -> Command:
    """Turn the slats of a shutter: 0 is closed, 100 open."""
    tilt = in_percent(percent, "The tilt")
    return _shutter(shutter, {"target_tilt": tilt}, Action="TiltTo", Percentage=tilt)


def stop_shutter_tilt(shutter: Shutter) -> Command:
    """Stop the slats of a shutter."""
    return _shutter(shutter, {}, {"target_tilt"}, Action="StopTilt")


def _shutter(
    shutter: Shutter, expect: Mapping[str, Any], voids: Collection[str] = (), **action: Any
) -> Command:
    """Return the command that asks something of a shutter."""
    return patch(shutter, {"RequestAction": action}, expect, voids=frozenset(voids))


def set_shutter_summer_comfort(shutter: Shutter, on: bool) -> Command:
    """Let a shutter shade against heat (generation 2; no exchange was published)."""
    return patch(shutter, {"RespectSummerComfort": on}, {"respect_summer_comfort": on})


def identify(device: Device) -> Command:
    """Let a device show itself."""
    return Command("PATCH", f"domain/{NAMES[Device]}/{device.id}", {"Identify": True})


def set_child_lock(device: Device, on: bool) -> Command:
    """Lock the keys of a device."""
    return patch(device, {"DeviceLockEnabled": on}, {"device_lock_enabled": on})


def set_floor_minimum(actuator: HeatingActuator, celsius: float) -> Command:
    """Set the lowest temperature of a floor, 5 to 39 °C."""
    return _floor(actuator, MinimumTemperature=in_tenths(celsius, 5, 39, "The floor's minimum"))


def set_floor_maximum(actuator: HeatingActuator, celsius: float) -> Command:
    """Set the highest temperature of a floor, 5 to 40 °C."""
    return _floor(actuator, MaximumTemperature=in_tenths(celsius, 5, 40, "The floor's maximum"))


def set_floor_offset(actuator: HeatingActuator, kelvin: float) -> Command:
    """Correct the reading of a floor probe by up to 9 K."""
    return _floor(actuator, Offset=in_tenths(kelvin, -9, 9, "The offset"))


def _floor(actuator: HeatingActuator, **values: int) -> Command:
    """Return the command that changes the floor probe of an actuator."""
    return patch(actuator, {"FloorTemperatureSensor": values})


def set_climate_interaction(sensor: BinarySensor | ThresholdSensor, on: bool) -> Command:
    """Let a sensor act on its room's heating; the client known to work sends text."""
    return patch(
        sensor,
        {"InteractsWithRoomClimate": str(on).lower()},
        {"interacts_with_room_climate": on},
    )


def set_sensor_notification(sensor: BinarySensor, when: str) -> Command:
    """Choose when the app tells of a sensor (no exchange was published)."""
    return patch(sensor, {"EnableNotification": when}, {"enable_notification": when})


def allow_charging(equipment: Equipment, on: bool) -> Command:
    """Let an EV socket charge or hold, if it says that it can."""
    state = CHARGE if on else HOLD
    if state not in equipment.available_control_state:
        raise InvalidValueError(f"The equipment does not offer {state}")
    return patch(equipment, {"ControlState": state}, {"control_state": state})
