"""Every write: what it sends, what it refuses, what it does, and how it is read back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from typing import Any, Final
from urllib.parse import urlencode

import pytest

from custom_components.wiser_home.api.errors import InvalidValueError
from custom_components.wiser_home.api.hub import Command, Tree
from custom_components.wiser_home.api.local.commands import devices, rooms, schedules, system
from custom_components.wiser_home.api.model import (
    OFF,
    Device,
    Equipment,
    Event,
    HeatingActuator,
    HeatingSchedule,
    HotWater,
    Key,
    LevelSchedule,
    Light,
    Mode,
    OnOffSchedule,
    PowerTagC,
    Record,
    Room,
    SetPointOrigin,
    Shutter,
    SmartPlug,
    Snapshot,
    Sun,
    System,
)
from simulator import SimulatedHub

from .cases import CANCEL, CASES, MANUAL, Case, override, room, snapshot_of
from .conftest import Reach, StartHub

type Make = Callable[[], Command]

MANUAL_MODE: Final = {"Mode": "Manual"}


def sent(commands: tuple[Command, ...]) -> tuple[tuple[str, str, Any], ...]:
    """Return what commands send."""
    return tuple((command.method, command.path, command.body) for command in commands)


def writes(hub: SimulatedHub) -> tuple[tuple[str, str, Any], ...]:
    """Return what was written to a hub."""
    return tuple(
        (
            found.method,
            found.path.removeprefix("/data/v2/") + "?" * bool(found.query) + urlencode(found.query),
            found.body,
        )
        for found in hub.requests
        if found.method != "GET"
    )


def reads(hub: SimulatedHub) -> list[str]:
    """Return what was read of a hub."""
    return [found.path for found in hub.requests if found.method == "GET"]


def expectations(commands: tuple[Command, ...]) -> dict[tuple[Key | None, str], Any]:
    """Return what the hub will report after these commands, the newest of each field."""
    expected: dict[tuple[Key | None, str], Any] = {}
    for command in commands:
        for key, values in [(command.target, command.expect), *command.also.items()]:
            for name in command.voids:
                expected.pop((key, name), None)
            expected |= {(key, name): value for name, value in values.items()}
    return expected


def reported(snapshot: Snapshot, key: Key | None, name: str) -> Any:
    """Return what a field holds."""
    assert key is not None
    return getattr(snapshot.record(key), name)


@pytest.mark.parametrize("name", CASES)
def test_what_a_command_sends(name: str) -> None:
    """Send exactly what clients that work send."""
    case = CASES[name]
    assert sent(case.commands(snapshot_of(case.house))) == case.sent


@pytest.mark.parametrize("name", CASES)
async def test_what_a_command_does(start_hub: StartHub, reach: Reach, name: str) -> None:
    """Change the house, and have the hub report in the end what was expected at once."""
    case: Case = CASES[name]
    hub = await start_hub(case.house)
    client = reach(hub)
    await client.fetch([*Tree])
    commands = case.commands(snapshot_of(case.house))
    for command in commands:
        await client.send(command)
    shown = client.snapshot
    assert writes(hub) == case.sent
    assert {found.status for found in hub.requests} <= {200, 201}
    record = hub.find(*case.of)
    assert {name: record.get(name) for name in case.effect} == case.effect
    fresh = reach(hub)
    await fresh.fetch([*Tree])
    expected = expectations(commands)
    assert {key: reported(fresh.snapshot, *key) for key in expected} == expected
    assert {key: reported(shown, *key) for key in expected} == expected
    await client.settle()
    assert client.is_settled


SALON = Room(id=1, mode=Mode.AUTO, setpoint_origin=SetPointOrigin.SCHEDULE, manual_set_point=19.0)
HELD = replace(SALON, setpoint_origin=SetPointOrigin.MANUAL_OVERRIDE)
ASLEEP = replace(SALON, mode=Mode.MANUAL, displayed_set_point=OFF, manual_set_point=OFF)


@pytest.mark.parametrize(
    ("commands", "bodies"),
    [
        (rooms.follow_room_schedule(SALON), [{"Mode": "Auto"}]),
        (rooms.follow_room_schedule(HELD), [{"Mode": "Auto"}, CANCEL]),
        (rooms.hold_room(SALON, 20), [MANUAL_MODE]),
        (rooms.hold_room(ASLEEP, 19.5), [MANUAL_MODE, MANUAL]),
        (
            rooms.hold_room(replace(ASLEEP, displayed_set_point=19.5), 20),
            [MANUAL_MODE, MANUAL],
        ),
        (
            rooms.turn_room_off(HELD),
            [CANCEL, MANUAL_MODE, override(Type="Manual", SetPoint=-200)],
        ),
    ],
)
def test_commands_of_several_steps(commands: tuple[Command, ...], bodies: list[Any]) -> None:
    """End an override first, and give a room that was off a set point."""
    assert [command.body for command in commands] == bodies
    assert {command.path for command in commands} == {"domain/Room/1"}


@pytest.mark.parametrize(
    ("origin", "asked", "expected"),
    [
        (None, lambda found: rooms.set_room_temperature(found, 20), None),
        (None, lambda found: rooms.boost_room(found, 2, 60), None),
        (
            SetPointOrigin.SCHEDULE,
            lambda found: rooms.set_room_temperature(found, 20),
            SetPointOrigin.MANUAL_OVERRIDE,
        ),
        (SetPointOrigin.SCHEDULE, lambda found: rooms.set_room_temperature(found, 20, 60), None),
        (
            SetPointOrigin.SCHEDULE,
            lambda found: rooms.boost_room(found, 2, 60),
            SetPointOrigin.BOOST,
        ),
        (
            SetPointOrigin.AWAY_MODE,
            lambda found: rooms.set_room_temperature(found, 20),
            SetPointOrigin.MANUAL_OVERRIDE_DURING_AWAY,
        ),
        (
            SetPointOrigin.BOOST_DURING_AWAY,
            lambda found: rooms.boost_room(found, 2, 60),
            SetPointOrigin.BOOST_DURING_AWAY,
        ),
    ],
)
def test_the_origin_that_is_expected(
    origin: SetPointOrigin | None,
    asked: Callable[[Room], Command],
    expected: SetPointOrigin | None,
) -> None:
    """Expect the origin that the hub will tell, and none where it tells none or which is open."""
    command = asked(replace(SALON, setpoint_origin=origin))
    assert command.expect.get("setpoint_origin") == expected


PLAN = HeatingSchedule(id=1, name="Plan")
SWITCHES = OnOffSchedule(id=1, name="Plan")
TWICE = (Event(at=time(7), value=20.0), Event(at=time(7), value=21.0))


@pytest.mark.parametrize(
    "make",
    [
        lambda: rooms.set_room_temperature(SALON, 4.9),
        lambda: rooms.set_room_temperature(SALON, 30.1),
        lambda: rooms.set_room_temperature(SALON, float("nan")),
        lambda: rooms.set_room_temperature(SALON, 20, 0),
        lambda: rooms.set_room_temperature(SALON, 20, 1441),
        lambda: rooms.boost_room(SALON, -0.1, 60),
        lambda: rooms.boost_room(SALON, 5.1, 60),
        lambda: rooms.boost_room(SALON, 2, 0),
        lambda: rooms.rename_room(SALON, "  "),
        lambda: rooms.turn_hot_water(HotWater(id=2), True, 0),
        lambda: system.boost_all(6, 60),
        lambda: system.boost_all(2, -1),
        lambda: system.set_away_temperature(System(), 4),
        lambda: system.set_degraded_temperature(System(), 31),
        lambda: system.set_indoor_discomfort_temperature(System(), 51),
        lambda: system.set_outdoor_discomfort_temperature(System(), -1),
        lambda: devices.turn_light(Light(id=1), True, 101),
        lambda: devices.turn_light(Light(id=1), True, -1),
        lambda: devices.move_shutter(Shutter(id=1), 100.5),
        lambda: devices.tilt_shutter(Shutter(id=1), -1),
        lambda: devices.set_floor_minimum(HeatingActuator(id=1), 4),
        lambda: devices.set_floor_minimum(HeatingActuator(id=1), 39.5),
        lambda: devices.set_floor_maximum(HeatingActuator(id=1), 40.5),
        lambda: devices.set_floor_offset(HeatingActuator(id=1), 9.1),
        lambda: devices.allow_charging(Equipment(id=1), True),
        lambda: devices.allow_charging(
            Equipment(id=1, available_control_state=("selfManagement",)), False
        ),
        lambda: schedules.create_schedule(HeatingSchedule, " ", []),
        lambda: schedules.create_schedule(LevelSchedule, "Down", []),
        lambda: schedules.rename_schedule(PLAN, ""),
        lambda: schedules.change_days(PLAN, {7: ()}),
        lambda: schedules.change_days(PLAN, {0: TWICE}),
        lambda: schedules.change_days(SWITCHES, {0: (Event(at=Sun.SUNSET, value=True),)}),
        lambda: schedules.change_days(PLAN, {0: (Event(at=Sun.SUNSET, value=20.0),)}),
        lambda: schedules.change_days(PLAN, {0: (Event(at=time(7), value=31.0),)}),
        lambda: schedules.change_days(LevelSchedule(id=1), {0: (Event(at=time(7), value=101),)}),
        lambda: schedules.delete_schedule(OnOffSchedule(id=1000)),
        lambda: schedules.advance(Device(id=1), 20.0),
    ],
)
def test_values_the_hub_would_refuse(make: Make) -> None:
    """Refuse them before anything is sent."""
    with pytest.raises(InvalidValueError):
        make()


@pytest.mark.parametrize(
    "make",
    [
        lambda: rooms.set_room_temperature(SALON, 5),
        lambda: rooms.set_room_temperature(SALON, 30, 1440),
        lambda: rooms.boost_room(SALON, 0, 1),
        lambda: rooms.boost_room(SALON, 5, 1440),
        lambda: devices.set_floor_offset(HeatingActuator(id=1), -9),
        lambda: devices.turn_light(Light(id=1), True, 0),
        lambda: devices.move_shutter(Shutter(id=1), 100),
        lambda: schedules.delete_schedule(HeatingSchedule(id=1000)),
        lambda: schedules.assign_schedule(LevelSchedule(id=1), []),
    ],
)
def test_values_at_the_edge(make: Make) -> None:
    """Take what the hub takes."""
    assert make()


@pytest.mark.parametrize(
    ("record", "value", "body"),
    [
        (SALON, 19.5, MANUAL),
        (SALON, OFF, override(Type="Manual", SetPoint=-200)),
        (HotWater(id=2), True, override(Type="Manual", SetPoint=1100)),
        (SmartPlug(id=6), False, {"RequestOutput": "Off"}),
        (PowerTagC(id=6), True, {"RequestOutput": "On"}),
        (Light(id=1, is_dimmable=True), 40, override(State="On", Percentage=40)),
        (Light(id=1), 40, override(State="On")),
        (Light(id=1, is_dimmable=True), 0, override(State="Off")),
        (Shutter(id=1), 0, {"RequestAction": {"Action": "LiftTo", "Percentage": 0}}),
    ],
)
def test_advance(record: Record, value: Any, body: Any) -> None:
    """Ask for what comes next as a person would."""
    assert schedules.advance(record, value).body == body


FIRST = OnOffSchedule(id=1, name="First")
FAN = SmartPlug(id=6, name="Fan", schedule_id=1)
PUMP = PowerTagC(id=6, name="Pump")
LAMP = SmartPlug(id=7)


def switches(*records: Record) -> Snapshot:
    """Return a house of some records."""
    objects: dict[type[Record], dict[int, Record]] = {}
    for found in records:
        objects.setdefault(type(found), {})[found.id] = found
    return Snapshot(objects)


def test_following_beside_others() -> None:
    """Name everything that follows a schedule, and expect it of what is new."""
    house = switches(FIRST, FAN, LAMP)
    assert house.schedule_of(FAN) is FIRST
    assert house.schedule_of(LAMP) is None
    assert house.schedules_for(LAMP) == (FIRST,)
    command = schedules.follow_schedule(house, FIRST, [LAMP])
    assert command.body == {"Assignments": [6, 7], "OnOff": {"id": 1, "Name": "First"}}
    assert command.also == {(SmartPlug, 7): {"schedule_id": 1}}


def test_objects_that_share_an_id() -> None:
    """Refuse an assignment by which another object would be meant, too, and name that."""
    house = switches(FIRST, replace(FAN, schedule_id=None), PUMP)
    with pytest.raises(schedules.SameIdError, match=r"^Pump$"):
        schedules.follow_schedule(house, FIRST, [house.all(SmartPlug)[6]])
    with pytest.raises(schedules.SameIdError, match=r"^Fan$"):
        schedules.create_schedule_for(house, OnOffSchedule, "New", [PUMP])
    water = switches(FIRST, SmartPlug(id=2), HotWater(id=2))
    with pytest.raises(schedules.SameIdError, match=r"^HotWater$"):
        schedules.follow_schedule(water, FIRST, [water.all(SmartPlug)[2]])
    assert schedules.ids_of(house, [(SmartPlug, 6), (PowerTagC, 6)]) == [6]


async def test_a_schedule_that_objects_leave(start_hub: StartHub, reach: Reach) -> None:
    """Read back what followed a schedule, before and after."""
    hub = await start_hub()
    client = reach(hub)
    await client.fetch([*Tree])
    rooms_ = [client.snapshot.all(Room)[number] for number in (1, 2)]
    await client.send(
        schedules.create_schedule_for(client.snapshot, HeatingSchedule, "Guests", rooms_)
    )
    made = (await client.settle()).all(HeatingSchedule)[3]
    followers = client.snapshot.followers_of(made)
    assert [found.id for found in followers] == [1, 2]
    hub.requests.clear()
    await client.send(schedules.delete_schedule(made, followers))
    snapshot = await client.settle()
    assert snapshot.followers_of(made) == ()
    assert reads(hub) == ["/data/v2/domain/", "/data/v2/schedules/"]


KINDS: dict[str, Callable[[Snapshot], Command]] = {
    "Room": lambda h: rooms.rename_room(room(h), "X"),
    "HotWater": lambda h: rooms.turn_hot_water(h.all(HotWater)[2], False),
    "SmartPlug": lambda h: devices.turn_plug(next(iter(h.all(SmartPlug).values())), True),
    "Light": lambda h: devices.turn_light(h.all(Light)[6], True, 70),
    "Shutter": lambda h: devices.move_shutter(h.all(Shutter)[6], 90),
    "Device": lambda h: devices.set_child_lock(h.all(Device)[2], True),
    "System": lambda h: system.set_eco_mode(h.all(System)[0], True),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("style", "reread"),
    [("whole", 0), ("natural", 0), ("partial", 1), ("empty_object", 1), ("empty_body", 1)],
)
async def test_what_is_read_after_a_write(
    start_hub: StartHub, reach: Reach, kind: str, style: Any, reread: int
) -> None:
    """Read nothing after a whole answer, and one object after any other."""
    hub = await start_hub("residence")
    client = reach(hub)
    await client.identify()
    hub.requests.clear()
    hub.answer_style = style
    await client.send(command := KINDS[kind](client.snapshot))
    assert client.is_settled is not bool(reread)
    await client.settle()
    assert client.is_settled
    assert reads(hub) == [f"/data/v2/{command.path}"] * reread
    assert len(hub.requests) == 1 + reread
    assert {key: reported(client.snapshot, *key) for key in expectations((command,))}


async def test_many_commands_are_read_back_at_once(start_hub: StartHub, reach: Reach) -> None:
    """Read the domain once after a scene, not ten objects."""
    hub = await start_hub("residence")
    client = reach(hub)
    await client.identify()
    hub.requests.clear()
    hub.answer_style = "empty_object"
    lights = list(client.snapshot.all(Light).values())[:10]
    for light in lights:
        await client.send(devices.turn_light(light, True))
    await client.settle()
    assert len(writes(hub)) == 10
    assert reads(hub) == ["/data/v2/domain/"]
    assert all(client.snapshot.all(Light)[light.id].is_on for light in lights)


async def test_many_commands_to_one_object_are_read_back_at_once(
    start_hub: StartHub, reach: Reach
) -> None:
    """Read one object once, however often it was written to."""
    hub = await start_hub()
    client = reach(hub)
    await client.identify()
    hub.requests.clear()
    hub.answer_style = "empty_body"
    for celsius in (18, 19, 20):
        found = client.snapshot.all(Room)[1]
        shown = await client.send(rooms.set_room_temperature(found, celsius))
        assert shown.all(Room)[1].set_point == celsius
    await client.settle()
    assert reads(hub) == ["/data/v2/domain/Room/1"]
    assert hub.find("Room", 1)["CurrentSetPoint"] == 200


async def test_what_reaches_beyond_an_object(start_hub: StartHub, reach: Reach) -> None:
    """Read the domain after what concerns the whole house, and show all of it."""
    hub = await start_hub()
    client = reach(hub)
    await client.identify()
    hub.requests.clear()
    await client.send(system.set_away(True))
    assert not client.is_settled
    await client.settle()
    assert reads(hub) == ["/data/v2/domain/"]
    origins = {found.setpoint_origin for found in client.snapshot.all(Room).values()}
    assert origins == {SetPointOrigin.AWAY_MODE}


async def test_a_schedule_from_its_making_to_its_end(start_hub: StartHub, reach: Reach) -> None:
    """Create, fill, rename, assign and delete a schedule, each read back by one request."""
    hub = await start_hub()
    client = reach(hub)
    await client.identify()
    await client.fetch([Tree.SCHEDULES])
    hub.requests.clear()

    async def act(command: Command) -> None:
        """Send a command and read back."""
        await client.send(command)
        await client.settle()

    await act(schedules.create_schedule(HeatingSchedule, "Guests", [1]))
    made = client.snapshot.all(HeatingSchedule)[3]
    day = (Event(at=time(7), value=21.5), Event(at=time(22), value=OFF))
    await act(schedules.change_days(made, {0: day, 6: day}))
    await act(schedules.rename_schedule(made, "Friends"))
    made = client.snapshot.all(HeatingSchedule)[3]
    assert (made.name, made.week) == ("Friends", (day, (), (), (), (), (), day))
    await act(schedules.assign_schedule(made, [2]))
    users = {found["id"] for found in hub.trees["domain"]["Room"] if found.get("ScheduleId") == 3}
    assert users == {2}
    await act(schedules.delete_schedule(made))
    assert 3 not in client.snapshot.all(HeatingSchedule)
    assert len(writes(hub)) == 5
    assert reads(hub).count("/data/v2/schedules/") == 5
