"""How trees become records: sharing, tolerance, and both versions of schedules."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import make_dataclass
from datetime import UTC, datetime, time
import logging
from typing import Any

import pytest

from custom_components.wiser_home.api.errors import BadAnswerError, NotWiserHubError
from custom_components.wiser_home.api.house.decode import decoder_for
from custom_components.wiser_home.api.house.house import House
from custom_components.wiser_home.api.model import (
    OFF,
    Automation,
    BoilerInterface,
    Clock,
    Cloud,
    Device,
    Event,
    HeatingActuator,
    HeatingSchedule,
    LevelSchedule,
    LevelType,
    Light,
    Mode,
    Moment,
    Network,
    NextEvent,
    OnOffSchedule,
    OpenTherm,
    ProductType,
    Record,
    Room,
    Schedule,
    SetPointOrigin,
    SmartPlug,
    Status,
    Sun,
    System,
    ThresholdSensor,
)
from simulator import load_house

type Change = Callable[[dict[str, Any]], object]

OPENED = {
    "cottage": load_house("cottage").trees,
    "apartment": load_house("apartment").trees,
}


def tree_of(house: str = "cottage", tree: str = "domain") -> dict[str, Any]:
    """Return a fresh tree of a simulated house."""
    found: dict[str, Any] = deepcopy(OPENED[house][tree])
    return found


def read(*trees: dict[str, Any]) -> House:
    """Return a house that has read domain trees one after the other."""
    house = House()
    for tree in trees:
        house.read_domain(tree)
    return house


def room(**fields: Any) -> Room:
    """Return a room as it is read from these fields."""
    house = read({"System": {}, "Device": [{"id": 0}], "Room": [{"id": 1, **fields}]})
    return house.snapshot.all(Room)[1]


def test_the_same_tree_is_the_same_snapshot() -> None:
    """Give the same object for a tree that did not change."""
    house = read(tree_of())
    before = house.snapshot
    assert house.read_domain(tree_of()) is before
    assert house.snapshot is before


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        (lambda tree: tree["Room"][2].update(Mode="Manual"), {(Room, 3)}),
        (lambda tree: tree["Room"].reverse(), set()),
        (lambda tree: tree["System"].update(UnixTime=1), {(Clock, 0)}),
        (lambda tree: tree["System"].update(EcoModeEnabled=True), {(System, 0)}),
        (lambda tree: tree["Cloud"].update(Environment="Other"), {(Cloud, 0)}),
        (lambda tree: tree["SmartPlug"].clear(), {(SmartPlug, 6)}),
        (lambda tree: tree.pop("SmartPlug"), {(SmartPlug, 6)}),
        (lambda tree: tree.pop("Cloud"), {(Cloud, 0)}),
        (lambda tree: tree["Moment"].append({"id": 9}), {(Moment, 9)}),
        (lambda tree: tree.update(Automation=[{"id": 4}]), {(Automation, 4)}),
        (lambda tree: tree.update(Shutter=[]), set()),
    ],
)
def test_only_what_changed_is_another_object(
    change: Change, changed: set[tuple[type[Record], int]]
) -> None:
    """Name exactly what was added, removed or changed."""
    house = read(tree_of())
    before = house.snapshot
    tree = tree_of()
    change(tree)
    after = house.read_domain(tree)
    assert after.changes_since(before) == changed
    assert all(found is before.record(key) for key, found in after if key not in changed and before)
    assert house.read_domain(deepcopy(tree)) is after


@pytest.mark.parametrize(
    "change",
    [
        lambda tree: tree.pop("System"),
        lambda tree: tree.pop("Device"),
        lambda tree: tree.update(Device=[]),
        lambda tree: tree.update(System=None),
    ],
)
def test_an_incomplete_tree_removes_nothing(change: Change) -> None:
    """Take from half a tree what it holds, and keep the rest."""
    house = read(tree_of())
    before = house.snapshot
    tree = tree_of()
    change(tree)
    tree.pop("SmartPlug")
    tree["Moment"] = []
    tree["Room"][0]["Mode"] = "Manual"
    assert house.read_domain(tree).changes_since(before) == {(Room, 1)}


@pytest.mark.parametrize("tree", [None, [], "x", 7])
def test_what_is_no_tree(tree: Any) -> None:
    """Refuse what is no JSON object, for every tree."""
    house = House()
    for take in (
        house.read_domain,
        house.read_schedules,
        house.read_network,
        house.read_status,
        house.read_open_therm,
    ):
        with pytest.raises(BadAnswerError):
            take(tree)
    assert house.snapshot.objects == {}


def test_an_emptied_tree_removes_nothing() -> None:
    """Take an empty tree for what it is only where there was nothing before."""
    house = House()
    house.read_status({})
    house.read_status({"uptime": 7})
    before = house.snapshot
    with pytest.raises(BadAnswerError):
        house.read_status({})
    assert house.snapshot is before


@pytest.mark.parametrize("tree", [{}, {"hello": 1}])
def test_what_is_no_tree_of_a_hub(tree: dict[str, Any]) -> None:
    """Know the answer of something else, which then removes nothing."""
    house = read(tree_of())
    before = house.snapshot
    with pytest.raises(NotWiserHubError):
        house.read_domain(tree)
    assert house.snapshot is before


def test_an_object_without_id_removes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """Keep everything of a list in which an object has lost its id."""
    house = read(tree_of())
    before = house.snapshot
    tree = tree_of()
    tree["Room"] = [{"Name": "Secret room"}, tree["Room"][1] | {"Mode": "Manual"}, "junk", None]
    after = house.read_domain(tree)
    assert after.changes_since(before) == {(Room, 2)}
    house.read_domain(tree_of())
    house.read_domain(tree)
    assert [found.message for found in caplog.records] == [
        "The hub sent a Room without id that cannot be read; it is left out"
    ]


def test_an_id_in_another_spelling() -> None:
    """Keep an object by the id that it has, whatever else looks like one."""
    tree = tree_of()
    tree["Room"][0] |= {"ID": 77, "id_": 78, "_id": "79"}
    room = House().read_domain(tree).all(Room)[1]
    assert room.id == 1
    assert room.name == tree["Room"][0]["Name"]


def test_an_id_of_what_exists_once() -> None:
    """Find what exists once, also where the hub gives it an id."""
    house = House()
    tree = tree_of()
    tree["System"]["id"] = 7
    house.read_domain(tree)
    house.read_network({**tree_of(tree="network"), "id": 7})
    house.read_status({**tree_of(tree="status"), "id": 7})
    house.read_open_therm({**tree_of(tree="opentherm"), "id": 7})
    for kind in (System, Clock, Network, Status, OpenTherm):
        assert house.snapshot.all(kind).keys() == {0}
        assert house.snapshot.all(kind)[0].id == 0
    house.read_object((System, 0), tree["System"])
    assert house.snapshot.all(System).keys() == {0}


def test_an_id_that_comes_twice(caplog: pytest.LogCaptureFixture) -> None:
    """Take the first of two objects with the same id, and tell it once."""
    tree = tree_of()
    tree["Room"].append(tree["Room"][0] | {"Name": "Copy"})
    house = read(tree, tree_of(), deepcopy(tree))
    assert house.snapshot.all(Room)[1].name == "Lounge"
    assert house.problems == {"Room twice"}
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("CalculatedTemperature", "warm", "Room.CalculatedTemperature"),
        ("CalculatedTemperature", [203], "Room.CalculatedTemperature"),
        ("CalculatedTemperature", True, "Room.CalculatedTemperature"),
        ("ScheduleId", 1.5, "Room.ScheduleId"),
        ("Mode", 7, "Room.Mode"),
        ("WindowDetectionActive", "maybe", "Room.WindowDetectionActive"),
        ("WindowDetectionActive", 1, "Room.WindowDetectionActive"),
        ("ControlOutputState", "Half", "Room.ControlOutputState"),
        ("ControlOutputState", [], "Room.ControlOutputState"),
        ("WindowState", "Ajar", "Room.WindowState"),
        ("OverrideTimeoutUnixTime", 10**18, "Room.OverrideTimeoutUnixTime"),
        ("SmartValveIds", 3, "Room.SmartValveIds"),
        ("ClimateCapabilities", [], "Room.ClimateCapabilities"),
        ("Name", {"of": "a person"}, "Room.Name"),
    ],
)
def test_a_field_that_cannot_be_read(
    field: str, value: Any, problem: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Leave out one field of one object, and tell it once, without its value."""
    tree = tree_of()
    tree["Room"][0][field] = value
    again = deepcopy(tree)
    again["Room"][0]["HeatingRate"] = 7
    house = read(tree, again)
    assert house.problems == {problem}
    assert house.snapshot.all(Room).keys() == {1, 2, 3, 4}
    assert house.snapshot.all(Room)[1].displayed_set_point == 21.0
    assert house.snapshot.all(Room)[2].name == "Bedroom"
    assert [found.message for found in caplog.records] == [
        f"The hub sent a {problem} that cannot be read; it is left out"
    ]


