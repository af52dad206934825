"""Whatever the Exchange answers is read as far as it can be, and nothing else suffers from it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, override

import aiohttp
from hypothesis import given, strategies as st
import pytest
from yarl import URL

from custom_components.wiser_home.api.cloud import gateway
from custom_components.wiser_home.api.cloud.contract import Contract, Product
from custom_components.wiser_home.api.cloud.energy_data import EnergyData
from custom_components.wiser_home.api.cloud.energy_monitoring import EnergyMonitoring
from custom_components.wiser_home.api.cloud.gateway import Gateway, Pace
from custom_components.wiser_home.api.cloud.home import CloudHub
from custom_components.wiser_home.api.cloud.products import (
    ENERGY_DATA,
    ENERGY_MONITORING,
    WISER_HOME,
)
from custom_components.wiser_home.api.errors import WiserError
from custom_components.wiser_home.api.model import Room, Snapshot
from simulator import SimulatedHub, load_house
from simulator.exchange import Dialect, SimulatedExchange, Token, urn_of
from tests.api.cloud.home.told import Told
from tests.endure import tries

from .mutations import MARK, Mutation, copied, mutate, mutations
from .test_house import ask, log

TOKEN: Final = "a-token-of-the-test"
NOW: Final = datetime(2026, 3, 4, 12, tzinfo=UTC)
SITE: Final = "1"
EVERYTHING: Final = frozenset({"read:wiser", "read:site", "read:asset"})

type Answers = dict[str, Any]


@dataclass(frozen=True, slots=True, repr=False)
class Recorded:
    """What the simulated Exchange has answered in one dialect, by product and endpoint."""

    urn: str
    house: Answers
    data: Answers
    monitoring: Answers

    @override
    def __repr__(self) -> str:
        # Hypothesis would print all of them.
        return "the answers"


async def _record(exchange: SimulatedExchange, urn: str) -> Recorded:
    """Ask for everything once, and keep the answers."""

    async def token() -> str:
        """Return the token."""
        return TOKEN

    async with aiohttp.ClientSession() as session:

        def ask_of(product: Product) -> Gateway:
            """Return what a product is asked through."""
            return Gateway(session, Contract(product), token, key=None, pace=Pace(gap=0.0))

        home = ask_of(WISER_HOME)
        hub = CloudHub(home, urn)
        await hub.identify()
        await hub.fetch(hub.rhythm)
        data = ask_of(ENERGY_DATA)
        energy = EnergyData(data)
        (site, *_) = await energy.sites()
        (meter, *_) = await energy.meters(site.id)
        for meter_id in (None, meter.id):
            await energy.measurements(site.id, meter_id, NOW - timedelta(hours=6), NOW)
        monitoring = ask_of(ENERGY_MONITORING)
        await EnergyMonitoring(monitoring).installation()
    return Recorded(urn, dict(home.samples), dict(data.samples), dict(monitoring.samples))


@pytest.fixture
async def recorded(
    socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> dict[Dialect, Recorded]:
    """Return what is answered in every dialect."""
    found: dict[Dialect, Recorded] = {}
    for dialect in Dialect:
        hub = SimulatedHub(load_house("apartment"))
        exchange = SimulatedExchange(
            {urn_of(hub): hub},
            tokens=[Token(TOKEN, scopes=EVERYTHING, personal=False)],
            dialect=dialect,
        )
        await exchange.start()
        monkeypatch.setattr(gateway, "ORIGIN", URL(exchange.url))
        found[dialect] = await _record(exchange, urn_of(hub))
        await exchange.stop()
    return found


def _mutated(answers: Answers, changes: list[Mutation]) -> Answers:
    """Return other answers, by the names that `Told` takes; endpoints stay where they are."""
    mutant = mutate(copied(answers), changes, frozenset(answers))
    return {name.replace(".", "__"): answer for name, answer in mutant.items()}


def _shapes(snapshot: Snapshot) -> dict[str, int]:
    """Return how many objects of each class there are."""
    return {kind.__name__: len(snapshot.all(kind)) for kind in snapshot.objects}


async def _read(hub: CloudHub, told: Told, whole: Recorded, changes: list[Mutation]) -> None:
    """Read a house whose answers are mutated, ask of it what there is to ask, and report it."""
    told.answers = {
        name.replace("__", "."): answer for name, answer in _mutated(whole.house, changes).items()
    }
    with suppress(WiserError):
        await hub.identify()
    with suppress(WiserError):
        await hub.fetch(hub.rhythm)
    for _, record in hub.snapshot:
        ask(hub.snapshot, record)
    hub.dump()


@tries(60)
@given(st.sampled_from(Dialect), mutations(60), mutations(30))
async def test_a_house_is_read_as_far_as_it_can_be(
    recorded: dict[Dialect, Recorded],
    dialect: Dialect,
    changes: list[Mutation],
    then: list[Mutation],
) -> None:
    """Read mutated answers, whole ones and mutated ones again; reports can be made of them."""
    whole = recorded[dialect]
    async with aiohttp.ClientSession() as session:
        reference = CloudHub(Told(session, **_mutated(whole.house, [])), whole.urn)
        await reference.fetch(reference.rhythm)
        told = Told(session, **_mutated(whole.house, changes))
        hub = CloudHub(told, whole.urn)
        with log() as lines:
            await _read(hub, told, whole, changes)
            await _read(hub, told, whole, [])
            assert hub.snapshot.all(Room).keys() >= reference.snapshot.all(Room).keys()
            await _read(hub, told, whole, then)
    assert _shapes(reference.snapshot)["Room"] > 0
    assert MARK not in "\n".join(lines)


@tries(80)
@given(st.sampled_from(Dialect), mutations(40))
async def test_sites_are_read_as_far_as_they_can_be(
    recorded: dict[Dialect, Recorded], dialect: Dialect, changes: list[Mutation]
) -> None:
    """Read mutated sites, meters and measurements; every value that comes out is a number."""
    async with aiohttp.ClientSession() as session:
        energy = EnergyData(Told(session, ENERGY_DATA, **_mutated(recorded[dialect].data, changes)))
        with log() as lines:
            for asking in (energy.sites(), energy.meters(SITE)):
                with suppress(WiserError):
                    await asking
            for meter in (None, SITE):
                with suppress(WiserError):
                    found = await energy.measurements(
                        SITE, meter, NOW - timedelta(days=2), NOW + timedelta(days=2)
                    )
                    values = [value for each in found for value in each.hours.values()]
                    assert all(abs(value) < float("inf") for value in values)
    assert MARK not in "\n".join([*lines, *energy.unreadable])


@tries(80)
@given(st.sampled_from(Dialect), mutations(40))
async def test_installations_are_read_as_far_as_they_can_be(
    recorded: dict[Dialect, Recorded], dialect: Dialect, changes: list[Mutation]
) -> None:
    """Read mutated locations, sites, rooms and devices."""
    answers = _mutated(recorded[dialect].monitoring, changes)
    async with aiohttp.ClientSession() as session:
        with log() as lines, suppress(WiserError):
            await EnergyMonitoring(Told(session, ENERGY_MONITORING, **answers)).installation()
    assert MARK not in "\n".join(lines)
