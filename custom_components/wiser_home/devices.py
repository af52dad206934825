"""Describe the rooms and devices of a house to the device registry, and keep it true."""

from collections.abc import Callable, Iterator
import re
from typing import Any, Final

from homeassistant.core import callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.device_registry import DeviceInfo

from .api.hub import Identity
from .api.model import Clock, Device, Equipment, Key, ProductType, Record, Room, Snapshot, System
from .areas import Placement
from .const import DOMAIN, MANUFACTURER, PORTAL
from .coordinator import WiserCoordinator

_KINDS: Final = {
    ProductType.RADIATOR_VALVE: "radiator_valve",
    ProductType.ROOM_THERMOSTAT: "room_thermostat",
    ProductType.SMART_PLUG: "smart_plug",
    ProductType.HEATING_ACTUATOR: "heating_actuator",
    ProductType.CFMT: "heating_actuator",
    ProductType.UNDER_FLOOR_HEATING: "underfloor_controller",
    ProductType.SHUTTER: "shutter",
    ProductType.ON_OFF_LIGHT: "light_switch",
    ProductType.DIMMABLE_LIGHT: "dimmer",
    ProductType.POWER_TAG_E: "power_tag",
    ProductType.POWER_TAG_C: "power_tag_control",
    ProductType.LOAD_CONTROL: "power_tag_control",
    ProductType.SMOKE_ALARM: "smoke_alarm",
    ProductType.WINDOW_DOOR_SENSOR: "window_door_sensor",
    ProductType.MOTION_LIGHT_SENSOR: "motion_sensor",
    ProductType.WATER_LEAKAGE_SENSOR: "leak_sensor",
    ProductType.TEMPERATURE_HUMIDITY_SENSOR: "climate_sensor",
    ProductType.BOILER_INTERFACE: "boiler_interface",
    ProductType.BUTTON_PANEL: "button_panel",
    ProductType.EVSE: "ev_socket",
    ProductType.EV_SOCKET: "ev_socket",
}
"""Kinds of devices, as translation keys of their names."""

HUB_ID: Final = 0
"""The id of the device that is the hub itself."""


def slug(kind: type[Record]) -> str:
    """Return the word for a class of records in identities; it never changes."""
    return kind.__name__.lower()


def device_id(coordinator: WiserCoordinator, record: Record) -> str:
    """Return the identity of the device that an entity of a record belongs to."""
    if isinstance(record, Room):
        return f"{coordinator.unique_id}_room_{record.id}"
    device = coordinator.hub.snapshot.device_of(record)
    if device is None or device.id == HUB_ID:
        return coordinator.unique_id
    return f"{coordinator.unique_id}_device_{device.id}"


def device_info(coordinator: WiserCoordinator, record: Record) -> DeviceInfo:
    """Return the device that an entity of a record belongs to: its room, its device or the hub."""
    snapshot = coordinator.hub.snapshot
    if isinstance(record, Room):
        return DeviceInfo(
            identifiers={(DOMAIN, device_id(coordinator, record))},
            via_device_id=_hub_device_id(coordinator),
            manufacturer=MANUFACTURER,
            model="Room",
            name=record.name or f"Room {record.id}",
        )
    device = snapshot.device_of(record)
    if device is None or device.id == HUB_ID:
        return DeviceInfo(identifiers={(DOMAIN, coordinator.unique_id)})
    return DeviceInfo(
        identifiers={(DOMAIN, device_id(coordinator, device))},
        via_device_id=_hub_device_id(coordinator),
        manufacturer=device.manufacturer or MANUFACTURER,
        model=device.product_model or device.model_identifier,
        model_id=device.product_identifier,
        serial_number=device.serial_number,
        sw_version=device.active_firmware_version,
        hw_version=device.hardware_version,
        **_device_name(snapshot, device),
    )


def _hub_device_id(coordinator: WiserCoordinator) -> str:
    """Return the registry's id of the hub, which is registered before anything else."""
    return dr.async_get_device_id_by_identifier(
        coordinator.hass,
        (DOMAIN, coordinator.unique_id),
        config_entry_id=coordinator.config_entry.entry_id,
    )


