"""The life of an entry in a real Home Assistant, seen from outside only."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
import json
from pathlib import Path
import re
import shutil
import signal
import sys
import time
from typing import Any

from aiohttp import ClientSession

from .calendar_clicks import REFUSED_CHANGES, edit_week
from .card_clicks import drag_boundary
from .client import HomeAssistant
from .processes import HarnessError, Program, free_port, until
from .setting import DOMAIN, ROOT, Hub, Installation, add_hub, open_form

FOLDER = ROOT / ".cache" / "e2e"
SECRET = "wiser-home-end-to-end"  # noqa: S105 - opens a hub that does not exist
LEVEL = re.compile(r"^\S+ \S+ (WARNING|ERROR|CRITICAL) \([^)]*\) \[([^\]]+)\] ")
USER = "tester"
FORBIDDEN = ("Detected that custom integration", "blocking call")


def expect(fact: object, what: str) -> None:
    """Stop when something is not as it must be."""
    if not fact:
        raise HarnessError(what)


@dataclass
class Scene:
    """What every step works with."""

    session: ClientSession
    client: HomeAssistant
    hub: Hub
    installation: Installation
    core: Program
    simulator: Program
    stack: AsyncExitStack
    entry: str = ""

    async def wait(
        self, what: str, condition: Callable[[], Awaitable[bool]], *, seconds: float = 30
    ) -> None:
        """Wait for a condition as long as both programs run."""
        await until(what, condition, seconds=seconds, programs=[self.core, self.simulator])

    async def entities(self) -> dict[str, Any]:
        """Return the states of this integration's entities."""
        registry = await self.client.command("config/entity_registry/list")
        ours = {entity["entity_id"] for entity in registry if entity["platform"] == DOMAIN}
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

    async def poll(self) -> None:
        """Make the integration poll now."""
        name = next(iter(sorted(await self.entities())))
        await self.client.act("homeassistant.update_entity", entity_id=name)

    async def writes(self) -> list[Any]:
        """Return the requests that asked the hub to do something, and that it did."""
        log = await self.hub.control(self.session, "GET", "requests")
        return [
            request
            for request in log["requests"]
            if request["method"] != "GET" and request["status"] < 400
        ]

    async def tree(self) -> Any:
        """Return the hub's own idea of the house."""
        return await self.hub.control(self.session, "GET", "trees/domain")

    def complaints(self) -> list[str]:
        """Return the warnings and errors of this integration, and any error of others."""
        found = []
        for line in self.installation.log.read_text(errors="replace").splitlines():
            if match := LEVEL.match(line):
                level, logger = match.groups()
                if logger.startswith(f"custom_components.{DOMAIN}") or level != "WARNING":
                    found.append(line)
        return found


async def add(scene: Scene) -> None:
    """Add the hub after three wrong answers to the form."""
    flow = await open_form(scene.client)
    for host, secret, error in (
        (f"127.0.0.1:{free_port(scene.hub.port + 1)}", SECRET, "cannot_connect"),
        (f"127.0.0.1:{scene.installation.port}", SECRET, "not_wiser_hub"),
        (scene.hub.address, "wrong", "invalid_auth"),
    ):
        step = await scene.client.continue_flow(flow, {"host": host, "secret": secret})
        expect(step["type"] == "form", f"The form took {host} with {secret}: {step}")
        expect(error in step["errors"].values(), f"Not {error}, but {step['errors']}")
    step = await scene.client.continue_flow(flow, {"host": scene.hub.address, "secret": SECRET})
    expect(step["type"] == "create_entry", f"The hub was not added: {step}")

    again = await add_hub(scene.client, scene.hub.address, SECRET)
    expect(again.get("reason") == "already_configured", f"The hub was added twice: {again}")
    [entry] = await scene.client.entries(DOMAIN)
    scene.entry = entry["entry_id"]
    await loaded(scene)


async def loaded(scene: Scene) -> None:
    """Wait until the entry is set up."""

    async def is_loaded() -> bool:
        [entry] = await scene.client.entries(DOMAIN)
        expect(entry["state"] != "setup_error", f"Set-up failed: {entry['reason']}")
        return bool(entry["state"] == "loaded")

    await scene.wait("the entry is loaded", is_loaded)


