"""Say where the Exchange lets a person sign in, for who has registered an application there."""

from homeassistant.components.application_credentials import AuthorizationServer
from homeassistant.core import HomeAssistant

from .api.cloud import gateway
from .const import PORTAL


async def async_get_authorization_server(hass: HomeAssistant) -> AuthorizationServer:
    """Return the addresses, which are published for Energy Contextualized Data.

    Wiser Energy Monitoring does not name its own; that they are shared is likely.
    """
    base = gateway.ORIGIN / "ecostruxure/v1/oauth"
    return AuthorizationServer(authorize_url=str(base / "authorize"), token_url=str(base / "token"))


async def async_get_description_placeholders(hass: HomeAssistant) -> dict[str, str]:
    """Return the addresses that the text names; translations hold none."""
    return {
        "portal": PORTAL,
        "redirect": "https://my.home-assistant.io/redirect/oauth",
    }
