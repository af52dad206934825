"""Show the temperatures that can be set beside those of the rooms."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.number import (
    NumberDeviceClass,
    NumberEntity,
    NumberEntityDescription,
)
from homeassistant.const import EntityCategory, UnitOfTemperature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api.hub import Command
from .api.local.commands import devices, system
from .api.local.commands.base import HIGHEST_SET_POINT, LOWEST_SET_POINT
from .api.model import HeatingActuator, Record, System
from .coordinator import WiserConfigEntry
from .entity import WiserEntity, WiserEntityDescription, async_add_described

# The connection to the hub sends one request at a time.
PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class WiserNumberDescription[R: Record](WiserEntityDescription[R], NumberEntityDescription):
    """Describe a number: where it stands, and the command that sets it."""

    value_fn: Callable[[R], float | None]
    set_fn: Callable[[R, float], Command]


def _temperature[R: Record](
    key: str,
    record: type[R],
    value_fn: Callable[[R], float | None],
    set_fn: Callable[[R, float], Command],
    *,
    low: float = LOWEST_SET_POINT,
    high: float = HIGHEST_SET_POINT,
    device_class: NumberDeviceClass = NumberDeviceClass.TEMPERATURE,
) -> WiserNumberDescription[R]:
    """Describe a temperature that can be set where the hub has the field."""
    return WiserNumberDescription(
        key=key,
        translation_key=key,
        device_class=device_class,
        entity_category=EntityCategory.CONFIG,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
        native_min_value=low,
        native_max_value=high,
        native_step=0.5,
        record=record,
        exists_fn=lambda found, _: value_fn(found) is not None,
        value_fn=value_fn,
        set_fn=set_fn,
    )


NUMBERS: Final[tuple[WiserNumberDescription[Any], ...]] = (
    _temperature(
        "away_temperature",
        System,
        lambda system: system.away_mode_set_point_limit,
        system.set_away_temperature,
    ),
    _temperature(
        "degraded_mode_temperature",
        System,
        lambda system: system.degraded_mode_setpoint_threshold,
        system.set_degraded_temperature,
    ),
    _temperature(
        "indoor_discomfort_temperature",
        System,
        lambda system: system.indoor_discomfort_temperature,
        system.set_indoor_discomfort_temperature,
        low=0,
        high=50,
    ),
    _temperature(
        "outdoor_discomfort_temperature",
        System,
        lambda system: system.outdoor_discomfort_temperature,
        system.set_outdoor_discomfort_temperature,
        low=0,
        high=50,
    ),
    _temperature(
        "floor_minimum",
        HeatingActuator,
        lambda actuator: actuator.floor.minimum_temperature,
        devices.set_floor_minimum,
        high=39,
    ),
    _temperature(
        "floor_maximum",
        HeatingActuator,
        lambda actuator: actuator.floor.maximum_temperature,
        devices.set_floor_maximum,
        high=40,
    ),
    _temperature(
        "floor_offset",
        HeatingActuator,
        lambda actuator: actuator.floor.offset,
        devices.set_floor_offset,
        low=-9,
        high=9,
        device_class=NumberDeviceClass.TEMPERATURE_DELTA,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: WiserConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the numbers of a hub."""
    async_add_described(entry, async_add_entities, NUMBERS, WiserNumber)


class WiserNumber[R: Record](WiserEntity[R], NumberEntity):
    """A temperature that can be set."""

    entity_description: WiserNumberDescription[R]

    @override
    def shows(self) -> Any:
        return self.native_value

    @property
    @override
    def native_value(self) -> float | None:
        return self.entity_description.value_fn(self.record)

    @override
    async def async_set_native_value(self, value: float) -> None:
        await self.async_send(self.entity_description.set_fn(self.record, value))
