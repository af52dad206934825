"""Fit the addresses and paths of a document into ours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
import re
from typing import Final
from urllib.parse import quote

from yarl import URL

from ..contract import Endpoint
from .document import Document, Operation
from .parsing import DocumentError
from .words import Vocabulary

_PARAMETER: Final = re.compile(r"\{([^{}/]+)\}")
_PLAIN: Final = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~!$'()*+,;=:@-]+)*")
_TEMPLATE: Final = re.compile(
    r"(?:/(?!\.{1,2}(?:/|$))(?:[A-Za-z0-9._~!$'()*+,;=:@-]|\{[^{}/]+\})+)+/?"
)


@dataclass(frozen=True, slots=True)
class Server:
    """Where a contract says that everything is: its address, and our base in it."""

    address: str
    base: str


def server_of(document: Document, base: str, origin: URL) -> Server:
    """Return the server that the document means; nothing is ever sent to another host.

    Where it names several paths at the host, the base that is known is preferred to the first.
    Without any, what its paths begin with has to do.
    """
    places = list(_places(document.servers, origin))
    if document.servers and not places:
        others = ", ".join(address[:100] for address in document.servers[:3])
        raise DocumentError(f"The document is about {others}, which is not at {origin.host}")
    if not places:
        places = [("", "" if _all_below(document, base) else base)]
    places.sort(key=lambda place: place[1] != base)
    address, path = places[0]
    if path == "" and _all_below(document, base):
        return Server(address or str(origin), base)
    return Server(address or str(origin), path)


def _places(addresses: tuple[str, ...], origin: URL) -> Iterator[tuple[str, str]]:
    """Yield the addresses at the host with their paths; one without a host is there as well."""
    for address in addresses:
        try:
            url = URL(address if "://" in address or address.startswith("/") else f"/{address}")
            host, port = url.host, url.port
        except ValueError:
            continue
        path = url.raw_path.rstrip("/")
        if host not in (None, origin.host) or url.user is not None or not _PLAIN.fullmatch(path):
            continue
        if host is None or port == origin.port or url.is_default_port():
            yield address, path


def _all_below(document: Document, base: str) -> bool:
    """Return whether the paths of a document include the base."""
    return all(operation.path.startswith(f"{base}/") for operation in document.operations)


def relative_path(operation: Operation, server: Server, origin: URL) -> str | None:
    """Return the path of an operation below the base; none if it cannot be asked there."""
    path = operation.path
    if operation.servers and all(
        place != server.base for _, place in _places(operation.servers, origin)
    ):
        return None
    if path.startswith(f"{server.base}/"):
        path = path.removeprefix(server.base)
    return path if _TEMPLATE.fullmatch(path) else None


def fitted(
    operation: Operation, path: str, endpoint: Endpoint, vocabulary: Vocabulary
) -> tuple[str, frozenset[str]] | None:
    """Return a path with our names for its parameters; none if they are others than ours.

    A name, or the word before it, says which parameter one is. A single one that says nothing is
    the single one that is left. An id may also have to stand in the query, whose parameters that
    are ids are returned as well.
    """
    ours = [set(re.findall(r"\{(\w+)\}", each)) for each in endpoint.paths]
    named: dict[str, str | None] = {}
    for found in _PARAMETER.finditer(path):
        before = path[: found.start()].rstrip("/").rpartition("/")[2]
        if found[1] in named:
            return None
        named[found[1]] = vocabulary.parameter(found[1], before)
    in_query: dict[str, str] = {}
    for name, required in (operation.query or {}).items():
        meant = vocabulary.parameter(name)
        if required and meant is not None and meant not in named.values():
            in_query[name] = meant
    for wanted in ours:
        if (names := _assigned(named, wanted - set(in_query.values()))) is None:
            continue
        if not set(in_query.values()) <= wanted or len(set(in_query.values())) < len(in_query):
            continue
        renamed = _PARAMETER.sub(lambda found: f"{{{names[found[1]]}}}", path)
        ids = "&".join(f"{quote(name, safe='')}={{{ours}}}" for name, ours in in_query.items())
        return f"{renamed}?{ids}" if ids else renamed, frozenset(in_query)
    return None


def _assigned(named: Mapping[str, str | None], wanted: set[str]) -> dict[str, str] | None:
    """Return our names of parameters, if every one of them has exactly one."""
    known = {name: ours for name, ours in named.items() if ours is not None}
    unknown = [name for name, ours in named.items() if ours is None]
    left = wanted - set(known.values())
    if len(unknown) == len(left) == 1:
        known[unknown[0]] = left.pop()
    elif unknown or left:
        return None
    return known if sorted(known.values()) == sorted(wanted) else None


def shape(path: str) -> str:
    """Return where a path has words and where parameters."""
    parts = path.partition("?")[0].strip("/").split("/")
    return "".join("p" if "{" in part else "w" for part in parts)
