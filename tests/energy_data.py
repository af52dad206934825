"""Set up sites of EcoStruxure Energy Contextualized Data at a simulated Exchange."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder import get_instance
from homeassistant.components.recorder.statistics import statistics_during_period
from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.wiser_home.const import (
    CONF_CONNECTION,
    CONF_CONTRACT,
    CONF_EXPIRES,
    CONF_KEY,
    CONF_SITE,
    DOMAIN,
)
from custom_components.wiser_home.exchange_coordinator import JITTER, POLL
from custom_components.wiser_home.statistics import _async_settled
from simulator.exchange import READ_SITE, SimulatedExchange, Token

from .conftest import TOKEN, StartExchange, pass_time

NOW = "2026-03-10T10:20:00+00:00"
MANOR, FLAT, WORKS = "1", "2", "3"


async def start_account(start_exchange: StartExchange) -> SimulatedExchange:
    """Start an Exchange whose account has the sites, and whose clock is Home Assistant's."""
    token = Token(TOKEN, frozenset({READ_SITE}))
    return await start_exchange(tokens=[token], clock=dt_util.utcnow)


async def set_up_site(
    hass: HomeAssistant, site: str, title: str = "Site", **data: Any
) -> MockConfigEntry:
    """Set up the integration with a site, and let all that follows of that happen."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=title,
        unique_id=f"energy_data_{site}",
        data={
            CONF_CONNECTION: "energy_data",
            CONF_SITE: site,
            CONF_TOKEN: TOKEN,
            CONF_KEY: None,
            CONF_EXPIRES: None,
            CONF_CONTRACT: {},
            **data,
        },
    )
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return entry


async def reload(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Set up a site anew, as after a restart."""
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)


async def next_poll(hass: HomeAssistant, freezer: FrozenDateTimeFactory, times: int = 1) -> None:
    """Let time pass until the site is polled again."""
    for _ in range(times):
        await pass_time(hass, freezer, POLL.total_seconds() + JITTER)


def truth(
    exchange: SimulatedExchange, number: int, since: datetime, now: datetime | None = None
) -> dict[datetime, float]:
    """Return what the simulated cloud tells of a measurement, hour by hour."""
    product, until = exchange.energy_data, now or dt_util.utcnow()
    series = product._measurement(number).series
    return {
        sample.date: sample.value
        for sample in product.records.read(series, since, until, until)
        if sample.value is not None
    }


def correct(exchange: SimulatedExchange, number: int, hour: datetime, value: float) -> None:
    """Correct what the simulated cloud tells of an hour."""
    product = exchange.energy_data
    product.records.correct(product._measurement(number).series, hour, value, dt_util.utcnow())


async def rows(hass: HomeAssistant, statistic: str) -> dict[datetime, dict[str, Any]]:
    """Return what the statistics hold of a series, by the hours."""
    await _async_settled(hass)
    found = await get_instance(hass).async_add_executor_job(
        statistics_during_period,
        hass,
        dt_util.utcnow() - timedelta(days=800),
        None,
        {statistic},
        "hour",
        None,
        {"state", "sum", "mean"},
    )
    return {dt_util.utc_from_timestamp(row["start"]): dict(row) for row in found.get(statistic, ())}


async def states(hass: HomeAssistant, statistic: str) -> dict[datetime, float]:
    """Return the amounts that the statistics hold, and make sure that their sums are right."""
    found = await rows(hass, statistic)
    total = 0.0
    for row in found.values():
        total += row["state"]
        assert abs(row["sum"] - total) < 1e-6
    return {hour: row["state"] for hour, row in found.items()}


def asked(exchange: SimulatedExchange) -> Counter[str]:
    """Return how often each endpoint was asked, and forget it."""
    found = Counter(str(request.endpoint) for request in exchange.requests)
    exchange.requests.clear()
    return found
