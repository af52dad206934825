"""Faults: how the exchange refuses, throttles and misbehaves on demand."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

from .answers import Answer, apigee, azure, forbidden, kong, not_found, problem, server_error

PAGE: Final = b"""<html><head><title>403 Forbidden</title></head>
<body><center><h1>403 Forbidden</h1></center></body></html>
"""
ELSEWHERE: Final = "http://127.0.0.2:9/elsewhere"
SPIKE: Final = (
    "Spike arrest violation. Allowed rate : MessageRate{messagesPerPeriod=5, "
    "periodInMicroseconds=60000000, maxBurstMessageCount=1.0}"
)
QUOTA: Final = "Rate limit quota violation. Quota limit  exceeded. Identifier : _default"


class ExchangeFault(StrEnum):
    """A way to refuse or to misbehave."""

    TOKEN_EXPIRED = auto()
    TOKEN_EXPIRED_500 = auto()
    TOKEN_EXPIRED_PROBLEM = auto()
    TOKEN_INVALID = auto()
    TOKEN_INVALID_OAUTH = auto()
    KEY_MISSING = auto()
    KEY_MISSING_QUERY = auto()
    KEY_MISSING_AZURE = auto()
    KEY_MISSING_KONG = auto()
    KEY_WRONG = auto()
    KEY_WRONG_AZURE = auto()
    KEY_WRONG_KONG = auto()
    KEY_NOT_FOR_RESOURCE = auto()
    NOT_IN_PRODUCT = auto()
    NOT_IN_PRODUCT_HEADER = auto()
    MISSING_SCOPE = auto()
    UNKNOWN_PROXY = auto()
    NOT_FOUND = auto()
    FORBIDDEN = auto()
    FORBIDDEN_HTML = auto()
    QUOTA = auto()
    QUOTA_500 = auto()
    QUOTA_RETRY_AFTER = auto()
    QUOTA_AZURE = auto()
    SPIKE_ARREST = auto()
    SPIKE_ARREST_500 = auto()
    THROTTLED_AZURE = auto()
    THROTTLED_KONG = auto()
    OAUTH_ERROR = auto()
    SERVER_ERROR = auto()
    UNAVAILABLE = auto()
    REDIRECT = auto()
    NOT_JSON = auto()
    TRUNCATED_JSON = auto()
    HANG = auto()
    RESET = auto()
    IGNORED = auto()
    """Accept a write, answer as ever, and do nothing."""


# These end the connection instead of answering.
SILENT: Final = {ExchangeFault.HANG, ExchangeFault.RESET}
# These let the request through to the product.
BEHIND: Final = {ExchangeFault.TRUNCATED_JSON, ExchangeFault.IGNORED}


def token_expired() -> Answer:
    """Return that the token has expired."""
    return apigee(401, "Access Token expired", "keymanagement.service.access_token_expired")


def token_invalid() -> Answer:
    """Return that there is no such token."""
    return apigee(401, "Invalid Access Token", "keymanagement.service.invalid_access_token")


def missing_scope(scope: str) -> Answer:
    """Return which scope the token lacks."""
    return apigee(403, f"Required scope(s) : {scope}", "steps.oauth.v2.InsufficientScope")


def key_missing(variable: str) -> Answer:
    """Return where the key was looked for: header.NAME or queryparam.NAME."""
    return apigee(
        401,
        f"Failed to resolve API Key variable request.{variable}",
        "steps.oauth.v2.FailedToResolveAPIKey",
    )


def key_missing_azure() -> Answer:
    """Return Azure's words for a missing key."""
    return azure(
        401,
        "Access denied due to missing subscription key. "
        "Make sure to include subscription key when making requests to an API.",
    )


def key_missing_kong() -> Answer:
    """Return Kong's words for a missing key."""
    return kong(401, "No API key found in request")


def key_wrong() -> Answer:
    """Return that there is no such key."""
    return apigee(401, "Invalid ApiKey", "oauth.v2.InvalidApiKey")


def key_wrong_azure() -> Answer:
    """Return Azure's words for a wrong key."""
    return azure(
        401,
        "Access denied due to invalid subscription key. "
        "Make sure to provide a valid key for an active subscription.",
    )


def key_wrong_kong() -> Answer:
    """Return Kong's words for a wrong key; only the status is attested."""
    return kong(401, "Invalid authentication credentials")


def unknown_proxy(path: str) -> Answer:
    """Return that no product is below a path."""
    return apigee(
        404,
        f"Unable to identify proxy for host: default and url: {path}",
        "messaging.adaptors.http.flow.ApplicationNotFound",
    )


def spike_arrest(status: int = 429) -> Answer:
    """Return that requests came too close together; gateways of old say so with a 500."""
    return apigee(status, SPIKE, "policies.ratelimit.SpikeArrestViolation")


def quota(status: int = 429, retry_after: int | None = None) -> Answer:
    """Return that a quota is used up; when to come again is only said where someone added it."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return apigee(status, QUOTA, "policies.ratelimit.QuotaViolation", headers)


def throttled_azure(seconds: int = 60) -> Answer:
    """Return Azure's words for too many requests."""
    return azure(
        429,
        f"Rate limit is exceeded. Try again in {seconds} seconds.",
        {"Retry-After": str(seconds)},
    )


