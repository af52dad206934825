"""The simulator from the command line, and how it announces itself."""

import asyncio
from pathlib import Path
import signal
import sys

import aiohttp
import pytest

from simulator.mdns import Announcement

ROOT = Path(__file__).parents[2]


async def start(*arguments: str) -> asyncio.subprocess.Process:
    """Start the simulator in a process of its own."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "simulator", *arguments),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_serves_until_stopped(socket_enabled: None, number: signal.Signals) -> None:
    """Say where the hub is and what opens it, serve, and stop cleanly."""
    process = await start("--no-mdns", "--house", "apartment", "--secret", "s3cret")
    assert process.stdout is not None
    said = await process.stdout.readuntil(b"stops it.\n")
    shown = dict(line.split(maxsplit=1) for line in said.decode().splitlines())
    assert shown["Secret"] == "s3cret"
    assert shown["Hub"].startswith("WiserHeatA9A27E")
    async with (
        aiohttp.ClientSession(headers={"SECRET": "s3cret"}) as session,
        session.get(f"{shown['Address']}/data/v2/domain/Room/1/Name") as response,
    ):
        assert await response.json() == "Salon"
    process.send_signal(number)
    rest, errors = await process.communicate()
    assert (process.returncode, rest, errors) == (0, b"Stopped.\n", b"")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--list"], 0, "residence"),
        (["--help"], 0, "--speed"),
        (["--no-mdns", "--house", "palace"], 1, "No house palace"),
        (["--nothing"], 2, "unrecognized arguments"),
    ],
)
async def test_words(arguments: list[str], code: int, said: str) -> None:
    """Tell what there is and what is wrong."""
    process = await start(*arguments)
    output, errors = await process.communicate()
    assert process.returncode == code
    assert said in (output + errors).decode()


def test_announcement() -> None:
    """Announce the name, type and port of a hub."""
    info = Announcement("WiserHeatC0774E", 8123, "127.0.0.1").info
    assert info.type == "_http._tcp.local."
    assert info.name == "WiserHeatC0774E._http._tcp.local."
    assert info.server == "WiserHeatC0774E.local."
    assert (info.port, info.parsed_addresses()) == (8123, ["127.0.0.1"])
