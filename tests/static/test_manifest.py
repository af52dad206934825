"""The manifest, and what has to agree with it."""

import json
import tomllib

from custom_components.wiser_home.const import DOMAIN

from .source import COMPONENT, ROOT, load

_MANIFEST = load("manifest.json")
_HACS = json.loads((ROOT / "hacs.json").read_text())
_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_keys_are_in_order() -> None:
    """The domain and the name come first, the rest follows by the alphabet."""
    rest = sorted(set(_MANIFEST) - {"domain", "name"})
    assert list(_MANIFEST) == ["domain", "name", *rest]


def test_everything_that_hacs_needs_is_there() -> None:
    """HACS takes no integration without these."""
    needed = {"codeowners", "documentation", "domain", "issue_tracker", "name", "version"}
    assert {key for key in needed if _MANIFEST.get(key)} == needed


def test_domain_is_everywhere_the_same() -> None:
    """The folder, the constant, the manifest and the zip have one domain."""
    assert _MANIFEST["domain"] == DOMAIN == COMPONENT.name
    assert _HACS["filename"] == f"{DOMAIN}.zip"
    assert _HACS["name"] == _MANIFEST["name"]


def test_version_is_everywhere_the_same() -> None:
    """A release has one version."""
    assert _MANIFEST["version"] == _PROJECT["project"]["version"]


def test_addresses_are_everywhere_the_same() -> None:
    """The project has one home."""
    assert _PROJECT["project"]["urls"]["Homepage"] == _MANIFEST["documentation"]
    assert _PROJECT["project"]["urls"]["Issues"] == _MANIFEST["issue_tracker"]


def test_client_needs_no_package_of_its_own() -> None:
    """Nothing is installed beside what comes with Home Assistant."""
    assert _MANIFEST["requirements"] == []


def test_hacs_knows_only_its_own_keys() -> None:
    """HACS refuses a file with other keys."""
    known = {"country", "filename", "hacs", "hide_default_branch", "homeassistant", "name"}
    assert not set(_HACS) - known - {"content_in_root", "persistent_directory", "zip_release"}


def test_minimum_version_is_the_one_that_is_tested() -> None:
    """Who installs it has at least the Home Assistant it was tested with."""
    tested = (ROOT / "requirements_test.txt").read_text().splitlines()
    assert f"homeassistant=={_HACS['homeassistant']}" in tested
