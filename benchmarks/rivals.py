"""Measure our client and an independent one in turns, at the same simulated hub."""

from collections.abc import Iterator
import json
import statistics

from custom_components.wiser_home.const import POLL_INTERVAL
from custom_components.wiser_home.coordinator import RHYTHM

from .figures import Figure
from .processes import hub_process, run_worker


def rhythm_of(hours: float) -> list[list[str]]:
    """Return the trees that each poll of our coordinator reads, for some hours at rest."""
    interval = POLL_INTERVAL.total_seconds()
    due = {tree.value: seconds for tree, seconds in RHYTHM.items()}
    polls = []
    for number in range(int(hours * 3600 / interval)):
        trees = ["domain", *(tree for tree, when in due.items() if when <= (number + 1) * interval)]
        due.update({tree: (number + 1) * interval + RHYTHM_OF[tree] for tree in trees[1:]})
        polls.append(trees)
    return polls


RHYTHM_OF = {tree.value: seconds for tree, seconds in RHYTHM.items()}
_LEAST = {"poll": 8.0}
_NAMES = {
    "first poll": "first poll, all trees",
    "poll": "poll at rest, mean of an hour at each one's rhythm",
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
    rows = [("processor time", "ours", "aiowiserheatapi", "")]
    rows += [(what, f"{ours[key]:.1f} ms", f"{theirs[key]:.1f} ms", "") for key, what in _NAMES.items()]
    rows.append(("memory held", f"{ours['memory']:.0f} kB", f"{theirs['memory']:.0f} kB", ""))
    for key in ("requests an hour", "command, whole", "command, partial"):
        rows.append((f"requests: {key}", f"{ours[key]:.0f}", f"{theirs[key]:.0f}", ""))
    return figures, rows


def _figures(ours: dict[str, float], theirs: dict[str, float]) -> Iterator[Figure]:
    """Yield the ratios, and the counts that have a target of their own."""
    for key, what in _NAMES.items():
        yield Figure(what, theirs[key] / ours[key], "x less", least=_LEAST.get(key))
    yield Figure("memory held", theirs["memory"] / ours["memory"], "x less")
    yield Figure("requests an hour at rest", ours["requests an hour"], most=160, counted=True)
    yield Figure("requests per command, whole answer", ours["command, whole"], most=1, counted=True)
    yield Figure("requests per command, else", ours["command, partial"], most=2, counted=True)
