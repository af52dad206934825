"""Say what every connection to a Wiser house offers."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .model import Key, Snapshot


class Tree(StrEnum):
    """The parts in which a house is read."""

    DOMAIN = "domain"
    NETWORK = "network"
    SCHEDULES = "schedules"
    STATUS = "status"
    OPENTHERM = "opentherm"


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
    generation: int

    @property
    def unique_id(self) -> str:
        """Return what identifies the hub for ever."""
        return self.name.lower()


class WiserHub(ABC):
    """A Wiser house, however it is reached."""

    snapshot: Snapshot
    """The newest state that is known."""

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
