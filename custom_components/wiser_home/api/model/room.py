"""Describe a room."""

from .record import (
    OFF,
    Celsius,
    Name,
    OnOff,
    OpenClosed,
    OpenEnum,
    Percentage,
    Record,
    Timestamp,
    record,
)


class Mode(OpenEnum):
    """Whether a thing follows its schedule."""

    AUTO = "Auto"
    MANUAL = "Manual"


class SetPointOrigin(OpenEnum):
    """What the set point of a room comes from."""

    SCHEDULE = "FromSchedule"
    MANUAL_MODE = "FromManualMode"
    MANUAL_OVERRIDE = "FromManualOverride"
    MANUAL_OVERRIDE_DURING_AWAY = "FromManualOverrideDuringAway"
    BOOST = "FromBoost"
    BOOST_DURING_AWAY = "FromBoostDuringAway"
    AWAY_MODE = "FromAwayMode"
    ECO_IQ = "FromEcoIQ"
    COMFORT_MODE = "FromComfortMode"
    NO_CONTROL = "FromNoControl"


@record
class ClimateCapabilities:
    """What the climate of a room can do (generation 2)."""

    heating_supported: bool | None = None
    cooling_supported: bool | None = None
    minimum_heat_setpoint: Celsius = None
    maximum_heat_setpoint: Celsius = None
    minimum_cool_setpoint: Celsius = None
    maximum_cool_setpoint: Celsius = None
    setpoint_step: Celsius = None
    ambient_temperature: bool | None = None
    temperature_control: bool | None = None
    open_window_detection: bool | None = None
    hydronic_channel_selection: bool | None = None
    on_off_supported: bool | None = None


@record
class Room(Record):
    """A room and, when something heats it, its climate.

    No hub sends `temperature_controlled`: it is for connections that do not tell what heats a
    room.
    """

    name: Name = None
    room_stat_id: int | None = None
    smart_valve_ids: tuple[int, ...] = ()
    heating_actuator_ids: tuple[int, ...] = ()
    ufh_relay_ids: tuple[int, ...] = ()
    under_floor_heating_id: int | None = None
    schedule_id: int | None = None
    mode: Mode | None = None
    effective_mode: Mode | None = None
    demand_type: str | None = None
    calculated_temperature: Celsius = None
    rounded_alexa_temperature: Celsius = None
    current_set_point: Celsius = None
    displayed_set_point: Celsius = None
    scheduled_set_point: Celsius = None
    manual_set_point: Celsius = None
    override_setpoint: Celsius = None
    override_type: str | None = None
    override_timeout_unix_time: Timestamp = None
    setpoint_origin: SetPointOrigin | None = None
    percentage_demand: Percentage = None
    percentage_demand_for_itrv: Percentage = None
    control_output_state: OnOff = None
    control_sequence_of_operation: str | None = None
    control_direction: str | None = None
    climate_demand_for_ui: str | None = None
    climate_capabilities: ClimateCapabilities | None = None
    hvac_mode: str | None = None
    heating_type: str | None = None
    heating_rate: int | None = None
    window_state: OpenClosed = None
    window_detection_active: bool | None = None
    away_mode_suppressed: bool | None = None
    comfort_mode_score: int | None = None
    comfort_target: Celsius = None
    invalid: str | None = None
    floor_sensor_state: str | None = None
    include_in_summer_comfort: bool | None = None
    occupancy: str | None = None
    occupancy_capable: bool | None = None
    occupied_heating_set_point: Celsius = None
    unoccupied_heating_set_point: Celsius = None
    occupied_to_unoccupied_delay: int | None = None
    minimum_occupied_time: int | None = None
    temperature_controlled: bool | None = None

    @property
    def has_heating(self) -> bool:
        """Return whether any heating part is assigned; a room of lights has none."""
        return (
            self.temperature_controlled is True
            or self.room_stat_id is not None
            or self.under_floor_heating_id is not None
            or bool(self.smart_valve_ids or self.heating_actuator_ids or self.ufh_relay_ids)
        )

    @property
    def has_own_output(self) -> bool:
        """Return whether the room's own relays heat it, and not a channel of the boiler."""
        return (
            bool(self.heating_actuator_ids or self.ufh_relay_ids)
            or self.under_floor_heating_id is not None
        )

    @property
    def set_point(self) -> float | None:
        """Return what was asked for, in °C, or none while the room is off.

        EcoIQ lowers the current set point below the displayed one.
        """
        asked = self._asked
        return None if asked == OFF else asked

    @property
    def is_off(self) -> bool:
        """Return whether the room is switched off."""
        return self._asked == OFF

    @property
    def _asked(self) -> float | None:
        """Return the set point that the app shows, in °C."""
        if self.displayed_set_point is None:
            return self.current_set_point
        return self.displayed_set_point

    @property
    def follows_schedule(self) -> bool:
        """Return whether a schedule rules the room, which may be overridden until its next event.

        Rooms without a schedule tell the mode Auto, too.
        """
        return self.mode is Mode.AUTO and self.schedule_id is not None

    @property
    def is_boosted(self) -> bool:
        """Return whether a boost is running."""
        return self.setpoint_origin in {SetPointOrigin.BOOST, SetPointOrigin.BOOST_DURING_AWAY}

    @property
    def is_overridden(self) -> bool:
        """Return whether something that a cancel would end holds the set point."""
        return (
            self.is_boosted
            or self.setpoint_origin
            in {
                SetPointOrigin.MANUAL_OVERRIDE,
                SetPointOrigin.MANUAL_OVERRIDE_DURING_AWAY,
            }
            or (self.setpoint_origin is None and self.override_type in {"Manual", "Boost"})
        )

    @property
    def wants_heat(self) -> bool:
        """Return whether the room asks for heat, which is not yet that it gets any."""
        if self.control_output_state is None:
            return bool(self.percentage_demand)
        return self.control_output_state
