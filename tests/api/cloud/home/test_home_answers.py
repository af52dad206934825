"""Answers that nobody has promised: other nouns, fewer fields, empty and broken lists."""

from datetime import time
from typing import Any

import aiohttp
import pytest

from custom_components.wiser_home.api.cloud.home import CloudHub, list_hubs
from custom_components.wiser_home.api.cloud.trees import ENDPOINTS
from custom_components.wiser_home.api.errors import BadAnswerError, NotFoundError
from custom_components.wiser_home.api.hub import Tree
from custom_components.wiser_home.api.local.commands import devices, rooms, schedules
from custom_components.wiser_home.api.model import (
    BinarySensor,
    Device,
    Equipment,
    Event,
    HeatingActuator,
    HeatingSchedule,
    Light,
    PowerTagE,
    ProductType,
    Room,
    RoomStat,
    Shutter,
    SmartPlug,
    SmartValve,
    SmokeAlarm,
    System,
    ThresholdSensor,
)

from .told import Told

EVERY = frozenset(ENDPOINTS)

LOUNGE = {"id": 1, "name": "Lounge", "setPoint": 21, "temperature": 19.5}
PLUGS = [{"id": 10, "name": "Lamp", "state": "On"}, {"id": 11, "name": "Pump", "state": "Off"}]
DEVICES = [
    {"id": 10, "deviceType": "Smart Plug", "roomId": 1},
    {"id": 11, "deviceType": "Smart Plug"},
]


def house_of(session: aiohttp.ClientSession, **answers: Any) -> tuple[CloudHub, Told]:
    """Return a house of which this is told."""
    gateway = Told(session, **answers)
    return CloudHub(gateway, "urn:1"), gateway


async def test_the_words_of_the_guide(session: aiohttp.ClientSession) -> None:
    """The nouns of the guide and of the page of the product are enough for a house."""
    hub, _ = house_of(
        session,
        hubs__list=[{"urn": "urn:1"}],
        hubs__get={
            "urn": "urn:1",
            "ID": 0,
            "productType": "Hub",
            "deviceLockStatus": False,
            "signalStrength": "Very Good",
        },
        away__get={"status": True},
        rooms__list=[LOUNGE],
        devices__list=[
            {"id": 1, "type": "Thermostat", "roomId": 1, "humidity": 45, "temperature": 19.5},
            {"id": 2, "type": "Electrical Heating Actuator", "roomId": 1, "power": 800,
             "energyConsumption": {"value": 12.5, "unit": "kWh"}},
            *DEVICES,
        ],
        plugs__list=[{"ID": 10, "name": "Lamp", "currentState": "Off", "targetState": "On"}],
        lights__list=[{"id": 20, "name": "Ceiling", "state": "On", "dimmingLevel": 40}],
        shutters__list=[{"id": 30, "name": "Blind", "currentLevel": 70}],
    )  # fmt: skip
    house = await hub.fetch(EVERY)
    assert (await hub.identify()).name == "urn:1"

    system, controller = house.get(System), house.get(Device, 0)
    assert system is not None
    assert controller is not None
    assert system.is_away
    assert controller.kind is ProductType.CONTROLLER
    assert controller.displayed_signal_strength == "VeryGood"
    assert controller.device_lock_enabled is False

    lounge = house.all(Room)[1]
    assert (lounge.set_point, lounge.calculated_temperature) == (21.0, 19.5)
    assert (lounge.room_stat_id, lounge.heating_actuator_ids) == (1, (2,))
    assert lounge.has_heating
    assert house.humidity_of(lounge) == 45
    actuator = house.all(HeatingActuator)[2]
    assert (actuator.instantaneous_demand, actuator.current_summation_delivered) == (800, 12500)
    plug = house.all(SmartPlug)[10]
    assert (plug.output_state, plug.target_state) == (False, True)
    assert house.room_of(plug) is lounge
    light = house.all(Light)[20]
    assert (light.is_on, light.brightness, light.device_id) == (True, 40, 20)
    assert house.all(Shutter)[30].current_lift == 70
    assert hub.problems["unreadable"] == hub.problems["unknown"] == []


