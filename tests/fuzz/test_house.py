"""Whatever a hub sends is read as far as it can be, and nothing else suffers from it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
import json
import logging
import math
from typing import Any, Final, override

from hypothesis import given, strategies as st
import orjson
import pytest

from custom_components.wiser_home.api.errors import BadAnswerError, NotWiserHubError
from custom_components.wiser_home.api.house import House
from custom_components.wiser_home.api.house.members import DOMAIN
from custom_components.wiser_home.api.house.redact import redact
from custom_components.wiser_home.api.model import Clock, Key, Record, Room, Schedule, Snapshot
from custom_components.wiser_home.api.model.snapshot import FOLLOWS
from custom_components.wiser_home.api.notation import write_value, write_week
from custom_components.wiser_home.api.sending import decode_json
from custom_components.wiser_home.api.week import daylight_of, spans
from tests.endure import EXAMPLES, tries

from .mutations import (
    MARK,
    ODD,
    Mutated,
    Mutation,
    Tree,
    house_names,
    listed,
    mutate,
    mutate_trees,
    mutated,
    mutations,
    trees_of,
)

_READERS: Final = {
    "domain": House.read_domain,
    "network": House.read_network,
    "schedules": House.read_schedules,
    "status": House.read_status,
    "opentherm": House.read_open_therm,
}

NAMES: Final = tuple(house_names())
NOON: Final = datetime(2026, 6, 1, 12)  # noqa: DTZ001
SMALL: Final = NAMES if EXAMPLES else ("cottage", "apartment")


class _Kept(logging.Handler):
    """A handler that keeps what is logged."""

    def __init__(self) -> None:
        """Start with nothing."""
        super().__init__()
        self.lines: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
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


def sent(tree: Any) -> Any:
    """Return a tree as it comes out of the bytes of an answer."""
    return decode_json(json.dumps(tree).encode())


def take(house: House, trees: dict[str, Tree]) -> Snapshot:
    """Read trees from bytes; only what is no tree at all may be refused."""
    for tree, raw in trees.items():
        try:
            _READERS[tree](house, sent(raw))
        except BadAnswerError, NotWiserHubError:
            assert not isinstance(raw, dict) or not raw.keys() & {"System", "Device", "Room"}
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
    assert all(map(math.isfinite, numbers(record)))
    if kind in FOLLOWS:
        snapshot.schedule_of(record)
        snapshot.schedules_for(record)
    if isinstance(record, Schedule):
        snapshot.followers_of(record)
        orjson.dumps(write_week(type(record), record.week))
        daylight = daylight_of(snapshot.get(Clock), NOON.date())
        for span in spans(record.week, daylight, NOON, NOON + timedelta(days=1)):
            write_value(type(record), span.event.value)
    if isinstance(record, Room):
        assert snapshot.is_heated(record) in (True, False)
        snapshot.humidity_of(record)


def numbers(value: Any) -> Iterator[float]:
    """Yield every number with a fraction in a record."""
    if isinstance(value, float):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from numbers(item)
    elif is_dataclass(value):
        for part in fields(value):
            yield from numbers(getattr(value, part.name))


@tries(400)
@given(mutated(NAMES, 80), mutations(30))
def test_reading_never_fails(mutant: Mutated, then: list[Mutation]) -> None:
    """Take in mutated trees, twice mutated, without another error or a value in the log."""
    with log() as lines:
        house, trees = House(), mutant.trees
        take(house, trees)
        take(house, mutate_trees(trees, then))
    assert MARK not in "\n".join(lines)
    assert len(lines) == len(set(lines))
    assert all("left out" in line for line in lines)


@tries(250)
@given(mutated(SMALL, 100))
def test_what_was_read_answers_every_question(mutant: Mutated) -> None:
    """Ask every record and the snapshot for everything; every number is one."""
    snapshot = take(House(), mutant.trees)
    for _, record in snapshot:
        ask(snapshot, record)


def variants(record: Tree) -> Iterator[Tree]:
    """Yield a record with each of its fields, also inner ones, as each odd value."""
    for field, value in record.items():
        for odd in ODD:
            yield {**record, field: odd}
        for inner in value if isinstance(value, dict) else ():
            for odd in ODD:
                yield {**record, field: {**value, inner: odd}}


@pytest.mark.parametrize("name", SMALL)
def test_every_field_as_everything(name: str) -> None:
    """Read the first record of each member with each field as each odd value."""
    tried = 0
    # What the sun does is told there, and asked for by schedules.
    beside = {"System": {"Level": sent(trees_of("apartment")["schedules"]["Level"][:2])}}
    for member, value in trees_of(name)["domain"].items():
        first: Tree = value[0] if isinstance(value, list) else value
        for record in variants(first):
            raw = [record] if isinstance(value, list) else record
            house = House()
            house.read_domain(sent({"System": {}, member: raw}))
            house.read_schedules(beside.get(member, {}))
            for _, found in house.snapshot:
                ask(house.snapshot, found)
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
    raw = {**trees_of("cottage"), **trees_of("apartment")}[tree]
    raw = {name: value[:1] if isinstance(value, list) else value for name, value in raw.items()}
    tried = 0
    for holder, place in places(raw):
        value = holder[place]
        for odd in ODD:
            holder[place] = odd
            house = House()
            _READERS[tree](house, sent(raw))
            for _, found in house.snapshot:
                ask(house.snapshot, found)
            tried += 1
        holder[place] = value
    assert tried > 100


@pytest.mark.parametrize("tree", _READERS)
def test_a_tree_that_is_none(tree: str) -> None:
    """Keep the whole house where something else comes in the place of a tree."""
    for odd in (odd for odd in ODD if not isinstance(odd, dict)):
        house = whole("cottage")
        before = house.snapshot
        with pytest.raises(BadAnswerError):
            _READERS[tree](house, odd)
        assert house.snapshot is before


@tries(300)
@given(st.sampled_from(SMALL), st.integers(0, 10**6), mutations(4))
def test_a_broken_record_is_alone(name: str, which: int, changes: list[Mutation]) -> None:
    """Leave every neighbour of a broken record the same Python object, or an equal one."""
    house = whole(name)
    before = house.snapshot
    trees = trees_of(name)
    records = listed(trees["domain"])
    member, index = records[which % len(records)]
    record = trees["domain"][member][index]
    key: Key = (DOMAIN[member], record["id"])
    id_ = record["id"]
    mutate(record, changes, spared=frozenset({"id"}))
    record["id"] = id_
    after = take(house, trees)
    assert after.changes_since(before) <= {key}
    fresh = take(House(), trees)
    assert {found: fresh.record(found) for found, _ in before if found != key} == {
        found: before.record(found) for found, _ in before if found != key
    }


@tries(250)
@given(
    st.sampled_from(SMALL),
    st.integers(0, 10**6),
    st.sampled_from([None, 7, MARK, [], {}, {"id": None}, {"id": "1"}, {"id": 1.5}, {"id": True}]),
)
def test_a_record_that_is_none_removes_nothing(name: str, which: int, odd: Any) -> None:
    """Keep every record where something that is no record has come in the place of one."""
    house = whole(name)
    before = house.snapshot
    trees = trees_of(name)
    records = listed(trees["domain"])
    member, index = records[which % len(records)]
    trees["domain"][member][index] = odd
    assert take(house, trees) is before


@tries(200)
@given(mutated(SMALL, 15), st.lists(mutations(5), min_size=3, max_size=3))
def test_changes_are_exactly_what_differs(mutant: Mutated, rounds: list[list[Mutation]]) -> None:
    """Name with `changes_since` what a comparison of every object finds, and nothing else."""
    house, trees = House(), mutant.trees
    snapshots = [house.snapshot, take(house, trees)]
    snapshots += [take(house, mutate_trees(trees, changes)) for changes in rounds]
    for before in snapshots:
        for after in snapshots:
            every = {key for key, _ in before} | {key for key, _ in after}
            differs = {key for key in every if before.record(key) is not after.record(key)}
            assert after.changes_since(before) == differs


@tries(200)
@given(mutated(SMALL, 40))
def test_the_same_answer_changes_nothing(mutant: Mutated) -> None:
    """Keep the very same snapshot when the same trees come again, however odd they are."""
    house, trees = House(), mutant.trees
    before = take(house, trees)
    assert take(house, trees) is before


@tries(250)
@given(mutated(SMALL, 40))
def test_a_report_can_be_made_of_anything(mutant: Mutated) -> None:
    """Redact mutated trees without an error, and change nothing in them."""
    trees = mutant.trees
    before = json.dumps(trees)
    for tree in trees.values():
        json.dumps(redact(tree))
    assert json.dumps(trees) == before


@tries(250)
@given(
    st.sampled_from(SMALL),
    st.lists(
        st.tuples(st.integers(0, 10**9), st.integers(0, 40), st.binary(max_size=4)), min_size=1
    ),
)
def test_bytes_are_json_or_refused(name: str, cuts: list[tuple[int, int, bytes]]) -> None:
    """Make of any bytes either a value or our own error."""
    body = bytearray(orjson.dumps(trees_of(name)))
    for place, length, put in cuts:
        at = place % len(body)
        body[at : at + length] = put
    with suppress(BadAnswerError):
        decode_json(bytes(body))
