"""Read the energy of sites from EcoStruxure Energy Contextualized Data.

Public are two paths (the sites, the measurements of a site) and what there is: details of sites
and meters, measurements of both, active energy and other utilities. The shapes that are taken
are those of the nearest sibling whose contract is public (the scoring API for partners): a
measurement with a unit and a time series of date, value and, where it was corrected, when.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

from ..errors import BadAnswerError, NotFoundError
from .gateway import Gateway
from .reading import fold, folded, moment as moment_of, number
from .records import inside, text, with_ids

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


@dataclass(frozen=True, slots=True)
class Site:
    """A place whose energy is measured."""

    id: str
    name: str
    type: str | None = None
    city: str | None = None
    time_zone: str | None = None


@dataclass(frozen=True, slots=True)
class Meter:
    """A meter of a site."""

    id: str
    name: str
    utility: Utility | None = None
    usage: str | None = None
    model: str | None = None
    gateway_id: str | None = None
    serial_number: str | None = None


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a site or a meter measures, with the newest of it.

    `hours` are values by the hour in which they were measured, in UTC: sums of amounts, means of
    everything else, in `unit`, which is spelled as the metric system spells it.
    """

    id: str
    name: str
    quantity: Quantity
    unit: str
    utility: Utility | None = None
    hours: Mapping[datetime, float] = field(default_factory=dict)

    @property
    def newest(self) -> tuple[datetime, float] | None:
        """Return the last hour and its value."""
        return (last := max(self.hours), self.hours[last]) if self.hours else None


class UnreadableError(BadAnswerError):
    """Something came whose meaning is not known; guessing would make wrong bills."""

    def __init__(self, what: str) -> None:
        """Remember what it is, never with its value."""
        super().__init__(f"The meaning of {what} is not known")
        self.what = what


_UNITS: Final[Mapping[str, tuple[Quantity, str]]] = {
    "Wh": (Quantity.ENERGY, "Wh"),
    "kWh": (Quantity.ENERGY, "kWh"),
    "MWh": (Quantity.ENERGY, "MWh"),
    "GWh": (Quantity.ENERGY, "GWh"),
    "MJ": (Quantity.ENERGY, "MJ"),
    "GJ": (Quantity.ENERGY, "GJ"),
    "varh": (Quantity.REACTIVE_ENERGY, "varh"),
    "kvarh": (Quantity.REACTIVE_ENERGY, "kvarh"),
    # The sibling's own documents call its reactive energy so.
    "kvar": (Quantity.REACTIVE_ENERGY, "kvarh"),
    "VAh": (Quantity.APPARENT_ENERGY, "VAh"),
    "kVAh": (Quantity.APPARENT_ENERGY, "kVAh"),
    "m3": (Quantity.VOLUME, "m³"),
    "m³": (Quantity.VOLUME, "m³"),
    "L": (Quantity.VOLUME, "L"),
    "liter": (Quantity.VOLUME, "L"),
    "litre": (Quantity.VOLUME, "L"),
    "ft3": (Quantity.VOLUME, "ft³"),
    "ft³": (Quantity.VOLUME, "ft³"),
    "gal": (Quantity.VOLUME, "gal"),
    "W": (Quantity.POWER, "W"),
    "kW": (Quantity.POWER, "kW"),
    "MW": (Quantity.POWER, "MW"),
    "°C": (Quantity.TEMPERATURE, "°C"),
    "degC": (Quantity.TEMPERATURE, "°C"),
}
_EXACT: Final = {"MW", "MWh", "mW", "mWh"}
"""Units that are others in another case."""
_BY_FOLDED: Final = {unit.casefold(): found for unit, found in _UNITS.items() if unit not in _EXACT}

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
_REGISTERS: Final = frozenset({"index", "register", "cumulative", "counter", "reading"})
"""Words for values that are the state of a meter and not what was used in between."""


class EnergyData:
    """The sites of an account, with their meters and what those measure."""

    def __init__(self, gateway: Gateway) -> None:
        """Ask through a gateway of this product."""
        self.gateway = gateway
        self.unreadable: set[str] = set()
        """What of the newest answers could not be understood, and is left out."""

    async def sites(self) -> list[Site]:
        """Return the sites that the account may see.

        Raises:
            WiserError: every way in which that can fail.
        """
        return [
            Site(
                id=id_,
                name=text(raw, "name", "displayname") or f"Site {id_}",
                type=text(raw, "type", "sitetype"),
                city=text(inside(raw, "postaladdress", "address", "location"), "city", "town"),
                time_zone=text(raw, "timezone")
                or text(inside(raw, "postaladdress", "address", "location"), "timezone"),
            )
            for id_, raw in with_ids(await self.gateway.read_list("sites.list"), "site")
        ]

    async def meters(self, site: str) -> list[Meter]:
        """Return the meters of a site, none where the product lists none.

        Raises:
            WiserError: every other way in which that can fail.
        """
        try:
            records = await self.gateway.read_list("meters.list", site=site)
        except NotFoundError:
            return []
        return [
            Meter(
                id=id_,
                name=text(raw, "name", "displayname", "label") or f"Meter {id_}",
                utility=utility_of(text(raw, "commodity", "utility", "energytype", "type")),
                usage=text(raw, "usage"),
                model=text(raw, "model", "reference", "commercialreference"),
                gateway_id=text(raw, "gatewayid"),
                serial_number=text(raw, "serialnumber", "serial"),
            )
            for id_, raw in with_ids(records, "meter")
        ]

    async def measurements(
        self, site: str, meter: str | None, start: datetime, end: datetime
    ) -> list[Measurement]:
        """Return what a site, or one of its meters, has measured between two moments.

        What cannot be understood is left out and told in `unreadable`.

        Raises:
            WiserError: every way in which that can fail.
        """
        period = {"start": _iso(start), "end": _iso(end)}
        if meter is not None:
            try:
                records = await self.gateway.read_list(
                    "meter.measurements", query=period, site=site, meter=meter
                )
            except NotFoundError:
                return []
            return read_measurements(records, start, end, self.unreadable.add)
        records = await self.gateway.read_list("site.measurements", query=period, site=site)
        found = read_measurements(records, start, end, self.unreadable.add)
        if any(
            measurement.quantity is Quantity.ENERGY
            and measurement.utility in {None, Utility.ELECTRICITY}
            for measurement in found
        ):
            return found
        # Its own endpoint is asked only where it would not count the same energy twice.
        try:
            active = await self.gateway.read_list("site.active_energy", query=period, site=site)
        except NotFoundError:
            return found
        more = read_measurements(active, start, end, self.unreadable.add, name="Active energy")
        return [*found, *more]


