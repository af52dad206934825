"""The exchange from the command line."""

import asyncio
from pathlib import Path
import signal
import sys

import aiohttp
import pytest

ROOT = Path(__file__).parents[3]
HUBS = "/ecostruxure/wiser-home/partner/v1/hubs"


async def start(*arguments: str) -> asyncio.subprocess.Process:
    """Start the exchange in a process of its own."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "simulator.exchange", *arguments),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_serves_until_stopped(socket_enabled: None) -> None:
    """Say where the exchange is and what opens it, serve, and stop cleanly."""
    process = await start("--houses", "cottage,apartment", "--dialect", "pascal", "--days", "7")
    assert process.stdout is not None
    said = await process.stdout.readuntil(b"stops it.\n")
    shown = dict(line.split(maxsplit=1) for line in said.decode().splitlines())
    headers = {"Authorization": f"Bearer {shown['Token']}", "x-api-key": shown["Key"]}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"{shown['Address']}{HUBS}") as response,
    ):
        found = await response.json()
    process.send_signal(signal.SIGTERM)
    rest, errors = await process.communicate()
    assert [hub["Name"] for hub in found] == ["WiserHeatC0774E", "WiserHeatA9A27E"]
    assert (process.returncode, rest, errors) == (0, b"Stopped.\n", b"")


async def test_token_for_reading_and_no_key(socket_enabled: None) -> None:
    """Give a token that may not write, and want no key."""
    process = await start("--token", "t", "--key", "", "--read-only", "--quota", "1")
    assert process.stdout is not None
    said = await process.stdout.readuntil(b"stops it.\n")
    shown = dict(line.split(maxsplit=1) for line in said.decode().splitlines())
    urn = shown["House"].partition(" ")[2]
    away = f"{shown['Address']}{HUBS}/{urn}/awaymode"
    async with aiohttp.ClientSession(headers={"Authorization": "Bearer t"}) as session:
        async with session.put(away, json={"status": True}) as response:
            assert response.status == 403
        async with session.get(away) as response:
            assert response.status == 429
    process.send_signal(signal.SIGINT)
    await process.communicate()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--help"], 0, "--dialect"),
        (["--houses", "cottage,palace"], 1, "No house palace"),
        (["--shape", "round"], 2, "invalid"),
    ],
)
async def test_words(arguments: list[str], code: int, said: str) -> None:
    """Tell what there is and what is wrong."""
    process = await start(*arguments)
    output, errors = await process.communicate()
    assert process.returncode == code
    assert said in (output + errors).decode()
