"""Show the state of the metering devices of a site."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.components.sensor import SensorEntity, SensorEntityDescription
from homeassistant.const import MAX_LENGTH_STATE_STATE, EntityCategory
from homeassistant.core import callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .api.cloud.energy_monitoring import MonitoredDevice
from .energy_monitoring import EnergyMonitoringCoordinator


@dataclass(frozen=True, kw_only=True)
class MonitoredDescription[Value](EntityDescription):
    """Describe an entity of a metering device.

    It exists once there is a value. A key is one word: what is before it in an identity is that
    of the device.
    """

    value_fn: Callable[[MonitoredDevice], Value | None]
    placeholders_fn: Callable[[Any], dict[str, str]] | None = None


@dataclass(frozen=True, kw_only=True)
class MonitoredSensorDescription(MonitoredDescription[str], SensorEntityDescription):
    """Describe a sensor of a metering device."""


@dataclass(frozen=True, kw_only=True)
class MonitoredBinarySensorDescription(MonitoredDescription[bool], BinarySensorEntityDescription):
    """Describe a binary sensor of a metering device."""


MONITORED_SENSORS: Final = (
    # In the product's own words, of which none is published.
    MonitoredSensorDescription(
        key="status",
        translation_key="monitored_status",
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda device: device.status,
    ),
)
MONITORED_BINARY_SENSORS: Final = (
    MonitoredBinarySensorDescription(
        key="connected",
        device_class=BinarySensorDeviceClass.CONNECTIVITY,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda device: device.is_connected,
    ),
)


class MonitoredEntity[Description: MonitoredDescription[Any]](
    CoordinatorEntity[EnergyMonitoringCoordinator]
):
    """An entity of a metering device, on what that is in the registry."""

    _attr_has_entity_name = True

    def __init__(
        self,
        coordinator: EnergyMonitoringCoordinator,
        device: MonitoredDevice,
        description: Description,
    ) -> None:
        """Show a device, as described."""
        super().__init__(coordinator)
        identity = coordinator.identity_of(device)
        self._id = device.id
        self._described = description
        self.entity_description = description
        self._attr_unique_id = f"{identity}_{description.key}"
        self.device_entry = dr.async_get(coordinator.hass).async_get(
            coordinator.registered[identity]
        )

    @property
    def device(self) -> MonitoredDevice | None:
        """Return the newest of the device, if the site still has it."""
        devices = self.coordinator.data.devices
        return next((device for device in devices if device.id == self._id), None)

    @property
    @override
    def available(self) -> bool:
        return super().available and self.device is not None

    @property
    def value(self) -> Any:
        """Return what is shown."""
        return None if self.device is None else self._described.value_fn(self.device)


class MonitoredSensor(MonitoredEntity[MonitoredSensorDescription], SensorEntity):
    """What the product says of a device."""

    entity_description: MonitoredSensorDescription

    @property
    @override
    def native_value(self) -> str | None:
        return None if self.value is None else str(self.value)[:MAX_LENGTH_STATE_STATE]


class MonitoredBinarySensor(MonitoredEntity[MonitoredBinarySensorDescription], BinarySensorEntity):
    """Whether something is so of a device."""

    entity_description: MonitoredBinarySensorDescription

    @property
    @override
    def is_on(self) -> bool | None:
        return None if self.value is None else bool(self.value)


@callback
def async_add_monitored_sensors(
    coordinator: EnergyMonitoringCoordinator, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the sensors of the devices of a site, now and whenever one appears."""
    _async_add(coordinator, async_add_entities, MONITORED_SENSORS, MonitoredSensor)


@callback
def async_add_monitored_binary_sensors(
    coordinator: EnergyMonitoringCoordinator, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the binary sensors of the devices of a site, now and whenever one appears."""
    _async_add(coordinator, async_add_entities, MONITORED_BINARY_SENSORS, MonitoredBinarySensor)


@callback
def _async_add[Description: MonitoredDescription[Any]](
    coordinator: EnergyMonitoringCoordinator,
    async_add_entities: AddConfigEntryEntitiesCallback,
    descriptions: Sequence[Description],
    make: Callable[
        [EnergyMonitoringCoordinator, MonitoredDevice, Description], MonitoredEntity[Description]
    ],
) -> None:
    """Add the entities that are described, once there is something to show."""
    known: set[tuple[str, str]] = set()

    @callback
    def add() -> None:
        """Add the entities that are not there yet."""
        known.difference_update(
            [found for found in known if found[0] not in coordinator.registered]
        )
        new = [
            (device, description)
            for device in coordinator.data.devices
            for description in descriptions
            if description.value_fn(device) is not None
            and (coordinator.identity_of(device), description.key) not in known
        ]
        known.update((coordinator.identity_of(device), made.key) for device, made in new)
        if new:
            async_add_entities([make(coordinator, *found) for found in new])

    coordinator.config_entry.async_on_unload(coordinator.async_add_listener(add))
    add()
