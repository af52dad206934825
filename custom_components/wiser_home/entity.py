"""Be the base of every entity: one object of the house in Home Assistant's terms."""

from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from dataclasses import dataclass
import logging
from typing import Any, override

from homeassistant.core import callback
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .api.errors import InvalidValueError
from .api.hub import Capability, Command
from .api.model import Device, Key, Record, Snapshot
from .coordinator import Watched, WiserConfigEntry, WiserCoordinator
from .devices import device_info, slug
from .preferences import Preferences

_LOGGER = logging.getLogger(__name__)


def always(record: Any, snapshot: Snapshot) -> bool:
    """Say that an entity exists for every record of its class."""
    return True


@dataclass(frozen=True, kw_only=True)
class WiserEntityDescription[R: Record](EntityDescription):
    """Describe an entity of a class of records.

    `also` names other classes of records whose changes it shows, `needs` what the connection must
    be able to do; `placeholders_fn` gives the placeholders of its translated name. Where a record
    holds many of a thing, `each_fn` gives the descriptions of those it holds.
    """

    record: type[R]
    exists_fn: Callable[[R, Snapshot], bool] = always
    also: tuple[type[Record], ...] = ()
    needs: Capability | None = None
    placeholders_fn: Callable[[R], dict[str, str]] | None = None
    each_fn: Callable[[R], Iterable[Any]] | None = None


def named(record: Any) -> dict[str, str]:
    """Return the name that a user gave to a record, as a placeholder of its entity's name."""
    return {"name": record.name or f"{type(record).__name__} {record.id}"}


class WiserEntity[R: Record](CoordinatorEntity[WiserCoordinator]):
    """An entity that shows one record of the house."""

    _attr_has_entity_name = True

    def __init__(
        self,
        coordinator: WiserCoordinator,
        record: R,
        description: WiserEntityDescription[R],
    ) -> None:
        """Show a record, as described."""
        device = coordinator.data.device_of(record)
        watched: set[Watched] = {(type(record), record.id), *description.also}
        if device is not None:
            watched.add((Device, device.id))
        super().__init__(coordinator, context=frozenset(watched))
        self.entity_description = description
        self._key: Key = (type(record), record.id)
        self._kind = description.record
        self._device_id = device.id if device is not None else None
        self._attr_unique_id = entity_id(coordinator, record, description)
        self._attr_device_info = device_info(coordinator, record)
        self._placeholders_fn = description.placeholders_fn
        self._name_after(record)
        self._shown = self._now_shown()

    @property
    def record(self) -> R:
        """Return the newest state of the record.

        Raises:
            KeyError: the hub no longer has it; the entity is unavailable then.
        """
        return self.coordinator.data.all(self._kind)[self._key[1]]

    @property
    def snapshot(self) -> Snapshot:
        """Return the newest state of the house."""
        return self.coordinator.data

    @property
    def preferences(self) -> Preferences:
        """Return what the user of the hub prefers."""
        return self.coordinator.preferences

    @property
    @override
    def available(self) -> bool:
        return super().available and self._is_there

    @property
    def _is_there(self) -> bool:
        """Return whether the hub has the record and hears its device."""
        if self.snapshot.record(self._key) is None:
            return False
        device = self.snapshot.get(Device, self._device_id)
        return device is None or device.is_reachable

    def shows(self) -> Any:
        """Return what of the record the entity shows; when it is equal nothing is written."""
        return self.record

    @property
    def shown(self) -> Any:
        """Return what was shown of the record when it was last looked at."""
        return self._shown[1]

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self._shown = self._now_shown()

    @callback
    @override
    def async_entity_id_changed(self, old_entity_id: str) -> None:
        """Keep the state, which does not depend on the entity id.

        Without this Home Assistant would remove and add the entity at every rename.
        """

    def _name_after(self, record: R) -> bool:
        """Give the entity the name that its record has now, and return whether that is another."""
        if self._placeholders_fn is None:
            return False
        named_so = self._placeholders_fn(record)
        if self.translation_placeholders == named_so:
            return False
        self._attr_translation_placeholders = named_so
        # Home Assistant keeps the name that it made of the placeholders before.
        self.__dict__.pop("name", None)
        return True

    def _now_shown(self) -> tuple[bool, Any]:
        """Return whether the entity is available, and what it shows."""
        there = self.snapshot.record(self._key) is not None
        return self.available, self.shows() if there else None

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        shown = self._now_shown()
        renamed = self.snapshot.record(self._key) is not None and self._name_after(self.record)
        if shown != self._shown or renamed:
            self._shown = shown
            super()._handle_coordinator_update()

    @override
    async def async_request_call[T](self, coro: Coroutine[Any, Any, T]) -> T:
        """Carry out an action, and let its caller know of a value that the hub does not take."""
        try:
            return await super().async_request_call(coro)
        except InvalidValueError as err:
            raise self.coordinator.error(err) from err

    async def async_send(self, commands: Command | Iterable[Command]) -> None:
        """Carry out writes.

        Raises:
            HomeAssistantError: one of them failed.
        """
        await self.coordinator.async_send(commands)


def entity_id(
    coordinator: WiserCoordinator, record: Record, description: WiserEntityDescription[Any]
) -> str:
    """Return the identity of an entity: hub, member, id and key; never a name or address."""
    return f"{coordinator.unique_id}_{slug(type(record))}_{record.id}_{description.key}"


def _described[D: WiserEntityDescription[Any]](
    descriptions: Iterable[D], record: Record
) -> Iterator[D]:
    """Yield the descriptions for a record, with those of the things it holds."""
    for description in descriptions:
        if description.each_fn is None:
            yield description
        else:
            yield from description.each_fn(record)


@callback
def async_add_described[D: WiserEntityDescription[Any]](
    entry: WiserConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    descriptions: Sequence[D],
    make: Callable[[WiserCoordinator, Any, D], WiserEntity[Any]],
) -> None:
    """Add the entities that are described, now and whenever their records appear."""
    coordinator = entry.runtime_data
    by_record: dict[type[Record], list[D]] = {}
    can = {None, *coordinator.hub.capabilities}
    for description in descriptions:
        if description.needs not in can:
            continue
        by_record.setdefault(description.record, []).append(description)
    known: dict[Key, set[str]] = {}

    @callback
    def add(keys: Iterable[Key]) -> None:
        """Add the entities of these records that are not there yet."""
        entities: list[WiserEntity[Any]] = []
        for key in keys:
            record = coordinator.data.record(key)
            if record is None:
                known.pop(key, None)
                continue
            for description in _described(by_record.get(key[0], ()), record):
                there = known.setdefault(key, set())
                if description.key in there:
                    continue
                try:
                    if description.exists_fn(record, coordinator.data):
                        entities.append(make(coordinator, record, description))
                        there.add(description.key)
                except Exception:
                    # One of them is no reason to leave every other one out.
                    there.add(description.key)
                    _LOGGER.exception(
                        "Unexpected error while adding %s of %s", description.key, key[0].__name__
                    )
        if entities:
            async_add_entities(entities)

    @callback
    def add_changed() -> None:
        """Add the entities of what has changed."""
        add(coordinator.changes)

    entry.async_on_unload(coordinator.async_add_listener(add_changed))
    add(key for key, _ in coordinator.data)
