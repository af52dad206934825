"""A server that gives prepared answers and remembers what it was asked."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web
import orjson
from yarl import URL

type Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    """As it was sent, with the query."""
    headers: dict[str, str]
    body: bytes


def says(
    data: Any = None, status: int = 200, *, body: bytes | None = None, **headers: str
) -> Answer:
    """Return an answer of JSON, or of bytes."""

    async def answer(request: web.Request) -> web.Response:
        """Answer."""
        sent = body if body is not None else orjson.dumps(data)
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return web.Response(status=status, body=sent, headers=named)

    return answer


def faults(status: int, code: str = "", sentence: str = "", **headers: str) -> Answer:
    """Return a fault of Apigee."""
    fault = {"fault": {"faultstring": sentence, "detail": {"errorcode": code}}}
    return says(fault, status, body=None, **headers)


async def hangs_up(request: web.Request) -> web.StreamResponse:
    """Close the connection without an answer."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def breaks_off(request: web.Request) -> web.StreamResponse:
    """Answer with success, and close the connection in the middle of the body."""
    response = web.StreamResponse(headers={"Content-Length": "100"})
    await response.prepare(request)
    await response.write(b"{")
    assert request.transport is not None
    request.transport.abort()
    return response


class Served:
    """The server; answers are given in turn, the last one again and again."""

    def __init__(self) -> None:
        """Know no path yet."""
        self.asked: list[Asked] = []
        self.answers: dict[tuple[str, str], list[Answer]] = {}
        self.otherwise: Answer = says({"title": "Not Found"}, 404)
        self.in_flight = 0
        self.most_in_flight = 0
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None)

    def on(self, method: str, path: str, *answers: Answer) -> None:
        """Prepare the answers to a method and path, without its query."""
        self.answers[method, path] = list(answers)

    async def start(self) -> URL:
        """Start, and return the address."""
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return URL.build(scheme="http", host="127.0.0.1", port=self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Stop."""
        await self._runner.cleanup()

    @property
    def paths(self) -> list[tuple[str, str]]:
        """Return the method and path of every request."""
        return [(asked.method, asked.path) for asked in self.asked]

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        body = await request.read()
        self.asked.append(Asked(request.method, request.raw_path, dict(request.headers), body))
        prepared = self.answers.get((request.method, request.raw_path.partition("?")[0]))
        answer = self.otherwise
        if prepared:
            answer = prepared.pop(0) if len(prepared) > 1 else prepared[0]
        try:
            return await answer(request)
        finally:
            self.in_flight -= 1
