"""Tell in the system information how the hubs are doing."""

from collections.abc import Callable
from datetime import date
from typing import Any

from homeassistant.components import system_health
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .api.cloud import gateway
from .api.cloud.home import CloudHub
from .const import CONF_EXPIRES, DOMAIN
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

    behind = [hub for hub in hubs if isinstance(hub.hub, CloudHub)]
    of_exchange = _exchange_info(hass, behind) if behind else {}
    return {
        "hubs": len(hubs),
        "reachable": sum(hub.last_update_success for hub in hubs),
        "generation": of_each(lambda hub: hub.identity.generation),
        "firmware": of_each(lambda hub: hub.identity.firmware),
        "last_poll": of_each(lambda hub: hub.last_poll.isoformat(timespec="seconds")),
        "requests_today": of_each(lambda hub: hub.requests_today),
        **of_exchange,
    }


def _exchange_info(hass: HomeAssistant, hubs: list[WiserCoordinator]) -> dict[str, Any]:
    """Return how the hubs behind the Exchange are doing, in the order of their entries."""
    clouds = [hub.hub for hub in hubs if isinstance(hub.hub, CloudHub)]
    days = [_days_left(hub) for hub in hubs]
    return {
        "exchange_hubs": len(clouds),
        "exchange_reachable": system_health.async_check_can_reach_url(hass, str(gateway.ORIGIN)),
        "exchange_requests": ", ".join(
            f"{cloud.gateway.requests_today()} / {cloud.gateway.budget}" for cloud in clouds
        ),
        "exchange_read_only": sum(cloud.read_only for cloud in clouds),
        "exchange_days_left": ", ".join("?" if left is None else str(left) for left in days),
    }


def _days_left(hub: WiserCoordinator) -> int | None:
    """Return in how many days the token of a hub ends, if that is known."""
    if (told := hub.config_entry.data.get(CONF_EXPIRES)) is None:
        return None
    return (date.fromisoformat(told) - dt_util.now().date()).days
