"""Test how hours that were measured elsewhere get into the long-term statistics."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.components.recorder.statistics import (
    list_statistic_ids,
    statistics_during_period,
)
from homeassistant.core import HomeAssistant
import pytest

from custom_components.wiser_home.statistics import Series, async_import, async_last_hour

START = datetime(2026, 3, 1, tzinfo=UTC)
ENERGY = Series("hub_plug_4_energy", "Plug (history)", "Wh", "energy", is_amount=True)
WARMTH = Series("hub_room_1_temperature", "Room (history)", "°C", "temperature", is_amount=False)


@pytest.fixture(autouse=True)
def _enable_custom_integrations(
    recorder_mock: Recorder, enable_custom_integrations: None, freezer: FrozenDateTimeFactory
) -> None:
    """Have a recorder, in a year that is longer than the tests need."""
    freezer.move_to(START + timedelta(days=400))


def hours(*amounts: float, since: int = 0) -> dict[datetime, float]:
    """Return amounts of hours that follow each other."""
    return {START + timedelta(hours=since + index): amount for index, amount in enumerate(amounts)}


async def rows(hass: HomeAssistant, series: Series) -> list[Mapping[str, Any]]:
    """Return all that the statistics hold of a series."""
    await async_last_hour(hass, series)
    found = await get_instance(hass).async_add_executor_job(
        statistics_during_period,
        hass,
        START - timedelta(days=1),
        None,
        {series.statistic_id},
        "hour",
        None,
        {"state", "sum", "mean"},
    )
    return [dict(row) for row in found.get(series.statistic_id, ())]


async def sums(hass: HomeAssistant) -> list[Any]:
    """Return the sums of the energy, hour by hour."""
    return [row["sum"] for row in await rows(hass, ENERGY)]


async def test_amounts_are_added_up(hass: HomeAssistant) -> None:
    """Each hour holds its amount and the sum of all before."""
    assert await async_last_hour(hass, ENERGY) is None
    assert await async_import(hass, ENERGY, hours(10.0, 20.0, 0.0, 5.5)) == 4
    assert [(row["state"], row["sum"]) for row in await rows(hass, ENERGY)] == [
        *((10.0, 10.0), (20.0, 30.0), (0.0, 30.0), (5.5, 35.5)),
    ]
    assert await async_last_hour(hass, ENERGY) == START + timedelta(hours=3)


async def test_what_is_known_is_not_written_again(hass: HomeAssistant) -> None:
    """A second import changes nothing."""
    await async_import(hass, ENERGY, hours(10.0, 20.0, 30.1))
    before = await rows(hass, ENERGY)
    assert await async_import(hass, ENERGY, hours(10.0, 20.0, 30.1)) == 0
    assert await rows(hass, ENERGY) == before


async def test_import_goes_on_where_it_ended(hass: HomeAssistant) -> None:
    """New hours continue the sum, with and without an overlap, and over a gap."""
    await async_import(hass, ENERGY, hours(1.0, 2.0))
    assert await async_import(hass, ENERGY, hours(2.0, 3.0, since=1)) == 1
    assert await async_import(hass, ENERGY, hours(4.0, since=3)) == 1
    assert await async_import(hass, ENERGY, hours(5.0, since=10)) == 1
    assert await sums(hass) == [1.0, 3.0, 6.0, 10.0, 15.0]


async def test_correction_moves_what_follows(hass: HomeAssistant) -> None:
    """A corrected hour replaces the old one, and later sums follow; earlier rows stay."""
    await async_import(hass, ENERGY, hours(1.0, 2.0, 3.0, 4.0))
    assert await async_import(hass, ENERGY, hours(2.5, since=1)) == 3
    assert await sums(hass) == [1.0, 3.5, 6.5, 10.5]
    assert [row["state"] for row in await rows(hass, ENERGY)] == [1.0, 2.5, 3.0, 4.0]


async def test_late_hours_fill_gaps(hass: HomeAssistant) -> None:
    """Hours that come after those that follow them are put in their place."""
    await async_import(hass, ENERGY, hours(1.0) | hours(4.0, since=3))
    assert await async_import(hass, ENERGY, hours(2.0, 3.0, since=1)) == 3
    assert await sums(hass) == [1.0, 3.0, 6.0, 10.0]


async def test_hours_before_the_first(hass: HomeAssistant) -> None:
    """History that reaches further back lifts all sums."""
    await async_import(hass, ENERGY, hours(4.0, since=3))
    assert await async_import(hass, ENERGY, hours(1.0, 2.0)) == 3
    assert await sums(hass) == [1.0, 3.0, 7.0]


async def test_running_hour_waits(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """The hour that is not over yet is brought in when it is."""
    freezer.move_to(START + timedelta(minutes=90))
    assert await async_import(hass, ENERGY, hours(1.0, 0.5)) == 1
    freezer.move_to(START + timedelta(hours=2))
    assert await async_import(hass, ENERGY, hours(1.0, 2.0)) == 1
    assert await sums(hass) == [1.0, 3.0]


async def test_nothing_to_bring_in(hass: HomeAssistant) -> None:
    """An empty history makes no statistic."""
    assert await async_import(hass, ENERGY, {}) == 0
    known = await get_instance(hass).async_add_executor_job(list_statistic_ids, hass)
    assert known == []


async def test_temperatures_are_averaged(hass: HomeAssistant) -> None:
    """Means stand for themselves: a corrected one changes no other."""
    assert await async_import(hass, WARMTH, hours(19.0, 19.5, 20.0)) == 3
    assert await async_import(hass, WARMTH, hours(19.0, 19.7, 20.0)) == 1
    assert [row["mean"] for row in await rows(hass, WARMTH)] == [19.0, 19.7, 20.0]


async def test_what_the_recorder_knows_of_them(hass: HomeAssistant) -> None:
    """Ids, names and units are those of the series."""
    await async_import(hass, ENERGY, hours(1.0))
    await async_import(hass, WARMTH, hours(20.0))
    await async_last_hour(hass, ENERGY)
    known = await get_instance(hass).async_add_executor_job(list_statistic_ids, hass)
    assert {
        (
            found["statistic_id"],
            found["name"],
            found["statistics_unit_of_measurement"],
            found["has_sum"],
        )
        for found in known
    } == {
        ("wiser_home:hub_plug_4_energy", "Plug (history)", "Wh", True),
        ("wiser_home:hub_room_1_temperature", "Room (history)", "°C", False),
    }
