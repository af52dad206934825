"""Read the week of a room as the Exchange tells it, and write one in the same notation.

Nobody has published that notation. Read are days by their names, or in a list, each with a list
of times beside one of values, as hubs have them, or with a list of events. What is written is
what was read, with other events in it.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import time
import re
from typing import Any, Final

from ..errors import BadAnswerError, InvalidValueError, NotOfferedError
from ..model import DAYS, OFF, Event, Sun
from .reading import as_object, fold, number

_TIMES: Final = frozenset({"time", "times", "start", "starttime", "from", "at"})
_VALUES: Final = frozenset(
    {"degreesc", "setpoint", "setpoints", "temperature", "temperatures", "celsius", "value"}
)
_NAMES: Final = frozenset({"day", "name", "weekday", "dayofweek"})
"""Folded names of members, all of them assumed; the first of each are those of hubs."""
_DAYS: Final = {fold(day): index for index, day in enumerate(DAYS)}
_CLOCK: Final = re.compile(r"(\d{1,2}):?(\d{2})(?::\d{2})?")

type _Events = list[tuple[Any, Any]]
"""Times and values of a day, as they came."""


def read_week(raw: Any, id_: int, *, tenths: bool) -> dict[str, Any]:
    """Return a schedule in the notation of the hub.

    Raises:
        BadAnswerError: there are no days in it.
    """
    told = as_object(raw)
    name = next((told[key] for key in told if fold(key) == "name"), None)
    week: dict[str, Any] = {"id": id_} if name is None else {"id": id_, "Name": name}
    for day, holder, key in _days(told):
        events = _events(holder[key])
        week[DAYS[day]] = {
            "Time": [_hhmm(at) for at, _ in events],
            "DegreesC": [_tenths(value, tenths=tenths) for _, value in events],
        }
    if week.keys().isdisjoint(DAYS):
        raise BadAnswerError("The answer is no week")
    return week


def scale_of(raw: Any) -> bool:
    """Return whether a week counts in tenths of °C, decided once for all of it."""
    told = as_object(raw)
    degrees = [number(value) for _, holder, key in _days(told) for _, value in _events(holder[key])]
    return any(value is not None and (value >= 50 or value == OFF * 10) for value in degrees)


def write_week(raw: Any, week: tuple[tuple[Event, ...], ...]) -> dict[str, Any]:
    """Return a week in the notation of one that was read.

    Raises:
        NotOfferedError: nothing was read that shows how.
    """
    tenths = scale_of(raw)
    told = deepcopy(as_object(raw))
    found = list(_days(told))
    pattern = next((holder[key] for _, holder, key in found if _events(holder[key])), None)
    if pattern is None:
        raise NotOfferedError("The Exchange has not shown how a day is written")
    for day, holder, key in found:
        holder[key] = _day_like(pattern, week[day], tenths=tenths)
    return told


def _days(told: Mapping[str, Any]) -> Iterator[tuple[int, dict[Any, Any], Any]]:
    """Yield every day with the object and the key under which its plan stands."""
    holder = _holder(told)
    if isinstance(holder, dict):
        for key in holder:
            if fold(key) in _DAYS:
                yield _DAYS[fold(key)], holder, key
    for item in holder if isinstance(holder, list) else ():
        names = [item[key] for key in item if fold(key) in _NAMES]
        plans = [key for key in item if isinstance(item[key], dict | list)]
        if len(plans) == 1 and names and fold(str(names[0])) in _DAYS:
            yield _DAYS[fold(str(names[0]))], item, plans[0]


def _holder(told: Mapping[str, Any]) -> dict[str, Any] | list[dict[str, Any]] | None:
    """Return what holds the days: the object itself, or one in it, or a list."""
    if isinstance(told, dict) and any(fold(key) in _DAYS for key in told):
        return told
    for value in told.values():
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            return value
        if isinstance(value, dict) and (found := _holder(value)) is not None:
            return found
    return None


def _events(plan: Any) -> _Events:
    """Return times and values of a day."""
    if isinstance(plan, dict):
        lists = [plan.get(_key(plan, names)) for names in (_TIMES, _VALUES)]
        if all(isinstance(item, list) for item in lists):
            return list(zip(*lists, strict=False))
        # An envelope around the events.
        inner = [value for value in plan.values() if isinstance(value, list)]
        return _events(inner[0]) if len(inner) == 1 else []
    return [
        (event.get(_key(event, _TIMES)), event.get(_key(event, _VALUES)))
        for event in (plan if isinstance(plan, list) else ())
        if isinstance(event, dict)
    ]


def _key(told: Mapping[str, Any], names: frozenset[str]) -> str:
    """Return the member that goes by one of some names, or an empty name."""
    return next((key for key in told if fold(key) in names), "")


def _day_like(pattern: Any, events: tuple[Event, ...], *, tenths: bool) -> Any:
    """Return the plan of a day in the notation of another."""
    if isinstance(pattern, dict):
        times, values = _key(pattern, _TIMES), _key(pattern, _VALUES)
        if times and values:
            return {
                **pattern,
                times: [_time_like(pattern[times][0], event.at) for event in events],
                values: [_value_like(pattern[values][0], event, tenths=tenths) for event in events],
            }
        inner = next(key for key, value in pattern.items() if isinstance(value, list))
        return {**pattern, inner: _day_like(pattern[inner], events, tenths=tenths)}
    first = pattern[0]
    times, values = _key(first, _TIMES), _key(first, _VALUES)
    return [
        {
            **first,
            times: _time_like(first[times], event.at),
            values: _value_like(first[values], event, tenths=tenths),
        }
        for event in events
    ]


def _hhmm(raw: Any) -> int | None:
    """Return a time as the hub writes it: 630 or "06:30" is 630."""
    if (found := number(raw)) is not None:
        return int(found)
    match = _CLOCK.fullmatch(raw) if isinstance(raw, str) else None
    return int(match[1]) * 100 + int(match[2]) if match else None


def _tenths(raw: Any, *, tenths: bool) -> int | None:
    """Return a set point in tenths of °C."""
    degrees = number(raw)
    return None if degrees is None else round(degrees if tenths else degrees * 10)


def _time_like(pattern: Any, at: time | Sun) -> int | str:
    """Return a time in the notation of another."""
    if isinstance(at, Sun):
        raise InvalidValueError("Heating schedules know no sunrise or sunset")
    if not isinstance(pattern, str):
        return at.hour * 100 + at.minute
    if ":" in pattern:
        return at.isoformat("seconds" if pattern.count(":") == 2 else "minutes")
    return f"{at:%H%M}"


def _value_like(pattern: Any, event: Event, *, tenths: bool) -> float | str:
    """Return a set point in the notation of another."""
    value = round(event.value * 10) if tenths else round(float(event.value), 1)
    return str(value) if isinstance(pattern, str) else value
