"""A day of polls, commands, faults and reloads leaves nothing behind."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import asdict
import logging
from random import Random
import tracemalloc
from typing import Any, Final, override

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from simulator import Fault, SimulatedHub, load_house
from tests.conftest import POLL_INTERVAL, SECRET, set_up, state_of
from tests.endure import HOURS

from .figures import TOLD, Figures, take

STEP: Final = POLL_INTERVAL
POLLS: Final = round((HOURS or 1) * 3600 / STEP)
WARM_UP: Final = 70
"""Polls after which all that is read once, or kept for reuse, is there: more than half an hour."""

CALM: Final = 25
"""Polls after which everything was read again, and no shutter is on its way."""
TURNS: Final = 3000
"""How often the loop turns before what still runs is taken to hang."""

RELOAD_EVERY: Final = 40
ACT_EVERY: Final = 7
FAULT_EVERY: Final = 9

PASSING: Final = (
    *(Fault.RESET, Fault.HALF_BODY, Fault.TRUNCATED_JSON, Fault.BAD_BYTES, Fault.BAD_FRAMING),
    *(Fault.NOT_FOUND, Fault.SERVER_ERROR, Fault.REDIRECT_HTTPS, Fault.NOT_JSON),
    *(Fault.EMPTY_TREE, Fault.ENERGY_ZERO, Fault.REFUSE, Fault.OTHER_HUB, Fault.HANG),
)
"""What a hub may do for some polls; a secret that is refused twice would end them."""

ACTIONS: Final[tuple[tuple[str, str, dict[str, Any]], ...]] = (
    *(("climate", "set_temperature", {"temperature": 21.5}), ("button", "press", {})),
    *(("switch", "turn_on", {}), ("switch", "turn_off", {}), ("cover", "open_cover", {})),
    *(("cover", "close_cover", {}), ("light", "turn_on", {}), ("light", "turn_off", {})),
    *(("climate", "set_preset_mode", {"preset_mode": "boost"}),),
    *(("water_heater", "turn_on", {}), ("wiser_home", "cancel_override", {})),
)

MOST_KIB: Final = 400
MOST_OBJECTS: Final = 1500 if HOURS else 200
"""How much more may be held at the end: less than one object for each poll of a hub.

What grows and ends is what Home Assistant keeps of each entity, such as its last state.
"""


class Complaints(logging.Handler):
    """Count what is logged with an exception, and keep nothing of the rest."""

    def __init__(self) -> None:
        """Start with nothing."""
        super().__init__()
        self.lines: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line that an exception stands behind."""
        if record.exc_info and record.levelno >= logging.WARNING:
            self.lines.append(f"{record.name}: {record.getMessage()} {record.exc_info[1]!r}")


@pytest.fixture
def _traced() -> Iterator[None]:
    """Let Python count the memory it holds."""
    tracemalloc.start()
    yield
    tracemalloc.stop()


@contextmanager
def complaints() -> Iterator[list[str]]:
    """Return what is logged with an exception; pytest itself would keep every line."""
    root = logging.getLogger()
    before, handler = root.handlers[:], Complaints()
    root.handlers[:] = [handler]
    try:
        yield handler.lines
    finally:
        root.handlers[:] = before


