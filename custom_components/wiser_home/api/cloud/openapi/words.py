"""Say which words of titles and paths mean the same thing."""

from collections.abc import Iterable
import re
from typing import Final

from ..contract import Endpoint, Product

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_PARAMETER: Final = re.compile(r"\{([^{}]+)\}")
_HEAD: Final = re.compile(r"/([^/{}]+)/\{(\w+)\}")
_SAME: Final = {
    "plug": "smartplug",
    "outlet": "smartplug",
    "socket": "smartplug",
    "lamp": "light",
    "blind": "shutter",
    "cover": "shutter",
    "targettemperature": "setpoint",
    "historical": "history",
    "timetable": "schedule",
}
_SAYS_NOTHING: Final = frozenset(
    {
        "a",
        "all",
        "an",
        "and",
        "api",
        "brightness",
        "by",
        "change",
        "command",
        "control",
        "current",
        "data",
        "detail",
        "dim",
        "dimmer",
        "edit",
        "endpoint",
        "fetch",
        "find",
        "for",
        "from",
        "get",
        "given",
        "heating",
        "id",
        "in",
        "info",
        "information",
        "level",
        "lift",
        "list",
        "modify",
        "my",
        "of",
        "off",
        "on",
        "or",
        "output",
        "partner",
        "patch",
        "percentage",
        "position",
        "post",
        "put",
        "query",
        "read",
        "request",
        "retrieve",
        "return",
        "set",
        "show",
        "single",
        "specific",
        "state",
        "status",
        "switch",
        "the",
        "to",
        "turn",
        "uid",
        "up",
        "update",
        "urn",
        "using",
        "uuid",
        "value",
        "view",
        "wiser",
        "with",
    }
)
"""Verbs are told by the method, and how many things there are by the path."""
FOREIGN: Final = frozenset(
    {
        "add",
        "boost",
        "calibrate",
        "cancel",
        "create",
        "delete",
        "identify",
        "pair",
        "reboot",
        "register",
        "remove",
        "rename",
        "reset",
        "restart",
        "unpair",
        "upgrade",
    }
)
"""What is done to a thing besides setting its state."""

type Nouns = frozenset[str]


def fold(text: str) -> str:
    """Return a name without what spellings differ in."""
    return re.sub(r"[^0-9a-z]", "", text.lower())


def split(text: str) -> list[str]:
    """Return the words of a title, a path or a name, in the singular."""
    return [_singular(word.lower()) for word in _WORD.findall(text)]


def _singular(word: str) -> str:
    """Return a noun without the ending of the plural."""
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] not in "su" else word


class Vocabulary:
    """The words that a product has for its things, whichever way they are written."""

    def __init__(self, product: Product) -> None:
        """Take the words from the table of the product."""
        endpoints = product.endpoints.values()
        self._known = {
            _singular(word.lower())
            for endpoint in endpoints
            for text in (*endpoint.titles, *endpoint.paths)
            for word in re.findall(r"[A-Za-z]+", text)
        } | _SAME.keys()
        self._aliases: dict[str, str] = {}
        for endpoint in endpoints:
            for path in endpoint.paths:
                for before, name in _HEAD.findall(path):
                    for alias in (*self._joined(before), name):
                        self._aliases[alias] = name
        self.things = frozenset().union(
            *(self.nouns(text) for each in endpoints for text in (*each.titles, *each.paths))
        )
        """Everything that the product has."""

    def nouns(self, text: str) -> Nouns:
        """Return the things that a text speaks of."""
        said = self._joined(_PARAMETER.sub(" ", text))
        return frozenset(word for word in said if len(word) > 1) - _SAYS_NOTHING

    def _joined(self, text: str) -> list[str]:
        """Return the words of a text, those together that are one word elsewhere."""
        joined: list[str] = []
        words = split(text)
        while words:
            word = words.pop(0)
            if words and (both := word + words[0]) in self._known:
                word = both
                words.pop(0)
            joined.append(_SAME.get(word, word))
        return joined

    def parameter(self, name: str, before: str = "") -> str | None:
        """Return which of our parameters one is, by its name or by the word before it."""
        for text in (name, before):
            meant = {self._aliases[word] for word in self._joined(text) if word in self._aliases}
            if len(meant) == 1:
                return meant.pop()
        return None


def without_root(nouns: Nouns, root: Nouns) -> Nouns:
    """Return the things without the one that all belong to, where it is not the only one."""
    return nouns - root or nouns


def likeness(one: Nouns, other: Nouns) -> float:
    """Return how much of what is said is said by both: all of it is 1."""
    return len(one & other) / len(one | other) if one or other else 1.0


class Subject:
    """The things that an endpoint is about, in the words of its titles and of its paths."""

    def __init__(self, endpoint: Endpoint, vocabulary: Vocabulary) -> None:
        """Take the words from the table."""
        heads = [found for path in endpoint.paths if (found := _HEAD.match(path))]
        self._vocabulary = vocabulary
        self._parameters = frozenset(endpoint.parameters)
        self._root = frozenset().union(*(vocabulary.nouns(head[1]) for head in heads))
        self._roots = {head[2] for head in heads}
        self._titles = [
            without_root(vocabulary.nouns(title), self._root) for title in endpoint.titles
        ]
        self._paths = [self._of_path(path) for path in endpoint.paths]

    def _of_path(self, path: str) -> Nouns:
        """Return what a path is about, below the thing that all belong to."""
        _, _, after = path.partition("{")
        name, _, below = after.partition("}")
        return self._vocabulary.nouns(below if name in self._roots else path)

    def likeness(self, titles: Iterable[Nouns], path: str) -> float | None:
        """Return how much an operation is about the same.

        It is not when neither its titles nor its path say just that, or one of them speaks of
        another thing that the product has.
        """
        said = [without_root(nouns, self._root) for nouns in titles]
        by_title = max((likeness(one, own) for one in said for own in self._titles), default=0)
        below = self._of_path(path)
        by_path = max(likeness(below, own) for own in self._paths)
        things = self._vocabulary.things
        if by_title < 1 and (by_path < 1 or (not by_title and any(things & each for each in said))):
            return None
        if not by_path and things & below - self._parameters:
            return None
        return 2 * (by_title + by_path)
