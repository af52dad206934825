"""How the Exchange is read, whatever it answers."""

import pytest
from yarl import URL

from custom_components.wiser_home.api.cloud import gateway as module
from custom_components.wiser_home.api.cloud.contract import (
    Choice,
)
from custom_components.wiser_home.api.errors import (
    BadAnswerError,
    BlockedError,
    CannotConnectError,
    InvalidValueError,
    MissingKeyError,
    MissingScopeError,
    ServerError,
    ThrottledError,
    WiserError,
    WrongAddressError,
)

from .conftest import Make
from .product import HUBS, KEY, NO_KEY, NO_KEY_CODE, PLUGS_LEARNT, TOKEN, learnt
from .served import Answer, Served, breaks_off, faults, hangs_up, says


async def test_read(served: Served, make: Make) -> None:
    """Send the credentials and return what is answered."""
    gateway = make()
    assert await gateway.read("hubs.list") == [{"urn": "u"}]
    headers = served.asked[0].headers
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert headers["Accept"] == "application/json"
    assert headers["x-api-key"] == KEY
    assert gateway.samples == {"hubs.list": [{"urn": "u"}]}
    assert gateway.requests == gateway.requests_today() == 1
    assert gateway.contract.choices == {"hubs.list": Choice("GET", "/hubs")}


async def test_without_a_key(served: Served, make: Make) -> None:
    """Send no key when there is none, and ask for one when that is wanted."""
    gateway = make(key="")
    await gateway.read("hubs.list")
    assert "x-api-key" not in served.asked[0].headers
    served.on("GET", HUBS, faults(401, NO_KEY_CODE, f"{NO_KEY}header.x-other"))
    with pytest.raises(MissingKeyError) as caught:
        await gateway.read("hubs.list")
    assert caught.value.header == "x-other"
    assert len(served.asked) == 2


async def test_ids_and_query(served: Served, make: Make) -> None:
    """Encode ids fully, and name the query as the contract does."""
    path = "/test/v1/hubs/urn%3Ahub%2F..%20%3F1/plugs"
    served.on("GET", path, says([]))
    gateway = make(learnt(plugs_list=PLUGS_LEARNT))
    query = {"start": "2026-11-21T00:00:00+00:00", "other": "1"}
    await gateway.read("plugs.list", query=query, urn="urn:hub/.. ?1")
    assert served.asked[0].path == f"{path}?from=2026-11-21T00:00:00%2B00:00&other=1"


@pytest.mark.parametrize("urn", ["", ".", ".."])
async def test_ids_that_are_no_part_of_a_path(served: Served, make: Make, urn: str) -> None:
    """Refuse ids that would make it another path."""
    with pytest.raises(InvalidValueError):
        await make().read("plugs.list", urn=urn)
    assert served.asked == []


@pytest.mark.parametrize("base", ["@127.0.0.1", ".example.com", ":1", "1", ""])
async def test_bases_that_lead_away(served: Served, make: Make, base: str) -> None:
    """Send nothing to another host, however the base of a contract leads there."""
    gateway = make({"hubs.list": Choice("GET", "hubs")})
    gateway.contract.base = base
    with pytest.raises(InvalidValueError):
        await gateway.read("hubs.list")
    assert gateway.requests == 0


async def test_base_that_looks_like_a_host(served: Served, make: Make) -> None:
    """Take two slashes for a path, which they are behind a host."""
    served.on("GET", "//user:word@example.com/hubs", says([]))
    gateway = make()
    gateway.contract.base = "//user:word@example.com"
    assert await gateway.read("hubs.list") == []


@pytest.mark.parametrize("first", [hangs_up, breaks_off, says(status=500), says(status=503)])
async def test_reads_are_tried_twice(served: Served, make: Make, first: Answer) -> None:
    """Read a second time after what may pass by itself."""
    served.on("GET", HUBS, first, says([]))
    assert await make().read("hubs.list") == []
    assert len(served.asked) == 2


@pytest.mark.parametrize(
    ("answer", "error"), [(hangs_up, CannotConnectError), (says(status=500), ServerError)]
)
async def test_reads_are_not_tried_thrice(
    served: Served, make: Make, answer: Answer, error: type[WiserError]
) -> None:
    """Leave it at the second try."""
    served.on("GET", HUBS, answer)
    gateway = make()
    with pytest.raises(error):
        await gateway.read("hubs.list")
    assert len(served.asked) == gateway.requests == 2


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (says({"detail": "from is missing"}, 400), BadAnswerError),
        (faults(403, "steps.oauth.v2.InsufficientScope"), MissingScopeError),
        (says(status=403, body=b"<html>"), BlockedError),
        (says(body=b"<html>"), BlockedError),
        (says(body=b"[1"), BadAnswerError),
        (faults(429), ThrottledError),
    ],
)
async def test_reads_that_stay_as_they_are(
    served: Served, make: Make, answer: Answer, error: type[WiserError]
) -> None:
    """Read no second time what would be answered like that again."""
    served.on("GET", HUBS, answer)
    with pytest.raises(error):
        await make().read("hubs.list")
    assert len(served.asked) == 1


async def test_nobody_is_there(
    make: Make, monkeypatch: pytest.MonkeyPatch, closed_port: int
) -> None:
    """Say so when nobody answers."""
    monkeypatch.setattr(module, "ORIGIN", URL(f"http://127.0.0.1:{closed_port}"))
    gateway = make()
    with pytest.raises(CannotConnectError):
        await gateway.read("hubs.list")
    assert [(fault.status, fault.error) for fault in gateway.faults] == [
        (None, "CannotConnectError")
    ] * 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects(served: Served, make: Make, status: int, socket_enabled: None) -> None:
    """Follow nobody: the credentials go to one host."""
    other = Served()
    elsewhere = await other.start()
    served.on("GET", HUBS, says(status=status, Location=str(elsewhere / "hubs")))
    with pytest.raises(WrongAddressError):
        await make().read("hubs.list")
    await other.stop()
    assert other.asked == []
    assert len(served.asked) == 1
