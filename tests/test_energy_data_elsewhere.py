"""Test what else meets a site whose energy is measured: dashboard, reports, actions, hubs."""

from dataclasses import replace
import json
import logging
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.energy import data as energy
from homeassistant.components.energy.validate import async_validate
from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.components.recorder.statistics import list_statistic_ids
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import get_system_health_info
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
    get_diagnostics_for_device,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.wiser_home import async_remove_config_entry_device, energy_data
from custom_components.wiser_home.api.cloud.contract import Contract
from custom_components.wiser_home.api.cloud.openapi import match, read_document
from custom_components.wiser_home.api.cloud.products import ENERGY_DATA
from custom_components.wiser_home.api.cloud.redaction import SAMPLE
from custom_components.wiser_home.const import CONF_CONTRACT, DOMAIN
from simulator.exchange import Shape, SimulatedExchange

from .conftest import StartExchange, StartHub, set_up, state_of
from .energy_data import FLAT, MANOR, NOW, WORKS, rows, set_up_site, start_account, states, truth

_STATISTIC = "wiser_home:energy_data"


@pytest.fixture(autouse=True)
def _enable_custom_integrations(
    recorder_mock: Recorder,
    enable_custom_integrations: None,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Have a recorder, and a past of days, which is written faster."""
    logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)
    freezer.move_to(NOW)
    monkeypatch.setattr(energy_data, "HISTORY", energy_data.LOOK_BACK)


@pytest.fixture
async def exchange(start_exchange: StartExchange) -> SimulatedExchange:
    """Return an Exchange whose account has three sites."""
    return await start_account(start_exchange)


async def test_energy_dashboard_takes_them_as_they_are(
    hass: HomeAssistant, exchange: SimulatedExchange
) -> None:
    """Electricity, gas, water and heat can be chosen in the dashboard, and nothing is wrong."""
    await set_up_site(hass, MANOR)
    await set_up_site(hass, FLAT)
    await rows(hass, f"{_STATISTIC}_1_11_111")
    assert await async_setup_component(hass, "energy", {})
    manager = await energy.async_get_manager(hass)
    heat = f"{_STATISTIC}_2_22_221"
    sources: list[Any] = [
        {
            "type": "grid",
            "stat_energy_from": f"{_STATISTIC}_1_11_111",
            "stat_energy_to": None,
            "stat_cost": None,
            "entity_energy_price": None,
            "number_energy_price": 0.3,
            "stat_compensation": None,
            "entity_energy_price_export": None,
            "number_energy_price_export": None,
            "cost_adjustment_day": 0.0,
        },
        *(
            {
                "type": kind,
                "stat_energy_from": statistic,
                "stat_cost": None,
                "entity_energy_price": None,
                "number_energy_price": None,
            }
            for kind, statistic in (
                ("gas", f"{_STATISTIC}_1_15_151"),
                ("gas", heat),
                ("water", f"{_STATISTIC}_1_16_161"),
            )
        ),
    ]
    devices: list[Any] = [
        {"stat_consumption": f"{_STATISTIC}_1_{meter}_{meter}1"} for meter in (12, 13, 14)
    ]
    water: list[Any] = [{"stat_consumption": f"{_STATISTIC}_2_23_231"}]
    await manager.async_update(
        {
            "energy_sources": sources,
            "device_consumption": devices,
            "device_consumption_water": water,
        }
    )
    told = (await async_validate(hass)).as_dict()
    assert told == {
        "energy_sources": [[]] * 4,
        "device_consumption": [[]] * 3,
        "device_consumption_water": [[]],
    }


async def test_metadata_of_the_statistics(hass: HomeAssistant, exchange: SimulatedExchange) -> None:
    """The statistics have names that say where they are from, and units that can be converted."""
    await set_up_site(hass, MANOR)
    await rows(hass, f"{_STATISTIC}_1_11_111")
    listed = await get_instance(hass).async_add_executor_job(list_statistic_ids, hass)
    found = {
        told["statistic_id"].removeprefix(f"{_STATISTIC}_1_"): (
            told["name"],
            told["statistics_unit_of_measurement"],
            told["unit_class"],
            told["has_sum"],
        )
        for told in listed
    }
    assert len(found) == 12
    assert found["site_104"][0] == "Manor water volume (Exchange)"
    assert {
        key: told for key, told in found.items() if key.startswith(("11_", "15_", "site_103"))
    } == {
        "11_111": ("Manor Main active energy (Exchange)", "kWh", "energy", True),
        "11_112": ("Manor Main active power (Exchange)", "kW", "power", False),
        "11_113": ("Manor Main reactive energy (Exchange)", "kvarh", "reactive_energy", True),
        "15_151": ("Manor Gas volume (Exchange)", "m³", "volume", True),
        "site_103": ("Manor gas volume (Exchange)", "m³", "volume", True),
    }


async def test_names_of_statistics_are_unique(
    hass: HomeAssistant, exchange: SimulatedExchange
) -> None:
    """Heat is told from electricity, and meters of one name by their keys."""
    site, flat, works = exchange.energy_data.portfolio
    meters = tuple(replace(meter, name="Meter") for meter in flat.meters[:2])
    twins = tuple(replace(meter, name="Twin") for meter in works.meters[1:])
    exchange.energy_data.portfolio = (
        site,
        replace(flat, meters=(*meters, flat.meters[2])),
        replace(works, meters=(works.meters[0], *twins)),
    )
    await set_up_site(hass, FLAT)
    await set_up_site(hass, WORKS)
    await rows(hass, f"{_STATISTIC}_3_33_331")
    listed = await get_instance(hass).async_add_executor_job(list_statistic_ids, hass)
    names = {told["statistic_id"].removeprefix(f"{_STATISTIC}_"): told["name"] for told in listed}
    assert len(set(names.values())) == len(names)
    assert names["2_site_201"] == "Appartement heat active energy (Exchange)"
    assert names["2_site_active_energy_200"] == "Appartement active energy (Exchange)"
    assert names["2_21_211"] == "Appartement Meter active energy (Exchange)"
    assert names["2_22_221"] == "Appartement Meter heat active energy (Exchange)"
    assert names["3_32_321"] == "Works Twin active energy (Exchange)"
    assert names["3_33_331"] == "Works Twin active energy (Exchange) [energy_data_3_33_331]"


async def test_diagnostics_hold_samples_and_no_names(
    hass: HomeAssistant, exchange: SimulatedExchange, hass_client: ClientSessionGenerator
) -> None:
    """A report has the contract and the answers, cut short, and does not say whose they are."""
    exchange.energy_data.units[231] = "firkin"
    entry = await set_up_site(hass, FLAT, "Flat")
    assert await async_setup_component(hass, "diagnostics", {})
    told: Any = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert told["unreadable"] == ["the unit of a measurement"]
    assert told["contract"]["choices"]["meter.measurements"]["query"] == {
        "start": "from",
        "end": "to",
    }
    assert told["hours_written"] > 0
    (sample,) = told["unreadable_samples"]["meter.measurements"]
    assert sample["unit"] == "firkin"
    assert told["samples"].keys() == told["contract"]["choices"].keys()
    assert len(sample["timeseries"]["values"]) == SAMPLE
    text = json.dumps(told)
    site = exchange.energy_data.portfolio[1]
    secrets = [site.name, site.address["Address"], site.address["City"], "a-token-of-the-test"]
    secrets += [meter.serial for meter in site.meters if meter.serial]
    secrets += [meter.name for meter in site.meters]
    assert [secret for secret in secrets if f'"{secret}"' in text] == []

    registry = dr.async_get(hass)
    device = dr.async_entries_for_config_entry(registry, entry.entry_id)[1]
    assert await get_diagnostics_for_device(hass, hass_client, entry, device) == told


async def test_hub_and_site_side_by_side(
    hass: HomeAssistant, exchange: SimulatedExchange, start_hub: StartHub
) -> None:
    """The system information counts hubs, actions are for what hubs have, unloading works."""
    await async_setup_component(hass, "system_health", {})
    site = await set_up_site(hass, FLAT)
    assert (await get_system_health_info(hass, DOMAIN))["hubs"] == 0
    hub = await set_up(hass, await start_hub("cottage"))
    assert (await get_system_health_info(hass, DOMAIN))["hubs"] == 1
    with pytest.raises(ServiceValidationError):
        await hass.services.async_call(
            DOMAIN, "boost", {"entity_id": "sensor.eau_volume"}, blocking=True
        )
    assert await hass.config_entries.async_unload(site.entry_id)
    assert await hass.config_entries.async_unload(hub.entry_id)
    assert state_of(site) is state_of(hub) is ConfigEntryState.NOT_LOADED


async def test_contract_of_a_subscriber(hass: HomeAssistant, exchange: SimulatedExchange) -> None:
    """With the uploaded contract also another one is read whole, in its words for a period."""
    exchange.shape = Shape.OTHER
    contract = Contract(ENERGY_DATA)
    document = read_document(json.dumps(exchange.openapi(ENERGY_DATA.key)))
    match(document, ENERGY_DATA).apply(contract)
    since = dt_util.utcnow().replace(minute=0) - energy_data.LOOK_BACK
    entry = await set_up_site(hass, FLAT, contract=contract.as_data())
    assert {request.status for request in exchange.requests} == {200}
    active = f"{_STATISTIC}_2_site_active_energy_activeenergy"
    assert await states(hass, active) == truth(exchange, 211, since)
    assert await states(hass, f"{_STATISTIC}_2_22_221") == truth(exchange, 221, since)
    assert entry.data[CONF_CONTRACT] == contract.as_data()


async def test_only_a_device_that_is_gone_can_be_removed(
    hass: HomeAssistant, exchange: SimulatedExchange
) -> None:
    """A meter that is told of would only come back."""
    entry = await set_up_site(hass, FLAT)
    registry = dr.async_get(hass)
    (device, *_) = dr.async_entries_for_config_entry(registry, entry.entry_id)
    other = registry.async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={(DOMAIN, "energy_data_2_99")}
    )
    assert not await async_remove_config_entry_device(hass, entry, device)
    assert await async_remove_config_entry_device(hass, entry, other)
