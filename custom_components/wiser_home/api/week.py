"""Do sums with the week of a schedule: what holds when, and what a change makes of it.

A schedule is a list of switch points that return every week; each holds until the next one, also
over the end of a day or of the week. Moments here are in the hub's local time, without a zone.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final

from .errors import InvalidValueError
from .model import DAYS, Clock, Event, Sun
from .model.schedule import Value

type Week = tuple[tuple[Event, ...], ...]
"""The events of seven days, from Monday on."""

type Daylight = Callable[[date, Sun], time | None]
"""When the sun rises or sets on a date, or none where that is not known."""

_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(weeks=1)
_REACH: Final = timedelta(days=8)
"""How far a date must be looked from to see what holds on it: a week, and a day for the sun."""
_TODAY: Final = 6
"""Where today stands among the hub's 13 sunrises and sunsets."""


class SameTimeError(InvalidValueError):
    """Two events of a day would be at the same time; the text says when."""


class LastEventError(InvalidValueError):
    """A schedule would hold nothing any more."""


class UnknownEventError(InvalidValueError):
    """An event is not in the schedule; the text says which."""


class TooLongError(InvalidValueError):
    """An event would last longer than a week."""


class SunBetweenError(InvalidValueError):
    """An event that follows the sun would be covered by another; the text says which."""


class NothingFollowsError(InvalidValueError):
    """An event would end, and the schedule does not say what holds then."""


@dataclass(frozen=True, slots=True)
class Span:
    """One event of one week, from its start to that of the next event."""

    start: datetime
    end: datetime
    event: Event

    @property
    def day(self) -> int:
        """Return the day of the week it starts on, from Monday, 0."""
        return self.start.weekday()


@dataclass(frozen=True, slots=True)
class _Point:
    """An event at the time since Monday's midnight where it is in some week."""

    offset: timedelta
    day: int
    event: Event

    @property
    def name(self) -> str:
        """Return how people call it."""
        return name_of(self.day, self.event.at)

    @property
    def is_fixed(self) -> bool:
        """Return whether it is at a time of the clock, and not of the sun."""
        return not isinstance(self.event.at, Sun)


def name_of(day: int, at: time | Sun) -> str:
    """Return how people call an event: by its day and time."""
    return f"{DAYS[day]} {at if isinstance(at, Sun) else f'{at:%H:%M}'}"


def daylight_of(clock: Clock | None, today: date) -> Daylight:
    """Return when the sun rises and sets by the hub, which tells six days back and six ahead.

    Dates beyond have the times of the last day that is told.
    """

    def at(day: date, sun: Sun) -> time | None:
        """Return when the sun rises or sets on a day; where it does not, hubs may say anything."""
        times: Sequence[int] = ()
        if clock is not None:
            times = clock.sunrise_times if sun is Sun.SUNRISE else clock.sunset_times
        if not times:
            return None
        index = _TODAY + (day - today).days
        hours, minutes = divmod(times[min(max(index, 0), len(times) - 1)], 100)
        return time(hours, minutes) if 0 <= hours < 24 and minutes < 60 else None

    return at


def spans(week: Week, daylight: Daylight, start: datetime, end: datetime) -> list[Span]:
    """Return what holds between two moments, in its order."""
    first = start.date() - _REACH
    moments: list[tuple[datetime, Event]] = []
    for number in range((end.date() + _REACH - first).days + 1):
        day = first + number * _DAY
        for event in week[day.weekday()]:
            at = daylight(day, event.at) if isinstance(event.at, Sun) else event.at
            if at is not None:
                moments.append((datetime.combine(day, at), event))
    moments.sort(key=lambda moment: moment[0])
    return [
        Span(since, until, event)
        for (since, event), (until, _) in pairwise(moments)
        if since < until and until > start and since < end
    ]


def span_at(week: Week, daylight: Daylight, moment: datetime) -> Span | None:
    """Return what holds at a moment; nothing where the week is empty."""
    return next(iter(spans(week, daylight, moment, moment + timedelta(seconds=1))), None)


