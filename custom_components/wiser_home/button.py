"""Show what is done once as buttons."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.button import (
    ButtonDeviceClass,
    ButtonEntity,
    ButtonEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import Unauthorized
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api.hub import Capability, Command
from .api.local.commands import devices, rooms, system
from .api.model import Automation, Device, HotWater, Record, Room, Snapshot, System
from .coordinator import WiserConfigEntry
from .devices import HUB_ID
from .entity import WiserEntity, WiserEntityDescription, async_add_described, named
from .preferences import Preferences

# The connection to the hub sends one request at a time.
PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class WiserButtonDescription[R: Record](WiserEntityDescription[R], ButtonEntityDescription):
    """Describe a button, and the command behind it, which may be for administrators only."""

    needs: Capability | None = Capability.SETTINGS
    press_fn: Callable[[R, Preferences], Command]
    for_admins: bool = False


def _heats(system: System, snapshot: Snapshot) -> bool:
    """Return whether the house has any room with heating."""
    return any(room.has_heating for room in snapshot.all(Room).values())


BUTTONS: Final[tuple[WiserButtonDescription[Any], ...]] = (
    WiserButtonDescription(
        key="boost_all",
        translation_key="boost_all",
        record=System,
        exists_fn=_heats,
        press_fn=lambda _, prefer: system.boost_all(prefer.boost_difference, prefer.boost_minutes),
    ),
    WiserButtonDescription(
        key="cancel_all_overrides",
        translation_key="cancel_all_overrides",
        record=System,
        exists_fn=_heats,
        press_fn=lambda *_: system.cancel_all_overrides(),
    ),
    WiserButtonDescription(
        key="permit_join",
        translation_key="permit_join",
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
        record=System,
        press_fn=lambda *_: system.permit_join(),
        for_admins=True,
    ),
    WiserButtonDescription(
        key="run",
        translation_key="run_automation",
        entity_registry_enabled_default=False,
        record=Automation,
        placeholders_fn=named,
        press_fn=lambda found, _: system.trigger_automation(found),
    ),
    WiserButtonDescription(
        key="boost",
        translation_key="boost",
        entity_registry_enabled_default=False,
        record=Room,
        exists_fn=lambda room, _: room.has_heating,
        press_fn=lambda room, prefer: rooms.boost_room(
            room, prefer.boost_difference, prefer.boost_minutes
        ),
    ),
    WiserButtonDescription(
        key="cancel_override",
        translation_key="cancel_override",
        entity_registry_enabled_default=False,
        record=Room,
        exists_fn=lambda room, _: room.has_heating,
        press_fn=lambda found, _: rooms.cancel_room_override(found),
    ),
    WiserButtonDescription(
        key="boost",
        translation_key="boost_hot_water",
        record=HotWater,
        press_fn=lambda water, prefer: rooms.turn_hot_water(
            water, on=True, minutes=prefer.boost_minutes
        ),
    ),
    WiserButtonDescription(
        key="cancel_override",
        translation_key="cancel_hot_water_override",
        record=HotWater,
        press_fn=lambda found, _: rooms.cancel_hot_water_override(found),
    ),
    WiserButtonDescription(
        key="identify",
        device_class=ButtonDeviceClass.IDENTIFY,
        entity_category=EntityCategory.DIAGNOSTIC,
        record=Device,
        exists_fn=lambda device, _: device.id != HUB_ID,
        press_fn=lambda found, _: devices.identify(found),
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: WiserConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the buttons of a hub."""
    async_add_described(entry, async_add_entities, BUTTONS, WiserButton)


class WiserButton[R: Record](WiserEntity[R], ButtonEntity):
    """Something that is done once."""

    entity_description: WiserButtonDescription[R]

    @override
    def shows(self) -> Any:
        return None

    @override
    async def async_press(self) -> None:
        if self.entity_description.for_admins:
            await self._async_require_admin()
        await self.async_send(self.entity_description.press_fn(self.record, self.preferences))

    async def _async_require_admin(self) -> None:
        """Make sure that no other user than an administrator has pressed the button.

        Home Assistant's own actions that open a Zigbee network ask for one, too. Automations
        are made by administrators.

        Raises:
            Unauthorized: somebody else has.
        """
        context = self._context
        if context is None or context.user_id is None:
            return
        user = await self.hass.auth.async_get_user(context.user_id)
        if user is None or not user.is_admin:
            raise Unauthorized(context=context)
