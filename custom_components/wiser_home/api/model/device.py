"""Describe the physical devices, whatever they do."""

from typing import Final

from .record import Name, OpenEnum, Record, Tenths, record


class ProductType(OpenEnum):
    """The kinds of physical devices."""

    CONTROLLER = "Controller"
    RADIATOR_VALVE = "iTRV"
    ROOM_THERMOSTAT = "RoomStat"
    SMART_PLUG = "SmartPlug"
    HEATING_ACTUATOR = "HeatingActuator"
    CFMT = "CFMT"
    UNDER_FLOOR_HEATING = "UnderFloorHeating"
    SHUTTER = "Shutter"
    ON_OFF_LIGHT = "OnOffLight"
    DIMMABLE_LIGHT = "DimmableLight"
    POWER_TAG_E = "PowerTagE"
    POWER_TAG_C = "PowerTagC"
    LOAD_CONTROL = "LoadControl"
    SMOKE_ALARM = "SmokeAlarmDevice"
    WINDOW_DOOR_SENSOR = "WindowDoorSensor"
    MOTION_LIGHT_SENSOR = "MotionLightSensor"
    WATER_LEAKAGE_SENSOR = "WaterLeakageSensor"
    TEMPERATURE_HUMIDITY_SENSOR = "TemperatureHumiditySensor"
    BOILER_INTERFACE = "BoilerInterface"
    BUTTON_PANEL = "ButtonPanel"
    EVSE = "EVSE"
    EV_SOCKET = "EVSocket"


class SignalStrength(OpenEnum):
    """How well the hub hears a device, in the words of the app."""

    ONLINE = "Online"
    VERY_GOOD = "VeryGood"
    GOOD = "Good"
    MEDIUM = "Medium"
    POOR = "Poor"
    NO_SIGNAL = "NoSignal"


VALVE_CHARGE: Final = ((3.0, 100), (2.9, 80), (2.8, 60), (2.7, 40), (2.6, 20), (2.5, 10), (2.4, 5))
"""Battery voltage of a radiator valve, and the percentage the app shows from it on."""

WORD_CHARGE: Final = {"Normal": 100, "TwoThirds": 66, "OneThird": 33, "Low": 10, "Critical": 0}
"""The percentage that stands for the hub's words, for devices that tell no voltage."""


@record
class Reception:
    """How one end of a radio link hears the other: dBm, and link quality 0 to 255."""

    rssi: int | None = None
    lqi: int | None = None


@record
class Device(Record):
    """A physical device; the hub itself has id 0.

    Firmware before 2.26 names no product type and tells `rssi` and `lqi` flat.
    """

    name: Name = None
    node_id: int | None = None
    parent_node_id: int | None = None
    rf_id: str | None = None
    room_id: int | None = None
    type: str | None = None
    uuid: str | None = None
    product_type: ProductType | None = None
    product_identifier: str | None = None
    product_model: Name = None
    product_range: str | None = None
    product_family: str | None = None
    manufacturer: str | None = None
    model_identifier: Name = None
    hardware_version: Name = None
    active_firmware_version: Name = None
    serial_number: Name = None
    device_lock_enabled: bool | None = None
    identify_active: bool | None = None
    displayed_signal_strength: SignalStrength | None = None
    reception_of_controller: Reception | None = None
    reception_of_device: Reception | None = None
    rssi: int | None = None
    lqi: int | None = None
    battery_voltage: Tenths = None
    battery_level: str | None = None
    pending_zigbee_message_mask: int | None = None
    ota_image_query_count: int | None = None
    last_ota_image_query_count: int | None = None
    ota_last_image_sent_bytes: int | None = None
    ota_version: int | None = None
    ota_hardware_version: int | None = None
    bindings_status: str | None = None
    report_config_status: str | None = None
    attributes_status: str | None = None

    @property
    def kind(self) -> ProductType | None:
        """Return the kind of device, from its identifier where firmware 2.18 names no type."""
        if self.product_type is None and self.product_identifier:
            return ProductType(self.product_identifier)
        return self.product_type

    @property
    def is_reachable(self) -> bool:
        """Return whether the hub hears the device."""
        return self.displayed_signal_strength is not SignalStrength.NO_SIGNAL

    @property
    def signal(self) -> int | None:
        """Return the strength at which the device is heard, in dBm."""
        heard = self.reception_of_controller or self.reception_of_device
        return heard.rssi if heard and heard.rssi is not None else self.rssi

    @property
    def link_quality(self) -> int | None:
        """Return the link quality, 0 to 255."""
        heard = self.reception_of_controller or self.reception_of_device
        return heard.lqi if heard and heard.lqi is not None else self.lqi

    @property
    def battery(self) -> int | None:
        """Return the charge of the battery in percent."""
        if self.battery_voltage is not None:
            if self.kind is ProductType.RADIATOR_VALVE:
                return next(
                    (charge for floor, charge in VALVE_CHARGE if self.battery_voltage >= floor), 0
                )
            if self.kind is ProductType.ROOM_THERMOSTAT:
                return round(min(max(self.battery_voltage - 1.7, 0.0), 1.0) * 100)
        return WORD_CHARGE.get(self.battery_level or "")


@record
class ButtonEvent:
    """What one press of a button panel does."""

    id: int | None = None
    name: Name = None
    type: str | None = None
    action: ButtonAction | None = None


@record
class ButtonAction:
    """The action behind a press; the value is JSON inside text."""

    domain: str | None = None
    action: str | None = None
    value: str | None = None


@record
class ButtonPanel(Record):
    """A panel of buttons; the hub publishes no presses."""

    device_id: int | None = None
    uuid: str | None = None
    number_of_gangs: int | None = None
    room_id: int | None = None
    events: tuple[ButtonEvent, ...] = ()


@record
class BoilerInterface(Record):
    """A wireless relay at the boiler."""

    device_id: int | None = None
    uuid: str | None = None
    heating_channel_ids: tuple[int, ...] = ()


@record
class UIConfiguration(Record):
    """The display of a device."""

    device_id: int | None = None
    uuid: str | None = None
    brightness: int | None = None
    inactive_brightness: int | None = None
    activity_timeout: int | None = None