def _device_name(snapshot: Snapshot, device: Device) -> dict[str, Any]:
    """Return how a device is named: as its user did, or after its kind and room."""
    if name := _given_name(snapshot, device):
        return {"name": name}
    room = snapshot.room_of(device)
    peers = sorted(
        other.id
        for other in snapshot.devices_in(room)
        if other.kind == device.kind and _given_name(snapshot, other) is None
    )
    return {
        "translation_key": _KINDS.get(device.kind, "device") if device.kind else "device",
        "translation_placeholders": {
            "room": room.name if room and room.name else "Wiser",
            "number": f" {peers.index(device.id) + 1}" if len(peers) > 1 else "",
        },
    }


def _given_name(snapshot: Snapshot, device: Device) -> str | None:
    """Return the name a user gave to a device, or to the one thing it is."""
    if device.name:
        return device.name
    parts = snapshot.parts_of(device)
    names = [name for part in parts if (name := getattr(part, "name", None))]
    if len(names) == 1:
        return str(names[0])
    equipment = [part.equipment_name for part in parts if isinstance(part, Equipment)]
    return next((name for name in equipment if name), None) if not names else None


@callback
def async_register_hub(coordinator: WiserCoordinator) -> None:
    """Register the hub before its rooms and devices, which hang on it; or what is new of it."""
    identity = coordinator.identity
    system = coordinator.data.get(System)
    controller = coordinator.data.get(Device, HUB_ID)
    dr.async_get(coordinator.hass).async_get_or_create(
        config_entry_id=coordinator.config_entry.entry_id,
        identifiers={(DOMAIN, coordinator.unique_id)},
        connections={(dr.CONNECTION_NETWORK_MAC, identity.mac)} if identity.mac else set(),
        configuration_url=PORTAL if identity.urn else None,
        manufacturer=MANUFACTURER,
        model=_hub_model(identity),
        name=_hub_name(identity),
        serial_number=controller.serial_number if controller else None,
        sw_version=(system.active_system_version if system else None) or identity.firmware,
        hw_version=None if identity.generation is None else f"Generation {identity.generation}",
    )


def _hub_model(identity: Identity) -> str:
    """Return the model of a hub; the Exchange may only say that it controls something."""
    if identity.model in (None, ProductType.CONTROLLER.value):
        return "Wiser Home hub"
    return identity.model


def _hub_name(identity: Identity) -> str:
    """Return how a hub is called: of the several that an account has each by its own name."""
    return "Wiser hub" if identity.urn in (None, identity.name) else identity.name


@callback
def async_follow_devices(coordinator: WiserCoordinator, before: set[str]) -> None:
    """Keep the device registry true while devices come, change and go.

    `before` are the registry's ids of the devices that were there before this set-up.
    """
    told = _told(coordinator.data)
    placement = Placement(
        coordinator.hass, coordinator.config_entry, lambda: _rooms_of_devices(coordinator), before
    )

    @callback
    def follow() -> None:
        """Bring what has changed into the registry, to which the clock of a hub is nothing."""
        nonlocal told
        if all(kind is Clock for kind, _ in coordinator.changes):
            return
        lost = {key for key in coordinator.changes if coordinator.data.record(key) is None}
        if lost:
            gone = {_identity(coordinator, key) for key in lost}
            _remove(coordinator, gone.__contains__)
        if (now := _told(coordinator.data)) != told:
            told = now
            _update_devices(coordinator)
            placement.soon()

    if _is_complete(coordinator):
        known = known_identities(coordinator)
        _remove(coordinator, lambda identity: identity not in known)
    placement.now()
    coordinator.config_entry.async_on_unload(coordinator.async_add_listener(follow))


@callback
def async_known_devices(coordinator: WiserCoordinator) -> set[str]:
    """Return the registry's ids of the devices of a hub."""
    registry = dr.async_get(coordinator.hass)
    entry_id = coordinator.config_entry.entry_id
    return {device.id for device in dr.async_entries_for_config_entry(registry, entry_id)}


