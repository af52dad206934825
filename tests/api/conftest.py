"""Fixtures: simulated hubs, sessions that know no other names, and clients of the hubs."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from pathlib import Path
import socket
from typing import Any, override

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
import pytest

from custom_components.wiser_home.api.local import Connection, LocalHub, Scheme
from simulator import House, SimulatedHub, load_house

SECRET = "open-sesame"
NAME = "wiserheat.local"

type StartHub = Callable[..., Awaitable[SimulatedHub]]
type OpenSession = Callable[[Mapping[int, int]], aiohttp.ClientSession]
type Dial = Callable[..., Connection]
type Reach = Callable[..., LocalHub]


class OneName(AbstractResolver):
    """Lead the ports of one name to other ports of this machine."""

    def __init__(self, ports: Mapping[int, int]) -> None:
        """Take the port that stands behind each port."""
        self.ports = ports

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            {
                "hostname": host,
                "host": "127.0.0.1",
                "port": {NAME: self.ports}[host][port],
                "family": socket.AF_INET,
                "proto": 0,
                "flags": 0,
            }
        ]

    @override
    async def close(self) -> None:
        """Do nothing."""


class NoName(OneName):
    """Know no name at all."""

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        raise OSError(host)


@pytest.fixture(autouse=True)
def _enable_custom_integrations() -> None:
    """Need no Home Assistant: the client knows nothing of it."""


@pytest.fixture
async def start_hub(socket_enabled: None) -> AsyncIterator[StartHub]:
    """Return what starts a simulated hub; it is stopped after the test."""
    started: list[SimulatedHub] = []

    async def start(house: str | Path | House = "cottage", **options: Any) -> SimulatedHub:
        """Start a hub in front of a house."""
        found = house if isinstance(house, House) else load_house(house)
        hub = SimulatedHub(found, SECRET, **options)
        started.append(hub)
        await hub.start()
        return hub

    yield start
    for hub in started:
        await hub.stop()


@pytest.fixture
async def session(socket_enabled: None) -> AsyncIterator[aiohttp.ClientSession]:
    """Return a session."""
    async with aiohttp.ClientSession() as found:
        yield found


@pytest.fixture
async def open_session(socket_enabled: None) -> AsyncIterator[OpenSession]:
    """Return what makes a session that leads the ports of the hub's name elsewhere."""
    opened: list[aiohttp.ClientSession] = []

    def open_(ports: Mapping[int, int]) -> aiohttp.ClientSession:
        """Make a session."""
        connector = aiohttp.TCPConnector(resolver=OneName(ports))
        opened.append(aiohttp.ClientSession(connector=connector))
        return opened[-1]

    yield open_
    for found in opened:
        await found.close()


@pytest.fixture
def closed_port(socket_enabled: None) -> Iterator[int]:
    """Return a port that refuses connections."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.fixture
def dial(session: aiohttp.ClientSession) -> Dial:
    """Return what makes a connection to a hub."""

    def make(hub: SimulatedHub | str, secret: str = SECRET, **options: Any) -> Connection:
        """Make a connection, by http where nothing else is asked for."""
        host = hub.address if isinstance(hub, SimulatedHub) else hub
        return Connection(session, host, secret, **{"scheme": Scheme.HTTP, **options})

    return make


@pytest.fixture
def reach(dial: Dial) -> Reach:
    """Return what makes a client of a hub that has read nothing yet."""

    def make(hub: SimulatedHub, **options: Any) -> LocalHub:
        """Make a client."""
        return LocalHub(dial(hub), **options)

    return make
