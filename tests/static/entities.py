"""Find out which entities the integration describes."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.components.water_heater import WaterHeaterEntity
from homeassistant.helpers.entity import EntityDescription

from custom_components.wiser_home.energy_data_sensors import ENERGY_DATA_SENSORS
from custom_components.wiser_home.energy_monitoring_entities import (
    MONITORED_BINARY_SENSORS,
    MONITORED_SENSORS,
)

from .source import platform_modules


def described() -> Iterator[tuple[str, Any]]:
    """Yield every description of an entity and its platform."""
    yield from (
        ("sensor", description) for description in (*ENERGY_DATA_SENSORS, *MONITORED_SENSORS)
    )
    yield from (("binary_sensor", description) for description in MONITORED_BINARY_SENSORS)
    for platform, module in platform_modules().items():
        for value in vars(module).values():
            if isinstance(value, tuple) and value and isinstance(value[0], EntityDescription):
                yield from ((platform, description) for description in value)


def translated() -> dict[str, dict[str, list[Any]]]:
    """Return the descriptions that have a translation key, by platform and key."""
    found: dict[str, dict[str, list[Any]]] = {}
    for platform, description in described():
        if description.translation_key is not None:
            keys = found.setdefault(platform, {})
            keys.setdefault(description.translation_key, []).append(description)
    return found


def placeholders_given(description: Any) -> set[str]:
    """Return the placeholders that the name of an entity can use."""
    if description.placeholders_fn is None:
        return set()
    return set(description.placeholders_fn(SimpleNamespace(id=1, name="Name")))


def states(platform: str, description: Any) -> set[str]:
    """Return the states of an entity that are words of ours."""
    if platform == "select" or description.device_class is SensorDeviceClass.ENUM:
        return set(description.options)
    return _operations() if platform == "water_heater" else set()


def _operations() -> set[str]:
    """Return the operations of the water heaters, which are their states."""
    kinds = vars(platform_modules()["water_heater"]).values()
    own = [
        kind
        for kind in kinds
        if isinstance(kind, type)
        and issubclass(kind, WaterHeaterEntity)
        and kind is not WaterHeaterEntity
    ]
    return {operation for kind in own for operation in kind.__new__(kind).operation_list or ()}
