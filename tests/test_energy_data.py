"""Test a site of EcoStruxure Energy Contextualized Data, from the simulated Exchange to statistics."""

from homeassistant.components.recorder import Recorder
from homeassistant.core import HomeAssistant
import pytest

from .conftest import StartExchange
from .energy_data import MANOR, asked, rows, set_up_site, start_account


@pytest.fixture(autouse=True)
def _enable_custom_integrations(
    recorder_mock: Recorder, enable_custom_integrations: None, freezer, monkeypatch
) -> None:
    """Have a recorder, which is there before all else."""
    from custom_components.wiser_home import energy_data
    from datetime import timedelta
    monkeypatch.setattr(energy_data, "HISTORY", timedelta(days=40))
    freezer.move_to("2026-03-10T10:20:00+00:00")


async def test_try(
    hass: HomeAssistant, start_exchange: StartExchange, freezer
) -> None:
    """Try."""
    exchange = await start_account(start_exchange)
    entry = await set_up_site(hass, MANOR, "Manor")
    print("ZZ", entry.state, entry.reason)
    from collections import Counter
    print("ZZ", Counter(asked(exchange)), {(r.endpoint, r.status) for r in exchange.requests})
    for s in hass.states.async_all():
        print("ZZ", s.entity_id, s.state, dict(s.attributes))
    r = await rows(hass, "wiser_home:energy_data_1_11_111")
    print("ZZ", len(r), list(r.items())[:2], list(r.items())[-1])
