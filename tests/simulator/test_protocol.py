"""How the simulated hub is spoken to."""

import asyncio
import hashlib
import ssl
from typing import Any

import aiohttp
import pytest

from simulator import make_certificate

from .conftest import SECRET, Client, StartHub

TREES = ["domain", "network", "schedules", "status", "opentherm"]


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("tree", TREES)
async def test_trees(cottage: Client, tree: str, slash: str) -> None:
    """Serve every tree, with and without a slash at the end."""
    assert await cottage("GET", tree + slash) == (200, cottage.hub.trees[tree])


@pytest.mark.parametrize("secret", [None, "wrong"])
async def test_wrong_secret(cottage: Client, secret: str | None) -> None:
    """Answer 401 without the secret and log that."""
    headers = {} if secret is None else {"SECRET": secret}
    async with (
        aiohttp.ClientSession(headers=headers) as stranger,
        stranger.get(f"{cottage.hub.url}/data/v2/domain/") as response,
    ):
        assert response.status == 401
    assert [(item.status, item.secret_ok) for item in cottage.hub.requests] == [(401, False)]


@pytest.mark.parametrize(
    "path",
    [
        "domain/Room/99",
        "domain/Nothing",
        "domain/Room/1/Nothing",
        "domain/Room/x",
        "nothing",
        "openTherm",
        "/",
        "/data/v3/domain",
        "/data/schedules",
    ],
)
async def test_not_found(cottage: Client, path: str) -> None:
    """Answer 404 for what is not there."""
    assert (await cottage("GET", path))[0] == 404


@pytest.mark.parametrize("style", ["/data/v2/domain/", "/data/domain/"])
async def test_single_objects(cottage: Client, style: str) -> None:
    """Serve members, objects and fields alone."""
    room = cottage.hub.find("Room", 1)
    assert await cottage("GET", f"{style}Room") == (200, cottage.hub.trees["domain"]["Room"])
    assert await cottage("GET", f"{style}Room/1") == (200, room)
    assert await cottage("GET", f"{style}Room/1/Name") == (200, "Lounge")
    assert await cottage("GET", f"{style}System") == (200, cottage.hub.find("System"))


async def test_older_domain(cottage: Client) -> None:
    """Serve the older domain with its Schedule list."""
    _, domain = await cottage("GET", "/data/domain/")
    schedules = {(item["Type"], item["id"]): item for item in domain.pop("Schedule")}
    assert domain == cottage.hub.trees["domain"]
    assert set(schedules) == {("Heating", 1), ("Heating", 2), ("HotWater", 1), ("HotWater", 1000)}
    assert schedules["Heating", 1]["Saturday"]["SetPoints"][0] == {"Time": 730, "DegreesC": 200}
    assert schedules["HotWater", 1000]["Monday"]["SetPoints"][:2] == [
        {"Time": 600, "DegreesC": 1100},
        {"Time": 730, "DegreesC": -200},
    ]


async def test_only_v1(cottage: Client) -> None:
    """Answer 404 on the newer trees of a hub that does not have them."""
    cottage.hub.only_v1 = True
    assert [(await cottage("GET", tree))[0] for tree in TREES] == [404] * 5
    assert (await cottage("GET", "/data/domain/"))[0] == 200
    assert (await cottage("PATCH", "/data/domain/Room/1", {"Mode": "Manual"}))[0] == 200
    assert cottage.hub.find("Room", 1)["Mode"] == "Manual"


async def test_opentherm_path(cottage: Client, residence: Client, apartment: Client) -> None:
    """Serve OpenTherm under the path of the generation alone."""
    paths = ["opentherm/", "openTherm/"]
    assert [(await cottage("GET", path))[0] for path in paths] == [200, 404]
    assert [(await residence("GET", path))[0] for path in paths] == [404, 200]
    assert [(await apartment("GET", path))[0] for path in paths] == [404, 404]


async def test_answers_are_chunked_and_closed(cottage: Client) -> None:
    """Answer as real hubs do."""
    async with cottage.session.get(f"{cottage.hub.url}/data/v2/status") as response:
        assert response.headers["Connection"] == "close"
        assert response.headers["Transfer-Encoding"] == "chunked"
        assert response.headers["Content-Type"] == "application/json"


async def test_http_1_0(cottage: Client) -> None:
    """Answer an older request in one piece."""
    async with (
        aiohttp.ClientSession(headers={"SECRET": SECRET}, version=aiohttp.HttpVersion10) as old,
        old.get(f"{cottage.hub.url}/data/v2/status") as response,
    ):
        assert "Transfer-Encoding" not in response.headers
        assert await response.json() == cottage.hub.trees["status"]
    assert cottage.hub.requests[0].version == "1.0"


