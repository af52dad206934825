"""Keep the tokens of people who have signed in fresh, and know who shares one."""

import asyncio
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import (
    ImplementationUnavailableError,
    OAuth2TokenRequestBaseError,
    OAuth2TokenRequestReauthError,
    UnknownImplementationError,
)
from homeassistant.helpers.config_entry_oauth2_flow import (
    OAuth2Session,
    async_get_config_entry_implementation,
)
from homeassistant.util.hass_dict import HassKey

from .api.errors import CannotConnectError, InvalidTokenError
from .const import CONF_CONNECTION, DOMAIN

_REFRESHING: Final[HassKey[asyncio.Lock]] = HassKey(f"{DOMAIN}_refreshing")
"""What lets one token be refreshed at a time."""


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


async def async_fresh_token(hass: HomeAssistant, entry: ConfigEntry[Any]) -> str:
    """Return the token of who has signed in, refreshed if its hour is over.

    A refresh may end the token that it was made with, so all who have that one get the new one.

    Raises:
        InvalidTokenError: the person has to sign in again.
        CannotConnectError: the token could not be refreshed this time.
    """
    async with hass.data.setdefault(_REFRESHING, asyncio.Lock()):
        sharing = [other for other in sharers(hass, entry) if other is not entry]
        before = entry.data[CONF_TOKEN]
        try:
            implementation = await async_get_config_entry_implementation(hass, entry)
            await OAuth2Session(hass, entry, implementation).async_ensure_token_valid()
        except (OAuth2TokenRequestReauthError, UnknownImplementationError) as err:
            raise InvalidTokenError("The Exchange wants its user to sign in again") from err
        except (OAuth2TokenRequestBaseError, ImplementationUnavailableError) as err:
            raise CannotConnectError("The token could not be refreshed") from err
        token = entry.data[CONF_TOKEN]
        if token != before:
            for other in sharing:
                data = {**other.data, CONF_TOKEN: token}
                hass.config_entries.async_update_entry(other, data=data)
        return str(token["access_token"])