@pytest.mark.parametrize("value", [7, "text", None])
def test_a_member_that_is_neither_object_nor_list(value: Any) -> None:
    """Keep what a broken member held."""
    house = read(tree_of())
    before = house.snapshot
    tree = tree_of()
    tree["Room"] = tree["Moment"] = value
    assert house.read_domain(tree) is before
    assert house.problems == {"Room", "Moment"}


def test_a_system_that_is_none() -> None:
    """Keep the system when it is no object."""
    house = read(tree_of())
    before = house.snapshot
    assert house.read_domain(tree_of() | {"System": 7}) is before
    assert house.problems == {"System"}


def test_what_the_model_does_not_know(caplog: pytest.LogCaptureFixture) -> None:
    """Note unknown members and fields without a word, and keep unknown words."""
    tree = tree_of()
    tree["Sauna"] = [{"id": 1}]
    tree["Room"][0] |= {"Aroma": 3, "Mode": "Party", "ClimateCapabilities": {"Ceiling": 1}}
    tree["Device"][1]["ProductType"] = "AromaDiffuser"
    house = read(tree)
    assert house.unknown == {"Sauna", "Room.Aroma", "Room.Ceiling"}
    assert house.problems == set()
    assert house.snapshot.all(Room)[1].mode == "Party"
    assert house.snapshot.all(Room)[1].mode not in list(Mode)
    found = house.snapshot.all(Device)[1].product_type
    assert found == ProductType("AromaDiffuser")
    assert found is not ProductType("AromaDiffuser")
    assert repr(found) == "<ProductType.UNKNOWN: 'AromaDiffuser'>"
    assert caplog.records == []


