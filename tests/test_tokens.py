"""Test how the tokens of people who have signed in are kept fresh."""

import asyncio
import time
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.application_credentials import (
    ClientCredential,
    async_import_client_credential,
)
from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.wiser_home.api.cloud.energy_data import EnergyData
from custom_components.wiser_home.api.errors import CannotConnectError, InvalidTokenError
from custom_components.wiser_home.connections import gateway_of
from custom_components.wiser_home.const import (
    CONF_CONNECTION,
    CONF_CONTRACT,
    CONF_IMPLEMENTATION,
    CONF_KEY,
    CONF_SITE,
    DOMAIN,
)
from custom_components.wiser_home.tokens import async_fresh_token
from simulator.exchange import ExchangeFault, SimulatedExchange, Token
from simulator.exchange.oauth import CLIENT_ID, CLIENT_SECRET, Grant

from .conftest import StartExchange

HOUR = 3600


@pytest.fixture
async def exchange(hass: HomeAssistant, start_exchange: StartExchange) -> SimulatedExchange:
    """Return an Exchange where somebody has signed in through a registered application."""
    assert await async_setup_component(hass, "application_credentials", {})
    await async_import_client_credential(
        hass, DOMAIN, ClientCredential(CLIENT_ID, CLIENT_SECRET), "exchange"
    )
    first = Token("first", frozenset({"read:site"}), personal=False)
    exchange = await start_exchange(tokens=[first], clock=dt_util.utcnow)
    grant = Grant("", first.scopes, dt_util.utcnow(), refresh_token="refresh")
    exchange.oauth.grants.append(grant)
    return exchange


def entry_of(site: str, **data: Any) -> MockConfigEntry:
    """Return the entry of a site for which somebody has signed in an hour ago, or nearly."""
    return MockConfigEntry(
        domain=DOMAIN,
        unique_id=f"energy_data_{site}",
        data={
            CONF_CONNECTION: "energy_data",
            CONF_SITE: site,
            CONF_IMPLEMENTATION: "exchange",
            CONF_TOKEN: {
                "access_token": "first",
                "refresh_token": "refresh",
                "expires_at": time.time() + HOUR,
                "expires_in": HOUR,
            },
            CONF_KEY: None,
            CONF_CONTRACT: {},
            **data,
        },
    )


def refreshes(exchange: SimulatedExchange) -> int:
    """Return how often tokens were refreshed."""
    return sum(request.path.endswith("/oauth/token") for request in exchange.requests)


async def test_token_is_refreshed_when_its_hour_is_over(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """A token is used as long as it lasts, then the next one is, for all who have it."""
    entry, sibling, stranger = entry_of("1"), entry_of("2"), entry_of("3", connection="other")
    for added in (entry, sibling, stranger):
        added.add_to_hass(hass)
    assert await async_fresh_token(hass, entry) == "first"
    assert refreshes(exchange) == 0

    freezer.tick(HOUR)
    fresh = await asyncio.gather(async_fresh_token(hass, entry), async_fresh_token(hass, sibling))

    assert refreshes(exchange) == 1
    assert fresh[0] == fresh[1] != "first"
    assert entry.data[CONF_TOKEN] == sibling.data[CONF_TOKEN]
    assert stranger.data[CONF_TOKEN]["access_token"] == "first"
    assert len(await EnergyData(gateway_of(hass, entry)).sites()) == 3
    freezer.tick(HOUR)
    assert len(await EnergyData(gateway_of(hass, sibling)).sites()) == 3
    assert refreshes(exchange) == 2


async def test_who_was_locked_out_signs_in_again(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """A token that cannot be refreshed any more is one that a person has to renew."""
    entry = entry_of("1")
    entry.add_to_hass(hass)
    exchange.oauth.revoke()
    freezer.tick(HOUR)

    with pytest.raises(InvalidTokenError):
        await async_fresh_token(hass, entry)


async def test_application_is_gone(hass: HomeAssistant, exchange: SimulatedExchange) -> None:
    """Without the application nobody can go on but a person."""
    entry = entry_of("1", auth_implementation="another")
    entry.add_to_hass(hass)

    with pytest.raises(InvalidTokenError):
        await async_fresh_token(hass, entry)


async def test_refresh_fails_once(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """Trouble of the Exchange is no reason to sign in again."""
    entry = entry_of("1")
    entry.add_to_hass(hass)
    freezer.tick(HOUR)
    exchange.oauth.inject(ExchangeFault.SERVER_ERROR)

    with pytest.raises(CannotConnectError):
        await async_fresh_token(hass, entry)

    assert await async_fresh_token(hass, entry) != "first"
