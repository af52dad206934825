"""What a house is told through the Exchange, what is shown of it, and what is read back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time
import logging
from typing import Any

import pytest

from custom_components.wiser_home.api.cloud.home import CloudHub
from custom_components.wiser_home.api.cloud.trees import ENDPOINTS
from custom_components.wiser_home.api.errors import (
    CannotConnectError,
    MissingScopeError,
    NotFoundError,
    NotOfferedError,
    RefusedError,
    WiserError,
)
from custom_components.wiser_home.api.hub import Command, Tree
from custom_components.wiser_home.api.local.commands import devices, rooms, schedules, system
from custom_components.wiser_home.api.model import (
    OFF,
    Automation,
    Device,
    Equipment,
    Event,
    HeatingSchedule,
    Light,
    Mode,
    Moment,
    Room,
    Shutter,
    SmartPlug,
    Snapshot,
    System,
)
from simulator.exchange import Dialect, ExchangeFault, Shape, Token

from .conftest import TOKEN, Reach, Sell, asked, hub_of
from .test_home import contract_of, named

EVERY = frozenset(ENDPOINTS)
NIGHT = (Event(at=time(6, 15), value=19.5), Event(at=time(22), value=OFF))


def plug(house: Snapshot) -> SmartPlug:
    """Return the one plug, which is off."""
    (found,) = house.all(SmartPlug).values()
    return found


def salon(house: Snapshot) -> Room:
    """Return a room at 20 °C."""
    return named(house, Room, "Salon")


def light(house: Snapshot) -> Light:
    """Return a dimmer that is off, and was at 55 percent."""
    return named(house, Light, "Plafond")


def shutter(house: Snapshot) -> Shutter:
    """Return a shutter that is open."""
    return named(house, Shutter, "Balcon")


def week(house: Snapshot) -> HeatingSchedule:
    """Return the schedule that the room follows."""
    found = house.schedule_of(salon(house))
    assert isinstance(found, HeatingSchedule)
    return found


def home(house: Snapshot) -> System:
    """Return the system."""
    return house.all(System)[0]


def settled(hub: CloudHub) -> bool:
    """Return whether nothing is left to be read back, which changes between two looks."""
    return hub.is_settled


@dataclass(frozen=True)
class Case:
    """A command, the writes and reads that it makes, and what is shown at once and in the end."""

    command: Callable[[Snapshot], Command]
    write: str
    body: dict[str, Any]
    reads: list[str]
    shown: Callable[[Snapshot], Any]
    before: Any
    after: Any


CASES = {
    "plug": Case(
        lambda h: devices.turn_plug(plug(h), True),
        "plugs.set",
        {"state": "On"},
        ["plugs.get"],
        lambda h: (plug(h).output_state, plug(h).target_state),
        (False, False),
        (True, True),
    ),
    "light": Case(
        lambda h: devices.turn_light(light(h), True),
        "lights.set",
        {"state": "On"},
        ["lights.get"],
        lambda h: (light(h).is_on, light(h).brightness),
        (False, 55),
        (True, 55),
    ),
    "brightness": Case(
        lambda h: devices.turn_light(light(h), True, 30),
        "lights.set",
        {"state": "On", "percentage": 30},
        ["lights.get"],
        lambda h: (light(h).is_on, light(h).brightness),
        (False, 55),
        (True, 30),
    ),
    "shutter": Case(
        lambda h: devices.move_shutter(shutter(h), 40),
        "shutters.set",
        {"percentage": 40},
        ["shutters.get"],
        lambda h: shutter(h).target_lift,
        100,
        40,
    ),
    "set point": Case(
        lambda h: rooms.set_room_temperature(salon(h), 22.5),
        "rooms.setpoint.set",
        {"setPoint": 22.5},
        ["rooms.list"],
        lambda h: (salon(h).set_point, salon(h).is_overridden),
        (20.0, False),
        (22.5, True),
    ),
    "away": Case(
        lambda h: system.set_away(True),
        "away.set",
        {"status": True},
        ["away.get", "rooms.list"],
        lambda h: home(h).is_away,
        False,
        True,
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
@pytest.mark.parametrize("dialect", Dialect)
async def test_command_is_shown_at_once_and_read_back_once(
    sell: Sell, reach: Reach, case: Case, dialect: Dialect, caplog: pytest.LogCaptureFixture
) -> None:
    """One write, the new state at once, and one look at what it has changed."""
    exchange = await sell(dialect=dialect)
    hub = reach(exchange)
    house = await hub.fetch(EVERY)
    assert case.shown(house) == case.before
    asked(exchange)

    house = await hub.send(case.command(house))
    (request,) = exchange.requests
    assert (request.endpoint, request.body) == (case.write, case.body)
    assert case.shown(house) == case.after
    assert not settled(hub)

    asked(exchange)
    house = await hub.settle()
    assert asked(exchange) == case.reads
    assert case.shown(house) == case.after
    assert settled(hub)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
    # It is what the Exchange tells, and nothing that is only shown.
    fresh = await reach(exchange).fetch(EVERY)
    assert case.shown(fresh) == case.after


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("dialect", Dialect)
async def test_commands_by_a_document(
    sell: Sell, reach: Reach, shape: Shape, dialect: Dialect
) -> None:
    """With the contract in hand the same commands reach another shape of the product."""
    exchange = await sell(dialect=dialect, shape=shape)
    hub = reach(exchange, contract_of(exchange))
    house = await hub.fetch(EVERY)
    cases = [CASES[name] for name in ("away", "plug", "brightness", "set point")]
    for case in cases:
        house = await hub.send(case.command(house))
    house = await hub.settle()
    assert [case.shown(house) for case in cases] == [case.after for case in cases]


async def test_away_voids_what_was_expected(
    sell: Sell, reach: Reach, caplog: pytest.LogCaptureFixture
) -> None:
    """What follows from the away mode is not taken for a command that was ignored."""
    exchange = await sell()
    hub = reach(exchange)
    house = await hub.fetch(EVERY)
    await hub.send(devices.turn_plug(plug(house), True))
    await hub.send(system.set_away(True))
    house = await hub.settle()
    assert plug(house).output_state is False
    assert "did not change" not in caplog.text


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("dialect", Dialect)
async def test_week(sell: Sell, reach: Reach, shape: Shape, dialect: Dialect) -> None:
    """A day is written in the notation in which it was told, and the week is read back."""
    exchange = await sell(dialect=dialect, shape=shape)
    hub = reach(exchange, contract_of(exchange))
    house = await hub.fetch(EVERY)
    before = week(house)
    asked(exchange)
    house = await hub.send(schedules.change_days(before, {0: NIGHT}))
    assert week(house).week == (NIGHT, *before.week[1:])
    house = await hub.settle()
    assert asked(exchange) == ["rooms.schedule.set", "rooms.schedule.get"]
    assert week(house).week == (NIGHT, *before.week[1:])
    raw = hub_of(exchange).trees["schedules"]["Heating"][0]
    assert raw["Monday"] == {"Time": [615, 2200], "DegreesC": [195, -200]}


async def test_many_commands_are_read_back_with_their_list(sell: Sell, reach: Reach) -> None:
    """Two lights of a list cost one request."""
    exchange = await sell()
    hub = reach(exchange)
    house = await hub.fetch(EVERY)
    first, second, *_ = house.all(Light).values()
    await hub.send(devices.turn_light(first, True))
    await hub.send(devices.turn_light(second, True))
    asked(exchange)
    house = await hub.settle()
    assert asked(exchange) == ["lights.list"]
    assert [house.all(Light)[item.id].is_on for item in (first, second)] == [True, True]


@pytest.mark.parametrize("dialect", Dialect)
async def test_devices_that_tell_their_state_are_read_back_alone(
    sell: Sell, reach: Reach, dialect: Dialect
) -> None:
    """A light from the list of devices is asked for by its own id."""
    exchange = await sell(dialect=dialect)
    exchange.wiser_home.devices_carry_state = True
    hub = reach(exchange)
    house = await hub.fetch(EVERY)
    asked(exchange)
    await hub.send(devices.turn_light(light(house), True, 30))
    house = await hub.settle()
    assert asked(exchange) == ["lights.set", "lights.get"]
    assert (light(house).is_on, light(house).brightness) == (True, 30)
    assert light(house).device_id is not None


async def test_no_way_to_read_one_alone(sell: Sell, reach: Reach) -> None:
    """Where single things cannot be asked for, their list is, and that is remembered."""
    exchange = await sell()
    exchange.without.update({"plugs.get"})
    hub = reach(exchange)
    house = await hub.fetch(EVERY)
    for on in (True, False):
        await hub.send(devices.turn_plug(plug(house), on))
        house = await hub.settle()
        assert plug(house).output_state is on
    asked(exchange)
    await hub.send(devices.turn_plug(plug(house), True))
    await hub.settle()
    assert asked(exchange) == ["plugs.set", "plugs.list"]


async def test_accepted_and_not_done(
    sell: Sell, reach: Reach, caplog: pytest.LogCaptureFixture
) -> None:
    """What did not change is shown as it is, and told once."""
    exchange = await sell()
    hub = reach(exchange)
    house = await hub.fetch(EVERY)
    exchange.inject(ExchangeFault.IGNORED, 2, "plugs.set")
    for _ in range(2):
        house = await hub.send(devices.turn_plug(plug(house), True))
        assert plug(house).output_state is True
        house = await hub.settle()
        assert plug(house).output_state is False
    told = [record.message for record in caplog.records if record.levelno == logging.WARNING]
    assert told == ["The Exchange accepted a command for a SmartPlug, but its state did not change"]
    await hub.send(devices.turn_plug(plug(house), True))
    house = await hub.settle()
    assert plug(house).output_state is True


async def test_away_accepted_and_not_done(
    sell: Sell, reach: Reach, caplog: pytest.LogCaptureFixture
) -> None:
    """That the house is not away is told by a field that is not there."""
    exchange = await sell()
    hub = reach(exchange)
    await hub.fetch(EVERY)
    exchange.inject(ExchangeFault.IGNORED, 1, "away.set")
    await hub.send(system.set_away(True))
    house = await hub.settle()
    assert not home(house).is_away
    assert "for a System" in caplog.text


async def test_without_the_right_to_write(sell: Sell, reach: Reach) -> None:
    """The first refusal tells that nothing can be written; what is offered stays."""
    tokens = [Token(TOKEN, scopes=frozenset({"read:wiser"}))]
    exchange = await sell(tokens=tokens)
    hub = reach(exchange)
    house = await hub.fetch(EVERY)
    offered = hub.capabilities
    before = hub.read_only
    asked(exchange)
    for _ in range(3):
        with pytest.raises(MissingScopeError):
            await hub.send(devices.turn_plug(plug(house), True))
    assert asked(exchange) == ["plugs.set"]
    assert (before, hub.read_only) == (False, True)
    assert hub.capabilities == offered
    assert settled(hub)
    assert hub.snapshot is house


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (ExchangeFault.NOT_FOUND, NotOfferedError),
        (ExchangeFault.RESET, CannotConnectError),
        (ExchangeFault.QUOTA, WiserError),
    ],
)
async def test_write_that_fails_changes_nothing(
    sell: Sell, reach: Reach, fault: ExchangeFault, error: type[WiserError]
) -> None:
    """What was not accepted is not shown."""
    exchange = await sell()
    hub = reach(exchange)
    house = await hub.fetch(EVERY)
    exchange.inject(fault, None, "plugs.set")
    with pytest.raises(error):
        await hub.send(devices.turn_plug(plug(house), True))
    assert hub.snapshot is house
    assert settled(hub)


async def test_refused_value(sell: Sell, reach: Reach) -> None:
    """The Exchange's own words are in the refusal."""
    exchange = await sell()
    hub = reach(exchange)
    house = await hub.fetch(EVERY)
    command = replace(
        rooms.set_room_temperature(salon(house), 20),
        body={"RequestOverride": {"Type": "Manual", "SetPoint": 999}},
    )
    with pytest.raises(RefusedError):
        await hub.send(command)


