"""Writes to the schedules tree: create, change, rename, assign and delete."""

from copy import deepcopy
from typing import Any

from .. import outputs, rooms, schedules
from ..clock import DAYS
from ..installation import Installation, Unknown
from .checks import OFF, Refused, is_number, text

# How a Level schedule's type is written, and read.
LEVEL_TYPES = {1: "Lighting", 2: "Shutters"}
# What the hub works out on its own and a client may send back.
IGNORED = ("id", "Name", "Type", "Next", "Description", *schedules.CURRENT.values())


def _time(kind: str, value: Any) -> int:
    """Return a time of the day; the working client sends clock times as "0700"."""
    time = int(value) if isinstance(value, str) and value.isdigit() else value
    special = kind == "Level" and time in (schedules.SUNRISE, schedules.SUNSET)
    if not is_number(time) or not (special or (0 <= time < 2400 and time % 100 < 60)):
        raise Refused(f"Invalid time {value}")
    return int(time)


def _value(kind: str, value: Any) -> int:
    """Return a set point or a level."""
    fits = is_number(value) and (
        0 <= value <= 100 if kind == "Level" else value == OFF or 50 <= value <= 300
    )
    if not fits:
        raise Refused(f"Invalid {schedules.VALUE[kind]} {value}")
    return int(value)


def _day(kind: str, plan: Any) -> Any:
    """Return the plan of a day as the hub keeps it."""
    if kind == "OnOff":
        if not isinstance(plan, list) or not all(is_number(time) for time in plan):
            raise Refused("A day requires a list of times")
        for time in plan:
            if time != -2400:
                _time(kind, abs(time))
        return plan
    value = schedules.VALUE[kind]
    if not isinstance(plan, dict) or plan.keys() != {"Time", value}:
        raise Refused(f"A day requires 'Time' and '{value}'")
    if len(plan["Time"]) != len(plan[value]):
        raise Refused(f"A day requires as many 'Time' as '{value}'")
    return {
        "Time": [_time(kind, time) for time in plan["Time"]],
        value: [_value(kind, item) for item in plan[value]],
    }


def _content(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return what a body says a schedule shall be."""
    for field in body:
        if field not in DAYS and field not in IGNORED:
            raise Refused(f"Unknown field '{field}'")
    found: dict[str, Any] = {day: _day(kind, body[day]) for day in DAYS if day in body}
    if "Name" in body:
        found["Name"] = text("Name", body["Name"])
    return found


def _level_type(body: dict[str, Any]) -> str:
    """Return the type of a Level schedule, which must be written as a number."""
    if body.get("Type") not in LEVEL_TYPES:
        raise Refused("A Level schedule requires 'Type' 1 or 2")
    return LEVEL_TYPES[body["Type"]]


def _find(house: Installation, kind: str, id: Any) -> dict[str, Any]:
    """Return a schedule."""
    for schedule in house.trees["schedules"].get(kind, []):
        if str(schedule["id"]) == str(id):
            assert isinstance(schedule, dict)
            return schedule
    raise Unknown(f"{kind} schedule {id}")


def _assign(house: Installation, kind: str, schedule: dict[str, Any], ids: Any) -> None:
    """Let exactly these objects use a schedule."""
    if not isinstance(ids, list) or not all(is_number(item) for item in ids):
        raise Refused("'Assignments' requires a list of ids")
    members = schedules.USERS[schedule["Type"] if kind == "Level" else kind]
    known = {record["id"] for member in members for record in house.members(member)}
    if unknown := set(ids) - known:
        raise Refused(f"Unknown assignment {min(unknown)}")
    for member in members:
        for record in house.members(member):
            if record["id"] in ids:
                record["ScheduleId"] = schedule["id"]
            elif record.get("ScheduleId") == schedule["id"]:
                record.pop("ScheduleId")
                record.pop(schedules.SHOWN[member], None)


def _settle(house: Installation, kind: str, schedule: dict[str, Any]) -> None:
    """Let the users of a schedule follow it."""
    house.refresh_schedule(kind, schedule)
    for member, follow in (("Room", rooms.resolve), ("HotWater", rooms.resolve_water)):
        for record in house.members(member) if schedules.KIND_OF_MEMBER[member] == kind else []:
            follow(house, record)
    for member, (follow_output, _) in outputs.RESOLVE.items():
        for record in house.members(member):
            if house.schedule_of(member, record) is schedule and record.get("Mode") == "Auto":
                follow_output(house, record)
    rooms.channels(house)


def _assignment(body: Any) -> tuple[str, dict[str, Any], Any]:
    """Return the kind, the schedule and the users that an assignment names."""
    if isinstance(body, dict) and "Assignments" in body:
        for kind in schedules.CURRENT:
            if body.keys() == {"Assignments", kind} and isinstance(body[kind], dict):
                return kind, body[kind], body["Assignments"]
    raise Refused("An assignment requires 'Assignments' and one schedule")


def _create(house: Installation, body: Any) -> dict[str, Any]:
    """Create a schedule; a client that repeats this request has two."""
    kind, wanted, ids = _assignment(body)
    if "Name" not in wanted:
        raise Refused("A schedule requires a 'Name'")
    content = _content(kind, wanted)
    every = house.trees["schedules"].setdefault(kind, [])
    # The hot water keeps id 1000; a new schedule takes the first number that is free.
    taken = {item["id"] for item in every}
    free = next(number for number in range(1, 1000) if number not in taken)
    schedule: dict[str, Any] = {"id": free}
    if kind == "Level":
        schedule["Type"] = _level_type(wanted)
    schedule["Name"] = content.pop("Name")
    for day in DAYS:
        empty: Any = [] if kind == "OnOff" else {"Time": [], schedules.VALUE[kind]: []}
        schedule[day] = content.get(day, empty)
    _assign(house, kind, schedule, ids)
    every.append(schedule)
    _settle(house, kind, schedule)
    return schedule


def _reassign(house: Installation, body: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give a schedule the full list of its users."""
    kind, wanted, ids = _assignment(body)
    schedule = _find(house, kind, wanted.get("id"))
    before = deepcopy(schedule)
    content = _content(kind, wanted)
    if kind == "Level" and (
        _level_type(wanted) != schedule["Type"] or not content.keys() >= set(DAYS)
    ):
        raise Refused("A Level assignment requires the schedule's 'Type' and all days")
    _assign(house, kind, schedule, ids)
    schedule.update(content)
    _settle(house, kind, schedule)
    return schedule, before


def write(
    house: Installation, method: str, path: list[str], body: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Do what a request asks of the schedules; return a schedule now and before."""
    if path == ["Assign"] and method == "POST":
        return _create(house, body), {}
    if path == ["Assign"] and method == "PATCH":
        return _reassign(house, body)
    if len(path) != 2 or path[0] not in schedules.CURRENT:
        raise Unknown("/".join(path))
    kind = path[0]
    schedule = _find(house, kind, path[1])
    before = deepcopy(schedule)
    if method == "DELETE":
        if schedule["id"] == schedules.HOT_WATER_SCHEDULE:
            raise Refused("The schedule of the hot water cannot be deleted")
        _assign(house, kind, schedule, [])
        house.trees["schedules"][kind].remove(schedule)
        _settle(house, kind, schedule)
        return schedule, before
    if method != "PATCH" or not isinstance(body, dict):
        raise Refused("A JSON object is required")
    schedule.update(_content(kind, body))
    _settle(house, kind, schedule)
    return schedule, before
