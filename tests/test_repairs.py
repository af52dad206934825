"""Test what the integration asks its user to decide."""

from datetime import timedelta
from http import HTTPStatus

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigEntryState
from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.wiser_home.const import CONF_FINGERPRINT, CONF_SECRET, DOMAIN
from simulator import Fault, SimulatedHub, load_house
from simulator.certificate import make_certificate

from .conftest import SECRET, StartHub, set_up


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


NAME = "WiserHeatC0774E"
OTHER = "WiserHeatA9A27E"


def told(issue_registry: ir.IssueRegistry) -> list[tuple[str | None, dict[str, str] | None]]:
    """Return what the user is told, and about whom."""
    return [
        (issue.translation_key, issue.translation_placeholders)
        for issue in issue_registry.issues.values()
    ]


async def test_other_hub_at_set_up_is_told(
    hass: HomeAssistant, start_hub: StartHub, issue_registry: ir.IssueRegistry
) -> None:
    """Another hub at the address is told with both names, until the right one is reached."""
    hub, other = await start_hub("cottage"), await start_hub("apartment")
    entry = await set_up(hass, hub, **{CONF_HOST: other.address})
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert told(issue_registry) == [("wrong_hub", {"expected": NAME, "found": OTHER})]

    flow = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_RECONFIGURE, "entry_id": entry.entry_id}
    )
    await hass.config_entries.flow.async_configure(
        flow["flow_id"], {CONF_HOST: hub.address, CONF_SECRET: SECRET}
    )
    await hass.async_block_till_done()
    assert hass.config_entries.async_get_known_entry(entry.entry_id).state is (
        ConfigEntryState.LOADED
    )
    assert told(issue_registry) == []


async def test_other_hub_while_running_is_told(
    hass: HomeAssistant,
    start_hub: StartHub,
    freezer: FrozenDateTimeFactory,
    issue_registry: ir.IssueRegistry,
) -> None:
    """Another hub is told of when it has answered three polls in a row, and not before."""
    hub = await start_hub("cottage")
    await set_up(hass, hub)
    hub.inject(Fault.OTHER_HUB, times=None, path="network")
    hub.inject(Fault.SERVER_ERROR, times=2, path="domain")
    await poll(hass, freezer, 2)
    assert told(issue_registry) == []
    await poll(hass, freezer, 1)
    ((key, placeholders),) = told(issue_registry)
    assert (key, (placeholders or {})["expected"]) == ("wrong_hub", NAME)

    hub.clear_faults()
    await poll(hass, freezer, 1)
    assert told(issue_registry) == []


@pytest.mark.parametrize("fault", [Fault.NOT_FOUND, Fault.NOT_JSON, Fault.EMPTY_TREE])
async def test_no_trees_at_set_up_is_told(
    hass: HomeAssistant,
    start_hub: StartHub,
    freezer: FrozenDateTimeFactory,
    issue_registry: ir.IssueRegistry,
    fault: Fault,
) -> None:
    """A known hub that has neither version of the trees is told, until it has them."""
    hub = await start_hub("cottage")
    hub.inject(fault, times=None)
    entry = await set_up(hass, hub)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert told(issue_registry) == [("not_wiser_hub", {"name": NAME})]

    hub.clear_faults()
    await poll(hass, freezer, 3)
    assert hass.states.is_state("climate.lounge", "auto")
    assert told(issue_registry) == []


@pytest.mark.parametrize("fault", [Fault.NOT_FOUND, Fault.NOT_JSON])
async def test_trees_that_are_gone_are_told(
    hass: HomeAssistant,
    start_hub: StartHub,
    freezer: FrozenDateTimeFactory,
    issue_registry: ir.IssueRegistry,
    fault: Fault,
) -> None:
    """A hub that no longer has its trees, as after an update, is told after three polls."""
    hub = await start_hub("cottage")
    await set_up(hass, hub)
    hub.inject(fault, times=None)
    await poll(hass, freezer, 2)
    assert told(issue_registry) == []
    await poll(hass, freezer, 1)
    assert told(issue_registry) == [("not_wiser_hub", {"name": NAME})]
    hub.clear_faults()
    await poll(hass, freezer, 1)
    assert told(issue_registry) == []


@pytest.mark.parametrize("fault", [Fault.RESET, Fault.SERVER_ERROR, Fault.TRUNCATED_JSON])
async def test_what_passes_by_itself_is_not_told(
    hass: HomeAssistant,
    start_hub: StartHub,
    freezer: FrozenDateTimeFactory,
    issue_registry: ir.IssueRegistry,
    fault: Fault,
) -> None:
    """Nobody is asked to repair what a hub does when it is busy or without power."""
    hub = await start_hub("cottage")
    await set_up(hass, hub)
    hub.inject(fault, times=None)
    await poll(hass, freezer, 4)
    assert hass.states.is_state("climate.lounge", "unavailable")
    assert told(issue_registry) == []


async def test_removing_a_hub_takes_everything_back(
    hass: HomeAssistant, start_hub: StartHub, issue_registry: ir.IssueRegistry
) -> None:
    """What was told of a hub goes with it."""
    hub, other = await start_hub("cottage"), await start_hub("apartment")
    entry = await set_up(hass, hub, **{CONF_HOST: other.address})
    assert len(issue_registry.issues) == 1
    await hass.config_entries.async_remove(entry.entry_id)
    assert not issue_registry.issues
