"""Show the heating of each room as a climate."""

from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.climate import (
    ATTR_HVAC_MODE,
    PRESET_BOOST,
    PRESET_NONE,
    ClimateEntity,
    ClimateEntityDescription,
    ClimateEntityFeature,
    HVACAction,
    HVACMode,
)
from homeassistant.const import ATTR_TEMPERATURE, PRECISION_TENTHS, UnitOfTemperature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api.hub import Capability
from .api.local.commands import rooms
from .api.local.commands.base import HIGHEST_SET_POINT, LOWEST_SET_POINT
from .api.model import HeatingChannel, Mode, Room, RoomStat
from .const import HEAT_TEMPERATURE
from .coordinator import WiserConfigEntry, WiserCoordinator
from .entity import WiserEntity, WiserEntityDescription, async_add_described

# The connection to the hub sends one request at a time.
PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class WiserClimateDescription(WiserEntityDescription[Room], ClimateEntityDescription):
    """Describe the climate of a room."""


CLIMATES: Final = (
    WiserClimateDescription(
        key="climate",
        name=None,
        record=Room,
        exists_fn=lambda room, _: room.has_heating,
        also=(HeatingChannel, RoomStat),
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: WiserConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the climates of a hub."""
    async_add_described(entry, async_add_entities, CLIMATES, WiserClimate)


class WiserClimate(WiserEntity[Room], ClimateEntity):
    """The heating of a room.

    Auto follows the schedule, where the room has one; a set point lasts until its next event
    then, or for the time its user prefers. Heat holds a set point for good.
    """

    _attr_preset_modes = [PRESET_NONE, PRESET_BOOST]  # noqa: RUF012
    _attr_native_temperature_unit = UnitOfTemperature.CELSIUS
    _attr_precision = PRECISION_TENTHS
    _attr_target_temperature_step = 0.5
    _changes_mode = True

    def __init__(
        self,
        coordinator: WiserCoordinator,
        record: Room,
        description: WiserEntityDescription[Room],
    ) -> None:
        """Allow what the connection can do and the room can be set to; generation 2 tells that."""
        does = coordinator.hub.capabilities
        self._changes_mode = Capability.ROOM_MODES in does
        self._attr_supported_features = ClimateEntityFeature(0)
        if Capability.SET_POINTS in does:
            self._attr_supported_features |= ClimateEntityFeature.TARGET_TEMPERATURE
        if self._changes_mode:
            self._attr_supported_features |= (
                ClimateEntityFeature.PRESET_MODE
                | ClimateEntityFeature.TURN_ON
                | ClimateEntityFeature.TURN_OFF
            )
        can = record.climate_capabilities
        lowest = can.minimum_heat_setpoint if can else None
        highest = can.maximum_heat_setpoint if can else None
        self._attr_min_temp = max(lowest or LOWEST_SET_POINT, LOWEST_SET_POINT)
        self._attr_max_temp = min(highest or HIGHEST_SET_POINT, HIGHEST_SET_POINT)
        super().__init__(coordinator, record, description)

    @override
    def shows(self) -> Any:
        return (
            self.native_current_temperature,
            self.native_target_temperature,
            self.current_humidity,
            self.hvac_mode,
            self.hvac_modes,
            self.hvac_action,
            self.preset_mode,
        )

    @property
    @override
    def native_current_temperature(self) -> float | None:
        return self.record.calculated_temperature

    @property
    @override
    def native_target_temperature(self) -> float | None:
        return self.record.set_point

    @property
    @override
    def current_humidity(self) -> float | None:
        return self.snapshot.humidity_of(self.record)

    @property
    @override
    def hvac_modes(self) -> list[HVACMode]:
        # They are asked for also when the room is gone.
        room = self.snapshot.get(Room, self._key[1])
        if not self._changes_mode:
            mode = None if room is None else self.hvac_mode
            return [mode or HVACMode.HEAT]
        follows = room is not None and room.schedule_id is not None
        return [*([HVACMode.AUTO] if follows else []), HVACMode.HEAT, HVACMode.OFF]

    @property
    @override
    def hvac_mode(self) -> HVACMode | None:
        room = self.record
        if room.is_off:
            return HVACMode.OFF
        if room.follows_schedule:
            return HVACMode.AUTO
        return HVACMode.HEAT if room.mode in {Mode.AUTO, Mode.MANUAL} else None

    @property
    @override
    def hvac_action(self) -> HVACAction:
        if self.snapshot.is_heated(self.record):
            return HVACAction.HEATING
        return HVACAction.OFF if self.record.is_off else HVACAction.IDLE

    @property
    @override
    def preset_mode(self) -> str:
        return PRESET_BOOST if self.record.is_boosted else PRESET_NONE

    @override
    async def async_set_temperature(self, **kwargs: Any) -> None:
        mode = kwargs.get(ATTR_HVAC_MODE) if self._changes_mode else None
        if mode is not None:
            await self.async_handle_set_hvac_mode_service(mode)
        if mode is not HVACMode.OFF:
            temperature = kwargs[ATTR_TEMPERATURE]
            room = self.record
            held = self.preferences.set_point_minutes if room.follows_schedule else None
            await self.async_send(rooms.set_room_temperature(room, temperature, held))

    @override
    async def async_set_hvac_mode(self, hvac_mode: HVACMode) -> None:
        if hvac_mode is HVACMode.AUTO:
            await self.async_send(rooms.follow_room_schedule(self.record))
        elif hvac_mode is HVACMode.HEAT:
            await self.async_send(rooms.hold_room(self.record, HEAT_TEMPERATURE))
        else:
            await self.async_send(rooms.turn_room_off(self.record))

    @override
    async def async_turn_on(self) -> None:
        await self.async_set_hvac_mode(self.hvac_modes[0])

    @override
    async def async_set_preset_mode(self, preset_mode: str) -> None:
        if preset_mode == PRESET_BOOST:
            prefer = self.preferences
            await self.async_send(
                rooms.boost_room(self.record, prefer.boost_difference, prefer.boost_minutes)
            )
        elif self.record.is_boosted:
            # Restoring a scene sets the preset after the temperature, which must stay.
            await self.async_send(rooms.cancel_room_override(self.record))
