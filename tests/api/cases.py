"""Every command, what it sends, and what it does in a simulated house: data of several tests."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import time
from functools import cache
from typing import Any

from custom_components.wiser_home.api.house.house import House
from custom_components.wiser_home.api.hub import Command
from custom_components.wiser_home.api.local.commands import devices, rooms, schedules, system
from custom_components.wiser_home.api.model import (
    Automation,
    BinarySensor,
    Device,
    Equipment,
    Event,
    HeatingActuator,
    HeatingSchedule,
    HotWater,
    LevelSchedule,
    LevelType,
    Light,
    Mode,
    Moment,
    OnOffSchedule,
    PowerTagC,
    Room,
    Shutter,
    SmartPlug,
    Snapshot,
    Sun,
    System,
    ThresholdSensor,
)
from simulator import load_house

type Sent = tuple[str, str, Any]


@dataclass(frozen=True)
class Case:
    """One thing a user can ask for: the house, the commands, the requests and the effect."""

    house: str
    make: Callable[[Snapshot], Command | tuple[Command, ...]]
    sent: tuple[Sent, ...]
    of: tuple[str, int | None] = ("System", None)
    effect: dict[str, Any] = field(default_factory=dict)

    def commands(self, snapshot: Snapshot) -> tuple[Command, ...]:
        """Return the commands in their order."""
        made = self.make(snapshot)
        return (made,) if isinstance(made, Command) else made


@cache
def snapshot_of(name: str) -> Snapshot:
    """Return the state of a simulated house at its start."""
    trees = load_house(name).trees
    house = House()
    house.read_domain(trees["domain"])
    house.read_network(trees["network"])
    return house.read_schedules(trees["schedules"])


def patch(path: str, body: Any) -> tuple[Sent, ...]:
    """Return the one request of most commands."""
    return (("PATCH", f"domain/{path}", body),)


def override(**values: Any) -> dict[str, Any]:
    """Return the body that asks for an override."""
    return {"RequestOverride": values}


def action(**values: Any) -> dict[str, Any]:
    """Return the body that asks something of a shutter."""
    return {"RequestAction": values}


def room(house: Snapshot, number: int = 1) -> Room:
    """Return a room."""
    return house.all(Room)[number]


def light(house: Snapshot, number: int = 1) -> Light:
    """Return a light: 1 is a dimmer on a schedule, 2 a switch, 3 and 4 the gangs of one."""
    return house.all(Light)[number]


def shutter(house: Snapshot, number: int = 3) -> Shutter:
    """Return a shutter: 3 stands at 60 with its slats at 50."""
    return house.all(Shutter)[number]


def probe(house: Snapshot) -> HeatingActuator:
    """Return the actuator with a probe in the floor."""
    return house.all(HeatingActuator)[3]


MANUAL = override(Type="Manual", SetPoint=195)
CANCEL = override(Type="None")
ROOM: tuple[str, int | None] = ("Room", 1)
WATER: tuple[str, int | None] = ("HotWater", 2)
PLUG: tuple[str, int | None] = ("SmartPlug", 6)

ROOMS = {
    "set point": Case(
        "cottage",
        lambda h: rooms.set_room_temperature(room(h), 19.5),
        patch("Room/1", MANUAL),
        ROOM,
        {"CurrentSetPoint": 195, "SetpointOrigin": "FromManualOverride"},
    ),
    "set point in manual": Case(
        "apartment",
        lambda h: (
            *rooms.hold_room(room(h), 20),
            rooms.set_room_temperature(replace(room(h), mode=Mode.MANUAL), 19.5),
        ),
        patch("Room/1", {"Mode": "Manual"}) + patch("Room/1", MANUAL),
        ROOM,
        {"ManualSetPoint": 195, "SetpointOrigin": "FromManualMode"},
    ),
    "set point for a time": Case(
        "cottage",
        lambda h: rooms.set_room_temperature(room(h), 21, 45),
        patch("Room/1", override(Type="Manual", DurationMinutes=45, SetPoint=210)),
        ROOM,
        {"OverrideSetpoint": 210, "OverrideTimeoutUnixTime": 1768416000 + 2700},
    ),
    "boost": Case(
        "cottage",
        lambda h: rooms.boost_room(room(h), 2, 60),
        patch("Room/1", override(Type="Boost", DurationMinutes=60, IncreaseSetPointBy=20)),
        ROOM,
        {"CurrentSetPoint": 230, "SetpointOrigin": "FromBoost"},
    ),
    "cancel": Case(
        "cottage",
        lambda h: (
            rooms.set_room_temperature(room(h), 19.5),
            rooms.cancel_room_override(room(h)),
        ),
        patch("Room/1", MANUAL) + patch("Room/1", CANCEL),
        ROOM,
        {"CurrentSetPoint": 210, "SetpointOrigin": "FromSchedule"},
    ),
    "manual": Case(
        "cottage",
        lambda h: rooms.hold_room(room(h), 20),
        patch("Room/1", {"Mode": "Manual"}),
        ROOM,
        {"Mode": "Manual", "SetpointOrigin": "FromManualMode"},
    ),
    "auto": Case(
        "cottage",
        lambda h: (*rooms.hold_room(room(h), 20), *rooms.follow_room_schedule(room(h))),
        patch("Room/1", {"Mode": "Manual"}) + patch("Room/1", {"Mode": "Auto"}),
        ROOM,
        {"Mode": "Auto", "SetpointOrigin": "FromSchedule"},
    ),
    "off": Case(
        "cottage",
        lambda h: rooms.turn_room_off(room(h)),
        patch("Room/1", {"Mode": "Manual"})
        + patch("Room/1", override(Type="Manual", SetPoint=-200)),
        ROOM,
        {"Mode": "Manual", "CurrentSetPoint": -200, "ManualSetPoint": -200},
    ),
    "window detection": Case(
        "cottage",
        lambda h: rooms.set_window_detection(room(h), True),
        patch("Room/1", {"WindowDetectionActive": True}),
        ROOM,
        {"WindowDetectionActive": True},
    ),
    "summer comfort of a room": Case(
        "apartment",
        lambda h: rooms.set_room_summer_comfort(room(h), True),
        patch("Room/1", {"IncludeInSummerComfort": True}),
        ROOM,
        {"IncludeInSummerComfort": True},
    ),
    "name": Case(
        "cottage",
        lambda h: rooms.rename_room(room(h), "Snug "),
        patch("Room/1", {"Name": "Snug"}),
        ROOM,
        {"Name": "Snug"},
    ),
    "hot water off": Case(
        "cottage",
        lambda h: rooms.turn_hot_water(h.all(HotWater)[2], False),
        patch("HotWater/2", override(Type="Manual", SetPoint=-200)),
        WATER,
        {"WaterHeatingState": "Off", "OverrideType": "Manual"},
    ),
    "hot water for a time": Case(
        "cottage",
        lambda h: rooms.turn_hot_water(h.all(HotWater)[2], True, 60),
        patch("HotWater/2", override(Type="Manual", DurationMinutes=60, SetPoint=1100)),
        WATER,
        {"WaterHeatingState": "On", "OverrideTimeoutUnixTime": 1768416000 + 3600},
    ),
    "hot water disabled": Case(
        "cottage",
        lambda h: rooms.disable_hot_water(h.all(HotWater)[2]),
        patch("HotWater/2", {"Mode": "Manual", "ManualWaterHeatingState": "Off"} | CANCEL),
        WATER,
        {"Mode": "Manual", "WaterHeatingState": "Off"},
    ),
    "hot water by schedule": Case(
        "cottage",
        lambda h: (
            rooms.disable_hot_water(h.all(HotWater)[2]),
            rooms.follow_hot_water_schedule(h.all(HotWater)[2]),
        ),
        patch("HotWater/2", {"Mode": "Manual", "ManualWaterHeatingState": "Off"} | CANCEL)
        + patch("HotWater/2", {"Mode": "Auto"} | CANCEL),
        WATER,
        {"Mode": "Auto", "WaterHeatingState": "On"},
    ),
    "hot water cancelled": Case(
        "cottage",
        lambda h: (
            rooms.turn_hot_water(h.all(HotWater)[2], False),
            rooms.cancel_hot_water_override(h.all(HotWater)[2]),
        ),
        patch("HotWater/2", override(Type="Manual", SetPoint=-200)) + patch("HotWater/2", CANCEL),
        WATER,
        {"WaterHeatingState": "On", "OverrideType": "None"},
    ),
}

AUTOMATION = "Name={}&Enabled={}&IconId={}&EnableNotification={}"
RULES = {"triggerMode": "Any", "triggers": [], "timeConstraints": [], "actions": []}

SYSTEM = {
    "away": Case(
        "cottage",
        lambda h: system.set_away(True),
        patch("System", override(Type=2)),
        effect={"OverrideType": "Away"},
    ),
    "home": Case(
        "cottage",
        lambda h: (system.set_away(True), system.set_away(False)),
        patch("System", override(Type=2)) + patch("System", override(Type=0)),
        ROOM,
        {"SetpointOrigin": "FromSchedule"},
    ),
    "boost of all": Case(
        "cottage",
        lambda h: system.boost_all(1, 30),
        patch("System", override(Type="Boost", DurationMinutes=30, IncreaseSetPointBy=10)),
        ("Room", 2),
        {"CurrentSetPoint": 160, "SetpointOrigin": "FromBoost"},
    ),
    "cancel of all": Case(
        "cottage",
        lambda h: (system.boost_all(1, 30), system.cancel_all_overrides()),
        patch("System", override(Type="Boost", DurationMinutes=30, IncreaseSetPointBy=10))
        + patch("System", override(Type="CancelUserOverrides")),
        ("Room", 2),
        {"CurrentSetPoint": 150, "SetpointOrigin": "FromSchedule"},
    ),
    "comfort": Case(
        "cottage",
        lambda h: system.set_comfort_mode(h.all(System)[0], True),
        patch("System", {"ComfortModeEnabled": True}),
        effect={"ComfortModeEnabled": True},
    ),
    "eco": Case(
        "cottage",
        lambda h: system.set_eco_mode(h.all(System)[0], True),
        patch("System", {"EcoModeEnabled": True}),
        effect={"EcoModeEnabled": True},
    ),
    "valve protection": Case(
        "cottage",
        lambda h: system.set_valve_protection(h.all(System)[0], True),
        patch("System", {"ValveProtectionEnabled": True}),
        effect={"ValveProtectionEnabled": True},
    ),
    "away temperature": Case(
        "cottage",
        lambda h: system.set_away_temperature(h.all(System)[0], 12.5),
        patch("System", {"AwayModeSetPointLimit": 125}),
        effect={"AwayModeSetPointLimit": 125},
    ),
    "degraded temperature": Case(
        "cottage",
        lambda h: system.set_degraded_temperature(h.all(System)[0], 17.5),
        patch("System", {"DegradedModeSetpointThreshold": 175}),
        effect={"DegradedModeSetpointThreshold": 175},
    ),
    "away and hot water": Case(
        "cottage",
        lambda h: system.set_away_affects_hot_water(h.all(System)[0], False),
        patch("System", {"AwayModeAffectsHotWater": "false"}),
        effect={"AwayModeAffectsHotWater": False},
    ),
    "daylight saving": Case(
        "cottage",
        lambda h: system.set_daylight_saving(h.all(System)[0], False),
        patch("System", {"AutomaticDaylightSaving": "false"}),
        effect={"AutomaticDaylightSaving": False},
    ),
    "summer comfort": Case(
        "apartment",
        lambda h: system.set_summer_comfort(h.all(System)[0], True),
        patch("System", {"SummerComfortEnabled": True}),
        effect={"SummerComfortEnabled": True},
    ),
    "discomfort prevention": Case(
        "apartment",
        lambda h: system.set_summer_discomfort_prevention(h.all(System)[0], True),
        patch("System", {"SummerDiscomfortPrevention": True}),
        effect={"SummerDiscomfortPrevention": True},
    ),
    "indoor discomfort": Case(
        "apartment",
        lambda h: system.set_indoor_discomfort_temperature(h.all(System)[0], 25.5),
        patch("System", {"IndoorDiscomfortTemperature": 255}),
        effect={"IndoorDiscomfortTemperature": 255},
    ),
    "outdoor discomfort": Case(
        "apartment",
        lambda h: system.set_outdoor_discomfort_temperature(h.all(System)[0], 29),
        patch("System", {"OutdoorDiscomfortTemperature": 290}),
        effect={"OutdoorDiscomfortTemperature": 290},
    ),
    "moment": Case(
        "cottage",
        lambda h: system.trigger_moment(h.all(Moment)[1]),
        patch("System", {"TriggerMoment": 1}),
        ROOM,
        {"CurrentSetPoint": 225},
    ),
    "automation": Case(
        "apartment",
        lambda h: system.trigger_automation(h.all(Automation)[1]),
        patch("System", {"TriggerAutomation": 1}),
        ("Room", 2),
        {"CurrentSetPoint": -200},
    ),
    "automation disabled": Case(
        "apartment",
        lambda h: system.enable_automation(h.all(Automation)[1], False),
        patch("Automation/1/Enabled", False),
        ("Automation", 1),
        {"Enabled": False},
    ),
    "automation created": Case(
        "apartment",
        lambda h: system.create_automation("Été +", RULES, enabled=False),
        (
            (
                "POST",
                "domain/Automation?" + AUTOMATION.format("%C3%89t%C3%A9+%2B", "false", 0, "true"),
                RULES,
            ),
        ),
        ("Automation", 3),
        {"Name": "Été +", "Enabled": False, "IconId": 0, "EnableNotification": True},
    ),
    "automation changed": Case(
        "apartment",
        lambda h: system.change_automation(h.all(Automation)[2], RULES),
        patch("Automation/2?" + AUTOMATION.format("Surplus", "false", 2, "true"), RULES),
        ("Automation", 2),
        {"Name": "Surplus", "Enabled": False},
    ),
    "join": Case(
        "apartment",
        lambda h: system.permit_join(),
        patch("System/RequestPermitJoin", 120),
        effect={"ZigbeePermitJoinActive": True},
    ),
}

DEVICES = {
    "plug on": Case(
        "cottage",
        lambda h: devices.turn_plug(h.all(SmartPlug)[6], True),
        patch("SmartPlug/6", {"RequestOutput": "On"}),
        PLUG,
        {"OutputState": "On", "TargetState": "On"},
    ),
    "plug off": Case(
        "cottage",
        lambda h: devices.turn_plug(h.all(SmartPlug)[6], False),
        patch("SmartPlug/6", {"RequestOutput": "Off"}),
        PLUG,
        {"OutputState": "Off", "TargetState": "Off"},
    ),
    "plug in manual": Case(
        "cottage",
        lambda h: devices.set_mode(h.all(SmartPlug)[6], Mode.MANUAL),
        patch("SmartPlug/6", {"Mode": "Manual"}),
        PLUG,
        {"Mode": "Manual"},
    ),
    "plug while away": Case(
        "cottage",
        lambda h: devices.set_away_action(h.all(SmartPlug)[6], False),
        patch("SmartPlug/6", {"AwayAction": "NoChange"}),
        PLUG,
        {"AwayAction": "NoChange"},
    ),
    "PowerTag C": Case(
        "residence",
        lambda h: devices.turn_plug(h.all(PowerTagC)[1], False),
        patch("PTC/1", {"RequestOutput": "Off"}),
        ("PTC", 1),
        {"OutputState": "Off"},
    ),
    "light on": Case(
        "apartment",
        lambda h: devices.turn_light(light(h, 2), True),
        patch("Light/2", override(State="On")),
        ("Light", 2),
        {"CurrentState": "On", "TargetState": "On"},
    ),
    "light off": Case(
        "apartment",
        lambda h: devices.turn_light(light(h), False),
        patch("Light/1", override(State="Off")),
        ("Light", 1),
        {"CurrentState": "Off"},
    ),
    "brightness": Case(
        "apartment",
        lambda h: devices.turn_light(light(h), True, 30.4),
        patch("Light/1", override(State="On", Percentage=30)),
        ("Light", 1),
        {"CurrentState": "On", "CurrentPercentage": 30},
    ),
    "the second gang": Case(
        "apartment",
        lambda h: devices.turn_light(light(h, 4), True),
        patch("Light/4", override(State="On")),
        ("Light", 4),
        {"CurrentState": "On"},
    ),
    "light by schedule": Case(
        "apartment",
        lambda h: (
            devices.set_mode(light(h), Mode.MANUAL),
            devices.set_mode(light(h), Mode.AUTO),
        ),
        patch("Light/1", {"Mode": "Manual"}) + patch("Light/1", {"Mode": "Auto"}),
        ("Light", 1),
        {"Mode": "Auto"},
    ),
    "light while away": Case(
        "apartment",
        lambda h: (
            devices.set_away_action(light(h), False),
            devices.set_away_action(light(h), True),
        ),
        patch("Light/1", {"AwayAction": "NoChange"}) + patch("Light/1", {"AwayAction": "Off"}),
        ("Light", 1),
        {"AwayAction": "Off"},
    ),
    "LED": Case(
        "apartment",
        lambda h: devices.set_led_indicator(light(h), "OffAfter2s"),
        patch("Light/1", {"LedIndicator": "OffAfter2s"}),
        ("Light", 1),
        {"LedIndicator": "OffAfter2s"},
    ),
    "power on": Case(
        "apartment",
        lambda h: devices.set_power_on_behaviour(light(h), "LevelPercent"),
        patch("Light/1", {"PowerOnBehaviour": "LevelPercent"}),
        ("Light", 1),
        {"PowerOnBehaviour": "LevelPercent"},
    ),
    "shutter": Case(
        "apartment",
        lambda h: devices.move_shutter(shutter(h), 35),
        patch("Shutter/3", action(Action="LiftTo", Percentage=35)),
        ("Shutter", 3),
        {"TargetLift": 35, "LiftMovement": "Closing"},
    ),
    "shutter stopped": Case(
        "apartment",
        lambda h: (devices.move_shutter(shutter(h), 35), devices.stop_shutter(shutter(h))),
        patch("Shutter/3", action(Action="LiftTo", Percentage=35))
        + patch("Shutter/3", action(Action="Stop")),
        ("Shutter", 3),
        {"TargetLift": 60, "LiftMovement": "Stopped"},
    ),
    "tilt": Case(
        "apartment",
        lambda h: devices.tilt_shutter(shutter(h), 90),
        patch("Shutter/3", action(Action="TiltTo", Percentage=90)),
        ("Shutter", 3),
        {"TargetTilt": 90, "TiltMovement": "Opening"},
    ),
    "tilt stopped": Case(
        "apartment",
        lambda h: (devices.tilt_shutter(shutter(h), 90), devices.stop_shutter_tilt(shutter(h))),
        patch("Shutter/3", action(Action="TiltTo", Percentage=90))
        + patch("Shutter/3", action(Action="StopTilt")),
        ("Shutter", 3),
        {"TargetTilt": 50, "TiltMovement": "Stopped"},
    ),
    "shutter in manual": Case(
        "apartment",
        lambda h: devices.set_mode(shutter(h, 1), Mode.MANUAL),
        patch("Shutter/1", {"Mode": "Manual"}),
        ("Shutter", 1),
        {"Mode": "Manual"},
    ),
    "shutter while away": Case(
        "apartment",
        lambda h: devices.set_away_action(shutter(h, 2), True),
        patch("Shutter/2", {"AwayAction": "Close"}),
        ("Shutter", 2),
        {"AwayAction": "Close"},
    ),
    "shutter in summer": Case(
        "apartment",
        lambda h: devices.set_shutter_summer_comfort(shutter(h), True),
        patch("Shutter/3", {"RespectSummerComfort": True}),
        ("Shutter", 3),
        {"RespectSummerComfort": True},
    ),
    "identify": Case(
        "cottage",
        lambda h: devices.identify(h.all(Device)[2]),
        patch("Device/2", {"Identify": True}),
        ("Device", 2),
        {"IdentifyActive": True},
    ),
    "lock": Case(
        "cottage",
        lambda h: devices.set_child_lock(h.all(Device)[2], True),
        patch("Device/2", {"DeviceLockEnabled": True}),
        ("Device", 2),
        {"DeviceLockEnabled": True},
    ),
    "floor minimum": Case(
        "apartment",
        lambda h: devices.set_floor_minimum(probe(h), 6),
        patch("HeatingActuator/3", {"FloorTemperatureSensor": {"MinimumTemperature": 60}}),
    ),
    "floor maximum": Case(
        "apartment",
        lambda h: devices.set_floor_maximum(probe(h), 39.5),
        patch("HeatingActuator/3", {"FloorTemperatureSensor": {"MaximumTemperature": 395}}),
    ),
    "floor offset": Case(
        "apartment",
        lambda h: devices.set_floor_offset(probe(h), -2.5),
        patch("HeatingActuator/3", {"FloorTemperatureSensor": {"Offset": -25}}),
    ),
    "sensor and climate": Case(
        "apartment",
        lambda h: devices.set_climate_interaction(h.all(BinarySensor)[1], False),
        patch("BinarySensor/1", {"InteractsWithRoomClimate": "false"}),
        ("BinarySensor", 1),
        {"InteractsWithRoomClimate": False},
    ),
    "threshold and climate": Case(
        "apartment",
        lambda h: devices.set_climate_interaction(h.all(ThresholdSensor)[2], True),
        patch("ThresholdSensor/2", {"InteractsWithRoomClimate": "true"}),
        ("ThresholdSensor", 2),
        {"InteractsWithRoomClimate": True},
    ),
    "sensor notification": Case(
        "apartment",
        lambda h: devices.set_sensor_notification(h.all(BinarySensor)[1], "OnTrue"),
        patch("BinarySensor/1", {"EnableNotification": "OnTrue"}),
        ("BinarySensor", 1),
        {"EnableNotification": "OnTrue"},
    ),
    "charging": Case(
        "residence",
        lambda h: devices.allow_charging(h.all(Equipment)[48], True),
        patch("Equipment/48", {"ControlState": "selfManagement"}),
        ("Equipment", 48),
        {"ControlState": "selfManagement"},
    ),
    "charging held": Case(
        "residence",
        lambda h: devices.allow_charging(h.all(Equipment)[48], False),
        patch("Equipment/48", {"ControlState": "consumptionForceOff"}),
        ("Equipment", 48),
        {"ControlState": "consumptionForceOff"},
    ),
}

NO_LEVELS: dict[str, list[int]] = {"Time": [], "Level": []}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAY = {"Time": ["0600", 3000, 4000, "2300"], "Level": [40, 0, 70, 0]}
WEEKEND = {"Time": [4000], "Level": [80]}
HEATING_DAY = (Event(at=time(7), value=21.5), Event(at=time(22), value=-20.0))
SWITCH_DAY = (
    Event(at=time(0), value=False),
    Event(at=time(7, 5), value=True),
    Event(at=time(8), value=False),
)
LEVEL_DAY = (Event(at=Sun.SUNRISE, value=100), Event(at=time(22, 30), value=0))


def plan(method: str, path: str, body: Any) -> tuple[Sent, ...]:
    """Return one request to the schedules."""
    return ((method, f"schedules/{path}", body),)


SCHEDULES = {
    "create for rooms": Case(
        "cottage",
        lambda h: schedules.create_schedule(HeatingSchedule, " Guests ", [1, 2]),
        plan("POST", "Assign", {"Assignments": [1, 2], "Heating": {"Name": "Guests"}}),
        ("Room", 2),
        {"ScheduleId": 3},
    ),
    "create for plugs": Case(
        "cottage",
        lambda h: schedules.create_schedule(OnOffSchedule, "Fan", [6]),
        plan("POST", "Assign", {"Assignments": [6], "OnOff": {"Name": "Fan"}}),
        PLUG,
        {"ScheduleId": 2},
    ),
    "create for shutters": Case(
        "apartment",
        lambda h: schedules.create_schedule(LevelSchedule, "Down", [3], LevelType.SHUTTERS),
        plan(
            "POST",
            "Assign",
            {
                "Assignments": [3],
                "Level": {"Name": "Down", "Type": 2, **dict.fromkeys(DAYS, NO_LEVELS)},
            },
        ),
        ("Shutter", 3),
        {"ScheduleId": 3},
    ),
    "heating day": Case(
        "cottage",
        lambda h: schedules.change_days(h.all(HeatingSchedule)[1], {0: HEATING_DAY}),
        plan(
            "PATCH",
            "Heating/1",
            {"Monday": {"Time": ["0700", "2200"], "DegreesC": [215, -200]}},
        ),
    ),
    "on/off days": Case(
        "cottage",
        lambda h: schedules.change_days(h.all(OnOffSchedule)[1], {0: SWITCH_DAY, 6: ()}),
        plan("PATCH", "OnOff/1", {"Monday": [-2400, 705, -800], "Sunday": []}),
    ),
    "level day": Case(
        "apartment",
        lambda h: schedules.change_days(h.all(LevelSchedule)[2], {2: LEVEL_DAY}),
        plan("PATCH", "Level/2", {"Wednesday": {"Time": [3000, "2230"], "Level": [100, 0]}}),
    ),
    "rename": Case(
        "cottage",
        lambda h: schedules.rename_schedule(h.all(HeatingSchedule)[2], " Night "),
        plan("PATCH", "Heating/2", {"Name": "Night"}),
    ),
    "assign rooms": Case(
        "cottage",
        lambda h: schedules.assign_schedule(h.all(HeatingSchedule)[2], [1, 4]),
        plan("PATCH", "Assign", {"Assignments": [1, 4], "Heating": {"id": 2, "Name": "Sleeping"}}),
        ROOM,
        {"ScheduleId": 2},
    ),
    "assign lights": Case(
        "residence",
        lambda h: schedules.assign_schedule(h.all(LevelSchedule)[1], [5]),
        plan(
            "PATCH",
            "Assign",
            {
                "Assignments": [5],
                "Level": {
                    "id": 1,
                    "Name": "Evening",
                    "Type": 1,
                    **dict.fromkeys(DAYS[:5], WEEKDAY),
                    **dict.fromkeys(DAYS[5:], WEEKEND),
                },
            },
        ),
        ("Light", 5),
        {"ScheduleId": 1},
    ),
    "unassign": Case(
        "cottage",
        lambda h: schedules.assign_schedule(h.all(OnOffSchedule)[1], []),
        plan("PATCH", "Assign", {"Assignments": [], "OnOff": {"id": 1, "Name": "Lamp"}}),
        PLUG,
        {"ScheduleId": None},
    ),
    "delete": Case(
        "cottage",
        lambda h: schedules.delete_schedule(h.all(HeatingSchedule)[1]),
        plan("DELETE", "Heating/1", None),
        ROOM,
        {"ScheduleId": None},
    ),
}

OPEN_THERM = {
    "boiler": Case(
        "cottage",
        lambda h: system.set_open_therm("ch1FlowSetpoint", "455"),
        (("PATCH", "opentherm/", {"ch1FlowSetpoint": "455"}),),
    ),
    "inside the boiler": Case(
        "cottage",
        lambda h: system.set_open_therm("dhwSetpoint", "550", "preDefinedRemoteBoilerParameters"),
        (("PATCH", "opentherm/preDefinedRemoteBoilerParameters", {"dhwSetpoint": "550"}),),
    ),
}

CASES = {**ROOMS, **SYSTEM, **DEVICES, **SCHEDULES, **OPEN_THERM}