@pytest.mark.parametrize(
    ("room", "heated"),
    [
        ({"setPoint": 21, "temperature": 19.5}, True),
        ({"setPoint": 21}, False),
        ({"temperature": 19.5}, False),
        ({"setPoint": -20, "temperature": -3276.8, "setpointOrigin": "FromNoControl"}, False),
        ({"setPoint": 21, "temperature": 19.5, "invalid": "NOTHINGASSIGNED"}, False),
        ({"setPoint": 21, "climateCapabilities": {"temperatureControl": True}}, True),
        (
            {"setPoint": 21, "temperature": 19, "climateCapabilities": {"temperatureControl": 0}},
            False,
        ),
        ({"setPoint": 21, "smartValveIds": [1]}, True),
        ({"setPoint": 21, "temperature": 19.5, "smartValveIds": []}, True),
    ],
)
async def test_rooms_that_do_not_tell_what_heats_them(
    session: aiohttp.ClientSession, room: dict[str, Any], heated: bool
) -> None:
    """A set point that controls a temperature is heating; a room of lights has none."""
    hub, _ = house_of(session, rooms__list=[{"id": 1, **room}])
    house = await hub.fetch({Tree.ROOMS})
    assert house.all(Room)[1].has_heating is heated


async def test_tenths_are_decided_once_for_a_house(session: aiohttp.ClientSession) -> None:
    """A list without set points counts as the rooms do, however cold it is."""
    hub, gateway = house_of(
        session,
        rooms__list=[{"id": 1, "setPoint": 215, "temperature": 48}],
        sensors__list=[
            {"id": 5, "deviceId": 5, "type": "SmokeAlarmDevice", "measuredTemperature": 45},
            {"id": 6, "deviceId": 6, "type": "Temperature", "value": 45},
        ],
    )
    house = await hub.fetch({Tree.ROOMS, Tree.SENSORS})
    assert house.all(Room)[1].calculated_temperature == 4.8
    assert house.all(SmokeAlarm)[5].measured_temperature == 4.5
    assert house.all(ThresholdSensor)[6].value == 4.5
    gateway.answers["rooms.list"] = [{"id": 1, "setPoint": 21.5, "temperature": 4.8}]
    gateway.answers["sensors.list"] = [
        {"id": 5, "deviceId": 5, "type": "smoke", "measuredTemperature": 60},
        {"id": 6, "deviceId": 6, "type": "Temperature", "value": 4.5},
    ]
    house = await hub.fetch({Tree.ROOMS, Tree.SENSORS})
    # It burns: that is no reason to count in tenths.
    assert house.all(SmokeAlarm)[5].measured_temperature == 60.0
    assert house.all(ThresholdSensor)[6].value == 4.5


@pytest.mark.parametrize(
    ("raw", "kind", "field", "value"),
    [
        ({"type": "Door", "active": True}, BinarySensor, "type", "Door"),
        ({"type": "WINDOW_DOOR_SENSOR", "state": "On"}, BinarySensor, "active", True),
        ({"type": "strange", "active": False}, BinarySensor, "type", "strange"),
        ({"sensorType": "humidity", "value": "45"}, ThresholdSensor, "value", 45.0),
        ({"quantity": "ILLUMINANCE", "currentValue": 120}, ThresholdSensor, "value", 120.0),
        ({"type": "temperature", "value": 21.5}, ThresholdSensor, "value", 21.5),
        ({"type": "temperature", "currentValue": 212}, ThresholdSensor, "value", 21.2),
        ({"type": "Smoke", "smoke": "true"}, SmokeAlarm, "smoke_alarm", True),
        ({"type": "RoomStat", "humidity": 40}, RoomStat, "measured_humidity", 40),
    ],
)
async def test_sensors_by_their_type(
    session: aiohttp.ClientSession, raw: dict[str, Any], kind: type, field: str, value: Any
) -> None:
    """The list of sensors holds every kind of them."""
    hub, _ = house_of(session, sensors__list=[{"id": 5, **raw}])
    house = await hub.fetch({Tree.SENSORS})
    assert getattr(house.all(kind)[5], field) == value
    assert hub.problems["unknown"] == []


