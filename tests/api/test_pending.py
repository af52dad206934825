"""What was written is shown until the hub confirms it or a minute has passed."""

from typing import Any

import pytest

from custom_components.wiser_home.api.hub import Tree
from custom_components.wiser_home.api.local.commands.rooms import set_room_temperature
from custom_components.wiser_home.api.model import Light, Room, Snapshot
from custom_components.wiser_home.api.pending import PATIENCE, Pending

from .conftest import Reach, StartHub

KEY = (Room, 1)


class Clock:
    """A clock that stands still until it is told to move."""

    now = 100.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def house(**fields: Any) -> Snapshot:
    """Return a house of two rooms."""
    return Snapshot({Room: {1: Room(id=1, **fields), 2: Room(id=2)}})


@pytest.fixture
def clock() -> Clock:
    """Return a clock."""
    return Clock()


@pytest.fixture
def pending(clock: Clock) -> Pending:
    """Return the writes that are not confirmed, none yet."""
    return Pending(clock)


def test_nothing_is_pending(pending: Pending) -> None:
    """Show a house as it is."""
    snapshot = house()
    assert pending.shown(snapshot) is snapshot
    assert pending.shown(snapshot) is snapshot


def test_shown_until_confirmed(pending: Pending) -> None:
    """Show what was written while reads show the old value, and be done once they show it."""
    old = house(name="Old", current_set_point=18.0)
    pending.expect(KEY, {"current_set_point": 21.0})
    shown = pending.shown(old)
    assert shown.changes_since(old) == {KEY}
    assert shown.all(Room)[1] == Room(id=1, name="Old", current_set_point=21.0)
    pending.confirm(old)
    assert pending.shown(old) is shown
    new = house(name="Old", current_set_point=21.0)
    pending.confirm(new)
    assert pending.shown(new) is new
    assert pending.shown(old) is old


def test_shown_for_a_minute(pending: Pending, clock: Clock) -> None:
    """Believe the hub in the end."""
    snapshot = house(current_set_point=18.0)
    pending.expect(KEY, {"current_set_point": 21.0})
    clock.now += PATIENCE - 1
    assert pending.shown(snapshot).all(Room)[1].current_set_point == 21.0
    clock.now += 1
    assert pending.shown(snapshot) is snapshot


def test_the_same_object_while_nothing_changes(pending: Pending) -> None:
    """Show another object only when something else is to be seen."""
    pending.expect(KEY, {"current_set_point": 21.0})
    first = pending.shown(house(current_set_point=18.0))
    assert pending.shown(house(current_set_point=17.0)).all(Room)[1] is first.all(Room)[1]
    renamed = pending.shown(house(current_set_point=17.0, name="New")).all(Room)[1]
    assert renamed == Room(id=1, name="New", current_set_point=21.0)


def test_the_newest_write_wins(pending: Pending, clock: Clock) -> None:
    """Show the last of several writes, each field for its own minute."""
    snapshot = house(current_set_point=18.0, name="Old")
    pending.expect(KEY, {"current_set_point": 21.0, "name": "New"})
    pending.shown(snapshot)
    clock.now += 40
    pending.expect(KEY, {"current_set_point": 22.0})
    pending.confirm(house(current_set_point=21.0, name="Old"))
    assert pending.shown(snapshot).all(Room)[1].current_set_point == 22.0
    clock.now += 20
    found = pending.shown(snapshot).all(Room)[1]
    assert (found.current_set_point, found.name) == (22.0, "Old")


def test_one_confirmed_field(pending: Pending) -> None:
    """Go on showing what is still open of an object."""
    pending.expect(KEY, {"current_set_point": 21.0, "name": "New"})
    snapshot = house(current_set_point=21.0, name="Old")
    pending.confirm(snapshot)
    assert pending.shown(snapshot).all(Room)[1].name == "New"
    later = house(current_set_point=18.0, name="Old")
    assert pending.shown(later).all(Room)[1].current_set_point == 18.0


@pytest.mark.parametrize("key", [(Room, 9), (Light, 1)])
def test_an_object_that_is_not_there(pending: Pending, key: Any) -> None:
    """Show nothing of an object that the hub does not report, and forget it."""
    snapshot = house()
    pending.expect(key, {"name": "New"})
    assert pending.shown(snapshot) is snapshot
    pending.confirm(snapshot)
    came = Snapshot({Room: {9: Room(id=9)}, Light: {1: Light(id=1)}})
    assert pending.shown(came) is came


def test_two_objects(pending: Pending) -> None:
    """Show what was written to several objects, and change only those."""
    snapshot = house()
    pending.expect(KEY, {"name": "One"})
    first = pending.shown(snapshot)
    pending.expect((Room, 2), {"name": "Two"})
    second = pending.shown(snapshot)
    assert second.changes_since(first) == {(Room, 2)}
    assert second.changes_since(snapshot) == {KEY, (Room, 2)}


async def test_a_hub_that_reports_old_values(
    start_hub: StartHub, reach: Reach, clock: Clock
) -> None:
    """Never jump back while the hub does not know yet what it was told."""
    hub = await start_hub()
    hub.lag = 45
    client = reach(hub, clock=clock)
    await client.identify()
    room = client.snapshot.all(Room)[1]
    shown = await client.send(set_room_temperature(room, 23.5))
    assert shown.all(Room)[1].set_point == 23.5
    for _ in range(3):
        shown = await client.fetch([Tree.DOMAIN])
        assert shown.all(Room)[1].set_point == 23.5
    hub.advance(46)
    confirmed = await client.fetch([Tree.DOMAIN])
    assert confirmed.all(Room)[1].set_point == 23.5
    hub.find("Room", 1).update(DisplayedSetPoint=180, CurrentSetPoint=180)
    assert (await client.fetch([Tree.DOMAIN])).all(Room)[1].set_point == 18.0


async def test_a_hub_that_never_obeys(start_hub: StartHub, reach: Reach, clock: Clock) -> None:
    """Show what the hub reports after a minute."""
    hub = await start_hub()
    hub.lag = 1000
    client = reach(hub, clock=clock)
    await client.identify()
    await client.send(set_room_temperature(client.snapshot.all(Room)[1], 23.5))
    clock.now += PATIENCE
    assert (await client.fetch([Tree.DOMAIN])).all(Room)[1].set_point == 21.0
