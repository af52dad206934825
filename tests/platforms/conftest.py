"""Fixtures of the platform tests."""

from collections.abc import Iterator
from unittest.mock import PropertyMock, patch

import pytest


@pytest.fixture
def entity_registry_enabled_by_default() -> Iterator[None]:
    """Enable also the entities that are disabled by default."""
    with patch(
        "homeassistant.helpers.entity.Entity.entity_registry_enabled_default",
        PropertyMock(return_value=True),
    ):
        yield
