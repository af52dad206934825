"""Describe what heats: channels, valves, thermostats, actuators, floors, hot water, OpenTherm."""

from typing import ClassVar

from .record import (
    Celsius,
    Name,
    OnOff,
    OpenClosed,
    Percentage,
    Record,
    Tenths,
    Timestamp,
    record,
)
from .room import Mode


@record
class HeatingChannel(Record):
    """A relay of the hub, and the rooms it heats."""

    name: Name = None
    room_ids: tuple[int, ...] = ()
    percentage_demand: Percentage = None
    demand_on_off_output: OnOff = None
    heating_relay_state: OnOff = None
    is_smart_valve_preventing_demand: bool | None = None
    demand_is_asynchronous: bool | None = None


@record
class SmartValve(Record):
    """A radiator valve."""

    shares_device_id: ClassVar[bool] = True

    uuid: str | None = None
    room_id: int | None = None
    set_point: Celsius = None
    measured_temperature: Celsius = None
    external_room_stat_temperature: Celsius = None
    percentage_demand: Percentage = None
    window_state: OpenClosed = None
    mounting_orientation: str | None = None


@record
class RoomStat(Record):
    """A room thermostat; humidity in percent."""

    shares_device_id: ClassVar[bool] = True

    uuid: str | None = None
    room_id: int | None = None
    set_point: Celsius = None
    measured_temperature: Celsius = None
    measured_humidity: Percentage = None


@record
class FloorTemperatureSensor:
    """The floor probe of a heating actuator."""

    sensor_type: str | None = None
    status: str | None = None
    measured_temperature: Celsius = None
    minimum_temperature: Celsius = None
    maximum_temperature: Celsius = None
    offset: Tenths = None


@record
class HeatingActuator(Record):
    """A relay that heats one room electrically: energy in Wh, power in W."""

    shares_device_id: ClassVar[bool] = True

    uuid: str | None = None
    name: Name = None
    room_id: int | None = None
    equipment_id: int | None = None
    output_type: str | None = None
    measured_temperature: Celsius = None
    occupied_heating_set_point: Celsius = None
    current_summation_delivered: int | None = None
    instantaneous_demand: int | None = None
    floor_temperature_sensor: FloorTemperatureSensor | None = None

    @property
    def floor(self) -> FloorTemperatureSensor:
        """Return the floor probe; one without readings where there is none."""
        return self.floor_temperature_sensor or FloorTemperatureSensor()


@record
class UnderFloorRelay:
    """One relay of an underfloor controller."""

    id: int | None = None
    demand_percentage: Percentage = None
    polarity: str | None = None


@record
class UnderFloorHeating(Record):
    """An underfloor heating controller."""

    shares_device_id: ClassVar[bool] = True

    device_id: int | None = None
    uuid: str | None = None
    name: Name = None
    room_id: int | None = None
    output_type: str | None = None
    is_full_strip: bool | None = None
    measured_temperature: Celsius = None
    min_heat_floor_temperature: Celsius = None
    dew_detected: bool | None = None
    interlock_active: bool | None = None
    relays: tuple[UnderFloorRelay, ...] = ()


@record
class HotWater(Record):
    """The hot water of the boiler."""

    schedule_id: int | None = None
    mode: Mode | None = None
    manual_water_heating_state: OnOff = None
    override_type: str | None = None
    override_timeout_unix_time: Timestamp = None
    override_water_heating_state: OnOff = None
    scheduled_water_heating_state: OnOff = None
    water_heating_state: OnOff = None
    hot_water_relay_state: OnOff = None
    hot_water_description: str | None = None
    away_mode_suppressed: bool | None = None

    @property
    def is_overridden(self) -> bool:
        """Return whether an override holds the hot water."""
        return self.override_type not in {None, "None"}


