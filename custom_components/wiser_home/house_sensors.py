"""Describe the sensors of the rooms and of the devices in them."""

from typing import Any, Final

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import (
    SIGNAL_STRENGTH_DECIBELS_MILLIWATT,
    EntityCategory,
    UnitOfRatio,
)

from .api.model import (
    Device,
    HeatingActuator,
    Room,
    RoomStat,
    SetPointOrigin,
    SmartValve,
    SmokeAlarm,
    Snapshot,
    ThresholdSensor,
    UnderFloorHeating,
)
from .devices import HUB_ID
from .entity import always
from .sensor_types import WiserSensorDescription, demand, reading, temperature

_ORIGINS: Final = {
    SetPointOrigin.SCHEDULE: "schedule",
    SetPointOrigin.MANUAL_MODE: "manual_mode",
    SetPointOrigin.MANUAL_OVERRIDE: "manual_override",
    SetPointOrigin.MANUAL_OVERRIDE_DURING_AWAY: "manual_override_during_away",
    SetPointOrigin.BOOST: "boost",
    SetPointOrigin.BOOST_DURING_AWAY: "boost_during_away",
    SetPointOrigin.AWAY_MODE: "away_mode",
    SetPointOrigin.ECO_IQ: "eco_iq",
    SetPointOrigin.COMFORT_MODE: "comfort_mode",
    SetPointOrigin.NO_CONTROL: "no_control",
}


def _heats(room: Room, snapshot: Snapshot) -> bool:
    """Return whether a room has heating."""
    return room.has_heating


ROOM_SENSORS: Final[tuple[WiserSensorDescription[Any], ...]] = (
    temperature(Room, lambda room: room.calculated_temperature, exists_fn=_heats),
    WiserSensorDescription(
        key="humidity",
        device_class=SensorDeviceClass.HUMIDITY,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        record=Room,
        also=(RoomStat,),
        exists_fn=lambda room, snapshot: snapshot.humidity_of(room) is not None,
        value_fn=lambda room, snapshot: snapshot.humidity_of(room),
    ),
    temperature(Room, lambda room: room.set_point, key="target_temperature", exists_fn=_heats),
    demand(Room, lambda room: room.percentage_demand, _heats),
    WiserSensorDescription(
        key="set_point_origin",
        translation_key="set_point_origin",
        device_class=SensorDeviceClass.ENUM,
        options=list(_ORIGINS.values()),
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        record=Room,
        exists_fn=lambda room, _: room.has_heating and room.setpoint_origin is not None,
        value_fn=lambda room, _: (
            None if room.setpoint_origin is None else _ORIGINS.get(room.setpoint_origin)
        ),
    ),
    WiserSensorDescription(
        key="override_until",
        translation_key="override_until",
        device_class=SensorDeviceClass.TIMESTAMP,
        record=Room,
        exists_fn=_heats,
        value_fn=lambda room, _: room.override_timeout_unix_time if room.is_overridden else None,
    ),
)

DEVICE_SENSORS: Final[tuple[WiserSensorDescription[Any], ...]] = (
    reading(
        "battery",
        Device,
        lambda device: device.battery,
        SensorDeviceClass.BATTERY,
        UnitOfRatio.PERCENTAGE,
        named=False,
        diagnostic=True,
    ),
    reading(
        "signal_strength",
        Device,
        lambda device: device.signal,
        SensorDeviceClass.SIGNAL_STRENGTH,
        SIGNAL_STRENGTH_DECIBELS_MILLIWATT,
        exists_fn=lambda device, _: device.id != HUB_ID and device.signal is not None,
        named=False,
        diagnostic=True,
        enabled=False,
    ),
    reading(
        "link_quality",
        Device,
        lambda device: device.link_quality,
        None,
        None,
        exists_fn=lambda device, _: device.id != HUB_ID and device.link_quality is not None,
        diagnostic=True,
        enabled=False,
    ),
    temperature(
        SmartValve, lambda valve: valve.measured_temperature, exists_fn=always, diagnostic=True
    ),
    demand(SmartValve, lambda valve: valve.percentage_demand, always),
    temperature(RoomStat, lambda thermostat: thermostat.measured_temperature, exists_fn=always),
    reading(
        "humidity",
        RoomStat,
        lambda thermostat: thermostat.measured_humidity,
        SensorDeviceClass.HUMIDITY,
        UnitOfRatio.PERCENTAGE,
        named=False,
    ),
    temperature(HeatingActuator, lambda actuator: actuator.measured_temperature, exists_fn=always),
    temperature(
        HeatingActuator,
        lambda actuator: actuator.floor.measured_temperature,
        key="floor_temperature",
        exists_fn=lambda actuator, _: actuator.floor_temperature_sensor is not None,
    ),
    temperature(
        UnderFloorHeating, lambda floor: floor.measured_temperature, key="floor_temperature"
    ),
    temperature(SmokeAlarm, lambda alarm: alarm.measured_temperature, exists_fn=always),
    temperature(
        ThresholdSensor,
        lambda sensor: sensor.value,
        exists_fn=lambda sensor, _: sensor.quantity == "Temperature",
    ),
    reading(
        "humidity",
        ThresholdSensor,
        lambda sensor: sensor.value,
        SensorDeviceClass.HUMIDITY,
        UnitOfRatio.PERCENTAGE,
        exists_fn=lambda sensor, _: sensor.quantity == "Humidity",
        named=False,
    ),
    reading(
        "light_level",
        ThresholdSensor,
        lambda sensor: sensor.value,
        None,
        None,
        exists_fn=lambda sensor, _: sensor.quantity not in {"Temperature", "Humidity", None},
    ),
)
