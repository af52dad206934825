"""Run a simulated hub or exchange and a Home Assistant to look at, until Ctrl-C."""

import argparse
import asyncio
from pathlib import Path
import re
import shutil
import signal
import sys
from typing import Any, NamedTuple

from aiohttp import ClientSession

from .client import HomeAssistant
from .processes import HarnessError, Program, free_port, until
from .setting import (
    DOMAIN,
    ROOT,
    Exchange,
    Hub,
    Installation,
    add_hub,
    add_hubs,
    register_application,
)

FOLDER = ROOT / ".cache" / "develop"
# They open a hub and an exchange that do not exist.
SECRET = "wiser-home-development"  # noqa: S105
TOKEN = "wiser-home-development-token"  # noqa: S105
KEY = "wiser-home-development-key"
HOUSE = "cottage"
CLOUD_HOUSES = "cottage,apartment,residence"
USER = "demo"

WORTH_SHOWING = re.compile(r" (WARNING|ERROR|CRITICAL) |\[custom_components\.wiser_home")
# Said of every Home Assistant that is started with all it needs in place.
USUAL = re.compile(r"Skipping pip installation|We found a custom integration")


class Options(NamedTuple):
    """What was asked for."""

    house: str | None
    cloud: bool
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
        help=f"{HOUSE} (default), apartment, residence, a folder of captured trees, "
        "or a diagnostics download of this integration; several with commas for the cloud",
    )
    parser.add_argument(
        "--cloud",
        action="store_true",
        help="run a simulated Exchange instead of a hub, and let Home Assistant take it for the "
        "real one",
    )
    parser.add_argument(
        "--ready",
        action="store_true",
        help=f"make the user {USER} (password {USER}) and add the hub, or all of the account",
    )
    parser.add_argument("--fresh", action="store_true", help="forget what was there before")
    parser.add_argument("--verbose", action="store_true", help="show all that both programs print")
    parser.add_argument(
        "--host", default="127.0.0.1", help="where Home Assistant listens; 0.0.0.0 is everywhere"
    )
    parser.add_argument("--port", type=int, default=8123, help="Home Assistant's port")
    parser.add_argument("--hub-port", type=int, default=8080, help="the hub's or exchange's port")
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


def added(step: Any) -> None:
    """See to it that the form has ended with what was to be added."""
    if step["type"] != "create_entry":
        raise HarnessError(f"Nothing could be added: {step}")


async def make_ready(client: HomeAssistant, session: ClientSession, other: Hub | Exchange) -> None:
    """See to it that there is a user, and that the hub or those of the account are added."""
    if await client.is_onboarded():
        await client.log_in(USER, USER)
    else:
        say(f"Making the user {USER}.")
        await client.onboard(USER, USER)
    entries = await client.entries(DOMAIN)
    if entries:
        for entry in entries:
            say(f"{entry['title']} was added before.")
    elif isinstance(other, Hub):
        say("Adding the hub.")
        added(await add_hub(client, other.address, other.secret))
    else:
        say("Adding the hubs of the account.")
        number = len(await other.control(session, "GET", "homes"))
        added(await add_hubs(client, other.token, other.key))

        async def all_there() -> bool:
            states = [entry["state"] for entry in await client.entries(DOMAIN)]
            return states == ["loaded"] * number

        await until(f"{number} hubs are set up", all_there, seconds=300)
        # Home Assistant takes applications only once something that asks for them is there.
        await register_application(client, await other.control(session, "GET", "oauth"))
    for entry in await client.entries(DOMAIN):
        if entry not in entries:
            say(f"{entry['title']} is added.")
    await client.disconnect()


def choose(options: Options, folder: Path) -> Hub | Exchange:
    """Return what takes the place of the real hub, or of the real Exchange."""
    speed = ["--speed", str(options.speed)] if options.speed is not None else []
    if options.cloud:
        return Exchange(
            houses=options.house or CLOUD_HOUSES,
            port=choose_port(options.hub_port, "the exchange"),
            token=TOKEN,
            key=KEY,
            log=folder / "exchange.log",
            arguments=speed,
        )
    return Hub(
        house=options.house or HOUSE,
        port=choose_port(options.hub_port, "the hub"),
        secret=SECRET,
        log=folder / "hub.log",
        arguments=[*speed, "--mdns" if options.mdns else "--no-mdns"],
    )


async def introduce(session: ClientSession, other: Hub | Exchange) -> None:
    """Say how the hub, or the account of the cloud, is reached."""
    if isinstance(other, Hub):
        say(f"Hub             {other.address}")
        say(f"                secret {other.secret}")
        return
    homes = await other.control(session, "GET", "homes")
    say(f"Exchange        {other.address}, an account with hubs: {len(homes)}")
    say(f"                token {other.token}")
    say(f"                key {other.key}")
    client = await other.control(session, "GET", "oauth")
    say(f"                OAuth client {client['client_id']}, secret {client['client_secret']}")
    for product in ("wiser_home", "energy_data", "energy_monitoring"):
        say(f"                http://{other.address}/simulator/openapi/{product}.yaml")


async def run(options: Options, programs: list[Program]) -> None:
    """Start everything, and return when a program ends."""
    folder = FOLDER / ("cloud" if options.cloud else Path(options.house or HOUSE).stem)
    if options.fresh:
        shutil.rmtree(folder, ignore_errors=True)
    other = choose(options, folder)
    installation = Installation(
        folder=folder / "config",
        port=choose_port(options.port, "Home Assistant", options.host),
        host=options.host,
        exchange=f"http://{other.address}" if options.cloud else None,
    )

    installation.prepare()
    for log in (installation.log, other.log):
        log.unlink(missing_ok=True)

    def show(line: str) -> None:
        if options.verbose or (WORTH_SHOWING.search(line) and not USUAL.search(line)):
            print(line, flush=True)

    async with ClientSession() as session:
        say(f"Starting the {other.what}.")
        programs.append(simulator := await other.start(echo=show))
        await other.wait(session, simulator)

        say("Starting Home Assistant.")
        programs.append(core := await installation.start(echo=show))
        client = HomeAssistant(session, installation.address)
        await installation.wait_listening(client, core)
        if options.ready:
            await make_ready(client, session, other)

        say("")
        say(f"Home Assistant  {installation.address}")
        if options.ready:
            say(f"                user {USER}, password {USER}")
        await introduce(session, other)
        say(f"Logs            {installation.log.relative_to(ROOT)}, {other.log.relative_to(ROOT)}")
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
