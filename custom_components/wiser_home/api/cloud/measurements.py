"""Read measurements as EcoStruxure Energy Contextualized Data may tell them, hour by hour.

Their shape is not public. What is taken is that of the nearest sibling whose contract is (the
scoring API for partners): a measurement with a unit and a time series of date, value and, where
it was corrected, when. What does not say what it means is left out and told, never guessed at.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

from ..errors import BadAnswerError
from .reading import fold, folded, number
from .records import text

HOUR: Final = timedelta(hours=1)


class Utility(StrEnum):
    """What flows through a meter."""

    ELECTRICITY = "electricity"
    GAS = "gas"
    WATER = "water"
    HEAT = "heat"
    OTHER = "other"


class Quantity(StrEnum):
    """What a measurement measures; everything but power and temperature is an amount."""

    ENERGY = "energy"
    REACTIVE_ENERGY = "reactive_energy"
    APPARENT_ENERGY = "apparent_energy"
    VOLUME = "volume"
    POWER = "power"
    TEMPERATURE = "temperature"

    @property
    def is_amount(self) -> bool:
        """Return whether values add up."""
        return self not in {Quantity.POWER, Quantity.TEMPERATURE}

    @property
    def unit(self) -> str:
        """Return the one unit in which it is counted, whatever unit it came in.

        An account whose answers change from Wh to kWh goes on with the same numbers.
        """
        return _UNIT_OF[self]


_UNIT_OF: Final = {
    Quantity.ENERGY: "kWh",
    Quantity.REACTIVE_ENERGY: "kvarh",
    Quantity.APPARENT_ENERGY: "kVAh",
    Quantity.VOLUME: "m³",
    Quantity.POWER: "kW",
    Quantity.TEMPERATURE: "°C",
}


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a site or a meter measures, with the newest of it.

    `hours` are values by the hour in which they were measured, in UTC: sums of amounts, means of
    everything else, in the unit of the quantity.
    """

    id: str
    name: str
    quantity: Quantity
    utility: Utility | None = None
    hours: Mapping[datetime, float] = field(default_factory=dict)

    def newest(self, now: datetime) -> tuple[datetime, float] | None:
        """Return the last hour that is over, and its value."""
        last = max((hour for hour in self.hours if hour + HOUR <= now), default=None)
        return None if last is None else (last, self.hours[last])


class UnreadableError(BadAnswerError):
    """Something came whose meaning is not known; guessing would make wrong bills."""

    def __init__(self, what: str) -> None:
        """Remember what it is, never with its value."""
        super().__init__(f"The meaning of {what} is not known")
        self.what = what


_UNITS: Final[Mapping[str, tuple[Quantity, float]]] = {
    "Wh": (Quantity.ENERGY, 1e-3),
    "kWh": (Quantity.ENERGY, 1.0),
    "MWh": (Quantity.ENERGY, 1e3),
    "GWh": (Quantity.ENERGY, 1e6),
    "MJ": (Quantity.ENERGY, 1 / 3.6),
    "GJ": (Quantity.ENERGY, 1e3 / 3.6),
    "varh": (Quantity.REACTIVE_ENERGY, 1e-3),
    "kvarh": (Quantity.REACTIVE_ENERGY, 1.0),
    "VAh": (Quantity.APPARENT_ENERGY, 1e-3),
    "kVAh": (Quantity.APPARENT_ENERGY, 1.0),
    "m3": (Quantity.VOLUME, 1.0),
    "m³": (Quantity.VOLUME, 1.0),
    "L": (Quantity.VOLUME, 1e-3),
    "liter": (Quantity.VOLUME, 1e-3),
    "litre": (Quantity.VOLUME, 1e-3),
    "ft3": (Quantity.VOLUME, 0.028316846592),
    "ft³": (Quantity.VOLUME, 0.028316846592),
    "W": (Quantity.POWER, 1e-3),
    "kW": (Quantity.POWER, 1.0),
    "MW": (Quantity.POWER, 1e3),
    "°C": (Quantity.TEMPERATURE, 1.0),
    "degC": (Quantity.TEMPERATURE, 1.0),
}
"""What a unit measures, and how many of the one unit of that it is.

Gallons are not among them: there are two.
"""
_EXACT: Final = {"MW", "MWh", "MJ"}
"""Units that are others in another case."""
_BY_FOLDED: Final = {unit.casefold(): found for unit, found in _UNITS.items() if unit not in _EXACT}
_REACTIVE: Final = "kvar"
"""What a sibling's documents call the unit of reactive energy; by itself it is that of a power."""

