"""Say how the Exchange is told what the commands of a hub ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..errors import NotOfferedError
from ..hub import Capability, Command, Tree
from ..model import OFF, HeatingSchedule, Key, Light, Room, Shutter, SmartPlug, System

OFFERED: Final[Mapping[Capability, str]] = {
    Capability.AWAY: "away.set",
    Capability.PLUGS: "plugs.set",
    Capability.LIGHTS: "lights.set",
    Capability.SHUTTERS: "shutters.set",
    Capability.SET_POINTS: "rooms.setpoint.set",
    Capability.SCHEDULES: "rooms.schedule.set",
}
"""The endpoint that each capability needs; the product claims nothing of the other ones."""

_AWAY: Final = {2: True, 0: False}
"""The numbers by which a hub is told that nobody is at home, and that somebody is again."""


@dataclass(frozen=True, slots=True)
class Write:
    """A write to the Exchange: values by their roles, and the object whose id is in the path."""

    endpoint: str
    values: Mapping[str, Any]
    of: Key | None = None
    parameter: str = "device"
    also: frozenset[Tree] = frozenset()
    """What it changes beside its target."""


def write_for(command: Command) -> Write:
    """Return what the Exchange is told so that it does what a command asks of a hub.

    Schedules are left out: they are written in the notation in which they were read.

    Raises:
        NotOfferedError: the product has no way to do it.
    """
    key = command.target
    if key is not None and isinstance(command.body, dict) and len(command.body) == 1:
        ((request, asked),) = command.body.items()
        match key[0], request, asked:
            case kind, "RequestOutput", "On" | "Off" if kind is SmartPlug:
                return Write("plugs.set", {"state": asked}, key)
            case kind, "RequestOverride", {"State": "On" | "Off"} if kind is Light:
                return Write("lights.set", _light(asked), key)
            case kind, "RequestAction", {"Action": "LiftTo", "Percentage": lift} if kind is Shutter:
                return Write("shutters.set", {"percent": lift}, key)
            case kind, "RequestOverride", {"Type": "Manual", "SetPoint": tenths} if (
                kind is Room and len(asked) == 2 and tenths != round(OFF * 10)
            ):
                return Write("rooms.setpoint.set", {"celsius": tenths / 10}, key, "room")
            case kind, "RequestOverride", {"Type": 0 | 2 as type_} if kind is System:
                # What rooms are set to follows from it.
                rooms = frozenset({Tree.ROOMS})
                return Write("away.set", {"away": _AWAY[type_]}, also=rooms)
    raise NotOfferedError("The Exchange has no way to do this")


def is_week(command: Command) -> bool:
    """Return whether a command changes what a heating schedule says."""
    return (
        command.target is not None
        and command.target[0] is HeatingSchedule
        and command.expect.keys() == {"week"}
    )


def _light(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a light."""
    values = {"state": asked["State"]}
    return values | ({"percent": asked["Percentage"]} if "Percentage" in asked else {})
