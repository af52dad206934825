"""Show the moments of the Wiser app as scenes."""

from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.scene import Scene
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api.hub import Capability
from .api.local.commands import system
from .api.model import Moment
from .coordinator import WiserConfigEntry
from .entity import WiserEntity, WiserEntityDescription, async_add_described, named

# The connection to the hub sends one request at a time.
PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class WiserSceneDescription(WiserEntityDescription[Moment], EntityDescription):
    """Describe a moment."""


SCENES: Final = (
    WiserSceneDescription(
        key="moment",
        translation_key="moment",
        needs=Capability.SETTINGS,
        record=Moment,
        placeholders_fn=named,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: WiserConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the moments of a hub."""
    async_add_described(entry, async_add_entities, SCENES, WiserScene)


class WiserScene(WiserEntity[Moment], Scene):
    """A moment of the Wiser app."""

    @override
    async def async_activate(self, **kwargs: Any) -> None:
        await self.async_send(system.trigger_moment(self.record))
