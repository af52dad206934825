"""A hub may send what it likes: the integration sets up, polls on and goes, without an error."""

from itertools import count
import json
import logging
import random
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from hypothesis import given, settings, strategies as st
import pytest

from tests.conftest import StartHub, poll, set_up, state_of

from .mutations import MARK, Tree, mutate, names, trees_of

_SPARED = frozenset({"MdnsHostname"})
"""What tells which hub it is; another hub is not set up, and should not be."""

_SEEDS = count()
_PROFILE = settings.get_profile(settings.get_current_profile_name())


def served(trees: dict[str, Tree], draw: Any, most: int) -> dict[str, Tree]:
    """Return mutated trees that are still those of a hub with something in it."""
    found: dict[str, Tree] = json.loads(json.dumps(trees))
    for tree in found.values():
        mutate(draw, tree, most, _SPARED)
    found["domain"].setdefault("System", {})
    found["network"]["Station"] = trees["network"]["Station"]
    return found


def complaints(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was logged as an error, with the exception behind it."""
    return [
        f"{record.name}: {record.getMessage()} {record.exc_text or ''}"
        for record in caplog.records
        if record.levelno >= logging.ERROR
    ]


@pytest.mark.usefixtures("_everything_enabled")
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


@pytest.mark.usefixtures("_everything_enabled")
@settings(max_examples=max(8, _PROFILE.max_examples // 15))
@given(names(), st.data())
async def test_any_house_is_set_up(
    hass: HomeAssistant,
    start_hub: StartHub,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    name: str,
    data: st.DataObject,
) -> None:
    """Set up a mutated house, poll it mutated again, and remove it; nothing fails."""
    # Home Assistant draws its identifiers by chance, which Hypothesis repeats in every example.
    random.seed(next(_SEEDS))
    caplog.clear()
    hub = await start_hub("cottage")
    whole = trees_of(name)
    hub.installation.trees = served(whole, data.draw, 40)
    entry = await set_up(hass, hub)
    try:
        assert state_of(entry) is ConfigEntryState.LOADED
        for trees in (served(hub.trees, data.draw, 20), whole, served(whole, data.draw, 40)):
            hub.installation.trees = trees
            await poll(hass, freezer)
            assert entry.runtime_data.last_update_success
    finally:
        await hass.config_entries.async_remove(entry.entry_id)
        await hub.stop()
    assert hass.states.async_all() == []
    assert complaints(caplog) == []
    own = [found.getMessage() for found in caplog.records if "wiser_home.api" in found.name]
    assert not [line for line in own if MARK in line]
