"""Test what a user is asked to do about a connection to the Exchange."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import ATTR_ENTITY_ID, CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.wiser_home.const import CONF_EXPIRES, DOMAIN
from simulator.exchange import ExchangeFault, SimulatedExchange, Token

from .cloud import APARTMENT, enter, in_days, set_up
from .conftest import TOKEN, StartExchange, pass_time, state_of

DAY = 24 * 3600
POLL = 300 + 1


@pytest.fixture
async def exchange(start_exchange: StartExchange) -> SimulatedExchange:
    """Return an Exchange with the hub of the cottage."""
    return await start_exchange("cottage")


def told(issues: ir.IssueRegistry) -> list[tuple[str | None, dict[str, str] | None]]:
    """Return what the user is told by us, and about what."""
    return [
        (issue.translation_key, issue.translation_placeholders)
        for issue in issues.issues.values()
        if issue.domain == DOMAIN
    ]


async def heat(hass: HomeAssistant) -> None:
    """Set the temperature of a room."""
    await hass.services.async_call(
        "climate",
        "set_temperature",
        {ATTR_ENTITY_ID: "climate.lounge", "temperature": 19},
        blocking=True,
    )


@pytest.mark.parametrize(("days", "asked"), [(4, False), (3, True), (1, True), (0, True)])
async def test_end_of_the_token_is_told_ahead(
    hass: HomeAssistant,
    exchange: SimulatedExchange,
    issue_registry: ir.IssueRegistry,
    days: int,
    asked: bool,
) -> None:
    """A new token is asked for from three days before the end of the old one on."""
    entry = await set_up(hass, **{CONF_EXPIRES: in_days(days)})
    expected = [("token_expires", {"name": "Cottage", "date": in_days(days)})]
    assert told(issue_registry) == expected[: int(asked)]

    await hass.config_entries.async_remove(entry.entry_id)
    assert told(issue_registry) == []


async def test_token_without_a_known_end(
    hass: HomeAssistant, exchange: SimulatedExchange, issue_registry: ir.IssueRegistry
) -> None:
    """Nobody is asked when the end is not known."""
    await set_up(hass)
    assert told(issue_registry) == []


async def test_end_of_the_token_comes_near(
    hass: HomeAssistant,
    exchange: SimulatedExchange,
    issue_registry: ir.IssueRegistry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The date is looked at every day."""
    await set_up(hass, **{CONF_EXPIRES: in_days(5)})
    await pass_time(hass, freezer, DAY + 1)
    assert told(issue_registry) == []
    await pass_time(hass, freezer, DAY + 1)
    assert [key for key, _ in told(issue_registry)] == ["token_expires"]


async def test_token_is_renewed_from_the_repair(
    hass: HomeAssistant,
    exchange: SimulatedExchange,
    issue_registry: ir.IssueRegistry,
    hass_client: ClientSessionGenerator,
) -> None:
    """The repair leads to the form for the new token, and stands until that was entered."""
    await async_setup_component(hass, "repairs", {})
    exchange.tokens.add(Token("new"))
    entry = await set_up(hass, **{CONF_EXPIRES: in_days(2)})
    ((_, issue_id),) = issue_registry.issues
    client = await hass_client()
    forms = []
    for _ in range(2):
        answer = await client.post(
            "/api/repairs/issues/fix", json={"handler": DOMAIN, "issue_id": issue_id}
        )
        flow = await answer.json()
        assert flow["step_id"] == "confirm"
        assert flow["description_placeholders"] == {"name": "Cottage", "date": in_days(2)}
        answer = await client.post(f"/api/repairs/issues/fix/{flow['flow_id']}", json={})
        result = await answer.json()
        assert result["type"] == "abort"
        assert result["reason"] == "enter_token"
        kind, form = result["next_flow"]
        assert kind == "config_flow"
        forms.append(form)
    assert len(told(issue_registry)) == 1

    # Who comes back is led to the form that is open already.
    assert forms[0] == forms[1]
    (open_form,) = hass.config_entries.flow.async_progress()
    assert open_form["flow_id"] == forms[0]
    assert open_form["step_id"] == "reauth_cloud"
    result = await enter(hass, open_form, token="new", expires=in_days(30))

    assert result["reason"] == "reauth_successful"
    assert entry.data[CONF_TOKEN] == "new"
    assert state_of(entry) is ConfigEntryState.LOADED
    assert told(issue_registry) == []


