"""The simulated exchange: a real HTTP server in front of products."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
import socket
import struct
from typing import Any

from aiohttp import web
import orjson

from ..hub import TURNS, SimulatedHub
from . import authentication, control, openapi
from .answers import Answer, Refusal, json_answer, method_not_allowed, not_found
from .authentication import GatewayKind
from .dialects import Dialect
from .energy_data import EnergyData
from .energy_monitoring import EnergyMonitoring
from .faults import (
    ANSWERS,
    BEHIND,
    SILENT,
    ExchangeFault,
    ExchangeFaults,
    missing_scope,
    not_in_product,
    unknown_proxy,
)
from .oauth import PREFIX, OAuth
from .paging import Paging, page
from .products import NOTHING, Call, Contract, Operation, Product, Shape
from .throttle import Throttle
from .tokens import Token, Tokens
from .wiser_home import WiserHome

type Clock = Callable[[], datetime]
type Site = Callable[[web.BaseRequest], Awaitable[Answer]]


def now_utc() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


@dataclass
class ExchangeRequest:
    """A request the exchange got, without its secrets; status 0 means that it gave no answer."""

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    status: int = 0
    product: str | None = None
    endpoint: str | None = None
    in_flight: int = 1
    """How many requests were being answered at that moment, this one included."""


class SimulatedExchange:
    """A stand-in for the Schneider Electric Exchange."""

    def __init__(
        self,
        homes: Mapping[str, SimulatedHub],
        *,
        tokens: Iterable[Token],
        key: str | None = None,
        dialect: Dialect = Dialect.CAMEL,
        shape: Shape = Shape.ASSUMED,
        key_header: str = "x-api-key",
        gateway: GatewayKind = GatewayKind.APIGEE,
        lag: float = 0.0,
        clock: Clock = now_utc,
    ) -> None:
        """Sell the houses by their urns, which need not listen themselves, to who has a token.

        With a key every request must bring it, under the header of that name, or in the query
        where the name begins with a question mark. Writes show after `lag` seconds of the
        house's time. The clock is what tokens expire and quotas are counted by.
        """
        self.homes = dict(homes)
        self.tokens = Tokens({token.value: token for token in tokens})
        self.key = key
        self.key_header = key_header
        self.gateway = gateway
        self.dialect = dialect
        self.shape = shape
        self.clock = clock
        self.throttle = Throttle()
        self.paging = Paging.NONE
        self.page_size = 50
        self.without: set[str] = set()
        """Operations that this contract does not have after all."""
        self.uncovered_paths = False
        """Whether a path that is not there is answered as one the subscription does not cover."""
        self.lenient = False
        """Whether a body that makes no sense is accepted and does nothing."""
        self.faults = ExchangeFaults()
        self.requests: list[ExchangeRequest] = []
        self.most_in_flight = 0
        self.host = ""
        self.port = 0
        self.products: dict[str, Product] = {}
        self.sites: dict[str, Site] = {}
        self._in_flight = 0
        self._runner: web.ServerRunner | None = None
        self.wiser_home = WiserHome(self.homes)
        self.energy_data = EnergyData(self.now)
        self.energy_monitoring = EnergyMonitoring()
        for product in (self.wiser_home, self.energy_data, self.energy_monitoring):
            self.add(product)
        self.oauth = OAuth(self)
        self.mount(PREFIX, self.oauth.answer)
        self.lag = lag

    @property
    def url(self) -> str:
        """Return the address as a URL."""
        return f"http://{self.host}:{self.port}"

    def now(self) -> datetime:
        """Return the time that tokens expire by."""
        return self.clock()

    @property
    def lag(self) -> float:
        """Return for how many seconds of the houses' time reads show old values after a write."""
        return max((hub.lag for hub in self.homes.values()), default=0.0)

    @lag.setter
    def lag(self, seconds: float) -> None:
        """Let reads show the old values of an object for a while after a write."""
        for hub in self.homes.values():
            hub.lag = seconds

    def add(self, product: Product) -> None:
        """Sell a further product; it is to be added before the start."""
        self.products[product.key] = product

    def mount(self, prefix: str, site: Site) -> None:
        """Let something that is no product answer below a path, such as the authorization.

        What it is asked is logged without query, body and credentials.
        """
        self.sites[prefix] = site

    def inject(
        self, fault: ExchangeFault | str, times: int | None = 1, endpoint: str | None = None
    ) -> None:
        """Let the next requests meet a fault, those of one endpoint or all; None is for ever."""
        self.faults.inject(fault, times, endpoint)

    def clear_faults(self) -> None:
        """Behave again."""
        self.faults.clear()

    def contract(self, product: str) -> Contract:
        """Return the contract of a product that is in force."""
        found = self.products[product].contract(self.shape)
        left = [item for item in found.operations if item.key not in self.without]
        return Contract(found.base, tuple(left))

    def openapi(self, product: str) -> dict[str, Any]:
        """Return the document of a product that a subscriber downloads."""
        return openapi.document(self, self.products[product], self.contract(product))

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one."""
        server = web.Server(self._handle, handler_cancellation=True, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.host = host
        self.port = self._runner.addresses[0][1]
        for product in self.products.values():
            await product.open()

    async def stop(self) -> None:
        """Stop listening and drop every connection."""
        if self._runner is None:
            return
        for product in self.products.values():
            await product.close()
        await self._runner.cleanup()
        self._runner = None

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Log a request and answer it."""
        if request.path.startswith(control.PREFIX):
            return _response(await control.handle(self, request))
        self._in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self._in_flight)
        logged = ExchangeRequest(
            request.method,
            request.path,
            headers=authentication.without_secrets(self, request),
            in_flight=self._in_flight,
        )
        self.requests.append(logged)
        try:
            for _ in range(TURNS):
                await asyncio.sleep(0)
            answer = await self._answer(request, logged)
            logged.status = answer.status
            return _response(answer)
        finally:
            self._in_flight -= 1

    async def _answer(self, request: web.BaseRequest, logged: ExchangeRequest) -> Answer:
        """Let a site, a fault or a product have a request."""
        try:
            for prefix, site in self.sites.items():
                if request.path.startswith(prefix):
                    return await site(request)
            logged.query = authentication.query_without_secrets(self, request)
            raw = await request.read()
            body = _parsed(raw)
            logged.body = body
            product, contract, segments = self._product(request)
            logged.product = product.key
            fitting = [
                (operation, ids)
                for operation in contract.operations
                if (ids := operation.match(segments)) is not None
            ]
            operation = next((item for item in fitting if item[0].method == request.method), None)
            logged.endpoint = operation[0].key if operation else None
            fault = self.faults.take(logged.endpoint)
            if fault in SILENT:
                return await self._vanish(request, fault)
            if fault is not None and fault not in BEHIND:
                return ANSWERS[fault]()
            token = self._let_through(request)
            if operation is None:
                return self._nowhere([item for item, _ in fitting])
            _check_token(product, operation[0], token)
            if fault is ExchangeFault.IGNORED:
                body = None
            call = Call(
                *operation,
                dict(request.query),
                body,
                token,
                self.dialect,
                lenient=self.lenient or fault is ExchangeFault.IGNORED,
            )
            answer = self._serve(request, product, call)
        except Refusal as refusal:
            return refusal.answer
        if fault is ExchangeFault.TRUNCATED_JSON:
            return Answer(answer.status, answer.body[: len(answer.body) * 2 // 3])
        return answer

    def _product(self, request: web.BaseRequest) -> tuple[Product, Contract, list[str]]:
        """Return the product a path is of and the rest of the path, refusing what is of none."""
        raw = request.raw_path.partition("?")[0]
        for product in self.products.values():
            contract = self.contract(product.key)
            if raw.startswith(f"{contract.base}/"):
                rest = raw.removeprefix(contract.base).strip("/")
                return product, contract, rest.split("/")
        if (fault := self.faults.take(None)) is not None and fault in ANSWERS:
            raise Refusal(ANSWERS[fault]())
        raise Refusal(unknown_proxy(request.path))

    def _let_through(self, request: web.BaseRequest) -> Token:
        """Check what the gateway checks, in its order, and return the token."""
        now = self.clock()
        self.throttle.check(self, now)
        authentication.check_key(self, request)
        return authentication.check_token(self.tokens, request, now)

    def _nowhere(self, same_path: list[Operation]) -> Answer:
        """Return that a path is not there, or which methods it knows."""
        if same_path:
            return method_not_allowed(sorted({operation.method for operation in same_path}))
        return not_in_product() if self.uncovered_paths else not_found()

    def _serve(self, request: web.BaseRequest, product: Product, call: Call) -> Answer:
        """Return what the product answers, in the dialect and in pages."""
        found = product.handlers[call.operation.key](call)
        if found is NOTHING or call.operation.schema is None:
            return Answer(204)
        content = self.dialect.render(found)
        if call.operation.many and self.paging is not Paging.NONE:
            return json_answer(page(self, request, content))
        return json_answer(self.dialect.wrap(content))

    async def _vanish(self, request: web.BaseRequest, fault: ExchangeFault | None) -> Answer:
        """End a connection without an answer, or never do anything."""
        if fault is ExchangeFault.HANG:
            await asyncio.Event().wait()
        assert request.transport is not None
        # Without lingering the connection ends with a reset instead of a polite goodbye.
        request.transport.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
        request.transport.abort()
        return Answer(0)


def _check_token(product: Product, operation: Operation, token: Token) -> None:
    """Refuse a token of the wrong kind, or one that was made without the scope of an operation.

    A personal token is made for a product, so one where there are none is as one of another.
    """
    if token.personal and not product.personal:
        raise Refusal(not_in_product())
    scope = product.write_scope if operation.writes else product.read_scope
    if scope not in token.scopes:
        raise Refusal(missing_scope(scope))


def _parsed(raw: bytes) -> Any:
    """Return a body, as text where it is no JSON."""
    try:
        return orjson.loads(raw) if raw else None
    except orjson.JSONDecodeError:
        return raw.decode(errors="replace")


def _response(answer: Answer) -> web.Response:
    """Return an answer as it goes over the wire."""
    if not answer.status:
        return web.Response()
    headers = dict(answer.headers)
    if not answer.bare:
        headers["Content-Type"] = answer.content_type
    return web.Response(body=answer.body, status=answer.status, headers=headers)
