"""Describe lights."""

from .record import Name, OnOff, Percentage, Record, record
from .room import Mode


@record
class OutputRange:
    """The range of a dimmer's output, 0 to 254."""

    minimum: int | None = None
    maximum: int | None = None


@record
class Light(Record):
    """One gang of a light switch or dimmer, found by its own id, not that of its device.

    Percentages are 0 to 100, levels 0 to 254; a negative manual level is an off that
    remembers the level.
    """

    device_id: int | None = None
    endpoint: int | None = None
    uuid: str | None = None
    name: Name = None
    room_id: int | None = None
    schedule_id: int | None = None
    mode: Mode | None = None
    away_action: str | None = None
    is_dimmable: bool | None = None
    output_range: OutputRange | None = None
    output_mode: str | None = None
    current_state: OnOff = None
    current_percentage: Percentage = None
    current_level: int | None = None
    target_state: OnOff = None
    target_percentage: Percentage = None
    manual_level: int | None = None
    override_level: int | None = None
    scheduled_percentage: Percentage = None
    control_source: str | None = None
    led_indicator: str | None = None
    power_on_behaviour: str | None = None
    power_on_level: int | None = None
    is_led_indicator_supported: bool | None = None
    is_power_on_behaviour_supported: bool | None = None
    is_power_on_level_supported: bool | None = None
    is_output_mode_supported: bool | None = None

    @property
    def is_on(self) -> bool | None:
        """Return whether the light is on, or on its way there."""
        return self.current_state if self.target_state is None else self.target_state

    @property
    def brightness(self) -> int | None:
        """Return the brightness in percent, the one it is on its way to first."""
        if self.target_percentage is None:
            return self.current_percentage
        return self.target_percentage
