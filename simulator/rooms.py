"""Rooms and hot water: which set point rules, how much heat is wanted, and what that does."""

from typing import Any

from . import schedules
from .installation import OLD_ORIGIN, ORIGIN, Installation

OFF = -200
NO_READING = 2000
# A room is heated to its full demand when it is a whole degree too cold.
FULL_DEMAND_BELOW = 10
# EcoIQ lets a room cool, and the comfort mode warms it, this long before the next event. How the
# real hub decides is not public: half an hour is this simulator's choice.
LOOK_AHEAD_MINUTES = 30
# BoilerSettings.CycleRate CPH_6: the relay switches six times an hour.
CYCLE_SECONDS = 600
# Tenths of a degree a minute: a heated room gains, every room loses towards the outdoors.
GAIN = 0.5
LOSS = 0.0006
OUTDOOR = 80


def reading(record: dict[str, Any], field: str) -> int | None:
    """Return a temperature, None where the hub has no reading."""
    value = record.get(field)
    return None if value is None or abs(value) >= NO_READING else int(value)


def set_origin(house: Installation, room: dict[str, Any], origin: str) -> None:
    """Write where a set point comes from in the spelling this firmware uses."""
    old = any(OLD_ORIGIN in other for other in house.members("Room"))
    room[OLD_ORIGIN if old else ORIGIN] = origin


def origin_of(room: dict[str, Any]) -> str:
    """Return where a room's set point comes from."""
    return str(room.get(ORIGIN, room.get(OLD_ORIGIN, "")))


def overridden(record: dict[str, Any]) -> bool:
    """Return whether a user's override holds."""
    return record.get("OverrideType") == "Manual"


def clear_override(record: dict[str, Any]) -> None:
    """End an override of a room or of the hot water."""
    for field in ("OverrideSetpoint", "OverrideTimeoutUnixTime", "OverrideWaterHeatingState"):
        record.pop(field, None)
    if "OverrideType" in record:
        record["OverrideType"] = "None"


def _anticipated(house: Installation, room: dict[str, Any], scheduled: int) -> int | None:
    """Return the next scheduled set point if the eco or the comfort mode already obeys it."""
    schedule = house.schedule_of("Room", room)
    if schedule is None or "Next" not in schedule:
        return None
    following = int(schedule["Next"]["DegreesC"])
    wanted = (house.system.get("EcoModeEnabled") and following < scheduled) or (
        house.system.get("ComfortModeEnabled") and following > scheduled
    )
    if not wanted:
        return None
    minutes = schedules.minutes_to_next("Heating", schedule, house.system, house.local_time)
    return following if minutes is not None and minutes <= LOOK_AHEAD_MINUTES else None


def resolve(house: Installation, room: dict[str, Any]) -> None:
    """Let the set point that rules now rule a room."""
    if "EffectiveMode" in room:
        room["EffectiveMode"] = room.get("Mode", "Auto")
    if "Invalid" in room and "PercentageDemand" not in room:
        return
    away = house.away and not room.get("AwayModeSuppressed", False)
    if room.get("OverrideType") == "EcoIQ":
        clear_override(room)
    if room.get("Mode") == "Manual":
        base, origin = room.get("ManualSetPoint", OFF), "FromManualMode"
    else:
        base = room.get("ScheduledSetPoint", room.get("ManualSetPoint", OFF))
        origin = "FromSchedule" if "ScheduledSetPoint" in room else "FromNoControl"
    current = displayed = base
    if overridden(room):
        current = displayed = room["OverrideSetpoint"]
        origin = "FromBoost" if "OverrideTimeoutUnixTime" in room else "FromManualOverride"
        origin += "DuringAway" if away else ""
    elif away:
        current = displayed = min(base, house.system.get("AwayModeSetPointLimit", 160))
        origin = "FromAwayMode"
    elif origin == "FromSchedule" and (early := _anticipated(house, room, base)) is not None:
        current = early
        origin = "FromComfortMode"
        if early < base:
            origin = "FromEcoIQ"
            room |= {"OverrideType": "EcoIQ", "OverrideSetpoint": early}
    room["CurrentSetPoint"] = current
    room["DisplayedSetPoint"] = displayed
    set_origin(house, room, origin)
    demand(house, room)


