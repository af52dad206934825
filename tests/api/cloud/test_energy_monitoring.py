"""What is metered where, asked of the simulated Exchange in every dialect and both shapes."""

from collections.abc import AsyncIterator, Callable

import aiohttp
import orjson
import pytest
from yarl import URL

from custom_components.wiser_home.api.cloud import gateway as module
from custom_components.wiser_home.api.cloud.contract import Choice, Contract
from custom_components.wiser_home.api.cloud.energy_monitoring import (
    EnergyMonitoring,
    MonitoredDevice,
    MonitoredLocation,
    MonitoredRoom,
    MonitoredSite,
)
from custom_components.wiser_home.api.cloud.gateway import Gateway, Pace
from custom_components.wiser_home.api.cloud.openapi import match, read_document
from custom_components.wiser_home.api.cloud.products import ENERGY_MONITORING
from custom_components.wiser_home.api.errors import NotEntitledError, NotFoundError
from simulator.exchange import READ_ASSET, Dialect, Paging, Shape, SimulatedExchange, Token

from .served import Served, says

TOKEN = "brought-by-an-authorization"
BASE = "/ecostruxure/wiser-energy/v1"

type Connect = Callable[[], EnergyMonitoring]


@pytest.fixture
async def exchange(
    socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[SimulatedExchange]:
    """Return an Exchange whose account has locations."""
    token = Token(TOKEN, frozenset({READ_ASSET}), personal=False)
    found = SimulatedExchange({}, tokens=[token])
    await found.start()
    monkeypatch.setattr(module, "ORIGIN", URL(found.url))
    yield found
    await found.stop()


@pytest.fixture
def connect(session: aiohttp.ClientSession) -> Connect:
    """Return what makes a client that has learnt nothing."""

    async def token() -> str:
        """Return the token."""
        return TOKEN

    def client() -> EnergyMonitoring:
        """Make a client."""
        contract = Contract(ENERGY_MONITORING)
        return EnergyMonitoring(
            Gateway(session, contract, token, key=None, pace=Pace(gap=0.0), timeout=2.0)
        )

    return client


def subscribe(exchange: SimulatedExchange, client: EnergyMonitoring) -> None:
    """Learn the contract in force as a subscriber does, from its document."""
    document = read_document(orjson.dumps(exchange.openapi("energy_monitoring")).decode())
    match(document, ENERGY_MONITORING).apply(client.gateway.contract)


def asked(exchange: SimulatedExchange) -> list[str | None]:
    """Return the endpoints that were asked."""
    return [request.endpoint for request in exchange.requests if request.status == 200]


def id_of(location: MonitoredLocation | None) -> str | None:
    """Return the id of a location, if there is one."""
    return None if location is None else location.id


def in_dialect(dialect: Dialect, kind: str, number: int) -> str:
    """Return an id as a dialect tells it."""
    return {Dialect.ENVELOPED: f"{kind}-{number}"}.get(dialect, str(number))


@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize("shape", Shape)
async def test_whole_installation(
    exchange: SimulatedExchange, connect: Connect, dialect: Dialect, shape: Shape
) -> None:
    """Read the same of everything in every dialect and shape."""
    exchange.dialect, exchange.shape = dialect, shape
    client = connect()
    subscribe(exchange, client)
    locations, sites = await client.installation()
    assert [(known.name, known.details) for known in locations] == [
        ("Family", {"country": "GB"}),
        ("Abroad", {"country": "FR"}),
    ]
    assert [known.id for known in locations] == [
        in_dialect(dialect, "location", number) for number in (1, 2)
    ]
    assert [(site.id, site.name, site.location) for site in sites] == [
        (in_dialect(dialect, "site", 11), "Manor", locations[0]),
        (in_dialect(dialect, "site", 12), "Lodge", locations[0]),
        (in_dialect(dialect, "site", 21), "Appartement", locations[1]),
    ]
    manor, lodge, flat = sites
    assert [room.name for room in manor.rooms] == ["Hall", "Kitchen", "Garage"]
    assert [device.name for device in manor.devices] == [
        "Gateway",
        "Grid",
        "Heating",
        "Cooking",
        "Car",
        "Pool",
    ]
    assert manor.devices[1] == MonitoredDevice(
        id=in_dialect(dialect, "device", 1102),
        name="Grid",
        room_id=in_dialect(dialect, "room", 111),
        type="PowerTag",
        model="R9M60",
        manufacturer="Schneider Electric",
        serial_number="EB3298DF1E55D0B3",
        firmware="2.10.2",
        status="Connected",
        is_connected=True,
    )
    assert [device.is_connected for device in manor.devices] == [True] * 5 + [False]
    rooms = [manor.room_of(device) for device in manor.devices]
    assert rooms == [*[manor.rooms[0]] * 3, manor.rooms[1], manor.rooms[2], None]
    assert (lodge.devices, [room.name for room in lodge.rooms]) == ((), ["Room"])
    assert (len(flat.devices), flat.rooms) == (2, ())
    assert [site.unreadable for site in sites] == [0, 0, 0]


async def test_asks_in_the_first_way_without_a_contract(
    exchange: SimulatedExchange, connect: Connect
) -> None:
    """Find every endpoint by itself, and the sites of each location."""
    client = connect()
    sites = await client.sites()
    assert [site.name for site in sites] == ["Manor", "Lodge", "Appartement"]
    assert asked(exchange) == ["locations.list", "sites.list", "sites.list"]


async def test_list_of_all_sites_is_read_once(
    exchange: SimulatedExchange, connect: Connect
) -> None:
    """Do not ask for the same list for every location."""
    exchange.shape = Shape.OTHER
    client = connect()
    subscribe(exchange, client)
    sites = await client.sites()
    assert [(site.name, id_of(site.location)) for site in sites] == [
        ("Manor", "1"),
        ("Lodge", "1"),
        ("Appartement", "2"),
    ]
    assert asked(exchange) == ["locations.list", "sites.list"]


@pytest.mark.parametrize("paging", [Paging.TOTAL, Paging.NEXT])
async def test_pages(exchange: SimulatedExchange, connect: Connect, paging: Paging) -> None:
    """Read all devices of a site that come in pages."""
    exchange.dialect, exchange.paging, exchange.page_size = Dialect.ENVELOPED, paging, 4
    site = await connect().installed(MonitoredSite("site-11", "Manor"))
    assert len(site.devices) == 6


async def test_find_a_site(exchange: SimulatedExchange, connect: Connect) -> None:
    """Ask the location first that is said to have it."""
    client = connect()
    site = await client.find("21")
    assert (site.name, id_of(site.location)) == ("Appartement", "2")
    assert asked(exchange) == ["locations.list", "sites.list", "sites.list"]
    exchange.requests.clear()
    assert await client.find("21", "2") == site
    assert asked(exchange) == ["locations.list", "sites.list"]
    with pytest.raises(NotEntitledError):
        await client.find("13")


async def test_product_without_rooms(exchange: SimulatedExchange, connect: Connect) -> None:
    """Tell of devices where the product has no rooms, and do not ask for those again."""
    exchange.without.add("rooms.list")
    client = connect()
    await client.sites()
    for _ in range(2):
        site = await client.installed(MonitoredSite("11", "Manor"))
        assert (len(site.devices), site.rooms) == (6, ())
        assert {site.room_of(device) for device in site.devices} == {None}
    assert [request.endpoint for request in exchange.requests].count("rooms.list") == 0
    assert client.gateway.contract.absent == {"rooms.list"}
    assert len(exchange.requests) == 6


async def test_site_that_is_gone(exchange: SimulatedExchange, connect: Connect) -> None:
    """Fail for a site that the product does not know any more."""
    client = connect()
    await client.installed(MonitoredSite("11", "Manor"))
    with pytest.raises(NotFoundError):
        await client.installed(MonitoredSite("13", "Nowhere"))
    assert client.gateway.contract.absent == set()


def tell(served: Served, client: EnergyMonitoring, **answers: object) -> None:
    """Have a server tell something of the location 1 and the site 2."""
    paths = {
        "locations": "/locations",
        "sites": "/locations/1/sites",
        "all_sites": "/sites",
        "rooms": "/sites/2/rooms",
        "devices": "/sites/2/devices",
    }
    for key, answer in answers.items():
        served.on("GET", f"{BASE}{paths[key]}", says(answer))
    for key in ("rooms", "devices"):
        client.gateway.contract.choose(f"{key}.list", Choice("GET", f"/sites/{{site}}/{key}"))


async def test_location_of_a_site_is_not_made_up(served: Served, connect: Connect) -> None:
    """Leave a site of a list of all without a location, unless there is but one or it is told."""
    client = connect()
    tell(
        served,
        client,
        locations=[{"id": 1, "name": "A"}, {"id": 2, "displayName": "B"}, {"id": 3}],
        all_sites=[
            {"id": 5},
            {"id": 6, "location": {"id": 2}},
            {"id": 7, "locationId": "9"},
            {"id": 5, "name": "again"},
        ],
    )
    sites = await client.sites()
    assert [(site.id, site.name, id_of(site.location)) for site in sites] == [
        ("5", "again", None),
        ("6", "Site 6", "2"),
        ("7", "Site 7", None),
    ]
    assert sites[1].location == MonitoredLocation("2", "B")
    assert (await client.find("7")).location is None
    tell(served, client, locations=[{"id": 1}])
    assert {id_of(site.location) for site in await client.sites()} == {"1"}


async def test_site_that_stands_in_two_locations(served: Served, connect: Connect) -> None:
    """Take each site once, in the location it says."""
    client = connect()
    tell(
        served,
        client,
        locations=[{"id": 1}, {"id": 4}],
        sites=[{"id": 2, "locationId": 4}, {"id": 3}],
    )
    served.on("GET", f"{BASE}/locations/4/sites", says([{"id": 2, "locationId": 4}]))
    sites = await client.sites()
    assert [(site.id, id_of(site.location)) for site in sites] == [("2", "4"), ("3", "1")]


async def test_other_names(served: Served, connect: Connect) -> None:
    """Understand the words of siblings, and keep what has no place as details."""
    client = connect()
    tell(
        served,
        client,
        rooms={"Items": [{"RoomId": 7, "Label": "Cellar", "Floor": -1}]},
        devices=[
            {
                "DeviceId": "a b/c",
                "Room": {"Id": 7},
                "ProductType": "Meter",
                "CommercialReference": "A9MEM",
                "Vendor": "Somebody",
                "Serial": 4711,
                "SoftwareVersion": "1.2",
                "OperatingStatus": "Fault",
                "IsOnline": "true",
                "Rated-Current": 63,
            },
            {"id": 2, "status": "OFFLINE", "connectionStatus": "?"},
            {"id": 3, "status": "Online", "connected": False},
            {"id": 4, "status": {"value": "Connected"}},
        ],
    )
    site = await client.installed(MonitoredSite("2", "Site"))
    assert site.rooms == (MonitoredRoom("7", "Cellar", {"floor": -1}),)
    assert site.devices[0] == MonitoredDevice(
        id="a b/c",
        name="Device a b/c",
        room_id="7",
        type="Meter",
        model="A9MEM",
        manufacturer="Somebody",
        serial_number="4711",
        firmware="1.2",
        status="Fault",
        is_connected=True,
        details={"ratedcurrent": 63},
    )
    told = [(device.status, device.is_connected) for device in site.devices[1:]]
    assert told == [("OFFLINE", False), ("Online", False), (None, None)]
    assert site.devices[1].details == {"connectionstatus": "?"}
    assert site.devices[3].details == {"status": {"value": "Connected"}}


async def test_records_without_an_id(served: Served, connect: Connect) -> None:
    """Leave out what cannot be told apart, and tell how much that is."""
    client = connect()
    tell(served, client, rooms=[{"name": "?"}, {"id": 1}], devices=[{"id": 1}, {"id": ""}, {}])
    site = await client.installed(MonitoredSite("2", "Site"))
    assert ([room.id for room in site.rooms], [device.id for device in site.devices]) == (
        ["1"],
        ["1"],
    )
    assert site.unreadable == 3
