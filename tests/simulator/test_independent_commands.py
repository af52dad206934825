"""Every command of a client we did not write has its effect."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from simulator import SimulatedHub

from .conftest import StartHub
from .independent import connect

pytestmark = pytest.mark.filterwarnings(
    "ignore:verify_ssl is deprecated:DeprecationWarning:aioWiserHeatAPI"
)

type Drive = Callable[[Any], Awaitable[Any]]
type Command = tuple[Drive, str, int | None, dict[str, Any]]


def room(client: Any, number: int = 1) -> Any:
    """Return a room of the client."""
    return client.rooms.get_by_id(number)


COTTAGE: dict[str, Command] = {
    "set point": (
        lambda c: room(c).set_target_temperature(19.5),
        "Room",
        1,
        {"CurrentSetPoint": 195, "SetpointOrigin": "FromManualOverride"},
    ),
    "set point for a time": (
        lambda c: room(c).set_target_temperature_for_duration(23, 45),
        "Room",
        1,
        {"CurrentSetPoint": 230, "OverrideTimeoutUnixTime": 1768416000 + 2700},
    ),
    "boost": (
        lambda c: room(c).boost(2, 60),
        "Room",
        1,
        {"CurrentSetPoint": 230, "SetpointOrigin": "FromBoost"},
    ),
    "manual": (
        lambda c: room(c).set_mode("Manual"),
        "Room",
        1,
        {"Mode": "Manual", "SetpointOrigin": "FromManualMode"},
    ),
    "off": (
        lambda c: room(c).set_mode("Off"),
        "Room",
        1,
        {"Mode": "Manual", "CurrentSetPoint": -200, "ManualSetPoint": -200},
    ),
    "name": (lambda c: room(c).set_name("Snug"), "Room", 1, {"Name": "Snug"}),
    "advance": (
        lambda c: room(c).schedule_advance(),
        "Room",
        1,
        {"CurrentSetPoint": 160, "SetpointOrigin": "FromManualOverride"},
    ),
    "window detection": (
        lambda c: room(c).set_window_detection_active(True),
        "Room",
        1,
        {"WindowDetectionActive": True},
    ),
    "away": (
        lambda c: c.system.set_away_mode_enabled(True),
        "System",
        None,
        {"OverrideType": "Away"},
    ),
    "away temperature": (
        lambda c: c.system.set_away_mode_target_temperature(12.5),
        "System",
        None,
        {"AwayModeSetPointLimit": 125},
    ),
    "away and hot water": (
        lambda c: c.system.set_away_mode_affects_hotwater(False),
        "System",
        None,
        {"AwayModeAffectsHotWater": False},
    ),
    "daylight saving": (
        lambda c: c.system.set_automatic_daylight_saving_enabled(False),
        "System",
        None,
        {"AutomaticDaylightSaving": False},
    ),
    "boost all": (
        lambda c: c.system.boost_all_rooms(1, 30),
        "Room",
        2,
        {"CurrentSetPoint": 160, "SetpointOrigin": "FromBoost"},
    ),
    "eco": (
        lambda c: c.system.set_eco_mode_enabled(True),
        "System",
        None,
        {"EcoModeEnabled": True},
    ),
    "comfort": (
        lambda c: c.system.set_comfort_mode_enabled(True),
        "System",
        None,
        {"ComfortModeEnabled": True},
    ),
    "valve protection": (
        lambda c: c.system.set_valve_protection_enabled(True),
        "System",
        None,
        {"ValveProtectionEnabled": True},
    ),
    "join": (
        lambda c: c.system.allow_add_device(60),
        "System",
        None,
        {"ZigbeePermitJoinActive": True},
    ),
    "hot water off": (
        lambda c: c.hotwater.override_state("Off"),
        "HotWater",
        2,
        {"WaterHeatingState": "Off", "OverrideType": "Manual"},
    ),
    "hot water boost": (
        lambda c: c.hotwater.override_state_for_duration("On", 60),
        "HotWater",
        2,
        {"WaterHeatingState": "On", "OverrideTimeoutUnixTime": 1768416000 + 3600},
    ),
    "hot water manual": (
        lambda c: c.hotwater.set_mode("Manual"),
        "HotWater",
        2,
        {"Mode": "Manual", "WaterHeatingState": "Off"},
    ),
    "plug off": (
        lambda c: c.devices.smartplugs.get_by_id(6).turn_off(),
        "SmartPlug",
        6,
        {"OutputState": "Off", "ControlSource": "FromManualOverride"},
    ),
    "plug away action": (
        lambda c: c.devices.smartplugs.get_by_id(6).set_away_mode_action("NoChange"),
        "SmartPlug",
        6,
        {"AwayAction": "NoChange"},
    ),
    "plug manual": (
        lambda c: c.devices.smartplugs.get_by_id(6).set_mode("Manual"),
        "SmartPlug",
        6,
        {"Mode": "Manual", "ControlSource": "FromManualMode"},
    ),
    "identify": (
        lambda c: c.devices.get_by_id(2).set_identify(True),
        "Device",
        2,
        {"IdentifyActive": True},
    ),
    "lock": (
        lambda c: c.devices.get_by_id(2).set_device_lock_enabled(True),
        "Device",
        2,
        {"DeviceLockEnabled": True},
    ),
    "moment": (
        lambda c: c.moments.get_by_id(1).activate(),
        "Room",
        1,
        {"CurrentSetPoint": 225},
    ),
}

RESIDENCE: dict[str, Command] = {
    "summer comfort": (
        lambda c: c.system.set_summer_comfort_enabled(True),
        "System",
        None,
        {"SummerComfortEnabled": True},
    ),
    "discomfort": (
        lambda c: c.system.set_indoor_discomfort_temperature(25.5),
        "System",
        None,
        {"IndoorDiscomfortTemperature": 255},
    ),
    "room in summer": (
        lambda c: room(c).set_include_in_summer_comfort(True),
        "Room",
        1,
        {"IncludeInSummerComfort": True},
    ),
    "light on": (
        lambda c: c.devices.lights.get_by_light_id(13).turn_on(),
        "Light",
        13,
        {"CurrentState": "On", "TargetState": "On"},
    ),
    "one of two gangs": (
        lambda c: c.devices.lights.get_by_light_id(18).turn_on(),
        "Light",
        18,
        {"CurrentState": "On"},
    ),
    "light off": (
        lambda c: c.devices.lights.get_by_light_id(6).turn_off(),
        "Light",
        6,
        {"CurrentState": "Off", "CurrentPercentage": 50},
    ),
    "brightness": (
        lambda c: c.devices.lights.get_by_light_id(6).set_current_percentage(30),
        "Light",
        6,
        {"CurrentPercentage": 30, "CurrentLevel": 76},
    ),
    "led": (
        lambda c: c.devices.lights.get_by_light_id(6).set_led_indicator("AlwaysOn"),
        "Light",
        6,
        {"LedIndicator": "AlwaysOn"},
    ),
    "power on": (
        lambda c: c.devices.lights.get_by_light_id(6).set_power_on_behaviour("LevelPercent"),
        "Light",
        6,
        {"PowerOnBehaviour": "LevelPercent"},
    ),
    "shutter": (
        lambda c: c.devices.shutters.get_by_shutter_id(6).open(80),
        "Shutter",
        6,
        {"TargetLift": 80, "LiftMovement": "Opening"},
    ),
    "shutter closed": (
        lambda c: c.devices.shutters.get_by_shutter_id(6).close(),
        "Shutter",
        6,
        {"TargetLift": 0, "LiftMovement": "Closing"},
    ),
    "shutter stopped": (
        lambda c: c.devices.shutters.get_by_shutter_id(6).stop(),
        "Shutter",
        6,
        {"TargetLift": 50, "LiftMovement": "Stopped"},
    ),
    "tilt": (
        lambda c: c.devices.shutters.get_by_shutter_id(8).open_tilt(90),
        "Shutter",
        8,
        {"TargetTilt": 90, "TiltMovement": "Opening"},
    ),
    "shutter in summer": (
        lambda c: c.devices.shutters.get_by_shutter_id(8).set_summer_comfort_lift(15),
        "Shutter",
        8,
        {"SummerComfortLift": 15},
    ),
    "PowerTag C": (
        lambda c: c.devices.power_tags_c.all[0].turn_off(),
        "PTC",
        1,
        {"OutputState": "Off"},
    ),
    "window sensor": (
        lambda c: c.devices.binary_sensor.all[0].set_interacts_with_room_climate(False),
        "BinarySensor",
        1,
        {"InteractsWithRoomClimate": False},
    ),
    "charging socket": (
        lambda c: c.devices.evse.all[0].turn_on(),
        "Equipment",
        48,
        {"ControlState": "selfManagement"},
    ),
    "automation": (
        lambda c: c.send_hub_command("domain/System", {"TriggerAutomation": 5}),
        "Light",
        5,
        {"CurrentState": "On", "CurrentPercentage": 50},
    ),
    "moment": (
        lambda c: c.moments.get_by_id(4).activate(),
        "Shutter",
        2,
        {"TargetLift": 0},
    ),
}


async def drive(hub: SimulatedHub, command: Command) -> None:
    """Let the client command and look at the effect."""
    client = await connect(hub)
    act, member, number, expected = command
    assert await act(client)
    record = hub.find(member, number)
    assert {field: record[field] for field in expected} == expected
    assert {item.status for item in hub.requests if item.method != "GET"} == {200}


@pytest.mark.parametrize("name", COTTAGE)
async def test_drives_the_cottage(start_hub: StartHub, name: str) -> None:
    """Drive a hub of generation 1."""
    await drive(await start_hub("cottage"), COTTAGE[name])


@pytest.mark.parametrize("name", RESIDENCE)
async def test_drives_the_residence(start_hub: StartHub, name: str) -> None:
    """Drive a hub of generation 2."""
    await drive(await start_hub("residence"), RESIDENCE[name])
