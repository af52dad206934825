"""Test shutters."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import STATE_UNKNOWN, Platform
from homeassistant.core import HomeAssistant
import pytest
from syrupy.assertion import SnapshotAssertion

from tests.conftest import StartHub

from .conftest import MoveIn
from .home import check_platform

BALCONY = "shutter_1_shutter"
SLATS = "shutter_3_shutter"


@pytest.mark.parametrize("house", ["apartment"])
@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_entities(
    hass: HomeAssistant,
    start_hub: StartHub,
    freezer: FrozenDateTimeFactory,
    snapshot: SnapshotAssertion,
    house: str,
) -> None:
    """Show every entity of the platform."""
    await check_platform(hass, start_hub, freezer, snapshot, house, Platform.COVER)


async def test_close_and_open(move_in: MoveIn) -> None:
    """Follow a shutter on its way down and up again."""
    home = await move_in("apartment")
    assert home.state("cover", BALCONY) == "open"
    await home.call("cover", "close_cover", BALCONY)
    assert home.writes == [
        ("PATCH", "Shutter/1", {"RequestAction": {"Action": "LiftTo", "Percentage": 0}})
    ]
    await home.settle()
    assert home.state("cover", BALCONY) == "closing"
    home.hub.advance(8)
    await home.pass_time(9)
    assert home.state("cover", BALCONY) == "closing"
    assert 0 < home.attribute("cover", BALCONY, "current_position") < 100
    home.hub.advance(20)
    await home.pass_time(9)
    assert home.state("cover", BALCONY) == "closed"
    assert home.attribute("cover", BALCONY, "current_position") == 0

    await home.call("cover", "open_cover", BALCONY)
    await home.settle()
    assert home.state("cover", BALCONY) == "opening"
    home.hub.advance(30)
    await home.poll()
    assert home.state("cover", BALCONY) == "open"
    assert home.attribute("cover", BALCONY, "current_position") == 100


async def test_position(move_in: MoveIn) -> None:
    """Drive a shutter to a position."""
    home = await move_in("apartment")
    await home.call("cover", "set_cover_position", BALCONY, position=35)
    assert home.bodies == [{"RequestAction": {"Action": "LiftTo", "Percentage": 35}}]
    home.hub.advance(30)
    await home.poll()
    assert home.attribute("cover", BALCONY, "current_position") == 35
    assert home.state("cover", BALCONY) == "open"


async def test_stop(move_in: MoveIn) -> None:
    """Stop a shutter where it is."""
    home = await move_in("apartment")
    await home.call("cover", "close_cover", BALCONY)
    home.hub.advance(10)
    await home.call("cover", "stop_cover", BALCONY)
    await home.settle()
    assert home.bodies[-1] == {"RequestAction": {"Action": "Stop"}}
    assert home.state("cover", BALCONY) == "open"
    assert home.attribute("cover", BALCONY, "current_position") == 50


async def test_tilt(move_in: MoveIn) -> None:
    """Turn the slats of a shutter that has some, and of no other."""
    home = await move_in("apartment")
    assert home.attribute("cover", BALCONY, "current_tilt_position") is None
    assert home.attribute("cover", SLATS, "current_tilt_position") == 50
    await home.call("cover", "set_cover_tilt_position", SLATS, tilt_position=40)
    await home.call("cover", "stop_cover_tilt", SLATS)
    await home.call("cover", "close_cover_tilt", SLATS)
    await home.call("cover", "open_cover_tilt", SLATS)
    assert home.bodies == [
        {"RequestAction": {"Action": "TiltTo", "Percentage": 40}},
        {"RequestAction": {"Action": "StopTilt"}},
        {"RequestAction": {"Action": "TiltTo", "Percentage": 0}},
        {"RequestAction": {"Action": "TiltTo", "Percentage": 100}},
    ]
    home.hub.advance(10)
    await home.poll()
    assert home.attribute("cover", SLATS, "current_tilt_position") == 100


async def test_unknown_position(move_in: MoveIn) -> None:
    """Not know whether a shutter is closed when the hub does not."""
    home = await move_in("apartment")
    del home.hub.find("Shutter", 1)["CurrentLift"]
    await home.poll()
    assert home.state("cover", BALCONY) == STATE_UNKNOWN


async def test_moved_by_hand(move_in: MoveIn) -> None:
    """Notice a shutter that was closed at its wall switch."""
    home = await move_in("apartment")
    home.hub.find("Shutter", 1).update(CurrentLift=0, TargetLift=0)
    await home.poll()
    assert home.state("cover", BALCONY) == "closed"
