"""Show every gang of the light switches and dimmers as a light."""

from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.light import (
    ATTR_BRIGHTNESS,
    ColorMode,
    LightEntity,
    LightEntityDescription,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api.hub import Capability
from .api.local.commands import devices
from .api.model import Light
from .coordinator import WiserConfigEntry, WiserCoordinator
from .entity import WiserEntity, WiserEntityDescription, async_add_described
from .gangs import by_gang

# The connection to the hub sends one request at a time.
PARALLEL_UPDATES = 0

FULL_BRIGHTNESS: Final = 255


@dataclass(frozen=True, kw_only=True)
class WiserLightDescription(WiserEntityDescription[Light], LightEntityDescription):
    """Describe a light."""


LIGHTS: Final = by_gang(
    WiserLightDescription(key="light", name=None, record=Light, needs=Capability.LIGHTS)
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: WiserConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the lights of a hub."""
    async_add_described(entry, async_add_entities, LIGHTS, WiserLight)


class WiserLight(WiserEntity[Light], LightEntity):
    """One gang of a light switch or dimmer.

    It is named as its user named it where its device has more gangs, else as its device.
    """

    def __init__(
        self,
        coordinator: WiserCoordinator,
        record: Light,
        description: WiserEntityDescription[Light],
    ) -> None:
        """Offer dimming where the light can be dimmed."""
        mode = ColorMode.BRIGHTNESS if record.is_dimmable else ColorMode.ONOFF
        self._attr_color_mode = mode
        self._attr_supported_color_modes = {mode}
        super().__init__(coordinator, record, description)

    @override
    def shows(self) -> Any:
        return self.is_on, self.brightness

    @property
    @override
    def is_on(self) -> bool | None:
        return self.record.is_on

    @property
    @override
    def brightness(self) -> int | None:
        percent = self.record.brightness
        if percent is None or not self.record.is_dimmable:
            return None
        return round(percent * FULL_BRIGHTNESS / 100)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        brightness = kwargs.get(ATTR_BRIGHTNESS)
        percent = None if brightness is None else max(1, round(brightness * 100 / FULL_BRIGHTNESS))
        await self.async_send(devices.turn_light(self.record, on=True, percent=percent))

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await self.async_send(devices.turn_light(self.record, on=False))
