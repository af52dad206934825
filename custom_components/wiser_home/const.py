"""Hold the constants of the integration."""

from typing import Final

from homeassistant.const import Platform

DOMAIN: Final = "wiser_home"
MANUFACTURER: Final = "Schneider Electric"
"""Wiser is a brand of Schneider Electric, as Drayton is."""
PORTAL: Final = "https://exchange.se.com"
"""Where subscribers of the Exchange make their tokens."""

PLATFORMS: Final = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CALENDAR,
    Platform.CLIMATE,
    Platform.COVER,
    Platform.LIGHT,
    Platform.NUMBER,
    Platform.SCENE,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SWITCH,
    Platform.WATER_HEATER,
]
ENERGY_PLATFORMS: Final = [Platform.SENSOR]
"""What a site whose energy is measured has entities on."""
INSTALLATION_PLATFORMS: Final = [Platform.BINARY_SENSOR, Platform.SENSOR]
"""What a site whose metering devices are told has entities on."""

CONF_SECRET: Final = "secret"  # noqa: S105
CONF_SCHEME: Final = "scheme"
CONF_FINGERPRINT: Final = "fingerprint"

CONF_CONNECTION: Final = "connection"
"""Which product of the Exchange a house is reached through; a hub on the network has none."""
CONF_KEY: Final = "key"
CONF_EXPIRES: Final = "expires"
CONF_CONTRACT: Final = "contract"
CONF_SITE: Final = "site"
CONF_IMPLEMENTATION: Final = "auth_implementation"
"""Who let a person sign in; Home Assistant's name for it."""

HEAT_TEMPERATURE: Final = 20.0
"""What a room that was off is heated to, in °C."""
