"""Read what the Exchange has kept of the past, hour by hour."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from statistics import fmean
from typing import Any, Final

from .gateway import Gateway
from .reading import NO_READING_TENTHS, folded, moment, number, thousands

_WHEN: Final = ("start", "from", "date", "datetime", "timestamp", "time", "hour", "starttime")
_ENERGY: Final = ("energy", "consumption", "energyconsumption", "delta", "value", "wh", "kwh")
_COUNTER: Final = ("currentsummationdelivered", "summation", "counter", "reading")
"""Names of what a meter shows, of which an hour's energy is the difference."""
_TEMPERATURE: Final = (
    "ambienttemperature",
    "calculatedtemperature",
    "measuredtemperature",
    "temperature",
)
_SET_POINT: Final = ("heatingsetpoint", "setpoint", "currentsetpoint", "displayedsetpoint")
"""Folded names of members; all but the words of the product's page are assumed."""
_OFF: Final = -20
"""The set point of a room that is off, in °C: no temperature, and nothing to average."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What an hour is said to have had; it begins at a whole hour of UTC."""

    start: datetime
    value: float


@dataclass(frozen=True, slots=True)
class RoomHistory:
    """The past of a room, in °C."""

    temperatures: tuple[Sample, ...]
    set_points: tuple[Sample, ...]


async def energy(
    gateway: Gateway, urn: str, device: str, start: datetime, end: datetime
) -> list[Sample]:
    """Return the Wh that a device drew in each hour of a period that was recorded.

    Wh are assumed where no unit is told: hubs count them.

    Raises:
        WiserError: it could not be read.
    """
    raw = await gateway.read_list(
        "devices.energy", query=_period(start, end), urn=urn, device=device
    )
    told = [folded(item) for item in raw]
    counted = _samples(told, _COUNTER, _watt_hours)
    if counted and not _samples(told, _ENERGY, _watt_hours):
        readings = _by_hour(counted, max)
        pairs = pairwise(readings)
        drawn = [Sample(now.start, now.value - before.value) for before, now in pairs]
        # A meter that was exchanged begins at nothing again.
        return _within([sample for sample in drawn if sample.value >= 0], start, end)
    return _within(_by_hour(_samples(told, _ENERGY, _watt_hours), sum), start, end)


async def room_history(
    gateway: Gateway, urn: str, room: str, start: datetime, end: datetime
) -> RoomHistory:
    """Return the temperatures and the set points of a room for each recorded hour of a period.

    Raises:
        WiserError: they could not be read.
    """
    raw = await gateway.read_list("rooms.history", query=_period(start, end), urn=urn, room=room)
    told = [folded(item) for item in raw]
    set_points = _samples(told, _SET_POINT, _plain)
    temperatures = [
        sample
        for sample in _samples(told, _TEMPERATURE, _plain)
        if abs(sample.value) < NO_READING_TENTHS
    ]
    # Set points end at 30 °C and begin at 5: what no set point is in °C counts in tenths.
    decisive = set_points or temperatures
    scale = 10 if any(sample.value >= 50 or sample.value == -200 for sample in decisive) else 1
    set_points = [sample for sample in set_points if sample.value != _OFF * scale]
    return RoomHistory(
        tuple(_within(_scaled(_by_hour(temperatures, fmean), scale), start, end)),
        tuple(_within(_scaled(_by_hour(set_points, fmean), scale), start, end)),
    )


def _period(start: datetime, end: datetime) -> dict[str, str]:
    """Return how a period is asked for."""
    return {
        role: f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        for role, at in (("start", start), ("end", end))
    }


def _samples(
    told: Iterable[Mapping[str, Any]],
    names: tuple[str, ...],
    read: Callable[[Mapping[str, Any], str], float | None],
) -> list[Sample]:
    """Return the values that go by one of some names, with their hours."""
    found: list[Sample] = []
    for item in told:
        at = next((at for name in _WHEN if (at := moment(item.get(name))) is not None), None)
        values = (read(item, name) for name in names if name in item)
        value = next((value for value in values if value is not None), None)
        if at is not None and value is not None:
            found.append(Sample(at.replace(minute=0, second=0, microsecond=0), value))
    return found


def _plain(item: Mapping[str, Any], name: str) -> float | None:
    """Return a number as it is."""
    return number(item[name])


def _watt_hours(item: Mapping[str, Any], name: str) -> float | None:
    """Return an energy in Wh."""
    found = number(item[name])
    unit = name if name == "kwh" else str(item.get("unit", ""))
    return None if found is None else found * thousands(unit)


def _by_hour(samples: Iterable[Sample], join: Callable[[list[float]], float]) -> list[Sample]:
    """Return one sample for each hour, made of all there are."""
    hours: dict[datetime, list[float]] = {}
    for sample in samples:
        hours.setdefault(sample.start, []).append(sample.value)
    return [Sample(start, join(hours[start])) for start in sorted(hours)]


def _scaled(samples: Iterable[Sample], scale: int) -> list[Sample]:
    """Return temperatures in °C."""
    return [Sample(sample.start, round(sample.value / scale, 2)) for sample in samples]


def _within(samples: Iterable[Sample], start: datetime, end: datetime) -> list[Sample]:
    """Return the samples whose hour lies in a period, because nobody knows how it is taken."""
    return [sample for sample in samples if start <= sample.start < end]
