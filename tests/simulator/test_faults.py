"""How the simulated hub misbehaves on demand."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from simulator import Fault

from .conftest import SECRET, Client

DOMAIN = "domain/"


async def raw(client: Client, path: str = "/data/v2/network/") -> bytes:
    """Return the raw body of an answer."""
    async with client.session.get(f"{client.hub.url}{path}") as response:
        assert response.status == 200
        return await response.read()


async def test_hang(cottage: Client) -> None:
    """Take a request and never answer."""
    cottage.hub.inject(Fault.HANG)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(cottage("GET", DOMAIN), 0.2)
    assert [item.status for item in cottage.hub.requests] == [0]
    assert (await cottage("GET", DOMAIN))[0] == 200
    assert cottage.hub.most_in_flight == 1


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.RESET, aiohttp.ClientConnectionError),
        (Fault.HALF_BODY, aiohttp.ClientPayloadError),
        (Fault.BAD_FRAMING, aiohttp.ClientError),
    ],
)
async def test_broken_connections(cottage: Client, fault: Fault, error: type[Exception]) -> None:
    """Break the connection in the ways of real hubs.

    Twice, because aiohttp itself sends a read again when the connection is reset.
    """
    cottage.hub.inject(fault, times=2)
    with pytest.raises(error):
        await cottage("GET", DOMAIN)
    cottage.hub.clear_faults()
    assert (await cottage("GET", DOMAIN))[0] == 200


async def test_a_reset_write_is_not_repeated(cottage: Client) -> None:
    """Reset a write, which nobody sends again."""
    cottage.hub.inject(Fault.RESET)
    with pytest.raises(aiohttp.ClientOSError):
        await cottage("PATCH", "domain/Room/1", {"Mode": "Manual"})
    assert [item.status for item in cottage.hub.requests] == [0]
    assert cottage.hub.find("Room", 1)["Mode"] == "Auto"


async def test_lost_answer(cottage: Client) -> None:
    """Do what is asked for, and reset the connection instead of saying so."""
    cottage.hub.inject(Fault.LOST_ANSWER)
    with pytest.raises(aiohttp.ClientOSError):
        await cottage("PATCH", "domain/Room/1", {"Mode": "Manual"})
    assert cottage.hub.find("Room", 1)["Mode"] == "Manual"


async def test_stall(cottage: Client) -> None:
    """Send half a body, and then nothing more."""
    cottage.hub.inject(Fault.STALL)
    async with cottage.session.get(f"{cottage.hub.url}/data/v2/{DOMAIN}") as response:
        assert response.status == 200
        assert cottage.hub.hanging == 1
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(response.read(), 0.2)
    assert (await cottage("GET", DOMAIN))[0] == 200
    assert cottage.hub.hanging == 0


async def test_bad_bytes_where_there_is_no_name(cottage: Client) -> None:
    """Leave alone what holds no name."""
    cottage.hub.inject(Fault.BAD_BYTES)
    assert await cottage("GET", "status/") == (200, cottage.hub.trees["status"])


async def test_repeated_writes(cottage: Client) -> None:
    """Count the writes that came again as they were."""
    body = {"Mode": "Manual"}
    cottage.hub.inject(Fault.SERVER_ERROR)
    await cottage("PATCH", "domain/Room/1", body)
    await cottage("GET", "domain/Room/1")
    await cottage("PATCH", "domain/Room/2", body)
    await cottage("PATCH", "domain/Room/1", {"Mode": "Auto"})
    assert cottage.hub.repeated_writes == []
    await cottage("PATCH", "domain/Room/1", body)
    assert [item.status for item in cottage.hub.writes] == [500, 200, 200, 200]
    assert cottage.hub.repeated_writes == cottage.hub.writes[3:]


async def test_bad_framing_spares_http_1_0(cottage: Client) -> None:
    """Answer an older request cleanly while newer ones are broken."""
    cottage.hub.inject(Fault.BAD_FRAMING, times=None)
    async with (
        aiohttp.ClientSession(headers={"SECRET": SECRET}, version=aiohttp.HttpVersion10) as old,
        old.get(f"{cottage.hub.url}/data/v2/status/") as response,
    ):
        assert await response.json() == cottage.hub.trees["status"]


async def test_truncated_json(cottage: Client) -> None:
    """Cut the JSON of an answer that is fine otherwise."""
    cottage.hub.inject(Fault.TRUNCATED_JSON)
    body = await raw(cottage)
    with pytest.raises(json.JSONDecodeError):
        json.loads(body)


@pytest.mark.parametrize("path", ["/data/v2/network/", "/data/v2/domain/", "/data/v2/schedules/"])
async def test_bad_bytes(cottage: Client, path: str) -> None:
    """Put bytes that are no text into a name; without them the answer is fine."""
    cottage.hub.inject(Fault.BAD_BYTES)
    body = await raw(cottage, path)
    with pytest.raises(UnicodeDecodeError):
        body.decode()
    cleaned = body.decode(errors="ignore").replace("\x01", "")
    assert json.loads(cleaned) == cottage.hub.trees[path.split("/")[3]]
    assert "\x01" in body.decode(errors="ignore")


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault.UNAUTHORIZED, 401),
        (Fault.NOT_FOUND, 404),
        (Fault.SERVER_ERROR, 500),
        (Fault.REFUSE, 400),
    ],
)
async def test_statuses(cottage: Client, fault: Fault, status: int) -> None:
    """Answer a write with an error and change nothing."""
    cottage.hub.inject(fault, times=2)
    body = {"Mode": "Manual"}
    found = [(await cottage("PATCH", "domain/Room/1", body))[0] for _ in range(2)]
    assert found == [status] * 2
    assert cottage.hub.find("Room", 1)["Mode"] == "Auto"
    assert (await cottage("PATCH", "domain/Room/1", body))[0] == 200


@pytest.mark.parametrize("target", [None, "https://127.0.0.1:8443"])
async def test_redirect(cottage: Client, target: str | None) -> None:
    """Send the client to https, on the usual port or where told."""
    cottage.hub.inject(Fault.REDIRECT_HTTPS)
    cottage.hub.redirect_to = target
    async with cottage.session.get(
        f"{cottage.hub.url}/data/v2/status/", allow_redirects=False
    ) as response:
        assert response.status == 301
        expected = f"{target or 'https://127.0.0.1'}/data/v2/status/"
        assert response.headers["Location"] == expected


async def test_not_json(cottage: Client) -> None:
    """Answer with the page of something else."""
    cottage.hub.inject(Fault.NOT_JSON)
    assert (await raw(cottage)).startswith(b"<!DOCTYPE html>")


async def test_empty_tree(cottage: Client) -> None:
    """Answer with nothing in it."""
    cottage.hub.inject(Fault.EMPTY_TREE)
    assert await cottage("GET", DOMAIN) == (200, {})


async def test_energy_zero(residence: Client) -> None:
    """Show every counter as 0 and keep counting."""
    residence.hub.inject(Fault.ENERGY_ZERO)
    _, domain = await residence("GET", DOMAIN)
    shown: list[Any] = [
        item["CurrentSummationDelivered"]
        for member in ("SmartPlug", "Equipment", "HeatingActuator")
        for item in domain[member]
    ]
    assert set(shown) == {0}
    assert (await residence("GET", DOMAIN))[1] == residence.hub.trees["domain"]


async def test_other_hub(cottage: Client) -> None:
    """Name another hub in the network tree."""
    cottage.hub.inject(Fault.OTHER_HUB)
    _, network = await cottage("GET", "network/")
    assert network["Station"]["MdnsHostname"] == "WiserHeatBADBAD"
    assert network["Station"]["NetworkInterface"]["HostName"] == "WiserHeatBADBAD"
    assert network["Station"]["MacAddress"].endswith("BADBAD")
    assert (await cottage("GET", "network/"))[1] == cottage.hub.trees["network"]


@pytest.mark.parametrize(
    ("path", "method", "hit"),
    [
        ("network", None, ["/data/v2/network/"]),
        ("/data/v2/domain", None, ["/data/v2/domain/"]),
        ("/data/v2/domain/*", None, ["/data/v2/domain/Room/1", "/data/v2/domain/Room/1"]),
        (None, "PATCH", ["/data/v2/domain/Room/1"]),
        ("Room", "get", ["/data/v2/domain/Room/1"]),
    ],
)
async def test_whom_a_fault_meets(
    cottage: Client, path: str | None, method: str | None, hit: list[str]
) -> None:
    """Let faults be for paths and methods."""
    cottage.hub.inject(Fault.SERVER_ERROR, times=None, path=path, method=method)
    for tree in ("domain/", "network/", "domain/Room/1"):
        await cottage("GET", tree)
    await cottage("PATCH", "domain/Room/1", {"Mode": "Auto"})
    assert [item.path for item in cottage.hub.requests if item.status == 500] == hit
    cottage.hub.clear_faults()
    assert (await cottage("GET", "domain/"))[0] == 200
    assert (await cottage("GET", "network/"))[0] == 200


async def test_stops_while_requests_hang(cottage: Client) -> None:
    """Stop with clients still waiting."""
    cottage.hub.inject(Fault.HANG)
    waiting = asyncio.create_task(cottage("GET", DOMAIN))
    await asyncio.wait({waiting}, timeout=0.2)
    await cottage.hub.stop()
    with pytest.raises(aiohttp.ClientError):
        await waiting
