"""Faults: how a hub misbehaves on demand, each as real hubs were seen to do."""

from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatch
from typing import Any

# Ends a name in the middle with a byte that is no UTF-8 and a control character.
BAD_BYTES = b"\x82\x01"
OTHER_MAC = "0004F3BADBAD"
PAGE = b"<!DOCTYPE html><html><head><title>Router</title></head><body>Log in</body></html>"


class Fault(StrEnum):
    """A way to misbehave."""

    HANG = "hang"
    RESET = "reset"
    HALF_BODY = "half_body"
    STALL = "stall"
    LOST_ANSWER = "lost_answer"
    TRUNCATED_JSON = "truncated_json"
    BAD_BYTES = "bad_bytes"
    BAD_FRAMING = "bad_framing"
    UNAUTHORIZED = "unauthorized"
    NOT_FOUND = "not_found"
    SERVER_ERROR = "server_error"
    REDIRECT_HTTPS = "redirect_https"
    NOT_JSON = "not_json"
    EMPTY_TREE = "empty_tree"
    ENERGY_ZERO = "energy_zero"
    OTHER_HUB = "other_hub"
    REFUSE = "refuse"


# These keep the request from ever reaching the hub; the others answer in another way.
BEFORE = {
    Fault.HANG,
    Fault.RESET,
    Fault.UNAUTHORIZED,
    Fault.NOT_FOUND,
    Fault.SERVER_ERROR,
    Fault.REDIRECT_HTTPS,
    Fault.NOT_JSON,
    Fault.REFUSE,
}

STATUS = {
    Fault.UNAUTHORIZED: 401,
    Fault.NOT_FOUND: 404,
    Fault.SERVER_ERROR: 500,
    Fault.REFUSE: 400,
}


@dataclass
class Injected:
    """A fault that waits for its requests."""

    kind: Fault
    times: int | None = 1
    path: str | None = None
    method: str | None = None

    def meets(self, method: str, path: str) -> bool:
        """Return whether a request is one of those this fault is for.

        A path that begins with a slash is that path, with or without a slash at its end, and may
        hold `*`; anything else is a piece of the path.
        """
        if self.times == 0 or (self.method and self.method.upper() != method):
            return False
        if self.path is None:
            return True
        if self.path.startswith("/"):
            return fnmatch(path.rstrip("/"), self.path.rstrip("/"))
        return self.path in path


class Faults:
    """The faults that wait."""

    def __init__(self) -> None:
        """Start well behaved."""
        self._waiting: list[Injected] = []

    def inject(
        self,
        kind: Fault | str,
        times: int | None = 1,
        path: str | None = None,
        method: str | None = None,
    ) -> None:
        """Let the next requests that fit meet a fault; times None is for ever."""
        self._waiting.append(Injected(Fault(kind), times, path, method))

    def clear(self) -> None:
        """Behave again."""
        self._waiting.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """Return the fault a request meets, and count it."""
        for fault in self._waiting:
            if fault.meets(method, path):
                if fault.times is not None:
                    fault.times -= 1
                return fault.kind
        return None


def _without_energy(value: Any) -> Any:
    """Return a copy in which every energy counter reads 0."""
    if isinstance(value, dict):
        return {
            key: 0 if key.startswith("CurrentSummation") else _without_energy(item)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_without_energy(item) for item in value]
    return value


def _of_other_hub(value: Any) -> Any:
    """Return a copy of a network tree that names another hub."""
    tree = deepcopy(value)
    if isinstance(tree, dict) and "Station" in tree:
        name = f"WiserHeat{OTHER_MAC[-6:]}"
        tree["Station"]["MacAddress"] = OTHER_MAC
        tree["Station"]["MdnsHostname"] = name
        for part in ("Station", "AccessPoint"):
            tree.get(part, {}).get("NetworkInterface", {})["HostName"] = name
    return tree


def bend(fault: Fault | None, content: Any) -> Any:
    """Return the content of an answer as a fault bends it."""
    match fault:
        case Fault.EMPTY_TREE:
            return {}
        case Fault.ENERGY_ZERO:
            return _without_energy(content)
        case Fault.OTHER_HUB:
            return _of_other_hub(content)
    return content


def spoil(fault: Fault | None, body: bytes) -> bytes:
    """Return the body of an answer as a fault spoils it."""
    match fault:
        case Fault.TRUNCATED_JSON:
            return body[: len(body) * 2 // 3]
        case Fault.BAD_BYTES:
            for name in (b'"SSID":"', b'"Name":"'):
                at = body.find(name)
                if at >= 0:
                    return body[: at + len(name)] + BAD_BYTES + body[at + len(name) :]
    return body
