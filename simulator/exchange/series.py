"""Time series of meters: years of them, made up when asked for, and the same whenever asked.

That a value is what was used in an interval, that it is told under the moment the interval began
at and that it is corrected once, are assumptions: the sibling whose shape is taken gives a value a
`date` and an `updatedAt`, and says no more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
import hashlib
from math import cos, pi
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .history import BEGIN

PROVISIONAL = timedelta(hours=48)
"""For how long a value is an estimate."""
# One day in this many is missing whole; of the values one in these many is missing or null, and
# one in the last is null for as long as it is provisional.
LOST_DAYS = 60
LOST_VALUES = 97
NULL_VALUES = 150
LATE_VALUES = 24


class Habit(NamedTuple):
    """When a load draws: by night, by day and in the evening, on weekends, and by the season."""

    night: float
    day: float
    evening: float
    weekend: float = 1.0
    cold: float = 0.0
    """How much of it comes with the cold."""


BASE = Habit(0.6, 0.8, 1.0)
LIGHTING = Habit(0.1, 0.3, 1.0, cold=0.5)
COOKING = Habit(0.0, 0.4, 1.0, weekend=1.3)
HEATING = Habit(0.4, 0.8, 1.0, cold=0.95)
WATER = Habit(0.0, 0.5, 1.0, weekend=1.2)
OFFICE = Habit(0.1, 1.0, 0.3, weekend=0.2)


class Sample(NamedTuple):
    """A value of a series; none is a gap that is told."""

    date: datetime
    updated_at: datetime
    value: float | None


@dataclass(frozen=True)
class Series:
    """What a meter counts: amounts per interval, or the mean power over it.

    `parts` are what is counted on its way through this meter, too. `of` is the series whose mean
    power it is, in the thousand of its unit per hour.
    """

    seed: str
    most: float = 0.0
    """What is used in an hour at the most, without the parts."""
    habit: Habit = BASE
    zone: str = "Europe/London"
    minutes: int = 60
    parts: tuple[Series, ...] = ()
    of: Series | None = None
    since: datetime = BEGIN

    @property
    def interval(self) -> timedelta:
        """Return how long each value is of."""
        return timedelta(minutes=self.minutes)

    @property
    def slots(self) -> int:
        """Return how many values an hour has."""
        return 60 // self.minutes


def _cold(day: date) -> float:
    """Return how cold the season is, 0 in the middle of July to 1 in the middle of January."""
    return (1 + cos(2 * pi * (day.timetuple().tm_yday - 15) / 365)) / 2


@lru_cache(maxsize=20_000)
def amounts(series: Series, day: date) -> tuple[float, ...]:
    """Return what was really used in each interval of a day in UTC."""
    if series.of is not None:
        return tuple(round(amount * series.slots, 3) for amount in amounts(series.of, day))
    habit = series.habit
    moment = datetime.combine(day, time(12), UTC).astimezone(ZoneInfo(series.zone))
    season = 1 - habit.cold + habit.cold * _cold(day)
    if moment.weekday() >= 5:
        season *= habit.weekend
    shift = moment.hour - 12
    digest = hashlib.shake_256(f"{series.seed}/{day}".encode()).digest(24 * series.slots)
    found: list[float] = []
    parts = [(amounts(part, day), part.slots) for part in series.parts]
    for slot, chance in enumerate(digest):
        utc = slot // series.slots
        hour = (utc + shift) % 24
        share = habit.night if hour < 6 or hour == 23 else habit.day
        if 17 <= hour < 23:
            share = habit.evening
        amount = series.most * share * season * (0.4 + 0.6 * chance / 255) / series.slots
        for values, slots in parts:
            amount += sum(values[utc * slots : (utc + 1) * slots]) / series.slots
        found.append(round(amount, 3))
    return tuple(found)


class Fate(NamedTuple):
    """What becomes of a value on its way into the cloud."""

    is_lost: bool
    is_null: bool
    is_late: bool
    """Whether it is null until it is corrected."""
    estimate: float
    """By how much the provisional value is off."""


@lru_cache(maxsize=20_000)
def fates(series: Series, day: date) -> tuple[Fate, ...]:
    """Return what becomes of each value of a day."""
    count = 24 * series.slots
    digest = hashlib.shake_256(f"{series.seed}/{day}/fate".encode()).digest(2 + 5 * count)
    lost = int.from_bytes(digest[:2]) % LOST_DAYS == 0
    return tuple(
        Fate(
            lost or int.from_bytes(digest[at : at + 2]) % LOST_VALUES == 0,
            int.from_bytes(digest[at + 2 : at + 4]) % NULL_VALUES == 0,
            digest[at + 4] % LATE_VALUES == 0,
            0.9 + 0.18 * digest[at + 4] / 255,
        )
        for at in range(2, 2 + 5 * count, 5)
    )


class Records:
    """What the cloud has of series, with what was corrected by hand."""

    def __init__(self) -> None:
        """Begin without any correction by hand."""
        self.corrections: dict[tuple[str, datetime], tuple[datetime, float | None]] = {}

    def correct(self, series: Series, moment: datetime, value: float | None, now: datetime) -> None:
        """Correct the value of the interval that begins at a moment."""
        start = datetime.combine(moment.date(), time(), UTC)
        if (moment - start) % series.interval or not series.since <= moment < now:
            raise ValueError(f"No interval begins at {moment}")
        self.corrections[series.seed, moment] = now, value

    def read(
        self, series: Series, start: datetime, end: datetime, now: datetime
    ) -> Iterator[Sample]:
        """Yield the values of the intervals that begin in a period and are over."""
        first, last = max(start, series.since), min(end, now)
        interval = series.interval
        day = first.date()
        while day <= last.date():
            moment = datetime.combine(day, time(), UTC)
            values = zip(amounts(series, day), fates(series, day), strict=True)
            for amount, fate in values:
                if first <= moment < last and (over := moment + interval) <= now:
                    corrected = self.corrections.get((series.seed, moment))
                    if corrected is not None:
                        yield Sample(moment, *corrected)
                    elif not fate.is_lost:
                        yield _told(moment, over, amount, fate, now)
                moment += interval
            day += timedelta(days=1)


def _told(moment: datetime, over: datetime, amount: float, fate: Fate, now: datetime) -> Sample:
    """Return a value as it is told at a time: first an estimate, then what was really used."""
    if now < over + PROVISIONAL:
        missing = fate.is_null or fate.is_late
        return Sample(moment, over, None if missing else round(amount * fate.estimate, 3))
    return Sample(moment, over + PROVISIONAL, None if fate.is_null else amount)
