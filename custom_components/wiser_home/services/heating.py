"""Boost rooms and the hot water, end overrides, and set the boiler."""

from collections.abc import Iterable
from datetime import timedelta
import re
from typing import Any, Final

from homeassistant.core import ServiceCall
from homeassistant.exceptions import ServiceValidationError

from ..api.hub import Command
from ..api.local.commands import rooms, system
from ..api.local.commands.base import (
    HIGHEST_SET_POINT,
    LARGEST_BOOST,
    LONGEST_MINUTES,
    LOWEST_SET_POINT,
)
from ..api.model import HotWater, Room
from ..const import DOMAIN
from ..coordinator import WiserCoordinator
from ..entity import WiserEntity

DIFFERENCE: Final = "difference"
DURATION: Final = "duration"
ENDPOINT: Final = "endpoint"
PARAMETER: Final = "parameter"
TEMPERATURE: Final = "temperature"
VALUE: Final = "value"

_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")
"""A name in the hub's OpenTherm tree."""


async def boost(entities: list[WiserEntity[Any]], call: ServiceCall) -> None:
    """Make rooms warmer, and have hot water, for a while."""
    duration: timedelta | None = call.data.get(DURATION)
    asked = None if duration is None else duration / timedelta(minutes=1)
    _require_range(DURATION, asked, 1, LONGEST_MINUTES, "min")
    temperature = call.data.get(TEMPERATURE)
    _require_range(TEMPERATURE, temperature, LOWEST_SET_POINT, HIGHEST_SET_POINT, "°C")
    difference = call.data.get(DIFFERENCE)
    _require_range(DIFFERENCE, difference, 0, LARGEST_BOOST, "°C")
    for coordinator, records in by_hub(entities):
        preferences = coordinator.preferences
        minutes = preferences.boost_minutes if asked is None else round(asked)
        kelvin = preferences.boost_difference if difference is None else difference
        commands: list[Command] = [
            rooms.turn_hot_water(record, on=True, minutes=minutes)
            for record in records
            if isinstance(record, HotWater)
        ]
        chosen = [record for record in records if isinstance(record, Room)]
        if temperature is not None:
            commands += [rooms.set_room_temperature(room, temperature, minutes) for room in chosen]
        elif len(chosen) > 1 and _are_all(coordinator, chosen):
            commands.append(system.boost_all(kelvin, minutes))
        else:
            commands += [rooms.boost_room(room, kelvin, minutes) for room in chosen]
        await coordinator.async_send(commands)


async def cancel_override(entities: list[WiserEntity[Any]], call: ServiceCall) -> None:
    """End boosts and other overrides.

    The hub's own request for that would end those of plugs and lights, too.
    """
    for coordinator, records in by_hub(entities):
        await coordinator.async_send(
            rooms.cancel_room_override(record)
            if isinstance(record, Room)
            else rooms.cancel_hot_water_override(record)
            for record in records
        )


async def set_opentherm_parameter(entities: list[WiserEntity[Any]], call: ServiceCall) -> None:
    """Set a parameter of the boiler, in the hub's own words."""
    parameter, endpoint = call.data[PARAMETER].strip(), call.data[ENDPOINT].strip()
    _require_word(PARAMETER, parameter)
    if endpoint:
        _require_word(ENDPOINT, endpoint)
    for coordinator, _ in by_hub(entities):
        command = system.set_open_therm(parameter, call.data[VALUE].strip(), endpoint)
        await coordinator.async_send(command)


def by_hub(entities: Iterable[WiserEntity[Any]]) -> list[tuple[WiserCoordinator, list[Any]]]:
    """Return the records of entities by their hub, each once."""
    found: dict[WiserCoordinator, dict[tuple[type[Any], int], Any]] = {}
    for entity in entities:
        record = entity.record
        found.setdefault(entity.coordinator, {})[type(record), record.id] = record
    return [(coordinator, list(records.values())) for coordinator, records in found.items()]


def _are_all(coordinator: WiserCoordinator, chosen: list[Room]) -> bool:
    """Return whether these are all the rooms that a boost of the whole system would reach."""
    heated = {room.id for room in coordinator.data.all(Room).values() if room.has_heating}
    return heated == {room.id for room in chosen}


def _require_range(field: str, value: float | None, low: float, high: float, unit: str) -> None:
    """Make sure that the value of a field is within bounds.

    Raises:
        ServiceValidationError: it is not.
    """
    if value is not None and not low <= value <= high:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="out_of_range",
            translation_placeholders={
                "field": field,
                "value": f"{value:g}",
                "low": f"{low:g}",
                "high": f"{high:g}",
                "unit": unit,
            },
        )


def _require_word(field: str, value: str) -> None:
    """Make sure that a field holds a name as the hub has them.

    Raises:
        ServiceValidationError: it does not.
    """
    if not _WORD.fullmatch(value):
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="not_a_parameter",
            translation_placeholders={"field": field, "value": value},
        )
