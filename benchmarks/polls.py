"""Measure our client and an independent one in turns, at the same simulated hub."""

import json

from custom_components.wiser_home.api.local.hub import RHYTHM

from .figures import Figure, Table, number
from .houses import CHANGES
from .processes import hub_process, run_worker

_TIMES = {"first poll": "first poll, all trees", **{change: change for change in CHANGES}}
_COUNTS = {
    "requests": "requests per hour at rest",
    "whole": "requests per command, answered with the object",
    "partial": "requests per command, else",
}
_MOST = {"requests": 160, "whole": 1, "partial": 2}


def rhythm_of(seconds: int) -> list[list[str]]:
    """Return the trees that each of our polls reads, for some time at rest."""
    often = int(min(RHYTHM.values()))
    return [
        [tree.value for tree, every in RHYTHM.items() if now % every == 0]
        for now in range(0, seconds, often)
    ]


def measure(house: str, short: bool) -> Table:
    """Return how often more the other client costs, and a table of both."""
    with hub_process(house) as address:
        rhythm = json.dumps(rhythm_of(3600))
        found = run_worker(
            "clients", address, house, rhythm, *(("5", "1") if short else ("40", "5"))
        )
    ours, theirs, bare = (found[name] for name in ("ours", "theirs", "bare"))
    figures = [
        Figure("poll at rest, each at its rhythm", theirs["poll"] / ours["poll"], "x less", least=8)
    ]
    for key, what in _TIMES.items():
        figures.append(Figure(what, theirs[key] / ours[key], "x less"))
    figures.append(
        Figure(
            "an exchange and orjson.loads alone",
            theirs["poll"] / bare["poll"],
            "x less",
            note="what no client with these two can surpass",
        )
    )
    figures.append(Figure("memory held", theirs["memory"] / ours["memory"], "x less"))
    for key, what in _COUNTS.items():
        figures.append(Figure(what, ours[key], most=_MOST[key], counted=True))
    return Table(
        f"Against aiowiserheatapi at the same hub, processor time ({house})",
        figures,
        [
            ("", "ours", "aiowiserheatapi", "a bare exchange"),
            _row("poll at rest, each at its rhythm", "poll", found, "ms"),
            *(_row(what, key, found, "ms") for key, what in _TIMES.items()),
            _row("memory held", "memory", found, "kB"),
            *(_row(what, key, found, "") for key, what in _COUNTS.items()),
        ],
    )


def _row(
    what: str, key: str, found: dict[str, dict[str, float]], unit: str
) -> tuple[str, str, str, str]:
    """Return a row of the table of clients."""
    cells = (
        f"{number(costs[key])} {unit}".rstrip() if key in costs else "" for costs in found.values()
    )
    ours, theirs, bare = cells
    return what, ours, theirs, bare
