"""Who may know whom, and who may know the hub."""

import ast
from collections.abc import Iterator
from dataclasses import fields
from importlib.util import resolve_name
from pathlib import Path
import sys

import pytest

from custom_components.wiser_home.api.house.members import DOMAIN as MEMBERS
from custom_components.wiser_home.const import PLATFORMS

from .source import API, COMPONENT, MODULES, OUTSIDE, PACKAGE, dotted, label, tree_of

_LAYERS = (
    {"api", "const"},
    {"accounts", "messages", "preferences", "read_back", "statistics", "tokens"},
    {"connections"},
    {"contract_upload", "repairs"},
    {"cloud_forms", "coordinator", "energy_data_names"},
    {"energy_data_history"},
    {"energy_data"},
    {"devices"},
    {"entity"},
    {"gangs", "sensor_types"},
    {"energy_data_sensors", "energy_sensors", "house_sensors", "hub_sensors"},
)
"""Who may import whom: each knows only the layers before its own, the rest knows all of these."""

_VALUES = {
    "Room": "the model of the devices that are rooms",
    "Temperature": "a quantity of threshold sensors",
    "Humidity": "a quantity of threshold sensors",
    "Door": "a type of binary sensors",
    "Motion": "a type of binary sensors",
    "Occupancy": "a type of binary sensors",
    "WaterLeakage": "a type of binary sensors",
    "Window": "a type of binary sensors",
    "None": "a choice of notifications",
    "Connected": "a state of the connection to the cloud",
}
"""Words that are values where they stand, though the hub also has such members or fields."""


def _imports(path: Path) -> Iterator[str]:
    """Yield the full names of what a file imports."""
    package = dotted(path if path.name == "__init__.py" else path.parent / "__init__.py")
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = resolve_name("." * node.level + (node.module or ""), package)
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _own(path: Path) -> set[str]:
    """Return the parts of the integration that a file imports."""
    start = f"{PACKAGE}."
    return {name[len(start) :].split(".")[0] for name in _imports(path) if name.startswith(start)}


def test_client_knows_nothing_of_home_assistant() -> None:
    """The client could be a package of its own."""
    frameworks = {"homeassistant", "probatio", "voluptuous"}
    known = {(label(path), name.split(".")[0]) for path in API for name in _imports(path)}
    assert {(path, name) for path, name in known if name in frameworks} == set()
    assert {label(path) for path in API if _own(path) - {"api"}} == set()


def test_model_knows_only_itself() -> None:
    """What a house is does not depend on how it is asked."""
    foreign = {
        (label(path), name)
        for path in API
        if path.parent.name == "model"
        for name in _imports(path)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith(f"{PACKAGE}.api.model.")
    }
    assert foreign == set()


@pytest.mark.parametrize("path", OUTSIDE, ids=label)
def test_imports_point_one_way(path: Path) -> None:
    """Platforms know the entity and the coordinator, these the client, and nobody a platform."""
    part = path.relative_to(COMPONENT).parts[0].removesuffix(".py")
    own = {
        "__init__": {"card", "services"},
        "config_flow": {"energy_flow", "options_flow"},
        "energy_flow": {"cloud_flow"},
    }.get(part, {part})
    assert _own(path) <= _known_to(part) | own


def _known_to(name: str) -> set[str]:
    """Return what is in the layers before that of a file."""
    own = [index for index, layer in enumerate(_LAYERS) if name in layer]
    return set().union(*_LAYERS[: own[0] if own else len(_LAYERS)])


def test_platforms_do_not_know_each_other() -> None:
    """What two platforms share belongs to neither."""
    platforms = set(map(str, PLATFORMS))
    knowing = {name for name in platforms if _own(COMPONENT / f"{name}.py") & platforms}
    assert knowing == set()


def test_paths_of_the_hub_are_known_to_the_client() -> None:
    """Only the connections know where the hub keeps what."""
    connections = {"local", "cloud"}
    others = [path for path in MODULES if not connections & set(path.relative_to(COMPONENT).parts)]
    assert [label(path) for path in others if "data/v2" in path.read_text(encoding="utf-8")] == []


def _hub_words() -> set[str]:
    """Return the names of the members of the domain tree and of the fields in them."""
    spelled = {
        "".join(part.capitalize() for part in field.name.split("_"))
        for kind in MEMBERS.values()
        for field in fields(kind)
    }
    return {word for word in {*MEMBERS, *spelled} if len(word) > 3}


_HUB_WORDS = _hub_words()


@pytest.mark.parametrize("path", OUTSIDE, ids=label)
def test_names_of_the_hub_are_known_to_the_client(path: Path) -> None:
    """A field of the hub is named in one place, the model, and never as text."""
    texts = {
        node.value
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert texts & _HUB_WORDS <= set(_VALUES)
