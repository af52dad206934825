"""Rules of the house that can be read off the code."""

import ast
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from custom_components.wiser_home.const import PLATFORMS

from .source import COMPONENT, MODULES, ROOT, calls, label, tree_of

_TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LEVELS = ("debug", "info", "warning", "error", "exception", "critical")

_ENTRY = "hass: HomeAssistant, entry: WiserConfigEntry"
_SIGNATURES = {
    "async_setup": {"hass: HomeAssistant, config: ConfigType -> bool"},
    "async_setup_entry": {
        f"{_ENTRY} -> None",
        f"{_ENTRY}, async_add_entities: AddConfigEntryEntitiesCallback -> None",
    },
    "async_unload_entry": {f"{_ENTRY} -> None"},
    "async_remove_entry": {f"{_ENTRY} -> None"},
    "async_migrate_entry": {f"{_ENTRY} -> None"},
    "async_remove_config_entry_device": {f"{_ENTRY}, device: dr.DeviceEntry -> bool"},
    "async_get_config_entry_diagnostics": {f"{_ENTRY} -> dict[str, Any]"},
    "async_get_device_diagnostics": {f"{_ENTRY}, device: DeviceEntry -> dict[str, Any]"},
}
"""How Home Assistant calls us."""


def _where(
    found: Callable[[ast.Module], Iterable[ast.AST]], paths: Iterable[Path] = MODULES
) -> list[str]:
    """Return where in the files something is found."""
    return [
        f"{label(path)}:{getattr(node, 'lineno', 0)}"
        for path in paths
        for node in found(tree_of(path))
    ]


def _nodes[N: ast.AST](tree: ast.AST, *kinds: type[N]) -> Iterator[N]:
    """Yield the nodes of some kinds."""
    return (node for node in ast.walk(tree) if isinstance(node, kinds))


def _log_calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls of the logger."""
    found = calls(tree, *_LEVELS)
    return (call for call in found if ast.unparse(call.func).startswith("_LOGGER."))


@pytest.mark.parametrize("platform", PLATFORMS)
def test_platform_says_how_many_updates_run_at_once(platform: str) -> None:
    """Home Assistant would otherwise decide."""
    lines = map(ast.unparse, tree_of(COMPONENT / f"{platform}.py").body)
    assert [line for line in lines if line.startswith("PARALLEL_UPDATES = ")]


def test_platforms_are_in_order() -> None:
    """Platforms are found by the alphabet."""
    assert sorted(PLATFORMS) == PLATFORMS


def test_nothing_is_kept_in_the_data_of_home_assistant() -> None:
    """What belongs to an entry lives and ends with it."""

    def kept(tree: ast.Module) -> Iterator[ast.AST]:
        """Yield where something is kept in the data of Home Assistant."""
        subscripts = _nodes(tree, ast.Subscript)
        return (node for node in subscripts if ast.unparse(node.value).endswith("hass.data"))

    assert _where(kept) == []


def test_no_listener_waits_for_a_changed_entry() -> None:
    """The flows reload the entry themselves; with a listener it would be reloaded twice."""
    assert _where(lambda tree: calls(tree, "add_update_listener")) == []


def test_an_error_is_logged_or_raised() -> None:
    """Who catches what is raised logs it; nobody reads it twice."""

    def logged_first(tree: ast.Module) -> Iterator[ast.AST]:
        """Yield what is logged right before something is raised."""
        for block in ast.walk(tree):
            for body in (getattr(block, "body", ()), getattr(block, "orelse", ())):
                for statement, follower in pairwise(body if isinstance(body, list) else ()):
                    if isinstance(statement, ast.Expr) and isinstance(follower, ast.Raise):
                        yield from _log_calls(statement)

    assert _where(logged_first) == []


def test_a_new_error_names_its_cause() -> None:
    """The cause of an error is in the log with it."""

    def causeless(tree: ast.Module) -> Iterator[ast.AST]:
        """Yield where another error is raised while one is handled."""
        for handler in _nodes(tree, ast.ExceptHandler):
            raised = _nodes(handler, ast.Raise)
            yield from (node for node in raised if node.exc is not None and node.cause is None)

    assert _where(causeless) == []


def test_every_moment_has_a_time_zone() -> None:
    """A moment without a time zone is another one elsewhere."""
    naive = {"datetime.now()", "datetime.utcnow()", "datetime.today()", "date.today()"}

    def found(tree: ast.Module) -> Iterator[ast.AST]:
        """Yield where a moment without a time zone is made."""
        return (node for node in _nodes(tree, ast.Call) if ast.unparse(node) in naive)

    assert _where(found) == []


def test_home_assistant_calls_what_it_expects() -> None:
    """What Home Assistant calls takes and returns what its source says, with our own entry."""

    def odd(tree: ast.Module) -> Iterator[ast.AST]:
        """Yield what takes or returns something else."""
        for node in tree.body:
            if isinstance(node, ast.AsyncFunctionDef) and node.name in _SIGNATURES:
                returned = "" if node.returns is None else ast.unparse(node.returns)
                if f"{ast.unparse(node.args)} -> {returned}" not in _SIGNATURES[node.name]:
                    yield node

    assert _where(odd) == []


def test_log_reads_like_the_rest() -> None:
    """Messages are constants that start with a capital and end without a period."""

    def odd(tree: ast.Module) -> Iterator[ast.AST]:
        """Yield the messages that read otherwise."""
        for call in _log_calls(tree):
            text = call.args[0].value if isinstance(call.args[0], ast.Constant) else ""
            if not isinstance(text, str) or not text[:1].isupper() or text.endswith("."):
                yield call

    assert _where(odd) == []


def test_annotations_are_as_they_are_in_this_python() -> None:
    """Annotations are evaluated when they are asked for; nothing has to be imported for it."""

    def found(tree: ast.Module) -> Iterator[ast.AST]:
        """Yield where something of the future is imported."""
        return (node for node in _nodes(tree, ast.ImportFrom) if node.module == "__future__")

    assert _where(found) == []


def test_tests_decide_nothing() -> None:
    """A test that decides what to check may check nothing."""

    def deciding(tree: ast.Module) -> Iterator[ast.AST]:
        """Yield the decisions in tests, not those of functions inside them."""
        for node in ast.walk(tree):
            if isinstance(node, _FUNCTIONS) and node.name.startswith("test_"):
                yield from _decisions(node.body)

    assert _where(deciding, _TESTS) == []


def _decisions(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Yield the decisions in statements, not those of functions that are defined in them."""
    for statement in body:
        if isinstance(statement, ast.If | ast.Match):
            yield statement
        elif not isinstance(statement, (*_FUNCTIONS, ast.ClassDef)):
            yield from _decisions(getattr(statement, "body", []))


def test_tests_go_the_way_of_home_assistant() -> None:
    """A test sets an entry up as Home Assistant does, not by our own functions."""
    own = ("async_setup_entry", "async_unload_entry", "async_migrate_entry")
    assert _where(lambda tree: calls(tree, *own), _TESTS) == []
