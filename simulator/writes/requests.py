"""What the request fields do: the ones that ask a hub to act instead of naming a value."""

from collections.abc import Callable
from typing import Any

from .. import outputs, rooms
from ..installation import Installation
from .checks import OFF, Refused, checked, duration, is_number, number, one_of, percent

type Act = Callable[[Installation, dict[str, Any], Any], None]

HOT_WATER_ON = 1100
AWAY = ("Away", 2)
NOT_AWAY = ("None", 0)
OVERRIDE_ERROR = (
    "Manual override requires a 'SetPoint' between 50 and 300 or -200"
    " (i.e. from 5 to 30 degreesC or Off)"
)


def _override_type(value: Any, *types: Any) -> Any:
    """Return the Type of an override, refusing what is no override."""
    if not isinstance(value, dict) or "Type" not in value:
        raise Refused("'RequestOverride' requires a 'Type'")
    found = value["Type"]
    if isinstance(found, bool) or found not in types:
        raise Refused(f"Unknown override 'Type' {found}")
    return found


def _boost(house: Installation, room: dict[str, Any], value: dict[str, Any]) -> None:
    """Raise a room's set point for a time.

    The difference is added to the set point that rules now; where that is off, to what is
    measured. That is a reading of the field's name, no source tells.
    """
    body = checked(
        {field: item for field, item in value.items() if field != "Type"},
        {"DurationMinutes": duration, "IncreaseSetPointBy": number(0, 50)},
    )
    if "DurationMinutes" not in body:
        raise Refused("Boost override requires 'DurationMinutes'")
    base = room.get("DisplayedSetPoint", OFF)
    if base == OFF:
        base = round((rooms.reading(room, "CalculatedTemperature") or 200) / 5) * 5
    raised = min(300, max(50, base + body.get("IncreaseSetPointBy", 0)))
    # A boost is a Manual override with an end: so says the only capture of one.
    room["OverrideType"] = "Manual"
    room["OverrideSetpoint"] = raised
    room["OverrideTimeoutUnixTime"] = house.timeout(body["DurationMinutes"])


def override_room(house: Installation, room: dict[str, Any], value: Any) -> None:
    """Override the set point of a room."""
    kind = _override_type(value, "None", "Manual", "Boost")
    if kind == "Boost":
        _boost(house, room, value)
    elif kind == "None":
        rooms.clear_override(room)
    else:
        wanted = value.get("SetPoint")
        if not is_number(wanted) or not (wanted == OFF or 50 <= wanted <= 300):
            raise Refused(OVERRIDE_ERROR)
        checked(
            {field: item for field, item in value.items() if field != "SetPoint"},
            {"Type": one_of("Manual"), "DurationMinutes": duration},
        )
        rooms.clear_override(room)
        if "DurationMinutes" in value:
            room["OverrideTimeoutUnixTime"] = house.timeout(value["DurationMinutes"])
        if "DurationMinutes" in value or room.get("Mode") == "Auto":
            room["OverrideType"] = "Manual"
            room["OverrideSetpoint"] = wanted
        else:
            room["ManualSetPoint"] = wanted


def override_water(house: Installation, water: dict[str, Any], value: Any) -> None:
    """Override the hot water."""
    if _override_type(value, "None", "Manual") == "None":
        rooms.clear_override(water)
        return
    if value.get("SetPoint") not in (HOT_WATER_ON, OFF):
        raise Refused("Manual override requires a 'SetPoint' of 1100 or -200 (i.e. On or Off)")
    rooms.clear_override(water)
    if "DurationMinutes" in value:
        minutes = duration("DurationMinutes", value["DurationMinutes"])
        water["OverrideTimeoutUnixTime"] = house.timeout(minutes)
    water["OverrideType"] = "Manual"
    water["OverrideWaterHeatingState"] = "Off" if value["SetPoint"] == OFF else "On"


def override_system(house: Installation, system: dict[str, Any], value: Any) -> None:
    """Send the house away and back, boost every room or end what users did."""
    kind = _override_type(value, *AWAY, *NOT_AWAY, "Boost", "CancelUserOverrides")
    if kind == "Boost":
        for room in house.members("Room"):
            if "PercentageDemand" in room:
                _boost(house, room, value)
    elif kind == "CancelUserOverrides":
        _cancel_overrides(house)
    elif kind in AWAY:
        _cancel_overrides(house)
        system["OverrideType"] = "Away"
    else:
        system.pop("OverrideType", None)
    rooms.resolve_all(house)
    if kind != "Boost":
        outputs.resolve_all(house)


def _cancel_overrides(house: Installation) -> None:
    """End every override a user made."""
    for record in [*house.members("Room"), *house.members("HotWater")]:
        rooms.clear_override(record)
    outputs.forget_overrides(house)


