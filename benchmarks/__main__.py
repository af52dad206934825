"""Run the benchmarks: `python -m benchmarks`, all of them or those that are named."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
import sys
import time

from simulator import load_house

from . import home, hours, imports, parse, polls, size
from .figures import Figure, Table, show


@dataclass(frozen=True)
class Group:
    """A group of benchmarks."""

    what: str
    measure: Callable[[str, bool], Table]


GROUPS = {
    "parse": Group("reading trees, against orjson.loads of the same body", parse.measure),
    "polls": Group("polls, commands and memory, against aiowiserheatapi", polls.measure),
    "home": Group("polls, actions, scenes and set-up inside Home Assistant", home.measure),
    "hours": Group("a year of hours in the long-term statistics", hours.measure),
    "size": Group("cost against the size of the house", size.measure),
    "imports": Group("how long our own modules take to import", imports.measure),
}


def _arguments() -> argparse.Namespace:
    """Return what was asked for."""
    groups = "\n".join(f"  {name:<8} {group.what}" for name, group in GROUPS.items())
    parser = argparse.ArgumentParser(
        prog="scripts/benchmark",
        description="Measure the integration; print each figure beside what is to be reached.\n"
        "A missed target of something counted is an error, of something timed it is not.",
        epilog=f"groups:\n{groups}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("groups", nargs="*", metavar="GROUP", help="what to run (default: all)")
    parser.add_argument(
        "--short",
        action="store_true",
        help="few runs, in less than a minute: the counts are whole, the times are but a hint",
    )
    parser.add_argument(
        "--house",
        default="residence",
        help="a built-in house, a folder of trees or a diagnostics download (default: residence)",
    )
    arguments = parser.parse_args()
    if unknown := set(arguments.groups) - set(GROUPS):
        parser.error(f"no such group: {', '.join(sorted(unknown))}")
    try:
        load_house(arguments.house)
    except (OSError, ValueError, KeyError) as err:
        parser.error(f"no such house: {err}")
    return arguments


def main() -> None:
    """Run the command line."""
    arguments = _arguments()
    start = time.monotonic()
    figures: list[Figure] = []
    for name in arguments.groups or GROUPS:
        table = GROUPS[name].measure(arguments.house, arguments.short)
        show(table)
        figures += table.figures
    missed = [figure for figure in figures if figure.is_missed]
    judged = sum(bool(figure.target) for figure in figures)
    print(f"\n{time.monotonic() - start:.0f} s; {judged - len(missed)} of {judged} targets reached")
    for figure in missed:
        print(f"  missed: {figure.what}: {figure.shown}, target {figure.target}")
    sys.exit(any(figure.counted for figure in missed))


if __name__ == "__main__":
    main()
