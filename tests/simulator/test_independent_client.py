"""A client we did not write reads every simulated house and drives it."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from simulator import HOUSES, Fault, SimulatedHub

from .conftest import CAPTURED, StartHub
from .independent import client_of, connect, impatient

pytestmark = pytest.mark.filterwarnings(
    "ignore:verify_ssl is deprecated:DeprecationWarning:aioWiserHeatAPI"
)

CAPTURES = sorted(path.name for path in CAPTURED.iterdir()) if CAPTURED.exists() else []
# Each collection of the client's devices, and the records it is made of.
DEVICES = {
    "smartvalves": "SmartValve",
    "roomstats": "RoomStat",
    "smartplugs": "SmartPlug",
    "heating_actuators": "HeatingActuator",
    "ufh_controllers": "UnderFloorHeating",
    "lights": "Light",
    "shutters": "Shutter",
    "power_tags": "PTE",
    "power_tags_c": "PTC",
    "smokealarms": "SmokeAlarmDevice",
    "binary_sensor": "BinarySensor",
}


def read_everything(thing: Any) -> dict[str, Any]:
    """Read every property of an object."""
    names = [name for name in dir(type(thing)) if isinstance(getattr(type(thing), name), property)]
    return {name: getattr(thing, name) for name in names}


async def check_house(hub: SimulatedHub) -> None:
    """Compare what the client finds with the raw trees."""
    client = await connect(hub)
    domain = hub.trees["domain"]
    devices = client.devices
    found = {member: getattr(devices, name).count for name, member in DEVICES.items()}
    assert found == {member: len(domain.get(member, [])) for member in found}
    assert client.rooms.count == len(domain["Room"])
    assert client.system.name == hub.house.hub_name
    assert client.schedules.count == sum(map(len, hub.trees["schedules"].values()))
    assert (client.hotwater is not None) == ("HotWater" in domain)
    heated = [room for room in domain["Room"] if "Invalid" not in room]
    shown = [client.rooms.get_by_id(room["id"]).current_target_temperature for room in heated]
    assert shown == [room["DisplayedSetPoint"] / 10 for room in heated]
    everything = [*client.rooms.all, *devices.all, *client.schedules.all]
    for thing in [client.system, client.system.network, client.status, *everything]:
        assert read_everything(thing)
    assert {request.status for request in hub.requests} <= {200, 404}
    assert [
        item.path for item in hub.requests if item.status == 404 and "herm" not in item.path
    ] == []


@pytest.mark.parametrize("name", HOUSES)
async def test_reads_built_in_houses(start_hub: StartHub, name: str) -> None:
    """Read a built-in house without error, also after a day."""
    hub = await start_hub(name)
    await check_house(hub)
    hub.advance(86400)
    await check_house(hub)


@pytest.mark.skipif(not CAPTURES, reason=f"no captured payloads at {CAPTURED}")
@pytest.mark.parametrize("name", CAPTURES)
async def test_reads_captured_houses(start_hub: StartHub, name: str) -> None:
    """Read a captured house without error, also after a day."""
    hub = await start_hub(CAPTURED / name)
    await check_house(hub)
    hub.advance(86400)
    await check_house(hub)


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


async def test_cancels_what_it_did(start_hub: StartHub) -> None:
    """Override, see the override, and cancel it."""
    hub = await start_hub("cottage")
    client = await connect(hub)
    await room(client).boost(1, 30)
    await client.hotwater.override_state("Off")
    await client.read_hub_data()
    assert room(client).is_boosted
    await room(client).cancel_boost()
    await client.hotwater.cancel_overrides()
    assert hub.find("Room", 1)["SetpointOrigin"] == "FromSchedule"
    assert hub.find("HotWater", 2)["WaterHeatingState"] == "On"
    await room(client).set_target_temperature(25)
    await client.system.cancel_all_overrides()
    assert hub.find("Room", 1)["CurrentSetPoint"] == 210


async def test_schedules(start_hub: StartHub) -> None:
    """Create, change, rename, assign, unassign and delete schedules."""
    hub = await start_hub("residence")
    client = await connect(hub)
    kinds = {schedule._type: type(schedule) for schedule in client.schedules.all}
    assert set(kinds) == {"Heating", "OnOff", "Level"}
    from aioWiserHeatAPI.const import WiserScheduleTypeEnum as Kind

    await client.schedules.create_schedule(Kind.heating, "Made", [1, 2])
    await client.schedules.create_schedule(Kind.shutters, "Down", [7])
    await client.schedules.create_schedule(Kind.onoff, "Switch", [])
    made = [hub.trees["schedules"][kind][-1] for kind in ("Heating", "Level", "OnOff")]
    assert [item["Name"] for item in made] == ["Made", "Down", "Switch"]
    assert made[1]["Type"] == "Shutters"
    assert hub.find("Room", 2)["ScheduleId"] == made[0]["id"]
    assert hub.find("Shutter", 7)["ScheduleId"] == made[1]["id"]

    await client.read_hub_data()
    heating = client.schedules.get_by_id(Kind.heating, made[0]["id"])
    day = {"Monday": {"Time": ["0700", "2200"], "DegreesC": [215, -200]}}
    assert await heating.set_schedule(day)
    assert made[0]["Monday"] == {"Time": [700, 2200], "DegreesC": [215, -200]}
    await heating.set_name("Renamed")
    assert made[0]["Name"] == "Renamed"
    await heating.assign_schedule([3])
    rooms = hub.trees["domain"]["Room"]
    assert [item["id"] for item in rooms if item.get("ScheduleId") == made[0]["id"]] == [1, 2, 3]
    await client.read_hub_data()
    heating = client.schedules.get_by_id(Kind.heating, made[0]["id"])
    await heating.unassign_schedule([1, 3])
    assert [item["id"] for item in rooms if item.get("ScheduleId") == made[0]["id"]] == [2]
    level = client.schedules.get_by_id(Kind.level, made[1]["id"])
    await level.assign_schedule([8], include_current=False)
    assert hub.find("Shutter", 8)["ScheduleId"] == made[1]["id"]
    assert "ScheduleId" not in hub.find("Shutter", 7)
    assert await heating.delete_schedule()
    assert made[0] not in hub.trees["schedules"]["Heating"]
    assert "ScheduleId" not in hub.find("Room", 2)
    statuses = {item.status for item in hub.requests if item.method != "GET"}
    assert statuses == {200, 201}


async def test_floor_probe(start_hub: StartHub) -> None:
    """Set the bounds of a floor probe."""
    hub = await start_hub("apartment")
    client = await connect(hub)
    probe = client.devices.heating_actuators.get_by_id(3).floor_temperature_sensor
    assert probe.measured_temperature == 24.3
    await client.devices.heating_actuators.get_by_id(
        3
    ).floor_temperature_sensor.set_minimum_temperature(6)
    await probe.set_maximum_temperature(30)
    await probe.set_temperature_offset(-2)
    found = hub.find("HeatingActuator", 3)["FloorTemperatureSensor"]
    assert (found["MinimumTemperature"], found["MaximumTemperature"]) == (60, 300)
    assert found["Offset"] == -20


async def test_opentherm_parameter(start_hub: StartHub) -> None:
    """Set a parameter of the boiler."""
    hub = await start_hub("cottage")
    client = await connect(hub)
    opentherm = client.system.opentherm
    await opentherm.set_opentherm_parameter("", {"ch1FlowSetpoint": "500"})
    nested = "preDefinedRemoteBoilerParameters"
    await opentherm.set_opentherm_parameter(nested, {"dhwSetpoint": "550"})
    assert hub.trees["opentherm"]["ch1FlowSetpoint"] == 500
    assert hub.trees["opentherm"][nested]["dhwSetpoint"] == 550


@pytest.mark.parametrize(
    "fault",
    [Fault.RESET, Fault.TRUNCATED_JSON, Fault.BAD_FRAMING, Fault.HALF_BODY, Fault.SERVER_ERROR],
)
async def test_overcomes_faults(start_hub: StartHub, fault: Fault) -> None:
    """Get over what real hubs do, as this client does on real hubs."""
    hub = await start_hub("cottage")
    client = client_of(hub)
    hub.inject(fault, times=2)
    hub.inject(Fault.BAD_BYTES, times=None, path="network")
    async with impatient():
        await client.read_hub_data()
    assert client.rooms.count == 4
