"""Answer, change, copy, assign, create, rename and delete schedules."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from homeassistant.core import ServiceCall
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import dt as dt_util

from ..api import week
from ..api.errors import InvalidValueError
from ..api.local.commands import schedules
from ..api.model import (
    Clock,
    Event,
    HeatingSchedule,
    Key,
    LevelSchedule,
    LevelType,
    Mode,
    OnOffSchedule,
    Record,
    Schedule,
)
from ..api.model.snapshot import FOLLOWS
from ..api.notation import read_week, write_data, write_week
from ..const import DOMAIN
from ..coordinator import WiserCoordinator
from ..entity import WiserEntity

type Entity = WiserEntity[Any]

DAYS: Final = "days"
NAME: Final = "name"
SCHEDULE: Final = "schedule"
SOURCE: Final = "source"

_KINDS: Final = {HeatingSchedule: "heating", OnOffSchedule: "on_off"}
_LEVELS: Final = {LevelType.LIGHTING: "lighting", LevelType.SHUTTERS: "shutters"}


async def advance_schedule(entities: list[Entity], call: ServiceCall) -> None:
    """Let things do now what comes next in their schedules."""
    commands = []
    for entity in _each_record(entities):
        record, span = entity.record, _next(entity)
        if record.mode is not Mode.AUTO:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="schedule_not_followed",
                translation_placeholders={"entity": entity.entity_id},
            )
        if span is None:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="schedule_empty",
                translation_placeholders={"entity": entity.entity_id},
            )
        commands.append((entity.coordinator, schedules.advance(record, span.event.value)))
    for coordinator, command in commands:
        await coordinator.async_send(command)


async def get_schedule(entities: list[Entity], call: ServiceCall) -> dict[str, Any]:
    """Answer the schedules of things."""
    return {entity.entity_id: _told(entity) for entity in entities}


async def set_schedule(entities: list[Entity], call: ServiceCall) -> None:
    """Give schedules other days; those that are not named stay."""
    changes = []
    for coordinator, schedule in _each_schedule(entities):
        try:
            days = read_week(type(schedule), call.data[DAYS])
        except InvalidValueError as err:
            raise coordinator.error(err) from err
        changes.append((coordinator, schedule, _in_order(coordinator, days)))
    for coordinator, schedule, days in changes:
        await _change(coordinator, schedule, days)


async def copy_schedule(entities: list[Entity], copied: Entity) -> None:
    """Give schedules the week of another one."""
    source = _schedule(copied)
    targets = _each_schedule(entities)
    if any(type(schedule) is not type(source) for _, schedule in targets):
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="schedule_mixed")
    for coordinator, schedule in targets:
        await _change(coordinator, schedule, dict(enumerate(source.week)))


async def assign_schedule(entities: list[Entity], call: ServiceCall) -> None:
    """Let things follow a schedule, beside those that do already."""
    for coordinator, records in _one_kind(entities):
        schedule = _chosen(coordinator, records[0], call.data[SCHEDULE])
        try:
            command = schedules.follow_schedule(coordinator.data, schedule, records)
        except InvalidValueError as err:
            raise coordinator.error(err) from err
        await coordinator.async_send(command)


async def create_schedule(entities: list[Entity], call: ServiceCall) -> None:
    """Create an empty schedule that things follow."""
    for coordinator, records in _one_kind(entities):
        kind, type_ = FOLLOWS[type(records[0])]
        known = set(coordinator.data.all(kind))
        try:
            command = schedules.create_schedule_for(
                coordinator.data, kind, call.data[NAME], records, type_
            )
        except InvalidValueError as err:
            raise coordinator.error(err) from err
        await coordinator.async_send(command)
        # What is done next with these things must not change the schedule they had.
        await coordinator.async_read_back()
        for record in records:
            now = coordinator.data.record((type(record), record.id))
            if now is None or getattr(now, "schedule_id", None) in {None, *known}:
                raise HomeAssistantError(
                    translation_domain=DOMAIN,
                    translation_key="schedule_not_confirmed",
                    translation_placeholders={"name": call.data[NAME]},
                )


async def delete_schedule(entities: list[Entity], call: ServiceCall) -> None:
    """Delete schedules: those that things follow, or one that is named."""
    for coordinator, schedule in _named(entities, call):
        users = coordinator.data.followers_of(schedule)
        try:
            command = schedules.delete_schedule(schedule, users)
        except InvalidValueError as err:
            raise coordinator.error(err) from err
        await coordinator.async_send(command)
        await coordinator.async_read_back()


async def rename_schedule(entities: list[Entity], call: ServiceCall) -> None:
    """Give a schedule another name."""
    for coordinator, schedule in _named(entities, call):
        try:
            command = schedules.rename_schedule(schedule, call.data[NAME])
        except InvalidValueError as err:
            raise coordinator.error(err) from err
        await coordinator.async_send(command)


async def _change(
    coordinator: WiserCoordinator, schedule: Schedule, days: Mapping[int, tuple[Event, ...]]
) -> None:
    """Give a schedule other days."""

    def change(before: Schedule) -> week.Week:
        """Exchange the days; a room must be told something."""
        after = tuple(days.get(day, events) for day, events in enumerate(before.week))
        if isinstance(before, HeatingSchedule) and not any(after):
            raise week.LastEventError
        return after

    await coordinator.async_change_week((type(schedule), schedule.id), change)


def _in_order(
    coordinator: WiserCoordinator, days: Mapping[int, tuple[Event, ...]]
) -> dict[int, tuple[Event, ...]]:
    """Return days whose events are in the order of the clock, with the sun of the days to come."""
    today = dt_util.now().date()
    daylight = week.daylight_of(coordinator.data.get(Clock), today)
    return {
        day: week.ordered(events, today + timedelta((day - today.weekday()) % 7), daylight)
        for day, events in days.items()
    }


def _told(entity: Entity) -> dict[str, Any]:
    """Return what is told of the schedule of a thing."""
    schedule = _schedule(entity)
    kind = type(schedule)
    type_ = schedule.type if isinstance(schedule, LevelSchedule) else None
    following = _next(entity)
    zone = dt_util.get_default_time_zone()
    return {
        "id": schedule.id,
        "name": schedule.name,
        "kind": _KINDS.get(kind) or _LEVELS.get(type_ or LevelType.LIGHTING),
        "followers": [
            getattr(follower, "name", None) or type(follower).__name__
            for follower in entity.snapshot.followers_of(schedule)
        ],
        "next": None
        if following is None
        else {
            "time": following.start.replace(tzinfo=zone).isoformat(),
            "value": write_data(kind, following.event.value),
        },
        "days": write_week(kind, schedule.week),
    }


def _next(entity: Entity) -> week.Span | None:
    """Return what comes next in the schedule of a thing.

    The hub tells that, too, but is asked for its schedules only every few minutes.
    """
    now = dt_util.now().replace(tzinfo=None)
    daylight = week.daylight_of(entity.snapshot.get(Clock), now.date())
    spans = week.spans(_schedule(entity).week, daylight, now, now + timedelta(days=8))
    return next((span for span in spans if span.start > now), None)


def _schedule(entity: Entity) -> Schedule:
    """Return the schedule that a thing follows.

    Raises:
        ServiceValidationError: it follows none.
    """
    schedule = entity.snapshot.schedule_of(entity.record)
    if schedule is None:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="no_schedule",
            translation_placeholders={"entity": entity.entity_id},
        )
    return schedule


def _each_record(entities: Iterable[Entity]) -> list[Entity]:
    """Return entities that show different things."""
    found: dict[tuple[str, Key], Entity] = {}
    for entity in entities:
        record = entity.record
        found.setdefault((entity.coordinator.unique_id, (type(record), record.id)), entity)
    return list(found.values())


def _each_schedule(entities: Iterable[Entity]) -> list[tuple[WiserCoordinator, Schedule]]:
    """Return the schedules that things follow, each once."""
    found: dict[tuple[str, Key], tuple[WiserCoordinator, Schedule]] = {}
    for entity in entities:
        schedule = _schedule(entity)
        key = (entity.coordinator.unique_id, (type(schedule), schedule.id))
        found[key] = (entity.coordinator, schedule)
    return list(found.values())


def _one_kind(entities: Iterable[Entity]) -> list[tuple[WiserCoordinator, list[Record]]]:
    """Return the things by their hub, which must take the same kind of schedule.

    Raises:
        HomeAssistantError: they do not, or their hub cannot change schedules.
    """
    found: dict[WiserCoordinator, list[Record]] = {}
    for entity in _each_record(entities):
        found.setdefault(entity.coordinator, []).append(entity.record)
    for coordinator, records in found.items():
        coordinator.require_schedules()
        if len({FOLLOWS[type(record)] for record in records}) > 1:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="schedule_mixed"
            )
    return list(found.items())


def _named(
    entities: Iterable[Entity], call: ServiceCall
) -> list[tuple[WiserCoordinator, Schedule]]:
    """Return the schedules that are named, or that things follow where none is.

    Raises:
        HomeAssistantError: there is none, or their hub cannot change schedules.
    """
    name = call.data.get(SCHEDULE)
    if name is None:
        found = _each_schedule(entities)
    else:
        found = [
            (coordinator, _chosen(coordinator, records[0], name))
            for coordinator, records in _one_kind(entities)
        ]
    for coordinator, _ in found:
        coordinator.require_schedules()
    return found


def _chosen(coordinator: WiserCoordinator, record: Record, name: str) -> Schedule:
    """Return the schedule of a name or id among those that a thing could follow.

    Raises:
        ServiceValidationError: there is none, or more than one.
    """
    wanted = name.strip().casefold()
    could = coordinator.data.schedules_for(record)
    found = [schedule for schedule in could if (schedule.name or "").casefold() == wanted]
    found = found or [schedule for schedule in could if str(schedule.id) == wanted]
    known = ", ".join(f"{schedule.name} ({schedule.id})" for schedule in could)
    if not found:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="schedule_unknown",
            translation_placeholders={"schedule": name, "known": known},
        )
    if len(found) > 1:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="schedule_ambiguous",
            translation_placeholders={"schedule": name, "known": known},
        )
    return found[0]
