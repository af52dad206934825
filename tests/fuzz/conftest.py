"""Choose how much is tried: a short, repeatable run, or a long one by chance.

`scripts/test tests/fuzz --hypothesis-profile long` is the long one.
"""

from collections.abc import Iterator
from unittest.mock import patch

from homeassistant.helpers.entity import Entity
from hypothesis import HealthCheck, settings
import pytest

_COMMON = settings(
    deadline=None,
    suppress_health_check=[
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
    ],
)
settings.register_profile(
    "short", _COMMON, max_examples=150, derandomize=True, database=None, print_blob=True
)
settings.register_profile("long", _COMMON, max_examples=3000, print_blob=True)
settings.load_profile("short")


@pytest.fixture
def _everything_enabled() -> Iterator[None]:
    """Let every entity show itself, also those that are disabled when they are new."""
    with patch.object(Entity, "entity_registry_enabled_default", True):
        yield
