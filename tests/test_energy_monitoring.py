"""Test a site of Wiser Energy Monitoring, from the simulated Exchange to devices."""

from dataclasses import replace
import logging
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.application_credentials import (
    ClientCredential,
    async_import_client_credential,
)
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import CONF_TOKEN, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    issue_registry as ir,
)
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import orjson
import pytest
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.wiser_home import async_remove_config_entry_device
from custom_components.wiser_home.api.cloud.contract import Contract
from custom_components.wiser_home.api.cloud.openapi import match, read_document
from custom_components.wiser_home.api.cloud.products import ENERGY_MONITORING
from custom_components.wiser_home.const import (
    CONF_CONNECTION,
    CONF_CONTRACT,
    CONF_IMPLEMENTATION,
    DOMAIN,
)
from custom_components.wiser_home.exchange_coordinator import RETRY
from simulator.exchange import READ_ASSET, Dialect, ExchangeFault, Shape, SimulatedExchange
from simulator.exchange.dialects import Id
from simulator.exchange.energy_monitoring import PLACES, Device
from simulator.exchange.oauth import CLIENT_ID, CLIENT_SECRET, Grant

from .conftest import TOKEN, StartExchange, pass_time, state_of
from .energy_monitoring import (
    FLAT,
    LODGE,
    asked,
    device_of,
    entities_of,
    next_poll,
    own_devices,
    refit,
    set_up_site,
    start_account,
)

GATEWAY, GRID, HEATING, COOKING, CAR, POOL = PLACES[0].devices


@pytest.fixture
async def exchange(
    start_exchange: StartExchange, freezer: FrozenDateTimeFactory
) -> SimulatedExchange:
    """Return an Exchange whose account has sites, in the morning."""
    freezer.move_to("2026-03-10T08:00:00+00:00")
    return await start_account(start_exchange)


@pytest.mark.parametrize("dialect", Dialect)
async def test_devices(hass: HomeAssistant, exchange: SimulatedExchange, dialect: Dialect) -> None:
    """The location, the site, its rooms and its metering devices are devices."""
    exchange.dialect = dialect
    site = {Dialect.ENVELOPED: "site-11"}.get(dialect, "11")
    devices = own_devices(hass, await set_up_site(hass, site))
    assert set(devices) == {
        "Family",
        "Manor",
        "Hall",
        "Kitchen",
        "Garage",
        "Gateway",
        "Grid",
        "Heating",
        "Cooking",
        "Car",
        "Pool",
    }
    names = {device.id: name for name, device in devices.items()}
    via = {name: names.get(device.via_device_id or "") for name, device in devices.items()}
    assert (via.pop("Family"), via.pop("Manor")) == (None, "Family")
    assert set(via.values()) == {"Manor"}
    grid = devices["Grid"]
    assert (grid.manufacturer, grid.model, grid.model_id, grid.serial_number, grid.sw_version) == (
        "Schneider Electric",
        "PowerTag",
        "R9M60",
        "EB3298DF1E55D0B3",
        "2.10.2",
    )
    kinds = {name: device.entry_type for name, device in devices.items()}
    assert [name for name, kind in kinds.items() if kind is dr.DeviceEntryType.SERVICE] == [
        "Family",
        "Manor",
    ]


async def test_areas_are_those_of_rooms(
    hass: HomeAssistant, exchange: SimulatedExchange, area_registry: ar.AreaRegistry
) -> None:
    """Rooms and what is in them are in areas of their names; entity ids have no area."""
    entry = await set_up_site(hass)
    names = {area.id: area.name for area in area_registry.async_list_areas()}
    placed = {
        name: names.get(device.area_id or "") for name, device in own_devices(hass, entry).items()
    }
    assert placed == {
        "Family": None,
        "Manor": None,
        "Hall": "Hall",
        "Kitchen": "Kitchen",
        "Garage": "Garage",
        "Gateway": "Hall",
        "Grid": "Hall",
        "Heating": "Hall",
        "Cooking": "Kitchen",
        "Car": "Garage",
        "Pool": None,
    }
    assert "sensor.cooking_status" in entities_of(hass, entry)


