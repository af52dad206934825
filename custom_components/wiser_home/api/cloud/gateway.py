"""Ask a product of the Exchange, and learn on the way how it wants to be asked.

What is known of its gateway stands in `faults`; what is asked stands in the contract.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import logging
import re
from typing import Any, Final

import aiohttp
import orjson
from yarl import URL

from ..errors import (
    BadAnswerError,
    BlockedError,
    CannotConnectError,
    InvalidValueError,
    MethodNotAllowedError,
    MissingKeyError,
    MissingScopeError,
    NotFoundError,
    NotOfferedError,
    RefusedError,
    ServerError,
    ThrottledError,
    WiserError,
    WrongAddressError,
)
from ..sending import decode_json
from .carrier import TIMEOUT, Answer, Carrier, Request, utc_now
from .contract import Choice, Contract
from .faults import Fault, UnexplainedError
from .pace import Pace
from .paging import next_link, total, unwrap

__all__ = ["KEY_HEADERS", "ORIGIN", "Gateway", "Pace"]

_LOGGER = logging.getLogger(__name__)

ORIGIN = URL("https://api.exchange.se.com")
"""Where every product is, and the only place that credentials are sent to."""
KEY_HEADERS: Final = ("x-api-key", "apikey", "x-apikey", "Ocp-Apim-Subscription-Key")
"""Where the gateway may look for the subscription key, the likeliest first."""
PAGES: Final = 20
"""How many pages a list may have."""

_NAME: Final = re.compile(r"\??[\w-]{1,64}", re.ASCII)
_TAKEN: Final = frozenset(
    {"accept", "authorization", "connection", "content-length", "content-type", "cookie", "host"}
)
"""Headers under which no key is sent, whatever a fault or a document says."""


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
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """Remember how to ask; nothing is sent yet.

        `token` is called for every request. `pace` is shared by every gateway there is. `budget`
        is how many requests a day reads may use up. The time-out is seconds.
        """
        self._carrier = Carrier(session, token, key=key, pace=pace, timeout=timeout, clock=clock)
        self._finding = asyncio.Lock()
        self._proved = False
        self.contract = contract
        self.budget = budget
        self.samples: dict[str, Any] = {}
        """The last answer of each endpoint as it came, for diagnostics."""

    @property
    def requests(self) -> int:
        """Return how many requests were sent."""
        return self._carrier.requests

    @property
    def faults(self) -> deque[Fault]:
        """Return what went wrong last, for diagnostics."""
        return self._carrier.faults

    def requests_today(self) -> int:
        """Return how many requests were sent since midnight UTC."""
        return self._carrier.requests_today()

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
        self,
        endpoint: str,
        *,
        query: Mapping[str, str] | None = None,
        pages: int = PAGES,
        **ids: str,
    ) -> list[dict[str, Any]]:
        """Return all records of a list, from all of its pages, up to so many.

        Raises:
            NotFoundError: there is no such endpoint, or none with these ids.
            BadAnswerError: it is no list, or goes on where the credentials must not go.
            WiserError: it could not be read, also not by a second try.
        """
        raw, asked = await self._read(endpoint, query or {}, ids)
        page = unwrap(raw)
        records = list(page)
        for _ in range(pages - 1):
            if (url := next_link(raw, asked.url)) is None:
                if not page or total(raw) <= len(records):
                    return records
                # What a total counts is a guess, so this ends where there is nothing new.
                step = {"offset": str(len(records)), "limit": str(len(unwrap(raw)))}
                url = asked.url.update_query(step)
            asked = replace(asked, url=url)
            raw, last = await self._read_at(asked), page
            page = unwrap(raw)
            if page == last:
                return records
            records += page
        _LOGGER.warning("The list of %s has more than %d pages; the rest is left", endpoint, pages)
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
            url = self._url(choice, ids, {})
            body = orjson.dumps(choice.body_for(values))
            answer = await self._ask(
                Request(endpoint, choice.method, url, body, tuple(ids.values()))
            )
            try:
                return _content(answer)
            except BadAnswerError:
                # The status said that the write has happened.
                return None

        raw = await self._reach(endpoint, ask)
        self.samples[endpoint] = raw
        return raw

    async def _read(
        self, endpoint: str, query: Mapping[str, str], ids: Mapping[str, str]
    ) -> tuple[Any, Request]:
        """Return the JSON of an endpoint and the request that it answers."""

        async def ask(choice: Choice) -> tuple[Any, Request]:
            """Read in one way."""
            url = self._url(choice, ids, query)
            request = Request(endpoint, choice.method, url, ids=tuple(ids.values()))
            return await self._read_at(request), request

        raw, request = await self._reach(endpoint, ask)
        self.samples[endpoint] = raw
        return raw, request

    async def _read_at(self, request: Request) -> Any:
        """Read with a second try after what may pass by itself."""
        if self.budget is not None and self.requests_today() >= self.budget:
            now = self._carrier.clock().astimezone(UTC)
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
        failure: WiserError | None = None
        lacking = NotOfferedError(f"The Exchange does not offer {endpoint}")
        confirmed = False
        while left:
            choice = left.pop(0)
            try:
                found = await ask(choice)
            except NotOfferedError as err:
                lacking = err
                continue
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
        if failure is None:
            raise lacking
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
            return await self._read_at(Request(root, choice.method, self._url(choice, {}, {})))

        known = self.contract.choices.get(root)
        try:
            await (ask(known) if known else self._find(root, ask))
        except NotFoundError as err:
            raise WrongAddressError(f"Not even {root} is there") from err

    def _url(self, choice: Choice, ids: Mapping[str, str], query: Mapping[str, str]) -> URL:
        """Return the address of what is asked, which is nowhere but at the Exchange."""
        if any(value in {"", ".", ".."} for value in ids.values()):
            raise InvalidValueError("An id is no part of a path")
        try:
            path = self.contract.base + choice.filled(ids)
        except KeyError as err:
            raise NotOfferedError(f"{choice.path} is not asked without {err}") from err
        if not path.startswith("/"):
            # Whatever else it begins with would become a part of the host.
            raise InvalidValueError("The path leads away from the Exchange")
        url = URL(f"{str(ORIGIN).rstrip('/')}{path}", encoded=True)
        named = {choice.query.get(role, role): value for role, value in query.items()}
        return url.update_query(named) if named else url

    async def _ask(self, request: Request) -> Answer:
        """Send a request and return the answer if it is a success.

        Where the key is missing, it is sent again with the key in the place that the gateway
        looks at: it has not let the first one through.
        """
        place = self.contract.key_header or KEY_HEADERS[0]
        tried: set[str] = set()
        while True:
            answer = await self._carrier.carry(request, place)
            tried.add(place.lower())
            if not isinstance(answer, MissingKeyError):
                break
            if self._carrier.key is None or (other := _other_place(answer, tried)) is None:
                raise answer
            place = other
        let_through = not isinstance(answer, CannotConnectError | ServerError | ThrottledError)
        if let_through and len(tried) > 1:
            self.contract.key_header = place
        if isinstance(answer, WiserError):
            raise answer
        self._proved = True
        return answer


def _preferring(left: Sequence[Choice], path: str, allowed: frozenset[str]) -> list[Choice]:
    """Return the ways that are left after a path answered that it wants another method.

    That path is there, so it goes first, with the methods it allows if it named any.
    """
    here = [choice for choice in left if choice.path == path]
    if allowed:
        here = [choice for choice in here if choice.method in allowed]
    return here + [choice for choice in left if choice.path != path]


def may_hold_key(name: str) -> bool:
    """Return whether a key can be sent under a name that somebody else gave."""
    return _NAME.fullmatch(name) is not None and name.lower() not in _TAKEN


def _other_place(fault: MissingKeyError, tried: set[str]) -> str | None:
    """Return where else to put the key: where the fault says, or the next place there is."""
    if fault.header is None:
        return next((name for name in KEY_HEADERS if name.lower() not in tried), None)
    name = fault.header
    if name.lower() in tried or not may_hold_key(name):
        return None
    return name


def _content(answer: Answer) -> Any:
    """Return the JSON of an answer, or none for an empty one."""
    return decode_json(answer.body) if answer.body.strip() else None
