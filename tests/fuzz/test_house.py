"""Whatever a hub sends is read as far as it can be, and nothing else suffers from it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import is_dataclass
import json
import logging
import math
from typing import Any, override

from hypothesis import given, strategies as st
import orjson
import pytest

from custom_components.wiser_home.api.errors import BadAnswerError, NotWiserHubError
from custom_components.wiser_home.api.local.connection import decode_json
from custom_components.wiser_home.api.local.house import House
from custom_components.wiser_home.api.local.members import DOMAIN
from custom_components.wiser_home.api.local.redact import redact
from custom_components.wiser_home.api.model import Key, Record, Room, Snapshot

from .mutations import MARK, ODD, Tree, house_names, listed, mutate, mutated_trees, names, trees_of

_READERS = {
    "domain": House.read_domain,
    "network": House.read_network,
    "schedules": House.read_schedules,
    "status": House.read_status,
    "opentherm": House.read_open_therm,
}


class _Kept(logging.Handler):
    """A handler that keeps what is logged."""

    def __init__(self) -> None:
        """Start with nothing."""
        super().__init__()
        self.lines: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def log() -> Iterator[list[str]]:
    """Keep what the integration logs at any level."""
    logger = logging.getLogger("custom_components.wiser_home")
    handler, before = _Kept(), logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield handler.lines
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


def take(house: House, trees: dict[str, Tree]) -> Snapshot:
    """Read trees as JSON brings them; only what is no tree at all may be refused."""
    for tree, raw in trees.items():
        try:
            _READERS[tree](house, json.loads(json.dumps(raw)))
        except BadAnswerError, NotWiserHubError:
            assert tree == "domain" or not isinstance(raw, dict)
    return house.snapshot


def whole(name: str) -> House:
    """Return a house that has read everything as it was sent."""
    house = House()
    take(house, trees_of(name))
    return house


def ask(snapshot: Snapshot, record: Record) -> None:
    """Ask a record for everything it tells, and the snapshot for everything about it."""
    kind = type(record)
    for name in dir(kind):
        getattr(record, name)
    snapshot.device_of(record)
    snapshot.room_of(record)
    hash(record)
    assert repr(record)


def numbers(value: Any) -> Iterator[float]:
    """Yield every number with a fraction in a record."""
    if isinstance(value, float):
        yield value
    inner = vars(value).values() if is_dataclass(value) else value
    for part in inner if is_dataclass(value) or isinstance(value, tuple) else ():
        yield from numbers(part)


@given(mutated_trees(30), st.data())
def test_reading_never_fails(trees: dict[str, Tree], data: st.DataObject) -> None:
    """Take in mutated trees, twice mutated, without another error or a value in the log."""
    with log() as lines:
        house = House()
        take(house, trees)
        for tree in trees.values():
            mutate(data.draw, tree, 3)
        take(house, trees)
    assert MARK not in "\n".join(lines)
    assert len(lines) == len(set(lines))
    assert all("left out" in line for line in lines)


@given(mutated_trees(30))
def test_what_was_read_answers_every_question(trees: dict[str, Tree]) -> None:
    """Ask every record and the snapshot for everything; every number is one."""
    snapshot = take(House(), trees)
    for _, record in snapshot:
        ask(snapshot, record)
        assert all(map(math.isfinite, numbers(record)))
    for room in snapshot.all(Room).values():
        assert snapshot.is_heated(room) in (True, False)
        snapshot.humidity_of(room)
        snapshot.schedule_of(room)


def variants(record: Tree) -> Iterator[Tree]:
    """Yield a record with each of its fields, also inner ones, as each odd value."""
    for field, value in record.items():
        for odd in ODD:
            yield {**record, field: odd}
        for inner in value if isinstance(value, dict) else ():
            for odd in ODD:
                yield {**record, field: {**value, inner: odd}}


@pytest.mark.parametrize("name", house_names())
def test_every_field_as_everything(name: str) -> None:
    """Read the first record of each member with each field as each odd value."""
    tried = 0
    for member, value in trees_of(name)["domain"].items():
        first: Tree = value[0] if isinstance(value, list) else value
        for record in variants(first):
            raw = [record] if isinstance(value, list) else record
            snapshot = take(House(), {"domain": {"System": {}, member: raw}})
            for _, found in snapshot:
                ask(snapshot, found)
                assert all(map(math.isfinite, numbers(found))), (member, record)
            tried += 1
    assert tried > 1000


def places(holder: Any) -> Iterator[tuple[Any, Any]]:
    """Yield everything in a tree, of lists the first things only, with what holds it."""
    for place in list(holder) if isinstance(holder, dict) else range(min(1, len(holder))):
        yield holder, place
        if isinstance(holder[place], dict | list):
            yield from places(holder[place])


@pytest.mark.parametrize("tree", ["network", "schedules", "status", "opentherm"])
def test_every_place_of_a_side_tree_as_everything(tree: str) -> None:
    """Read a side tree with everything in it as each odd value."""
    raw = trees_of("residence")[tree]
    for holder, place in places(raw):
        value = holder[place]
        for odd in ODD:
            holder[place] = odd
            snapshot = take(House(), {tree: raw})
            for _, found in snapshot:
                ask(snapshot, found)
                assert all(map(math.isfinite, numbers(found))), (place, odd)
        holder[place] = value


@given(names(), st.data())
def test_a_broken_record_is_alone(name: str, data: st.DataObject) -> None:
    """Leave every neighbour of a broken record the same Python object, or an equal one."""
    house = whole(name)
    before = house.snapshot
    trees = trees_of(name)
    member, index = data.draw(st.sampled_from(listed(trees["domain"])))
    record = trees["domain"][member][index]
    mutate(data.draw, record, 4, spared=frozenset({"id"}))
    key: Key = (DOMAIN[member], record["id"])
    after = take(house, trees)
    assert after.changes_since(before) <= {key}
    fresh = take(House(), trees)
    assert {found: fresh.record(found) for found, _ in before if found != key} == {
        found: before.record(found) for found, _ in before if found != key
    }


@given(names(), st.data())
def test_a_record_that_is_none_removes_nothing(name: str, data: st.DataObject) -> None:
    """Keep every record where something that is no record has come in the place of one."""
    house = whole(name)
    before = house.snapshot
    trees = trees_of(name)
    member, index = data.draw(st.sampled_from(listed(trees["domain"])))
    trees["domain"][member][index] = data.draw(
        st.sampled_from([None, 7, MARK, [], {}, {"id": None}, {"id": "1"}, {"id": 1.5}])
    )
    assert take(house, trees) is before


@given(mutated_trees(15), st.data())
def test_changes_are_exactly_what_differs(trees: dict[str, Tree], data: st.DataObject) -> None:
    """Name with `changes_since` what a comparison of every object finds, and nothing else."""
    house = House()
    snapshots = [house.snapshot, take(house, trees)]
    for _ in range(3):
        for tree in trees.values():
            mutate(data.draw, tree, 2)
        snapshots.append(take(house, trees))
    for before in snapshots:
        for after in snapshots:
            every = {key for key, _ in before} | {key for key, _ in after}
            differs = {key for key in every if before.record(key) is not after.record(key)}
            assert after.changes_since(before) == differs
    assert take(house, trees) is snapshots[-1]


@given(mutated_trees(30))
def test_a_report_can_be_made_of_anything(trees: dict[str, Tree]) -> None:
    """Redact mutated trees without an error, and change nothing in them."""
    before = json.dumps(trees)
    for tree in trees.values():
        json.dumps(redact(tree))
    assert json.dumps(trees) == before


@given(names(), st.data())
def test_bytes_are_json_or_refused(name: str, data: st.DataObject) -> None:
    """Make of any bytes either a value or our own error."""
    body = bytearray(orjson.dumps(trees_of(name)))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    with suppress(BadAnswerError):
        decode_json(bytes(body))
