"""Test the heating of rooms."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.climate import HVACAction, HVACMode
from homeassistant.const import STATE_UNKNOWN, Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest
from syrupy.assertion import SnapshotAssertion

from tests.conftest import StartHub

from .conftest import MoveIn
from .home import Home, check_platform

LOUNGE = "room_1_climate"
BEDROOM = "room_2_climate"
HALL = "room_4_climate"


def target(home: Home, key: str = LOUNGE) -> float | None:
    """Return the set point that a climate shows."""
    value: float | None = home.attribute("climate", key, "temperature")
    return value


def action(home: Home, key: str = LOUNGE) -> str:
    """Return what the heating of a room is doing."""
    value: str = home.attribute("climate", key, "hvac_action")
    return value


def preset(home: Home, key: str = LOUNGE) -> str:
    """Return the preset of a room."""
    value: str = home.attribute("climate", key, "preset_mode")
    return value


async def set_mode(home: Home, mode: HVACMode) -> None:
    """Choose the mode of the lounge."""
    await home.call("climate", "set_hvac_mode", LOUNGE, hvac_mode=mode)


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
    await check_platform(hass, start_hub, freezer, snapshot, house, Platform.CLIMATE)


async def test_only_rooms_with_heating(move_in: MoveIn) -> None:
    """Make no climate of a room of lights, of one that nothing serves, or of a garage."""
    home = await move_in("residence")
    for name in ("Landing", "Stairs", "Garage", "Wine cellar"):
        room = next(room for room in home.hub.trees["domain"]["Room"] if room["Name"] == name)
        assert home.find("climate", f"room_{room['id']}_climate") is None
    heated = [room for room in home.hub.trees["domain"]["Room"] if "PercentageDemand" in room]
    assert len(heated) == len(home.hass.states.async_entity_ids("climate"))


async def test_modes(move_in: MoveIn) -> None:
    """Follow the schedule, hold a set point, and be off."""
    home = await move_in("cottage")
    assert home.state("climate", LOUNGE) == HVACMode.AUTO
    assert target(home) == 21

    await set_mode(home, HVACMode.OFF)
    assert home.state("climate", LOUNGE) == HVACMode.OFF
    assert target(home) is None
    assert home.hub.find("Room", 1)["CurrentSetPoint"] == -200

    await set_mode(home, HVACMode.HEAT)
    assert home.state("climate", LOUNGE) == HVACMode.HEAT
    assert target(home) == 20

    await set_mode(home, HVACMode.AUTO)
    assert home.state("climate", LOUNGE) == HVACMode.AUTO
    await home.settle()
    assert target(home) == 21
    assert home.hub.find("Room", 1)["Mode"] == "Auto"


async def test_turn_off_and_on(move_in: MoveIn) -> None:
    """Come back to the schedule after being off."""
    home = await move_in("cottage")
    await home.call("climate", "turn_off", LOUNGE)
    assert home.state("climate", LOUNGE) == HVACMode.OFF
    assert action(home) == HVACAction.OFF
    await home.call("climate", "turn_on", LOUNGE)
    await home.poll()
    assert home.state("climate", LOUNGE) == HVACMode.AUTO
    assert target(home) == 21


async def test_off_ends_a_boost_first(move_in: MoveIn) -> None:
    """End an override before switching off, or it would come back to life."""
    home = await move_in("cottage")
    await home.call("climate", "set_preset_mode", LOUNGE, preset_mode="boost")
    home.hub.requests.clear()
    await home.call("climate", "turn_off", LOUNGE)
    assert home.bodies == [
        {"RequestOverride": {"Type": "None"}},
        {"Mode": "Manual"},
        {"RequestOverride": {"Type": "Manual", "SetPoint": -200}},
    ]
    await home.poll()
    assert home.state("climate", LOUNGE) == HVACMode.OFF


async def test_set_temperature(move_in: MoveIn) -> None:
    """Hold a set point until the next event with one write."""
    home = await move_in("cottage")
    await home.call("climate", "set_temperature", LOUNGE, temperature=19.5)
    assert home.writes == [
        ("PATCH", "Room/1", {"RequestOverride": {"Type": "Manual", "SetPoint": 195}})
    ]
    assert target(home) == 19.5
    assert home.state("climate", LOUNGE) == HVACMode.AUTO
    await home.poll()
    assert target(home) == 19.5


@pytest.mark.parametrize(
    ("mode", "shown"), [(HVACMode.HEAT, 23), (HVACMode.AUTO, 23), (HVACMode.OFF, None)]
)
async def test_set_temperature_with_mode(
    move_in: MoveIn, mode: HVACMode, shown: float | None
) -> None:
    """Choose a mode and a set point in one action; off needs none."""
    home = await move_in("cottage")
    await home.call("climate", "set_temperature", LOUNGE, temperature=23, hvac_mode=mode)
    assert home.state("climate", LOUNGE) == mode
    assert target(home) == shown
    await home.poll()
    assert home.state("climate", LOUNGE) == mode
    assert target(home) == shown


@pytest.mark.parametrize("temperature", [4.5, 30.5])
async def test_set_point_out_of_range(move_in: MoveIn, temperature: float) -> None:
    """Leave the hub in peace with what it would refuse."""
    home = await move_in("cottage")
    with pytest.raises(ServiceValidationError):
        await home.call("climate", "set_temperature", LOUNGE, temperature=temperature)
    assert home.writes == []


async def test_range_of_the_room(start_hub: StartHub, hass: HomeAssistant, move_in: MoveIn) -> None:
    """Offer the range that generation 2 tells for a room, within that of the hub."""
    home = await move_in("apartment")
    assert home.attribute("climate", LOUNGE, "min_temp") == 5
    assert home.attribute("climate", LOUNGE, "max_temp") == 30
    for room in home.hub.trees["domain"]["Room"]:
        room.get("ClimateCapabilities", {}).update(MinimumHeatSetpoint=70, MaximumHeatSetpoint=350)
    await hass.config_entries.async_reload(home.entry.entry_id)
    await hass.async_block_till_done()
    assert home.attribute("climate", LOUNGE, "min_temp") == 7
    assert home.attribute("climate", LOUNGE, "max_temp") == 30


async def test_boost(move_in: MoveIn) -> None:
    """Boost a room for an hour, and end that early."""
    home = await move_in("cottage")
    assert preset(home) == "none"
    await home.call("climate", "set_preset_mode", LOUNGE, preset_mode="boost")
    assert home.writes == [
        (
            "PATCH",
            "Room/1",
            {
                "RequestOverride": {
                    "Type": "Boost",
                    "DurationMinutes": 60,
                    "IncreaseSetPointBy": 20,
                }
            },
        )
    ]
    assert preset(home) == "boost"
    await home.settle()
    assert target(home) == 23

    await home.call("climate", "set_preset_mode", LOUNGE, preset_mode="none")
    await home.settle()
    assert preset(home) == "none"
    assert target(home) == 21


async def test_boost_ends(move_in: MoveIn) -> None:
    """Be back on the schedule when a boost has run out."""
    home = await move_in("cottage")
    await home.call("climate", "set_preset_mode", LOUNGE, preset_mode="boost")
    home.hub.advance(59 * 60)
    await home.poll()
    assert preset(home) == "boost"
    home.hub.advance(2 * 60)
    await home.poll()
    assert preset(home) == "none"
    assert target(home) == 21


async def test_no_preset_leaves_a_set_point(move_in: MoveIn) -> None:
    """Keep a set point when the preset that holds anyway is chosen, as restoring a scene does."""
    home = await move_in("cottage")
    lounge = home.entity_id("climate", LOUNGE)
    await home.hass.services.async_call(
        "scene",
        "apply",
        {"entities": {lounge: {"state": "auto", "temperature": 18, "preset_mode": "none"}}},
        blocking=True,
    )
    await home.poll()
    assert target(home) == 18


async def test_action_of_a_boiler(move_in: MoveIn) -> None:
    """Heat only while the relay of the channel is on; wanting heat is idle."""
    home = await move_in("cottage")
    room, channel = home.hub.find("Room", 1), home.hub.find("HeatingChannel", 1)
    assert room["ControlOutputState"] == channel["HeatingRelayState"] == "On"
    assert action(home) == HVACAction.HEATING
    assert action(home, BEDROOM) == HVACAction.IDLE

    channel["HeatingRelayState"] = "Off"
    await home.poll()
    assert action(home) == HVACAction.IDLE
    channel["HeatingRelayState"] = "On"
    await home.poll()
    assert action(home) == HVACAction.HEATING
    room["ControlOutputState"] = "Off"
    await home.poll()
    assert action(home) == HVACAction.IDLE


async def test_action_of_an_own_output(move_in: MoveIn) -> None:
    """Heat while the room's own actuator does, which no channel serves."""
    home = await move_in("apartment")
    assert home.hub.trees["domain"].get("HeatingChannel", []) == []
    assert action(home) == HVACAction.HEATING
    home.hub.find("Room", 1)["ControlOutputState"] = "Off"
    await home.poll()
    assert action(home) == HVACAction.IDLE


