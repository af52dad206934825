"""Hold what was measured, and print it beside what is to be reached."""

from collections.abc import Sequence
from dataclasses import dataclass, field
import gc


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
            return f"≤ {number(self.most)}"
        return "" if self.least is None else f"≥ {number(self.least)}"

    @property
    def shown(self) -> str:
        """Return the value with its unit."""
        return f"{number(self.value)} {self.unit}".rstrip()

    @property
    def verdict(self) -> str:
        """Return whether the target is reached, where there is one."""
        if not self.target:
            return ""
        return "MISSED" if self.is_missed else "reached"


@dataclass(frozen=True)
class Table:
    """The figures of a group; `rows` are printed below them, the first of which is the head."""

    title: str
    figures: Sequence[Figure]
    rows: Sequence[tuple[str, ...]] = field(default=())


def number(value: float) -> str:
    """Return a number with as many digits as say something."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def show(table: Table) -> None:
    """Print a table."""
    print(f"\n{table.title}\n")
    head = ("", "measured", "target", "", "")
    _show_rows([head, *(_row(figure) for figure in table.figures)])
    if table.rows:
        print()
        _show_rows(table.rows)


def _row(figure: Figure) -> tuple[str, ...]:
    """Return the cells of a figure."""
    return figure.what, figure.shown, figure.target, figure.verdict, figure.note


def _show_rows(rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows in Markdown, which reads well in a terminal, too."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for index, row in enumerate(rows):
        first, *others = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print(f"| {' | '.join([first, *others])} |")
        if index == 0:
            print(f"|{'|'.join('-' * (width + 2) for width in widths)}|")


def settle_memory() -> None:
    """Collect what nobody holds any more."""
    for _ in range(3):
        gc.collect()
