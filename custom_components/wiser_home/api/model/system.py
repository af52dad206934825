"""Describe the hub and what concerns the whole house."""

from .record import Celsius, Name, OnOff, Record, Timestamp, record


@record
class BoilerSettings:
    """How the hub drives the boiler."""

    control_type: str | None = None
    fuel_type: str | None = None
    cycle_rate: str | None = None
    on_off_hysteresis: int | None = None


@record
class GeoPosition:
    """Where the house stands, in degrees."""

    latitude: float | None = None
    longitude: float | None = None


@record
class ZigbeeSettings:
    """Radio settings of firmware 2.26."""

    suppress_aps_acks: bool | None = None


@record
class System(Record):
    """The settings and the state of the whole system.

    `override_type` is `Away` while the house is in away mode and absent otherwise.
    """

    pairing_status: str | None = None
    time_zone_offset: int | None = None
    automatic_daylight_saving: bool | None = None
    version: int | None = None
    fota_enabled: bool | None = None
    valve_protection_enabled: bool | None = None
    eco_mode_enabled: bool | None = None
    comfort_mode_enabled: bool | None = None
    boiler_settings: BoilerSettings | None = None
    cloud_connection_status: str | None = None
    zigbee_module_version: str | None = None
    zigbee_eui: str | None = None
    zigbee_settings: ZigbeeSettings | None = None
    zigbee_permit_join_active: bool | None = None
    heating_button_override_state: OnOff = None
    hot_water_button_override_state: OnOff = None
    system_mode: str | None = None
    away_mode_affects_hot_water: bool | None = None
    away_mode_set_point_limit: Celsius = None
    cooling_mode_default_setpoint: Celsius = None
    cooling_away_mode_setpoint_limit: Celsius = None
    preheat_time_limit: int | None = None
    degraded_mode_setpoint_threshold: Celsius = None
    active_system_version: str | None = None
    override_type: str | None = None
    brand_name: str | None = None
    open_therm_connection_status: str | None = None
    user_overrides_active: bool | None = None
    geo_position: GeoPosition | None = None
    ufh_orphan_mode_output: OnOff = None
    is_trialist: bool | None = None
    is_provisioned: bool | None = None
    is_migrated: bool | None = None
    hardware_generation: int | None = None
    chip_id: str | None = None
    provision_token_succeed_count: int | None = None
    provision_token_request_count: int | None = None
    provision_token_fail_count: int | None = None
    summer_comfort_enabled: bool | None = None
    summer_comfort_available: bool | None = None
    summer_discomfort_prevention: bool | None = None
    indoor_discomfort_temperature: Celsius = None
    outdoor_discomfort_temperature: Celsius = None
    can_activate_pcm: bool | None = None
    pcm_status: str | None = None
    pcm_version: str | None = None
    pcm_device_limit_reached: bool | None = None

    @property
    def is_away(self) -> bool:
        """Return whether the house is in away mode."""
        return self.override_type == "Away"

    @property
    def has_open_therm(self) -> bool:
        """Return whether the hub talks to the boiler by OpenTherm."""
        return self.open_therm_connection_status == "Connected"


@record
class LocalDateAndTime:
    """The clock on the wall, as the hub words it."""

    year: int | None = None
    month: str | None = None
    date: int | None = None
    day: str | None = None
    time: int | None = None


@record
class Clock(Record):
    """The clock of the hub, apart from `System` because it changes with every poll.

    Sunrise and sunset are 13 HHMM values: six days back, today, six ahead.
    """

    unix_time: Timestamp = None
    local_date_and_time: LocalDateAndTime | None = None
    sunrise_times: tuple[int, ...] = ()
    sunset_times: tuple[int, ...] = ()


