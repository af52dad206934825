"""Answers of the exchange: status, headers and body, and the two shapes errors come in.

The gateway in front (Apigee, by all that is known) answers faults of its own; the products behind
it answer problem+json. Both word for word as siblings of these products and the documentation of
the gateways show them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"
# Schneider Electric's own spelling.
PROBLEMS: Final = "https://ecostructure-openapi.se.com/problem"


@dataclass(frozen=True)
class Answer:
    """An answer, ready to be sent."""

    status: int
    body: bytes = b""
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def bare(self) -> bool:
        """Return whether it has no body at all."""
        return not self.body


class Refusal(Exception):
    """Break off a request with an answer."""

    def __init__(self, answer: Answer) -> None:
        """Take the answer to give."""
        super().__init__(answer.status)
        self.answer = answer


def json_answer(content: Any, status: int = 200) -> Answer:
    """Return JSON."""
    return Answer(status, orjson.dumps(content))


def apigee(
    status: int, faultstring: str, errorcode: str, headers: Mapping[str, str] | None = None
) -> Answer:
    """Return a fault of an Apigee gateway."""
    fault = {"fault": {"faultstring": faultstring, "detail": {"errorcode": errorcode}}}
    return Answer(status, orjson.dumps(fault), headers=headers or {})


def azure(status: int, message: str, headers: Mapping[str, str] | None = None) -> Answer:
    """Return a fault of an Azure API Management gateway."""
    return Answer(
        status, orjson.dumps({"statusCode": status, "message": message}), headers=headers or {}
    )


def kong(status: int, message: str, headers: Mapping[str, str] | None = None) -> Answer:
    """Return a fault of a Kong gateway."""
    return Answer(status, orjson.dumps({"message": message}), headers=headers or {})


def problem(
    status: int,
    kind: str,
    title: str,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Answer:
    """Return a problem as the product behind the gateway answers it (RFC 7807)."""
    content = {
        "type": f"{PROBLEMS}/{kind}",
        "title": title,
        "status": status,
        "detail": detail,
        **(more or {}),
    }
    return Answer(status, orjson.dumps(content), PROBLEM, headers or {})


def not_found() -> Answer:
    """Return that there is no such thing."""
    return problem(404, "not-found", "Not Found", "Resource not found for provided identifier.")


def forbidden() -> Answer:
    """Return that this account may not."""
    return problem(
        403,
        "access-forbidden",
        "Access Forbidden",
        "User is not authorized to perform the action.",
    )


def bad_request(name: str, reason: str) -> Answer:
    """Return what is wrong with a request."""
    return problem(
        400,
        "bad-request",
        "Bad Request",
        "The request is invalid.",
        more={"invalid-params": [{"name": name, "path": f"/{name}", "reason": reason}]},
    )


def method_not_allowed(allowed: list[str]) -> Answer:
    """Return which methods a path knows."""
    return problem(
        405,
        "method-not-allowed",
        "Method Not Allowed",
        "The method is not allowed for this resource.",
        headers={"Allow": ", ".join(allowed)},
    )


def server_error() -> Answer:
    """Return the usual excuse."""
    return problem(
        500,
        "internal-server-error",
        "Internal Server Error",
        "Something went wrong, please try again later.",
    )