async def test_sensor_of_a_type_nobody_knows(session: aiohttp.ClientSession) -> None:
    """What cannot be told what it is is left out and told."""
    hub, _ = house_of(session, sensors__list=[{"id": 5, "type": "Ghost"}])
    house = await hub.fetch({Tree.SENSORS})
    assert house.all(BinarySensor) == {}
    assert hub.problems["unknown"] == ["Sensor.Ghost"]


async def test_sensors_that_only_devices_tell(session: aiohttp.ClientSession) -> None:
    """Without a list of sensors, devices tell what they sense; with one, that counts."""
    told = [
        {"id": 5, "productType": "WaterLeakageSensor", "active": True},
        {"id": 6, "productType": "iTRV", "measuredTemperature": 19.5, "setPoint": 20},
        {"id": 7, "productType": "PowerTagE", "rawTotalActivePower": 500},
        {"id": 8, "productType": "SmokeAlarmDevice"},
    ]
    hub, _ = house_of(session, devices__list=told)
    await hub.fetch(EVERY)
    house = await hub.fetch(EVERY)
    assert house.all(BinarySensor)[5].active is True
    assert house.all(SmartValve)[6].measured_temperature == 19.5
    assert house.all(PowerTagE)[7].raw_total_active_power == 500
    assert house.all(SmokeAlarm) == {}
    assert house.device_of(house.all(BinarySensor)[5]) is house.all(Device)[5]

    hub, _ = house_of(session, devices__list=told, sensors__list=[])
    house = await hub.fetch(EVERY)
    assert house.all(BinarySensor) == {}


async def test_unknown_fields_are_told(session: aiohttp.ClientSession) -> None:
    """What the model does not have is told, and harms nothing."""
    plug = {"id": 10, "name": "Lamp", "state": "On", "shoeSize": 43, "power": "much"}
    hub, _ = house_of(session, plugs__list=[plug])
    house = await hub.fetch({Tree.PLUGS})
    assert house.all(SmartPlug)[10].output_state is True
    assert hub.problems["unknown"] == ["SmartPlug.shoeSize"]
    assert hub.problems["unreadable"] == ["SmartPlug.InstantaneousDemand"]


async def test_equipment_says_its_device(session: aiohttp.ClientSession) -> None:
    """The electrical side of a device is found by what it tells of it."""
    hub, _ = house_of(
        session,
        devices__list=[*DEVICES, {"id": "a-9", "productType": "EVSE"}],
        equipment__list=[
            {"id": 1, "name": "Lamp", "deviceApplicationInstanceType": "SMARTPLUG",
             "deviceApplicationInstanceId": 10, "power": 5},
            {"id": 2, "name": "Car", "deviceId": "a-9", "currentL1": "16", "faultStatus": "OK"},
            {"id": 3, "name": "Feed", "deviceApplicationInstanceType": "PTE",
             "deviceApplicationInstanceId": 1},
        ],
    )  # fmt: skip
    house = await hub.fetch(EVERY)
    lamp, car, feed = (house.all(Equipment)[id_] for id_ in (1, 2, 3))
    assert lamp.power == 5
    assert house.device_of(lamp) is house.all(Device)[10]
    assert house.room_of(lamp) is None
    assert [(item.phase, item.value) for item in car.per_phase] == [(1, 16.0)]
    assert getattr(house.device_of(car), "kind", None) is ProductType.EVSE
    assert house.device_of(feed) is None


