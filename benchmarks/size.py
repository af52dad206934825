"""Measure how cost grows with the size of the house."""

from collections.abc import Iterator
import math

from .client import compare
from .houses import SIZES, devices_in, house_of


def measure(times: int) -> Iterator[tuple[int, int, dict[str, float]]]:
    """Yield rooms, devices and the milliseconds of each kind of poll, for every size."""
    for rooms in SIZES:
        tree = house_of(rooms).trees["domain"]
        loads, costs = compare(tree, max(10, times // max(1, rooms // 10)))
        yield rooms, devices_in(tree), {"orjson.loads": loads, **costs}


def growth(devices: list[int], costs: list[float]) -> float:
    """Return the exponent with which cost grows with the devices; 1 is linear.

    It is the slope of the straight line that fits best with both on a logarithmic scale.
    """
    x = [math.log(number) for number in devices]
    y = [math.log(cost) for cost in costs]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    above = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    return above / sum((a - mean_x) ** 2 for a in x)
