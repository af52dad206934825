"""Say how much the tests of endurance try, and tell what they tried.

They are short and repeatable among the other tests; `scripts/endure` asks for more by the
environment, and then chance decides what is tried.
"""

from collections.abc import Mapping
import json
import os
from pathlib import Path
from typing import Final

from hypothesis import HealthCheck, Phase, settings
import pytest

EXAMPLES: Final = int(os.environ.get("ENDURE_EXAMPLES", "0"))
"""How many examples a property is tried with; 0 is the short form."""
HOURS: Final = float(os.environ.get("ENDURE_HOURS", "0"))
"""How many hours are simulated; 0 is the short form."""
REPORT: Final = os.environ.get("ENDURE_REPORT")
"""The file to which what was tried is added, for the command that adds it up."""

SET_UP_SHARE: Final = 10
"""A property of Home Assistant takes about as long as so many of the client."""


def tries(short: int, share: int = 1) -> settings:
    """Return how a property is tried, with so many examples in the short form."""
    return settings(
        max_examples=max(1, EXAMPLES // share) if EXAMPLES else short,
        deadline=None,
        derandomize=not EXAMPLES,
        database=None,
        print_blob=True,
        phases=tuple(phase for phase in Phase if phase is not Phase.explain),
        suppress_health_check=[
            HealthCheck.data_too_large,
            HealthCheck.function_scoped_fixture,
            HealthCheck.too_slow,
        ],
    )


def report(
    terminal: pytest.TerminalReporter, title: str, figures: Mapping[str, int | float]
) -> None:
    """Tell what was tried, on the terminal and to the command that asked for more."""
    if not figures:
        return
    terminal.write_sep("-", f"{title}: {sum(figures.values())}")
    for name, number in sorted(figures.items()):
        terminal.write_line(f"{name:>24} {number}")
    if REPORT is not None:
        with Path(REPORT).open("a", encoding="utf-8") as file:
            file.write(json.dumps({title: dict(figures)}) + "\n")
