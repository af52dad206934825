"""Plugs, lights and shutters: what rules them now, and how a shutter travels."""

from typing import Any

from .installation import Installation

FULL_LEVEL = 254
# LiftOpenTime and LiftCloseTime are taken for tenths of a second: the unit is not documented, but
# 200 to 250 then is the 20 to 25 seconds a shutter needs.
DRIVE_UNIT = 0.1
DEFAULT_DRIVE = 200


def resolve_switch(house: Installation, plug: dict[str, Any]) -> None:
    """Let the state that rules now rule a plug or a PowerTag C."""
    if house.away and plug.get("AwayAction") == "Off" and "OverrideState" not in plug:
        state, source = "Off", "FromAwayMode"
    elif plug.get("Mode") == "Auto" and "OverrideState" in plug:
        state, source = plug["OverrideState"], "FromManualOverride"
    elif plug.get("Mode") == "Auto" and "ScheduledState" in plug:
        state, source = plug["ScheduledState"], "FromSchedule"
    else:
        state, source = plug.get("ManualState", "Off"), "FromManualMode"
    plug["ControlSource"] = source
    plug["TargetState"] = state
    if "OutputState" in plug:
        # A plug out of reach has no OutputState and does not get one.
        plug["OutputState"] = state


def switch(house: Installation, plug: dict[str, Any], state: str) -> None:
    """Switch a plug as a user: until the next event in Auto, for good in Manual."""
    plug["OverrideState" if plug.get("Mode") == "Auto" else "ManualState"] = state
    resolve_switch(house, plug)


def percentage(level: int) -> int:
    """Return the brightness in percent of a level of 0 to 254."""
    return round(level * 100 / FULL_LEVEL)


def level(percent: int) -> int:
    """Return the level of 0 to 254 of a brightness in percent."""
    return round(percent * FULL_LEVEL / 100)


def _shine(light: dict[str, Any], on: bool, percent: int | None, source: str) -> None:
    """Switch a light; one that goes off still shows the brightness it will come back to."""
    light["ControlSource"] = source
    light["CurrentState"] = light["TargetState"] = "On" if on else "Off"
    if light.get("IsDimmable") and percent is not None:
        light["CurrentPercentage"] = light["TargetPercentage"] = percent
        light["CurrentLevel"] = level(percent)


def resolve_light(house: Installation, light: dict[str, Any]) -> None:
    """Let the level that rules now rule a light."""
    auto = light.get("Mode") == "Auto"
    if house.away and light.get("AwayAction") == "Off" and "OverrideLevel" not in light:
        _shine(light, False, None, "FromAwayMode")
    elif auto and "OverrideLevel" in light:
        kept = light["OverrideLevel"]
        _shine(light, kept > 0, percentage(abs(kept)), "FromManualOverride")
    elif auto and "ScheduledPercentage" in light:
        percent = light["ScheduledPercentage"]
        _shine(light, percent > 0, percent or None, "FromSchedule")
    else:
        kept = light.get("ManualLevel", 0)
        _shine(light, kept > 0, percentage(abs(kept)) if kept else None, "FromManualMode")


def shine(house: Installation, light: dict[str, Any], on: bool, percent: int | None) -> None:
    """Switch a light as a user; a negative level is off, remembering."""
    known = light.get("CurrentLevel") or FULL_LEVEL
    wanted = known if percent is None else level(percent)
    auto = light.get("Mode") == "Auto"
    light["OverrideLevel" if auto else "ManualLevel"] = wanted if on else -abs(wanted)
    resolve_light(house, light)


def lift_to(shutter: dict[str, Any], percent: int, source: str) -> None:
    """Send a shutter on its way."""
    shutter["ControlSource"] = source
    shutter["TargetLift"] = percent
    shutter["LiftMovement"] = _movement(shutter["CurrentLift"], percent)


def tilt_to(shutter: dict[str, Any], percent: int, source: str) -> None:
    """Send the slats of a shutter on their way."""
    shutter["ControlSource"] = source
    shutter["TargetTilt"] = percent
    shutter["TiltMovement"] = _movement(shutter["CurrentTilt"], percent)


def _movement(current: int, target: int) -> str:
    """Return the hub's word for a direction."""
    if current == target:
        return "Stopped"
    return "Opening" if target > current else "Closing"


def resolve_shutter(house: Installation, shutter: dict[str, Any]) -> None:
    """Let the lift that rules now rule a shutter."""
    auto = shutter.get("Mode") == "Auto"
    if house.away and shutter.get("AwayAction") == "Close" and "OverrideLift" not in shutter:
        lift_to(shutter, 0, "FromAwayMode")
    elif auto and "OverrideLift" in shutter:
        lift_to(shutter, shutter["OverrideLift"], "FromManualOverride")
    elif auto and "ScheduledLift" in shutter:
        lift_to(shutter, shutter["ScheduledLift"], "FromSchedule")
    else:
        lift_to(shutter, shutter.get("ManualLift", shutter["CurrentLift"]), "FromManualMode")


def stop(shutter: dict[str, Any], movement: str) -> None:
    """Stop a shutter, or its slats, where it is."""
    part = movement.removesuffix("Movement")
    shutter[f"Target{part}"] = shutter[f"Current{part}"]
    shutter[movement] = "Stopped"
    remembered = f"Override{part}" if f"Override{part}" in shutter else f"Manual{part}"
    shutter[remembered] = shutter[f"Current{part}"]


def travel(house: Installation, shutter: dict[str, Any], seconds: float) -> None:
    """Let a shutter and its slats travel for a while."""
    drive = shutter.get("DriveConfig", {})
    opening = shutter.get("LiftMovement") == "Opening"
    lift_time = drive.get("LiftOpenTime" if opening else "LiftCloseTime", DEFAULT_DRIVE)
    for part, time in (("Lift", lift_time), ("Tilt", drive.get("TiltTime", 20))):
        if shutter.get(f"{part}Movement", "Stopped") == "Stopped":
            continue
        exact = house.fine("Shutter", shutter, f"Current{part}")
        target = shutter[f"Target{part}"]
        way = 100 * seconds / (max(time, 1) * DRIVE_UNIT)
        exact = min(target, exact + way) if target > exact else max(target, exact - way)
        house.set_fine("Shutter", shutter, f"Current{part}", exact)
        if exact == target:
            shutter[f"{part}Movement"] = "Stopped"


# How each member follows what rules it, and what it forgets at the next scheduled event.
RESOLVE = {
    "SmartPlug": (resolve_switch, "OverrideState"),
    "PTC": (resolve_switch, "OverrideState"),
    "Light": (resolve_light, "OverrideLevel"),
    "Shutter": (resolve_shutter, "OverrideLift"),
}


def resolve_all(house: Installation) -> None:
    """Let every plug, light and shutter follow what rules now."""
    for member, (follow, _) in RESOLVE.items():
        for record in house.members(member):
            follow(house, record)


def forget_overrides(house: Installation) -> None:
    """End what users did to plugs, lights and shutters."""
    for member, (_, override) in RESOLVE.items():
        for record in house.members(member):
            record.pop(override, None)
