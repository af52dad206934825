"""Set up what an account at the Schneider Electric Exchange has, and keep the way there open."""

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
from homeassistant.const import CONF_NAME, CONF_TOKEN, CONF_UNIQUE_ID
import voluptuous as vol

from .accounts import Found, async_find
from .api.cloud.contract import Product
from .api.cloud.openapi import DocumentError, Match
from .api.cloud.products import PRODUCTS, WISER_HOME
from .api.errors import WiserError
from .cloud_forms import (
    CHANGE,
    CONF_ADVANCED,
    CONF_CHOSEN,
    NEW,
    RENEW,
    choose,
    errors_of,
    errors_of_input,
    places_of,
)
from .connections import gateway_for
from .const import (
    CONF_CONNECTION,
    CONF_CONTRACT,
    CONF_EXPIRES,
    CONF_IMPLEMENTATION,
    CONF_KEY,
    DOMAIN,
)
from .contract_upload import CONF_DOCUMENT, async_read_upload, told_of
from .tokens import sharers

_LOGGER = logging.getLogger(__name__)

_CREDENTIALS: Final[tuple[str, ...]] = (CONF_TOKEN, CONF_KEY, CONF_EXPIRES, CONF_IMPLEMENTATION)
"""What entries that were made with one token have in common, as far as they have it."""


