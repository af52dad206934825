"""Offer what a bug report needs, without what tells whose house it is."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceEntry

from .api.cloud.home import CloudHub
from .api.model import Device
from .const import CONF_EXPIRES, CONF_SCHEME, DOMAIN
from .coordinator import WiserConfigEntry, WiserCoordinator
from .devices import device_id
from .exchange_coordinator import ExchangeCoordinator
from .preferences import keeps_history, poll_interval_of


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: WiserConfigEntry
) -> dict[str, Any]:
    """Return the hub's trees as it sent them last; the simulator can load them as a house.

    What the Exchange tells of a hub is no such trees, and stands elsewhere. Of a site it is what
    the Exchange has answered last.
    """
    coordinator: WiserCoordinator | ExchangeCoordinator[Any] = entry.runtime_data
    if isinstance(coordinator, ExchangeCoordinator):
        return coordinator.dump()
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
        **_content(entry),
    }


def _content(entry: WiserConfigEntry) -> dict[str, Any]:
    """Return what the hub or the Exchange has answered last, and how the Exchange is asked."""
    hub = entry.runtime_data.hub
    if not isinstance(hub, CloudHub):
        return {"trees": hub.dump()}
    return {
        "exchange": {
            "expires": entry.data.get(CONF_EXPIRES),
            "read_only": hub.read_only,
            "keeps_history": keeps_history(entry),
            "poll_seconds": poll_interval_of(entry),
            "requests_allowed_daily": hub.gateway.budget,
            **hub.dump(),
        }
    }


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: WiserConfigEntry, device: DeviceEntry
) -> dict[str, Any]:
    """Return the hub's records of one room or device, or those that are the hub's own.

    What a site or a meter answered cannot be told from the rest.
    """
    coordinator: WiserCoordinator | ExchangeCoordinator[Any] = entry.runtime_data
    if isinstance(coordinator, ExchangeCoordinator):
        return coordinator.dump()
    identities = {value for domain, value in device.identifiers if domain == DOMAIN}
    records = [
        key for key, record in coordinator.data if device_id(coordinator, record) in identities
    ]
    return {"records": coordinator.hub.dump_records(records)}
