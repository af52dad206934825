"""Follow what is installed at a site, as Wiser Energy Monitoring tells it."""

from datetime import date
import logging
from typing import Any, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .api.cloud.energy_monitoring import (
    EnergyMonitoring,
    MonitoredDevice,
    MonitoredRoom,
    MonitoredSite,
)
from .exchange_coordinator import ExchangeCoordinator

_LOGGER = logging.getLogger(__name__)

type EnergyMonitoringConfigEntry = ConfigEntry[EnergyMonitoringCoordinator]


def location_identity(location: str) -> str:
    """Return the identity of a location, which may have sites of several entries."""
    return f"energy_monitoring_location_{location}"


def identity(site: str, kind: str | None = None, id_: str = "") -> str:
    """Return the identity of a site, or of a room or device of it."""
    return "_".join(("energy_monitoring", site, *((kind, id_) if kind else ())))


class EnergyMonitoringCoordinator(ExchangeCoordinator[MonitoredSite]):
    """The rooms and metering devices of one site.

    A poll is two requests. Whether the account still has the site, and where, is asked for once
    a day and at the set-up, with two more where its location is known.
    """

    config_entry: EnergyMonitoringConfigEntry

    def __init__(self, hass: HomeAssistant, entry: EnergyMonitoringConfigEntry) -> None:
        """Prepare to ask for the site of an entry."""
        super().__init__(hass, entry)
        self.client = EnergyMonitoring(self.gateway)
        self._found: MonitoredSite | None = None
        self._found_on: date | None = None
        self._unreadable = 0
        self.registered: dict[str, str] = {}
        """The registry's ids of what the devices are, by their identities."""

    @override
    async def async_poll(self) -> MonitoredSite:
        today = dt_util.utcnow().date()
        if self._found is None or self._found_on != today:
            location = self._found.location if self._found else None
            self._found = await self.client.find(self.site_id, location.id if location else None)
            self._found_on = today
        site = await self.client.installed(self._found)
        if site.unreadable and not self._unreadable:
            _LOGGER.warning(
                "Of %s, %d rooms or devices are told without an id and left out",
                self.name,
                site.unreadable,
            )
        self._unreadable = site.unreadable
        return site

    @property
    def identity(self) -> str:
        """Return the identity of the site."""
        return identity(self.site_id)

    def identity_of(self, thing: MonitoredRoom | MonitoredDevice) -> str:
        """Return the identity of a room or a device of the site."""
        kind = "room" if isinstance(thing, MonitoredRoom) else "device"
        return identity(self.site_id, kind, thing.id)

    @override
    def identities(self) -> set[str]:
        site = self.data
        rooms = {self.identity_of(room) for room in site.rooms}
        devices = {self.identity_of(device) for device in site.devices}
        location = {location_identity(site.location.id)} if site.location else set()
        return {self.identity} | rooms | devices | location

    @override
    def dump(self) -> dict[str, Any]:
        return {
            **super().dump(),
            "counts": {
                "rooms": len(self.data.rooms),
                "devices": len(self.data.devices),
                "unreadable": self.data.unreadable,
            },
        }
