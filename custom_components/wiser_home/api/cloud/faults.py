"""Tell from an answer of the Exchange what went wrong.

Two layers answer: the product, with problem+json, and the gateway before it. That is likely to
be Apigee, with products behind it that answer as Azure does; Kong is known from a sibling.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
import re
from typing import Any, Final

from ..errors import (
    BadAnswerError,
    BlockedError,
    InvalidKeyError,
    InvalidTokenError,
    MethodNotAllowedError,
    MissingKeyError,
    MissingScopeError,
    NotEntitledError,
    NotFoundError,
    NotInProductError,
    RefusedError,
    ServerError,
    ThrottledError,
    TokenExpiredError,
    WiserError,
    WrongAddressError,
)
from ..sending import decode_json

_LONGEST: Final = 200
"""Characters of somebody else's words that are worth repeating."""
_DEEPEST: Final = 4
"""How deep words are looked for; Apigee's code stands on the third level."""

_CODES: Final = ("errorcode", "code", "error")
_SENTENCES: Final = ("faultstring", "detail", "message", "errordescription", "errortext", "title")
_REASONS: Final = ("reason",)
"""Folded names of members that hold words, the telling ones first."""


class UnexplainedError(InvalidTokenError):
    """The answer was 401 and said nothing of why, which may also mean a path that is not there."""


@dataclass(frozen=True, slots=True)
class Words:
    """What an answer says of itself."""

    code: str | None
    sentence: str | None
    everything: str
    """All of its words together, to look for signals in."""

    @property
    def short(self) -> str | None:
        """Return the sentence a person can be shown."""
        told = self.sentence or self.code
        return told[:_LONGEST] if told else None


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that went wrong, to be looked at later; it holds no secret."""

    moment: datetime
    endpoint: str
    status: int | None
    """None when there was no answer."""
    error: str
    code: str | None = None
    words: str | None = None


def listen(headers: Mapping[str, str], body: bytes) -> Words:
    """Return the words of an answer: those of its JSON, and why it wants to be authenticated."""
    try:
        found = list(_strings(decode_json(body)))
    except BadAnswerError:
        found = []
    by_name: dict[str, str] = {}
    for name, text in found:
        by_name.setdefault(name, text)
    sentence = next((by_name[name] for name in _SENTENCES if name in by_name), None)
    reasons = [text for name, text in found if name in _REASONS]
    if reasons:
        sentence = ": ".join(filter(None, (sentence, ", ".join(reasons))))
    code = next((by_name[name] for name in _CODES if name in by_name), None)
    everything = [text for _, text in found]
    everything += [text for name, text in headers.items() if name.lower() == "www-authenticate"]
    return Words(code, sentence, "\n".join(everything))


def classify(status: int, headers: Mapping[str, str], body: bytes, *, now: datetime) -> WiserError:
    """Return what an answer that is no success means.

    What the words say goes first, in an order that matters: Apigee answers 401 for a path that
    the subscription does not cover, which says nothing of the token, and may answer 500 when it
    throttles or when a token has expired.
    """
    headers = {name.lower(): text for name, text in headers.items()}
    words = listen(headers, body)
    if status == HTTPStatus.TOO_MANY_REQUESTS or _THROTTLED.search(words.everything):
        return ThrottledError(_wait(headers, words, now))
    if _NO_PRODUCT.search(words.everything):
        return NotInProductError("The subscription does not cover what was asked for")
    if _NO_PROXY.search(words.everything):
        return WrongAddressError("The Exchange knows no product at the address")
    if _NO_SCOPE.search(words.everything):
        return MissingScopeError("The token was made without the right to do this")
    if missing := _missing_key(words.everything):
        return missing
    if _WRONG_KEY.search(words.everything):
        return InvalidKeyError("The Exchange does not accept the subscription key")
    if _EXPIRED.search(words.everything):
        return TokenExpiredError("The token has expired")
    if _WRONG_TOKEN.search(words.everything):
        return InvalidTokenError("The Exchange does not accept the token")
    return _by_status(status, headers, body)


_THROTTLED: Final = re.compile(
    # The last two are Azure's and a sibling product's ways to say it.
    r"policies\.ratelimit\.|QuotaViolation|SpikeArrestViolation|rate limit (is )?exceeded"
    r"|out of call volume quota|exceeded the limit of concurrent requests",
    re.IGNORECASE,
)
_NO_PRODUCT: Final = re.compile(
    r"InvalidApiKeyForGivenResource|InvalidAPICallAsNoApiProductMatchFound"
    r"|no apiproduct match found|invalid apikey for given resource",
    re.IGNORECASE,
)
_NO_PROXY: Final = re.compile(r"ApplicationNotFound|unable to identify proxy", re.IGNORECASE)
_NO_SCOPE: Final = re.compile(
    r"InsufficientScope|insufficient_scope|required scope\(s\)", re.IGNORECASE
)
_NO_KEY_AT: Final = re.compile(r"variable request\.(header|queryparam)\.([\w-]+)", re.IGNORECASE)
_NO_KEY: Final = re.compile(r"FailedToResolveAPIKey|failed to resolve API key", re.IGNORECASE)
_NO_KEY_AZURE: Final = re.compile(r"missing subscription key", re.IGNORECASE)
_NO_KEY_KONG: Final = re.compile(r"no API key found in request", re.IGNORECASE)
_WRONG_KEY: Final = re.compile(
    r"oauth\.v2\.InvalidApiKey\b|invalid apikey|invalid subscription key", re.IGNORECASE
)
_EXPIRED: Final = re.compile(r"access_token_expired|access token (is |has )?expired", re.IGNORECASE)
_WRONG_TOKEN: Final = re.compile(
    r"invalid_access_token|InvalidAccessToken|invalid access token|\binvalid_token\b",
    re.IGNORECASE,
)
_IN_SECONDS: Final = re.compile(r"\bin (\d+) seconds", re.IGNORECASE)


def _strings(node: Any, name: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield every string in some JSON with the folded name of its member."""
    if isinstance(node, str):
        yield name, node
    elif depth == _DEEPEST:
        return
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _strings(value, re.sub(r"[^0-9a-z]", "", key.lower()), depth + 1)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value, name, depth + 1)


