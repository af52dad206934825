"""Say what the writes of a hub have in common."""

from collections.abc import Mapping
from typing import Any, Final

from ...errors import InvalidValueError
from ...house.members import NAMES
from ...hub import Command, Tree
from ...model import (
    Record,
    System,
)

LOWEST_SET_POINT: Final = 5.0
HIGHEST_SET_POINT: Final = 30.0
LARGEST_BOOST: Final = 5.0
LONGEST_MINUTES: Final = 24 * 60


def patch(
    record: Record,
    body: Mapping[str, Any],
    expect: Mapping[str, Any] | None = None,
    *,
    voids: frozenset[str] = frozenset(),
    touches: Tree | None = None,
) -> Command:
    """Return the command that changes fields of a record."""
    member = NAMES[type(record)]
    return Command(
        "PATCH",
        f"domain/{member}" if isinstance(record, System) else f"domain/{member}/{record.id}",
        body,
        target=(type(record), record.id),
        expect=expect or {},
        voids=voids,
        touches=touches,
    )


def in_tenths(value: float, low: float, high: float, what: str) -> int:
    """Return tenths of a value that must lie within bounds."""
    if not low <= value <= high:
        raise InvalidValueError(f"{what} must be between {low:g} and {high:g}, not {value:g}")
    return round(value * 10)


def in_percent(value: float, what: str) -> int:
    """Return a percentage as the hub wants it."""
    if not 0 <= value <= 100:
        raise InvalidValueError(f"{what} must be between 0 and 100, not {value:g}")
    return round(value)


def in_minutes(value: int) -> int:
    """Return a duration in minutes as the hub wants it."""
    if not 0 < value <= LONGEST_MINUTES:
        raise InvalidValueError(
            f"The duration must be between 1 and {LONGEST_MINUTES} minutes, not {value}"
        )
    return value


def request_override(kind: str | int, **values: Any) -> dict[str, Any]:
    """Return the body that asks for an override."""
    return {"RequestOverride": {"Type": kind, **values}}
