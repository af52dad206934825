"""Let a user choose how boosts and set points behave."""

from dataclasses import dataclass
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigFlowResult, OptionsFlowWithReload
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

CONF_BOOST_DIFFERENCE: Final = "boost_difference"
CONF_BOOST_MINUTES: Final = "boost_minutes"
CONF_SET_POINT_HOLD: Final = "set_point_hold"
CONF_SET_POINT_MINUTES: Final = "set_point_minutes"

UNTIL_NEXT_EVENT: Final = "until_next_event"
FOR_A_TIME: Final = "for_a_time"

DEFAULT_BOOST_DIFFERENCE: Final = 2.0
DEFAULT_BOOST_MINUTES: Final = 60
DEFAULT_SET_POINT_MINUTES: Final = 120


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a user prefers: K, and minutes; none for a set point until the next event."""

    boost_difference: float = DEFAULT_BOOST_DIFFERENCE
    boost_minutes: int = DEFAULT_BOOST_MINUTES
    set_point_minutes: int | None = None


def preferences_of(entry: ConfigEntry[Any]) -> Preferences:
    """Return what the user of an entry prefers."""
    options = entry.options
    held = options.get(CONF_SET_POINT_HOLD) == FOR_A_TIME
    return Preferences(
        boost_difference=float(options.get(CONF_BOOST_DIFFERENCE, DEFAULT_BOOST_DIFFERENCE)),
        boost_minutes=int(options.get(CONF_BOOST_MINUTES, DEFAULT_BOOST_MINUTES)),
        set_point_minutes=(
            int(options.get(CONF_SET_POINT_MINUTES, DEFAULT_SET_POINT_MINUTES)) if held else None
        ),
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
