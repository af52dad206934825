"""Say in which parts a house is read through the Exchange, how often and for whose sake."""

from collections.abc import Mapping
from typing import Final

from ..hub import Tree
from ..model import (
    BinarySensor,
    Equipment,
    HeatingSchedule,
    Light,
    Record,
    Room,
    Shutter,
    SmartPlug,
    SmokeAlarm,
    System,
    ThresholdSensor,
)

INTERVAL: Final = 300.0
"""Seconds between two reads of what changes by itself; nothing is published of what is allowed."""
FLOOR: Final = 120.0
"""Seconds below which nobody may set this."""
SLOW: Final = 3600.0
"""Seconds between two reads of what hardly changes."""

ENDPOINTS: Final[Mapping[Tree, str]] = {
    Tree.HUB: "hubs.get",
    Tree.AWAY: "away.get",
    Tree.DEVICES: "devices.list",
    Tree.ROOMS: "rooms.list",
    Tree.PLUGS: "plugs.list",
    Tree.LIGHTS: "lights.list",
    Tree.SHUTTERS: "shutters.list",
    Tree.SENSORS: "sensors.list",
    Tree.EQUIPMENT: "equipment.list",
    Tree.SCHEDULES: "rooms.schedule.get",
}
"""How each tree is read, in the order of reading: later ones depend on earlier ones."""

FAST: Final = frozenset({Tree.ROOMS, Tree.PLUGS, Tree.LIGHTS, Tree.SHUTTERS})
OBJECTS: Final = frozenset({Tree.HUB, Tree.AWAY})

SHOWN_BY: Final[Mapping[Tree, frozenset[type[Record]]]] = {
    Tree.HUB: frozenset({System}),
    Tree.AWAY: frozenset({System}),
    Tree.PLUGS: frozenset({SmartPlug}),
    Tree.LIGHTS: frozenset({Light}),
    Tree.SHUTTERS: frozenset({Shutter}),
    Tree.SENSORS: frozenset({BinarySensor, ThresholdSensor, SmokeAlarm}),
    Tree.EQUIPMENT: frozenset({Equipment}),
    Tree.SCHEDULES: frozenset({HeatingSchedule}),
}
"""The classes for whose sake a tree is read; rooms and devices say where everything is."""

TREE_OF: Final[Mapping[type[Record], Tree]] = {
    **{kind: tree for tree, kinds in SHOWN_BY.items() for kind in kinds},
    System: Tree.AWAY,
    Room: Tree.ROOMS,
}
"""Where a record is read again; any other is in the list of devices."""

ALONE: Final[Mapping[type[Record], str]] = {
    SmartPlug: "plugs.get",
    Light: "lights.get",
    Shutter: "shutters.get",
}
"""How a record is read alone."""


def rhythm_for(
    interval: float, carried: frozenset[Tree], empty: frozenset[Tree]
) -> dict[Tree, float]:
    """Return how often each tree is read.

    `carried` are the lists whose state devices tell, `empty` those that hold nothing.
    """
    interval = max(interval, FLOOR)
    fast = (FAST | ({Tree.DEVICES} if carried else set())) - empty
    return {tree: interval if tree in fast else max(SLOW, interval) for tree in ENDPOINTS}
