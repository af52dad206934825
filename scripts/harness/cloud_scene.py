"""What the steps of a run with an account at the Exchange work with."""

import asyncio
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final

from .scene import Scene, expect
from .setting import Exchange

HOMES: Final = 3
KEY: Final = "end-to-end-key"


@dataclass
class CloudScene(Scene[Exchange]):
    """A Home Assistant with the hubs of an account."""

    homes: dict[str, str] = field(default_factory=dict)
    """The ids of the entries by the urns of their hubs."""
    expirations: int = 0
    """How many polls have been refused because the token was over."""

    async def learn(self) -> None:
        """Wait until all hubs are set up, and find out which is which."""
        entries = {entry["entry_id"] for entry in await self.loaded(HOMES, seconds=60)}
        urns = await self.control("GET", "homes")
        registered = await self.registered()
        self.homes = {
            urn: entry
            for urn in urns
            for entry in entries
            if any(
                one["config_entry_id"] == entry and one["unique_id"].startswith(urn)
                for one in registered
            )
        }
        expect(len(self.homes) == HOMES, f"Of {urns} only {list(self.homes)} have entities.")

    async def of(self, urn: str, platform: str) -> dict[str, Any]:
        """Return the available entities of a hub and a platform, with their unique ids."""
        usable = await self.usable(platform)
        return {
            one["unique_id"]: usable[one["entity_id"]]
            for one in await self.registered()
            if one["config_entry_id"] == self.homes[urn] and one["entity_id"] in usable
        }

    async def house(self, urn: str) -> Any:
        """Return a hub's own idea of its house."""
        return await self.control("GET", f"homes/{urn}/trees/domain")

    async def poll(self, urns: Collection[str]) -> None:
        """Make the integration poll hubs now, or as soon as it may."""
        rooms = [next(iter((await self.known(urn, "climate")).values())) for urn in urns]
        await asyncio.gather(
            *(self.client.act("homeassistant.update_entity", entity_id=name) for name in rooms)
        )

    async def known(self, urn: str, platform: str) -> dict[str, str]:
        """Return the entities of a hub and a platform by their unique ids, available or not."""
        return {
            one["unique_id"]: one["entity_id"]
            for one in await self.registered()
            if one["config_entry_id"] == self.homes[urn]
            and one["entity_id"].startswith(f"{platform}.")
            and one["disabled_by"] is None
        }

    async def asked(self) -> Counter[tuple[str, str]]:
        """Return how often each hub was asked each question; two at once are too many."""
        log = await self.control("GET", "requests")
        # A browser asks the page on which a person signs in, and for its icon besides.
        hasty = [
            request
            for request in log["requests"]
            if request["in_flight"] > 1
            and request["headers"]["User-Agent"].startswith("HomeAssistant/")
        ]
        expect(not hasty, f"These were sent beside others: {hasty}")
        return Counter(
            (urn, request["endpoint"])
            for request in log["requests"]
            for urn in self.homes
            if f"/{urn}/" in request["path"]
        )

    async def forget(self) -> None:
        """Begin to count requests."""
        await self.asked()
        await self.control("DELETE", "requests")
