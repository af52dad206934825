"""Read what the schemas of a document say of a body, and how much of it there is to walk."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from urllib.parse import unquote

from .parsing import DocumentError

_BUDGET: Final = 100_000
"""Steps through a document, however often it refers to itself."""
_REFERENCES: Final = 20
_MERGES: Final = 8
_NESTED: Final = 3
_VARIANTS: Final = 8
_LONGEST: Final = 200


class Kind(StrEnum):
    """What a member of a body holds."""

    TEXT = "string"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    ANY = "any"
    """Nothing is said of it."""
    OTHER = "other"
    """A list, or an object beyond what can be named."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A member of a body: what it holds, its words if they are listed, and its only value."""

    kind: Kind
    words: tuple[Any, ...] = ()
    value: Any = None


@dataclass(frozen=True, slots=True)
class Body:
    """The members of a body by dotted name, an empty one being all of it.

    `required` holds the names of members and of groups that the object around them requires.
    """

    leaves: Mapping[str, Leaf]
    required: frozenset[str]

    def needs(self, used: set[str]) -> set[str]:
        """Return what else has to be sent when some members are."""
        open_ = {"", *(group for name in used for group in groups(name))}
        needed: set[str] = set()
        for name in sorted(self.required, key=lambda name: name.count(".")):
            if name.rpartition(".")[0] in open_:
                open_.add(name)
                needed.add(name)
        inner = {group for name in self.leaves for group in groups(name)}
        return needed - used - inner


def groups(name: str) -> Iterator[str]:
    """Yield the names of the objects around a member."""
    while name := name.rpartition(".")[0]:
        yield name


def texts(value: Any) -> list[str]:
    """Return the texts of a list that are not too long to be meant."""
    items = value if isinstance(value, list) else []
    return [item for item in items[:_LONGEST] if isinstance(item, str) and len(item) <= _LONGEST]


def is_true(value: Any) -> bool:
    """Return whether JSON or YAML says yes."""
    return value is True or value == "true"


