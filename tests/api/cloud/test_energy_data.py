"""The sites of an account, asked for in every dialect, and in both shapes."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import json
from typing import Any

import aiohttp
import pytest
from yarl import URL

from custom_components.wiser_home.api.cloud import gateway
from custom_components.wiser_home.api.cloud.contract import Contract
from custom_components.wiser_home.api.cloud.energy_data import EnergyData, Meter, Site
from custom_components.wiser_home.api.cloud.gateway import Gateway, Pace
from custom_components.wiser_home.api.cloud.measurements import Quantity, Utility
from custom_components.wiser_home.api.cloud.openapi import match, read_document
from custom_components.wiser_home.api.cloud.products import ENERGY_DATA
from custom_components.wiser_home.api.errors import NotFoundError, ServerError
from simulator.exchange import (
    READ_SITE,
    Dialect,
    ExchangeFault,
    Paging,
    Shape,
    SimulatedExchange,
    Token,
)
from simulator.exchange.series import Sample

TOKEN = "a-token-of-the-test"
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
START = NOW - timedelta(days=10)
END = NOW - timedelta(days=5)

type Sell = Callable[..., Awaitable[SimulatedExchange]]


@pytest.fixture
async def sell(socket_enabled: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Sell]:
    """Return what starts an Exchange with sites, in the place of the real one."""
    started: list[SimulatedExchange] = []

    async def start(**options: Any) -> SimulatedExchange:
        """Start an Exchange."""
        token = Token(TOKEN, frozenset({READ_SITE}))
        exchange = SimulatedExchange({}, tokens=[token], clock=lambda: NOW, **options)
        await exchange.start()
        started.append(exchange)
        monkeypatch.setattr(gateway, "ORIGIN", URL(exchange.url))
        return exchange

    yield start
    for exchange in started:
        await exchange.stop()


@pytest.fixture
def client(session: aiohttp.ClientSession) -> EnergyData:
    """Return a client that rests never."""

    async def token() -> str:
        """Return the token."""
        return TOKEN

    return EnergyData(Gateway(session, Contract(ENERGY_DATA), token, key=None, pace=Pace(gap=0.0)))


def learn(client: EnergyData, exchange: SimulatedExchange) -> None:
    """Correct the contract by the document that a subscriber downloads."""
    document = read_document(json.dumps(exchange.openapi("energy_data")))
    match(document, ENERGY_DATA).apply(client.gateway.contract)


def truth(exchange: SimulatedExchange, number: int) -> dict[datetime, float]:
    """Return what the simulated cloud has of a measurement, hour by hour."""
    product = exchange.energy_data
    series = product._measurement(number).series
    hours: dict[datetime, list[float]] = {}
    sample: Sample
    for sample in product.records.read(series, START, END, NOW):
        hour = sample.date.replace(minute=0)
        hours.setdefault(hour, []).extend([] if sample.value is None else [sample.value])
    divided = {hour: sum(found) for hour, found in hours.items() if found}
    if series.of is None:
        return divided
    return {hour: amount / len(hours[hour]) for hour, amount in divided.items()}


async def test_sites_and_meters(sell: Sell, client: EnergyData) -> None:
    """Sites have names and time zones, meters utilities and serial numbers."""
    await sell()
    sites = await client.sites()
    assert sites[0] == Site("1", "Manor", "Residential", "Bath", "Europe/London")
    assert [site.name for site in sites] == ["Manor", "Appartement", "Works"]
    meters = await client.meters("1")
    assert meters[4] == Meter(
        "15", "Gas", Utility.GAS, "MainMeter", None, "WISER-MANOR", "G4-0092117"
    )
    assert [meter.utility for meter in meters] == [
        *[Utility.ELECTRICITY] * 4,
        Utility.GAS,
        Utility.WATER,
    ]
    assert meters[5].serial_number is None


@pytest.mark.parametrize("dialect", Dialect)
async def test_every_dialect_tells_the_same(
    sell: Sell, client: EnergyData, dialect: Dialect
) -> None:
    """Names, numbers and ids may be written differently; what is measured is the same."""
    exchange = await sell(dialect=dialect)
    site = (await client.sites())[0]
    meter = (await client.meters(site.id))[0]
    energy, power, reactive = await client.measurements(site.id, meter.id, START, END)
    assert (energy.name, energy.quantity, energy.utility) == (
        "Active Energy",
        Quantity.ENERGY,
        Utility.ELECTRICITY,
    )
    assert energy.hours == truth(exchange, 111)
    assert (power.quantity, reactive.quantity) == (Quantity.POWER, Quantity.REACTIVE_ENERGY)
    assert power.hours == truth(exchange, 112)
    whole = await client.measurements(site.id, None, START, END)
    assert [found.quantity for found in whole] == [
        *(Quantity.ENERGY, Quantity.POWER, Quantity.VOLUME, Quantity.VOLUME)
    ]
    assert whole[0].hours == energy.hours
    assert client.unreadable == set()


async def test_quarters_become_hours(sell: Sell, client: EnergyData) -> None:
    """What is measured every quarter of an hour is told by the hour."""
    exchange = await sell()
    energy, power = await client.measurements("3", "31", START, END)
    assert energy.hours == pytest.approx(truth(exchange, 311))
    assert power.hours == pytest.approx(truth(exchange, 312), abs=1e-6)


@pytest.mark.parametrize("paging", [Paging.NEXT, Paging.TOTAL])
async def test_contract_of_another_shape(sell: Sell, client: EnergyData, paging: Paging) -> None:
    """Other paths, other names of the period, bare values, and many small pages."""
    exchange = await sell(shape=Shape.OTHER)
    exchange.paging, exchange.page_size = paging, 3
    learn(client, exchange)
    assert len(await client.meters("1")) == 6
    energy, *_ = await client.measurements("1", "11", START, END)
    assert energy.hours == truth(exchange, 111)
    exchange.page_size = 7
    heat, _, active = await client.measurements("2", None, START, END)
    assert (heat.utility, heat.quantity) == (Utility.HEAT, Quantity.ENERGY)
    assert (active.id, active.name) == ("active_energy_activeenergy", "Active energy")
    assert active.hours == truth(exchange, 211)


async def test_active_energy_is_asked_only_where_it_lacks(sell: Sell, client: EnergyData) -> None:
    """A site whose measurements hold electricity is not asked for it again."""
    exchange = await sell()
    await client.measurements("1", None, START, END)
    assert "site.active_energy" not in [request.endpoint for request in exchange.requests]
    *_, active = await client.measurements("2", None, START, END)
    assert active.id == "active_energy_200"
    assert active.hours == truth(exchange, 211)
    exchange.without.add("site.active_energy")
    client.gateway.contract.choices.pop("site.active_energy")
    assert len(await client.measurements("2", None, START, END)) == 2


async def test_active_energy_is_decided_once_for_a_site(sell: Sell, client: EnergyData) -> None:
    """A period that is told without the electricity does not bring in the same energy again."""
    exchange = await sell()
    site, *others = exchange.energy_data.portfolio
    await client.measurements("1", None, START, END)
    less = {number: source for number, source in site.whole.items() if number != 101}
    exchange.energy_data.portfolio = (replace(site, whole=less), *others)
    found = await client.measurements("1", None, START, END)
    assert [measurement.id for measurement in found] == ["102", "103", "104"]
    assert "site.active_energy" not in [request.endpoint for request in exchange.requests]
    *_, active = await client.measurements("2", None, START, END)
    assert active.id == "active_energy_200"


async def test_corrected_values_are_told(sell: Sell, client: EnergyData) -> None:
    """A value that was corrected comes in the place of the old one."""
    exchange = await sell()
    hour = max(truth(exchange, 151))
    series = exchange.energy_data._measurement(151).series
    exchange.energy_data.records.correct(series, hour, 99.5, NOW)
    (gas,) = await client.measurements("1", "15", START, END)
    assert gas.hours[hour] == 99.5


async def test_unknown_unit_is_told_until_it_is_known(sell: Sell, client: EnergyData) -> None:
    """What cannot be understood is told by where it was asked, and forgotten with the next."""
    exchange = await sell()
    exchange.energy_data.units[151] = "therms"
    assert await client.measurements("1", "15", START, END) == []
    assert len(await client.measurements("1", "16", START, END)) == 1
    assert client.unreadable == {"the unit of a measurement"}
    del exchange.energy_data.units[151]
    assert len(await client.measurements("1", "15", START, END)) == 1
    assert client.unreadable == set()


async def test_unreadable_electricity_is_not_asked_for_elsewhere(
    sell: Sell, client: EnergyData
) -> None:
    """Once it is understood it would be there twice."""
    exchange = await sell()
    exchange.energy_data.units[111] = "?"
    await client.measurements("1", None, START, END)
    assert "site.active_energy" not in [request.endpoint for request in exchange.requests]


async def test_one_meter_without_anything_is_not_all(sell: Sell, client: EnergyData) -> None:
    """A meter that is not told of leaves the others; when none is, nobody asks again."""
    exchange = await sell()
    meters = [meter.id for meter in await client.meters("1")]
    exchange.inject(ExchangeFault.NOT_FOUND, 1, "meter.measurements")
    assert await client.measurements("1", meters[0], START, END) == []
    assert len(await client.measurements("1", meters[1], START, END)) == 1
    assert len(await client.measurements("1", meters[0], START, END)) == 3

    client.gateway.contract.choices.clear()
    exchange.without.add("meter.measurements")
    for meter in meters:
        assert await client.measurements("1", meter, START, END) == []
    assert not client.gateway.contract.offers("meter.measurements")
    exchange.requests.clear()
    assert await client.measurements("1", meters[0], START, END) == []
    assert exchange.requests == []


async def test_what_is_not_there(sell: Sell, client: EnergyData) -> None:
    """A product may list no meters; that a site is gone, or all fails, is said."""
    exchange = await sell()
    exchange.without.add("meters.list")
    assert await client.meters("1") == []
    await client.measurements("1", "11", START, END)
    with pytest.raises(NotFoundError):
        await client.measurements("9", None, START, END)
    exchange.inject(ExchangeFault.SERVER_ERROR, None)
    with pytest.raises(ServerError):
        await client.measurements("1", "11", START, END)
