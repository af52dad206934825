"""Read the installation of Wiser Energy Monitoring: what is metered where.

Public is that there are locations, sites, rooms and devices, and that the product tells their
metadata. No path, field or example is public; the words are those of the siblings.
"""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from ..errors import NotEntitledError, NotFoundError
from .gateway import Gateway
from .reading import fold, on_off
from .records import inside, text, with_ids

type Details = Mapping[str, Any]
"""What else is told of a thing, by names without their spelling."""

_CONNECTION_WORDS: Final = {
    "connected": True,
    "online": True,
    "disconnected": False,
    "offline": False,
    "notconnected": False,
}
"""What statuses say of the connection; every other word may be said with or without one."""


@dataclass(frozen=True, slots=True)
class MonitoredLocation:
    """A location, which has sites."""

    id: str
    name: str
    details: Details = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MonitoredRoom:
    """A room of a site."""

    id: str
    name: str
    details: Details = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MonitoredDevice:
    """A metering device; `status` is what the product says of it, in its own word."""

    id: str
    name: str
    room_id: str | None = None
    type: str | None = None
    model: str | None = None
    manufacturer: str | None = None
    serial_number: str | None = None
    firmware: str | None = None
    status: str | None = None
    is_connected: bool | None = None
    details: Details = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MonitoredSite:
    """A site with what belongs to it, once that was read."""

    id: str
    name: str
    location: MonitoredLocation | None = None
    details: Details = field(default_factory=dict)
    rooms: tuple[MonitoredRoom, ...] = ()
    devices: tuple[MonitoredDevice, ...] = ()
    unreadable: int = 0
    """How many rooms and devices were told without an id, and are left out."""

    def room_of(self, device: MonitoredDevice) -> MonitoredRoom | None:
        """Return the room that a device is in, as far as both are told."""
        return next((room for room in self.rooms if room.id == device.room_id), None)


class EnergyMonitoring:
    """The locations of an account, with what is installed there."""

    def __init__(self, gateway: Gateway) -> None:
        """Ask through a gateway of this product."""
        self.gateway = gateway

    async def sites(self) -> list[MonitoredSite]:
        """Return the sites of every location, without what belongs to them.

        Raises:
            WiserError: every way in which that can fail.
        """
        _, sites = await self._all()
        return sites

    async def find(self, site: str, first: str | None = None) -> MonitoredSite:
        """Return a site, without what belongs to it.

        The other locations are asked only when it is not in the `first`.

        Raises:
            NotEntitledError: the account does not have it.
            WiserError: every other way in which that can fail.
        """
        locations = await self._locations()
        locations.sort(key=lambda location: location.id != first)
        async for known in self._sites(locations):
            if known.id == site:
                return known
        raise NotEntitledError("The account does not have the site")

    async def installed(self, site: MonitoredSite) -> MonitoredSite:
        """Return a site with its rooms and devices as they are now.

        Raises:
            WiserError: every way in which that can fail; a product without rooms has none.
        """
        try:
            rooms = await self.gateway.read_list("rooms.list", site=site.id)
        except NotFoundError:
            rooms = []
        devices = await self.gateway.read_list("devices.list", site=site.id)
        return replace(
            site,
            rooms=tuple(_room(told) for told in _told(rooms, "room")),
            devices=tuple(_device(told) for told in _told(devices, "device")),
            unreadable=sum(
                len(records) - len(list(with_ids(records, kind)))
                for records, kind in ((rooms, "room"), (devices, "device"))
            ),
        )

    async def installation(self) -> tuple[list[MonitoredLocation], list[MonitoredSite]]:
        """Return every location and every site with all that belongs to it.

        Raises:
            WiserError: every way in which that can fail.
        """
        locations, sites = await self._all()
        return locations, [await self.installed(site) for site in sites]

    async def _all(self) -> tuple[list[MonitoredLocation], list[MonitoredSite]]:
        """Return every location and, once each, every site."""
        locations = await self._locations()
        found: dict[str, MonitoredSite] = {}
        async for site in self._sites(locations):
            found.setdefault(site.id, site)
        return locations, list(found.values())

    async def _locations(self) -> list[MonitoredLocation]:
        """Return the locations."""
        return [
            MonitoredLocation(told.id, told.name, told.rest)
            for told in _told(await self.gateway.read_list("locations.list"), "location")
        ]

    async def _sites(self, locations: Sequence[MonitoredLocation]) -> AsyncIterator[MonitoredSite]:
        """Yield the sites of some locations, each with the one that it is told to be in.

        A contract may have one list of the sites of all locations, which is read once.
        """
        known = {location.id: location for location in locations}
        for location in locations:
            sites = await self.gateway.read_list("sites.list", location=location.id)
            at_once = "{location}" not in self.gateway.contract.choices["sites.list"].path
            asked = location if len(locations) == 1 or not at_once else None
            for told in _told(sites, "site"):
                owner = known.get(told.id_of("location") or "", asked)
                yield MonitoredSite(told.id, told.name, owner, told.rest)
            if at_once:
                break


class _Told:
    """A record as it was told; what was looked at is no detail any more."""

    def __init__(self, kind: str, id_: str, raw: Mapping[str, Any]) -> None:
        """Look at a record of a kind."""
        self.id = id_
        self.raw = raw
        self._kind = kind
        self._seen = {"id", f"{kind}id"}

    @property
    def name(self) -> str:
        """Return the name that somebody gave to it, or what it is."""
        return self.text("name", "displayname", "label") or f"{self._kind.capitalize()} {self.id}"

    @property
    def rest(self) -> Details:
        """Return what nobody has looked at."""
        return {name: value for name, value in self.raw.items() if name not in self._seen}

    def text(self, *names: str) -> str | None:
        """Return the first word that stands under one of these names."""
        name = next((name for name in names if text(self.raw, name) is not None), None)
        if name is None:
            return None
        self._seen.add(name)
        return text(self.raw, name)

    def on_off(self, *names: str) -> bool | None:
        """Return whether what stands under one of these names is on."""
        name = next((name for name in names if on_off(self.raw.get(name)) is not None), None)
        if name is None:
            return None
        self._seen.add(name)
        return on_off(self.raw[name])

    def id_of(self, kind: str) -> str | None:
        """Return the id of the thing of another kind that it belongs to."""
        self._seen.add(kind)
        return self.text(f"{kind}id") or text(inside(self.raw, kind), "id", f"{kind}id")


def _told(records: Iterable[Mapping[str, Any]], kind: str) -> list[_Told]:
    """Return each of some records once, by their ids; the last that is told of one counts."""
    return [_Told(kind, id_, raw) for id_, raw in dict(with_ids(records, kind)).items()]


def _room(told: _Told) -> MonitoredRoom:
    """Return a room."""
    return MonitoredRoom(told.id, told.name, told.rest)


def _device(told: _Told) -> MonitoredDevice:
    """Return a device."""
    status = told.text("status", "connectionstatus", "operatingstatus", "state")
    connected = told.on_off("connected", "isconnected", "online", "isonline")
    if connected is None and status is not None:
        connected = _CONNECTION_WORDS.get(fold(status))
    return MonitoredDevice(
        id=told.id,
        name=told.name,
        room_id=told.id_of("room"),
        type=told.text("type", "devicetype", "producttype"),
        model=told.text("model", "reference", "commercialreference", "productmodel"),
        manufacturer=told.text("manufacturer", "vendor"),
        serial_number=told.text("serialnumber", "serial"),
        firmware=told.text("firmwareversion", "softwareversion", "firmware"),
        status=status,
        is_connected=connected,
        details=told.rest,
    )
