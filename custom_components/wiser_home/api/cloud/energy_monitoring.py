"""Read the installation of Wiser Energy Monitoring: what is metered where.

Public is that there are locations, sites, rooms and devices, and that the product tells their
metadata. No path, field or example is public; the words are those of the siblings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import NotFoundError
from .gateway import Gateway
from .reading import on_off
from .records import text, with_ids


@dataclass(frozen=True, slots=True)
class MonitoredRoom:
    """A room of a site."""

    id: str
    name: str


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


@dataclass(frozen=True, slots=True)
class MonitoredSite:
    """A site with what belongs to it."""

    id: str
    name: str
    location_id: str | None
    location: str | None
    rooms: tuple[MonitoredRoom, ...] = ()
    devices: tuple[MonitoredDevice, ...] = ()


class EnergyMonitoring:
    """The sites of an account."""

    def __init__(self, gateway: Gateway) -> None:
        """Ask through a gateway of this product."""
        self.gateway = gateway

    async def sites(self) -> list[MonitoredSite]:
        """Return the sites of every location, without what belongs to them.

        Raises:
            WiserError: every way in which that can fail.
        """
        found: list[MonitoredSite] = []
        for location, raw in with_ids(await self.gateway.read_list("locations.list"), "location"):
            name = text(raw, "name", "displayname") or f"Location {location}"
            found.extend(
                MonitoredSite(
                    id=site,
                    name=text(told, "name", "displayname") or f"Site {site}",
                    location_id=location,
                    location=name,
                )
                for site, told in with_ids(
                    await self.gateway.read_list("sites.list", location=location), "site"
                )
            )
        return found

    async def site(self, known: MonitoredSite) -> MonitoredSite:
        """Return a site with its rooms and devices as they are now.

        Raises:
            WiserError: every way in which that can fail; a product without rooms has none.
        """
        try:
            rooms = await self.gateway.read_list("rooms.list", site=known.id)
        except NotFoundError:
            rooms = []
        devices = await self.gateway.read_list("devices.list", site=known.id)
        return MonitoredSite(
            id=known.id,
            name=known.name,
            location_id=known.location_id,
            location=known.location,
            rooms=tuple(
                MonitoredRoom(id_, text(raw, "name", "displayname") or f"Room {id_}")
                for id_, raw in with_ids(rooms, "room")
            ),
            devices=tuple(_device(id_, raw) for id_, raw in with_ids(devices, "device")),
        )


def _device(id_: str, raw: Mapping[str, Any]) -> MonitoredDevice:
    """Return a device."""
    connected = raw.get("connected", raw.get("online", raw.get("isconnected")))
    return MonitoredDevice(
        id=id_,
        name=text(raw, "name", "displayname", "label") or f"Device {id_}",
        room_id=text(raw, "roomid"),
        type=text(raw, "type", "devicetype", "producttype"),
        model=text(raw, "model", "reference", "commercialreference", "productmodel"),
        manufacturer=text(raw, "manufacturer", "vendor"),
        serial_number=text(raw, "serialnumber", "serial"),
        firmware=text(raw, "firmwareversion", "softwareversion", "firmware"),
        status=text(raw, "status", "state", "connectionstatus", "operatingstatus"),
        is_connected=None if connected is None else on_off(connected),
    )