@record
class Publishing:
    """What the hub sends, or does not send, to the cloud of its maker."""

    room_time_series: bool | None = None
    eco_mode: bool | None = None
    boiler_on_off_event: bool | None = None
    hot_water_on_off_event: bool | None = None
    percentage_demand: bool | None = None
    zigbee_debug: bool | None = None
    fota_progress: bool | None = None
    support_package: bool | None = None
    pairing_token: bool | None = None
    notification: bool | None = None
    describe: bool | None = None
    entire_data_model: bool | None = None
    schedule_update: bool | None = None
    smart_plug_update: bool | None = None
    light_update: bool | None = None
    shutter_update: bool | None = None
    temperature_change_event: bool | None = None
    event_series_diagnostic: bool | None = None


@record
class Cloud(Record):
    """The hub's connection to the cloud of its maker."""

    environment: str | None = None
    wiser_api_host: str | None = None
    boot_strap_api_host: str | None = None
    publish_requests: Publishing | None = None
    block_publishing: Publishing | None = None
    schedule_ids_to_publish: tuple[int, ...] = ()
    detailed_publishing: bool | None = None
    enable_diagnostic_telemetry: bool | None = None
    enable_full_schedule_telemetry: bool | None = None
    fio_is_registered: bool | None = None


@record
class Zigbee(Record):
    """The radio of the hub."""

    jpan_count: int | None = None
    pan_id: int | None = None
    network_channel: int | None = None
    network_channel_rescan: bool | None = None
    suppress_aps_acks: bool | None = None
    zigbee_module_version: str | None = None
    zigbee_eui: str | None = None
    no_signal_reset: int | None = None
    error72_reset: int | None = None
    update_ebl_state: str | None = None
    current_ebl_file: str | None = None
    target_ebl_file: str | None = None
    target_ebl_file_unsigned: str | None = None
    update_attempts: int | None = None
    ota_prompt_failures: int | None = None


@record
class UpgradeInfo(Record):
    """One firmware file the hub holds for a device."""

    firmware_filename: str | None = None


@record
class DeviceCapabilityMatrix(Record):
    """The kinds of devices the firmware can drive."""

    roomstat: bool | None = None
    itrv: bool | None = None
    smart_plug: bool | None = None
    ufh: bool | None = None
    ufh_floor_temp_sensor: bool | None = None
    ufh_dew_sensor: bool | None = None
    hact: bool | None = None
    lact: bool | None = None
    light: bool | None = None
    shutter: bool | None = None
    load_controller: bool | None = None
    smart_socket: bool | None = None
    two_gang_lights: bool | None = None
    fls: bool | None = None
    boiler_interface: bool | None = None
    window_door_sensor: bool | None = None
    motion_light_sensor: bool | None = None
    water_leakage_sensor: bool | None = None
    temperature_humidity_sensor: bool | None = None
    power_tag_e: bool | None = None
    cfmt: bool | None = None
    evse: bool | None = None
    smoke_alarm_device: bool | None = None
    airzone: bool | None = None
    nod_on_puck: bool | None = None
    nod_on16_a_puck: bool | None = None
    ev_socket: bool | None = None
    fil_pilote_puck: bool | None = None
    iconic_devices: bool | None = None


@record
class AutomationCapability:
    """How large an automation may be."""

    max_actions: int | None = None
    max_triggers: int | None = None
    max_time_constraints: int | None = None


@record
class PowerTagCapability:
    """What the firmware can do with a PowerTag E."""

    energy_export: bool | None = None


@record
class FeatureCapability(Record):
    """The features of the firmware."""

    automation: AutomationCapability | None = None
    pte: PowerTagCapability | None = None


@record
class Weather(Record):
    """The weather the hub got from its cloud; tenths of °C are an inference."""

    temperature: Celsius = None
    next_day2pm_temperature: Celsius = None


@record
class Moment(Record):
    """A scene of the Wiser app."""

    name: Name = None
    icon_id: int | None = None


@record
class Automation(Record):
    """A rule of the Wiser app."""

    name: Name = None
    icon_id: int | None = None
    enabled: bool | None = None
    enable_notification: bool | None = None
