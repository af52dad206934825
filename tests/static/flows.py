"""Find out what the flows of the integration show."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import voluptuous as vol

from custom_components.wiser_home import config_flow, coordinator

from .source import COMPONENT, called, calls, keys_of, keywords, tree_of, value_of

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
    for node in tree_of(COMPONENT / "config_flow.py").body:
        bases = [ast.unparse(base) for base in getattr(node, "bases", ())]
        for section in (_SECTIONS[base] for base in bases if base in _SECTIONS):
            _read(node, found.setdefault(section, Flow()))
    return found


def _read(tree: ast.AST, flow: Flow) -> None:
    """Read what one flow shows."""
    for form in calls(tree, "async_show_form", "async_show_menu"):
        named = keywords(form)
        step = value_of(named["step_id"], config_flow)
        flow.given.setdefault(step, set()).update(
            keys_of(named.get("description_placeholders"), config_flow)
        )
        if "menu_options" in named:
            flow.menus[step] = _options(named["menu_options"])
        else:
            flow.steps.setdefault(step, set()).update(_fields(named.get("data_schema")))
    for ending in calls(tree, *_ABORTING):
        named = keywords(ending)
        told = value_of(named.get("reason", named.get("error")), config_flow)
        reason = told or _ABORTING[called(ending)]
        flow.aborts.setdefault(str(reason), set()).update(
            keys_of(named.get("description_placeholders"), config_flow)
        )
    flow.errors.update(_errors(tree))


def _options(node: ast.expr) -> set[str]:
    """Return the choices of a menu."""
    if isinstance(node, ast.List | ast.Tuple):
        return {value_of(item, config_flow) for item in node.elts}
    return keys_of(node, config_flow)


def _fields(node: ast.expr | None) -> set[str]:
    """Return the fields of a form."""
    if node is None:
        return set()
    named = (value_of(part, config_flow) for part in ast.walk(node) if isinstance(part, ast.Name))
    schemas = [schema for schema in named if isinstance(schema, vol.Schema)]
    inline = {value_of(call.args[0], config_flow) for call in calls(node, "Required", "Optional")}
    return {str(name) for schema in schemas for name in schema.schema} | inline


def _errors(tree: ast.AST) -> Iterator[str]:
    """Yield the errors that a form can show."""
    messages: Any = coordinator._MESSAGES
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict) and len(node.keys) == 1 and node.keys[0] is not None:
            field_name = value_of(node.keys[0], config_flow)
            told = node.values[0]
            if field_name == "base" and not isinstance(told, ast.Constant):
                yield from (config_flow._ERRORS.get(key, key) for _, key in messages)
            elif isinstance(told, ast.Constant) and isinstance(told.value, str):
                yield told.value
