"""Mutate what hubs send: drop, null, retype, duplicate, rename, exaggerate, invent."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
import json
from random import Random
from typing import Any, Final

from hypothesis import strategies as st
import orjson

from simulator import HOUSES, load_house
from tests.captured import FOLDER

type Tree = dict[str, Any]

MARK: Final = "Hideaway"
"""Stands in every text that is invented, and so must stand in no log."""

TEXTS: Final = (
    MARK,
    f"{MARK} Zimmer ☃ 居間 \U0001f3e0",
    f"{MARK}\x00\x1b\n\x7f",
    f" {MARK} \u202e\u200b ",
    f"{MARK} {{name}} %s <b> ' \" \\",
    MARK * 60,
)
WORDS: Final = (
    *("", " ", "On", "Off", "Open", "Closed", "Auto", "Manual", "true", "None", "Teapot"),
    *("nan", "-inf", "1e400", "١٢", "0", "-1", "21.5", "9" * 400),
)
HUGE: Final = (2**31, 2**32, 2**53, 2**63, 2**64, 10**19, 1e19, 1e308, 5e-324, 32766, 99999)
NEGATIVE: Final = (-1, -0.0, -0.5, -200, -32768, -(2**31), -(2**63), -1e308)
ODD: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, 1, 7, 0.5, *HUGE, *NEGATIVE, *WORDS, *TEXTS),
    *([], [None], [7, "x", {}], {}, {"id": 1}, {"id": None}, [[[]]], {"": {"": []}}),
)
"""What may stand where something else belongs."""

DEEPER: Final = 0.85
"""How likely it is that a mutation concerns something inside an object, not the object."""


class Kind(StrEnum):
    """What can be done to a payload."""

    DROP = "dropped"
    NULL = "null"
    RETYPE = "retyped"
    DUPLICATE = "duplicated"
    RENAME = "renamed"
    HUGE = "huge"
    NEGATIVE = "negative"
    NON_ASCII = "non-ASCII"
    UNKNOWN_MEMBER = "unknown member"
    UNKNOWN_WORD = "unknown word"
    SWAP = "swapped with another"


TRIED: Counter[str] = Counter()
"""How often each kind of mutation was really made since the tests began."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change; the number decides where it is made, and of what the value is taken."""

    kind: Kind
    number: int


MUTATIONS: Final = st.builds(Mutation, st.sampled_from(Kind), st.integers(0, 2**32 - 1))


def mutations(most: int, least: int = 1) -> st.SearchStrategy[list[Mutation]]:
    """Return what chooses some changes."""
    return st.lists(MUTATIONS, min_size=least, max_size=most)


@cache
def _bodies() -> dict[str, bytes]:
    """Return every house there is, as JSON; the captured ones only where they are."""
    paths = {folder.name: str(folder) for folder in sorted(FOLDER.glob("*/"))}
    houses = {name: load_house(path) for name, path in {**paths, **{n: n for n in HOUSES}}.items()}
    return {name: json.dumps(house.trees).encode() for name, house in houses.items()}


def house_names() -> list[str]:
    """Return the names of the houses, the smallest first."""
    return sorted(_bodies(), key=lambda name: len(_bodies()[name]))


def trees_of(name: str) -> dict[str, Tree]:
    """Return fresh trees of a house."""
    found: dict[str, Tree] = json.loads(_bodies()[name])
    return found


def copied(tree: Any) -> Any:
    """Return a copy of a tree, as it comes out of the bytes of an answer."""
    return orjson.loads(json.dumps(tree))


def _places(holder: Any, spared: frozenset[str]) -> list[Any]:
    """Return the names or indices of what an object or a list holds."""
    if isinstance(holder, dict):
        return [name for name in holder if name not in spared]
    return list(range(len(holder)))


def _choose(chance: Random, tree: Any, spared: frozenset[str]) -> tuple[Any, Any] | None:
    """Choose something inside an object or a list, at any depth, and return what holds it."""
    holder, found = tree, None
    while isinstance(holder, dict | list) and (places := _places(holder, spared)):
        place = chance.choice(places)
        found = holder, place
        if chance.random() > DEEPER:
            break
        holder = holder[place]
    return found