async def test_one_token_is_asked_for_once(
    hass: HomeAssistant, start_exchange: StartExchange, issue_registry: ir.IssueRegistry
) -> None:
    """However many hubs a token is for, it is one to renew."""
    exchange = await start_exchange("cottage", "apartment")
    exchange.tokens.add(Token("new"))
    entry = await set_up(hass, **{CONF_EXPIRES: in_days(2)})
    await set_up(hass, APARTMENT, "Apartment", **{CONF_EXPIRES: in_days(2)})
    assert [given for _, given in told(issue_registry)] == [{"name": "Cottage", "date": in_days(2)}]

    await enter(hass, await entry.start_reauth_flow(hass), token="new", expires=in_days(30))

    assert told(issue_registry) == []


async def test_token_that_cannot_write(
    hass: HomeAssistant, exchange: SimulatedExchange, issue_registry: ir.IssueRegistry
) -> None:
    """Without the right to write a house is shown, and what is to be done is said."""
    exchange.tokens.add(Token("reader", scopes=frozenset({"read:wiser"})))
    entry = await set_up(hass, **{CONF_TOKEN: "reader"})
    assert hass.states.is_state("climate.lounge", "auto")
    assert told(issue_registry) == []

    with pytest.raises(HomeAssistantError) as failure:
        await heat(hass)
    assert failure.value.translation_key == "missing_scope"
    assert told(issue_registry) == [("read_only", {"name": "Cottage"})]
    assert hass.states.is_state("climate.lounge", "auto")
    assert hass.config_entries.flow.async_progress() == []

    await enter(hass, await entry.start_reconfigure_flow(hass), token=TOKEN)
    assert told(issue_registry) == []
    await heat(hass)
    assert told(issue_registry) == []
    await hass.async_block_till_done()


async def test_token_that_ends_with_a_write(
    hass: HomeAssistant, exchange: SimulatedExchange
) -> None:
    """A token that is refused when something is written is asked for at once."""
    entry = await set_up(hass)
    exchange.tokens.revoke(TOKEN)

    with pytest.raises(HomeAssistantError) as failure:
        await heat(hass)
    await hass.async_block_till_done()

    assert failure.value.translation_key == "invalid_token"
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH
    assert flow["context"]["entry_id"] == entry.entry_id


@pytest.mark.parametrize(
    ("fault", "issue"),
    [
        (ExchangeFault.FORBIDDEN, "not_entitled"),
        (ExchangeFault.UNKNOWN_PROXY, "contract_changed"),
        (ExchangeFault.NOT_IN_PRODUCT, "contract_changed"),
        (ExchangeFault.NOT_FOUND, "contract_changed"),
    ],
)
async def test_what_only_a_person_can_mend(
    hass: HomeAssistant,
    exchange: SimulatedExchange,
    issue_registry: ir.IssueRegistry,
    freezer: FrozenDateTimeFactory,
    fault: ExchangeFault,
    issue: str,
) -> None:
    """What will not pass by itself is told until it has; nobody is asked for a token."""
    exchange.inject(fault, times=None)
    entry = await set_up(hass)
    assert state_of(entry) is ConfigEntryState.SETUP_RETRY
    assert told(issue_registry) == [(issue, {"name": "Cottage"})]
    assert hass.config_entries.flow.async_progress() == []

    exchange.clear_faults()
    await pass_time(hass, freezer, POLL)
    assert state_of(entry) is ConfigEntryState.LOADED
    assert told(issue_registry) == []


@pytest.mark.parametrize(
    "fault", [ExchangeFault.SERVER_ERROR, ExchangeFault.QUOTA, ExchangeFault.FORBIDDEN_HTML]
)
async def test_what_passes_by_itself_is_not_told(
    hass: HomeAssistant,
    exchange: SimulatedExchange,
    issue_registry: ir.IssueRegistry,
    freezer: FrozenDateTimeFactory,
    fault: ExchangeFault,
) -> None:
    """Nobody is asked to repair what the Exchange has to mend."""
    entry = await set_up(hass)
    exchange.inject(fault, times=None)
    for _ in range(4):
        await pass_time(hass, freezer, POLL)
    assert hass.states.is_state("climate.lounge", "unavailable")
    assert state_of(entry) is ConfigEntryState.LOADED
    assert told(issue_registry) == []
    assert hass.config_entries.flow.async_progress() == []
