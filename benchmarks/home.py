"""Measure inside a Home Assistant: polls, actions, scenes and the set-up of the entry."""

from .figures import Figure, Table
from .houses import EVERYTHING, ONE_ROOM, UNCHANGED
from .processes import hub_process, run_worker

_WRITES = {UNCHANGED: 0, ONE_ROOM: 2, EVERYTHING: None}
"""How many states a poll may write; a room shows its temperature in its climate and a sensor."""


def run(house: str, times: int, commands: int = 0) -> dict[str, float]:
    """Return what the integration costs with a house, in a Home Assistant and a hub of its own.

    Without commands only the set-up and polls without their exchange are measured.
    """
    with hub_process(house) as address:
        found: dict[str, float] = run_worker("inside", address, house, str(times), str(commands))
        return found


def measure(house: str, short: bool) -> Table:
    """Return what the integration costs inside Home Assistant."""
    found = run(house, *((5, 1) if short else (40, 9)))
    figures = [Figure("states", found["states"])]
    for change, most in _WRITES.items():
        alone = found[f"{change}, no exchange"]
        figures += [
            Figure(
                f"{change}, without the exchange",
                found[f"{change}, against loads"],
                "x loads",
                most=2.0 if change == UNCHANGED else None,
                note=f"{alone:.2f} ms from body to states",
            ),
            Figure(f"{change}, event-loop time", found[change], "ms"),
            Figure(
                f"{change}, states written", found[f"{change}, writes"], most=most, counted=True
            ),
        ]
    for style, most, when in (("whole", 1, "answered with the object"), ("partial", 2, "else")):
        key = f"command {style}"
        figures += [
            Figure(f"action to visible state, {when}", found[key], "ms"),
            Figure(f"its requests, {when}", found[f"{key} requests"], most=most, counted=True),
        ]
    rooms = int(found["scene rooms"])
    figures += [
        Figure(f"scene over {rooms} rooms", found["scene"], "ms"),
        Figure("its requests", found["scene requests"], most=rooms + 1, counted=True),
        Figure(f"scene that restores {rooms} rooms whole", found["restored scene"], "ms"),
        Figure("its requests", found["restored scene requests"]),
        Figure("set-up of the entry, the first with all imports", found["first set-up"], "ms"),
        Figure("set-up of the entry, afterwards", found["set-up"], "ms"),
        Figure("event-loop time of that", found["set-up loop"], "ms"),
    ]
    return Table(f"Inside Home Assistant ({house})", figures)
