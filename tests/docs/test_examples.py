"""The automations in the documentation can be pasted into a Home Assistant."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from homeassistant.components.automation.config import ValidationStatus, async_validate_config_item
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
import pytest

from tests.conftest import StartHub, set_up

from .pages import DOCS, PAGES, label, yaml_blocks

_EXAMPLES: Final = DOCS / "examples.md"

_NOT_OURS: Final = {
    "binary_sensor.hall_motion",
    "input_boolean.guests",
    "sensor.electricity_price",
    "zone.home",
}
"""Entities in the examples that other integrations have."""


def _automations(page: Path) -> list[dict[str, Any]]:
    """Return the automations that a page shows."""
    parsed: list[Any] = [parse_yaml(block) for block in yaml_blocks(page)]
    return [block for block in parsed if "triggers" in block]


def _entities(value: Any) -> Iterator[str]:
    """Yield the entity ids in a configuration."""
    children = value.items() if isinstance(value, dict) else enumerate(_listed(value))
    for key, child in children:
        if key in {"entity_id", "zone"}:
            yield from _listed(child) if isinstance(child, list) else (child,)
        elif isinstance(child, dict | list):
            yield from _entities(child)


def _listed(value: Any) -> list[Any]:
    """Return a list as it is, and nothing of anything else."""
    return value if isinstance(value, list) else []


def _all_automations() -> list[Any]:
    """Return the automations of every page, named after their aliases."""
    return [
        pytest.param(automation, id=f"{label(page)}: {automation['alias']}")
        for page in PAGES
        for automation in _automations(page)
    ]


@pytest.mark.parametrize("automation", _all_automations())
async def test_automation_is_valid(hass: HomeAssistant, automation: dict[str, Any]) -> None:
    """Home Assistant itself takes every automation."""
    assert await async_setup_component(hass, "homeassistant", {})
    valid = await async_validate_config_item(hass, "example", automation)
    assert valid is not None
    assert valid.validation_status is ValidationStatus.OK, valid.validation_error


async def test_entities_are_as_in_a_house(hass: HomeAssistant, start_hub: StartHub) -> None:
    """The entities in the examples are called as those of a house are."""
    for house in ("cottage", "apartment", "residence"):
        await set_up(hass, await start_hub(house))
    named = {entity for example in _automations(_EXAMPLES) for entity in _entities(example)}
    assert named
    assert named - _NOT_OURS <= set(hass.states.async_entity_ids())
    assert named >= _NOT_OURS
