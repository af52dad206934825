"""Mutate what hubs send: drop, null, retype, duplicate, rename, exaggerate, invent."""

from collections.abc import Callable
from functools import cache
import json
from typing import Any, Final

from hypothesis import strategies as st

from simulator import HOUSES, load_house
from tests.captured import FOLDER

type Tree = dict[str, Any]
type Draw = Callable[[st.SearchStrategy[Any]], Any]
type Place = tuple[Any, Any]
"""An object or a list, and the name or the index of something in it."""

MARK: Final = "Hideaway"
"""Stands in every text that is invented, and so must stand in no log."""

_TEXTS: Final = st.sampled_from(
    [
        MARK,
        f"{MARK} Zimmer ☃ 居間",
        f"{MARK}\x00\x1b\n",
        f" {MARK} ",
        MARK * 60,
    ]
)
_WORDS: Final = st.sampled_from(
    ["", " ", "On", "Off", "Open", "Auto", "true", "None", "nan", "-inf", "1e400", "١٢", "0", "-1"]
)
_NUMBERS: Final = st.one_of(
    st.sampled_from([0, -1, 1, 2**31, -(2**31), 2**53, 2**63, -(2**63), 10**19, -32768, 32766]),
    st.sampled_from([0.5, -0.0, 1e308, -1e308, 5e-324, 2147483648.5]),
    st.integers(-400, 4000),
)
_LEAVES: Final = st.one_of(st.none(), st.booleans(), _NUMBERS, _TEXTS, _WORDS)
_VALUES: Final = st.one_of(
    _LEAVES,
    st.lists(_LEAVES, max_size=3),
    st.dictionaries(_TEXTS | st.sampled_from(["id", "Time", "Rssi"]), _LEAVES, max_size=3),
)


ODD: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, 1, -1, 7, 2**31, 2**63, -(2**63), 10**19, -32768, 32766),
    *(0.5, -0.0, 1e308, -1e308, 5e-324),
    *("", " ", MARK, MARK * 60, "居間", "\x00", "1", "-1", "nan", "inf", "-inf", "1e400", "١٢"),
    *("On", "Off", "Open", "Closed", "true", "None"),
    *([], [None], [7, "x", {}], {}, {"id": 1}, [[[]]]),
)
"""What may stand where something else belongs."""


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


def names() -> st.SearchStrategy[str]:
    """Return what chooses a house."""
    return st.sampled_from(house_names())


def _places(holder: Any) -> list[Any]:
    """Return the names or indices of what an object or a list holds."""
    return list(holder) if isinstance(holder, dict) else list(range(len(holder)))


def _choose(draw: Draw, holder: Any, spared: frozenset[str]) -> Place | None:
    """Choose something inside an object or a list, at any depth."""
    while places := [place for place in _places(holder) if place not in spared]:
        place = draw(st.sampled_from(places))
        inner = holder[place]
        if not isinstance(inner, dict | list) or not inner or draw(st.integers(0, 5)) == 0:
            return holder, place
        holder = inner
    return None


def _mutate(draw: Draw, holder: Any, place: Any) -> None:
    """Change one thing."""
    how = draw(st.sampled_from(["drop", "null", "retype", "duplicate", "rename", "odd", "invent"]))
    if how == "drop":
        del holder[place]
    elif how == "null":
        holder[place] = None
    elif how == "retype":
        holder[place] = draw(_VALUES)
    elif how == "odd":
        holder[place] = draw(_NUMBERS if isinstance(holder[place], int) else _TEXTS)
    elif isinstance(holder, list):
        holder.insert(place, json.loads(json.dumps(holder[place])))
    elif how == "rename":
        holder[draw(st.sampled_from([str.lower, str.upper, str.swapcase]))(place)] = holder.pop(
            place
        )
    else:
        holder[f"{MARK}{place}" if how == "invent" else f"{place}_"] = draw(_VALUES)


def mutate(draw: Draw, tree: Any, most: int, spared: frozenset[str] = frozenset()) -> None:
    """Change up to so many things inside a tree, but none with a spared name."""
    for _ in range(draw(st.integers(1, most))):
        if (chosen := _choose(draw, tree, spared)) is not None:
            _mutate(draw, *chosen)


@st.composite
def mutated_trees(draw: Draw, most: int) -> dict[str, Tree]:
    """Return the trees of a house, each with some things changed at any place."""
    trees = trees_of(draw(names()))
    for tree in trees.values():
        mutate(draw, tree, most)
    return trees


def listed(tree: Tree) -> list[tuple[str, int]]:
    """Return where the records of the lists of a domain tree stand."""
    return [
        (member, index)
        for member, value in tree.items()
        if isinstance(value, list)
        for index in range(len(value))
    ]
