"""Schedules: what they say now and next, who uses them, and their two formats."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from .clock import DAYS, TODAY

SUNRISE = 3000
SUNSET = 4000
HOT_WATER_SCHEDULE = 1000

# The field that holds the value that rules now, and the one of a value within Next.
CURRENT = {"Heating": "CurrentSetpoint", "OnOff": "CurrentState", "Level": "CurrentLevel"}
VALUE = {"Heating": "DegreesC", "OnOff": "State", "Level": "Level"}
# Who can use a schedule of a kind.
USERS = {
    "Heating": ("Room",),
    "OnOff": ("SmartPlug", "PTC", "HotWater"),
    "Lighting": ("Light",),
    "Shutters": ("Shutter",),
}
# What a user shows of its schedule.
SHOWN = {
    "Room": "ScheduledSetPoint",
    "SmartPlug": "ScheduledState",
    "PTC": "ScheduledState",
    "HotWater": "ScheduledWaterHeatingState",
    "Light": "ScheduledPercentage",
    "Shutter": "ScheduledLift",
}
KIND_OF_MEMBER = {
    "Room": "Heating",
    "SmartPlug": "OnOff",
    "PTC": "OnOff",
    "HotWater": "OnOff",
    "Light": "Level",
    "Shutter": "Level",
}

# Minutes from today's midnight, and the value from then on.
type Event = tuple[int, Any]


def _minutes(time: int, system: dict[str, Any], day: int) -> int:
    """Return minutes since midnight of a HHMM time or of the sun on a day counted from today."""
    if time in (SUNRISE, SUNSET):
        suns = system.get("SunriseTimes" if time == SUNRISE else "SunsetTimes") or [
            600 if time == SUNRISE else 1800
        ]
        time = suns[min(max(TODAY + day, 0), len(suns) - 1)]
    return time // 100 * 60 + time % 100


def _pairs(kind: str, plan: Any) -> Iterator[tuple[int, Any]]:
    """Yield the times and values of one day."""
    if kind == "OnOff":
        for time in plan or []:
            # Off at midnight cannot be -0: it is written as -2400.
            yield abs(time) % 2400, "On" if time >= 0 else "Off"
    else:
        yield from zip(plan["Time"], plan[VALUE[kind]], strict=False) if plan else ()


def events(
    kind: str, schedule: dict[str, Any], system: dict[str, Any], now: datetime
) -> list[Event]:
    """Return every event from a week ago to a week ahead, in order."""
    found = [
        (day * 1440 + _minutes(time, system, day), value)
        for day in range(-7, 8)
        for time, value in _pairs(kind, schedule.get(DAYS[(now.weekday() + day) % 7]))
    ]
    return sorted(found, key=lambda event: event[0])


def refresh(kind: str, schedule: dict[str, Any], system: dict[str, Any], now: datetime) -> None:
    """Write what rules now and what comes next into a schedule."""
    minute = now.hour * 60 + now.minute
    every = events(kind, schedule, system, now)
    past = [event for event in every if event[0] <= minute]
    coming = [event for event in every if event[0] > minute]
    schedule.pop(CURRENT[kind], None)
    schedule.pop("Next", None)
    if past and coming:
        at, value = coming[0]
        schedule[CURRENT[kind]] = past[-1][1]
        schedule["Next"] = {
            "Day": DAYS[(now.weekday() + at // 1440) % 7],
            "Time": at % 1440 // 60 * 100 + at % 60,
            VALUE[kind]: value,
        }


def minutes_to_next(
    kind: str, schedule: dict[str, Any], system: dict[str, Any], now: datetime
) -> int | None:
    """Return how many minutes the next event is away."""
    minute = now.hour * 60 + now.minute
    return next((at - minute for at, _ in events(kind, schedule, system, now) if at > minute), None)


def passed(
    kind: str,
    schedule: dict[str, Any],
    system: dict[str, Any],
    before: datetime,
    after: datetime,
) -> bool:
    """Return whether an event of a schedule lies after one moment and not after the other."""
    start = before.hour * 60 + before.minute
    midnight = before.replace(hour=0, minute=0, second=0, microsecond=0)
    end = int((after - midnight).total_seconds() // 60)
    return any(start < at <= end for at, _ in events(kind, schedule, system, before))


def users(domain: dict[str, Any], kind: str, schedule: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the objects that follow a schedule."""
    return [
        record
        for member in USERS[schedule.get("Type", "Lighting") if kind == "Level" else kind]
        for record in domain.get(member, [])
        if record.get("ScheduleId") == schedule["id"]
    ]


def to_v1(trees: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the schedules as the older domain tree holds them: Heating and OnOff only."""
    found: list[dict[str, Any]] = []
    for kind, name in (("Heating", "Heating"), ("OnOff", "HotWater")):
        for schedule in trees["schedules"].get(kind, []):
            record: dict[str, Any] = {"id": schedule["id"]}
            for day in DAYS:
                points = [
                    {
                        "Time": time,
                        "DegreesC": {"On": 1100, "Off": -200}[value] if kind == "OnOff" else value,
                    }
                    for time, value in _pairs(kind, schedule.get(day))
                ]
                record[day] = {"SetPoints": points}
            found.append(record | {"Type": name})
    return found


def from_v1(records: list[dict[str, Any]], domain: dict[str, Any]) -> dict[str, Any]:
    """Return the schedules tree that says the same as an older domain's Schedule list.

    The older format has no names: a schedule is named after its first user.
    """
    tree: dict[str, Any] = {"Heating": [], "OnOff": [], "Level": []}
    for record in records:
        kind = "Heating" if record.get("Type") == "Heating" else "OnOff"
        named = [
            str(user.get("Name", "Hot water"))
            for member in USERS[kind]
            for user in domain.get(member, [])
            if user.get("ScheduleId") == record["id"]
        ]
        name = named[0] if named else f"Schedule {record['id']}"
        schedule: dict[str, Any] = {"id": record["id"], "Name": name}
        for day in DAYS:
            points = record.get(day, {}).get("SetPoints", [])
            if kind == "Heating":
                schedule[day] = {
                    "Time": [point["Time"] for point in points],
                    "DegreesC": [point["DegreesC"] for point in points],
                }
            else:
                schedule[day] = [
                    point["Time"] if point["DegreesC"] > 0 else -(point["Time"] or 2400)
                    for point in points
                ]
        tree[kind].append(schedule)
    return tree
