"""Describe what switches and measures electricity."""

from enum import StrEnum
from typing import ClassVar, Final

from .record import Name, OnOff, Record, record
from .room import Mode

NO_FAULT: Final = "NoFault"
"""What the hub says of equipment that works."""

CHARGE: Final = "selfManagement"
"""The control state in which equipment draws power as it likes."""
HOLD: Final = "consumptionForceOff"
"""The control state in which equipment draws no power."""


class Quantity(StrEnum):
    """What is measured on one phase."""

    POWER = "power"
    CURRENT = "current"
    VOLTAGE = "voltage"
    ENERGY = "energy"
    ENERGY_EXPORTED = "energy_exported"


@record
class PhaseReading:
    """A value of one phase, 1 to 3: W, A, V or Wh, as those of all phases together."""

    quantity: Quantity
    phase: int
    value: float


@record
class Phased(Record):
    """Something that may measure its phases one by one."""

    per_phase: tuple[PhaseReading, ...] = ()

    def on_phase(self, quantity: Quantity, phase: int) -> float | None:
        """Return what is measured on one phase."""
        return next(
            (
                reading.value
                for reading in self.per_phase
                if reading.quantity is quantity and reading.phase == phase
            ),
            None,
        )


@record
class SmartPlug(Record):
    """A smart plug: energy in Wh, power in W."""

    shares_device_id: ClassVar[bool] = True

    uuid: str | None = None
    name: Name = None
    room_id: int | None = None
    schedule_id: int | None = None
    equipment_id: int | None = None
    mode: Mode | None = None
    away_action: str | None = None
    manual_state: OnOff = None
    scheduled_state: OnOff = None
    override_state: OnOff = None
    target_state: OnOff = None
    output_state: OnOff = None
    control_source: str | None = None
    current_summation_delivered: int | None = None
    instantaneous_demand: int | None = None


@record
class PowerTagC(SmartPlug):
    """A PowerTag C, which switches and measures a circuit as a plug does."""

    shares_device_id: ClassVar[bool] = False

    device_id: int | None = None
    actuator_type: str | None = None
    feedback_type: str | None = None
    relay_action: str | None = None
    polarity: str | None = None
    self_consumption: bool | None = None
    energy_export: str | None = None


@record
class PowerTagE(Phased):
    """A PowerTag E, which measures a feed; its readings are those of its equipment."""

    device_id: int | None = None
    equipment_id: int | None = None
    uuid: str | None = None
    name: Name = None
    room_id: int | None = None
    number_of_phases: str | None = None
    configured: str | None = None
    installation_type: str | None = None
    direction: str | None = None
    grid_limit: float | None = None
    grid_limit_uom: str | None = None
    operating_status: str | None = None
    fault_status: str | None = None
    energy_export: str | None = None
    self_consumption: bool | None = None
    raw_total_active_power: int | None = None


@record
class PowerNotification:
    """When the app warns about power: minutes, and W."""

    enabled: bool | None = None
    limit: int | None = None
    period_mins: int | None = None


@record
class Equipment(Phased):
    """The electrical side of a device: energy in Wh, power in W, current in A, voltage in V.

    Whole volts and amperes are read off one capture (235 V and 8 A at 1922 W). Hubs name the
    part that it is of, and not the device.
    """

    device_id: int | None = None
    device_application_instance_type: str | None = None
    device_application_instance_id: int | None = None
    uuid: str | None = None
    equipment_name: Name = None
    equipment_family: str | None = None
    product_type: str | None = None
    icon_id: int | None = None
    controllable: bool | None = None
    cloud_managed: bool | None = None
    monitored: bool | None = None
    configured: str | None = None
    number_of_phases: str | None = None
    installation_type: str | None = None
    direction: str | None = None
    self_consumption: bool | None = None
    energy_export: str | None = None
    grid_limit: float | None = None
    grid_limit_uom: str | None = None
    stated_power: int | None = None
    overview_schedule_id: int | None = None
    can_be_scheduled: bool | None = None
    on_off_green_schedule_supported: bool | None = None
    on_off_cost_schedule_supported: bool | None = None
    smart_compatible: bool | None = None
    smart_supported: bool | None = None
    available_control_state: tuple[str, ...] = ()
    control_state: str | None = None
    current_control_mode: str | None = None
    functional_control_mode: str | None = None
    load_state_command_optimized: str | None = None
    load_state_command_prio: str | None = None
    load_state_status: str | None = None
    load_setpoint_command_prio: str | None = None
    load_shedding_status: str | None = None
    pcm_supported: bool | None = None
    pcm_mode: bool | None = None
    pcm_priority: int | None = None
    under_power_notification: PowerNotification | None = None
    over_power_notification: PowerNotification | None = None
    operating_status: str | None = None
    fault_status: str | None = None
    current_summation_delivered: int | None = None
    current_summation_received: int | None = None
    total_active_power: int | None = None
    active_power: int | None = None
    rms_current: float | None = None
    rms_voltage: float | None = None

    @property
    def power(self) -> int | None:
        """Return the power in W."""
        return self.active_power if self.total_active_power is None else self.total_active_power

    @property
    def charging_allowed(self) -> bool | None:
        """Return whether the equipment may draw power, where it has a control state."""
        if self.control_state is None:
            return None
        return self.control_state != HOLD

    @property
    def can_be_held(self) -> bool:
        """Return whether the equipment can be told to draw no power, and to draw it again."""
        return {CHARGE, HOLD} <= set(self.available_control_state)

    @property
    def has_fault(self) -> bool | None:
        """Return whether the equipment is faulty, where it tells."""
        return None if self.fault_status is None else self.fault_status != NO_FAULT
