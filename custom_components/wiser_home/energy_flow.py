"""Set up the sites whose energy the Schneider Electric Exchange knows."""

import logging
from typing import Any, Final, override

from homeassistant.config_entries import SOURCE_REAUTH, ConfigFlowResult
from homeassistant.const import CONF_TOKEN
from homeassistant.helpers.config_entry_oauth2_flow import AbstractOAuth2FlowHandler
import voluptuous as vol

from .api.cloud.products import ENERGY_DATA, ENERGY_MONITORING, PRODUCTS
from .cloud_flow import CloudFlow
from .cloud_forms import NEW, SIGN_IN, places_of
from .const import CONF_CONNECTION, CONF_EXPIRES, CONF_IMPLEMENTATION, DOMAIN

_LOGGER = logging.getLogger(__name__)

SCOPES: Final = {
    ENERGY_DATA.key: ("read:site", "offline_access"),
    ENERGY_MONITORING.key: ("read:site", "read:asset", "offline_access"),
}
"""What is asked for when a person signs in; those of siblings, as none is published."""


class EnergyFlow(CloudFlow, AbstractOAuth2FlowHandler):
    """Set up sites by a token, or by signing in."""

    DOMAIN = DOMAIN

    @property
    @override
    def logger(self) -> logging.Logger:
        return _LOGGER

    @property
    @override
    def extra_authorize_data(self) -> dict[str, Any]:
        return {"scope": " ".join(SCOPES[self._product.key])}

    async def async_step_energy_data(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask how the account lets us in."""
        self._product = ENERGY_DATA
        return self.async_show_menu(step_id="energy_data", menu_options=["energy_token", "sign_in"])

    async def async_step_energy_monitoring(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Begin with the product that knows no tokens made by hand."""
        self._product = ENERGY_MONITORING
        return await self.async_step_sign_in()

    async def async_step_energy_token(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the token of an account that has sites."""
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._async_ask(self._nothing(), user_input)
            if not errors:
                return await self._async_go_on()
        return self.async_show_form(
            step_id="energy_token",
            data_schema=self.add_suggested_values_to_schema(NEW, user_input),
            description_placeholders={**places_of(self._product), "reason": self._reason},
            errors=errors,
        )

    async def async_step_sign_in(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Take what helps to ask the product, and let the person sign in."""
        errors: dict[str, str] = {}
        before = self._before()
        if user_input is not None:
            errors = await self._async_take(before, user_input)
            if not errors:
                return await self._async_sign_in()
        return self._show_sign_in(errors)

    def _show_sign_in(self, errors: dict[str, str]) -> ConfigFlowResult:
        """Show the form before a person signs in."""
        return self.async_show_form(
            step_id="sign_in",
            data_schema=SIGN_IN,
            description_placeholders={**places_of(self._product), "reason": self._reason},
            errors=errors,
        )

    async def async_step_reauth_sign_in(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Let a person sign in again."""
        if user_input is not None:
            self._cloud = self._before()
            return await self._async_sign_in()
        return self._show_reauth_sign_in({})

    def _show_reauth_sign_in(self, errors: dict[str, str]) -> ConfigFlowResult:
        """Show the form before a person signs in again."""
        entry = self._get_reauth_entry()
        return self.async_show_form(
            step_id="reauth_sign_in",
            data_schema=vol.Schema({}),
            description_placeholders={"name": entry.title},
            errors=errors,
        )

    async def _async_sign_in(self) -> ConfigFlowResult:
        """Let a person sign in where the Exchange does, as before if there was a before."""
        entry = self._entry()
        known = {"implementation": entry.data[CONF_IMPLEMENTATION]} if entry else None
        return await self.async_step_pick_implementation(known)

    @override
    async def async_oauth_create_entry(self, data: dict[str, Any]) -> ConfigFlowResult:
        """Go on with the token that signing in has brought."""
        self._cloud |= data
        errors = await self._async_list()
        if not errors:
            return await self._async_go_on()
        if self.source == SOURCE_REAUTH:
            return self._show_reauth_sign_in(errors)
        return self._show_sign_in(errors)

    def _before(self) -> dict[str, Any]:
        """Return the data of the entry that is changed, or that of none."""
        if (entry := self._entry()) is None:
            made_by_hand = {CONF_TOKEN, CONF_EXPIRES}
            return {key: told for key, told in self._nothing().items() if key not in made_by_hand}
        self._product = PRODUCTS[entry.data[CONF_CONNECTION]]
        return dict(entry.data)
