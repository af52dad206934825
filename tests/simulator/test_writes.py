"""What writes change, refuse and answer."""

from typing import Any

import pytest

from .conftest import Client

ROOM = "domain/Room/1"
MANUAL = {"RequestOverride": {"Type": "Manual", "SetPoint": 195}}


def override(**fields: Any) -> dict[str, Any]:
    """Return the body of an override."""
    return {"RequestOverride": fields}


def shows(record: dict[str, Any], expected: dict[str, Any]) -> None:
    """Check some fields of a record; None stands for a field that must be absent."""
    assert {field: record.get(field) for field in expected} == expected


COTTAGE_WRITES: list[tuple[str, Any, str, int | None, dict[str, Any]]] = [
    (
        "Room/1",
        MANUAL,
        "Room",
        1,
        {
            "OverrideType": "Manual",
            "OverrideSetpoint": 195,
            "CurrentSetPoint": 195,
            "DisplayedSetPoint": 195,
            "SetpointOrigin": "FromManualOverride",
            "OverrideTimeoutUnixTime": None,
            "ScheduledSetPoint": 210,
            "PercentageDemand": 0,
            "ControlOutputState": "Off",
        },
    ),
    ("Room/1", MANUAL, "RoomStat", 1, {"SetPoint": 195}),
    ("Room/1", MANUAL, "System", None, {"UserOverridesActive": True}),
    (
        "Room/1",
        override(Type="Manual", DurationMinutes=45, SetPoint=230),
        "Room",
        1,
        {
            "CurrentSetPoint": 230,
            "SetpointOrigin": "FromBoost",
            "OverrideTimeoutUnixTime": 1768416000 + 45 * 60,
            "PercentageDemand": 100,
        },
    ),
    (
        "Room/1",
        override(Type="Boost", DurationMinutes=60, IncreaseSetPointBy=20),
        "Room",
        1,
        {"CurrentSetPoint": 230, "OverrideSetpoint": 230, "SetpointOrigin": "FromBoost"},
    ),
    (
        "Room/1",
        {"Mode": "Manual"},
        "Room",
        1,
        {"EffectiveMode": "Manual", "CurrentSetPoint": 190, "SetpointOrigin": "FromManualMode"},
    ),
    ("Room/1", {"Name": "Den"}, "Room", 1, {"Name": "Den"}),
    ("Room/1/Name", "Den", "Room", 1, {"Name": "Den"}),
    ("Room/1", {"WindowDetectionActive": True}, "Room", 1, {"WindowDetectionActive": True}),
    ("System", override(Type=2), "System", None, {"OverrideType": "Away"}),
    ("System", override(Type="Away"), "System", None, {"OverrideType": "Away"}),
    (
        "System",
        override(Type=2),
        "Room",
        1,
        {"CurrentSetPoint": 140, "SetpointOrigin": "FromAwayMode", "ScheduledSetPoint": 210},
    ),
    (
        "System",
        override(Type=2),
        "HotWater",
        2,
        {"WaterHeatingState": "Off", "HotWaterDescription": "FromAwayMode"},
    ),
    ("System", override(Type=2), "SmartPlug", 6, {"OutputState": "Off"}),
    (
        "System",
        override(Type="Boost", DurationMinutes=30, IncreaseSetPointBy=10),
        "Room",
        2,
        {"CurrentSetPoint": 160, "SetpointOrigin": "FromBoost"},
    ),
    ("System", {"EcoModeEnabled": True}, "System", None, {"EcoModeEnabled": True}),
    ("System", {"ComfortModeEnabled": True}, "System", None, {"ComfortModeEnabled": True}),
    ("System", {"ValveProtectionEnabled": True}, "System", None, {"ValveProtectionEnabled": True}),
    ("System", {"AwayModeSetPointLimit": 125}, "System", None, {"AwayModeSetPointLimit": 125}),
    (
        "System",
        {"DegradedModeSetpointThreshold": 170},
        "System",
        None,
        {"DegradedModeSetpointThreshold": 170},
    ),
    (
        "System",
        {"AwayModeAffectsHotWater": "false"},
        "System",
        None,
        {"AwayModeAffectsHotWater": False},
    ),
    (
        "System",
        {"AutomaticDaylightSaving": "false"},
        "System",
        None,
        {"AutomaticDaylightSaving": False},
    ),
    ("System", {"TriggerMoment": 1}, "Room", 1, {"CurrentSetPoint": 225}),
    ("System", {"TriggerMoment": 2}, "SmartPlug", 6, {"OutputState": "Off"}),
    ("System/RequestPermitJoin", 120, "System", None, {"ZigbeePermitJoinActive": True}),
    (
        "HotWater/2",
        override(Type="Manual", SetPoint=-200),
        "HotWater",
        2,
        {
            "OverrideType": "Manual",
            "OverrideWaterHeatingState": "Off",
            "WaterHeatingState": "Off",
            "HotWaterRelayState": "Off",
            "HotWaterDescription": "FromManualOverride",
        },
    ),
    (
        "HotWater/2",
        override(Type="Manual", DurationMinutes=60, SetPoint=1100),
        "HotWater",
        2,
        {"WaterHeatingState": "On", "OverrideTimeoutUnixTime": 1768416000 + 3600},
    ),
    (
        "HotWater/2",
        {"Mode": "Manual", "ManualWaterHeatingState": "Off"} | override(Type="None"),
        "HotWater",
        2,
        {"Mode": "Manual", "WaterHeatingState": "Off", "HotWaterDescription": "FromManualMode"},
    ),
    (
        "SmartPlug/6",
        {"RequestOutput": "Off"},
        "SmartPlug",
        6,
        {
            "OutputState": "Off",
            "TargetState": "Off",
            "OverrideState": "Off",
            "ControlSource": "FromManualOverride",
            "ManualState": "On",
        },
    ),
    (
        "SmartPlug/6",
        {"Mode": "Manual"},
        "SmartPlug",
        6,
        {"OutputState": "On", "ControlSource": "FromManualMode"},
    ),
    ("SmartPlug/6", {"AwayAction": "NoChange"}, "SmartPlug", 6, {"AwayAction": "NoChange"}),
    ("Device/6", {"Identify": True}, "Device", 6, {"IdentifyActive": True}),
    ("Device/6", {"DeviceLockEnabled": True}, "Device", 6, {"DeviceLockEnabled": True}),
]


