"""Test how sites whose energy the Exchange knows are set up in the user interface."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from unittest.mock import patch

import aiohttp
from homeassistant.components.application_credentials import (
    ClientCredential,
    async_import_client_credential,
)
from homeassistant.config_entries import SOURCE_USER, ConfigFlowResult
from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.setup import async_setup_component
import orjson
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from yarl import URL

from custom_components.wiser_home.application_credentials import (
    async_get_description_placeholders,
)
from custom_components.wiser_home.const import (
    CONF_CONNECTION,
    CONF_CONTRACT,
    CONF_EXPIRES,
    CONF_IMPLEMENTATION,
    CONF_KEY,
    CONF_SITE,
    DOMAIN,
)
from simulator.exchange import ExchangeFault, Shape, SimulatedExchange, Token
from simulator.exchange.oauth import CLIENT_ID, CLIENT_SECRET

from .cloud import enter, in_days
from .conftest import StartExchange

PAT = "an-energy-token-of-the-test"


@pytest.fixture(autouse=True)
def _no_set_up() -> Iterator[None]:
    """Leave what comes after the flow to the tests of the products."""
    with patch("custom_components.wiser_home.async_setup_entry", return_value=None):
        yield


@pytest.fixture
async def exchange(start_exchange: StartExchange) -> SimulatedExchange:
    """Return an Exchange with the sites of an account."""
    return await start_exchange(tokens=[Token(PAT, frozenset({"read:site"}))])


@pytest.fixture
async def application(hass: HomeAssistant, current_request_with_host: None) -> None:
    """Register the application that a person has made at the Exchange."""
    assert await async_setup_component(hass, "application_credentials", {})
    await async_import_client_credential(
        hass, DOMAIN, ClientCredential(CLIENT_ID, CLIENT_SECRET), "exchange"
    )


async def begin(hass: HomeAssistant, *steps: str) -> ConfigFlowResult:
    """Begin by hand, and choose what is to be set up."""
    flow = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    for step in steps:
        assert flow["type"] is FlowResultType.MENU
        flow = await enter(hass, flow, next_step_id=step)
    assert flow["type"] is FlowResultType.FORM
    assert flow["errors"] == {}
    return flow


async def sign_in(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    flow: ConfigFlowResult,
    answer: str = "allow",
) -> ConfigFlowResult:
    """Be the person and the browser that go to the Exchange and come back."""
    assert flow["type"] is FlowResultType.EXTERNAL_STEP
    url = URL(str(flow["url"]))
    async with (
        aiohttp.ClientSession() as browser,
        browser.post(
            url.with_query(None), data={**url.query, "answer": answer}, allow_redirects=False
        ) as decided,
    ):
        back = URL(decided.headers["Location"])
    client = await hass_client_no_auth()
    returned = await client.get(back.path_qs)
    assert returned.status == 200
    result = await hass.config_entries.flow.async_configure(flow["flow_id"])
    await hass.async_block_till_done()
    return result


def entries(hass: HomeAssistant) -> dict[str | None, str]:
    """Return the unique ids and titles of what is set up."""
    return {entry.unique_id: entry.title for entry in hass.config_entries.async_entries(DOMAIN)}


async def test_by_token(hass: HomeAssistant, exchange: SimulatedExchange) -> None:
    """A token leads to the sites of an account, of which each becomes an entry."""
    form = await begin(hass, "energy_data", "energy_token")
    form = await enter(hass, form, token="wrong")
    assert form["errors"] == {CONF_TOKEN: "invalid_token"}
    form = await enter(hass, form, token=PAT, expires=in_days(7))
    assert form["step_id"] == "choose"

    result = await enter(hass, form, chosen=["energy_data_1", "energy_data_2"])

    assert result["type"] is FlowResultType.CREATE_ENTRY
    data = dict(result["result"].data)
    assert data.pop(CONF_CONTRACT)["choices"]["sites.list"]["path"] == "/sites"
    assert data == {
        CONF_CONNECTION: "energy_data",
        CONF_SITE: "1",
        CONF_TOKEN: PAT,
        CONF_KEY: None,
        CONF_EXPIRES: in_days(7),
    }
    assert set(entries(hass)) == {"energy_data_1", "energy_data_2"}
    assert entries(hass)["energy_data_1"] == result["title"]


@pytest.mark.usefixtures("application")
async def test_by_signing_in(
    hass: HomeAssistant,
    exchange: SimulatedExchange,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """Who has registered an application signs in, and chooses among the sites."""
    form = await begin(hass, "energy_data", "sign_in")
    external = await enter(hass, form)
    assert URL(str(external["url"])).query["scope"] == "read:site offline_access"
    form = await sign_in(hass, hass_client_no_auth, external)
    assert form["step_id"] == "choose"

    result = await enter(hass, form, chosen=["energy_data_2", "energy_data_3"])

    assert result["type"] is FlowResultType.CREATE_ENTRY
    first, second = hass.config_entries.async_entries(DOMAIN)
    assert {first.data[CONF_SITE], second.data[CONF_SITE]} == {"2", "3"}
    assert first.data[CONF_TOKEN] == second.data[CONF_TOKEN]
    assert set(first.data) == {
        CONF_CONNECTION,
        CONF_CONTRACT,
        CONF_IMPLEMENTATION,
        CONF_KEY,
        CONF_SITE,
        CONF_TOKEN,
    }
    assert first.data[CONF_TOKEN]["refresh_token"]


@pytest.mark.usefixtures("application")
async def test_not_signed_in(
    hass: HomeAssistant,
    exchange: SimulatedExchange,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """Who changes their mind at the Exchange sets nothing up."""
    external = await enter(hass, await begin(hass, "energy_data", "sign_in"))

    result = await sign_in(hass, hass_client_no_auth, external, "deny")

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "user_rejected_authorize"


async def test_without_an_application(hass: HomeAssistant, exchange: SimulatedExchange) -> None:
    """Who has registered no application is told so by Home Assistant."""
    assert await async_setup_component(hass, "application_credentials", {})
    result = await enter(hass, await begin(hass, "energy_data", "sign_in"))
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "missing_credentials"


@pytest.mark.usefixtures("application")
async def test_failure_after_signing_in(
    hass: HomeAssistant,
    exchange: SimulatedExchange,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """What fails after signing in is told in the form, from where it can be tried again."""
    external = await enter(hass, await begin(hass, "energy_monitoring"))
    assert "read:asset" in URL(str(external["url"])).query["scope"]
    exchange.inject(ExchangeFault.UNKNOWN_PROXY, times=None)
    form = await sign_in(hass, hass_client_no_auth, external)
    assert form["type"] is FlowResultType.FORM
    assert form["step_id"] == "sign_in"
    assert form["errors"] == {"base": "wrong_address"}

    exchange.clear_faults()
    external = await enter(hass, form)
    form = await sign_in(hass, hass_client_no_auth, external)
    assert form["step_id"] == "choose"


@pytest.mark.usefixtures("application")
async def test_document_before_signing_in(
    hass: HomeAssistant,
    start_exchange: StartExchange,
    hass_client: ClientSessionGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """A product of which nothing is public is asked as its document says."""
    exchange = await start_exchange(shape=Shape.OTHER)
    form = await begin(hass, "energy_monitoring")
    form = await enter(hass, form, advanced={"document": await upload(hass_client, b"hello")})
    assert form["errors"] == {"base": "bad_document"}
    document = orjson.dumps(exchange.openapi("energy_monitoring"))

    external = await enter(hass, form, advanced={"document": await upload(hass_client, document)})
    form = await sign_in(hass, hass_client_no_auth, external)
    assert form["step_id"] == "contract"
    form = await enter(hass, form)

    assert form["step_id"] == "choose"


async def upload(hass_client: ClientSessionGenerator, content: bytes) -> str:
    """Upload a document as the frontend does, and return its id."""
    client = await hass_client()
    answer = await client.post("/api/file_upload", data={"file": BytesIO(content)})
    return str((await answer.json())["file_id"])


def signed_in(site: str = "1", **data: Any) -> MockConfigEntry:
    """Return the entry of a site for which somebody has signed in once."""
    return MockConfigEntry(
        domain=DOMAIN,
        title=f"Site {site}",
        unique_id=f"energy_data_{site}",
        data={
            CONF_CONNECTION: "energy_data",
            CONF_SITE: site,
            CONF_IMPLEMENTATION: "exchange",
            CONF_TOKEN: {"access_token": "old", "refresh_token": "older", "expires_at": 0},
            CONF_KEY: None,
            CONF_CONTRACT: {},
            **data,
        },
    )


@pytest.mark.usefixtures("application")
async def test_signing_in_again(
    hass: HomeAssistant,
    exchange: SimulatedExchange,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """Who has to sign in again does so once for all sites that were set up together."""
    entry, sibling = signed_in(), signed_in("2")
    for added in (entry, sibling):
        added.add_to_hass(hass)
    form = await entry.start_reauth_flow(hass)
    assert form["step_id"] == "reauth_sign_in"
    exchange.inject(ExchangeFault.SERVER_ERROR, times=2)
    form = await sign_in(hass, hass_client_no_auth, await enter(hass, form))
    assert form["errors"] == {"base": "server_error"}
    assert entry.data[CONF_TOKEN]["access_token"] == "old"

    result = await sign_in(hass, hass_client_no_auth, await enter(hass, form))

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reauth_successful"
    assert entry.data[CONF_TOKEN]["access_token"] != "old"
    assert sibling.data[CONF_TOKEN] == entry.data[CONF_TOKEN]
    assert sibling.data[CONF_SITE] == "2"


@pytest.mark.usefixtures("application")
async def test_reconfiguration_of_who_signed_in(
    hass: HomeAssistant,
    exchange: SimulatedExchange,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """A site that is set up gets another key, after signing in with an account that has it."""
    entry, stranger = signed_in(), signed_in("77")
    for added in (entry, stranger):
        added.add_to_hass(hass)
    form = await stranger.start_reconfigure_flow(hass)
    assert form["step_id"] == "sign_in"
    form = await sign_in(hass, hass_client_no_auth, await enter(hass, form))
    assert form["errors"] == {"base": "wrong_account"}

    form = await entry.start_reconfigure_flow(hass)
    result = await sign_in(hass, hass_client_no_auth, await enter(hass, form, key="another"))

    assert result["reason"] == "reconfigure_successful"
    assert entry.data[CONF_KEY] == "another"
    assert entry.data[CONF_TOKEN]["access_token"] != "old"
    assert stranger.data[CONF_TOKEN]["access_token"] == "old"


async def test_token_of_a_site_is_renewed(hass: HomeAssistant, exchange: SimulatedExchange) -> None:
    """Sites that were set up with a token are renewed with one."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        unique_id="energy_data_1",
        data={
            CONF_CONNECTION: "energy_data",
            CONF_SITE: "1",
            CONF_TOKEN: "ended",
            CONF_KEY: None,
            CONF_EXPIRES: None,
            CONF_CONTRACT: {},
        },
    )
    entry.add_to_hass(hass)
    form = await entry.start_reauth_flow(hass)
    assert form["step_id"] == "reauth_cloud"
    assert (form["description_placeholders"] or {})["product"] == (
        "EcoStruxure Energy Contextualized Data"
    )

    result = await enter(hass, form, token=PAT)

    assert result["reason"] == "reauth_successful"
    assert entry.data[CONF_TOKEN] == PAT


async def test_options_take_a_document(
    hass: HomeAssistant, exchange: SimulatedExchange, hass_client: ClientSessionGenerator
) -> None:
    """The contract of a site's product can be uploaded at any time."""
    entry = signed_in()
    entry.add_to_hass(hass)
    options = hass.config_entries.options
    flow = await options.async_init(entry.entry_id)
    assert flow["step_id"] == "energy"
    form = await options.async_configure(
        flow["flow_id"], {"document": await upload(hass_client, b"hello")}
    )
    assert form["errors"] == {"document": "bad_document"}
    document = orjson.dumps(exchange.openapi("energy_data"))
    form = await options.async_configure(
        flow["flow_id"], {"document": await upload(hass_client, document)}
    )
    assert form["step_id"] == "contract"
    result = await options.async_configure(flow["flow_id"], {})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert "sites.list" in entry.data[CONF_CONTRACT]["documented"]

    flow = await options.async_init(entry.entry_id)
    result = await options.async_configure(flow["flow_id"], {})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_registering_an_application_is_explained(hass: HomeAssistant) -> None:
    """The text says where to register, and which address to enter there."""
    told = await async_get_description_placeholders(hass)
    assert set(told) == {"portal", "redirect"}
