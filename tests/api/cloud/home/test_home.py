"""A house that is reached through the Exchange, in every dialect and in both shapes."""

from collections.abc import Collection
from dataclasses import replace
from datetime import time
import logging
from typing import Any

import orjson
import pytest

from custom_components.wiser_home.api.cloud.contract import Contract
from custom_components.wiser_home.api.cloud.home import CloudHub, list_hubs
from custom_components.wiser_home.api.cloud.openapi import match, read_document
from custom_components.wiser_home.api.cloud.products import WISER_HOME
from custom_components.wiser_home.api.cloud.trees import ENDPOINTS
from custom_components.wiser_home.api.errors import (
    CannotConnectError,
    InvalidTokenError,
    NotFoundError,
    NotOfferedError,
    ServerError,
    ThrottledError,
    WiserError,
)
from custom_components.wiser_home.api.hub import Capability, Identity, Tree
from custom_components.wiser_home.api.model import (
    Automation,
    BinarySensor,
    Device,
    Equipment,
    HeatingSchedule,
    Light,
    ProductType,
    Record,
    Room,
    RoomStat,
    Shutter,
    SmartPlug,
    SmokeAlarm,
    Snapshot,
    System,
    ThresholdSensor,
)
from simulator.exchange import Dialect, ExchangeFault, Shape, SimulatedExchange

from .conftest import TOKEN, Reach, Sell, Subscribe, asked, hub_of

EVERY = frozenset(ENDPOINTS)
EVERY_CLASS = (
    System,
    Room,
    Device,
    SmartPlug,
    Light,
    Shutter,
    BinarySensor,
    Equipment,
    HeatingSchedule,
)


def named[R: Record](snapshot: Snapshot, kind: type[R], name: str) -> R:
    """Return the record with a name."""
    return next(
        found for found in snapshot.all(kind).values() if getattr(found, "name", None) == name
    )


def counts(snapshot: Snapshot, kinds: Collection[type[Record]]) -> list[int]:
    """Return how many records of some classes there are."""
    return [len(snapshot.all(kind)) for kind in kinds]


def contract_of(exchange: SimulatedExchange) -> Contract:
    """Return what is known of the product by the document that a subscriber downloads."""
    contract = Contract(WISER_HOME)
    document = read_document(orjson.dumps(exchange.openapi(WISER_HOME.key)).decode())
    match(document, WISER_HOME).apply(contract)
    return contract


@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize("shape", Shape)
async def test_a_house_in_every_dialect(
    sell: Sell, reach: Reach, dialect: Dialect, shape: Shape
) -> None:
    """Whatever the case, the numbers and the envelope, the house is the same one."""
    exchange = await sell("residence", dialect=dialect, shape=shape)
    hub = reach(exchange, contract_of(exchange))
    house = await hub.fetch(EVERY)

    kinds = (Device, Room, SmartPlug, Light, BinarySensor, ThresholdSensor, SmokeAlarm, Equipment)
    assert counts(house, kinds) == [109, 34, 10, 20, 9, 8, 4, 28]
    assert hub.problems["unreadable"] == hub.problems["unknown"] == []

    lounge = named(house, Room, "Lounge")
    assert (lounge.set_point, lounge.calculated_temperature) == (20.0, 18.0)
    assert lounge.has_heating
    assert lounge.follows_schedule
    assert house.humidity_of(lounge) == 40
    assert house.is_heated(lounge)
    assert len(lounge.smart_valve_ids) == 2
    assert {house.all(Device)[id_].kind for id_ in lounge.smart_valve_ids} == {
        ProductType.RADIATOR_VALVE
    }
    stat = house.get(RoomStat, lounge.room_stat_id)
    assert stat is not None
    assert (stat.set_point, stat.measured_temperature) == (20.0, 18.1)

    week = house.schedule_of(lounge)
    assert isinstance(week, HeatingSchedule)
    assert (week.name, len(week.week)) == ("Days", 7)
    assert [(event.at, event.value) for event in week.week[0]][:2] == [
        (time(6, 30), 20.0),
        (time(9, 0), 18.5),
    ]

    plug = named(house, SmartPlug, "Plug Lounge")
    assert (plug.output_state, plug.target_state) == (True, True)
    assert (plug.instantaneous_demand, plug.current_summation_delivered) == (15, 86000)
    assert house.room_of(plug) is lounge
    device = house.device_of(plug)
    assert device is not None
    assert (device.kind, device.is_reachable) == (ProductType.SMART_PLUG, True)

    light = named(house, Light, "Ceiling Lounge")
    assert (light.is_on, light.brightness, light.is_dimmable) == (False, 40, True)
    assert house.room_of(light) is lounge
    assert getattr(house.device_of(light), "kind", None) is ProductType.DIMMABLE_LIGHT

    sensors = sorted(
        (sensor.quantity, sensor.value) for sensor in house.all(ThresholdSensor).values()
    )
    raw = hub_of(exchange).trees["domain"]["ThresholdSensor"]
    scale = {"Temperature": 10}
    assert sensors == sorted(
        (item["Quantity"], item["CurrentValue"] / scale.get(item["Quantity"], 1)) for item in raw
    )
    assert {sensor.type for sensor in house.all(BinarySensor).values()} == {
        "Window",
        "Motion",
        "WaterLeakage",
        "Door",
    }
    valve = house.all(Device)[lounge.smart_valve_ids[0]]
    assert (valve.battery_voltage, valve.room_id) == (2.9, lounge.id)

    controller = house.get(Device, 0)
    assert controller is not None
    assert (controller.kind, controller.model_identifier) == (
        ProductType.CONTROLLER,
        "WT704R1B30S4",
    )
    system = house.get(System)
    assert system is not None
    assert not system.is_away


