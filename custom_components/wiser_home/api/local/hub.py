"""Be a Wiser house that is reached at its hub."""

from collections.abc import Callable, Collection, Iterable, Mapping
import logging
import time
from typing import Any, Final, override

from ..errors import (
    BadAnswerError,
    InvalidSecretError,
    NotFoundError,
    NotWiserHubError,
    WiserError,
    WrongHubError,
)
from ..house import House, members
from ..house.decode import decoder_for
from ..house.redact import redact
from ..hub import Capability, Command, Identity, Tree, WiserHub
from ..model import Automation, Device, Key, Network, Record, Snapshot, System
from ..pending import Pending
from .connection import Connection

_LOGGER = logging.getLogger(__name__)

_V2: Final = "data/v2/"
_V1: Final = "data/"
_OPEN_THERM: Final = "opentherm"
_OPEN_THERM_2: Final = "openTherm"
"""Where generation 2 has its OpenTherm tree from firmware 4.32.47 on."""

_ORDER: Final = (Tree.NETWORK, Tree.DOMAIN, Tree.SCHEDULES, Tree.STATUS, Tree.OPENTHERM)
"""Who answers comes first, then what it says."""

_COMES_AND_GOES: Final = ("Override", "Scheduled", "Comfort", "Invalid")
"""How the names of fields begin that a whole object may hold or not."""


RHYTHM: Final[Mapping[Tree, float]] = {
    Tree.DOMAIN: 30.0,
    Tree.SCHEDULES: 300.0,
    Tree.NETWORK: 600.0,
    Tree.STATUS: 600.0,
    Tree.OPENTHERM: 240.0,
}
"""Seconds between two reads of the trees; 159 requests in an hour."""
SETTLE_AFTER: Final = 0.7
"""Seconds of quiet after a command before what it changed is read back."""
FOLLOW_EVERY: Final = 8.0
"""Seconds between two looks at a shutter on its way."""


