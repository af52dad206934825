"""Show the hot water of the boiler as a water heater."""

from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.water_heater import (
    WaterHeaterEntity,
    WaterHeaterEntityDescription,
    WaterHeaterEntityFeature,
)
from homeassistant.const import STATE_OFF, STATE_ON, UnitOfTemperature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api.hub import Capability
from .api.local.commands import rooms, system
from .api.model import HotWater, Mode, System
from .coordinator import WiserConfigEntry
from .entity import WiserEntity, WiserEntityDescription, async_add_described

# The connection to the hub sends one request at a time.
PARALLEL_UPDATES = 0

AUTO: Final = "auto"


@dataclass(frozen=True, kw_only=True)
class WiserWaterHeaterDescription(WiserEntityDescription[HotWater], WaterHeaterEntityDescription):
    """Describe the hot water."""


WATER_HEATERS: Final = (
    WiserWaterHeaterDescription(
        key="hot_water",
        translation_key="hot_water",
        needs=Capability.SETTINGS,
        record=HotWater,
        also=(System,),
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: WiserConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the hot water of a hub."""
    async_add_described(entry, async_add_entities, WATER_HEATERS, WiserWaterHeater)


class WiserWaterHeater(WiserEntity[HotWater], WaterHeaterEntity):
    """The hot water: a relay at the boiler, which tells no temperature.

    Auto follows the schedule; on and off hold until its next event, off for good in the Wiser
    app's manual mode.
    """

    _attr_native_temperature_unit = UnitOfTemperature.CELSIUS
    _attr_operation_list = [AUTO, STATE_ON, STATE_OFF]  # noqa: RUF012
    _attr_supported_features = (
        WaterHeaterEntityFeature.OPERATION_MODE
        | WaterHeaterEntityFeature.ON_OFF
        | WaterHeaterEntityFeature.AWAY_MODE
    )

    @override
    def shows(self) -> Any:
        return self.current_operation, self.is_away_mode_on

    @property
    @override
    def current_operation(self) -> str | None:
        water = self.record
        if water.mode is Mode.AUTO and not water.is_overridden:
            return AUTO
        if water.water_heating_state is None:
            return None
        return STATE_ON if water.water_heating_state else STATE_OFF

    @property
    @override
    def is_away_mode_on(self) -> bool | None:
        system = self.snapshot.get(System)
        return None if system is None else system.is_away

    @override
    async def async_set_operation_mode(self, operation_mode: str) -> None:
        if operation_mode == AUTO:
            await self.async_send(rooms.follow_hot_water_schedule(self.record))
        else:
            await self.async_send(rooms.turn_hot_water(self.record, on=operation_mode == STATE_ON))

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await self.async_set_operation_mode(STATE_ON)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await self.async_set_operation_mode(STATE_OFF)

    @override
    async def async_turn_away_mode_on(self) -> None:
        await self._async_set_away(on=True)

    @override
    async def async_turn_away_mode_off(self) -> None:
        await self._async_set_away(on=False)

    async def _async_set_away(self, *, on: bool) -> None:
        """Say that the house is left, or that somebody is back."""
        await self.async_send(system.set_away(on))
