"""Take lists of the Exchange out of what they are wrapped in, and find where they go on.

Siblings of the products answer with bare lists in one piece; nothing is published about these.
"""

from collections.abc import Iterator
import re
from typing import Any, Final

from yarl import URL

from ..errors import BadAnswerError

_WRAPPERS: Final = ("items", "data", "value", "values", "results", "content")
"""Folded names that lists of anything go by, for when an answer holds several lists."""
_NEXT: Final = frozenset({"next", "nextlink", "nextpage", "odatanextlink"})
_TOTAL: Final = frozenset({"total", "totalcount", "totalitems", "totalelements"})
_AROUND: Final = frozenset({"links", "pagination", "paging", "page", "meta", "metadata"})
"""Folded names of members that tell of the list rather than being a part of it."""
_LINK: Final = re.compile(r"https?://|[/?]")


def unwrap(raw: Any) -> list[dict[str, Any]]:
    """Return the records of a list, bare or as the only list in an envelope.

    Raises:
        BadAnswerError: there is no list in it, or no telling which.
    """
    if raw is None:
        return []
    if isinstance(raw, list):
        return [item for item in raw if isinstance(item, dict)]
    if isinstance(raw, dict):
        inside = {_fold(key): value for key, value in raw.items() if _fold(key) not in _AROUND}
        lists = {key: value for key, value in inside.items() if _is_records(value)}
        if len(lists) > 1:
            lists = {key: lists[key] for key in _WRAPPERS if key in lists}
        if len(lists) == 1:
            return list(*lists.values())
        envelopes = [value for value in inside.values() if isinstance(value, dict)]
        if not lists and len(envelopes) == 1:
            return unwrap(envelopes[0])
    raise BadAnswerError("The answer is no list")


def next_link(raw: Any, asked: URL) -> URL | None:
    """Return the address at which a list goes on, if its answer names one.

    Raises:
        BadAnswerError: it is not where the list came from; the credentials go nowhere else.
    """
    for name, value in _about(raw):
        link = value.get("href") if isinstance(value, dict) else value
        if name in _NEXT and isinstance(link, str) and _LINK.match(link):
            try:
                found = asked.join(URL(link)).with_fragment(None)
            except ValueError as err:
                raise BadAnswerError("The list goes on at no address") from err
            if found.origin() != asked.origin() or found.user is not None:
                raise BadAnswerError("The list goes on elsewhere")
            return found
    return None


def total(raw: Any) -> int:
    """Return how many records a list has in all, or 0 if its answer does not say so."""
    for name, value in _about(raw):
        if name in _TOTAL and isinstance(value, int):
            return value
    return 0


def _about(raw: Any) -> Iterator[tuple[str, Any]]:
    """Yield what an answer tells of its list, with folded names."""
    if not isinstance(raw, dict):
        return
    for key, value in raw.items():
        name = _fold(key)
        yield name, value
        if name in _AROUND and isinstance(value, dict):
            for inner, told in value.items():
                yield _fold(inner), told


def _is_records(value: Any) -> bool:
    """Return whether it is a list of records; one without any counts."""
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _fold(key: str) -> str:
    """Return a name without case and punctuation."""
    return re.sub(r"[^0-9a-z]", "", key.lower())
