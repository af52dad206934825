"""Make the connection to a Wiser house that an entry describes."""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from .api.hub import WiserHub
from .api.local import Connection, LocalHub, Scheme
from .const import CONF_FINGERPRINT, CONF_SCHEME, CONF_SECRET


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


def hub_for(hass: HomeAssistant, entry: ConfigEntry[Any]) -> WiserHub:
    """Return the house of an entry, reached as the entry says.

    Raises:
        InvalidValueError: the host cannot be an address.
    """
    return LocalHub(connection_for(hass, entry.data), name=entry.unique_id, clock=hass.loop.time)
