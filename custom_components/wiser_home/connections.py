"""Make the connection to a Wiser house that an entry describes."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_HOST, CONF_TOKEN
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util.hass_dict import HassKey

from .api.cloud.contract import Contract
from .api.cloud.gateway import Gateway
from .api.cloud.home import CloudHub
from .api.cloud.pace import Pace
from .api.cloud.products import PRODUCTS
from .api.hub import WiserHub
from .api.local import Connection, LocalHub, Scheme
from .const import (
    CONF_CONNECTION,
    CONF_CONTRACT,
    CONF_FINGERPRINT,
    CONF_KEY,
    CONF_SCHEME,
    CONF_SECRET,
    DOMAIN,
)
from .preferences import poll_interval_of

_PACE: Final[HassKey[Pace]] = HassKey(f"{DOMAIN}_pace")
"""Where the rhythm is that everything shares which asks the Exchange."""


def connection_for(hass: HomeAssistant, data: Mapping[str, Any]) -> Connection:
    """Return the connection to a hub that the data of an entry describes.

    Raises:
        InvalidValueError: the host cannot be an address.
    """
    scheme = data.get(CONF_SCHEME)
    return Connection(
        async_get_clientsession(hass),
        data[CONF_HOST],
        data[CONF_SECRET],
        scheme=Scheme(scheme) if scheme else None,
        fingerprint=data.get(CONF_FINGERPRINT),
    )


@callback
def gateway_for(hass: HomeAssistant, data: Mapping[str, Any]) -> Gateway:
    """Return what the product of the Exchange is asked through that the data of an entry names."""

    async def token() -> str:
        """Return the token that a person has made and entered."""
        return str(data[CONF_TOKEN])

    return Gateway(
        async_get_clientsession(hass),
        Contract(PRODUCTS[data[CONF_CONNECTION]], data.get(CONF_CONTRACT)),
        token,
        key=data.get(CONF_KEY),
        pace=hass.data.setdefault(_PACE, Pace(clock=hass.loop.time)),
    )


def hub_for(hass: HomeAssistant, entry: ConfigEntry[Any]) -> WiserHub:
    """Return the house of an entry, reached as the entry says.

    Raises:
        InvalidValueError: the host cannot be an address.
    """
    if CONF_CONNECTION in entry.data:
        return CloudHub(
            gateway_for(hass, entry.data),
            str(entry.unique_id),
            interval=poll_interval_of(entry),
            clock=hass.loop.time,
        )
    return LocalHub(connection_for(hass, entry.data), name=entry.unique_id, clock=hass.loop.time)


def sharers(hass: HomeAssistant, entry: ConfigEntry[Any]) -> list[ConfigEntry[Any]]:
    """Return the entries in use that have the token of one, that one included."""
    return [
        other
        for other in hass.config_entries.async_entries(
            DOMAIN, include_ignore=False, include_disabled=False
        )
        if (other.data.get(CONF_CONNECTION), other.data.get(CONF_TOKEN))
        == (entry.data[CONF_CONNECTION], entry.data[CONF_TOKEN])
    ]
