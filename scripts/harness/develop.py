"""Run a simulated hub and a Home Assistant to look at, until Ctrl-C."""

import argparse
import asyncio
from pathlib import Path
import re
import shutil
import signal
import sys
from typing import NamedTuple

from aiohttp import ClientSession

from .client import HomeAssistant
from .processes import HarnessError, Program, free_port
from .setting import DOMAIN, ROOT, Hub, Installation, add_hub

FOLDER = ROOT / ".cache" / "develop"
SECRET = "wiser-home-development"  # noqa: S105 - opens a hub that does not exist
USER = "demo"

WORTH_SHOWING = re.compile(r" (WARNING|ERROR|CRITICAL) |\[custom_components\.wiser_home")
# Said of every Home Assistant that is started with all it needs in place.
USUAL = re.compile(r"Skipping pip installation|We found a custom integration")


class Options(NamedTuple):
    """What was asked for."""

    house: str
    ready: bool
    fresh: bool
    verbose: bool
    host: str
    port: int
    hub_port: int
    speed: float | None
    mdns: bool


def read_options() -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="scripts/develop",
        description="Run a simulated hub and a real Home Assistant with this integration.",
        epilog="Ctrl-C ends both. What they keep is in .cache/develop, one folder for each house.",
    )
    parser.add_argument(
        "--house",
        default="cottage",
        help="cottage (default), apartment, residence, a folder of captured trees, "
        "or a diagnostics download of this integration",
    )
    parser.add_argument(
        "--ready",
        action="store_true",
        help=f"make the user {USER} (password {USER}) and add the hub",
    )
    parser.add_argument("--fresh", action="store_true", help="forget what was there before")
    parser.add_argument("--verbose", action="store_true", help="show all that both programs print")
    parser.add_argument(
        "--host", default="127.0.0.1", help="where Home Assistant listens; 0.0.0.0 is everywhere"
    )
    parser.add_argument("--port", type=int, default=8123, help="Home Assistant's port")
    parser.add_argument("--hub-port", type=int, default=8080, help="the hub's port")
    parser.add_argument("--speed", type=float, help="how fast time goes by in the house")
    parser.add_argument(
        "--mdns",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="announce the hub on the network, so that it is discovered",
    )
    return Options(**vars(parser.parse_args()))


def say(line: str) -> None:
    """Print a line of our own."""
    print(f"[develop] {line}", flush=True)


def choose_port(preferred: int, what: str, host: str = "127.0.0.1") -> int:
    """Return the port to use, and say when it is not the one asked for."""
    port = free_port(preferred, host=host)
    if port != preferred:
        say(f"Port {preferred} is taken: {what} uses {port}.")
    return port


async def make_ready(client: HomeAssistant, hub: Hub) -> None:
    """See to it that there is a user, and that the hub is added."""
    if await client.is_onboarded():
        await client.log_in(USER, USER)
    else:
        say(f"Making the user {USER}.")
        await client.onboard(USER, USER)
    entries = await client.entries(DOMAIN)
    if entries:
        say(f"{entries[0]['title']} was added before.")
    else:
        say("Adding the hub.")
        step = await add_hub(client, hub.address, hub.secret)
        if step["type"] != "create_entry":
            raise HarnessError(f"The hub could not be added: {step}")
        say(f"{step['title']} is added.")
    await client.disconnect()


async def run(options: Options, programs: list[Program]) -> None:
    """Start everything, and return when a program ends."""
    house = Path(options.house)
    folder = FOLDER / house.stem
    if options.fresh:
        shutil.rmtree(folder, ignore_errors=True)
    installation = Installation(
        folder=folder / "config",
        port=choose_port(options.port, "Home Assistant", options.host),
        host=options.host,
    )
    hub = Hub(
        house=options.house,
        port=choose_port(options.hub_port, "the hub"),
        secret=SECRET,
        log=folder / "hub.log",
        arguments=[
            *(["--speed", str(options.speed)] if options.speed is not None else []),
            "--mdns" if options.mdns else "--no-mdns",
        ],
    )

    installation.prepare()
    for log in (installation.log, hub.log):
        log.unlink(missing_ok=True)

    def show(line: str) -> None:
        if options.verbose or (WORTH_SHOWING.search(line) and not USUAL.search(line)):
            print(line, flush=True)

    async with ClientSession() as session:
        say(f"Starting the simulated hub ({options.house}).")
        programs.append(simulator := await hub.start(echo=show))
        await hub.wait(session, simulator)

        say("Starting Home Assistant.")
        programs.append(core := await installation.start(echo=show))
        client = HomeAssistant(session, installation.address)
        await installation.wait_listening(client, core)
        if options.ready:
            await make_ready(client, hub)

        say("")
        say(f"Home Assistant  {installation.address}")
        if options.ready:
            say(f"                user {USER}, password {USER}")
        say(f"Hub             {hub.address}")
        say(f"                secret {hub.secret}")
        say(f"Logs            {installation.log.relative_to(ROOT)}, {hub.log.relative_to(ROOT)}")
        say("")
        say("Ctrl-C ends both.")

        waits = {asyncio.create_task(program.ended()) for program in programs}
        _, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in pending:
            wait.cancel()
        for program in programs:
            program.check()


async def main() -> int:
    """Run until something ends or the user ends it, and leave nothing behind."""
    options = read_options()
    programs: list[Program] = []
    work = asyncio.create_task(run(options, programs))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, work.cancel)
    try:
        await work
    except asyncio.CancelledError:
        code = 0
    except HarnessError as err:
        say(str(err))
        code = 1
    else:
        code = 0
    say("Stopping.")
    for program in reversed(programs):
        await program.stop()
    return code


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
