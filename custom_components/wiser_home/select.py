"""Show the choices that things offer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.select import SelectEntity, SelectEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api.hub import Capability, Command
from .api.local.commands import devices
from .api.model import BinarySensor, Light, Mode, PowerTagC, Record, Shutter, SmartPlug
from .coordinator import WiserConfigEntry
from .entity import WiserEntity, WiserEntityDescription, async_add_described
from .gangs import by_gang

# The connection to the hub sends one request at a time.
PARALLEL_UPDATES = 0

_MODES: Final = {"auto": "Auto", "manual": "Manual"}
_LED: Final = {
    "reverse_with_load": "ReverseWithLoad",
    "consistent_with_load": "ConsistentWithLoad",
    "always_on": "AlwaysOn",
    "always_off": "AlwaysOff",
    "off_after_2s": "OffAfter2s",
}
_POWER_ON: Final = {"last_on_brightness": "LastOnBrightness", "level_percent": "LevelPercent"}
_NOTIFY: Final = {
    "on_either": "OnEither",
    "none": "None",
    "on_true": "OnTrue",
    "on_false": "OnFalse",
}


@dataclass(frozen=True, kw_only=True)
class WiserSelectDescription[R: Record](WiserEntityDescription[R], SelectEntityDescription):
    """Describe a choice: the hub's words by ours, its state, and the command that makes it."""

    needs: Capability | None = Capability.SETTINGS
    words: Mapping[str, str]
    value_fn: Callable[[R], str | None]
    select_fn: Callable[[R, str], Command]


def _choice[R: Record](
    key: str,
    record: type[R],
    words: Mapping[str, str],
    value_fn: Callable[[R], str | None],
    select_fn: Callable[[R, str], Command],
) -> WiserSelectDescription[R]:
    """Describe a choice that exists where the hub has the field."""
    return WiserSelectDescription(
        key=key,
        translation_key=key,
        entity_category=EntityCategory.CONFIG,
        options=list(words),
        record=record,
        exists_fn=lambda found, _: value_fn(found) is not None,
        words=words,
        value_fn=value_fn,
        select_fn=select_fn,
    )


def _mode[R: (SmartPlug, PowerTagC, Light, Shutter)](
    record: type[R],
) -> WiserSelectDescription[R]:
    """Describe whether a thing follows its schedule."""
    return _choice(
        "mode",
        record,
        _MODES,
        lambda thing: thing.mode,
        lambda thing, word: devices.set_mode(thing, Mode(word)),
    )


SELECTS: Final[tuple[WiserSelectDescription[Any], ...]] = (
    _mode(SmartPlug),
    _mode(PowerTagC),
    *by_gang(_mode(Light)),
    _mode(Shutter),
    *by_gang(
        _choice(
            "led_indicator",
            Light,
            _LED,
            lambda light: light.led_indicator,
            devices.set_led_indicator,
        )
    ),
    *by_gang(
        _choice(
            "power_on_behaviour",
            Light,
            _POWER_ON,
            lambda light: light.power_on_behaviour,
            devices.set_power_on_behaviour,
        )
    ),
    _choice(
        "notification",
        BinarySensor,
        _NOTIFY,
        lambda sensor: sensor.enable_notification,
        devices.set_sensor_notification,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: WiserConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the choices of a hub."""
    async_add_described(entry, async_add_entities, SELECTS, WiserSelect)


class WiserSelect[R: Record](WiserEntity[R], SelectEntity):
    """A choice."""

    entity_description: WiserSelectDescription[R]

    @override
    def shows(self) -> Any:
        return self.current_option

    @property
    @override
    def current_option(self) -> str | None:
        value = self.entity_description.value_fn(self.record)
        words = self.entity_description.words
        return next((ours for ours, theirs in words.items() if theirs == value), None)

    @override
    async def async_select_option(self, option: str) -> None:
        word = self.entity_description.words[option]
        await self.async_send(self.entity_description.select_fn(self.record, word))
