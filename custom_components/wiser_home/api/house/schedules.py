"""Read the hub's schedules, of both tree versions, and write them."""

from collections.abc import Mapping
from datetime import time
from typing import Any, Final

from ..errors import InvalidValueError
from ..model import (
    DAYS,
    OFF,
    Event,
    HeatingSchedule,
    LevelSchedule,
    LevelType,
    NextEvent,
    OnOffSchedule,
    Schedule,
    Sun,
)
from ..model.record import PLAIN
from .decode import record_id
from .members import SCHEDULES

_SUN: Final = {3000: Sun.SUNRISE, 4000: Sun.SUNSET}
_SUN_NUMBER: Final = {sun: number for number, sun in _SUN.items()}
_MIDNIGHT: Final = 2400
LEVEL_TYPE_NUMBERS: Final = {LevelType.LIGHTING: 1, LevelType.SHUTTERS: 2}


def decode_schedule(kind: type[Schedule], raw: Any) -> Schedule:
    """Return a schedule from the v2 tree.

    Raises:
        TypeError, ValueError, KeyError: a day or an event cannot be read.
    """
    values: dict[str, Any] = {
        "id": record_id(raw),
        "name": _name(raw),
        "week": tuple(_day(kind, raw.get(day)) for day in DAYS),
        "next": _next(kind, raw.get("Next")),
    }
    if kind is HeatingSchedule:
        values["current"] = _celsius(raw.get("CurrentSetpoint"))
    elif kind is OnOffSchedule:
        values["current"] = {"On": True, "Off": False}.get(raw.get("CurrentState"))
    else:
        current = raw.get("CurrentLevel")
        values["current"] = current if type(current) is int else None
        values["type"] = LevelType(raw["Type"]) if "Type" in raw else None
    return kind(**values)


def decode_old_schedule(raw: Any) -> Schedule:
    """Return a schedule from the `Schedule` list of the v1 tree.

    There a plug's schedule is of type `HotWater`, too: both are on and off, with 110 °C for on.

    Raises:
        TypeError, ValueError, KeyError: a day or an event cannot be read.
    """
    kind = HeatingSchedule if raw.get("Type") == "Heating" else OnOffSchedule
    week = []
    for day in DAYS:
        points = raw.get(day, {}).get("SetPoints", [])
        events = []
        for point in points:
            degrees = _celsius(point["DegreesC"])
            value = degrees if kind is HeatingSchedule else degrees != OFF
            events.append(
                Event(at=_clock(point["Time"]), value=value if value is not None else OFF)
            )
        week.append(tuple(events))
    current = _celsius(raw.get("CurrentSetpoint"))
    if kind is OnOffSchedule and current is not None:
        return kind(id=record_id(raw), week=tuple(week), current=current != OFF)
    return kind(id=record_id(raw), week=tuple(week), current=current)


def encode_days(schedule: Schedule, days: Mapping[int, tuple[Event, ...]]) -> dict[str, Any]:
    """Return the body that changes some days of a schedule; days count from Monday, 0.

    Working clients send clock times of heating and level days as four digits of text, and
    sunrise, sunset and the signed on/off times as numbers; this does the same.
    """
    if isinstance(schedule, OnOffSchedule):
        return {DAYS[day]: [_signed(event) for event in events] for day, events in days.items()}
    values = "DegreesC" if isinstance(schedule, HeatingSchedule) else "Level"
    return {
        DAYS[day]: {
            "Time": [_time(schedule, event) for event in events],
            values: [_value(schedule, event) for event in events],
        }
        for day, events in days.items()
    }


def encode_assignment(schedule: Schedule, users: tuple[int, ...]) -> dict[str, Any]:
    """Return the body that makes exactly these objects follow a schedule."""
    named: dict[str, Any] = {"id": schedule.id, "Name": schedule.name or ""}
    if isinstance(schedule, LevelSchedule):
        if schedule.type is not None:
            named["Type"] = LEVEL_TYPE_NUMBERS[schedule.type]
        named.update(encode_days(schedule, dict(enumerate(schedule.week))))
    return {"Assignments": list(users), member_of(type(schedule)): named}


def member_of(kind: type[Schedule]) -> str:
    """Return the member of the schedules tree that holds schedules of a class."""
    return next(name for name, found in SCHEDULES.items() if found is kind)


def _name(raw: Mapping[str, Any]) -> str | None:
    """Return the name of a schedule without the blanks around it."""
    name = raw.get("Name")
    return name.strip() or None if isinstance(name, str) else None


def _day(kind: type[Schedule], raw: Any) -> tuple[Event, ...]:
    """Return the events of one day; a schedule may lack days altogether."""
    if raw is None:
        return ()
    if kind is OnOffSchedule:
        return tuple(Event(at=_clock(abs(signed) % _MIDNIGHT), value=signed >= 0) for signed in raw)
    values = raw["DegreesC" if kind is HeatingSchedule else "Level"]
    read = _degrees if kind is HeatingSchedule else PLAIN[int].decode
    return tuple(
        Event(at=_at(number), value=read(value))
        for number, value in zip(raw["Time"], values, strict=True)
    )


def _next(kind: type[Schedule], raw: Any) -> NextEvent | None:
    """Return the next event, where the hub tells one."""
    if not isinstance(raw, dict) or raw.get("Day") not in DAYS:
        return None
    if kind is HeatingSchedule:
        value: Any = _degrees(raw["DegreesC"])
    elif kind is OnOffSchedule:
        value = raw["State"] == "On"
    else:
        value = PLAIN[int].decode(raw["Level"])
    return NextEvent(
        day=DAYS.index(raw["Day"]), at=_clock(abs(raw["Time"]) % _MIDNIGHT), value=value
    )


def _at(number: int) -> time | Sun:
    """Return when an event is, from the hub's number."""
    return _SUN.get(number) or _clock(number)


def _clock(number: Any) -> time:
    """Return the time of day of an HHMM number."""
    hours, minutes = divmod(int(number), 100)
    return time(hours, minutes)


def _celsius(raw: Any) -> float | None:
    """Return degrees from tenths, or none."""
    return raw / 10 if isinstance(raw, int) else None


def _degrees(raw: Any) -> float:
    """Return a set point from tenths; the client known to work takes null for off."""
    return OFF if raw is None else float(raw / 10)


def _time(schedule: Schedule, event: Event) -> int | str:
    """Return the hub's word for when an event is."""
    if not isinstance(event.at, Sun):
        return f"{event.at:%H%M}"
    if not isinstance(schedule, LevelSchedule):
        raise InvalidValueError("Heating schedules know no sunrise or sunset")
    return _SUN_NUMBER[event.at]


def _signed(event: Event) -> int:
    """Return the hub's number for an on/off event: negative is off, also at midnight."""
    if isinstance(event.at, Sun):
        raise InvalidValueError("On/off schedules know no sunrise or sunset")
    number = event.at.hour * 100 + event.at.minute
    return number if event.value else -(number or _MIDNIGHT)


def _value(schedule: Schedule, event: Event) -> int:
    """Return the hub's number for what an event sets."""
    return round(event.value * 10) if isinstance(schedule, HeatingSchedule) else round(event.value)