class CloudFlow(ConfigFlow):
    """Set up hubs and sites through the Exchange, and renew what leads there."""

    def __init__(self) -> None:
        """Know nothing yet."""
        super().__init__()
        self._product: Product = WISER_HOME
        self._cloud: dict[str, Any] = {}
        self._all: dict[str, Found] = {}
        self._match: Match | None = None
        self._reason = ""

    async def async_step_wiser_home(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the token of an account that has hubs."""
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._async_ask(self._nothing(), user_input)
            if not errors:
                return await self._async_go_on()
        return self.async_show_form(
            step_id="wiser_home",
            data_schema=self.add_suggested_values_to_schema(NEW, user_input),
            description_placeholders={**places_of(self._product), "reason": self._reason},
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
            description_placeholders={**told_of(self._match, self._product)},
        )

    async def async_step_choose(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask which hubs or sites are to be set up, where there are several."""
        known = self._async_current_ids()
        new = {id_: found for id_, found in self._all.items() if id_ not in known}
        if not new:
            return self.async_abort(reason="already_configured")
        if len(new) == 1:
            return await self._async_create_all(*new.values())
        errors: dict[str, str] = {}
        if user_input is not None:
            chosen = [new[id_] for id_ in user_input[CONF_CHOSEN] if id_ in new]
            if chosen:
                return await self._async_create_all(*chosen)
            errors = {CONF_CHOSEN: "nothing_chosen"}
        return self.async_show_form(
            step_id="choose",
            data_schema=choose({id_: found.name for id_, found in new.items()}),
            description_placeholders={"number": str(len(new))},
            errors=errors,
        )

    async def async_step_import(self, import_data: dict[str, Any]) -> ConfigFlowResult:
        """Set up what was chosen together with something else."""
        data = dict(import_data)
        unique_id, name = data.pop(CONF_UNIQUE_ID), data.pop(CONF_NAME)
        await self.async_set_unique_id(unique_id, raise_on_progress=False)
        self._abort_if_unique_id_configured()
        return self.async_create_entry(title=name, data=data)

    async def async_step_reauth_cloud(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for a new token, because the old one has ended or is about to."""
        entry = self._get_reauth_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._async_ask_for(entry, user_input)
            if not errors:
                return await self._async_go_on()
        return self.async_show_form(
            step_id="reauth_cloud",
            data_schema=self.add_suggested_values_to_schema(RENEW, user_input),
            description_placeholders={
                **places_of(PRODUCTS[entry.data[CONF_CONNECTION]]),
                "name": entry.title,
            },
            errors=errors,
        )

    async def async_step_reconfigure_cloud(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for another token or key, or for a contract."""
        entry = self._get_reconfigure_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._async_ask_for(entry, user_input)
            if not errors:
                return await self._async_go_on()
        return self.async_show_form(
            step_id="reconfigure_cloud",
            data_schema=self.add_suggested_values_to_schema(
                CHANGE, user_input or {CONF_EXPIRES: entry.data[CONF_EXPIRES]}
            ),
            description_placeholders={
                **places_of(PRODUCTS[entry.data[CONF_CONNECTION]]),
                "name": entry.title,
                "reason": self._reason,
            },
            errors=errors,
        )

    def _nothing(self) -> dict[str, Any]:
        """Return the data of an entry before anything was entered."""
        return {
            CONF_CONNECTION: self._product.key,
            CONF_TOKEN: "",
            CONF_KEY: None,
            CONF_EXPIRES: None,
            CONF_CONTRACT: {},
        }

    async def _async_ask_for(
        self, entry: ConfigEntry[Any], user_input: dict[str, Any]
    ) -> dict[str, str]:
        """Ask for what an entry is of, with what is entered or was entered before.

        A date that is left out is that of no token any more.
        """
        self._product = PRODUCTS[entry.data[CONF_CONNECTION]]
        return await self._async_ask(entry.data, {CONF_EXPIRES: None, **user_input})

    async def _async_ask(
        self, before: Mapping[str, Any], user_input: Mapping[str, Any]
    ) -> dict[str, str]:
        """Take what was entered and ask the Exchange with it, and return errors for the form."""
        return await self._async_take(before, user_input) or await self._async_list()

    async def _async_take(
        self, before: Mapping[str, Any], user_input: Mapping[str, Any]
    ) -> dict[str, str]:
        """Take what was entered, also a document, and return errors for the form."""
        if errors := errors_of_input(user_input):
            return errors
        entered = {name: user_input[name] for name in (CONF_EXPIRES,) if name in user_input}
        for name in (CONF_TOKEN, CONF_KEY):
            if secret := user_input.get(name, "").strip():
                entered[name] = secret
        self._cloud = {**before, **entered}
        file_id = user_input.get(CONF_ADVANCED, {}).get(CONF_DOCUMENT)
        if file_id is None:
            return {}
        try:
            self._match = await async_read_upload(self.hass, file_id, self._product)
        except DocumentError as err:
            self._reason = str(err)
            return {"base": "bad_document"}
        return {}

    async def _async_list(self) -> dict[str, str]:
        """Ask what the account has, remember it, and return errors for the form.

        Where a document was uploaded, the Exchange is asked as it says.
        """
        gateway = gateway_for(self.hass, self._cloud)
        if self._match is not None:
            self._match.apply(gateway.contract)
        try:
            self._all = await async_find(gateway)
        except WiserError as err:
            return errors_of(err, self._cloud)
        except Exception:
            _LOGGER.exception("Unexpected error while asking the Exchange")
            return {"base": "unknown"}
        self._cloud[CONF_CONTRACT] = gateway.contract.as_data()
        if (entry := self._entry()) is not None and entry.unique_id not in self._all:
            return {"base": "wrong_account"}
        return {} if self._all else {"base": "empty_account"}

    async def _async_go_on(self) -> ConfigFlowResult:
        """Show what became of a document if there is one, or finish."""
        return await (self.async_step_contract() if self._match else self._async_finish())

    async def _async_finish(self) -> ConfigFlowResult:
        """Set up what is new, or give what is there its new way."""
        entry = self._entry()
        return await self.async_step_choose() if entry is None else self._renew(entry)

    def _entry(self) -> ConfigEntry[Any] | None:
        """Return the entry that is to be given its new way; none where something is set up."""
        if self.source == SOURCE_REAUTH:
            return self._get_reauth_entry()
        return self._get_reconfigure_entry() if self.source == SOURCE_RECONFIGURE else None

    async def _async_create_all(self, first: Found, *others: Found) -> ConfigFlowResult:
        """Create the entry of one, and let flows of their own create those of the others."""
        for other in others:
            told = {CONF_UNIQUE_ID: other.unique_id, CONF_NAME: other.name}
            self.hass.async_create_task(
                self.hass.config_entries.flow.async_init(
                    DOMAIN,
                    context=ConfigFlowContext(source=SOURCE_IMPORT),
                    data={**self._cloud, **other.data, **told},
                ),
                f"{DOMAIN} set up one of several",
            )
        await self.async_set_unique_id(first.unique_id, raise_on_progress=False)
        self._abort_if_unique_id_configured()
        return self.async_create_entry(title=first.name, data={**self._cloud, **first.data})

    def _renew(self, entry: ConfigEntry[Any]) -> ConfigFlowResult:
        """Give an entry its new token, and with it those that share the old one."""
        shared: dict[str, Any] = {
            name: self._cloud[name] for name in _CREDENTIALS if name in self._cloud
        }
        if self._match is not None:
            shared[CONF_CONTRACT] = self._cloud[CONF_CONTRACT]
        for sibling in sharers(self.hass, entry):
            if sibling is entry or sibling.unique_id not in self._all:
                continue
            data = {**sibling.data, **shared}
            self.hass.config_entries.async_update_entry(sibling, data=data)
            for flow in list(sibling.async_get_active_flows(self.hass, {SOURCE_REAUTH})):
                self.hass.config_entries.flow.async_abort(flow["flow_id"])
            self.hass.config_entries.async_schedule_reload(sibling.entry_id)
        return self.async_update_reload_and_abort(entry, data_updates=self._cloud)
