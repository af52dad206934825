"""Test a site whose energy is measured, from the simulated Exchange to the statistics."""

from dataclasses import replace
from datetime import datetime, timedelta
import logging
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder import Recorder
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er, issue_registry as ir
from homeassistant.util import dt as dt_util
import pytest

from custom_components.wiser_home import energy_data
from custom_components.wiser_home.api.errors import BadAnswerError
from custom_components.wiser_home.const import CONF_CONTRACT, DOMAIN
from custom_components.wiser_home.energy_data import CHUNK, EnergyDataCoordinator
from custom_components.wiser_home.exchange_coordinator import POLL
from simulator.exchange import ExchangeFault, SimulatedExchange
from simulator.exchange.portfolio import Site

from .conftest import StartExchange, pass_time, state_of
from .energy_data import (
    FLAT,
    MANOR,
    NOW,
    WORKS,
    asked,
    correct,
    next_poll,
    reload,
    rows,
    set_up_site,
    start_account,
    states,
    truth,
)

HEAT = "wiser_home:energy_data_2_22_221"
WATER = "wiser_home:energy_data_2_23_231"
FLAT_METERS = 3


@pytest.fixture(autouse=True)
def _enable_custom_integrations(
    recorder_mock: Recorder,
    enable_custom_integrations: None,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Have a recorder, and a shorter past in shorter periods, which is written faster."""
    logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)
    freezer.move_to(NOW)
    monkeypatch.setattr(energy_data, "HISTORY", timedelta(days=10))
    monkeypatch.setattr(energy_data, "CHUNK", timedelta(days=4))


@pytest.fixture
async def exchange(start_exchange: StartExchange) -> SimulatedExchange:
    """Return an Exchange whose account has three sites."""
    return await start_account(start_exchange)


def begin(days: int = 10) -> datetime:
    """Return where the history begins that is imported now."""
    return dt_util.utcnow().replace(minute=0) - timedelta(days=days)


def written(entry: Any) -> int:
    """Return how many hours were written since the set-up."""
    coordinator: EnergyDataCoordinator = entry.runtime_data
    return coordinator.written


async def test_history_is_brought_in(hass: HomeAssistant, exchange: SimulatedExchange) -> None:
    """All that was measured is in the statistics, in as many requests as there are periods."""
    since = begin()
    await set_up_site(hass, FLAT)
    # Each source once for its newest, and three periods that overlap a little.
    assert asked(exchange) == {
        "sites.list": 1,
        "meters.list": 1,
        "site.measurements": 1 + 3,
        "site.active_energy": 1 + 3,
        "meter.measurements": (1 + 3) * FLAT_METERS,
    }
    for statistic, number in ((HEAT, 221), (WATER, 231), ("wiser_home:energy_data_2_21_211", 211)):
        assert await states(hass, statistic) == truth(exchange, number, since)
    whole = "wiser_home:energy_data_2_site_active_energy_200"
    assert await states(hass, whole) == truth(exchange, 211, since)
    assert await states(hass, "wiser_home:energy_data_2_site_201") == await states(hass, HEAT)


async def test_nothing_is_written_twice(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """A poll brings in the hours that are new, a restart none."""
    since = begin()
    entry = await set_up_site(hass, FLAT)
    before = written(entry)
    await reload(hass, entry)
    assert written(entry) == 0 < before
    await entry.runtime_data.async_refresh()
    assert written(entry) == 0
    await next_poll(hass, freezer)
    assert 0 < written(entry) < before
    assert await states(hass, HEAT) == truth(exchange, 221, since)


async def test_means_are_no_sums(hass: HomeAssistant, exchange: SimulatedExchange) -> None:
    """Power is averaged, amounts of quarters of an hour are added up."""
    since = begin()
    await set_up_site(hass, WORKS)
    power = await rows(hass, "wiser_home:energy_data_3_31_312")
    energy = await rows(hass, "wiser_home:energy_data_3_31_311")
    hour = since + timedelta(hours=30)
    quarters = [
        [truth(exchange, number, since)[hour + timedelta(minutes=15 * index)] for index in range(4)]
        for number in (311, 312)
    ]
    assert energy[hour]["state"] == pytest.approx(sum(quarters[0]))
    assert power[hour]["mean"] == pytest.approx(sum(quarters[1]) / 4)
    assert power[hour].get("sum") is None


async def test_corrections_replace(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """A late correction is taken in with the next poll, an older one with that of the next day."""
    since = begin()
    entry = await set_up_site(hass, FLAT)
    known = await states(hass, HEAT)
    late, old = max(known) - timedelta(days=2), min(known) + timedelta(days=1)
    correct(exchange, 221, late, 77.0)
    correct(exchange, 221, old, 55.0)

    await next_poll(hass, freezer)
    found = await states(hass, HEAT)
    assert (found[late], found[old]) == (77.0, known[old])
    await pass_time(hass, freezer, 14 * 3600)
    assert (await states(hass, HEAT))[old] == 55.0
    assert await states(hass, HEAT) == truth(exchange, 221, since)
    assert state_of(entry) is ConfigEntryState.LOADED


async def test_history_goes_on_where_it_was(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """A failure leaves what was brought in, and the next poll goes on; nothing is counted twice."""
    since = begin()
    monitored = [None, "21", "22", "23"]
    entry = await set_up_site(hass, FLAT)
    coordinator: EnergyDataCoordinator = entry.runtime_data
    assert [*coordinator.sources] == monitored
    for source in coordinator.sources.values():
        source.looked_back = None
        source.reached = since + timedelta(days=5)
    asked(exchange)

    exchange.inject(ExchangeFault.SERVER_ERROR, None, "meter.measurements")
    coordinator._go_on()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert [source.looked_back is None for source in coordinator.sources.values()] == [
        *(False, True, True, True)
    ]
    assert state_of(entry) is ConfigEntryState.LOADED
    exchange.clear_faults()
    asked(exchange)
    await next_poll(hass, freezer)
    assert not any(source.looked_back is None for source in coordinator.sources.values())
    assert await states(hass, HEAT) == truth(exchange, 221, since)


async def test_first_import_is_resumed_after_a_restart(
    hass: HomeAssistant,
    exchange: SimulatedExchange,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was brought in of the past before the restart is where it goes on."""
    since = begin()
    bring_in = EnergyDataCoordinator._bring_in
    count = 0

    async def broken(self: EnergyDataCoordinator, *arguments: Any) -> None:
        """Bring in two periods, and then be cut off."""
        nonlocal count
        count += 1
        if count > 2:
            raise BadAnswerError
        await bring_in(self, *arguments)

    monkeypatch.setattr(EnergyDataCoordinator, "_bring_in", broken)
    entry = await set_up_site(hass, FLAT)
    whole = "wiser_home:energy_data_2_site_201"
    part = await states(hass, whole)
    assert part == {
        hour: value
        for hour, value in truth(exchange, 221, since).items()
        if hour < since + timedelta(days=8) - energy_data.OVERLAP
    }
    monkeypatch.setattr(EnergyDataCoordinator, "_bring_in", bring_in)
    asked(exchange)
    await reload(hass, entry)
    assert await states(hass, whole) == truth(exchange, 221, since)
    assert await states(hass, HEAT) == truth(exchange, 221, since)


@pytest.mark.parametrize("days", [2, 7])
async def test_days_offline(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory, days: int
) -> None:
    """Polls that fail for days lose nothing, with a restart in between or without."""
    since = begin()
    entry = await set_up_site(hass, FLAT)
    exchange.inject(ExchangeFault.SERVER_ERROR, None)
    for _ in range(days):
        await pass_time(hass, freezer, 24 * 3600)
    assert hass.states.is_state("sensor.eau_volume", "unavailable")
    exchange.clear_faults()
    await next_poll(hass, freezer)
    assert not hass.states.is_state("sensor.eau_volume", "unavailable")
    assert await states(hass, HEAT) == truth(exchange, 221, since)

    await hass.config_entries.async_unload(entry.entry_id)
    freezer.tick(days * 24 * 3600)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await states(hass, HEAT) == truth(exchange, 221, since)


async def test_periods_are_as_long_as_the_exchange_allows(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """A period that is refused is asked for in shorter ones."""
    since = begin()
    exchange.energy_data.longest_period = timedelta(days=2)
    entry = await set_up_site(hass, FLAT)
    assert state_of(entry) is ConfigEntryState.LOADED
    assert await states(hass, HEAT) == truth(exchange, 221, since)
    exchange.energy_data.longest_period = timedelta(hours=6)
    await reload(hass, entry)
    assert state_of(entry) is ConfigEntryState.SETUP_RETRY


async def test_requests_of_a_day(
    hass: HomeAssistant,
    exchange: SimulatedExchange,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A site costs one request an hour and each meter another, and once a day a little more."""
    monkeypatch.setattr(energy_data, "HISTORY", energy_data.LONG_LOOK_BACK)
    monkeypatch.setattr(energy_data, "CHUNK", CHUNK)
    entry = await set_up_site(hass, MANOR)
    sources = 1 + 6
    assert len(entry.runtime_data.sources) == sources
    entry.runtime_data.update_interval = POLL
    entry.runtime_data._schedule_refresh()
    await pass_time(hass, freezer, 3601)
    asked(exchange)
    for _ in range(24):
        await pass_time(hass, freezer, 3601)
    found = asked(exchange)
    assert found == {
        "sites.list": 1,
        "meters.list": 1,
        "site.measurements": 24 + 1,
        "meter.measurements": (24 + 1) * (sources - 1),
    }
    # So it stands in the documentation.
    assert found.total() == 177
    assert exchange.most_in_flight == 1


async def test_devices(hass: HomeAssistant, exchange: SimulatedExchange) -> None:
    """The site is a service, its meters hang on it and have serial numbers."""
    entry = await set_up_site(hass, MANOR)
    registry = dr.async_get(hass)
    devices = {
        device.name: device
        for device in dr.async_entries_for_config_entry(registry, entry.entry_id)
    }
    assert list(devices) == ["Manor", "Main", "Heating", "Cooking", "Car", "Gas", "Water"]
    site, gas = devices["Manor"], devices["Gas"]
    assert site.entry_type is dr.DeviceEntryType.SERVICE
    assert site.identifiers == {(DOMAIN, "energy_data_1")}
    assert gas.identifiers == {(DOMAIN, "energy_data_1_15")}
    assert (gas.via_device_id, gas.serial_number, gas.model) == (site.id, "G4-0092117", "MainMeter")


async def test_sensors(hass: HomeAssistant, exchange: SimulatedExchange) -> None:
    """Each measurement shows its last hour with class and unit, and is counted by nobody."""
    entry = await set_up_site(hass, MANOR)
    registry = er.async_get(hass)
    found = {
        registered.unique_id: hass.states.get(registered.entity_id)
        for registered in er.async_entries_for_config_entry(registry, entry.entry_id)
    }
    shown = {
        unique_id: (
            state.attributes["friendly_name"],
            state.attributes.get("device_class"),
            state.attributes.get("unit_of_measurement"),
        )
        for unique_id, state in found.items()
        if state is not None and unique_id.startswith(("energy_data_1_11", "energy_data_1_15"))
    }
    assert shown == {
        "energy_data_1_11_111": ("Main Active Energy", "energy", "kWh"),
        "energy_data_1_11_112": ("Main Active Power", "power", "kW"),
        "energy_data_1_11_113": ("Main Reactive Energy", "reactive_energy", "kvarh"),
        "energy_data_1_11_last_measured": ("Main Last measured", "timestamp", None),
        "energy_data_1_15_151": ("Gas Volume", "gas", "m³"),
        "energy_data_1_15_last_measured": ("Gas Last measured", "timestamp", None),
    }
    assert len(found) == 12 + 7
    assert all(
        state is not None and "state_class" not in state.attributes for state in found.values()
    )
    told = truth(exchange, 151, begin())
    gas, last = found["energy_data_1_15_151"], found["energy_data_1_15_last_measured"]
    assert gas is not None
    assert last is not None
    assert float(gas.state) == told[max(told)]
    assert dt_util.parse_datetime(last.state) == max(told) + timedelta(hours=1)


async def test_meters_come_and_go(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """Once a day the meters are listed anew; an empty list takes none away."""
    entry = await set_up_site(hass, FLAT)
    site = exchange.energy_data.portfolio[1]
    sites = exchange.energy_data.portfolio

    def fitted(count: int) -> None:
        """Have only the first meters."""
        changed = with_meters(site, count)
        exchange.energy_data.portfolio = (sites[0], changed, sites[2])

    registry = dr.async_get(hass)

    def names() -> list[str | None]:
        """Return the names of the devices."""
        found = dr.async_entries_for_config_entry(registry, entry.entry_id)
        return [device.name for device in found]

    assert names() == ["Appartement", "Compteur", "Chauffage urbain", "Eau"]
    fitted(2)
    await pass_time(hass, freezer, 24 * 3600)
    assert names() == ["Appartement", "Compteur", "Chauffage urbain"]
    assert hass.states.get("sensor.eau_volume") is None
    fitted(3)
    await pass_time(hass, freezer, 24 * 3600)
    assert names() == ["Appartement", "Compteur", "Chauffage urbain", "Eau"]
    assert hass.states.get("sensor.eau_volume") is not None
    exchange.without.add("meters.list")
    await pass_time(hass, freezer, 24 * 3600)
    assert len(names()) == 4


def with_meters(site: Site, count: int) -> Site:
    """Return a site with its first meters only."""
    whole = {number: source for number, source in site.whole.items() if count > 2 or source != 231}
    return replace(site, meters=site.meters[:count], whole=whole)


async def test_throttled_round_goes_on(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """Who is throttled in the middle waits as long as asked, and begins with what was left."""
    entry = await set_up_site(hass, FLAT)
    asked(exchange)
    exchange.inject(ExchangeFault.QUOTA_RETRY_AFTER, 1, "meter.measurements")
    await next_poll(hass, freezer)
    first = asked(exchange)
    assert first["meter.measurements"] == 1
    assert not entry.runtime_data.last_update_success
    await pass_time(hass, freezer, 120)
    assert asked(exchange) == {"meter.measurements": FLAT_METERS}
    assert entry.runtime_data.last_update_success


async def test_one_meter_fails_alone(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """A meter that the Exchange cannot tell of leaves the others; its hours come later."""
    since = begin()
    entry = await set_up_site(hass, FLAT)
    exchange.inject(ExchangeFault.SERVER_ERROR, 2, "meter.measurements")
    await next_poll(hass, freezer)
    assert entry.runtime_data.last_update_success
    assert hass.states.is_state("sensor.compteur_active_energy", "unavailable")
    assert not hass.states.is_state("sensor.eau_volume", "unavailable")
    await next_poll(hass, freezer)
    assert not hass.states.is_state("sensor.compteur_active_energy", "unavailable")
    found = await states(hass, "wiser_home:energy_data_2_21_211")
    assert found == truth(exchange, 211, since)


async def test_new_measurement_has_its_past(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """What is understood only later is brought in from the beginning, beside what was known."""
    exchange.energy_data.units[113] = "?"
    await set_up_site(hass, MANOR)
    await next_poll(hass, freezer)
    del exchange.energy_data.units[113]
    reactive = "wiser_home:energy_data_1_11_113"
    assert await rows(hass, reactive) == {}
    await next_poll(hass, freezer)
    assert await states(hass, reactive) == truth(exchange, 113, begin())


async def test_token_that_is_refused(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """A token that was revoked is asked for anew."""
    entry = await set_up_site(hass, FLAT)
    exchange.inject(ExchangeFault.TOKEN_INVALID, None)
    await next_poll(hass, freezer)
    assert len(list(entry.async_get_active_flows(hass, {SOURCE_REAUTH}))) == 1
    await reload(hass, entry)
    assert state_of(entry) is ConfigEntryState.SETUP_ERROR


async def test_site_of_another_account(hass: HomeAssistant, exchange: SimulatedExchange) -> None:
    """A site that the account does not have is said, and what was learnt is kept."""
    entry = await set_up_site(hass, "9", "Nowhere")
    assert state_of(entry) is ConfigEntryState.SETUP_RETRY
    assert (entry.error_reason_translation_key or "") == "not_entitled"
    assert ir.async_get(hass).async_get_issue(DOMAIN, f"not_entitled_{entry.entry_id}")
    assert entry.data[CONF_CONTRACT]["choices"].keys() == {"sites.list"}
    await hass.config_entries.async_remove(entry.entry_id)
    assert ir.async_get(hass).issues == {}


async def test_what_cannot_be_understood_is_a_repair(
    hass: HomeAssistant, exchange: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """An unknown unit leaves its measurement out and is told until it is known."""
    exchange.energy_data.units[231] = "firkin"
    entry = await set_up_site(hass, FLAT, "Flat")
    issues = ir.async_get(hass)
    issue = issues.async_get_issue(DOMAIN, f"energy_unreadable_{entry.entry_id}")
    assert issue is not None
    assert issue.translation_placeholders == {"name": "Flat", "what": "the unit of a measurement"}
    assert await rows(hass, WATER) == {}
    assert hass.states.get("sensor.eau_volume") is None
    assert await states(hass, HEAT) != {}

    del exchange.energy_data.units[231]
    await next_poll(hass, freezer)
    assert issues.async_get_issue(DOMAIN, f"energy_unreadable_{entry.entry_id}") is None
    assert hass.states.get("sensor.eau_volume") is not None
    assert await states(hass, WATER) == truth(exchange, 231, begin())


async def test_answer_that_is_no_list_is_a_repair(
    hass: HomeAssistant,
    exchange: SimulatedExchange,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An answer of another form fails the poll and is told; one that is cut only fails it."""
    entry = await set_up_site(hass, FLAT, "Flat")
    issues = ir.async_get(hass)
    exchange.inject(ExchangeFault.TRUNCATED_JSON, None, "site.measurements")
    await next_poll(hass, freezer)
    assert not entry.runtime_data.last_update_success
    assert issues.issues == {}
    exchange.clear_faults()
    with monkeypatch.context() as odd:
        odd.setattr(exchange.energy_data, "_site_measurements", lambda call: {"this": "is new"})
        await next_poll(hass, freezer)
    assert not entry.runtime_data.last_update_success
    assert issues.async_get_issue(DOMAIN, f"energy_unreadable_{entry.entry_id}")
    await next_poll(hass, freezer)
    assert issues.issues == {}
