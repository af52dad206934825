"""Turn the JSON of a hub into records of the model."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Annotated, Any, Final, cast, get_args, get_origin, get_type_hints

from ..model import PhaseReading
from ..model.record import PLAIN, OpenEnum
from .phases import PER_PHASE, phase_of

type Complain = Callable[[str], None]
"""What is told the name of a field that cannot be read or is not known."""

type _Decode = Callable[[Any], Any]
type _DecodeInner = Callable[[Any, Complain], Any]

type _Field = tuple[str, type | None, _Decode | None, _DecodeInner | None]
"""The name of a field, the type that is taken as it is, and what decodes any other.

A plain tuple, because Python takes those apart much faster than named ones.
"""

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
        self._by_canonical: dict[str, _Field] = {}
        self._by_spelling: dict[str, _Field] = {}
        hints = get_type_hints(kind, include_extras=True)
        for item in fields(kind):  # type: ignore[arg-type]
            if item.name != PER_PHASE:
                self._by_canonical[_canonical(item.name)] = _field(item.name, hints[item.name])
        self._measures_phases = PER_PHASE in hints

    def decode(self, raw: Mapping[str, Any], unreadable: Complain, unknown: Complain) -> T:
        """Return the object; fields that cannot be read are left out and told.

        Raises:
            TypeError: a field without which there is no object is missing.
        """
        values: dict[str, Any] = {}
        unnamed: dict[str, Any] = {}
        known = self._by_spelling
        for spelling, value in raw.items():
            try:
                name, exact, decode, decode_inner = known[spelling]
            except KeyError:
                if (field := self._find(spelling)) is None:
                    unnamed[spelling] = value
                    continue
                name, exact, decode, decode_inner = field
            if type(value) is exact:
                values[name] = value
            elif value is not None:
                try:
                    if decode is not None:
                        values[name] = decode(value)
                    else:
                        assert decode_inner is not None
                        values[name] = decode_inner(value, unknown)
                except _UNREADABLE:
                    unreadable(spelling)
        if unnamed and self._measures_phases:
            values[PER_PHASE] = _take_phases(unnamed, unreadable)
        for spelling in unnamed:
            unknown(spelling)
        return self._kind(**values)

    def _find(self, spelling: str) -> _Field | None:
        """Return the field for a spelling that was not met before.

        An id is told in one spelling only: it has to be the one by which the object is kept.
        """
        field = self._by_canonical.get(_canonical(spelling))
        if field is not None and field[0] == "id" != spelling:
            return None
        if field is not None:
            self._by_spelling[spelling] = field
        return field


def _take_phases(unnamed: dict[str, Any], unreadable: Complain) -> tuple[PhaseReading, ...]:
    """Take the values of single phases out of the fields that the model does not name."""
    found: dict[tuple[str, int], PhaseReading] = {}
    for spelling, value in list(unnamed.items()):
        if (measured := phase_of(spelling)) is None:
            continue
        del unnamed[spelling]
        if value is None:
            continue
        quantity, phase = measured
        try:
            number = PLAIN[float].decode(value)
        except _UNREADABLE:
            unreadable(spelling)
        else:
            reading = PhaseReading(quantity=quantity, phase=phase, value=number)
            found.setdefault((quantity.value, phase), reading)
    return tuple(found[key] for key in sorted(found))


_decoders: Final[dict[type, Decoder[Any]]] = {}


def decoder_for[T](kind: type[T]) -> Decoder[T]:
    """Return the decoder of a class, made when it is first needed."""
    if kind not in _decoders:
        _decoders[kind] = Decoder(kind)
    return _decoders[kind]


def _field(name: str, hint: Any) -> _Field:
    """Return how a field of a type is decoded."""
    while hasattr(hint, "__value__"):
        hint = hint.__value__
    if get_origin(hint) is Annotated:
        return name, None, get_args(hint)[1].decode, None
    if get_origin(hint) is tuple:
        return name, None, None, _list_of(_field(name, get_args(hint)[0]))
    options = [option for option in get_args(hint) or (hint,) if option is not type(None)]
    kind: type = options[0]
    if kind in PLAIN:
        return name, kind, PLAIN[kind].decode, None
    if issubclass(kind, OpenEnum):
        return name, None, _word_of(kind), None
    if is_dataclass(kind):
        return name, None, None, _nested(cast("type", kind))
    raise TypeError(hint)


def _word_of(kind: type[OpenEnum]) -> _Decode:
    """Return what decodes a word of an open enumeration."""
    known = {member.value: member for member in kind}

    def decode_word(raw: Any) -> OpenEnum:
        """Decode one word, also one that is not known."""
        if not isinstance(raw, str):
            raise TypeError(raw)
        return known.get(raw) or kind(raw)

    return decode_word


def _list_of(item: _Field) -> _DecodeInner:
    """Return what decodes a list, without the items that cannot be read."""

    def decode_list(raw: Any, unknown: Complain) -> tuple[Any, ...]:
        """Decode one list."""
        if not isinstance(raw, list):
            raise TypeError(raw)
        items = []
        for value in raw:
            try:
                items.append(_item(item, value, unknown))
            except _UNREADABLE:
                continue
        return tuple(items)

    return decode_list


def _item(field: _Field, value: Any, unknown: Complain) -> Any:
    """Decode one item of a list."""
    _, exact, decode, decode_inner = field
    if type(value) is exact:
        return value
    if decode is not None:
        return decode(value)
    assert decode_inner is not None
    return decode_inner(value, unknown)


def _nested(kind: type) -> _DecodeInner:
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
