"""Find out what the integration can fail with, and what it asks people to repair."""

import ast
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from homeassistant.exceptions import HomeAssistantError, Unauthorized

from custom_components.wiser_home.api.errors import (
    CertificateChangedError,
    ThrottledError,
    WrongHubError,
)
from custom_components.wiser_home.const import CONF_CONNECTION
from custom_components.wiser_home.coordinator import WiserCoordinator
from custom_components.wiser_home.messages import EXCHANGE_MESSAGES, MESSAGES

from .source import OUTSIDE, calls, keys_of, keywords, module_of, tree_of, value_of


def failures() -> Iterator[tuple[Path, ast.Call]]:
    """Yield where an exception of Home Assistant is made."""
    for path in OUTSIDE:
        module = module_of(path)
        for node in ast.walk(tree_of(path)):
            kind = value_of(node.func, module) if isinstance(node, ast.Call) else None
            if isinstance(node, ast.Call) and _is_failure(kind):
                yield path, node


def _is_failure(kind: Any) -> bool:
    """Return whether something is a class of exceptions that Home Assistant shows.

    Of one it tells itself what it means: that somebody may not do something.
    """
    return (
        isinstance(kind, type)
        and issubclass(kind, HomeAssistantError)
        and not issubclass(kind, Unauthorized)
    )


def messages() -> dict[str, set[str]]:
    """Return the messages of the exceptions and the placeholders that each is given."""
    found: dict[str, set[str]] = {}
    arguments: dict[type[Exception], tuple[Any, ...]] = {
        CertificateChangedError: ("00",),
        ThrottledError: (60.0,),
        WrongHubError: ("one", "other"),
    }
    for data, table in (({}, MESSAGES), ({CONF_CONNECTION: "any"}, EXCHANGE_MESSAGES)):
        hub: Any = SimpleNamespace(name="Hub", config_entry=SimpleNamespace(data=data))
        for kind, key in table:
            message = WiserCoordinator._message(hub, kind(*arguments.get(kind, ("",))))
            assert message["translation_key"] == key
            found[key] = set(message["translation_placeholders"])
    for path, call in failures():
        named, module = keywords(call), module_of(path)
        if "translation_key" in named:
            given = found.setdefault(value_of(named["translation_key"], module), set())
            given.update(keys_of(named.get("translation_placeholders"), module))
    return found


def issues() -> dict[str, tuple[bool, set[str]]]:
    """Return the issues, whether each can be fixed, and the placeholders it is given.

    All of them are raised in one place, which who asks for them calls.
    """
    (path,) = [path for path in OUTSIDE if any(calls(tree_of(path), "async_create_issue"))]
    tree, module = tree_of(path), module_of(path)
    assert len(list(calls(tree, "async_create_issue"))) == 1
    found = {}
    for call in calls(tree, "_ask"):
        named = keywords(call)
        found[value_of(named["translation_key"], module)] = (
            "to_fix" in named,
            keys_of(named["translation_placeholders"], module),
        )
    return found
