"""The quality scale is judged rule by rule, with evidence where there can be any."""

from collections.abc import Callable, Mapping
from importlib.resources import files
import re
from typing import Any, Final

from homeassistant.util.yaml import load_yaml_dict
import pytest

from .flows import flows
from .scale import TIERS
from .source import COMPONENT, OUTSIDE, ROOT, load

_JUDGED: Final[Mapping[str, Any]] = dict(load_yaml_dict(COMPONENT / "quality_scale.yaml")["rules"])
_OTHER: Final = "homewizard"
"""An integration of Home Assistant that is judged by the newest rules."""

_STATUS: Final = {
    rule: judged if isinstance(judged, str) else judged["status"]
    for rule, judged in _JUDGED.items()
}


def _source(*words: str) -> Callable[[], bool]:
    """Return what tells whether the code has these words."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in OUTSIDE)
    return lambda: all(word in text for word in words)


def _file(*names: str) -> Callable[[], bool]:
    """Return what tells whether the integration has these files."""
    return lambda: all((COMPONENT / name).is_file() for name in names)


def _heading(words: str) -> Callable[[], bool]:
    """Return what tells whether the documentation has a heading with one of these words."""
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages if page.is_file())
    headings = "\n".join(line for line in text.splitlines() if line.startswith("#"))
    return lambda: re.search(words, headings, re.IGNORECASE) is not None


def _tests(name: str, *words: str) -> Callable[[], bool]:
    """Return what tells whether tests in files of a name speak of these words."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob(name))
    return lambda: bool(text) and all(word in text for word in words)


_EVIDENCE: Final[Mapping[str, Callable[[], bool]]] = {
    "action-setup": _source("async_setup(hass", "_service("),
    "brands": _file("brand/icon.png"),
    "common-modules": _file("coordinator.py", "entity.py"),
    "config-entry-unloading": _source("async_unload_entry"),
    "config-flow": _file("config_flow.py", "translations/en.json"),
    "config-flow-test-coverage": _tests("test_config_flow*.py", "reauth", "reconfigure", "dhcp"),
    "diagnostics": _file("diagnostics.py"),
    "discovery": lambda: bool({"zeroconf", "dhcp"} & set(load("manifest.json"))),
    "discovery-update-info": _source("_abort_if_unique_id_configured(updates="),
    "docs-actions": _heading("action"),
    "docs-conditions": _heading("condition"),
    "docs-configuration-parameters": _heading("option|configuration|preferences"),
    "docs-data-update": _heading("up to date|update"),
    "docs-examples": _heading("example"),
    "docs-high-level-description": _heading("Wiser Home"),
    "docs-installation-instructions": _heading("install"),
    "docs-installation-parameters": _heading("set up|setup"),
    "docs-known-limitations": _heading("limitation"),
    "docs-removal-instructions": _heading("remov"),
    "docs-supported-devices": _heading("device|need|appears"),
    "docs-supported-functions": _heading("appears|function|entit"),
    "docs-triggers": _heading("trigger"),
    "docs-troubleshooting": _heading("wrong|troubleshoot"),
    "docs-use-cases": _heading("use|example"),
    "entity-translations": _file("translations/en.json"),
    "exception-translations": lambda: bool(load("translations/en.json").get("exceptions")),
    "has-entity-name": _source("_attr_has_entity_name = True"),
    "icon-translations": _file("icons.json"),
    "inject-websession": _source("async_get_clientsession(hass)"),
    "integration-owner": lambda: bool(load("manifest.json")["codeowners"]),
    "parallel-updates": _source("PARALLEL_UPDATES = "),
    "reauthentication-flow": _source("async_step_reauth_confirm"),
    "reconfiguration-flow": _source("async_step_reconfigure"),
    "repair-issues": _file("repairs.py"),
    "runtime-data": _source("entry.runtime_data = "),
    "stale-devices": _source("async_remove_config_entry_device"),
    "strict-typing": _file("api/py.typed"),
    "test-before-setup": _source("async_config_entry_first_refresh"),
    "unique-config-entry": _source("async_set_unique_id"),
}
"""What must be there where a rule is kept; the other rules have tests of behaviour."""


def test_every_rule_is_judged() -> None:
    """There are 54 rules, and each is judged once."""
    rules = [rule for tier in TIERS.values() for rule in tier]
    assert len(rules) == len(set(rules)) == 54
    assert set(_JUDGED) == set(rules)


def test_rules_are_those_of_home_assistant() -> None:
    """An integration of the installed Home Assistant is judged by the same rules."""
    theirs = load_yaml_dict(str(files("homeassistant") / f"components/{_OTHER}/quality_scale.yaml"))
    assert set(_JUDGED) == set(theirs["rules"])


def test_rules_are_in_the_order_of_the_scale() -> None:
    """The tiers follow each other."""
    tiers = [tier for rule in _JUDGED for tier, rules in TIERS.items() if rule in rules]
    assert tiers == sorted(tiers, key=list(TIERS).index)


@pytest.mark.parametrize("rule", sorted(_JUDGED))
def test_judgement_is_one_of_three(rule: str) -> None:
    """A rule is kept, is to be kept, or does not apply; then it says why."""
    assert _STATUS[rule] in {"done", "todo", "exempt"}
    assert _STATUS[rule] != "exempt" or len(_JUDGED[rule]["comment"]) > 20


@pytest.mark.parametrize("rule", sorted(_EVIDENCE))
def test_kept_rule_has_evidence(rule: str) -> None:
    """A rule that is said to be kept has left something to see."""
    assert _STATUS[rule] != "done" or _EVIDENCE[rule]()


def test_nothing_is_exempt_that_exists() -> None:
    """Documentation of actions is not spared once there are some."""
    without_actions = not (COMPONENT / "services.yaml").exists()
    exempt = {rule for rule in ("action-setup", "docs-actions") if _STATUS[rule] == "exempt"}
    assert exempt == ({"action-setup", "docs-actions"} if without_actions else set())
    options = _STATUS["docs-configuration-parameters"]
    assert (options == "exempt") is ("options" not in flows())


def test_claimed_tier_is_reached() -> None:
    """The manifest claims a tier only when every rule up to it is kept."""
    claimed = load("manifest.json").get("quality_scale", "custom")
    order = ["custom", *TIERS]
    tiers = order[1 : order.index(claimed) + 1]
    assert [rule for tier in tiers for rule in TIERS[tier] if _STATUS[rule] == "todo"] == []