@pytest.mark.parametrize(
    ("fields", "attribute", "value"),
    [
        ({"CalculatedTemperature": 203}, "calculated_temperature", 20.3),
        ({"CalculatedTemperature": "203"}, "calculated_temperature", 20.3),
        ({"CalculatedTemperature": 203.0}, "calculated_temperature", 20.3),
        ({"CalculatedTemperature": -5}, "calculated_temperature", -0.5),
        ({"CalculatedTemperature": -32768}, "calculated_temperature", None),
        ({"CalculatedTemperature": 2000}, "calculated_temperature", None),
        ({"CalculatedTemperature": None}, "calculated_temperature", None),
        ({"RoundedAlexaTemperature": 32766}, "rounded_alexa_temperature", None),
        ({"CurrentSetPoint": -200}, "current_set_point", -20.0),
        ({"SetPointOrigin": "FromBoost"}, "setpoint_origin", SetPointOrigin.BOOST),
        ({"SetpointOrigin": "FromBoost"}, "setpoint_origin", SetPointOrigin.BOOST),
        ({"OverrideSetpoint": 185}, "override_setpoint", 18.5),
        ({"Name": "Chambre "}, "name", "Chambre"),
        ({"Name": " "}, "name", None),
        ({"Name": 7}, "name", "7"),
        ({"PercentageDemand": "40"}, "percentage_demand", 40),
        ({"PercentageDemand": 40.0}, "percentage_demand", 40),
        ({"WindowDetectionActive": "True"}, "window_detection_active", True),
        ({"WindowDetectionActive": "false"}, "window_detection_active", False),
        ({"WindowState": "Open"}, "window_state", True),
        ({"WindowState": "Closed"}, "window_state", False),
        ({"ControlOutputState": "On"}, "control_output_state", True),
        ({"SmartValveIds": [3, "x", None, "4"]}, "smart_valve_ids", (3, 4)),
        ({"Invalid": "NothingAssigned"}, "invalid", "NothingAssigned"),
        (
            {"OverrideTimeoutUnixTime": 1768416000},
            "override_timeout_unix_time",
            datetime(2026, 1, 14, 18, 40, tzinfo=UTC),
        ),
    ],
)
def test_how_fields_are_read(fields: dict[str, Any], attribute: str, value: Any) -> None:
    """Read what hubs send, in every spelling they send it in."""
    assert getattr(room(**fields), attribute) == value