@pytest.mark.parametrize(("path", "body", "member", "number", "expected"), COTTAGE_WRITES)
async def test_cottage(
    cottage: Client,
    path: str,
    body: Any,
    member: str,
    number: int | None,
    expected: dict[str, Any],
) -> None:
    """Change what a write on generation 1 is for."""
    assert (await cottage("PATCH", f"domain/{path}", body))[0] == 200
    shows(cottage.hub.find(member, number), expected)


RESIDENCE_WRITES: list[tuple[str, Any, str, int | None, dict[str, Any]]] = [
    ("Automation/3/Enabled", True, "Automation", 3, {"Enabled": True}),
    (
        "System",
        {"TriggerAutomation": 2},
        "Light",
        2,
        {"CurrentState": "On", "CurrentPercentage": 20},
    ),
    ("System", {"SummerComfortEnabled": True}, "System", None, {"SummerComfortEnabled": True}),
    (
        "System",
        {"IndoorDiscomfortTemperature": 255, "OutdoorDiscomfortTemperature": 310},
        "System",
        None,
        {"IndoorDiscomfortTemperature": 255, "OutdoorDiscomfortTemperature": 310},
    ),
    ("Room/1", {"IncludeInSummerComfort": True}, "Room", 1, {"IncludeInSummerComfort": True}),
    (
        "PTC/1",
        {"RequestOutput": "Off"},
        "PTC",
        1,
        {"OutputState": "Off", "ControlSource": "FromManualOverride"},
    ),
    (
        "Light/5",
        override(State="On", Percentage=30),
        "Light",
        5,
        {
            "CurrentState": "On",
            "CurrentPercentage": 30,
            "CurrentLevel": 76,
            "TargetState": "On",
            "TargetPercentage": 30,
            "ManualLevel": 76,
            "ControlSource": "FromManualMode",
        },
    ),
    (
        "Light/5/RequestOverride",
        {"State": "On", "Percentage": 30},
        "Light",
        5,
        {"CurrentLevel": 76},
    ),
    (
        "Light/6",
        override(State="Off"),
        "Light",
        6,
        {"CurrentState": "Off", "ManualLevel": -127, "CurrentPercentage": 50},
    ),
    (
        "Light/1",
        override(State="On", Percentage=23),
        "Light",
        1,
        {"CurrentLevel": 58, "OverrideLevel": 58, "ControlSource": "FromManualOverride"},
    ),
    ("Light/1", {"LedIndicator": "AlwaysOff"}, "Light", 1, {"LedIndicator": "AlwaysOff"}),
    (
        "Light/1",
        {"PowerOnBehaviour": "LevelPercent"},
        "Light",
        1,
        {"PowerOnBehaviour": "LevelPercent"},
    ),
    (
        "Light/1/SetOutputRange",
        {"Maximum": 192},
        "Light",
        1,
        {"OutputRange": {"Minimum": 1, "Maximum": 192}},
    ),
    (
        "Shutter/6",
        {"RequestAction": {"Action": "LiftTo", "Percentage": 35}},
        "Shutter",
        6,
        {"TargetLift": 35, "CurrentLift": 50, "LiftMovement": "Closing", "ManualLift": 35},
    ),
    (
        "Shutter/6/RequestAction",
        {"Action": "LiftTo", "Percentage": 100},
        "Shutter",
        6,
        {"TargetLift": 100, "LiftMovement": "Opening"},
    ),
    (
        "Shutter/8",
        {"RequestAction": {"Action": "TiltTo", "Percentage": 40}},
        "Shutter",
        8,
        {"TargetTilt": 40, "CurrentTilt": 70, "TiltMovement": "Closing"},
    ),
    ("Shutter/6", {"SummerComfortLift": 25}, "Shutter", 6, {"SummerComfortLift": 25}),
    ("Shutter/6", {"RespectSummerComfort": True}, "Shutter", 6, {"RespectSummerComfort": True}),
    ("Shutter/6", {"AwayAction": "NoChange"}, "Shutter", 6, {"AwayAction": "NoChange"}),
    (
        "Shutter/6/SetDriveConfig",
        {"LiftOpenTime": 240},
        "Shutter",
        6,
        {"DriveConfig": {"LiftOpenTime": 240, "LiftCloseTime": 200}},
    ),
    ("System", override(Type="Away"), "Shutter", 7, {"TargetLift": 0, "LiftMovement": "Closing"}),
    ("System", override(Type="Away"), "Light", 6, {"CurrentState": "Off"}),
    (
        "BinarySensor/1",
        {"InteractsWithRoomClimate": "false", "Type": "Door", "EnableNotification": "None"},
        "BinarySensor",
        1,
        {"InteractsWithRoomClimate": False, "Type": "Door", "EnableNotification": "None"},
    ),
    (
        "ThresholdSensor/3",
        {"InteractsWithRoomClimate": "true"},
        "ThresholdSensor",
        3,
        {"InteractsWithRoomClimate": True},
    ),
]