@record
class BoilerParameters:
    """What the boiler lets a controller set."""

    dhw_setpoint_transfer_enable: bool | None = None
    dhw_setpoint_read_write: bool | None = None
    dhw_setpoint_upper_bound: Celsius = None
    dhw_setpoint_lower_bound: Celsius = None
    dhw_setpoint: Celsius = None
    max_ch_setpoint_transfer_enable: bool | None = None
    max_ch_setpoint_read_write: bool | None = None
    max_ch_setpoint_upper_bound: Celsius = None
    max_ch_setpoint_lower_bound: Celsius = None
    max_ch_setpoint: Celsius = None


@record
class BoilerData:
    """What the boiler measures: pressure in bar, modulation in percent, flow in l/min.

    `slave_status` is the OpenTherm bit field.
    """

    relative_modulation_level: Tenths = None
    minimum_modulation_level: Tenths = None
    maximum_capacity_kw: int | None = None
    ch_pressure_bar: Tenths = None
    ch1_flow_temperature: Celsius = None
    ch_return_temperature: Celsius = None
    dhw1_temperature: Celsius = None
    dhw_flow_rate: Tenths = None
    boiler_exhaust_temperature: Celsius = None
    slave_status: int | None = None


@record
class BoilerDiagnostics:
    """What the boiler has counted: hours and starts."""

    burner_hours: int | None = None
    successful_burner_starts: int | None = None
    unsuccessful_burner_starts: int | None = None
    ch_pump_hours: int | None = None
    ch_pump_starts: int | None = None
    dhw_pump_or_valve_starts: int | None = None
    burner_starts_during_dhw_mode: int | None = None
    number_flame_signal_too_low: int | None = None
    oem_specific_service_code: int | None = None


@record
class Transmitter:
    """What the hub sent to the boiler."""

    messages_sent_count: int | None = None


@record
class Receiver:
    """What the hub could not read of the boiler."""

    decoding_errors_count: int | None = None


@record
class FeatureActions:
    """What the app offered the user once."""

    modulation_onboarding: bool | None = None


@record
class OpenTherm(Record):
    """The boiler, as it speaks OpenTherm with the hub."""

    enabled: bool | None = None
    operating_mode: str | None = None
    tracked_room_id: int | None = None
    room_temperature: Celsius = None
    room_setpoint: Celsius = None
    ch_flow_active_upper_setpoint: Celsius = None
    ch_flow_active_lower_setpoint: Celsius = None
    ch1_flow_setpoint: Celsius = None
    ch1_flow_enable: bool | None = None
    ch2_flow_setpoint: Celsius = None
    ch2_flow_enable: bool | None = None
    dhw_flow_setpoint: Celsius = None
    dhw_enable: bool | None = None
    coprocessor_version: str | None = None
    coprocessor_update_status: str | None = None
    operational_data: BoilerData | None = None
    pre_defined_remote_boiler_parameters: BoilerParameters | None = None
    extended_diagnostics: BoilerDiagnostics | None = None
    feature_actions: FeatureActions | None = None
    transmitter: Transmitter | None = None
    receiver: Receiver | None = None

    @property
    def measured(self) -> BoilerData:
        """Return what the boiler measures; nothing where it tells nothing."""
        return self.operational_data or BoilerData()

    @property
    def counted(self) -> BoilerDiagnostics:
        """Return what the boiler has counted; nothing where it tells nothing."""
        return self.extended_diagnostics or BoilerDiagnostics()

    @property
    def central_heating_active(self) -> bool | None:
        """Return whether the boiler heats the rooms."""
        return self._status_bit(1)

    @property
    def hot_water_active(self) -> bool | None:
        """Return whether the boiler heats the hot water."""
        return self._status_bit(2)

    @property
    def flame_on(self) -> bool | None:
        """Return whether the burner is lit."""
        return self._status_bit(3)

    def _status_bit(self, bit: int) -> bool | None:
        """Return one bit of the boiler's status."""
        status = self.measured.slave_status
        return None if status is None else bool(status >> bit & 1)
