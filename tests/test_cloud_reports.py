"""Test what is told of a hub that is reached through the Exchange."""

import json
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import get_system_health_info
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.wiser_home.cloud_history import FIRST, JITTER
from custom_components.wiser_home.connections import DAILY_REQUESTS
from custom_components.wiser_home.const import CONF_EXPIRES, CONF_KEY, DOMAIN
from simulator import load_house
from simulator.exchange import Dialect, ExchangeFault, Token

from .cloud import APARTMENT, COTTAGE, in_days, set_up
from .conftest import TOKEN, StartExchange, StartHub, pass_time, set_up as set_up_hub
from .test_diagnostics import download, identifying, told

KEY = "a-key-of-the-test"
READER = Token("a-token-that-reads", scopes=frozenset({"read:wiser"}))


@pytest.mark.parametrize("dialect", Dialect)
async def test_download_tells_nothing_of_whose_house_it_is(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    start_exchange: StartExchange,
    dialect: Dialect,
) -> None:
    """No secret, urn, serial number or name stands in it, whatever went wrong."""
    exchange = await start_exchange("residence", dialect=dialect, key=KEY)
    ((urn, hub),) = exchange.homes.items()
    exchange.inject(ExchangeFault.SERVER_ERROR, 2, "equipment.list")
    entry = await set_up(hass, urn, "A house of the test", **{CONF_KEY: KEY})
    gateway = entry.runtime_data.hub.gateway
    device = "device-43" if dialect is Dialect.ENVELOPED else "43"
    await gateway.read_list("devices.energy", urn=urn, device=device)

    document, text = await download(hass, hass_client, entry.entry_id)

    assert {value for value in identifying(hub) if value in text} == set()
    assert told(document["data"], hub) == set()
    for secret in (TOKEN, KEY, urn, urn.rpartition(":")[2], entry.title):
        assert secret.lower() not in json.dumps(document["data"]).lower()


async def test_download_of_a_hub(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    start_exchange: StartExchange,
    tmp_path: Path,
) -> None:
    """It tells how each thing was asked and what was answered, and is no house to simulate."""
    exchange = await start_exchange("cottage")
    exchange.without.add("sensors.list")
    exchange.inject(ExchangeFault.SERVER_ERROR, 2, "equipment.list")
    entry = await set_up(hass, **{CONF_EXPIRES: in_days(20)})
    await entry.runtime_data.hub.gateway.read_list("devices.energy", urn=COTTAGE, device="6")

    document: Any = await get_diagnostics_for_config_entry(hass, hass_client, entry)

    assert "trees" not in document
    assert document["hub"]["scheme"] is None
    assert document["counts"]["Room"] == 4
    exchange_told = document["exchange"]
    assert exchange_told["expires"] == in_days(20)
    assert exchange_told["read_only"] is False
    assert exchange_told["keeps_history"] is True
    assert exchange_told["poll_seconds"] == 300
    assert exchange_told["requests_today"] == len(exchange.requests)
    assert exchange_told["requests_allowed_daily"] == DAILY_REQUESTS
    assert exchange_told["contract"]["absent"] == ["sensors.list"]
    assert exchange_told["contract"]["choices"]["rooms.list"] == {
        "method": "GET",
        "path": "/hubs/{urn}/rooms",
    }
    assert {fault["endpoint"] for fault in exchange_told["faults"]} >= {
        "sensors.list",
        "equipment.list",
    }
    assert {"hubs.list", "rooms.list", "plugs.list"} <= set(exchange_told["samples"])
    assert len(exchange_told["samples"]["rooms.list"]) == 4
    assert len(exchange_told["samples"]["devices.energy"]) == 5

    path = tmp_path / "download.json"
    path.write_text(json.dumps({"data": document}), "utf-8")
    with pytest.raises(ValueError, match="holds no domain tree of a hub"):
        load_house(path)


