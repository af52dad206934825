"""Test that a device that is known through several doors is one device."""

from dataclasses import replace

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.wiser_home.const import CONF_CONNECTION, DOMAIN
from custom_components.wiser_home.linked_devices import serial_of
from simulator.exchange import SimulatedExchange
from simulator.exchange.energy_monitoring import PLACES

from .conftest import StartExchange, StartHub, set_up
from .energy_monitoring import (
    GRID,
    device_of,
    entities_of,
    next_poll,
    own_devices,
    refit,
    set_up_site,
    start_account,
)

GATEWAY, GRID_DEVICE, HEATING, COOKING, CAR, POOL = PLACES[0].devices
ALONE = {"Family", "Manor", "Hall", "Kitchen", "Garage", "Gateway", "Car", "Pool"}
"""What of the manor neither the hub of the residence knows."""


@pytest.fixture
async def exchange(start_exchange: StartExchange) -> SimulatedExchange:
    """Return an Exchange whose account has sites."""
    return await start_account(start_exchange)


def with_serial(hass: HomeAssistant, serial: str) -> list[dr.DeviceEntry]:
    """Return the devices that have a serial number, of all entries."""
    return [device for device in dr.async_get(hass).devices if device.serial_number == serial]


async def settle(hass: HomeAssistant) -> None:
    """Let everything happen that is to happen at once."""
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_devices_of_a_hub(
    hass: HomeAssistant, exchange: SimulatedExchange, start_hub: StartHub
) -> None:
    """What the hub knows is no second device: its status is shown on the hub's."""
    hub = await set_up(hass, await start_hub("residence"))
    entry = await set_up_site(hass)
    assert own_devices(hass, entry).keys() == ALONE
    (grid,) = with_serial(hass, GRID)
    assert grid.config_entry_id == hub.entry_id
    statuses = [
        entity
        for entity in er.async_entries_for_device(er.async_get(hass), grid.id)
        if entity.config_entry_id == entry.entry_id
    ]
    assert [entity.unique_id for entity in statuses] == [
        "energy_monitoring_11_device_1102_connected",
        "energy_monitoring_11_device_1102_status",
    ]
    states = [hass.states.get(entity.entity_id) for entity in statuses]
    assert [state and state.state for state in states] == ["on", "Connected"]


async def test_removed_site_leaves_the_devices_of_a_hub(
    hass: HomeAssistant, exchange: SimulatedExchange, start_hub: StartHub
) -> None:
    """The hub's device is as it was before, with its own entities only."""
    hub = await set_up(hass, await start_hub("residence"))
    (before,) = with_serial(hass, GRID)
    entities = entities_of(hass, hub)
    entry = await set_up_site(hass)
    await hass.config_entries.async_remove(entry.entry_id)
    await settle(hass)
    assert with_serial(hass, GRID) == [before]
    found = er.async_entries_for_device(er.async_get(hass), before.id, True)
    assert {entity.config_entry_id for entity in found} == {hub.entry_id}
    assert entities_of(hass, hub) == entities


async def test_hub_comes_later_and_goes(
    hass: HomeAssistant,
    exchange: SimulatedExchange,
    start_hub: StartHub,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The entities move to the hub's device when it appears, and back when that is removed."""
    entry = await set_up_site(hass)
    entities = entities_of(hass, entry)
    (own,) = with_serial(hass, GRID)
    hub = await set_up(hass, await start_hub("residence"))
    await settle(hass)
    assert own_devices(hass, entry).keys() == ALONE
    (grid,) = with_serial(hass, GRID)
    assert grid.config_entry_id == hub.entry_id
    assert device_of(hass, "sensor.grid_status") == grid
    assert entities_of(hass, entry) == entities
    exchange.energy_monitoring.change(1102, status="Fault")
    await next_poll(hass, freezer)
    assert hass.states.get("sensor.grid_status").state == "Fault"  # type: ignore[union-attr]

    await hass.config_entries.async_remove(hub.entry_id)
    await settle(hass)
    (again,) = with_serial(hass, GRID)
    assert (again.config_entry_id, again.id) == (entry.entry_id, own.id)
    assert device_of(hass, "sensor.grid_status") == again
    assert entities_of(hass, entry) == entities
    exchange.energy_monitoring.change(1102, status="Connected")
    await next_poll(hass, freezer)
    assert hass.states.get("sensor.grid_status").state == "Connected"  # type: ignore[union-attr]


async def test_unload_before_it_is_looked_again(
    hass: HomeAssistant, exchange: SimulatedExchange, device_registry: dr.DeviceRegistry
) -> None:
    """Nothing is registered any more for a site that was let go."""
    hub = MockConfigEntry(domain=DOMAIN)
    hub.add_to_hass(hass)
    entry = await set_up_site(hass)
    before = own_devices(hass, entry)

    def appear() -> None:
        """Have a hub know one of the devices, while the site is let go."""
        device_registry.async_get_or_create(
            config_entry_id=hub.entry_id, identifiers={(DOMAIN, "x")}, serial_number=GRID
        )

    entry.async_on_unload(appear)
    assert await hass.config_entries.async_unload(entry.entry_id)
    await settle(hass)
    assert own_devices(hass, entry) == before
    await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass)
    assert before.keys() - own_devices(hass, entry).keys() == {"Grid"}


