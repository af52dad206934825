"""Test how what the Exchange has kept of a house gets into the long-term statistics."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
import time
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.components.recorder.statistics import (
    list_statistic_ids,
    statistics_during_period,
)
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.wiser_home.api.cloud.trees import (
    ENDPOINTS,
    FLOOR,
    INTERVAL as INTERVAL_OF_POLLS,
    rhythm_for,
)
from custom_components.wiser_home.cloud_history import FIRST, INTERVAL, JITTER, SHARE
from custom_components.wiser_home.connections import DAILY_REQUESTS
from simulator.exchange import ExchangeFault, SimulatedExchange, history as past
from simulator.exchange.dialects import Dialect, Tenths

from .cloud import APARTMENT, COTTAGE, set_up
from .conftest import StartExchange, pass_time
from .platforms.home import now_of

HISTORY = {"devices.energy", "rooms.history"}
FIRST_RUN = FIRST.total_seconds() + JITTER
NEXT_RUN = INTERVAL.total_seconds() + JITTER
HOUR = timedelta(hours=1)
PLUG = "wiser_home:urn_wiser_hub_wiserheata9a27e_plug_10_energy"
"""The plug of the apartment."""
ROOM = "wiser_home:urn_wiser_hub_wiserheata9a27e_room_1"

type Rows = dict[str, list[Mapping[str, Any]]]


@pytest.fixture(autouse=True)
def _enable_custom_integrations(recorder_mock: Recorder, enable_custom_integrations: None) -> None:
    """Have a recorder."""


@pytest.fixture
async def apartment(
    start_exchange: StartExchange, freezer: FrozenDateTimeFactory
) -> SimulatedExchange:
    """Return an Exchange with the apartment, at the time of its clock."""
    exchange = await start_exchange("apartment")
    freezer.move_to(now_of(exchange.homes[APARTMENT]))
    return exchange


async def pass_for_all(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    exchange: SimulatedExchange,
    seconds: float,
) -> None:
    """Let time pass for the houses, too, and what is due then happen."""
    for hub in exchange.homes.values():
        hub.installation.now += seconds
    await pass_time(hass, freezer, seconds)


def asked(exchange: SimulatedExchange) -> Counter[str]:
    """Return how often each history was asked for since the last time."""
    found = Counter(
        request.endpoint for request in exchange.requests if request.endpoint in HISTORY
    )
    exchange.requests.clear()
    return Counter({str(endpoint): times for endpoint, times in found.items()})


async def begin_run(hass: HomeAssistant, exchange: SimulatedExchange) -> None:
    """Begin what is due, until a room's past is asked for."""
    async_fire_time_changed(hass)
    while not any(request.endpoint == "rooms.history" for request in exchange.requests):
        await hass.async_add_executor_job(time.sleep, 0)


async def rows(hass: HomeAssistant) -> Rows:
    """Return all that the statistics hold of ours, by the ids."""
    instance = get_instance(hass)
    await instance.async_block_till_done()
    known = await instance.async_add_executor_job(list_statistic_ids, hass)
    ids = {found["statistic_id"] for found in known if found["source"] == "wiser_home"}
    found = await instance.async_add_executor_job(
        statistics_during_period,
        hass,
        datetime(2020, 1, 1, tzinfo=UTC),
        None,
        ids,
        "hour",
        None,
        {"state", "sum", "mean"},
    )
    kinds = ("start", "state", "sum", "mean")
    return {
        id_: [{kind: row.get(kind) for kind in kinds} for row in told]
        for id_, told in found.items()
    }