class Soak:
    """Two houses in one Home Assistant, over a long time."""

    def __init__(
        self,
        hass: HomeAssistant,
        freezer: FrozenDateTimeFactory,
        hubs: list[SimulatedHub],
        entries: list[MockConfigEntry],
    ) -> None:
        """Start to count; chance is the same every time."""
        self.hass = hass
        self.freezer = freezer
        self.hubs = hubs
        self.entries = entries
        self.chance = Random(20261121)
        self.done: Counter[str] = Counter()

    async def poll(self) -> None:
        """Let one poll come, and what is due then happen."""
        self.freezer.tick(STEP)
        async_fire_time_changed(self.hass)
        await self.settle()
        self.done["polls"] += len(self.hubs)

    async def settle(self) -> None:
        """Let everything happen that needs no time; what hangs is left hanging."""
        for _ in range(TURNS):
            await asyncio.sleep(0)
            if not self.hass._tasks and not self.hass._background_tasks:
                break

    async def act(self) -> None:
        """Do what people do; a hub that misbehaves may fail it."""
        domain, action, data = self.chance.choice(ACTIONS)
        kind = "climate" if domain == "wiser_home" else domain
        entity_ids = [
            state.entity_id
            for state in self.hass.states.async_all(kind)
            if state.state != STATE_UNAVAILABLE
        ]
        if entity_ids:
            call = {"entity_id": self.chance.choice(entity_ids), **data}
            task = self.hass.async_create_task(self.call(domain, action, call))
            await self.settle()
            self.done["commands"] += 1
            self.done["commands that failed"] += not task.done() or not task.result()

    async def call(self, domain: str, action: str, data: dict[str, Any]) -> bool:
        """Call an action, and return whether it could be done."""
        try:
            await self.hass.services.async_call(domain, action, data, blocking=True)
        except HomeAssistantError:
            return False
        return True

    def misbehave(self) -> None:
        """Let a hub misbehave for some requests."""
        self.chance.choice(self.hubs).inject(
            self.chance.choice(PASSING), times=self.chance.choice((1, 1, 2, 4, 9))
        )
        self.done["faults"] += 1

    async def reload(self) -> None:
        """Let an entry be set up anew by a hub that behaves."""
        for hub in self.hubs:
            hub.clear_faults()
            self.done["requests"] += len(hub.requests)
            hub.requests.clear()
        entry = self.chance.choice(self.entries)
        await self.hass.config_entries.async_reload(entry.entry_id)
        self.done["reloads"] += 1

    async def pass_polls(self, polls: int) -> None:
        """Let so many polls come, and between them what a day brings."""
        for number in range(1, polls + 1):
            await self.poll()
            if number % FAULT_EVERY == 0:
                self.misbehave()
            if number % ACT_EVERY == 0:
                await self.act()
            if number % RELOAD_EVERY == 0:
                await self.reload()

    async def calm_down(self) -> None:
        """Let the hubs behave until everything is as it would be without them."""
        for hub in self.hubs:
            hub.clear_faults()
            self.done["requests"] += len(hub.requests)
            hub.requests.clear()
        for _ in range(CALM):
            await self.poll()

    def figures(self) -> Figures:
        """Return what is held now."""
        return take(self.hass, [entry.runtime_data for entry in self.entries])


@pytest.fixture
async def soak(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, socket_enabled: None
) -> AsyncIterator[Soak]:
    """Return two houses of different generations, whose time is that of the test."""
    hubs = [
        SimulatedHub(load_house(house), secret=SECRET, clock=dt_util.utcnow)
        for house in ("cottage", "apartment")
    ]
    for hub in hubs:
        await hub.start()
    yield Soak(hass, freezer, hubs, [await set_up(hass, hub) for hub in hubs])
    for hub in hubs:
        await hub.stop()


@pytest.mark.usefixtures("_traced", "entity_registry_enabled_by_default")
@pytest.mark.timeout(0 if HOURS else 180)
async def test_nothing_grows(soak: Soak) -> None:
    """Hold after many polls what was held after the first ones."""
    # A loop that is debugged remembers where every task was made, and takes time for it.
    soak.hass.loop.set_debug(False)
    with complaints() as found:
        await soak.pass_polls(WARM_UP)
        await soak.calm_down()
        start = soak.figures()
        soak.done.clear()

        await soak.pass_polls(POLLS)
        await soak.calm_down()
        end = soak.figures()

    TOLD.update({"soak": soak.done, "soak, start": asdict(start), "soak, end": asdict(end)})
    grown = end - start
    assert [state_of(entry) for entry in soak.entries] == [ConfigEntryState.LOADED] * 2
    assert soak.done["polls"] >= 2 * POLLS
    assert soak.done["faults"] > POLLS // (2 * FAULT_EVERY)
    assert (grown.tasks, grown.open_files, grown.listeners, grown.states) == (0, 0, 0, 0)
    assert grown.timers <= 0
    assert grown.objects < MOST_OBJECTS
    assert grown.traced_kib < MOST_KIB
    assert found == []
