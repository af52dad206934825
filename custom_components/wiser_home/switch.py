"""Show what can be switched: plugs, circuits, automations, away, and settings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.switch import (
    SwitchDeviceClass,
    SwitchEntity,
    SwitchEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api.hub import Capability, Command
from .api.local.commands import devices, rooms, system
from .api.model import (
    Automation,
    BinarySensor,
    Device,
    Equipment,
    Light,
    PowerTagC,
    Record,
    Room,
    Shutter,
    SmartPlug,
    System,
)
from .coordinator import WiserConfigEntry
from .devices import HUB_ID
from .entity import WiserEntity, WiserEntityDescription, async_add_described, named
from .gangs import by_gang

# The connection to the hub sends one request at a time.
PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class WiserSwitchDescription[R: Record](WiserEntityDescription[R], SwitchEntityDescription):
    """Describe a switch: how it stands, and the command that switches it."""

    needs: Capability | None = Capability.SETTINGS
    is_on_fn: Callable[[R], bool | None]
    turn_fn: Callable[[R, bool], Command]


def _setting[R: Record](
    key: str,
    record: type[R],
    is_on_fn: Callable[[R], bool | None],
    turn_fn: Callable[[R, bool], Command],
    *,
    enabled: bool = True,
) -> WiserSwitchDescription[R]:
    """Describe a setting that exists where the hub has the field."""
    return WiserSwitchDescription(
        key=key,
        translation_key=key,
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=enabled,
        record=record,
        exists_fn=lambda found, _: is_on_fn(found) is not None,
        is_on_fn=is_on_fn,
        turn_fn=turn_fn,
    )


def _outlet[R: (SmartPlug, PowerTagC)](record: type[R]) -> WiserSwitchDescription[R]:
    """Describe the output of a plug or a circuit."""
    return WiserSwitchDescription(
        key="output",
        name=None,
        needs=Capability.PLUGS,
        device_class=SwitchDeviceClass.OUTLET,
        record=record,
        is_on_fn=lambda plug: plug.output_state,
        turn_fn=devices.turn_plug,
    )


def _away[R: (SmartPlug, PowerTagC, Light, Shutter)](
    record: type[R], key: str
) -> WiserSwitchDescription[R]:
    """Describe what a thing does when the house is left."""

    def acts(thing: R) -> bool | None:
        """Return whether the thing does anything."""
        return None if thing.away_action is None else thing.away_action != "NoChange"

    return _setting(key, record, acts, devices.set_away_action)


SWITCHES: Final[tuple[WiserSwitchDescription[Any], ...]] = (
    WiserSwitchDescription(
        key="away",
        translation_key="away",
        needs=Capability.AWAY,
        record=System,
        is_on_fn=lambda system: system.is_away,
        turn_fn=lambda _, on: system.set_away(on),
    ),
    _setting("eco_mode", System, lambda system: system.eco_mode_enabled, system.set_eco_mode),
    _setting(
        "comfort_mode",
        System,
        lambda system: system.comfort_mode_enabled,
        system.set_comfort_mode,
    ),
    _setting(
        "valve_protection",
        System,
        lambda system: system.valve_protection_enabled,
        system.set_valve_protection,
        enabled=False,
    ),
    _setting(
        "daylight_saving",
        System,
        lambda system: system.automatic_daylight_saving,
        system.set_daylight_saving,
        enabled=False,
    ),
    _setting(
        "away_affects_hot_water",
        System,
        lambda system: system.away_mode_affects_hot_water,
        system.set_away_affects_hot_water,
        enabled=False,
    ),
    _setting(
        "summer_comfort",
        System,
        lambda system: system.summer_comfort_enabled,
        system.set_summer_comfort,
    ),
    _setting(
        "summer_discomfort_prevention",
        System,
        lambda system: system.summer_discomfort_prevention,
        system.set_summer_discomfort_prevention,
    ),
    WiserSwitchDescription(
        key="enabled",
        translation_key="automation",
        record=Automation,
        placeholders_fn=named,
        is_on_fn=lambda automation: automation.enabled,
        turn_fn=system.enable_automation,
    ),
    _setting(
        "window_detection",
        Room,
        lambda room: room.window_detection_active if room.has_heating else None,
        rooms.set_window_detection,
    ),
    _setting(
        "include_in_summer_comfort",
        Room,
        lambda room: room.include_in_summer_comfort,
        rooms.set_room_summer_comfort,
    ),
    _setting(
        "child_lock",
        Device,
        lambda device: None if device.id == HUB_ID else device.device_lock_enabled,
        devices.set_child_lock,
    ),
    _outlet(SmartPlug),
    _outlet(PowerTagC),
    WiserSwitchDescription(
        key="charging_allowed",
        translation_key="charging_allowed",
        record=Equipment,
        exists_fn=lambda equipment, _: equipment.can_be_held,
        is_on_fn=lambda equipment: equipment.charging_allowed,
        turn_fn=devices.allow_charging,
    ),
    _away(SmartPlug, "off_when_away"),
    _away(PowerTagC, "off_when_away"),
    *by_gang(_away(Light, "off_when_away")),
    _away(Shutter, "close_when_away"),
    _setting(
        "respect_summer_comfort",
        Shutter,
        lambda shutter: shutter.respect_summer_comfort,
        devices.set_shutter_summer_comfort,
    ),
    _setting(
        "interacts_with_room_climate",
        BinarySensor,
        lambda sensor: sensor.interacts_with_room_climate,
        devices.set_climate_interaction,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: WiserConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the switches of a hub."""
    async_add_described(entry, async_add_entities, SWITCHES, WiserSwitch)


class WiserSwitch[R: Record](WiserEntity[R], SwitchEntity):
    """Something that is on or off."""

    entity_description: WiserSwitchDescription[R]

    @override
    def shows(self) -> Any:
        return self.is_on

    @property
    @override
    def is_on(self) -> bool | None:
        return self.entity_description.is_on_fn(self.record)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await self.async_send(self.entity_description.turn_fn(self.record, True))

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await self.async_send(self.entity_description.turn_fn(self.record, False))
