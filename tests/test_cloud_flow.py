"""Test how hubs of the Exchange are set up in the user interface."""

from datetime import timedelta
from http import HTTPStatus
from io import BytesIO
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_USER,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.selector import SelectSelector
from homeassistant.setup import async_setup_component
import orjson
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.wiser_home import cloud_flow
from custom_components.wiser_home.cloud_forms import CONF_ADVANCED, CONF_CHOSEN
from custom_components.wiser_home.const import (
    CONF_CONNECTION,
    CONF_CONTRACT,
    CONF_EXPIRES,
    CONF_KEY,
    DOMAIN,
)
from custom_components.wiser_home.contract_upload import CONF_DOCUMENT
from simulator.exchange import ExchangeFault, Shape, SimulatedExchange, Token

from .cloud import APARTMENT, COTTAGE, enter, in_days, set_up
from .conftest import TOKEN, StartExchange, state_of

KEY = "a-key-of-the-test"


@pytest.fixture
async def exchange(start_exchange: StartExchange) -> SimulatedExchange:
    """Return an Exchange with the hub of the cottage."""
    return await start_exchange("cottage")


async def start(hass: HomeAssistant) -> ConfigFlowResult:
    """Begin by hand, and choose the cloud."""
    flow = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    assert flow["type"] is FlowResultType.MENU
    assert flow["menu_options"] == ["local", "wiser_home", "energy_data", "energy_monitoring"]
    form = await enter(hass, flow, next_step_id="wiser_home")
    assert form["type"] is FlowResultType.FORM
    assert form["step_id"] == "wiser_home"
    assert form["errors"] == {}
    return form


def urns(hass: HomeAssistant) -> set[str | None]:
    """Return the hubs that are set up."""
    return {entry.unique_id for entry in hass.config_entries.async_entries(DOMAIN)}


async def upload(hass_client: ClientSessionGenerator, content: bytes) -> str:
    """Upload a document as the frontend does, and return its id."""
    client = await hass_client()
    answer = await client.post("/api/file_upload", data={"file": BytesIO(content)})
    return str((await answer.json())["file_id"])


async def test_one_hub(hass: HomeAssistant, exchange: SimulatedExchange) -> None:
    """The only hub of an account is set up, with rooms and all, from its token."""
    flow = await start(hass)

    result = await enter(hass, flow, token=f" {TOKEN}\n", expires=in_days(7))

    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry = result["result"]
    assert entry.unique_id == COTTAGE
    assert entry.state is ConfigEntryState.LOADED
    assert entry.options == {}
    data = dict(entry.data)
    contract = data.pop(CONF_CONTRACT)
    assert data == {
        CONF_CONNECTION: "wiser_home",
        CONF_TOKEN: TOKEN,
        CONF_KEY: None,
        CONF_EXPIRES: in_days(7),
    }
    assert contract["choices"]["hubs.list"] == {"method": "GET", "path": "/hubs"}
    assert contract["choices"]["rooms.list"]["path"] == "/hubs/{urn}/rooms"
    assert hass.states.is_state("climate.lounge", "auto")
    assert exchange.most_in_flight == 1


async def test_key_is_found_out(hass: HomeAssistant, start_exchange: StartExchange) -> None:
    """A key is asked for when it is needed, and sent where the gateway looks for it."""
    await start_exchange("cottage", key=KEY, key_header="x-apikey")
    flow = await start(hass)

    result = await enter(hass, flow, token=TOKEN)
    assert result["errors"] == {CONF_KEY: "missing_key"}
    result = await enter(hass, flow, token=TOKEN, key="another-key-of-the-test")
    assert result["errors"] == {CONF_KEY: "invalid_key"}
    result = await enter(hass, flow, token=TOKEN, key=f"{KEY} ")

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].data[CONF_KEY] == KEY
    assert result["result"].data[CONF_CONTRACT]["key_header"] == "x-apikey"
    assert result["result"].state is ConfigEntryState.LOADED