_UTILITIES: Final = {
    "electricity": Utility.ELECTRICITY,
    "electrical": Utility.ELECTRICITY,
    "electric": Utility.ELECTRICITY,
    "power": Utility.ELECTRICITY,
    "gas": Utility.GAS,
    "naturalgas": Utility.GAS,
    "water": Utility.WATER,
    "hotwater": Utility.WATER,
    "coldwater": Utility.WATER,
    "heat": Utility.HEAT,
    "heating": Utility.HEAT,
    "thermal": Utility.HEAT,
    "thermalenergy": Utility.HEAT,
    "districtheating": Utility.HEAT,
    "cooling": Utility.HEAT,
    "steam": Utility.HEAT,
}

_SERIES: Final = ("values", "timeseries", "timeserie", "samples", "readings", "data", "points")
_MOMENTS: Final = ("date", "timestamp", "time", "start", "startdate", "from", "datetime")
_OWN_IDS: Final = ("id", "measurementid", "key", "name")
_IDS_OF_VALUES: Final = ("measurementid", "key", "name", "measurementname")
"""What says of a value on its own which measurement it belongs to; an id may be its own."""
_REGISTERS: Final = ("index", "register", "cumulative", "counter", "totaliz", "totalis")
"""Words for values that are the state of a meter and not what was used in between."""
_RISES: Final = 12
"""So many values that never fall are no amounts, which come and go."""

_MILLISECONDS: Final = 100_000_000_000
"""An epoch time above this counts milliseconds."""
_EPOCH_DIGITS: Final = 10


def utility_of(word: str | None) -> Utility | None:
    """Return the utility that a word names, or none where there is no word."""
    return None if word is None else _UTILITIES.get(fold(word), Utility.OTHER)


def read_measurements(
    records: Iterable[Mapping[str, Any]],
    start: datetime,
    end: datetime,
    complain: Callable[[str], None],
    *,
    around: Mapping[str, Any] | None = None,
    name: str = "Measurement",
) -> list[Measurement]:
    """Return measurements, with the values between two moments.

    A list of bare values, without measurements around them, is one measurement: that which the
    object `around` the list describes, or one of this name. Records of the same measurement, as
    pages may cut it, are one. What cannot be understood is left out whole, and told.
    """
    raws = [folded(record) for record in records]
    if raws and all(_is_value(raw) and text(raw, *_IDS_OF_VALUES) is None for raw in raws):
        if _are_of_several(raws):
            complain("values of several things")
            return []
        inside = {**folded(around or {}), "values": raws}
        inside.setdefault("unit", _only(text(raw, "unit") for raw in raws))
        raws = [{"id": fold(name), "name": name} | inside]
    told: dict[str, _Told] = {}
    odd: set[str] = set()
    for raw in raws:
        id_ = text(raw, *(_IDS_OF_VALUES if _is_value(raw) else _OWN_IDS))
        if id_ is None:
            complain("a measurement without a name")
            continue
        try:
            found = _read(raw, id_)
            told.setdefault(id_, found).join(found)
        except UnreadableError as err:
            odd.add(id_)
            complain(err.what)
    measurements: list[Measurement] = []
    for id_, found in told.items():
        try:
            if id_ not in odd:
                measurements.append(found.measured(start, end))
        except UnreadableError as err:
            complain(err.what)
    return measurements