async def test_action_without_an_output_state(move_in: MoveIn) -> None:
    """Go by the demand where the hub does not tell the state of the output."""
    home = await move_in("apartment")
    room = home.hub.find("Room", 1)
    del room["ControlOutputState"]
    await home.poll()
    assert action(home) == HVACAction.HEATING
    room["PercentageDemand"] = 0
    await home.poll()
    assert action(home) == HVACAction.IDLE


async def test_invalid_room(move_in: MoveIn) -> None:
    """Show no temperature for a room that nothing measures."""
    home = await move_in("cottage")
    assert home.hub.find("Room", 4)["CalculatedTemperature"] == -32768
    assert home.attribute("climate", HALL, "current_temperature") is None
    assert home.state("climate", HALL) == HVACMode.AUTO
    assert home.attribute("climate", LOUNGE, "current_temperature") == 20.3


async def test_away(move_in: MoveIn) -> None:
    """Show the away temperature while the house is left."""
    home = await move_in("cottage")
    await home.call("switch", "turn_on", "system_0_away")
    await home.settle()
    assert target(home) == 14
    assert home.state("climate", LOUNGE) == HVACMode.AUTO
    await home.call("switch", "turn_off", "system_0_away")
    await home.settle()
    assert target(home) == 21


async def test_eco_iq(move_in: MoveIn) -> None:
    """Show what was asked for while EcoIQ heats to less."""
    home = await move_in("cottage")
    home.hub.find("Room", 1).update(
        CurrentSetPoint=205, DisplayedSetPoint=215, SetpointOrigin="FromEcoIQ"
    )
    await home.poll()
    assert target(home) == 21.5