@pytest.mark.parametrize(("path", "body", "member", "number", "expected"), RESIDENCE_WRITES)
async def test_residence(
    residence: Client,
    path: str,
    body: Any,
    member: str,
    number: int | None,
    expected: dict[str, Any],
) -> None:
    """Change what a write on generation 2 is for."""
    assert (await residence("PATCH", f"domain/{path}", body))[0] == 200
    shows(residence.hub.find(member, number), expected)


async def test_floor_probe_and_equipment(residence: Client) -> None:
    """Change single fields of the objects within objects."""
    actuator = next(
        item
        for item in residence.hub.trees["domain"]["HeatingActuator"]
        if "FloorTemperatureSensor" in item
    )
    car = next(
        item
        for item in residence.hub.trees["domain"]["Equipment"]
        if item["DeviceApplicationInstanceType"] == "EVSE"
    )
    path = f"domain/HeatingActuator/{actuator['id']}"
    await residence("PATCH", path, {"FloorTemperatureSensor": {"MinimumTemperature": 60}})
    shows(actuator["FloorTemperatureSensor"], {"MinimumTemperature": 60, "SensorType": "10K"})
    path = f"domain/Equipment/{car['id']}"
    await residence("PATCH", path, {"ControlState": "selfManagement"})
    shows(car, {"ControlState": "selfManagement"})
    grid = next(
        item
        for item in residence.hub.trees["domain"]["Equipment"]
        if item["EquipmentFamily"] == "GRID"
    )
    await residence(
        "PATCH", f"domain/Equipment/{grid['id']}", {"UnderPowerNotification": {"Limit": -500}}
    )
    assert grid["UnderPowerNotification"] == {"PeriodMins": 5, "Limit": -500, "Enabled": False}


