"""What every fault of the Exchange means, in the words of each gateway that may stand there."""

from collections.abc import Mapping
from datetime import UTC, datetime
import json
from typing import Any

import pytest

from custom_components.wiser_home.api.cloud.faults import UnexplainedError, classify, listen
from custom_components.wiser_home.api.errors import (
    AuthenticationError,
    BlockedError,
    CannotConnectError,
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

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
PAGE = b"<!DOCTYPE html><html><body>Request blocked: rate limit exceeded</body></html>"

type Answer = tuple[int, Mapping[str, str], bytes]


def apigee(status: int, code: str, sentence: str = "") -> Answer:
    """Return a fault of Apigee."""
    fault = {"fault": {"faultstring": sentence, "detail": {"errorcode": code}}}
    return status, {"Content-Type": "application/json"}, json.dumps(fault).encode()


def azure(status: int, message: str, **headers: str) -> Answer:
    """Return a fault of Azure's gateway."""
    body = json.dumps({"statusCode": status, "message": message}).encode()
    return status, {name.replace("_", "-"): text for name, text in headers.items()}, body


def kong(status: int, message: str) -> Answer:
    """Return a fault of Kong."""
    return status, {}, json.dumps({"message": message}).encode()


def problem(status: int, title: str, detail: str, **members: Any) -> Answer:
    """Return a fault of a product."""
    body: dict[str, Any] = {"type": "https://ecostructure-openapi.se.com/problem/x", "title": title}
    body |= {"status": status, "detail": detail, **members}
    return status, {"Content-Type": "application/problem+json"}, json.dumps(body).encode()


def told(status: int, challenge: str) -> Answer:
    """Return a fault that stands in nothing but the header."""
    return status, {"WWW-Authenticate": challenge}, b""


def understood(answer: Answer) -> WiserError:
    """Return what an answer means."""
    status, headers, body = answer
    return classify(status, headers, body, now=NOW)


NO_KEY = "Failed to resolve API Key variable request."
NO_KEY_CODE = "steps.oauth.v2.FailedToResolveAPIKey"
NO_MATCH = "keymanagement.service.InvalidAPICallAsNoApiProductMatchFound"
NO_MATCH_WORDS = "Invalid API call as no apiproduct match found"

CASES: dict[str, tuple[Answer, type[WiserError]]] = {
    "expired, apigee": (
        apigee(401, "keymanagement.service.access_token_expired", "Access Token expired"),
        TokenExpiredError,
    ),
    "expired, old apigee": (
        apigee(500, "keymanagement.service.access_token_expired", "Access Token expired"),
        TokenExpiredError,
    ),
    "expired, only the words": (apigee(401, "", "Access Token expired"), TokenExpiredError),
    "expired, problem": (problem(401, "Unauthorized", "Access Token expired"), TokenExpiredError),
    "expired, header": (
        told(401, 'Bearer error="invalid_token", error_description="Access Token expired"'),
        TokenExpiredError,
    ),
    "wrong token, apigee": (
        apigee(401, "keymanagement.service.invalid_access_token", "Invalid Access Token"),
        InvalidTokenError,
    ),
    "wrong token, oauth policy": (
        apigee(401, "oauth.v2.InvalidAccessToken", "Invalid access token"),
        InvalidTokenError,
    ),
    "wrong token, header": (told(401, 'Bearer error="invalid_token"'), InvalidTokenError),
    "no key, apigee": (
        apigee(401, NO_KEY_CODE, f"{NO_KEY}header.x-apikey"),
        MissingKeyError,
    ),
    "no key, azure": (
        azure(
            401,
            "Access denied due to missing subscription key. Make sure to include subscription "
            "key when making requests to an API.",
        ),
        MissingKeyError,
    ),
    "no key, kong": (kong(401, "No API key found in request"), MissingKeyError),
    "wrong key, apigee": (apigee(401, "oauth.v2.InvalidApiKey", "Invalid ApiKey"), InvalidKeyError),
    "wrong key, azure": (
        azure(
            401,
            "Access denied due to invalid subscription key. Make sure to provide a valid key "
            "for an active subscription.",
        ),
        InvalidKeyError,
    ),
    "wrong key, kong": (kong(401, "Unauthorized"), UnexplainedError),
    "not in the product, apigee": (apigee(401, NO_MATCH, NO_MATCH_WORDS), NotInProductError),
    "not in the product, other key": (
        apigee(401, "oauth.v2.InvalidApiKeyForGivenResource", "Invalid ApiKey for given resource"),
        NotInProductError,
    ),
    "not in the product, only the words": (
        apigee(401, "", "Invalid ApiKey for given resource"),
        NotInProductError,
    ),
    "not in the product, header": (
        told(401, f'Bearer error="invalid_token", error_description="{NO_MATCH}"'),
        NotInProductError,
    ),
    "no scope, apigee": (
        apigee(403, "steps.oauth.v2.InsufficientScope", "Required scope(s): write:wiser not found"),
        MissingScopeError,
    ),
    "no scope, header": (told(403, 'Bearer error="insufficient_scope"'), MissingScopeError),
    "no such base, apigee": (
        apigee(
            404,
            "messaging.adaptors.http.flow.ApplicationNotFound",
            "Unable to identify proxy for host: secure and url: /ecostruxure",
        ),
        WrongAddressError,
    ),
    "no such id, problem": (
        problem(404, "Not Found", "Resource not found for provided identifier."),
        NotFoundError,
    ),
    "no such path, azure": (azure(404, "Resource not found"), NotFoundError),
    "gone": (problem(410, "Gone", "It was here."), NotFoundError),
    "no right, problem": (
        problem(403, "Access Forbidden", "User is not authorized to perform the action."),
        NotEntitledError,
    ),
    "kept away by a page": ((403, {"Content-Type": "text/html"}, PAGE), BlockedError),
    "kept away without a word": ((403, {}, b""), BlockedError),
    "kept away by a proxy": ((407, {}, b""), BlockedError),
    "not asked so": ((405, {"Allow": "GET"}, b""), MethodNotAllowedError),
    "quota, apigee": (
        apigee(429, "policies.ratelimit.QuotaViolation", "Rate limit quota violation."),
        ThrottledError,
    ),
    "spike, apigee": (
        apigee(429, "policies.ratelimit.SpikeArrestViolation", "Spike arrest violation."),
        ThrottledError,
    ),
    "quota, old apigee": (
        apigee(500, "policies.ratelimit.QuotaViolation", "Rate limit quota violation."),
        ThrottledError,
    ),
    "spike, old apigee": (
        apigee(500, "policies.ratelimit.SpikeArrestViolation", "Spike arrest violation."),
        ThrottledError,
    ),
    "throttled, azure": (
        azure(429, "Rate limit is exceeded. Try again in 60 seconds."),
        ThrottledError,
    ),
    "quota, azure": (
        azure(403, "Out of call volume quota. Quota will be replenished in 01:12:23."),
        ThrottledError,
    ),
    "throttled, kong": (kong(429, "API rate limit exceeded"), ThrottledError),
    "throttled, a sibling": (
        problem(429, "Too Many Requests", "exceeded the limit of concurrent requests"),
        ThrottledError,
    ),
    "throttled without a word": ((429, {}, b""), ThrottledError),
    "failed, problem": (
        problem(500, "Error", "Something went wrong, please try again later."),
        ServerError,
    ),
    "failed, apigee": (
        apigee(503, "messaging.adaptors.http.flow.ServiceUnavailable", "Service Unavailable"),
        ServerError,
    ),
    "failed with a page": ((502, {}, PAGE), ServerError),
    "took too long": ((408, {}, b""), ServerError),
    "refused, problem": (problem(400, "Bad Request", "The body is wrong."), RefusedError),
    "refused, oauth": (
        (400, {}, b'{"ErrorCode": "invalid_request", "Error": "No grant"}'),
        RefusedError,
    ),
    "refused without a word": ((422, {}, b"[1"), RefusedError),
    "led elsewhere": ((302, {"Location": "https://example.com/"}, b""), WrongAddressError),
    "no reason": ((401, {}, b""), UnexplainedError),
    "no reason, oauth": (
        (401, {}, b'{"ErrorCode": "invalid_request", "Error": "Required param"}'),
        UnexplainedError,
    ),
}


@pytest.mark.parametrize(("answer", "error"), CASES.values(), ids=CASES)
def test_meaning(answer: Answer, error: type[WiserError]) -> None:
    """Tell exactly what an answer means."""
    assert type(understood(answer)) is error


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("not in the product")])
def test_wrong_path_is_no_wrong_token(name: str) -> None:
    """Never take a path that is not covered for a reason to ask for another token."""
    assert not isinstance(understood(CASES[name][0]), AuthenticationError)


