"""Show what in the house is one of two things."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api.model import (
    BinarySensor,
    Equipment,
    HeatingChannel,
    HotWater,
    OpenTherm,
    Record,
    Room,
    SmartValve,
    SmokeAlarm,
    System,
    UnderFloorHeating,
)
from .coordinator import WiserConfigEntry, WiserCoordinator
from .energy_monitoring import EnergyMonitoringCoordinator
from .energy_monitoring_entities import async_add_monitored_binary_sensors
from .entity import WiserEntity, WiserEntityDescription, async_add_described

PARALLEL_UPDATES = 0

_TYPES: Final = {
    "Window": BinarySensorDeviceClass.WINDOW,
    "Door": BinarySensorDeviceClass.DOOR,
    "Motion": BinarySensorDeviceClass.MOTION,
    "Occupancy": BinarySensorDeviceClass.OCCUPANCY,
    "WaterLeakage": BinarySensorDeviceClass.MOISTURE,
}
"""The kinds of sensors by the hub's word; only Window and Door stand in a published exchange."""


@dataclass(frozen=True, kw_only=True)
class WiserBinarySensorDescription[R: Record](
    WiserEntityDescription[R], BinarySensorEntityDescription
):
    """Describe a binary sensor, and what it reads off a record."""

    is_on_fn: Callable[[R], bool | None]


def _state[R: Record](
    key: str,
    record: type[R],
    is_on_fn: Callable[[R], bool | None],
    device_class: BinarySensorDeviceClass | None = None,
    *,
    translation_key: str | None = None,
    diagnostic: bool = False,
) -> WiserBinarySensorDescription[R]:
    """Describe a state that exists where the hub sends it."""
    return WiserBinarySensorDescription(
        key=key,
        translation_key=translation_key,
        device_class=device_class,
        entity_category=EntityCategory.DIAGNOSTIC if diagnostic else None,
        record=record,
        exists_fn=lambda found, _: is_on_fn(found) is not None,
        is_on_fn=is_on_fn,
    )


def _sensed(
    type_: str | None, device_class: BinarySensorDeviceClass | None
) -> WiserBinarySensorDescription[BinarySensor]:
    """Describe a sensor of one type; none stands for types nobody has seen."""
    return WiserBinarySensorDescription(
        key="active",
        translation_key="sensed" if device_class is None else None,
        device_class=device_class,
        record=BinarySensor,
        exists_fn=lambda sensor, _: (sensor.type if sensor.type in _TYPES else None) == type_,
        is_on_fn=lambda sensor: sensor.active,
    )


def _connected(system: System) -> bool | None:
    """Return whether the hub reaches the cloud of its maker."""
    if system.cloud_connection_status is None:
        return None
    return system.cloud_connection_status == "Connected"


BINARY_SENSORS: Final[tuple[WiserBinarySensorDescription[Any], ...]] = (
    _state(
        "cloud_connection",
        System,
        _connected,
        BinarySensorDeviceClass.CONNECTIVITY,
        translation_key="cloud_connection",
        diagnostic=True,
    ),
    WiserBinarySensorDescription(
        key="heating",
        translation_key="channel_heating",
        device_class=BinarySensorDeviceClass.HEAT,
        record=HeatingChannel,
        placeholders_fn=lambda channel: {"number": str(channel.id)},
        is_on_fn=lambda channel: channel.heating_relay_state,
    ),
    _state(
        "heating",
        HotWater,
        lambda water: water.hot_water_relay_state,
        BinarySensorDeviceClass.HEAT,
        translation_key="hot_water_heating",
    ),
    _state("window", Room, lambda room: room.window_state, BinarySensorDeviceClass.WINDOW),
    _state(
        "occupancy",
        Room,
        lambda room: (
            room.occupancy == "Occupied" if room.occupancy_capable and room.occupancy else None
        ),
        BinarySensorDeviceClass.OCCUPANCY,
    ),
    _state("window", SmartValve, lambda valve: valve.window_state, BinarySensorDeviceClass.WINDOW),
    *(_sensed(type_, device_class) for type_, device_class in _TYPES.items()),
    _sensed(None, None),
    _state("smoke", SmokeAlarm, lambda alarm: alarm.smoke_alarm, BinarySensorDeviceClass.SMOKE),
    _state("heat", SmokeAlarm, lambda alarm: alarm.heat_alarm, BinarySensorDeviceClass.HEAT),
    _state("tamper", SmokeAlarm, lambda alarm: alarm.tamper, BinarySensorDeviceClass.TAMPER),
    _state(
        "fault",
        SmokeAlarm,
        lambda alarm: alarm.fault_warning,
        BinarySensorDeviceClass.PROBLEM,
        translation_key="fault",
        diagnostic=True,
    ),
    _state(
        "battery_defect",
        SmokeAlarm,
        lambda alarm: alarm.battery_defect,
        BinarySensorDeviceClass.PROBLEM,
        translation_key="battery_defect",
        diagnostic=True,
    ),
    _state(
        "remote_alarm",
        SmokeAlarm,
        lambda alarm: alarm.remote_alarm,
        BinarySensorDeviceClass.SAFETY,
        translation_key="remote_alarm",
    ),
    _state(
        "mains",
        SmokeAlarm,
        lambda alarm: alarm.ac_mains,
        BinarySensorDeviceClass.PLUG,
        translation_key="mains",
        diagnostic=True,
    ),
    _state(
        "fault",
        Equipment,
        lambda equipment: equipment.has_fault,
        BinarySensorDeviceClass.PROBLEM,
        translation_key="fault",
        diagnostic=True,
    ),
    _state(
        "dew",
        UnderFloorHeating,
        lambda floor: floor.dew_detected,
        BinarySensorDeviceClass.MOISTURE,
        translation_key="dew",
    ),
    _state(
        "interlock",
        UnderFloorHeating,
        lambda floor: floor.interlock_active,
        translation_key="interlock",
        diagnostic=True,
    ),
    _state("flame", OpenTherm, lambda boiler: boiler.flame_on, translation_key="flame"),
    _state(
        "central_heating",
        OpenTherm,
        lambda boiler: boiler.central_heating_active,
        BinarySensorDeviceClass.RUNNING,
        translation_key="boiler_central_heating",
    ),
    _state(
        "hot_water",
        OpenTherm,
        lambda boiler: boiler.hot_water_active,
        BinarySensorDeviceClass.RUNNING,
        translation_key="boiler_hot_water",
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: WiserConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the binary sensors of a hub, or of the metering devices of a site."""
    coordinator: WiserCoordinator | EnergyMonitoringCoordinator = entry.runtime_data
    if isinstance(coordinator, EnergyMonitoringCoordinator):
        async_add_monitored_binary_sensors(coordinator, async_add_entities)
    else:
        async_add_described(entry, async_add_entities, BINARY_SENSORS, WiserBinarySensor)


class WiserBinarySensor[R: Record](WiserEntity[R], BinarySensorEntity):
    """Something that is one of two things."""

    entity_description: WiserBinarySensorDescription[R]

    @override
    def shows(self) -> Any:
        return self.is_on

    @property
    @override
    def is_on(self) -> bool | None:
        return self.entity_description.is_on_fn(self.record)
