"""Say what the descriptions of sensors are made of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import (
    EntityCategory,
    UnitOfEnergy,
    UnitOfPower,
    UnitOfRatio,
    UnitOfTemperature,
)
from homeassistant.helpers.typing import StateType

from .api.model import Record, Snapshot
from .entity import WiserEntityDescription


@dataclass(frozen=True, kw_only=True)
class WiserSensorDescription[R: Record](WiserEntityDescription[R], SensorEntityDescription):
    """Describe a sensor, and what it reads off a record, with attributes where it has some."""

    value_fn: Callable[[R, Snapshot], StateType | datetime]
    attributes_fn: Callable[[R, Snapshot], dict[str, StateType]] | None = None


type Value[R: Record] = Callable[[R], StateType | datetime]


def there[R: Record](value_fn: Value[R]) -> Callable[[R, Snapshot], bool]:
    """Return what tells whether the hub sends a value."""
    return lambda record, _: value_fn(record) is not None


def reading[R: Record](
    key: str,
    record: type[R],
    value_fn: Value[R],
    device_class: SensorDeviceClass | None,
    unit: str | None,
    *,
    exists_fn: Callable[[R, Snapshot], bool] | None = None,
    named: bool = True,
    diagnostic: bool = False,
    enabled: bool = True,
    state_class: SensorStateClass = SensorStateClass.MEASUREMENT,
    precision: int | None = None,
) -> WiserSensorDescription[R]:
    """Describe a measured number that exists where the hub sends it, or as told."""
    return WiserSensorDescription(
        key=key,
        translation_key=key if named else None,
        device_class=device_class,
        state_class=state_class,
        native_unit_of_measurement=unit,
        suggested_display_precision=precision,
        entity_category=EntityCategory.DIAGNOSTIC if diagnostic else None,
        entity_registry_enabled_default=enabled,
        record=record,
        exists_fn=exists_fn or there(value_fn),
        value_fn=lambda found, _: value_fn(found),
    )


def temperature[R: Record](
    record: type[R],
    value_fn: Value[R],
    *,
    key: str = "temperature",
    exists_fn: Callable[[R, Snapshot], bool] | None = None,
    diagnostic: bool = False,
    enabled: bool = True,
) -> WiserSensorDescription[R]:
    """Describe a temperature."""
    return reading(
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


def power[R: Record](
    record: type[R], value_fn: Value[R], exists_fn: Callable[[R, Snapshot], bool]
) -> WiserSensorDescription[R]:
    """Describe a power."""
    return reading(
        "power",
        record,
        value_fn,
        SensorDeviceClass.POWER,
        UnitOfPower.WATT,
        exists_fn=exists_fn,
        named=False,
    )


def energy[R: Record](
    key: str,
    record: type[R],
    value_fn: Value[R],
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


def demand[R: Record](
    record: type[R], value_fn: Value[R], exists_fn: Callable[[R, Snapshot], bool]
) -> WiserSensorDescription[R]:
    """Describe how much heat is asked for."""
    return reading("demand", record, value_fn, None, UnitOfRatio.PERCENTAGE, exists_fn=exists_fn)


def setting[R: Record](key: str, record: type[R], value_fn: Value[R]) -> WiserSensorDescription[R]:
    """Describe a number that something was set up with, and whose unit nobody has published."""
    return WiserSensorDescription(
        key=key,
        translation_key=key,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        record=record,
        exists_fn=there(value_fn),
        value_fn=lambda found, _: value_fn(found),
    )


def word[R: Record](key: str, record: type[R], value_fn: Value[R]) -> WiserSensorDescription[R]:
    """Describe a technical state that the hub tells in a word of its own."""
    return WiserSensorDescription(
        key=key,
        translation_key=key,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        record=record,
        exists_fn=there(value_fn),
        value_fn=lambda found, _: value_fn(found),
    )