async def test_plug_that_is_gone(sell: Sell, reach: Reach) -> None:
    """An endpoint that has answered before is not forgotten for the sake of one id."""
    exchange = await sell()
    hub = reach(exchange)
    house = await hub.fetch(EVERY)
    await hub.send(devices.turn_plug(plug(house), True))
    exchange.inject(ExchangeFault.NOT_FOUND, None, "plugs.set")
    with pytest.raises(NotFoundError):
        await hub.send(devices.turn_plug(plug(house), False))
    assert hub.gateway.contract.offers("plugs.set")


async def test_read_back_that_fails_is_tried_again(sell: Sell, reach: Reach) -> None:
    """What could not be read back stays to be."""
    exchange = await sell()
    hub = reach(exchange)
    house = await hub.fetch(EVERY)
    await hub.send(devices.turn_plug(plug(house), True))
    exchange.inject(ExchangeFault.RESET, 2, "plugs.get")
    with pytest.raises(CannotConnectError):
        await hub.settle()
    assert not settled(hub)
    house = await hub.settle()
    assert plug(house).output_state is True
    assert settled(hub)


async def test_a_shutter_on_its_way_is_looked_at(sell: Sell, reach: Reach) -> None:
    """What moves by itself is read alone."""
    exchange = await sell()
    hub = reach(exchange)
    house = await hub.fetch(EVERY)
    found = hub_of(exchange).find("Shutter", shutter(house).id)
    found["LiftMovement"], found["CurrentLift"] = "Closing", 70
    asked(exchange)
    hub.doubt((Shutter, shutter(house).id))
    house = await hub.settle()
    assert asked(exchange) == ["shutters.get"]
    assert (shutter(house).is_closing, shutter(house).current_lift) == (True, 70)


