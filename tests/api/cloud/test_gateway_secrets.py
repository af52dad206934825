"""What is kept of faults, and that it holds no secret."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
import logging
import traceback
from typing import Any

from aiohttp import web
import pytest

from custom_components.wiser_home.api.errors import (
    InvalidKeyError,
    InvalidTokenError,
    MissingScopeError,
    ThrottledError,
)

from .conftest import Make
from .product import HUBS, KEY, PLUG_LEARNT, PLUGS_LEARNT, TOKEN, learnt
from .served import Answer, Served, breaks_off, faults, hangs_up, says


async def test_faults_are_kept(served: Served, make: Make) -> None:
    """Remember the last faults with what they said."""
    now = datetime(2026, 11, 21, tzinfo=UTC)
    served.on("GET", HUBS, faults(403, "steps.oauth.v2.InsufficientScope", "Required scope(s)"))
    gateway = make(clock=lambda: now)
    for _ in range(25):
        with pytest.raises(MissingScopeError):
            await gateway.read("hubs.list")
    assert len(gateway.faults) == 20
    fault = gateway.faults[-1]
    assert (fault.moment, fault.endpoint, fault.status) == (now, "hubs.list", 403)
    assert (fault.error, fault.code) == ("MissingScopeError", "steps.oauth.v2.InsufficientScope")
    assert fault.words == "Required scope(s)"


@pytest.mark.parametrize("token", ["", "a\nb", "caf\u00e9-caf\u00e9"])
async def test_token_that_is_none(served: Served, make: Make, token: str) -> None:
    """Send no token that cannot be one."""

    async def give() -> str:
        """Return it."""
        return token

    with pytest.raises(InvalidTokenError):
        await make(token=give).read("hubs.list")
    assert served.asked == []


async def test_key_that_is_none(served: Served, make: Make) -> None:
    """Send no key that cannot be one."""
    with pytest.raises(InvalidKeyError):
        await make(key="a\r\nb").read("hubs.list")
    assert served.asked == []


async def test_token_is_asked_for_each_time(served: Served, make: Make) -> None:
    """Use the token that is good now, and ask for none while nothing may be sent."""
    given: list[str] = []

    async def give() -> str:
        """Return another token each time."""
        given.append(f"token-{len(given)}")
        return given[-1]

    served.on("GET", HUBS, says([]), faults(429))
    gateway = make(token=give)
    await gateway.read("hubs.list")
    for _ in range(3):
        with pytest.raises(ThrottledError):
            await gateway.read("hubs.list")
    sent = [asked.headers["Authorization"] for asked in served.asked]
    assert sent == [f"Bearer {token}" for token in given] == ["Bearer token-0", "Bearer token-1"]


def echo(status: int) -> Answer:
    """Return an answer that repeats what it was asked with."""

    async def answer(request: web.Request) -> web.Response:
        """Repeat it in words, in the code and in the header."""
        words = f"{request.raw_path} {sorted(request.headers.items())} {TOKEN} {KEY}"
        fault = {"faultstring": words, "detail": {"errorcode": words}}
        return web.json_response(
            {"fault": fault, "message": words},
            status=status,
            headers={"WWW-Authenticate": words, "Allow": KEY},
        )

    return answer


@pytest.mark.parametrize("place", ["x-api-key", "?apikey"])
@pytest.mark.parametrize(
    "answer",
    [*(echo(status) for status in (302, 400, 401, 403, 404, 405, 429, 500)), hangs_up, breaks_off],
)
async def test_secrets_are_told_to_nobody(
    served: Served, make: Make, caplog: pytest.LogCaptureFixture, place: str, answer: Answer
) -> None:
    """Keep token, key and ids out of logs, exceptions, faults and what is kept of them."""
    urn = "urn:serial-of-the-test"
    served.otherwise = answer
    gateway = make(learnt(plugs_list=PLUGS_LEARNT, plugs_set=PLUG_LEARNT))
    gateway.contract.key_header = place
    shown: list[str] = []
    calls: list[Callable[[], Awaitable[Any]]] = [
        lambda: gateway.read("plugs.list", urn=urn),
        lambda: gateway.write("plugs.set", {"state": "On"}, urn=urn, device="7"),
    ]
    with caplog.at_level(logging.DEBUG):
        for call in calls:
            failed = await asyncio.gather(call(), return_exceptions=True)
            shown += [repr(error) for error in failed]
            shown += [line for error in failed for line in traceback.format_exception(error)]
    shown += [repr(gateway.faults), repr(gateway.contract.as_data()), caplog.text]
    assert gateway.faults
    told = "\n".join(shown)
    secrets = (TOKEN, KEY, "T0ken", "K3y", urn, "urn%3Aserial")
    assert [secret for secret in secrets if secret in told] == []
