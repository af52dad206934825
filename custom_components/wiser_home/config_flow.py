"""Set up a hub in the user interface."""

from collections.abc import Mapping
import logging
from typing import Any, Final, override

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    ConfigEntry,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.const import CONF_HOST, CONF_PASSWORD
from homeassistant.core import callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.selector import TextSelector, TextSelectorConfig, TextSelectorType
from homeassistant.helpers.service_info.dhcp import DhcpServiceInfo
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
import voluptuous as vol
from yarl import URL

from .api.errors import InvalidValueError, WiserError
from .api.hub import Identity
from .api.local import LocalHub, Scheme
from .connections import connection_for
from .const import CONF_CONNECTION, CONF_IMPLEMENTATION, CONF_SCHEME, CONF_SECRET, DOMAIN
from .energy_flow import EnergyFlow
from .messages import message_key
from .options_flow import WiserOptionsFlow
from .repairs import WRONG_HUB

_LOGGER = logging.getLogger(__name__)

_SECRET: Final = {
    vol.Required(CONF_SECRET): TextSelector(
        TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="off")
    )
}
_LOCAL: Final = vol.Schema({vol.Required(CONF_HOST): TextSelector(), **_SECRET})
_ONLY_SECRET: Final = vol.Schema(_SECRET)

_ERRORS: Final = {
    "bad_answer": "not_wiser_hub",
    "refused": "not_wiser_hub",
    "timeout": "timeout_connect",
}
"""What a person setting up a hub is told where it differs from the message while running."""

_WHERE_SECRET: Final = {"secret_url": "http://192.168.8.1/secret"}
"""Where a hub shows its secret to who has joined its Wi-Fi; translations hold no addresses."""

_PREFIX: Final = "wiserheat"
"""How the names of hubs begin; six hexadecimal digits of their MAC address follow."""

OLDER_DOMAIN: Final = "wiser"
"""The domain of the older community integration; its entries hold host and password."""

HTTP_PORT: Final = 80
HTTPS_PORT: Final = 443


def _host(ip_address: str, port: int | None, data: Mapping[str, Any]) -> str:
    """Return where a hub that was found is reached; `data` is that of its entry.

    Its announcement tells the port of its http; when none was told, and for https, the port
    that has worked is kept.
    """
    known = URL(f"http://{data.get(CONF_HOST, '')}") if data else None
    if known is not None and (port is None or data.get(CONF_SCHEME) == Scheme.HTTPS):
        port = known.explicit_port
    if known is not None and known.host == ip_address and known.port == (port or HTTP_PORT):
        return str(data[CONF_HOST])
    host = f"[{ip_address}]" if ":" in ip_address else ip_address
    return host if port in {None, HTTP_PORT} else f"{host}:{port}"


