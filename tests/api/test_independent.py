"""A client we did not write sees the same house, and causes the same effect."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest

from custom_components.wiser_home.api.hub import Tree
from custom_components.wiser_home.api.model import (
    BinarySensor,
    Device,
    Equipment,
    HeatingActuator,
    HeatingChannel,
    HeatingSchedule,
    HotWater,
    LevelSchedule,
    Light,
    Moment,
    OnOffSchedule,
    PowerTagC,
    PowerTagE,
    Record,
    Room,
    RoomStat,
    Shutter,
    SmartPlug,
    SmartValve,
    SmokeAlarm,
    Snapshot,
    System,
    UnderFloorHeating,
)
from simulator import HOUSES
from tests.simulator.independent import WiserScheduleTypeEnum as Kind, connect

from .cases import CASES
from .conftest import Reach, StartHub

pytestmark = pytest.mark.filterwarnings(
    "ignore:verify_ssl is deprecated:DeprecationWarning:aioWiserHeatAPI"
)

type Ours = Callable[[Any, Snapshot], Any]
type Theirs = Callable[[Any], Any]
type Facts = Mapping[str, tuple[Ours, Theirs]]

WORDS = {True: "On", False: "Off", None: "Unknown"}


def or_unknown(value: Any) -> Any:
    """Return a value as the other client says that it has none."""
    return "Unknown" if value is None else value


def mode_of(room: Room, house: Snapshot) -> str:
    """Return the mode of a room, in which the other client counts off, too."""
    return "Off" if room.mode == "Manual" and room.is_off else str(room.mode)


def device_of(record: Record, house: Snapshot) -> int | None:
    """Return the id of the device of a record."""
    device = house.device_of(record)
    return device.id if device else None


THINGS: dict[type[Record], tuple[Callable[[Any], Any], Callable[[Any], int], Facts]] = {
    Room: (
        lambda c: c.rooms.all,
        lambda t: int(t.id),
        {
            "name": (lambda r, h: r.name, lambda t: t.name),
            "mode": (mode_of, lambda t: t.mode),
            "temperature": (
                lambda r, h: r.calculated_temperature,
                lambda t: t.current_temperature,
            ),
            "set point": (
                lambda r, h: -20 if r.is_off else r.set_point,
                lambda t: t.current_target_temperature,
            ),
            "scheduled": (
                lambda r, h: r.scheduled_set_point,
                lambda t: t.scheduled_target_temperature,
            ),
            "origin": (lambda r, h: r.setpoint_origin, lambda t: t.target_temperature_origin),
            "demand": (lambda r, h: r.percentage_demand or 0, lambda t: t.percentage_demand),
            "heat is wanted": (lambda r, h: r.wants_heat, lambda t: t.is_heating),
            "boosted": (lambda r, h: r.is_boosted, lambda t: t.is_boosted),
            "overridden": (lambda r, h: r.is_overridden, lambda t: t.is_override),
            "schedule": (lambda r, h: r.schedule_id, lambda t: t.schedule_id),
            "window detection": (
                lambda r, h: r.window_detection_active,
                lambda t: t.window_detection_active,
            ),
        },
    ),
    Device: (
        lambda c: c.devices.all,
        lambda t: int(t.id),
        {
            "type": (lambda r, h: r.kind, lambda t: t.product_type),
            "serial number": (lambda r, h: r.serial_number, lambda t: t.serial_number),
            "firmware": (lambda r, h: r.active_firmware_version, lambda t: t.firmware_version),
            "locked": (lambda r, h: r.device_lock_enabled, lambda t: t.device_lock_enabled),
            "heard": (
                lambda r, h: r.displayed_signal_strength,
                lambda t: t.signal.displayed_signal_strength,
            ),
            "signal": (
                lambda r, h: or_unknown(r.signal),
                lambda t: or_unknown(t.signal.controller_reception_rssi),
            ),
            "battery": (
                lambda r, h: r.battery,
                lambda t: t.battery.percent if hasattr(t, "battery") else None,
            ),
        },
    ),
    SmartValve: (
        lambda c: c.devices.smartvalves.all,
        lambda t: int(t.id),
        {
            "temperature": (lambda r, h: r.measured_temperature, lambda t: t.current_temperature),
            "set point": (lambda r, h: r.set_point, lambda t: t.current_target_temperature),
            "demand": (lambda r, h: r.percentage_demand, lambda t: t.percentage_demand),
        },
    ),
    RoomStat: (
        lambda c: c.devices.roomstats.all,
        lambda t: int(t.id),
        {
            "temperature": (lambda r, h: r.measured_temperature, lambda t: t.current_temperature),
            "humidity": (lambda r, h: r.measured_humidity, lambda t: t.current_humidity),
        },
    ),
    HeatingActuator: (
        lambda c: c.devices.heating_actuators.all,
        lambda t: int(t.id),
        {
            "temperature": (lambda r, h: r.measured_temperature, lambda t: t.current_temperature),
            "energy": (lambda r, h: r.current_summation_delivered, lambda t: t.delivered_power),
            "power": (lambda r, h: r.instantaneous_demand, lambda t: t.instantaneous_power),
            "floor": (
                lambda r, h: or_unknown(r.floor.measured_temperature),
                lambda t: or_unknown(
                    t.floor_temperature_sensor and t.floor_temperature_sensor.measured_temperature
                ),
            ),
        },
    ),
    UnderFloorHeating: (
        lambda c: c.devices.ufh_controllers.all,
        lambda t: int(t.device_type_id),
        {
            "device": (device_of, lambda t: t.id),
            "temperature": (lambda r, h: r.measured_temperature, lambda t: t.current_temperature),
            "relays": (lambda r, h: len(r.relays), lambda t: len(t.relays)),
        },
    ),
    SmartPlug: (
        lambda c: c.devices.smartplugs.all,
        lambda t: int(t.id),
        {
            "name": (lambda r, h: r.name, lambda t: t.name),
            "on": (lambda r, h: r.output_state, lambda t: t.is_on),
            "mode": (lambda r, h: r.mode, lambda t: t.mode),
            "energy": (lambda r, h: r.current_summation_delivered, lambda t: t.delivered_power),
            "power": (lambda r, h: r.instantaneous_demand, lambda t: t.instantaneous_power),
            "away action": (lambda r, h: r.away_action, lambda t: t.away_mode_action),
        },
    ),
    PowerTagC: (
        lambda c: c.devices.power_tags_c.all,
        lambda t: int(t.device_type_id),
        {
            "device": (device_of, lambda t: t.id),
            "name": (lambda r, h: r.name, lambda t: t.name),
            "on": (lambda r, h: r.output_state, lambda t: t.is_on),
            "mode": (lambda r, h: r.mode, lambda t: t.mode),
        },
    ),
    PowerTagE: (
        lambda c: c.devices.power_tags.all,
        lambda t: int(t.device_type_id),
        {
            "device": (device_of, lambda t: t.id),
            "power": (lambda r, h: r.raw_total_active_power, lambda t: t.raw_total_active_power),
            "imported": (
                lambda r, h: h.all(Equipment)[r.equipment_id].current_summation_delivered,
                lambda t: t.delivered_power,
            ),
            "exported": (
                lambda r, h: h.all(Equipment)[r.equipment_id].current_summation_received,
                lambda t: t.received_power,
            ),
        },
    ),
    Light: (
        lambda c: c.devices.lights.all,
        lambda t: int(t.light_id),
        {
            "device": (device_of, lambda t: t._data["id"]),
            "on": (lambda r, h: r.current_state, lambda t: t.is_on),
            "brightness": (
                lambda r, h: or_unknown(r.current_percentage if r.is_dimmable else None),
                lambda t: or_unknown(getattr(t, "current_percentage", None)),
            ),
            "mode": (lambda r, h: r.mode, lambda t: t.mode),
            "room": (lambda r, h: r.room_id, lambda t: t.room_id),
        },
    ),
    Shutter: (
        lambda c: c.devices.shutters.all,
        lambda t: int(t.shutter_id),
        {
            "device": (device_of, lambda t: t.id),
            "name": (lambda r, h: r.name, lambda t: t.name),
            "lift": (lambda r, h: r.current_lift, lambda t: t.current_lift),
            "target": (lambda r, h: r.target_lift, lambda t: t.target_lift),
            "movement": (lambda r, h: r.lift_movement, lambda t: t.lift_movement),
            "tilt": (lambda r, h: r.current_tilt or 0, lambda t: t.current_tilt),
            "tilts": (lambda r, h: r.can_tilt, lambda t: t.is_tilt_supported),
        },
    ),
    SmokeAlarm: (
        lambda c: c.devices.smokealarms.all,
        lambda t: int(t.device_type_id),
        {"device": (device_of, lambda t: t.id)},
    ),
    BinarySensor: (
        lambda c: c.devices.binary_sensor.all,
        lambda t: int(t.device_type_id),
        {
            "device": (device_of, lambda t: t.id),
            "active": (lambda r, h: r.active, lambda t: t.active),
        },
    ),
    HeatingChannel: (
        lambda c: c.heating_channels.all if c.heating_channels else [],
        lambda t: int(t.id),
        {
            "rooms": (lambda r, h: [*r.room_ids], lambda t: t.room_ids),
            "demand": (lambda r, h: r.percentage_demand, lambda t: t.percentage_demand),
            "relay": (lambda r, h: WORDS[r.heating_relay_state], lambda t: t.heating_relay_status),
        },
    ),
    HotWater: (
        lambda c: [c.hotwater] * bool(c.hotwater),
        lambda t: int(t.id),
        {
            "mode": (lambda r, h: r.mode, lambda t: t.mode),
            "on": (lambda r, h: WORDS[r.water_heating_state], lambda t: t.current_state),
            "relay": (lambda r, h: r.hot_water_relay_state, lambda t: t.is_heating),
            "overridden": (lambda r, h: r.is_overridden, lambda t: t.is_override),
        },
    ),
    Moment: (
        lambda c: c.moments.all,
        lambda t: int(t.id),
        {"name": (lambda r, h: r.name, lambda t: t.name)},
    ),
    System: (
        lambda c: [c.system],
        lambda t: 0,
        {
            "away": (lambda r, h: r.is_away, lambda t: t.is_away_mode_enabled),
            "away temperature": (
                lambda r, h: r.away_mode_set_point_limit,
                lambda t: t.away_mode_target_temperature,
            ),
            "eco": (lambda r, h: r.eco_mode_enabled, lambda t: t.eco_mode_enabled),
            "comfort": (lambda r, h: r.comfort_mode_enabled, lambda t: t.comfort_mode_enabled),
            "valve protection": (
                lambda r, h: r.valve_protection_enabled,
                lambda t: t.valve_protection_enabled,
            ),
            "generation": (lambda r, h: r.hardware_generation, lambda t: t.hardware_generation),
            "firmware": (lambda r, h: r.active_system_version, lambda t: t.active_system_version),
            "position": (lambda r, h: r.geo_position.latitude, lambda t: t.geo_position.latitude),
        },
    ),
    HeatingSchedule: (
        lambda c: c.schedules.get_by_type(Kind.heating),
        lambda t: int(t.id),
        {
            "name": (lambda r, h: r.name, lambda t: t.name),
            "now": (lambda r, h: r.current, lambda t: t.current_setting),
            "next": (lambda r, h: r.next.value, lambda t: t.next.setting),
        },
    ),
    OnOffSchedule: (
        lambda c: c.schedules.get_by_type(Kind.onoff),
        lambda t: int(t.id),
        {
            "name": (lambda r, h: r.name, lambda t: t.name),
            "now": (lambda r, h: WORDS[r.current], lambda t: t.current_setting),
            "next": (lambda r, h: WORDS[r.next.value], lambda t: t.next.setting),
        },
    ),
    LevelSchedule: (
        lambda c: c.schedules.get_by_type(Kind.level),
        lambda t: int(t.id),
        {
            "name": (lambda r, h: r.name, lambda t: t.name),
            "now": (lambda r, h: r.current, lambda t: t.current_setting),
            "next": (lambda r, h: r.next.value, lambda t: t.next.setting),
        },
    ),
}


@dataclass(frozen=True)
class Difference:
    """Something the clients see differently: why, in which houses, and how that is recognised."""

    why: str
    houses: set[str]
    explains: Callable[[Any, Any], bool]


BLANKS = "hubs keep the blanks around a name; we take them off"
DIFFERENCES = {
    ("Room", "name"): Difference(BLANKS, {"apartment"}, lambda o, t: o == t.strip()),
    ("Shutter", "name"): Difference(BLANKS, {"apartment"}, lambda o, t: o == t.strip()),
    ("Moment", "name"): Difference(BLANKS, {"cottage"}, lambda o, t: o == t.strip()),
    ("HeatingSchedule", "name"): Difference(
        BLANKS, {"apartment", "residence"}, lambda o, t: o == t.strip()
    ),
    ("Room", "scheduled"): Difference(
        "it shows 5 °C for a room without a schedule, we show nothing",
        {"apartment", "residence"},
        lambda o, t: (o, t) == (None, 5),
    ),
    ("Device", "battery"): Difference(
        "it shows 0 % for a device that tells no charge, we show nothing",
        {"cottage", "residence"},
        lambda o, t: (o, t) == (None, 0),
    ),
    ("Device", "ids"): Difference(
        "it leaves out the hub and products it does not know, and gives gangs ids of their own",
        {"cottage", "apartment", "residence"},
        lambda o, t: 0 not in t and {number // 1000 for number in t - o} <= o,
    ),
}
"""Where the clients differ."""


def differences(client: Any, house: Snapshot) -> Iterator[tuple[tuple[str, str], Any, Any]]:
    """Yield every fact that the clients see differently, and both views of it."""
    for kind, (all_of, id_of, facts) in THINGS.items():
        theirs = {id_of(thing): thing for thing in all_of(client)}
        ours = house.all(kind)
        pairs = [("ids", {*ours}, {*theirs})]
        for id_ in ours.keys() & theirs.keys():
            pairs += [
                (fact, our(ours[id_], house), their(theirs[id_]))
                for fact, (our, their) in facts.items()
            ]
        yield from [
            ((kind.__name__, fact), our, their) for fact, our, their in pairs if our != their
        ]


@pytest.mark.parametrize("name", HOUSES)
@pytest.mark.parametrize("hours", [0, 9])
async def test_both_see_the_same_house(
    start_hub: StartHub, reach: Reach, name: str, hours: int
) -> None:
    """See the same things with the same values, but for what is known and explained."""
    hub = await start_hub(name)
    hub.advance(hours * 3600)
    ours = reach(hub)
    await ours.fetch([*Tree])
    found = [*differences(await connect(hub), ours.snapshot)]
    expected = {what for what, known in DIFFERENCES.items() if name in known.houses}
    assert {what for what, *_ in found} == expected
    assert [views for what, *views in found if not DIFFERENCES[what].explains(*views)] == []


def room(client: Any, number: int = 1) -> Any:
    """Return a room of the other client."""
    return client.rooms.get_by_id(number)


def plug(client: Any) -> Any:
    """Return the plug of the other client."""
    return client.devices.smartplugs.get_by_id(6)


def light(client: Any, number: int = 1) -> Any:
    """Return a light of the other client."""
    return client.devices.lights.get_by_light_id(number)


def shutter(client: Any, number: int = 3) -> Any:
    """Return a shutter of the other client."""
    return client.devices.shutters.get_by_shutter_id(number)


def floor(client: Any) -> Any:
    """Return the floor probe of the other client."""
    return client.devices.heating_actuators.get_by_id(3).floor_temperature_sensor


def schedule(client: Any, kind: Kind, number: int) -> Any:
    """Return a schedule of the other client."""
    return client.schedules.get_by_id(kind, number)


THEIRS: dict[str, tuple[Callable[[Any], Awaitable[Any]], ...]] = {
    "set point": (lambda c: room(c).set_target_temperature(19.5),),
    "set point in manual": (
        lambda c: room(c).set_mode("Manual"),
        lambda c: room(c).set_target_temperature(19.5),
    ),
    "set point for a time": (lambda c: room(c).set_target_temperature_for_duration(21, 45),),
    "boost": (lambda c: room(c).boost(2, 60),),
    "cancel": (
        lambda c: room(c).set_target_temperature(19.5),
        lambda c: room(c).cancel_overrides(),
    ),
    "manual": (lambda c: room(c).set_mode("Manual"),),
    "auto": (lambda c: room(c).set_mode("Manual"), lambda c: room(c).set_mode("Auto")),
    "off": (lambda c: room(c).set_mode("Off"),),
    "window detection": (lambda c: room(c).set_window_detection_active(True),),
    "summer comfort of a room": (lambda c: room(c).set_include_in_summer_comfort(True),),
    "name": (lambda c: room(c).set_name("Snug"),),
    "hot water off": (lambda c: c.hotwater.override_state("Off"),),
    "hot water for a time": (lambda c: c.hotwater.override_state_for_duration("On", 60),),
    "hot water cancelled": (
        lambda c: c.hotwater.override_state("Off"),
        lambda c: c.hotwater.cancel_overrides(),
    ),
    "away": (lambda c: c.system.set_away_mode_enabled(True),),
    "home": (
        lambda c: c.system.set_away_mode_enabled(True),
        lambda c: c.system.set_away_mode_enabled(False),
    ),
    "boost of all": (lambda c: c.system.boost_all_rooms(1, 30),),
    "cancel of all": (
        lambda c: c.system.boost_all_rooms(1, 30),
        lambda c: c.system.cancel_all_overrides(),
    ),
    "comfort": (lambda c: c.system.set_comfort_mode_enabled(True),),
    "eco": (lambda c: c.system.set_eco_mode_enabled(True),),
    "valve protection": (lambda c: c.system.set_valve_protection_enabled(True),),
    "away temperature": (lambda c: c.system.set_away_mode_target_temperature(12.5),),
    "away and hot water": (lambda c: c.system.set_away_mode_affects_hotwater(False),),
    "daylight saving": (lambda c: c.system.set_automatic_daylight_saving_enabled(False),),
    "summer comfort": (lambda c: c.system.set_summer_comfort_enabled(True),),
    "discomfort prevention": (lambda c: c.system.set_summer_discomfort_prevention(True),),
    "indoor discomfort": (lambda c: c.system.set_indoor_discomfort_temperature(25.5),),
    "outdoor discomfort": (lambda c: c.system.set_outdoor_discomfort_temperature(29),),
    "moment": (lambda c: c.moments.get_by_id(1).activate(),),
    "join": (lambda c: c.system.allow_add_device(120),),
    "plug on": (lambda c: plug(c).turn_on(),),
    "plug off": (lambda c: plug(c).turn_off(),),
    "plug in manual": (lambda c: plug(c).set_mode("Manual"),),
    "plug while away": (lambda c: plug(c).set_away_mode_action("NoChange"),),
    "PowerTag C": (lambda c: c.devices.power_tags_c.all[0].turn_off(),),
    "light on": (lambda c: light(c, 2).turn_on(),),
    "light off": (lambda c: light(c).turn_off(),),
    "brightness": (lambda c: light(c).set_current_percentage(30),),
    "the second gang": (lambda c: light(c, 4).turn_on(),),
    "light by schedule": (
        lambda c: light(c).set_mode("Manual"),
        lambda c: light(c).set_mode("Auto"),
    ),
    "light while away": (
        lambda c: light(c).set_away_mode_action("NoChange"),
        lambda c: light(c).set_away_mode_action("Off"),
    ),
    "LED": (lambda c: light(c).set_led_indicator("OffAfter2s"),),
    "power on": (lambda c: light(c).set_power_on_behaviour("LevelPercent"),),
    "shutter": (lambda c: shutter(c).open(35),),
    "shutter stopped": (lambda c: shutter(c).open(35), lambda c: shutter(c).stop()),
    "tilt": (lambda c: shutter(c).open_tilt(90),),
    "tilt stopped": (lambda c: shutter(c).open_tilt(90), lambda c: shutter(c).stop_tilt()),
    "shutter in manual": (lambda c: shutter(c, 1).set_mode("Manual"),),
    "shutter while away": (lambda c: shutter(c, 2).set_away_mode_action("Close"),),
    "shutter in summer": (lambda c: shutter(c).set_respect_summer_comfort(True),),
    "identify": (lambda c: c.devices.get_by_id(2).set_identify(True),),
    "lock": (lambda c: c.devices.get_by_id(2).set_device_lock_enabled(True),),
    "floor minimum": (lambda c: floor(c).set_minimum_temperature(6),),
    "floor maximum": (lambda c: floor(c).set_maximum_temperature(39.5),),
    "floor offset": (lambda c: floor(c).set_temperature_offset(-2.5),),
    "sensor and climate": (
        lambda c: c.devices.binary_sensor.all[0].set_interacts_with_room_climate(False),
    ),
    "threshold and climate": (
        lambda c: (
            c.devices.temp_humidity_sensors.all[0]
            .threshold_sensors[1]
            .set_interacts_with_room_climate(True)
        ),
    ),
    "charging": (lambda c: c.devices.evse.all[0].turn_on(),),
    "charging held": (lambda c: c.devices.evse.all[0].turn_off(),),
    "create for rooms": (lambda c: c.schedules.create_schedule(Kind.heating, "Guests", [1, 2]),),
    "create for plugs": (lambda c: c.schedules.create_schedule(Kind.onoff, "Fan", [6]),),
    "create for shutters": (lambda c: c.schedules.create_schedule(Kind.shutters, "Down", [3]),),
    "heating day": (
        lambda c: schedule(c, Kind.heating, 1).set_schedule(
            {"Monday": {"Time": ["0700", "2200"], "DegreesC": [215, -200]}}
        ),
    ),
    "on/off days": (
        lambda c: schedule(c, Kind.onoff, 1).set_schedule(
            {"Monday": [-2400, 705, -800], "Sunday": []}
        ),
    ),
    "level day": (
        lambda c: schedule(c, Kind.level, 2).set_schedule(
            {"Wednesday": {"Time": [3000, "2230"], "Level": [100, 0]}}
        ),
    ),
    "rename": (lambda c: schedule(c, Kind.heating, 2).set_name("Night"),),
    "assign rooms": (
        lambda c: schedule(c, Kind.heating, 2).assign_schedule([1, 4], include_current=False),
    ),
    "assign lights": (
        lambda c: schedule(c, Kind.level, 1).assign_schedule([5], include_current=False),
    ),
    "unassign": (lambda c: schedule(c, Kind.onoff, 1).unassign_schedule([6]),),
    "delete": (lambda c: schedule(c, Kind.heating, 1).delete_schedule(),),
    "boiler": (
        lambda c: c.system.opentherm.set_opentherm_parameter("", {"ch1FlowSetpoint": "455"}),
    ),
    "inside the boiler": (
        lambda c: c.system.opentherm.set_opentherm_parameter(
            "preDefinedRemoteBoilerParameters", {"dhwSetpoint": "550"}
        ),
    ),
}

NOT_THEIRS = {
    "hot water disabled": "it does that only with a file of its own settings",
    "hot water by schedule": "it does that only after the former",
    "degraded temperature": "its function fails before it sends anything",
    "automation": "it knows no automations of the hub",
    "automation disabled": "it knows no automations of the hub",
    "automation created": "it knows no automations of the hub",
    "automation changed": "it knows no automations of the hub",
    "sensor notification": "it cannot set it",
}
"""What the other client does not offer."""


UNCHANGED = {
    *("auto", "hot water cancelled", "home", "light by schedule", "light while away"),
    *("shutter stopped", "tilt stopped", "charging held"),
}
"""What leaves a house as it was: what ends what was begun before."""


def test_every_command_is_compared() -> None:
    """Leave no command out without a reason."""
    assert THEIRS.keys() | NOT_THEIRS.keys() == CASES.keys()
    assert not THEIRS.keys() & NOT_THEIRS.keys()


@pytest.mark.parametrize("name", THEIRS)
async def test_both_cause_the_same(start_hub: StartHub, reach: Reach, name: str) -> None:
    """Leave a house behind in the same state."""
    case = CASES[name]
    our_hub, their_hub = await start_hub(case.house), await start_hub(case.house)
    untouched = deepcopy(our_hub.trees)
    ours = reach(our_hub)
    await ours.fetch([*Tree])
    for command in case.commands(ours.snapshot):
        await ours.send(command)
    theirs = await connect(their_hub)
    for act in THEIRS[name]:
        await act(theirs)
        await theirs.read_hub_data()
    refused = [
        request
        for request in [*our_hub.requests, *their_hub.requests]
        if request.method != "GET" and request.status not in {200, 201}
    ]
    assert refused == []
    assert our_hub.trees == their_hub.trees
    assert (our_hub.trees == untouched) is (name in UNCHANGED)
