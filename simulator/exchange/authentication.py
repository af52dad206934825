"""Authentication: the subscription key and the token of a request, as the gateway checks them."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from aiohttp import web

from . import faults
from .answers import Refusal
from .tokens import Token, Tokens

if TYPE_CHECKING:
    from .server import SimulatedExchange

STRUCK = "**"
# Under any of these a client may try the key before it knows the right one.
KEY_HEADERS = frozenset({"x-api-key", "apikey", "x-apikey", "ocp-apim-subscription-key"})


class GatewayKind(StrEnum):
    """Whose words the gateway in front uses."""

    APIGEE = "apigee"
    AZURE = "azure"
    KONG = "kong"


def _key_variable(key_header: str) -> str:
    """Return Apigee's name of the place where a key is looked for."""
    if key_header.startswith("?"):
        return f"queryparam.{key_header[1:]}"
    return f"header.{key_header}"


def check_key(exchange: SimulatedExchange, request: web.BaseRequest) -> None:
    """Refuse a request without the right subscription key, where one is wanted."""
    if exchange.key is None:
        return
    name = exchange.key_header
    given = request.query.get(name[1:]) if name.startswith("?") else request.headers.get(name)
    if given is None:
        match exchange.gateway:
            case GatewayKind.APIGEE:
                raise Refusal(faults.key_missing(_key_variable(name)))
            case GatewayKind.AZURE:
                raise Refusal(faults.key_missing_azure())
            case GatewayKind.KONG:
                raise Refusal(faults.key_missing_kong())
    if given != exchange.key:
        match exchange.gateway:
            case GatewayKind.APIGEE:
                raise Refusal(faults.key_wrong())
            case GatewayKind.AZURE:
                raise Refusal(faults.key_wrong_azure())
            case GatewayKind.KONG:
                raise Refusal(faults.key_wrong_kong())


def check_token(tokens: Tokens, request: web.BaseRequest, now: datetime) -> Token:
    """Return the token of a request, refusing one that is unknown, taken back or over."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    token = tokens.find(value) if scheme.lower() == "bearer" else None
    if token is None:
        raise Refusal(faults.token_invalid())
    if token.has_expired(now):
        raise Refusal(faults.token_expired())
    return token


def without_secrets(exchange: SimulatedExchange, request: web.BaseRequest) -> dict[str, str]:
    """Return the headers of a request with its credentials struck out."""
    secret = {"authorization", "cookie", exchange.key_header.lower(), *KEY_HEADERS}
    return {
        name: STRUCK if name.lower() in secret else value for name, value in request.headers.items()
    }


def query_without_secrets(exchange: SimulatedExchange, request: web.BaseRequest) -> dict[str, str]:
    """Return the query of a request with its credentials struck out."""
    secret = {exchange.key_header.lower().removeprefix("?"), "code", "token", *KEY_HEADERS}
    return {
        name: STRUCK if name.lower() in secret else value for name, value in request.query.items()
    }
