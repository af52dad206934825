"""Control endpoints: how another process looks into the exchange and disturbs it."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from aiohttp import web
import orjson

from .answers import Answer, json_answer
from .authentication import GatewayKind
from .dialects import Dialect
from .openapi import as_yaml
from .paging import Paging
from .products import Shape
from .tokens import Token

if TYPE_CHECKING:
    from .server import SimulatedExchange

PREFIX = "/simulator/"


async def handle(exchange: SimulatedExchange, request: web.BaseRequest) -> Answer:
    """Answer a control request; it needs no token and is not logged."""
    rest = request.raw_path.partition("?")[0].removeprefix(PREFIX)
    parts = [unquote(part) for part in rest.split("/") if part]
    raw = await request.read()
    try:
        body = orjson.loads(raw) if raw else {}
        return _do(exchange, request.method, parts, body)
    except (TypeError, ValueError, KeyError) as error:
        return json_answer({"Error": f"{type(error).__name__}: {error}"}, 400)


def _do(exchange: SimulatedExchange, method: str, parts: list[str], body: Any) -> Answer:
    """Do what a control request asks for."""
    match method, parts:
        case "GET", ["requests"]:
            return json_answer(
                {
                    "requests": [asdict(request) for request in exchange.requests],
                    "most_in_flight": exchange.most_in_flight,
                }
            )
        case "DELETE", ["requests"]:
            exchange.requests.clear()
            exchange.most_in_flight = 0
        case "POST", ["faults"]:
            exchange.inject(body["fault"], body.get("times", 1), body.get("endpoint"))
        case "DELETE", ["faults"]:
            exchange.clear_faults()
        case "GET", ["homes"]:
            return json_answer(list(exchange.homes))
        case "GET", ["homes", urn, "trees", tree]:
            return json_answer(exchange.homes[urn].trees[tree])
        case "GET", ["openapi", name]:
            return _document(exchange, name)
        case "POST", ["tokens"]:
            _add_token(exchange, body)
        case "POST", ["tokens", value, "revoke"]:
            exchange.tokens.revoke(value)
        case "POST", ["advance"]:
            for hub in exchange.homes.values():
                hub.advance(float(body["seconds"]))
        case "PATCH", ["settings"]:
            _set(exchange, body)
        case _, [name, *rest] if name in exchange.products:
            return json_answer(exchange.products[name].control(method, rest, body))
        case _, ["oauth", *rest]:
            return json_answer(exchange.oauth.control(method, rest, body))
        case _:
            return json_answer({"Error": "No such control"}, 404)
    return json_answer({})


def _document(exchange: SimulatedExchange, name: str) -> Answer:
    """Return the document of a product for download."""
    product, _, form = name.rpartition(".")
    found = exchange.openapi(product)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if form == "json":
        return Answer(200, orjson.dumps(found, option=orjson.OPT_INDENT_2), headers=headers)
    if form == "yaml":
        return Answer(200, as_yaml(found).encode(), "application/yaml", headers)
    raise ValueError(f"No form {form}: json or yaml")


def _add_token(exchange: SimulatedExchange, body: dict[str, Any]) -> None:
    """Give out a token, or another in place of one of the same value."""
    token = Token(body["value"])
    if "scopes" in body:
        token.scopes = frozenset(body["scopes"])
    if body.get("expires"):
        token.expires = datetime.fromisoformat(body["expires"])
    if body.get("sites") is not None:
        token.sites = frozenset(body["sites"])
    exchange.tokens.add(token)


def _set(exchange: SimulatedExchange, body: dict[str, Any]) -> None:
    """Change how the exchange behaves."""
    for name, value in body.items():
        match name:
            case "dialect":
                exchange.dialect = Dialect(value)
            case "shape":
                exchange.shape = Shape(value)
            case "gateway":
                exchange.gateway = GatewayKind(value)
            case "paging":
                exchange.paging = Paging(value)
            case "without":
                exchange.without = set(value)
            case "key" | "key_header" | "page_size" | "lag" | "lenient" | "uncovered_paths":
                setattr(exchange, name, value)
            case "per_minute" | "quota" | "retry_after":
                setattr(exchange.throttle, name, value)
            case "devices_carry_state":
                exchange.wiser_home.devices_carry_state = bool(value)
            case "longest_period_days":
                exchange.wiser_home.longest_period = timedelta(days=value) if value else None
            case _:
                raise KeyError(name)