def _missing_key(words: str) -> MissingKeyError | None:
    """Return that the key is missing, with the place where it was looked for.

    Apigee names it: a header, or a parameter of the query, which is returned as `?NAME`. Azure
    and Kong do not, and look where they do unless they are told otherwise.
    """
    if _NO_KEY.search(words):
        if (found := _NO_KEY_AT.search(words)) is None:
            return MissingKeyError(None)
        return MissingKeyError(f"?{found[2]}" if found[1].lower() == "queryparam" else found[2])
    if _NO_KEY_AZURE.search(words):
        return MissingKeyError("Ocp-Apim-Subscription-Key")
    if _NO_KEY_KONG.search(words):
        return MissingKeyError("apikey")
    return None


def _by_status(status: int, headers: Mapping[str, str], body: bytes) -> WiserError:
    """Return what a status means that nothing else was said about."""
    if status < HTTPStatus.BAD_REQUEST:
        return WrongAddressError("The Exchange leads elsewhere")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return ServerError(f"The Exchange answered with status {status}")
    match status:
        case HTTPStatus.UNAUTHORIZED:
            return UnexplainedError("The Exchange does not accept the token")
        case HTTPStatus.FORBIDDEN if body.lstrip().startswith(b"{"):
            return NotEntitledError("The account has no right to what was asked for")
        case HTTPStatus.FORBIDDEN | HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            # The products answer in JSON; a page comes from a firewall or a proxy before them.
            return BlockedError("Something in front of the Exchange keeps us away")
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE:
            return NotFoundError("The Exchange does not have what was asked for")
        case HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = headers.get("allow", "").upper().split(",")
            return MethodNotAllowedError(
                "The Exchange is not asked in this way",
                frozenset(method.strip() for method in allowed) - {""},
            )
    return RefusedError(listen(headers, body).short or f"status {status}")


def _wait(headers: Mapping[str, str], words: Words, now: datetime) -> float | None:
    """Return for how many seconds the gateway wants to be left alone, if it says so.

    Apigee says nothing unless the product adds it; Azure also says it in words.
    """
    told = headers.get("retry-after", "").strip()
    if told.isdecimal():
        return float(told)
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        found = _IN_SECONDS.search(words.everything)
        return float(found[1]) if found else None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
