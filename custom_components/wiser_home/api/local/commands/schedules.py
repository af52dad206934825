"""Make the writes that concern schedules.

Who follows a schedule is known only from the schedule ids of rooms, plugs, hot water, lights and
shutters; an assignment names all of them.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

from ...errors import InvalidValueError
from ...hub import Command, Tree
from ...model import (
    DAYS,
    Event,
    LevelSchedule,
    LevelType,
    OnOffSchedule,
    Schedule,
)
from ..schedules import LEVEL_TYPE_NUMBERS, encode_assignment, encode_days, member_of

HOT_WATER_SCHEDULE: Final = 1000
"""The on/off schedule of the hot water, which cannot be deleted."""


def create_schedule(
    kind: type[Schedule], name: str, users: Collection[int], type_: LevelType | None = None
) -> Command:
    """Create an empty schedule that objects follow; one of levels needs its type."""
    named: dict[str, Any] = {"Name": _name(name)}
    if kind is LevelSchedule:
        if type_ is None:
            raise InvalidValueError("A level schedule must be for lighting or for shutters")
        named["Type"] = LEVEL_TYPE_NUMBERS[type_]
        named.update({day: {"Time": [], "Level": []} for day in DAYS})
    return _schedules("POST", "Assign", {"Assignments": list(users), member_of(kind): named})


def change_days(schedule: Schedule, days: Mapping[int, tuple[Event, ...]]) -> Command:
    """Change some days of a schedule, counted from Monday, 0; the others stay."""
    for day, events in days.items():
        if day not in range(len(DAYS)):
            raise InvalidValueError(f"There is no day {day} in a week")
        if len({event.at for event in events}) < len(events):
            raise InvalidValueError(f"Two events of {DAYS[day]} are at the same time")
    return _schedules("PATCH", _path(schedule), encode_days(schedule, days))


def rename_schedule(schedule: Schedule, name: str) -> Command:
    """Give a schedule another name."""
    return _schedules("PATCH", _path(schedule), {"Name": _name(name)})


def assign_schedule(schedule: Schedule, users: Collection[int]) -> Command:
    """Make exactly these objects follow a schedule."""
    return _schedules("PATCH", "Assign", encode_assignment(schedule, tuple(users)))


def delete_schedule(schedule: Schedule) -> Command:
    """Delete a schedule."""
    if isinstance(schedule, OnOffSchedule) and schedule.id == HOT_WATER_SCHEDULE:
        raise InvalidValueError("The schedule of the hot water cannot be deleted")
    return _schedules("DELETE", _path(schedule), None)


def _schedules(method: str, path: str, body: Any) -> Command:
    """Return the command for a path of the schedules tree."""
    return Command(method, f"schedules/{path}", body, touches=Tree.SCHEDULES)


def _path(schedule: Schedule) -> str:
    """Return where a schedule stands in its tree."""
    return f"{member_of(type(schedule))}/{schedule.id}"


def _name(name: str) -> str:
    """Return the name of a schedule, which must not be empty."""
    if not name.strip():
        raise InvalidValueError("A schedule must have a name")
    return name.strip()