def _is_value(raw: Mapping[str, Any]) -> bool:
    """Return whether a record is a value with its moment rather than a measurement with many."""
    return (
        "value" in raw
        and any(name in raw for name in _MOMENTS)
        and not any(isinstance(raw.get(name), list | dict) for name in _SERIES)
    )


def _are_of_several(raws: Iterable[Mapping[str, Any]]) -> bool:
    """Return whether bare values are told twice of the same moment, without one correcting one."""
    said = [
        (str(next(raw[name] for name in _MOMENTS if name in raw)), str(raw.get("updatedat")))
        for raw in raws
    ]
    return len(set(said)) < len(said)


def _only(words: Iterable[str | None]) -> str | None:
    """Return the only word there is, or none if there are several."""
    found = set(words)
    return found.pop() if len(found) == 1 else None


@dataclass(slots=True)
class _Told:
    """What was told of a measurement so far: its values by their moments, and when each was said.

    A gap is told as a value that is none.
    """

    id: str
    name: str
    quantity: Quantity
    utility: Utility | None
    is_register: bool
    series: dict[datetime, tuple[datetime, float | None]]

    def join(self, other: _Told) -> None:
        """Take in what more was told of the same; the newest word on each value counts.

        Raises:
            UnreadableError: it is not the same.
        """
        if (self.quantity, self.is_register) != (other.quantity, other.is_register):
            raise UnreadableError("a measurement that measures two things")
        for moment, said in other.series.items():
            self.series[moment] = max(self.series.get(moment, said), said, key=lambda it: it[0])

    def measured(self, start: datetime, end: datetime) -> Measurement:
        """Return what was measured between two moments.

        Raises:
            UnreadableError: it does not look like what it says it is.
        """
        said = sorted(self.series.items())
        series = [(moment, value) for moment, (_, value) in said if value is not None]
        if self.is_register:
            series = _differences(series)
        elif self.quantity.is_amount and _never_falls(series):
            raise UnreadableError("values that only rise, as the state of a meter does")
        return Measurement(
            id=self.id,
            name=self.name,
            quantity=self.quantity,
            utility=self.utility,
            hours=_by_hour(series, self.quantity, start, end),
        )


def _read(raw: Mapping[str, Any], id_: str) -> _Told:
    """Return what a record tells of a measurement.

    Raises:
        UnreadableError: it cannot be told what was measured, in which unit or when.
    """
    name = text(raw, "name", "displayname", "label", "measurementname") or id_
    quantity, factor = _unit_of(raw, name)
    series = {
        moment: (updated, None if value is None else value * factor)
        for moment, (updated, value) in _series_of(raw).items()
    }
    return _Told(
        id=id_,
        name=name,
        quantity=quantity,
        utility=utility_of(text(raw, "commodity", "utility", "energytype")),
        is_register=quantity.is_amount and _is_register(raw, name),
        series=series,
    )


def _unit_of(raw: Mapping[str, Any], name: str) -> tuple[Quantity, float]:
    """Return what is measured, and how many of its one unit the unit is."""
    word = text(raw, "unit", "uom", "unitofmeasure", "unitofmeasurement")
    if word is None:
        raise UnreadableError("a measurement without a unit")
    if word.casefold() == _REACTIVE and "energy" in fold(name):
        return _UNITS["kvarh"]
    found = _UNITS.get(word) or _BY_FOLDED.get(word.casefold())
    if found is None:
        raise UnreadableError("the unit of a measurement")
    return found


