"""Tests of what a developer sees of a downloaded contract."""

from collections.abc import Callable
import json
from pathlib import Path
import subprocess
import sys

import pytest

from custom_components.wiser_home.api.cloud.products import ENERGY_DATA, PRODUCTS
from scripts.harness import check_openapi
from tests.api.cloud.documents import assumed, other, swagger

ROOT = Path(__file__).parents[2]


type Run = Callable[..., tuple[object, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs the script with a file and returns its status and what it prints."""

    def running(text: str, *arguments: str) -> tuple[object, str]:
        """Run it with a file that holds a text."""
        file = tmp_path / "contract"
        file.write_text(text, encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["check_openapi", str(file), *arguments])
        with pytest.raises(SystemExit) as stopped:
            check_openapi.main()
        return stopped.value.code, capsys.readouterr().out

    return running


@pytest.mark.parametrize("key", PRODUCTS)
def test_table_that_is_right(run: Run, key: str) -> None:
    """Nothing is to be done where the contract says the same."""
    status, printed = run(swagger(PRODUCTS[key]), "--product", key)
    assert status == 0
    assert "Otherwise than in the table: 0\n" in printed
    assert "Endpoints not found: 0\n" in printed
    assert "subscription key: ?apikey" in printed


def test_table_that_is_wrong(run: Run) -> None:
    """Every difference is shown with what the table has and where that came from."""
    status, printed = run(json.dumps(other()))
    assert status == 1
    assert "14 of 22 endpoints found at https://api.exchange.se.com/v2/homes" in printed
    assert "     -> /v2/homes\n" in printed
    assert "subscription key: X-SE-Key" in printed
    lines = printed.splitlines()
    start = lines.index("  plugs.set (assumed)")
    assert lines[start + 1].split()[:2] == ["PATCH", "/hubs/{urn}/smartplugs/{device}"]
    assert lines[start + 2].split()[:3] == ["->", "POST", "/gateways/{urn}/outlets/{device}/state"]
    assert "'state': 'control.state'" in lines[start + 2]
    assert "  sensors.list: not_found" in lines
    assert "  GET /gateways/{gateway-id}/rooms/{roomId}  getRoom" in lines


def test_contract_of_another_product(run: Run) -> None:
    """What is wrong with the file is said instead of a difference."""
    status, printed = run(json.dumps(assumed(ENERGY_DATA)))
    assert str(status).endswith(f"is that of {ENERGY_DATA.name}, not of Wiser Home Essential")
    assert printed == ""


def test_command_line(tmp_path: Path) -> None:
    """A file that is not there ends it with words and not with a traceback."""
    result = subprocess.run(
        [sys.executable, "-m", "scripts.harness.check_openapi", tmp_path / "nothing.yaml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "nothing.yaml" in result.stderr
    assert "Traceback" not in result.stderr
