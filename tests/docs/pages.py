"""Read the pages of the documentation."""

from pathlib import Path
import re
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
README: Final = ROOT / "README.md"
DOCS: Final = ROOT / "docs"
BLUEPRINTS: Final = ROOT / "blueprints" / "automation" / "wiser_home"
PAGES: Final = [README, *sorted(DOCS.rglob("*.md"))]


def label(path: Path) -> str:
    """Return how a page is called in the list of tests."""
    return str(path.relative_to(ROOT))


def text(page: Path) -> str:
    """Return what a page says."""
    return page.read_text(encoding="utf-8")


def headings(page: Path) -> set[str]:
    """Return the headings of a page."""
    return set(re.findall(r"^#+ (.+)$", _prose(page), re.MULTILINE))


def anchors(page: Path) -> set[str]:
    """Return what links can point to inside a page, as GitHub makes it of its headings."""
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings(page))
    return {heading.replace(" ", "-") for heading in plain}


def links(page: Path) -> set[str]:
    """Return where a page links to."""
    return set(re.findall(r"\]\(([^)\s]+)\)", _prose(page)))


def yaml_blocks(page: Path) -> list[str]:
    """Return the YAML that a page shows."""
    return re.findall(r"^```yaml\n(.*?)^```", text(page), re.MULTILINE | re.DOTALL)


def _prose(page: Path) -> str:
    """Return a page without what it shows as code."""
    return re.sub(r"^```.*?^```", "", text(page), flags=re.MULTILINE | re.DOTALL)