@pytest.mark.parametrize(
    ("fault", "errors"),
    [
        (ExchangeFault.TOKEN_EXPIRED, {CONF_TOKEN: "token_expired"}),
        (ExchangeFault.TOKEN_EXPIRED_500, {CONF_TOKEN: "token_expired"}),
        (ExchangeFault.TOKEN_INVALID, {CONF_TOKEN: "invalid_token"}),
        (ExchangeFault.KEY_MISSING, {CONF_KEY: "missing_key"}),
        (ExchangeFault.KEY_WRONG, {CONF_KEY: "invalid_key"}),
        (ExchangeFault.MISSING_SCOPE, {CONF_TOKEN: "missing_scope"}),
        (ExchangeFault.NOT_IN_PRODUCT, {"base": "not_in_product"}),
        (ExchangeFault.NOT_IN_PRODUCT_HEADER, {"base": "not_in_product"}),
        (ExchangeFault.UNKNOWN_PROXY, {"base": "wrong_address"}),
        (ExchangeFault.REDIRECT, {"base": "wrong_address"}),
        (ExchangeFault.NOT_FOUND, {"base": "not_found"}),
        (ExchangeFault.FORBIDDEN, {"base": "not_entitled"}),
        (ExchangeFault.FORBIDDEN_HTML, {"base": "blocked"}),
        (ExchangeFault.SERVER_ERROR, {"base": "server_error"}),
        (ExchangeFault.NOT_JSON, {"base": "blocked"}),
        (ExchangeFault.TRUNCATED_JSON, {"base": "exchange_bad_answer"}),
        (ExchangeFault.RESET, {"base": "exchange_unreachable"}),
        (ExchangeFault.HANG, {"base": "exchange_timeout"}),
    ],
)
async def test_failure_and_recovery(
    hass: HomeAssistant,
    exchange: SimulatedExchange,
    fault: ExchangeFault,
    errors: dict[str, str],
) -> None:
    """Every way in which the Exchange can fail is told by its cause, and can be mended."""
    exchange.inject(fault, times=None)
    flow = await start(hass)

    result = await enter(hass, flow, token=TOKEN)
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == errors

    exchange.clear_faults()
    result = await enter(hass, flow, token=TOKEN)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_throttled(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """An Exchange that wants to be left alone is left alone, whoever asks."""
    exchange.inject(ExchangeFault.QUOTA)
    flow = await start(hass)

    result = await enter(hass, flow, token=TOKEN)
    assert result["errors"] == {"base": "throttled"}
    result = await enter(hass, flow, token=TOKEN)
    assert result["errors"] == {"base": "throttled"}
    assert len(exchange.requests) == 1

    freezer.tick(61)
    result = await enter(hass, flow, token=TOKEN)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_unexpected_failure(
    hass: HomeAssistant, exchange: SimulatedExchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistake of ours is told as one, and its details are in the log."""
    flow = await start(hass)
    with monkeypatch.context() as broken:
        broken.setattr(cloud_flow, "async_find", None)
        result = await enter(hass, flow, token=TOKEN)
    assert result["errors"] == {"base": "unknown"}

    result = await enter(hass, flow, token=TOKEN)
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("days", [-1, 0])
async def test_expiry_lies_ahead(
    hass: HomeAssistant, exchange: SimulatedExchange, days: int
) -> None:
    """A token that has ended is not even tried."""
    flow = await start(hass)

    result = await enter(hass, flow, token=TOKEN, expires=in_days(days))
    assert result["errors"] == {CONF_EXPIRES: "date_passed"}
    assert exchange.requests == []

    result = await enter(hass, flow, token=TOKEN, expires=in_days(1))
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_account_without_hubs(hass: HomeAssistant, exchange: SimulatedExchange) -> None:
    """An account without hubs has nothing to set up."""
    exchange.tokens.add(Token("an-empty-token", sites=frozenset()))
    flow = await start(hass)

    result = await enter(hass, flow, token="an-empty-token")
    assert result["errors"] == {"base": "empty_account"}

    result = await enter(hass, flow, token=TOKEN)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_known_hub(hass: HomeAssistant, exchange: SimulatedExchange) -> None:
    """A hub is set up once."""
    await set_up(hass)
    flow = await start(hass)

    result = await enter(hass, flow, token=TOKEN)

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"


async def test_several_hubs(hass: HomeAssistant, start_exchange: StartExchange) -> None:
    """Of several hubs those that are chosen are set up, each with an entry of its own."""
    exchange = await start_exchange("cottage", "apartment", "residence")
    everything = set(exchange.homes)
    assert everything > {COTTAGE, APARTMENT}
    flow = await start(hass)
    form = await enter(hass, flow, token=TOKEN)
    assert form["type"] is FlowResultType.FORM
    assert form["step_id"] == "choose"
    assert offered(form) == everything

    form = await enter(hass, form, chosen=[])
    assert form["errors"] == {CONF_CHOSEN: "nothing_chosen"}
    result = await enter(hass, form, chosen=[APARTMENT, COTTAGE])

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].unique_id == APARTMENT
    assert urns(hass) == {APARTMENT, COTTAGE}
    entries = hass.config_entries.async_entries(DOMAIN)
    assert [entry.state for entry in entries] == [ConfigEntryState.LOADED] * 2
    assert {entry.data[CONF_TOKEN] for entry in entries} == {TOKEN}
    assert hass.config_entries.flow.async_progress() == []
    assert exchange.most_in_flight == 1

    # What is left is one hub, so there is nothing to choose.
    flow = await start(hass)
    result = await enter(hass, flow, token=TOKEN)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert urns(hass) == everything


def offered(form: ConfigFlowResult) -> set[str]:
    """Return the hubs that can be chosen."""
    assert form["data_schema"] is not None
    (selector,) = form["data_schema"].schema.values()
    assert isinstance(selector, SelectSelector)
    return {option["value"] for option in selector.config["options"] if isinstance(option, dict)}


async def test_known_hubs_are_left_out(hass: HomeAssistant, start_exchange: StartExchange) -> None:
    """Hubs that are set up already are not offered."""
    exchange = await start_exchange("cottage", "apartment", "residence")
    await set_up(hass)
    flow = await start(hass)

    form = await enter(hass, flow, token=TOKEN)

    assert offered(form) == set(exchange.homes) - {COTTAGE}


async def test_hub_chosen_twice(hass: HomeAssistant, start_exchange: StartExchange) -> None:
    """A hub that was set up while others were chosen stays as it is."""
    exchange = await start_exchange("cottage", "apartment", "residence")
    rest = [urn for urn in exchange.homes if urn != COTTAGE]
    flow = await start(hass)
    form = await enter(hass, flow, token=TOKEN)
    await set_up(hass)

    result = await enter(hass, form, chosen=[*rest, COTTAGE])

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert len(hass.config_entries.async_entries(DOMAIN)) == 3


async def test_document_corrects_from_the_start(
    hass: HomeAssistant, start_exchange: StartExchange, hass_client: ClientSessionGenerator
) -> None:
    """Where nothing is as it was assumed, the document of the subscriber leads to the rooms."""
    exchange = await start_exchange("cottage", shape=Shape.OTHER)
    document = orjson.dumps(exchange.openapi("wiser_home"))
    flow = await start(hass)

    form = await enter(
        hass, flow, token=TOKEN, advanced={CONF_DOCUMENT: await upload(hass_client, document)}
    )
    assert form["type"] is FlowResultType.FORM
    assert form["step_id"] == "contract"
    told = form["description_placeholders"]
    assert told is not None
    assert int(told["matched"]) > 10
    assert "rooms.list" in told["corrections"]
    assert [request.endpoint for request in exchange.requests] == ["hubs.list"]
    result = await enter(hass, form)

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert "rooms.list" in result["result"].data[CONF_CONTRACT]["documented"]
    assert hass.states.is_state("climate.lounge", "auto")


async def test_document_is_kept_while_the_token_is_mended(
    hass: HomeAssistant, exchange: SimulatedExchange, hass_client: ClientSessionGenerator
) -> None:
    """A document is uploaded once, however often the token has to be entered."""
    document = orjson.dumps(exchange.openapi("wiser_home"))
    flow = await start(hass)

    form = await enter(
        hass, flow, token="wrong", advanced={CONF_DOCUMENT: await upload(hass_client, document)}
    )
    assert form["errors"] == {CONF_TOKEN: "invalid_token"}
    form = await enter(hass, flow, token=TOKEN)

    assert form["step_id"] == "contract"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe\x00", "The file holds no text"),
        (b"{", "The document is no JSON"),
        (b"hello", "The file holds no OpenAPI document"),
        (b" " * 4_000_001, "The file is larger than 4 MB"),
    ],
)
async def test_document_that_cannot_be_used(
    hass: HomeAssistant,
    exchange: SimulatedExchange,
    hass_client: ClientSessionGenerator,
    content: bytes,
    reason: str,
) -> None:
    """Who uploads something else is told what is wrong with it."""
    flow = await start(hass)

    form = await enter(
        hass, flow, token=TOKEN, advanced={CONF_DOCUMENT: await upload(hass_client, content)}
    )
    assert form["errors"] == {"base": "bad_document"}
    assert (form["description_placeholders"] or {})["reason"].startswith(reason)
    assert exchange.requests == []

    result = await enter(hass, flow, token=TOKEN)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_document_that_is_gone(hass: HomeAssistant, exchange: SimulatedExchange) -> None:
    """An upload that Home Assistant no longer has is asked for again."""
    flow = await start(hass)

    form = await enter(
        hass, flow, token=TOKEN, advanced={CONF_DOCUMENT: "00000000-0000-0000-0000-000000000000"}
    )

    assert form["errors"] == {"base": "bad_document"}
    assert (form["description_placeholders"] or {})["reason"] == "The file did not arrive"


async def test_reauthentication(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """A token that has ended is asked for, and the house goes on with the next one."""
    entry = await set_up(hass, **{CONF_EXPIRES: in_days(30), CONF_KEY: KEY})
    assert state_of(entry) is ConfigEntryState.LOADED
    exchange.tokens.revoke(TOKEN)
    exchange.tokens.add(Token("new"))
    exchange.tokens.add(Token("blind", sites=frozenset()))
    await hass.config_entries.async_reload(entry.entry_id)
    assert state_of(entry) is ConfigEntryState.SETUP_ERROR
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["step_id"] == "reauth_cloud"
    assert flow["context"]["source"] == SOURCE_REAUTH

    form = await enter(hass, flow, token="wrong")
    assert form["errors"] == {CONF_TOKEN: "invalid_token"}
    assert (form["description_placeholders"] or {})["name"] == "Cottage"
    form = await enter(hass, flow, token="blind")
    assert form["errors"] == {"base": "wrong_account"}
    form = await enter(hass, flow, token="new", expires=in_days(0))
    assert form["errors"] == {CONF_EXPIRES: "date_passed"}
    assert entry.data[CONF_TOKEN] == TOKEN
    result = await enter(hass, flow, token="new", expires=in_days(9))

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reauth_successful"
    assert entry.data[CONF_TOKEN] == "new"
    assert entry.data[CONF_EXPIRES] == in_days(9)
    assert entry.data[CONF_KEY] == KEY
    assert entry.unique_id == COTTAGE
    assert state_of(entry) is ConfigEntryState.LOADED
    assert hass.config_entries.flow.async_progress() == []


async def test_reauthentication_renews_siblings(
    hass: HomeAssistant, start_exchange: StartExchange
) -> None:
    """One new token serves every hub that had the old one and is open to it, and no other."""
    exchange = await start_exchange("cottage", "apartment", "residence")
    exchange.tokens.add(Token("other"))
    exchange.tokens.add(Token("new", sites=frozenset({COTTAGE, APARTMENT})))
    (third,) = set(exchange.homes) - {COTTAGE, APARTMENT}
    entry = await set_up(hass)
    sibling = await set_up(hass, APARTMENT, "Apartment")
    foreign = await set_up(hass, third, "Residence")
    stranger = await set_up(hass, "urn:of:a:stranger", "Stranger", **{CONF_TOKEN: "other"})
    exchange.tokens.revoke(TOKEN)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.config_entries.async_reload(sibling.entry_id)
    flows = {
        flow["context"]["entry_id"]: flow for flow in hass.config_entries.flow.async_progress()
    }
    assert set(flows) == {entry.entry_id, sibling.entry_id}

    result = await enter(hass, flows[entry.entry_id], token="new", expires=in_days(5))

    assert result["reason"] == "reauth_successful"
    for renewed in (entry, sibling):
        assert renewed.data[CONF_TOKEN] == "new"
        assert renewed.data[CONF_EXPIRES] == in_days(5)
        assert state_of(renewed) is ConfigEntryState.LOADED
    assert foreign.data[CONF_TOKEN] == TOKEN
    assert stranger.data[CONF_TOKEN] == "other"
    assert hass.config_entries.flow.async_progress() == []


async def test_reconfiguration(hass: HomeAssistant, exchange: SimulatedExchange) -> None:
    """Token, key and expiry date can be changed; secrets that are left empty stay."""
    entry = await set_up(hass, **{CONF_EXPIRES: in_days(4), CONF_KEY: KEY})
    exchange.tokens.add(Token("new"))
    flow = await entry.start_reconfigure_flow(hass)
    assert flow["step_id"] == "reconfigure_cloud"
    assert flow["data_schema"] is not None
    suggested = {
        str(name): name.description["suggested_value"]
        for name in flow["data_schema"].schema
        if name.description
    }
    assert suggested == {CONF_EXPIRES: in_days(4)}

    form = await enter(hass, flow, token="wrong")
    assert form["errors"] == {CONF_TOKEN: "invalid_token"}
    result = await enter(hass, flow, token="new", key="another", expires=in_days(8))
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    assert entry.data[CONF_TOKEN] == "new"
    assert entry.data[CONF_KEY] == "another"
    assert entry.data[CONF_EXPIRES] == in_days(8)

    flow = await entry.start_reconfigure_flow(hass)
    result = await enter(hass, flow)
    assert result["reason"] == "reconfigure_successful"
    assert entry.data[CONF_TOKEN] == "new"
    assert entry.data[CONF_KEY] == "another"
    assert entry.data[CONF_EXPIRES] is None
    assert state_of(entry) is ConfigEntryState.LOADED


async def test_reconfiguration_with_a_document(
    hass: HomeAssistant, start_exchange: StartExchange, hass_client: ClientSessionGenerator
) -> None:
    """Hubs that were set up with assumptions are asked as the document says once it is there."""
    exchange = await start_exchange("cottage", "apartment", shape=Shape.OTHER)
    entry = await set_up(hass)
    sibling = await set_up(hass, APARTMENT, "Apartment")
    document = orjson.dumps(exchange.openapi("wiser_home"))
    flow = await entry.start_reconfigure_flow(hass)

    form = await enter(
        hass, flow, **{CONF_ADVANCED: {CONF_DOCUMENT: await upload(hass_client, document)}}
    )
    assert form["step_id"] == "contract"
    result = await enter(hass, form)

    assert result["reason"] == "reconfigure_successful"
    for corrected in (entry, sibling):
        assert "rooms.list" in corrected.data[CONF_CONTRACT]["documented"]
        assert state_of(corrected) is ConfigEntryState.LOADED
    assert hass.states.is_state("climate.lounge", "auto")
    assert hass.states.is_state("climate.salon", "auto")


async def test_frontend_can_show_every_form(
    hass: HomeAssistant, start_exchange: StartExchange, hass_client: ClientSessionGenerator
) -> None:
    """What is entered where goes over the wire, in sections and with files."""
    await start_exchange("cottage", "apartment")
    for component in ("config", DOMAIN):
        assert await async_setup_component(hass, component, {})
    client = await hass_client()
    forms = "/api/config/config_entries/flow"

    async def send(address: str, **data: Any) -> dict[str, Any]:
        """Send what the frontend would, and return the answer."""
        answer = await client.post(address, json=data)
        assert answer.status == HTTPStatus.OK, await answer.text()
        return dict(await answer.json())

    menu = await send(forms, handler=DOMAIN)
    assert menu["type"] == "menu"
    form = await send(f"{forms}/{menu['flow_id']}", next_step_id="wiser_home")
    *_, advanced = form["data_schema"]
    assert advanced["type"] == "expandable"
    assert advanced["schema"][0]["selector"] == {"file": {"accept": ".json,.yaml,.yml"}}
    form = await send(f"{forms}/{menu['flow_id']}", token=TOKEN, advanced={})
    assert form["step_id"] == "choose"
    assert len(form["data_schema"][0]["selector"]["select"]["options"]) == 2
    done = await send(f"{forms}/{menu['flow_id']}", chosen=[COTTAGE])
    assert done["type"] == "create_entry"
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    options = await send("/api/config/config_entries/options/flow", handler=entry.entry_id)
    assert [field["name"] for field in options["data_schema"]] == [
        "poll_minutes",
        "history",
        "document",
    ]


async def test_options(hass: HomeAssistant, exchange: SimulatedExchange) -> None:
    """How often the Exchange is asked can be chosen."""
    entry = await set_up(hass)
    assert entry.runtime_data.update_interval == timedelta(minutes=5)
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    assert flow["step_id"] == "cloud"

    result = await hass.config_entries.options.async_configure(
        flow["flow_id"], {"poll_minutes": 10, "history": False}
    )
    await hass.async_block_till_done()

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options == {"poll_minutes": 10, "history": False}
    assert entry.runtime_data.update_interval == timedelta(minutes=10)


async def test_options_take_a_document(
    hass: HomeAssistant, start_exchange: StartExchange, hass_client: ClientSessionGenerator
) -> None:
    """A document can be uploaded at any time; one that is none is told."""
    exchange = await start_exchange("cottage", shape=Shape.OTHER)
    document = orjson.dumps(exchange.openapi("wiser_home"))
    entry = await set_up(hass)
    options = hass.config_entries.options
    flow = await options.async_init(entry.entry_id)

    form = await options.async_configure(
        flow["flow_id"],
        {"poll_minutes": 5, CONF_DOCUMENT: await upload(hass_client, b"hello")},
    )
    assert form["errors"] == {CONF_DOCUMENT: "bad_document"}
    form = await options.async_configure(
        flow["flow_id"],
        {"poll_minutes": 15, CONF_DOCUMENT: await upload(hass_client, document)},
    )
    assert form["step_id"] == "contract"
    result = await options.async_configure(flow["flow_id"], {})
    await hass.async_block_till_done(wait_background_tasks=True)

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options == {"poll_minutes": 15, "history": True}
    assert "rooms.list" in entry.data[CONF_CONTRACT]["documented"]
    assert state_of(entry) is ConfigEntryState.LOADED
    assert entry.runtime_data.update_interval == timedelta(minutes=15)
    assert hass.states.is_state("climate.lounge", "auto")
