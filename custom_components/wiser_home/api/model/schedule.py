"""Describe schedules: a week of events for rooms, switches, lights and shutters."""

from datetime import time
from enum import StrEnum
from typing import Final

from .record import Name, Record, record

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""The days of a week, in the order of `datetime.weekday`."""


class Sun(StrEnum):
    """An event that the hub ties to the sun."""

    SUNRISE = "sunrise"
    SUNSET = "sunset"


class LevelType(StrEnum):
    """What a level schedule is for."""

    LIGHTING = "Lighting"
    SHUTTERS = "Shutters"


type Value = float | int | bool
"""A set point in °C, a level in percent, or on and off."""


@record
class Event:
    """One event of a day."""

    at: time | Sun
    value: Value


@record
class NextEvent:
    """What a schedule does next; the day counts from Monday, 0."""

    day: int
    at: time
    value: Value


@record
class Schedule(Record):
    """A week of events: seven days, each in the order of its events."""

    name: Name = None
    week: tuple[tuple[Event, ...], ...] = ((),) * 7
    current: Value | None = None
    next: NextEvent | None = None


@record
class HeatingSchedule(Schedule):
    """Set points of rooms, in °C."""


@record
class OnOffSchedule(Schedule):
    """On and off for plugs and the hot water."""


@record
class LevelSchedule(Schedule):
    """Levels of lights or lifts of shutters, in percent."""

    type: LevelType | None = None
