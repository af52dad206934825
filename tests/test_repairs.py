"""Test what the integration asks its user to decide."""

from datetime import timedelta
from http import HTTPStatus

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.wiser_home.const import CONF_FINGERPRINT, DOMAIN
from simulator import SimulatedHub, load_house
from simulator.certificate import make_certificate

from .conftest import SECRET, set_up


@pytest.fixture
async def https_hub(socket_enabled: None) -> SimulatedHub:
    """Return a simulated hub that speaks https."""
    return SimulatedHub(load_house("apartment"), secret=SECRET, tls=make_certificate())


async def poll(hass: HomeAssistant, freezer: FrozenDateTimeFactory, times: int) -> None:
    """Let the hub be polled."""
    for _ in range(times):
        freezer.tick(timedelta(seconds=31))
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)


async def test_changed_certificate_is_asked_about_and_trusted(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    https_hub: SimulatedHub,
    freezer: FrozenDateTimeFactory,
    issue_registry: ir.IssueRegistry,
) -> None:
    """A hub with another certificate is not spoken to until its user trusts it."""
    await async_setup_component(hass, "repairs", {})
    await https_hub.start()
    entry = await set_up(hass, https_hub, scheme="https")
    assert entry.state is ConfigEntryState.LOADED
    pinned = entry.data[CONF_FINGERPRINT]
    assert not issue_registry.issues

    https_hub.use_certificate(make_certificate())
    https_hub.requests.clear()
    await poll(hass, freezer, 3)

    assert https_hub.requests == []
    assert hass.states.is_state("climate.salon", "unavailable")
    ((domain, issue_id),) = issue_registry.issues
    assert domain == DOMAIN

    client = await hass_client()
    answer = await client.post(
        "/api/repairs/issues/fix", json={"handler": DOMAIN, "issue_id": issue_id}
    )
    assert answer.status == HTTPStatus.OK
    flow = await answer.json()
    assert flow["step_id"] == "confirm"
    assert flow["description_placeholders"] == {"name": entry.title}
    answer = await client.post(f"/api/repairs/issues/fix/{flow['flow_id']}", json={})
    assert (await answer.json())["type"] == "create_entry"
    await hass.async_block_till_done(wait_background_tasks=True)

    assert entry.state is ConfigEntryState.LOADED
    assert entry.data[CONF_FINGERPRINT] != pinned
    assert hass.states.is_state("climate.salon", "auto")
    assert not issue_registry.issues
    await hass.config_entries.async_unload(entry.entry_id)
    await https_hub.stop()


async def test_removing_the_hub_takes_the_question_back(
    hass: HomeAssistant,
    https_hub: SimulatedHub,
    freezer: FrozenDateTimeFactory,
    issue_registry: ir.IssueRegistry,
) -> None:
    """A question about a hub that is gone is not left behind."""
    await https_hub.start()
    entry = await set_up(hass, https_hub, scheme="https")
    https_hub.use_certificate(make_certificate())
    await poll(hass, freezer, 3)
    assert len(issue_registry.issues) == 1

    await hass.config_entries.async_remove(entry.entry_id)

    assert not issue_registry.issues
    await https_hub.stop()