@pytest.mark.parametrize("broken", [[], {"data": []}, [1, 2], None])
async def test_an_empty_list_removes_nothing_that_there_is(
    session: aiohttp.ClientSession, broken: Any
) -> None:
    """What the list of devices still has is not gone because its own list comes empty."""
    hub, gateway = house_of(session, rooms__list=[LOUNGE], devices__list=DEVICES, plugs__list=PLUGS)
    before = await hub.fetch(EVERY)
    for endpoint in ("rooms.list", "devices.list", "plugs.list"):
        gateway.answers[endpoint] = broken
    assert await hub.fetch(EVERY) is before
    gateway.answers["devices.list"] = DEVICES[:1]
    house = await hub.fetch(EVERY)
    assert [*house.all(SmartPlug)] == [10]
    gateway.answers["plugs.list"] = PLUGS
    gateway.answers["devices.list"] = DEVICES
    assert [*(await hub.fetch(EVERY)).all(SmartPlug)] == [10, 11]


@pytest.mark.parametrize(
    ("answers", "doubtful"),
    [
        ({"rooms__list": []}, ["rooms"]),
        ({"devices__list": []}, ["devices"]),
        ({"devices__list": DEVICES, "plugs__list": []}, ["plugs"]),
        ({"devices__list": DEVICES, "plugs__list": "later"}, ["plugs"]),
        ({"devices__list": DEVICES, "plugs__list": PLUGS, "lights__list": []}, []),
        (
            {"devices__list": [{"id": 5, "type": "WaterLeakageSensor"}], "sensors__list": []},
            ["sensors"],
        ),
        ({"rooms__list": [LOUNGE], "equipment__list": []}, []),
    ],
)
async def test_an_empty_list_at_the_start_is_doubted(
    session: aiohttp.ClientSession, answers: dict[str, Any], doubtful: list[str]
) -> None:
    """Nobody may take for gone what a list does not hold although it is there."""
    hub, _ = house_of(session, **answers)
    await hub.fetch(EVERY)
    assert hub.problems["unreadable"] == doubtful


async def test_a_list_that_is_no_list_keeps_what_was_told(
    session: aiohttp.ClientSession,
) -> None:
    """An answer of another kind is a failure of its list alone."""
    hub, gateway = house_of(session, rooms__list=[LOUNGE], plugs__list=PLUGS)
    before = await hub.fetch(EVERY)
    gateway.answers["plugs.list"] = {"message": "later"}
    assert await hub.fetch(EVERY) is before
    gateway.answers["rooms.list"] = "later"
    with pytest.raises(BadAnswerError):
        await hub.fetch(EVERY)


async def test_plug_without_id_removes_nothing(session: aiohttp.ClientSession) -> None:
    """A list with something that has lost its id is not whole."""
    hub, gateway = house_of(session, devices__list=DEVICES, plugs__list=PLUGS)
    await hub.fetch(EVERY)
    gateway.answers["plugs.list"] = [{"name": "Lamp", "state": "Off"}, PLUGS[1]]
    house = await hub.fetch(EVERY)
    assert [*house.all(SmartPlug)] == [10, 11]
    assert hub.problems["unreadable"] == ["SmartPlug without id"]


async def test_plug_that_is_gone(session: aiohttp.ClientSession) -> None:
    """A list that comes with fewer things has fewer things."""
    hub, gateway = house_of(session, devices__list=DEVICES, plugs__list=PLUGS)
    await hub.fetch(EVERY)
    gateway.answers["plugs.list"] = PLUGS[:1]
    assert [*(await hub.fetch(EVERY)).all(SmartPlug)] == [10]


@pytest.mark.parametrize(
    "devices_told",
    [
        [{"id": 10, "type": "Light", "status": "Online"}],
        [{"id": 10, "type": "Light", "state": "On"}, {"id": 11, "type": "Dimmer"}],
        [{"id": 10, "type": "Thermostat", "state": "On"}],
    ],
)
async def test_devices_that_tell_no_state(
    session: aiohttp.ClientSession, devices_told: list[dict[str, Any]]
) -> None:
    """Unless every light among the devices tells its state, lights are asked for."""
    hub, _ = house_of(session, devices__list=devices_told, lights__list=[{"id": 20, "state": "On"}])
    house = await hub.fetch(EVERY)
    assert Tree.LIGHTS in hub.needed({Light})
    assert [*house.all(Light)] == [20]


