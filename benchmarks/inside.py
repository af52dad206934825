"""Measure inside Home Assistant: `python -m benchmarks.inside ADDRESS HOUSE TIMES COMMANDS`.

Event-loop time is the processor time of the thread that the loop runs in; the hub has a process
of its own, and so has each measurement.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count
import logging
import statistics
import sys
import time
from typing import Any
from unittest.mock import patch

import aiohttp

# Mends the test package, so it comes before that.
import tests.ha_shim  # noqa: F401

# isort: split

from homeassistant import loader
from homeassistant.components.climate import DOMAIN as CLIMATE, SERVICE_SET_TEMPERATURE
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ATTR_ENTITY_ID, ATTR_TEMPERATURE, CONF_HOST
from homeassistant.core import HomeAssistant, State, StateMachine
from homeassistant.helpers import frame, translation
from homeassistant.helpers.state import async_reproduce_state
import orjson
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_test_home_assistant,
)

from custom_components.wiser_home.api.local import Connection
from custom_components.wiser_home.api.local.hub import SETTLE_AFTER
from custom_components.wiser_home.const import CONF_SECRET, DOMAIN
from custom_components.wiser_home.coordinator import WiserCoordinator
from simulator import House, load_house

from .houses import CHANGES
from .processes import SECRET, tell
from .staging import Stage

_WARM = 3
_SCENE_ROOMS = 10


class _Resolver(aiohttp.ThreadedResolver):
    """A resolver that ends as that of Home Assistant does."""

    async def real_close(self) -> None:
        """Let go of everything."""
        await self.close()


@asynccontextmanager
async def _home_assistant() -> AsyncIterator[HomeAssistant]:
    """Run a Home Assistant that loads custom integrations."""
    # The usual resolver asks by mDNS, too, for which more of Home Assistant would have to run.
    with patch(
        "homeassistant.helpers.aiohttp_client._async_make_resolver", return_value=_Resolver()
    ):
        async with async_test_home_assistant(asyncio.get_running_loop()) as hass:
            hass.data.pop(loader.DATA_CUSTOM_COMPONENTS)
            frame.async_setup(hass)
            await translation.async_load_integrations(hass, {"homeassistant"})
            yield hass
            await hass.async_stop(force=True)


@contextmanager
def _counted_writes() -> Iterator[list[str]]:
    """Count the states that are written, changed or not."""
    written: list[str] = []
    original = StateMachine.async_set_internal

    def counting(self: StateMachine, entity_id: str, *args: Any, **kwargs: Any) -> None:
        """Count and write."""
        written.append(entity_id)
        original(self, entity_id, *args, **kwargs)

    with patch.object(StateMachine, "async_set_internal", counting):
        yield written


async def _cost(doing: Awaitable[object]) -> float:
    """Return the milliseconds of event-loop time that something takes."""
    start = time.thread_time()
    await doing
    return (time.thread_time() - start) * 1000


async def measure(address: str, house: House, times: int, commands: int) -> dict[str, float]:
    """Return what the integration costs in a Home Assistant of its own."""
    # A hub of another process needs no rest.
    hasty = {**(Connection.__init__.__kwdefaults__ or {}), "gap": 0.0}
    with patch.object(Connection.__init__, "__kwdefaults__", hasty):
        async with _home_assistant() as hass, aiohttp.ClientSession() as session:
            stage = Stage(address, house, session)
            entry = MockConfigEntry(
                domain=DOMAIN,
                title=house.hub_name,
                unique_id=house.hub_name.lower(),
                data={CONF_HOST: address, CONF_SECRET: SECRET},
            )
            entry.add_to_hass(hass)
            found = await _set_up(hass, entry, times)
            coordinator: WiserCoordinator = entry.runtime_data
            found["states"] = len(hass.states.async_all())
            found |= await _read_polls(coordinator, house, times)
            if commands:
                for change in CHANGES:
                    found |= await _polls(coordinator, stage, change, times)
                found |= await _command(hass, stage, commands)
                found |= await _scene(hass, stage)
            await hass.config_entries.async_unload(entry.entry_id)
            return found


async def _set_up(hass: HomeAssistant, entry: MockConfigEntry, times: int) -> dict[str, float]:
    """Return the milliseconds of the first set-up, with every import, and of those after it."""

    async def set_up() -> None:
        """Set the entry up until everything has its state."""
        await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()

    start = time.perf_counter()
    await set_up()
    first = (time.perf_counter() - start) * 1000
    assert entry.state is ConfigEntryState.LOADED
    costs, waits = [], []
    for _ in range(max(3, times // 10)):
        await hass.config_entries.async_unload(entry.entry_id)
        start = time.perf_counter()
        costs.append(await _cost(set_up()))
        waits.append((time.perf_counter() - start) * 1000)
    return {
        "first set-up": first,
        "set-up": statistics.median(waits),
        "set-up loop": statistics.median(costs),
    }


async def _read_polls(coordinator: WiserCoordinator, house: House, times: int) -> dict[str, float]:
    """Return what polls cost without the exchange: from the body to what is shown."""
    found: dict[str, float] = {}
    steps = count()
    bodies: list[bytes] = []

    async def read(_: Connection, path: str) -> Any:
        """Take the body as if it had just come."""
        assert path.endswith("/domain/")
        return orjson.loads(bodies[next(steps) % 2])

    with patch.object(Connection, "read", read):
        for change, make in CHANGES.items():
            bodies = [orjson.dumps(make(house.trees["domain"], step)) for step in range(2)]
            costs, ratios = [], []
            for _ in range(times + _WARM):
                start = time.thread_time()
                orjson.loads(bodies[0])
                loads = (time.thread_time() - start) * 1000
                costs.append(await _cost(coordinator.async_refresh()))
                ratios.append(costs[-1] / loads)
            found[f"{change}, no exchange"] = statistics.median(costs[_WARM:])
            found[f"{change}, against loads"] = statistics.median(ratios[_WARM:])
    return found


async def _polls(
    coordinator: WiserCoordinator, stage: Stage, change: str, times: int
) -> dict[str, float]:
    """Return the event-loop time of a poll that finds a change, and the states it wrote."""
    costs = []
    for _ in range(times + _WARM):
        await stage.change(change)
        costs.append(await _cost(coordinator.async_refresh()))
    await stage.change(change)
    with _counted_writes() as written:
        await coordinator.async_refresh()
    return {change: statistics.median(costs[_WARM:]), f"{change}, writes": len(written)}


async def _command(hass: HomeAssistant, stage: Stage, times: int) -> dict[str, float]:
    """Return the milliseconds from an action to its state, and the requests it cost."""
    entity_id = _heated(hass)[0]
    found: dict[str, float] = {}
    for style in ("whole", "partial"):
        await stage.set(answer_style=style)
        waits, requests = [], []
        for number in range(times):
            await stage.requests()
            start = time.perf_counter()
            await hass.services.async_call(
                CLIMATE,
                SERVICE_SET_TEMPERATURE,
                {ATTR_ENTITY_ID: entity_id, ATTR_TEMPERATURE: 18 + number},
                blocking=True,
            )
            waits.append((time.perf_counter() - start) * 1000)
            state = hass.states.get(entity_id)
            assert state is not None
            assert state.attributes[ATTR_TEMPERATURE] == 18 + number
            await _read_back(hass)
            requests.append(await stage.requests())
        found[f"command {style}"] = statistics.median(waits)
        found[f"command {style} requests"] = max(requests)
    return found


async def _scene(hass: HomeAssistant, stage: Stage) -> dict[str, float]:
    """Return the milliseconds and the requests of a scene that sets ten rooms."""
    entity_ids = _heated(hass)[:_SCENE_ROOMS]
    found: dict[str, float] = {"scene rooms": len(entity_ids)}
    scenes: dict[str, list[State | None]] = {
        "scene": [State(one, "unknown", {ATTR_TEMPERATURE: 19.5}) for one in entity_ids],
        "restored scene": [hass.states.get(one) for one in entity_ids],
    }
    for name, states in scenes.items():
        await stage.requests()
        start = time.perf_counter()
        await async_reproduce_state(hass, [state for state in states if state is not None])
        found[name] = (time.perf_counter() - start) * 1000
        await _read_back(hass)
        found[f"{name} requests"] = await stage.requests()
    return found


def _heated(hass: HomeAssistant) -> list[str]:
    """Return the entities of the heated rooms."""
    return sorted(state.entity_id for state in hass.states.async_all(CLIMATE))


async def _read_back(hass: HomeAssistant) -> None:
    """Wait until what was written is read back, which begins after some quiet."""
    await hass.async_block_till_done()
    await asyncio.sleep(SETTLE_AFTER + 0.1)
    await hass.async_block_till_done(wait_background_tasks=True)


if __name__ == "__main__":
    # It warns of custom integrations, and of names that change with every poll.
    logging.disable(logging.WARNING)
    times, commands = map(int, sys.argv[3:])
    tell(asyncio.run(measure(sys.argv[1], load_house(sys.argv[2]), times, commands)))
