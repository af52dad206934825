"""Nothing is written but what Home Assistant keeps for the integration."""

import ast
from collections.abc import Iterator
import os
from pathlib import Path
import sys
from typing import Any, Final

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.wiser_home.const import DOMAIN
from simulator import Fault
from tests.conftest import StartHub, poll, set_up
from tests.static.source import MODULES, called, label, tree_of

_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
_EVENTS: Final = {
    *("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.chown", "sqlite3.connect", "tempfile.mkstemp", "tempfile.mkdtemp"),
}

_watchers: Final[list[list[Path]]] = []


def _audit(event: str, args: tuple[Any, ...]) -> None:
    """Remember what is written, while somebody watches."""
    if not _watchers or not (event in _EVENTS or (event == "open" and _writes(args))):
        return
    for path in args[:1] if event == "open" else args[:2]:
        if isinstance(path, str | bytes | os.PathLike):
            _watchers[-1].append(Path(os.fsdecode(path)))


def _writes(args: tuple[Any, ...]) -> bool:
    """Return whether a file is opened for more than to be read."""
    _, mode, flags = args
    if isinstance(mode, str):
        return not set(mode).isdisjoint("wax+")
    return bool(flags & _WRITING)


@pytest.fixture(scope="module")
def _auditing() -> None:
    """Let Python tell what is written; it can never be told to stop, only be ignored."""
    sys.addaudithook(_audit)


@pytest.fixture
def written(_auditing: None) -> Iterator[list[Path]]:
    """Return what is written during a test, but for what Python makes of modules."""
    found: list[Path] = []
    _watchers.append(found)
    yield found
    _watchers.clear()


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """Let Home Assistant have a folder of its own."""
    return hass_tmp_config_dir


@pytest.mark.parametrize("house", ["cottage", "apartment"])
async def test_only_the_storage_of_home_assistant_is_written(
    hass: HomeAssistant,
    start_hub: StartHub,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
    written: list[Path],
    house: str,
) -> None:
    """Write nothing outside the storage, from the set-up of a hub to its removal."""
    storage = Path(hass.config.path(".storage"))
    hub = await start_hub(house)
    await async_setup_component(hass, "http", {})
    entry = await set_up(hass, hub)
    await poll(hass, freezer, 3)
    for platform, action, data in (
        ("climate", "set_temperature", {"temperature": 21}),
        ("switch", "turn_on", {}),
        (DOMAIN, "get_schedule", {}),
        (DOMAIN, "create_schedule", {"name": "New"}),
    ):
        entity_id = hass.states.async_entity_ids("climate" if platform == DOMAIN else platform)[0]
        await hass.services.async_call(
            platform,
            action,
            {"entity_id": entity_id, **data},
            blocking=True,
            return_response=action == "get_schedule",
        )
    hub.inject(Fault.SERVER_ERROR, times=None)
    await poll(hass, freezer, 4)
    hub.clear_faults()
    await poll(hass, freezer)
    await get_diagnostics_for_config_entry(hass, hass_client, entry)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    # In a test Home Assistant writes nothing either; this is seen, if anything would be.
    await hass.async_add_executor_job(leave_behind, storage / "seen")

    kept = [path for path in written if "__pycache__" not in path.parts]
    assert storage / "seen" in kept
    assert [path for path in kept if storage not in (path, *path.parents)] == []


def leave_behind(path: Path) -> None:
    """Write a file."""
    path.parent.mkdir(exist_ok=True)
    path.write_text("seen", encoding="utf-8")


def test_no_code_writes_files() -> None:
    """No line of the integration could write a file."""
    writing = {
        *("open", "write_text", "write_bytes", "mkdir", "makedirs", "touch", "unlink", "rename"),
        *("replace_file", "NamedTemporaryFile", "mkstemp", "mkdtemp", "write_utf8_file"),
        *("save_json", "symlink_to", "hardlink_to", "rmtree", "copyfile", "copy2"),
    }
    found = [
        f"{label(path)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and called(node) in writing
    ]
    assert found == []
