"""Count what a running Home Assistant holds."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
import gc
import tracemalloc
from typing import Final

from homeassistant.core import HomeAssistant
import psutil  # type: ignore[import-untyped]

from custom_components.wiser_home.coordinator import WiserCoordinator

TOLD: Final[dict[str, Mapping[str, int]]] = {}
"""What is told at the end of the tests, by its title."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is held at one moment."""

    traced_kib: int
    """Memory that Python holds beyond what it held when the counting began."""
    resident_kib: int
    """Memory that the process holds, with what its libraries have and do not give back."""
    objects: int
    tasks: int
    open_files: int
    listeners: int
    timers: int
    states: int

    def __sub__(self, before: Figures) -> Figures:
        """Return how much more is held than before."""
        then = asdict(before)
        return Figures(**{name: value - then[name] for name, value in asdict(self).items()})


def take(hass: HomeAssistant, coordinators: Iterable[WiserCoordinator]) -> Figures:
    """Return what is held now."""
    for _ in range(3):
        gc.collect()
    process = psutil.Process()
    listening = sum(hass.bus.async_listeners().values())
    for coordinator in coordinators:
        listening += len(coordinator._listeners)
        listening += sum(map(len, coordinator._watchers.values()))
    return Figures(
        traced_kib=tracemalloc.get_traced_memory()[0] // 1024,
        resident_kib=process.memory_info().rss // 1024,
        objects=len(gc.get_objects()),
        tasks=len(asyncio.all_tasks()),
        open_files=process.num_fds(),
        listeners=listening,
        timers=sum(not handle.cancelled() for handle in vars(hass.loop)["_scheduled"]),
        states=len(hass.states.async_all()),
    )
