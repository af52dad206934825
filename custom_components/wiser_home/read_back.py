"""Read back what was written, and look more often at what moves by itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from .api.errors import WiserError
from .api.hub import WiserHub
from .api.model import Key, Shutter, Snapshot

_LOGGER = logging.getLogger(__name__)

FOLLOW_LOOKS: Final = 10
"""How often a journey is looked at: no shutter takes longer, a stuck report would."""


class ReadBack:
    """What is read of a hub beside the polls: after commands, and while shutters drive."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        hub: WiserHub,
        publish: Callable[[Snapshot], None],
    ) -> None:
        """Read from a hub, and hand what was read to who shows it."""
        self._hass = hass
        self._entry = entry
        self._hub = hub
        self._publish = publish
        self._sending = 0
        self._closed = False
        self._cancel: CALLBACK_TYPE | None = None
        self._looks_left: dict[Key, int] = {}

    @contextmanager
    def after(self) -> Iterator[None]:
        """Read back once the commands within are sent; many at once make one read."""
        self._sending += 1
        try:
            yield
        finally:
            self._sending -= 1
            if not self._sending and not self._hub.is_settled:
                self._later(self._hub.settle_after, self._settle)

    async def async_now(self) -> None:
        """Read back at once.

        Raises:
            WiserError: it could not be read.
        """
        self._cancel_later()
        self._publish(await self._hub.settle())

    @callback
    def follow(self) -> None:
        """Look at shutters on their way more often than the poll does."""
        shutters = self._hub.snapshot.all(Shutter).values()
        moving: list[Key] = [(Shutter, shutter.id) for shutter in shutters if shutter.is_moving]
        self._looks_left = {key: self._looks_left.get(key, FOLLOW_LOOKS) for key in moving}
        if any(self._looks_left.values()) and self._cancel is None:
            self._later(self._hub.follow_every, self._look)

    @callback
    def close(self) -> None:
        """Read nothing more."""
        self._closed = True
        self._cancel_later()

    @callback
    def _later(self, seconds: float, action: Callable[[], None]) -> None:
        """Do something after some quiet, in place of what waits already."""
        self._cancel_later()
        if self._closed:
            return

        @callback
        def act(_: datetime) -> None:
            """Do it."""
            self._cancel = None
            action()

        self._cancel = async_call_later(self._hass, seconds, act)

    @callback
    def _cancel_later(self) -> None:
        """Cancel what waits."""
        if self._cancel is not None:
            self._cancel()
            self._cancel = None

    @callback
    def _look(self) -> None:
        """Look at every moving shutter that has looks left."""
        for key, left in self._looks_left.items():
            if left:
                self._looks_left[key] = left - 1
                self._hub.doubt(key)
        self._settle()

    @callback
    def _settle(self) -> None:
        """Read back unless more commands are on their way, which will do so themselves."""
        if not self._sending:
            self._entry.async_create_background_task(
                self._hass, self._async_settle(), f"{self._entry.title} read back"
            )

    async def _async_settle(self) -> None:
        """Read back; what fails now is in the next poll."""
        try:
            self._publish(await self._hub.settle())
        except WiserError as err:
            _LOGGER.debug("Reading back failed (%s)", type(err).__name__)
        self.follow()
