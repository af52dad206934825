"""Fixtures: an exchange with two houses, and a plain session that knows its token."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
import json
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest
from yarl import URL

from simulator import SimulatedHub, load_house
from simulator.exchange import SimulatedExchange, Token, urn_of

TOKEN = "a-token-of-the-test"
BASE = "/ecostruxure/wiser-home/partner/v1"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Account:
    """An exchange, its clock and a client of it."""

    def __init__(self) -> None:
        """Make an account with two houses that do not listen themselves."""
        self.now = NOON
        self.cottage = SimulatedHub(load_house("cottage"))
        self.apartment = SimulatedHub(load_house("apartment"))
        self.token = Token(TOKEN)
        self.exchange = SimulatedExchange(
            {urn_of(hub): hub for hub in (self.cottage, self.apartment)},
            tokens=[self.token],
            clock=lambda: self.now,
        )
        self.session: aiohttp.ClientSession | None = None

    def wait(self, **period: float) -> None:
        """Let the clock of the exchange go on."""
        self.now += timedelta(**period)

    async def fetch(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        token: str | None = TOKEN,
    ) -> tuple[int, str, Mapping[str, str]]:
        """Send a request below the base, or to a whole path, and return all that is answered.

        {urn} is the apartment's urn.
        """
        assert self.session is not None
        whole = path if path.startswith("/simulator") else f"{BASE}{path}"
        filled = whole.replace("{urn}", quote(urn_of(self.apartment), safe=""))
        sent = dict(headers or {})
        sent |= {} if token is None else {"Authorization": f"Bearer {token}"}
        async with self.session.request(
            method,
            URL(f"{self.exchange.url}{filled}", encoded=True),
            json=body,
            headers=sent,
            allow_redirects=False,
        ) as response:
            return response.status, await response.text(), dict(response.headers)

    async def __call__(
        self, method: str, path: str, body: Any = None, **more: Any
    ) -> tuple[int, Any]:
        """Send a request and return the status and the JSON of its answer."""
        status, text, _ = await self.fetch(method, path, body, **more)
        return status, json.loads(text) if text else None


@pytest.fixture
async def account(socket_enabled: None) -> AsyncIterator[Account]:
    """Give an account with two houses."""
    found = Account()
    await found.exchange.start()
    async with aiohttp.ClientSession() as session:
        found.session = session
        yield found
    await found.exchange.stop()
