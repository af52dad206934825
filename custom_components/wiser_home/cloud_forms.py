"""Lay out the forms of a cloud connection, and say at which field an error belongs."""

from collections.abc import Mapping
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

from .api.cloud.contract import Product
from .api.errors import WiserError
from .const import CONF_EXPIRES, CONF_IMPLEMENTATION, CONF_KEY, PORTAL
from .contract_upload import CONF_DOCUMENT, DOCUMENT_SELECTOR
from .messages import message_key

CONF_ADVANCED: Final = "advanced"
CONF_CHOSEN: Final = "chosen"

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

SIGN_IN: Final = vol.Schema({vol.Optional(CONF_KEY): _PASSWORD, **_ADVANCED})
"""To begin where a person signs in."""

_FIELDS: Final = {
    "invalid_key": CONF_KEY,
    "invalid_token": CONF_TOKEN,
    "missing_key": CONF_KEY,
    "missing_scope": CONF_TOKEN,
    "token_expired": CONF_TOKEN,
}
"""The fields that errors are about; the others are about none."""


def places_of(product: Product) -> dict[str, str]:
    """Return where a subscriber finds what is asked for; translations hold no addresses."""
    return {
        "portal": PORTAL,
        "product": product.name,
        "document": "Select Format, JSON / YAML, Download",
    }


def errors_of(err: WiserError, data: Mapping[str, Any]) -> dict[str, str]:
    """Return what the form shows for an error of the Exchange, at its field if it has one."""
    key = message_key(err, exchange=True)
    return {"base" if CONF_IMPLEMENTATION in data else _FIELDS.get(key, "base"): key}


def errors_of_input(user_input: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with what was entered, before anybody is asked."""
    told = user_input.get(CONF_EXPIRES)
    if told is not None and date.fromisoformat(told) <= dt_util.now().date():
        return {CONF_EXPIRES: "date_passed"}
    return {}


def choose(names: Mapping[str, str]) -> vol.Schema:
    """Return the form in which hubs or sites are chosen, all of them unless told otherwise."""
    offered = [SelectOptionDict(value=id_, label=name) for id_, name in names.items()]
    return vol.Schema(
        {
            vol.Required(CONF_CHOSEN, default=list(names)): SelectSelector(
                SelectSelectorConfig(options=offered, multiple=True, mode=SelectSelectorMode.LIST)
            )
        }
    )
