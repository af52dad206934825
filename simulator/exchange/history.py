"""History: hourly energy and temperatures of years, made up, and the same whenever it is asked for.

What the real exchange keeps, for how long and in which form is not public. That an hour has its
own watt-hours instead of a counter's reading is an assumption.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
import hashlib
from math import cos, pi
from typing import Any

from .. import schedules
from ..clock import local
from ..installation import Installation
from ..meters import DEFAULT_WATTS
from ..rooms import OFF
from .dialects import Tenths

BEGIN = datetime(2022, 3, 1, tzinfo=UTC)
"""Nothing is older."""
HOUR = timedelta(hours=1)
# One hour in this many is missing, and one day in this many is missing whole.
LOST_HOURS = 97
LOST_DAYS = 120


def _chance(*seed: object) -> float:
    """Return a number from 0 to 1 that is always the same for a seed."""
    digest = hashlib.sha256("/".join(map(str, seed)).encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48


def _lost(seed: str, moment: datetime) -> bool:
    """Return whether an hour was never recorded."""
    day = moment.date().isoformat()
    return (
        _chance(seed, day, "day") < 1 / LOST_DAYS
        or _chance(seed, moment.isoformat(), "hour") < 1 / LOST_HOURS
    )


def _hours(house: Installation, seed: str, start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the recorded hours that begin in a period and are over."""
    moment = max(start, BEGIN)
    if moment != moment.replace(minute=0, second=0, microsecond=0):
        moment = moment.replace(minute=0, second=0, microsecond=0) + HOUR
    last = min(end, datetime.fromtimestamp(house.now, UTC) - HOUR + timedelta(microseconds=1))
    while moment < last:
        if not _lost(seed, moment):
            yield moment
        moment += HOUR


def _cold(moment: datetime) -> float:
    """Return how cold the season is, 0 in the middle of July to 1 in the middle of January."""
    return (1 + cos(2 * pi * (moment.timetuple().tm_yday - 15) / 365)) / 2


def _seed(house: Installation, kind: str, id: int) -> str:
    """Return what the history of a thing is made from."""
    return f"{house.house.hub_name}/{kind}/{id}"


def energy(
    house: Installation, member: str, id: int, start: datetime, end: datetime
) -> list[dict[str, Any]]:
    """Return the watt-hours of each hour of a plug or heating actuator."""
    seed = _seed(house, member, id)
    watts = _built_watts(house, member, id)
    found: list[dict[str, Any]] = []
    for moment in _hours(house, seed, start, end):
        hour = local(house.system, moment.timestamp()).hour
        awake = 0.2 if hour < 6 or hour > 22 else 0.6
        share = awake * _chance(seed, moment.isoformat(), "share")
        if member == "HeatingActuator":
            share *= _cold(moment)
        found.append({"Date": written(moment), "Value": round(watts * share)})
    return found


def _built_watts(house: Installation, member: str, id: int) -> float:
    """Return what a load drew in the house as it was built."""
    built = house.house.trees["domain"].get(member, [])
    seen = next((item.get("InstantaneousDemand") for item in built if item["id"] == id), None)
    return house.house.watts.get(f"{member}/{id}") or float(seen or DEFAULT_WATTS[member])


def room(
    house: Installation, room: dict[str, Any], start: datetime, end: datetime
) -> list[dict[str, Any]]:
    """Return the temperature and the set point of each hour of a room.

    The set points are those of the week the house was built with, so that later changes of the
    schedule do not change the past.
    """
    seed = _seed(house, "Room", room["id"])
    table = _table(house, _built_week(house, room))
    found: list[dict[str, Any]] = []
    for moment in _hours(house, seed, start, end):
        now = local(house.system, moment.timestamp())
        set_point = table.get((now.weekday(), now.hour), OFF)
        aim = 180 if set_point == OFF else set_point
        warm = (1 - _cold(moment)) * 25
        drift = 12 * (_chance(seed, moment.isoformat(), "drift") - 0.7)
        found.append(
            {
                "Date": written(moment),
                "Temperature": Tenths(round(aim + warm + drift)),
                "SetPoint": Tenths(set_point),
            }
        )
    return found


def _built_week(house: Installation, room: dict[str, Any]) -> dict[str, Any] | None:
    """Return the heating schedule a room was built with."""
    built = house.house.trees
    original: dict[str, Any] = next(
        (item for item in built["domain"].get("Room", []) if item["id"] == room["id"]), {}
    )
    plans = built["schedules"].get("Heating", [])
    wanted = original.get("ScheduleId")
    return next((plan for plan in plans if plan["id"] == wanted), None)


def _table(house: Installation, week: dict[str, Any] | None) -> dict[tuple[int, int], int]:
    """Return which set point rules at each hour of each day of the week."""
    if week is None:
        return {}
    found: dict[tuple[int, int], int] = {}
    for day in range(7):
        for hour in range(24):
            # A Monday, and the six days after it.
            now = datetime(2024, 1, 1 + day, hour)  # noqa: DTZ001 - local, as schedules are
            every = schedules.events("Heating", week, house.system, now)
            past = [value for at, value in every if at <= hour * 60]
            found[day, hour] = int(past[-1]) if past else OFF
    return found


def written(moment: datetime) -> str:
    """Return a moment as the exchange writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(text: str | None) -> datetime | None:
    """Return a moment of a query, None if it is none; without a zone it is UTC."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
