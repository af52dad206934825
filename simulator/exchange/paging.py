"""Paging: long lists in pieces, in the two ways siblings of the products have."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .answers import Refusal, bad_request

if TYPE_CHECKING:
    from .server import SimulatedExchange


class Paging(StrEnum):
    """How a list goes on; none of it is documented for these products."""

    NONE = "none"
    NEXT = "next"
    """The address of the next page."""
    TOTAL = "total"
    """How many there are, to be asked for with offset and limit."""


def _number(request: web.BaseRequest, name: str, usual: int) -> int:
    """Return a number of the query."""
    text = request.query.get(name, str(usual))
    if not text.isdecimal():
        raise Refusal(bad_request(name, "must be a number"))
    return int(text)


def page(exchange: SimulatedExchange, request: web.BaseRequest, content: list[Any]) -> Any:
    """Return a page of a list and how it goes on."""
    offset = _number(request, "offset", 0)
    limit = min(_number(request, "limit", exchange.page_size), exchange.page_size)
    end = offset + limit
    answer: dict[str, Any] = {"data": content[offset:end]}
    if exchange.paging is Paging.TOTAL:
        answer["total"] = len(content)
    elif end < len(content):
        query = {**request.query, "offset": str(end), "limit": str(limit)}
        query.pop(exchange.key_header.removeprefix("?"), None)
        answer["next"] = str(request.url.origin().join(request.rel_url.with_query(query)))
    return answer