class WiserConfigFlow(EnergyFlow, domain=DOMAIN):
    """Set up a hub: on the network, by hand or found there, or through the Exchange."""

    VERSION = 1

    def __init__(self) -> None:
        """Know nothing yet."""
        super().__init__()
        self._host = ""
        self._identity: Identity | None = None
        self._data: dict[str, Any] = {}

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask how the hub is reached."""
        return self.async_show_menu(
            step_id="user",
            menu_options=["local", "wiser_home", "energy_data", "energy_monitoring"],
        )

    async def async_step_local(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the address and the secret of a hub."""
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._async_try(user_input)
            if not errors:
                return await self._async_create()
        return self.async_show_form(
            step_id="local",
            data_schema=self.add_suggested_values_to_schema(_LOCAL, user_input or self._older()),
            description_placeholders=_WHERE_SECRET,
            errors=errors,
        )

    @override
    async def async_step_zeroconf(self, discovery_info: ZeroconfServiceInfo) -> ConfigFlowResult:
        """Take a hub that announces itself."""
        name = discovery_info.name.split(".", 1)[0]
        if not name.lower().startswith(_PREFIX):
            return self.async_abort(reason="not_wiser_hub")
        port = discovery_info.port
        return await self._async_found(
            name, discovery_info.host, HTTP_PORT if port in {None, HTTPS_PORT} else port
        )

    @override
    async def async_step_dhcp(self, discovery_info: DhcpServiceInfo) -> ConfigFlowResult:
        """Take a hub that got an address.

        A known hub is seen here under any name; its MAC address says who it is.
        """
        mac = discovery_info.macaddress
        name = self._name_by_mac(mac) or f"WiserHeat{mac[-6:].upper()}"
        return await self._async_found(name, discovery_info.ip)

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry[Any]) -> WiserOptionsFlow:
        """Return what lets a user choose how boosts and set points behave."""
        return WiserOptionsFlow()

    def _olders(self) -> list[dict[str, str]]:
        """Return address and secret of the hubs that the older community integration has."""
        return [
            {CONF_HOST: entry.data[CONF_HOST], CONF_SECRET: entry.data[CONF_PASSWORD]}
            for entry in self.hass.config_entries.async_entries(OLDER_DOMAIN)
            if {CONF_HOST, CONF_PASSWORD} <= entry.data.keys()
        ]

    def _older(self) -> dict[str, str] | None:
        """Return address and secret of such a hub that is not set up here yet."""
        hosts = {entry.data.get(CONF_HOST) for entry in self._async_current_entries()}
        return next((data for data in self._olders() if data[CONF_HOST] not in hosts), None)

    def _name_by_mac(self, mac: str) -> str | None:
        """Return the name of the hub that was set up with a MAC address."""
        registry = dr.async_get(self.hass)
        connection = (dr.CONNECTION_NETWORK_MAC, dr.format_mac(mac))
        return next(
            (
                entry.unique_id
                for entry in self._async_current_entries()
                if registry.async_get_device_by_connection(connection, entry.entry_id)
            ),
            None,
        )

    async def _async_found(
        self, name: str, ip_address: str, port: int | None = None
    ) -> ConfigFlowResult:
        """Follow a known hub to its address, or offer a new one."""
        known = await self.async_set_unique_id(name.lower())
        self._abort_if_known({CONF_HOST: _host(ip_address, port, known.data if known else {})})
        self._host = _host(ip_address, port, {})
        self.context["title_placeholders"] = {"name": name}
        return await self.async_step_discovered()

    def _abort_if_known(self, updates: dict[str, Any]) -> None:
        """Abort if the hub is set up already, which then is reached as it was now.

        Home Assistant itself does not set up again what has failed for good, as a hub has in
        whose place another one answered; it may now have its place back.
        """
        entry = self.hass.config_entries.async_entry_for_domain_unique_id(
            DOMAIN, str(self.unique_id)
        )
        if (
            entry is not None
            and entry.state is ConfigEntryState.SETUP_ERROR
            and (
                self.hass.config_entries.async_update_entry(entry, data={**entry.data, **updates})
                or entry.error_reason_translation_key == WRONG_HUB
            )
        ):
            self.hass.config_entries.async_schedule_reload(entry.entry_id)
        self._abort_if_unique_id_configured(updates=updates)

    async def async_step_discovered(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the secret of a hub that was found."""
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._async_try({CONF_HOST: self._host, **user_input})
            if not errors:
                return await self._async_create()
        olders = {data[CONF_HOST]: data for data in self._olders()}
        return self.async_show_form(
            step_id="discovered",
            data_schema=self.add_suggested_values_to_schema(_ONLY_SECRET, olders.get(self._host)),
            description_placeholders={
                **_WHERE_SECRET,
                **self.context["title_placeholders"],
                "host": self._host,
            },
            errors=errors,
        )

    async def async_step_reauth(self, entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """Begin because the hub refuses the secret, or the Exchange the token."""
        if CONF_IMPLEMENTATION in entry_data:
            return await self.async_step_reauth_sign_in()
        if CONF_CONNECTION in entry_data:
            return await self.async_step_reauth_cloud()
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the secret again."""
        entry = self._get_reauth_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._async_try({**entry.data, **user_input})
            if not errors:
                return await self._async_update(entry)
        return self.async_show_form(
            step_id="reauth_confirm",
            data_schema=_ONLY_SECRET,
            description_placeholders={**_WHERE_SECRET, "name": entry.title},
            errors=errors,
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for another address or secret of the same hub.

        The certificate that the hub shows now is the one that is trusted from now on.
        """
        entry = self._get_reconfigure_entry()
        if CONF_IMPLEMENTATION in entry.data:
            return await self.async_step_sign_in()
        if CONF_CONNECTION in entry.data:
            return await self.async_step_reconfigure_cloud()
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._async_try(user_input)
            if not errors:
                return await self._async_update(entry)
        return self.async_show_form(
            step_id="reconfigure",
            data_schema=self.add_suggested_values_to_schema(
                _LOCAL, user_input or {CONF_HOST: entry.data[CONF_HOST]}
            ),
            description_placeholders={**_WHERE_SECRET, "name": entry.title},
            errors=errors,
        )

    async def _async_try(self, data: Mapping[str, Any]) -> dict[str, str]:
        """Reach the hub, remember who it is and how, and return errors for the form."""
        data = {**data, CONF_HOST: data[CONF_HOST].strip(), CONF_SECRET: data[CONF_SECRET].strip()}
        try:
            connection = connection_for(self.hass, data)
        except InvalidValueError:
            return {CONF_HOST: "invalid_host"}
        try:
            self._identity = await LocalHub(connection).identify()
        except WiserError as err:
            key = message_key(err)
            return {"base": _ERRORS.get(key, key)}
        except Exception:
            _LOGGER.exception("Unexpected error while reaching a hub")
            return {"base": "unknown"}
        self._data = {**connection.memory, CONF_SECRET: data[CONF_SECRET]}
        return {}

    async def _async_create(self) -> ConfigFlowResult:
        """Create the entry of the hub that was reached."""
        identity = self._reached
        await self.async_set_unique_id(identity.unique_id, raise_on_progress=False)
        self._abort_if_known(self._data)
        return self.async_create_entry(title=identity.name, data=self._data)

    async def _async_update(self, entry: ConfigEntry) -> ConfigFlowResult:
        """Update the entry if it is its hub that was reached."""
        identity = self._reached
        await self.async_set_unique_id(identity.unique_id, raise_on_progress=False)
        if self.source == SOURCE_REAUTH and self.unique_id != entry.unique_id:
            # The polls have ended: without this nobody would be asked again.
            self.hass.config_entries.async_schedule_reload(entry.entry_id)
        self._abort_if_unique_id_mismatch(
            reason="wrong_hub",
            description_placeholders={"expected": entry.title, "found": identity.name},
        )
        return self.async_update_reload_and_abort(entry, data_updates=self._data)

    @property
    def _reached(self) -> Identity:
        """Return who was reached."""
        assert self._identity is not None
        return self._identity
