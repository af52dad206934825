"""Take out of answers of the Exchange what tells whose house it is."""

from typing import Any, Final

from ..house.redact import HIDDEN, redact
from .reading import fold

_SECRET: Final = frozenset(
    {
        "address",
        "city",
        "email",
        "huburn",
        "owner",
        "phone",
        "postaladdress",
        "postalcode",
        "street",
        "urn",
        "zipcode",
    }
)
"""What accounts and sites hold, beyond what hubs tell."""
_NAMES: Final = ("name", "label")
"""How the names of fields end that hold what people typed."""
SAMPLE: Final = 5
"""How many items of a long list stand for it."""


class Redaction:
    """One report: an id has the same stand-in everywhere in it, and in no other."""

    def __init__(self, urn: str | None = None) -> None:
        """Hide the urn of a hub wherever it stands; sites have none."""
        self._urn = urn
        self._ids: dict[str, str] = {}

    def redact(self, raw: Any, of: str) -> Any:
        """Return a copy of an answer, or of a record, without what tells whose house it is."""
        return redact(self._hidden(raw, ""), of)

    def _hidden(self, raw: Any, name: str) -> Any:
        """Return a copy of what stands under a name."""
        plain = fold(name)
        if isinstance(raw, dict):
            if plain in _SECRET:
                return HIDDEN
            return {key: self._hidden(value, key) for key, value in raw.items()}
        if isinstance(raw, list):
            return [self._hidden(value, name) for value in raw]
        if not isinstance(raw, str):
            return raw
        if plain in _SECRET or (plain not in {"name", "equipmentname"} and plain.endswith(_NAMES)):
            return HIDDEN
        if plain.endswith(("id", "ids")) and not raw.isdigit():
            return self._ids.setdefault(raw, f"id {len(self._ids) + 1}")
        return raw if self._urn is None else raw.replace(self._urn, HIDDEN)


def shortened(raw: Any) -> Any:
    """Return a copy of an answer with the first items of its lists only."""
    if isinstance(raw, list):
        return [shortened(item) for item in raw[:SAMPLE]]
    if isinstance(raw, dict):
        return {name: shortened(value) for name, value in raw.items()}
    return raw
