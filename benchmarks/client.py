"""Measure the parser: every kind of poll against `orjson.loads` of the same body."""

from collections.abc import Callable, Iterator
from itertools import count, cycle
import tracemalloc

import orjson

from custom_components.wiser_home.api.local.house import House

from .figures import Figure, median_ms, settle_memory
from .houses import Tree, clock_moved, devices_in, everything_changed, residence, room_changed

type _Change = Callable[[Tree, int], Tree]

CHANGES: dict[str, _Change] = {
    "unchanged poll": clock_moved,
    "one changed room": room_changed,
    "everything changed": everything_changed,
}
_ROUNDS = 5


def measure(times: int) -> Iterator[Figure]:
    """Yield what parsing costs for the large simulated house."""
    tree = residence().trees["domain"]
    loads, costs = compare(tree, times)
    yield Figure("devices", devices_in(tree), least=100, counted=True)
    yield Figure("body of the domain tree", len(orjson.dumps(tree)) / 1000, "kB")
    yield Figure("orjson.loads of it", loads, "ms")
    most = {"first parse": 8.0, "unchanged poll": 2.0}
    for what, cost in costs.items():
        note = f"{cost:.2f} ms, orjson.loads included"
        yield Figure(what, cost / loads, "x loads", most=most.get(what), note=note)
    held, raw = _held(tree)
    yield Figure("memory held, JSON and records", held / 1000, "kB")
    yield Figure("that is, against the JSON alone", held / raw, "x")


def compare(tree: Tree, times: int) -> tuple[float, dict[str, float]]:
    """Return the milliseconds of `orjson.loads`, and of each kind of poll with the decoding.

    Both are measured in turns, so that a machine which is busy for a while slows down both.
    """
    body = orjson.dumps(tree)
    rounds: list[tuple[float, dict[str, float]]] = []
    each = max(1, times // _ROUNDS)
    for _ in range(_ROUNDS):
        loads = median_ms(orjson.loads, lambda: body, each * 2)
        costs = {
            "first parse": median_ms(
                lambda house: house.read_domain(orjson.loads(body)), House, each
            )
        }
        for what, change in CHANGES.items():
            costs[what] = _poll_ms(tree, change, each)
        rounds.append((loads, costs))
    rounds.sort(key=lambda found: found[1]["first parse"])
    return (
        _middle([loads for loads, _ in rounds]),
        {what: _middle([costs[what] for _, costs in rounds]) for what in rounds[0][1]},
    )


def _middle(values: list[float]) -> float:
    """Return the median of an odd number of values."""
    return sorted(values)[len(values) // 2]


def _poll_ms(tree: Tree, change: _Change, times: int) -> float:
    """Return the milliseconds of a poll that finds a change since the one before it."""
    steps = count(1)
    bodies = cycle([orjson.dumps(change(tree, next(steps))) for _ in range(2)])
    house = House()
    for _ in range(2):
        house.read_domain(orjson.loads(next(bodies)))
    return median_ms(
        lambda body: house.read_domain(orjson.loads(body)), lambda: next(bodies), times
    )


def _held(tree: Tree) -> tuple[int, int]:
    """Return the bytes that a house holds after two polls, and those of its JSON alone."""
    body = orjson.dumps(tree)
    House().read_domain(orjson.loads(body))
    sizes = []
    for read in (_parsed, orjson.loads):
        settle_memory()
        tracemalloc.start()
        kept = read(body)
        settle_memory()
        sizes.append(tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()
        del kept
    return sizes[0], sizes[1]


def _parsed(body: bytes) -> House:
    """Return a house after two polls."""
    house = House()
    for _ in range(2):
        house.read_domain(orjson.loads(body))
    return house
