"""Choose how much is tried: a short, repeatable run, or a long one by chance.

`scripts/endure fuzz` is the long one; it says by the environment how many examples it wants.
"""

from collections.abc import Iterator
from unittest.mock import patch

from homeassistant.helpers.entity import Entity
import pytest

from tests.endure import report

from .mutations import TRIED


@pytest.fixture
def _everything_enabled() -> Iterator[None]:
    """Let every entity show itself, also those that are disabled when they are new."""
    with patch.object(Entity, "entity_registry_enabled_default", True):
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what was tried."""
    report(terminalreporter, "mutations tried", TRIED)
