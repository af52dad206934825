"""Read of an entry of the Exchange what it is, and what it says beside its fields."""

from collections.abc import Mapping
from typing import Any, Final

from ..errors import BadAnswerError
from ..model import BinarySensor, Device, ProductType, Record, ThresholdSensor
from .nouns import AWAY, PRODUCTS, SENSES, URN
from .reading import NO_READING_TENTHS, as_object, fields_of, fold, folded, number, on_off

type _Told = dict[str, Any]

_TYPES: Final = ("producttype", "devicetype", "sensortype", "type", "productidentifier", "quantity")
"""Where an entry says what it is."""
_ABOUT: Final = frozenset({*_TYPES, *URN, "deviceid", "lightid", "shutterid", "sensorid", "unit"})
"""What an entry says of itself that is no unknown field where the model has none for it."""


def is_away(raw: Any) -> bool:
    """Return whether the house is in away mode.

    Raises:
        BadAnswerError: the answer does not say so.
    """
    if isinstance(raw, bool):
        return raw
    said = folded(as_object(raw))
    for name in AWAY:
        if (found := on_off(said.get(name))) is not None:
            return found
    raise BadAnswerError("The answer does not say whether the house is away")


def product_of(raw: Mapping[str, Any]) -> ProductType | None:
    """Return which kind of device an entry says it is."""
    said = folded(raw)
    words = (fold(said[name]) for name in _TYPES if isinstance(said.get(name), str))
    return next((PRODUCTS[word] for word in words if word in PRODUCTS), None)


def sense_of(raw: Mapping[str, Any]) -> tuple[type[Record] | None, str | None]:
    """Return as what a sensor is shown, and the model's word for what it senses."""
    said = folded(raw)
    for name in _TYPES:
        if isinstance(word := said.get(name), str) and fold(word) in SENSES:
            return SENSES[fold(word)]
    for kind, telling in ((ThresholdSensor, "currentvalue"), (BinarySensor, "active")):
        if said.get(telling) is not None:
            return kind, None
    return None, None


def drop_about(kind: type[Record], record: _Told) -> None:
    """Drop what an entry says of itself and was taken in already."""
    for name in [*record]:
        if fold(name) in _ABOUT and fold(name) not in fields_of(kind):
            del record[name]


def is_state(value: Any) -> bool:
    """Return whether a value in the notation of the hub is a state."""
    return value in {"On", "Off"} if isinstance(value, str) else isinstance(value, int)


def tells_more(kind: type[Record], record: _Told) -> bool:
    """Return whether an entry tells anything of a part that a device does not have."""
    return any(
        fold(name) in fields_of(kind) and fold(name) not in fields_of(Device)
        for name in record.keys() - {"DeviceId"}
    )


def count_in_tenths(sensors: list[_Told], *, tenths: bool) -> None:
    """Have temperatures of sensors, which the hub tells as bare numbers, in tenths.

    Nothing says whether the Exchange converts these; what no house has in °C are tenths.
    """
    names = ("CurrentValue", "HighThreshold", "MediumThreshold", "LowThreshold")
    warm = [sensor for sensor in sensors if sensor.get("Quantity") == "Temperature"]
    told = [(sensor, name, number(sensor.get(name))) for sensor in warm for name in names]
    if tenths or any(
        value is not None and 50 <= abs(value) < NO_READING_TENTHS for _, _, value in told
    ):
        return
    for sensor, name, value in told:
        if value is not None:
            sensor[name] = round(value * 10, 1)
