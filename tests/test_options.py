"""Test what a user can prefer, and what is taken over from the older integration."""

from ipaddress import ip_address

from homeassistant.config_entries import (
    SOURCE_USER,
    SOURCE_ZEROCONF,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.const import CONF_HOST, CONF_PASSWORD
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.wiser_home.const import CONF_SECRET, DOMAIN

from .conftest import SECRET, StartHub, set_up

PREFERRED = {
    "boost_difference": 1.5,
    "boost_minutes": 45,
    "set_point_hold": "for_a_time",
    "set_point_minutes": 90,
}


async def test_preferences_reach_the_hub(hass: HomeAssistant, start_hub: StartHub) -> None:
    """Boosts and set points behave as the user chose."""
    hub = await start_hub("cottage")
    entry = await set_up(hass, hub)
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    assert flow["type"] is FlowResultType.FORM
    assert flow["step_id"] == "init"
    done = await hass.config_entries.options.async_configure(flow["flow_id"], PREFERRED)
    assert done["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED
    assert entry.options == PREFERRED
    hub.requests.clear()

    target = {"entity_id": "climate.lounge"}
    for action, data in (
        ("set_temperature", {"temperature": 19}),
        ("set_preset_mode", {"preset_mode": "boost"}),
    ):
        await hass.services.async_call("climate", action, {**target, **data}, blocking=True)

    held, boosted = [request.body for request in hub.requests if request.method == "PATCH"]
    assert held == {"RequestOverride": {"Type": "Manual", "DurationMinutes": 90, "SetPoint": 190}}
    assert boosted == {
        "RequestOverride": {"Type": "Boost", "DurationMinutes": 45, "IncreaseSetPointBy": 15}
    }


async def test_manual_set_points_have_no_end(hass: HomeAssistant, start_hub: StartHub) -> None:
    """The preferred time is for rooms that follow their schedule."""
    hub = await start_hub("cottage")
    hub.find("Room", 1)["Mode"] = "Manual"
    entry = await set_up(hass, hub)
    hass.config_entries.async_update_entry(entry, options=PREFERRED)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    hub.requests.clear()

    await hass.services.async_call(
        "climate", "set_temperature", {"entity_id": "climate.lounge", "temperature": 19}, True
    )

    assert hub.requests[0].body == {"RequestOverride": {"Type": "Manual", "SetPoint": 190}}


async def begin(hass: HomeAssistant) -> ConfigFlowResult:
    """Begin to set up a hub on the network by hand."""
    menu = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    return await hass.config_entries.flow.async_configure(
        menu["flow_id"], {"next_step_id": "local"}
    )


async def test_older_integration_lends_its_secret(hass: HomeAssistant, start_hub: StartHub) -> None:
    """Who comes from the older integration need not look for the secret again."""
    hub = await start_hub("cottage")
    MockConfigEntry(
        domain="wiser", data={CONF_HOST: hub.address, CONF_PASSWORD: SECRET}
    ).add_to_hass(hass)

    flow = await begin(hass)

    assert flow["data_schema"] is not None
    offered = {
        str(field): field.description["suggested_value"] for field in flow["data_schema"].schema
    }
    assert offered == {CONF_HOST: hub.address, CONF_SECRET: SECRET}
    done = await hass.config_entries.flow.async_configure(flow["flow_id"], offered)
    assert done["type"] is FlowResultType.CREATE_ENTRY
    again = await begin(hass)
    assert again["data_schema"] is not None
    assert [field.description for field in again["data_schema"].schema] == [None, None]


async def test_discovered_hub_takes_the_older_secret(
    hass: HomeAssistant, start_hub: StartHub
) -> None:
    """A hub that is found at the address of the older integration has its secret."""
    hub = await start_hub("cottage")
    host, port = hub.address.split(":")
    MockConfigEntry(
        domain="wiser", data={CONF_HOST: hub.address, CONF_PASSWORD: SECRET}
    ).add_to_hass(hass)
    name = hub.trees["network"]["Station"]["MdnsHostname"]

    flow = await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": SOURCE_ZEROCONF},
        data=ZeroconfServiceInfo(
            ip_address=ip_address(host),
            ip_addresses=[],
            port=int(port),
            hostname=f"{name}.local.",
            type="_http._tcp.local.",
            name=f"{name}._http._tcp.local.",
            properties={},
        ),
    )

    assert flow["step_id"] == "discovered"
    assert flow["data_schema"] is not None
    (field,) = flow["data_schema"].schema
    assert field.description == {"suggested_value": SECRET}
