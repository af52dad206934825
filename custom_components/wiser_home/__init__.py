"""Bring a Wiser system into Home Assistant."""

from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.const import CONF_HOST, Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryError
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.importlib import async_import_module
from homeassistant.helpers.typing import ConfigType

from .api.cloud.home import CloudHub
from .api.cloud.products import ENERGY_DATA, ENERGY_MONITORING
from .api.errors import InvalidValueError
from .card import async_setup_card
from .const import (
    CONF_CONNECTION,
    DOMAIN,
    ENERGY_PLATFORMS,
    INSTALLATION_PLATFORMS,
    PLATFORMS,
)
from .coordinator import WiserConfigEntry, WiserCoordinator
from .devices import (
    async_follow_devices,
    async_known_devices,
    async_register_hub,
    known_identities,
)
from .energy_data import EnergyDataCoordinator
from .energy_monitoring import EnergyMonitoringCoordinator
from .energy_monitoring_devices import async_follow_installation
from .exchange_coordinator import ExchangeCoordinator
from .preferences import keeps_history
from .repairs import async_clear_all_issues, async_watch_token
from .services import async_setup_services

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register the actions and the card, which are there without an entry, too."""
    async_setup_services(hass)
    await async_setup_card(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: WiserConfigEntry) -> None:
    """Set up a hub, or a site whose energy is measured, from its entry."""
    async_watch_token(hass, entry)
    match entry.data.get(CONF_CONNECTION):
        case ENERGY_DATA.key:
            await _async_set_up_energy_data(hass, entry)
        case ENERGY_MONITORING.key:
            await _async_set_up_energy_monitoring(hass, entry)
        case _:
            await _async_set_up_hub(hass, entry)


async def _async_set_up_hub(hass: HomeAssistant, entry: WiserConfigEntry) -> None:
    """Set up a hub from its entry."""
    try:
        coordinator = WiserCoordinator(hass, entry)
    except InvalidValueError as err:
        raise ConfigEntryError(
            translation_domain=DOMAIN,
            translation_key="invalid_host",
            translation_placeholders={"name": entry.title, "host": str(entry.data[CONF_HOST])},
        ) from err
    await coordinator.async_config_entry_first_refresh()
    entry.runtime_data = coordinator
    before = async_known_devices(coordinator)
    async_register_hub(coordinator)
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    async_follow_devices(coordinator, before)
    await _async_follow_history(coordinator)


async def _async_follow_history(coordinator: WiserCoordinator) -> None:
    """Keep what the Exchange remembers of a house, where there is something to keep it in.

    Without the recorder not even the library is there that it needs.
    """
    hass, entry = coordinator.hass, coordinator.config_entry
    wanted = isinstance(coordinator.hub, CloudHub) and keeps_history(entry)
    if wanted and "recorder" in hass.config.components:
        module = await async_import_module(hass, f"{__package__}.cloud_history")
        module.async_follow_history(coordinator)


async def _async_set_up_energy_data(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Set up a site from its entry."""
    coordinator = EnergyDataCoordinator(hass, entry)
    await coordinator.async_config_entry_first_refresh()
    entry.runtime_data = coordinator
    await hass.config_entries.async_forward_entry_setups(entry, ENERGY_PLATFORMS)


async def _async_set_up_energy_monitoring(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Set up a site from its entry."""
    coordinator = EnergyMonitoringCoordinator(hass, entry)
    await coordinator.async_config_entry_first_refresh()
    entry.runtime_data = coordinator
    placement = async_follow_installation(coordinator)
    await hass.config_entries.async_forward_entry_setups(entry, INSTALLATION_PLATFORMS)
    placement.now()


def _platforms_of(entry: WiserConfigEntry) -> list[Platform]:
    """Return the platforms that an entry has entities on."""
    return {
        ENERGY_DATA.key: ENERGY_PLATFORMS,
        ENERGY_MONITORING.key: INSTALLATION_PLATFORMS,
    }.get(entry.data.get(CONF_CONNECTION, ""), PLATFORMS)


async def async_unload_entry(hass: HomeAssistant, entry: WiserConfigEntry) -> None:
    """Let go of a hub or a site."""
    await hass.config_entries.async_unload_platforms_or_raise(entry, _platforms_of(entry))


async def async_remove_entry(hass: HomeAssistant, entry: WiserConfigEntry) -> None:
    """Take back what is asked about a hub or a site that is removed."""
    async_clear_all_issues(hass, entry)


async def async_remove_config_entry_device(
    hass: HomeAssistant, entry: WiserConfigEntry, device: dr.DeviceEntry
) -> bool:
    """Let a device be removed by hand unless it is still there, or nobody can be asked."""
    if entry.state is not ConfigEntryState.LOADED:
        return False
    coordinator: WiserCoordinator | ExchangeCoordinator[Any] = entry.runtime_data
    if isinstance(coordinator, ExchangeCoordinator):
        known = coordinator.identities()
    else:
        known = known_identities(coordinator)
    return not any(domain == DOMAIN and value in known for domain, value in device.identifiers)
