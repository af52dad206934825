"""Ask a product of the Exchange, and learn on the way how it wants to be asked.

What is known of its gateway stands in `faults`; what is asked stands in the contract.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
import logging
import re
from typing import Any, Final
from urllib.parse import quote

import aiohttp
import orjson
from yarl import URL

from ..errors import (
    BadAnswerError,
    BlockedError,
    CannotConnectError,
    HubTimeoutError,
    InvalidKeyError,
    InvalidTokenError,
    InvalidValueError,
    MethodNotAllowedError,
    MissingKeyError,
    MissingScopeError,
    NotFoundError,
    RefusedError,
    ServerError,
    ThrottledError,
    WiserError,
)
from ..sending import decode_json, send_once
from .contract import Choice, Contract
from .faults import Fault, UnexplainedError, classify, listen
from .pace import Pace
from .paging import next_link, total, unwrap

_LOGGER = logging.getLogger(__name__)

ORIGIN = URL("https://api.exchange.se.com")
"""Where every product is, and the only place that credentials are sent to."""
KEY_HEADERS: Final = ("x-api-key", "apikey", "x-apikey", "Ocp-Apim-Subscription-Key")
"""Where the gateway may look for the subscription key, the likeliest first."""
TIMEOUT: Final = 30.0
"""Seconds that one exchange may take."""
PAGES: Final = 20
"""How many pages a list may have."""

_NAME: Final = re.compile(r"\??[\w-]+")
_TAKEN: Final = frozenset(
    {"accept", "authorization", "connection", "content-length", "content-type", "cookie", "host"}
)
"""Headers under which no key is sent, whatever a fault says."""
_SHORTEST: Final = 8
"""Characters of a secret; what is shorter would be found in any text."""


@dataclass(frozen=True, slots=True)
class _Request:
    """One thing to ask: for which endpoint, and how."""

    endpoint: str
    method: str
    url: URL
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    """A status, headers and a body without the secrets that were sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def _now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