def switch_output(house: Installation, plug: dict[str, Any], value: Any) -> None:
    """Switch a plug or a PowerTag C."""
    outputs.switch(house, plug, one_of("On", "Off")("RequestOutput", value))


def override_light(house: Installation, light: dict[str, Any], value: Any) -> None:
    """Switch or dim a light."""
    if not isinstance(value, dict) or "State" not in value:
        raise Refused("'RequestOverride' requires a 'State'")
    body = checked(value, {"State": one_of("On", "Off"), "Percentage": percent})
    if "Percentage" in body and not light.get("IsDimmable"):
        raise Refused("'Percentage' requires a dimmable light")
    outputs.shine(house, light, body["State"] == "On", body.get("Percentage"))


def move_shutter(house: Installation, shutter: dict[str, Any], value: Any) -> None:
    """Move or stop a shutter or its slats."""
    actions = one_of("LiftTo", "Stop", "TiltTo", "StopTilt")
    if not isinstance(value, dict) or "Action" not in value:
        raise Refused("'RequestAction' requires an 'Action'")
    body = checked(value, {"Action": actions, "Percentage": percent})
    action = body["Action"]
    if action in ("TiltTo", "StopTilt") and not shutter.get("IsTiltSupported"):
        raise Refused(f"'{action}' is not supported")
    if action in ("LiftTo", "TiltTo") and "Percentage" not in body:
        raise Refused(f"'{action}' requires a 'Percentage'")
    auto = shutter.get("Mode") == "Auto"
    source = "FromManualOverride" if auto else "FromManualMode"
    if action == "LiftTo":
        shutter["OverrideLift" if auto else "ManualLift"] = body["Percentage"]
        outputs.lift_to(shutter, body["Percentage"], source)
    elif action == "TiltTo":
        shutter["ManualTilt"] = body["Percentage"]
        outputs.tilt_to(shutter, body["Percentage"], source)
    else:
        outputs.stop(shutter, "LiftMovement" if action == "Stop" else "TiltMovement")


def drive_shutter(house: Installation, shutter: dict[str, Any], value: Any) -> None:
    """Set the drive times of a shutter."""
    known = {
        "LiftOpenTime": number(10, 3000),
        "LiftCloseTime": number(10, 3000),
        "TiltTime": number(1, 3000),
    }
    if not isinstance(value, dict):
        raise Refused("'SetDriveConfig' requires an object")
    shutter.setdefault("DriveConfig", {}).update(checked(value, known))


def limit_light(house: Installation, light: dict[str, Any], value: Any) -> None:
    """Set the output range of a dimmer."""
    if not isinstance(value, dict):
        raise Refused("'SetOutputRange' requires an object")
    known = {"Minimum": number(1, 254), "Maximum": number(1, 254)}
    light.setdefault("OutputRange", {}).update(checked(value, known))


def identify(house: Installation, device: dict[str, Any], value: Any) -> None:
    """Let a device show itself."""
    if not isinstance(value, bool):
        raise Refused("'Identify' requires a boolean")
    device["IdentifyActive"] = value


def control_equipment(house: Installation, equipment: dict[str, Any], value: Any) -> None:
    """Let a socket charge or hold."""
    available = equipment.get("AvailableControlState", [])
    equipment["ControlState"] = one_of(*available)("ControlState", value)


def permit_join(house: Installation, system: dict[str, Any], value: Any) -> None:
    """Let Zigbee devices join for some seconds."""
    seconds = number(0, 3600)("RequestPermitJoin", value)
    system["ZigbeePermitJoinActive"] = seconds > 0


def follow_schedule(house: Installation, record: dict[str, Any], value: Any) -> None:
    """Let an object follow another schedule, as the app asks together with a mode."""
    if not is_number(value):
        raise Refused("'ScheduleId' requires a number")
    record["ScheduleId"] = value


# What is asked of a member beside its plain fields.
REQUESTS: dict[str, dict[str, Act]] = {
    "System": {"RequestOverride": override_system, "RequestPermitJoin": permit_join},
    "Room": {"RequestOverride": override_room},
    "HotWater": {"RequestOverride": override_water},
    "SmartPlug": {"RequestOutput": switch_output},
    "PTC": {"RequestOutput": switch_output},
    "Light": {
        "ScheduleId": follow_schedule,
        "RequestOverride": override_light,
        "SetOutputRange": limit_light,
    },
    "Shutter": {
        "ScheduleId": follow_schedule,
        "RequestAction": move_shutter,
        "SetDriveConfig": drive_shutter,
    },
    "Device": {"Identify": identify},
    "Equipment": {"ControlState": control_equipment},
}
