"""Find out which fields of the hub an entity shows, by watching what it reads."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, time
from enum import StrEnum
from functools import cache
from hashlib import sha256
import inspect
from types import MethodType, SimpleNamespace
from typing import Annotated, Any, Final, get_args, get_origin, get_type_hints, override

from custom_components.wiser_home.api.house.members import NAMES, SCHEDULES
from custom_components.wiser_home.api.house.phases import PER_PHASE
from custom_components.wiser_home.api.model import (
    NextEvent,
    PhaseReading,
    Record,
    Schedule,
    Snapshot,
)
from custom_components.wiser_home.api.model.snapshot import FOLLOWS
from simulator import HOUSES, load_house

TURNS: Final = 100
"""How often an entity is asked, each time with other values: it may read less with some."""

LINKS: Final = ("Id", "Ids")
"""How the names of fields end that only say what belongs to what."""


@cache
def spellings() -> Mapping[str, str]:
    """Return how the hub spells the names of its fields, from the simulated houses."""
    found: dict[str, str] = {}

    def collect(raw: Any) -> None:
        """Collect the names in a part of a tree."""
        if isinstance(raw, dict):
            for name, value in raw.items():
                found.setdefault(name.lower(), name)
                collect(value)
        elif isinstance(raw, list):
            for item in raw:
                collect(item)

    for house in HOUSES:
        collect(dict(load_house(house).trees))
    return found


def spelled(name: str) -> str:
    """Return the name of a field as the hub spells it, or how names are that are recognised."""
    if name == PER_PHASE:
        return "…PhaseA, …L1"
    plain = "".join(part.capitalize() for part in name.split("_"))
    return spellings().get(plain.lower(), plain)


def member(kind: type) -> str:
    """Return the member of the hub's trees that holds the records of a class."""
    schedules = {known: f"schedules/{name}" for name, known in SCHEDULES.items()}
    return schedules.get(kind) or NAMES.get(kind, kind.__name__)


class Probe:
    """A record that tells what is read of it."""

    def __init__(self, kind: type, path: str, turn: int, read: dict[str, None]) -> None:
        """Stand for a record of a class; what is read is added to a list."""
        self._kind, self._path, self._turn, self._read = kind, path, turn, read

    @property  # type: ignore[misc]
    @override
    def __class__(self) -> type:
        """Pass for the class, where somebody asks."""
        return self._kind

    def __getattr__(self, name: str) -> Any:
        """Return a field's value of this turn; properties of the class work as they do."""
        found = inspect.getattr_static(self._kind, name)
        if isinstance(found, property):
            assert found.fget is not None
            return found.fget(self)
        if inspect.isfunction(found):
            return MethodType(found, self)
        if name not in {field.name for field in fields(self._kind)}:
            return found
        # These are read as a whole: the model has other words for what is in them than the hub.
        whole = issubclass(self._kind, Schedule | NextEvent | PhaseReading)
        path = self._path if whole else f"{self._path}.{spelled(name)}"
        if name != "id":
            self._read[path] = None
        return self._value(get_type_hints(self._kind, include_extras=True)[name], path)

    def _value(self, hint: Any, path: str) -> Any:
        """Return a value of a type; in some turns there is none."""
        absent = sha256(f"{path} {self._turn}".encode()).digest()[0] % 2 == 0
        while hasattr(hint, "__value__"):
            hint = hint.__value__
        if get_origin(hint) is Annotated:
            return self._value(get_args(hint)[0], path)
        if get_origin(hint) is tuple:
            return () if absent else (self._value(get_args(hint)[0], path),)
        kinds = [kind for kind in get_args(hint) or (hint,) if kind is not type(None)]
        if absent and len(kinds) < len(get_args(hint)):
            return None
        if hasattr(kinds[0], "__value__"):
            return self._value(kinds[0], path)
        return self._one_of(kinds[0], path)

    def _one_of(self, kind: Any, path: str) -> Any:
        """Return a value of a plain type, a word, or a record."""
        if is_dataclass(kind):
            return Probe(kind, path, self._turn, self._read)  # type: ignore[arg-type]
        if issubclass(kind, StrEnum):
            words = list(kind)
            return words[self._turn % len(words)]
        if kind is datetime:
            return datetime(2000, 1, 1, tzinfo=UTC)
        return {
            bool: self._turn % 2 == 1,
            int: self._turn,
            float: float(self._turn),
            str: "",
            time: time(self._turn % 24),
        }[kind]


class ProbeSnapshot(Snapshot):
    """A house of probes: one record of every class."""

    def __init__(self, turn: int, read: dict[str, None]) -> None:
        """Add what is read to a list."""
        object.__setattr__(self, "_probe", lambda kind: Probe(kind, member(kind), turn, read))

    @override
    def all[R: Record](self, kind: type[R]) -> Mapping[int, R]:
        return {1: self.probe(kind)}

    @override
    def get[R: Record](self, kind: type[R], id_: int | None = 0) -> R | None:
        return None if id_ is None else self.probe(kind)

    @override
    def schedule_of(self, record: Record) -> Schedule | None:
        kind, _ = FOLLOWS[record.__class__]
        return self.get(kind, getattr(record, "schedule_id", None))

    def probe(self, kind: type) -> Any:
        """Return the probe of a class."""
        return vars(self)["_probe"](kind)


def fields_shown(entity_class: type[Any], description: Any) -> list[str]:
    """Return the fields of the hub that an entity shows; none for one that only acts."""
    read: dict[str, None] = {}
    for turn in range(TURNS):
        entity: Any = object.__new__(entity_class)
        entity.coordinator = SimpleNamespace(data=ProbeSnapshot(turn, read))
        entity.entity_description = description
        entity._kind = description.record
        entity._key = (description.record, 1)
        shown = entity.shows()
        if isinstance(shown, Probe):
            return []
    told = [path for path in read if not any(other.startswith(f"{path}.") for other in read)]
    return sorted([path for path in told if not path.endswith(LINKS)] or told)
