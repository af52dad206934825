"""Make the writes that concern schedules.

Who follows a schedule is known only from the schedule ids of rooms, plugs, hot water, lights and
shutters; an assignment names all of them.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final

from ...errors import InvalidValueError
from ...house.schedules import LEVEL_TYPE_NUMBERS, encode_assignment, encode_days, member_of
from ...hub import Command, Tree
from ...model import (
    DAYS,
    OFF,
    Event,
    HeatingSchedule,
    HotWater,
    Key,
    LevelSchedule,
    LevelType,
    Light,
    OnOffSchedule,
    PowerTagC,
    Record,
    Room,
    Schedule,
    Shutter,
    SmartPlug,
    Snapshot,
)
from ...model.schedule import Value
from ...model.snapshot import FOLLOWS
from .base import (
    HIGHEST_SET_POINT,
    LOWEST_SET_POINT,
    in_percent,
    in_tenths,
    patch,
    request_override,
)
from .devices import move_shutter, turn_light, turn_plug
from .rooms import set_room_temperature, turn_hot_water


class SameIdError(InvalidValueError):
    """The hub would take one object for another; the text names the other."""


_FOLLOWED: Final = frozenset({"schedule_id"})
"""What of an object says which schedule it follows."""

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
        for event in events:
            _check(schedule, event)
    week = tuple(days.get(day, events) for day, events in enumerate(schedule.week))
    command = _schedules("PATCH", _path(schedule), encode_days(schedule, days))
    return replace(command, target=(type(schedule), schedule.id), expect={"week": week})


def _check(schedule: Schedule, event: Event) -> None:
    """Refuse an event whose value the hub would refuse."""
    if isinstance(schedule, LevelSchedule):
        in_percent(event.value, "The level")
    elif isinstance(schedule, HeatingSchedule) and event.value != OFF:
        in_tenths(event.value, LOWEST_SET_POINT, HIGHEST_SET_POINT, "The set point")


def rename_schedule(schedule: Schedule, name: str) -> Command:
    """Give a schedule another name."""
    command = _schedules("PATCH", _path(schedule), {"Name": _name(name)})
    return replace(command, target=(type(schedule), schedule.id), expect={"name": _name(name)})


def assign_schedule(schedule: Schedule, users: Collection[int]) -> Command:
    """Make exactly these objects follow a schedule."""
    return _schedules("PATCH", "Assign", encode_assignment(schedule, tuple(users)))


def follow_schedule(house: Snapshot, schedule: Schedule, records: Collection[Record]) -> Command:
    """Let objects follow a schedule, beside those that do already."""
    users = {(type(record), record.id) for record in (*house.followers_of(schedule), *records)}
    command = assign_schedule(schedule, ids_of(house, users))
    keys = [(type(record), record.id) for record in records]
    return replace(command, also={key: {"schedule_id": schedule.id} for key in keys})


def ids_of(house: Snapshot, users: Collection[Key]) -> list[int]:
    """Return the ids by which an assignment names objects.

    Plugs, circuits and the hot water have ids of their own, and nothing tells them apart there.

    Raises:
        SameIdError: another object would be meant, too.
    """
    ids = sorted({id_ for _, id_ in users})
    for kind in {FOLLOWS[kind] for kind, _ in users}:
        for other, follows in FOLLOWS.items():
            for id_ in ids:
                meant = (other, id_)
                if follows == kind and meant not in users and house.record(meant) is not None:
                    raise SameIdError(getattr(house.record(meant), "name", None) or other.__name__)
    return ids


def advance(record: Record, value: Value) -> Command:
    """Let an object do what comes next in its schedule, until that comes; there is no request."""
    if isinstance(record, Room):
        return _advance_room(record, value)
    if isinstance(record, HotWater):
        return turn_hot_water(record, bool(value))
    if isinstance(record, SmartPlug | PowerTagC):
        return turn_plug(record, bool(value))
    if isinstance(record, Light):
        return turn_light(record, value > 0, value if value > 0 and record.is_dimmable else None)
    if isinstance(record, Shutter):
        return move_shutter(record, value)
    raise InvalidValueError(f"A {type(record).__name__} follows no schedule")


def _advance_room(room: Room, value: Value) -> Command:
    """Hold a set point, or off, until the next event."""
    if value != OFF:
        return set_room_temperature(room, value)
    return patch(
        room,
        request_override("Manual", SetPoint=round(OFF * 10)),
        {"current_set_point": OFF, "displayed_set_point": OFF},
    )


def create_schedule_for(
    house: Snapshot,
    kind: type[Schedule],
    name: str,
    records: Collection[Record],
    type_: LevelType | None = None,
) -> Command:
    """Create an empty schedule that objects follow instead of the one they had."""
    users = {(type(record), record.id) for record in records}
    command = create_schedule(kind, name, ids_of(house, users), type_)
    return replace(command, also={key: {} for key in users}, voids=_FOLLOWED)


def delete_schedule(schedule: Schedule, users: Collection[Record] = ()) -> Command:
    """Delete a schedule; those that follow it are read back."""
    if isinstance(schedule, OnOffSchedule) and schedule.id == HOT_WATER_SCHEDULE:
        raise InvalidValueError("The schedule of the hot water cannot be deleted")
    command = _schedules("DELETE", _path(schedule), None)
    keys = [(type(record), record.id) for record in users]
    return replace(command, also={key: {} for key in keys}, voids=_FOLLOWED)


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
