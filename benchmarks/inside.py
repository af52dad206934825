"""Measure inside Home Assistant: `python -m benchmarks.inside ADDRESS HOUSE TIMES`.

Event-loop time is the processor time of the thread that the loop runs in; the hub has a process
of its own, and so has each measurement.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
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
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_test_home_assistant,
)

from custom_components.wiser_home.api.local import connection
from custom_components.wiser_home.const import CONF_SECRET, DOMAIN
from custom_components.wiser_home.coordinator import WiserCoordinator
from custom_components.wiser_home.read_back import SETTLE_AFTER
from simulator import House, load_house

from .houses import Tree, clock_moved, everything_changed, room_changed
from .processes import SECRET, tell

_CHANGES: dict[str, Callable[[Tree, int], Tree]] = {
    "clock": clock_moved,
    "room": room_changed,
    "everything": everything_changed,
}
_WARM = 2
_SCENE_ROOMS = 10


class _Hub:
    """The simulated hub, from the side of who stages the scene."""

    def __init__(self, address: str, house: House, session: aiohttp.ClientSession) -> None:
        """Reach its controls."""
        self._url = f"http://{address}"
        self._house = house
        self._session = session
        self._steps = 0

    async def stage(self, change: str) -> None:
        """Let the next poll find a change; that costs what is not measured."""
        self._steps += 1
        tree = _CHANGES[change](self._house.trees["domain"], self._steps)
        url = f"{self._url}/simulator/trees/domain"
        async with self._session.put(url, json=tree) as response:
            response.raise_for_status()

    async def exchange(self) -> None:
        """Read the domain tree and do nothing with it."""
        headers = {"SECRET": SECRET, "Connection": "close"}
        url = f"{self._url}/data/v2/domain/"
        async with self._session.get(url, headers=headers) as response:
            await response.read()

    async def answer(self, style: str) -> None:
        """Choose how writes are answered."""
        url = f"{self._url}/simulator/settings"
        async with self._session.patch(url, json={"answer_style": style}) as response:
            response.raise_for_status()


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


async def measure(address: str, house: House, times: int) -> dict[str, float]:
    """Return what the integration costs in a Home Assistant of its own."""
    # A hub of another process needs no rest.
    connection.Connection.__init__.__kwdefaults__ = {
        **(connection.Connection.__init__.__kwdefaults__ or {}),
        "gap": 0.0,
    }
    async with _home_assistant() as hass, aiohttp.ClientSession() as session:
        hub = _Hub(address, house, session)
        entry = MockConfigEntry(
            domain=DOMAIN,
            title=house.hub_name,
            unique_id=house.hub_name.lower(),
            data={CONF_HOST: address, CONF_SECRET: SECRET},
        )
        entry.add_to_hass(hass)
        found = await _set_up(hass, entry, times)
        coordinator: WiserCoordinator = entry.runtime_data
        found["entities"] = len(hass.states.async_all())
        found["exchange"] = await _median(hub.exchange, times)
        for change in _CHANGES:
            found |= await _polls(hass, coordinator, hub, change, times)
        found |= await _command(hass, coordinator, hub)
        found |= await _scene(hass, coordinator, hub)
        await hass.config_entries.async_unload(entry.entry_id)
        return found


async def _median(do: Callable[[], Awaitable[object]], times: int) -> float:
    """Return the median of the event-loop time of something."""
    return statistics.median([await _cost(do()) for _ in range(times + _WARM)][_WARM:])


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


async def _polls(
    hass: HomeAssistant, coordinator: WiserCoordinator, hub: _Hub, change: str, times: int
) -> dict[str, float]:
    """Return the event-loop time of a poll that finds a change, and the states it wrote."""

    async def poll() -> None:
        """Poll and let everybody show it."""
        await coordinator.async_refresh()
        await hass.async_block_till_done()

    costs = []
    for _ in range(times + _WARM):
        await hub.stage(change)
        costs.append(await _cost(poll()))
    await hub.stage(change)
    with _counted_writes() as written:
        await poll()
    return {change: statistics.median(costs[_WARM:]), f"{change} writes": len(written)}


async def _command(
    hass: HomeAssistant, coordinator: WiserCoordinator, hub: _Hub
) -> dict[str, float]:
    """Return the milliseconds from an action to its state, and the requests it cost."""
    entity_id = _heated(hass)[0]
    found: dict[str, float] = {}
    for style in ("whole", "partial"):
        await hub.answer(style)
        waits, requests = [], []
        for number in range(5):
            before = coordinator.hub.connection.requests
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
            await _settled(hass, coordinator)
            requests.append(coordinator.hub.connection.requests - before)
        found[f"command {style}"] = statistics.median(waits)
        found[f"command {style} requests"] = max(requests)
    return found


async def _scene(hass: HomeAssistant, coordinator: WiserCoordinator, hub: _Hub) -> dict[str, float]:
    """Return the milliseconds and the requests of a scene that sets ten rooms."""
    await hub.answer("partial")
    entity_ids = _heated(hass)[:_SCENE_ROOMS]
    found: dict[str, float] = {}
    scenes: dict[str, list[State | None]] = {
        "scene": [State(one, "unknown", {ATTR_TEMPERATURE: 19.5}) for one in entity_ids],
        "restored scene": [hass.states.get(one) for one in entity_ids],
    }
    for name, states in scenes.items():
        before = coordinator.hub.connection.requests
        start = time.perf_counter()
        await async_reproduce_state(hass, [state for state in states if state is not None])
        found[name] = (time.perf_counter() - start) * 1000
        await _settled(hass, coordinator)
        found[f"{name} requests"] = coordinator.hub.connection.requests - before
    return found


def _heated(hass: HomeAssistant) -> list[str]:
    """Return the entities of the heated rooms."""
    return sorted(state.entity_id for state in hass.states.async_all(CLIMATE))


async def _settled(hass: HomeAssistant, coordinator: WiserCoordinator) -> None:
    """Wait until what was written is read back, which begins after some quiet."""
    await hass.async_block_till_done()
    if not coordinator.hub.is_settled:
        await asyncio.sleep(SETTLE_AFTER + 0.1)
        await hass.async_block_till_done(wait_background_tasks=True)
    assert coordinator.hub.is_settled


if __name__ == "__main__":
    tell(asyncio.run(measure(sys.argv[1], load_house(sys.argv[2]), int(sys.argv[3]))))
