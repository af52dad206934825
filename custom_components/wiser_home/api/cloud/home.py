"""Be a Wiser house that is reached through the Exchange."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
import logging
import time
from typing import Any, Final, override

from ..errors import (
    AuthenticationError,
    BadAnswerError,
    CannotConnectError,
    MissingScopeError,
    NotFoundError,
    NotOfferedError,
    ThrottledError,
    WiserError,
    WrongAddressError,
)
from ..house import House
from ..house.members import NAMES
from ..hub import Capability, Command, Identity, Tree, WiserHub
from ..model import (
    Automation,
    Device,
    HeatingSchedule,
    Key,
    Record,
    Room,
    Snapshot,
    System,
)
from ..pending import Pending
from .gateway import Gateway
from .home_commands import OFFERED, Write, is_week, write_for
from .nouns import URN
from .parts import Parts
from .reading import folded
from .redaction import Redaction, shortened
from .schedules import Schedules
from .trees import ALONE, ENDPOINTS, INTERVAL, OBJECTS, SHOWN_BY, TREE_OF, rhythm_for

_LOGGER = logging.getLogger(__name__)

_AT_ONCE: Final = (AuthenticationError, ThrottledError, CannotConnectError, WrongAddressError)
"""What no other question would be answered after."""


@dataclass(frozen=True, slots=True)
class HubSummary:
    """A hub of an account."""

    urn: str
    name: str | None
    product_type: str | None


async def list_hubs(gateway: Gateway) -> list[HubSummary]:
    """Return the hubs that the account may ask.

    Raises:
        BadAnswerError: there are some, and none says its urn.
        WiserError: they could not be read.
    """
    raw = await gateway.read_list("hubs.list")
    found: list[HubSummary] = []
    for said in map(folded, raw):
        urn = next((str(said[name]) for name in URN if said.get(name)), None)
        if urn is not None:
            names = {key: said.get(key) for key in ("name", "producttype")}
            text = {key: value if isinstance(value, str) else None for key, value in names.items()}
            found.append(HubSummary(urn, text["name"], text["producttype"]))
    if raw and not found:
        raise BadAnswerError("No hub of the list says its urn")
    return found


class CloudHub(WiserHub):
    """A hub behind the Exchange, which is asked list by list and seldom."""

    identified_by = frozenset({Tree.HUB})
    # Nothing but what is due: every request counts.
    doubted: frozenset[Tree] = frozenset()
    # How long a command takes on its way through the Exchange to a hub is not known.
    settle_after = 3.0
    follow_every = 30.0

    def __init__(
        self,
        gateway: Gateway,
        urn: str,
        *,
        interval: float = INTERVAL,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Use a gateway to ask for the hub with a urn; the interval is seconds."""
        self.gateway = gateway
        self.urn = urn
        self.snapshot = Snapshot()
        self.read_only = False
        """Whether the token was found to be without the right to write."""
        self._interval = interval
        self._house = House()
        self._parts = Parts()
        self._pending = Pending(clock)
        self._schedules = Schedules()
        self._read: set[Tree] = set()
        self._failing: set[Tree] = set()
        self._empty: frozenset[Tree] = frozenset()
        self._unread: dict[Key, dict[str, Any]] = {}
        self._stale: set[Tree] = set()
        self._ignored: set[Key] = set()
        self.rhythm: Mapping[Tree, float] = rhythm_for(interval, self._parts.carried, self._empty)

    def path_id(self, key: Key) -> str:
        """Return under which id the Exchange knows a record."""
        return self._parts.path_id(key)

    @property
    @override
    def capabilities(self) -> frozenset[Capability]:
        # A token without the right to write changes nothing here, so that entities stay.
        return frozenset(
            capability
            for capability, endpoint in OFFERED.items()
            if self.gateway.contract.offers(endpoint)
        )

    @property
    @override
    def requests(self) -> int:
        return self.gateway.requests

    @property
    @override
    def memory(self) -> dict[str, Any]:
        return {"contract": self.gateway.contract.as_data()}

    @property
    @override
    def is_settled(self) -> bool:
        return not self._unread and not self._stale

    @property
    @override
    def problems(self) -> dict[str, list[str]]:
        # A list that could not be read is no reason to take what it holds for gone.
        trees = {tree.value for tree in self._failing | self._parts.doubtful}
        return {
            "unreadable": sorted(self._house.problems | trees),
            "unknown": sorted(self._house.unknown | self._parts.unknown),
            "missing_trees": sorted(self._missing),
        }

    @override
    async def identify(self) -> Identity:
        hubs = {hub.urn: hub for hub in await list_hubs(self.gateway)}
        if self.urn not in hubs:
            raise NotFoundError("The account has no such hub")
        if Tree.HUB not in self._missing:
            try:
                await self.fetch({Tree.HUB})
            except NotFoundError:
                if Tree.HUB not in self._missing:
                    raise
        device, system = self.snapshot.get(Device, 0), self.snapshot.get(System)
        hub = hubs[self.urn]
        return Identity(
            name=hub.name or (device.name if device else None) or self.urn,
            mac=None,
            model=(device.model_identifier if device else None) or hub.product_type,
            firmware=(system.active_system_version if system else None)
            or (device.active_firmware_version if device else None),
            generation=system.hardware_generation if system else None,
            urn=self.urn,
        )

    @override
    def needed(self, shown: Collection[type[Record]]) -> frozenset[Tree]:
        return frozenset(
            tree
            for tree in self.rhythm
            if tree not in self._missing | self._parts.carried
            and (
                tree not in SHOWN_BY or tree in self._empty or not SHOWN_BY[tree].isdisjoint(shown)
            )
        )

    @override
    async def fetch(self, trees: Collection[Tree]) -> Snapshot:
        failures: dict[Tree, WiserError | None] = {}
        wanted = {*trees, *self._stale}
        if wanted & self._parts.carried:
            wanted.add(Tree.DEVICES)
        try:
            for tree in ENDPOINTS:
                if tree in wanted and tree not in self._missing | self._parts.carried:
                    failures[tree] = await self._take(tree)
        finally:
            self._assemble()
        for tree, failure in failures.items():
            self._tell(tree, failure)
        self._stale.clear()
        failed = [failure for failure in failures.values() if failure is not None]
        if failed and len(failed) == len(failures):
            raise failed[0]
        if not self._read:
            raise NotFoundError("The Exchange tells nothing of the house")
        return self.snapshot

    @override
    async def send(self, command: Command) -> Snapshot:
        write = self._week_write(command) if is_week(command) else write_for(command)
        if not self.gateway.contract.offers(write.endpoint):
            raise NotOfferedError("The Exchange has no way to do this")
        if self.read_only:
            raise MissingScopeError("The token was made without the right to write")
        ids = {} if write.of is None else {write.parameter: self._parts.path_id(write.of)}
        try:
            await self.gateway.write(write.endpoint, write.values, urn=self.urn, **ids)
        except MissingScopeError:
            self.read_only = True
            raise
        except NotFoundError as err:
            if self.gateway.contract.offers(write.endpoint):
                raise
            raise NotOfferedError("The Exchange has no way to do this") from err
        if write.also:
            # What anything is after that is for the hub to tell.
            self._pending.void_all()
            self._unread = {key: {} for key in self._unread}
        assert command.target is not None
        self._pending.void(command.target, command.voids)
        self._pending.expect(command.target, command.expect)
        self._unread.setdefault(command.target, {}).update(command.expect)
        self._stale |= write.also - self._missing
        return self._show()

    @override
    async def settle(self) -> Snapshot:
        unread = dict(self._unread)
        trees = {*self._stale, *self._trees_of(unread)}
        alone = [key for key in unread if self._tree_of(key) not in trees]
        for key in alone:
            if not await self._read_alone(key):
                trees.add(self._tree_of(key))
        if trees:
            await self.fetch(trees)
        self._assemble()
        for key, expected in unread.items():
            del self._unread[key]
            self._pending.void(key, expected)
            self._compare(key, expected)
        return self._show()

    @override
    def doubt(self, key: Key) -> None:
        self._unread.setdefault(key, {})

    @override
    async def read_rules(self, automation: Automation) -> dict[str, Any]:
        raise NotOfferedError("The Exchange tells nothing of automations")

    @override
    def dump(self) -> dict[str, Any]:
        redaction = Redaction(self.urn)
        return {
            "contract": self.gateway.contract.as_data(),
            "requests_today": self.gateway.requests_today(),
            "faults": [asdict(fault) for fault in self.gateway.faults],
            "samples": {
                endpoint: redaction.redact(self._sample(endpoint, raw), endpoint)
                for endpoint, raw in self.gateway.samples.items()
            },
        }

    def _sample(self, endpoint: str, raw: Any) -> Any:
        """Return of a past only the first hours: the rest would tell how people live."""
        return shortened(raw) if self.gateway.contract.product.endpoints[endpoint].query else raw

    @override
    def dump_records(self, keys: Iterable[Key]) -> list[dict[str, Any]]:
        redaction = Redaction(self.urn)
        return [
            {
                "member": kind.__name__,
                "record": redaction.redact(self._house.raw((kind, id_)), kind.__name__),
            }
            for kind, id_ in keys
        ]

    @property
    def _missing(self) -> frozenset[Tree]:
        """Return the trees that the Exchange was found not to have."""
        contract = self.gateway.contract
        return frozenset(tree for tree, key in ENDPOINTS.items() if not contract.offers(key))

    async def _take(self, tree: Tree) -> WiserError | None:
        """Read a tree and return the failure that leaves its last data in place."""
        try:
            if tree is Tree.SCHEDULES:
                self._assemble()
                return await self._read_weeks()
            if tree in OBJECTS:
                raw: Any = await self.gateway.read(ENDPOINTS[tree], urn=self.urn)
            else:
                raw = await self.gateway.read_list(ENDPOINTS[tree], urn=self.urn)
            self._parts.take(tree, raw)
        except _AT_ONCE:
            raise
        except NotFoundError as err:
            if tree not in self._missing:
                return err
            _LOGGER.debug("The Exchange has no %s", ENDPOINTS[tree])
            return None
        except WiserError as err:
            return err
        self._read.add(tree)
        return None

    async def _read_weeks(self) -> WiserError | None:
        """Read the schedule of every heated room, one that rooms share only once."""
        failure: WiserError | None = None
        read: set[int] = set()
        for room in self._house.snapshot.all(Room).values():
            if not room.has_heating or (room.schedule_id in read and room.schedule_id is not None):
                continue
            try:
                read.add(await self._read_week(room))
            except _AT_ONCE:
                raise
            except NotFoundError as err:
                if Tree.SCHEDULES in self._missing:
                    return None
                _LOGGER.debug("A room has no schedule (%s)", err)
            except WiserError as err:
                failure = err
        return failure

    async def _read_week(self, room: Room) -> int:
        """Read the schedule of a room and return its id."""
        path = self._parts.path_id((Room, room.id))
        raw = await self.gateway.read(ENDPOINTS[Tree.SCHEDULES], urn=self.urn, room=path)
        return self._schedules.take(room, raw)

    def _week_write(self, command: Command) -> Write:
        """Return the write of a week: by a room that follows it, in the notation it came in."""
        assert command.target is not None
        _, id_ = command.target
        rooms = self._rooms_following(id_)
        if not rooms:
            raise NotOfferedError("No room is known that follows the schedule")
        values = self._schedules.write(id_, command.expect["week"])
        return Write("rooms.schedule.set", values, (Room, rooms[0].id), "room")

    def _rooms_following(self, id_: int) -> list[Room]:
        """Return the rooms that follow a schedule."""
        rooms = self._house.snapshot.all(Room).values()
        return [room for room in rooms if room.has_heating and room.schedule_id == id_]

    def _tree_of(self, key: Key) -> Tree:
        """Return in which tree a record is read again."""
        tree = TREE_OF.get(key[0], Tree.DEVICES)
        return Tree.DEVICES if tree in self._parts.carried else tree

    def _trees_of(self, keys: Collection[Key]) -> Iterator[Tree]:
        """Yield the trees to read again for records of which more than one has to be, or must."""
        trees = [self._tree_of(key) for key in keys]
        for key, tree in zip(keys, trees, strict=True):
            single = key[0] is HeatingSchedule or (
                key[0] in ALONE and self.gateway.contract.offers(ALONE[key[0]])
            )
            if tree not in self._missing and (not single or trees.count(tree) > 1):
                yield tree

    async def _read_alone(self, key: Key) -> bool:
        """Read one record again, and return whether the Exchange has a way to."""
        kind, id_ = key
        if kind is HeatingSchedule:
            for room in self._rooms_following(id_)[:1]:
                await self._read_week(room)
            return True
        if self._tree_of(key) in self._missing:
            return True
        path = self._parts.path_id(key)
        try:
            raw = await self.gateway.read(ALONE[kind], urn=self.urn, device=path)
        except NotFoundError:
            return False
        self._parts.take_one(key, raw)
        return True

    def _compare(self, key: Key, expected: Mapping[str, Any]) -> None:
        """Tell once that something was accepted and not done.

        Of a record that does not tell a field nothing can be said of that; only the away mode
        is told by a field that is not there.
        """
        record = self._house.snapshot.record(key)
        told = {
            name: getattr(record, name)
            for name in expected
            if record is not None and (key[0] is System or getattr(record, name) is not None)
        }
        if not told or any(value == expected[name] for name, value in told.items()):
            self._ignored.discard(key)
        elif key not in self._ignored:
            self._ignored.add(key)
            _LOGGER.warning(
                "The Exchange accepted a command for a %s, but its state did not change",
                NAMES.get(key[0], key[0].__name__),
            )

    def _tell(self, tree: Tree, failure: WiserError | None) -> None:
        """Tell once that a tree cannot be read, and once that it can be read again."""
        if failure is not None and tree not in self._failing:
            self._failing.add(tree)
            _LOGGER.info("The %s of the house cannot be read (%s)", tree, failure)
        elif failure is None and tree in self._failing:
            self._failing.discard(tree)
            _LOGGER.info("The %s of the house can be read again", tree)

    def _assemble(self) -> None:
        """Take in what was told, and show it."""
        if not self._read:
            return
        self._house.read_domain(self._parts.domain(self._missing, self._schedules.by_room))
        if self._schedules.by_room:
            self._house.read_schedules(self._schedules.tree)
        snapshot = self._house.snapshot
        # What the house has none of is looked for now and then: somebody may buy the first.
        self._empty = frozenset(
            tree
            for tree, kinds in SHOWN_BY.items()
            if tree in self._read and not any(snapshot.all(kind) for kind in kinds)
        )
        self.rhythm = rhythm_for(self._interval, self._parts.carried, self._empty)
        self._pending.confirm(snapshot)
        self._show()

    def _show(self) -> Snapshot:
        """Show what is known, with what was written and not read back."""
        self.snapshot = self._pending.shown(self._house.snapshot)
        return self.snapshot