@pytest.mark.parametrize("shape", Shape)
async def test_shutters_are_where_they_are_listed(sell: Sell, reach: Reach, shape: Shape) -> None:
    """Shutters are the same, too, where the contract has them."""
    exchange = await sell("residence", shape=shape)
    hub = reach(exchange, contract_of(exchange))
    house = await hub.fetch(EVERY)
    listed = "shutters.list" in hub.gateway.contract.choices
    blinds = [shutter.current_lift for shutter in house.all(Shutter).values()]
    raw = hub_of(exchange).trees["domain"]["Shutter"]
    assert blinds == [item["CurrentLift"] for item in raw] * listed


@pytest.mark.parametrize("dialect", Dialect)
async def test_what_can_be_found_out_by_asking(sell: Sell, reach: Reach, dialect: Dialect) -> None:
    """Without a document, what has an unlikely address is missing and the rest is there."""
    exchange = await sell("apartment", dialect=dialect, shape=Shape.OTHER)
    hub = reach(exchange)
    house = await hub.fetch(EVERY)
    assert hub.problems["missing_trees"] == ["lights", "schedules"]
    assert counts(house, (Device, Room, SmartPlug, Light, Equipment)) == [14, 4, 1, 0, 5]
    assert named(house, Room, "Salon").set_point == 20.0
    asked(exchange)
    await hub.fetch(EVERY)
    assert len(asked(exchange)) == 8


@pytest.mark.parametrize("dialect", Dialect)
async def test_who_the_hub_is(sell: Sell, reach: Reach, dialect: Dialect) -> None:
    """A list that proves the credentials and the hub itself tell who answers."""
    exchange = await sell("apartment", dialect=dialect)
    urn = next(iter(exchange.homes))
    identity = await reach(exchange).identify()
    assert identity == Identity(
        name="WiserHeatA9A27E",
        mac=None,
        model="Controller",
        firmware="4.34.53",
        generation=None,
        urn=urn,
    )
    assert identity.unique_id == urn
    assert asked(exchange) == ["hubs.list", "hubs.get"]


async def test_another_account_has_another_hub(sell: Sell, subscribe: Subscribe) -> None:
    """A hub that is not in the list is not asked for."""
    exchange = await sell()
    with pytest.raises(NotFoundError):
        await CloudHub(subscribe(), "urn:of:nobody").identify()
    assert asked(exchange) == ["hubs.list"]


async def test_a_product_without_details_of_hubs(sell: Sell, reach: Reach) -> None:
    """The list of hubs is enough to know who answers."""
    exchange = await sell()
    exchange.without.add("hubs.get")
    identity = await reach(exchange).identify()
    assert (identity.name, identity.model) == ("WiserHeatA9A27E", "Controller")


async def test_hubs_of_an_account(sell: Sell, subscribe: Subscribe) -> None:
    """The hubs are named with what a person can choose by."""
    exchange = await sell()
    (hub,) = await list_hubs(subscribe())
    assert (hub.urn, hub.name, hub.product_type) == (
        next(iter(exchange.homes)),
        "WiserHeatA9A27E",
        "Controller",
    )


async def test_what_did_not_change_is_the_same_object(sell: Sell, reach: Reach) -> None:
    """A second poll that brings nothing new leaves the snapshot as it is."""
    exchange = await sell()
    hub = reach(exchange)
    first = await hub.fetch(EVERY)
    assert await hub.fetch(EVERY) is first
    hub_of(exchange).find("SmartPlug", 10)["OutputState"] = "On"
    second = await hub.fetch({Tree.PLUGS})
    assert second.changes_since(first) == {(SmartPlug, 10)}


