"""How writes are sent: in the way that is found, and never twice."""

import asyncio
from typing import Any

import orjson
import pytest
from yarl import URL

from custom_components.wiser_home.api.cloud.contract import (
    Choice,
)
from custom_components.wiser_home.api.errors import (
    BlockedError,
    CannotConnectError,
    HubTimeoutError,
    MethodNotAllowedError,
    MissingScopeError,
    NotOfferedError,
    RefusedError,
    ServerError,
    ThrottledError,
    WiserError,
    WrongAddressError,
)

from .conftest import Make
from .product import HUBS, PLUG, PLUG_LEARNT, learnt
from .served import Answer, Served, breaks_off, faults, hangs_up, says


async def test_write(served: Served, make: Make) -> None:
    """Send values under their names."""
    served.on("PATCH", PLUG[0], says({"id": 7}), says(body=b""), says(body=b"<3"[1:]))
    gateway = make()
    answers = [
        await gateway.write("plugs.set", {"state": "On"}, urn="u", device="7") for _ in "123"
    ]
    assert answers == [{"id": 7}, None, 3]
    assert served.paths == [("PATCH", PLUG[0])] * 3
    assert orjson.loads(served.asked[0].body) == {"state": "On"}
    assert served.asked[0].headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("choice", "path", "body"),
    [
        (Choice("PUT", "/plug/{device}", {"state": ""}), "/test/v1/plug/7", "On"),
        (
            Choice("PUT", "/plug", {"state": "control.on"}, states={"state": (True, False)}),
            "/test/v1/plug",
            {"control": {"on": True}},
        ),
    ],
)
async def test_write_as_a_contract_says(
    served: Served, make: Make, choice: Choice, path: str, body: object
) -> None:
    """Send the body that a downloaded contract describes."""
    served.on("PUT", path, says())
    gateway = make(learnt(plugs_set=choice))
    await gateway.write("plugs.set", {"state": "On"}, urn="u", device="7")
    assert served.paths == [("PUT", path)]
    assert orjson.loads(served.asked[0].body) == body


async def test_write_without_a_place_for_a_value(served: Served, make: Make) -> None:
    """Send nothing where a downloaded contract cannot say it."""
    gateway = make({"plugs.set": PLUG_LEARNT})
    with pytest.raises(NotOfferedError, match="percent"):
        await gateway.write("plugs.set", {"state": "On", "percent": 4}, urn="u", device="7")
    assert served.paths == []


async def test_id_in_the_query(served: Served, make: Make) -> None:
    """Send ids where a downloaded contract wants them, whatever they hold."""
    served.on("GET", "/test/v1/plugs", says([]))
    gateway = make(learnt(plugs_list=Choice("GET", "/plugs?hub={urn}", query={"start": "from"})))
    await gateway.read("plugs.list", query={"start": "now"}, urn="a:b&c/d")
    assert URL(served.asked[0].path, encoded=True).query == {"hub": "a:b&c/d", "from": "now"}


@pytest.mark.parametrize("answer", [breaks_off, says(body=b"done")])
async def test_write_that_has_happened(served: Served, make: Make, answer: Answer) -> None:
    """Take success for success, whatever becomes of the body."""
    served.on("PATCH", PLUG[0], answer)
    gateway = make()
    assert await gateway.write("plugs.set", {"state": "On"}, urn="u", device="7") is None
    assert gateway.contract.choices["plugs.set"] == PLUG_LEARNT
    assert len(served.asked) == 1