async def test_area_that_a_person_chose_stays(
    hass: HomeAssistant,
    exchange: SimulatedExchange,
    device_registry: dr.DeviceRegistry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A device that was there before is its user's business."""
    entry = await set_up_site(hass)
    grid = own_devices(hass, entry)["Grid"]
    device_registry.async_update_device(grid.id, area_id=None)
    await hass.config_entries.async_reload(entry.entry_id)
    await next_poll(hass, freezer)
    assert own_devices(hass, entry)["Grid"].area_id is None


async def test_states(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """The status is shown in the words of the product, and as a connection where it says so."""
    await set_up_site(hass)

    def shown(name: str) -> tuple[str, str]:
        """Return the states of a device."""
        return (
            hass.states.get(f"sensor.{name}_status").state,  # type: ignore[union-attr]
            hass.states.get(f"binary_sensor.{name}_connectivity").state,  # type: ignore[union-attr]
        )

    assert (shown("grid"), shown("pool")) == (("Connected", "on"), ("Disconnected", "off"))
    exchange.energy_monitoring.change(GRID.number, status="Disconnected", firmware="3.0")
    exchange.energy_monitoring.change(POOL.number, status="L" * 300)
    await next_poll(hass, freezer)
    assert (shown("grid"), shown("pool")) == (("Disconnected", "off"), ("L" * 255, "unknown"))
    assert device_of(hass, "sensor.grid_status").sw_version == "3.0"


async def test_device_without_a_status(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """There is no entity until there is something to show."""
    refit(exchange, replace(GRID, status=""))
    entry = await set_up_site(hass)
    assert entities_of(hass, entry) == []
    refit(exchange, replace(GRID, status="Fault"))
    await next_poll(hass, freezer)
    assert entities_of(hass, entry) == ["sensor.hall_grid_status"]
    refit(exchange, replace(GRID, status="Online"))
    await next_poll(hass, freezer)
    assert entities_of(hass, entry) == [
        "binary_sensor.hall_grid_connectivity",
        "sensor.hall_grid_status",
    ]


async def test_devices_come_and_go(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """What appears is added and what vanishes is removed, without a reload."""
    entry = await set_up_site(hass)
    solar = Device(1107, "Solar", "PowerTag", "R9M20", "0123456789ABCDEF", room=114)
    refit(exchange, GRID, solar, rooms={111: "Hall", 114: "Loft"}, name="Castle")
    await next_poll(hass, freezer)
    devices = own_devices(hass, entry)
    assert set(devices) == {"Family", "Manor", "Hall", "Loft", "Grid", "Solar"}
    assert devices["Solar"].area_id == devices["Loft"].area_id is not None
    assert entities_of(hass, entry) == [
        "binary_sensor.grid_connectivity",
        "binary_sensor.solar_connectivity",
        "sensor.grid_status",
        "sensor.solar_status",
    ]
    refit(exchange, GRID, HEATING)
    await next_poll(hass, freezer)
    assert hass.states.get("sensor.heating_status").state == "Connected"  # type: ignore[union-attr]
    assert hass.states.get("sensor.solar_status") is None


async def test_empty_lists_remove_nothing(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """A site that suddenly has nothing is not believed, but can be tidied up by hand."""
    entry = await set_up_site(hass)
    before = own_devices(hass, entry)
    assert not await async_remove_config_entry_device(hass, entry, before["Grid"])
    refit(exchange, rooms={})
    exchange.energy_monitoring.places[0] = replace(exchange.energy_monitoring.places[0], devices=())
    await next_poll(hass, freezer)
    assert own_devices(hass, entry).keys() == before.keys()
    assert hass.states.get("sensor.grid_status").state == STATE_UNAVAILABLE  # type: ignore[union-attr]
    assert await async_remove_config_entry_device(hass, entry, before["Grid"])
    refit(exchange, GRID)
    await next_poll(hass, freezer)
    assert hass.states.get("sensor.grid_status").state == "Connected"  # type: ignore[union-attr]


async def test_answers_that_are_not_whole_remove_nothing(
    hass: HomeAssistant,
    exchange: SimulatedExchange,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What is told without an id is left out, which is said once, and removes nothing."""
    entry = await set_up_site(hass)
    before = own_devices(hass, entry)
    whole = exchange.energy_monitoring._devices
    monkeypatch.setattr(
        type(exchange.energy_monitoring),
        "_devices",
        lambda self, call: [{"Name": "?"}, whole(call)[1]],
    )
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            await next_poll(hass, freezer)
    assert own_devices(hass, entry).keys() == before.keys()
    assert caplog.text.count("1 rooms or devices are told without an id") == 1


async def test_requests(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """A poll is two requests an hour; the site is looked for once a day."""
    entry = await set_up_site(hass, FLAT, "Flat")
    assert asked(exchange) == [
        "locations.list",
        "sites.list",
        "sites.list",
        "rooms.list",
        "devices.list",
    ]
    exchange.requests.clear()
    await next_poll(hass, freezer)
    assert asked(exchange) == ["rooms.list", "devices.list"]
    assert entry.runtime_data.requests_today == 7
    exchange.requests.clear()
    freezer.move_to("2026-03-11T00:00:01+00:00")
    await next_poll(hass, freezer)
    assert asked(exchange) == ["locations.list", "sites.list", "rooms.list", "devices.list"]
    assert entry.data[CONF_CONTRACT]["choices"]["sites.list"]["path"] == (
        "/locations/{location}/sites"
    )


async def test_location_of_two_sites_is_one_device(
    hass: HomeAssistant,
    exchange: SimulatedExchange,
    device_registry: dr.DeviceRegistry,
) -> None:
    """Sites in one location are below one device, whichever of them is removed."""
    manor = await set_up_site(hass)
    lodge = await set_up_site(hass, LODGE, "Lodge")
    family = own_devices(hass, manor)["Family"]
    assert own_devices(hass, lodge).keys() == {"Lodge", "Room"}
    assert own_devices(hass, lodge)["Lodge"].via_device_id == family.id
    await hass.config_entries.async_remove(manor.entry_id)
    await hass.async_block_till_done()
    devices = own_devices(hass, lodge)
    assert devices.keys() == {"Family", "Lodge", "Room"}
    assert devices["Lodge"].via_device_id == devices["Family"].id


async def test_site_of_no_location(
    hass: HomeAssistant, exchange: SimulatedExchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site that is told with all others, and not where it is, has no location to be below."""
    exchange.shape = Shape.OTHER
    contract = Contract(ENERGY_MONITORING)
    document = orjson.dumps(exchange.openapi(ENERGY_MONITORING.key)).decode()
    match(read_document(document), ENERGY_MONITORING).apply(contract)
    monkeypatch.setattr(
        type(exchange.energy_monitoring), "_sites", lambda self, call: [{"id": Id("site", 11)}]
    )
    data: dict[str, Any] = {CONF_CONTRACT: contract.as_data()}
    entry = await set_up_site(hass, **data)
    devices = own_devices(hass, entry)
    assert devices["Site 11"].via_device_id is None
    assert len(devices) == 10


async def test_failures(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """What may pass by itself makes the site unavailable, and is tried again soon."""
    entry = await set_up_site(hass)
    exchange.faults.inject(ExchangeFault.SERVER_ERROR, times=2)
    await next_poll(hass, freezer)
    assert hass.states.get("sensor.grid_status").state == STATE_UNAVAILABLE  # type: ignore[union-attr]
    exchange.requests.clear()
    await pass_time(hass, freezer, RETRY + 1)
    assert hass.states.get("sensor.grid_status").state == "Connected"  # type: ignore[union-attr]
    assert asked(exchange) == ["rooms.list", "devices.list"]
    assert len(own_devices(hass, entry)) == 11


async def test_throttled(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """The Exchange is left alone for as long as it wants, and no longer."""
    await set_up_site(hass)
    exchange.faults.inject(ExchangeFault.QUOTA)
    await next_poll(hass, freezer)
    assert hass.states.get("sensor.grid_status").state == STATE_UNAVAILABLE  # type: ignore[union-attr]
    exchange.requests.clear()
    await pass_time(hass, freezer, 90)
    assert asked(exchange) == ["rooms.list", "devices.list"]


async def test_token_that_is_refused(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """A person is asked to sign in again."""
    entry = await set_up_site(hass)
    exchange.tokens.revoke(TOKEN)
    await next_poll(hass, freezer)
    flows = entry.async_get_active_flows(hass, {SOURCE_REAUTH})
    assert [flow["context"]["entry_id"] for flow in flows] == [entry.entry_id]


async def test_who_has_signed_in(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """The token is refreshed when its hour is over, until the access is taken back."""
    assert await async_setup_component(hass, "application_credentials", {})
    credential = ClientCredential(CLIENT_ID, CLIENT_SECRET)
    await async_import_client_credential(hass, DOMAIN, credential, "exchange")
    scopes = frozenset({READ_ASSET})
    exchange.oauth.grants.append(Grant("", scopes, dt_util.utcnow(), refresh_token="refresh"))
    token: Any = {
        "access_token": TOKEN,
        "refresh_token": "refresh",
        "expires_at": dt_util.utcnow().timestamp() + 3600,
        "expires_in": 3600,
    }
    data: dict[str, Any] = {CONF_IMPLEMENTATION: "exchange", CONF_TOKEN: token}
    entry = await set_up_site(hass, **data)
    await next_poll(hass, freezer)
    assert entry.data[CONF_TOKEN]["access_token"] != TOKEN
    assert hass.states.get("sensor.grid_status").state == "Connected"  # type: ignore[union-attr]
    exchange.oauth.revoke()
    await next_poll(hass, freezer)
    flows = entry.async_get_active_flows(hass, {SOURCE_REAUTH})
    assert [flow["context"]["entry_id"] for flow in flows] == [entry.entry_id]


async def test_site_of_someone_else(
    hass: HomeAssistant, exchange: SimulatedExchange, issue_registry: ir.IssueRegistry
) -> None:
    """A site that the account does not have is said so, and asked about."""
    entry = await set_up_site(hass, "13", "Nowhere")
    assert state_of(entry) is ConfigEntryState.SETUP_RETRY
    assert ("wiser_home", f"not_entitled_{entry.entry_id}") in issue_registry.issues


async def test_diagnostics(
    hass: HomeAssistant, exchange: SimulatedExchange, hass_client: ClientSessionGenerator
) -> None:
    """The diagnostics show the shape of the answers, and nothing of whose they are."""
    assert await async_setup_component(hass, "diagnostics", {})
    entry = await set_up_site(hass)
    told: Any = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert told["counts"] == {"rooms": 3, "devices": 6, "unreadable": 0}
    assert told["requests_today"] == 4
    assert told["samples"]["devices.list"][1]["model"] == "R9M60"
    for secret in ("EB3298DF1E55D0B3", "Manor", "Cooking", "a-token-of-the-test"):
        assert secret not in str(told)


async def test_remove(hass: HomeAssistant, exchange: SimulatedExchange) -> None:
    """Nothing of a site stays."""
    entry = await set_up_site(hass)
    assert entry.data[CONF_CONNECTION] == "energy_monitoring"
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert (own_devices(hass, entry), entities_of(hass, entry)) == ({}, [])
