"""Fixtures: simulated Exchanges, and clients of what they sell."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from yarl import URL

from custom_components.wiser_home.api.cloud import gateway
from custom_components.wiser_home.api.cloud.contract import Contract
from custom_components.wiser_home.api.cloud.gateway import Gateway, Pace
from custom_components.wiser_home.api.cloud.home import CloudHub
from custom_components.wiser_home.api.cloud.products import WISER_HOME
from simulator import SimulatedHub, load_house
from simulator.exchange import SimulatedExchange, Token, urn_of

TOKEN = "a-token-of-the-test"

type Sell = Callable[..., Awaitable[SimulatedExchange]]
type Subscribe = Callable[..., Gateway]
type Reach = Callable[..., CloudHub]


@pytest.fixture
async def sell(socket_enabled: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Sell]:
    """Return what starts an Exchange that sells a house; it is stopped after the test."""
    started: list[SimulatedExchange] = []

    async def start(house: str | SimulatedHub = "apartment", **options: Any) -> SimulatedExchange:
        """Start an Exchange, and take it for the real one."""
        hub = house if isinstance(house, SimulatedHub) else SimulatedHub(load_house(house))
        tokens = options.pop("tokens", [Token(TOKEN)])
        found = SimulatedExchange({urn_of(hub): hub}, tokens=tokens, **options)
        started.append(found)
        await found.start()
        monkeypatch.setattr(gateway, "ORIGIN", URL(found.url))
        return found

    yield start
    for found in started:
        await found.stop()


@pytest.fixture
def subscribe(session: aiohttp.ClientSession) -> Subscribe:
    """Return what makes a gateway to the Exchange."""

    async def token() -> str:
        """Return the token."""
        return TOKEN

    def make(contract: Contract | None = None) -> Gateway:
        """Make a gateway that rests never."""
        pace = Pace(gap=0.0)
        return Gateway(session, contract or Contract(WISER_HOME), token, key=None, pace=pace)

    return make


@pytest.fixture
def reach(subscribe: Subscribe) -> Reach:
    """Return what makes a client of the one house that an Exchange sells."""

    def make(
        exchange: SimulatedExchange, contract: Contract | None = None, **options: Any
    ) -> CloudHub:
        """Make a client that has read nothing yet."""
        return CloudHub(subscribe(contract), next(iter(exchange.homes)), **options)

    return make


def hub_of(exchange: SimulatedExchange) -> SimulatedHub:
    """Return the hub of the one house that an Exchange sells."""
    return next(iter(exchange.homes.values()))


def asked(exchange: SimulatedExchange) -> list[str]:
    """Return which endpoints were asked since the last time, in their order."""
    found = [request.endpoint or request.path for request in exchange.requests]
    exchange.requests.clear()
    return found
