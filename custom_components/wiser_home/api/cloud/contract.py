"""Say how a product of the Exchange is asked: its endpoints, and what was found out about them.

The contracts are not public. What is written in the tables comes from the pages of the products
and from sibling products; whoever subscribes can download the contract and correct it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
import re
from typing import Any, Final
from urllib.parse import quote

from ..errors import NotOfferedError

_PARAMETER: Final = re.compile(r"\{(\w+)\}")


class Certainty(StrEnum):
    """Where a line of an endpoint table comes from."""

    PUBLISHED = "published"
    """Schneider Electric says so of exactly this product."""
    INFERRED = "inferred"
    """The titles and features of the product, and its siblings, make it likely."""
    ASSUMED = "assumed"
    """Nobody has published anything about it."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One thing a product can be asked, with the ways in which it may have to be asked.

    Methods and paths are candidates, the most likely first. `titles` are what its operation may
    be called in a downloaded contract, `tag` its group there. `body` and `query` give for each
    role that a value plays the names that it may be sent under.
    """

    titles: tuple[str, ...]
    tag: str
    methods: tuple[str, ...]
    paths: tuple[str, ...]
    certainty: Certainty
    body: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    query: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Return the names of what its path needs, in their order."""
        return tuple(_PARAMETER.findall(self.paths[0]))

    @property
    def writes(self) -> bool:
        """Return whether it changes anything."""
        return self.methods[0] != "GET"


@dataclass(frozen=True, slots=True)
class Product:
    """A product of the Exchange: below which path it is, and what it can be asked."""

    key: str
    name: str
    base: str
    endpoints: Mapping[str, Endpoint]


@dataclass(frozen=True, slots=True)
class Choice:
    """The way in which an endpoint is asked: method, path below the base, names of values.

    A dotted name of a body leads into objects, and an empty one is the whole body. `fixed` is
    what a body has to hold besides, by such names. `states` are the words for on and off of a
    role where they are others than ours.
    """

    method: str
    path: str
    body: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    states: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON."""
        data: dict[str, Any] = {"method": self.method, "path": self.path}
        for name in ("body", "query", "fixed"):
            if members := getattr(self, name):
                data[name] = dict(members)
        if self.states:
            data["states"] = {role: list(words) for role, words in self.states.items()}
        return data

    def body_for(self, values: Mapping[str, Any]) -> Any:
        """Return the body that says these values by their roles; without roles it is as they are.

        Raises:
            NotOfferedError: there is no place for one of them.
        """
        if not self.body:
            return dict(values)
        if missing := sorted(values.keys() - self.body.keys()):
            raise NotOfferedError(f"The contract has no place for {', '.join(missing)}")
        said = {self.body[role]: self._word(role, value) for role, value in values.items()}
        if "" in said:
            return said[""]
        body: dict[str, Any] = {}
        for name, value in {**self.fixed, **said}.items():
            *groups, last = name.split(".")
            inner = body
            for group in groups:
                inner = inner.setdefault(group, {})
            inner[last] = value
        return body

    def _word(self, role: str, value: Any) -> Any:
        """Return how the contract says a value."""
        if (words := self.states.get(role)) is None:
            return value
        on, off = words
        return on if value in (True, "On") else off

    def filled(self, ids: Mapping[str, str]) -> str:
        """Return the path with its parameters filled in, each fully percent-encoded.

        A hub's urn holds colons, and nothing of an id may become a part of the path.
        """
        return _PARAMETER.sub(lambda found: quote(ids[found[1]], safe=""), self.path)


class Contract:
    """How a product is asked, as far as it is known: the table and what was learnt beyond it.

    It is learnt by asking (`choose`, `refuse`) or from the document that a subscriber downloads
    (`correct`), and is kept with `as_data`.
    """

    def __init__(self, product: Product, learnt: Mapping[str, Any] | None = None) -> None:
        """Begin with what was learnt before, as `as_data` returned it."""
        learnt = learnt or {}
        self.product = product
        self.base: str = learnt.get("base", product.base)
        self.key_header: str | None = learnt.get("key_header")
        """Under which name the gateway wants the subscription key, once it is known."""
        self.choices: dict[str, Choice] = {
            key: Choice(**choice)
            for key, choice in learnt.get("choices", {}).items()
            if key in product.endpoints
        }
        self.absent: set[str] = set(learnt.get("absent", ())) & product.endpoints.keys()
        """Endpoints that were asked in every way there is, and are not there."""
        self.documented: frozenset[str] = frozenset(learnt.get("documented", ()))
        """Endpoints whose choice a downloaded contract has given."""

    def as_data(self) -> dict[str, Any]:
        """Return what was learnt, as JSON to keep."""
        return {
            "base": self.base,
            "key_header": self.key_header,
            "choices": {key: self.choices[key].as_data() for key in sorted(self.choices)},
            "absent": sorted(self.absent),
            "documented": sorted(self.documented),
        }

    def offers(self, key: str) -> bool:
        """Return whether an endpoint may be there."""
        return key not in self.absent

    def candidates(self, key: str) -> Iterator[Choice]:
        """Yield the ways to ask an endpoint that are left: the known one, or every one there is.

        Every path is tried with the first method before another method is.
        """
        if key in self.absent:
            return
        if (known := self.choices.get(key)) is not None:
            yield known
            return
        endpoint = self.product.endpoints[key]
        names = {role: names[0] for role, names in endpoint.body.items()}
        asked = {role: names[0] for role, names in endpoint.query.items()}
        for method in endpoint.methods:
            for path in endpoint.paths:
                yield Choice(method, path, names, asked)

    def choose(self, key: str, choice: Choice) -> None:
        """Remember the way in which an endpoint is asked."""
        self.choices[key] = choice
        self.absent.discard(key)

    def refuse(self, key: str) -> None:
        """Remember that an endpoint is not there."""
        self.choices.pop(key, None)
        self.absent.add(key)

    def correct(self, base: str, choices: Mapping[str, Choice]) -> None:
        """Take over a downloaded contract; what it does not name is asked for again."""
        self.base = base
        self.choices = dict(choices)
        self.absent = set()
        self.documented = frozenset(choices)