async def test_ids_that_are_no_numbers(session: aiohttp.ClientSession) -> None:
    """Such an id has a number in the model, and stands in paths as it came."""
    hub, gateway = house_of(
        session,
        rooms__list=[{"id": "R/1", "name": "Lounge", "setPoint": 21, "temperature": 20}],
        devices__list=[{"id": "plug:1", "productType": "SmartPlug", "roomId": "R/1"}],
        plugs__list=[{"deviceId": "plug:1", "name": "Lamp", "state": "Off"}],
        lights__list=[{"id": "L1", "deviceId": "D1", "state": "Off"}],
    )
    house = await hub.fetch(EVERY)
    (room,), (plug,), (light,) = (house.all(kind).values() for kind in (Room, SmartPlug, Light))
    assert isinstance(plug, SmartPlug)
    assert isinstance(room, Room)
    assert isinstance(light, Light)
    assert house.room_of(plug) is room
    for command in (
        devices.turn_plug(plug, True),
        rooms.set_room_temperature(room, 20.5),
        devices.turn_light(light, True),
    ):
        await hub.send(command)
    assert gateway.written == [
        ("plugs.set", {"state": "On"}, {"urn": "urn:1", "device": "plug:1"}),
        ("rooms.setpoint.set", {"celsius": 20.5}, {"urn": "urn:1", "room": "R/1"}),
        ("lights.set", {"state": "On"}, {"urn": "urn:1", "device": "L1"}),
    ]


@pytest.mark.parametrize(
    ("raw", "away"),
    [
        (True, True),
        ({"status": "true"}, True),
        ({"data": {"Status": False}}, False),
        ({"awayMode": "On"}, True),
        ({"awaymode": 0}, False),
    ],
)
async def test_ways_to_say_away(session: aiohttp.ClientSession, raw: Any, away: bool) -> None:
    """The guide says that the status is true or false; how is open."""
    hub, _ = house_of(session, away__get=raw)
    system = (await hub.fetch({Tree.AWAY})).get(System)
    assert system is not None
    assert system.is_away is away


async def test_away_that_says_nothing(session: aiohttp.ClientSession) -> None:
    """An answer without a status is no answer."""
    hub, _ = house_of(session, away__get={"message": "OK"})
    with pytest.raises(BadAnswerError):
        await hub.fetch({Tree.AWAY})


@pytest.mark.parametrize(
    ("raw", "urns"),
    [
        ([{"urn": "urn:1"}, {"name": "x"}], ["urn:1"]),
        ([{"URN_ID": "urn:1"}], ["urn:1"]),
        ({"hubs": [{"hubUrn": "urn:1", "id": 7}]}, ["urn:1"]),
        ([{"id": 7}], ["7"]),
        ([], []),
    ],
)
async def test_hubs_in_other_words(
    session: aiohttp.ClientSession, raw: Any, urns: list[str]
) -> None:
    """Each hub of the list includes a urn, under a name nobody knows."""
    assert [hub.urn for hub in await list_hubs(Told(session, hubs__list=raw))] == urns


async def test_hub_that_is_not_there(session: aiohttp.ClientSession) -> None:
    """A hub in the list that cannot be asked for is told, unless hubs cannot be asked for."""
    hub, gateway = house_of(session, hubs__list=[{"urn": "urn:1"}], hubs__get=NotFoundError())
    with pytest.raises(NotFoundError):
        await hub.identify()
    del gateway.answers["hubs.get"]
    assert (await hub.identify()).name == "urn:1"
    assert hub.requests == 0


async def test_hubs_without_urns(session: aiohttp.ClientSession) -> None:
    """A list of hubs of which none can be asked for is an error."""
    with pytest.raises(BadAnswerError):
        await list_hubs(Told(session, hubs__list=[{"name": "x"}]))