async def test_humidity(move_in: MoveIn) -> None:
    """Show the humidity of the room's thermostat, and follow it."""
    home = await move_in("cottage")
    assert home.attribute("climate", LOUNGE, "current_humidity") == 46
    assert home.attribute("climate", BEDROOM, "current_humidity") is None
    home.hub.find("RoomStat", 1)["MeasuredHumidity"] = 51
    await home.poll()
    assert home.attribute("climate", LOUNGE, "current_humidity") == 51


async def test_unknown_mode(move_in: MoveIn) -> None:
    """Take a mode that nobody knows for unknown."""
    home = await move_in("cottage")
    home.hub.find("Room", 1)["Mode"] = "Dream"
    await home.poll()
    assert home.state("climate", LOUNGE) == STATE_UNKNOWN


async def test_value_stays_while_the_hub_lags(move_in: MoveIn) -> None:
    """Show a new set point at once, and on while the hub still reports the old one."""
    home = await move_in("cottage")
    home.hub.lag = 30
    home.hub.answer_style = "empty_object"
    await home.call("climate", "set_temperature", LOUNGE, temperature=18.5)
    assert target(home) == 18.5
    await home.settle()
    assert target(home) == 18.5
    await home.poll()
    assert target(home) == 18.5
    home.hub.advance(31)
    await home.poll()
    assert target(home) == 18.5


async def test_unchanged_poll_writes_nothing(move_in: MoveIn) -> None:
    """Write no state when a poll brings nothing new."""
    home = await move_in("cottage")
    before = home.shown("climate", LOUNGE)
    await home.poll()
    after = home.shown("climate", LOUNGE)
    assert after.last_reported == before.last_reported


async def without_schedule(home: Home) -> None:
    """Take the schedule of the lounge away."""
    del home.hub.find("Room", 1)["ScheduleId"]
    await home.poll()


async def test_room_without_schedule(move_in: MoveIn) -> None:
    """Offer nothing to follow where there is nothing, until there is."""
    home = await move_in("cottage")
    assert home.attribute("climate", LOUNGE, "hvac_modes") == ["auto", "heat", "off"]
    await without_schedule(home)
    assert home.hub.find("Room", 1)["Mode"] == "Auto"
    assert home.state("climate", LOUNGE) == HVACMode.HEAT
    assert home.attribute("climate", LOUNGE, "hvac_modes") == ["heat", "off"]
    with pytest.raises(ServiceValidationError):
        await set_mode(home, HVACMode.AUTO)
    with pytest.raises(ServiceValidationError):
        await home.call("climate", "set_temperature", LOUNGE, temperature=20, hvac_mode="auto")
    assert home.writes == []

    home.hub.find("Room", 1)["ScheduleId"] = 2
    await home.poll()
    assert home.state("climate", LOUNGE) == HVACMode.AUTO
    assert home.attribute("climate", LOUNGE, "hvac_modes") == ["auto", "heat", "off"]


async def test_turn_on_without_schedule(move_in: MoveIn) -> None:
    """Heat a room that has no schedule to come back to."""
    home = await move_in("cottage")
    await without_schedule(home)
    await home.call("climate", "turn_off", LOUNGE)
    assert home.state("climate", LOUNGE) == HVACMode.OFF
    await home.call("climate", "turn_on", LOUNGE)
    assert home.state("climate", LOUNGE) == HVACMode.HEAT
    assert target(home) == 20
    await home.poll()
    assert home.state("climate", LOUNGE) == HVACMode.HEAT
    assert target(home) == 20
