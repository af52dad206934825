"""The portfolio of an account: sites, meters and what they measure, all of it made up.

The PowerTags among the meters bear the serial numbers of those in the built-in houses, so that one
thing can be seen through several doors.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from .series import COOKING, HEATING, LIGHTING, OFFICE, WATER, Series

ELECTRICITY: Final = "Electricity"
GAS: Final = "Gas"
WATERS: Final = "Water"
HEAT: Final = "Heat"
MAIN: Final = "MainMeter"
SUB: Final = "SubMeter"

RESIDENCE_GRID: Final = "EB3298DF1E55D0B3"
RESIDENCE_HEATING: Final = "527A4F08AD7BFB33"
RESIDENCE_COOKING: Final = "231AF4A9C1F30CD6"
APARTMENT_GRID: Final = "E859BDDB44C13421"


@dataclass
class Measurement:
    """One thing that a meter measures."""

    number: int
    name: str
    unit: str
    series: Series


@dataclass(frozen=True)
class Meter:
    """A meter of a site."""

    number: int
    name: str
    commodity: str
    usage: str
    gateway: str
    serial: str | None
    measurements: tuple[Measurement, ...]


@dataclass(frozen=True)
class Site:
    """A site: its address, its meters, and which measurements are told of it as a whole."""

    number: int
    name: str
    kind: str
    address: dict[str, Any]
    metadata: dict[str, Any]
    meters: tuple[Meter, ...]
    whole: dict[int, int] = field(default_factory=dict)
    """The numbers of the measurements of its meters by the numbers they have as the site's."""
    active_energy: int = 0
    """The number of the measurement that is its active energy."""

    def measurement(self, number: int) -> Measurement:
        """Return a measurement of one of its meters."""
        return next(
            found for meter in self.meters for found in meter.measurements if found.number == number
        )


def _address(
    street: str, town: str, country: str, code: str, zone: str, at: tuple[float, float]
) -> dict[str, Any]:
    """Return a postal address."""
    return {
        "Address": street,
        "City": town,
        "CountryIsoCode": country,
        "ZipCode": code,
        "StateProvince": "",
        "Timezone": zone,
        "Coordinates": {"Latitude": at[0], "Longitude": at[1]},
    }


def portfolio() -> tuple[Site, ...]:
    """Return the sites of a new account."""
    return _manor(), _flat(), _works()


def _manor() -> Site:
    """Return a site with a main meter, meters below it, gas and water."""
    heating = Series("manor/heating", 1.6, HEATING)
    cooking = Series("manor/cooking", 1.2, COOKING)
    # It was fitted later than all else.
    car = Series("manor/car", 2.2, LIGHTING, since=datetime(2025, 6, 1, tzinfo=UTC))
    main = Series("manor/main", 0.8, parts=(heating, cooking, car))
    power = Series("manor/power", of=main)
    reactive = Series("manor/reactive", 0.3)
    gateway = "WISER-MANOR"
    meters = (
        Meter(
            11,
            "Main",
            ELECTRICITY,
            MAIN,
            gateway,
            RESIDENCE_GRID,
            (
                Measurement(111, "Active Energy", "kWh", main),
                Measurement(112, "Active Power", "kW", power),
                Measurement(113, "Reactive Energy", "kVar", reactive),
            ),
        ),
        _single(12, "Heating", ELECTRICITY, gateway, RESIDENCE_HEATING, "kWh", heating),
        _single(13, "Cooking", ELECTRICITY, gateway, RESIDENCE_COOKING, "kWh", cooking),
        _single(14, "Car", ELECTRICITY, gateway, "5A1B0C2D3E4F6071", "kWh", car),
        _single(
            15,
            "Gas",
            GAS,
            gateway,
            "G4-0092117",
            "m3",
            Series("manor/gas", 1.1, HEATING),
            MAIN,
        ),
        _single(16, "Water", WATERS, gateway, None, "m3", Series("manor/water", 0.09, WATER), MAIN),
    )
    return Site(
        1,
        "Manor",
        "Residential",
        _address("1 Long Lane", "Bath", "GB", "BA1 0AA", "Europe/London", (51.4, -2.4)),
        {"SurfaceArea": 640, "Occupants": 6},
        meters,
        {101: 111, 102: 112, 103: 151, 104: 161},
        111,
    )


def _flat() -> Site:
    """Return a site whose own measurements hold no electricity, which is asked for by itself."""
    zone = "Europe/Paris"
    main = Series("flat/main", 0.9, zone=zone)
    gateway = "WISER-FLAT"
    meters = (
        _single(21, "Compteur", ELECTRICITY, gateway, APARTMENT_GRID, "kWh", main, MAIN),
        _single(
            22,
            "Chauffage urbain",
            HEAT,
            gateway,
            "KAM-70551203",
            "kWh",
            Series("flat/heat", 3.1, HEATING, zone),
            MAIN,
        ),
        _single(
            23,
            "Eau",
            WATERS,
            gateway,
            "SAP-18A00231",
            "m3",
            Series("flat/water", 0.05, WATER, zone),
            MAIN,
        ),
    )
    return Site(
        2,
        "Appartement",
        "Residential",
        _address("2 rue Courte", "Dijon", "FR", "21000", zone, (47.3, 5.0)),
        {"SurfaceArea": 74, "Occupants": 2},
        meters,
        {201: 221, 202: 231},
        211,
    )


def _works() -> Site:
    """Return a site that measures every quarter of an hour, far from UTC."""
    zone = "Asia/Kolkata"
    lighting = Series("works/lighting", 4.0, OFFICE, zone)
    machines = Series("works/machines", 18.0, OFFICE, zone, 15)
    main = Series("works/main", 6.0, OFFICE, zone, 15, (lighting, machines))
    gateway = "COMX-WORKS"
    meters = (
        Meter(
            31,
            "Incomer",
            ELECTRICITY,
            MAIN,
            gateway,
            "PM5-20417733",
            (
                Measurement(311, "Active Energy", "kWh", main),
                Measurement(312, "Active Power", "kW", Series("works/power", minutes=15, of=main)),
            ),
        ),
        _single(32, "Lighting", ELECTRICITY, gateway, "PT-31A0077C", "kWh", lighting),
        _single(33, "Machines", ELECTRICITY, gateway, "PM3-20990154", "kWh", machines),
    )
    return Site(
        3,
        "Works",
        "Industrial",
        _address("3 Mill Road", "Pune", "IN", "411001", zone, (18.5, 73.9)),
        {"SurfaceArea": 2100},
        meters,
        {301: 311, 302: 312},
        311,
    )


def _single(
    number: int,
    name: str,
    commodity: str,
    gateway: str,
    serial: str | None,
    unit: str,
    series: Series,
    usage: str = SUB,
) -> Meter:
    """Return a meter that measures one thing."""
    title = "Volume" if unit == "m3" else "Active Energy"
    measurement = Measurement(number * 10 + 1, title, unit, series)
    return Meter(number, name, commodity, usage, gateway, serial, (measurement,))
