"""EcoStruxure Energy Contextualized Data: the sites of an account and what their meters measure.

Of its answers nothing is public. The shapes are those of the nearest sibling whose contract is.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, override

from .answers import Refusal, bad_request, not_found
from .dialects import Id
from .energy_data_contract import CONTRACTS
from .history import read
from .portfolio import Measurement, Meter, Site, portfolio
from .products import Call, Contract, Handler, Product, Schemas, Shape
from .series import Records

KEY: Final = "energy_data"
# Its scopes are not public; this is a sibling's.
READ_SITE: Final = "read:site"
# What is answered where no period is asked for.
USUAL_PERIOD: Final = timedelta(days=1)

_MOMENT: Final = "2026-01-01T00:00:00Z"
_SAMPLE: Final = {"Date": _MOMENT, "UpdatedAt": _MOMENT, "Value": 1.25}
_MEASUREMENT: Final = {"id": Id("measurement", 1), "Name": "Active Energy", "Unit": "kWh"}

SCHEMAS: Final[Schemas] = {
    "Site": {
        "id": Id("site", 1),
        "Name": "Site",
        "Type": "Residential",
        "Metadata": {"SurfaceArea": 100, "Occupants": 2},
        "PostalAddress": {
            "Address": "1 Street",
            "City": "Town",
            "CountryIsoCode": "GB",
            "ZipCode": "0000",
            "StateProvince": "",
            "Timezone": "Europe/London",
            "Coordinates": {"Latitude": 1.5, "Longitude": 1.5},
        },
    },
    "Meter": {
        "id": Id("meter", 1),
        "Name": "Meter",
        "GatewayId": "GATEWAY",
        "Commodity": "Electricity",
        "Usage": "MainMeter",
        "SerialNumber": "0000",
        "Measurements": [_MEASUREMENT],
    },
    "Measurement": {
        **_MEASUREMENT,
        "Commodity": "Electricity",
        "Timeseries": {"Key": "site-1/active-energy", "Values": [_SAMPLE]},
    },
    "ActiveEnergy": {**_SAMPLE, "Unit": "kWh"},
}


class EnergyData(Product):
    """The sites of an account."""

    key = KEY
    name = "EcoStruxure Energy Contextualized Data API"
    read_scope = READ_SITE
    # Nothing can be written.
    write_scope = READ_SITE

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Take the clock that says what has been measured so far."""
        self.clock = clock
        self.portfolio = portfolio()
        self.records = Records()
        self.longest_period: timedelta | None = timedelta(days=400)
        """The longest period that one request may ask for."""
        self.units: dict[int, str] = {}
        """Units that measurements have instead of their own, by their numbers."""

    @override
    def contract(self, shape: Shape) -> Contract:
        """Return how it is asked in a shape."""
        return CONTRACTS[shape]

    @property
    @override
    def schemas(self) -> Schemas:
        """Return what its documents say of its answers."""
        return SCHEMAS

    @property
    @override
    def values(self) -> Mapping[str, Any]:
        """Return what its documents say of the values in queries."""
        return {"start": _MOMENT, "end": _MOMENT}

    @property
    @override
    def scopes(self) -> tuple[str, ...]:
        """Return the scopes of its tokens."""
        return (READ_SITE,)

    @property
    @override
    def handlers(self) -> Mapping[str, Handler]:
        """Return what answers each operation."""
        return {
            "sites.list": self._sites,
            "sites.get": lambda call: _shown_site(self._site(call)),
            "meters.list": self._meters,
            "meters.get": lambda call: self._shown_meter(self._meter(call)),
            "site.measurements": self._site_measurements,
            "meter.measurements": self._meter_measurements,
            "site.active_energy": self._active_energy,
        }

    @override
    def control(self, method: str, parts: list[str], body: Any) -> Any:
        """Correct a value, give a measurement a unit, or change the longest period."""
        match method, parts:
            case "POST", ["measurements", number, "correct"]:
                moment = read(body["date"])
                if moment is None:
                    raise ValueError(f"No moment: {body['date']}")
                series = self._measurement(int(number)).series
                self.records.correct(series, moment, body["value"], self.clock())
            case "POST", ["measurements", number, "unit"]:
                self.units[self._measurement(int(number)).number] = str(body["unit"])
            case "PATCH", ["settings"]:
                days = body["longest_period_days"]
                self.longest_period = timedelta(days=days) if days else None
            case _:
                return super().control(method, parts, body)
        return {}

    def _measurement(self, number: int) -> Measurement:
        """Return a measurement of a meter, whichever site it is at."""
        every = {
            found.number: found
            for site in self.portfolio
            for meter in site.meters
            for found in meter.measurements
        }
        return every[number]

    def _sites(self, call: Call) -> list[dict[str, Any]]:
        """Return the sites of the account."""
        return [_shown_site(site) for site in self.portfolio if call.token.sees(str(site.number))]

    def _site(self, call: Call) -> Site:
        """Return the site of a request, refusing one that is unknown or of someone else."""
        number = call.number(0, "site")
        site = next((site for site in self.portfolio if site.number == number), None)
        if site is None:
            raise Refusal(not_found())
        call.refuse_other(str(number))
        return site

    def _meter(self, call: Call) -> Meter:
        """Return the meter of a request, refusing one that is not at its site."""
        site, number = self._site(call), call.number(1, "meter")
        meter = next((meter for meter in site.meters if meter.number == number), None)
        if meter is None:
            raise Refusal(not_found())
        return meter

    def _meters(self, call: Call) -> list[dict[str, Any]]:
        """Return the meters of a site."""
        return [self._shown_meter(meter) for meter in self._site(call).meters]

    def _shown_meter(self, meter: Meter) -> dict[str, Any]:
        """Return what is shown of a meter; not everyone has a serial number."""
        shown: dict[str, Any] = {
            "id": Id("meter", meter.number),
            "Name": meter.name,
            "GatewayId": meter.gateway,
            "Commodity": meter.commodity,
            "Usage": meter.usage,
        }
        if meter.serial is not None:
            shown["SerialNumber"] = meter.serial
        shown["Measurements"] = [
            self._shown_measurement(item, item.number) for item in meter.measurements
        ]
        return shown

    def _shown_measurement(self, measurement: Measurement, number: int) -> dict[str, Any]:
        """Return what is shown of a measurement, as a meter's or as its site's."""
        return {
            "id": Id("measurement", number),
            "Name": measurement.name,
            "Unit": self.units.get(measurement.number, measurement.unit),
        }

    def _period(self, call: Call) -> tuple[datetime, datetime]:
        """Return the period a request asks for: the last day where it does not say."""
        found: dict[str, datetime] = {}
        for role in ("start", "end"):
            text = call.asked(role)
            moment = read(text)
            if text is not None and moment is None:
                raise Refusal(bad_request(call.operation.query[role], "must be a date-time"))
            if moment is not None:
                found[role] = moment
        end = found.get("end", self.clock())
        start = found.get("start", end - USUAL_PERIOD)
        if self.longest_period is not None and end - start > self.longest_period:
            days = self.longest_period.days
            name = call.operation.query["start"]
            raise Refusal(bad_request(name, f"The period must not exceed {days} days"))
        return start, end

    def _samples(
        self, measurement: Measurement, period: tuple[datetime, datetime]
    ) -> list[dict[str, Any]]:
        """Return the values of a measurement."""
        return [
            {"Date": _text(date), "UpdatedAt": _text(updated), "Value": value}
            for date, updated, value in self.records.read(measurement.series, *period, self.clock())
        ]

    def _measured(
        self, call: Call, commodity: str, measurements: Iterable[tuple[int, Measurement]]
    ) -> list[dict[str, Any]]:
        """Return measurements of a commodity with their values."""
        period = self._period(call)
        return [
            {
                **self._shown_measurement(measurement, number),
                "Commodity": commodity,
                "Timeseries": {
                    "Key": measurement.series.seed,
                    "Values": self._samples(measurement, period),
                },
            }
            for number, measurement in measurements
        ]

    def _site_measurements(self, call: Call) -> list[dict[str, Any]]:
        """Return what is told of a site as a whole."""
        site = self._site(call)
        return [
            found
            for meter in site.meters
            for found in self._measured(
                call,
                meter.commodity,
                [
                    (number, item)
                    for number, source in site.whole.items()
                    for item in meter.measurements
                    if item.number == source
                ],
            )
        ]

    def _meter_measurements(self, call: Call) -> list[dict[str, Any]]:
        """Return what a meter measures."""
        meter = self._meter(call)
        return self._measured(
            call, meter.commodity, [(item.number, item) for item in meter.measurements]
        )

    def _active_energy(self, call: Call) -> list[dict[str, Any]]:
        """Return the active energy of a site: a measurement, or in the other shape its values."""
        site = self._site(call)
        measurement = site.measurement(site.active_energy)
        if call.operation.schema == "ActiveEnergy":
            unit = self.units.get(measurement.number, measurement.unit)
            return [
                {**sample, "Unit": unit}
                for sample in self._samples(measurement, self._period(call))
            ]
        return self._measured(call, "Electricity", [(site.number * 100, measurement)])


def _text(moment: datetime) -> str:
    """Return a moment in UTC as the exchange writes it.

    Formatting tens of thousands of them in any other way would take most of the time.
    """
    return f"{moment.isoformat()[:19]}Z"


def _shown_site(site: Site) -> dict[str, Any]:
    """Return what is shown of a site."""
    return {
        "id": Id("site", site.number),
        "Name": site.name,
        "Type": site.kind,
        "Metadata": site.metadata,
        "PostalAddress": site.address,
    }
