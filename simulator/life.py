"""The inner life of a hub: what happens while time passes."""

from . import clock, meters, outputs, rooms, schedules
from .installation import Installation

MINUTE = 60


def advance(house: Installation, seconds: float) -> None:
    """Let time pass, in steps that end at every whole minute."""
    end = house.now + seconds
    while house.now < end:
        step = min(MINUTE - house.now % MINUTE, end - house.now)
        _step(house, step)


def _step(house: Installation, seconds: float) -> None:
    """Let at most a minute pass."""
    for room in house.members("Room"):
        rooms.warm(house, room, seconds)
    for shutter in house.members("Shutter"):
        outputs.travel(house, shutter, seconds)
    meters.count(house, seconds)
    before = house.now
    house.now = before + seconds
    status = house.trees.get("status", {})
    if "uptime" in status:
        status["uptime"] += int(house.now) - int(before)
    if house.now % MINUTE == 0:
        _whole_minute(house, before)
    else:
        rooms.channels(house)


def _whole_minute(house: Installation, before: float) -> None:
    """Let the clock, the schedules and the ends of overrides take effect."""
    clock.set_clock(house.system, house.now)
    then, now = house.local_at(before), house.local_time
    for kind, schedule in house.schedules():
        happened = schedules.passed(kind, schedule, house.system, then, now)
        house.refresh_schedule(kind, schedule)
        if happened:
            _event(house, kind, schedule["id"])
    for member in ("Room", "HotWater"):
        for record in house.members(member):
            if record.get("OverrideTimeoutUnixTime", house.now + 1) <= house.now:
                rooms.clear_override(record)
    rooms.resolve_all(house)


def _event(house: Installation, kind: str, id: int) -> None:
    """Let a scheduled event end the overrides of its users and rule those in Auto."""
    for member, of_kind in schedules.KIND_OF_MEMBER.items():
        for record in house.members(member) if of_kind == kind else []:
            schedule = house.schedule_of(member, record)
            if schedule is None or schedule["id"] != id or record.get("Mode") != "Auto":
                continue
            if member in ("Room", "HotWater"):
                if "OverrideTimeoutUnixTime" not in record:
                    rooms.clear_override(record)
            else:
                follow, override = outputs.RESOLVE[member]
                record.pop(override, None)
                follow(house, record)
