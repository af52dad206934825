"""Make houses of any size, and change them."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
import json
from pathlib import Path
from typing import Any

from simulator import House
from simulator.houses.fittings import Fitted

type Tree = dict[str, Any]

SIZES = (10, 30, 100, 300)
"""How many rooms the houses have whose cost is compared."""

UNCHANGED = "unchanged poll"
ONE_ROOM = "one changed room"
EVERYTHING = "everything changed"


@cache
def house_of(rooms: int) -> House:
    """Return a house with so many rooms, each with two or three devices."""
    plan = Fitted(
        f"house-of-{rooms}",
        f"A house with {rooms} rooms, generation 2",
        mac=f"0004F3{rooms:06X}",
        start=datetime(2026, 4, 13, 6, 0, tzinfo=UTC),
        firmware="4.42.20-7e51de0001",
        model="WT704R1B30S4",
        generation=2,
        position=(50.847, 4.352),
        timezone=60,
    )
    days = plan.heating("Days", {630: 200, 2230: 160}, {800: 205, 2300: 165})
    plugs = plan.on_off("Plugs", [600, -2200], [800, -2300])
    served = [plan.room(f"Room {number}", days) for number in range(1, rooms + 1)]
    for number, room in enumerate(served):
        plan.valve(room, 180 + number % 30)
        match number % 3:
            case 0:
                plan.plug(f"Plug {number + 1}", room, 40, plugs)
                plan.roomstat(room, 181, 45)
            case 1:
                plan.lights(room, f"Light {number + 1}", dimmable=True, percent=number % 100)
            case 2:
                plan.shutter(f"Blind {number + 1}", room, lift=number % 100)
    plan.channel(1, *served)
    return plan.finish()


def devices_in(tree: Tree) -> int:
    """Return how many devices a domain tree holds."""
    return len(tree["Device"])


def save(house: House, folder: Path) -> str:
    """Write a house to where a simulated hub of another process can load it from."""
    path = folder / house.name
    path.mkdir()
    for tree, content in house.trees.items():
        (path / f"{tree}.json").write_text(json.dumps(content), "utf-8")
    return str(path)


def clock_moved(tree: Tree, steps: int = 1) -> Tree:
    """Return a domain tree as it is some polls later when nothing has happened."""
    tree = deepcopy(tree)
    tree["System"]["UnixTime"] += 30 * steps
    return tree


def room_changed(tree: Tree, steps: int = 1) -> Tree:
    """Return a domain tree some polls later, when one room is warmer."""
    tree = clock_moved(tree, steps)
    room = next(room for room in tree["Room"] if "CalculatedTemperature" in room)
    room["CalculatedTemperature"] += 1 + steps % 2
    return tree


def everything_changed(tree: Tree, steps: int = 1) -> Tree:
    """Return a domain tree some polls later, when every object shows something else."""
    tree = clock_moved(tree, steps)
    for member in tree.values():
        for record in member if isinstance(member, list) else [member]:
            for parent, name in list(_readings(record)):
                parent[name] = _another(parent[name], steps)
    return tree


def _another(value: Any, steps: int) -> Any:
    """Return another value of the same type, which alternates from step to step."""
    if isinstance(value, bool):
        return value is (steps % 2 == 0)
    return value + 1 + steps % 2 if isinstance(value, int) else value + "+" * (1 + steps % 2)


def _readings(record: Tree) -> Iterator[tuple[Tree, str]]:
    """Yield the fields of a record that change by themselves; where there are none, any other.

    What the hub is capable of is but whole objects, and never changes.
    """
    inner = [value for value in record.values() if isinstance(value, dict)]
    found = [
        (holder, name)
        for holder in (record, *inner)
        for name, value in holder.items()
        if name in _READINGS and isinstance(value, int)
    ]
    free = (name for name, value in record.items() if isinstance(value, bool))
    words = (name for name, value in record.items() if isinstance(value, str))
    other = next(free, None) or next(words, None)
    yield from found or ([(record, other)] if other else [])


_READINGS = frozenset(
    {
        "ActivePower",
        "CalculatedTemperature",
        "CurrentLift",
        "CurrentPercentage",
        "CurrentSummationDelivered",
        "CurrentValue",
        "InstantaneousDemand",
        "MeasuredHumidity",
        "MeasuredTemperature",
        "PercentageDemand",
        "Rssi",
        "Temperature",
        "TotalActivePower",
    }
)
"""Fields that say what a device measures."""

CHANGES: dict[str, Callable[[Tree, int], Tree]] = {
    UNCHANGED: clock_moved,
    ONE_ROOM: room_changed,
    EVERYTHING: everything_changed,
}
"""What a poll may find: the domain tree after so many steps."""
