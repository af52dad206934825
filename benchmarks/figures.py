"""Hold what was measured, and print it beside what is to be reached."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
import gc
import statistics
import time
from typing import Final

_MISSED: Final = "MISSED"


@dataclass(frozen=True)
class Figure:
    """One measured value; `most` or `least` is what is to be reached.

    A `counted` figure is the same on every machine; missing its target is an error.
    """

    what: str
    value: float
    unit: str = ""
    most: float | None = None
    least: float | None = None
    counted: bool = False
    note: str = ""

    @property
    def is_missed(self) -> bool:
        """Return whether the target is missed."""
        return (self.most is not None and self.value > self.most) or (
            self.least is not None and self.value < self.least
        )

    @property
    def target(self) -> str:
        """Return what is to be reached, in words."""
        if self.most is not None:
            return f"≤ {_number(self.most)}"
        return "" if self.least is None else f"≥ {_number(self.least)}"


def _number(value: float) -> str:
    """Return a number with as many digits as say something."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def show(title: str, figures: Iterable[Figure]) -> None:
    """Print figures as a table."""
    rows: list[tuple[str, ...]] = [("", "reached", "target", "")]
    for figure in figures:
        verdict = "" if not figure.target else _MISSED if figure.is_missed else "ok"
        reached = f"{_number(figure.value)} {figure.unit}".rstrip()
        rows.append((figure.what, reached, figure.target, f"{verdict} {figure.note}".strip()))
    print(f"\n{title}")
    show_columns(rows)


def show_columns(rows: list[tuple[str, ...]]) -> None:
    """Print rows whose first is the head; all columns but the first and the last are numbers."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for number, row in enumerate(rows):
        first, *middle = row
        cells = [cell.rjust(width) for cell, width in zip(middle, widths[1:], strict=True)]
        cells[-1] = middle[-1]
        print("  " + "   ".join([first.ljust(widths[0]), *cells]).rstrip())
        if number == 0:
            print("  " + "-" * (sum(widths) + 3 * len(widths) - 3))


def median_ms[T](run: Callable[[T], object], prepare: Callable[[], T], times: int) -> float:
    """Return the median of how long something takes, in milliseconds."""
    found = []
    for _ in range(times):
        prepared = prepare()
        start = time.perf_counter()
        run(prepared)
        found.append(time.perf_counter() - start)
    return statistics.median(found) * 1000


def settle_memory() -> None:
    """Collect what nobody holds any more."""
    for _ in range(3):
        gc.collect()
