"""The pages have what the quality scale asks for, and their links lead somewhere."""

from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from homeassistant.util.yaml import load_yaml_dict
import pytest

from custom_components.wiser_home.const import PLATFORMS
from scripts.harness import entity_table

from .pages import BLUEPRINTS, DOCS, PAGES, README, ROOT, anchors, headings, label, links, text

_REPOSITORY: Final = "https://github.com/seed-73358b93/wiser-home"

_WHERE: Final = {
    "docs-actions": (DOCS / "actions.md", "Actions"),
    "docs-configuration-parameters": (README, "Options"),
    "docs-data-update": (DOCS / "data-update.md", "How it stays up to date"),
    "docs-examples": (DOCS / "examples.md", "Examples"),
    "docs-high-level-description": (README, "Wiser Home for Home Assistant"),
    "docs-installation-instructions": (README, "Install"),
    "docs-installation-parameters": (README, "Set up"),
    "docs-known-limitations": (DOCS / "known-limitations.md", "Known limitations"),
    "docs-removal-instructions": (README, "Remove"),
    "docs-supported-devices": (DOCS / "supported-devices.md", "Supported devices"),
    "docs-supported-functions": (DOCS / "supported-functions.md", "Supported functions"),
    "docs-troubleshooting": (DOCS / "troubleshooting.md", "Troubleshooting"),
    "docs-use-cases": (DOCS / "use-cases.md", "Use cases"),
}
"""Where each rule about documentation is kept, by page and heading."""

_JUDGED: Final[dict[str, Any]] = dict(
    load_yaml_dict(ROOT / "custom_components" / "wiser_home" / "quality_scale.yaml")["rules"]
)
_ASKED: Final = [
    rule
    for rule, judged in _JUDGED.items()
    if rule.startswith("docs-") and "exempt" not in str(judged)
]
"""The rules about documentation that this project does not claim to be exempt from."""


@pytest.mark.parametrize("rule", _WHERE)
def test_rule_has_heading(rule: str) -> None:
    """Every rule about documentation has its heading."""
    page, heading = _WHERE[rule]
    assert heading in headings(page)


def test_every_rule_has_its_place() -> None:
    """Every rule about documentation that is claimed to be kept is kept somewhere."""
    assert set(_ASKED) <= set(_WHERE)


@pytest.mark.parametrize("page", PAGES, ids=label)
def test_links_resolve(page: Path) -> None:
    """Links inside the repository lead to files and headings that are there."""
    inside = {link for link in links(page) if not link.startswith("https://")}
    for link in inside:
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_is_linked() -> None:
    """The README leads to every page."""
    linked = {(README.parent / link).resolve() for link in links(README) if "://" not in link}
    assert set(PAGES) - {README} <= linked


def test_every_image_is_shown() -> None:
    """The pages show every image, and none is so large that a page is slow to open."""
    images = set((DOCS / "images").iterdir())
    shown = {(page.parent / link).resolve() for page in PAGES for link in links(page)}
    assert len(images) == 6
    assert images <= shown
    assert max(image.stat().st_size for image in images) < 150_000


def test_every_blueprint_can_be_imported() -> None:
    """The README has an import link for every blueprint, at the place it says it comes from."""
    for path in BLUEPRINTS.glob("*.yaml"):
        source = f"{_REPOSITORY}/blob/main/{label(path)}"
        assert f"source_url: {source}\n" in text(path)
        link = "https://my.home-assistant.io/redirect/blueprint_import/?blueprint_url="
        assert link + quote(source, safe="") in links(README)


def test_entity_table_is_current() -> None:
    """The table of entities is what the descriptions say; the script renews it."""
    page = text(entity_table.PAGE)
    assert page == entity_table.renewed(page), "Run python -m scripts.harness.entity_table"


@pytest.mark.parametrize("platform", PLATFORMS)
def test_entity_table_names_what_is_read(platform: str) -> None:
    """Every entity that shows something names the fields of the hub that it is made of."""
    table = entity_table.table().split(f"### {platform.replace('_', ' ').capitalize()}\n")[1]
    rows = [row for row in table.split("### ")[0].splitlines() if row.startswith("| ")][1:]
    acting = {"button", "scene"}
    unnamed = [row for row in rows if row.split("|")[3].strip() == ""]
    assert len(rows) == len(entity_table.descriptions(platform))
    assert (len(unnamed) == len(rows)) is (platform in acting)
    assert not unnamed or platform in acting
