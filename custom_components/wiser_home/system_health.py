"""Tell in the system information how the hubs are doing."""

from collections.abc import Callable
from typing import Any

from homeassistant.components import system_health
from homeassistant.core import HomeAssistant, callback

from .const import DOMAIN
from .coordinator import WiserConfigEntry, WiserCoordinator


@callback
def async_register(hass: HomeAssistant, register: system_health.SystemHealthRegistration) -> None:
    """Register what tells how the hubs are doing."""
    register.async_register_info(async_system_health_info)


async def async_system_health_info(hass: HomeAssistant) -> dict[str, Any]:
    """Return how the hubs are doing; several are told in the order of their entries.

    Nothing in it says whose hubs they are, because people post it.
    """
    entries: list[WiserConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    coordinators: list[object] = [entry.runtime_data for entry in entries]
    hubs = [hub for hub in coordinators if isinstance(hub, WiserCoordinator)]

    def of_each(tell: Callable[[WiserCoordinator], object]) -> str:
        """Return what is told of each hub."""
        return ", ".join(str(tell(hub)) for hub in hubs)

    return {
        "hubs": len(hubs),
        "reachable": sum(hub.last_update_success for hub in hubs),
        "generation": of_each(lambda hub: hub.identity.generation),
        "firmware": of_each(lambda hub: hub.identity.firmware),
        "last_poll": of_each(lambda hub: hub.last_poll.isoformat(timespec="seconds")),
        "requests_today": of_each(lambda hub: hub.requests_today),
    }
