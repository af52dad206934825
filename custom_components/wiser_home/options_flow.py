"""Let a user choose how boosts and set points behave, and how often the cloud is asked."""

from typing import Any, Final

from homeassistant.config_entries import ConfigFlowResult, OptionsFlowWithReload
from homeassistant.const import UnitOfTemperature, UnitOfTime
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
)
import voluptuous as vol

from .api.cloud.contract import Product
from .api.cloud.openapi import DocumentError, Match
from .api.cloud.products import PRODUCTS, WISER_HOME
from .api.local.commands.base import LARGEST_BOOST, LONGEST_MINUTES
from .const import CONF_CONNECTION
from .contract_upload import (
    CONF_DOCUMENT,
    DOCUMENT_SELECTOR,
    async_correct,
    async_read_upload,
    told_of,
)
from .preferences import (
    CONF_BOOST_DIFFERENCE,
    CONF_BOOST_MINUTES,
    CONF_HISTORY,
    CONF_POLL_MINUTES,
    CONF_SET_POINT_HOLD,
    CONF_SET_POINT_MINUTES,
    DEFAULT_BOOST_DIFFERENCE,
    DEFAULT_BOOST_MINUTES,
    DEFAULT_POLL_MINUTES,
    DEFAULT_SET_POINT_MINUTES,
    FOR_A_TIME,
    LEAST_POLL_MINUTES,
    MOST_POLL_MINUTES,
    UNTIL_NEXT_EVENT,
)


def _minutes() -> NumberSelector:
    """Return what a duration is chosen with."""
    return NumberSelector(
        NumberSelectorConfig(
            min=5,
            max=LONGEST_MINUTES,
            step=5,
            mode=NumberSelectorMode.BOX,
            unit_of_measurement=UnitOfTime.MINUTES,
        )
    )


_OPTIONS: Final = vol.Schema(
    {
        vol.Required(CONF_BOOST_DIFFERENCE, default=DEFAULT_BOOST_DIFFERENCE): NumberSelector(
            NumberSelectorConfig(
                min=0.5,
                max=LARGEST_BOOST,
                step=0.5,
                mode=NumberSelectorMode.BOX,
                unit_of_measurement=UnitOfTemperature.CELSIUS,
            )
        ),
        vol.Required(CONF_BOOST_MINUTES, default=DEFAULT_BOOST_MINUTES): _minutes(),
        vol.Required(CONF_SET_POINT_HOLD, default=UNTIL_NEXT_EVENT): SelectSelector(
            SelectSelectorConfig(
                options=[UNTIL_NEXT_EVENT, FOR_A_TIME], translation_key=CONF_SET_POINT_HOLD
            )
        ),
        vol.Required(CONF_SET_POINT_MINUTES, default=DEFAULT_SET_POINT_MINUTES): _minutes(),
    }
)


_CLOUD: Final = vol.Schema(
    {
        vol.Required(CONF_POLL_MINUTES, default=DEFAULT_POLL_MINUTES): NumberSelector(
            NumberSelectorConfig(
                min=LEAST_POLL_MINUTES,
                max=MOST_POLL_MINUTES,
                step=1,
                mode=NumberSelectorMode.BOX,
                unit_of_measurement=UnitOfTime.MINUTES,
            )
        ),
        vol.Required(CONF_HISTORY, default=True): BooleanSelector(),
        vol.Optional(CONF_DOCUMENT): DOCUMENT_SELECTOR,
    }
)
_ENERGY: Final = vol.Schema({vol.Optional(CONF_DOCUMENT): DOCUMENT_SELECTOR})


class WiserOptionsFlow(OptionsFlowWithReload):
    """Choose how boosts and set points behave, or how often the cloud is asked."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._match: Match | None = None
        self._chosen: dict[str, Any] = {}
        self._reason = ""

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the preferences."""
        match self.config_entry.data.get(CONF_CONNECTION):
            case WISER_HOME.key:
                return await self.async_step_cloud()
            case str():
                return await self.async_step_energy()
        if user_input is not None:
            return self.async_create_entry(data=user_input)
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(_OPTIONS, self.config_entry.options),
        )

    async def async_step_cloud(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask how often the Exchange is asked about a hub, and take a contract."""
        errors: dict[str, str] = {}
        if user_input is not None:
            self._chosen = {
                CONF_POLL_MINUTES: int(user_input[CONF_POLL_MINUTES]),
                CONF_HISTORY: user_input[CONF_HISTORY],
            }
            errors = await self._async_take(user_input)
            if not errors:
                return await self._async_go_on()
        return self.async_show_form(
            step_id="cloud",
            data_schema=self.add_suggested_values_to_schema(
                _CLOUD, self._chosen or self.config_entry.options
            ),
            description_placeholders={"name": self.config_entry.title, "reason": self._reason},
            errors=errors,
        )

    async def async_step_energy(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Take a contract for the energy of a site."""
        errors: dict[str, str] = {}
        if user_input is not None:
            self._chosen = dict(self.config_entry.options)
            errors = await self._async_take(user_input)
            if not errors:
                return await self._async_go_on()
        return self.async_show_form(
            step_id="energy",
            data_schema=_ENERGY,
            description_placeholders={"name": self.config_entry.title, "reason": self._reason},
            errors=errors,
        )

    async def _async_take(self, user_input: dict[str, Any]) -> dict[str, str]:
        """Take a document if there is one, and return errors for the form."""
        if (file_id := user_input.get(CONF_DOCUMENT)) is not None:
            try:
                self._match = await async_read_upload(self.hass, file_id, self._product)
            except DocumentError as err:
                self._reason = str(err)
                return {CONF_DOCUMENT: "bad_document"}
        return {}

    async def _async_go_on(self) -> ConfigFlowResult:
        """Show what became of a document if there is one, or finish."""
        if self._match is None:
            return self.async_create_entry(data=self._chosen)
        return await self.async_step_contract()

    async def async_step_contract(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show what a document has corrected, and take it over."""
        assert self._match is not None
        if user_input is None:
            return self.async_show_form(
                step_id="contract",
                data_schema=vol.Schema({}),
                description_placeholders={**told_of(self._match, self._product)},
            )
        self.hass.config_entries.async_update_entry(self.config_entry, options=self._chosen)
        async_correct(self.hass, self.config_entry, self._match)
        return self.async_create_entry(data=self._chosen)

    @property
    def _product(self) -> Product:
        """Return the product of the Exchange that the entry asks."""
        return PRODUCTS[self.config_entry.data[CONF_CONNECTION]]
