"""Test that unavailable means no contact, and unknown no value."""

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.helpers import entity_registry as er
import pytest

from simulator import Fault

from .conftest import MoveIn
from .home import Home

MISSES = 3


def unavailable(home: Home) -> set[str]:
    """Return the entities that are unavailable."""
    return {
        state.entity_id
        for state in home.hass.states.async_all()
        if state.state == STATE_UNAVAILABLE
    }


async def test_valve_out_of_reach(move_in: MoveIn) -> None:
    """Show what a valve tells as unavailable while the hub does not hear it, and nothing else."""
    home = await move_in("cottage")
    assert home.state("sensor", "smartvalve_5_temperature") == STATE_UNAVAILABLE
    assert home.state("switch", "device_5_child_lock") == STATE_UNAVAILABLE
    assert home.is_available("climate", "room_4_climate")
    assert home.is_available("sensor", "smartvalve_4_temperature")

    device = home.hub.find("Device", 4)
    device["DisplayedSignalStrength"] = "NoSignal"
    await home.poll()
    assert home.state("sensor", "smartvalve_4_temperature") == STATE_UNAVAILABLE
    assert home.state("sensor", "device_4_battery") == STATE_UNAVAILABLE
    device["DisplayedSignalStrength"] = "Poor"
    await home.poll()
    assert home.state("sensor", "smartvalve_4_temperature") == "20.6"


@pytest.mark.parametrize(
    ("house", "platform", "key", "device"),
    [
        ("cottage", "switch", "smartplug_6_output", 6),
        ("cottage", "sensor", "smartplug_6_energy", 6),
        ("apartment", "light", "light_4_light", 6),
        ("apartment", "cover", "shutter_1_shutter", 7),
        ("apartment", "sensor", "equipment_25_power", 11),
        ("apartment", "binary_sensor", "binarysensor_1_active", 12),
        ("apartment", "sensor", "thresholdsensor_1_temperature", 13),
        ("apartment", "number", "heatingactuator_3_floor_minimum", 3),
        ("apartment", "button", "device_3_identify", 3),
    ],
)
async def test_device_out_of_reach(
    move_in: MoveIn, house: str, platform: str, key: str, device: int
) -> None:
    """Find the device of everything, whatever its own id is."""
    home = await move_in(house)
    assert home.is_available(platform, key)
    home.hub.find("Device", device)["DisplayedSignalStrength"] = "NoSignal"
    await home.poll()
    assert not home.is_available(platform, key)


async def test_missing_value(move_in: MoveIn) -> None:
    """Show a value that the hub does not tell as unknown: the device is there."""
    home = await move_in("cottage")
    del home.hub.find("SmartValve", 2)["MeasuredTemperature"]
    del home.hub.find("SmartPlug", 6)["OutputState"]
    await home.poll()
    assert home.state("sensor", "smartvalve_2_temperature") == STATE_UNKNOWN
    assert home.state("switch", "smartplug_6_output") == STATE_UNKNOWN


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.RESET, Fault.TRUNCATED_JSON])
async def test_hub_missing(move_in: MoveIn, fault: Fault) -> None:
    """Be unavailable when the hub is gone, not at the first poll that fails, and be back."""
    home = await move_in("cottage")
    before = unavailable(home)
    home.hub.inject(fault, times=None)
    for _ in range(MISSES - 1):
        await home.poll()
    assert unavailable(home) == before
    await home.poll()
    everything = {entity.entity_id for entity in home.hass.states.async_all()}
    assert unavailable(home) == everything
    home.hub.clear_faults()
    await home.poll()
    assert unavailable(home) == before


async def test_thing_that_is_gone(move_in: MoveIn, caplog: pytest.LogCaptureFixture) -> None:
    """Take what has left the house away, without a word in the log."""
    home = await move_in("apartment")
    domain = home.hub.trees["domain"]
    domain["Light"] = [light for light in domain["Light"] if light["id"] != 2]
    domain["Shutter"] = [shutter for shutter in domain["Shutter"] if shutter["id"] != 1]
    domain["Room"] = [room for room in domain["Room"] if room["id"] != 3]
    await home.poll()
    assert home.find("light", "light_2_light") is None
    assert home.find("cover", "shutter_1_shutter") is None
    assert home.find("climate", "room_3_climate") is None
    assert home.is_available("light", "light_1_light")
    assert "Traceback" not in caplog.text


async def test_thing_that_is_new(move_in: MoveIn) -> None:
    """Show a thing that was added to the house with the next poll."""
    home = await move_in("cottage")
    domain = home.hub.trees["domain"]
    domain["Device"].append({**home.hub.find("Device", 6), "id": 9})
    domain["SmartPlug"].append({**home.hub.find("SmartPlug", 6), "id": 9, "Name": "Kettle"})
    await home.poll()
    assert home.state("switch", "smartplug_9_output") == "on"
    assert home.state("sensor", "smartplug_9_energy") == "12.0"


async def test_rename_keeps_the_state(move_in: MoveIn) -> None:
    """Go on under another entity id as if nothing had happened."""
    home = await move_in("cottage")
    er.async_get(home.hass).async_update_entity(
        home.entity_id("switch", "smartplug_6_output"), new_entity_id="switch.lamp"
    )
    await home.hass.async_block_till_done()
    assert home.state("switch", "smartplug_6_output") == "on"
    home.hub.find("SmartPlug", 6).update(OutputState="Off", TargetState="Off")
    await home.poll()
    assert home.state("switch", "smartplug_6_output") == "off"