async def test_request_log(cottage: Client) -> None:
    """Log what was asked and answered."""
    await cottage("GET", "status/")
    await cottage("PATCH", "domain/Room/1?a=b", {"Mode": "Auto"})
    await cottage("PATCH", "domain/Room/1", {"Mode": "Odd"})
    assert [
        (item.method, item.path, item.query, item.body, item.status)
        for item in cottage.hub.requests
    ] == [
        ("GET", "/data/v2/status/", {}, None, 200),
        ("PATCH", "/data/v2/domain/Room/1", {"a": "b"}, {"Mode": "Auto"}, 200),
        ("PATCH", "/data/v2/domain/Room/1", {}, {"Mode": "Odd"}, 400),
    ]
    assert cottage.hub.requests[1].content_type == "application/json"


async def test_counts_requests_in_flight(cottage: Client) -> None:
    """See that requests came at the same time."""
    await cottage("GET", "status/")
    await cottage("GET", "network/")
    assert cottage.hub.most_in_flight == 1
    await asyncio.gather(*(cottage("GET", "status/") for _ in range(4)))
    assert cottage.hub.most_in_flight > 1


async def test_lag(cottage: Client) -> None:
    """Show old values for a while after a write, and only of what was written."""
    cottage.hub.lag = 60
    body = {"RequestOverride": {"Type": "Manual", "SetPoint": 235}}
    _, answer = await cottage("PATCH", "domain/Room/1", body)
    await cottage("PATCH", "domain/Room/1", {"Name": "Parlour"})
    assert answer["CurrentSetPoint"] == 235

    async def shown() -> list[Any]:
        """Return what reads show of two rooms."""
        _, domain = await cottage("GET", "domain")
        _, room = await cottage("GET", "domain/Room/1")
        assert room == domain["Room"][0]
        return [room["Name"], room["CurrentSetPoint"], domain["Room"][1]["Name"]]

    assert await shown() == ["Lounge", 210, "Bedroom"]
    cottage.hub.advance(59)
    assert await shown() == ["Lounge", 210, "Bedroom"]
    cottage.hub.advance(1)
    assert await shown() == ["Parlour", 235, "Bedroom"]


async def test_tls_and_another_certificate(start_hub: StartHub) -> None:
    """Present a self-signed certificate, and another one when told."""
    first, second = make_certificate(), make_certificate("WiserHeat000001")
    hub = await start_hub("apartment", tls=first)
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE

    async def fingerprint() -> str:
        """Return the fingerprint of what the hub presents."""
        async with (
            aiohttp.ClientSession(headers={"SECRET": SECRET}) as fresh,
            fresh.get(f"{hub.url}/data/v2/status", ssl=False) as response,
        ):
            assert response.status == 200
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port, ssl=context)
        der = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        writer.close()
        await reader.read()
        return hashlib.sha256(der).hexdigest()

    assert hub.url.startswith("https://")
    assert await fingerprint() == first.fingerprint
    hub.use_certificate(second)
    assert await fingerprint() == second.fingerprint != first.fingerprint


async def test_plain_port_beside_tls(start_hub: StartHub) -> None:
    """Send plain requests to https, and serve them there."""
    hub = await start_hub("apartment", tls=make_certificate())
    await hub.stop()
    await hub.start(plain_port=0)
    plain = f"http://{hub.host}:{hub.plain_port}/data/v2/status/"
    async with (
        aiohttp.ClientSession(headers={"SECRET": SECRET}) as fresh,
        fresh.get(plain, allow_redirects=False) as response,
    ):
        assert response.status == 301
        assert response.headers["Location"] == f"{hub.url}/data/v2/status/"
        async with fresh.get(response.headers["Location"], ssl=False) as there:
            assert await there.json() == hub.trees["status"]
    assert [item.status for item in hub.requests] == [301, 200]


async def test_control_endpoints(cottage: Client) -> None:
    """Look into the hub and disturb it from outside, without a secret."""
    await cottage("GET", "status")
    async with aiohttp.ClientSession() as stranger:
        outside = Client(stranger, cottage.hub)
        _, log = await outside("GET", "/simulator/requests")
        assert [item["path"] for item in log["requests"]] == ["/data/v2/status"]
        assert log["repeated_writes"] == []
        assert await outside("DELETE", "/simulator/requests") == (200, {})
        assert cottage.hub.requests == []
        fault = {"kind": "not_found", "times": 1, "path": "status"}
        await outside("POST", "/simulator/faults", fault)
        assert (await cottage("GET", "status"))[0] == 404
        await outside("POST", "/simulator/faults", fault)
        await outside("DELETE", "/simulator/faults")
        assert (await cottage("GET", "status"))[0] == 200
        _, tree = await outside("GET", "/simulator/trees/status")
        await outside("PUT", "/simulator/trees/status", tree | {"uptime": 5})
        await outside("POST", "/simulator/advance", {"seconds": 60})
        assert cottage.hub.trees["status"]["uptime"] == 65
        await outside("PATCH", "/simulator/settings", {"answer_style": "empty_object"})
        assert (await cottage("PATCH", "domain/Room/1", {"Mode": "Auto"}))[1] == {}
        assert (await outside("PATCH", "/simulator/settings", {"nothing": 1}))[0] == 400
        assert (await outside("POST", "/simulator/faults", {"kind": "nothing"}))[0] == 400
        assert (await outside("GET", "/simulator/nothing"))[0] == 404
