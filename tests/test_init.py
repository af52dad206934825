"""Test that every house can be set up, set up again, let go and removed."""

from collections import Counter
import logging

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import HOUSES

from .captured import CAPTURED
from .conftest import StartHub, set_up, state_of

PLATFORMS = (
    *("binary_sensor", "button", "calendar", "climate", "cover", "light"),
    *("number", "scene", "select", "sensor", "switch", "water_heater"),
)
ENTITIES = {
    "cottage": (14, 19, 6, 4, 0, 0, 4, 2, 1, 65, 18, 1),
    "apartment": (7, 24, 7, 3, 3, 4, 7, 2, 14, 90, 42, 0),
    "residence": (111, 179, 45, 28, 12, 20, 18, 4, 85, 701, 260, 1),
}
"""How many entities of each platform our houses have, with those that are disabled at first."""

EVERYWHERE = {"binary_sensor", "button", "calendar", "climate", "number", "sensor", "switch"}
"""The platforms that every captured house has entities of."""


def entities_of(hass: HomeAssistant, entry: MockConfigEntry) -> Counter[str]:
    """Return how many entities of each platform an entry has."""
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    return Counter(entity.domain for entity in entities)


def without_value(hass: HomeAssistant) -> set[str]:
    """Return the entities that show nothing."""
    states = hass.states.async_all()
    return {state.entity_id for state in states if state.state in {"unavailable", "unknown"}}


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was logged that somebody should care for.

    Home Assistant says of every custom integration that it has not tested it, and asyncio
    measures how slow this machine is.
    """
    return [
        f"{record.name}: {record.getMessage()}"
        for record in caplog.records
        if record.levelno >= logging.WARNING
        and record.name not in {"asyncio", "homeassistant.loader"}
    ]


@pytest.mark.parametrize("house", HOUSES)
async def test_entities(hass: HomeAssistant, start_hub: StartHub, house: str) -> None:
    """Our houses have the entities that they should have."""
    entry = await set_up(hass, await start_hub(house))

    counted = entities_of(hass, entry)

    assert tuple(counted[platform] for platform in PLATFORMS) == ENTITIES[house]
    assert set(counted) <= set(PLATFORMS)


@pytest.mark.parametrize("house", CAPTURED)
async def test_entities_of_captured_houses(
    hass: HomeAssistant, start_hub: StartHub, house: str
) -> None:
    """Houses that were captured of real hubs have entities of each platform there is for all."""
    entry = await set_up(hass, await start_hub(house))

    assert set(entities_of(hass, entry)) >= EVERYWHERE


@pytest.mark.parametrize("house", [*HOUSES, *CAPTURED])
async def test_life_of_an_entry(
    hass: HomeAssistant, start_hub: StartHub, caplog: pytest.LogCaptureFixture, house: str
) -> None:
    """A house is set up, again, let go and removed, and nothing is worth a warning."""
    hub = await start_hub(house)
    entry = await set_up(hass, hub)
    assert state_of(entry) is ConfigEntryState.LOADED
    entities = entities_of(hass, entry)
    without = without_value(hass)
    assert entities.total() > 0

    assert await hass.config_entries.async_reload(entry.entry_id)
    assert state_of(entry) is ConfigEntryState.LOADED
    assert entities_of(hass, entry) == entities
    assert without_value(hass) == without

    assert await hass.config_entries.async_unload(entry.entry_id)
    assert state_of(entry) is ConfigEntryState.NOT_LOADED
    assert {state.state for state in hass.states.async_all()} == {"unavailable"}

    requests = len(hub.requests)
    assert await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert hass.states.async_all() == []
    assert entities_of(hass, entry) == {}
    assert dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id) == []
    assert len(hub.requests) == requests
    assert warnings(caplog) == []


async def test_address_that_is_none(hass: HomeAssistant, start_hub: StartHub) -> None:
    """An entry whose address cannot be one says so, and what to do."""
    entry = await set_up(hass, await start_hub("cottage"), **{CONF_HOST: "my hub"})

    assert state_of(entry) is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "invalid_host"
    assert entry.error_reason_translation_placeholders == {"name": entry.title, "host": "my hub"}
    assert str(entry.reason).startswith(f"my hub is no address at which {entry.title}")
