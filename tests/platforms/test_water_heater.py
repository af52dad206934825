"""Test the hot water."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN, Platform
from homeassistant.core import HomeAssistant
import pytest
from syrupy.assertion import SnapshotAssertion

from tests.conftest import StartHub

from .conftest import MoveIn
from .home import check_platform

WATER = "hotwater_2_hot_water"


@pytest.mark.parametrize("house", ["cottage"])
@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_entities(
    hass: HomeAssistant,
    start_hub: StartHub,
    freezer: FrozenDateTimeFactory,
    snapshot: SnapshotAssertion,
    house: str,
) -> None:
    """Show every entity of the platform."""
    await check_platform(hass, start_hub, freezer, snapshot, house, Platform.WATER_HEATER)


async def test_operation(move_in: MoveIn) -> None:
    """Follow the schedule, be on and be off, each shown at once."""
    home = await move_in("cottage")
    assert home.state("water_heater", WATER) == "auto"
    for mode, body in (
        (STATE_ON, {"RequestOverride": {"Type": "Manual", "SetPoint": 1100}}),
        (STATE_OFF, {"RequestOverride": {"Type": "Manual", "SetPoint": -200}}),
        ("auto", {"Mode": "Auto", "RequestOverride": {"Type": "None"}}),
    ):
        await home.call("water_heater", "set_operation_mode", WATER, operation_mode=mode)
        assert home.writes[-1] == ("PATCH", "HotWater/2", body)
        assert home.state("water_heater", WATER) == mode
        await home.poll()
        assert home.state("water_heater", WATER) == mode


async def test_turn_on_and_off(move_in: MoveIn) -> None:
    """Switch the hot water, also while the hub still reports the old state."""
    home = await move_in("cottage")
    home.hub.lag = 30
    home.hub.answer_style = "empty_object"
    await home.call("water_heater", "turn_off", WATER)
    await home.poll()
    assert home.state("water_heater", WATER) == STATE_OFF
    await home.call("water_heater", "turn_on", WATER)
    await home.poll()
    assert home.state("water_heater", WATER) == STATE_ON


async def test_away(move_in: MoveIn) -> None:
    """Leave the house and come back."""
    home = await move_in("cottage")
    assert home.attribute("water_heater", WATER, "away_mode") == STATE_OFF
    await home.call("water_heater", "set_away_mode", WATER, away_mode=True)
    assert home.attribute("water_heater", WATER, "away_mode") == STATE_ON
    await home.settle()
    assert home.state("binary_sensor", "hotwater_2_heating") == STATE_OFF
    await home.call("water_heater", "set_away_mode", WATER, away_mode=False)
    await home.settle()
    assert home.attribute("water_heater", WATER, "away_mode") == STATE_OFF
    assert home.state("binary_sensor", "hotwater_2_heating") == STATE_ON


async def test_off_for_good(move_in: MoveIn) -> None:
    """Show hot water that the app has switched off for good as off."""
    home = await move_in("cottage")
    home.hub.find("HotWater", 2).update(Mode="Manual", WaterHeatingState="Off")
    await home.poll()
    assert home.state("water_heater", WATER) == STATE_OFF


async def test_unknown(move_in: MoveIn) -> None:
    """Not know what the hot water does when the hub does not tell."""
    home = await move_in("cottage")
    water = home.hub.find("HotWater", 2)
    water["Mode"] = "Manual"
    del water["WaterHeatingState"]
    await home.poll()
    assert home.state("water_heater", WATER) == STATE_UNKNOWN


async def test_no_hot_water(move_in: MoveIn) -> None:
    """Make no water heater where the house has no hot water."""
    home = await move_in("apartment")
    assert home.hass.states.async_entity_ids("water_heater") == []
