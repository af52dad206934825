"""Offer what a bug report needs, without what tells whose house it is."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceEntry

from .api.cloud.redaction import Redaction
from .api.model import Device
from .const import CONF_SCHEME, DOMAIN
from .coordinator import WiserConfigEntry, WiserCoordinator
from .devices import device_id
from .energy_data import EnergyDataCoordinator

SAMPLE: Final = 5
"""How many items of a list in an answer of the Exchange stand in a report."""


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: WiserConfigEntry
) -> dict[str, Any]:
    """Return the hub's trees as it sent them last; the simulator can load them as a house.

    Of a site it is what the Exchange has answered last.
    """
    coordinator: WiserCoordinator | EnergyDataCoordinator = entry.runtime_data
    if isinstance(coordinator, EnergyDataCoordinator):
        return _told_of_site(coordinator)
    return {
        "hub": {
            "model": coordinator.identity.model,
            "firmware": coordinator.identity.firmware,
            "generation": coordinator.identity.generation,
            "scheme": entry.data.get(CONF_SCHEME),
        },
        "polling": {
            "last_update_success": coordinator.last_update_success,
            "last_exception": type(coordinator.last_exception).__name__,
            "requests": coordinator.hub.requests,
        },
        "counts": {
            kind.__name__: len(coordinator.data.all(kind)) for kind in coordinator.data.objects
        },
        "problems": {
            **coordinator.hub.problems,
            "unknown_products": sorted(
                {
                    kind
                    for device in coordinator.data.all(Device).values()
                    if (kind := device.kind) is not None and not kind.is_known
                }
            ),
        },
        "trees": coordinator.hub.dump(),
    }


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: WiserConfigEntry, device: DeviceEntry
) -> dict[str, Any]:
    """Return the hub's records of one room or device, or those that are the hub's own.

    What a site or a meter answered cannot be told from the rest.
    """
    coordinator: WiserCoordinator | EnergyDataCoordinator = entry.runtime_data
    if isinstance(coordinator, EnergyDataCoordinator):
        return _told_of_site(coordinator)
    identities = {value for domain, value in device.identifiers if domain == DOMAIN}
    records = [
        key for key, record in coordinator.data if device_id(coordinator, record) in identities
    ]
    return {"records": coordinator.hub.dump_records(records)}


def _told_of_site(coordinator: EnergyDataCoordinator) -> dict[str, Any]:
    """Return how a site is asked for, what went wrong, and the beginnings of the newest answers."""
    gateway, client = coordinator.gateway, coordinator.client
    redaction = Redaction(coordinator.site.id)

    def told(samples: Mapping[str, Any]) -> dict[str, Any]:
        """Return the beginnings of answers, without what tells whose they are."""
        return {
            endpoint: _beginning(redaction.redact(raw, endpoint))
            for endpoint, raw in samples.items()
        }

    return {
        "contract": gateway.contract.as_data(),
        "requests_today": gateway.requests_today(),
        "hours_written": coordinator.written,
        "unreadable": sorted(client.unreadable),
        "faults": [asdict(fault) for fault in gateway.faults],
        "samples": told(gateway.samples),
        "unreadable_samples": told(client.samples),
    }


def _beginning(raw: Any) -> Any:
    """Return an answer with the first items of its lists only."""
    if isinstance(raw, list):
        return [_beginning(item) for item in raw[:SAMPLE]]
    if isinstance(raw, dict):
        return {name: _beginning(value) for name, value in raw.items()}
    return raw
