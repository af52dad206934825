"""Describe the sensors of the rooms and of the devices in them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import (
    SIGNAL_STRENGTH_DECIBELS_MILLIWATT,
    EntityCategory,
    UnitOfRatio,
)
from homeassistant.helpers.typing import StateType
from homeassistant.util import dt as dt_util

from .api.hub import Capability
from .api.model import (
    BoilerInterface,
    Device,
    HeatingActuator,
    HeatingSchedule,
    NextEvent,
    Room,
    RoomStat,
    SetPointOrigin,
    Shutter,
    SmartValve,
    SmokeAlarm,
    Snapshot,
    ThresholdSensor,
    UnderFloorHeating,
)
from .api.notation import write_data
from .devices import HUB_ID
from .entity import always
from .sensor_types import WiserSensorDescription, demand, reading, setting, temperature

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


_LATE: Final = timedelta(minutes=15)
"""How long the hub's next event may have passed: the schedules are read every five minutes."""


def _heats(room: Room, snapshot: Snapshot) -> bool:
    """Return whether a room has heating."""
    return room.has_heating


def _next_event(room: Room, snapshot: Snapshot) -> NextEvent | None:
    """Return what the schedule of a room does next; none in a room that does not follow it."""
    schedule = snapshot.schedule_of(room)
    return None if schedule is None or not room.follows_schedule else schedule.next


def _next_change(room: Room, snapshot: Snapshot) -> datetime | None:
    """Return when the schedule of a room changes its set point.

    The hub tells a day of the week and the time on its clock, which is taken to be in Home
    Assistant's time zone.
    """
    event = _next_event(room, snapshot)
    if event is None:
        return None
    earliest = dt_util.now() - _LATE
    days = (event.day - earliest.weekday()) % 7
    at = datetime.combine(earliest.date(), event.at, earliest.tzinfo) + timedelta(days=days)
    return at if at >= earliest else at + timedelta(weeks=1)


def _next_value(room: Room, snapshot: Snapshot) -> dict[str, StateType]:
    """Return the set point that a room changes to next, in °C, or `off`."""
    event = _next_event(room, snapshot)
    return {"next_value": None if event is None else write_data(HeatingSchedule, event.value)}


def _relay_demand(number: int) -> WiserSensorDescription[UnderFloorHeating]:
    """Describe how much heat one relay of an underfloor controller asks for."""
    return WiserSensorDescription(
        key=f"relay_{number}_demand",
        translation_key="relay_demand",
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        record=UnderFloorHeating,
        placeholders_fn=lambda _: {"number": str(number)},
        value_fn=lambda floor, _: {relay.id: relay.demand_percentage for relay in floor.relays}.get(
            number
        ),
    )


def _relays(floor: UnderFloorHeating) -> Iterator[WiserSensorDescription[UnderFloorHeating]]:
    """Yield the descriptions of the relays that an underfloor controller has."""
    return (_relay_demand(relay.id) for relay in floor.relays if relay.id is not None)


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
        needs=Capability.TIMETABLE,
        device_class=SensorDeviceClass.TIMESTAMP,
        record=Room,
        exists_fn=_heats,
        value_fn=lambda room, _: room.override_timeout_unix_time if room.is_overridden else None,
    ),
    WiserSensorDescription(
        key="next_change",
        translation_key="next_change",
        needs=Capability.TIMETABLE,
        device_class=SensorDeviceClass.TIMESTAMP,
        record=Room,
        also=(HeatingSchedule,),
        exists_fn=lambda room, _: room.has_heating and room.schedule_id is not None,
        value_fn=_next_change,
        attributes_fn=_next_value,
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
    replace(_relay_demand(1), each_fn=_relays),
    setting(
        "lift_open_time",
        Shutter,
        lambda shutter: shutter.drive.lift_open_time,
    ),
    setting(
        "lift_close_time",
        Shutter,
        lambda shutter: shutter.drive.lift_close_time,
    ),
    setting("tilt_time", Shutter, lambda shutter: shutter.drive.tilt_time),
    temperature(SmokeAlarm, lambda alarm: alarm.measured_temperature, exists_fn=always),
    setting("life_time", SmokeAlarm, lambda alarm: alarm.life_time),
    WiserSensorDescription(
        key="heating_channels",
        translation_key="heating_channels",
        entity_category=EntityCategory.DIAGNOSTIC,
        record=BoilerInterface,
        value_fn=lambda relay, _: ", ".join(map(str, relay.heating_channel_ids)) or None,
    ),
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
