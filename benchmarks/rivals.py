"""Measure our client and an independent one in turns, at the same simulated hub."""

from collections.abc import Iterator
import json
import statistics

from custom_components.wiser_home.const import POLL_INTERVAL
from custom_components.wiser_home.coordinator import RHYTHM

from .figures import Figure
from .processes import hub_process, run_worker

_INTERVAL = POLL_INTERVAL.total_seconds()


def rhythm_of(hours: float) -> list[list[str]]:
    """Return the trees that each poll of our coordinator reads, for some hours at rest."""
    due = dict.fromkeys(RHYTHM, 0.0)
    polls = []
    for number in range(int(hours * 3600 / _INTERVAL)):
        now = number * _INTERVAL
        trees = [tree for tree, moment in due.items() if moment <= now]
        due.update({tree: now + RHYTHM[tree] for tree in trees})
        polls.append(["domain", *(tree.value for tree in trees)])
    return polls


_LEAST = {"poll": 8.0}
_COUNTS = {
    "memory": "memory held",
    "requests an hour": "requests an hour at rest",
    "command, whole": "requests per command, whole answer",
    "command, partial": "requests per command, else",
}
_NAMES = {
    "first poll": "first poll, all trees",
    "poll": "poll at rest, mean of an hour at each one's rhythm",
    "domain": "poll at rest, domain tree only where a client can",
    "room": "poll with one changed room",
    "everything": "poll with everything changed",
}


def measure(turns: int, times: int) -> tuple[list[Figure], list[tuple[str, ...]]]:
    """Return how often more the other client costs, and a table of both."""
    rhythm = json.dumps(rhythm_of(1))
    runs: dict[str, list[dict[str, float]]] = {"ours": [], "theirs": []}
    for _ in range(turns):
        for name, found in runs.items():
            with hub_process("residence") as address:
                found.append(run_worker("rival", name, address, rhythm, str(times)))
    ours, theirs = (
        {key: statistics.median(run[key] for run in found) for key in found[0]}
        for found in runs.values()
    )
    figures = list(_figures(ours, theirs))
    rows: list[tuple[str, ...]] = [("", "ours", "aiowiserheatapi", "")]
    for key, what in {**_NAMES, **_COUNTS}.items():
        rows.append((what, _number(key, ours[key]), _number(key, theirs[key]), ""))
    return figures, rows


def _number(key: str, value: float) -> str:
    """Return a number with its unit."""
    if key == "memory":
        return f"{value:.0f} kB"
    return f"{value:.0f}" if key in _COUNTS else f"{value:.1f} ms"


def _figures(ours: dict[str, float], theirs: dict[str, float]) -> Iterator[Figure]:
    """Yield the ratios, and the counts that have a target of their own."""
    for key, what in _NAMES.items():
        yield Figure(what, theirs[key] / ours[key], "x less", least=_LEAST.get(key))
    yield Figure(
        "what a bare exchange and orjson.loads would reach",
        theirs["domain"] / ours["bare"],
        "x less",
        note="no client with these two can need less",
    )
    yield Figure("memory held", theirs["memory"] / ours["memory"], "x less")
    for key, most in (("requests an hour", 160), ("command, whole", 1), ("command, partial", 2)):
        yield Figure(_COUNTS[key], ours[key], most=most, counted=True)