def test_inner_objects() -> None:
    """Leave out what cannot be read inside an inner object, and nothing else."""
    raw = {
        "System": {"BoilerSettings": {"ControlType": "Relay", "OnOffHysteresis": "much"}},
        "Device": [
            {"id": 5, "ReceptionOfController": {}, "BatteryLevel": None, "BatteryVoltage": 29}
        ],
        "HeatingActuator": [
            {"id": 5, "FloorTemperatureSensor": {"MeasuredTemperature": 243, "Offset": -5}}
        ],
        "Light": [{"id": 1, "DeviceId": 5, "ManualLevel": -76, "OutputRange": {"Minimum": 1}}],
        "ThresholdSensor": [{"id": 1, "Quantity": "Humidity", "CurrentValue": "61"}],
        "BoilerInterface": {"id": 3, "HeatingChannelIds": [4]},
    }
    house = read(raw)
    snapshot = house.snapshot
    system = snapshot.all(System)[0]
    assert system.boiler_settings is not None
    assert (system.boiler_settings.control_type, system.boiler_settings.on_off_hysteresis) == (
        "Relay",
        None,
    )
    assert snapshot.all(Device)[5].signal is None
    assert snapshot.all(Device)[5].battery_voltage == 2.9
    assert snapshot.all(HeatingActuator)[5].floor.measured_temperature == 24.3
    assert snapshot.all(HeatingActuator)[5].floor.offset == -0.5
    assert snapshot.all(Light)[1].manual_level == -76
    assert snapshot.all(ThresholdSensor)[1].value == 61.0
    assert snapshot.all(BoilerInterface)[3].heating_channel_ids == (4,)
    assert house.problems == set()


def test_a_class_of_the_model_that_cannot_be_decoded() -> None:
    """Refuse a field of a type that has no reading, when the model is written."""
    with pytest.raises(TypeError):
        decoder_for(make_dataclass("Odd", [("x", set)]))


def test_the_clock_is_apart_from_the_system() -> None:
    """Keep the system the same while its clock runs."""
    house = read(tree_of())
    before = house.snapshot
    tree = tree_of()
    tree["System"] |= {"UnixTime": 1768416060, "SunriseTimes": [801] * 13}
    after = house.read_domain(tree)
    assert after.get(System) is before.get(System)
    clock = after.all(Clock)[0]
    assert clock.unix_time == datetime(2026, 1, 14, 18, 41, tzinfo=UTC)
    assert clock.sunrise_times == (801,) * 13


def test_an_object_alone() -> None:
    """Take in the answer that holds one object, and only that."""
    house = read(tree_of())
    before = house.snapshot
    raw = house.raw((Room, 1)) | {"Mode": "Manual"}
    after = house.read_object((Room, 1), raw)
    assert after.changes_since(before) == {(Room, 1)}
    assert house.raw((Room, 1))["Mode"] == "Manual"
    tree = tree_of()
    tree["Room"][0]["Mode"] = "Manual"
    assert house.read_domain(tree) is after
    assert house.read_domain(tree_of()).changes_since(after) == {(Room, 1)}


def test_the_system_alone() -> None:
    """Take in the answer that holds the system."""
    house = read(tree_of())
    before = house.snapshot
    raw = tree_of()["System"] | {"EcoModeEnabled": True}
    assert house.read_object((System, 0), raw).changes_since(before) == {(System, 0)}


@pytest.mark.parametrize("raw", [None, [], 7, {}, {"id": 2}, {"Name": "x"}])
def test_another_answer_than_the_object(raw: Any) -> None:
    """Refuse an answer that is not the object that was asked for."""
    house = read(tree_of())
    before = house.snapshot
    with pytest.raises(BadAnswerError):
        house.read_object((Room, 1), raw)
    assert house.snapshot is before


@pytest.mark.parametrize("raw", [None, [], 7, {}])
def test_another_answer_than_the_system(raw: Any) -> None:
    """Refuse an answer that is no object for the system."""
    with pytest.raises(BadAnswerError):
        House().read_object((System, 0), raw)


def test_the_other_trees() -> None:
    """Read network, status and OpenTherm, and share them while they stay the same."""
    house = House()
    trees = OPENED["cottage"]
    for _ in range(2):
        before = house.snapshot
        house.read_network(deepcopy(trees["network"]))
        house.read_status(deepcopy(trees["status"]))
        house.read_open_therm(deepcopy(trees["opentherm"]))
    assert house.snapshot is before
    network = before.all(Network)[0]
    assert network.station is not None
    assert network.station.mdns_hostname == "WiserHeatC0774E"
    assert [found.ssid for found in network.station.detected_access_points][-1] == "Café"
    assert before.all(Status)[0].last_reset_reason == "PowerOn"
    boiler = before.all(OpenTherm)[0]
    assert boiler.measured.ch_pressure_bar == 1.4
    assert boiler.pre_defined_remote_boiler_parameters is not None
    assert boiler.pre_defined_remote_boiler_parameters.dhw_setpoint is None