def _retype(chance: Random, holder: Any, place: Any) -> None:
    """Put something of another type in the place of something."""
    value = holder[place]
    holder[place] = copied(chance.choice([odd for odd in ODD if type(odd) is not type(value)]))


def _duplicate(chance: Random, holder: Any, place: Any) -> None:
    """Let something stand there twice, in an object by a name of another spelling."""
    value = copied(holder[place])
    if isinstance(holder, list):
        holder.insert(chance.randint(0, len(holder)), value)
    else:
        holder[chance.choice([f"{place}_", place.lower(), f"{place}2"])] = value


def _rename(chance: Random, holder: Any, place: Any) -> None:
    """Give something another name, or another place in its list."""
    value = holder.pop(place)
    if isinstance(holder, list):
        holder.insert(chance.randint(0, len(holder)), value)
    else:
        names = [place.upper(), place.swapcase(), f"_{place}", f"{place[::-1]}", "id", "Name"]
        holder[chance.choice(names)] = value


def _swap(chance: Random, holder: Any, place: Any) -> None:
    """Exchange something with its neighbour: right values in the wrong place."""
    other = chance.choice(_places(holder, frozenset()))
    holder[place], holder[other] = holder[other], holder[place]


def _put(values: Iterable[Any]) -> Callable[[Random, Any, Any], None]:
    """Return what puts one of some values in the place of something."""
    choices = tuple(values)

    def put(chance: Random, holder: Any, place: Any) -> None:
        """Put it there."""
        holder[place] = chance.choice(choices)

    return put


def _drop(chance: Random, holder: Any, place: Any) -> None:
    """Leave something out."""
    del holder[place]


def _invent(chance: Random, holder: Any, place: Any) -> None:
    """Add something that nobody knows."""
    value = copied(chance.choice(ODD))
    if isinstance(holder, list):
        holder.insert(place, value)
    else:
        holder[f"{chance.choice(TEXTS)}{place}"] = value


_MAKE: Final[dict[Kind, Callable[[Random, Any, Any], None]]] = {
    Kind.DROP: _drop,
    Kind.NULL: _put([None]),
    Kind.RETYPE: _retype,
    Kind.DUPLICATE: _duplicate,
    Kind.RENAME: _rename,
    Kind.HUGE: _put(HUGE),
    Kind.NEGATIVE: _put(NEGATIVE),
    Kind.NON_ASCII: _put(TEXTS),
    Kind.UNKNOWN_MEMBER: _invent,
    Kind.UNKNOWN_WORD: _put(WORDS),
    Kind.SWAP: _swap,
}


def mutate(tree: Any, changes: Iterable[Mutation], spared: frozenset[str] = frozenset()) -> Any:
    """Make changes inside a tree, but none to what has a spared name, and return the tree."""
    for change in changes:
        chance = Random(change.number)
        if (chosen := _choose(chance, tree, spared)) is not None:
            _MAKE[change.kind](chance, *chosen)
            TRIED[change.kind.value] += 1
    return tree


def mutate_trees(trees: dict[str, Tree], changes: Iterable[Mutation]) -> dict[str, Tree]:
    """Make changes inside the trees of a house, most of them in the domain tree."""
    shares = ["domain"] * 5 + sorted(trees)
    for change in changes:
        tree = shares[change.number % len(shares)]
        mutate(trees[tree], [Mutation(change.kind, change.number // len(shares))])
    return trees


@dataclass(frozen=True, slots=True)
class Mutated:
    """A house and what is changed in it; the trees are made when they are wanted.

    Hypothesis would print them.
    """

    name: str
    changes: list[Mutation]

    @property
    def trees(self) -> dict[str, Tree]:
        """Return new trees with the changes made."""
        return mutate_trees(trees_of(self.name), self.changes)


def mutated(names: tuple[str, ...], most: int) -> st.SearchStrategy[Mutated]:
    """Return what chooses a house with some things changed at any place."""
    return st.builds(Mutated, st.sampled_from(names), mutations(most))


def listed(tree: Tree) -> list[tuple[str, int]]:
    """Return where the records of the lists of a domain tree stand."""
    return [
        (member, index)
        for member, value in tree.items()
        if isinstance(value, list)
        for index in range(len(value))
    ]
