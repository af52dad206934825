"""Carry requests to the Exchange with the credentials, one by one, and note what goes wrong."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from http import HTTPStatus
import logging
from typing import Final
from urllib.parse import quote

import aiohttp
from yarl import URL

from ..errors import (
    BlockedError,
    CannotConnectError,
    HubTimeoutError,
    InvalidKeyError,
    InvalidTokenError,
    RefusedError,
    ThrottledError,
    WiserError,
)
from ..sending import send_once
from .faults import Fault, Words, classify, listen
from .pace import Pace

_LOGGER = logging.getLogger(__name__)

TIMEOUT: Final = 30.0
"""Seconds that one exchange may take."""
_SHORTEST: Final = 8
"""Characters of a secret; what is shorter would be found in any text."""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing to ask: for which endpoint, and how; what it holds of ids is told to nobody."""

    endpoint: str
    method: str
    url: URL
    data: bytes | None = None
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, headers and a body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_success(self) -> bool:
        """Return whether what was asked has been done."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


class Carrier:
    """What sends requests to the Exchange."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        token: Callable[[], Awaitable[str]],
        *,
        key: str | None,
        pace: Pace,
        timeout: float,
        clock: Callable[[], datetime],
    ) -> None:
        """Remember with what to send; the time-out is seconds."""
        self._session = session
        self._token = token
        self._pace = pace
        self._timeout = timeout
        self._day: date | None = None
        self._sent_today = 0
        self.key = key or None
        self.clock = clock
        self.requests = 0
        """How many requests were sent."""
        self.faults: deque[Fault] = deque(maxlen=20)
        """What went wrong last."""

    def requests_today(self) -> int:
        """Return how many requests were sent since midnight UTC."""
        return self._sent_today if self._day == self.clock().astimezone(UTC).date() else 0

    async def carry(self, request: Request, place: str) -> Answer | WiserError:
        """Send one request when it is its turn, with the key in its place, and return the answer.

        A failure is returned instead of raised: it has no trace that leads to the secrets.

        Raises:
            ThrottledError: nothing may be sent now.
            AuthenticationError: the token or the key is none.
        """
        async with self._pace.turn():
            token = await self._token()
            if not token or not _is_plain(token):
                raise InvalidTokenError("The token holds what no token holds")
            if self.key is not None and not _is_plain(self.key):
                raise InvalidKeyError("The subscription key holds what no key holds")
            self._count()
            answer = await self._send(request, token, place)
            if isinstance(answer, WiserError):
                return self._note(request, answer, None, None)
            if (failure := self._judge(answer)) is None:
                self._pace.forget()
                _LOGGER.debug("Answered: %s %s", request.method, request.endpoint)
                return answer
            words = listen(answer.headers, answer.body)
            words = _without((token, self.key, *request.ids), words)
            if type(failure) is RefusedError:
                failure = RefusedError(words.short or f"status {answer.status}")
            return self._note(request, failure, answer.status, words)

    def _judge(self, answer: Answer) -> WiserError | None:
        """Return what is wrong with an answer, and stay away if that is what it wants."""
        if answer.is_success:
            if answer.body.lstrip().startswith(b"<"):
                return BlockedError("A page for people answers in the place of the Exchange")
            return None
        failure = classify(answer.status, answer.headers, answer.body, now=self.clock())
        if isinstance(failure, ThrottledError):
            return ThrottledError(self._pace.hold(failure.retry_after))
        return failure

    def _note(
        self, request: Request, failure: WiserError, status: int | None, words: Words | None
    ) -> WiserError:
        """Keep what went wrong, and return it."""
        error = type(failure).__name__
        _LOGGER.debug(
            "Failed: %s %s with %s, status %s", request.method, request.endpoint, error, status
        )
        code, short = (words.code, words.short) if words else (None, None)
        self.faults.append(Fault(self.clock(), request.endpoint, status, error, code, short))
        return failure

    def _count(self) -> None:
        """Count a request that is about to be sent."""
        today = self.clock().astimezone(UTC).date()
        self._sent_today = self._sent_today + 1 if self._day == today else 1
        self._day = today
        self.requests += 1

    async def _send(self, request: Request, token: str, place: str) -> Answer | WiserError:
        """Send one request, and return whatever was answered or why there was no answer.

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
        if self.key is not None:
            if place.startswith("?"):
                url = url.update_query({place[1:]: self.key})
            else:
                headers[place] = self.key
        begun: Answer | None = None
        failure: WiserError
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
                begun = Answer(response.status, dict(response.headers), b"")
                return replace(begun, body=await response.read())
        except TimeoutError:
            failure = HubTimeoutError("The Exchange did not answer in time")
        except aiohttp.ClientConnectorError:
            failure = CannotConnectError("The Exchange cannot be reached")
        except aiohttp.ClientError, OSError, CannotConnectError:
            failure = CannotConnectError("The connection to the Exchange broke")
        if begun is not None and begun.is_success and request.data is not None:
            # A write that was answered with success has happened, whatever the body does.
            return begun
        return failure


def _is_plain(secret: str) -> bool:
    """Return whether it can be sent in a header."""
    return secret.isascii() and secret.isprintable()


def _without(secrets: Iterable[str | None], words: Words) -> Words:
    """Return words without the secrets, which faults may repeat as they were sent."""
    found = [secret for secret in secrets if secret and len(secret) >= _SHORTEST]
    forms = {
        form
        for secret in found
        for form in (
            secret,
            quote(secret, safe=""),
            URL.build(query={"": secret}).raw_query_string[1:],
        )
    }
    for form in sorted(forms, key=len, reverse=True):
        words = Words(
            words.code and words.code.replace(form, "***"),
            words.sentence and words.sentence.replace(form, "***"),
            words.everything.replace(form, "***"),
        )
    return words
