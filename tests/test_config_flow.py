"""Test how a hub is set up in the user interface."""

from ipaddress import ip_address
from unittest.mock import patch

from homeassistant.config_entries import (
    SOURCE_DHCP,
    SOURCE_IGNORE,
    SOURCE_USER,
    SOURCE_ZEROCONF,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.service_info.dhcp import DhcpServiceInfo
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.wiser_home.api.local import LocalHub
from custom_components.wiser_home.const import (
    CONF_FINGERPRINT,
    CONF_SCHEME,
    CONF_SECRET,
    DOMAIN,
)
from simulator import Fault, SimulatedHub, make_certificate

from .conftest import HASTY, SECRET, StartHub, entry_for, set_up, state_of

NAME = "WiserHeatC0774E"
UNIQUE_ID = "wiserheatc0774e"
MAC = "0004f3c0774e"


@pytest.fixture
async def hub(start_hub: StartHub) -> SimulatedHub:
    """Return the hub of the cottage."""
    return await start_hub("cottage")


def announced(
    name: str = NAME, address: str = "127.0.0.1", port: int | None = 80
) -> ZeroconfServiceInfo:
    """Return what a hub says of itself on the network."""
    return ZeroconfServiceInfo(
        ip_address=ip_address(address),
        ip_addresses=[ip_address(address)],
        port=port,
        hostname=f"{name}.local.",
        type="_http._tcp.local.",
        name=f"{name}._http._tcp.local.",
        properties={},
    )


def leased(address: str = "127.0.0.1", hostname: str = UNIQUE_ID) -> DhcpServiceInfo:
    """Return what the router says of a hub."""
    return DhcpServiceInfo(ip=address, hostname=hostname, macaddress=MAC)


async def start_user(hass: HomeAssistant) -> ConfigFlowResult:
    """Begin by hand."""
    menu = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    assert menu["type"] is FlowResultType.MENU
    assert menu["step_id"] == "user"
    result = await hass.config_entries.flow.async_configure(
        menu["flow_id"], {"next_step_id": "local"}
    )
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "local"
    assert result["errors"] == {}
    return result


async def start_zeroconf(hass: HomeAssistant, info: ZeroconfServiceInfo) -> ConfigFlowResult:
    """Let a hub announce itself."""
    return await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_ZEROCONF}, data=info
    )


async def start_dhcp(hass: HomeAssistant, info: DhcpServiceInfo) -> ConfigFlowResult:
    """Let a hub get an address."""
    return await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_DHCP}, data=info
    )


async def enter(hass: HomeAssistant, flow: ConfigFlowResult, **data: str) -> ConfigFlowResult:
    """Fill in a form."""
    result = await hass.config_entries.flow.async_configure(flow["flow_id"], data)
    await hass.async_block_till_done(wait_background_tasks=True)
    return result


def placeholders(flow: ConfigFlowResult) -> dict[str, str]:
    """Return what the texts of a flow are filled in with."""
    return dict(flow["description_placeholders"] or {})


def assert_created(result: ConfigFlowResult, hub: SimulatedHub) -> None:
    """Assert that the hub was set up, by http."""
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == NAME
    assert result["data"] == {
        CONF_HOST: hub.address,
        CONF_SECRET: SECRET,
        CONF_SCHEME: "http",
        CONF_FINGERPRINT: None,
    }
    assert result["result"].unique_id == UNIQUE_ID
    assert result["result"].state is ConfigEntryState.LOADED


async def test_by_hand(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """A hub is set up from its address and secret, with blanks around them."""
    flow = await start_user(hass)

    result = await enter(hass, flow, host=f" {hub.address} ", secret=f"{SECRET}\n")

    assert_created(result, hub)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.RESET, "cannot_connect"),
        (Fault.HANG, "timeout_connect"),
        (Fault.UNAUTHORIZED, "invalid_auth"),
        (Fault.NOT_JSON, "not_wiser_hub"),
        (Fault.NOT_FOUND, "not_wiser_hub"),
        (Fault.SERVER_ERROR, "not_wiser_hub"),
        (Fault.TRUNCATED_JSON, "not_wiser_hub"),
        (Fault.EMPTY_TREE, "not_wiser_hub"),
        (Fault.REFUSE, "not_wiser_hub"),
    ],
)
async def test_failure_and_recovery(
    hass: HomeAssistant,
    hub: SimulatedHub,
    monkeypatch: pytest.MonkeyPatch,
    fault: Fault,
    error: str,
) -> None:
    """Each way to fail is told, and the same form succeeds once the hub behaves."""
    monkeypatch.setitem(HASTY, "timeout", 0.2)
    flow = await start_user(hass)
    hub.inject(fault, times=None)

    result = await enter(hass, flow, host=hub.address, secret=SECRET)
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {"base": error}

    monkeypatch.undo()
    hub.clear_faults()
    assert_created(await enter(hass, flow, host=hub.address, secret=SECRET), hub)


