"""What the steps of an end-to-end run work with, and how both programs come to be there."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
import json
from pathlib import Path
import re
import shutil
import time
from typing import Any

from aiohttp import ClientSession

from .client import HomeAssistant
from .processes import HarnessError, Program, free_port, until
from .setting import DOMAIN, Installation, Simulation

LEVEL = re.compile(r"^\S+ \S+ (WARNING|ERROR|CRITICAL) \([^)]*\) \[([^\]]+)\] ")
USER = "tester"
FORBIDDEN = ("Detected that custom integration", "blocking call")


def expect(fact: object, what: str) -> None:
    """Stop when something is not as it must be."""
    if not fact:
        raise HarnessError(what)


@dataclass
class Scene[Counterpart: Simulation]:
    """A running Home Assistant, and what it has to do with."""

    session: ClientSession
    client: HomeAssistant
    other: Counterpart
    installation: Installation
    core: Program
    simulator: Program
    stack: AsyncExitStack

    @property
    def folder(self) -> Path:
        """Return the folder of the run, for what is to be looked at afterwards."""
        return self.installation.folder.parent

    async def go_through(
        self, name: str, steps: Iterable[Callable[[Any], Awaitable[None]]]
    ) -> None:
        """Take one step after the other, and tell of each."""
        for step in steps:
            begun = time.monotonic()
            print(f"[e2e] {name}: {step.__doc__}", flush=True)
            await step(self)
            print(f"      {time.monotonic() - begun:.1f} s", flush=True)

    async def wait(
        self, what: str, condition: Callable[[], Awaitable[bool]], *, seconds: float = 30
    ) -> None:
        """Wait for a condition as long as both programs run."""
        await until(what, condition, seconds=seconds, programs=[self.core, self.simulator])

    async def control(self, method: str, path: str, body: object = None) -> Any:
        """Look behind the front of what is simulated, or make something happen there."""
        return await self.other.control(self.session, method, path, body)

    async def registered(self) -> list[Any]:
        """Return this integration's entities as they are registered."""
        registry = await self.client.command("config/entity_registry/list")
        return [entity for entity in registry if entity["platform"] == DOMAIN]

    async def entities(self) -> dict[str, Any]:
        """Return the states of this integration's entities."""
        ours = {entity["entity_id"] for entity in await self.registered()}
        states = await self.client.states()
        return {entity_id: states[entity_id] for entity_id in ours & states.keys()}

    async def usable(self, platform: str) -> dict[str, Any]:
        """Return the entities of a platform that are available."""
        return {
            entity_id: state
            for entity_id, state in sorted((await self.entities()).items())
            if entity_id.startswith(f"{platform}.") and state["state"] != "unavailable"
        }

    async def available(self) -> set[str]:
        """Return the ids of all entities that are available."""
        states = await self.entities()
        return {name for name, state in states.items() if state["state"] != "unavailable"}

    async def loaded(self, number: int = 1, *, seconds: float = 30) -> list[Any]:
        """Wait until so many entries are set up, and return them."""

        async def are_loaded() -> bool:
            entries = await self.client.entries(DOMAIN)
            for entry in entries:
                expect(entry["state"] != "setup_error", f"Set-up failed: {entry['reason']}")
            return [entry["state"] for entry in entries] == ["loaded"] * number

        await self.wait(f"{number} entries are loaded", are_loaded, seconds=seconds)
        return await self.client.entries(DOMAIN)

    async def gone(self) -> None:
        """Wait until nothing of this integration is left."""

        async def nothing_left() -> bool:
            devices = await self.client.command("config/device_registry/list")
            return (
                not await self.client.entries(DOMAIN)
                and not await self.entities()
                and not any(
                    name == DOMAIN for device in devices for name, *_ in device["identifiers"]
                )
            )

        await self.wait("the entry is gone with its devices and entities", nothing_left)

    async def diagnose(self, entry: str, *secrets: str) -> None:
        """Download the diagnostics of an entry, which must not tell a secret."""
        text = json.dumps(await self.client.diagnostics(entry))
        expect(not any(one in text for one in secrets), "The diagnostics tell the secret.")
        expect(len(text) > 2000, f"The diagnostics are {len(text)} characters only.")

    def complaints(self) -> list[str]:
        """Return the warnings and errors of this integration, and any error of others."""
        found = []
        for line in self.installation.log.read_text(errors="replace").splitlines():
            if match := LEVEL.match(line):
                level, logger = match.groups()
                if logger.startswith(f"custom_components.{DOMAIN}") or level != "WARNING":
                    found.append(line)
        return found

    def check_log(self, explained: int, *secrets: str) -> None:
        """Find no more complaints than can be explained, nothing forbidden and no secret."""
        complaints = self.complaints()
        expect(len(complaints) == explained, "Complaints in the log:\n  " + "\n  ".join(complaints))
        log = self.installation.log.read_text(errors="replace")
        for words in FORBIDDEN:
            expect(words not in log, f"{words!r} stands in {self.installation.log}")
        for secret in secrets:
            expect(secret not in log, f"A secret stands in {self.installation.log}")


@asynccontextmanager
async def play[Played: Scene[Any]](
    kind: Callable[..., Played], other: Simulation, installation: Installation
) -> AsyncIterator[Played]:
    """Start both programs in a folder of their own, make a user, and stop them in the end."""
    shutil.rmtree(installation.folder.parent, ignore_errors=True)
    installation.prepare()
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(ClientSession())
        client = HomeAssistant(session, installation.address)
        stack.push_async_callback(client.disconnect)
        simulator = await other.start()
        stack.push_async_callback(simulator.stop)
        core = await installation.start()
        stack.push_async_callback(core.stop)
        await other.wait(session, simulator)
        await installation.wait_listening(client, core)
        await client.onboard(USER, USER)
        await installation.wait_running(client, core)
        yield kind(session, client, other, installation, core, simulator, stack)
        # First, so that the end of what is simulated is no loss that the log tells of.
        await client.disconnect()
        await core.stop()


def installation_in(folder: Path, *, exchange: str | None = None) -> Installation:
    """Return a Home Assistant of a run, which asks what is simulated without rest."""
    gap = None if exchange is None else 0.05
    return Installation(folder=folder / "config", port=free_port(18123), exchange=exchange, gap=gap)
