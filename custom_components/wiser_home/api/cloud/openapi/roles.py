"""Find the members of a body and the parameters that say what is to be said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..contract import Endpoint
from .schema import Body, Kind, Leaf
from .words import fold, split

_NUMBERS: Final = frozenset({"percent", "celsius"})
_OURS: Final[Mapping[str, tuple[Any, Any]]] = {"away": (True, False)}
"""How on and off are said where the contract does not say it; elsewhere as the guide does."""
_ON: Final = frozenset({"on", "true", "enabled", "enable", "1"})
_OFF: Final = frozenset({"off", "false", "disabled", "disable", "0"})
_PERIODS: Final = {
    "start": frozenset({"from", "start", "begin", "since", "after", "gte", "gt"}),
    "end": frozenset({"to", "end", "until", "till", "before", "lte", "lt"}),
}


@dataclass(frozen=True, slots=True)
class Filling:
    """How the body of a write is filled: names by role, what is always there, words."""

    body: Mapping[str, str]
    fixed: Mapping[str, Any]
    states: Mapping[str, tuple[Any, Any]]


def filling(endpoint: Endpoint, bodies: Iterable[Body]) -> Filling | None:
    """Return how the values of an endpoint are sent, if one of the bodies leaves no doubt."""
    if not endpoint.body:
        return Filling({}, {}, {})
    found = [each for body in bodies if (each := _filled(endpoint, body)) is not None]
    most = max((len(each.body) for each in found), default=0)
    best = [each for each in found if len(each.body) == most]
    return best[0] if len(best) == 1 else None


def _filled(endpoint: Endpoint, body: Body) -> Filling | None:
    """Return how the values of an endpoint are sent in one body."""
    roles = endpoint.body
    places: dict[str, str] = {}
    for role, names in roles.items():
        wanted = {fold(name) for name in names}
        known = [
            name
            for name, leaf in body.leaves.items()
            if name and fold(name.rpartition(".")[2]) in wanted and _suits(role, leaf)
        ]
        if len(known) > 1:
            known = [name for name in known if name in body.required]
            if len(known) != 1:
                return None
        if known:
            places[role] = known[0]
    rest = {name: leaf for name, leaf in body.leaves.items() if name not in places.values()}
    left = [role for role in roles if role not in places]
    if len(rest) == len(left) or "" in rest:
        # Nothing else is there, so what a member holds says what it means.
        for role in left:
            meant = [
                name
                for name, leaf in rest.items()
                if _means(role, leaf, bare=not name and len(roles) == 1)
            ]
            if len(meant) == 1:
                places[role] = meant[0]
    if not places or len(set(places.values())) != len(places):
        return None
    fixed = {}
    for name in sorted(body.needs(set(places.values()))):
        leaf = body.leaves.get(name)
        if leaf is None or leaf.value is None:
            return None
        fixed[name] = leaf.value
    states = {role: _states(role, body.leaves[name]) for role, name in places.items()}
    ordered = {role: places[role] for role in roles if role in places}
    return Filling(ordered, fixed, {role: words for role, words in states.items() if words})


def _suits(role: str, leaf: Leaf) -> bool:
    """Return whether a member with the right name can hold a value."""
    if leaf.kind is Kind.ANY and not leaf.words:
        return True
    if role in _NUMBERS:
        return leaf.kind in (Kind.NUMBER, Kind.INTEGER)
    if leaf.kind is Kind.TEXT:
        return not leaf.words or _switch(leaf) is not None
    return _switch(leaf) is not None


def _means(role: str, leaf: Leaf, *, bare: bool) -> bool:
    """Return whether a member without a telling name can be nothing else."""
    if role in _NUMBERS:
        return leaf.kind in (Kind.NUMBER, Kind.INTEGER) and not leaf.words
    # The guide has the bare words On and Off for a body, and says no more of it.
    return _switch(leaf) is not None or (bare and leaf == Leaf(Kind.TEXT))


def _switch(leaf: Leaf) -> tuple[Any, Any] | None:
    """Return how a member says on and off, if it can."""
    if leaf.kind is Kind.BOOLEAN:
        return (True, False)
    on = [word for word in leaf.words if _spelled(word) in _ON]
    off = [word for word in leaf.words if _spelled(word) in _OFF]
    return (on[0], off[0]) if len(on) == len(off) == 1 else None


def _spelled(word: Any) -> str:
    """Return a word of a list as the others would write it."""
    return str(int(word)) if isinstance(word, float) and word.is_integer() else str(word).lower()


def _states(role: str, leaf: Leaf) -> tuple[Any, Any] | None:
    """Return how on and off are said where it is not as we would say it."""
    if role in _NUMBERS or (words := _switch(leaf)) is None:
        return None
    ours = _OURS.get(role, ("On", "Off"))
    same = all(type(a) is type(b) and a == b for a, b in zip(words, ours, strict=True))
    return None if same else words


def asked(endpoint: Endpoint, names: Iterable[str]) -> dict[str, str]:
    """Return the parameters that ask for something, by their roles."""
    found = {}
    names = list(names)
    for role, candidates in endpoint.query.items():
        wanted = {fold(candidate) for candidate in candidates}
        known = [name for name in names if fold(name) in wanted] or [
            name for name in names if _PERIODS.get(role, frozenset()) & set(split(name))
        ]
        if len(known) == 1:
            found[role] = known[0]
    return found
