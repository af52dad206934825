"""Test moments."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
import pytest
from syrupy.assertion import SnapshotAssertion

from tests.conftest import StartHub

from .conftest import MoveIn
from .home import check_platform


@pytest.mark.parametrize("house", ["cottage", "apartment"])
@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_entities(
    hass: HomeAssistant,
    start_hub: StartHub,
    freezer: FrozenDateTimeFactory,
    snapshot: SnapshotAssertion,
    house: str,
) -> None:
    """Show every entity of the platform."""
    await check_platform(hass, start_hub, freezer, snapshot, house, Platform.SCENE)


async def test_run(move_in: MoveIn) -> None:
    """Run a moment and show what it did to the whole house."""
    home = await move_in("apartment")
    await home.call("scene", "turn_on", "moment_2_moment")
    assert home.writes == [("PATCH", "System", {"TriggerMoment": 2})]
    await home.settle()
    assert home.state("light", "light_1_light") == "on"
    assert home.attribute("light", "light_1_light", "brightness") == 26
    assert home.state("cover", "shutter_1_shutter") == "closing"


async def test_overrules_what_was_set(move_in: MoveIn) -> None:
    """Show what a moment sets although something else was set just before."""
    home = await move_in("cottage")
    await home.call("climate", "set_temperature", "room_1_climate", temperature=18)
    await home.call("scene", "turn_on", "moment_1_moment")
    await home.settle()
    assert home.attribute("climate", "room_1_climate", "temperature") == 22.5


async def test_name(move_in: MoveIn) -> None:
    """Name a moment as its user did, without the blanks around it."""
    home = await move_in("cottage")
    assert home.entry_of("scene", "moment_1_moment").original_name == "Cosy"
