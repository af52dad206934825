"""Describe the sensors of the hub, its heating channels, the hot water and the boiler."""

from datetime import datetime, timedelta
from typing import Any, Final

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import (
    SIGNAL_STRENGTH_DECIBELS_MILLIWATT,
    EntityCategory,
    UnitOfPressure,
    UnitOfRatio,
    UnitOfTime,
)
from homeassistant.util import dt as dt_util

from .api.model import HeatingChannel, HotWater, Network, OpenTherm, Status, System, Weather
from .sensor_types import Value, WiserSensorDescription, reading, temperature, word

_NO_BOILER_READING: Final = 256
"""Hubs send 2560 tenths for what a boiler does not tell; OpenTherm itself ends below 256."""


def _started_at(status: Status) -> datetime | None:
    """Return when the hub started, from the seconds it has been running."""
    if status.uptime is None:
        return None
    try:
        return dt_util.utcnow().replace(microsecond=0) - timedelta(seconds=status.uptime)
    except OverflowError:
        return None


HUB_SENSORS: Final[tuple[WiserSensorDescription[Any], ...]] = (
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
    temperature(Weather, lambda weather: weather.temperature, key="outdoor_temperature"),
    reading(
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
    WiserSensorDescription(
        key="firmware",
        translation_key="firmware",
        entity_category=EntityCategory.DIAGNOSTIC,
        record=System,
        exists_fn=lambda system, _: system.active_system_version is not None,
        value_fn=lambda system, _: system.active_system_version,
    ),
    word("last_reset_reason", Status, lambda status: status.last_reset_reason),
    word("load_shedding", System, lambda system: system.pcm_status),
)


def _possible(value: float | None) -> float | None:
    """Return a reading of the boiler, or none for the 256 that means that it has none."""
    return value if value is None or value < _NO_BOILER_READING else None


def _boiler(
    key: str,
    value_fn: Value[OpenTherm],
    *,
    diagnostic: bool = False,
) -> WiserSensorDescription[OpenTherm]:
    """Describe a temperature of the boiler."""
    return temperature(OpenTherm, value_fn, key=key, diagnostic=diagnostic)


def _count(
    key: str,
    value_fn: Value[OpenTherm],
    device_class: SensorDeviceClass | None = None,
    unit: str | None = None,
) -> WiserSensorDescription[OpenTherm]:
    """Describe what the boiler has counted."""
    return reading(
        key,
        OpenTherm,
        value_fn,
        device_class,
        unit,
        diagnostic=True,
        enabled=False,
        state_class=SensorStateClass.TOTAL_INCREASING,
    )


BOILER_SENSORS: Final[tuple[WiserSensorDescription[Any], ...]] = (
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
    reading(
        "boiler_pressure",
        OpenTherm,
        lambda boiler: _possible(boiler.measured.ch_pressure_bar),
        SensorDeviceClass.PRESSURE,
        UnitOfPressure.BAR,
    ),
    reading(
        "boiler_modulation",
        OpenTherm,
        lambda boiler: _possible(boiler.measured.relative_modulation_level),
        None,
        UnitOfRatio.PERCENTAGE,
    ),
    _count(
        "burner_hours",
        lambda boiler: boiler.counted.burner_hours,
        SensorDeviceClass.DURATION,
        UnitOfTime.HOURS,
    ),
    _count("burner_starts", lambda boiler: boiler.counted.successful_burner_starts),
)
