"""Test a site whose energy is measured where nothing is recorded."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from .conftest import StartExchange, state_of
from .energy_data import FLAT, NOW, asked, next_poll, set_up_site, start_account


async def test_sensors_need_no_recorder(
    hass: HomeAssistant, start_exchange: StartExchange, freezer: FrozenDateTimeFactory
) -> None:
    """Without statistics nobody asks for the past, and the sensors are there."""
    freezer.move_to(NOW)
    exchange = await start_account(start_exchange)
    entry = await set_up_site(hass, FLAT)
    assert state_of(entry) is ConfigEntryState.LOADED
    expected = {
        "sites.list": 1,
        "meters.list": 1,
        "site.measurements": 1,
        "site.active_energy": 1,
        "meter.measurements": 3,
    }
    assert asked(exchange) == expected
    assert entry.runtime_data.written == 0
    before = hass.states.get("sensor.chauffage_urbain_last_measured")
    await next_poll(hass, freezer)
    after = hass.states.get("sensor.chauffage_urbain_last_measured")
    assert before is not None
    assert after is not None
    assert before.state < after.state
    assert asked(exchange).total() == 5
