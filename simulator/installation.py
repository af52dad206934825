"""The state of a simulated hub: its trees, its clock, and what it remembers beside them."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any, override

from . import clock, schedules
from .house import House

type Clock = datetime | Callable[[], datetime]

# Set point origins are spelt SetPointOrigin up to firmware 2.26 and SetpointOrigin since.
ORIGIN = "SetpointOrigin"
OLD_ORIGIN = "SetPointOrigin"


class Unknown(LookupError):
    """Say that the hub has no such object."""

    @override
    def __str__(self) -> str:
        """Return what is missing."""
        return " ".join(map(str, self.args))


class Installation:
    """A house that a hub controls, as raw JSON trees that tests may change at will."""

    def __init__(self, house: House, start: Clock | None = None) -> None:
        """Take a copy of a house and set its clock."""
        self.house = house
        self.trees: dict[str, Any] = deepcopy(house.trees)
        self.rules: dict[int, Any] = deepcopy(house.rules)
        self.watts: dict[str, float] = dict(house.watts)
        self.lag = 0.0
        self._fine: dict[tuple[str, int, str], float] = {}
        self._stale: dict[tuple[str, int], tuple[float, dict[str, Any]]] = {}
        self.now: float = self.system.get("UnixTime", 0)
        moment = start() if callable(start) else start
        if moment is not None:
            self._start_at(moment.timestamp())

    def _start_at(self, unix: float) -> None:
        """Move the house to another time; what is left of its overrides stays the same."""
        shift = unix - self.now
        self.now = unix
        for member in ("Room", "HotWater", "SmartPlug"):
            for record in self.members(member):
                if "OverrideTimeoutUnixTime" in record:
                    record["OverrideTimeoutUnixTime"] += int(shift) // 60 * 60
        clock.set_clock(self.system, unix)
        self.refresh_schedules()

    @property
    def domain(self) -> dict[str, Any]:
        """Return the domain tree."""
        tree: dict[str, Any] = self.trees["domain"]
        return tree

    @property
    def system(self) -> dict[str, Any]:
        """Return the System object."""
        found: dict[str, Any] = self.domain.setdefault("System", {})
        return found

    @property
    def generation(self) -> int:
        """Return the generation of the hub's hardware."""
        return int(self.system.get("HardwareGeneration", 1))

    @property
    def away(self) -> bool:
        """Return whether the whole house is away."""
        return bool(self.system.get("OverrideType") == "Away")

    @property
    def local_time(self) -> datetime:
        """Return the hub's local time."""
        return clock.local(self.system, self.now)

    def local_at(self, unix: float) -> datetime:
        """Return the hub's local time at another moment."""
        return clock.local(self.system, unix)

    def members(self, member: str) -> list[dict[str, Any]]:
        """Return the records of a member, an empty list where the house has none."""
        found = self.domain.get(member, [])
        return found if isinstance(found, list) else []

    def find(self, member: str, id: int | None = None) -> dict[str, Any]:
        """Return one raw record, or the object of a member that is no list."""
        found = self.domain.get(member)
        if isinstance(found, dict) and id is None:
            return found
        if isinstance(found, list):
            for record in found:
                if record.get("id") == id:
                    assert isinstance(record, dict)
                    return record
        raise Unknown(f"{member} {'' if id is None else id}".strip())

    def schedules(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield every schedule with its kind."""
        for kind in schedules.CURRENT:
            for schedule in self.trees["schedules"].get(kind, []):
                yield kind, schedule

    def schedule_of(self, member: str, record: dict[str, Any]) -> dict[str, Any] | None:
        """Return the schedule an object follows."""
        if "ScheduleId" not in record:
            return None
        kind = schedules.KIND_OF_MEMBER[member]
        wanted = {"Light": "Lighting", "Shutter": "Shutters"}.get(member)
        for schedule in self.trees["schedules"].get(kind, []):
            if schedule["id"] == record["ScheduleId"] and schedule.get("Type") in (wanted, None):
                assert isinstance(schedule, dict)
                return schedule
        return None

    def refresh_schedules(self) -> None:
        """Let every schedule say what rules now, and its users repeat it."""
        for kind, schedule in self.schedules():
            self.refresh_schedule(kind, schedule)

    def refresh_schedule(self, kind: str, schedule: dict[str, Any]) -> None:
        """Let one schedule say what rules now, and its users repeat it."""
        schedules.refresh(kind, schedule, self.system, self.local_time)
        current = schedule.get(schedules.CURRENT[kind])
        for member, field in schedules.SHOWN.items():
            for record in self.members(member):
                if self.schedule_of(member, record) is schedule and current is not None:
                    record[field] = current

    def fine(self, member: str, record: dict[str, Any], field: str) -> float:
        """Return the exact value behind a rounded field; a field set from outside counts."""
        shown = float(record[field])
        exact = self._fine.get((member, record["id"], field), shown)
        return exact if round(exact) == shown else shown

    def set_fine(self, member: str, record: dict[str, Any], field: str, value: float) -> None:
        """Write a field rounded and remember its exact value."""
        self._fine[member, record["id"], field] = value
        record[field] = round(value)

    def keep_old(self, member: str, before: dict[str, Any]) -> None:
        """Let reads show an object as it was before a write until the lag has passed."""
        if self.lag <= 0:
            return
        key = member, before.get("id", 0)
        until, old = self._stale.get(key, (0.0, before))
        self._stale[key] = (self.now + self.lag, old if self.now < until else before)

    def shown(self, member: str, record: dict[str, Any]) -> dict[str, Any]:
        """Return what a read shows of an object: the old values while it lags."""
        until, old = self._stale.get((member, record.get("id", 0)), (0.0, record))
        return old if self.now < until else record

    def shown_domain(self) -> dict[str, Any]:
        """Return what a read shows of the domain tree."""
        self._stale = {key: old for key, old in self._stale.items() if self.now < old[0]}
        if not self._stale:
            return self.domain
        tree = dict(self.domain)
        for member in {key[0] for key in self._stale}:
            content = tree[member]
            tree[member] = (
                self.shown(member, content)
                if isinstance(content, dict)
                else [self.shown(member, record) for record in content]
            )
        return tree

    def timeout(self, minutes: int) -> int:
        """Return the epoch seconds at which an override of some minutes ends."""
        return int(self.now + timedelta(minutes=minutes).total_seconds()) // 60 * 60
