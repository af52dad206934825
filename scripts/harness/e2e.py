"""The life of an entry in a real Home Assistant, seen from outside only."""

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
import signal
import sys
import time
from typing import Any

from . import cloud_run
from .calendar_clicks import REFUSED_CHANGES, edit_week
from .card_clicks import drag_boundary
from .processes import HarnessError, free_port, until
from .scene import USER, Scene, expect, installation_in, play
from .setting import ROOT, Hub, add_hub, open_form

FOLDER = ROOT / ".cache" / "e2e"
CLOUD = "cloud"
SECRET = "wiser-home-end-to-end"  # noqa: S105 - opens a hub that does not exist


@dataclass
class HubScene(Scene[Hub]):
    """A Home Assistant with one hub on the network."""

    entry: str = ""

    @property
    def hub(self) -> Hub:
        """Return the hub."""
        return self.other

    async def poll(self) -> None:
        """Make the integration poll now."""
        name = next(iter(sorted(await self.entities())))
        await self.client.act("homeassistant.update_entity", entity_id=name)

    async def writes(self) -> list[Any]:
        """Return the requests that asked the hub to do something, and that it did."""
        log = await self.control("GET", "requests")
        return [
            request
            for request in log["requests"]
            if request["method"] != "GET" and request["status"] < 400
        ]

    async def tree(self) -> Any:
        """Return the hub's own idea of the house."""
        return await self.control("GET", "trees/domain")


async def add(scene: HubScene) -> None:
    """Add the hub after three wrong answers to the form."""
    flow = await open_form(scene.client, "local")
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
    [entry] = await scene.loaded()
    scene.entry = entry["entry_id"]


async def look(scene: HubScene) -> None:
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


async def heat(scene: HubScene) -> None:
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


async def switch(scene: HubScene) -> None:
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


async def move(scene: HubScene) -> None:
    """Move a shutter half way."""
    for name, state in list((await scene.usable("cover")).items())[:1]:
        target = 50 if state["attributes"]["current_position"] != 50 else 30
        before = len(await scene.writes())
        await scene.client.act("cover.set_cover_position", entity_id=name, position=target)
        expect(len(await scene.writes()) > before, f"{name} never reached the hub.")
        await scene.control("POST", "advance", {"seconds": 120})

        async def there(name: str = name, target: int = target) -> bool:
            await scene.poll()
            shown = await scene.client.state(name)
            return bool(shown["attributes"]["current_position"] == target)

        await scene.wait(f"{name} is at {target} %", there, seconds=60)
        print(f"      {name}", flush=True)


async def click(scene: HubScene) -> None:
    """Edit a room's week in the calendar panel, with a browser."""
    address = scene.installation.address
    await edit_week(scene.session, scene.hub, address, USER, USER)


async def drag(scene: HubScene) -> None:
    """Move a boundary of a room's week in the schedule card, with a browser."""
    address = scene.installation.address
    await drag_boundary(scene.session, scene.client, scene.hub, address, USER, USER)


async def reload(scene: HubScene) -> None:
    """Unload the entry and set it up again."""
    before = await scene.available()
    await scene.client.reload_entry(scene.entry)
    await scene.loaded()
    missing = before - await scene.available()
    expect(not missing, f"After a reload these are not available: {sorted(missing)}")


async def lose(scene: HubScene) -> None:
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


async def diagnose(scene: HubScene) -> None:
    """Download the diagnostics, which must not tell the secret."""
    await scene.diagnose(scene.entry, SECRET)


async def remove(scene: HubScene) -> None:
    """Remove the entry with all that belongs to it."""
    await scene.client.remove_entry(scene.entry)
    await scene.gone()


STEPS = (add, look, heat, switch, move, click, drag, reload, lose, diagnose, remove)


@asynccontextmanager
async def stage(house: str, folder: Path) -> AsyncIterator[HubScene]:
    """Start a Home Assistant and the hub of a house, and stop them in the end."""
    hub = Hub(
        house=house,
        port=free_port(18080),
        secret=SECRET,
        log=folder / "hub.log",
        arguments=["--no-mdns"],
    )
    async with play(HubScene, hub, installation_in(folder)) as scene:
        yield scene


async def run(house: str, browser: bool) -> None:
    """Go through all steps with one house, those in a browser only if asked for."""
    folder = FOLDER / Path(house).stem
    if house == CLOUD:
        await cloud_run.run(folder, browser=browser)
        return
    async with stage(house, folder) as scene:
        steps = [step for step in STEPS if browser or step not in {click, drag}]
        await scene.go_through(house, steps)
    # The line that says that the hub is lost, and what Home Assistant logs of clicks in vain.
    scene.check_log(1 + (REFUSED_CHANGES if browser else 0), SECRET)


async def main() -> int:
    """Run the houses asked for, one after the other."""
    parser = argparse.ArgumentParser(
        prog="scripts/e2e",
        description="Drive a real Home Assistant and a simulated hub or exchange from outside.",
    )
    parser.add_argument("houses", nargs="*", default=["cottage", "residence", CLOUD])
    parser.add_argument(
        "--browser", action="store_true", help="also click, which needs Chromium or Google Chrome"
    )
    options = parser.parse_args()
    work = asyncio.current_task()
    assert work is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, work.cancel)
    for house in options.houses:
        started = time.monotonic()
        print(f"[e2e] {house}: starting", flush=True)
        try:
            await run(house, options.browser)
        except HarnessError as err:
            print(f"[e2e] {house}: {err}", flush=True)
            print(f"[e2e] The logs are in {FOLDER.relative_to(ROOT)}.", flush=True)
            return 1
        except asyncio.CancelledError:
            print("[e2e] Interrupted.", flush=True)
            return 1
        print(f"[e2e] {house}: passed in {time.monotonic() - started:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
