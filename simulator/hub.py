"""The simulated hub: a real HTTP server in front of a house."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
import socket
import ssl
import struct
from typing import Any, Literal

from aiohttp import HttpVersion11, web
import orjson

from . import answers, control, life
from .answers import AnswerStyle
from .certificate import Certificate
from .faults import BEFORE, PAGE, STATUS, Fault, Faults, bend, spoil
from .house import House
from .installation import Clock, Installation, Unknown
from .writes import Refused, write
from .writes.changes import EMPTY

# How often the loop turns before a request is answered, so that requests that are sent at the
# same time are seen to be handled at the same time. No wait: tests stop the clock.
TURNS = 20
TICK = 1.0

type Connection = Literal["close", "keep-alive"]


@dataclass
class Request:
    """A request the hub got; status 0 means that it gave no answer."""

    method: str
    path: str
    body: Any
    status: int = 0
    secret_ok: bool = False
    query: dict[str, str] = field(default_factory=dict)
    version: str = "1.1"
    content_type: str | None = None

    def is_among(self, others: list[Request]) -> bool:
        """Return whether another request asked for the same."""
        asked = (self.method, self.path, self.query, self.body)
        return any((it.method, it.path, it.query, it.body) == asked for it in others)


class SimulatedHub:
    """A stand-in for a Wiser hub."""

    def __init__(
        self,
        house: House,
        # Not a secret: it opens a hub that does not exist.
        secret: str = "simulated",  # noqa: S107
        *,
        clock: Clock | None = None,
        tls: Certificate | None = None,
        speed: float = 0.0,
    ) -> None:
        """Put a house behind a hub.

        Without a clock the hub's time is that of the house's trees. A time is where the clock
        starts; a callable is the clock, and the house catches up with it at every request. Time
        passes by `advance`, or by itself at a speed other than 0.
        """
        self.house = house
        self.secret = secret
        self.installation = Installation(house, clock)
        self.requests: list[Request] = []
        self.most_in_flight = 0
        self.answer_style: AnswerStyle = "natural"
        self.only_v1 = False
        self.connection: Connection = "close"
        self.redirect_to: str | None = None
        self.host = ""
        self.port = 0
        self.plain_port: int | None = None
        self.faults = Faults()
        self._clock: Callable[[], Any] | None = clock if callable(clock) else None
        self._speed = speed
        self._tls = tls
        self._context: ssl.SSLContext | None = None
        self._in_flight = 0
        self._hanging = 0
        self._runner: web.ServerRunner | None = None
        self._living: asyncio.Task[None] | None = None

    @property
    def trees(self) -> dict[str, Any]:
        """Return the live raw trees."""
        return self.installation.trees

    @property
    def address(self) -> str:
        """Return host and port."""
        return f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """Return the address as a URL."""
        return f"{'https' if self._tls else 'http'}://{self.address}"

    @property
    def writes(self) -> list[Request]:
        """Return the requests that were to change something."""
        return [request for request in self.requests if request.method != "GET"]

    @property
    def repeated_writes(self) -> list[Request]:
        """Return the writes that came again as they were: a second POST makes a second thing."""
        writes = self.writes
        return [request for at, request in enumerate(writes) if request.is_among(writes[:at])]

    @property
    def hanging(self) -> int:
        """Return how many requests wait for an answer, or the rest of it, that never comes."""
        return self._hanging

    @property
    def lag(self) -> float:
        """Return for how many seconds of hub time reads show old values after a write."""
        return self.installation.lag

    @lag.setter
    def lag(self, seconds: float) -> None:
        """Let reads show the old values of an object for a while after a write."""
        self.installation.lag = seconds

    def find(self, member: str, id: int | None = None) -> dict[str, Any]:
        """Return one raw record of the domain tree."""
        return self.installation.find(member, id)

    def inject(
        self,
        kind: Fault | str,
        times: int | None = 1,
        path: str | None = None,
        method: str | None = None,
    ) -> None:
        """Let the next requests that fit meet a fault; times None is for ever."""
        self.faults.inject(kind, times, path, method)

    def clear_faults(self) -> None:
        """Behave again."""
        self.faults.clear()

    def advance(self, seconds: float) -> None:
        """Let the inner life run for a while."""
        life.advance(self.installation, seconds)

    def use_certificate(self, certificate: Certificate) -> None:
        """Present another certificate from the next connection on."""
        assert self._context is not None, "the hub does not speak TLS"
        self._tls = certificate
        certificate.load_into(self._context)

    async def start(
        self, host: str = "127.0.0.1", port: int = 0, plain_port: int | None = None
    ) -> None:
        """Listen; port 0 takes a free one.

        With TLS a plain port can be opened beside, where every request is sent to https, as the
        newest firmware does.
        """
        if self._tls is not None:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            # A fresh handshake for each connection, so that another certificate is seen at once.
            self._context.options |= ssl.OP_NO_TICKET
            self._tls.load_into(self._context)
        server = web.Server(self._handle, handler_cancellation=True, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port, ssl_context=self._context)
        await site.start()
        self.host = host
        self.port = self._runner.addresses[0][1]
        if self._context is not None and plain_port is not None:
            await web.TCPSite(self._runner, host, plain_port).start()
            self.plain_port = self._runner.addresses[1][1]
        self.begin_living()

    async def stop(self) -> None:
        """Stop listening and drop every connection."""
        await self.end_living()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def living(self) -> bool:
        """Return whether time passes by itself."""
        return self._living is not None

    def begin_living(self) -> None:
        """Let time pass by itself, also without listening, unless its speed is 0."""
        if self._speed and self._living is None:
            self._living = asyncio.create_task(self._live())

    async def end_living(self) -> None:
        """Let time stand still again."""
        if self._living is not None:
            self._living.cancel()
            await asyncio.gather(self._living, return_exceptions=True)
            self._living = None

    async def _live(self) -> None:
        """Let time pass."""
        while True:
            await asyncio.sleep(TICK)
            self.advance(TICK * self._speed)

    def catch_up(self) -> None:
        """Let the house reach the time of its clock."""
        if self._clock is not None:
            behind = self._clock().timestamp() - self.installation.now
            if behind > 0:
                self.advance(behind)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer a request."""
        if request.path.startswith(control.PREFIX):
            return await control.handle(self, request)
        self._in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self._in_flight)
        try:
            return await self._answer(request)
        finally:
            self._in_flight -= 1

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Log a request, let a fault have it or do what it asks for."""
        raw = await request.read()
        try:
            body = orjson.loads(raw) if raw else None
        except orjson.JSONDecodeError:
            body = raw.decode(errors="replace")
        logged = Request(
            request.method,
            request.path,
            body,
            secret_ok=request.headers.get("SECRET") == self.secret,
            query=dict(request.query),
            version=f"{request.version.major}.{request.version.minor}",
            content_type=request.headers.get("Content-Type"),
        )
        self.requests.append(logged)
        if self._tls is not None and not request.secure:
            self.redirect_to = self.redirect_to or self.url
            return await self._misbehave(request, logged, Fault.REDIRECT_HTTPS)
        for _ in range(TURNS):
            await asyncio.sleep(0)
        fault = self.faults.take(request.method, request.path)
        if fault in BEFORE:
            assert fault is not None
            return await self._misbehave(request, logged, fault)
        self.catch_up()
        status, content = self._serve(logged)
        logged.status = status
        content = bend(fault, content)
        payload = b"" if content is EMPTY else orjson.dumps(content)
        payload = spoil(fault, payload)
        if fault is Fault.LOST_ANSWER:
            return self._reset(request)
        if fault is Fault.HALF_BODY:
            return await self._write_raw(request, status, payload, cut=True)
        if fault is Fault.STALL:
            await self._write_raw(request, status, payload, cut=True, end=False)
            return await self._hang()
        if fault is Fault.BAD_FRAMING and request.version >= HttpVersion11:
            return await self._write_raw(request, status, payload, cut=False)
        return await self._write(request, status, payload)

    def _serve(self, request: Request) -> tuple[int, Any]:
        """Return the status and the content that answer a request."""
        if not request.secret_ok:
            return 401, {"Error": "Unauthorized"}
        parts = [part for part in request.path.split("/") if part]
        try:
            tree, path, old = answers.tree_of(self.installation, parts, self.only_v1)
            if request.method == "GET":
                return 200, answers.read(self.installation, tree, path, old)
            outcome = write(
                self.installation, request.method, tree, path, request.query, request.body
            )
        except Unknown:
            return 404, {"Error": "Not found"}
        except Refused as refusal:
            return 400, {"Error": str(refusal)}
        return outcome.status, answers.answer(outcome, self.answer_style)

    async def _misbehave(
        self, request: web.BaseRequest, logged: Request, fault: Fault
    ) -> web.StreamResponse:
        """Keep a request from the house."""
        if fault is Fault.HANG:
            return await self._hang()
        if fault is Fault.RESET:
            return self._reset(request)
        if fault is Fault.REDIRECT_HTTPS:
            logged.status = 301
            target = self.redirect_to or f"https://{request.host.partition(':')[0]}"
            return web.Response(status=301, headers={"Location": f"{target}{request.path_qs}"})
        if fault is Fault.NOT_JSON:
            logged.status = 200
            return web.Response(body=PAGE, content_type="text/html")
        logged.status = STATUS[fault]
        error = orjson.dumps({"Error": "The hub refuses this on demand"})
        return await self._write(request, logged.status, error)

    async def _hang(self) -> web.StreamResponse:
        """Say nothing until the client gives up, which cancels this."""
        self._hanging += 1
        try:
            await asyncio.Event().wait()
        finally:
            self._hanging -= 1
        return web.Response()

    def _reset(self, request: web.BaseRequest) -> web.StreamResponse:
        """End the connection without an answer."""
        assert request.transport is not None
        # Without lingering the connection ends with a reset instead of a polite goodbye.
        request.transport.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
        request.transport.abort()
        return web.Response()

    async def _write(
        self, request: web.BaseRequest, status: int, payload: bytes
    ) -> web.StreamResponse:
        """Answer as hubs do: in chunks, and the connection closed."""
        response = web.StreamResponse(status=status)
        response.content_type = "application/json"
        if self.connection == "close":
            response.force_close()
            response.headers["Connection"] = "close"
        if request.version >= HttpVersion11 and payload:
            response.enable_chunked_encoding()
        else:
            response.content_length = len(payload)
        await response.prepare(request)
        if payload:
            await response.write(payload)
        await response.write_eof()
        return response

    async def _write_raw(
        self,
        request: web.BaseRequest,
        status: int,
        payload: bytes,
        *,
        cut: bool,
        end: bool = True,
    ) -> web.StreamResponse:
        """Answer with a body that ends early, or not at all, or with a chunk after the last one."""
        transport = request.transport
        assert transport is not None
        head = f"HTTP/1.1 {status} OK\r\nConnection: close\r\nContent-Type: application/json\r\n"
        if cut:
            framed = f"Content-Length: {len(payload)}\r\n\r\n".encode()
            framed += payload[: len(payload) // 2]
        else:
            framed = f"Transfer-Encoding: chunked\r\n\r\n{len(payload):x}\r\n".encode()
            framed += payload + b"\r\n0\r\n\r\n0\r\n\r\n"
        transport.write(head.encode() + framed)
        if end:
            transport.close()
        return web.Response()
