"""Show the temperatures that can be set beside those of the rooms."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, override

from homeassistant.components.number import (
    NumberDeviceClass,
    NumberEntity,
    NumberEntityDescription,
)
from homeassistant.const import EntityCategory, UnitOfTemperature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api.hub import Capability, Command
from .api.local.commands import devices, system
from .api.local.commands.base import HIGHEST_SET_POINT, LOWEST_SET_POINT
from .api.local.commands.system import HIGHEST_FLOW, LOWEST_FLOW
from .api.model import HeatingActuator, OpenTherm, Record, System
from .coordinator import WiserConfigEntry
from .entity import WiserEntity, WiserEntityDescription, async_add_described

# The connection to the hub sends one request at a time.
PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class WiserNumberDescription[R: Record](WiserEntityDescription[R], NumberEntityDescription):
    """Describe a number: where it stands, and the command that sets it.

    `low_fn` and `high_fn` give what bounds it at the time, beside what always does.
    """

    needs: Capability | None = Capability.SETTINGS
    value_fn: Callable[[R], float | None]
    set_fn: Callable[[R, float], Command]
    low_fn: Callable[[R], float | None] | None = None
    high_fn: Callable[[R], float | None] | None = None


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


def _flow_limit(
    key: str,
    value_fn: Callable[[OpenTherm], float | None],
    set_fn: Callable[[float], Command],
    *,
    low_fn: Callable[[OpenTherm], float | None] | None = None,
    high_fn: Callable[[OpenTherm], float | None] | None = None,
) -> WiserNumberDescription[OpenTherm]:
    """Describe a limit of the flow of the boiler."""
    return replace(
        _temperature(
            key,
            OpenTherm,
            value_fn,
            lambda _, celsius: set_fn(celsius),
            low=LOWEST_FLOW,
            high=HIGHEST_FLOW,
        ),
        entity_registry_enabled_default=False,
        low_fn=low_fn,
        high_fn=high_fn,
    )


def _upper(boiler: OpenTherm) -> float | None:
    """Return how hot the water to the heating may get."""
    return boiler.ch_flow_active_upper_setpoint


def _lower(boiler: OpenTherm) -> float | None:
    """Return how hot the water to the heating is at least."""
    return boiler.ch_flow_active_lower_setpoint


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
    _flow_limit("flow_upper_limit", _upper, system.set_upper_flow_limit, low_fn=_lower),
    _flow_limit("flow_lower_limit", _lower, system.set_lower_flow_limit, high_fn=_upper),
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
        return self.native_value, self.native_min_value, self.native_max_value

    @property
    @override
    def native_min_value(self) -> float:
        low = self.entity_description.native_min_value
        assert low is not None
        return max(low, self._bound(self.entity_description.low_fn) or low)

    @property
    @override
    def native_max_value(self) -> float:
        high = self.entity_description.native_max_value
        assert high is not None
        return min(high, self._bound(self.entity_description.high_fn) or high)

    def _bound(self, bound_fn: Callable[[R], float | None] | None) -> float | None:
        """Return what bounds the number now; it is asked for also when the record is gone."""
        record = self.snapshot.get(self._kind, self._key[1])
        return None if bound_fn is None or record is None else bound_fn(record)

    @property
    @override
    def native_value(self) -> float | None:
        return self.entity_description.value_fn(self.record)

    @override
    async def async_set_native_value(self, value: float) -> None:
        await self.async_send(self.entity_description.set_fn(self.record, value))
