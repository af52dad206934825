"""Look into records whose names are only guessed at."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .reading import folded


def with_ids(
    records: Iterable[Mapping[str, Any]], kind: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield records of a kind by their folded names, with their ids; those without are left out."""
    for record in records:
        raw = folded(record)
        if (id_ := text(raw, "id", f"{kind}id")) is not None:
            yield id_, raw


def inside(raw: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return the first object that stands under one of these names, or an empty one."""
    return next((folded(raw[name]) for name in names if isinstance(raw.get(name), Mapping)), {})


def text(raw: Mapping[str, Any], *names: str) -> str | None:
    """Return the first word or whole number that stands under one of these names, as text."""
    for name in names:
        value = raw.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return None
