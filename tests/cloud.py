"""Set up hubs of a simulated Exchange."""

from datetime import timedelta
from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.wiser_home.const import (
    CONF_CONNECTION,
    CONF_CONTRACT,
    CONF_EXPIRES,
    CONF_KEY,
    DOMAIN,
)

from .conftest import TOKEN

COTTAGE = "urn:wiser:hub:wiserheatc0774e"
APARTMENT = "urn:wiser:hub:wiserheata9a27e"


def in_days(days: int) -> str:
    """Return a day as a form gives it."""
    return (dt_util.now().date() + timedelta(days=days)).isoformat()


async def enter(hass: HomeAssistant, flow: ConfigFlowResult, **data: Any) -> ConfigFlowResult:
    """Fill in a form."""
    result = await hass.config_entries.flow.async_configure(flow["flow_id"], data)
    await hass.async_block_till_done(wait_background_tasks=True)
    return result


async def set_up(
    hass: HomeAssistant, urn: str = COTTAGE, title: str = "Cottage", **data: Any
) -> MockConfigEntry:
    """Set up the integration with a hub of the Exchange."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=title,
        unique_id=urn,
        data={
            CONF_CONNECTION: "wiser_home",
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
