"""Products: what the exchange sells, each a base path with operations and what answers them.

A further product is one subclass of `Product` in a module of its own, given to the exchange with
`SimulatedExchange.add`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
import re
from typing import Any
from urllib.parse import unquote

from .answers import Refusal, bad_request, forbidden
from .dialects import Dialect
from .tokens import Token

PARAMETER = re.compile(r"\{(\w+)\}")


class Shape(StrEnum):
    """Which contract the exchange serves: none of the real ones is public."""

    ASSUMED = "assumed"
    """What the pages of the products and their siblings suggest."""
    OTHER = "other"
    """Other paths, methods and names of values, as the real one may have."""


@dataclass(frozen=True)
class Operation:
    """One thing a product can be asked: how it is asked, and of what kind its answer is.

    `body` and `query` give for each role that a value plays the name it is sent under. `schema`
    names the fields of what is answered, None is an empty answer; `many` is a list of them.
    """

    key: str
    title: str
    tag: str
    method: str
    path: str
    body: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    schema: str | None = None
    many: bool = False

    @property
    def writes(self) -> bool:
        """Return whether it changes anything."""
        return self.method != "GET"

    @property
    def parameters(self) -> list[str]:
        """Return the names in its path."""
        return PARAMETER.findall(self.path)

    def match(self, segments: list[str]) -> list[str] | None:
        """Return the ids in a path, still encoded in it, None if it is another path."""
        mine = self.path.strip("/").split("/")
        if len(mine) != len(segments):
            return None
        found: list[str] = []
        for own, given in zip(mine, segments, strict=True):
            if PARAMETER.fullmatch(own):
                found.append(unquote(given))
            elif own != given:
                return None
        return found


@dataclass(frozen=True)
class Contract:
    """A base path and the operations below it."""

    base: str
    operations: tuple[Operation, ...]

    def find(self, key: str) -> Operation:
        """Return an operation by its key."""
        return next(operation for operation in self.operations if operation.key == key)


@dataclass
class Call:
    """A request that was let through to a product."""

    operation: Operation
    ids: list[str]
    query: Mapping[str, str]
    body: Any
    token: Token
    dialect: Dialect
    lenient: bool = False
    """Whether what is missing in a body is passed over in silence."""

    def asked(self, role: str) -> str | None:
        """Return the value that plays a role in the query."""
        return self.query.get(self.operation.query[role])

    def value(self, role: str) -> Any:
        """Return the value that plays a role in the body, None if it is not there."""
        if not isinstance(self.body, Mapping):
            if self.lenient:
                return None
            raise Refusal(bad_request("body", "A JSON object is required"))
        return self.body.get(self.operation.body[role])

    def required(self, *roles: str) -> bool:
        """Return whether at least one of the roles is played; refuse where none is.

        A lenient product accepts a body it understands nothing of and does nothing.
        """
        if any(self.value(role) is not None for role in roles):
            return True
        if self.lenient:
            return False
        names = " or ".join(self.operation.body[role] for role in roles)
        raise Refusal(bad_request(names, "must not be null"))

    def refuse_other(self, site: str) -> None:
        """Refuse a hub or site that is not of the account the token was made in."""
        if not self.token.sees(site):
            raise Refusal(forbidden())

    def number(self, position: int, kind: str) -> int:
        """Return the id at a position of the path, refusing what is no such id."""
        return self.dialect.number(kind, self.ids[position])


type Handler = Callable[[Call], Any]
# The fields of a schema, each with an example that shows its type.
type Schemas = Mapping[str, Mapping[str, Any]]

NOTHING = object()
"""What a handler returns to a request that is answered without a body."""


class Product(ABC):
    """A product of the exchange."""

    key: str
    name: str
    read_scope: str
    write_scope: str
    personal: bool = True
    """Whether it lets in who brings a personal access token."""

    @abstractmethod
    def contract(self, shape: Shape) -> Contract:
        """Return how it is asked in a shape."""

    @property
    @abstractmethod
    def handlers(self) -> Mapping[str, Handler]:
        """Return what answers each operation, in the house's notation that dialects render."""

    @property
    @abstractmethod
    def schemas(self) -> Schemas:
        """Return what its documents say of its answers."""

    @property
    def values(self) -> Mapping[str, Any]:
        """Return what its documents say of the values in bodies and queries, by role."""
        return {}

    @property
    def scopes(self) -> tuple[str, ...]:
        """Return the scopes of its tokens."""
        return self.read_scope, self.write_scope

    def control(self, method: str, parts: list[str], body: Any) -> Any:
        """Do what a control request asks for that is about this product alone."""
        raise KeyError("/".join(parts))

    async def open(self) -> None:  # noqa: B027 - most products have nothing to begin
        """Begin whatever lives behind it."""

    async def close(self) -> None:  # noqa: B027
        """End whatever lives behind it."""