def throttled_kong() -> Answer:
    """Return Kong's words for too many requests; only the status is attested."""
    return kong(429, "API rate limit exceeded")


def not_in_product(*, header_alone: bool = False) -> Answer:
    """Return that the subscription does not cover a path; it looks like a bad token."""
    words = "Invalid API call as no apiproduct match found"
    code = "keymanagement.service.InvalidAPICallAsNoApiProductMatchFound"
    if header_alone:
        challenge = f'Bearer realm="null",error="invalid_token",error_description="{code}: {words}"'
        return Answer(401, b"", headers={"WWW-Authenticate": challenge})
    return apigee(401, words, code)


ANSWERS: Final[dict[ExchangeFault, Callable[[], Answer]]] = {
    ExchangeFault.TOKEN_EXPIRED: token_expired,
    ExchangeFault.TOKEN_EXPIRED_500: lambda: apigee(
        500, "Access Token expired", "keymanagement.service.access_token_expired"
    ),
    ExchangeFault.TOKEN_EXPIRED_PROBLEM: lambda: problem(
        401, "unauthorized", "Unauthorized", "Access Token expired"
    ),
    ExchangeFault.TOKEN_INVALID: token_invalid,
    ExchangeFault.TOKEN_INVALID_OAUTH: lambda: apigee(
        401, "Invalid access token", "oauth.v2.InvalidAccessToken"
    ),
    ExchangeFault.KEY_MISSING: lambda: key_missing("header.x-apikey"),
    ExchangeFault.KEY_MISSING_QUERY: lambda: key_missing("queryparam.apikey"),
    ExchangeFault.KEY_MISSING_AZURE: key_missing_azure,
    ExchangeFault.KEY_MISSING_KONG: key_missing_kong,
    ExchangeFault.KEY_WRONG: key_wrong,
    ExchangeFault.KEY_WRONG_AZURE: key_wrong_azure,
    ExchangeFault.KEY_WRONG_KONG: key_wrong_kong,
    ExchangeFault.KEY_NOT_FOR_RESOURCE: lambda: apigee(
        401, "Invalid ApiKey for given resource", "oauth.v2.InvalidApiKeyForGivenResource"
    ),
    ExchangeFault.NOT_IN_PRODUCT: not_in_product,
    ExchangeFault.NOT_IN_PRODUCT_HEADER: lambda: not_in_product(header_alone=True),
    ExchangeFault.MISSING_SCOPE: lambda: missing_scope("write:wiser"),
    ExchangeFault.UNKNOWN_PROXY: lambda: unknown_proxy("/"),
    ExchangeFault.NOT_FOUND: not_found,
    ExchangeFault.FORBIDDEN: forbidden,
    ExchangeFault.FORBIDDEN_HTML: lambda: Answer(403, PAGE, "text/html"),
    ExchangeFault.QUOTA: quota,
    ExchangeFault.QUOTA_500: lambda: quota(500),
    ExchangeFault.QUOTA_RETRY_AFTER: lambda: quota(429, 120),
    # The words are of Azure's documentation; that a quota is a 403 there is general knowledge.
    ExchangeFault.QUOTA_AZURE: lambda: azure(
        403,
        "Out of call volume quota. Quota will be replenished in 00:10:00.",
        {"Retry-After": "600"},
    ),
    ExchangeFault.SPIKE_ARREST: spike_arrest,
    ExchangeFault.SPIKE_ARREST_500: lambda: spike_arrest(500),
    ExchangeFault.THROTTLED_AZURE: throttled_azure,
    ExchangeFault.THROTTLED_KONG: throttled_kong,
    ExchangeFault.OAUTH_ERROR: lambda: Answer(
        401, b'{"ErrorCode":"invalid_request","Error":"The request is missing a parameter"}'
    ),
    ExchangeFault.SERVER_ERROR: server_error,
    ExchangeFault.UNAVAILABLE: lambda: apigee(
        503,
        "The Service is temporarily unavailable",
        "messaging.adaptors.http.flow.ServiceUnavailable",
    ),
    ExchangeFault.REDIRECT: lambda: Answer(302, headers={"Location": ELSEWHERE}),
    ExchangeFault.NOT_JSON: lambda: Answer(200, b"<!DOCTYPE html><p>Log in", "text/html"),
}


@dataclass
class Waiting:
    """A fault that waits for its requests."""

    fault: ExchangeFault
    times: int | None
    endpoint: str | None


class ExchangeFaults:
    """The faults that wait."""

    def __init__(self) -> None:
        """Start well behaved."""
        self._waiting: list[Waiting] = []

    def inject(
        self, fault: ExchangeFault | str, times: int | None = 1, endpoint: str | None = None
    ) -> None:
        """Let the next requests meet a fault, those of one endpoint or all; None is for ever."""
        self._waiting.append(Waiting(ExchangeFault(fault), times, endpoint))

    def clear(self) -> None:
        """Behave again."""
        self._waiting.clear()

    def take(self, endpoint: str | None) -> ExchangeFault | None:
        """Return the fault a request meets, and count it."""
        for waiting in self._waiting:
            if waiting.times != 0 and waiting.endpoint in (None, endpoint):
                if waiting.times is not None:
                    waiting.times -= 1
                return waiting.fault
        return None
