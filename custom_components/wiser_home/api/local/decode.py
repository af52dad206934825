"""Turn the JSON of a hub into records of the model."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Annotated, Any, Final, cast, get_args, get_origin, get_type_hints

from ..model.record import PLAIN, OpenEnum, Reading

type Complain = Callable[[str], None]
"""What is told the name of a field that cannot be read or is not known."""

type _Decode = Callable[[Any, Complain], Any]

_UNREADABLE: Final = (TypeError, ValueError, KeyError, OverflowError, OSError, AttributeError)


def _canonical(name: str) -> str:
    """Return a name without its spelling.

    `SetPointOrigin`, `SetpointOrigin` and `setpoint_origin` are the same field: firmware
    versions spell some differently.
    """
    return name.replace("_", "").lower()


class Decoder[T]:
    """Make objects of one class of the model from JSON objects, field by field."""

    def __init__(self, kind: type[T]) -> None:
        """Read the fields of the class and how each is decoded."""
        self._kind = kind
        self._by_canonical: dict[str, tuple[str, _Decode]] = {}
        hints = get_type_hints(kind, include_extras=True)
        for item in fields(kind):  # type: ignore[arg-type]
            self._by_canonical[_canonical(item.name)] = (item.name, _decode_as(hints[item.name]))
        self._by_spelling: dict[str, tuple[str, _Decode] | None] = {}

    def decode(self, raw: Mapping[str, Any], unreadable: Complain, unknown: Complain) -> T:
        """Return the object; fields that cannot be read are left out and told.

        Raises:
            TypeError: a field without which there is no object is missing.
        """
        values: dict[str, Any] = {}
        for name, value in raw.items():
            try:
                target = self._by_spelling[name]
            except KeyError:
                target = self._by_canonical.get(_canonical(name))
                if target is not None:
                    self._by_spelling[name] = target
            if target is None:
                unknown(name)
            elif value is not None:
                try:
                    values[target[0]] = target[1](value, unknown)
                except _UNREADABLE:
                    unreadable(name)
        return self._kind(**values)


_decoders: Final[dict[type, Decoder[Any]]] = {}


def decoder_for[T](kind: type[T]) -> Decoder[T]:
    """Return the decoder of a class, made when it is first needed."""
    if kind not in _decoders:
        _decoders[kind] = Decoder(kind)
    return _decoders[kind]


def _decode_as(hint: Any) -> _Decode:
    """Return what decodes values of a type."""
    while hasattr(hint, "__value__"):
        hint = hint.__value__
    if get_origin(hint) is Annotated:
        return _reading(get_args(hint)[1])
    if get_origin(hint) is tuple:
        return _list_of(_decode_as(get_args(hint)[0]))
    options = [option for option in get_args(hint) or (hint,) if option is not type(None)]
    kind: type = options[0]
    if kind in PLAIN:
        return _reading(PLAIN[kind])
    if issubclass(kind, OpenEnum):
        return _word_of(kind)
    if is_dataclass(kind):
        return _nested(cast("type", kind))
    raise TypeError(hint)


def _reading(reading: Reading) -> _Decode:
    """Return what decodes by a reading of the model."""
    decode = reading.decode

    def decode_reading(raw: Any, unknown: Complain) -> Any:
        """Decode one plain value."""
        return decode(raw)

    return decode_reading


def _word_of(kind: type[OpenEnum]) -> _Decode:
    """Return what decodes a word of an open enumeration."""
    known = {member.value: member for member in kind}

    def decode_word(raw: Any, unknown: Complain) -> OpenEnum:
        """Decode one word, also one that is not known."""
        if not isinstance(raw, str):
            raise TypeError(raw)
        return known.get(raw) or kind(raw)

    return decode_word


def _list_of(item: _Decode) -> _Decode:
    """Return what decodes a list, without the items that cannot be read."""

    def decode_list(raw: Any, unknown: Complain) -> tuple[Any, ...]:
        """Decode one list."""
        if not isinstance(raw, list):
            raise TypeError(raw)
        items = []
        for value in raw:
            try:
                items.append(item(value, unknown))
            except _UNREADABLE:
                continue
        return tuple(items)

    return decode_list


def _nested(kind: type) -> _Decode:
    """Return what decodes an object inside an object."""

    def decode_nested(raw: Any, unknown: Complain) -> Any:
        """Decode one inner object; its unreadable fields are missing fields."""
        if not isinstance(raw, dict):
            raise TypeError(raw)
        return decoder_for(kind).decode(raw, _ignore, unknown)

    return decode_nested


def _ignore(name: str) -> None:
    """Let an inner field be missing."""


def record_id(raw: Any) -> int:
    """Return the id of a record.

    Raises:
        TypeError: it is no record, or has no whole number for an id.
    """
    if not isinstance(raw, dict) or type(raw.get("id")) is not int:
        raise TypeError(raw)
    return int(raw["id"])