async def test_system_information(
    hass: HomeAssistant, start_exchange: StartExchange, start_hub: StartHub
) -> None:
    """The Exchange is told of where it is used, beside hubs on the network."""
    await async_setup_component(hass, "system_health", {})
    await set_up_hub(hass, await start_hub("cottage"))
    assert "exchange_hubs" not in await get_system_health_info(hass, DOMAIN)

    exchange = await start_exchange("cottage", "apartment", tokens=[Token(TOKEN), READER])
    await set_up(hass, **{CONF_EXPIRES: in_days(20)})
    sent = len(exchange.requests)
    entry = await set_up(hass, APARTMENT, "Apartment", **{CONF_TOKEN: READER.value})
    also = len(exchange.requests) - sent

    info = await get_system_health_info(hass, DOMAIN)
    assert info["hubs"] == 3
    assert info["exchange_hubs"] == 2
    assert info["exchange_requests"] == f"{sent} / {DAILY_REQUESTS}, {also} / {DAILY_REQUESTS}"
    assert info["exchange_read_only"] == 0
    assert info["exchange_days_left"] == "20, ?"
    assert await info["exchange_reachable"] == "ok"
    assert exchange.requests[-1].path == "/"
    assert "Authorization" not in exchange.requests[-1].headers

    with pytest.raises(HomeAssistantError):
        await act(hass, "climate.salon")
    assert entry.runtime_data.hub.read_only
    info = await get_system_health_info(hass, DOMAIN)
    assert info["exchange_read_only"] == 1
    await exchange.stop()
    assert (await info["exchange_reachable"])["error"] == "unreachable"


async def act(hass: HomeAssistant, entity_id: str) -> None:
    """Set the temperature of a room."""
    await hass.services.async_call(
        "climate",
        "set_temperature",
        {"entity_id": entity_id, "temperature": 19},
        blocking=True,
    )


async def test_hub_is_a_device(hass: HomeAssistant, start_exchange: StartExchange) -> None:
    """Its name is that of its account, and what the Exchange does not tell is left out."""
    exchange = await start_exchange("cottage")
    entry = await set_up(hass)
    device = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, COTTAGE), entry.entry_id)
    assert device is not None
    assert device.name == exchange.homes[COTTAGE].house.hub_name
    assert device.manufacturer == "Schneider Electric"
    assert device.model == "Wiser Home hub"
    assert device.configuration_url == "https://exchange.se.com"
    assert device.hw_version is None
    assert device.connections == set()
    told_of = exchange.wiser_home.homes[COTTAGE].describe()
    assert device.sw_version == told_of["ActiveFirmwareVersion"]


async def test_read_only(
    hass: HomeAssistant,
    start_exchange: StartExchange,
    issue_registry: ir.IssueRegistry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A token that only reads shows the house; what it cannot do is said, and not asked twice."""
    exchange = await start_exchange("apartment", tokens=[READER])
    entry = await set_up(hass, APARTMENT, "Apartment", **{CONF_TOKEN: READER.value})
    entities = set(hass.states.async_entity_ids())
    assert {"climate.salon", "cover.store", "light.plafond"} <= entities

    exchange.requests.clear()
    targets = (
        ("climate", "set_temperature", {"entity_id": "climate.salon", "temperature": 19}),
        ("light", "turn_on", {"entity_id": "light.plafond"}),
        ("cover", "open_cover", {"entity_id": "cover.store"}),
        ("switch", "turn_on", {"entity_id": "switch.seche_serviettes"}),
    )
    for domain, action, data in targets:
        with pytest.raises(HomeAssistantError) as raised:
            await hass.services.async_call(domain, action, data, blocking=True)
        assert raised.value.translation_key == "missing_scope"
        assert raised.value.translation_placeholders is not None
        assert raised.value.translation_placeholders["name"] == "Apartment"
    writes = [request for request in exchange.requests if request.method != "GET"]
    assert [request.status for request in writes] == [403]
    issue = issue_registry.async_get_issue(DOMAIN, f"read_only_{entry.entry_id}")
    assert issue is not None
    assert issue.translation_placeholders == {"name": "Apartment"}

    await pass_time(hass, freezer, 301)
    assert set(hass.states.async_entity_ids()) == entities
    assert hass.states.is_state("climate.salon", "auto")
    assert hass.config_entries.flow.async_progress() == []


async def test_without_a_recorder(
    hass: HomeAssistant, start_exchange: StartExchange, freezer: FrozenDateTimeFactory
) -> None:
    """Where nothing can be kept the past is not asked for."""
    exchange = await start_exchange("apartment")
    await set_up(hass, APARTMENT, "Apartment")
    await pass_time(hass, freezer, FIRST.total_seconds() + JITTER)
    endpoints = {request.endpoint for request in exchange.requests}
    assert "rooms.list" in endpoints
    assert not endpoints & {"devices.energy", "rooms.history"}
