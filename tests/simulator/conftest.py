"""Fixtures: simulated hubs, and a plain HTTP session that knows their secret."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from simulator import House, SimulatedHub, load_house

SECRET = "open-sesame"
CAPTURED = Path(__file__).parents[3] / "shared" / "payloads" / "hubs"

type StartHub = Callable[..., Awaitable[SimulatedHub]]


class Client:
    """A session that speaks to one hub and gives status and JSON."""

    def __init__(self, session: aiohttp.ClientSession, hub: SimulatedHub) -> None:
        """Take a session."""
        self.session = session
        self.hub = hub

    async def __call__(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Send a request under /data/v2/ or to an absolute path."""
        url = path if path.startswith("/") else f"/data/v2/{path}"
        arguments = {} if body is None else {"json": body}
        async with self.session.request(method, f"{self.hub.url}{url}", **arguments) as response:
            text = await response.text()
            return response.status, await response.json() if text else None


@pytest.fixture
async def start_hub(socket_enabled: None) -> AsyncIterator[StartHub]:
    """Start hubs and stop them in the end."""
    started: list[SimulatedHub] = []

    async def start(house: str | House | Path, **options: Any) -> SimulatedHub:
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
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """Give a session that sends the secret."""
    async with aiohttp.ClientSession(headers={"SECRET": SECRET}) as found:
        yield found


@pytest.fixture
async def cottage(start_hub: StartHub, session: aiohttp.ClientSession) -> Client:
    """Give a client of the cottage's hub, of generation 1."""
    return Client(session, await start_hub("cottage"))


@pytest.fixture
async def apartment(start_hub: StartHub, session: aiohttp.ClientSession) -> Client:
    """Give a client of the apartment's hub, of generation 2."""
    return Client(session, await start_hub("apartment"))


@pytest.fixture
async def residence(start_hub: StartHub, session: aiohttp.ClientSession) -> Client:
    """Give a client of the residence's hub, of generation 2."""
    return Client(session, await start_hub("residence"))
