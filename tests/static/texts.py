"""Read the texts of the integration."""

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any, Final

from .source import COMPONENT, load

FILES: Final = sorted(path.name for path in (COMPONENT / "translations").glob("*.json"))
"""Every file of translations."""
ENGLISH: Final[Mapping[str, Any]] = load("translations/en.json")


def flat(texts: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text and the path of keys to it."""
    for key, value in texts.items():
        if isinstance(value, str):
            yield f"{prefix}{key}", value
        else:
            yield from flat(value, f"{prefix}{key}.")


def placeholders(*texts: str) -> set[str]:
    """Return the placeholders in texts."""
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}


def placeholders_in(texts: Any) -> set[str]:
    """Return the placeholders in a text or in a tree of texts."""
    return placeholders(*dict(flat({"": texts})).values())
