"""Set up a site of Wiser Energy Monitoring at a simulated Exchange."""

from dataclasses import replace
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.wiser_home.areas import PLACE_AFTER
from custom_components.wiser_home.const import CONF_CONNECTION, CONF_CONTRACT, CONF_SITE, DOMAIN
from custom_components.wiser_home.exchange_coordinator import JITTER, POLL
from simulator.exchange import READ_ASSET, READ_SITE, SimulatedExchange, Token
from simulator.exchange.energy_monitoring import Device, Place

from .conftest import TOKEN, StartExchange, pass_time

MANOR, LODGE, FLAT = "11", "12", "21"
GRID = "EB3298DF1E55D0B3"
"""The serial number of a device that the residence and the energy data have, too."""


async def start_account(start_exchange: StartExchange) -> SimulatedExchange:
    """Start an Exchange whose account has sites, and let a person in both products."""
    token = Token(TOKEN, frozenset({READ_SITE, READ_ASSET}), personal=False)
    return await start_exchange(tokens=[token], clock=dt_util.utcnow)


async def set_up_site(
    hass: HomeAssistant, site: str = MANOR, title: str = "Manor", **data: Any
) -> MockConfigEntry:
    """Set up the integration with a site."""
    product = data.get(CONF_CONNECTION, "energy_monitoring")
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=title,
        unique_id=f"{product}_{site}",
        data={
            CONF_CONNECTION: product,
            CONF_SITE: site,
            CONF_TOKEN: TOKEN,
            CONF_CONTRACT: {},
            **data,
        },
    )
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return entry


async def next_poll(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Let time pass until the site is polled again, and what follows of that is done."""
    await pass_time(hass, freezer, POLL.total_seconds() + JITTER)
    await pass_time(hass, freezer, PLACE_AFTER)


def refit(exchange: SimulatedExchange, *devices: Device, **changes: Any) -> None:
    """Have other devices in the manor, or something else of it changed."""
    product = exchange.energy_monitoring
    places: list[Place] = product.places
    manor = replace(places[0], devices=devices or places[0].devices, **changes)
    product.places = [manor, *places[1:]]


def own_devices(hass: HomeAssistant, entry: MockConfigEntry) -> dict[str | None, dr.DeviceEntry]:
    """Return the devices of an entry by their names."""
    registry = dr.async_get(hass)
    return {
        device.name: device
        for device in dr.async_entries_for_config_entry(registry, entry.entry_id)
    }


def device_of(hass: HomeAssistant, entity_id: str) -> dr.DeviceEntry:
    """Return the device that an entity is on."""
    entity = er.async_get(hass).async_get(entity_id)
    assert entity is not None
    assert entity.device_id is not None
    device = dr.async_get(hass).async_get(entity.device_id, include_child_devices=False)
    assert device is not None
    return device


def entities_of(hass: HomeAssistant, entry: MockConfigEntry) -> list[str]:
    """Return the entities of an entry."""
    registry = er.async_get(hass)
    return sorted(
        entity.entity_id for entity in er.async_entries_for_config_entry(registry, entry.entry_id)
    )


def asked(exchange: SimulatedExchange) -> list[str | None]:
    """Return which endpoints were asked."""
    return [request.endpoint for request in exchange.requests]