def demand(house: Installation, room: dict[str, Any]) -> None:
    """Let a room want as much heat as it is too cold, and its parts know."""
    temperature = reading(room, "CalculatedTemperature")
    if "PercentageDemand" in room:
        missing = 0 if temperature is None else room["CurrentSetPoint"] - temperature
        percent = min(100, max(0, missing * 100 // FULL_DEMAND_BELOW))
        room["PercentageDemand"] = percent
        room["ControlOutputState"] = "On" if percent else "Off"
        for field in ("PercentageDemandForItrv", "ClimateDemandForUI"):
            if field in room:
                room[field] = percent
    set_point = room["CurrentSetPoint"]
    for member, record in parts(house, room):
        if member in ("SmartValve", "RoomStat") and "SetPoint" in record:
            record["SetPoint"] = set_point
        if member == "SmartValve" and "PercentageDemand" in record:
            record["PercentageDemand"] = room.get("PercentageDemand", 0)
        if member == "UnderFloorHeating":
            for relay in record.get("Relays", []):
                if relay["id"] in room.get("UfhRelayIds", []):
                    relay["DemandPercentage"] = room.get("PercentageDemand", 0)
        if member == "HeatingActuator" and "OccupiedHeatingSetPoint" in record:
            # An actuator that is off shows 4 degrees (captured: 40).
            record["OccupiedHeatingSetPoint"] = max(set_point, 40)


def parts(house: Installation, room: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return the heating parts of a room."""
    wanted = {
        "SmartValve": room.get("SmartValveIds", []),
        "HeatingActuator": room.get("HeatingActuatorIds", []),
        "RoomStat": [room.get("RoomStatId")],
        "UnderFloorHeating": [room.get("UnderFloorHeatingId")],
    }
    return [
        (member, record)
        for member, ids in wanted.items()
        for record in house.members(member)
        if record["id"] in ids
    ]


def channels(house: Installation) -> None:
    """Let the heating channels, the boiler and the overview follow what the rooms want."""
    for channel in house.members("HeatingChannel"):
        wanted = [
            room.get("PercentageDemand", 0)
            for room in house.members("Room")
            if room["id"] in channel.get("RoomIds", [])
        ]
        percent = max(wanted, default=0)
        boiler = house.system.get("BoilerSettings", {}).get("ControlType", "")
        # A relay passes on less than full demand by being on for a part of its cycle.
        fires = house.now % CYCLE_SECONDS < percent * CYCLE_SECONDS / 100
        if boiler == "HeatSourceType_OpenTherm":
            fires = percent > 0
        channel["PercentageDemand"] = percent
        channel["DemandOnOffOutput"] = "On" if percent else "Off"
        channel["HeatingRelayState"] = "On" if fires else "Off"
    active = [*house.members("Room"), *house.members("HotWater")]
    if any(overridden(record) for record in active):
        house.system["UserOverridesActive"] = True
    else:
        house.system.pop("UserOverridesActive", None)
    _boiler(house)


def _boiler(house: Installation) -> None:
    """Let the OpenTherm tree tell of the boiler."""
    tree = house.trees.get("opentherm", {})
    if "operationalData" not in tree:
        return
    heating = any(
        channel["HeatingRelayState"] == "On" for channel in house.members("HeatingChannel")
    )
    water = any(record["WaterHeatingState"] == "On" for record in house.members("HotWater"))
    data = tree["operationalData"]
    data["SlaveStatus"] = 2 * heating + 4 * water + 8 * (heating or water)
    data["RelativeModulationLevel"] = 400 if heating or water else 0
    data["Ch1FlowTemperature"] = 550 if heating else 330
    data["ChReturnTemperature"] = 450 if heating else 320
    tree["ch1FlowEnable"] = heating
    for room in house.members("Room"):
        if room["id"] == tree.get("TrackedRoomId"):
            tree["roomSetpoint"] = room["CurrentSetPoint"]
            tree["roomTemperature"] = room.get("CalculatedTemperature", -32768)


def warm(house: Installation, room: dict[str, Any], seconds: float) -> None:
    """Let a room gain and lose heat for a while."""
    if reading(room, "CalculatedTemperature") is None:
        return
    outdoor = house.domain.get("Weather", {}).get("Temperature", OUTDOOR)
    relays = [
        channel["HeatingRelayState"]
        for channel in house.members("HeatingChannel")
        if room["id"] in channel.get("RoomIds", [])
    ]
    heated = room.get("ControlOutputState") == "On" and (not relays or "On" in relays)
    before = house.fine("Room", room, "CalculatedTemperature")
    minutes = seconds / 60
    power = 1.0 if relays else room.get("PercentageDemand", 0) / 100
    after = before + GAIN * power * minutes * heated - (before - outdoor) * LOSS * minutes
    house.set_fine("Room", room, "CalculatedTemperature", after)
    change = after - before
    if "RoundedAlexaTemperature" in room:
        room["RoundedAlexaTemperature"] = round(after / 5) * 5
    for member, record in parts(house, room):
        if reading(record, "MeasuredTemperature") is not None:
            exact = house.fine(member, record, "MeasuredTemperature")
            house.set_fine(member, record, "MeasuredTemperature", exact + change)
    climate = room.get("ClimateCapabilities", {})
    if "AmbientTemperature" in climate:
        climate["AmbientTemperature"] = round(after)


def resolve_water(house: Installation, water: dict[str, Any]) -> None:
    """Let the state that rules now rule the hot water."""
    away = house.away and house.system.get("AwayModeAffectsHotWater", False)
    if overridden(water):
        state = water["OverrideWaterHeatingState"]
        origin = "FromBoost" if "OverrideTimeoutUnixTime" in water else "FromManualOverride"
    elif water.get("Mode") == "Manual":
        state, origin = water.get("ManualWaterHeatingState", "Off"), "FromManualMode"
    elif away and not water.get("AwayModeSuppressed", False):
        state, origin = "Off", "FromAwayMode"
    else:
        state, origin = water.get("ScheduledWaterHeatingState", "Off"), "FromSchedule"
    water["WaterHeatingState"] = water["HotWaterRelayState"] = state
    water["HotWaterDescription"] = origin


def resolve_all(house: Installation) -> None:
    """Let every room and the hot water follow what rules now."""
    for room in house.members("Room"):
        resolve(house, room)
    for water in house.members("HotWater"):
        resolve_water(house, water)
    channels(house)