def test_kept_away_is_no_wrong_token() -> None:
    """Take what stands before the Exchange for a trouble of the connection."""
    assert isinstance(understood(CASES["kept away by a page"][0]), CannotConnectError)


SIGNALS: tuple[tuple[str, type[WiserError]], ...] = (
    ("policies.ratelimit.QuotaViolation", ThrottledError),
    (NO_MATCH, NotInProductError),
    ("messaging.adaptors.http.flow.ApplicationNotFound", WrongAddressError),
    ("steps.oauth.v2.InsufficientScope", MissingScopeError),
    (f"{NO_KEY_CODE} {NO_KEY}header.x", MissingKeyError),
    ("oauth.v2.InvalidApiKey", InvalidKeyError),
    ("keymanagement.service.access_token_expired", TokenExpiredError),
    ("keymanagement.service.invalid_access_token", InvalidTokenError),
)
"""The signals in the order in which they are looked for."""


@pytest.mark.parametrize("first", range(len(SIGNALS)))
@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 500])
def test_order(first: int, status: int) -> None:
    """Let the first of several signals decide, in whatever order they stand, and no status."""
    words = " ".join(signal for signal, _ in reversed(SIGNALS[first:]))
    assert type(understood(apigee(status, words))) is SIGNALS[first][1]