async def test_manual_mode_keeps_its_set_point(cottage: Client) -> None:
    """Take a set point in manual mode for good, and off as well."""
    await cottage("PATCH", ROOM, {"Mode": "Manual"})
    await cottage("PATCH", ROOM, MANUAL)
    room = cottage.hub.find("Room", 1)
    shows(room, {"ManualSetPoint": 195, "SetpointOrigin": "FromManualMode", "OverrideType": None})
    await cottage("PATCH", ROOM, override(Type="Manual", SetPoint=-200))
    shows(room, {"ManualSetPoint": -200, "CurrentSetPoint": -200, "PercentageDemand": 0})
    await cottage("PATCH", ROOM, {"Mode": "Auto"})
    shows(room, {"CurrentSetPoint": 210, "SetpointOrigin": "FromSchedule"})


async def test_overrides_are_cancelled(cottage: Client) -> None:
    """End one override, or all that users made."""
    room = cottage.hub.find("Room", 1)
    await cottage("PATCH", ROOM, MANUAL)
    await cottage("PATCH", ROOM, override(Type="None"))
    shows(room, {"OverrideType": "None", "OverrideSetpoint": None, "CurrentSetPoint": 210})
    await cottage("PATCH", ROOM, MANUAL)
    await cottage("PATCH", "domain/HotWater/2", override(Type="Manual", SetPoint=-200))
    await cottage("PATCH", "domain/SmartPlug/6", {"RequestOutput": "Off"})
    await cottage("PATCH", "domain/System", override(Type="CancelUserOverrides"))
    shows(room, {"CurrentSetPoint": 210})
    shows(cottage.hub.find("HotWater", 2), {"WaterHeatingState": "On"})
    shows(cottage.hub.find("SmartPlug", 6), {"OutputState": "On"})
    shows(cottage.hub.find("System"), {"UserOverridesActive": None})


async def test_away_and_back(residence: Client) -> None:
    """Send the house away, override a room meanwhile, and come back."""
    room = residence.hub.find("Room", 1)
    await residence("PATCH", "domain/System", override(Type=2))
    await residence("PATCH", ROOM, MANUAL)
    shows(room, {"CurrentSetPoint": 195, "SetpointOrigin": "FromManualOverrideDuringAway"})
    await residence("PATCH", "domain/System", override(Type=0))
    shows(residence.hub.find("System"), {"OverrideType": None})
    shows(room, {"CurrentSetPoint": 195, "SetpointOrigin": "FromManualOverride"})
    shows(residence.hub.find("Room", 2), {"SetpointOrigin": "FromSchedule"})
    shows(residence.hub.find("Light", 6), {"CurrentState": "On"})


async def test_automations_are_created_and_changed(apartment: Client) -> None:
    """Create and change automations as the app does."""
    query = "Name=Canary+&Enabled=true&IconId=0&EnableNotification=true"
    record = {
        "id": 3,
        "Name": "Canary ",
        "Enabled": True,
        "IconId": 0,
        "EnableNotification": True,
    }
    rules = {"triggerMode": "Any", "triggers": [], "timeConstraints": [], "actions": []}
    assert await apartment("POST", f"domain/Automation?{query}", rules) == (201, record)
    assert apartment.hub.installation.rules[3] == rules
    changed = query.replace("Enabled=true", "Enabled=false", 1)
    assert await apartment("PATCH", f"/Automation/3?{changed}", rules | {"actions": [1]}) == (
        200,
        None,
    )
    assert apartment.hub.find("Automation", 3)["Enabled"] is False
    assert apartment.hub.installation.rules[3]["actions"] == [1]
    assert (await apartment("POST", "domain/Automation?Odd=1", rules))[0] == 400


async def test_no_more_than_ten_automations(residence: Client) -> None:
    """Refuse an eleventh automation."""
    assert (await residence("POST", "domain/Automation?Name=More", {}))[0] == 400


@pytest.mark.parametrize("value", ["450", 450])
async def test_opentherm_parameters(cottage: Client, value: Any) -> None:
    """Set parameters of the boiler, written as strings or numbers."""
    path = "opentherm/"
    assert (await cottage("PATCH", path, {"ch1FlowSetpoint": value}))[0] == 200
    nested = "opentherm/preDefinedRemoteBoilerParameters"
    assert (await cottage("PATCH", nested, {"dhwSetpoint": value}))[0] == 200
    tree = cottage.hub.trees["opentherm"]
    assert tree["ch1FlowSetpoint"] == 450
    assert tree["preDefinedRemoteBoilerParameters"]["dhwSetpoint"] == 450
    assert (await cottage("PATCH", path, {"nothing": 1}))[0] == 400
    assert (await cottage("PATCH", path, {"ch1FlowSetpoint": "warm"}))[0] == 400
