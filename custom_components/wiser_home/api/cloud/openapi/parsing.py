"""Read JSON and YAML that may be anything, at a cost that is known."""

from typing import Any, Final

import orjson

# Home Assistant brings it along; it ships no types.
import yaml  # type: ignore[import-untyped]

from ...errors import WiserError

_LOADER: Final = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
"""Where PyYAML was built without libyaml it reads ten times slower."""
_LIMIT: Final = 2 * 1024 * 1024
_YAML_LIMIT: Final = _LIMIT if yaml.__with_libyaml__ else _LIMIT // 10
_DEPTH: Final = 100
_EVENTS: Final = 400_000


class DocumentError(WiserError):
    """A file is not the contract that it should be; the message says what is wrong."""


def parse(text: str) -> Any:
    """Return what JSON or YAML says."""
    text = text.removeprefix("\ufeff").strip()
    is_json = text.startswith("{")
    if len(text) > (limit := _LIMIT if is_json else _YAML_LIMIT):
        raise DocumentError(f"The document is longer than {limit} characters")
    return _json(text) if is_json else _yaml(text)


def _json(text: str) -> Any:
    """Return what JSON says."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise DocumentError(f"The document is no JSON: {error}") from error


def _yaml(text: str) -> Any:
    """Return what YAML says, every scalar as the text that it is written as.

    As text, the words On and Off of the devices stay what they are. An alias is the same object
    again, so that nothing grows; it is whoever walks through the result that has to count.
    """
    try:
        return _built(text)
    except yaml.MarkedYAMLError as error:
        line = f" in line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise DocumentError(f"The document is no YAML{line}: {error.problem}") from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise DocumentError(f"The document is neither JSON nor YAML: {error}") from error


def _built(text: str) -> Any:
    """Return what the events of a YAML document build.

    PyYAML's own way recurses as deep as the document, and copies what is merged.
    """
    anchors: dict[str, Any] = {}
    top: list[Any] = []
    open_: list[Any] = [top]
    keys: list[str | None] = [None]

    def add(value: Any, event: yaml.Event) -> None:
        """Put a value where the document is open."""
        if isinstance(inner := open_[-1], list):
            inner.append(value)
        elif keys[-1] is None:
            if not isinstance(value, str):
                line = event.start_mark.line + 1
                raise DocumentError(f"The document has a key in line {line} that is no text")
            keys[-1] = value
        else:
            inner[keys[-1]] = value
            keys[-1] = None

    for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        if count > _EVENTS:
            raise DocumentError("The document is made of too many parts")
        if isinstance(event, yaml.ScalarEvent):
            value: Any = event.value
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in anchors:
                raise DocumentError(f"The document has an unknown alias: {event.anchor[:50]}")
            add(anchors[event.anchor], event)
            continue
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            value = {} if isinstance(event, yaml.MappingStartEvent) else []
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            open_.pop()
            keys.pop()
            continue
        else:
            continue
        add(value, event)
        if event.anchor is not None:
            anchors[event.anchor] = value
        if not isinstance(value, str):
            if len(open_) > _DEPTH:
                raise DocumentError(f"The document is nested deeper than {_DEPTH}")
            open_.append(value)
            keys.append(None)
    if len(top) != 1:
        raise DocumentError("The file holds several documents" if top else "The document is empty")
    return top[0]
