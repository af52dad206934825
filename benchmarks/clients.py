"""Measure both clients at one simulated hub: `python -m benchmarks.clients ADDRESS HOUSE …`.

They poll in turns. What is measured is the processor time of this process; the hub has its own.
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

from custom_components.wiser_home.api.house import House as Parser
from custom_components.wiser_home.api.hub import Tree
from custom_components.wiser_home.api.local import Connection, LocalHub
from custom_components.wiser_home.api.local.commands import rooms
from custom_components.wiser_home.api.local.hub import RHYTHM
from custom_components.wiser_home.api.model import Room
from simulator import House, load_house

from .figures import settle_memory
from .houses import CHANGES, UNCHANGED
from .processes import SECRET, tell
from .staging import Stage

_WARM = 3
_CELSIUS = {"whole": 21.5, "partial": 20.5}


class Client(ABC):
    """A client of a hub."""

    @abstractmethod
    async def start(self) -> None:
        """Read everything for the first time."""

    @abstractmethod
    async def poll(self, trees: list[str]) -> None:
        """Poll; `trees` are what our own rhythm asks for this time."""

    @abstractmethod
    async def command(self, room_id: int, celsius: float) -> None:
        """Set the set point of a room, until the client shows what the hub made of it."""


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
    async def poll(self, trees: list[str]) -> None:
        await self.hub.fetch([Tree(tree) for tree in trees])

    @override
    async def command(self, room_id: int, celsius: float) -> None:
        room = self.hub.snapshot.all(Room)[room_id]
        await self.hub.send(rooms.set_room_temperature(room, celsius))
        if not self.hub.is_settled:
            await self.hub.settle()
        assert self.hub.snapshot.all(Room)[room_id].current_set_point == celsius


class Theirs(Client):
    """The independent client with its defaults, which reads every tree with every poll."""

    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        """Reach a hub."""
        host, port = address.split(":")
        self.client: Any = WiserAPI(host, SECRET, int(port))

    @override
    async def start(self) -> None:
        await self.client.read_hub_data()

    @override
    async def poll(self, trees: list[str]) -> None:
        await self.client.read_hub_data()

    @override
    async def command(self, room_id: int, celsius: float) -> None:
        await self.client.rooms.get_by_id(room_id).set_target_temperature(celsius)
        await self.client.read_hub_data()
        assert self.client.rooms.get_by_id(room_id).current_target_temperature == celsius


class Bare(Client):
    """A client that does nothing with what it reads: no other can need less."""

    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        """Reach a hub."""
        self._url = f"http://{address}/data/v2/domain/"
        self._session = session

    @override
    async def start(self) -> None:
        await self.poll([])

    @override
    async def poll(self, trees: list[str]) -> None:
        headers = {"SECRET": SECRET, "Connection": "close"}
        async with self._session.get(self._url, headers=headers) as response:
            orjson.loads(await response.read())

    @override
    async def command(self, room_id: int, celsius: float) -> None:
        raise NotImplementedError


type _Make = Callable[[str, aiohttp.ClientSession], Client]

CLIENTS: dict[str, _Make] = {"ours": Ours, "theirs": Theirs, "bare": Bare}


def _heated(house: House) -> int:
    """Return the id of the first room that something heats."""
    snapshot = Parser().read_domain(orjson.loads(orjson.dumps(house.trees["domain"])))
    return next(room.id for room in snapshot.all(Room).values() if room.has_heating)


async def measure(
    address: str, house: House, rhythm: list[list[str]], times: int, hours: int
) -> dict[str, dict[str, float]]:
    """Return what each client costs; every time is that of the processor, in milliseconds."""
    async with aiohttp.ClientSession() as session, aiohttp.ClientSession() as staging:
        stage = Stage(address, house, staging)
        clients = {name: make(address, session) for name, make in CLIENTS.items()}
        found: dict[str, dict[str, float]] = {name: {} for name in clients}
        for name, cost in (await _first(stage, address, session, times)).items():
            found[name]["first poll"] = cost
        for client in clients.values():
            await client.start()
        for change in CHANGES:
            for name, cost in (await _polls(stage, change, clients, times)).items():
                found[name][change] = cost
        for name, costs in (await _hours(stage, clients, rhythm, hours)).items():
            found[name] |= costs
        for name in ("ours", "theirs"):
            found[name] |= await _commands(stage, clients[name], _heated(house))
            found[name]["memory"] = await _held(CLIENTS[name], address, session)
        return found


async def _first(
    stage: Stage, address: str, session: aiohttp.ClientSession, times: int
) -> dict[str, float]:
    """Return what the first poll of a new client costs."""
    costs: dict[str, list[float]] = {name: [] for name in CLIENTS}
    for _ in range(times + _WARM):
        await stage.change(UNCHANGED)
        for name, make in CLIENTS.items():
            costs[name].append(await _cost(make(address, session).start()))
    return {name: statistics.median(found[_WARM:]) for name, found in costs.items()}


async def _polls(
    stage: Stage, change: str, clients: dict[str, Client], times: int
) -> dict[str, float]:
    """Return what a poll costs that finds a change."""
    costs: dict[str, list[float]] = {name: [] for name in clients}
    for _ in range(times + _WARM):
        await stage.change(change)
        for name, client in clients.items():
            costs[name].append(await _cost(client.poll(["domain"])))
    return {name: statistics.median(found[_WARM:]) for name, found in costs.items()}


async def _hours(
    stage: Stage, clients: dict[str, Client], rhythm: list[list[str]], hours: int
) -> dict[str, dict[str, float]]:
    """Return what a poll costs on average of an hour at rest, and the requests of the hour."""
    means: dict[str, list[float]] = {name: [] for name in clients}
    requests = dict.fromkeys(clients, 0)
    for _ in range(hours):
        spent = dict.fromkeys(clients, 0.0)
        requests = dict.fromkeys(clients, 0)
        for trees in rhythm:
            await stage.change(UNCHANGED)
            await stage.requests()
            for name, client in clients.items():
                spent[name] += await _cost(client.poll(trees))
                requests[name] += await stage.requests()
        for name, sum_ in spent.items():
            means[name].append(sum_ / len(rhythm))
    return {
        name: {"poll": statistics.median(means[name]), "requests": requests[name]}
        for name in clients
    }


async def _commands(stage: Stage, client: Client, room_id: int) -> dict[str, float]:
    """Return the requests of a command, where the hub answers with the object and where not."""
    found = {}
    for style, celsius in _CELSIUS.items():
        await stage.set(answer_style=style)
        await stage.requests()
        await client.command(room_id, celsius)
        found[style] = float(await stage.requests())
    return found


async def _cost(doing: Awaitable[object]) -> float:
    """Return the milliseconds of processor time that something takes."""
    start = time.process_time()
    await doing
    return (time.process_time() - start) * 1000


async def _held(make: _Make, address: str, session: aiohttp.ClientSession) -> float:
    """Return the kilobytes that a client holds after a first and another poll."""
    settle_memory()
    tracemalloc.start()
    client = make(address, session)
    await client.start()
    await client.poll([tree.value for tree in RHYTHM])
    settle_memory()
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert client is not None
    return held / 1000


if __name__ == "__main__":
    tell(
        asyncio.run(
            measure(
                sys.argv[1],
                load_house(sys.argv[2]),
                json.loads(sys.argv[3]),
                int(sys.argv[4]),
                int(sys.argv[5]),
            )
        )
    )