def nearest(week: Week, daylight: Daylight, moment: datetime, day: int, at: time | Sun) -> Span:
    """Return the event of a day that is nearest to a moment.

    Raises:
        UnknownEventError: the schedule does not have it, or nobody knows where it is.
    """
    around = spans(week, daylight, moment - _REACH, moment + _REACH)
    found = [span for span in around if span.day == day and span.event.at == at]
    if not found:
        raise UnknownEventError(name_of(day, at))
    return min(found, key=lambda span: abs(span.start - moment))


def changed_days(before: Week, after: Week) -> dict[int, tuple[Event, ...]]:
    """Return the days that are others than before."""
    return {
        day: events
        for day, (old, events) in enumerate(zip(before, after, strict=True))
        if old != events
    }


def ordered(events: Iterable[Event], day: date, daylight: Daylight) -> tuple[Event, ...]:
    """Return the events of a day in their order; where the sun is not known its come last."""
    return tuple(sorted(events, key=lambda event: _time(event, day, daylight)))


def add(
    week: Week,
    starts: Collection[datetime],
    length: timedelta,
    value: Value,
    daylight: Daylight,
    rest: Value | None = None,
) -> Week:
    """Let a value hold from each of some moments for a length, every week.

    Events at a time of the clock that lie in between go; what held at the end goes on from
    there. `rest` holds where the schedule said nothing.

    Raises:
        SameTimeError: an event is there already.
        SunBetweenError: an event in between follows the sun.
        TooLongError: it would last longer than a week.
    """
    if length > _WEEK:
        raise TooLongError
    for start in starts:
        for point in _points(week, daylight, start):
            if point.is_fixed and point.offset == _offset(start):
                raise SameTimeError(point.name)
    for start in starts:
        week = _add(week, start, length, value, daylight, rest)
    return week


def remove(week: Week, day: int, at: time | Sun, *, keep_one: bool) -> Week:
    """Take an event away, so that the one before holds on; a heating week must keep one.

    An event that only went back to what holds on now says nothing any more and goes with it.

    Raises:
        UnknownEventError: the schedule does not have it.
        LastEventError: it is the last one of a week that must keep one.
    """
    if all(event.at != at for event in week[day]):
        raise UnknownEventError(name_of(day, at))
    if keep_one and sum(map(len, week)) == 1:
        raise LastEventError
    return _taken_out(week, day, at)


def change(
    week: Week,
    span: Span,
    start: datetime,
    end: datetime,
    value: Value,
    daylight: Daylight,
    rest: Value | None = None,
) -> Week:
    """Give an event another value, start or end.

    An event that moves leaves its place to the one before it; when only its end moves, the
    start of the next one does. One that follows the sun does so until it is moved itself.

    Raises:
        SameTimeError: an event is there already.
        SunBetweenError: an event in between follows the sun.
        TooLongError: it would last longer than a week.
        NothingFollowsError: it is the only one and would end.
    """
    at = span.event.at
    if start != span.start:
        without = _taken_out(week, span.day, at)
        return add(without, [start], end - start, value, daylight, rest)
    if end - start > _WEEK:
        raise TooLongError
    if end != span.end:
        week = _end(week, span, end, daylight, rest)
    return _replaced(
        week,
        span.day,
        tuple(Event(at=at, value=value) if event.at == at else event for event in week[span.day]),
    )


def _add(
    week: Week,
    start: datetime,
    length: timedelta,
    value: Value,
    daylight: Daylight,
    rest: Value | None,
) -> Week:
    """Let a value hold once a week; an event at its start is one that was added with it."""
    end = start + length
    points = _points(week, daylight, start)
    after = _held(points, _offset(end))
    for point in points:
        distance = (point.offset - _offset(start)) % _WEEK
        if distance == timedelta() and point.is_fixed:
            week = _without(week, point.day, point.event.at)
        elif timedelta() < distance < length:
            if not point.is_fixed:
                raise SunBetweenError(point.name)
            week = _without(week, point.day, point.event.at)
    week = _with(week, start, value, daylight)
    resumes = rest if after is None else after
    if resumes is None or length == _WEEK or any(p.offset == _offset(end) for p in points):
        return week
    return _with(week, end, resumes, daylight)


