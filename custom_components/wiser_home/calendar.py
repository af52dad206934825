"""Show the schedules as calendars, and let them be edited there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final, override

from homeassistant.components.calendar import (
    EVENT_END,
    EVENT_RRULE,
    EVENT_START,
    EVENT_SUMMARY,
    CalendarEntity,
    CalendarEntityDescription,
    CalendarEntityFeature,
    CalendarEvent,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .api import week
from .api.hub import Capability
from .api.model import (
    Clock,
    HeatingSchedule,
    HotWater,
    LevelSchedule,
    Light,
    OnOffSchedule,
    PowerTagC,
    Record,
    Room,
    Schedule,
    Shutter,
    SmartPlug,
    Snapshot,
    Sun,
)
from .api.model.schedule import Value
from .api.notation import read_value, write_value
from .const import DOMAIN
from .coordinator import WiserConfigEntry, WiserCoordinator
from .entity import WiserEntity, WiserEntityDescription, async_add_described
from .gangs import by_gang

# The connection to the hub sends one request at a time.
PARALLEL_UPDATES = 0

_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ALL: Final = "THISANDFUTURE"
"""What the calendar asks for when an event is to change every week from now on."""
_RECURRENCE: Final = "%Y%m%dT%H%M%S"

_REST: Final[dict[type[Schedule], Value]] = {OnOffSchedule: False, LevelSchedule: 0}
"""What holds where a schedule says nothing; rooms have nothing like that."""


@dataclass(frozen=True, kw_only=True)
class WiserCalendarDescription[R: Record](WiserEntityDescription[R], CalendarEntityDescription):
    """Describe the calendar of a schedule."""


def _follows(record: Any, snapshot: Snapshot) -> bool:
    """Return whether a record follows a schedule."""
    return record.schedule_id is not None


CALENDARS: Final[tuple[WiserCalendarDescription[Any], ...]] = (
    WiserCalendarDescription(
        key="schedule",
        translation_key="schedule",
        record=Room,
        exists_fn=lambda room, house: room.has_heating and _follows(room, house),
        also=(HeatingSchedule,),
    ),
    WiserCalendarDescription(
        key="schedule",
        translation_key="hot_water_schedule",
        record=HotWater,
        needs=Capability.TIMETABLE,
        exists_fn=_follows,
        also=(OnOffSchedule,),
    ),
    WiserCalendarDescription(
        key="schedule",
        translation_key="schedule",
        record=SmartPlug,
        needs=Capability.TIMETABLE,
        exists_fn=_follows,
        also=(OnOffSchedule,),
    ),
    WiserCalendarDescription(
        key="schedule",
        translation_key="schedule",
        record=PowerTagC,
        needs=Capability.TIMETABLE,
        exists_fn=_follows,
        also=(OnOffSchedule,),
    ),
    *by_gang(
        WiserCalendarDescription(
            key="schedule",
            translation_key="schedule",
            record=Light,
            needs=Capability.TIMETABLE,
            exists_fn=_follows,
            also=(LevelSchedule,),
        )
    ),
    WiserCalendarDescription(
        key="schedule",
        translation_key="schedule",
        record=Shutter,
        needs=Capability.TIMETABLE,
        exists_fn=_follows,
        also=(LevelSchedule,),
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: WiserConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the calendars of a hub."""
    async_add_described(entry, async_add_entities, CALENDARS, WiserCalendar)


