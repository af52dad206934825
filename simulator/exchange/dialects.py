"""Dialects: in which case, type and wrapping the same data is answered.

The real one is not public. What is rendered are plain values under the hub's own names, with what
differs between the dialects marked: `Id`, `Tenths` and `Switch`.
"""

from dataclasses import dataclass
from enum import StrEnum
import re
from typing import Any

from .answers import Refusal, not_found


@dataclass(frozen=True)
class Id:
    """The id of a thing of a kind."""

    kind: str
    number: int


@dataclass(frozen=True)
class Tenths:
    """A temperature in tenths of a degree, as hubs count; -200 is off."""

    value: int


@dataclass(frozen=True)
class Switch:
    """Something that is on or off."""

    on: bool


class Dialect(StrEnum):
    """How data is written."""

    CAMEL = "camel"
    """Bare arrays, camelCase, degrees: what siblings of the products do."""
    PASCAL = "pascal"
    """Bare arrays, PascalCase, tenths of a degree: what hubs do."""
    ENVELOPED = "enveloped"
    """All below `data`, camelCase, numbers and ids as text."""

    def render(self, value: Any) -> Any:
        """Return data as JSON, without what is wrapped around it."""
        match value:
            case dict():
                return {self.name_of(key): self.render(item) for key, item in value.items()}
            case list() | tuple():
                return [self.render(item) for item in value]
            case Id(kind, number):
                return f"{kind}-{number}" if self is Dialect.ENVELOPED else number
            case Tenths(tenths):
                return self.render(tenths if self is Dialect.PASCAL else tenths / 10)
            case Switch(on):
                word = "On" if on else "Off"
                return word.upper() if self is Dialect.ENVELOPED else word
            case bool():
                return value
            case int() | float() if self is Dialect.ENVELOPED:
                return str(value)
        return value

    def wrap(self, content: Any) -> Any:
        """Return an answer with what is around it."""
        return {"data": content} if self is Dialect.ENVELOPED else content

    def name_of(self, name: str) -> str:
        """Return how a field is called."""
        if self is Dialect.PASCAL:
            return name[:1].upper() + name[1:]
        capitals = re.match(r"[A-Z]+", name)
        if capitals is None:
            return name
        # UUID is uuid, IPv4Address is ipv4Address, RMSCurrent is rmsCurrent.
        length = len(capitals[0])
        lowered = length if length in (1, len(name)) or not name[length].islower() else length - 1
        return name[:lowered].lower() + name[lowered:]

    def number(self, kind: str, text: str) -> int:
        """Return the number of an id in a path; what is no id of this dialect is unknown."""
        if self is Dialect.ENVELOPED:
            prefix, _, text = text.rpartition("-")
            if prefix != kind:
                raise Refusal(not_found())
        if not text.isdecimal():
            raise Refusal(not_found())
        return int(text)

    def tenths(self, value: Any) -> int | None:
        """Return a temperature that was sent in this dialect, None if it is none."""
        if isinstance(value, str) and self is Dialect.ENVELOPED:
            try:
                value = float(value)
            except ValueError:
                return None
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
        return round(value if self is Dialect.PASCAL else value * 10)


def fold(name: str) -> str:
    """Return a name without case and punctuation, to read what was sent in any dialect."""
    return re.sub(r"[^0-9a-z]", "", name.lower())


def switched(value: Any) -> bool | None:
    """Return whether a value that was sent is on or off, None if it is neither."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return {"on": True, "off": False, "true": True, "false": False}.get(value.lower())
    return None


def percent(value: Any) -> int | None:
    """Return a percentage that was sent, as a number or as text."""
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != int(value):
        return None
    return int(value) if 0 <= value <= 100 else None