@pytest.mark.parametrize(
    ("answer", "place"),
    [
        (apigee(401, NO_KEY_CODE, f"{NO_KEY}header.x-apikey"), "x-apikey"),
        (apigee(401, NO_KEY_CODE, f"{NO_KEY}queryparam.apikey"), "?apikey"),
        (apigee(401, NO_KEY_CODE), None),
        (CASES["no key, azure"][0], "Ocp-Apim-Subscription-Key"),
        (CASES["no key, kong"][0], "apikey"),
    ],
)
def test_place_of_the_key(answer: Answer, place: str | None) -> None:
    """Tell where the gateway looks for the key."""
    fault = understood(answer)
    assert isinstance(fault, MissingKeyError)
    assert fault.header == place


@pytest.mark.parametrize(
    ("headers", "body", "seconds"),
    [
        ({"Retry-After": "17"}, b"", 17.0),
        ({"retry-after": " 17 "}, b"", 17.0),
        ({"Retry-After": "Sat, 21 Nov 2026 12:01:30 GMT"}, b"", 90.0),
        ({"Retry-After": "Sat, 21 Nov 2026 12:01:30 -0000"}, b"", 90.0),
        ({"Retry-After": "Sat, 21 Nov 2026 11:00:00 GMT"}, b"", 0.0),
        ({}, b'{"message": "Rate limit is exceeded. Try again in 60 seconds."}', 60.0),
        ({"Retry-After": "soon"}, b"", None),
        ({"Retry-After": "-5"}, b"", None),
        ({}, b"", None),
    ],
)
def test_how_long_to_stay_away(
    headers: Mapping[str, str], body: bytes, seconds: float | None
) -> None:
    """Tell how long the gateway wants to be left alone, where it says so."""
    fault = understood((429, headers, body))
    assert isinstance(fault, ThrottledError)
    assert fault.retry_after == seconds


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [({"allow": "put, PATCH,"}, {"PUT", "PATCH"}), ({"Allow": ""}, set()), ({}, set())],
)
def test_allowed_methods(headers: Mapping[str, str], allowed: set[str]) -> None:
    """Tell which methods are allowed, where the answer says so."""
    fault = understood((405, headers, b""))
    assert isinstance(fault, MethodNotAllowedError)
    assert fault.allowed == allowed


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (problem(400, "Bad Request", "The body is wrong."), "The body is wrong."),
        (
            problem(
                400,
                "Bad Request",
                "Invalid.",
                **{"invalid-params": [{"name": "state", "path": "/", "reason": "is no boolean"}]},
            ),
            "Invalid.: is no boolean",
        ),
        ((400, {}, b'{"errorCode": "E12", "errorText": "No such level"}'), "No such level"),
        ((400, {}, b'{"ErrorCode": "invalid_request"}'), "invalid_request"),
        ((409, {}, b"oops"), "status 409"),
        ((400, {}, json.dumps({"message": "x" * 300}).encode()), "x" * 200),
        ((400, {}, b'{"a": {"b": {"c": {"d": {"message": "too deep"}}}}}'), "status 400"),
    ],
)
def test_words_of_a_refusal(answer: Answer, words: str) -> None:
    """Repeat the words with which something is refused."""
    assert str(understood(answer)) == words


def test_listening() -> None:
    """Tell the code from the sentence."""
    words = listen(*CASES["expired, apigee"][0][1:])
    assert words.code == "keymanagement.service.access_token_expired"
    assert words.short == "Access Token expired"
