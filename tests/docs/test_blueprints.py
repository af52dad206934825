"""Every blueprint is one to Home Assistant, and does what it says."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components import automation
from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.blueprint import Blueprint, DomainBlueprints
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict
import pytest
from pytest_homeassistant_custom_component.common import (
    async_fire_time_changed,
    async_mock_service,
)

from .pages import BLUEPRINTS

_ROOM: Final = "climate.lounge"
_FILES: Final = sorted(BLUEPRINTS.glob("*.yaml"))


def _blueprint(name: str) -> Blueprint:
    """Return a blueprint, checked as Home Assistant checks one that is imported."""
    return Blueprint(
        load_yaml_dict(BLUEPRINTS / name),
        expected_domain=automation.DOMAIN,
        path=name,
        schema=AUTOMATION_BLUEPRINT_SCHEMA,
    )


async def _use(hass: HomeAssistant, name: str, **inputs: Any) -> None:
    """Make an automation of a blueprint."""
    config = {"alias": "Tested", "use_blueprint": {"path": name, "input": inputs}}
    with patch.object(DomainBlueprints, "_load_blueprint", lambda _, path: _blueprint(path)):
        assert await async_setup_component(hass, automation.DOMAIN, {automation.DOMAIN: [config]})
    await hass.async_block_till_done()
    assert len(hass.states.async_entity_ids(automation.DOMAIN)) == 1
    state = hass.states.get("automation.tested")
    assert state is not None
    assert state.state == "on"


@pytest.fixture(name="later")
def later_fixture(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> Callable[[float], Any]:
    """Return what lets minutes pass."""

    async def later(minutes: float) -> None:
        """Let minutes pass."""
        freezer.tick(timedelta(minutes=minutes))
        async_fire_time_changed(hass)
        await _settle()

    return later


async def _settle() -> None:
    """Let everything happen that can; an automation that waits would be waited for otherwise."""
    for _ in range(50):
        await asyncio.sleep(0)


async def _set(hass: HomeAssistant, entity_id: str, state: str, **attributes: Any) -> None:
    """Set the state of an entity and let automations act on it."""
    hass.states.async_set(entity_id, state, attributes)
    await _settle()


def _targets(calls: list[ServiceCall]) -> list[Any]:
    """Return what was acted on."""
    return [call.data["entity_id"] for call in calls]


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_blueprint_is_valid(path: Path) -> None:
    """Home Assistant takes the blueprint in the version that the integration needs."""
    blueprint = _blueprint(path.name)
    assert blueprint.validate() is None
    assert blueprint.metadata["homeassistant"]["min_version"] == "2026.11.0"
    assert all(described["name"] for described in blueprint.inputs.values())


async def _enter(hass: HomeAssistant) -> None:
    """Let someone enter."""
    await _set(hass, "binary_sensor.motion", "off")
    await _set(hass, "binary_sensor.motion", "on")


async def test_boost_when_entering(hass: HomeAssistant) -> None:
    """A cold room is boosted when someone enters, a warm, boosted or disabled one is not."""
    calls = async_mock_service(hass, "climate", "set_preset_mode")
    await _set(hass, _ROOM, "auto", preset_mode="none", current_temperature=17.5)
    await _use(
        hass,
        "boost_when_entering.yaml",
        sensor="binary_sensor.motion",
        room=_ROOM,
        colder_than=19,
    )
    await _enter(hass)
    assert [call.data for call in calls] == [{"entity_id": [_ROOM], "preset_mode": "boost"}]

    await _set(hass, _ROOM, "auto", preset_mode="boost", current_temperature=17.5)
    await _enter(hass)
    await _set(hass, _ROOM, "auto", preset_mode="none", current_temperature=19.5)
    await _enter(hass)
    await _set(hass, _ROOM, "off", preset_mode="none", current_temperature=17.5)
    await _enter(hass)
    assert len(calls) == 1


async def _shine(hass: HomeAssistant, elevation: float, azimuth: float) -> None:
    """Let the sun stand somewhere."""
    await _set(hass, "sun.sun", "above_horizon", elevation=elevation, azimuth=azimuth)


@pytest.mark.parametrize(("reopen", "opened"), [(True, 1), (False, 0)])
async def test_close_shutters_at_high_sun(hass: HomeAssistant, reopen: bool, opened: int) -> None:
    """Shutters close when sun and heat come together, and open afterwards if that is wanted."""
    closed = async_mock_service(hass, "cover", "set_cover_position")
    open_again = async_mock_service(hass, "cover", "open_cover")
    await _shine(hass, 10, 90)
    await _set(hass, "sensor.outdoor", "20")
    await _use(
        hass,
        "close_shutters_at_high_sun.yaml",
        shutters=["cover.south", "cover.terrace"],
        temperature="sensor.outdoor",
        position=20,
        reopen=reopen,
    )
    await _shine(hass, 40, 130)
    assert not closed
    await _set(hass, "sensor.outdoor", "26")
    assert [call.data for call in closed] == [
        {"entity_id": ["cover.south", "cover.terrace"], "position": 20}
    ]
    await _shine(hass, 30, 245)
    await _set(hass, "sensor.outdoor", "20")
    await _set(hass, "sensor.outdoor", "26")
    assert len(closed) == 1
    assert len(open_again) == opened


async def test_window_left_open(hass: HomeAssistant, later: Callable[[float], Any]) -> None:
    """People are told of a window that is open for long while its room is heated."""
    told = async_mock_service(hass, "persistent_notification", "create")
    await _set(hass, _ROOM, "auto", hvac_action="heating", friendly_name="Lounge")
    await _set(hass, "binary_sensor.left", "off", friendly_name="Left window")
    await _set(hass, "binary_sensor.right", "off", friendly_name="Right window")
    await _use(
        hass,
        "window_left_open.yaml",
        windows=["binary_sensor.left", "binary_sensor.right"],
        room=_ROOM,
    )
    await _set(hass, "binary_sensor.left", "on", friendly_name="Left window")
    await later(9)
    assert not told
    await later(2)
    assert [call.data["message"] for call in told] == [
        "Left window is open while Lounge is heated."
    ]


async def test_heating_begins_at_open_window(
    hass: HomeAssistant, later: Callable[[float], Any]
) -> None:
    """People are told too when heating begins while a window has long been open."""
    told = async_mock_service(hass, "test", "tell")
    await _set(hass, _ROOM, "auto", hvac_action="idle", friendly_name="Lounge")
    await _set(hass, "binary_sensor.left", "on", friendly_name="Left window")
    await _use(
        hass,
        "window_left_open.yaml",
        windows=["binary_sensor.left"],
        room=_ROOM,
        tell=[{"action": "test.tell", "data": {"what": "{{ window }}"}}],
    )
    await later(20)
    assert not told
    await _set(hass, _ROOM, "auto", hvac_action="heating", friendly_name="Lounge")
    assert [call.data for call in told] == [{"what": "Left window"}]


async def test_shed_load(hass: HomeAssistant, later: Callable[[float], Any]) -> None:
    """A load goes off above the limit, and on again once there has been room for it."""
    off = async_mock_service(hass, "switch", "turn_off")
    on = async_mock_service(hass, "switch", "turn_on")
    await _set(hass, "sensor.grid", "3000")
    await _set(hass, "switch.boiler", "on")
    await _use(
        hass,
        "shed_load.yaml",
        power="sensor.grid",
        limit=5000,
        load="switch.boiler",
        on_again_below=2500,
    )
    await _set(hass, "sensor.grid", "5500")
    assert not off
    await later(1.1)
    assert _targets(off) == [["switch.boiler"]]

    await _set(hass, "switch.boiler", "off")
    await _set(hass, "sensor.grid", "2000")
    await _set(hass, "sensor.grid", "4000")
    await later(11)
    assert not on
    await _set(hass, "sensor.grid", "2000")
    await later(5)
    assert not on
    await later(6)
    assert _targets(on) == [["switch.boiler"]]


async def test_load_that_is_off_stays_off(
    hass: HomeAssistant, later: Callable[[float], Any]
) -> None:
    """A load that somebody has turned off is left alone."""
    off = async_mock_service(hass, "switch", "turn_off")
    on = async_mock_service(hass, "switch", "turn_on")
    await _set(hass, "sensor.grid", "3000")
    await _set(hass, "switch.boiler", "off")
    await _use(hass, "shed_load.yaml", power="sensor.grid", limit=5000, load="switch.boiler")
    await _set(hass, "sensor.grid", "5500")
    await later(1.1)
    await _set(hass, "sensor.grid", "1000")
    await later(11)
    assert (off, on) == ([], [])
