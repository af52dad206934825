"""Measure how cost grows with the size of the house."""

import math
from pathlib import Path
import tempfile

from . import home
from .figures import Figure, Table, number
from .houses import CHANGES, SIZES, devices_in, house_of, save
from .parse import LOADS, compare

_LINEAR = 1.15
"""The exponent up to which growth counts as linear; repeated runs differ by as much."""

_HOME = {
    "set-up loop": "Home Assistant: set-up",
    **{f"{change}, no exchange": f"Home Assistant: {change}" for change in CHANGES},
}
"""What is compared of a whole Home Assistant: event-loop time, polls without their exchange."""


def measure(house: str, short: bool) -> Table:
    """Return how the cost of reading, and of a whole Home Assistant, grows with the devices."""
    sizes = SIZES[:2] if short else SIZES
    devices = [devices_in(house_of(rooms).trees["domain"]) for rooms in sizes]
    costs: dict[str, list[float]] = {}
    for rooms in sizes:
        for what, cost in _of(rooms, short).items():
            costs.setdefault(what, []).append(cost)
    head = ("milliseconds", *(f"{rooms} rooms" for rooms in sizes))
    counts = ("devices", *map(str, devices))
    rows = [(what, *map(number, found)) for what, found in costs.items()]
    return Table(
        "Cost against size, as the power of the number of devices (1 is linear)",
        [
            Figure(what, growth(devices, found), most=None if what == LOADS else _LINEAR)
            for what, found in costs.items()
        ],
        [head, counts, *rows],
    )


def _of(rooms: int, short: bool) -> dict[str, float]:
    """Return the milliseconds that a house of some size costs."""
    read = compare(house_of(rooms).trees["domain"], 5 if short else 50)
    with tempfile.TemporaryDirectory() as folder:
        inside = home.run(save(house_of(rooms), Path(folder)), 2 if short else 20)
    return {**read, **{what: inside[key] for key, what in _HOME.items()}}


def growth(devices: list[int], costs: list[float]) -> float:
    """Return the exponent with which cost grows with the devices; 1 is linear.

    It is the slope of the straight line that fits best with both on a logarithmic scale.
    """
    x = [math.log(number) for number in devices]
    y = [math.log(cost) for cost in costs]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    above = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    return above / sum((a - mean_x) ** 2 for a in x)
