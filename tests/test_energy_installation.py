"""Test the action that answers what Wiser Energy Monitoring has where."""

from dataclasses import replace
from typing import Any

from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.wiser_home.const import DOMAIN
from simulator.exchange import ExchangeFault, SimulatedExchange

from .conftest import TOKEN, StartExchange, StartHub, set_up
from .energy_monitoring import (
    FLAT,
    GRID,
    asked,
    own_devices,
    set_up_site,
    start_account,
)


@pytest.fixture
async def exchange(start_exchange: StartExchange) -> SimulatedExchange:
    """Return an Exchange whose account has sites."""
    return await start_account(start_exchange)


async def ask(hass: HomeAssistant, entry: MockConfigEntry) -> Any:
    """Call the action."""
    return await hass.services.async_call(
        DOMAIN,
        "get_energy_installation",
        {"config_entry_id": entry.entry_id},
        blocking=True,
        return_response=True,
    )


async def test_whole_tree(hass: HomeAssistant, exchange: SimulatedExchange) -> None:
    """Everything that is told is answered, of every site of the account."""
    entry = await set_up_site(hass)
    exchange.requests.clear()
    answer = await ask(hass, entry)
    assert asked(exchange) == [
        "locations.list",
        *["sites.list"] * 2,
        *["rooms.list", "devices.list"] * 3,
    ]
    assert answer["sites_without_location"] == []
    family, abroad = answer["locations"]
    assert (family["id"], family["name"], family["details"]) == ("1", "Family", {"country": "GB"})
    assert [site["name"] for site in family["sites"]] == ["Manor", "Lodge"]
    assert [site["name"] for site in abroad["sites"]] == ["Appartement"]
    manor = family["sites"][0]
    assert manor["rooms"] == [
        {"id": "111", "name": "Hall", "details": {}},
        {"id": "112", "name": "Kitchen", "details": {}},
        {"id": "113", "name": "Garage", "details": {}},
    ]
    assert manor["devices"][1] == {
        "id": "1102",
        "name": "Grid",
        "details": {},
        "room_id": "111",
        "room": "Hall",
        "type": "PowerTag",
        "model": "R9M60",
        "manufacturer": "Schneider Electric",
        "serial_number": "EB3298DF1E55D0B3",
        "firmware": "2.10.2",
        "status": "Connected",
        "connected": True,
        "device_id": own_devices(hass, entry)["Grid"].id,
    }
    assert (manor["devices"][5]["room"], manor["devices"][5]["connected"]) == (None, False)
    assert [device["device_id"] for device in abroad["sites"][0]["devices"]] == [None, None]


async def test_devices_of_home_assistant(
    hass: HomeAssistant, exchange: SimulatedExchange, start_hub: StartHub
) -> None:
    """It is said which device one is in Home Assistant, also of another entry."""
    await set_up(hass, await start_hub("residence"))
    entry = await set_up_site(hass)
    flat = await set_up_site(hass, FLAT, "Flat")
    family, abroad = (await ask(hass, entry))["locations"]
    grid = family["sites"][0]["devices"][1]
    (on_hub,) = [device.id for device in dr.async_get(hass).devices if device.serial_number == GRID]
    assert grid["device_id"] == on_hub
    known = [device["device_id"] for device in abroad["sites"][0]["devices"]]
    assert known == [own_devices(hass, flat)[name].id for name in ("Passerelle", "Compteur")]


async def test_site_of_no_location(
    hass: HomeAssistant, exchange: SimulatedExchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site whose location is not told is answered, too."""
    entry = await set_up_site(hass)
    client = entry.runtime_data.client
    locations, sites = await client.installation()

    async def without() -> Any:
        """Return the sites without locations."""
        return locations, [replace(site, location=None) for site in sites]

    monkeypatch.setattr(client, "installation", without)
    answer = await ask(hass, entry)
    assert [location["sites"] for location in answer["locations"]] == [[], []]
    assert len(answer["sites_without_location"]) == 3


async def test_entry_of_something_else(hass: HomeAssistant, start_hub: StartHub) -> None:
    """A hub on the network has no such answer."""
    hub = await set_up(hass, await start_hub("cottage"))
    with pytest.raises(ServiceValidationError, match="is no site of Wiser Energy Monitoring"):
        await ask(hass, hub)


async def test_failure(hass: HomeAssistant, exchange: SimulatedExchange) -> None:
    """The action says what went wrong; who is to sign in again is asked to."""
    entry = await set_up_site(hass)
    exchange.faults.inject(ExchangeFault.SERVER_ERROR, times=2)
    with pytest.raises(HomeAssistantError, match="Exchange"):
        await ask(hass, entry)
    assert list(entry.async_get_active_flows(hass, {SOURCE_REAUTH})) == []
    exchange.tokens.revoke(TOKEN)
    with pytest.raises(HomeAssistantError, match="token"):
        await ask(hass, entry)
    await hass.async_block_till_done()
    assert len(list(entry.async_get_active_flows(hass, {SOURCE_REAUTH}))) == 1
