"""The past of devices and rooms, hour by hour."""

from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from custom_components.wiser_home.api.cloud.history import Sample, energy, room_history
from custom_components.wiser_home.api.errors import NotFoundError
from simulator.exchange import Dialect, Shape
from simulator.exchange.history import room as past_of

from .conftest import Reach, Sell, asked, hub_of
from .test_home import contract_of
from .told import Told

START = datetime(2026, 10, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
END = START + 6 * HOUR
IDS = {Dialect.ENVELOPED: ("device-10", "room-1")}
"""The ids of the plug and of a room where ids are no numbers."""


async def read(session: aiohttp.ClientSession, raw: Any) -> list[float]:
    """Return the energy of each hour that is made of an answer."""
    samples = await energy(Told(session, devices__energy=raw), "urn:1", "1", START, END)
    assert [sample.start for sample in samples] == [
        START + index * HOUR for index in range(len(samples))
    ]
    return [sample.value for sample in samples]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ([{"date": "2026-10-10T00:00:00Z", "value": 250},
          {"date": "2026-10-10T01:00:00Z", "value": "40"}], [250, 40]),
        ([{"timestamp": 1791594000, "energy": 40}, {"timestamp": 1791590400, "energy": 250}],
         [250, 40]),
        ([{"start": "2026-10-10T00:00:00Z", "end": "x", "consumption": 0.25, "unit": "kWh"}],
         [250]),
        ([{"from": "2026-10-10T02:00:00+02:00", "kWh": 1.5}], [1500]),
        ([{"time": "2026-10-10T00:15:00Z", "wh": 20}, {"time": "2026-10-10T00:45:00Z", "wh": 30}],
         [50]),
        ([{"date": "2026-10-10T00:00:00Z", "value": None}, {"value": 3}, {"date": "soon"}], []),
        ([{"date": "2026-10-09T23:00:00Z", "value": 1}, {"date": "2026-10-10T00:00:00Z",
          "value": 2}, {"date": "2026-10-10T06:00:00Z", "value": 3}], [2]),
        ([{"date": "2026-10-09T23:00:00Z", "currentSummationDelivered": 1000},
          {"date": "2026-10-10T00:00:00Z", "currentSummationDelivered": 1250},
          {"date": "2026-10-10T01:00:00Z", "currentSummationDelivered": 1290}], [250, 40]),
        ({"data": []}, []),
    ],
)  # fmt: skip
async def test_energy_in_many_words(
    session: aiohttp.ClientSession, raw: Any, expected: list[float]
) -> None:
    """However the hours are worded, they hold Wh; those outside the period are left out."""
    assert await read(session, raw) == expected


async def test_meter_that_was_exchanged(session: aiohttp.ClientSession) -> None:
    """A counter that begins anew tells nothing of that hour."""
    told = [
        {"date": f"2026-10-10T0{hour}:00:00Z", "reading": value}
        for hour, value in enumerate((900, 950, 10, 30))
    ]
    samples = await energy(Told(session, devices__energy=told), "urn:1", "1", START, END)
    assert samples == [Sample(START + HOUR, 50), Sample(START + 3 * HOUR, 20)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"temperature": 19.5, "setPoint": 21}, {"temperature": 4.8, "setPoint": 5}),
        ({"ambientTemperature": 195, "setPoint": 210}, {"ambientTemperature": 48, "setPoint": 50}),
    ],
)
async def test_scale_of_a_past(
    session: aiohttp.ClientSession, first: dict[str, Any], second: dict[str, Any]
) -> None:
    """Set points tell whether all of it counts in tenths."""
    told = [
        {"date": "2026-10-10T00:00:00Z", **first},
        {"date": "2026-10-10T00:30:00Z", **first},
        {"date": "2026-10-10T01:00:00Z", **second},
        {"date": "2026-10-10T02:00:00Z", "temperature": -3276.8},
    ]
    gateway = Told(session, rooms__history=told)
    past = await room_history(gateway, "urn:1", "1", START, END)
    assert past.temperatures == (Sample(START, 19.5), Sample(START + HOUR, 4.8))
    assert past.set_points == (Sample(START, 21.0), Sample(START + HOUR, 5.0))
    assert gateway.queries == [{"start": "2026-10-10T00:00:00Z", "end": "2026-10-10T06:00:00Z"}]


@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize("shape", Shape)
async def test_past_of_a_simulated_house(
    sell: Sell, reach: Reach, dialect: Dialect, shape: Shape
) -> None:
    """The hours of a device and of a room come in one request each."""
    exchange = await sell("apartment", dialect=dialect, shape=shape)
    hub = reach(exchange, contract_of(exchange))
    plug_id, room_id = IDS.get(dialect, ("10", "1"))
    house = hub_of(exchange).installation
    end = datetime.fromtimestamp(house.now, UTC).replace(minute=0, second=0, microsecond=0)
    start = end - 48 * HOUR

    drawn = await energy(hub.gateway, hub.urn, plug_id, start, end)
    past = await room_history(hub.gateway, hub.urn, room_id, start, end)
    assert asked(exchange) == ["devices.energy", "rooms.history"]
    assert 40 < len(drawn) <= 48
    assert all(start <= sample.start < end and sample.value >= 0 for sample in drawn)

    expected = past_of(house, hub_of(exchange).find("Room", 1), start, end)
    assert [sample.value for sample in past.temperatures] == [
        item["Temperature"].value / 10 for item in expected
    ]
    assert [sample.value for sample in past.set_points] == [
        item["SetPoint"].value / 10 for item in expected
    ]
    assert [f"{sample.start:%Y-%m-%dT%H:%M:%SZ}" for sample in past.set_points] == [
        item["Date"] for item in expected
    ]


async def test_device_without_a_past(sell: Sell, reach: Reach) -> None:
    """What measures nothing has no past."""
    exchange = await sell()
    hub = reach(exchange)
    with pytest.raises(NotFoundError):
        await energy(hub.gateway, hub.urn, "4", START, END)
