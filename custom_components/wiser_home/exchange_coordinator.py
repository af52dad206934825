"""Be the base of what polls a site that the Exchange knows."""

from abc import abstractmethod
from collections.abc import Awaitable, Mapping
from dataclasses import asdict
from datetime import timedelta
import logging
import random
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed, HomeAssistantError
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from .api.cloud.redaction import Redaction, shortened
from .api.errors import (
    AuthenticationError,
    BlockedError,
    CannotConnectError,
    ServerError,
    ThrottledError,
    WiserError,
)
from .connections import gateway_of
from .const import CONF_CONTRACT, CONF_SITE, DOMAIN
from .messages import message_key
from .repairs import async_clear_issues, async_raise_issue

_LOGGER = logging.getLogger(__name__)

POLL: Final = timedelta(hours=1)
JITTER: Final = 300.0
"""Seconds by which the rhythm of a set-up is longer, so that not everybody asks at once."""
RETRY: Final = 300.0
"""Seconds after which what may pass by itself is tried again, long before the next poll."""


class ExchangeCoordinator[Data](DataUpdateCoordinator[Data]):
    """The newest that a product of the Exchange tells of one site."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        """Prepare to ask for the site of an entry."""
        self.entry = entry
        self.gateway = gateway_of(hass, entry)
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=entry.title,
            update_interval=POLL + timedelta(seconds=random.random() * JITTER),  # noqa: S311
            always_update=False,
        )

    @property
    def site_id(self) -> str:
        """Return the id of the site, as the Exchange tells it."""
        return str(self.entry.data[CONF_SITE])

    @property
    def requests_today(self) -> int:
        """Return how many requests were sent since midnight UTC, or since the set-up."""
        return self.gateway.requests_today()

    @abstractmethod
    async def async_poll(self) -> Data:
        """Return the newest of the site.

        Raises:
            WiserError: every way in which that can fail.
        """

    @abstractmethod
    def identities(self) -> set[str]:
        """Return the identities of the devices there are."""

    @override
    async def _async_update_data(self) -> Data:
        try:
            data = await self.async_poll()
        except AuthenticationError as err:
            raise ConfigEntryAuthFailed(**self._message(err)) from err
        except WiserError as err:
            raise self._failure(err) from err
        finally:
            self.remember_contract()
        async_clear_issues(self.hass, self.entry)
        return data

    async def async_ask[Answer](self, asking: Awaitable[Answer]) -> Answer:
        """Return what an action asks for.

        Raises:
            HomeAssistantError: it could not be asked.
        """
        try:
            return await asking
        except WiserError as err:
            if isinstance(err, AuthenticationError):
                self.entry.async_start_reauth(self.hass)
            raise HomeAssistantError(**self._message(err)) from err
        finally:
            self.remember_contract()

    @callback
    def remember_contract(self) -> None:
        """Keep how the product is asked, if more of that was learnt."""
        data = {**self.entry.data, CONF_CONTRACT: self.gateway.contract.as_data()}
        # An entry that is about to be loaded anew was given other data.
        if data != self.entry.data and self.entry.state is not ConfigEntryState.UNLOAD_IN_PROGRESS:
            self.hass.config_entries.async_update_entry(self.entry, data=data)

    def _failure(self, err: WiserError) -> UpdateFailed:
        """Return the failure of a poll, and ask the user where only a person can go on."""
        async_raise_issue(self.hass, self.entry, err)
        later = None
        if isinstance(err, ThrottledError):
            later = err.retry_after
        elif isinstance(err, CannotConnectError | ServerError) and not isinstance(
            err, BlockedError
        ):
            later = RETRY
        return UpdateFailed(**self._message(err), retry_after=later)

    def _message(self, err: WiserError) -> dict[str, Any]:
        """Return the translated message for an error, as arguments of an exception."""
        return {
            "translation_domain": DOMAIN,
            "translation_key": message_key(err, exchange=True),
            "translation_placeholders": {"name": self.name, "error": str(err)},
        }

    def samples(self) -> dict[str, Mapping[str, Any]]:
        """Return the answers that a bug report shows the beginnings of, by their endpoints."""
        return {"samples": self.gateway.samples}

    def dump(self) -> dict[str, Any]:
        """Return what a bug report needs: the contract, what went wrong, the newest answers."""
        redaction = Redaction()
        return {
            "contract": self.gateway.contract.as_data(),
            "requests_today": self.requests_today,
            "faults": [asdict(fault) for fault in self.gateway.faults],
            **{
                name: {
                    endpoint: shortened(redaction.redact(raw, endpoint))
                    for endpoint, raw in samples.items()
                }
                for name, samples in self.samples().items()
            },
        }
