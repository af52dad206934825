"""Tell what Wiser Energy Monitoring has where."""

from collections.abc import Iterable
from typing import Any, Final

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv, service
import voluptuous as vol

from ..api.cloud.energy_monitoring import MonitoredDevice, MonitoredSite
from ..const import DOMAIN
from ..energy_monitoring import EnergyMonitoringCoordinator, identity

CONFIG_ENTRY: Final = "config_entry_id"
SCHEMA: Final = vol.Schema({vol.Required(CONFIG_ENTRY): cv.string})


async def get_energy_installation(call: ServiceCall) -> dict[str, Any]:
    """Answer all locations of an account with their sites, and what is installed there.

    All of it is read anew, also what no entry stands for.

    Raises:
        HomeAssistantError: it could not be read.
    """
    entry = service.async_get_config_entry(call.hass, DOMAIN, call.data[CONFIG_ENTRY])
    coordinator = entry.runtime_data
    if not isinstance(coordinator, EnergyMonitoringCoordinator):
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="not_energy_monitoring",
            translation_placeholders={"name": entry.title},
        )
    locations, sites = await coordinator.async_ask(coordinator.client.installation())
    known = _known_devices(call.hass)
    return {
        "locations": [
            {
                **_told(location),
                "sites": _sites((site for site in sites if site.location == location), known),
            }
            for location in locations
        ],
        "sites_without_location": _sites((site for site in sites if site.location is None), known),
    }


def _known_devices(hass: HomeAssistant) -> dict[str, str]:
    """Return the registry's ids of the metering devices of all entries, by their identities."""
    coordinators: list[object] = [
        entry.runtime_data for entry in hass.config_entries.async_loaded_entries(DOMAIN)
    ]
    return {
        identity: device_id
        for coordinator in coordinators
        if isinstance(coordinator, EnergyMonitoringCoordinator)
        for identity, device_id in coordinator.registered.items()
    }


def _sites(sites: Iterable[MonitoredSite], known: dict[str, str]) -> list[dict[str, Any]]:
    """Answer some sites."""
    return [
        {
            **_told(site),
            "rooms": [_told(room) for room in site.rooms],
            "devices": [_device(site, device, known) for device in site.devices],
        }
        for site in sites
    ]


def _device(site: MonitoredSite, device: MonitoredDevice, known: dict[str, str]) -> dict[str, Any]:
    """Answer a device; the id of a device of Home Assistant says which one it is there."""
    room = site.room_of(device)
    return {
        **_told(device),
        "room_id": device.room_id,
        "room": room.name if room else None,
        "type": device.type,
        "model": device.model,
        "manufacturer": device.manufacturer,
        "serial_number": device.serial_number,
        "firmware": device.firmware,
        "status": device.status,
        "connected": device.is_connected,
        "device_id": known.get(identity(site.id, "device", device.id)),
    }


def _told(thing: Any) -> dict[str, Any]:
    """Answer what everything has: an id, a name, and what else is told of it."""
    return {"id": thing.id, "name": thing.name, "details": dict(thing.details)}