async def look(scene: Scene) -> None:
    """See that the house is there."""
    states = await scene.entities()
    platforms = {name.partition(".")[0] for name in states}
    expect({"climate", "sensor", "binary_sensor"} <= platforms, f"Only {platforms}")
    tree = await scene.tree()
    for member, platform in (("Light", "light"), ("Shutter", "cover")):
        expected, found = len(tree.get(member, [])), len(await scene.usable(platform))
        expect(expected == found, f"The hub has {expected} {member}, and {found} are shown.")
    rooms = tree["Room"]
    climates = await scene.usable("climate")
    expect(0 < len(climates) <= len(rooms), f"{len(climates)} climates, {len(rooms)} rooms")
    warm = [state for state in climates.values() if state["attributes"]["current_temperature"]]
    expect(warm, "No room has a temperature.")
    areas = await scene.client.command("config/area_registry/list")
    names = {area["name"] for area in areas}
    devices = await scene.client.command("config/device_registry/list")
    placed = [device for device in devices if device["area_id"]]
    expect(placed, "No device has found its area.")
    print(f"      {len(states)} entities of {len(platforms)} platforms, {len(names)} areas")


async def heat(scene: Scene) -> None:
    """Change a room's set point, and see it arrive in the hub."""
    rooms = (await scene.tree())["Room"]
    taken = {room.get("CurrentSetPoint") for room in rooms}
    target = next(value for value in range(160, 260, 5) if value not in taken)
    name = next(
        name for name, state in (await scene.usable("climate")).items() if state["state"] != "off"
    )
    await scene.client.act("climate.set_temperature", entity_id=name, temperature=target / 10)
    shown = await scene.client.state(name)
    expect(
        shown["attributes"]["temperature"] == target / 10,
        f"{name} shows {shown['attributes']['temperature']} and not {target / 10}",
    )

    async def arrived() -> bool:
        return any(room.get("CurrentSetPoint") == target for room in (await scene.tree())["Room"])

    await scene.wait(f"{name} reaches the hub", arrived)


async def switch(scene: Scene) -> None:
    """Turn each kind of thing that turns on and off, there and back."""
    for platform in ("switch", "light"):
        for name, state in list((await scene.usable(platform)).items())[:3]:
            for wanted in {"on": ("off", "on"), "off": ("on", "off")}[state["state"]]:
                before = len(await scene.writes())
                await scene.client.act(f"{platform}.turn_{wanted}", entity_id=name)
                shown = await scene.client.state(name)
                expect(shown["state"] == wanted, f"{name} is {shown['state']}, not {wanted}")
                expect(len(await scene.writes()) > before, f"{name} never reached the hub.")
            print(f"      {name}", flush=True)


async def move(scene: Scene) -> None:
    """Move a shutter half way."""
    for name, state in list((await scene.usable("cover")).items())[:1]:
        target = 50 if state["attributes"]["current_position"] != 50 else 30
        before = len(await scene.writes())
        await scene.client.act("cover.set_cover_position", entity_id=name, position=target)
        expect(len(await scene.writes()) > before, f"{name} never reached the hub.")
        await scene.hub.control(scene.session, "POST", "advance", {"seconds": 120})

        async def there(name: str = name, target: int = target) -> bool:
            await scene.poll()
            shown = await scene.client.state(name)
            return bool(shown["attributes"]["current_position"] == target)

        await scene.wait(f"{name} is at {target} %", there, seconds=60)
        print(f"      {name}", flush=True)


async def click(scene: Scene) -> None:
    """Edit a room's week in the calendar panel, with a browser."""
    address = scene.installation.address
    await edit_week(scene.session, scene.hub, address, USER, USER)


async def drag(scene: Scene) -> None:
    """Move a boundary of a room's week in the schedule card, with a browser."""
    address = scene.installation.address
    await drag_boundary(scene.session, scene.client, scene.hub, address, USER, USER)


async def reload(scene: Scene) -> None:
    """Unload the entry and set it up again."""
    before = await scene.available()
    await scene.client.reload_entry(scene.entry)
    await loaded(scene)
    missing = before - await scene.available()
    expect(not missing, f"After a reload these are not available: {sorted(missing)}")


async def lose(scene: Scene) -> None:
    """Cut the hub's power, and see everything become unavailable with one line in the log."""
    before = await scene.available()
    complaints = len(scene.complaints())
    await scene.simulator.kill()

    async def gone() -> bool:
        await scene.poll()
        left = await scene.entities()
        return all(
            state["state"] == "unavailable"
            or state["attributes"].get("device_class") == "connectivity"
            for state in left.values()
        )

    await until("all entities are unavailable", gone, seconds=180, programs=[scene.core])
    await scene.poll()
    said = scene.complaints()[complaints:]
    expect(len(said) == 1, f"{len(said)} lines and not one say that the hub is lost: {said}")

    scene.simulator = await scene.hub.start()
    scene.stack.push_async_callback(scene.simulator.stop)
    await scene.hub.wait(scene.session, scene.simulator)

    async def back() -> bool:
        await scene.poll()
        return before <= await scene.available()

    await scene.wait("all entities are available again", back, seconds=120)
    expect(len(scene.complaints()) == complaints + 1, "The hub's return was complained about.")


