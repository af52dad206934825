"""Keep the state of a house between polls, so that what did not change stays the same object."""

from collections.abc import Callable, Mapping
from functools import partial
import logging
from typing import Any, Final, cast

from ..errors import BadAnswerError, NotWiserHubError
from ..model import (
    Clock,
    HeatingSchedule,
    Key,
    Network,
    OnOffSchedule,
    OpenTherm,
    Record,
    Snapshot,
    Status,
    System,
)
from . import members
from .decode import decoder_for, record_id
from .schedules import decode_old_schedule, decode_schedule

_LOGGER = logging.getLogger(__name__)

_UNREADABLE: Final = (TypeError, ValueError, KeyError, AttributeError, OverflowError)

type _Decode = Callable[[Any], Record]


class House:
    """The decoded trees of a hub.

    An object is decoded again only when its JSON differs from that of the last poll. One that
    cannot be decoded is told once and left out, or stays as it was; its neighbours do not
    notice, and a list with an object that has lost its id removes nothing.
    """

    def __init__(self) -> None:
        """Start with an empty house."""
        self.snapshot = Snapshot()
        self.problems: set[str] = set()
        """What could not be read, as member and field."""
        self.unknown: set[str] = set()
        """Members and fields that the model does not have, as member and field."""
        self._objects: dict[type[Record], Mapping[int, Record]] = {}
        self._raw: dict[type[Record], dict[int, Any]] = {}
        self._lists: dict[type[Record], Any] = {}

    def read_domain(self, tree: Any) -> Snapshot:
        """Take in a domain tree of either version.

        A tree that lacks the system or every device is not whole: it changes what it holds and
        removes nothing. Lists in it that did not change are exchanged for those known already.

        Raises:
            BadAnswerError: it is no JSON object.
            NotWiserHubError: it is the answer of something else.
        """
        if not isinstance(tree, dict):
            raise BadAnswerError("The domain tree is no JSON object")
        if not tree.keys() & {"System", "Device", "Room"}:
            raise NotWiserHubError("The answer holds no Wiser system")
        whole = isinstance(tree.get("System"), dict) and bool(tree.get("Device"))
        for member, value in tree.items():
            if member == members.OLD_SCHEDULES:
                self._read_old_schedules(value)
            elif (kind := members.DOMAIN.get(member)) is None:
                self.unknown.add(member)
            elif kind is System:
                self._read_system(value)
            else:
                self._read_member(member, kind, value, whole=whole)
                # Whoever keeps the tree holds nothing twice.
                tree[member] = self._lists.get(kind, value)
        if whole:
            for member, kind in members.DOMAIN.items():
                if member not in tree:
                    self._forget(kind)
        return self._publish()

    def read_schedules(self, tree: Any) -> Snapshot:
        """Take in a schedules tree.

        Raises:
            BadAnswerError: it is no JSON object.
        """
        if not isinstance(tree, dict):
            raise BadAnswerError("The schedules tree is no JSON object")
        for member, value in tree.items():
            if (kind := members.SCHEDULES.get(member)) is None:
                self.unknown.add(member)
            else:
                self._read_list(member, kind, value, partial(decode_schedule, kind))
        return self._publish()

    def read_network(self, tree: Any) -> Snapshot:
        """Take in a network tree."""
        return self._read_one("network", Network, tree)

    def read_status(self, tree: Any) -> Snapshot:
        """Take in a status tree."""
        return self._read_one("status", Status, tree)

    def read_open_therm(self, tree: Any) -> Snapshot:
        """Take in an OpenTherm tree."""
        return self._read_one("opentherm", OpenTherm, tree)

    def forget_open_therm(self) -> None:
        """Drop the boiler's data once the hub is no longer connected to it."""
        self._forget(OpenTherm)
        self._publish()

    def raw(self, key: Key) -> Any:
        """Return the JSON of an object, or none."""
        return self._raw.get(key[0], {}).get(key[1])

    def read_object(self, key: Key, raw: Any) -> Snapshot:
        """Take in the answer that holds one object alone.

        Raises:
            BadAnswerError: it is not that object.
        """
        kind, id_ = key
        if kind is System:
            if not isinstance(raw, dict) or not raw:
                raise BadAnswerError("The answer is not the system")
            self._read_system(raw)
            return self._publish()
        if not isinstance(raw, dict) or raw.get("id") != id_:
            raise BadAnswerError("The answer is not the object that was asked for")
        record = self._decode_record(members.NAMES[kind], kind)(raw)
        self._lists.pop(kind, None)
        self._raw.setdefault(kind, {})[id_] = raw
        self._objects[kind] = {**self._objects.get(kind, {}), id_: record}
        return self._publish()

    def _read_system(self, raw: Any) -> None:
        """Take in the system, with its clock apart because that never stands still."""
        if not isinstance(raw, dict):
            self._complain("System")
            return
        system = {name: raw[name] for name in raw if name not in members.CLOCK and name != "id"}
        self._read_single("System", System, system)
        clock = {name: value for name, value in raw.items() if name in members.CLOCK}
        self._read_single("System", Clock, clock)

    def _read_member(self, member: str, kind: type[Record], value: Any, *, whole: bool) -> None:
        """Take in one member of the domain tree."""
        if isinstance(value, dict):
            self._read_single(member, kind, value)
        elif isinstance(value, list) and (value or whole):
            self._read_list(member, kind, value, self._decode_record(member, kind), whole=whole)
        elif not isinstance(value, list):
            self._complain(member)

    def _read_single(self, member: str, kind: type[Record], raw: dict[str, Any]) -> None:
        """Take in an object that exists once."""
        id_ = raw["id"] if type(raw.get("id")) is int else 0
        if self._raw.get(kind) == {id_: raw}:
            return
        self._raw[kind] = {id_: raw}
        self._objects[kind] = {id_: self._decode_record(member, kind)(raw)}

    def _read_list(
        self,
        member: str,
        kind: type[Record],
        value: Any,
        decode: _Decode,
        *,
        whole: bool = True,
    ) -> None:
        """Take in a list of objects; those whose JSON did not change stay as they are."""
        if not isinstance(value, list):
            self._complain(member)
            return
        if self._lists.get(kind) == value:
            return
        before = self._raw.get(kind, {})
        known = self._objects.get(kind, {})
        raws: dict[int, Any] = {}
        records: dict[int, Record] = {}
        for raw in value:
            try:
                id_ = record_id(raw)
            except TypeError:
                self._complain(f"{member} without id")
                whole = False
                continue
            if id_ in raws:
                self._complain(f"{member} twice")
                continue
            record = known.get(id_)
            if record is None or before.get(id_) != raw:
                record = self._decode_safely(member, decode, raw) or record
            if record is not None:
                raws[id_] = raw
                records[id_] = record
        if whole:
            self._lists[kind] = value
        else:
            self._lists.pop(kind, None)
            raws = {**before, **raws}
            records = {**known, **records}
        self._raw[kind] = raws
        if records.keys() != known.keys() or any(records[id_] is not known[id_] for id_ in records):
            self._objects[kind] = records

    def _read_old_schedules(self, value: Any) -> None:
        """Take in the schedules of an older domain tree."""
        if not isinstance(value, list):
            self._complain(members.OLD_SCHEDULES)
            return
        for kind, wanted in ((HeatingSchedule, True), (OnOffSchedule, False)):
            chosen = [
                raw
                for raw in value
                if isinstance(raw, dict) and (raw.get("Type") == "Heating") is wanted
            ]
            self._read_list(members.OLD_SCHEDULES, kind, chosen, decode_old_schedule)

    def _read_one(self, tree: str, kind: type[Record], raw: Any) -> Snapshot:
        """Take in a tree that is one object.

        Raises:
            BadAnswerError: it is no JSON object, or empty where it was not.
        """
        if not isinstance(raw, dict):
            raise BadAnswerError(f"The {tree} tree is no JSON object")
        if not raw and any(self._raw.get(kind, {}).values()):
            raise BadAnswerError(f"The {tree} tree is empty")
        # What exists once is found by the id 0, whatever id the hub may give it.
        self._read_single(tree, kind, {name: raw[name] for name in raw if name != "id"})
        return self._publish()

    def _decode_record(self, member: str, kind: type[Record]) -> _Decode:
        """Return what decodes records of a class and tells what it could not read."""
        decoder = decoder_for(kind)
        return lambda raw: decoder.decode(
            raw,
            lambda name: self._complain(f"{member}.{name}"),
            lambda name: self.unknown.add(f"{member}.{name}"),
        )

    def _decode_safely(self, member: str, decode: _Decode, raw: Any) -> Record | None:
        """Return a record, or none for one that cannot be read."""
        try:
            return decode(raw)
        except _UNREADABLE:
            self._complain(member)
            return None

    def _complain(self, what: str) -> None:
        """Tell once that something could not be read; never with its value, which may be a name."""
        if what not in self.problems:
            self.problems.add(what)
            _LOGGER.warning("The hub sent a %s that cannot be read; it is left out", what)

    def _forget(self, kind: type[Record]) -> None:
        """Drop every object of a class."""
        self._objects.pop(kind, None)
        self._raw.pop(kind, None)
        self._lists.pop(kind, None)

    def _publish(self) -> Snapshot:
        """Return the snapshot of what is known, the same one when nothing changed."""
        before = self.snapshot.objects
        if before.keys() != self._objects.keys() or any(
            self._objects[kind] is not before[kind] for kind in before
        ):
            self.snapshot = Snapshot(cast("Mapping[type[Record], Any]", dict(self._objects)))
        return self.snapshot
