"""Say what every connection to a Wiser house offers."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .model import Automation, Key, Record, Snapshot


class Tree(StrEnum):
    """The parts in which a house is read; each connection has its own."""

    DOMAIN = "domain"
    NETWORK = "network"
    SCHEDULES = "schedules"
    STATUS = "status"
    OPENTHERM = "opentherm"

    HUB = "hub"
    AWAY = "away"
    ROOMS = "rooms"
    DEVICES = "devices"
    PLUGS = "plugs"
    LIGHTS = "lights"
    SHUTTERS = "shutters"
    SENSORS = "sensors"
    EQUIPMENT = "equipment"


class Capability(StrEnum):
    """What a connection can have done; nothing is offered for what it cannot."""

    AWAY = "away"
    PLUGS = "plugs"
    LIGHTS = "lights"
    SHUTTERS = "shutters"
    SHUTTER_STOP = "shutter_stop"
    """Stop shutters, and turn their slats."""
    SET_POINTS = "set_points"
    """Set the temperature of a room."""
    ROOM_MODES = "room_modes"
    """Boost rooms, switch them off, take them off their schedule and back."""
    SCHEDULES = "schedules"
    """Change what schedules say."""
    TIMETABLE = "timetable"
    """Tell what follows a schedule beside rooms, what comes next, and when an override ends."""
    ASSIGNMENTS = "assignments"
    """Make and delete schedules, and choose what follows which."""
    SETTINGS = "settings"
    """Everything else that a hub can be told."""


@dataclass(frozen=True, slots=True)
class Command:
    """One write, as a value.

    `target` is the object it changes and `expect` the fields of that object, in the model's
    units, that will hold other values once the hub has carried it out. `voids` names fields whose
    new value only the hub knows: what an earlier command expected of them stands no longer.
    `touches` is the tree to read again where a command reaches beyond one object, and `also` what
    is expected of other objects, whose fields are void like those of the target.
    """

    method: str
    path: str
    body: Any = None
    target: Key | None = None
    expect: Mapping[str, Any] = field(default_factory=dict)
    voids: frozenset[str] = frozenset()
    touches: Tree | None = None
    also: Mapping[Key, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a hub is; `name` never changes, `mac` is 12 hexadecimal digits in lower case."""

    name: str
    mac: str | None
    model: str | None
    firmware: str | None
    generation: int | None
    urn: str | None = None
    """Under which the Exchange knows it, where it is reached through that."""

    @property
    def unique_id(self) -> str:
        """Return what identifies the hub for ever."""
        return self.urn or self.name.lower()


class WiserHub(ABC):
    """A Wiser house, however it is reached."""

    snapshot: Snapshot
    """The newest state that is known."""
    rhythm: Mapping[Tree, float]
    """Seconds between two reads of each tree; those read most often make a poll."""
    identified_by: frozenset[Tree]
    """The trees that are read to find out who answers."""
    doubted: frozenset[Tree]
    """The trees that are read anew after a missed poll, due or not."""
    settle_after: float
    """Seconds of quiet after a command before what it changed is read back."""
    follow_every: float
    """Seconds between two looks at a shutter on its way."""

    @property
    @abstractmethod
    def capabilities(self) -> frozenset[Capability]:
        """Return what can be done."""

    @property
    @abstractmethod
    def requests(self) -> int:
        """Return how many requests were sent."""

    @property
    @abstractmethod
    def memory(self) -> dict[str, Any]:
        """Return what was found out of how the house is reached, as JSON to keep."""

    @property
    @abstractmethod
    def is_settled(self) -> bool:
        """Return whether every write so far was answered with what it changed."""

    @abstractmethod
    async def identify(self) -> Identity:
        """Return who the hub is.

        Raises:
            WiserError: every way in which that can fail.
        """

    @abstractmethod
    def needed(self, shown: Collection[type[Record]]) -> frozenset[Tree]:
        """Return the trees that have to be read so that objects of these classes can be shown."""

    @abstractmethod
    async def fetch(self, trees: Collection[Tree]) -> Snapshot:
        """Read trees one after the other and return the new state.

        Raises:
            WiserError: the domain tree could not be read; a failing side tree keeps its data.
        """

    @abstractmethod
    async def send(self, command: Command) -> Snapshot:
        """Carry out one write and return the state that is to be shown from now on.

        Raises:
            WiserError: the write failed or was refused.
        """

    @abstractmethod
    async def settle(self) -> Snapshot:
        """Read back what the writes changed and did not answer, and return the new state.

        Raises:
            WiserError: the object or tree could not be read.
        """

    @abstractmethod
    def doubt(self, key: Key) -> None:
        """Have an object read back with the next `settle`, because it changes by itself."""

    @abstractmethod
    async def read_rules(self, automation: Automation) -> dict[str, Any]:
        """Return what is told of an automation beyond its record, in the hub's words.

        Raises:
            NotOfferedError: the connection cannot ask for it.
            WiserError: it could not be read.
        """

    @property
    @abstractmethod
    def problems(self) -> dict[str, list[str]]:
        """Return what of the answers could not be read, and what the model does not know."""

    @abstractmethod
    def dump(self) -> dict[str, Any]:
        """Return what came last, as it came, without what tells whose house it is."""

    @abstractmethod
    def dump_records(self, keys: Iterable[Key]) -> list[dict[str, Any]]:
        """Return some records as they came, without what tells whose house it is."""
