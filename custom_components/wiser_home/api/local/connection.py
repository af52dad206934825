"""Send requests to a hub, one at a time, and turn every failure into one of our errors.

The hub is a small device that answers slowly, drops connections and reboots when it is asked
too much at once. What is known of its HTTP stands at each place that copes with it.
"""

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
import logging
import re
from typing import Any, Final
from weakref import WeakValueDictionary

import aiohttp
import orjson
from yarl import URL

from ..errors import (
    BadAnswerError,
    CannotConnectError,
    CertificateChangedError,
    HubTimeoutError,
    InvalidSecretError,
    InvalidValueError,
    NotFoundError,
    NotWiserHubError,
    RefusedError,
    WiserError,
)
from ..sending import decode_json, send_once

_LOGGER = logging.getLogger(__name__)

GAP: Final = 0.2
"""Seconds of rest between two requests."""
RETRY_PAUSE: Final = 1.0
"""Seconds after which a failed read is tried once more."""
TIMEOUT: Final = 12.0
"""Seconds that one exchange may take; hubs with many rooms need several."""

_NO_HOST: Final = re.compile(r"[\s/?#@]")
_NOBODYS: Final = "00" * 32
"""The fingerprint of no certificate: insisted on while the one of the hub is not known."""
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


class Scheme(StrEnum):
    """How the hub is spoken to: firmware 4.42 of generation 2 begins to want https."""

    HTTP = "http"
    HTTPS = "https"


class _BrokenFramingError(BadAnswerError):
    """The bytes of the answer break the rules of HTTP/1.1."""


class _NoConnectionError(CannotConnectError):
    """The other end refuses the connection, or cannot be reached."""


class _RedirectedError(WiserError):
    """The hub wants to be spoken to by https."""

    def __init__(self, base: URL) -> None:
        """Remember where it leads."""
        super().__init__("The hub wants to be spoken to by https")
        self.base = base


@dataclass(frozen=True, slots=True)
class _Answer:
    """A status and a body, as they came."""

    status: int
    body: bytes


class _Queue:
    """Whose turn it is to ask the hub at an address, and when that has had its rest."""

    def __init__(self) -> None:
        """Let the first one ask."""
        self.lock = asyncio.Lock()
        self.free_at = 0.0


_QUEUES: Final[WeakValueDictionary[str, _Queue]] = WeakValueDictionary()
"""The queues by address: what sets a hub up waits for a poll or command that is on its way."""