NEVER: dict[str, Callable[[Snapshot], Command]] = {
    "mode of a plug": lambda h: devices.set_mode(plug(h), Mode.MANUAL),
    "away action": lambda h: devices.set_away_action(plug(h), True),
    "mode of a room": lambda h: rooms.hold_room(salon(h), 20)[0],
    "boost": lambda h: rooms.boost_room(salon(h), 2, 60),
    "cancel": lambda h: rooms.cancel_room_override(salon(h)),
    "set point for a time": lambda h: rooms.set_room_temperature(salon(h), 20, 45),
    "off": lambda h: rooms.turn_room_off(salon(h))[-1],
    "name": lambda h: rooms.rename_room(salon(h), "Snug"),
    "window detection": lambda h: rooms.set_window_detection(salon(h), True),
    "stop": lambda h: devices.stop_shutter(shutter(h)),
    "tilt": lambda h: devices.tilt_shutter(shutter(h), 40),
    "led": lambda h: devices.set_led_indicator(light(h), "AlwaysOn"),
    "identify": lambda h: devices.identify(h.all(Device)[0]),
    "lock": lambda h: devices.set_child_lock(h.all(Device)[0], True),
    "charging": lambda h: devices.allow_charging(
        replace(
            next(iter(h.all(Equipment).values())),
            available_control_state=("selfManagement", "consumptionForceOff"),
        ),
        True,
    ),
    "boost of all": lambda h: system.boost_all(2, 60),
    "cancel of all": lambda h: system.cancel_all_overrides(),
    "comfort": lambda h: system.set_comfort_mode(home(h), True),
    "away temperature": lambda h: system.set_away_temperature(home(h), 12),
    "moment": lambda h: system.trigger_moment(Moment(id=1)),
    "automation": lambda h: system.enable_automation(Automation(id=1), True),
    "join": lambda h: system.permit_join(),
    "boiler": lambda h: system.set_upper_flow_limit(60),
    "name of a schedule": lambda h: schedules.rename_schedule(week(h), "Other"),
    "new schedule": lambda h: schedules.create_schedule(HeatingSchedule, "Other", [1]),
    "assignment": lambda h: schedules.assign_schedule(week(h), [1]),
    "deletion": lambda h: schedules.delete_schedule(week(h)),
    "untold schedule": lambda h: schedules.change_days(replace(week(h), id=99), {0: NIGHT}),
}