def read_measurements(
    records: Iterable[Mapping[str, Any]],
    start: datetime,
    end: datetime,
    complain: Callable[[str], None],
    *,
    name: str = "Measurement",
) -> list[Measurement]:
    """Return measurements, with the values between two moments.

    A list of bare values, without measurements around them, is one measurement of this name. One
    of which it cannot be told what was measured, in which unit or when is left out, and told.
    """
    raws = [folded(record) for record in records]
    if raws and all(number(raw.get("value")) is not None for raw in raws):
        raws = [{"id": fold(name), "name": name, "unit": raws[0].get("unit"), "values": raws}]
    found: list[Measurement] = []
    for index, raw in enumerate(raws):
        try:
            found.append(_read_measurement(raw, str(index), start, end))
        except UnreadableError as err:
            complain(err.what)
    return found


def _read_measurement(
    raw: Mapping[str, Any], other_id: str, start: datetime, end: datetime
) -> Measurement:
    """Return a measurement.

    Raises:
        UnreadableError: it cannot be told what was measured, in which unit or when.
    """
    id_ = text(raw, "id", "measurementid", "key", "name") or other_id
    quantity, unit = _unit_of(raw)
    series = sorted(_series_of(raw).items())
    if _is_register(raw):
        series = _differences(series)
    return Measurement(
        id=id_,
        name=text(raw, "name", "displayname", "label") or id_,
        quantity=quantity,
        unit=unit,
        utility=utility_of(text(raw, "commodity", "utility", "energytype")),
        hours=_by_hour(series, quantity, start, end),
    )


def utility_of(word: str | None) -> Utility | None:
    """Return the utility that a word names, or none where there is no word."""
    return None if word is None else _UTILITIES.get(fold(word), Utility.OTHER)


def _unit_of(raw: Mapping[str, Any]) -> tuple[Quantity, str]:
    """Return what is measured and its unit as the metric system spells it."""
    word = text(raw, "unit", "uom", "unitofmeasure", "unitofmeasurement")
    if word is None:
        raise UnreadableError("a measurement without a unit")
    found = _UNITS.get(word) or _BY_FOLDED.get(word.casefold())
    if found is None:
        raise UnreadableError("the unit of a measurement")
    return found


def _series_of(raw: Mapping[str, Any]) -> dict[datetime, float]:
    """Return the values of a measurement by their moments; the newest word on each counts."""
    values: Any = raw
    while isinstance(values, Mapping):
        within = folded(values)
        values = next((within[name] for name in _SERIES if name in within), None)
    if values is None:
        return {}
    if not isinstance(values, list):
        raise UnreadableError("the time series of a measurement")
    series: dict[datetime, float] = {}
    said: dict[datetime, datetime] = {}
    for entry in values:
        if not isinstance(entry, Mapping):
            raise UnreadableError("a value of a measurement")
        sample = folded(entry)
        moment = next((moment_of(sample[name]) for name in _MOMENTS if name in sample), None)
        if moment is None:
            raise UnreadableError("the moment of a value")
        if (value := number(sample.get("value"))) is None:
            # A gap is told as a value that is none.
            continue
        updated = moment_of(sample.get("updatedat")) or moment
        if moment not in said or updated >= said[moment]:
            series[moment], said[moment] = value, updated
    return series


def _by_hour(
    series: Iterable[tuple[datetime, float]], quantity: Quantity, start: datetime, end: datetime
) -> dict[datetime, float]:
    """Return values by the hours they begin in: amounts added up, everything else averaged."""
    hours: dict[datetime, list[float]] = {}
    for moment, value in series:
        if start <= moment < end:
            hour = moment.replace(minute=0, second=0, microsecond=0)
            hours.setdefault(hour, []).append(value)
    return {
        hour: sum(values) if quantity.is_amount else sum(values) / len(values)
        for hour, values in hours.items()
    }


def _is_register(raw: Mapping[str, Any]) -> bool:
    """Return whether a measurement says that its values are the state of its meter."""
    words = (text(raw, "aggregation", "aggregationtype", "valuetype", "kind") or "").casefold()
    return any(word in words for word in _REGISTERS)


def _differences(series: list[tuple[datetime, float]]) -> list[tuple[datetime, float]]:
    """Return what was used between the states of a meter, by the moments it began at."""
    return [
        (begin, after - before)
        for (begin, before), (_, after) in pairwise(series)
        # A meter that was exchanged begins anew.
        if after >= before
    ]


def _iso(moment: datetime) -> str:
    """Return a moment as the Exchange writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