class Connection:
    """An HTTP connection to one hub.

    All connections to the same address take turns. Reads are tried twice, writes once: a write
    repeated may create a thing twice.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        host: str,
        secret: str,
        *,
        scheme: Scheme | None = None,
        fingerprint: str | None = None,
        gap: float = GAP,
        retry_pause: float = RETRY_PAUSE,
        timeout: float = TIMEOUT,
    ) -> None:
        """Remember how to reach the hub; nothing is sent yet.

        `host` may hold a port, and IPv6 addresses are put in brackets. Without a scheme http is
        tried first. `fingerprint` is the SHA-256 of the certificate in hexadecimal digits.
        Gap, pause and time-out are seconds.

        Raises:
            InvalidValueError: the host cannot be a part of an address.
        """
        self._session = session
        self._secret = secret
        self._gap = gap
        self._retry_pause = retry_pause
        self._timeout = timeout
        self._old_http = False
        self.host = host
        self.scheme = scheme
        self.fingerprint = fingerprint
        self.requests = 0
        """How many requests were sent."""
        try:
            self._base = URL(f"http://{host}/")
        except ValueError as err:
            raise InvalidValueError(f"{host} is no address") from err
        if not self._base.host or _NO_HOST.search(host):
            raise InvalidValueError(f"{host} is no address")
        self._queue = _QUEUES.setdefault(self._base.raw_authority, _Queue())

    @property
    def memory(self) -> dict[str, Any]:
        """Return how the hub is reached, as JSON to keep."""
        return {
            "host": self.host,
            "scheme": self.scheme.value if self.scheme else None,
            "fingerprint": self.fingerprint,
        }

    async def read(self, path: str) -> Any:
        """Return the JSON behind a path.

        Raises:
            WiserError: it could not be read, also not by a second try.
        """
        async with self._queue.lock:
            try:
                return await self._read_once(path)
            except NotFoundError, NotWiserHubError, CertificateChangedError, InvalidSecretError:
                raise
            except WiserError as err:
                _LOGGER.debug("Reading %s failed (%s); trying once more", path, type(err).__name__)
            await asyncio.sleep(self._retry_pause)
            return await self._read_once(path)

    async def write(self, method: str, path: str, body: Any = None) -> Any:
        """Send a write and return the JSON of the answer, or none for an empty one.

        Raises:
            RefusedError: the hub refuses it, in its own words.
            WiserError: whether the hub carried it out is unknown.
        """
        async with self._queue.lock:
            data = None if body is None else orjson.dumps(body)
            answer = await self._exchange(method, path, data)
            _check(answer)
            try:
                return decode_json(answer.body) if answer.body.strip() else None
            except BadAnswerError:
                # The status said that the write has happened.
                return None

    async def _read_once(self, path: str) -> Any:
        """Read a path with one try."""
        answer = await self._exchange("GET", path, None)
        try:
            _check(answer)
        except RefusedError as err:
            raise BadAnswerError(str(err)) from err
        return decode_json(answer.body)

    async def _exchange(self, method: str, path: str, data: bytes | None) -> _Answer:
        """Send one request by the scheme that works, which is found out when it is not known."""
        scheme = self.scheme or Scheme.HTTP
        base = self._base.with_scheme(scheme.value)
        try:
            answer = await self._request(base, method, path, data)
        except (_RedirectedError, CannotConnectError, _BrokenFramingError) as err:
            if not self._may_want_https(scheme, method, err):
                raise
            led_to = err.base if isinstance(err, _RedirectedError) else None
            base = led_to or base.with_scheme(Scheme.HTTPS.value)
            try:
                answer = await self._request(base, method, path, data)
            except CannotConnectError, _BrokenFramingError:
                if led_to is not None:
                    raise
                raise err from None
            scheme = Scheme.HTTPS
            self._old_http = False
            if led_to is not None:
                # Only now: where it leads nobody may answer, and it may cease to lead there.
                self._base = base
                self.host = base.raw_authority
        self.scheme = scheme
        return answer

    def _may_want_https(self, scheme: Scheme, method: str, err: WiserError) -> bool:
        """Return whether the way a request failed may mean that the hub wants https.

        That is so for one that was led there or never arrived, and, while the scheme is not
        known, for a read that got no sense out of the other end.
        """
        if scheme is Scheme.HTTPS:
            return False
        if isinstance(err, _RedirectedError | _NoConnectionError):
            return True
        return self.scheme is None and method == "GET" and not isinstance(err, HubTimeoutError)

    async def _request(self, base: URL, method: str, path: str, data: bytes | None) -> _Answer:
        """Send one request and return the answer, after the rest that the hub needs."""
        loop = asyncio.get_running_loop()
        if (rest := self._queue.free_at - loop.time()) > 0:
            await asyncio.sleep(rest)
        self.requests += 1
        try:
            if not self._old_http:
                return await self._send(self._session, base, method, path, data)
            async with aiohttp.ClientSession(
                connector=self._session.connector,
                connector_owner=False,
                version=aiohttp.HttpVersion10,
            ) as session:
                return await self._send(session, base, method, path, data)
        except TimeoutError as err:
            raise HubTimeoutError("The hub did not answer in time") from err
        except aiohttp.ServerFingerprintMismatch as err:
            raise CertificateChangedError(err.got.hex()) from err
        except aiohttp.ClientConnectorDNSError as err:
            raise CannotConnectError("The name of the hub is not known") from err
        except aiohttp.ClientConnectorError as err:
            raise _NoConnectionError("The hub takes no connection") from err
        except (aiohttp.ClientPayloadError, aiohttp.ClientResponseError) as err:
            # Hubs append a chunk after the end of an answer; asked in HTTP/1.0 they send no
            # chunks at all, so the next request tries the other version.
            self._old_http = not self._old_http
            raise _BrokenFramingError("The answer breaks the rules of HTTP") from err
        except (aiohttp.ClientError, OSError) as err:
            raise CannotConnectError("The connection to the hub broke") from err
        finally:
            self._queue.free_at = loop.time() + self._gap

    async def _send(
        self,
        session: aiohttp.ClientSession,
        base: URL,
        method: str,
        path: str,
        data: bytes | None,
    ) -> _Answer:
        """Send one request by a session.

        Every request opens a connection of its own: hubs close theirs when they like, and a
        write must not get lost on one that was kept for too long.
        """
        headers = {"SECRET": self._secret, "Connection": "close", "Accept-Encoding": "identity"}
        if data is not None:
            headers["Content-Type"] = "application/json"
        pin: aiohttp.Fingerprint | bool = True
        if base.scheme == Scheme.HTTPS:
            pin = aiohttp.Fingerprint(bytes.fromhex(self.fingerprint or _NOBODYS))
        try:
            response = await session.request(
                method,
                base.join(URL(path, encoded=True)),
                data=data,
                headers=headers,
                allow_redirects=False,
                ssl=pin,
                timeout=aiohttp.ClientTimeout(total=self._timeout),
                middlewares=(send_once,),
            )
        except aiohttp.ServerFingerprintMismatch as err:
            if self.fingerprint is not None:
                raise
            # That connection was closed before anything was sent on it.
            self.fingerprint = err.got.hex()
            return await self._send(session, base, method, path, data)
        async with response:
            if response.status in _REDIRECTS:
                self._follow(response)
            try:
                body = await response.read()
            except aiohttp.ClientError, TimeoutError:
                # A write that was answered with success has happened, whatever the body does.
                if method == "GET" or response.status >= HTTPStatus.MULTIPLE_CHOICES:
                    raise
                body = b""
            return _Answer(response.status, body)

    def _follow(self, response: aiohttp.ClientResponse) -> None:
        """Raise that the hub wants https, if the redirect stays with the same host.

        Any other redirect is left alone: the secret goes to nobody else.
        """
        try:
            target = URL(response.headers.get("Location", ""))
        except ValueError:
            return
        if target.scheme != Scheme.HTTPS or target.host != self._base.host:
            return
        if response.url.scheme == Scheme.HTTPS:
            return
        base = self._base.with_scheme(Scheme.HTTPS.value).with_port(target.explicit_port)
        raise _RedirectedError(base)


def _check(answer: _Answer) -> None:
    """Raise what the status of an answer means."""
    status = answer.status
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        if answer.body.lstrip().startswith(b"<"):
            raise NotWiserHubError("The answer is a page for people")
        return
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise InvalidSecretError("The hub does not accept the secret")
    if status == HTTPStatus.NOT_FOUND:
        raise NotFoundError("The hub does not know the path")
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        raise RefusedError(_refusal(answer))
    if status in _REDIRECTS:
        raise NotWiserHubError("The answer leads elsewhere")
    raise BadAnswerError(f"The hub answered with status {status}")


def _refusal(answer: _Answer) -> str:
    """Return the words with which the hub refuses, as `{"Error": "…"}` or as they come."""
    try:
        said = decode_json(answer.body)
    except BadAnswerError:
        said = None
    if isinstance(said, dict) and isinstance(said.get("Error"), str):
        return str(said["Error"])
    return f"status {answer.status}"
