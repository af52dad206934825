"""Make the connection to a Wiser house that an entry describes."""

from collections.abc import Awaitable, Callable, Mapping
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
    CONF_IMPLEMENTATION,
    CONF_KEY,
    CONF_SCHEME,
    CONF_SECRET,
    DOMAIN,
)
from .preferences import poll_interval_of
from .tokens import async_fresh_token

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


DAILY_REQUESTS: Final = 5000
"""How many requests a hub may cost in a day, if reading is to go on.

That is more than the most eager rhythm needs for the largest house; it ends what goes wrong.
"""


@callback
def gateway_for(hass: HomeAssistant, data: Mapping[str, Any]) -> Gateway:
    """Return what a product of the Exchange is asked through with what was just entered."""

    async def token() -> str:
        """Return the token that a person has made and entered, or got by signing in."""
        told = data[CONF_TOKEN]
        return str(told["access_token"] if isinstance(told, Mapping) else told)

    return _gateway(hass, data, token)


@callback
def gateway_of(hass: HomeAssistant, entry: ConfigEntry[Any]) -> Gateway:
    """Return what the product of an entry is asked through, with a token that is kept fresh."""
    if CONF_IMPLEMENTATION not in entry.data:
        return gateway_for(hass, entry.data)

    async def token() -> str:
        """Return the token of who has signed in."""
        return await async_fresh_token(hass, entry)

    return _gateway(hass, entry.data, token)


def _gateway(
    hass: HomeAssistant, data: Mapping[str, Any], token: Callable[[], Awaitable[str]]
) -> Gateway:
    """Return a gateway that keeps the pace of all others."""
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
        gateway = gateway_of(hass, entry)
        gateway.budget = DAILY_REQUESTS
        return CloudHub(
            gateway,
            str(entry.unique_id),
            interval=poll_interval_of(entry),
            clock=hass.loop.time,
        )
    return LocalHub(connection_for(hass, entry.data), name=entry.unique_id, clock=hass.loop.time)
