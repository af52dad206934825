"""Fixtures of the static tests."""

import pytest


@pytest.fixture(autouse=True)
def _enable_custom_integrations() -> None:
    """Do without a Home Assistant, which every other test starts."""