@pytest.mark.parametrize(
    ("allow", "tried"),
    [
        ("GET, POST", [("POST", PLUG[1])]),
        ("GET, PUT", [("PUT", PLUG[1])]),
        ("", [("PUT", PLUG[1]), ("POST", PLUG[1])]),
    ],
)
async def test_find_the_method(
    served: Served, make: Make, allow: str, tried: list[tuple[str, str]]
) -> None:
    """Stay with a path that wants another method, and take one that it allows."""
    for method in ("PATCH", "PUT", "POST"):
        served.on(method, PLUG[1], says(status=405, Allow=allow))
    served.on(*tried[-1], says({"id": 7}))
    gateway = make()
    for _ in range(2):
        await gateway.write("plugs.set", {"state": "On"}, urn="u", device="7")
    begun = [("PATCH", PLUG[0]), ("GET", HUBS), ("PATCH", PLUG[1])]
    assert served.paths == [*begun, *tried, tried[-1]]
    assert gateway.contract.choices["plugs.set"].method == tried[-1][0]


async def test_no_method_is_right(served: Served, make: Make) -> None:
    """Give a write up when it was asked in every way."""
    served.otherwise = says(status=405)
    gateway = make()
    with pytest.raises(MethodNotAllowedError):
        await gateway.write("plugs.set", {"state": "On"}, urn="u", device="7")
    assert gateway.contract.absent == {"plugs.set"}
    assert len([1 for method, _ in served.paths if method != "GET"]) == 6


@pytest.mark.parametrize(("documented", "kept"), [((), False), (("plugs.set",), True)])
async def test_method_that_changed(
    served: Served, make: Make, documented: tuple[str, ...], kept: bool
) -> None:
    """Forget a method that is no longer right, unless a document has it."""
    served.on("PATCH", PLUG[0], says(status=405))
    gateway = make(learnt(plugs_set=PLUG_LEARNT))
    gateway.contract.documented = frozenset(documented)
    with pytest.raises(MethodNotAllowedError):
        await gateway.write("plugs.set", {"state": "On"}, urn="u", device="7")
    assert ("plugs.set" in gateway.contract.choices) is kept
    assert gateway.contract.offers("plugs.set")
    assert len(served.asked) == 1


@pytest.mark.parametrize("known", [{}, learnt(plugs_set=PLUG_LEARNT)], ids=["new", "known"])
@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (says({"detail": "No such state"}, 400), RefusedError),
        (faults(403, "steps.oauth.v2.InsufficientScope"), MissingScopeError),
        (says(status=500), ServerError),
        (says(status=503), ServerError),
        (faults(429), ThrottledError),
        (hangs_up, CannotConnectError),
        (says(body=b"<html>"), BlockedError),
        (says(status=307, Location="/test/v1/hubs/u/smart-plugs/7"), WrongAddressError),
    ],
)
async def test_writes_are_sent_once(
    served: Served,
    make: Make,
    known: dict[str, Choice],
    answer: Answer,
    error: type[WiserError],
) -> None:
    """Send no write again that may have happened, in this or in another way."""
    served.on("PATCH", PLUG[0], answer)
    gateway = make(known)
    with pytest.raises(error):
        await gateway.write("plugs.set", {"state": "On"}, urn="u", device="7")
    assert served.paths == [("PATCH", PLUG[0])]
    assert gateway.contract.absent == set()


@pytest.mark.parametrize("method", ["PUT", "PATCH", "POST", "DELETE"])
async def test_writes_are_sent_once_by_every_method(
    served: Served, make: Make, method: str
) -> None:
    """Keep aiohttp from sending a write again whose connection broke."""
    served.on(method, PLUG[0], hangs_up)
    gateway = make({"plugs.set": Choice(method, PLUG_LEARNT.path, PLUG_LEARNT.body)})
    with pytest.raises(CannotConnectError):
        await gateway.write("plugs.set", {"state": "On"}, urn="u", device="7")
    assert len(served.asked) == gateway.requests == 1


async def test_write_that_hangs(served: Served, make: Make) -> None:
    """Do not send a write again that was not answered in time."""
    release = asyncio.Event()

    async def hang(request: object) -> Any:
        """Answer when the test is over."""
        await release.wait()

    served.on("PATCH", PLUG[0], hang)
    with pytest.raises(HubTimeoutError):
        await make(timeout=0.05).write("plugs.set", {"state": "On"}, urn="u", device="7")
    release.set()
    assert len(served.asked) == 1
