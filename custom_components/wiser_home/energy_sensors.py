"""Describe the sensors of what switches and measures electricity."""

from collections.abc import Callable
from typing import Any, Final

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import (
    EntityCategory,
    UnitOfApparentPower,
    UnitOfElectricCurrent,
    UnitOfElectricPotential,
)

from .api.model import Equipment, HeatingActuator, PowerTagC, PowerTagE, SmartPlug, Snapshot
from .sensor_types import Value, WiserSensorDescription, energy, power, reading, there, word


def _own[R: (SmartPlug, PowerTagC, HeatingActuator)](
    value_fn: Value[R], repeated_fn: Value[Equipment]
) -> Callable[[R, Snapshot], bool]:
    """Return what tells whether a reading of a part is not that of an equipment.

    Generation 2 repeats them there; one of the two must be the source, or energy counts twice.
    """

    def is_own(part: R, snapshot: Snapshot) -> bool:
        """Return whether no equipment of the device tells what the part tells."""
        device = snapshot.device_of(part)
        return value_fn(part) is not None and not any(
            isinstance(other, Equipment) and repeated_fn(other) is not None
            for other in (snapshot.parts_of(device) if device else ())
        )

    return is_own


def _drawn(equipment: Equipment) -> int | None:
    """Return the power of an equipment."""
    return equipment.power


def _delivered(equipment: Equipment) -> int | None:
    """Return the energy that came into an equipment."""
    return equipment.current_summation_delivered


def _metered[R: (SmartPlug, PowerTagC, HeatingActuator)](
    record: type[R],
) -> tuple[WiserSensorDescription[R], WiserSensorDescription[R]]:
    """Describe the power and the energy of a part that measures itself."""

    def drawn(part: R) -> int | None:
        """Return the power of the part."""
        return part.instantaneous_demand

    def delivered(part: R) -> int | None:
        """Return the energy that came into the part."""
        return part.current_summation_delivered

    return (
        power(record, drawn, _own(drawn, _drawn)),
        energy("energy", record, delivered, _own(delivered, _delivered)),
    )


def _is_fed_both_ways(equipment: Equipment, snapshot: Snapshot) -> bool:
    """Return whether an equipment counts energy in both directions."""
    return equipment.current_summation_received is not None


ENERGY_SENSORS: Final[tuple[WiserSensorDescription[Any], ...]] = (
    *_metered(SmartPlug),
    *_metered(PowerTagC),
    *_metered(HeatingActuator),
    power(Equipment, _drawn, there(_drawn)),
    energy(
        "energy",
        Equipment,
        _delivered,
        lambda equipment, snapshot: (
            _delivered(equipment) is not None and not _is_fed_both_ways(equipment, snapshot)
        ),
    ),
    energy(
        "energy_imported",
        Equipment,
        _delivered,
        lambda equipment, snapshot: (
            _delivered(equipment) is not None and _is_fed_both_ways(equipment, snapshot)
        ),
    ),
    energy(
        "energy_exported",
        Equipment,
        lambda equipment: equipment.current_summation_received,
        _is_fed_both_ways,
    ),
    reading(
        "voltage",
        Equipment,
        lambda equipment: equipment.rms_voltage,
        SensorDeviceClass.VOLTAGE,
        UnitOfElectricPotential.VOLT,
        named=False,
    ),
    reading(
        "current",
        Equipment,
        lambda equipment: equipment.rms_current,
        SensorDeviceClass.CURRENT,
        UnitOfElectricCurrent.AMPERE,
        named=False,
        precision=0,
    ),
    word("operating_status", Equipment, lambda equipment: equipment.operating_status),
    word("fault_status", Equipment, lambda equipment: equipment.fault_status),
    word("direction", PowerTagE, lambda tag: tag.direction),
    WiserSensorDescription(
        key="grid_limit",
        translation_key="grid_limit",
        device_class=SensorDeviceClass.APPARENT_POWER,
        entity_category=EntityCategory.DIAGNOSTIC,
        native_unit_of_measurement=UnitOfApparentPower.KILO_VOLT_AMPERE,
        record=PowerTagE,
        exists_fn=lambda tag, _: tag.grid_limit is not None and tag.grid_limit_uom == "kVA",
        value_fn=lambda tag, _: tag.grid_limit,
    ),
)
