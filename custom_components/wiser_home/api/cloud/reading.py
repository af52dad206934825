"""Rewrite what the Exchange answers in the notation of the hub.

Names are taken without their spelling, numbers and ids also as text, words in any case. What
cannot be rewritten stays as it came: whoever decodes it tells that it cannot be read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from math import isfinite
import re
from typing import Any, Final, cast, get_args, get_origin, get_type_hints

from ..errors import BadAnswerError
from ..house.phases import PER_PHASE
from ..model import Record
from ..model.record import Celsius, OnOff, OpenClosed, OpenEnum, Tenths, Timestamp
from .nouns import IDS, NOUNS, WORDS

NO_READING_TENTHS: Final = 2000.0
"""From here on a temperature is none, also in °C: hubs send -32768 and 32766 tenths."""
_ONLY_TENTHS: Final = 50.0
"""What no set point is in °C (they end at 30) and every one is in tenths (they begin at 5)."""
_OFF_TENTHS: Final = -200.0

_MILLISECONDS: Final = 100_000_000_000
"""An epoch time above this counts milliseconds."""

_ENVELOPES: Final = frozenset({"data", "item", "content", "result", "hub"})
"""Names of what is all there is to an answer."""

_ON: Final = {"on": True, "true": True, "1": True, "off": False, "false": False, "0": False}
_OPEN: Final = {"open": "Open", "true": "Open", "closed": "Closed", "false": "Closed"}
_THOUSANDS: Final = frozenset({"kwh", "kw"})


def fold(name: str) -> str:
    """Return a name or a word without its spelling."""
    return re.sub(r"[^0-9a-z]", "", name.lower())


def folded(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object by its names without their spelling."""
    return {fold(name): value for name, value in raw.items()}


def as_object(raw: Any) -> dict[str, Any]:
    """Return an object, also out of an envelope or a list around nothing else.

    Raises:
        BadAnswerError: there is none.
    """
    if isinstance(raw, list) and len(raw) == 1:
        raw = raw[0]
    if not isinstance(raw, dict):
        raise BadAnswerError("The answer is no object")
    inside = [value for name, value in folded(raw).items() if name in _ENVELOPES]
    if len(inside) == 1 and isinstance(inside[0], dict | list):
        return as_object(inside[0])
    return raw


def on_off(raw: Any) -> bool | None:
    """Return whether something is on, or none where it is not said."""
    if isinstance(raw, bool | int | str):
        return _ON.get(str(raw).strip().lower())
    return None


def number(raw: Any) -> float | None:
    """Return a number, also one that came as text, or none."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return None
    try:
        found = float(raw)
    except ValueError, OverflowError:
        return None
    return found if isfinite(found) else None


def moment(raw: Any) -> datetime | None:
    """Return a moment that came as ISO 8601 or as an epoch time, or none."""
    try:
        if (epoch := number(raw)) is not None:
            return datetime.fromtimestamp(epoch / 1000 if epoch > _MILLISECONDS else epoch, UTC)
        found = datetime.fromisoformat(raw)
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except TypeError, ValueError, OverflowError, OSError:
        return None


def plain(raw: Any) -> Any:
    """Return a value without the unit it may come with, in Wh and W."""
    if not isinstance(raw, dict) or not {"value"} <= folded(raw).keys() <= {"value", "unit"}:
        return raw
    said = folded(raw)
    value, unit = number(said["value"]), str(said.get("unit", ""))
    return said["value"] if value is None else value * thousands(unit)


def thousands(unit: str) -> int:
    """Return by how much a number in a unit is to be multiplied, for Wh and W."""
    return 1000 if fold(unit) in _THOUSANDS else 1


def number_of(id_: Any) -> int:
    """Return the number that stands for an id, always the same for the same.

    Text that is no number gets 48 bits of its hash, far above any id of a hub.

    Raises:
        TypeError: it is no id.
    """
    if type(id_) is int:
        return id_
    if not isinstance(id_, str) or not id_:
        raise TypeError(id_)
    if id_.isascii() and id_.isdigit():
        return int(id_)
    return int.from_bytes(blake2b(id_.encode(), digest_size=6).digest())


def own_id(kind: type[Record], raw: Mapping[str, Any]) -> Any:
    """Return under which id the Exchange knows a record, as it came."""
    said = folded(raw)
    names = ("id", *IDS.get(kind, ("deviceid",)))
    return next((said[name] for name in names if said.get(name) is not None), None)


type _Write = Callable[[Any, bool], Any]
"""What rewrites a value; the second argument is whether the payload counts in tenths of °C."""


_FIELDS: Final[dict[type, Mapping[str, Field]]] = {}
_NOUNS: Final[dict[type, Mapping[str, Field]]] = {}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the model: its name in the hub's notation, and how its values are rewritten."""

    name: str
    write: _Write
    temperature: bool = False
    set_point: bool = False
    inner: Mapping[str, Field] | None = None


