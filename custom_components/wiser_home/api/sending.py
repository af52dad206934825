"""Send a request exactly once, and read the JSON of its answer."""

import re
from typing import Any, Final

import aiohttp
import orjson

from .errors import BadAnswerError, CannotConnectError

_CONTROL: Final = re.compile(r"[\x00-\x1f]")


async def send_once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep aiohttp from repeating a request whose connection broke, as it does by itself.

    It takes every method but POST and PATCH for one that can be repeated at once.
    """
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as err:
        raise CannotConnectError("The connection broke") from err


def decode_json(body: bytes) -> Any:
    """Return the JSON of a body.

    Names of neighbours' networks stand in it as raw bytes: what is no UTF-8 is replaced, and
    control characters are taken out.

    Raises:
        BadAnswerError: it is no JSON even then; hubs send cut bodies with status 200.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        text = _CONTROL.sub(" ", body.decode(errors="replace"))
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as err:
        raise BadAnswerError("The answer is no JSON") from err
