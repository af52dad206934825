"""Tell what a soak found."""

import pytest

from tests.endure import report

from .figures import TOLD


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell the figures at the start and at the end, and what happened between them."""
    for title, figures in TOLD.items():
        report(terminalreporter, title, figures)