def rewrite(
    kinds: Sequence[type[Record]], raw: Mapping[str, Any], *, tenths: bool
) -> list[dict[str, Any]]:
    """Return what an object tells of each of some classes, in the notation of the hub.

    What none of them has goes to the first, as it came, so that it is told as unknown.
    """
    found: list[dict[str, Any]] = [{} for _ in kinds]
    other: list[tuple[str, Any]] = []
    for name, value in raw.items():
        if value is not None and not _take(kinds, found, fields_of, name, value, tenths=tenths):
            other.append((name, value))
    for name, value in other:
        if not _take(kinds, found, _nouns, name, value, tenths=tenths):
            found[0][name] = value
    return found


def _take(
    kinds: Sequence[type[Record]],
    found: list[dict[str, Any]],
    table: Callable[[type[Record]], Mapping[str, Field]],
    name: str,
    value: Any,
    *,
    tenths: bool,
) -> bool:
    """Take a value in for every class whose table has its name, and return whether one has."""
    known = False
    for kind, values in zip(kinds, found, strict=True):
        if (field := table(kind).get(fold(name))) is not None:
            values.setdefault(field.name, field.write(value, tenths))
            known = True
    return known


def in_tenths(told: Iterable[tuple[Sequence[type[Record]], Mapping[str, Any]]]) -> bool | None:
    """Return whether a payload counts temperatures in tenths of °C, or none if it has no set point.

    It is decided once for all of it: a single 21 could be either.
    """
    set_points = [value for kinds, raw in told for value in _temperatures(kinds, raw)]
    if not set_points:
        return None
    return any(value >= _ONLY_TENTHS or value == _OFF_TENTHS for value in set_points)


def looks_like_tenths(
    told: Iterable[tuple[Sequence[type[Record]], Mapping[str, Any]]],
) -> bool:
    """Return whether a payload without set points holds temperatures that no house has."""
    found = (value for kinds, raw in told for value in _temperatures(kinds, raw, every=True))
    return any(value >= _ONLY_TENTHS for value in found)


def _temperatures(
    kinds: Sequence[type[Record]], raw: Mapping[str, Any], *, every: bool = False
) -> Iterator[float]:
    """Yield the set points that an object tells, or every temperature."""
    for kind in kinds:
        tables = (fields_of(kind), _nouns(kind))
        for name, value in folded(raw).items():
            field = next((table[name] for table in tables if name in table), None)
            if field is not None:
                yield from _values(field, value, every=every)


def _values(field: Field, value: Any, *, every: bool) -> Iterator[float]:
    """Yield the temperatures in the value of a field."""
    if field.inner is not None:
        said = folded(value) if isinstance(value, dict) else {}
        for name in said.keys() & field.inner.keys():
            yield from _values(field.inner[name], said[name], every=every)
    elif field.set_point or (every and field.temperature):
        degrees = number(plain(value))
        if degrees is not None and abs(degrees) < NO_READING_TENTHS:
            yield degrees


def fields_of(kind: type) -> Mapping[str, Field]:
    """Return the fields of a class by their names without their spelling."""
    if kind not in _FIELDS:
        _FIELDS[kind] = _read_fields(kind)
    return _FIELDS[kind]


def _read_fields(kind: type) -> Mapping[str, Field]:
    """Find out how the fields of a class are rewritten."""
    hints = get_type_hints(kind, include_extras=True)
    words = WORDS.get(kind, {})
    return {
        fold(item.name): _field(item.name, hints[item.name], words.get(item.name, ()))
        for item in fields(kind)
        if item.name != PER_PHASE
    }


def _nouns(kind: type[Record]) -> Mapping[str, Field]:
    """Return the fields of a class by what the Exchange may call them."""
    if kind not in _NOUNS:
        known = fields_of(kind)
        _NOUNS[kind] = {noun.said: known[fold(noun.means)] for noun in NOUNS.get(kind, ())}
    return _NOUNS[kind]


