"""Find out what the flows of the integration show."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import Final

import voluptuous as vol

from custom_components.wiser_home import config_flow
from custom_components.wiser_home.api.errors import InvalidValueError
from custom_components.wiser_home.coordinator import _MESSAGES

from .source import OUTSIDE, called, calls, keys_of, keywords, module_of, tree_of, value_of

_SECTIONS: Final = {
    "ConfigFlow": "config",
    "OptionsFlow": "options",
    "OptionsFlowWithReload": "options",
}
"""Where the texts of a flow are, by its base class."""

_ABORTING: Final = {
    "async_abort": None,
    "_abort_if_unique_id_configured": "already_configured",
    "_async_abort_entries_match": "already_configured",
    "_abort_if_unique_id_mismatch": "unique_id_mismatch",
}
"""The methods that end a flow, and the reason that each gives when it is told none."""


@dataclass
class Flow:
    """What the flows of one section show."""

    steps: dict[str, set[str]] = field(default_factory=dict)
    menus: dict[str, set[str]] = field(default_factory=dict)
    given: dict[str, set[str]] = field(default_factory=dict)
    aborts: dict[str, set[str]] = field(default_factory=dict)
    errors: set[str] = field(default_factory=set)


def flows() -> dict[str, Flow]:
    """Return what the flows show, by the section of their texts."""
    found: dict[str, Flow] = {}
    for path in OUTSIDE:
        for node in tree_of(path).body:
            bases = [ast.unparse(base) for base in getattr(node, "bases", ())]
            for section in (_SECTIONS[base] for base in bases if base in _SECTIONS):
                _read(node, module_of(path), found.setdefault(section, Flow()))
    return found


def selectors() -> dict[str, set[str]]:
    """Return the choices of the fields that are translated, by the key of their texts."""
    found: dict[str, set[str]] = {}
    for path in OUTSIDE:
        for call in calls(tree_of(path), "SelectSelectorConfig"):
            named, module = keywords(call), module_of(path)
            if "translation_key" in named:
                key = value_of(named["translation_key"], module)
                found[key] = _options(named["options"], module)
    return found


def _read(tree: ast.AST, module: ModuleType, flow: Flow) -> None:
    """Read what one flow shows."""
    for form in calls(tree, "async_show_form", "async_show_menu"):
        named = keywords(form)
        step = value_of(named["step_id"], module)
        flow.given.setdefault(step, set()).update(
            keys_of(named.get("description_placeholders"), module)
        )
        if "menu_options" in named:
            flow.menus[step] = _options(named["menu_options"], module)
        else:
            flow.steps.setdefault(step, set()).update(_fields(named.get("data_schema"), module))
    for ending in calls(tree, *_ABORTING):
        named = keywords(ending)
        told = value_of(named.get("reason", named.get("error")), module)
        reason = told or _ABORTING[called(ending)]
        flow.aborts.setdefault(str(reason), set()).update(
            keys_of(named.get("description_placeholders"), module)
        )
    flow.errors.update(_errors(tree, module))


def _options(node: ast.expr, module: ModuleType) -> set[str]:
    """Return the choices of a menu or a field."""
    if isinstance(node, ast.List | ast.Tuple):
        return {value_of(item, module) for item in node.elts}
    return keys_of(node, module)


def _fields(node: ast.expr | None, module: ModuleType) -> set[str]:
    """Return the fields of a form."""
    if node is None:
        return set()
    named = (value_of(part, module) for part in ast.walk(node) if isinstance(part, ast.Name))
    schemas = [schema for schema in named if isinstance(schema, vol.Schema)]
    inline = {value_of(call.args[0], module) for call in calls(node, "Required", "Optional")}
    return {str(name) for schema in schemas for name in schema.schema} | inline


def _errors(tree: ast.AST, module: ModuleType) -> Iterator[str]:
    """Yield the errors that a form can show."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict) and len(node.keys) == 1 and node.keys[0] is not None:
            told = node.values[0]
            if value_of(node.keys[0], module) == "base" and not isinstance(told, ast.Constant):
                yield from _errors_of_reaching()
            elif isinstance(told, ast.Constant) and isinstance(told.value, str):
                yield told.value


def _errors_of_reaching() -> Iterator[str]:
    """Yield the errors of reaching a hub, to which nothing is written."""
    for kind, key in _MESSAGES:
        if not issubclass(kind, InvalidValueError):
            yield config_flow._ERRORS.get(key, key)
