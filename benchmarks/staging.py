"""Set the scene at a simulated hub: what the next poll will find, and what was asked."""

from typing import Any

import aiohttp

from simulator import House

from .houses import CHANGES


class Stage:
    """A simulated hub, from the side of who makes it what it is."""

    def __init__(self, address: str, house: House, session: aiohttp.ClientSession) -> None:
        """Reach its controls."""
        self._url = f"http://{address}/simulator"
        self._domain = house.trees["domain"]
        self._session = session
        self._steps = 0

    async def change(self, change: str) -> None:
        """Let the next poll find a change."""
        self._steps += 1
        tree = CHANGES[change](self._domain, self._steps)
        async with self._session.put(f"{self._url}/trees/domain", json=tree) as response:
            response.raise_for_status()

    async def set(self, **settings: Any) -> None:
        """Change how the hub answers."""
        async with self._session.patch(f"{self._url}/settings", json=settings) as response:
            response.raise_for_status()

    async def requests(self) -> int:
        """Return how many requests the hub got since the last look."""
        async with self._session.get(f"{self._url}/requests") as response:
            found = len((await response.json())["requests"])
        async with self._session.delete(f"{self._url}/requests") as response:
            response.raise_for_status()
        return found
