"""Choose how much is tried: a short, repeatable run, or a long one by chance.

`scripts/endure fuzz` is the long one; it says by the environment how many examples it wants.
"""

import pytest

from tests.endure import report

from .mutations import TRIED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what was tried."""
    report(terminalreporter, "mutations tried", TRIED)
