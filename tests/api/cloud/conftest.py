"""Fixtures: a server in the place of the Exchange, and gateways that rest in no real time."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest

from custom_components.wiser_home.api.cloud import gateway as module
from custom_components.wiser_home.api.cloud.contract import (
    Choice,
    Contract,
)
from custom_components.wiser_home.api.cloud.gateway import Gateway, Pace
from custom_components.wiser_home.api.cloud.pace import GAP

from .product import HUBS, KEY, PRODUCT, TOKEN
from .served import Served, says

type Make = Callable[..., Gateway]


class Clock:
    """A clock that stands still until somebody sleeps."""

    def __init__(self) -> None:
        """Begin at no time in particular."""
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        """Return the time."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
async def served(socket_enabled: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    """Return a server in the place of the Exchange, which has a list of hubs."""
    found = Served()
    monkeypatch.setattr(module, "ORIGIN", await found.start())
    found.on("GET", HUBS, says([{"urn": "u"}]))
    yield found
    await found.stop()


@pytest.fixture
def clock() -> Clock:
    """Return a clock."""
    return Clock()


@pytest.fixture
def make(session: aiohttp.ClientSession, clock: Clock) -> Make:
    """Return what makes a gateway."""

    async def token() -> str:
        """Return the token."""
        return TOKEN

    def gateway(learnt: dict[str, Choice] | None = None, **options: Any) -> Gateway:
        """Make a gateway that rests in no real time, and has learnt some ways to ask."""
        contract = Contract(PRODUCT)
        contract.choices.update(learnt or {})
        known = {"token": token, "key": KEY, "timeout": 2.0}
        known["pace"] = Pace(gap=GAP, clock=clock, sleep=clock.sleep)
        return Gateway(session, contract, **{**known, **options})

    return gateway
