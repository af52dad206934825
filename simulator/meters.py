"""Meters: what every load draws, and the energy it has used."""

from datetime import datetime
from math import pi, sin
from typing import Any

from .installation import Installation

VOLTAGE = 230
IDLE_CAR = 3
DEFAULT_WATTS = {"SmartPlug": 60.0, "PTC": 800.0, "HeatingActuator": 1200.0}
# What a house draws beside everything that is metered on its own.
BASE_LOAD = 250.0


def _rated(house: Installation, member: str, record: dict[str, Any]) -> float:
    """Return what a load draws while it is on: told by the house, seen, or a usual value."""
    key = f"{member}/{record['id']}"
    seen = record.get("InstantaneousDemand", 0)
    return house.watts.setdefault(key, float(seen) or DEFAULT_WATTS[member])


def sunlight(house: Installation) -> float:
    """Return how strong the sun shines, 0 to 1."""
    now: datetime = house.local_time
    times = [
        (house.system.get(field) or [usual] * 13)[6]
        for field, usual in (("SunriseTimes", 600), ("SunsetTimes", 1800))
    ]
    rise, down = (time // 100 * 60 + time % 100 for time in times)
    minute = now.hour * 60 + now.minute
    return sin(pi * (minute - rise) / (down - rise)) if rise < minute < down else 0.0


def _power(house: Installation, member: str, record: dict[str, Any]) -> float:
    """Return what an output draws now."""
    on = record.get("OutputState") == "On"
    share = 1.0
    if member == "HeatingActuator":
        rooms = [
            room
            for room in house.members("Room")
            if record["id"] in room.get("HeatingActuatorIds", [])
        ]
        on = any(room.get("ControlOutputState") == "On" for room in rooms)
        share = max((room.get("PercentageDemand", 0) for room in rooms), default=0) / 100
    return _rated(house, member, record) * share if on else 0.0


def _count(
    house: Installation, member: str, record: dict[str, Any], watts: float, seconds: float
) -> None:
    """Count energy on a record that has a counter: what comes in, or what is sent out."""
    field = "CurrentSummationReceived" if watts < 0 else "CurrentSummationDelivered"
    if field in record:
        exact = house.fine(member, record, field)
        house.set_fine(member, record, field, exact + abs(watts) * seconds / 3600)


def _show_equipment(equipment: dict[str, Any], watts: float) -> None:
    """Write power, current and voltage of an equipment."""
    for field in ("TotalActivePower", "ActivePower"):
        if field in equipment:
            equipment[field] = round(watts)
    if "RMSVoltage" in equipment:
        equipment["RMSVoltage"] = equipment["RMSVoltage"] or VOLTAGE
    if "RMSCurrent" in equipment:
        phases = 3 if equipment.get("NumberOfPhases") == "Three" else 1
        equipment["RMSCurrent"] = round(abs(watts) / VOLTAGE / phases)


def _outputs(house: Installation, seconds: float) -> float:
    """Count plugs, PowerTags C and heating actuators and return what they draw."""
    total = 0.0
    for member in DEFAULT_WATTS:
        for record in house.members(member):
            watts = _power(house, member, record)
            total += watts
            if "InstantaneousDemand" in record:
                record["InstantaneousDemand"] = round(watts)
            _count(house, member, record, watts, seconds)
            for equipment in house.members("Equipment"):
                if equipment["id"] == record.get("EquipmentId"):
                    _show_equipment(equipment, watts)
                    _repeat(equipment, record)
    return total


def _repeat(equipment: dict[str, Any], record: dict[str, Any]) -> None:
    """Let an equipment show the counter of the plug or actuator that it repeats."""
    for field in ("CurrentSummationDelivered", "CurrentSummationReceived"):
        if field in equipment and field in record:
            equipment[field] = record[field]


def _cars(house: Installation, seconds: float) -> float:
    """Count charging sockets, which exist as equipment alone, and return what they draw."""
    total = 0.0
    for equipment in house.members("Equipment"):
        if equipment.get("DeviceApplicationInstanceType") == "EVSE":
            charging = equipment.get("ControlState") == "selfManagement"
            watts = float(equipment.get("StatedPower", 3700)) if charging else IDLE_CAR
            _show_equipment(equipment, watts)
            _count(house, "Equipment", equipment, watts, seconds)
            total += watts
    return total


def count(house: Installation, seconds: float) -> None:
    """Let every meter count for a while.

    The PowerTag on the grid sees all loads less what the sun gives. Export is shown as negative
    power; no capture of an exporting PowerTag exists, so that sign is an assumption.
    """
    total = BASE_LOAD + _outputs(house, seconds) + _cars(house, seconds)
    sun = house.watts.get("sun", 0.0) * sunlight(house)
    for tag in house.members("PTE"):
        equipments = [
            equipment
            for equipment in house.members("Equipment")
            if equipment["id"] == tag.get("EquipmentId")
        ]
        family = equipments[0].get("EquipmentFamily") if equipments else "GRID"
        watts = house.watts.get(f"PTE/{tag['id']}", 0.0)
        if family == "GRID":
            watts = total - sun
        if "RawTotalActivePower" in tag:
            tag["RawTotalActivePower"] = round(watts)
        for equipment in equipments:
            _show_equipment(equipment, watts)
            _count(house, "Equipment", equipment, watts, seconds)
