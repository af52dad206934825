"""Tests of the zip that HACS unpacks."""

import json
from pathlib import Path
import subprocess
import sys
import zipfile

ROOT = Path(__file__).parents[2]
MANIFEST = json.loads((ROOT / "custom_components" / "wiser_home" / "manifest.json").read_text())


def _release(tag: str) -> subprocess.CompletedProcess[str]:
    """Run the script as a release does."""
    return subprocess.run(
        [sys.executable, ROOT / "scripts" / "release", tag],
        capture_output=True,
        text=True,
        check=False,
    )


def test_zip_has_the_integration_at_its_root() -> None:
    """The files lie as they will in Home Assistant's folder, with nothing compiled."""
    result = _release(f"v{MANIFEST['version']}")

    assert result.returncode == 0, result.stderr
    filename = json.loads((ROOT / "hacs.json").read_text())["filename"]
    with zipfile.ZipFile(ROOT / "dist" / filename) as archive:
        names = archive.namelist()
    assert {"__init__.py", "manifest.json", "brand/icon.png", "api/py.typed"} <= set(names)
    assert "frontend/wiser-home-schedule-card.js" in names
    assert [name for name in names if "__pycache__" in name] == []


def test_tag_must_be_the_version() -> None:
    """A tag that the manifest does not know makes no zip."""
    result = _release("v99.0.0")

    assert result.returncode == 1
    assert MANIFEST["version"] in result.stderr