class Gateway:
    """What a product of the Exchange is asked through.

    Reads are tried twice, writes once: nobody knows what a write that got no answer did.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        contract: Contract,
        token: Callable[[], Awaitable[str]],
        *,
        key: str | None,
        pace: Pace,
        budget: int | None = None,
        timeout: float = TIMEOUT,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        """Remember how to ask; nothing is sent yet.

        `token` is called for every request. `pace` is shared by every gateway there is. `budget`
        is how many requests a day reads may use up. The time-out is seconds.
        """
        self._session = session
        self._token = token
        self._key = key or None
        self._pace = pace
        self._timeout = timeout
        self._clock = clock
        self._finding = asyncio.Lock()
        self._proved = False
        self._day: date | None = None
        self._sent_today = 0
        self.contract = contract
        self.budget = budget
        self.requests = 0
        """How many requests were sent."""
        self.faults: deque[Fault] = deque(maxlen=20)
        """What went wrong last, for diagnostics."""
        self.samples: dict[str, Any] = {}
        """The last answer of each endpoint as it came, for diagnostics."""

    def requests_today(self) -> int:
        """Return how many requests were sent since midnight UTC."""
        return self._sent_today if self._day == self._clock().astimezone(UTC).date() else 0

    async def read(
        self, endpoint: str, *, query: Mapping[str, str] | None = None, **ids: str
    ) -> Any:
        """Return the JSON that an endpoint answers; the query is named by its roles.

        Raises:
            NotFoundError: there is no such endpoint, or none with these ids.
            WiserError: it could not be read, also not by a second try.
        """
        raw, _ = await self._read(endpoint, query or {}, ids)
        return raw

    async def read_list(
        self, endpoint: str, *, query: Mapping[str, str] | None = None, **ids: str
    ) -> list[dict[str, Any]]:
        """Return all records of a list, from all of its pages.

        Raises:
            NotFoundError: there is no such endpoint, or none with these ids.
            BadAnswerError: it is no list, or goes on where the credentials must not go.
            WiserError: it could not be read, also not by a second try.
        """
        raw, asked = await self._read(endpoint, query or {}, ids)
        page = unwrap(raw)
        records = list(page)
        for _ in range(PAGES - 1):
            if (url := next_link(raw, asked.url)) is None:
                if not page or total(raw) <= len(records):
                    return records
                # What a total counts is a guess, so this ends where there is nothing new.
                step = {"offset": str(len(records)), "limit": str(len(unwrap(raw)))}
                url = asked.url.update_query(step)
            asked = _Request(endpoint, asked.method, url)
            raw, last = await self._read_at(asked), page
            page = unwrap(raw)
            if page == last:
                return records
            records += page
        _LOGGER.warning("The list of %s has more than %d pages; the rest is left", endpoint, PAGES)
        return records

    async def write(self, endpoint: str, values: Mapping[str, Any], **ids: str) -> Any:
        """Send values by their roles and return the JSON of the answer, or none for an empty one.

        Raises:
            NotFoundError: there is no such endpoint, or none with these ids.
            RefusedError: the Exchange refuses it, in its own words.
            WiserError: whether it was carried out is unknown.
        """

        async def ask(choice: Choice) -> Any:
            """Send the write in one way."""
            body = orjson.dumps(_body(choice, values))
            answer = await self._ask(
                _Request(endpoint, choice.method, self._url(choice, ids, {}), body)
            )
            return _content(answer)

        raw = await self._reach(endpoint, ask)
        self.samples[endpoint] = raw
        return raw

    async def _read(
        self, endpoint: str, query: Mapping[str, str], ids: Mapping[str, str]
    ) -> tuple[Any, _Request]:
        """Return the JSON of an endpoint and the request that it answers."""

        async def ask(choice: Choice) -> tuple[Any, _Request]:
            """Read in one way."""
            request = _Request(endpoint, choice.method, self._url(choice, ids, query))
            return await self._read_at(request), request

        raw, request = await self._reach(endpoint, ask)
        self.samples[endpoint] = raw
        return raw, request

    async def _read_at(self, request: _Request) -> Any:
        """Read with a second try after what may pass by itself."""
        if self.budget is not None and self.requests_today() >= self.budget:
            now = self._clock().astimezone(UTC)
            midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
            raise ThrottledError((midnight - now).total_seconds())
        try:
            try:
                answer = await self._ask(request)
            except BlockedError:
                raise
            except (CannotConnectError, ServerError) as err:
                _LOGGER.debug(
                    "Reading %s failed (%s); trying once more", request.endpoint, type(err).__name__
                )
                answer = await self._ask(request)
        except MissingScopeError:
            raise
        except RefusedError as err:
            raise BadAnswerError(str(err)) from err
        return _content(answer)

    async def _reach[Found](
        self, endpoint: str, ask: Callable[[Choice], Awaitable[Found]]
    ) -> Found:
        """Ask an endpoint in the way that is known, or in every way until one is answered."""
        if not self.contract.offers(endpoint):
            raise NotFoundError(f"The Exchange does not offer {endpoint}")
        if (known := self.contract.choices.get(endpoint)) is None:
            async with self._finding:
                if (known := self.contract.choices.get(endpoint)) is None:
                    return await self._find(endpoint, ask)
        try:
            return await ask(known)
        except MethodNotAllowedError:
            # The way that was learnt is no longer the right one.
            if endpoint not in self.contract.documented:
                self.contract.choices.pop(endpoint, None)
            raise

    async def _find[Found](self, endpoint: str, ask: Callable[[Choice], Awaitable[Found]]) -> Found:
        """Ask in one way after the other until one is answered, and remember which.

        What failed in these ways has not happened, so also writes may be asked in the next. That
        a path is wrong is believed when the credentials are known to be good: where the gateway
        answers 401 without a reason, after something else was read with them.
        """
        root = self._root()
        left = list(self.contract.candidates(endpoint))
        failure: WiserError = NotFoundError(f"The Exchange does not offer {endpoint}")
        confirmed = False
        while left:
            choice = left.pop(0)
            try:
                found = await ask(choice)
            except (NotFoundError, UnexplainedError) as err:
                failure = err
            else:
                self.contract.choose(endpoint, choice)
                return found
            if endpoint == root:
                if isinstance(failure, UnexplainedError):
                    raise failure
            elif not self._proved or (isinstance(failure, UnexplainedError) and not confirmed):
                await self._prove(root)
                confirmed = True
            if isinstance(failure, MethodNotAllowedError):
                left = _preferring(left, choice.path, failure.allowed)
        if endpoint != root:
            self.contract.refuse(endpoint)
        if isinstance(failure, UnexplainedError):
            failure = NotFoundError(f"The Exchange does not offer {endpoint}")
        raise failure

    def _root(self) -> str:
        """Return the list that everything else of the product is found in."""
        return next(
            key
            for key, endpoint in self.contract.product.endpoints.items()
            if not endpoint.writes and not endpoint.parameters
        )

    async def _prove(self, root: str) -> None:
        """Have the credentials accepted for what is certainly there."""

        async def ask(choice: Choice) -> Any:
            """Read the list in one way."""
            return await self._read_at(_Request(root, choice.method, self._url(choice, {}, {})))

        if (known := self.contract.choices.get(root)) is not None:
            await ask(known)
        else:
            await self._find(root, ask)

    def _url(self, choice: Choice, ids: Mapping[str, str], query: Mapping[str, str]) -> URL:
        """Return the address of what is asked, which is nowhere but at the Exchange."""
        if any(value in {"", ".", ".."} for value in ids.values()):
            raise InvalidValueError("An id is no part of a path")
        path = self.contract.base + choice.filled(ids)
        url = URL(f"{str(ORIGIN).rstrip('/')}{path}", encoded=True)
        if not path.startswith("/") or url.origin() != ORIGIN.origin() or url.user is not None:
            raise InvalidValueError("The path leads away from the Exchange")
        named = {choice.query.get(role, role): value for role, value in query.items()}
        return url.update_query(named) if named else url

    async def _ask(self, request: _Request) -> _Answer:
        """Send a request and return the answer if it is a success.

        Where the key is missing, it is sent again with the key in the place that the gateway
        looks at: it has not let the first one through.
        """
        place = self.contract.key_header or KEY_HEADERS[0]
        tried: set[str] = set()
        while True:
            failure, answer = await self._exchange(request, place)
            tried.add(place.lower())
            if not isinstance(failure, MissingKeyError):
                break
            if self._key is None or (other := _other_place(failure, tried)) is None:
                raise failure
            place = other
        if len(tried) > 1 and not isinstance(
            failure, CannotConnectError | ServerError | ThrottledError
        ):
            self.contract.key_header = place
        if answer is None:
            raise failure or CannotConnectError("The Exchange did not answer")
        return answer

    async def _exchange(
        self, request: _Request, place: str
    ) -> tuple[WiserError | None, _Answer | None]:
        """Send one request when it is its turn, and return what failed or the answer."""
        token = await self._token()
        if not token or not token.isascii() or not token.isprintable():
            raise InvalidTokenError("The token holds what no token holds")
        if self._key is not None and not (self._key.isascii() and self._key.isprintable()):
            raise InvalidKeyError("The subscription key holds what no key holds")
        async with self._pace.turn():
            self._count()
            failure, answer = await self._send(request, token, place)
            status = None
            if answer is not None:
                status = answer.status
                failure = self._judge(answer)
        if failure is None:
            self._proved = True
            self._pace.forget()
            _LOGGER.debug("%s %s was answered", request.method, request.endpoint)
            return None, answer
        _LOGGER.debug(
            "%s %s failed: %s (status %s)",
            request.method,
            request.endpoint,
            type(failure).__name__,
            status,
        )
        words = listen(answer.headers, answer.body) if answer is not None else None
        self.faults.append(
            Fault(
                self._clock(),
                request.endpoint,
                status,
                type(failure).__name__,
                words.code if words else None,
                words.short if words else None,
            )
        )
        return failure, None

    def _judge(self, answer: _Answer) -> WiserError | None:
        """Return what is wrong with an answer, and stay away if that is what it wants."""
        if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
            if answer.body.lstrip().startswith(b"<"):
                return BlockedError("A page for people answers in the place of the Exchange")
            return None
        failure = classify(answer.status, answer.headers, answer.body, now=self._clock())
        if isinstance(failure, ThrottledError):
            return ThrottledError(self._pace.hold(failure.retry_after))
        return failure

    def _count(self) -> None:
        """Count a request that is about to be sent."""
        today = self._clock().astimezone(UTC).date()
        self._sent_today = self._sent_today + 1 if self._day == today else 1
        self._day = today
        self.requests += 1

    async def _send(
        self, request: _Request, token: str, place: str
    ) -> tuple[WiserError | None, _Answer | None]:
        """Send one request, and return what failed or whatever was answered.

        What aiohttp raises knows the headers and the address, and with them the secrets: nothing
        of it is passed on. Every request opens a connection of its own, because a write must not
        get lost on one that was kept for too long.
        """
        headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/json",
            "Connection": "close",
        }
        if request.data is not None:
            headers["Content-Type"] = "application/json"
        url = request.url
        if self._key is not None:
            if place.startswith("?"):
                url = url.update_query({place[1:]: self._key})
            else:
                headers[place] = self._key
        try:
            async with (
                asyncio.timeout(self._timeout),
                self._session.request(
                    request.method,
                    url,
                    data=request.data,
                    headers=headers,
                    allow_redirects=False,
                    middlewares=(send_once,),
                ) as response,
            ):
                try:
                    body = await response.read()
                except aiohttp.ClientError, TimeoutError:
                    # A write that was answered with success has happened, whatever the body does.
                    if request.data is None or not response.ok:
                        raise
                    body = b""
                answer = _Answer(response.status, dict(response.headers), body)
        except TimeoutError:
            return HubTimeoutError("The Exchange did not answer in time"), None
        except aiohttp.ClientConnectorError:
            return CannotConnectError("The Exchange cannot be reached"), None
        except aiohttp.ClientError, OSError, CannotConnectError:
            return CannotConnectError("The connection to the Exchange broke"), None
        if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
            return None, answer
        return None, _without([token, self._key], answer)


def _preferring(left: Sequence[Choice], path: str, allowed: frozenset[str]) -> list[Choice]:
    """Return the ways that are left after a path answered that it wants another method.

    That path is there, so it goes first, with the methods it allows if it named any.
    """
    here = [choice for choice in left if choice.path == path]
    if allowed:
        here = [choice for choice in here if choice.method in allowed]
    return here + [choice for choice in left if choice.path != path]


def _other_place(fault: MissingKeyError, tried: set[str]) -> str | None:
    """Return where else to put the key: where the fault says, or the next place there is."""
    if fault.header is None:
        return next((name for name in KEY_HEADERS if name.lower() not in tried), None)
    name = fault.header
    if name.lower() in tried | _TAKEN or not _NAME.fullmatch(name):
        return None
    return name


def _without(secrets: Sequence[str | None], answer: _Answer) -> _Answer:
    """Return an answer without secrets, which faults may repeat."""
    body = answer.body
    headers = dict(answer.headers)
    for secret in secrets:
        if secret is None or len(secret) < _SHORTEST:
            continue
        for form in {secret, quote(secret, safe="")}:
            body = body.replace(form.encode(), b"***")
            headers = {name: text.replace(form, "***") for name, text in headers.items()}
    return _Answer(answer.status, headers, body)


def _content(answer: _Answer) -> Any:
    """Return the JSON of an answer, or none for an empty one."""
    return decode_json(answer.body) if answer.body.strip() else None


def _body(choice: Choice, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values under the names that the endpoint has for them."""
    return {choice.body[role]: value for role, value in values.items()}
