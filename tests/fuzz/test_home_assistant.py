"""A hub may send what it likes: the integration sets up, polls on and goes, without an error."""

from collections import Counter
from itertools import count
import logging
import random
from typing import Any, Final

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from hypothesis import given, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import SimulatedHub
from tests.conftest import StartHub, poll, set_up, state_of
from tests.endure import EXAMPLES, SET_UP_SHARE, tries

from .mutations import MARK, Mutation, Tree, copied, house_names, mutate_trees, mutations, trees_of

_SEEDS = count()

HOUSES: Final = tuple(house_names()) if EXAMPLES else ("cottage", "apartment")

ACTIONS: Final[tuple[tuple[str, str, dict[str, Any]], ...]] = (
    *(("button", "press", {}), ("scene", "turn_on", {}), ("select", "select_first", {})),
    *(("switch", "turn_on", {}), ("switch", "turn_off", {})),
    *(("light", "turn_on", {"brightness_pct": 40}), ("light", "turn_off", {})),
    *(("cover", "open_cover", {}), ("cover", "stop_cover", {})),
    *(("cover", "set_cover_position", {"position": 40}),),
    *(("climate", "set_temperature", {"temperature": 21}), ("climate", "turn_off", {})),
    *(("climate", "set_hvac_mode", {"hvac_mode": "auto"}),),
    *(("climate", "set_preset_mode", {"preset_mode": "boost"}), ("climate", "turn_on", {})),
    *(("water_heater", "turn_on", {}), ("water_heater", "turn_off", {})),
    *(("number", "set_value", {"value": 20}),),
)
"""What a person may do to entities that show something odd."""


def served(name: str, changes: list[Mutation]) -> dict[str, Tree]:
    """Return mutated trees that are still those of the same hub."""
    trees = mutate_trees(trees_of(name), changes)
    station = trees_of(name)["network"]["Station"]
    who = station["MdnsHostname"]
    if isinstance(trees["network"].get("Station"), dict):
        station = trees["network"]["Station"]
    for spelling in [field for field in station if field.strip("_").lower() == "mdnshostname"]:
        del station[spelling]
    trees["network"]["Station"] = {**station, "MdnsHostname": who}
    found: dict[str, Tree] = copied(trees)
    return found


