"""Measure one client at a simulated hub: `python -m benchmarks.rival ours|theirs ADDRESS …`.

What is measured is the processor time of this process alone; the hub has its own.
"""

from abc import ABC, abstractmethod
import asyncio
from collections.abc import Awaitable, Callable
import json
import statistics
import sys
import time
import tracemalloc
from typing import Any, override

import aiohttp

# The library ships no types.
from aioWiserHeatAPI.wiserhub import WiserAPI  # type: ignore[import-untyped]
import orjson

from custom_components.wiser_home.api.hub import Tree
from custom_components.wiser_home.api.local import Connection, LocalHub
from custom_components.wiser_home.api.local.commands import rooms
from custom_components.wiser_home.api.model import Room

from .figures import settle_memory
from .houses import clock_moved, everything_changed, residence, room_changed
from .processes import SECRET, tell

CHANGES = {"clock": clock_moved, "room": room_changed, "everything": everything_changed}
_WARM = 3


class Client(ABC):
    """A client of a hub."""

    @abstractmethod
    async def start(self) -> None:
        """Read everything for the first time."""

    @abstractmethod
    async def poll(self, trees: set[str]) -> None:
        """Poll; `trees` are what our own rhythm asks for this time."""

    @abstractmethod
    async def command(self, celsius: float) -> None:
        """Set the set point of the first room, until the client shows what the hub made of it."""


class Ours(Client):
    """The client of this project."""

    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        """Reach a hub that needs no rest between requests."""
        self.hub = LocalHub(Connection(session, address, SECRET, gap=0.0))

    @override
    async def start(self) -> None:
        await self.hub.identify()
        await self.hub.fetch({Tree.SCHEDULES, Tree.STATUS, Tree.OPENTHERM})

    @override
    async def poll(self, trees: set[str]) -> None:
        await self.hub.fetch({Tree(tree) for tree in trees})

    @override
    async def command(self, celsius: float) -> None:
        room = self.hub.snapshot.all(Room)[1]
        await self.hub.send(rooms.set_room_temperature(room, celsius))
        if not self.hub.is_settled:
            await self.hub.settle()
        assert self.hub.snapshot.all(Room)[1].current_set_point == celsius


class Theirs(Client):
    """The independent client, which reads every tree with every poll."""

    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        """Reach a hub."""
        host, port = address.split(":")
        self.client: Any = WiserAPI(host, SECRET, int(port), enable_automations=False)

    @override
    async def start(self) -> None:
        await self.client.read_hub_data()

    @override
    async def poll(self, trees: set[str]) -> None:
        await self.client.read_hub_data()

    @override
    async def command(self, celsius: float) -> None:
        await self.client.rooms.get_by_id(1).set_target_temperature(celsius)
        await self.client.read_hub_data()
        assert self.client.rooms.get_by_id(1).current_target_temperature == celsius


CLIENTS: dict[str, type[Ours | Theirs]] = {"ours": Ours, "theirs": Theirs}


class Hub:
    """The simulated hub, from the side of who stages the scene."""

    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        """Reach its controls."""
        self._url = f"http://{address}/simulator"
        self._session = session
        self._steps = 0

    async def stage(self, change: str) -> None:
        """Let the next poll find a change; that costs what is not measured."""
        self._steps += 1
        tree = CHANGES[change](residence().trees["domain"], self._steps)
        async with self._session.put(f"{self._url}/trees/domain", json=tree) as response:
            response.raise_for_status()

    async def set(self, **settings: Any) -> None:
        """Change how the hub answers."""
        async with self._session.patch(f"{self._url}/settings", json=settings) as response:
            response.raise_for_status()

    async def requests(self) -> int:
        """Return how many requests there were since the last look."""
        async with self._session.get(f"{self._url}/requests") as response:
            found = len((await response.json())["requests"])
        async with self._session.delete(f"{self._url}/requests") as response:
            response.raise_for_status()
        return found


async def measure(name: str, address: str, rhythm: list[list[str]], times: int) -> dict[str, float]:
    """Return what a client costs; every time is that of the processor, in milliseconds."""
    make = CLIENTS[name]
    async with aiohttp.ClientSession() as session, aiohttp.ClientSession() as stage:
        hub = Hub(address, stage)
        found = {"first poll": await _first(make, hub, address, session, times)}
        client = make(address, session)
        await client.start()
        for key, change in (("domain", "clock"), ("room", "room"), ("everything", "everything")):
            found[key] = await _polls(hub, change, lambda: client.poll({"domain"}), times)
        found["bare"] = await _polls(hub, "clock", lambda: _bare(address, session), times)
        await hub.requests()
        costs = []
        for trees in rhythm:
            await hub.stage("clock")
            costs.append(await _cost(client.poll(set(trees))))
        found["requests an hour"] = await hub.requests()
        found["poll"] = statistics.mean(costs)
        for style in ("whole", "partial"):
            await hub.set(answer_style=style)
            await client.command(21.5 if style == "whole" else 20.5)
            found[f"command, {style}"] = await hub.requests()
        found["memory"] = await _held(make, address, session)
        return found


async def _polls(hub: Hub, change: str, poll: Callable[[], Awaitable[object]], times: int) -> float:
    """Return what a poll costs that finds a change."""
    costs = []
    for _ in range(times + _WARM):
        await hub.stage(change)
        costs.append(await _cost(poll()))
    return statistics.median(costs[_WARM:])


async def _bare(address: str, session: aiohttp.ClientSession) -> None:
    """Read the domain tree as JSON and do nothing with it."""
    headers = {"SECRET": SECRET, "Connection": "close"}
    async with session.get(f"http://{address}/data/v2/domain/", headers=headers) as response:
        orjson.loads(await response.read())


async def _first(
    make: type[Ours | Theirs],
    hub: Hub,
    address: str,
    session: aiohttp.ClientSession,
    times: int,
) -> float:
    """Return what the first poll of a new client costs."""
    return await _polls(hub, "clock", lambda: make(address, session).start(), times)


async def _cost(doing: Awaitable[object]) -> float:
    """Return the milliseconds of processor time that something takes."""
    start = time.process_time()
    await doing
    return (time.process_time() - start) * 1000


async def _held(make: type[Ours | Theirs], address: str, session: aiohttp.ClientSession) -> float:
    """Return the kilobytes that a client holds after a first and another poll."""
    settle_memory()
    tracemalloc.start()
    client = make(address, session)
    await client.start()
    await client.poll({tree.value for tree in Tree})
    settle_memory()
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert client is not None
    return held / 1000


if __name__ == "__main__":
    tell(asyncio.run(measure(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), int(sys.argv[4]))))