async def diagnose(scene: Scene) -> None:
    """Download the diagnostics, which must not tell the secret."""
    text = json.dumps(await scene.client.diagnostics(scene.entry))
    expect(SECRET not in text, "The diagnostics tell the secret.")
    expect(len(text) > 2000, f"The diagnostics are {len(text)} characters only.")


async def remove(scene: Scene) -> None:
    """Remove the entry with all that belongs to it."""
    await scene.client.remove_entry(scene.entry)

    async def nothing_left() -> bool:
        devices = await scene.client.command("config/device_registry/list")
        return (
            not await scene.client.entries(DOMAIN)
            and not await scene.entities()
            and not any(name == DOMAIN for device in devices for name, *_ in device["identifiers"])
        )

    await scene.wait("the entry is gone with its devices and entities", nothing_left)


STEPS = (add, look, heat, switch, move, click, drag, reload, lose, diagnose, remove)


@asynccontextmanager
async def stage(house: str, folder: Path) -> AsyncIterator[Scene]:
    """Start both programs, make a user, and stop them in the end."""
    shutil.rmtree(folder, ignore_errors=True)
    installation = Installation(folder=folder / "config", port=free_port(18123))
    installation.prepare()
    hub = Hub(
        house=house,
        port=free_port(18080),
        secret=SECRET,
        log=folder / "hub.log",
        arguments=["--no-mdns"],
    )
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(ClientSession())
        client = HomeAssistant(session, installation.address)
        stack.push_async_callback(client.disconnect)
        simulator = await hub.start()
        stack.push_async_callback(simulator.stop)
        core = await installation.start()
        stack.push_async_callback(core.stop)
        await hub.wait(session, simulator)
        await installation.wait_listening(client, core)
        await client.onboard(USER, USER)
        await installation.wait_running(client, core)
        scene = Scene(session, client, hub, installation, core, simulator, stack)
        yield scene
        # First, so that the hub's own end is no loss that the log tells of.
        await client.disconnect()
        await core.stop()


async def run(house: str, browser: bool) -> None:
    """Go through all steps with one house, those in a browser only if asked for."""
    started = time.monotonic()
    print(f"[e2e] {house}: starting", flush=True)
    async with stage(house, FOLDER / Path(house).stem) as scene:
        for step in [step for step in STEPS if browser or step not in {click, drag}]:
            begun = time.monotonic()
            assert step.__doc__ is not None
            print(f"[e2e] {house}: {step.__doc__}", flush=True)
            await step(scene)
            print(f"      {time.monotonic() - begun:.1f} s", flush=True)
    # The line that says that the hub is lost, and what Home Assistant logs of clicks in vain.
    explained = 1 + (REFUSED_CHANGES if browser else 0)
    complaints = scene.complaints()
    expect(len(complaints) == explained, "Complaints in the log:\n  " + "\n  ".join(complaints))
    log = scene.installation.log.read_text(errors="replace")
    for words in FORBIDDEN:
        expect(words not in log, f"{words!r} stands in {scene.installation.log}")
    expect(SECRET not in log, f"The secret stands in {scene.installation.log}")
    print(f"[e2e] {house}: passed in {time.monotonic() - started:.0f} s", flush=True)


async def main() -> int:
    """Run the houses asked for, one after the other."""
    parser = argparse.ArgumentParser(
        prog="scripts/e2e",
        description="Drive a real Home Assistant and a simulated hub from outside.",
    )
    parser.add_argument("houses", nargs="*", default=["cottage", "residence"])
    parser.add_argument(
        "--browser", action="store_true", help="also click, which needs Chromium or Google Chrome"
    )
    options = parser.parse_args()
    work = asyncio.current_task()
    assert work is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, work.cancel)
    for house in options.houses:
        try:
            await run(house, options.browser)
        except HarnessError as err:
            print(f"[e2e] {house}: {err}", flush=True)
            print(f"[e2e] The logs are in {FOLDER.relative_to(ROOT)}.", flush=True)
            return 1
        except asyncio.CancelledError:
            print("[e2e] Interrupted.", flush=True)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
