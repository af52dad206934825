"""Describe a site of Wiser Energy Monitoring to the device registry, and keep it true.

A device that a hub or the meters of the energy data know already is no second device: ours show
what they show on that one. Home Assistant has every device belong to one entry, so that one stays
its entry's, and needs nothing from us to be as it was when ours is removed.
"""

import asyncio
from collections.abc import Iterable, Iterator
from typing import Final

from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.device_registry import (
    EVENT_DEVICE_REGISTRY_UPDATED,
    EventDeviceRegistryUpdatedData,
)

from .api.cloud.energy_monitoring import MonitoredDevice
from .areas import Placement
from .const import DOMAIN, MANUFACTURER
from .energy_monitoring import (
    EnergyMonitoringConfigEntry,
    EnergyMonitoringCoordinator,
    location_identity,
)
from .linked_devices import async_known_devices_by_serial, serial_of

_TELLING: Final = frozenset({"disabled_by", "serial_number"})
"""What of a device of another entry decides whether ours is that one."""


@callback
def async_follow_installation(coordinator: EnergyMonitoringCoordinator) -> Placement:
    """Register what is installed, before its entities exist, and keep that true.

    The placement is returned, to be asked for when those exist.
    """
    hass, entry = coordinator.hass, coordinator.config_entry
    before = {
        device.id
        for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    }
    placement = Placement(hass, entry, lambda: _rooms_of_devices(coordinator), before)
    waiting: asyncio.Handle | None = None

    @callback
    def follow() -> None:
        """Bring what has changed into the registry."""
        if coordinator.last_update_success:
            _register(coordinator)
            placement.soon()

    @callback
    def relink() -> None:
        """Look again which devices others know."""
        nonlocal waiting
        waiting = None
        _register(coordinator)
        placement.soon()

    @callback
    def relink_soon(_: Event[EventDeviceRegistryUpdatedData]) -> None:
        """Look again when everybody has done what that asks for."""
        nonlocal waiting
        if waiting is None:
            waiting = hass.loop.call_soon(relink)

    @callback
    def concerns(data: EventDeviceRegistryUpdatedData) -> bool:
        """Return whether a device of another entry of ours has come, gone or become another."""
        if data["action"] == "remove":
            return _is_other(
                entry, data["device"]["config_entry_id"], data["device"]["identifiers"]
            )
        if data["action"] == "update" and not _TELLING & data["changes"].keys():
            return False
        device = dr.async_get(hass).async_get(data["device_id"])
        return device is not None and _is_other(entry, device.config_entry_id, device.identifiers)

    @callback
    def cancel() -> None:
        """Look no more."""
        if waiting is not None:
            waiting.cancel()

    _register(coordinator)
    entry.async_on_unload(coordinator.async_add_listener(follow))
    entry.async_on_unload(
        hass.bus.async_listen(EVENT_DEVICE_REGISTRY_UPDATED, relink_soon, event_filter=concerns)
    )
    entry.async_on_unload(cancel)
    return placement


def _is_other(
    entry: EnergyMonitoringConfigEntry, owner: str, identifiers: Iterable[tuple[str, str]]
) -> bool:
    """Return whether a device is one of this integration, but not of this entry."""
    return owner != entry.entry_id and any(domain == DOMAIN for domain, _ in identifiers)


@callback
def _register(coordinator: EnergyMonitoringCoordinator) -> None:
    """Register everything there is, and remove what is gone."""
    hass, entry, site = coordinator.hass, coordinator.config_entry, coordinator.data
    registry = dr.async_get(hass)
    device = registry.async_get_or_create(
        config_entry_id=entry.entry_id,
        identifiers={(DOMAIN, coordinator.identity)},
        entry_type=dr.DeviceEntryType.SERVICE,
        manufacturer=MANUFACTURER,
        model="Site",
        name=site.name,
        via_device_id=_location(coordinator),
    )
    for room in site.rooms:
        registry.async_get_or_create(
            config_entry_id=entry.entry_id,
            identifiers={(DOMAIN, coordinator.identity_of(room))},
            manufacturer=MANUFACTURER,
            model="Room",
            name=room.name,
            via_device_id=device.id,
        )
    known = async_known_devices_by_serial(hass, entry)
    for metering in site.devices:
        identity = coordinator.identity_of(metering)
        linked = known.get(serial_of(metering.serial_number) or "")
        registered = linked or _metering_device(coordinator, metering, device.id)
        coordinator.registered[identity] = registered.id
        _attach(hass, entry.entry_id, identity, registered.id)
        own = registry.async_get_device_by_identifier((DOMAIN, identity), entry.entry_id)
        if linked is not None and own is not None:
            registry.async_remove_device(own.id)
    _remove(coordinator)


