"""Control endpoints: how a test in another process looks into the hub and disturbs it."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from aiohttp import web
import orjson

if TYPE_CHECKING:
    from .hub import SimulatedHub

PREFIX = "/simulator/"


def _answer(content: Any, status: int = 200) -> web.Response:
    """Return JSON."""
    return web.Response(body=orjson.dumps(content), status=status, content_type="application/json")


async def handle(hub: SimulatedHub, request: web.BaseRequest) -> web.Response:
    """Answer a control request; it needs no secret and is not logged."""
    parts = [part for part in request.path.removeprefix(PREFIX).split("/") if part]
    raw = await request.read()
    try:
        body = orjson.loads(raw) if raw else {}
        return _do(hub, request.method, parts, body)
    except (TypeError, ValueError, KeyError) as error:
        return _answer({"Error": f"{type(error).__name__}: {error}"}, 400)


def _do(hub: SimulatedHub, method: str, parts: list[str], body: Any) -> web.Response:
    """Do what a control request asks for."""
    match method, parts:
        case "GET", ["requests"]:
            return _answer(
                {
                    "requests": [asdict(request) for request in hub.requests],
                    "most_in_flight": hub.most_in_flight,
                    "repeated_writes": [asdict(request) for request in hub.repeated_writes],
                }
            )
        case "DELETE", ["requests"]:
            hub.requests.clear()
            hub.most_in_flight = 0
        case "POST", ["faults"]:
            hub.inject(body["kind"], body.get("times", 1), body.get("path"), body.get("method"))
        case "DELETE", ["faults"]:
            hub.clear_faults()
        case "GET", ["trees", tree] if tree in hub.trees:
            return _answer(hub.trees[tree])
        case "PUT", ["trees", tree]:
            hub.trees[tree] = body
        case "POST", ["advance"]:
            hub.advance(float(body["seconds"]))
        case "PATCH", ["settings"]:
            _set(hub, body)
        case _:
            return _answer({"Error": "No such control"}, 404)
    return _answer({})


def _set(hub: SimulatedHub, body: dict[str, Any]) -> None:
    """Change how the hub answers: answer_style, lag, only_v1, redirect_to, secret."""
    for name, value in body.items():
        if name not in ("answer_style", "lag", "only_v1", "redirect_to", "secret"):
            raise KeyError(name)
        setattr(hub, name, value)
