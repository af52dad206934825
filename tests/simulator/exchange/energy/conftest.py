"""Fixtures: an exchange without houses, and a plain session that has a token of either kind."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
import json
from typing import Any

import aiohttp
import pytest
from yarl import URL

from simulator.exchange import READ_ASSET, READ_SITE, SimulatedExchange, Token

PERSONAL = "made-in-the-portal"
AUTHORIZED = "brought-by-an-authorization"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Cloud:
    """An exchange, its clock and a client of it."""

    def __init__(self) -> None:
        """Make an account without houses."""
        self.now = NOON
        self.personal = Token(PERSONAL, frozenset({READ_SITE}))
        self.authorized = Token(AUTHORIZED, frozenset({READ_SITE, READ_ASSET}), personal=False)
        self.exchange = SimulatedExchange(
            {}, tokens=[self.personal, self.authorized], clock=lambda: self.now
        )
        self.session: aiohttp.ClientSession | None = None

    def wait(self, **period: float) -> None:
        """Let the clock of the exchange go on."""
        self.now += timedelta(**period)

    async def send(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        form: Mapping[str, str] | None = None,
        body: Any = None,
        authorization: str | None = None,
    ) -> tuple[int, str, Mapping[str, str]]:
        """Send a request, with a token or another authorization, and return all of the answer."""
        assert self.session is not None
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        headers |= {} if authorization is None else {"Authorization": authorization}
        async with self.session.request(
            method,
            URL(f"{self.exchange.url}{path}", encoded=True),
            headers=headers,
            data=form,
            json=body,
            allow_redirects=False,
        ) as response:
            return response.status, await response.text(), dict(response.headers)

    async def get(self, product: str, path: str, *, token: str = AUTHORIZED) -> tuple[int, Any]:
        """Read from a product and return the status and the JSON of the answer."""
        base = self.exchange.contract(product).base
        status, text, _ = await self.send("GET", f"{base}{path}", token=token)
        return status, json.loads(text)

    async def control(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Look into the exchange or disturb it."""
        status, text, _ = await self.send(method, f"/simulator/{path}", body=body)
        return status, json.loads(text)


@pytest.fixture
async def cloud(socket_enabled: None) -> AsyncIterator[Cloud]:
    """Give an account with sites."""
    found = Cloud()
    await found.exchange.start()
    async with aiohttp.ClientSession() as session:
        found.session = session
        yield found
    await found.exchange.stop()
