"""Show what a site and its meters have measured last.

These sensors have no state class: the hours themselves are in the long-term statistics, where
sensors that are counted too would count everything twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity
from homeassistant.util import dt as dt_util

from .api.cloud.measurements import HOUR, Measurement, Quantity, Utility
from .const import DOMAIN
from .energy_data import EnergyDataCoordinator, Key
from .energy_data_names import identity


def _named(measurement: Any) -> dict[str, str]:
    """Return how a measurement is called, as a placeholder of its entity's name."""
    return {"name": measurement.name}


@dataclass(frozen=True, kw_only=True)
class EnergyDataSensorDescription(SensorEntityDescription):
    """Describe a sensor; `placeholders_fn` gives the placeholders of its translated name."""

    placeholders_fn: Callable[[Any], dict[str, str]] | None = None


ENERGY_DATA_SENSORS: Final = (
    EnergyDataSensorDescription(
        key="measurement",
        translation_key="energy_data_measurement",
        suggested_display_precision=3,
        placeholders_fn=_named,
    ),
    EnergyDataSensorDescription(
        key="last_measured",
        translation_key="energy_data_last_measured",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
)
_MEASUREMENT, _LAST_MEASURED = ENERGY_DATA_SENSORS

_CLASSES: Final = {
    Quantity.ENERGY: SensorDeviceClass.ENERGY,
    Quantity.REACTIVE_ENERGY: SensorDeviceClass.REACTIVE_ENERGY,
    Quantity.POWER: SensorDeviceClass.POWER,
    Quantity.TEMPERATURE: SensorDeviceClass.TEMPERATURE,
    Quantity.VOLUME: SensorDeviceClass.VOLUME,
}
_VOLUMES: Final = {Utility.GAS: SensorDeviceClass.GAS, Utility.WATER: SensorDeviceClass.WATER}


def device_class_of(measurement: Measurement, utility: Utility | None) -> SensorDeviceClass | None:
    """Return the class of what is measured, by what flows through the meter."""
    if measurement.quantity is Quantity.VOLUME and utility in _VOLUMES:
        return _VOLUMES[utility]
    return _CLASSES.get(measurement.quantity)


@callback
def async_add_energy_data_sensors(
    coordinator: EnergyDataCoordinator, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the sensors of a site, now and whenever something new is measured."""
    known: set[Key] = set()
    dated: set[str | None] = set()

    @callback
    def add() -> None:
        """Add the sensors that are not there yet."""
        known.intersection_update(coordinator.data)
        dated.intersection_update(coordinator.sources)
        new = [key for key in coordinator.data if key not in known]
        meters = [meter for meter in dict(new) if meter not in dated]
        known.update(new)
        dated.update(meters)
        entities: list[EnergyDataSensor] = [MeasurementSensor(coordinator, key) for key in new]
        entities += [LastMeasuredSensor(coordinator, meter) for meter in meters]
        if entities:
            async_add_entities(entities)

    coordinator.config_entry.async_on_unload(coordinator.async_add_listener(add))
    add()


class EnergyDataSensor(CoordinatorEntity[EnergyDataCoordinator], SensorEntity):
    """A sensor of a site, or of one of its meters."""

    _attr_has_entity_name = True
    entity_description: EnergyDataSensorDescription

    def __init__(self, coordinator: EnergyDataCoordinator, meter: str | None) -> None:
        """Belong to a meter, or to the site as a whole."""
        super().__init__(coordinator)
        self._meter = meter
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, identity(coordinator.site.id, meter))}
        )


class MeasurementSensor(EnergyDataSensor):
    """What was measured in the last hour that is over."""

    entity_description = _MEASUREMENT

    def __init__(self, coordinator: EnergyDataCoordinator, key: Key) -> None:
        """Show one measurement."""
        meter, measurement = key
        super().__init__(coordinator, meter)
        self._key = key
        self.measurement = coordinator.data[key]
        self._attr_unique_id = identity(coordinator.site.id, meter, measurement)
        self._attr_translation_placeholders = _named(self.measurement)
        source = coordinator.meters.get(meter) if meter is not None else None
        utility = self.measurement.utility or (source.utility if source else None)
        self._attr_device_class = device_class_of(self.measurement, utility)

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        # One that is no longer told of is unavailable, and still has a unit.
        self.measurement = self.coordinator.data.get(self._key, self.measurement)
        super()._handle_coordinator_update()

    @property
    @override
    def available(self) -> bool:
        return super().available and self._key in self.coordinator.data

    @property
    @override
    def native_unit_of_measurement(self) -> str:
        return self.measurement.quantity.unit

    @property
    @override
    def native_value(self) -> float | None:
        newest = self.measurement.newest(dt_util.utcnow())
        return None if newest is None else newest[1]


class LastMeasuredSensor(EnergyDataSensor):
    """Until when a meter, or the site, has been measured."""

    entity_description = _LAST_MEASURED

    def __init__(self, coordinator: EnergyDataCoordinator, meter: str | None) -> None:
        """Belong to a meter, or to the site as a whole."""
        super().__init__(coordinator, meter)
        self._attr_unique_id = identity(coordinator.site.id, meter, "last_measured")

    @property
    @override
    def native_value(self) -> datetime | None:
        now = dt_util.utcnow()
        newest = (
            measurement.newest(now)
            for (meter, _), measurement in self.coordinator.data.items()
            if meter == self._meter
        )
        return max((last[0] + HOUR for last in newest if last is not None), default=None)
