"""Find the houses that were captured of real hubs; they are nobody's to give away."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "shared" / "payloads" / "hubs"

CAPTURED = [pytest.param(str(folder), id=folder.name) for folder in sorted(FOLDER.glob("*/"))] or [
    pytest.param("", marks=pytest.mark.skip(reason="there are no captured houses here"))
]
"""The paths of the captured houses, as parameters of a test."""
