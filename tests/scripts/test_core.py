"""Tests of the start of Home Assistant with a simulated Exchange."""

from pathlib import Path
import subprocess
import sys

import pytest

from scripts.harness import core

ROOT = Path(__file__).parents[2]
LOOK = """
import sys
from pathlib import Path
from scripts.harness import core
core.lead("http://127.0.0.1:1", Path(sys.argv[1]))
from custom_components.wiser_home.api.cloud import gateway
print(gateway.ORIGIN, gateway.__file__)
"""


def _folder(root: Path, text: str) -> Path:
    """Return a configuration folder with an integration that has but a gateway."""
    path = root / "custom_components" / "wiser_home" / "api" / "cloud"
    path.mkdir(parents=True)
    for part in (path, *path.parents[:3]):
        (part / "__init__.py").touch()
    (path / "gateway.py").write_text(text)
    return root


def _run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run Python in the repository."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_replaces_the_address(tmp_path: Path) -> None:
    """Change the very module that Home Assistant will find in its configuration folder."""
    folder = _folder(tmp_path, "from yarl import URL\nORIGIN = URL('https://example.com')\n")

    ended = _run("-c", LOOK, folder)

    assert ended.stdout.split() == [
        "http://127.0.0.1:1",
        str(tmp_path / "custom_components/wiser_home/api/cloud/gateway.py"),
    ]


def test_becomes_home_assistant(tmp_path: Path) -> None:
    """Hand over to Home Assistant with the rest of the command line."""
    folder = _folder(tmp_path, "from yarl import URL\nORIGIN = URL('https://example.com')\n")

    ended = _run(
        "-m", "scripts.harness.core", "http://127.0.0.1:1", "--config", folder, "--version"
    )

    assert (ended.returncode, ended.stdout.count(".")) == (0, 2)


@pytest.mark.parametrize("text", ["", "ORIGIN = 'https://example.com'\n"])
def test_fails_where_there_is_nothing_to_replace(tmp_path: Path, text: str) -> None:
    """Refuse to start rather than to let credentials of a test go to the real address."""
    ended = _run(
        *("-m", "scripts.harness.core", "http://127.0.0.1:1"),
        *("--config", _folder(tmp_path, text), "--version"),
    )

    assert ended.returncode == 1
    assert "has no ORIGIN to replace" in ended.stderr


def test_hurries(tmp_path: Path) -> None:
    """Rest shorter between two requests, as the integration is told."""
    folder = _folder(tmp_path, "from yarl import URL\nORIGIN = URL('https://example.com')\n")
    cloud = folder / "custom_components" / "wiser_home" / "api" / "cloud"
    (cloud / "pace.py").write_text(
        "class Pace:\n    def __init__(self, *, gap=1.0):\n        print('gap', gap)\n"
    )

    ended = _run("-c", f"{LOOK}core.hurry(0.25)\nfrom {core.PACE} import Pace\nPace()\n", folder)

    assert ended.stdout.splitlines()[-1:] == ["gap 0.25"]


def test_fails_where_there_is_no_pace(tmp_path: Path) -> None:
    """Refuse to start rather than to ask as slowly as the real one is asked."""
    folder = _folder(tmp_path, "from yarl import URL\nORIGIN = URL('https://example.com')\n")
    pace = folder / "custom_components" / "wiser_home" / "api" / "cloud" / "pace.py"
    pace.write_text("class Pace:\n    def __init__(self):\n        pass\n")

    ended = _run(
        *("-m", "scripts.harness.core", "http://127.0.0.1:1", "--gap", "0.25"),
        *("--config", folder, "--version"),
    )

    assert ended.returncode == 1
    assert "has no gap to replace" in ended.stderr