def complaints(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was logged as an error or with an exception, or about one of our entities.

    Home Assistant warns of an entity that breaks its rules, and names the integration. How long
    something took says how slow this machine is, and what could not be read is told as it should.
    The web server here is that of the simulated hub, which may stumble over its own house.
    """
    return [
        f"{record.name}: {record.getMessage()} {record.exc_text or ''}"
        for record in caplog.records
        if record.levelno >= logging.WARNING
        and record.name != "aiohttp.server"
        and not (
            record.levelno == logging.WARNING
            and record.name.startswith(("custom_components", "asyncio", "homeassistant.loader"))
        )
    ]


async def remove(hass: HomeAssistant, entry: MockConfigEntry, hub: SimulatedHub) -> None:
    """Remove a hub, also after a failure, so that the next example starts anew."""
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    await hub.stop()


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_a_word_that_is_longer_than_a_state(
    hass: HomeAssistant, start_hub: StartHub, caplog: pytest.LogCaptureFixture
) -> None:
    """Show of a word what a state can hold."""
    hub = await start_hub("cottage")
    hub.trees["status"]["lastResetReason"] = MARK * 60
    await set_up(hass, hub)
    state = hass.states.get("sensor.wiser_hub_last_reset_reason")
    assert state is not None
    assert state.state == (MARK * 60)[:255]
    assert complaints(caplog) == []


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
@tries(9, share=SET_UP_SHARE)
@given(st.sampled_from(HOUSES), st.lists(mutations(60, least=15), min_size=3, max_size=3))
async def test_any_house_is_set_up(
    hass: HomeAssistant,
    start_hub: StartHub,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    name: str,
    rounds: list[list[Mutation]],
) -> None:
    """Set up a mutated house, poll it mutated again and healed, and remove it; nothing fails."""
    # Home Assistant draws its identifiers by chance, which Hypothesis repeats in every example.
    random.seed(next(_SEEDS))
    caplog.clear()
    hub = await start_hub("cottage")
    first, second, third = (served(name, changes) for changes in rounds)
    hub.installation.trees = first
    entry = await set_up(hass, hub)
    try:
        assert (state_of(entry), entry.reason) == (ConfigEntryState.LOADED, None)
        for trees in (second, trees_of(name), third):
            hub.installation.trees = trees
            # The side trees come after ten minutes.
            freezer.tick(600)
            await poll(hass, freezer)
            assert entry.runtime_data.last_update_success
        assert await hass.config_entries.async_unload(entry.entry_id)
        assert {state.state for state in hass.states.async_all()} <= {STATE_UNAVAILABLE}
    finally:
        await remove(hass, entry, hub)
    assert hass.states.async_all() == []
    assert complaints(caplog) == []
    own = [found.getMessage() for found in caplog.records if "wiser_home.api" in found.name]
    assert not [line for line in own if MARK in line]


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
@tries(2, share=4 * SET_UP_SHARE)
@given(st.sampled_from(HOUSES), mutations(60, least=15))
async def test_any_house_can_be_acted_on(
    hass: HomeAssistant,
    start_hub: StartHub,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    name: str,
    changes: list[Mutation],
) -> None:
    """Act on everything in a mutated house; what fails tells it in words for people."""
    random.seed(next(_SEEDS))
    caplog.clear()
    hub = await start_hub("cottage")
    hub.installation.trees = served(name, changes)
    entry = await set_up(hass, hub)
    assert state_of(entry) is ConfigEntryState.LOADED
    # What is written is refused: a mutated house has no inner life.
    hub.inject("refuse", times=None, method="PATCH")
    hub.inject("refuse", times=None, method="POST")
    outcomes: Counter[str] = Counter()
    try:
        for domain, action, data in ACTIONS:
            for entity_id in hass.states.async_entity_ids(domain):
                outcomes[await acted(hass, domain, action, {**data}, entity_id)] += 1
        await poll(hass, freezer)
    finally:
        await remove(hass, entry, hub)
    assert outcomes.total() > 0
    assert complaints(caplog) == []


async def acted(
    hass: HomeAssistant, domain: str, action: str, data: dict[str, Any], entity_id: str
) -> str:
    """Act on an entity, and return the kind of failure that Home Assistant tells its user."""
    if hass.states.is_state(entity_id, STATE_UNAVAILABLE):
        return STATE_UNAVAILABLE
    try:
        await hass.services.async_call(
            domain, action, {"entity_id": entity_id, **data}, blocking=True
        )
    except HomeAssistantError as err:
        return type(err).__name__
    return "done"


@pytest.mark.parametrize("tree", [None, [], {}, 7, MARK, {"Rooms": []}, {"Error": MARK}, [{}]])
async def test_a_domain_that_is_none(
    hass: HomeAssistant,
    start_hub: StartHub,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    tree: Any,
) -> None:
    """Wait at set-up for a domain tree that can be used, and keep the last one once there was."""
    hub = await start_hub("cottage")
    whole = copied(hub.trees["domain"])
    # A house without a domain tree has no inner life, so it is served as it stands.
    hub.trees["domain"] = tree
    entry = await set_up(hass, hub)
    assert state_of(entry) is ConfigEntryState.SETUP_RETRY
    assert hass.states.async_all() == []

    hub.trees["domain"] = whole
    freezer.tick(600)
    await poll(hass, freezer)
    assert state_of(entry) is ConfigEntryState.LOADED
    states = len(hass.states.async_all())

    hub.trees["domain"] = tree
    await poll(hass, freezer, 2)
    assert len(hass.states.async_all()) == states
    assert entry.runtime_data.last_update_success
    assert [line for line in complaints(caplog) if "config_entries" not in line] == []
