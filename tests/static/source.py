"""Read the source of the integration."""

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module
import inspect
import json
from pathlib import Path
import sys
from types import FunctionType, ModuleType
from typing import Any, Final

from custom_components.wiser_home.const import PLATFORMS

ROOT: Final = Path(__file__).resolve().parents[2]
COMPONENT: Final = ROOT / "custom_components" / "wiser_home"
PACKAGE: Final = "custom_components.wiser_home"

MODULES: Final = sorted(COMPONENT.rglob("*.py"))
"""Every file of the integration."""
API: Final = [path for path in MODULES if "api" in path.relative_to(COMPONENT).parts]
"""The files of the client."""
OUTSIDE: Final = [path for path in MODULES if path not in API]
"""The files that know Home Assistant."""


def label(path: Path) -> str:
    """Return how a file is called in the list of tests."""
    return str(path.relative_to(ROOT))


@cache
def tree_of(path: Path) -> ast.Module:
    """Return what a file says."""
    return ast.parse(path.read_text(encoding="utf-8"))


def module_of(path: Path) -> ModuleType:
    """Return the module that a file of the integration becomes."""
    return import_module(dotted(path))


def dotted(path: Path) -> str:
    """Return the name of the module that a file becomes."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def platform_modules() -> dict[str, ModuleType]:
    """Return the modules of the platforms."""
    return {platform: import_module(f"{PACKAGE}.{platform}") for platform in PLATFORMS}


def load(name: str) -> Any:
    """Return what a JSON file of the integration holds; nothing where there is none."""
    path = COMPONENT / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """Yield the calls of functions or methods with one of these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in names:
            yield node


def called(call: ast.Call) -> str:
    """Return the name of what is called, without what it belongs to."""
    return ast.unparse(call.func).rsplit(".", 1)[-1]


def keywords(call: ast.Call) -> dict[str | None, ast.expr]:
    """Return the named arguments of a call; those of a mapping stand under none."""
    return {keyword.arg: keyword.value for keyword in call.keywords}


def value_of(node: ast.expr | None, module: ModuleType) -> Any:
    """Return the value of a constant or of a name of the module; none if it is neither."""
    if isinstance(node, ast.Constant):
        return node.value
    return vars(module).get(node.id) if isinstance(node, ast.Name) else None


def keys_of(node: ast.expr | None, module: ModuleType) -> set[str]:
    """Return the keys of a mapping: written out, named, assigned, or returned by a function."""
    if node is None:
        return set()
    if isinstance(node, ast.Dict):
        return {
            key
            for name, value in zip(node.keys, node.values, strict=True)
            for key in (keys_of(value, module) if name is None else {value_of(name, module)})
        }
    if isinstance(node, ast.Name):
        return set(vars(module)[node.id])
    if isinstance(node, ast.Call):
        return _returned(vars(module).get(called(node)))
    return {key for value in _assigned(ast.unparse(node), module) for key in keys_of(value, module)}


def _returned(function: object) -> set[str]:
    """Return the keys of what a function of ours writes out and returns."""
    if not isinstance(function, FunctionType):
        return set()
    home = sys.modules[function.__module__]
    returns = ast.walk(ast.parse(inspect.getsource(function)))
    found = [node.value for node in returns if isinstance(node, ast.Return)]
    return {key for value in found for key in keys_of(value, home)}


def _assigned(target: str, module: ModuleType) -> Iterator[ast.expr]:
    """Yield what is assigned to an expression in a module."""
    for node in ast.walk(tree_of(Path(str(module.__file__)))):
        if isinstance(node, ast.Assign) and target in map(ast.unparse, node.targets):
            yield node.value