def schedules_of(**members: Any) -> House:
    """Return a house that has read a schedules tree."""
    house = House()
    house.read_schedules(members)
    return house


def test_heating_schedule() -> None:
    """Read set points, the one that rules now and the next."""
    house = schedules_of(
        Heating=[
            {
                "id": 3,
                "Name": "Truc ",
                "Monday": {"Time": [0, 700, 2230], "DegreesC": [160, 205, -200]},
                "CurrentSetpoint": 205,
                "Next": {"Day": "Tuesday", "Time": 630, "DegreesC": 190},
            }
        ]
    )
    found = house.snapshot.all(HeatingSchedule)[3]
    monday = (
        Event(at=time(0), value=16.0),
        Event(at=time(7), value=20.5),
        Event(at=time(22, 30), value=-20.0),
    )
    assert found == HeatingSchedule(
        id=3,
        name="Truc",
        week=(monday, *((),) * 6),
        current=20.5,
        next=NextEvent(day=1, at=time(6, 30), value=19.0),
    )


def test_on_off_schedule() -> None:
    """Read signed times: positive is on, negative off, off at midnight -2400."""
    house = schedules_of(
        OnOff=[
            {
                "id": 1000,
                "Monday": [-2400, 705, -800, 0],
                "CurrentState": "Off",
                "Next": {"Day": "Sunday", "Time": 705, "State": "On"},
            },
            {"id": 2, "Name": " ", "Next": {"Day": "Monday", "Time": -2400, "State": "Off"}},
        ]
    )
    first, second = house.snapshot.all(OnOffSchedule).values()
    assert first.week[0] == (
        Event(at=time(0), value=False),
        Event(at=time(7, 5), value=True),
        Event(at=time(8), value=False),
        Event(at=time(0), value=True),
    )
    assert (first.name, first.current) == (None, False)
    assert first.next == NextEvent(day=6, at=time(7, 5), value=True)
    assert (second.name, second.week, second.current) == (None, ((),) * 7, None)
    assert second.next == NextEvent(day=0, at=time(0), value=False)


def test_level_schedule() -> None:
    """Read levels, sunrise and sunset."""
    house = schedules_of(
        Level=[
            {
                "id": 1,
                "Type": "Shutters",
                "Name": "Volets",
                "Sunday": {"Time": [3000, 1200, 4000], "Level": [100, 40, 0]},
                "CurrentLevel": 0,
                "Next": {"Day": "Monday", "Time": 0, "Level": 0},
            },
            {"id": 2},
        ],
        Holiday=[],
    )
    found, bare = house.snapshot.all(LevelSchedule).values()
    assert found.type is LevelType.SHUTTERS
    assert found.week[6] == (
        Event(at=Sun.SUNRISE, value=100),
        Event(at=time(12), value=40),
        Event(at=Sun.SUNSET, value=0),
    )
    assert found.next == NextEvent(day=0, at=time(0), value=0)
    assert (bare.type, bare.current, bare.next) == (None, None, None)
    assert house.unknown == {"Holiday"}


@pytest.mark.parametrize(
    ("member", "broken"),
    [
        ("Heating", {"Monday": {"Time": [700, 800], "DegreesC": [200]}}),
        ("Heating", {"Monday": {"Time": [700]}}),
        ("Heating", {"Monday": {"Time": [2575], "DegreesC": [200]}}),
        ("Heating", {"Monday": []}),
        ("Heating", {"Next": {"Day": "Monday", "Time": 630}}),
        ("OnOff", {"Monday": {"Time": []}}),
        ("OnOff", {"Monday": ["x"]}),
        ("Level", {"Type": "Curtains"}),
    ],
)
def test_a_schedule_that_cannot_be_read(member: str, broken: dict[str, Any]) -> None:
    """Leave a broken schedule out, or as it was, and read its neighbour."""
    house = schedules_of(**{member: [{"id": 1} | broken, {"id": 2, "Name": "Other"}]})
    kind = {"Heating": HeatingSchedule, "OnOff": OnOffSchedule, "Level": LevelSchedule}[member]
    assert house.snapshot.all(kind).keys() == {2}
    assert house.problems == {member}
    house.read_schedules({member: [{"id": 1, "Name": "Whole"}, {"id": 2}]})
    whole = house.snapshot.all(kind)[1]
    house.read_schedules({member: [{"id": 1} | broken, {"id": 2}]})
    assert house.snapshot.all(kind)[1] is whole