def _series_of(raw: Mapping[str, Any]) -> dict[datetime, tuple[datetime, float | None]]:
    """Return the values of a measurement by their moments, each with when it was said."""
    series: dict[datetime, tuple[datetime, float | None]] = {}
    for sample in _samples(raw):
        moment = _moment(next((sample[name] for name in _MOMENTS if name in sample), None))
        said = moment
        if sample.get("updatedat") is not None:
            said = _moment(sample["updatedat"])
        found = said, _value(sample.get("value"))
        series[moment] = max(series.get(moment, found), found, key=lambda it: it[0])
    return series


def _samples(raw: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the values of a measurement, each with its moment."""
    if _is_value(raw):
        return [raw]
    values: Any = raw
    while isinstance(values, Mapping):
        within = folded(values)
        values = next((within[name] for name in _SERIES if name in within), None)
    if values is None:
        return []
    if not isinstance(values, list) or not all(isinstance(entry, Mapping) for entry in values):
        raise UnreadableError("the time series of a measurement")
    samples: list[Mapping[str, Any]] = []
    for entry in map(folded, values):
        if any(isinstance(entry.get(name), list) for name in _SERIES):
            samples += _samples(entry)
        else:
            samples.append(entry)
    return samples


def _moment(raw: Any) -> datetime:
    """Return a moment that came as ISO 8601 or as an epoch time.

    Without an offset it could be the time of UTC or of the site.
    """
    try:
        if isinstance(raw, str) and not (raw.isdecimal() and len(raw) >= _EPOCH_DIGITS):
            found = datetime.fromisoformat(raw.strip())
        elif (epoch := number(raw)) is not None:
            found = datetime.fromtimestamp(epoch / 1000 if epoch > _MILLISECONDS else epoch, UTC)
        else:
            raise UnreadableError("the moment of a value")
        if found.tzinfo is None:
            raise UnreadableError("a moment without a time zone")
        return found.astimezone(UTC)
    except (OSError, OverflowError, ValueError) as err:
        raise UnreadableError("the moment of a value") from err


def _value(raw: Any) -> float | None:
    """Return a number, also one that came as text, or none for a gap."""
    if raw is None or (isinstance(raw, str) and raw.strip().casefold() in {"", "nan", "null"}):
        return None
    if (found := number(raw)) is None:
        raise UnreadableError("a value of a measurement")
    return found


def _by_hour(
    series: Iterable[tuple[datetime, float]], quantity: Quantity, start: datetime, end: datetime
) -> dict[datetime, float]:
    """Return values by the hours they begin in: amounts added up, everything else averaged.

    Hours at the end that hold fewer values than others do are left for when they are whole.
    """
    hours: dict[datetime, list[float]] = {}
    for moment, value in series:
        if start <= moment < end:
            hour = moment.replace(minute=0, second=0, microsecond=0)
            hours.setdefault(hour, []).append(value)
    most = max(map(len, hours.values()), default=0)
    while hours and len(hours[last := max(hours)]) < most:
        del hours[last]
    return {
        # Without the dust that adding leaves, the same hour is the same number again.
        hour: round(sum(values) if quantity.is_amount else sum(values) / len(values), 6)
        for hour, values in hours.items()
    }


def _is_register(raw: Mapping[str, Any], name: str) -> bool:
    """Return whether a measurement says that its values are the state of its meter."""
    told = (text(raw, key) for key in ("aggregation", "aggregationtype", "valuetype", "kind"))
    words = fold(" ".join(filter(None, (*told, name))))
    return any(word in words for word in _REGISTERS)


def _never_falls(series: list[tuple[datetime, float]]) -> bool:
    """Return whether values rise again and again and never fall."""
    steps = [after - before for (_, before), (_, after) in pairwise(series)]
    return sum(step > 0 for step in steps) >= _RISES and min(steps) >= 0


def _differences(series: list[tuple[datetime, float]]) -> list[tuple[datetime, float]]:
    """Return what was used between the states of a meter, by the moments it began at."""
    return [
        (begin, after - before)
        for (begin, before), (_, after) in pairwise(series)
        # A meter that was exchanged begins anew.
        if after >= before
    ]
