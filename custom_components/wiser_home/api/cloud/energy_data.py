"""Read the energy of sites from EcoStruxure Energy Contextualized Data.

Public are two paths (the sites, the measurements of a site) and what there is: details of sites
and meters, measurements of both, active energy and other utilities. Sites and meters are taken as
the nearest sibling whose contract is public tells them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from ..errors import NotFoundError
from .gateway import Gateway
from .measurements import Measurement, Quantity, Utility, read_measurements, utility_of
from .records import inside, text, with_ids

PAGES: Final = 200
"""How many pages measurements may have: nobody knows how small those are."""

_METERS: Final = "meters.list"
_OF_METER: Final = "meter.measurements"
_OF_SITE: Final = "site.measurements"


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


class EnergyData:
    """The sites of an account, with their meters and what those measure."""

    def __init__(self, gateway: Gateway) -> None:
        """Ask through a gateway of this product."""
        self.gateway = gateway
        self._odd: dict[tuple[str, str | None], set[str]] = {}
        self.samples: dict[str, Any] = {}
        """The last answer of each endpoint that could not be understood, for diagnostics."""
        self._meters: set[tuple[str, str]] = set()
        self._silent: set[tuple[str, str]] = set()
        self._electric: set[str] = set()
        """The sites whose own measurements hold electricity, in whichever period."""

    @property
    def unreadable(self) -> frozenset[str]:
        """Return what of the newest answers could not be understood, and is left out."""
        return frozenset().union(*self._odd.values())

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
            records = await self.gateway.read_list(_METERS, site=site)
        except NotFoundError:
            # It may only be this site that has none, and it may get one.
            self.gateway.contract.absent.discard(_METERS)
            return []
        found = [
            Meter(
                id=id_,
                name=text(raw, "name", "displayname", "label") or f"Meter {id_}",
                utility=utility_of(text(raw, "commodity", "utility", "energytype")),
                usage=text(raw, "usage"),
                model=text(raw, "model", "reference", "commercialreference"),
                gateway_id=text(raw, "gatewayid"),
                serial_number=text(raw, "serialnumber", "serial"),
            )
            for id_, raw in with_ids(records, "meter")
        ]
        self._meters |= {(site, meter.id) for meter in found}
        return found

    async def measurements(
        self, site: str, meter: str | None, start: datetime, end: datetime
    ) -> list[Measurement]:
        """Return what a site, or one of its meters, has measured between two moments.

        The period begins with a full hour. What cannot be understood is left out and told in
        `unreadable`. A meter that the product tells nothing of has no measurements.

        Raises:
            WiserError: every other way in which that can fail.
        """
        odd: set[str] = set()
        if meter is None:
            found = await self._of_site(site, start, end, odd)
        else:
            found = await self._of_meter(site, meter, start, end, odd)
        self._odd[site, meter] = odd
        if not self.unreadable:
            self.samples.clear()
        return found

    async def _of_meter(
        self, site: str, meter: str, start: datetime, end: datetime, odd: set[str]
    ) -> list[Measurement]:
        """Return what a meter has measured."""
        try:
            found = await self._read(_OF_METER, start, end, odd, site=site, meter=meter)
        except NotFoundError:
            self._silent.add((site, meter))
            if self._meters - self._silent:
                # One meter of which nothing is told does not mean that none can be asked.
                self.gateway.contract.absent.discard(_OF_METER)
            return []
        self._silent.discard((site, meter))
        return found

    async def _of_site(
        self, site: str, start: datetime, end: datetime, odd: set[str]
    ) -> list[Measurement]:
        """Return what a site has measured as a whole."""
        try:
            found = await self._read(_OF_SITE, start, end, odd, site=site)
        except NotFoundError:
            # That it can be asked is published: it is the site that is gone.
            self.gateway.contract.absent.discard(_OF_SITE)
            raise
        if any(
            measurement.quantity is Quantity.ENERGY
            and measurement.utility in {None, Utility.ELECTRICITY}
            for measurement in found
        ):
            self._electric.add(site)
        # Its own endpoint is asked only where it would not count the same energy twice. A period
        # in which nothing was measured may be told without the measurement, and says nothing.
        if odd or site in self._electric:
            return found
        try:
            active = await self._read("site.active_energy", start, end, odd, site=site)
        except NotFoundError:
            return found
        # Nothing says that the ids of two lists are not the same.
        return [*found, *(replace(more, id=f"active_energy_{more.id}") for more in active)]

    async def _read(
        self, endpoint: str, start: datetime, end: datetime, odd: set[str], **ids: str
    ) -> list[Measurement]:
        """Return the measurements that an endpoint tells."""
        period = {"start": _iso(start), "end": _iso(end)}
        records = await self.gateway.read_list(endpoint, query=period, pages=PAGES, **ids)
        raw: Any = self.gateway.samples.get(endpoint)
        before = len(odd)
        found = read_measurements(
            records,
            start,
            end,
            odd.add,
            around=raw if isinstance(raw, Mapping) else None,
            name=endpoint.partition(".")[2].replace("_", " ").capitalize(),
        )
        if len(odd) > before:
            self.samples[endpoint] = raw
        return found


def _iso(moment: datetime) -> str:
    """Return a moment as the Exchange writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
