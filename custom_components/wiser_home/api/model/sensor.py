"""Describe what only senses."""

from .record import Celsius, Name, Record, record


@record
class BinarySensor(Record):
    """A window, door, motion or leak sensor, told apart by `type`."""

    device_id: int | None = None
    uuid: str | None = None
    name: Name = None
    room_id: int | None = None
    type: str | None = None
    active: bool | None = None
    enable_notification: str | None = None
    interacts_with_room_climate: bool | None = None


@record
class ThresholdSensor(Record):
    """A sensor of one quantity; temperatures are tenths of °C, other quantities raw."""

    device_id: int | None = None
    uuid: str | None = None
    name: Name = None
    room_id: int | None = None
    quantity: str | None = None
    current_value: float | None = None
    current_level: str | None = None
    high_threshold: float | None = None
    medium_threshold: float | None = None
    low_threshold: float | None = None
    interacts_with_room_climate: bool | None = None

    @property
    def value(self) -> float | None:
        """Return the reading: °C for a temperature, the hub's number for the rest."""
        if self.current_value is None or self.quantity != "Temperature":
            return self.current_value
        return None if abs(self.current_value) >= 2000 else self.current_value / 10


@record
class SmokeAlarm(Record):
    """A smoke and heat alarm."""

    device_id: int | None = None
    uuid: str | None = None
    name: Name = None
    room_id: int | None = None
    led_brightness: int | None = None
    alarm_sound_level: str | None = None
    alarm_sound_mode: str | None = None
    life_time: int | None = None
    hush_duration: int | None = None
    smoke_alarm: bool | None = None
    heat_alarm: bool | None = None
    tamper: bool | None = None
    fault_warning: bool | None = None
    ac_mains: bool | None = None
    test_mode: bool | None = None
    battery_defect: bool | None = None
    remote_alarm: bool | None = None
    hush_mode: bool | None = None
    report_count: int | None = None
    enable_notification: bool | None = None
    supervision_notify: bool | None = None
    restore_notify: bool | None = None
    measured_temperature: Celsius = None
