"""The hub's clock: local time, daylight saving and sun times as the System object shows them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

# astral, which Home Assistant brings along, ships no types.
from astral import Observer  # type: ignore[import-untyped]
from astral.sun import sunrise, sunset  # type: ignore[import-untyped]

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# SunriseTimes and SunsetTimes hold 13 days, today is the one in the middle.
TODAY = 6


def _last_sunday(year: int, month: int) -> datetime:
    """Return 01:00 UTC of the last Sunday of a month of 31 days."""
    day = datetime(year, month, 31, 1, tzinfo=UTC)
    return day - timedelta(days=(day.weekday() + 1) % 7)


def offset(system: dict[str, Any], unix: float) -> timedelta:
    """Return how far the hub's local time is ahead of UTC (European daylight saving)."""
    moment = datetime.fromtimestamp(unix, UTC)
    minutes = int(system.get("TimeZoneOffset", 0))
    summer = _last_sunday(moment.year, 3) <= moment < _last_sunday(moment.year, 10)
    if system.get("AutomaticDaylightSaving") and summer:
        minutes += 60
    return timedelta(minutes=minutes)


def local(system: dict[str, Any], unix: float) -> datetime:
    """Return the hub's local time, without a time zone."""
    return (datetime.fromtimestamp(unix, UTC) + offset(system, unix)).replace(tzinfo=None)


def hhmm(moment: datetime) -> int:
    """Return a time of day as the hub writes it: 7:05 is 705."""
    return moment.hour * 100 + moment.minute


def _sun_time(system: dict[str, Any], day: date, rises: bool) -> int | None:
    """Return when the sun rises or sets on a day, None where it does not."""
    position = system.get("GeoPosition", {})
    observer = Observer(position.get("Latitude", 51.5), position.get("Longitude", 0.0))
    try:
        moment = (sunrise if rises else sunset)(observer, day, tzinfo=UTC)
    except ValueError:
        return None
    return hhmm(local(system, moment.timestamp()))


def _set_sun_times(system: dict[str, Any], today: date) -> None:
    """Write the 13 sunrises and sunsets around today, keeping what cannot be computed."""
    for field, rises in (("SunriseTimes", True), ("SunsetTimes", False)):
        known = system.get(field) or [600 if rises else 1800] * 13
        days = [today + timedelta(days=index - TODAY) for index in range(13)]
        times = [_sun_time(system, day, rises) for day in days]
        system[field] = [
            old if new is None else new for old, new in zip(known, times, strict=False)
        ]


def set_clock(system: dict[str, Any], unix: float) -> None:
    """Write the time into the System object: whole minutes, as firmware since 2.26 does."""
    now = local(system, unix)
    shown = system.get("LocalDateAndTime", {})
    new_day = (shown.get("Date"), shown.get("Month"), shown.get("Year")) != (
        now.day,
        MONTHS[now.month - 1],
        now.year,
    )
    system["UnixTime"] = int(unix) // 60 * 60
    system["LocalDateAndTime"] = {
        "Year": now.year,
        "Month": MONTHS[now.month - 1],
        "Date": now.day,
        "Day": DAYS[now.weekday()],
        "Time": hhmm(now),
    }
    if new_day and "SunriseTimes" in system:
        _set_sun_times(system, now.date())