def week_of(events: Any) -> dict[str, Any]:
    """Return a week of days that are all the same."""
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return dict.fromkeys(days, events)


async def test_rooms_that_do_not_name_their_schedule(session: aiohttp.ClientSession) -> None:
    """A room follows the schedule that is told of it; one that has none follows none."""

    def schedule(room: str, **_: str) -> Any:
        """Return the schedule of a room."""
        return {"1": week_of([{"time": "06:30", "setPoint": 21}])}.get(room, NotFoundError())

    hub, gateway = house_of(
        session, rooms__list=[LOUNGE, {**LOUNGE, "id": 2}], rooms__schedule__get=schedule
    )
    house = await hub.fetch(EVERY)
    lounge, other = house.all(Room)[1], house.all(Room)[2]
    found = house.schedule_of(lounge)
    assert isinstance(found, HeatingSchedule)
    assert found.id == 1
    assert found.week[6][0].value == 21.0
    assert house.schedule_of(other) is None

    day = (Event(at=time(6, 30), value=21.0), Event(at=time(22, 30), value=16.0))
    await hub.send(schedules.change_days(found, {0: day}))
    ((endpoint, values, ids),) = gateway.written
    assert (endpoint, ids) == ("rooms.schedule.set", {"urn": "urn:1", "room": "1"})
    assert values["monday"] == [
        {"time": "06:30", "setPoint": 21.0},
        {"time": "22:30", "setPoint": 16.0},
    ]
    assert values["tuesday"] == [{"time": "06:30", "setPoint": 21.0}]


ODD: tuple[Any, ...] = (
    *(True, -1, 1e300, 10**400, "", "x", "1e999", [], {}, [1], [{"id": []}], {"value": {}}),
    *({"id": {}}, {"value": "x", "unit": 5}, "0001-01-01T00:00:00+14:00", 10**15),
)
ROOM: dict[str, Any] = {
    "id": 1,
    "name": "Lounge",
    "setPoint": 21,
    "temperature": 19.5,
    "smartValveIds": [3],
    "windowState": "Open",
    "overrideTimeoutUnixTime": 5,
    "scheduleId": 1,
    "mode": "Auto",
    "climateCapabilities": {"minimumHeatSetpoint": 5},
}
DEVICE: dict[str, Any] = {
    "id": 3,
    "productType": "iTRV",
    "roomId": 1,
    "batteryVoltage": 2.9,
    "type": "iTRV",
    "receptionOfDevice": {"rssi": -50},
    "measuredTemperature": 19.5,
    "deviceId": 3,
}
SENSOR: dict[str, Any] = {
    "id": 5,
    "deviceId": 3,
    "type": "Temperature",
    "currentValue": 21.5,
    "highThreshold": 30,
    "active": True,
}


@pytest.mark.parametrize("odd", ODD, ids=repr)
@pytest.mark.parametrize(
    ("endpoint", "tree", "raw", "kind"),
    [
        ("rooms__list", Tree.ROOMS, ROOM, Room),
        ("devices__list", Tree.DEVICES, DEVICE, Device),
        ("sensors__list", Tree.SENSORS, SENSOR, ThresholdSensor),
    ],
    ids=["room", "device", "sensor"],
)
async def test_odd_values_harm_nobody_else(
    session: aiohttp.ClientSession,
    odd: Any,
    endpoint: str,
    tree: Tree,
    raw: dict[str, Any],
    kind: type[Room | Device | ThresholdSensor],
) -> None:
    """Whatever stands in one field of one thing, its neighbour is read."""
    neighbour = {**raw, "id": 77, "deviceId": 77}
    for name in raw:
        hub, _ = house_of(session, **{endpoint: [{**raw, name: odd}, neighbour]})
        house = await hub.fetch({tree})
        assert 77 in house.all(kind)
        assert hub.dump()["contract"]
        assert (await hub.fetch({tree})) is house
