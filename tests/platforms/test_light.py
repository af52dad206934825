"""Test lights."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import STATE_OFF, STATE_ON, Platform
from homeassistant.core import HomeAssistant
import pytest
from syrupy.assertion import SnapshotAssertion

from tests.conftest import StartHub

from .conftest import MoveIn
from .home import check_platform

CEILING = "light_1_light"
HALL = "light_2_light"
LEFT = "light_3_light"
RIGHT = "light_4_light"


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
    await check_platform(hass, start_hub, freezer, snapshot, house, Platform.LIGHT)


async def test_on_and_off(move_in: MoveIn) -> None:
    """Switch a light."""
    home = await move_in("apartment")
    assert home.state("light", HALL) == STATE_OFF
    await home.call("light", "turn_on", HALL)
    assert home.state("light", HALL) == STATE_ON
    await home.call("light", "turn_off", HALL)
    assert home.state("light", HALL) == STATE_OFF
    assert home.writes == [
        ("PATCH", "Light/2", {"RequestOverride": {"State": "On"}}),
        ("PATCH", "Light/2", {"RequestOverride": {"State": "Off"}}),
    ]
    await home.poll()
    assert home.state("light", HALL) == STATE_OFF


@pytest.mark.parametrize(
    ("brightness", "percent"), [(1, 1), (2, 1), (26, 10), (128, 50), (254, 100), (255, 100)]
)
async def test_dim(move_in: MoveIn, brightness: int, percent: int) -> None:
    """Dim a light; the lowest brightness is not off."""
    home = await move_in("apartment")
    await home.call("light", "turn_on", CEILING, brightness=brightness)
    assert home.bodies == [{"RequestOverride": {"State": "On", "Percentage": percent}}]
    assert home.state("light", CEILING) == STATE_ON
    await home.poll()
    assert home.state("light", CEILING) == STATE_ON
    assert home.attribute("light", CEILING, "brightness") == round(percent * 255 / 100)


@pytest.mark.parametrize("percent", range(1, 101, 9))
async def test_percentages_arrive(move_in: MoveIn, percent: int) -> None:
    """Send the percentage that a person asked for, not one beside it."""
    home = await move_in("apartment")
    await home.call("light", "turn_on", CEILING, brightness_pct=percent)
    assert home.bodies == [{"RequestOverride": {"State": "On", "Percentage": percent}}]


async def test_comes_back_as_it_was(move_in: MoveIn) -> None:
    """Leave the brightness to the hub when a light is only switched on."""
    home = await move_in("apartment")
    await home.call("light", "turn_on", CEILING, brightness_pct=30)
    await home.call("light", "turn_off", CEILING)
    await home.call("light", "turn_on", CEILING)
    assert home.bodies[-1] == {"RequestOverride": {"State": "On"}}
    await home.poll()
    assert home.attribute("light", CEILING, "brightness") == 76


async def test_not_dimmable(move_in: MoveIn) -> None:
    """Offer no brightness for a light that has none, and let none reach the hub."""
    home = await move_in("apartment")
    assert home.attribute("light", HALL, "supported_color_modes") == ["onoff"]
    assert home.attribute("light", CEILING, "supported_color_modes") == ["brightness"]
    await home.call("light", "turn_on", HALL, brightness=128)
    assert home.bodies == [{"RequestOverride": {"State": "On"}}]
    home.hub.find("Light", 2)["CurrentPercentage"] = 40
    await home.poll()
    assert home.attribute("light", HALL, "brightness") is None


async def test_brightness_unknown(move_in: MoveIn) -> None:
    """Show a light that tells no brightness as on and nothing more."""
    home = await move_in("apartment")
    light = home.hub.find("Light", 1)
    light.update(CurrentState="On", TargetState="On")
    del light["CurrentPercentage"], light["TargetPercentage"]
    await home.poll()
    assert home.state("light", CEILING) == STATE_ON
    assert home.attribute("light", CEILING, "brightness") is None


async def test_two_gangs(move_in: MoveIn) -> None:
    """Tell the gangs of a switch apart, by their names and by what they switch."""
    home = await move_in("apartment")
    left, right = home.entry_of("light", LEFT), home.entry_of("light", RIGHT)
    assert left.device_id == right.device_id
    assert (left.original_name, right.original_name) == ("Chevet", "Plafonnier")
    await home.call("light", "turn_on", RIGHT)
    assert home.state("light", LEFT) == STATE_OFF
    assert home.state("light", RIGHT) == STATE_ON
    names = {home.entry_of("select", f"light_{gang}_mode").original_name for gang in (3, 4)}
    assert names == {"Chevet mode", "Plafonnier mode"}
    assert home.entry_of("light", HALL).original_name is None


async def test_old_state_is_not_shown_again(move_in: MoveIn) -> None:
    """Stay on while the hub still reports a light as off."""
    home = await move_in("apartment")
    home.hub.lag = 30
    await home.call("light", "turn_on", CEILING, brightness_pct=20)
    await home.poll()
    assert home.state("light", CEILING) == STATE_ON
    assert home.attribute("light", CEILING, "brightness") == 51