@pytest.mark.parametrize("command", NEVER.values(), ids=NEVER)
async def test_what_the_product_cannot_do(
    sell: Sell, reach: Reach, command: Callable[[Snapshot], Command]
) -> None:
    """Nothing is sent for what the product has no way to do."""
    exchange = await sell()
    hub = reach(exchange)
    house = await hub.fetch(EVERY)
    asked(exchange)
    with pytest.raises(NotOfferedError):
        await hub.send(command(house))
    assert asked(exchange) == []
    assert hub.snapshot is house


async def test_what_this_contract_lacks(sell: Sell, reach: Reach) -> None:
    """A write that is not there is searched once, and is then no longer offered."""
    exchange = await sell()
    exchange.without.add("plugs.set")
    hub = reach(exchange)
    house = await hub.fetch(EVERY)
    offered = hub.capabilities
    with pytest.raises(NotOfferedError):
        await hub.send(devices.turn_plug(plug(house), True))
    asked(exchange)
    with pytest.raises(NotOfferedError):
        await hub.send(devices.turn_plug(plug(house), True))
    assert asked(exchange) == []
    assert {item.value for item in offered - hub.capabilities} == {"plugs"}


async def test_poll_between_command_and_read_back(sell: Sell, reach: Reach) -> None:
    """A poll that still tells the old state does not undo what is shown."""
    exchange = await sell(lag=30.0)
    hub = reach(exchange, clock=lambda: 0.0)
    house = await hub.fetch(EVERY)
    await hub.send(devices.turn_plug(plug(house), True))
    house = await hub.fetch({Tree.PLUGS})
    assert plug(house).output_state is True
    assert not settled(hub)
    hub_of(exchange).advance(31)
    house = await hub.settle()
    assert plug(house).output_state is True
