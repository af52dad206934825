"""Wiser Energy Monitoring: where an account has which metering devices, made up like all the rest.

Public is that there are locations, sites, rooms and devices, that their metadata is told, and that
it takes an authorization. The address, the paths, the scope and the shapes are assumptions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, override

from .answers import Refusal, not_found
from .dialects import Id
from .portfolio import (
    APARTMENT_GRID,
    RESIDENCE_COOKING,
    RESIDENCE_GRID,
    RESIDENCE_HEATING,
)
from .products import Call, Contract, Handler, Operation, Product, Schemas, Shape

KEY: Final = "energy_monitoring"
# A sibling's scope.
READ_ASSET: Final = "read:asset"
_SITE: Final = "/sites/{siteId}"

ASSUMED: Final = Contract(
    "/ecostruxure/wiser-energy/v1",
    (
        Operation(
            "locations.list",
            "List Locations",
            "Locations",
            "GET",
            "/locations",
            schema="Location",
            many=True,
        ),
        Operation(
            "sites.list",
            "List Sites",
            "Sites",
            "GET",
            "/locations/{locationId}/sites",
            schema="Site",
            many=True,
        ),
        Operation(
            "rooms.list", "List Rooms", "Rooms", "GET", f"{_SITE}/rooms", schema="Room", many=True
        ),
        Operation(
            "devices.list",
            "List Devices",
            "Devices",
            "GET",
            f"{_SITE}/devices",
            schema="Device",
            many=True,
        ),
    ),
)
OTHER: Final = Contract(
    "/ecostruxure/wiser-energy-monitoring/v1",
    (
        Operation(
            "locations.list",
            "Get Locations",
            "Location",
            "GET",
            "/locations",
            schema="Location",
            many=True,
        ),
        # Those of every location at once.
        Operation("sites.list", "Get Sites", "Site", "GET", "/sites", schema="Site", many=True),
        Operation(
            "rooms.list",
            "Get Rooms",
            "Site",
            "GET",
            "/sites/{id}/installation/rooms",
            schema="Room",
            many=True,
        ),
        Operation(
            "devices.list",
            "Get Devices",
            "Site",
            "GET",
            "/sites/{id}/installation/devices",
            schema="Device",
            many=True,
        ),
    ),
)
CONTRACTS: Final = {Shape.ASSUMED: ASSUMED, Shape.OTHER: OTHER}

SCHEMAS: Final[Schemas] = {
    "Location": {"id": Id("location", 1), "Name": "Home", "Country": "GB"},
    "Site": {"id": Id("site", 1), "Name": "House", "LocationId": Id("location", 1)},
    "Room": {"id": Id("room", 1), "Name": "Hall"},
    "Device": {
        "id": Id("device", 1),
        "Name": "Grid",
        "Type": "PowerTag",
        "Model": "R9M60",
        "Manufacturer": "Schneider Electric",
        "SerialNumber": "0000",
        "FirmwareVersion": "1.0.0",
        "Status": "Connected",
        "RoomId": Id("room", 1),
    },
}


@dataclass(frozen=True)
class Device:
    """A metering device, or the gateway of some."""

    number: int
    name: str
    type: str
    model: str
    serial: str
    firmware: str = "2.10.2"
    status: str = "Connected"
    room: int | None = None


@dataclass(frozen=True)
class Place:
    """A site with what is in it."""

    number: int
    name: str
    location: int
    rooms: Mapping[int, str]
    devices: tuple[Device, ...]


LOCATIONS: Final = {1: ("Family", "GB"), 2: ("Abroad", "FR")}
PLACES: Final = (
    Place(
        11,
        "Manor",
        1,
        {111: "Hall", 112: "Kitchen", 113: "Garage"},
        (
            Device(1101, "Gateway", "Gateway", "EER31800", "WISER-MANOR", "4.32.1", room=111),
            Device(1102, "Grid", "PowerTag", "R9M60", RESIDENCE_GRID, room=111),
            Device(1103, "Heating", "PowerTag", "R9M20", RESIDENCE_HEATING, room=111),
            Device(1104, "Cooking", "PowerTag", "R9M40", RESIDENCE_COOKING, room=112),
            Device(1105, "Car", "PowerTag", "R9M20", "5A1B0C2D3E4F6071", room=113),
            # It has not been heard of for a while, and nobody said where it is.
            Device(1106, "Pool", "PowerTag", "R9M20", "77C01F22A9D0B3E4", "2.8.0", "Disconnected"),
        ),
    ),
    # Nothing is fitted yet.
    Place(12, "Lodge", 1, {121: "Room"}, ()),
    Place(
        21,
        "Appartement",
        2,
        {},
        (
            Device(2101, "Passerelle", "Gateway", "EER31800", "WISER-FLAT", "4.32.1"),
            Device(2102, "Compteur", "PowerTag", "R9M60", APARTMENT_GRID),
        ),
    ),
)


class EnergyMonitoring(Product):
    """The metering devices of an account."""

    key = KEY
    name = "Wiser Energy Monitoring Cloud API"
    read_scope = READ_ASSET
    # Nothing can be written.
    write_scope = READ_ASSET
    personal = False

    def __init__(self) -> None:
        """Begin with a few places."""
        self.places = list(PLACES)

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
    def scopes(self) -> tuple[str, ...]:
        """Return the scopes of its tokens."""
        return (READ_ASSET,)

    @property
    @override
    def handlers(self) -> Mapping[str, Handler]:
        """Return what answers each operation."""
        return {
            "locations.list": self._locations,
            "sites.list": self._sites,
            "rooms.list": self._rooms,
            "devices.list": self._devices,
        }

    @override
    def control(self, method: str, parts: list[str], body: Any) -> Any:
        """Change the state or the firmware of a device."""
        match method, parts:
            case "PATCH", ["devices", number]:
                self.change(int(number), **body)
            case _:
                return super().control(method, parts, body)
        return {}

    def change(self, number: int, **changes: Any) -> None:
        """Change what is told of a device."""
        devices = {device.number for place in self.places for device in place.devices}
        if number not in devices:
            raise KeyError(number)
        self.places = [
            replace(
                place,
                devices=tuple(
                    replace(device, **changes) if device.number == number else device
                    for device in place.devices
                ),
            )
            for place in self.places
        ]

    def _seen(self, call: Call) -> list[Place]:
        """Return the sites that a token may see."""
        return [place for place in self.places if call.token.sees(str(place.number))]

    def _locations(self, call: Call) -> list[dict[str, Any]]:
        """Return the locations with sites that may be seen."""
        seen = {place.location for place in self._seen(call)}
        return [
            {"id": Id("location", number), "Name": name, "Country": country}
            for number, (name, country) in LOCATIONS.items()
            if number in seen
        ]

    def _sites(self, call: Call) -> list[dict[str, Any]]:
        """Return the sites of a location, or all where the contract knows no location there."""
        seen = self._seen(call)
        if call.ids:
            location = call.number(0, "location")
            if location not in LOCATIONS:
                raise Refusal(not_found())
            seen = [place for place in seen if place.location == location]
        return [
            {
                "id": Id("site", place.number),
                "Name": place.name,
                "LocationId": Id("location", place.location),
            }
            for place in seen
        ]

    def _place(self, call: Call) -> Place:
        """Return the site of a request, refusing one that is unknown or of someone else."""
        number = call.number(0, "site")
        place = next((place for place in self.places if place.number == number), None)
        if place is None:
            raise Refusal(not_found())
        call.refuse_other(str(number))
        return place

    def _rooms(self, call: Call) -> list[dict[str, Any]]:
        """Return the rooms of a site."""
        return [
            {"id": Id("room", number), "Name": name}
            for number, name in self._place(call).rooms.items()
        ]

    def _devices(self, call: Call) -> list[dict[str, Any]]:
        """Return the devices of a site; not every one is in a room."""
        return [_shown(device) for device in self._place(call).devices]


def _shown(device: Device) -> dict[str, Any]:
    """Return what is shown of a device."""
    shown: dict[str, Any] = {
        "id": Id("device", device.number),
        "Name": device.name,
        "Type": device.type,
        "Model": device.model,
        "Manufacturer": "Schneider Electric",
        "SerialNumber": device.serial,
        "FirmwareVersion": device.firmware,
        "Status": device.status,
    }
    if device.room is not None:
        shown["RoomId"] = Id("room", device.room)
    return shown
