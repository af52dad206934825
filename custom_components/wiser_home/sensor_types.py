"""Describe every sensor: what the house measures, and where the hub tells it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import (
    SIGNAL_STRENGTH_DECIBELS_MILLIWATT,
    EntityCategory,
    UnitOfElectricCurrent,
    UnitOfElectricPotential,
    UnitOfEnergy,
    UnitOfPower,
    UnitOfPressure,
    UnitOfRatio,
    UnitOfTemperature,
    UnitOfTime,
)
from homeassistant.helpers.typing import StateType
from homeassistant.util import dt as dt_util

from .api.model import (
    Device,
    Equipment,
    HeatingActuator,
    HeatingChannel,
    HotWater,
    Network,
    OpenTherm,
    PowerTagC,
    PowerTagE,
    Record,
    Room,
    RoomStat,
    SetPointOrigin,
    SmartPlug,
    SmartValve,
    SmokeAlarm,
    Snapshot,
    Status,
    System,
    ThresholdSensor,
    UnderFloorHeating,
    Weather,
)
from .devices import HUB_ID
from .entity import WiserEntityDescription, always

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


@dataclass(frozen=True, kw_only=True)
class WiserSensorDescription[R: Record](WiserEntityDescription[R], SensorEntityDescription):
    """Describe a sensor, and what it reads off a record."""

    value_fn: Callable[[R, Snapshot], StateType | datetime]


type _Value[R: Record] = Callable[[R], StateType | datetime]


def _there[R: Record](value_fn: _Value[R]) -> Callable[[R, Snapshot], bool]:
    """Return what tells whether the hub sends a value."""
    return lambda record, _: value_fn(record) is not None


def _reading[R: Record](
    key: str,
    record: type[R],
    value_fn: _Value[R],
    device_class: SensorDeviceClass | None,
    unit: str | None,
    *,
    exists_fn: Callable[[R, Snapshot], bool] | None = None,
    named: bool = True,
    diagnostic: bool = False,
    enabled: bool = True,
    state_class: SensorStateClass = SensorStateClass.MEASUREMENT,
) -> WiserSensorDescription[R]:
    """Describe a measured number that exists where the hub sends it, or as told."""
    return WiserSensorDescription(
        key=key,
        translation_key=key if named else None,
        device_class=device_class,
        state_class=state_class,
        native_unit_of_measurement=unit,
        entity_category=EntityCategory.DIAGNOSTIC if diagnostic else None,
        entity_registry_enabled_default=enabled,
        record=record,
        exists_fn=exists_fn or _there(value_fn),
        value_fn=lambda found, _: value_fn(found),
    )


def _temperature[R: Record](
    record: type[R],
    value_fn: _Value[R],
    *,
    key: str = "temperature",
    exists_fn: Callable[[R, Snapshot], bool] | None = None,
    diagnostic: bool = False,
    enabled: bool = True,
) -> WiserSensorDescription[R]:
    """Describe a temperature."""
    return _reading(
        key,
        record,
        value_fn,
        SensorDeviceClass.TEMPERATURE,
        UnitOfTemperature.CELSIUS,
        exists_fn=exists_fn,
        named=key != "temperature",
        diagnostic=diagnostic,
        enabled=enabled,
    )


def _power[R: Record](
    record: type[R], value_fn: _Value[R], exists_fn: Callable[[R, Snapshot], bool]
) -> WiserSensorDescription[R]:
    """Describe a power."""
    return _reading(
        "power",
        record,
        value_fn,
        SensorDeviceClass.POWER,
        UnitOfPower.WATT,
        exists_fn=exists_fn,
        named=False,
    )


def _energy[R: Record](
    key: str,
    record: type[R],
    value_fn: _Value[R],
    exists_fn: Callable[[R, Snapshot], bool],
) -> WiserSensorDescription[R]:
    """Describe a meter, shown in kWh."""
    return WiserSensorDescription(
        key=key,
        translation_key=key if key != "energy" else None,
        device_class=SensorDeviceClass.ENERGY,
        state_class=SensorStateClass.TOTAL_INCREASING,
        native_unit_of_measurement=UnitOfEnergy.WATT_HOUR,
        suggested_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=2,
        record=record,
        exists_fn=exists_fn,
        value_fn=lambda found, _: value_fn(found),
    )


def _demand[R: Record](
    record: type[R], value_fn: _Value[R], exists_fn: Callable[[R, Snapshot], bool]
) -> WiserSensorDescription[R]:
    """Describe how much heat is asked for."""
    return _reading("demand", record, value_fn, None, UnitOfRatio.PERCENTAGE, exists_fn=exists_fn)


def _word[R: Record](key: str, record: type[R], value_fn: _Value[R]) -> WiserSensorDescription[R]:
    """Describe a technical state that the hub tells in a word of its own."""
    return WiserSensorDescription(
        key=key,
        translation_key=key,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        record=record,
        exists_fn=_there(value_fn),
        value_fn=lambda found, _: value_fn(found),
    )


def _heats(room: Room, snapshot: Snapshot) -> bool:
    """Return whether a room has heating."""
    return room.has_heating


def _measures_itself[R: (SmartPlug, PowerTagC, HeatingActuator)](
    part: R, snapshot: Snapshot
) -> bool:
    """Return whether the readings of a part are not those of an equipment.

    Generation 2 repeats them there; one of the two must be the source, or energy counts twice.
    """
    device = snapshot.device_of(part)
    parts = snapshot.parts_of(device) if device else ()
    return part.current_summation_delivered is not None and not any(
        isinstance(other, Equipment) for other in parts
    )


def _metered[R: (SmartPlug, PowerTagC, HeatingActuator)](
    record: type[R],
) -> tuple[WiserSensorDescription[R], WiserSensorDescription[R]]:
    """Describe the power and the energy of a part that measures itself."""
    return (
        _power(record, lambda part: part.instantaneous_demand, _measures_itself),
        _energy("energy", record, lambda part: part.current_summation_delivered, _measures_itself),
    )


def _is_fed_both_ways(equipment: Equipment, snapshot: Snapshot) -> bool:
    """Return whether an equipment counts energy in both directions."""
    return equipment.current_summation_received is not None


def _started_at(status: Status) -> datetime | None:
    """Return when the hub started, from the seconds it has been running."""
    if status.uptime is None:
        return None
    return dt_util.utcnow().replace(microsecond=0) - timedelta(seconds=status.uptime)


_ROOM_SENSORS: Final[tuple[WiserSensorDescription[Any], ...]] = (
    _temperature(Room, lambda room: room.calculated_temperature, exists_fn=_heats),
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
    _temperature(Room, lambda room: room.set_point, key="target_temperature", exists_fn=_heats),
    _demand(Room, lambda room: room.percentage_demand, _heats),
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

_DEVICE_SENSORS: Final[tuple[WiserSensorDescription[Any], ...]] = (
    _reading(
        "battery",
        Device,
        lambda device: device.battery,
        SensorDeviceClass.BATTERY,
        UnitOfRatio.PERCENTAGE,
        named=False,
        diagnostic=True,
    ),
    _reading(
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
    _reading(
        "link_quality",
        Device,
        lambda device: device.link_quality,
        None,
        None,
        exists_fn=lambda device, _: device.id != HUB_ID and device.link_quality is not None,
        diagnostic=True,
        enabled=False,
    ),
    _temperature(
        SmartValve, lambda valve: valve.measured_temperature, exists_fn=always, diagnostic=True
    ),
    _demand(SmartValve, lambda valve: valve.percentage_demand, always),
    _temperature(RoomStat, lambda thermostat: thermostat.measured_temperature, exists_fn=always),
    _reading(
        "humidity",
        RoomStat,
        lambda thermostat: thermostat.measured_humidity,
        SensorDeviceClass.HUMIDITY,
        UnitOfRatio.PERCENTAGE,
        named=False,
    ),
    _temperature(HeatingActuator, lambda actuator: actuator.measured_temperature, exists_fn=always),
    _temperature(
        HeatingActuator,
        lambda actuator: actuator.floor.measured_temperature,
        key="floor_temperature",
        exists_fn=lambda actuator, _: actuator.floor_temperature_sensor is not None,
    ),
    _temperature(
        UnderFloorHeating, lambda floor: floor.measured_temperature, key="floor_temperature"
    ),
    _temperature(SmokeAlarm, lambda alarm: alarm.measured_temperature, exists_fn=always),
    _temperature(
        ThresholdSensor,
        lambda sensor: sensor.value,
        exists_fn=lambda sensor, _: sensor.quantity == "Temperature",
    ),
    _reading(
        "humidity",
        ThresholdSensor,
        lambda sensor: sensor.value,
        SensorDeviceClass.HUMIDITY,
        UnitOfRatio.PERCENTAGE,
        exists_fn=lambda sensor, _: sensor.quantity == "Humidity",
        named=False,
    ),
    _reading(
        "light_level",
        ThresholdSensor,
        lambda sensor: sensor.value,
        None,
        None,
        exists_fn=lambda sensor, _: sensor.quantity not in {"Temperature", "Humidity", None},
    ),
)

_ENERGY_SENSORS: Final[tuple[WiserSensorDescription[Any], ...]] = (
    *_metered(SmartPlug),
    *_metered(PowerTagC),
    *_metered(HeatingActuator),
    _power(
        Equipment,
        lambda equipment: equipment.power,
        lambda equipment, _: equipment.power is not None,
    ),
    _energy(
        "energy",
        Equipment,
        lambda equipment: equipment.current_summation_delivered,
        lambda equipment, snapshot: (
            equipment.current_summation_delivered is not None
            and not _is_fed_both_ways(equipment, snapshot)
        ),
    ),
    _energy(
        "energy_imported",
        Equipment,
        lambda equipment: equipment.current_summation_delivered,
        lambda equipment, snapshot: (
            equipment.current_summation_delivered is not None
            and _is_fed_both_ways(equipment, snapshot)
        ),
    ),
    _energy(
        "energy_exported",
        Equipment,
        lambda equipment: equipment.current_summation_received,
        _is_fed_both_ways,
    ),
    _reading(
        "voltage",
        Equipment,
        lambda equipment: equipment.rms_voltage,
        SensorDeviceClass.VOLTAGE,
        UnitOfElectricPotential.VOLT,
        named=False,
    ),
    _reading(
        "current",
        Equipment,
        lambda equipment: equipment.rms_current,
        SensorDeviceClass.CURRENT,
        UnitOfElectricCurrent.AMPERE,
        named=False,
    ),
    _word("operating_status", Equipment, lambda equipment: equipment.operating_status),
    _word("fault_status", Equipment, lambda equipment: equipment.fault_status),
    _word("direction", PowerTagE, lambda tag: tag.direction),
)

_HUB_SENSORS: Final[tuple[WiserSensorDescription[Any], ...]] = (
    WiserSensorDescription(
        key="demand",
        translation_key="channel_demand",
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        record=HeatingChannel,
        placeholders_fn=lambda channel: {"number": str(channel.id)},
        value_fn=lambda channel, _: channel.percentage_demand,
    ),
    WiserSensorDescription(
        key="override_until",
        translation_key="hot_water_override_until",
        device_class=SensorDeviceClass.TIMESTAMP,
        record=HotWater,
        value_fn=lambda water, _: water.override_timeout_unix_time if water.is_overridden else None,
    ),
    _temperature(Weather, lambda weather: weather.temperature, key="outdoor_temperature"),
    _reading(
        "wifi_signal",
        Network,
        lambda network: (
            network.station.rssi.current if network.station and network.station.rssi else None
        ),
        SensorDeviceClass.SIGNAL_STRENGTH,
        SIGNAL_STRENGTH_DECIBELS_MILLIWATT,
        diagnostic=True,
        enabled=False,
    ),
    WiserSensorDescription(
        key="started_at",
        translation_key="started_at",
        device_class=SensorDeviceClass.UPTIME,
        entity_category=EntityCategory.DIAGNOSTIC,
        record=Status,
        exists_fn=lambda status, _: status.uptime is not None,
        value_fn=lambda status, _: _started_at(status),
    ),
    _word("last_reset_reason", Status, lambda status: status.last_reset_reason),
    _word("load_shedding", System, lambda system: system.pcm_status),
)


def _boiler(
    key: str,
    value_fn: _Value[OpenTherm],
    *,
    diagnostic: bool = False,
) -> WiserSensorDescription[OpenTherm]:
    """Describe a temperature of the boiler."""
    return _temperature(OpenTherm, value_fn, key=key, diagnostic=diagnostic)


def _count(
    key: str, unit: str | None, value_fn: _Value[OpenTherm]
) -> WiserSensorDescription[OpenTherm]:
    """Describe what the boiler has counted."""
    return _reading(
        key,
        OpenTherm,
        value_fn,
        None,
        unit,
        diagnostic=True,
        enabled=False,
        state_class=SensorStateClass.TOTAL_INCREASING,
    )


_BOILER_SENSORS: Final[tuple[WiserSensorDescription[Any], ...]] = (
    _boiler(
        "boiler_flow_temperature",
        lambda boiler: boiler.measured.ch1_flow_temperature,
    ),
    _boiler(
        "boiler_return_temperature",
        lambda boiler: boiler.measured.ch_return_temperature,
    ),
    _boiler(
        "boiler_hot_water_temperature",
        lambda boiler: boiler.measured.dhw1_temperature,
    ),
    _boiler("boiler_flow_set_point", lambda boiler: boiler.ch1_flow_setpoint, diagnostic=True),
    _boiler("boiler_hot_water_set_point", lambda boiler: boiler.dhw_flow_setpoint, diagnostic=True),
    _reading(
        "boiler_pressure",
        OpenTherm,
        lambda boiler: boiler.measured.ch_pressure_bar,
        SensorDeviceClass.PRESSURE,
        UnitOfPressure.BAR,
    ),
    _reading(
        "boiler_modulation",
        OpenTherm,
        lambda boiler: boiler.measured.relative_modulation_level,
        None,
        UnitOfRatio.PERCENTAGE,
    ),
    _count(
        "burner_hours",
        UnitOfTime.HOURS,
        lambda boiler: boiler.counted.burner_hours,
    ),
    _count(
        "burner_starts",
        None,
        lambda boiler: boiler.counted.successful_burner_starts,
    ),
)

SENSORS: Final = (
    *_ROOM_SENSORS,
    *_DEVICE_SENSORS,
    *_ENERGY_SENSORS,
    *_HUB_SENSORS,
    *_BOILER_SENSORS,
)
