"""Find out what the flows of the integration show."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import Final

from homeassistant.data_entry_flow import section as form_section
import voluptuous as vol

from custom_components.wiser_home import cloud_forms, config_flow
from custom_components.wiser_home.api.errors import InvalidValueError
from custom_components.wiser_home.messages import EXCHANGE_MESSAGES, MESSAGES

from .source import OUTSIDE, called, calls, keys_of, keywords, module_of, tree_of, value_of

_SECTIONS: Final = {
    "CloudFlow": "config",
    "EnergyFlow": "config",
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
    sections: dict[str, dict[str, set[str]]] = field(default_factory=dict)
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
    # Who signs in may have to choose with which application, in Home Assistant's own form.
    found["config"].steps["pick_implementation"] = {"implementation"}
    found["config"].sections["pick_implementation"] = {}
    found["config"].given["pick_implementation"] = set()
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
            shown = list(_fields(named.get("data_schema"), module))
            flow.steps.setdefault(step, set()).update(
                name for name, kind in shown if not isinstance(kind, form_section)
            )
            flow.sections.setdefault(step, {}).update(
                {
                    name: set(map(str, kind.schema.schema))
                    for name, kind in shown
                    if isinstance(kind, form_section)
                }
            )
    for ending in calls(tree, *_ABORTING):
        named = keywords(ending)
        told = value_of(named.get("reason", named.get("error")), module)
        reason = told or _ABORTING[called(ending)]
        if reason is None:
            # Another flow is ended here, in silence.
            continue
        flow.aborts.setdefault(str(reason), set()).update(
            keys_of(named.get("description_placeholders"), module)
        )
    flow.errors.update(_errors(tree, module))


def _options(node: ast.expr, module: ModuleType) -> set[str]:
    """Return the choices of a menu or a field."""
    if isinstance(node, ast.List | ast.Tuple):
        return {value_of(item, module) for item in node.elts}
    return keys_of(node, module)


def _fields(node: ast.expr | None, module: ModuleType) -> Iterator[tuple[str, object]]:
    """Yield the fields and sections of a form, and what each is entered with if that is known."""
    if node is None:
        return
    for part in ast.walk(node):
        named = value_of(part, module) if isinstance(part, ast.Name) else None
        if isinstance(part, ast.Call) and called(part) == "choose":
            named = cloud_forms.choose({})
        if isinstance(named, vol.Schema):
            yield from ((str(name), kind) for name, kind in named.schema.items())
    for call in calls(node, "Required", "Optional"):
        yield value_of(call.args[0], module), None


def _errors(tree: ast.AST, module: ModuleType) -> Iterator[str]:
    """Yield the errors that a form can show."""
    if any(calls(tree, "errors_of")):
        yield from (key for _, key in EXCHANGE_MESSAGES)
        yield "date_passed"
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict) and len(node.keys) == 1 and node.keys[0] is not None:
            place, told = value_of(node.keys[0], module), node.values[0]
            if place == "base" and not isinstance(told, ast.Constant):
                yield from _errors_of_reaching()
            elif isinstance(told, ast.Constant) and isinstance(told.value, str):
                yield told.value


def _errors_of_reaching() -> Iterator[str]:
    """Yield the errors of reaching a hub on the network, to which nothing is written."""
    for kind, key in MESSAGES:
        if not issubclass(kind, InvalidValueError):
            yield config_flow._ERRORS.get(key, key)
