"""Describe the sensors of what switches and measures electricity."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import (
    EntityCategory,
    UnitOfApparentPower,
    UnitOfElectricCurrent,
    UnitOfElectricPotential,
    UnitOfEnergy,
    UnitOfPower,
)

from .api.model import (
    Equipment,
    HeatingActuator,
    PowerTagC,
    PowerTagE,
    Quantity,
    Record,
    SmartPlug,
    Snapshot,
)
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


_PHASES: Final = {
    Quantity.POWER: (SensorDeviceClass.POWER, UnitOfPower.WATT),
    Quantity.CURRENT: (SensorDeviceClass.CURRENT, UnitOfElectricCurrent.AMPERE),
    Quantity.VOLTAGE: (SensorDeviceClass.VOLTAGE, UnitOfElectricPotential.VOLT),
    Quantity.ENERGY: (SensorDeviceClass.ENERGY, UnitOfEnergy.WATT_HOUR),
    Quantity.ENERGY_EXPORTED: (SensorDeviceClass.ENERGY, UnitOfEnergy.WATT_HOUR),
}


def _on_phase[R: (Equipment, PowerTagE)](
    record: type[R], quantity: Quantity, phase: int
) -> WiserSensorDescription[R]:
    """Describe what is measured on one phase."""
    device_class, unit = _PHASES[quantity]
    counts = device_class is SensorDeviceClass.ENERGY
    return WiserSensorDescription(
        key=f"phase_{phase}_{quantity}",
        translation_key=f"phase_{quantity}",
        device_class=device_class,
        state_class=SensorStateClass.TOTAL_INCREASING if counts else SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=unit,
        suggested_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR if counts else None,
        suggested_display_precision=2 if counts else None,
        record=record,
        exists_fn=lambda found, house: not _is_repeated(found, house, quantity, phase),
        placeholders_fn=lambda _: {"phase": str(phase)},
        value_fn=lambda found, _: found.on_phase(quantity, phase),
    )


def _is_repeated(record: Record, snapshot: Snapshot, quantity: Quantity, phase: int) -> bool:
    """Return whether a PowerTag and its equipment tell the same of a phase."""
    equipment = (
        snapshot.get(Equipment, record.equipment_id) if isinstance(record, PowerTagE) else None
    )
    return equipment is not None and equipment.on_phase(quantity, phase) is not None


def _on_each_phase[R: (Equipment, PowerTagE)](
    record: type[R], quantity: Quantity
) -> WiserSensorDescription[R]:
    """Describe a quantity on those of the phases on which it is measured."""

    def phases(found: R) -> Iterator[WiserSensorDescription[R]]:
        """Yield the descriptions of the phases."""
        return (
            _on_phase(record, quantity, reading.phase)
            for reading in found.per_phase
            if reading.quantity is quantity
        )

    return replace(_on_phase(record, quantity, 1), each_fn=phases)


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
    *(_on_each_phase(Equipment, quantity) for quantity in _PHASES),
    *(_on_each_phase(PowerTagE, quantity) for quantity in _PHASES),
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
