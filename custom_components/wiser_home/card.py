"""Offer the schedule card to dashboards."""

from pathlib import Path
from typing import Final

from homeassistant.components.frontend import add_extra_js_url
from homeassistant.components.http import StaticPathConfig
from homeassistant.core import HomeAssistant
from homeassistant.loader import async_get_integration

from .const import DOMAIN

URL: Final = f"/{DOMAIN}/wiser-home-schedule-card.js"

_FILE: Final = Path(__file__).parent / "frontend" / "wiser-home-schedule-card.js"


async def async_setup_card(hass: HomeAssistant) -> None:
    """Let every dashboard load the card, where there are dashboards at all."""
    if not {"frontend", "http"} <= hass.config.components:
        return
    integration = await async_get_integration(hass, DOMAIN)
    await hass.http.async_register_static_paths(
        [StaticPathConfig(URL, str(_FILE), cache_headers=False)]
    )
    # Browsers keep the card of one version; another version is another address to them.
    add_extra_js_url(hass, f"{URL}?v={integration.version}")
