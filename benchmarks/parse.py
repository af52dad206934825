"""Measure the reading of trees: every kind of poll against `orjson.loads` of the same body."""

from collections.abc import Callable
from itertools import count
import statistics
import time
import tracemalloc

import orjson

from custom_components.wiser_home.api.house import House
from simulator import load_house

from .figures import Figure, Table, settle_memory
from .houses import CHANGES, EVERYTHING, ONE_ROOM, UNCHANGED, Tree, devices_in

FIRST = "first poll"
LOADS = "orjson.loads"

_MOST = {FIRST: 8.0, UNCHANGED: 2.0}
_NEW = {UNCHANGED: 1, ONE_ROOM: 2, EVERYTHING: None}
"""How many objects may be new ones; the clock, which never stands still, always is."""


def measure(house: str, short: bool) -> Table:
    """Return what reading the domain tree of a house costs."""
    tree = load_house(house).trees["domain"]
    costs = compare(tree, 25 if short else 300)
    loads = costs.pop(LOADS)
    figures = [
        Figure("devices", devices_in(tree)),
        Figure("body of the domain tree", len(orjson.dumps(tree)) / 1000, "kB"),
        Figure(f"{LOADS} of it", loads, "ms"),
    ]
    for what, cost in costs.items():
        note = f"{cost:.2f} ms, {LOADS} included"
        figures.append(Figure(what, cost / loads, "x loads", most=_MOST.get(what), note=note))
    for change, most in _NEW.items():
        figures.append(
            Figure(f"{change}: objects made anew", _new(tree, change), most=most, counted=True)
        )
    held, raw = _held(tree, _polled_twice), _held(tree, orjson.loads)
    figures.append(Figure("memory held, JSON and records", held / 1000, "kB"))
    figures.append(Figure("memory held, against the JSON alone", held / raw, "x"))
    return Table(f"Reading the domain tree ({house})", figures)


def compare(tree: Tree, times: int) -> dict[str, float]:
    """Return the milliseconds of `orjson.loads`, and of each kind of poll with the decoding.

    They take turns, so that a machine which is slow for a while slows down all of them.
    """
    body = orjson.dumps(tree)
    runs: dict[str, Callable[[], Callable[[], object]]] = {
        LOADS: lambda: lambda: orjson.loads(body),
        FIRST: lambda: _reading(House(), body),
        **{change: _polls(tree, change) for change in CHANGES},
    }
    costs: dict[str, list[float]] = {what: [] for what in runs}
    for _ in range(times):
        for what, prepare in runs.items():
            run = prepare()
            start = time.process_time()
            run()
            costs[what].append(time.process_time() - start)
    return {what: statistics.median(found) * 1000 for what, found in costs.items()}


def _reading(house: House, body: bytes) -> Callable[[], object]:
    """Return what lets a house read a body."""
    return lambda: house.read_domain(orjson.loads(body))


def _polls(tree: Tree, change: str) -> Callable[[], Callable[[], object]]:
    """Return what prepares one poll after the other of a house, each with a change."""
    house = House()
    steps = count()
    bodies = [orjson.dumps(CHANGES[change](tree, step)) for step in range(2)]
    for _ in bodies:
        _reading(house, bodies[next(steps) % 2])()
    return lambda: _reading(house, bodies[next(steps) % 2])


def _new(tree: Tree, change: str) -> int:
    """Return how many objects another poll makes anew."""
    house = House()
    before = house.read_domain(orjson.loads(orjson.dumps(tree)))
    return len(house.read_domain(CHANGES[change](tree, 1)).changes_since(before))


def _held(tree: Tree, read: Callable[[bytes], object]) -> int:
    """Return the bytes that are held by what a body is read into."""
    body = orjson.dumps(tree)
    read(body)
    settle_memory()
    tracemalloc.start()
    kept = read(body)
    settle_memory()
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert kept is not None
    return held


def _polled_twice(body: bytes) -> House:
    """Return a house after two polls."""
    house = House()
    for _ in range(2):
        house.read_domain(orjson.loads(body))
    return house