def known_identities(coordinator: WiserCoordinator) -> set[str]:
    """Return the identities of every device the hub has, of itself too."""
    return {
        coordinator.unique_id,
        *(_identity(coordinator, key) for key, _ in coordinator.data),
    }


def _identity(coordinator: WiserCoordinator, key: Key) -> str:
    """Return how the identities of everything that belongs to a record begin."""
    kind, id_ = key
    return f"{coordinator.unique_id}_{slug(kind)}_{id_}"


def _told(snapshot: Snapshot) -> tuple[Any, ...]:
    """Return what of the house the registry is told, to see when that changes.

    The name of a device may say its room and its number among others of its kind, so a change
    of one record can rename many.
    """
    return (
        getattr(snapshot.get(System), "active_system_version", None),
        *((room.id, room.name) for room in snapshot.all(Room).values()),
        *(
            (
                device.id,
                device.kind,
                getattr(snapshot.room_of(device), "name", None),
                _given_name(snapshot, device),
                device.manufacturer,
                device.product_model,
                device.model_identifier,
                device.product_identifier,
                device.serial_number,
                device.active_firmware_version,
                device.hardware_version,
            )
            for device in snapshot.all(Device).values()
        ),
    )


@callback
def _update_devices(coordinator: WiserCoordinator) -> None:
    """Bring the names and the firmware of all devices into the registry."""
    async_register_hub(coordinator)
    registry = dr.async_get(coordinator.hass)
    entry_id = coordinator.config_entry.entry_id
    for record in _rooms_and_devices(coordinator.data):
        identity = device_id(coordinator, record)
        if identity == coordinator.unique_id:
            continue
        if registry.async_get_device_by_identifier((DOMAIN, identity), entry_id) is not None:
            registry.async_get_or_create_from_info(
                config_entry_id=entry_id, device_info=device_info(coordinator, record)
            )


def _rooms_and_devices(snapshot: Snapshot) -> tuple[Record, ...]:
    """Return the records that are devices to Home Assistant."""
    return (*snapshot.all(Room).values(), *snapshot.all(Device).values())


def _is_complete(coordinator: WiserCoordinator) -> bool:
    """Return whether everything the hub has is known, so that anything else is gone.

    A hub that is starting may send a tree without its devices. What could not be read at all
    is told as a problem without a field.
    """
    snapshot = coordinator.data
    return (
        snapshot.get(System) is not None
        and bool(snapshot.all(Device))
        and all("." in problem for problem in coordinator.hub.problems["unreadable"])
    )


@callback
def _remove(coordinator: WiserCoordinator, is_gone: Callable[[str], bool]) -> None:
    """Remove the devices and entities whose object the hub no longer has.

    A snapshot loses objects only by a whole domain tree, so nothing goes by accident. What
    exists once, and the side trees, have id 0 and stay; identities of another form too.
    """
    hass, entry_id = coordinator.hass, coordinator.config_entry.entry_id
    form = re.compile(rf"{re.escape(coordinator.unique_id)}_[a-z]+_-?[1-9]\d*(?=_|$)")
    devices = dr.async_get(hass)
    for device in dr.async_entries_for_config_entry(devices, entry_id):
        identities = (value for domain, value in device.identifiers if domain == DOMAIN)
        if any(form.fullmatch(identity) and is_gone(identity) for identity in identities):
            devices.async_remove_device(device.id)
    entities = er.async_get(hass)
    for entity in er.async_entries_for_config_entry(entities, entry_id):
        if (found := form.match(entity.unique_id)) and is_gone(found[0]):
            entities.async_remove(entity.entity_id)


def _rooms_of_devices(coordinator: WiserCoordinator) -> Iterator[tuple[str, str]]:
    """Yield the identities of rooms and devices with the names of their rooms."""
    for record in _rooms_and_devices(coordinator.data):
        room = coordinator.data.room_of(record)
        identity = device_id(coordinator, record)
        if room is not None and room.name and identity != coordinator.unique_id:
            yield identity, room.name
