"""Run the tests of endurance in their long forms, and tell at the end what was tried."""

import argparse
from collections import Counter
import json
import os
from pathlib import Path
import subprocess
import sys
import tempfile
import time
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]

FOLDERS: Final = {"fuzz": "tests/fuzz", "soak": "tests/soak", "faults": "tests/endurance"}
USUAL: Final = {"fuzz": "5m", "soak": "24", "faults": ""}
ROUND: Final = 200
"""How many examples of each property are tried in one round, of which some minutes are made."""


def run(
    what: str, examples: int = 0, hours: float = 0
) -> tuple[bool, list[dict[str, Counter[str]]]]:
    """Run the tests of a folder, and return whether they passed and what they told."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.jsonl"
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", FOLDERS[what], "--timeout=0", "-q"),
                *("--show-capture=no", "-p", "no:cacheprovider", "-c", "pyproject.toml"),
            ],
            cwd=ROOT,
            env={
                **os.environ,
                "ENDURE_EXAMPLES": str(examples),
                "ENDURE_HOURS": str(hours),
                "ENDURE_REPORT": str(told),
            },
            check=False,
        )
        lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    return done.returncode == 0, [
        {title: Counter(figures) for title, figures in json.loads(line).items()} for line in lines
    ]


def fuzz(amount: str) -> bool:
    """Try so many examples of each property, or new ones until so many minutes are over."""
    if not amount.endswith("m"):
        passed, told = run("fuzz", examples=int(amount))
        rounds = 1
    else:
        end = time.monotonic() + 60 * float(amount.removesuffix("m"))
        passed, told, rounds = True, [], 0
        while passed and time.monotonic() < end:
            passed, more = run("fuzz", examples=ROUND)
            told += more
            rounds += 1
    total: dict[str, Counter[str]] = {}
    for figures in told:
        for title, counted in figures.items():
            total.setdefault(title, Counter()).update(counted)
    print(f"[endure] {rounds} {'round' if rounds == 1 else 'rounds'} of fuzzing")
    for title, counted in total.items():
        print(f"[endure] {title}: {counted.total()}")
        for name, number in sorted(counted.items()):
            print(f"[endure] {name:>24} {number}")
    return passed


def soak(hours: str) -> bool:
    """Let so many hours of simulated time pass, and compare what is held before and after."""
    passed, told = run("soak", hours=float(hours))
    figures = {title: counted for found in told for title, counted in found.items()}
    print(f"[endure] {float(hours):g} hours of simulated time")
    for name, number in sorted(figures.get("soak", Counter()).items()):
        print(f"[endure] {name:>24} {number}")
    start, end = figures.get("soak, start", Counter()), figures.get("soak, end", Counter())
    for name in sorted(start):
        print(f"[endure] {name:>24} {start[name]} -> {end[name]} ({end[name] - start[name]:+d})")
    return passed


def faults(_: str) -> bool:
    """Try every fault on every kind of request, and what happens at the same time."""
    passed, _told = run("faults")
    return passed


RUNNERS: Final = {"fuzz": fuzz, "soak": soak, "faults": faults}


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="scripts/endure", description=__doc__)
    parser.add_argument("what", nargs="?", choices=RUNNERS, help="one of them only")
    parser.add_argument(
        "amount",
        nargs="?",
        help="for fuzz a number of examples, or of minutes as 5m; for soak a number of hours",
    )
    asked = parser.parse_args()
    chosen = [asked.what] if asked.what else list(RUNNERS)
    passed = [RUNNERS[what](asked.amount or USUAL[what]) for what in chosen]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