async def test_hub_that_is_disabled(
    hass: HomeAssistant, exchange: SimulatedExchange, start_hub: StartHub
) -> None:
    """A device that nobody can see is none to show anything on."""
    hub = await set_up(hass, await start_hub("residence"))
    entry = await set_up_site(hass)
    await hass.config_entries.async_set_disabled_by(hub.entry_id, ConfigEntryDisabler.USER)
    await settle(hass)
    assert own_devices(hass, entry).keys() == {*ALONE, "Grid", "Heating", "Cooking"}
    await hass.config_entries.async_set_disabled_by(hub.entry_id, None)
    await settle(hass)
    assert own_devices(hass, entry).keys() == ALONE


async def test_device_that_is_gone_leaves_that_of_the_hub(
    hass: HomeAssistant,
    exchange: SimulatedExchange,
    start_hub: StartHub,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Only what was shown of it is removed; another serial number is another device."""
    hub = await set_up(hass, await start_hub("residence"))
    entities = entities_of(hass, hub)
    entry = await set_up_site(hass)
    refit(exchange, replace(GRID_DEVICE, serial="A-NEW-ONE-4711"), CAR)
    await next_poll(hass, freezer)
    assert entities_of(hass, hub) == entities
    (grid,) = with_serial(hass, "A-NEW-ONE-4711")
    assert (grid.config_entry_id, grid.name) == (entry.entry_id, "Grid")
    unique_ids = {
        entity.unique_id: entity.device_id
        for entity in er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    }
    assert set(unique_ids.values()) == {grid.id, own_devices(hass, entry)["Car"].id}
    assert len(unique_ids) == 4


async def set_up_energy_data(hass: HomeAssistant) -> MockConfigEntry:
    """Set up the site of the energy data that is the same house."""
    return await set_up_site(hass, "1", "Measured", **{CONF_CONNECTION: "energy_data"})


async def test_meters_of_the_energy_data(
    hass: HomeAssistant, exchange: SimulatedExchange, start_hub: StartHub
) -> None:
    """What has a meter there is on its device, and on that of a hub as soon as there is one."""
    entry = await set_up_site(hass)
    measured = await set_up_energy_data(hass)
    await settle(hass)
    assert own_devices(hass, entry).keys() == ALONE - {"Car"}
    assert device_of(hass, "sensor.grid_status").config_entry_id == measured.entry_id
    assert device_of(hass, "sensor.car_status").config_entry_id == measured.entry_id
    hub = await set_up(hass, await start_hub("residence"))
    await settle(hass)
    assert device_of(hass, "sensor.grid_status").config_entry_id == hub.entry_id
    assert device_of(hass, "sensor.car_status").config_entry_id == measured.entry_id


@pytest.mark.parametrize(
    ("told", "serial"),
    [
        ("EB32:98df-1E55", "eb3298df1e55"),
        (" 4711-0815 ", "47110815"),
        ("4711", None),
        ("0000000000", None),
        ("", None),
        (None, None),
    ],
)
def test_serial_numbers(told: str | None, serial: str | None) -> None:
    """They are compared without their spelling; what many could have is none."""
    assert serial_of(told) == serial
