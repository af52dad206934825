"""Show what the house measures."""

from datetime import datetime, timedelta
from typing import Any, Final, cast, override

from homeassistant.components.sensor import (
    RestoreSensor,
    SensorDeviceClass,
    SensorEntity,
    SensorExtraStoredData,
)
from homeassistant.const import MAX_LENGTH_STATE_STATE
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType

from .api.model import Record
from .coordinator import WiserConfigEntry, WiserCoordinator
from .energy_data import EnergyDataCoordinator
from .energy_data_sensors import async_add_energy_data_sensors
from .energy_sensors import ENERGY_SENSORS
from .entity import WiserEntity, async_add_described
from .house_sensors import DEVICE_SENSORS, ROOM_SENSORS
from .hub_sensors import BOILER_SENSORS, HUB_SENSORS
from .sensor_types import WiserSensorDescription

PARALLEL_UPDATES = 0

SENSORS: Final = (
    *ROOM_SENSORS,
    *DEVICE_SENSORS,
    *ENERGY_SENSORS,
    *HUB_SENSORS,
    *BOILER_SENSORS,
)

NEW_METER_AFTER: Final = timedelta(minutes=15)
"""How long a lower reading must last to be that of a new meter: restarting hubs answer 0."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: WiserConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors of a hub, or of a site whose energy is measured."""
    coordinator: WiserCoordinator | EnergyDataCoordinator = entry.runtime_data
    if isinstance(coordinator, EnergyDataCoordinator):
        async_add_energy_data_sensors(coordinator, async_add_entities)
        return
    async_add_described(entry, async_add_entities, SENSORS, _make)


def _make(
    coordinator: WiserCoordinator, record: Any, description: WiserSensorDescription[Any]
) -> WiserSensor[Any]:
    """Return the sensor for a description; meters need care."""
    if description.device_class is SensorDeviceClass.ENERGY:
        return WiserMeter(coordinator, record, description)
    return WiserSensor(coordinator, record, description)


class WiserSensor[R: Record](WiserEntity[R], SensorEntity):
    """Something the house measures."""

    entity_description: WiserSensorDescription[R]

    def measured(self) -> Any:
        """Return what is measured now."""
        return self.entity_description.value_fn(self.record, self.snapshot)

    @override
    def shows(self) -> Any:
        attributes_fn = self.entity_description.attributes_fn
        attributes = None if attributes_fn is None else attributes_fn(self.record, self.snapshot)
        return self.measured(), attributes

    @property
    @override
    def native_value(self) -> StateType | datetime:
        value, _ = self.shown or (None, None)
        # The words of a hub have no end that anybody knows; a state has.
        shown = value[:MAX_LENGTH_STATE_STATE] if isinstance(value, str) else value
        return cast("StateType | datetime", shown)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, StateType] | None:
        _, attributes = self.shown or (None, None)
        return cast("dict[str, StateType] | None", attributes)


class WiserMeter[R: Record](WiserSensor[R], RestoreSensor):
    """A meter, which never falls.

    A restarting hub answers 0 for a while; in the statistics that would be a new meter that
    then delivers everything a second time. A lower reading is believed only once it has lasted.
    """

    _reading: int | float | None = None
    _lower_since: float | None = None
    """When the reading fell, by a clock that is never set: after a power cut that of the day is."""

    @override
    async def async_added_to_hass(self) -> None:
        last = await self.async_get_last_sensor_data()
        if last is not None and isinstance(last.native_value, int | float):
            self._reading = last.native_value
        await super().async_added_to_hass()

    @callback
    @override
    def async_entity_id_changed(self, old_entity_id: str) -> None:
        super().async_entity_id_changed(old_entity_id)

    @property
    @override
    def extra_restore_state_data(self) -> SensorExtraStoredData:
        return SensorExtraStoredData(self._reading, self.native_unit_of_measurement)

    @override
    def measured(self) -> Any:
        now = super().measured()
        if not isinstance(now, int | float):
            return None
        if self._reading is None or now >= self._reading:
            self._lower_since = None
        else:
            moment = self.hass.loop.time()
            self._lower_since = moment if self._lower_since is None else self._lower_since
            if moment - self._lower_since < NEW_METER_AFTER.total_seconds():
                return self._reading
            self._lower_since = None
        self._reading = now
        return now