class WiserCalendar[R: Record](WiserEntity[R], CalendarEntity):
    """The schedule of a room, plug, light, shutter or the hot water.

    Its events are the switch points of the week, each until the next one. The times are the
    hub's, which is taken to be in Home Assistant's time zone. A change concerns everything that
    follows the same schedule.
    """

    entity_description: WiserCalendarDescription[R]

    def __init__(
        self,
        coordinator: WiserCoordinator,
        record: R,
        description: WiserEntityDescription[R],
    ) -> None:
        """Allow changes where the hub does."""
        super().__init__(coordinator, record, description)
        if Capability.SCHEDULES in coordinator.hub.capabilities:
            self._attr_supported_features = (
                CalendarEntityFeature.CREATE_EVENT
                | CalendarEntityFeature.DELETE_EVENT
                | CalendarEntityFeature.UPDATE_EVENT
            )

    @override
    def shows(self) -> Any:
        schedule = self._schedule
        return None if schedule is None else (schedule.id, schedule.name, schedule.week)

    @property
    def _schedule(self) -> Schedule | None:
        """Return the schedule, none when it was taken away or is not known yet."""
        return self.snapshot.schedule_of(self.record)

    @property
    def _daylight(self) -> week.Daylight:
        """Return when the sun rises and sets by the hub."""
        return week.daylight_of(self.snapshot.get(Clock), dt_util.now().date())

    @property
    @override
    def event(self) -> CalendarEvent | None:
        if self._is_there and (schedule := self._schedule) is not None:
            span = week.span_at(schedule.week, self._daylight, _naive(dt_util.now()))
            return None if span is None else self._event(schedule, span)
        return None

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        if (schedule := self._schedule) is None:
            return []
        spans = week.spans(schedule.week, self._daylight, _naive(start_date), _naive(end_date))
        return [self._event(schedule, span) for span in spans]

    def _event(self, schedule: Schedule, span: week.Span) -> CalendarEvent:
        """Return an event of the week as one that repeats."""
        at = span.event.at
        zone = dt_util.get_default_time_zone()
        return CalendarEvent(
            start=span.start.replace(tzinfo=zone),
            end=span.end.replace(tzinfo=zone),
            summary=write_value(type(schedule), span.event.value),
            description=self._described(schedule, at if isinstance(at, Sun) else None),
            uid=_uid(schedule, span.day, at),
            recurrence_id=span.start.strftime(_RECURRENCE),
            rrule=f"FREQ=WEEKLY;BYDAY={_DAYS[span.day]}",
        )

    def _described(self, schedule: Schedule, sun: Sun | None) -> str:
        """Return the name of the schedule and who else follows it, so names of the user's."""
        name = schedule.name or str(schedule.id)
        others = [
            getattr(follower, "name", None) or type(follower).__name__
            for follower in self.snapshot.followers_of(schedule)
            if (type(follower), follower.id) != self._key
        ]
        lines = [name if sun is None else f"{name} ({sun})"]
        if others:
            lines.append(f"+ {', '.join(others)}")
        return "\n".join(lines)

    @override
    async def async_create_event(self, **kwargs: Any) -> None:
        start, end = _period(kwargs)
        days = _days_of_rule(kwargs.get(EVENT_RRULE), start)

        def change(schedule: Schedule) -> week.Week:
            """Add the event on each of its days."""
            kind = type(schedule)
            value = read_value(kind, kwargs[EVENT_SUMMARY])
            starts = [start + timedelta(days=day) for day in days]
            daylight, rest = self._daylight, _REST.get(kind)
            return week.add(schedule.week, starts, end - start, value, daylight, rest)

        await self._async_change(change)

    @override
    async def async_update_event(
        self,
        uid: str,
        event: dict[str, Any],
        recurrence_id: str | None = None,
        recurrence_range: str | None = None,
    ) -> None:
        _require_every_week(recurrence_id, recurrence_range)
        start, end = _period(event)
        days = _days_of_rule(event.get(EVENT_RRULE) or "FREQ=WEEKLY", start)

        def change(schedule: Schedule) -> week.Week:
            """Change the event, and add it on the days that came with the change."""
            kind = type(schedule)
            day, at = _day_and_time(schedule, uid)
            daylight, rest = self._daylight, _REST.get(kind)
            value = read_value(kind, event[EVENT_SUMMARY])
            span = week.nearest(schedule.week, daylight, start, day, at)
            changed = week.change(schedule.week, span, start, end, value, daylight, rest)
            # The rule may still name the day that the event was moved from.
            others = [start + timedelta(days=days_on) for days_on in days if days_on]
            starts = [other for other in others if other.weekday() != day]
            return week.add(changed, starts, end - start, value, daylight, rest)

        await self._async_change(change)

    @override
    async def async_delete_event(
        self,
        uid: str,
        recurrence_id: str | None = None,
        recurrence_range: str | None = None,
    ) -> None:
        _require_every_week(recurrence_id, recurrence_range)

        def change(schedule: Schedule) -> week.Week:
            """Take the event away."""
            day, at = _day_and_time(schedule, uid)
            keep_one = isinstance(schedule, HeatingSchedule)
            return week.remove(schedule.week, day, at, keep_one=keep_one)

        await self._async_change(change)

    async def _async_change(self, change: Callable[[Schedule], week.Week]) -> None:
        """Change the week of the schedule."""
        schedule = self._schedule
        if schedule is None:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="no_schedule",
                translation_placeholders={"entity": self.entity_id},
            )
        await self.coordinator.async_change_week((type(schedule), schedule.id), change)


def _naive(moment: datetime) -> datetime:
    """Return a moment as the hub's clock shows it."""
    return dt_util.as_local(moment).replace(tzinfo=None)


def _uid(schedule: Schedule, day: int, at: time | Sun) -> str:
    """Return what identifies an event of a week."""
    return f"{schedule.id}-{day}-{at if isinstance(at, Sun) else f'{at:%H%M}'}"


def _day_and_time(schedule: Schedule, uid: str) -> tuple[int, time | Sun]:
    """Return the day and time of the event that an identity names.

    Raises:
        UnknownEventError: the schedule has no such event.
    """
    for day, events in enumerate(schedule.week):
        for event in events:
            if _uid(schedule, day, event.at) == uid:
                return day, event.at
    raise week.UnknownEventError(uid)


def _period(event: dict[str, Any]) -> tuple[datetime, datetime]:
    """Return when an event starts and ends by the hub's clock.

    Raises:
        ServiceValidationError: a schedule knows no such moments.
    """
    start, end = event[EVENT_START], event[EVENT_END]
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="schedule_all_day")
    if start.second or start.microsecond or end.second or end.microsecond:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="schedule_whole_minutes"
        )
    return _naive(start), _naive(end)


def _days_of_rule(rule: str | None, start: datetime) -> list[int]:
    """Return on which days an event is, as the number of days from its start on.

    Raises:
        ServiceValidationError: it is not every week.
    """
    parts = dict(part.split("=", 1) for part in (rule or "").split(";") if part)
    frequency = parts.pop("FREQ", None)
    names = parts.pop("BYDAY", _DAYS[start.weekday()]).split(",")
    parts.pop("WKST", None)
    forever = parts.pop("INTERVAL", "1") == "1" and not parts
    if frequency not in {"DAILY", "WEEKLY"} or not forever or not set(names) <= set(_DAYS):
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="schedule_not_weekly"
        )
    if frequency == "DAILY":
        return list(range(len(_DAYS)))
    return sorted((_DAYS.index(name) - start.weekday()) % len(_DAYS) for name in names)


def _require_every_week(recurrence_id: str | None, recurrence_range: str | None) -> None:
    """Make sure that a change is not meant for one day alone.

    Raises:
        ServiceValidationError: it is.
    """
    if recurrence_id and recurrence_range != _ALL:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="schedule_only_this"
        )