class LocalHub(WiserHub):
    """A hub on the local network."""

    rhythm = RHYTHM
    identified_by = frozenset({Tree.NETWORK, Tree.DOMAIN})
    # What answers after a silence may be another hub, or one of another firmware.
    doubted = frozenset(RHYTHM)
    settle_after = SETTLE_AFTER
    follow_every = FOLLOW_EVERY

    def __init__(
        self,
        connection: Connection,
        *,
        name: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Use a connection; `name` is the hub's that must answer, where it is known already."""
        self.connection = connection
        self.snapshot = Snapshot()
        self._name = name
        self._house = House()
        self._pending = Pending(clock)
        self._prefix = _V2
        self._open_therm: str | None = None
        self._missing: set[Tree] = set()
        self._failing: set[Tree] = set()
        self._trees: dict[Tree, Any] = {}
        self._unread: set[Key] = set()
        self._stale: set[Tree] = set()

    @property
    @override
    def capabilities(self) -> frozenset[Capability]:
        # Only the newer trees hold the schedules where they can be changed.
        kept = {Capability.SCHEDULES, Capability.ASSIGNMENTS}
        return frozenset(Capability) - (kept if Tree.SCHEDULES in self._missing else frozenset())

    @property
    @override
    def requests(self) -> int:
        return self.connection.requests

    @property
    @override
    def memory(self) -> dict[str, Any]:
        return self.connection.memory

    @override
    def needed(self, shown: Collection[type[Record]]) -> frozenset[Tree]:
        return frozenset(self.rhythm)

    @property
    @override
    def is_settled(self) -> bool:
        return not self._unread and not self._stale

    @property
    def identity(self) -> Identity:
        """Return who the hub is, from the trees that were read.

        Raises:
            NotWiserHubError: it does not tell its name.
        """
        network = self.snapshot.get(Network)
        name, mac = _name_and_mac(network)
        if name is None:
            raise NotWiserHubError("The hub does not tell its name")
        system = self.snapshot.get(System)
        controller = self.snapshot.get(Device, 0)
        return Identity(
            name=name,
            mac=mac,
            model=controller.model_identifier if controller else None,
            firmware=system.active_system_version if system else None,
            generation=(system.hardware_generation if system else None) or 1,
        )

    @override
    async def identify(self) -> Identity:
        await self._read(Tree.NETWORK)
        await self._read(Tree.DOMAIN)
        return self.identity

    @override
    async def fetch(self, trees: Collection[Tree]) -> Snapshot:
        failures: dict[Tree, WiserError | None] = {}
        for tree in _ORDER:
            if tree not in trees and tree not in self._stale:
                continue
            if tree in self._missing:
                self._stale.discard(tree)
            elif tree is Tree.OPENTHERM and not self._has_open_therm:
                self._stale.discard(tree)
                self._house.forget_open_therm()
                self._show()
            elif tree is Tree.DOMAIN:
                await self._read(tree)
            else:
                failures[tree] = await self._read_side(tree)
        # A hub that does not answer at all has raised by now: these are failures of one tree.
        for tree, failure in failures.items():
            self._tell(tree, failure)
        return self.snapshot

    @override
    async def send(self, command: Command) -> Snapshot:
        path = command.path
        if command.touches is Tree.OPENTHERM:
            path = path.replace(_OPEN_THERM, self._open_therm or _OPEN_THERM, 1)
        answer = await self.connection.write(command.method, self._prefix + path, command.body)
        if command.touches is not None:
            self._stale.add(command.touches)
        if command.touches is Tree.DOMAIN:
            self._pending.void_all()
        if command.target is not None:
            self._pending.void(command.target, command.voids)
            self._pending.expect(command.target, command.expect)
            if self._is_whole(command.target, answer):
                self._house.read_object(command.target, answer)
            elif command.touches is not Tree.SCHEDULES:
                self._unread.add(command.target)
        for key, values in command.also.items():
            self._pending.void(key, command.voids)
            self._pending.expect(key, values)
            self._unread.add(key)
        return self._show()

    @override
    async def settle(self) -> Snapshot:
        if len(self._unread) == 1 and Tree.DOMAIN not in self._stale:
            await self._read_object(next(iter(self._unread)))
        elif self._unread:
            self._stale.add(Tree.DOMAIN)
        return await self.fetch(())

    @override
    def doubt(self, key: Key) -> None:
        self._unread.add(key)

    @override
    async def read_rules(self, automation: Automation) -> dict[str, Any]:
        # The app writes triggers, time constraints and actions; no published read shows them.
        member = members.NAMES[Automation]
        raw = await self.connection.read(f"{self._prefix}domain/{member}/{automation.id}")
        if not isinstance(raw, dict):
            raise BadAnswerError("The answer is not the automation")
        rules: list[str] = []
        decoder_for(Automation).decode(raw, lambda _: None, rules.append)
        return {name: raw[name] for name in rules}

    @override
    def dump(self) -> dict[str, Any]:
        return {tree.value: redact(raw) for tree, raw in self._trees.items()}

    @override
    def dump_records(self, keys: Iterable[Key]) -> list[dict[str, Any]]:
        return [
            {
                "member": kind.__name__,
                "record": redact(self._house.raw((kind, id_)), kind.__name__),
            }
            for kind, id_ in keys
        ]

    @property
    @override
    def problems(self) -> dict[str, list[str]]:
        return {
            "unreadable": sorted(self._house.problems),
            "unknown": sorted(self._house.unknown),
            "missing_trees": sorted(self._missing),
        }

    @property
    def _has_open_therm(self) -> bool:
        """Return whether the hub says that it talks to a boiler by OpenTherm."""
        system = self._house.snapshot.get(System)
        return system is not None and system.has_open_therm

    async def _read_side(self, tree: Tree) -> WiserError | None:
        """Read a tree whose failure leaves its last data in place, and return the failure."""
        try:
            await self._read(tree)
        except InvalidSecretError, WrongHubError:
            raise
        except NotFoundError as err:
            if tree in self._trees:
                return err
            _LOGGER.debug("The hub has no %s tree", tree)
            self._missing.add(tree)
        except WiserError as err:
            return err
        return None

    def _tell(self, tree: Tree, failure: WiserError | None) -> None:
        """Tell once that a tree cannot be read, and once that it can be read again."""
        if failure is not None and tree not in self._failing:
            self._failing.add(tree)
            _LOGGER.info("The %s tree of the hub cannot be read (%s)", tree, failure)
        elif failure is None and tree in self._failing:
            self._failing.discard(tree)
            _LOGGER.info("The %s tree of the hub can be read again", tree)

    async def _read(self, tree: Tree) -> None:
        """Read one tree and show what it holds."""
        raw = await self._get(tree)
        if tree is Tree.DOMAIN:
            self._house.read_domain(raw)
            self._pending.confirm(self._house.snapshot)
            self._unread.clear()
        elif tree is Tree.NETWORK:
            self._house.read_network(raw)
            self._recognise()
        elif tree is Tree.SCHEDULES:
            self._house.read_schedules(raw)
        elif tree is Tree.STATUS:
            self._house.read_status(raw)
        else:
            self._house.read_open_therm(raw)
        self._trees[tree] = raw
        self._stale.discard(tree)
        self._show()

    async def _get(self, tree: Tree) -> Any:
        """Return the JSON of a tree, found where this hub has it."""
        if tree is Tree.OPENTHERM:
            return await self._get_open_therm()
        try:
            return await self.connection.read(f"{self._prefix}{tree}/")
        except NotFoundError:
            # A tree that was there before is not gone: the older one would lack the schedules.
            if tree not in {Tree.DOMAIN, Tree.NETWORK} or self._trees or self._prefix == _V1:
                raise
        try:
            raw = await self.connection.read(f"{_V1}{tree}/")
        except NotFoundError as err:
            raise NotWiserHubError("There are no trees of a Wiser hub") from err
        self._prefix = _V1
        return raw

    async def _get_open_therm(self) -> Any:
        """Return the OpenTherm tree from the path of this hub's generation and firmware."""
        if self._open_therm is not None:
            return await self.connection.read(f"{self._prefix}{self._open_therm}/")
        system = self.snapshot.get(System)
        paths = [_OPEN_THERM, _OPEN_THERM_2]
        if system is not None and system.hardware_generation == 2:
            paths.reverse()
        try:
            raw = await self.connection.read(f"{self._prefix}{paths[0]}/")
        except NotFoundError:
            raw = await self.connection.read(f"{self._prefix}{paths[1]}/")
            self._open_therm = paths[1]
        else:
            self._open_therm = paths[0]
        return raw

    async def _read_object(self, key: Key) -> None:
        """Read one object alone, or everything where the hub does not serve it alone."""
        kind, id_ = key
        path = f"{self._prefix}domain/{members.NAMES[kind]}"
        try:
            raw = await self.connection.read(path if kind is System else f"{path}/{id_}")
        except NotFoundError:
            await self._read(Tree.DOMAIN)
            return
        self._house.read_object(key, raw)
        self._pending.confirm(self._house.snapshot)
        self._unread.discard(key)
        self._show()

    def _show(self) -> Snapshot:
        """Show what is known, with what was written and not confirmed."""
        self.snapshot = self._pending.shown(self._house.snapshot)
        return self.snapshot

    def _recognise(self) -> None:
        """Raise if another hub than the expected one answers."""
        found, _ = _name_and_mac(self._house.snapshot.get(Network))
        if self._name is None or found is None or found.lower() == self._name.lower():
            return
        raise WrongHubError(self._name, found)

    def _is_whole(self, key: Key, answer: Any) -> bool:
        """Return whether an answer is the whole object, so that it need not be read back.

        Hubs answer a write with the whole object, a part of it, an empty object or nothing.
        """
        known = self._house.raw(key)
        if key[0] not in members.NAMES:
            # Schedules are read back as a tree.
            return False
        if not isinstance(answer, dict) or not isinstance(known, dict):
            return False
        return answer.get("id") == known.get("id") and all(
            name in answer or name.startswith(_COMES_AND_GOES) for name in known
        )


def _name_and_mac(network: Network | None) -> tuple[str | None, str | None]:
    """Return the mDNS name and the MAC address a network tree tells."""
    station = network.station if network else None
    point = network.access_point if network else None
    mac = (station.mac_address if station else None) or (point.mac_address if point else None)
    interfaces = [part.network_interface for part in (station, point) if part is not None]
    names = [station.mdns_hostname if station else None]
    names += [interface.host_name for interface in interfaces if interface is not None]
    name = next((name for name in names if name), None)
    if name is None and mac:
        name = f"WiserHeat{mac[-6:].upper()}"
    return name, mac.lower() if mac else None
