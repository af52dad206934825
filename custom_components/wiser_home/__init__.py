"""Bring a Wiser system into Home Assistant."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryError
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.typing import ConfigType

from .api.errors import InvalidValueError
from .card import async_setup_card
from .const import DOMAIN, PLATFORMS
from .coordinator import WiserConfigEntry, WiserCoordinator
from .devices import (
    async_follow_devices,
    async_known_devices,
    async_register_hub,
    known_identities,
)
from .repairs import async_clear_all_issues, async_watch_token
from .services import async_setup_services

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register the actions and the card, which are there without an entry, too."""
    async_setup_services(hass)
    await async_setup_card(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: WiserConfigEntry) -> None:
    """Set up a hub from its entry."""
    async_watch_token(hass, entry)
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


async def async_unload_entry(hass: HomeAssistant, entry: WiserConfigEntry) -> None:
    """Let go of a hub."""
    await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)


async def async_remove_entry(hass: HomeAssistant, entry: WiserConfigEntry) -> None:
    """Take back what is asked about a hub that is removed."""
    async_clear_all_issues(hass, entry)


async def async_remove_config_entry_device(
    hass: HomeAssistant, entry: WiserConfigEntry, device: dr.DeviceEntry
) -> bool:
    """Let a device be removed by hand unless the hub still has it, or cannot be asked."""
    if entry.state is not ConfigEntryState.LOADED:
        return False
    known = known_identities(entry.runtime_data)
    return not any(domain == DOMAIN and value in known for domain, value in device.identifiers)