def _field(name: str, hint: Any, words: tuple[str, ...]) -> Field:
    """Return how the values of a field are rewritten, from its type."""
    spelled = "id" if name == "id" else "".join(part.capitalize() for part in name.split("_"))
    if hint is Celsius or hint is Tenths:
        # A step is no set point, and batteries are told apart by what they can be.
        write = _voltage if name == "battery_voltage" else _degrees
        set_point = "setpoint" in fold(name) and not name.endswith("_step")
        return Field(spelled, write, hint is Celsius, set_point and hint is Celsius)
    if hint in _REWRITTEN:
        return Field(spelled, _REWRITTEN[hint])
    while hasattr(hint, "__value__"):
        hint = hint.__value__
    if get_origin(hint) is tuple:
        return _list_field(spelled, name, get_args(hint)[0], words)
    options = [option for option in get_args(hint) or (hint,) if option is not type(None)]
    kind = options[0]
    if isinstance(kind, type) and is_dataclass(kind):
        inner = fields_of(cast("type", kind))
        return Field(spelled, _inside(inner), inner=inner)
    if isinstance(kind, type) and issubclass(kind, OpenEnum):
        return Field(spelled, _word(kind))
    if kind is int:
        is_id = name == "id" or name.endswith(("_id", "_ids"))
        return Field(spelled, _id if is_id else _whole)
    if kind is bool:
        return Field(spelled, _truth)
    return Field(spelled, _word(words) if words else _as_it_is)


def _list_field(spelled: str, name: str, hint: Any, words: tuple[str, ...]) -> Field:
    """Return how a field that holds a list is rewritten."""
    item = _field(name, hint, words)

    def write(raw: Any, tenths: bool) -> Any:
        """Rewrite each item."""
        return [item.write(value, tenths) for value in raw] if isinstance(raw, list) else raw

    return Field(spelled, write)


def _inside(inner: Mapping[str, Field]) -> _Write:
    """Return what rewrites an object inside an object."""

    def write(raw: Any, tenths: bool) -> Any:
        """Rewrite each of its fields; those that are not known stay."""
        if not isinstance(raw, dict):
            return raw
        found: dict[str, Any] = {}
        for name, value in raw.items():
            if (field := inner.get(fold(name))) is None:
                found[name] = value
            elif value is not None:
                found[field.name] = field.write(value, tenths)
        return found

    return write


def _word(known: Iterable[str]) -> _Write:
    """Return what rewrites words in any case as those of the hub."""
    by_fold = {fold(word): str(word) for word in known}

    def write(raw: Any, tenths: bool) -> Any:
        """Rewrite one word."""
        return by_fold.get(fold(raw), raw) if isinstance(raw, str) else raw

    return write


def _degrees(raw: Any, tenths: bool) -> Any:
    """Rewrite °C, or a difference of it, in tenths."""
    degrees = number(plain(raw))
    if degrees is None:
        return raw
    return degrees if tenths else round(degrees * 10, 1)


def _voltage(raw: Any, tenths: bool) -> Any:
    """Rewrite the voltage of a battery in tenths: no device here runs on one of 10 V."""
    volts = number(plain(raw))
    return raw if volts is None or volts >= 10 else round(volts * 10, 1)


def _whole(raw: Any, tenths: bool) -> Any:
    """Rewrite a whole number; the hub counts whole W and Wh."""
    found = number(plain(raw))
    return raw if found is None else round(found)


def _id(raw: Any, tenths: bool) -> Any:
    """Rewrite an id as a number."""
    try:
        return number_of(raw)
    except TypeError:
        return raw


def _truth(raw: Any, tenths: bool) -> Any:
    """Rewrite a boolean."""
    found = on_off(raw)
    return raw if found is None else found


def _switched(raw: Any, tenths: bool) -> Any:
    """Rewrite On and Off."""
    found = on_off(raw)
    return raw if found is None else "On" if found else "Off"


def _opened(raw: Any, tenths: bool) -> Any:
    """Rewrite Open and Closed."""
    return _OPEN.get(str(raw).strip().lower(), raw)


def _epoch(raw: Any, tenths: bool) -> Any:
    """Rewrite a moment as an epoch time."""
    found = moment(raw)
    return raw if found is None else round(found.timestamp())


def _as_it_is(raw: Any, tenths: bool) -> Any:
    """Leave a value as it came, without its unit."""
    return plain(raw)


_REWRITTEN: Final[Mapping[Any, _Write]] = {
    OnOff: _switched,
    OpenClosed: _opened,
    Timestamp: _epoch,
}
