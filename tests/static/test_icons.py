"""The icons are those that the entities need."""

import ast
from importlib.resources import files
import json

from homeassistant.components.sensor import SensorDeviceClass
import pytest

from .entities import described, states, translated
from .source import OUTSIDE, keywords, label, load, tree_of
from .texts import flat

_ICONS = load("icons.json")
_ENTITIES = translated()
_ALWAYS_KNOWN = {"binary_sensor": {"on", "off"}, "light": {"on", "off"}, "switch": {"on", "off"}}


def test_every_entity_without_a_class_has_an_icon() -> None:
    """A device class brings its icon; what has none needs one of ours."""
    needed = {
        (platform, description.translation_key)
        for platform, description in described()
        if description.translation_key is not None
        and description.device_class in {None, SensorDeviceClass.ENUM}
    }
    given = {(platform, key) for platform, keys in _ICONS["entity"].items() for key in keys}
    assert given == needed


def test_every_icon_exists() -> None:
    """The icons are in the set that the user interface shows."""
    known = json.loads((files("hass_frontend") / "static/mdi/iconList.json").read_text())
    names = {f"mdi:{icon['name']}" for icon in known}
    assert [icon for _, icon in flat(_ICONS) if icon not in names] == []


@pytest.mark.parametrize(
    ("platform", "key"), [(name, key) for name, keys in _ICONS["entity"].items() for key in keys]
)
def test_icons_are_those_of_states(platform: str, key: str) -> None:
    """A state with an icon can be reached, and its icon is not the usual one."""
    icons = _ICONS["entity"][platform][key]
    known = {
        word
        for entity in _ENTITIES[platform][key]
        for word in states(platform, entity) or _ALWAYS_KNOWN.get(platform, set())
    }
    assert icons["default"] not in icons.get("state", {}).values()
    assert set(icons.get("state", ())) <= known


def test_no_icon_is_in_the_code() -> None:
    """Icons are chosen in one place."""
    chosen = {
        label(path)
        for path in OUTSIDE
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Call) and "icon" in keywords(node))
        or (isinstance(node, ast.Name | ast.Attribute) and "_attr_icon" in ast.unparse(node))
    }
    assert chosen == set()
