"""Say what every record of a Wiser house has in common."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from math import isfinite
from operator import attrgetter
from typing import Annotated, Any, ClassVar, Final, Self, dataclass_transform, override

OFF: Final = -20.0
"""The set point, in °C, that the hub uses for "off" (-200 tenths)."""

_NO_READING: Final = 2000
"""Tenths of °C from which a value is no reading; hubs send -32768 and 32766."""

_LARGEST: Final = 2**53
"""Above this a number with a fraction is no longer known to be whole."""


@dataclass_transform(kw_only_default=True, frozen_default=True)
def record[T](cls: type[T]) -> type[T]:
    """Make a class an immutable, slotted, keyword-only dataclass.

    The methods that `dataclass` writes are compiled for each class at every start of Home
    Assistant, which for so many classes takes longer than all other imports of this integration.
    These are the same functions for all classes and do the same.
    """
    made = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)(cls)
    items = fields(made)  # type: ignore[arg-type]
    defaults = {item.name: item.default for item in items if item.default is not MISSING}
    for name, method in _methods(tuple(item.name for item in items), defaults).items():
        setattr(made, name, method)
    return made


def _methods(names: tuple[str, ...], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Return the methods of an immutable class with some fields."""
    values_of = attrgetter(*names)
    set_field = object.__setattr__

    def init(self: Any, **given: Any) -> None:
        """Take the values of fields, or their defaults."""
        values = {**defaults, **given}
        if len(values) != len(names):
            wrong = sorted(values.keys() ^ set(names))
            raise TypeError(f"{type(self).__name__}: missing or unexpected {', '.join(wrong)}")
        for name, value in values.items():
            set_field(self, name, value)

    def equal(self: Any, other: Any) -> Any:
        """Return whether another object is of the same class and holds the same."""
        if type(other) is not type(self):
            return NotImplemented
        return self is other or values_of(self) == values_of(other)

    def represent(self: Any) -> str:
        """Return the class and every field."""
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({shown})"

    def refuse(self: Any, name: str, *value: Any) -> None:
        """Refuse to change a field."""
        raise FrozenInstanceError(f"cannot change field {name!r}")

    def reduce(self: Any) -> tuple[Any, ...]:
        """Return how a copy is made."""
        return partial(self.__class__, **{name: getattr(self, name) for name in names}), ()

    return {
        "__init__": init,
        "__eq__": equal,
        "__hash__": lambda self: hash(values_of(self)),
        "__repr__": represent,
        "__setattr__": refuse,
        "__delattr__": refuse,
        "__reduce__": reduce,
    }


@record
class Record:
    """One object of the house; a member that exists once has id 0."""

    shares_device_id: ClassVar[bool] = False
    """Whether the id of this record is also the id of its physical device."""

    id: int = 0


type Key = tuple[type[Record], int]
"""What names one object of a house: its class and its id."""


class OpenEnum(StrEnum):
    """An enumeration that keeps words it does not know, because firmware adds some."""

    @classmethod
    @override
    def _missing_(cls, value: object) -> Self:
        """Return a member for an unknown word without adding it to the list."""
        member = str.__new__(cls, value)
        member._name_ = "UNKNOWN"
        member._value_ = str(value)
        return member

    @property
    def is_known(self) -> bool:
        """Return whether the word is in the list."""
        return self._name_ != "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a raw JSON value becomes a value of the model.

    The function raises `TypeError` or `ValueError` for what it cannot read.
    """

    decode: Callable[[Any], Any]


def _number(raw: Any) -> float:
    """Return a JSON number, also one that was sent as text."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise TypeError(raw)
    number = float(raw)
    if not isfinite(number):
        raise ValueError(raw)
    return number


def _whole(raw: Any) -> int:
    """Return a whole JSON number, also one that was sent as text or as 12.0."""
    if type(raw) is int:
        return raw
    number = _number(raw)
    if number != int(number) or abs(number) > _LARGEST:
        raise ValueError(raw)
    return int(number)


def _truth(raw: Any) -> bool:
    """Return a boolean that was sent as text; one that is a boolean is not decoded."""
    if not isinstance(raw, str):
        raise TypeError(raw)
    return {"true": True, "false": False}[raw.lower()]


def _text(raw: Any) -> str:
    """Return JSON text; hub numbers stand in for text in version fields."""
    if isinstance(raw, str):
        return raw
    return str(_whole(raw))


def _name(raw: Any) -> str | None:
    """Return a name as people typed it, without the blanks around it."""
    return _text(raw).strip() or None


def _celsius(raw: Any) -> float | None:
    """Return a temperature in °C from tenths; the hub has values for "no reading"."""
    tenths = raw if type(raw) is int else _number(raw)
    return None if abs(tenths) >= _NO_READING else tenths / 10


def _tenths(raw: Any) -> float:
    """Return a value the hub counts in tenths."""
    return _number(raw) / 10


def _on_off(raw: Any) -> bool:
    """Return whether the hub says On."""
    return {"On": True, "Off": False}[raw]


def _open_closed(raw: Any) -> bool:
    """Return whether the hub says Open."""
    return {"Open": True, "Closed": False}[raw]


def _moment(raw: Any) -> datetime:
    """Return the moment of an epoch time in seconds."""
    return datetime.fromtimestamp(_whole(raw), UTC)


PLAIN: Final[dict[type, Reading]] = {
    bool: Reading(_truth),
    int: Reading(_whole),
    float: Reading(_number),
    str: Reading(_text),
}

type Celsius = Annotated[float | None, Reading(_celsius)]
"""Temperature in °C."""
type Tenths = Annotated[float | None, Reading(_tenths)]
"""A quantity the hub sends in tenths of its unit."""
type OnOff = Annotated[bool | None, Reading(_on_off)]
"""On is true, Off is false."""
type OpenClosed = Annotated[bool | None, Reading(_open_closed)]
"""Open is true, Closed is false."""
type Name = Annotated[str | None, Reading(_name)]
"""What a person typed."""
type Timestamp = Annotated[datetime | None, Reading(_moment)]
"""A moment, in UTC."""
type Percentage = int | None
"""0 to 100."""
