"""Fixtures that every test shares."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from os import getpid
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components import file_upload
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import Entity
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed
from yarl import URL

# Home Assistant's test folder has a package of the same name: ours first.
import custom_components  # noqa: F401
from custom_components.wiser_home.api.cloud import gateway
from custom_components.wiser_home.api.cloud.pace import Pace
from custom_components.wiser_home.api.hub import Tree
from custom_components.wiser_home.api.local import connection
from custom_components.wiser_home.api.local.hub import RHYTHM
from custom_components.wiser_home.const import CONF_SECRET, DOMAIN
from simulator import SimulatedHub, load_house, make_certificate
from simulator.exchange import SimulatedExchange, Token, urn_of

POLL_INTERVAL = RHYTHM[Tree.DOMAIN]
"""Seconds between two polls."""
SECRET = "a-secret-of-the-test"
TOKEN = "a-token-of-the-test"

type StartHub = Callable[[str], Awaitable[SimulatedHub]]
type StartExchange = Callable[..., Awaitable[SimulatedExchange]]


@pytest.fixture(autouse=True)
def _enable_custom_integrations(enable_custom_integrations: None) -> None:
    """Let Home Assistant load this integration."""


@pytest.fixture(autouse=True)
def _uploads_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the uploads of tests that run at the same time from deleting each other."""
    monkeypatch.setattr(file_upload, "TEMP_DIR_NAME", f"{file_upload.TEMP_DIR_NAME}-{getpid()}")


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let requests to what is simulated follow each other at once; it needs no rest."""
    monkeypatch.setattr(connection.Connection.__init__, "__kwdefaults__", HASTY)
    for kind, hasty in ((Pace, {"gap": 0.0}), (gateway.Gateway, {"timeout": 2.0})):
        defaults = {**(kind.__init__.__kwdefaults__ or {}), **hasty}
        monkeypatch.setattr(kind.__init__, "__kwdefaults__", defaults)


HASTY = {
    **(connection.Connection.__init__.__kwdefaults__ or {}),
    "gap": 0.0,
    "retry_pause": 0.0,
    "timeout": 2.0,
}


@pytest.fixture
def entity_registry_enabled_by_default() -> Iterator[None]:
    """Enable also the entities that are disabled by default."""
    with patch.object(Entity, "entity_registry_enabled_default", True):
        yield


@pytest.fixture
async def start_hub(socket_enabled: None) -> AsyncIterator[StartHub]:
    """Return what starts a simulated hub with a house; it is stopped after the test."""
    hubs: list[SimulatedHub] = []

    async def start(house: str) -> SimulatedHub:
        """Start a hub with a house, by its name or path."""
        hub = SimulatedHub(load_house(house), secret=SECRET)
        await hub.start()
        hubs.append(hub)
        return hub

    yield start
    for hub in hubs:
        await hub.stop()


@pytest.fixture
async def start_exchange(
    socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[StartExchange]:
    """Return what starts a simulated Exchange with houses, in the place of the real one."""
    started: list[SimulatedExchange] = []

    async def start(*houses: str, **options: Any) -> SimulatedExchange:
        """Start an Exchange that has the hubs of houses, by their names."""
        hubs = [SimulatedHub(load_house(house), secret=SECRET) for house in houses]
        homes = {urn_of(hub): hub for hub in hubs}
        exchange = SimulatedExchange(homes, **{"tokens": [Token(TOKEN)], **options})
        await exchange.start()
        started.append(exchange)
        monkeypatch.setattr(gateway, "ORIGIN", URL(exchange.url))
        return exchange

    yield start
    for exchange in started:
        await exchange.stop()


@pytest.fixture
async def https_hub(socket_enabled: None) -> AsyncIterator[SimulatedHub]:
    """Return a cottage's hub that speaks https, and leads there who comes by http."""
    hub = SimulatedHub(load_house("cottage"), secret=SECRET, tls=make_certificate())
    await hub.start(plain_port=0)
    yield hub
    await hub.stop()


def entry_for(hub: SimulatedHub, **data: str) -> MockConfigEntry:
    """Return the entry of a simulated hub, with more data where that matters."""
    name = hub.trees["network"]["Station"]["MdnsHostname"]
    return MockConfigEntry(
        domain=DOMAIN,
        title=name,
        unique_id=name.lower(),
        data={CONF_HOST: hub.address, CONF_SECRET: SECRET, **data},
    )


async def set_up(hass: HomeAssistant, hub: SimulatedHub, **data: str) -> MockConfigEntry:
    """Set up the integration with a simulated hub."""
    entry = entry_for(hub, **data)
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


def state_of(entry: MockConfigEntry) -> ConfigEntryState:
    """Return the state of an entry, which changes between two looks."""
    return entry.state


async def pass_time(hass: HomeAssistant, freezer: FrozenDateTimeFactory, seconds: float) -> None:
    """Let time pass at once, and what is due then happen."""
    freezer.tick(seconds)
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


async def poll(hass: HomeAssistant, freezer: FrozenDateTimeFactory, times: int = 1) -> None:
    """Let the hub be polled."""
    for _ in range(times):
        await pass_time(hass, freezer, POLL_INTERVAL)
