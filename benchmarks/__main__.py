"""Run the benchmarks: `python -m benchmarks`, all of them or those that are named."""

import argparse
from collections.abc import Callable
from pathlib import Path
import sys
import tempfile
import time

from . import client, imports, rivals, size
from .figures import Figure, show, show_columns
from .houses import SIZES, house_of, residence, save
from .processes import hub_process, run_worker

_LARGEST_HOME = 100
"""Rooms of the largest house that a whole Home Assistant is measured with.

It takes 10000 entities of an entry and no more; a house of 300 rooms has more than that.
"""


def _client(quick: bool) -> list[Figure]:
    """Measure the parser."""
    figures = list(client.measure(100 if quick else 300))
    show("Parsing the residence", figures)
    return figures


def _rivals(quick: bool) -> list[Figure]:
    """Measure against another client."""
    figures, rows = rivals.measure(1 if quick else 3, 10 if quick else 25)
    show("Against aiowiserheatapi, at the residence's hub, processor time", figures)
    print()
    show_columns(rows)
    return figures


def _inside(quick: bool) -> list[Figure]:
    """Measure inside Home Assistant."""
    with hub_process(residence().name) as address:
        found = run_worker("inside", address, residence().name, "10" if quick else "30")
    figures = [
        Figure("states", found["entities"]),
        Figure("set-up of the entry, the first with all imports", found["first set-up"], "ms"),
        Figure("set-up of the entry, afterwards", found["set-up"], "ms"),
        Figure("of this event-loop time", found["set-up loop"], "ms"),
        Figure("exchange of the domain tree alone, loop time", found["exchange"], "ms"),
        Figure("unchanged poll, exchange included, loop time", found["clock"], "ms"),
        Figure("states it writes", found["clock writes"], most=0, counted=True),
        Figure("one changed room, loop time", found["room"], "ms"),
        Figure("states it writes", found["room writes"], most=2, counted=True),
        Figure("everything changed, loop time", found["everything"], "ms"),
        Figure("states it writes", found["everything writes"]),
        Figure("action to visible state, whole answer", found["command whole"], "ms"),
        Figure("requests it costs", found["command whole requests"], most=1, counted=True),
        Figure("action to visible state, else", found["command partial"], "ms"),
        Figure("requests it costs", found["command partial requests"], most=2, counted=True),
        Figure("scene over ten rooms", found["scene"], "ms"),
        Figure("requests it costs", found["scene requests"], most=11, counted=True),
        Figure("scene that restores ten rooms whole", found["restored scene"], "ms"),
        Figure("requests it costs", found["restored scene requests"]),
    ]
    show("Inside Home Assistant, the residence", figures)
    return figures


def _size(quick: bool) -> list[Figure]:
    """Measure against the size of the house, the parser alone and a whole Home Assistant."""
    parsed = list(size.measure(40 if quick else 100))
    columns = {f"{what}, ms": found for what, found in _by_kind([row[2] for row in parsed]).items()}
    devices = [row[1] for row in parsed]
    rooms = [row[0] for row in parsed]
    homes = [number for number in SIZES if number <= _LARGEST_HOME]
    measured = [_home(number) for number in homes]
    columns |= {what: [home[key] for home in measured] for key, what in _HOME.items()}
    head = ("", *(f"{number} rooms" for number in rooms), "growth")
    rows = [head, ("devices", *map(str, devices), "")]
    figures = []
    for what, values in columns.items():
        figure = Figure(f"growth of {what}", size.growth(devices[: len(values)], values), most=1.15)
        figures.append(figure)
        shown = [f"{value:.2f}" for value in values] + [""] * (len(rooms) - len(values))
        verdict = "MISSED" if figure.is_missed else "ok"
        rows.append((what, *shown, f"{figure.value:.2f} {verdict}"))
    print("\nCost against size; growth is the exponent, 1 is linear (≤ 1.15 counts as such)")
    show_columns(rows)
    return figures


_HOME = {
    "set-up loop": "Home Assistant: set-up, ms",
    "clock": "Home Assistant: unchanged poll, ms",
    "room": "Home Assistant: one changed room, ms",
    "everything": "Home Assistant: everything changed, ms",
}


def _by_kind(rows: list[dict[str, float]]) -> dict[str, list[float]]:
    """Return the values of each kind."""
    return {what: [row[what] for row in rows] for what in rows[0]}


def _home(rooms: int) -> dict[str, float]:
    """Return what a house of some size costs in a Home Assistant."""
    with tempfile.TemporaryDirectory() as folder:
        house = save(house_of(rooms), Path(folder))
        with hub_process(house) as address:
            return run_worker("inside", address, house, "5")


def _imports(quick: bool) -> list[Figure]:
    """Measure how long our own modules take to import."""
    figures = list(imports.measure(3 if quick else 7))
    show("Import of our own modules, Home Assistant imported first", figures)
    return figures


_PARTS: dict[str, Callable[[bool], list[Figure]]] = {
    "client": _client,
    "rivals": _rivals,
    "inside": _inside,
    "size": _size,
    "imports": _imports,
}


def main() -> None:
    """Run the command line; a missed target of what is counted, and not timed, is an error."""
    parser = argparse.ArgumentParser(prog="scripts/benchmark", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(_PARTS)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="fewer runs, for a first look")
    arguments = parser.parse_args()
    if unknown := set(arguments.parts) - set(_PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    start = time.monotonic()
    figures: list[Figure] = []
    for part in arguments.parts or _PARTS:
        figures += _PARTS[part](arguments.quick)
    missed = [figure for figure in figures if figure.is_missed]
    print(f"\n{time.monotonic() - start:.0f} s; {len(missed)} targets missed")
    for figure in missed:
        print(f"  {figure.what}: {figure.value:.2f}, target {figure.target}")
    sys.exit(any(figure.counted for figure in missed))


if __name__ == "__main__":
    main()
