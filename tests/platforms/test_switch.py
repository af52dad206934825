"""Test what can be switched."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import STATE_OFF, STATE_ON, EntityCategory, Platform
from homeassistant.core import HomeAssistant
import pytest
from syrupy.assertion import SnapshotAssertion

from tests.conftest import StartHub, set_up

from .conftest import MoveIn
from .home import Home, check_platform

NO_CHANGE = {"AwayAction": "NoChange"}


def equipment_of(home: Home) -> list[dict[str, Any]]:
    """Return every equipment of a house, as the hub tells it."""
    found: list[dict[str, Any]] = home.hub.trees["domain"].get("Equipment", [])
    return found


def car_of(home: Home) -> int:
    """Return the id of the charging socket, 0 where there is none."""
    kind = "DeviceApplicationInstanceType"
    return next((item["id"] for item in equipment_of(home) if item[kind] == "EVSE"), 0)


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
    await check_platform(hass, start_hub, freezer, snapshot, house, Platform.SWITCH)


@pytest.mark.parametrize(
    ("house", "key", "path", "on", "off"),
    [
        (
            "cottage",
            "smartplug_6_output",
            "SmartPlug/6",
            {"RequestOutput": "On"},
            {"RequestOutput": "Off"},
        ),
        (
            "residence",
            "powertagc_1_output",
            "PTC/1",
            {"RequestOutput": "On"},
            {"RequestOutput": "Off"},
        ),
        ("apartment", "automation_1_enabled", "Automation/1/Enabled", True, False),
        (
            "cottage",
            "system_0_away",
            "System",
            {"RequestOverride": {"Type": 2}},
            {"RequestOverride": {"Type": 0}},
        ),
        *(
            ("apartment", f"system_0_{key}", "System", {field: True}, {field: False})
            for key, field in (
                ("eco_mode", "EcoModeEnabled"),
                ("comfort_mode", "ComfortModeEnabled"),
                ("valve_protection", "ValveProtectionEnabled"),
                ("summer_comfort", "SummerComfortEnabled"),
                ("summer_discomfort_prevention", "SummerDiscomfortPrevention"),
            )
        ),
        (
            "cottage",
            "system_0_daylight_saving",
            "System",
            {"AutomaticDaylightSaving": "true"},
            {"AutomaticDaylightSaving": "false"},
        ),
        (
            "cottage",
            "system_0_away_affects_hot_water",
            "System",
            {"AwayModeAffectsHotWater": "true"},
            {"AwayModeAffectsHotWater": "false"},
        ),
        (
            "cottage",
            "device_2_child_lock",
            "Device/2",
            {"DeviceLockEnabled": True},
            {"DeviceLockEnabled": False},
        ),
        (
            "cottage",
            "room_1_window_detection",
            "Room/1",
            {"WindowDetectionActive": True},
            {"WindowDetectionActive": False},
        ),
        (
            "apartment",
            "room_1_include_in_summer_comfort",
            "Room/1",
            {"IncludeInSummerComfort": True},
            {"IncludeInSummerComfort": False},
        ),
        (
            "residence",
            "equipment_{car}_charging_allowed",
            "Equipment/{car}",
            {"ControlState": "selfManagement"},
            {"ControlState": "consumptionForceOff"},
        ),
        *(
            (house, f"{member}_off_when_away", path, {"AwayAction": "Off"}, NO_CHANGE)
            for house, member, path in (
                ("cottage", "smartplug_6", "SmartPlug/6"),
                ("residence", "powertagc_1", "PTC/1"),
                ("apartment", "light_1", "Light/1"),
                ("apartment", "light_3", "Light/3"),
            )
        ),
        ("apartment", "shutter_1_close_when_away", "Shutter/1", {"AwayAction": "Close"}, NO_CHANGE),
        (
            "apartment",
            "shutter_1_respect_summer_comfort",
            "Shutter/1",
            {"RespectSummerComfort": True},
            {"RespectSummerComfort": False},
        ),
        (
            "apartment",
            "binarysensor_1_interacts_with_room_climate",
            "BinarySensor/1",
            {"InteractsWithRoomClimate": "true"},
            {"InteractsWithRoomClimate": "false"},
        ),
    ],
)
@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_switch(
    move_in: MoveIn, house: str, key: str, path: str, on: object, off: object
) -> None:
    """Switch everything that can be switched on and off; see it at once and kept by the hub."""
    home = await move_in(house)
    key = key.format(car=car_of(home))
    path = path.format(car=car_of(home))
    for service, state, body in (
        ("turn_on", STATE_ON, on),
        ("turn_off", STATE_OFF, off),
        ("turn_on", STATE_ON, on),
    ):
        await home.call("switch", service, key)
        assert home.writes[-1] == ("PATCH", path, body)
        assert home.state("switch", key) == state
        await home.poll()
        assert home.state("switch", key) == state
    assert len(home.writes) == 3


async def test_away_changes_the_house(move_in: MoveIn) -> None:
    """Show what leaving does to the things that obey it."""
    home = await move_in("apartment")
    await home.call("light", "turn_on", "light_2_light")
    await home.call("switch", "turn_on", "system_0_away")
    await home.settle()
    assert home.state("light", "light_2_light") == STATE_OFF
    assert home.attribute("climate", "room_1_climate", "temperature") == 14
    assert home.state("cover", "shutter_1_shutter") == "closing"


async def test_switched_at_the_plug(move_in: MoveIn) -> None:
    """Notice a plug that was switched by its own button."""
    home = await move_in("cottage")
    assert home.state("switch", "smartplug_6_output") == STATE_ON
    home.hub.find("SmartPlug", 6).update(OutputState="Off", TargetState="Off")
    await home.poll()
    assert home.state("switch", "smartplug_6_output") == STATE_OFF


async def test_only_where_the_field_is(move_in: MoveIn) -> None:
    """Offer no setting that the hub does not have."""
    home = await move_in("cottage")
    assert home.find("switch", "system_0_summer_comfort") is None
    assert home.find("switch", "room_1_include_in_summer_comfort") is None
    assert home.find("switch", "device_0_child_lock") is None


async def test_settings_are_settings(move_in: MoveIn) -> None:
    """Put what is set once apart from what is used every day."""
    home = await move_in("cottage")
    assert home.entry_of("switch", "system_0_away").entity_category is None
    assert home.entry_of("switch", "smartplug_6_output").entity_category is None
    eco = home.entry_of("switch", "system_0_eco_mode")
    assert eco.entity_category is EntityCategory.CONFIG
    assert not eco.disabled
    assert home.entry_of("switch", "system_0_valve_protection").disabled


async def test_only_equipment_that_charges(move_in: MoveIn) -> None:
    """Allow charging where the equipment says that it can be held, and nowhere else."""
    home = await move_in("residence")
    keys = [f"equipment_{found['id']}_charging_allowed" for found in equipment_of(home)]
    assert [key for key in keys if home.find("switch", key)] == [
        f"equipment_{car_of(home)}_charging_allowed"
    ]


@pytest.mark.parametrize("offered", [["selfManagement"], ["consumptionForceOff"], []])
async def test_equipment_that_cannot_be_held_and_let_go(
    hass: HomeAssistant, start_hub: StartHub, offered: list[str]
) -> None:
    """Offer no switch that could only be switched one way."""
    hub = await start_hub("residence")
    car = next(
        found
        for found in hub.trees["domain"]["Equipment"]
        if found["DeviceApplicationInstanceType"] == "EVSE"
    )
    car["AvailableControlState"] = offered
    home = Home(hass, hub, await set_up(hass, hub))
    assert home.find("switch", f"equipment_{car['id']}_charging_allowed") is None