@pytest.mark.parametrize("following", [None, {}, {"Day": "Someday"}])
def test_a_schedule_without_a_next_event(following: Any) -> None:
    """Have no next event where the hub tells none."""
    house = schedules_of(Heating=[{"id": 1, "Next": following}])
    assert house.snapshot.all(HeatingSchedule)[1].next is None


def test_a_set_point_that_is_null() -> None:
    """Take null for off, which a working client has seen hubs send for it."""
    day = {"Time": [700, 2200], "DegreesC": [200, None]}
    following = {"Day": "Monday", "Time": 2200, "DegreesC": None}
    house = schedules_of(Heating=[{"id": 1, "Monday": day, "Next": following}])
    schedule = house.snapshot.all(HeatingSchedule)[1]
    assert [event.value for event in schedule.week[0]] == [20.0, OFF]
    assert schedule.next == NextEvent(day=0, at=time(22), value=OFF)


@pytest.mark.parametrize("value", [None, {}, "x"])
def test_a_member_of_schedules_that_is_no_list(value: Any) -> None:
    """Keep the schedules of a broken member."""
    house = schedules_of(Heating=[{"id": 1}])
    before = house.snapshot
    assert house.read_schedules({"Heating": value}) is before
    assert house.problems == {"Heating"}


def test_schedules_that_vanish() -> None:
    """Drop a schedule that was deleted."""
    house = schedules_of(Heating=[{"id": 1}, {"id": 2}])
    house.read_schedules({"Heating": [{"id": 2}]})
    assert house.snapshot.all(HeatingSchedule).keys() == {2}


def test_the_older_list_of_schedules() -> None:
    """Read the schedules inside an older domain tree."""
    heating = {
        "id": 1,
        "Monday": {"SetPoints": [{"Time": 700, "DegreesC": 200}, {"Time": 2200, "DegreesC": -200}]},
        "Type": "Heating",
        "CurrentSetpoint": 200,
    }
    water = {
        "id": 1000,
        "Monday": {"SetPoints": [{"Time": 630, "DegreesC": 1100}, {"Time": 730, "DegreesC": -200}]},
        "Type": "HotWater",
        "CurrentSetpoint": -200,
    }
    plug = {"id": 2, "Type": "HotWater"}
    broken = {"id": 3, "Type": "Heating", "Monday": {"SetPoints": [{"Time": 700}]}}
    house = read(tree_of() | {"Schedule": [heating, water, plug, broken, "junk"]})
    found: dict[int, Schedule] = {**house.snapshot.all(HeatingSchedule)}
    found |= house.snapshot.all(OnOffSchedule)
    assert found.keys() == {1, 1000, 2}
    assert found[1].week[0] == (
        Event(at=time(7), value=20.0),
        Event(at=time(22), value=-20.0),
    )
    assert found[1].current == 20.0
    assert found[1000].week[0] == (
        Event(at=time(6, 30), value=True),
        Event(at=time(7, 30), value=False),
    )
    assert (found[1000].current, found[2].current) == (False, None)
    assert house.problems == {"Schedule"}


@pytest.mark.parametrize("value", [None, {}, "x"])
def test_an_older_list_that_is_none(value: Any) -> None:
    """Keep the schedules when the list is broken."""
    house = read(tree_of() | {"Schedule": [{"id": 1, "Type": "Heating"}]})
    before = house.snapshot
    assert house.read_domain(tree_of() | {"Schedule": value}) is before
    assert house.problems == {"Schedule"}


def test_problems_are_told_without_values(caplog: pytest.LogCaptureFixture) -> None:
    """Keep names and readings out of the log."""
    caplog.set_level(logging.DEBUG)
    tree = tree_of()
    tree["Room"][0] |= {"Mode": ["Hideaway"], "ScheduleId": "Hideaway"}
    tree["Device"].append({"id": "Hideaway"})
    read(tree)
    assert len(caplog.records) == 3
    assert "Hideaway" not in caplog.text
