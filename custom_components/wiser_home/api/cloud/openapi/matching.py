"""Find the endpoints of a product in a document, and never guess at one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from yarl import URL

from .. import gateway
from ..contract import Choice, Contract, Endpoint, Product
from ..products import PRODUCTS
from .document import Document, Operation
from .parsing import DocumentError
from .paths import Server, fitted, relative_path, server_of, shape
from .roles import asked, filling
from .words import FOREIGN, Subject, Vocabulary, fold, split

_MARGIN: Final = 0.5
"""How much better than every other one a match has to be."""


class Reason(StrEnum):
    """Why an endpoint is not taken from a document."""

    NOT_FOUND = "not_found"
    AMBIGUOUS = "ambiguous"
    """Several operations could be it."""
    BODY = "body"
    """How its values are sent cannot be told."""
    PARAMETERS = "parameters"
    """It has to be told something that nothing is known of."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a document says otherwise than the table."""

    endpoint: str
    before: Choice
    after: Choice


@dataclass(frozen=True, slots=True)
class Match:
    """What a document says of a product: how its endpoints are asked, and what is left over.

    `unmatched_operations` are titles, methods and paths; `reasons` say of each endpoint that was
    not matched why.
    """

    base: str
    choices: dict[str, Choice]
    corrections: tuple[Correction, ...]
    unmatched_endpoints: tuple[str, ...]
    unmatched_operations: tuple[tuple[str, str, str], ...]
    key_header: str | None
    server: str
    reasons: Mapping[str, Reason]

    def apply(self, contract: Contract) -> None:
        """Ask from now on as the document says."""
        contract.correct(self.base, self.choices)
        if self.key_header is not None:
            contract.key_header = self.key_header


def match(document: Document, product: Product) -> Match:
    """Find the endpoints of a product in a document.

    Raises:
        DocumentError: it is about another host, or about another product.
    """
    origin = gateway.ORIGIN
    server = server_of(document, product.base, origin)
    for other in PRODUCTS.values():
        if other is not product and server.base == other.base != product.base:
            raise DocumentError(f"The document is that of {other.name}, not of {product.name}")
    pairs, failed = [], {}
    for pair in _pairs(document, product, server, origin):
        if pair.failure is None:
            pairs.append(pair)
        else:
            failed[pair.key] = pair.failure
    pairs = list(_without_twins(pairs))
    choices: dict[str, Choice] = {}
    matched: set[int] = set()
    while accepted := _unambiguous(pairs):
        choices |= {pair.key: pair.choice for pair in accepted}
        matched |= {pair.index for pair in accepted}
        pairs = [pair for pair in pairs if pair.key not in choices and pair.index not in matched]
    if not choices:
        raise DocumentError(f"The document has nothing of {product.name}")
    left = [key for key in product.endpoints if key not in choices]
    places = [name for name in document.keys if gateway.may_hold_key(name)]
    reasons = failed | {pair.key: Reason.AMBIGUOUS for pair in pairs}
    return Match(
        base=server.base,
        choices={key: choices[key] for key in product.endpoints if key in choices},
        corrections=tuple(_corrections(choices, product)),
        unmatched_endpoints=tuple(left),
        unmatched_operations=tuple(
            (operation.title, operation.method, operation.path)
            for index, operation in enumerate(document.operations)
            if index not in matched
        ),
        key_header=places[0] if len(places) == 1 else None,
        server=server.address,
        reasons={key: reasons.get(key, Reason.NOT_FOUND) for key in left},
    )


def _corrections(choices: Mapping[str, Choice], product: Product) -> Iterator[Correction]:
    """Yield where the choices differ from what would be tried first."""
    table = Contract(product)
    for key in product.endpoints:
        before = next(table.candidates(key))
        if key in choices and choices[key] != before:
            yield Correction(key, before, choices[key])


@dataclass(frozen=True, slots=True)
class _Pair:
    """An operation that may be an endpoint: how well they fit, and how it would be asked."""

    key: str
    index: int
    score: float
    choice: Choice
    failure: Reason | None
    rank: tuple[bool, int]
    """Which of several methods for the same thing is taken: what goes on, then our order."""


def _unambiguous(pairs: Iterable[_Pair]) -> list[_Pair]:
    """Return the pairs that fit better than whatever else either of the two could be."""
    pairs = list(pairs)
    of_key: dict[str, list[_Pair]] = {}
    of_operation: dict[int, list[_Pair]] = {}
    for pair in pairs:
        of_key.setdefault(pair.key, []).append(pair)
        of_operation.setdefault(pair.index, []).append(pair)
    return [
        pair
        for pair in pairs
        if all(
            rival is pair or pair.score >= rival.score + _MARGIN
            for rival in (*of_key[pair.key], *of_operation[pair.index])
        )
    ]


def _without_twins(pairs: Iterable[_Pair]) -> Iterator[_Pair]:
    """Yield one of the pairs that only differ in the method, which means the same thing."""
    twins: dict[tuple[str, str], list[_Pair]] = {}
    for pair in pairs:
        twins.setdefault((pair.key, pair.choice.path), []).append(pair)
    for same in twins.values():
        yield min(same, key=lambda pair: pair.rank)


def _pairs(document: Document, product: Product, server: Server, origin: URL) -> Iterator[_Pair]:
    """Yield every operation with every endpoint that it may be."""
    vocabulary = Vocabulary(product)
    subjects = {key: Subject(each, vocabulary) for key, each in product.endpoints.items()}
    for index, operation in enumerate(document.operations):
        path = relative_path(operation, server, origin)
        if path is None:
            continue
        titles = [vocabulary.nouns(name) for name in operation.names]
        foreign = any(not FOREIGN.isdisjoint(split(name)) for name in operation.names)
        for key, endpoint in product.endpoints.items():
            if operation.method not in endpoint.methods or (endpoint.writes and foreign):
                continue
            if (fit := fitted(operation, path, endpoint, vocabulary)) is None:
                continue
            ours, ids = fit
            if (alike := subjects[key].likeness(titles, ours)) is None:
                continue
            choice, failure = _choice(operation, endpoint, ours, ids)
            yield _Pair(
                key,
                index,
                alike + _bonus(operation, endpoint, ours),
                choice,
                failure,
                (operation.deprecated, endpoint.methods.index(operation.method)),
            )


def _bonus(operation: Operation, endpoint: Endpoint, path: str) -> float:
    """Return what speaks for an operation besides the things it is about."""
    titles = {fold(title) for title in endpoint.titles}
    return (
        any(fold(name) in titles for name in operation.names)
        + any(fold(path) == fold(each) for each in endpoint.paths)
        + any(shape(path) == shape(each) for each in endpoint.paths)
        + 0.5 * any(fold(tag) == fold(endpoint.tag) for tag in operation.tags)
        - operation.deprecated
    )


def _choice(
    operation: Operation, endpoint: Endpoint, path: str, ids: frozenset[str]
) -> tuple[Choice, Reason | None]:
    """Return how an endpoint is asked, and why it cannot be."""
    query = operation.query or {}
    names = asked(endpoint, query)
    if {name for name, required in query.items() if required} - ids - set(names.values()):
        return Choice(operation.method, path), Reason.PARAMETERS
    if (filled := filling(endpoint, operation.bodies)) is None:
        return Choice(operation.method, path), Reason.BODY
    return (
        Choice(operation.method, path, filled.body, names, filled.fixed, filled.states),
        None,
    )
