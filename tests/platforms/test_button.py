"""Test what is done once."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import STATE_UNKNOWN, EntityCategory, Platform
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
    await check_platform(hass, start_hub, freezer, snapshot, house, Platform.BUTTON)


BOOST = {"Type": "Boost", "DurationMinutes": 60, "IncreaseSetPointBy": 20}


@pytest.mark.parametrize(
    ("house", "key", "path", "body"),
    [
        ("cottage", "system_0_boost_all", "System", {"RequestOverride": BOOST}),
        (
            "cottage",
            "system_0_cancel_all_overrides",
            "System",
            {"RequestOverride": {"Type": "CancelUserOverrides"}},
        ),
        ("cottage", "system_0_permit_join", "System/RequestPermitJoin", 120),
        ("cottage", "room_1_boost", "Room/1", {"RequestOverride": BOOST}),
        ("cottage", "room_1_cancel_override", "Room/1", {"RequestOverride": {"Type": "None"}}),
        (
            "cottage",
            "hotwater_2_boost",
            "HotWater/2",
            {"RequestOverride": {"Type": "Manual", "DurationMinutes": 60, "SetPoint": 1100}},
        ),
        (
            "cottage",
            "hotwater_2_cancel_override",
            "HotWater/2",
            {"RequestOverride": {"Type": "None"}},
        ),
        ("cottage", "device_2_identify", "Device/2", {"Identify": True}),
        ("apartment", "automation_2_run", "System", {"TriggerAutomation": 2}),
    ],
)
@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_press(move_in: MoveIn, house: str, key: str, path: str, body: object) -> None:
    """Send one write, and remember when."""
    home = await move_in(house)
    assert home.state("button", key) == STATE_UNKNOWN
    await home.call("button", "press", key)
    assert home.writes == [("PATCH", path, body)]
    assert home.state("button", key) != STATE_UNKNOWN


async def test_boost_all(move_in: MoveIn) -> None:
    """Show every room boosted, and none when that is cancelled."""
    home = await move_in("cottage")
    presets = [f"room_{room}_climate" for room in (1, 2, 3)]
    await home.call("button", "press", "system_0_boost_all")
    await home.settle()
    assert [home.attribute("climate", key, "preset_mode") for key in presets] == ["boost"] * 3
    await home.call("button", "press", "system_0_cancel_all_overrides")
    await home.settle()
    assert [home.attribute("climate", key, "preset_mode") for key in presets] == ["none"] * 3


async def test_boost_hot_water(move_in: MoveIn) -> None:
    """Heat the water for an hour and show until when."""
    home = await move_in("cottage")
    await home.call("button", "press", "hotwater_2_boost")
    await home.poll()
    assert home.state("water_heater", "hotwater_2_hot_water") == "on"
    assert home.state("sensor", "hotwater_2_override_until") == "2026-01-14T19:40:00+00:00"
    home.hub.advance(61 * 60)
    await home.poll()
    assert home.state("water_heater", "hotwater_2_hot_water") == "auto"
    assert home.state("sensor", "hotwater_2_override_until") == STATE_UNKNOWN


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_run_an_automation(move_in: MoveIn) -> None:
    """Show what an automation did."""
    home = await move_in("apartment")
    await home.call("button", "press", "automation_1_run")
    await home.settle()
    assert home.state("climate", "room_2_climate") == "off"


async def test_what_the_house_has(move_in: MoveIn) -> None:
    """Offer nothing to boost in a house without heating, and nothing to identify at the hub."""
    home = await move_in("cottage")
    assert home.find("button", "device_0_identify") is None
    category = home.entry_of("button", "device_2_identify").entity_category
    assert category is EntityCategory.DIAGNOSTIC


async def test_no_heating(hass: HomeAssistant, move_in: MoveIn) -> None:
    """Offer nothing to boost where nothing heats."""
    home = await move_in("apartment")
    for room in home.hub.trees["domain"]["Room"]:
        room.pop("HeatingActuatorIds", None)
    await hass.config_entries.async_remove(home.entry.entry_id)
    await hass.async_block_till_done()
    assert hass.states.async_entity_ids("button") == []
    home.entry.add_to_hass(hass)
    await hass.config_entries.async_setup(home.entry.entry_id)
    await hass.async_block_till_done()
    assert home.find("button", "device_1_identify") is not None
    assert home.find("button", "system_0_boost_all") is None
    assert hass.states.async_entity_ids("climate") == []
