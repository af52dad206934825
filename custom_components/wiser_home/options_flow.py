"""Let a user choose how boosts and set points behave."""

from typing import Any, Final

from homeassistant.config_entries import ConfigFlowResult, OptionsFlowWithReload
from homeassistant.const import UnitOfTemperature, UnitOfTime
from homeassistant.helpers.selector import (
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
)
import voluptuous as vol

from .api.local.commands.base import LARGEST_BOOST, LONGEST_MINUTES
from .preferences import (
    CONF_BOOST_DIFFERENCE,
    CONF_BOOST_MINUTES,
    CONF_SET_POINT_HOLD,
    CONF_SET_POINT_MINUTES,
    DEFAULT_BOOST_DIFFERENCE,
    DEFAULT_BOOST_MINUTES,
    DEFAULT_SET_POINT_MINUTES,
    FOR_A_TIME,
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


class WiserOptionsFlow(OptionsFlowWithReload):
    """Choose how boosts and set points behave."""

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the preferences."""
        if user_input is not None:
            return self.async_create_entry(data=user_input)
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(_OPTIONS, self.config_entry.options),
        )
