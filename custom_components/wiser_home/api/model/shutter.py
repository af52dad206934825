"""Describe shutters."""

from .record import Name, OpenEnum, Percentage, Record, record
from .room import Mode


class Movement(OpenEnum):
    """What a shutter is doing."""

    OPENING = "Opening"
    CLOSING = "Closing"
    STOPPED = "Stopped"


@record
class DriveConfig:
    """How long a shutter drives; the unit is nowhere told, tenths of a second fit the values."""

    lift_open_time: int | None = None
    lift_close_time: int | None = None
    tilt_time: int | None = None
    tilt_enabled: bool | None = None
    tilt_angle_closed: int | None = None
    tilt_angle_open: int | None = None


@record
class Shutter(Record):
    """A shutter, found by its own id, not that of its device: 0 is closed, 100 open."""

    device_id: int | None = None
    endpoint: int | None = None
    uuid: str | None = None
    name: Name = None
    room_id: int | None = None
    schedule_id: int | None = None
    mode: Mode | None = None
    away_action: str | None = None
    drive_config: DriveConfig | None = None
    current_lift: Percentage = None
    target_lift: Percentage = None
    manual_lift: Percentage = None
    override_lift: Percentage = None
    scheduled_lift: Percentage = None
    lift_movement: Movement | None = None
    current_tilt: Percentage = None
    target_tilt: Percentage = None
    manual_tilt: Percentage = None
    tilt_movement: Movement | None = None
    is_lift_position_supported: bool | None = None
    is_tilt_supported: bool | None = None
    control_source: str | None = None
    respect_summer_comfort: bool | None = None
    summer_comfort_lift: Percentage = None
    summer_comfort_tilt: Percentage = None

    @property
    def drive(self) -> DriveConfig:
        """Return how the shutter drives; nothing where it does not tell."""
        return self.drive_config or DriveConfig()

    @property
    def can_tilt(self) -> bool:
        """Return whether the slats can be turned."""
        return bool(self.drive.tilt_enabled)

    @property
    def is_opening(self) -> bool:
        """Return whether the shutter goes up."""
        return self.lift_movement is Movement.OPENING

    @property
    def is_closing(self) -> bool:
        """Return whether the shutter goes down."""
        return self.lift_movement is Movement.CLOSING

    @property
    def is_moving(self) -> bool:
        """Return whether the shutter or its slats move."""
        return (
            self.is_opening
            or self.is_closing
            or self.tilt_movement in {Movement.OPENING, Movement.CLOSING}
        )
