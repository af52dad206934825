"""Test what is shown of houses that are reached through the Exchange."""

from collections import Counter

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from simulator import HOUSES
from simulator.exchange import Dialect
from tests.cloud import set_up
from tests.conftest import StartExchange

from .home import now_of

pytestmark = pytest.mark.usefixtures("entity_registry_enabled_by_default")


async def move_in(
    hass: HomeAssistant,
    start_exchange: StartExchange,
    freezer: FrozenDateTimeFactory,
    house: str,
    dialect: Dialect,
) -> MockConfigEntry:
    """Set up a house as an Exchange tells of it, at the time of its clock."""
    exchange = await start_exchange(house, dialect=dialect)
    ((urn, hub),) = exchange.homes.items()
    freezer.move_to(now_of(hub))
    return await set_up(hass, urn, house.capitalize())


def entities_of(hass: HomeAssistant, entry: MockConfigEntry) -> list[er.RegistryEntry]:
    """Return the entities of an entry."""
    return er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)


@pytest.mark.parametrize("house", HOUSES)
async def test_entities_of_a_house(
    hass: HomeAssistant,
    start_exchange: StartExchange,
    freezer: FrozenDateTimeFactory,
    snapshot: SnapshotAssertion,
    house: str,
) -> None:
    """Every entity is the one that was once found right, and shows what it showed then."""
    entry = await move_in(hass, start_exchange, freezer, house, Dialect.CAMEL)
    shown = {
        entity.entity_id: state.state
        for entity in entities_of(hass, entry)
        if (state := hass.states.get(entity.entity_id)) is not None
    }
    assert dict(sorted(shown.items())) == snapshot
    assert len(shown) == len(entities_of(hass, entry))
    assert await hass.config_entries.async_unload(entry.entry_id)


@pytest.mark.parametrize("house", HOUSES)
async def test_dialects_say_the_same(
    hass: HomeAssistant,
    start_exchange: StartExchange,
    freezer: FrozenDateTimeFactory,
    house: str,
) -> None:
    """However it is worded, the same entities are there, by the same names, in the same states."""
    told: list[Counter[tuple[str, str]]] = []
    for dialect in Dialect:
        entry = await move_in(hass, start_exchange, freezer, house, dialect)
        told.append(
            Counter(
                (entity.entity_id, state.state)
                for entity in entities_of(hass, entry)
                if (state := hass.states.get(entity.entity_id)) is not None
            )
        )
        assert await hass.config_entries.async_remove(entry.entry_id)
    assert told[0].total() > 30
    assert [set(other) ^ set(told[0]) for other in told[1:]] == [set(), set()]