async def test_requests_of_a_poll_and_of_a_day(sell: Sell, reach: Reach) -> None:
    """Every tree is one request, schedules one for each that rooms follow."""
    exchange = await sell()
    hub = reach(exchange)
    await hub.fetch(EVERY)
    spent: dict[Tree, int] = {}
    for tree in ENDPOINTS:
        asked(exchange)
        await hub.fetch({tree})
        spent[tree] = len(asked(exchange))
    assert spent == {**dict.fromkeys(ENDPOINTS, 1), Tree.SCHEDULES: 2}
    day = sum(86400 / hub.rhythm[tree] * count for tree, count in spent.items())
    assert day == 1320
    hasty = reach(exchange, interval=1.0).rhythm
    assert {hasty[tree] for tree in (Tree.ROOMS, Tree.PLUGS, Tree.LIGHTS, Tree.SHUTTERS)} == {120.0}


@pytest.mark.parametrize(
    ("shown", "left_out"),
    [
        (EVERY_CLASS, set()),
        ((System, Room), {"plugs", "lights", "shutters", "sensors", "equipment", "schedules"}),
        ((Room, Light), {"hub", "away", "plugs", "shutters", "sensors", "equipment", "schedules"}),
        ((), {*ENDPOINTS} - {Tree.ROOMS, Tree.DEVICES}),
    ],
)
async def test_what_nobody_shows_is_not_asked(
    sell: Sell, reach: Reach, shown: tuple[type[Record], ...], left_out: set[str]
) -> None:
    """Trees are left out that hold nothing that is shown."""
    hub = reach(await sell())
    assert hub.needed(shown) == {tree for tree in ENDPOINTS if tree.value not in left_out}


async def test_devices_that_tell_their_state(sell: Sell, reach: Reach) -> None:
    """Where devices tell the state, no other list is asked, and theirs is asked as often."""
    exchange = await sell()
    exchange.wiser_home.devices_carry_state = True
    hub = reach(exchange)
    house = await hub.fetch(EVERY)
    asked(exchange)
    assert hub.needed(EVERY_CLASS) == EVERY - {Tree.PLUGS, Tree.LIGHTS, Tree.SHUTTERS}
    assert hub.rhythm[Tree.DEVICES] == hub.rhythm[Tree.ROOMS] == 300.0
    hub_of(exchange).find("SmartPlug", 10)["OutputState"] = "On"
    now = await hub.fetch({Tree.ROOMS, Tree.PLUGS, Tree.LIGHTS, Tree.SHUTTERS})
    assert asked(exchange) == ["devices.list", "rooms.list"]
    assert now.changes_since(house) == {(SmartPlug, 10)}
    # Of the two gangs of one device its entry can tell but one.
    assert counts(now, (SmartPlug, Light, Shutter)) == [1, 3, 3]
    assert {shutter.device_id for shutter in now.all(Shutter).values()} == {7, 8, 9}
    light = named(now, Light, "Plafond")
    assert (light.id, light.device_id, light.brightness) == (1, 4, 55)


async def test_one_list_that_fails_keeps_what_it_told(
    sell: Sell, reach: Reach, caplog: pytest.LogCaptureFixture
) -> None:
    """The others are read, and it is told once that one cannot be, and once that it can."""
    caplog.set_level(logging.INFO)
    exchange = await sell()
    hub = reach(exchange)
    before = await hub.fetch(EVERY)
    exchange.inject(ExchangeFault.SERVER_ERROR, 4, "plugs.list")
    hub_of(exchange).find("Room", 1)["Name"] = "Living room"
    await hub.fetch(EVERY)
    after = await hub.fetch(EVERY)
    assert after.changes_since(before) == {(Room, 1)}
    assert after.all(SmartPlug) is before.all(SmartPlug)
    await hub.fetch(EVERY)
    told = [record.message for record in caplog.records if "plugs" in record.message]
    assert len(told) == 2
    assert "cannot be read" in told[0]
    assert "can be read again" in told[1]


async def test_every_list_that_fails_is_told(sell: Sell, reach: Reach) -> None:
    """When nothing at all could be read, that is a failure."""
    exchange = await sell()
    hub = reach(exchange)
    before = await hub.fetch(EVERY)
    exchange.inject(ExchangeFault.SERVER_ERROR, None)
    with pytest.raises(ServerError):
        await hub.fetch({Tree.ROOMS, Tree.PLUGS})
    assert hub.snapshot is before