def _location(coordinator: EnergyMonitoringCoordinator) -> str | None:
    """Return the registry's id of the location of the site, which one of its entries registers."""
    location, entry_id = coordinator.data.location, coordinator.config_entry.entry_id
    if location is None:
        return None
    registry = dr.async_get(coordinator.hass)
    identifier = (DOMAIN, location_identity(location.id))
    for device in registry.async_get_devices(identifiers={identifier}):
        if device.config_entry_id != entry_id:
            return device.id
    return registry.async_get_or_create(
        config_entry_id=entry_id,
        identifiers={identifier},
        entry_type=dr.DeviceEntryType.SERVICE,
        manufacturer=MANUFACTURER,
        model="Location",
        name=location.name,
    ).id


def _metering_device(
    coordinator: EnergyMonitoringCoordinator, device: MonitoredDevice, site: str
) -> dr.DeviceEntry:
    """Return a device that nobody else knows, registered as it is told."""
    return dr.async_get(coordinator.hass).async_get_or_create(
        config_entry_id=coordinator.config_entry.entry_id,
        identifiers={(DOMAIN, coordinator.identity_of(device))},
        manufacturer=device.manufacturer,
        model=device.type or device.model,
        model_id=device.model if device.type else None,
        name=device.name,
        serial_number=device.serial_number,
        sw_version=device.firmware,
        via_device_id=site,
    )


@callback
def _attach(hass: HomeAssistant, entry_id: str, identity: str, device_id: str) -> None:
    """Have the entities of a device be on what it is in the registry."""
    registry = er.async_get(hass)
    for entity in er.async_entries_for_config_entry(registry, entry_id):
        if _device_of(entity) == identity and entity.device_id != device_id:
            registry.async_update_entity(entity.entity_id, device_id=device_id)


@callback
def _remove(coordinator: EnergyMonitoringCoordinator) -> None:
    """Remove what the site no longer has.

    Nothing goes by an answer that is not whole, and no list that has come empty empties the
    registry: what is really gone can be removed by hand.
    """
    hass, site, entry_id = coordinator.hass, coordinator.data, coordinator.config_entry.entry_id
    known = coordinator.identities()
    kept = tuple(
        f"{coordinator.identity}_{kind}_"
        for kind, told in (("room", site.rooms), ("device", site.devices))
        if site.unreadable or not told
    )

    def is_gone(identity: str) -> bool:
        """Return whether the site certainly does not have something."""
        return identity not in known and not identity.startswith(kept)

    entities = er.async_get(hass)
    for entity in er.async_entries_for_config_entry(entities, entry_id):
        if is_gone(_device_of(entity)):
            entities.async_remove(entity.entity_id)
    devices = dr.async_get(hass)
    for device in dr.async_entries_for_config_entry(devices, entry_id):
        if all(domain == DOMAIN and is_gone(value) for domain, value in device.identifiers):
            devices.async_remove_device(device.id)
    for identity in [identity for identity in coordinator.registered if is_gone(identity)]:
        del coordinator.registered[identity]


def _device_of(entity: er.RegistryEntry) -> str:
    """Return the identity of the device that an entity of ours shows."""
    return entity.unique_id.rpartition("_")[0]


def _rooms_of_devices(coordinator: EnergyMonitoringCoordinator) -> Iterator[tuple[str, str]]:
    """Yield the identities of rooms and devices with the names of their rooms."""
    site = coordinator.data
    for room in site.rooms:
        yield coordinator.identity_of(room), room.name
    for device in site.devices:
        if (of_device := site.room_of(device)) is not None:
            yield coordinator.identity_of(device), of_device.name
