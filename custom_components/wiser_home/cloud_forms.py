"""Lay out the forms of a cloud connection, and say at which field an error belongs."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from homeassistant.const import CONF_TOKEN
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    DateSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
from homeassistant.util import dt as dt_util
import voluptuous as vol

from .api.cloud.home import HubSummary
from .api.errors import WiserError
from .const import CONF_EXPIRES, CONF_KEY
from .contract_upload import CONF_DOCUMENT, DOCUMENT_SELECTOR
from .messages import message_key

CONF_ADVANCED: Final = "advanced"
CONF_HUBS: Final = "hubs"

_PASSWORD: Final = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="off")
)
_CREDENTIALS: Final = {
    vol.Required(CONF_TOKEN): _PASSWORD,
    vol.Optional(CONF_KEY): _PASSWORD,
    vol.Optional(CONF_EXPIRES): DateSelector(),
}
_ADVANCED: Final = {
    vol.Optional(CONF_ADVANCED): section(
        vol.Schema({vol.Optional(CONF_DOCUMENT): DOCUMENT_SELECTOR}), {"collapsed": True}
    )
}
NEW: Final = vol.Schema({**_CREDENTIALS, **_ADVANCED})
"""To begin with an account."""
RENEW: Final = vol.Schema(_CREDENTIALS)
"""To give it another token."""
CHANGE: Final = vol.Schema(
    {
        vol.Optional(CONF_TOKEN): _PASSWORD,
        vol.Optional(CONF_KEY): _PASSWORD,
        vol.Optional(CONF_EXPIRES): DateSelector(),
        **_ADVANCED,
    }
)
"""To change whatever there is; what is a secret and left empty stays."""

PLACES: Final = {
    "portal": "https://exchange.se.com",
    "document": "Wiser Home Essential API, Select Format, JSON / YAML, Download",
}
"""Where a subscriber finds what is asked for; translations hold no addresses."""

_FIELDS: Final = {
    "invalid_key": CONF_KEY,
    "invalid_token": CONF_TOKEN,
    "missing_key": CONF_KEY,
    "missing_scope": CONF_TOKEN,
    "token_expired": CONF_TOKEN,
}
"""The fields that errors are about; the others are about none."""


def errors_of(err: WiserError) -> dict[str, str]:
    """Return what the form shows for an error of the Exchange, at its field."""
    key = message_key(err, exchange=True)
    return {_FIELDS.get(key, "base"): key}


def errors_of_input(user_input: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with what was entered, before anybody is asked."""
    told = user_input.get(CONF_EXPIRES)
    if told is not None and date.fromisoformat(told) <= dt_util.now().date():
        return {CONF_EXPIRES: "date_passed"}
    return {}


def name_of(hub: HubSummary) -> str:
    """Return what a hub is called; lists of the Exchange need not tell names."""
    return hub.name or hub.urn


def choose(hubs: Collection[HubSummary]) -> vol.Schema:
    """Return the form in which hubs are chosen, all of them unless told otherwise."""
    offered = [SelectOptionDict(value=hub.urn, label=name_of(hub)) for hub in hubs]
    return vol.Schema(
        {
            vol.Required(CONF_HUBS, default=[hub.urn for hub in hubs]): SelectSelector(
                SelectSelectorConfig(options=offered, multiple=True, mode=SelectSelectorMode.LIST)
            )
        }
    )
