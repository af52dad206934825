"""Write schedules down for people, and read what people write."""

from collections.abc import Mapping
from datetime import time
import re
from typing import Any, Final

from .errors import InvalidValueError
from .model import DAYS, OFF, Event, HeatingSchedule, OnOffSchedule, Schedule, Sun
from .model.schedule import Value
from .week import SameTimeError, Week, name_of

LOWEST: Final = 5.0
HIGHEST: Final = 30.0
"""Between which the hub takes set points, in °C."""

_NUMBER: Final = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*(°\s*c|°|c|%)?")
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})(?::00)?")
_ON: Final = {"on": True, "off": False, "true": True, "false": False}
_LEVELS: Final = {"on": 100, "open": 100, "off": 0, "closed": 0}

_GROUPS: Final = {"all": range(7), "weekdays": range(5), "weekend": range(5, 7)}
"""Words for several days; what is written for one day of them comes after."""
_DAYS: Final = {name.lower(): range(day, day + 1) for day, name in enumerate(DAYS)}


class NotTemperatureError(InvalidValueError):
    """A text is no set point; it is the text of the error."""


class NotOnOffError(InvalidValueError):
    """A text is neither on nor off; it is the text of the error."""


class NotLevelError(InvalidValueError):
    """A text is no percentage; it is the text of the error."""


class NotTimeError(InvalidValueError):
    """A text is no time of the day, or one that such schedules do not know."""


class NotDaysError(InvalidValueError):
    """What should be the days of a week is something else; the text says where."""


def write_value(kind: type[Schedule], value: Value) -> str:
    """Return a value as people write it."""
    if kind is HeatingSchedule:
        return "Off" if value == OFF else f"{value:g} °C"
    if kind is OnOffSchedule:
        return "On" if value else "Off"
    return f"{value} %"


def read_value(kind: type[Schedule], written: Any) -> Value:
    """Return the value that somebody wrote: `21,5 °C`, `off`, `on` or `40 %`.

    Raises:
        NotTemperatureError, NotOnOffError, NotLevelError: it is none, or out of range.
    """
    text = str(written).strip().lower()
    if kind is HeatingSchedule:
        return _temperature(text)
    if kind is OnOffSchedule:
        if text not in _ON:
            raise NotOnOffError(str(written))
        return _ON[text]
    return _level(text)


def _temperature(text: str) -> float:
    """Return the set point that a text says, in °C."""
    # YAML makes a boolean of a bare off.
    if text in {"off", "false"}:
        return OFF
    found = _NUMBER.fullmatch(text)
    celsius = round(float(found[1].replace(",", ".")), 1) if found else None
    if found is None or celsius is None or found[2] == "%" or not LOWEST <= celsius <= HIGHEST:
        raise NotTemperatureError(text)
    return celsius


def _level(text: str) -> int:
    """Return the percentage that a text says."""
    if text in _LEVELS:
        return _LEVELS[text]
    found = _NUMBER.fullmatch(text)
    percent = round(float(found[1].replace(",", "."))) if found else None
    if found is None or percent is None or found[2] not in {None, "%"} or not 0 <= percent <= 100:
        raise NotLevelError(text)
    return percent


def write_data(kind: type[Schedule], value: Value) -> float | str:
    """Return a value as data: a number, or `on` and `off`."""
    if kind is OnOffSchedule:
        return "on" if value else "off"
    return "off" if value == OFF else value


def write_week(kind: type[Schedule], week: Week) -> dict[str, list[dict[str, float | str]]]:
    """Return a week as data, as `read_week` reads it."""
    return {
        name: [
            {"time": _write_time(event.at), "value": write_data(kind, event.value)}
            for event in week[day]
        ]
        for name, (day,) in _DAYS.items()
    }


def read_week(kind: type[Schedule], written: Any) -> dict[int, tuple[Event, ...]]:
    """Return the days that somebody wrote: lists of times and values by the day, or for several.

    Raises:
        InvalidValueError: something of it cannot be read.
    """
    if not isinstance(written, Mapping) or not written:
        raise NotDaysError(str(written))
    found: dict[int, tuple[Event, ...]] = {}
    named = [(str(name).lower(), events) for name, events in written.items()]
    for name, events in sorted(named, key=lambda item: item[0] not in _GROUPS):
        days = (_GROUPS | _DAYS).get(name)
        if days is None:
            raise NotDaysError(name)
        found.update(dict.fromkeys(days, _read_day(kind, days[0], name, events)))
    return found


def _read_day(kind: type[Schedule], day: int, name: str, written: Any) -> tuple[Event, ...]:
    """Return the events of a day that somebody wrote."""
    if not isinstance(written, list):
        raise NotDaysError(name)
    events: list[Event] = []
    for item in written:
        if not isinstance(item, Mapping) or item.keys() != {"time", "value"}:
            raise NotDaysError(name)
        event = Event(at=_read_time(kind, item["time"]), value=read_value(kind, item["value"]))
        if any(other.at == event.at for other in events):
            raise SameTimeError(name_of(day, event.at))
        events.append(event)
    return tuple(events)


def _write_time(at: time | Sun) -> str:
    """Return when an event is as people write it."""
    return at.value if isinstance(at, Sun) else f"{at:%H:%M}"


def _read_time(kind: type[Schedule], written: Any) -> time | Sun:
    """Return when an event is; only lights and shutters follow the sun."""
    text = str(written).strip().lower()
    if text in set(Sun) and kind not in {HeatingSchedule, OnOffSchedule}:
        return Sun(text)
    found = _CLOCK.fullmatch(text)
    hours, minutes = (int(found[1]), int(found[2])) if found else (24, 0)
    if hours > 23 or minutes > 59:
        raise NotTimeError(str(written))
    return time(hours, minutes)