async def test_nobody_there(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """An address at which nobody listens can be corrected."""
    flow = await start_user(hass)

    result = await enter(hass, flow, host="127.0.0.1:1", secret=SECRET)
    assert result["errors"] == {"base": "cannot_connect"}

    assert_created(await enter(hass, flow, host=hub.address, secret=SECRET), hub)


@pytest.mark.parametrize("host", ["", "http://192.0.2.1", "192.0.2.1/secret", "a b", "1:2:3"])
async def test_no_address(hass: HomeAssistant, hub: SimulatedHub, host: str) -> None:
    """What is no address is told at its field, and nothing is sent."""
    flow = await start_user(hass)

    result = await enter(hass, flow, host=host, secret=SECRET)
    assert result["errors"] == {CONF_HOST: "invalid_host"}
    assert hub.requests == []

    assert_created(await enter(hass, flow, host=hub.address, secret=SECRET), hub)


async def test_wrong_secret(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """A mistyped secret can be corrected."""
    flow = await start_user(hass)

    result = await enter(hass, flow, host=hub.address, secret="wrong")
    assert result["errors"] == {"base": "invalid_auth"}

    assert_created(await enter(hass, flow, host=hub.address, secret=SECRET), hub)


async def test_our_own_bug(
    hass: HomeAssistant, hub: SimulatedHub, caplog: pytest.LogCaptureFixture
) -> None:
    """A failure nobody foresaw is logged and told."""
    flow = await start_user(hass)

    with patch.object(LocalHub, "identify", side_effect=RuntimeError("a bug")):
        result = await enter(hass, flow, host=hub.address, secret=SECRET)
    assert result["errors"] == {"base": "unknown"}
    assert "Unexpected error while reaching a hub" in caplog.text
    assert SECRET not in caplog.text

    assert_created(await enter(hass, flow, host=hub.address, secret=SECRET), hub)


async def test_led_to_https(hass: HomeAssistant, https_hub: SimulatedHub) -> None:
    """A hub that leads to https is set up there, with its certificate pinned."""
    flow = await start_user(hass)

    result = await enter(hass, flow, host=f"127.0.0.1:{https_hub.plain_port}", secret=SECRET)

    assert https_hub._tls is not None
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["data"] == {
        CONF_HOST: https_hub.address,
        CONF_SECRET: SECRET,
        CONF_SCHEME: "https",
        CONF_FINGERPRINT: https_hub._tls.fingerprint,
    }
    assert result["result"].unique_id == UNIQUE_ID
    assert result["result"].state is ConfigEntryState.LOADED


async def test_known_hub_by_hand(
    hass: HomeAssistant, hub: SimulatedHub, start_hub: StartHub
) -> None:
    """Who enters a known hub again gives it its new address and secret."""
    entry = await set_up(hass, hub)
    moved = await start_hub("cottage")
    moved.secret = "another"
    flow = await start_user(hass)

    result = await enter(hass, flow, host=moved.address, secret="another")

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"
    assert entry.data[CONF_HOST] == moved.address
    assert entry.data[CONF_SECRET] == "another"
    assert state_of(entry) is ConfigEntryState.LOADED
    assert len(hass.config_entries.async_entries(DOMAIN)) == 1


async def test_ignored_hub_by_hand(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """A hub whose discovery was ignored can be set up by hand."""
    MockConfigEntry(domain=DOMAIN, unique_id=UNIQUE_ID, source=SOURCE_IGNORE, data={}).add_to_hass(
        hass
    )
    flow = await start_user(hass)

    assert_created(await enter(hass, flow, host=hub.address, secret=SECRET), hub)


async def test_announced(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """A hub that announces itself needs its secret only, and its port is kept."""
    flow = await start_zeroconf(hass, announced(port=hub.port))
    assert flow["type"] is FlowResultType.FORM
    assert flow["step_id"] == "discovered"
    assert placeholders(flow)["name"] == NAME
    assert placeholders(flow)["host"] == hub.address
    assert hub.requests == []

    result = await enter(hass, flow, secret="wrong")
    assert result["errors"] == {"base": "invalid_auth"}

    assert_created(await enter(hass, flow, secret=SECRET), hub)


@pytest.mark.parametrize(
    ("address", "port", "host"),
    [
        ("192.0.2.7", 80, "192.0.2.7"),
        ("192.0.2.7", 443, "192.0.2.7"),
        ("192.0.2.7", None, "192.0.2.7"),
        ("192.0.2.7", 8080, "192.0.2.7:8080"),
        ("fd00::7", 80, "[fd00::7]"),
        ("fd00::7", 8080, "[fd00::7]:8080"),
    ],
)
async def test_announced_address(
    hass: HomeAssistant, address: str, port: int | None, host: str
) -> None:
    """The announced address is that of the form."""
    flow = await start_zeroconf(hass, announced(address=address, port=port))

    assert placeholders(flow)["host"] == host


async def test_announced_by_something_else(hass: HomeAssistant) -> None:
    """A gateway of another make is left alone."""
    result = await start_zeroconf(hass, announced(name="wiser-00123456"))

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "not_wiser_hub"


async def test_leased(
    hass: HomeAssistant, hub: SimulatedHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hub that got an address needs its secret only."""
    flow = await start_dhcp(hass, leased("192.0.2.7"))
    assert flow["type"] is FlowResultType.FORM
    assert flow["step_id"] == "discovered"
    assert placeholders(flow)["name"] == NAME
    assert placeholders(flow)["host"] == "192.0.2.7"
    # Simulated hubs are nowhere but here, and not on port 80.
    monkeypatch.setattr(hass.config_entries.flow._progress[flow["flow_id"]], "_host", hub.address)

    assert_created(await enter(hass, flow, secret=SECRET), hub)


@pytest.mark.parametrize("reachable", [True, False])
async def test_known_hub_announced_elsewhere(
    hass: HomeAssistant, hub: SimulatedHub, start_hub: StartHub, reachable: bool
) -> None:
    """A known hub is followed to its new address, whether it was reached at the old one or not."""
    entry = await set_up(hass, hub, **({} if reachable else {CONF_HOST: "127.0.0.1:1"}))
    moved = await start_hub("cottage")
    await hub.stop()

    result = await start_zeroconf(hass, announced(port=moved.port))
    await hass.async_block_till_done()

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"
    assert entry.data[CONF_HOST] == moved.address
    assert state_of(entry) is ConfigEntryState.LOADED
    assert moved.requests != []


async def test_known_hub_is_followed_from_where_another_one_is(
    hass: HomeAssistant, hub: SimulatedHub, start_hub: StartHub
) -> None:
    """A hub in whose place another one answered is set up again once it is found."""
    other = await start_hub("apartment")
    entry = await set_up(hass, hub, **{CONF_HOST: other.address})
    assert state_of(entry) is ConfigEntryState.SETUP_ERROR

    result = await start_zeroconf(hass, announced(port=hub.port))
    await hass.async_block_till_done()

    assert result["reason"] == "already_configured"
    assert entry.data[CONF_HOST] == hub.address
    assert state_of(entry) is ConfigEntryState.LOADED


async def test_known_hub_has_its_address_back(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """A hub that announces itself where another one answered is set up again."""
    hub.inject(Fault.OTHER_HUB, times=None)
    entry = await set_up(hass, hub)
    assert state_of(entry) is ConfigEntryState.SETUP_ERROR
    hub.clear_faults()

    await start_zeroconf(hass, announced(port=hub.port))
    await hass.async_block_till_done()

    assert state_of(entry) is ConfigEntryState.LOADED


async def test_known_hub_that_refuses_the_secret_is_left_alone(
    hass: HomeAssistant, hub: SimulatedHub
) -> None:
    """A hub that announces itself is not asked again with a secret that was wrong."""
    entry = await set_up(hass, hub, secret="wrong")
    hub.requests.clear()

    await start_zeroconf(hass, announced(port=hub.port))
    await hass.async_block_till_done()

    assert state_of(entry) is ConfigEntryState.SETUP_ERROR
    assert hub.requests == []


@pytest.mark.parametrize(
    ("known", "scheme", "address", "port", "host"),
    [
        ("192.0.2.7", "http", "192.0.2.9", 80, "192.0.2.9"),
        ("192.0.2.7:8080", "http", "192.0.2.9", 80, "192.0.2.9"),
        ("192.0.2.7:8080", "http", "192.0.2.7", 80, "192.0.2.7"),
        ("192.0.2.7:8080", "http", "192.0.2.9", 8081, "192.0.2.9:8081"),
        ("192.0.2.7:8443", "https", "192.0.2.9", 80, "192.0.2.9:8443"),
        ("192.0.2.7:8443", "https", "192.0.2.7", 80, "192.0.2.7:8443"),
        ("wiser.lan", "http", "192.0.2.9", 80, "192.0.2.9"),
        ("192.0.2.7:80", "http", "192.0.2.7", 80, "192.0.2.7:80"),
    ],
)
async def test_known_hub_announces_its_port(
    hass: HomeAssistant, known: str, scheme: str, address: str, port: int, host: str
) -> None:
    """The announced port is that of http; that of https is kept."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        unique_id=UNIQUE_ID,
        data={CONF_HOST: known, CONF_SECRET: SECRET, CONF_SCHEME: scheme},
    )
    entry.add_to_hass(hass)

    result = await start_zeroconf(hass, announced(address=address, port=port))

    assert result["reason"] == "already_configured"
    assert entry.data == {CONF_HOST: host, CONF_SECRET: SECRET, CONF_SCHEME: scheme}


async def test_known_hub_gets_another_address(hass: HomeAssistant) -> None:
    """A router tells no port, so the one that has worked is kept."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        unique_id=UNIQUE_ID,
        data={CONF_HOST: "192.0.2.7:8080", CONF_SECRET: SECRET},
    )
    entry.add_to_hass(hass)

    result = await start_dhcp(hass, leased("192.0.2.9"))

    assert result["reason"] == "already_configured"
    assert entry.data[CONF_HOST] == "192.0.2.9:8080"


async def test_known_hub_keeps_its_address(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """A hub that gets the address it had is not set up again."""
    entry = await set_up(hass, hub)
    before = len(hub.requests)

    result = await start_dhcp(hass, leased())
    await hass.async_block_till_done()

    assert result["reason"] == "already_configured"
    assert entry.data[CONF_HOST] == hub.address
    assert len(hub.requests) == before


async def test_known_hub_under_another_name(
    hass: HomeAssistant, start_hub: StartHub, hub: SimulatedHub
) -> None:
    """A known hub is recognised by its MAC address, whatever it is called."""
    hub.trees["network"]["Station"]["MdnsHostname"] = "WiserHeat123456"
    entry = await set_up(hass, hub)
    assert entry.unique_id == "wiserheat123456"

    result = await start_dhcp(hass, leased(hostname="esp-c0774e"))

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"


async def test_ignored_hub_is_announced(hass: HomeAssistant) -> None:
    """A hub whose discovery was ignored is not offered again."""
    MockConfigEntry(domain=DOMAIN, unique_id=UNIQUE_ID, source=SOURCE_IGNORE, data={}).add_to_hass(
        hass
    )

    result = await start_zeroconf(hass, announced(address="192.0.2.9"))

    assert result["reason"] == "already_configured"


async def test_found_twice(hass: HomeAssistant) -> None:
    """A hub that is found in two ways is offered once."""
    await start_zeroconf(hass, announced(address="192.0.2.9"))

    result = await start_dhcp(hass, leased("192.0.2.9"))

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_in_progress"
    assert len(hass.config_entries.flow.async_progress()) == 1


async def test_found_while_entered(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """Who enters a hub by hand is not offered it any more."""
    flow = await start_user(hass)
    await start_zeroconf(hass, announced(port=hub.port))
    assert len(hass.config_entries.flow.async_progress()) == 2

    assert_created(await enter(hass, flow, host=hub.address, secret=SECRET), hub)

    assert hass.config_entries.flow.async_progress() == []


async def test_reauthentication(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """A hub with a new secret goes on after it was entered."""
    entry = await set_up(hass, hub)
    hub.secret = "new"
    flow = await entry.start_reauth_flow(hass)
    assert flow["step_id"] == "reauth_confirm"
    assert placeholders(flow)["name"] == NAME

    result = await enter(hass, flow, secret="wrong")
    assert result["errors"] == {"base": "invalid_auth"}
    assert entry.data[CONF_SECRET] == SECRET

    result = await enter(hass, flow, secret=" new ")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reauth_successful"
    assert entry.data[CONF_SECRET] == "new"
    assert entry.data[CONF_HOST] == hub.address
    assert entry.unique_id == UNIQUE_ID
    assert state_of(entry) is ConfigEntryState.LOADED


async def test_reauthentication_at_another_hub(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """The secret of another hub that answers at the address is not taken."""
    entry = await set_up(hass, hub)
    flow = await entry.start_reauth_flow(hass)
    hub.inject(Fault.OTHER_HUB, times=None)

    result = await enter(hass, flow, secret=SECRET)

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "wrong_hub"
    assert placeholders(result) == {"expected": NAME, "found": "WiserHeatBADBAD"}
    assert entry.data[CONF_SECRET] == SECRET
    # Without polls nothing else would find out that the hub is back, or ask again.
    await hass.async_block_till_done()
    assert state_of(entry) is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "wrong_hub"


async def test_reauthentication_with_another_certificate(
    hass: HomeAssistant, https_hub: SimulatedHub
) -> None:
    """A new secret is not sent to who shows another certificate."""
    old = https_hub._tls
    assert old is not None
    entry = await set_up(hass, https_hub, scheme="https", fingerprint=old.fingerprint)
    assert state_of(entry) is ConfigEntryState.LOADED
    https_hub.use_certificate(make_certificate())
    https_hub.requests.clear()
    flow = await entry.start_reauth_flow(hass)

    result = await enter(hass, flow, secret=SECRET)
    assert result["errors"] == {"base": "certificate_changed"}
    assert https_hub.requests == []

    https_hub.use_certificate(old)
    result = await enter(hass, flow, secret=SECRET)
    assert result["reason"] == "reauth_successful"
    assert state_of(entry) is ConfigEntryState.LOADED


async def test_reconfiguration(hass: HomeAssistant, hub: SimulatedHub, start_hub: StartHub) -> None:
    """A hub gets another address and secret."""
    entry = await set_up(hass, hub)
    moved = await start_hub("cottage")
    moved.secret = "new"
    flow = await entry.start_reconfigure_flow(hass)
    assert flow["step_id"] == "reconfigure"
    assert placeholders(flow)["name"] == NAME

    result = await enter(hass, flow, host="127.0.0.1:1", secret="new")
    assert result["errors"] == {"base": "cannot_connect"}

    result = await enter(hass, flow, host=moved.address, secret="new")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    assert entry.data[CONF_HOST] == moved.address
    assert entry.data[CONF_SECRET] == "new"
    assert entry.unique_id == UNIQUE_ID
    assert state_of(entry) is ConfigEntryState.LOADED


async def test_reconfiguration_to_another_hub(
    hass: HomeAssistant, hub: SimulatedHub, start_hub: StartHub
) -> None:
    """An entry does not become that of another hub."""
    entry = await set_up(hass, hub)
    before = dict(entry.data)
    other = await start_hub("apartment")
    flow = await entry.start_reconfigure_flow(hass)

    result = await enter(hass, flow, host=other.address, secret=SECRET)

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "wrong_hub"
    assert placeholders(result) == {"expected": NAME, "found": "WiserHeatA9A27E"}
    assert entry.data == before


async def test_reconfiguration_trusts_another_certificate(
    hass: HomeAssistant, https_hub: SimulatedHub
) -> None:
    """The certificate that a hub shows while it is reconfigured is trusted from then on."""
    old, new = https_hub._tls, make_certificate()
    assert old is not None
    entry = entry_for(https_hub, scheme="https", fingerprint=old.fingerprint)
    entry.add_to_hass(hass)
    https_hub.use_certificate(new)
    await hass.config_entries.async_setup(entry.entry_id)
    assert state_of(entry) is ConfigEntryState.SETUP_RETRY
    flow = await entry.start_reconfigure_flow(hass)

    result = await enter(hass, flow, host=f"127.0.0.1:{https_hub.plain_port}", secret=SECRET)

    assert result["reason"] == "reconfigure_successful"
    assert entry.data[CONF_FINGERPRINT] == new.fingerprint
    assert entry.data[CONF_SCHEME] == "https"
    assert state_of(entry) is ConfigEntryState.LOADED


async def test_preferences_are_offered(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """A hub that is set up has preferences to choose."""
    entry = await set_up(hass, hub)

    result = await hass.config_entries.options.async_init(entry.entry_id)

    assert result["type"] is FlowResultType.FORM
