"""Set up the hubs of an account at the Schneider Electric Exchange."""

from collections.abc import Mapping
import logging
from typing import Any, Final

from homeassistant.config_entries import (
    SOURCE_IMPORT,
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigFlow,
    ConfigFlowContext,
    ConfigFlowResult,
)
from homeassistant.const import CONF_NAME, CONF_TOKEN
import voluptuous as vol

from .api.cloud.home import HubSummary, list_hubs
from .api.cloud.openapi import DocumentError, Match
from .api.cloud.products import WISER_HOME
from .api.errors import WiserError
from .cloud_forms import (
    CHANGE,
    CONF_ADVANCED,
    CONF_HUBS,
    NEW,
    PLACES,
    RENEW,
    choose,
    errors_of,
    errors_of_input,
    name_of,
)
from .connections import gateway_for, sharers
from .const import CONF_CONNECTION, CONF_CONTRACT, CONF_EXPIRES, CONF_KEY, DOMAIN
from .contract_upload import CONF_DOCUMENT, async_read_upload, told_of

_LOGGER = logging.getLogger(__name__)

CONF_URN: Final = "urn"
"""What a hub is called at the Exchange, in what is handed on to its own flow."""


class CloudFlow(ConfigFlow):
    """Set up hubs through the Exchange, and keep the way there open."""

    def __init__(self) -> None:
        """Know nothing yet."""
        super().__init__()
        self._cloud: dict[str, Any] = {}
        self._hubs: dict[str, HubSummary] = {}
        self._match: Match | None = None
        self._reason = ""

    async def async_step_wiser_home(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the token of an account."""
        errors: dict[str, str] = {}
        if user_input is not None:
            data: dict[str, Any] = {
                CONF_CONNECTION: WISER_HOME.key,
                CONF_TOKEN: "",
                CONF_KEY: None,
                CONF_EXPIRES: None,
                CONF_CONTRACT: {},
            }
            errors = await self._async_ask(data, user_input)
            if not errors and not self._hubs:
                errors = {"base": "no_hubs"}
            if not errors:
                return await self._async_go_on()
        return self.async_show_form(
            step_id="wiser_home",
            data_schema=self.add_suggested_values_to_schema(NEW, user_input),
            description_placeholders={**PLACES, "reason": self._reason},
            errors=errors,
        )

    async def async_step_contract(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show what a document has corrected, and what of it fits nothing."""
        assert self._match is not None
        if user_input is not None:
            return await self._async_finish()
        return self.async_show_form(
            step_id="contract",
            data_schema=vol.Schema({}),
            description_placeholders={**told_of(self._match, WISER_HOME)},
        )

    async def async_step_hubs(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask which hubs are to be set up, where there are several."""
        known = self._async_current_ids()
        hubs = {urn: hub for urn, hub in self._hubs.items() if urn not in known}
        if not hubs:
            return self.async_abort(reason="already_configured")
        if len(hubs) == 1:
            return await self._async_create_hubs(*hubs.values())
        errors: dict[str, str] = {}
        if user_input is not None:
            chosen = [hubs[urn] for urn in user_input[CONF_HUBS] if urn in hubs]
            if chosen:
                return await self._async_create_hubs(*chosen)
            errors = {CONF_HUBS: "choose_hub"}
        return self.async_show_form(
            step_id="hubs",
            data_schema=choose(hubs.values()),
            description_placeholders={"number": str(len(hubs))},
            errors=errors,
        )

    async def async_step_import(self, import_data: dict[str, Any]) -> ConfigFlowResult:
        """Set up a hub that was chosen together with others."""
        data = dict(import_data)
        urn, name = data.pop(CONF_URN), data.pop(CONF_NAME)
        await self.async_set_unique_id(urn, raise_on_progress=False)
        self._abort_if_unique_id_configured()
        return self.async_create_entry(title=name, data=data)

    async def async_step_reauth_cloud(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for a new token, because the old one has ended or is about to."""
        entry = self._get_reauth_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._async_ask_for(entry, {CONF_EXPIRES: None, **user_input})
            if not errors:
                return await self._async_go_on()
        return self.async_show_form(
            step_id="reauth_cloud",
            data_schema=self.add_suggested_values_to_schema(RENEW, user_input),
            description_placeholders={**PLACES, "name": entry.title},
            errors=errors,
        )

    async def async_step_reconfigure_cloud(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for another token or key, or for a contract."""
        entry = self._get_reconfigure_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._async_ask_for(entry, {CONF_EXPIRES: None, **user_input})
            if not errors:
                return await self._async_go_on()
        return self.async_show_form(
            step_id="reconfigure_cloud",
            data_schema=self.add_suggested_values_to_schema(
                CHANGE, user_input or {CONF_EXPIRES: entry.data[CONF_EXPIRES]}
            ),
            description_placeholders={**PLACES, "name": entry.title, "reason": self._reason},
            errors=errors,
        )

    async def _async_ask_for(
        self, entry: ConfigEntry[Any], user_input: dict[str, Any]
    ) -> dict[str, str]:
        """Ask for the hub of an entry, with what is entered or was entered before."""
        errors = await self._async_ask(entry.data, user_input)
        if not errors and entry.unique_id not in self._hubs:
            return {CONF_TOKEN: "wrong_account"}
        return errors

    async def _async_ask(
        self, before: Mapping[str, Any], user_input: Mapping[str, Any]
    ) -> dict[str, str]:
        """Ask for the hubs of the account, remember them, and return errors for the form.

        Where a document was uploaded, the Exchange is asked as it says.
        """
        if errors := errors_of_input(user_input):
            return errors
        entered = {name: user_input[name] for name in (CONF_EXPIRES,) if name in user_input}
        for name in (CONF_TOKEN, CONF_KEY):
            if secret := user_input.get(name, "").strip():
                entered[name] = secret
        data = {**before, **entered}
        try:
            if file_id := user_input.get(CONF_ADVANCED, {}).get(CONF_DOCUMENT):
                self._match = await async_read_upload(self.hass, file_id, WISER_HOME)
            gateway = gateway_for(self.hass, data)
            if self._match is not None:
                self._match.apply(gateway.contract)
            hubs = await list_hubs(gateway)
        except DocumentError as err:
            self._reason = str(err)
            return {"base": "bad_document"}
        except WiserError as err:
            return errors_of(err)
        except Exception:
            _LOGGER.exception("Unexpected error while asking the Exchange")
            return {"base": "unknown"}
        self._hubs = {hub.urn: hub for hub in hubs}
        self._cloud = {**data, CONF_CONTRACT: gateway.contract.as_data()}
        return {}

    async def _async_go_on(self) -> ConfigFlowResult:
        """Show what became of a document if there is one, or finish."""
        return await (self.async_step_contract() if self._match else self._async_finish())

    async def _async_finish(self) -> ConfigFlowResult:
        """Set up what is new, or give what is there its new way."""
        if self.source == SOURCE_REAUTH:
            return self._renew(self._get_reauth_entry())
        if self.source == SOURCE_RECONFIGURE:
            return self._renew(self._get_reconfigure_entry())
        return await self.async_step_hubs()

    async def _async_create_hubs(self, hub: HubSummary, *others: HubSummary) -> ConfigFlowResult:
        """Create the entry of a hub, and let flows of their own create those of the others."""
        for other in others:
            self.hass.async_create_task(
                self.hass.config_entries.flow.async_init(
                    DOMAIN,
                    context=ConfigFlowContext(source=SOURCE_IMPORT),
                    data={**self._cloud, CONF_URN: other.urn, CONF_NAME: name_of(other)},
                ),
                f"{DOMAIN} set up {other.urn}",
            )
        await self.async_set_unique_id(hub.urn, raise_on_progress=False)
        self._abort_if_unique_id_configured()
        return self.async_create_entry(title=name_of(hub), data=self._cloud)

    def _renew(self, entry: ConfigEntry[Any]) -> ConfigFlowResult:
        """Give an entry its new token, and with it the hubs that share the old one."""
        shared = {name: self._cloud[name] for name in (CONF_TOKEN, CONF_KEY, CONF_EXPIRES)}
        if self._match is not None:
            shared[CONF_CONTRACT] = self._cloud[CONF_CONTRACT]
        for sibling in sharers(self.hass, entry):
            if sibling is entry or sibling.unique_id not in self._hubs:
                continue
            data = {**sibling.data, **shared}
            self.hass.config_entries.async_update_entry(sibling, data=data)
            for flow in list(sibling.async_get_active_flows(self.hass, {SOURCE_REAUTH})):
                self.hass.config_entries.flow.async_abort(flow["flow_id"])
            self.hass.config_entries.async_schedule_reload(sibling.entry_id)
        return self.async_update_reload_and_abort(entry, data_updates=self._cloud)