class Schemas:
    """Follow what a document says in another place of itself, and never beyond."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        """Begin with all steps unspent."""
        self._root = root
        self._left = _BUDGET

    def spend(self, steps: int = 1) -> None:
        """Count steps, and refuse a document that takes too many."""
        self._left -= steps
        if self._left < 0:
            raise DocumentError("The document is too large or too entangled to be read")

    def resolve(self, node: Any) -> Mapping[str, Any]:
        """Return an object, or what it refers to; nothing where there is none."""
        for _ in range(_REFERENCES):
            self.spend()
            if not isinstance(node, dict):
                break
            if "$ref" not in node:
                return node
            node = self._at(node["$ref"])
        return {}

    def _at(self, reference: Any) -> Any:
        """Return what a reference within the document leads to."""
        if not isinstance(reference, str) or len(reference) > _LONGEST:
            return None
        if not reference.startswith("#/"):
            return None
        node: Any = self._root
        for part in reference[2:].split("/"):
            if not isinstance(node, dict):
                return None
            node = node.get(unquote(part).replace("~1", "/").replace("~0", "~"))
        return node

    def bodies(self, schema: Any, example: Any = None) -> tuple[Body, ...]:
        """Return the forms that a body may have; an example speaks where the schema does not."""
        flat = self._merged(schema)
        example = flat.get("example", example)
        if example is not None and not flat.keys() & {"properties", "oneOf", "anyOf", "enum"}:
            said = self._of_example(example)
            if said.get("type") == "object" or _kind(flat) is Kind.ANY:
                flat = dict(said)
        variants = self._variants(flat)
        found = []
        for variant in variants:
            leaves: dict[str, Leaf] = {}
            required: set[str] = set()
            self._flatten(variant, "", leaves, required)
            found.append(Body(leaves, frozenset(required)))
        return tuple(found)

    def _of_example(self, value: Any, depth: int = 0) -> Mapping[str, Any]:
        """Return the schema that an example implies."""
        self.spend()
        if isinstance(value, dict) and depth <= _NESTED:
            self.spend(len(value))
            inner = {name: self._of_example(each, depth + 1) for name, each in value.items()}
            return {"type": "object", "properties": inner, "required": []}
        if isinstance(value, bool) or value in ("true", "false"):
            return {"type": Kind.BOOLEAN}
        if isinstance(value, (int, float)) or (isinstance(value, str) and _is_number(value)):
            return {"type": Kind.NUMBER}
        return {"type": Kind.TEXT if isinstance(value, str) else "array"}

    def _merged(self, node: Any, depth: int = 0) -> dict[str, Any]:
        """Return a schema with the parts that all of it consists of put together."""
        node = self.resolve(node)
        self.spend(len(node))
        parts = node.get("allOf")
        merged: dict[str, Any] = {}
        properties: dict[str, Any] = {}
        required: list[Any] = []
        own = {key: value for key, value in node.items() if key != "allOf"}
        inner = parts if isinstance(parts, list) and depth < _MERGES else []
        for part in [*(self._merged(each, depth + 1) for each in inner), own]:
            merged.update(part)
            if isinstance(more := part.get("properties"), dict):
                self.spend(len(more))
                properties.update(more)
            required += texts(part.get("required"))
            self.spend(len(required))
        if properties:
            merged["properties"] = properties
        merged["required"] = required
        return merged

    def _variants(self, flat: dict[str, Any]) -> list[dict[str, Any]]:
        """Return a schema once for each of the forms that it leaves the choice of."""
        for key in ("oneOf", "anyOf"):
            if not isinstance(choices := flat.get(key), list):
                continue
            rest = {name: value for name, value in flat.items() if name != key}
            forms = [self._merged(each) for each in choices[:_VARIANTS]]
            return [
                self._merged({"allOf": [rest, form]})
                for form in forms
                if form.get("type") != "null"
            ] or [rest]
        return [flat]

    def _flatten(
        self, flat: dict[str, Any], name: str, leaves: dict[str, Leaf], required: set[str]
    ) -> None:
        """Put the members of a schema below their names."""
        if isinstance(members := flat.get("properties"), dict) and name.count(".") < _NESTED:
            below = f"{name}." if name else ""
            required.update(below + _bare(member) for member in flat["required"])
            for member, schema in members.items():
                if not isinstance(member, str) or len(member) > _LONGEST or not member:
                    continue
                inner = self._merged(schema)
                if is_true(inner.get("readOnly")):
                    required.discard(below + member)
                elif "." in member:
                    leaves[below + _bare(member)] = Leaf(Kind.OTHER)
                else:
                    forms = self._variants(inner)
                    form = forms[0] if len(forms) == 1 else {"type": "array"}
                    self._flatten(form, below + member, leaves, required)
            return
        leaves[name] = _leaf(flat)


def _bare(member: str) -> str:
    """Return a name that cannot be taken for the way into an object."""
    return member.replace(".", "\N{MIDDLE DOT}")


def _leaf(flat: Mapping[str, Any]) -> Leaf:
    """Return a member without members."""
    kind = _kind(flat)
    listed = flat.get("enum")
    words = [_said(kind, word) for word in (listed if isinstance(listed, list) else [])[:_LONGEST]]
    words = [word for word in words if isinstance(word, (str, int, float))]
    only = words[0] if len(words) == 1 else flat.get("const", flat.get("default"))
    value = _said(kind, only)
    return Leaf(kind, tuple(words), value if isinstance(value, (str, int, float)) else None)


def _kind(flat: Mapping[str, Any]) -> Kind:
    """Return what a schema says that it holds."""
    types = flat.get("type")
    listed = texts(types if isinstance(types, list) else [types])
    named = [name for name in listed if name != "null"]
    if not named:
        return Kind.OTHER if "items" in flat or "properties" in flat else Kind.ANY
    return Kind(named[0]) if len(named) == 1 and named[0] in _PLAIN else Kind.OTHER


_PLAIN: Final = {Kind.TEXT, Kind.NUMBER, Kind.INTEGER, Kind.BOOLEAN}


def _said(kind: Kind, word: Any) -> Any:
    """Return a word of a document as its kind; YAML is read as text."""
    if not isinstance(word, str) or kind not in _PLAIN or kind is Kind.TEXT:
        return word
    if kind is Kind.BOOLEAN:
        return word == "true"
    if not _is_number(word):
        return None
    return int(float(word)) if kind is Kind.INTEGER else float(word)


def _is_number(word: str) -> bool:
    """Return whether a text is a plain decimal number."""
    return len(word) < 20 and word.removeprefix("-").replace(".", "", 1).isdecimal()
