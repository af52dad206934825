"""The page about the actions tells each of them as it is."""

from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict, parse_yaml
import pytest

from custom_components.wiser_home.const import DOMAIN

from .pages import DOCS, ROOT, text, yaml_blocks

_PAGE: Final = DOCS / "actions.md"
_FIELDS: Final = {
    name: set((described or {}).get("fields", {}))
    for name, described in load_yaml_dict(
        ROOT / "custom_components" / DOMAIN / "services.yaml"
    ).items()
}
_EXAMPLES: Final[list[Any]] = [parse_yaml(block) for block in yaml_blocks(_PAGE)]


def _part(name: str) -> str:
    """Return the part of the page that tells of an action."""
    return next(part for part in text(_PAGE).split("\n#") if f"\n`{DOMAIN}.{name}`" in part)


@pytest.mark.parametrize("name", _FIELDS)
def test_action_is_described(name: str) -> None:
    """An action is told with every parameter, and no others."""
    rows = [line.split("`")[1] for line in _part(name).splitlines() if line.startswith("| `")]
    assert sorted(rows) == sorted(_FIELDS[name])


def test_every_action_has_an_example() -> None:
    """There is an example for every action."""
    assert {example["action"] for example in _EXAMPLES} == {f"{DOMAIN}.{name}" for name in _FIELDS}


@pytest.mark.parametrize("example", _EXAMPLES, ids=lambda example: example["action"])
async def test_example_is_accepted(hass: HomeAssistant, example: dict[str, Any]) -> None:
    """Every example has what its action asks for."""
    assert await async_setup_component(hass, DOMAIN, {})
    action = hass.services.async_services_for_domain(DOMAIN)[example["action"].split(".")[1]]
    assert action.schema is not None
    assert action.schema({**example.get("target", {}), **example.get("data", {})})
