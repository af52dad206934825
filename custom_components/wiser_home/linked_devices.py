"""Recognise a device that is known through several doors by its serial number."""

from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from .api.cloud.products import ENERGY_DATA, ENERGY_MONITORING, WISER_HOME
from .api.cloud.reading import fold
from .const import CONF_CONNECTION, DOMAIN

_DOORS: Final = (None, WISER_HOME.key, ENERGY_DATA.key, ENERGY_MONITORING.key)
"""Through what a device can be known, what tells most of it first; a hub on the network is none."""
SHORTEST: Final = 6
"""How many characters a serial number has at least; what is shorter may be that of many."""


def serial_of(told: str | None) -> str | None:
    """Return a serial number without its spelling, or none if it tells no device from another."""
    serial = fold(told or "")
    return serial if len(serial) >= SHORTEST and len(set(serial)) > 1 else None


@callback
def async_known_devices_by_serial(
    hass: HomeAssistant, entry: ConfigEntry[Any]
) -> dict[str, dr.DeviceEntry]:
    """Return the devices that entries know better than this one does, by their serial numbers."""
    registry = dr.async_get(hass)
    found: dict[str, dr.DeviceEntry] = {}
    for door in _DOORS[: _DOORS.index(entry.data.get(CONF_CONNECTION))]:
        for other in hass.config_entries.async_entries(DOMAIN):
            if other.data.get(CONF_CONNECTION) != door:
                continue
            for device in dr.async_entries_for_config_entry(registry, other.entry_id):
                serial = serial_of(device.serial_number)
                if serial is not None and not device.disabled:
                    found.setdefault(serial, device)
    return found