def _end(week: Week, span: Span, end: datetime, daylight: Daylight, rest: Value | None) -> Week:
    """Let an event end at another time by moving the start of the next one."""
    points = _points(week, daylight, span.start)
    length = end - span.start
    ahead = [((point.offset - _offset(span.start)) % _WEEK, point) for point in points]
    ahead = sorted((item for item in ahead if item[0]), key=lambda item: item[0])
    covered = [point for distance, point in ahead if distance < length]
    after = _held(points, _offset(end)) if ahead else rest
    if end < span.end and ahead:
        following = ahead[0][1]
        after = following.event.value
        # One that follows the sun stays: it comes at another time of the day next month.
        covered = [following] if following.is_fixed else []
    if after is None:
        raise NothingFollowsError
    for point in covered:
        if not point.is_fixed:
            raise SunBetweenError(point.name)
        week = _without(week, point.day, point.event.at)
    if length == _WEEK or any(point.offset == _offset(end) for point in points):
        return week
    return _with(week, end, after, daylight)


def _points(week: Week, daylight: Daylight, moment: datetime) -> list[_Point]:
    """Return where the events are in the seven days from a moment's date on, in their order."""
    found = []
    for day, events in enumerate(week):
        on = moment.date() + (day - moment.weekday()) % 7 * _DAY
        for event in events:
            at = daylight(on, event.at) if isinstance(event.at, Sun) else event.at
            if at is not None:
                found.append(_Point(_offset(datetime.combine(on, at)), day, event))
    return sorted(found, key=lambda point: point.offset)


def _time(event: Event, day: date, daylight: Daylight) -> time:
    """Return when an event is on a day, the end of it where the sun is not known."""
    at = daylight(day, event.at) if isinstance(event.at, Sun) else event.at
    return time.max if at is None else at


def _held(points: Sequence[_Point], offset: timedelta) -> Value | None:
    """Return the value that holds at a time of the week; none where there is no event."""
    past = [point for point in points if point.offset <= offset] or points
    return past[-1].event.value if past else None


def _offset(moment: datetime) -> timedelta:
    """Return the time since Monday's midnight."""
    midnight = datetime.combine(moment.date() - moment.weekday() * _DAY, time())
    return moment - midnight


def _with(week: Week, moment: datetime, value: Value, daylight: Daylight) -> Week:
    """Return the week with one event more; the others of the day keep their order."""
    events = week[moment.weekday()]
    index = sum(_time(event, moment.date(), daylight) <= moment.time() for event in events)
    added = Event(at=moment.time(), value=value)
    return _replaced(week, moment.weekday(), (*events[:index], added, *events[index:]))


def _taken_out(week: Week, day: int, at: time | Sun) -> Week:
    """Return the week without an event, and without its end if that says nothing any more.

    Where the sun has a part in it another event may lie in between at another time of the year.
    """
    points = [(on, event) for on, events in enumerate(week) for event in events]
    index = next(index for index, (on, event) in enumerate(points) if (on, event.at) == (day, at))
    (_, before), (day_after, after) = points[index - 1], points[(index + 1) % len(points)]
    without = _without(week, day, at)
    if len(points) < 3 or before.value != after.value:
        return without
    if any(isinstance(event.at, Sun) for _, event in points):
        return without
    return _without(without, day_after, after.at)


def _without(week: Week, day: int, at: time | Sun) -> Week:
    """Return the week without an event."""
    return _replaced(week, day, tuple(event for event in week[day] if event.at != at))


def _replaced(week: Week, day: int, events: tuple[Event, ...]) -> Week:
    """Return the week with another day."""
    return (*week[:day], events, *week[day + 1 :])
