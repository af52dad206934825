"""Test that energy never falls by mistake."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import STATE_UNKNOWN
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import (
    async_mock_restore_state_shutdown_restart,
)

from custom_components.wiser_home.sensor import NEW_METER_AFTER
from simulator import Fault

from .conftest import MoveIn
from .home import Home

PLUG = "smartplug_6_energy"


def energy(home: Home, key: str = PLUG) -> float:
    """Return what a meter shows, in kWh."""
    return float(home.state("sensor", key))


async def restart(home: Home) -> None:
    """Let Home Assistant forget everything but what it has stored."""
    hass = home.hass
    assert await hass.config_entries.async_unload(home.entry.entry_id)
    await async_mock_restore_state_shutdown_restart(hass)
    await hass.config_entries.async_setup(home.entry.entry_id)
    await hass.async_block_till_done()


async def test_counts(move_in: MoveIn) -> None:
    """Show what a meter counts."""
    home = await move_in("cottage")
    home.hub.find("SmartPlug", 6)["CurrentSummationDelivered"] = 12345
    await home.poll()
    assert energy(home) == 12.345


async def test_zero_of_a_restarting_hub(move_in: MoveIn) -> None:
    """Ignore the 0 that a hub answers while it starts."""
    home = await move_in("cottage")
    home.hub.inject(Fault.ENERGY_ZERO, times=None)
    await home.poll()
    assert energy(home) == 12
    home.hub.clear_faults()
    home.hub.find("SmartPlug", 6)["CurrentSummationDelivered"] = 12001
    await home.poll()
    assert energy(home) == 12.001


async def test_new_meter(move_in: MoveIn, freezer: FrozenDateTimeFactory) -> None:
    """Believe a lower reading that has lasted: the meter is another one."""
    home = await move_in("cottage")
    plug = home.hub.find("SmartPlug", 6)
    plug["CurrentSummationDelivered"] = 10
    await home.poll()
    assert energy(home) == 12
    freezer.tick(NEW_METER_AFTER - timedelta(seconds=60))
    plug["CurrentSummationDelivered"] = 20
    await home.poll()
    assert energy(home) == 12
    freezer.tick(timedelta(seconds=60))
    plug["CurrentSummationDelivered"] = 30
    await home.poll()
    assert energy(home) == 0.03
    plug["CurrentSummationDelivered"] = 40
    await home.poll()
    assert energy(home) == 0.04


async def test_patience_begins_anew(move_in: MoveIn, freezer: FrozenDateTimeFactory) -> None:
    """Count the time of a lower reading from its beginning, not from one that passed."""
    home = await move_in("cottage")
    plug = home.hub.find("SmartPlug", 6)
    for reading in (0, 12000):
        plug["CurrentSummationDelivered"] = reading
        await home.poll()
    freezer.tick(NEW_METER_AFTER)
    plug["CurrentSummationDelivered"] = 0
    await home.poll()
    assert energy(home) == 12


@pytest.mark.usefixtures("hass_storage")
async def test_zero_after_a_restart(move_in: MoveIn) -> None:
    """Show the reading from before a restart of both until the hub tells a higher one."""
    home = await move_in("cottage")
    plug = home.hub.find("SmartPlug", 6)
    plug["CurrentSummationDelivered"] = 0
    await restart(home)
    assert energy(home) == 12
    plug["CurrentSummationDelivered"] = 12500
    await home.poll()
    assert energy(home) == 12.5


@pytest.mark.usefixtures("hass_storage")
async def test_higher_after_a_restart(move_in: MoveIn) -> None:
    """Show what the hub tells when it is more than what was known."""
    home = await move_in("cottage")
    home.hub.find("SmartPlug", 6)["CurrentSummationDelivered"] = 13000
    await restart(home)
    assert energy(home) == 13


@pytest.mark.usefixtures("hass_storage")
async def test_unknown_reading(move_in: MoveIn) -> None:
    """Not know an energy that the hub does not tell, and remember the last one all the same."""
    home = await move_in("cottage")
    plug = home.hub.find("SmartPlug", 6)
    del plug["CurrentSummationDelivered"]
    await home.poll()
    assert home.state("sensor", PLUG) == STATE_UNKNOWN
    plug["CurrentSummationDelivered"] = 3
    await restart(home)
    assert energy(home) == 12


async def test_rename(move_in: MoveIn) -> None:
    """Keep counting under another entity id."""
    home = await move_in("cottage")
    plug = home.hub.find("SmartPlug", 6)
    plug["CurrentSummationDelivered"] = 5
    er.async_get(home.hass).async_update_entity(
        home.entity_id("sensor", PLUG), new_entity_id="sensor.lamp"
    )
    await home.hass.async_block_till_done()
    await home.poll()
    assert home.entity_id("sensor", PLUG) == "sensor.lamp"
    assert energy(home) == 12


async def test_plug_that_goes(move_in: MoveIn, caplog: pytest.LogCaptureFixture) -> None:
    """Remove the meter of a plug that has left the house, without a word in the log."""
    home = await move_in("cottage")
    domain = home.hub.trees["domain"]
    domain["SmartPlug"] = []
    domain["Device"] = [device for device in domain["Device"] if device["id"] != 6]
    await home.poll()
    assert home.find("sensor", PLUG) is None
    assert "Error" not in caplog.text
    assert "Traceback" not in caplog.text
