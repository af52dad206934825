"""Set up a site of EcoStruxure Energy Contextualized Data at a simulated Exchange."""

from collections.abc import Iterable
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

MANOR, FLAT, WORKS = "1", "2", "3"


async def start_account(start_exchange: StartExchange) -> SimulatedExchange:
    """Start an Exchange whose account has the sites, and whose clock is Home Assistant's."""
    token = Token(TOKEN, frozenset({READ_SITE}))
    return await start_exchange(tokens=[token], clock=dt_util.utcnow)


def entry_of(site: str, title: str = "Site", **data: Any) -> MockConfigEntry:
    """Return the entry of a site."""
    return MockConfigEntry(
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


async def set_up_site(
    hass: HomeAssistant, site: str, title: str = "Site", **data: Any
) -> MockConfigEntry:
    """Set up the integration with a site, and let all that follows of that happen."""
    entry = entry_of(site, title, **data)
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return entry


async def next_poll(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, after: timedelta = POLL
) -> None:
    """Let time pass until the site is polled again."""
    await pass_time(hass, freezer, after.total_seconds() + JITTER)


async def rows(
    hass: HomeAssistant, statistic: str, since: datetime | None = None
) -> dict[datetime, dict[str, Any]]:
    """Return what the statistics hold of a series, by the hours."""
    await _async_settled(hass)
    found = await get_instance(hass).async_add_executor_job(
        statistics_during_period,
        hass,
        since or dt_util.utcnow() - timedelta(days=800),
        None,
        {statistic},
        "hour",
        None,
        {"state", "sum", "mean"},
    )
    return {dt_util.utc_from_timestamp(row["start"]): dict(row) for row in found.get(statistic, ())}


def asked(exchange: SimulatedExchange, *endpoints: str) -> list[str]:
    """Return the endpoints that were asked, all or some, in their order."""
    found = (str(request.endpoint) for request in exchange.requests)
    return [endpoint for endpoint in found if not endpoints or endpoint in endpoints]


def added_up(states: Iterable[float]) -> list[float]:
    """Return the sums of amounts, one after the other."""
    found = [0.0]
    for state in states:
        found.append(found[-1] + state)
    return found[1:]