def expected_energy(exchange: SimulatedExchange, days: int) -> list[float]:
    """Return the Wh of the plug in each recorded hour of the last days."""
    house = exchange.homes[APARTMENT].installation
    end = datetime.fromtimestamp(house.now, UTC)
    start = (end - timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    return [item["Value"] for item in past.energy(house, "SmartPlug", 10, start, end)]


async def test_past_is_brought_in(
    hass: HomeAssistant, apartment: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """Some minutes after the set-up there are 30 days of it, and nobody takes it for live."""
    await set_up(hass, APARTMENT, "Apartment")
    assert asked(apartment) == {}

    await pass_for_all(hass, freezer, apartment, FIRST_RUN)

    found = await rows(hass)
    told = found[PLUG]
    assert [row["state"] for row in told] == expected_energy(apartment, 30)
    assert told[-1]["sum"] == sum(expected_energy(apartment, 30))
    house = apartment.homes[APARTMENT].installation
    end = datetime.fromtimestamp(house.now, UTC)
    start = (end - timedelta(days=30)).replace(minute=0, second=0, microsecond=0)
    room = past.room(house, house.find("Room", 1), start, end)
    warmth = [item["Temperature"].value / 10 for item in room]
    assert [row["mean"] for row in found[f"{ROOM}_temperature"]] == warmth
    assert [row["mean"] for row in found[f"{ROOM}_set_point"]] == [
        item["SetPoint"].value / 10 for item in room if item["SetPoint"] != Tenths(-200)
    ]
    known = await get_instance(hass).async_add_executor_job(list_statistic_ids, hass)
    told_of = {item["statistic_id"]: item for item in known}
    assert told_of[PLUG]["name"] == "Sèche-serviettes energy (Exchange history)"
    assert told_of[PLUG]["unit_class"] == "energy"
    assert told_of[PLUG]["statistics_unit_of_measurement"] == "Wh"
    assert told_of[f"{ROOM}_temperature"]["unit_class"] == "temperature"


async def test_second_import_changes_nothing(
    hass: HomeAssistant, apartment: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """Hours that are known are asked for again, in one request, and stay as they are."""
    await set_up(hass, APARTMENT, "Apartment")
    await pass_for_all(hass, freezer, apartment, FIRST_RUN)
    before, first = await rows(hass), asked(apartment)

    await pass_for_all(hass, freezer, apartment, NEXT_RUN)

    after, second = await rows(hass), asked(apartment)
    assert {endpoint: times * 4 for endpoint, times in second.items()} == dict(first)
    assert {id_: told[: len(before[id_])] for id_, told in after.items()} == before
    assert [row["state"] for row in after[PLUG]][-100:] == expected_energy(apartment, 30)[-100:]
    assert len(after[PLUG]) - len(before[PLUG]) in (5, 6, 7)
    assert after[PLUG][-1]["sum"] == sum(row["state"] for row in after[PLUG])


async def test_import_goes_on_after_days(
    hass: HomeAssistant, apartment: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """What was missed while nothing ran is brought in from the last known hour on."""
    entry = await set_up(hass, APARTMENT, "Apartment")
    await pass_for_all(hass, freezer, apartment, FIRST_RUN)
    before = await rows(hass)
    await hass.config_entries.async_unload(entry.entry_id)
    await pass_for_all(hass, freezer, apartment, timedelta(days=5).total_seconds())
    await hass.config_entries.async_setup(entry.entry_id)
    apartment.requests.clear()

    await pass_for_all(hass, freezer, apartment, FIRST_RUN)

    queries = [
        request.query for request in apartment.requests if request.endpoint == "devices.energy"
    ]
    last = datetime.fromtimestamp(before[PLUG][-1]["start"], UTC)
    assert {query["from"] for query in queries} == {
        f"{last - timedelta(days=2):%Y-%m-%dT%H:%M:%SZ}"
    }
    after = await rows(hass)
    assert [row["state"] for row in after[PLUG]] == expected_energy(apartment, 36)[
        -len(after[PLUG]) :
    ]
    assert len(after[PLUG]) - len(before[PLUG]) > 100
    assert after[PLUG][-1]["sum"] == sum(row["state"] for row in after[PLUG])


async def test_corrections_are_taken_over(
    hass: HomeAssistant,
    apartment: SimulatedExchange,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An hour that was corrected moves the sums after it."""
    await set_up(hass, APARTMENT, "Apartment")
    await pass_for_all(hass, freezer, apartment, FIRST_RUN)
    before = (await rows(hass))[PLUG]
    original = past.energy
    corrected = datetime.fromtimestamp(before[-10]["start"], UTC)

    def more(*args: Any) -> list[dict[str, Any]]:
        """Return what was measured, with 100 Wh more in one hour."""
        said = f"{corrected:%Y-%m-%dT%H:%M:%SZ}"
        return [
            {**item, "Value": item["Value"] + 100 * (item["Date"] == said)}
            for item in original(*args)
        ]

    monkeypatch.setattr(past, "energy", more)
    await pass_for_all(hass, freezer, apartment, NEXT_RUN)

    after = (await rows(hass))[PLUG]
    moved = [new["sum"] - old["sum"] for new, old in zip(after, before, strict=False)]
    assert moved == [0] * (len(before) - 10) + [100] * 10


@pytest.mark.parametrize("missing", sorted(HISTORY))
async def test_endpoint_that_is_not_there(
    hass: HomeAssistant, apartment: SimulatedExchange, freezer: FrozenDateTimeFactory, missing: str
) -> None:
    """What the contract does not have is asked for until that is sure, and never again."""
    apartment.without.add(missing)
    entry = await set_up(hass, APARTMENT, "Apartment")
    await pass_for_all(hass, freezer, apartment, FIRST_RUN)
    await pass_for_all(hass, freezer, apartment, 301)
    found = await rows(hass)
    assert any(id_.endswith("_energy") for id_ in found) is (missing == "rooms.history")
    assert any("_room_" in id_ for id_ in found) is (missing == "devices.energy")
    assert missing in entry.data["contract"]["absent"]

    apartment.requests.clear()
    await pass_for_all(hass, freezer, apartment, NEXT_RUN)
    await hass.config_entries.async_reload(entry.entry_id)
    await pass_for_all(hass, freezer, apartment, FIRST_RUN)
    assert [request.path for request in apartment.requests if request.status == 404] == []


async def test_what_measures_nothing_does_not_speak_for_the_rest(
    hass: HomeAssistant, apartment: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """A plug without a past is answered as no path is; others still have theirs."""
    apartment.inject(ExchangeFault.NOT_FOUND, 1, "devices.energy")
    await set_up(hass, APARTMENT, "Apartment")
    await pass_for_all(hass, freezer, apartment, FIRST_RUN)
    found = [id_ for id_ in await rows(hass) if id_.endswith("_energy")]
    assert len(found) == 3
    asked(apartment)
    await pass_for_all(hass, freezer, apartment, NEXT_RUN)
    assert asked(apartment)["devices.energy"] == 3


async def test_throttled_midway(
    hass: HomeAssistant, apartment: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """What was read before stays, and the next run goes on with the rest."""
    await set_up(hass, APARTMENT, "Apartment")
    apartment.requests.clear()
    house = apartment.homes[APARTMENT].installation
    apartment.inject(ExchangeFault.QUOTA_RETRY_AFTER, None, "rooms.history")
    await pass_for_all(hass, freezer, apartment, FIRST_RUN)
    assert asked(apartment)["rooms.history"] == 1
    first = await rows(hass)
    assert all(id_.endswith("_energy") for id_ in first)

    apartment.clear_faults()
    await pass_for_all(hass, freezer, apartment, NEXT_RUN)
    found = await rows(hass)
    assert f"{ROOM}_temperature" in found
    assert set(first) < set(found)
    assert found[PLUG][-1]["sum"] == sum(row["state"] for row in found[PLUG])
    assert len(house.members("Room")) > 3


async def test_long_periods_are_refused(
    hass: HomeAssistant, apartment: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """Shorter ones are asked for then."""
    apartment.wiser_home.longest_period = timedelta(days=3)
    await set_up(hass, APARTMENT, "Apartment")
    await pass_for_all(hass, freezer, apartment, FIRST_RUN)
    assert [row["state"] for row in (await rows(hass))[PLUG]] == expected_energy(apartment, 30)


async def test_what_is_shown_comes_first(
    hass: HomeAssistant, apartment: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """History ends at four fifths of a day's requests; polls go on."""
    entry = await set_up(hass, APARTMENT, "Apartment")
    gateway = entry.runtime_data.hub.gateway
    assert gateway.budget == DAILY_REQUESTS
    gateway.budget = round((gateway.requests_today() + 6) / 0.8)
    apartment.requests.clear()

    await pass_for_all(hass, freezer, apartment, FIRST_RUN)
    before = sum(asked(apartment).values())
    assert 0 < before < 6
    assert gateway.requests_today() <= gateway.budget * 0.8 + 6

    await pass_for_all(hass, freezer, apartment, 301)
    assert entry.runtime_data.last_update_success
    assert asked(apartment) == {}


async def test_two_hubs(
    hass: HomeAssistant, start_exchange: StartExchange, freezer: FrozenDateTimeFactory
) -> None:
    """Each house has statistics of its own, and the Exchange is asked one by one."""
    exchange = await start_exchange("cottage", "apartment", dialect=Dialect.ENVELOPED)
    now = min(now_of(hub) for hub in exchange.homes.values())
    freezer.move_to(now)
    for hub in exchange.homes.values():
        hub.installation.now = now.timestamp()
    await set_up(hass, COTTAGE, "Cottage")
    await set_up(hass, APARTMENT, "Apartment")
    await pass_for_all(hass, freezer, exchange, FIRST_RUN)
    await pass_for_all(hass, freezer, exchange, NEXT_RUN)

    found = await rows(hass)
    houses = Counter(id_.split(":")[1].split("_")[3] for id_ in found)
    assert set(houses) == {"wiserheatc0774e", "wiserheata9a27e"}
    assert exchange.most_in_flight == 1
    assert all(
        told[-1]["sum"] == sum(row["state"] for row in told)
        for id_, told in found.items()
        if id_.endswith("_energy")
    )


async def test_entry_that_ends_midway(
    hass: HomeAssistant, apartment: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """An entry that is unloaded asks no more, and what it has read is not read again."""
    entry = await set_up(hass, APARTMENT, "Apartment")
    apartment.inject(ExchangeFault.HANG, None, "rooms.history")
    for hub in apartment.homes.values():
        hub.installation.now += FIRST_RUN
    freezer.tick(FIRST_RUN)
    await begin_run(hass, apartment)

    await hass.config_entries.async_unload(entry.entry_id)
    apartment.clear_faults()
    before = await rows(hass)
    assert before
    assert all(id_.endswith("_energy") for id_ in before)
    apartment.requests.clear()
    await pass_for_all(hass, freezer, apartment, NEXT_RUN)
    assert apartment.requests == []

    await hass.config_entries.async_setup(entry.entry_id)
    await pass_for_all(hass, freezer, apartment, FIRST_RUN)
    after = await rows(hass)
    assert f"{ROOM}_temperature" in after
    assert {id_: told[: len(before[id_])] for id_, told in after.items() if id_ in before} == before


async def test_history_that_nobody_wants(
    hass: HomeAssistant, apartment: SimulatedExchange, freezer: FrozenDateTimeFactory
) -> None:
    """It can be switched off, and on again."""
    entry = await set_up(hass, APARTMENT, "Apartment")
    for wanted in (False, True):
        flow = await hass.config_entries.options.async_init(entry.entry_id)
        await hass.config_entries.options.async_configure(
            flow["flow_id"], {"poll_minutes": 5, "history": wanted}
        )
        await hass.async_block_till_done()
        asked(apartment)
        await pass_for_all(hass, freezer, apartment, FIRST_RUN)
        assert bool(asked(apartment)) is wanted


async def test_requests_of_a_day(
    hass: HomeAssistant, start_exchange: StartExchange, freezer: FrozenDateTimeFactory
) -> None:
    """The largest house in the most eager rhythm, with its history, stays below the limits."""
    exchange = await start_exchange("residence")
    ((urn, hub),) = exchange.homes.items()
    freezer.move_to(now_of(hub))
    entry = await set_up(hass, urn, "Residence")
    every_poll = Counter(request.endpoint for request in exchange.requests)
    await pass_for_all(hass, freezer, exchange, FIRST_RUN)
    exchange.requests.clear()
    await pass_for_all(hass, freezer, exchange, NEXT_RUN)
    runs = sum(asked(exchange).values()) * 4

    coordinator = entry.runtime_data
    day = {
        interval: runs
        + sum(
            every_poll[endpoint]
            * round(86400 / rhythm_for(interval, frozenset(), frozenset())[tree])
            for tree, endpoint in ENDPOINTS.items()
        )
        for interval in (FLOOR, INTERVAL_OF_POLLS)
    }
    assert runs == 4 * (22 + 28), "22 meters and 28 heated rooms"
    assert day[INTERVAL_OF_POLLS] == 1544
    assert day[FLOOR] < DAILY_REQUESTS * SHARE
    assert coordinator.hub.gateway.requests_today() < DAILY_REQUESTS * SHARE
