"""Put devices into the areas of their rooms."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import area_registry as ar, device_registry as dr
from homeassistant.helpers.event import async_call_later

from .const import DOMAIN

PLACE_AFTER: Final = 2.0
"""Seconds in which the entities of a device that appeared are registered."""


class Placement:
    """What puts new devices of an entry into the areas of their rooms, each once.

    That happens after their entities exist, because an area would stand in the entity ids:
    `climate.lounge_lounge`. Devices that were there before are their user's business, and so
    is one that was placed once; one that was paired without a room is placed when it gets one.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        rooms: Callable[[], Iterable[tuple[str, str]]],
        before: set[str],
    ) -> None:
        """Leave the devices with the registry's ids `before` alone.

        `rooms` returns the identities of devices and the names of the rooms that they are in.
        """
        self._hass = hass
        self._entry = entry
        self._rooms = rooms
        self._placed = set(before)
        self._waiting: CALLBACK_TYPE | None = None
        entry.async_on_unload(self._cancel)

    @callback
    def now(self, _: datetime | None = None) -> None:
        """Place the devices that have appeared."""
        self._waiting = None
        registry, areas = dr.async_get(self._hass), ar.async_get(self._hass)
        for identity, room in self._rooms():
            device = registry.async_get_device_by_identifier(
                (DOMAIN, identity), self._entry.entry_id
            )
            if device is None or device.id in self._placed:
                continue
            self._placed.add(device.id)
            if device.area_id is None:
                area = areas.async_get_or_create(room)
                registry.async_update_device(device.id, area_id=area.id)

    @callback
    def soon(self) -> None:
        """Place them when their entities exist."""
        self._cancel()
        self._waiting = async_call_later(self._hass, PLACE_AFTER, self.now)

    @callback
    def _cancel(self) -> None:
        """Place nothing any more."""
        if self._waiting is not None:
            self._waiting()
            self._waiting = None
