"""Keep showing what was written until the hub confirms it.

Hubs report old values for up to a minute after a write; without this every change would jump
back once.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from .model import Key, Record, Snapshot

PATIENCE: Final = 60.0
"""Seconds for which a written value is shown although the hub reports another."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A value that was written to a field, shown until a moment of the clock."""

    value: Any
    until: float


class Pending:
    """The values that were written and are not confirmed yet."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Use a monotonic clock, in seconds."""
        self._clock = clock
        self._written: dict[Key, dict[str, _Written]] = {}
        self._shown: dict[Key, Record] = {}
        self._published: tuple[Snapshot, dict[Key, Record], Snapshot] | None = None

    def expect(self, key: Key, values: Mapping[str, Any]) -> None:
        """Show these values of an object from now on."""
        until = self._clock() + PATIENCE
        self._written.setdefault(key, {}).update(
            {name: _Written(value, until) for name, value in values.items()}
        )

    def void(self, key: Key, names: Collection[str]) -> None:
        """Show of these fields of an object what the hub reports."""
        written = self._written.get(key, {})
        self._keep(key, {name: value for name, value in written.items() if name not in names})

    def void_all(self) -> None:
        """Show of everything what the hub reports."""
        self._written.clear()

    def confirm(self, snapshot: Snapshot) -> None:
        """Forget what a read of the hub has confirmed."""
        for key, written in list(self._written.items()):
            record = snapshot.record(key)
            self._keep(
                key,
                {
                    name: value
                    for name, value in written.items()
                    if record is not None and getattr(record, name) != value.value
                },
            )

    def shown(self, snapshot: Snapshot) -> Snapshot:
        """Return the snapshot with what was written in place of what the hub reports."""
        now = self._clock()
        for key, written in list(self._written.items()):
            self._keep(key, {name: value for name, value in written.items() if value.until > now})
        overlay: dict[Key, Record] = {}
        for key, written in self._written.items():
            if (record := snapshot.record(key)) is None:
                continue
            new = replace(record, **{name: value.value for name, value in written.items()})
            old = self._shown.get(key)
            overlay[key] = old if old is not None and old == new else new
        self._shown = overlay
        if self._published is not None:
            below, last, result = self._published
            if (
                below is snapshot
                and last.keys() == overlay.keys()
                and all(last[key] is overlay[key] for key in overlay)
            ):
                return result
        result = self._overlaid(snapshot, overlay)
        self._published = (snapshot, overlay, result)
        return result

    def _overlaid(self, snapshot: Snapshot, overlay: Mapping[Key, Record]) -> Snapshot:
        """Return a snapshot with some records exchanged."""
        if not overlay:
            return snapshot
        objects = dict(snapshot.objects)
        for (kind, id_), record in overlay.items():
            objects[kind] = {**objects[kind], id_: record}
        return Snapshot(objects)

    def _keep(self, key: Key, written: dict[str, _Written]) -> None:
        """Keep what is left of the values written to an object."""
        if written:
            self._written[key] = written
        else:
            self._written.pop(key, None)
