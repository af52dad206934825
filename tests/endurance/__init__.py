"""Tests of what a hub and its users do to the integration in the long run."""

import pytest

pytest.register_assert_rewrite(f"{__name__}.cells", f"{__name__}.trial")