async def test_a_product_that_tells_nothing(sell: Sell, reach: Reach) -> None:
    """When nothing is there to be read, that is a failure, too."""
    exchange = await sell()
    exchange.without.update(ENDPOINTS.values())
    with pytest.raises(NotFoundError):
        await reach(exchange).fetch(EVERY)


@pytest.mark.parametrize(
    ("fault", "error", "requests"),
    [
        (ExchangeFault.TOKEN_INVALID, InvalidTokenError, 1),
        (ExchangeFault.QUOTA, ThrottledError, 1),
        (ExchangeFault.FORBIDDEN_HTML, CannotConnectError, 1),
        (ExchangeFault.RESET, CannotConnectError, 2),
    ],
)
async def test_what_ends_a_poll_at_once(
    sell: Sell, reach: Reach, fault: ExchangeFault, error: type[WiserError], requests: int
) -> None:
    """After some failures no other question would be answered; what was read is shown."""
    exchange = await sell()
    hub = reach(exchange)
    before = await hub.fetch(EVERY)
    hub_of(exchange).find("Room", 1)["Name"] = "Living room"
    exchange.inject(fault, None, "plugs.list")
    asked(exchange)
    with pytest.raises(error):
        await hub.fetch({Tree.ROOMS, Tree.PLUGS, Tree.LIGHTS})
    assert asked(exchange) == ["rooms.list", *["plugs.list"] * requests]
    assert hub.snapshot.changes_since(before) == {(Room, 1)}


async def test_away(sell: Sell, reach: Reach) -> None:
    """The away mode of the house is that of its system."""
    exchange = await sell()
    hub = reach(exchange)
    await hub.fetch(EVERY)
    hub_of(exchange).find("System")["OverrideType"] = "Away"
    house = await hub.fetch({Tree.AWAY})
    system = house.get(System)
    assert system is not None
    assert system.is_away
    hub_of(exchange).find("System").pop("OverrideType")
    house = await hub.fetch({Tree.AWAY})
    assert replace(system, override_type=None) == house.get(System)


async def test_what_the_product_can_have_done(sell: Sell, reach: Reach) -> None:
    """Everything else that a hub can do is not offered."""
    hub = reach(await sell())
    assert hub.capabilities == {
        Capability.AWAY,
        Capability.PLUGS,
        Capability.LIGHTS,
        Capability.SHUTTERS,
        Capability.SET_POINTS,
        Capability.SCHEDULES,
    }
    with pytest.raises(NotOfferedError):
        await hub.read_rules(Automation(id=1))


async def test_what_was_learnt_is_kept(sell: Sell, reach: Reach) -> None:
    """A client that begins with the memory of another asks nothing in vain."""
    exchange = await sell(shape=Shape.OTHER)
    first = reach(exchange)
    await first.fetch(EVERY)
    asked(exchange)
    again = reach(exchange, Contract(WISER_HOME, first.memory["contract"]))
    await again.fetch(again.needed(EVERY_CLASS))
    assert len(asked(exchange)) == 8


@pytest.mark.parametrize("dialect", Dialect)
async def test_a_report_does_not_tell_whose_house_it_is(
    sell: Sell, reach: Reach, dialect: Dialect
) -> None:
    """The answers are in it, without names, serial numbers, ids that are no numbers and urns."""
    exchange = await sell(dialect=dialect)
    hub = reach(exchange)
    await hub.identify()
    await hub.fetch(EVERY)
    exchange.inject(ExchangeFault.NOT_FOUND, 1, "plugs.list")
    await hub.fetch({Tree.PLUGS, Tree.ROOMS})
    dump: dict[str, Any] = hub.dump()
    text = str(dump)
    serials = [
        item["SerialNumber"]
        for item in hub_of(exchange).trees["domain"]["Device"]
        if "SerialNumber" in item
    ]
    secrets = [TOKEN, hub.urn, "WiserHeatA9A27E", "Salon", "Plafond", "room-1", *serials]
    assert [secret for secret in secrets if secret in text] == []
    assert dump["samples"].keys() == {"hubs.list", *ENDPOINTS.values()}
    assert dump["contract"]["choices"].keys() == {"hubs.list", *ENDPOINTS.values()}
    assert [fault["endpoint"] for fault in dump["faults"]] == ["plugs.list"]
    assert "FromSchedule" in text


async def test_a_report_on_records(sell: Sell, reach: Reach) -> None:
    """Single records are in the notation of the hub, without names."""
    exchange = await sell()
    hub = reach(exchange)
    await hub.fetch(EVERY)
    (found,) = hub.dump_records([(SmartPlug, 10)])
    assert found["member"] == "SmartPlug"
    assert found["record"]["Name"] == "SmartPlug 10"
    assert found["record"]["CurrentSummationDelivered"] == 20000
