"""Tokens, keys, scopes and quotas of the exchange, and what of them is logged."""

from datetime import timedelta

import pytest

from simulator.exchange import GatewayKind, Token

from .conftest import TOKEN, Account

KEY = "a-key-of-the-test"


def _code(fault: dict[str, dict[str, dict[str, str]]]) -> str:
    """Return the error code of an Apigee fault."""
    return fault["fault"]["detail"]["errorcode"]


@pytest.mark.parametrize("token", [None, "another", TOKEN.upper()])
async def test_wants_a_token(account: Account, token: str | None) -> None:
    """Refuse a request without a token that was given out."""
    status, fault = await account("GET", "/hubs", token=token)

    assert status == 401
    assert _code(fault) == "keymanagement.service.invalid_access_token"


async def test_tokens_end(account: Account) -> None:
    """Refuse a token whose time is over, and one that was taken back, each in its words."""
    account.token.expires = account.now + timedelta(days=7)
    account.wait(days=7, seconds=-1)
    assert (await account("GET", "/hubs"))[0] == 200
    account.wait(seconds=1)
    assert await account("GET", "/hubs") == (
        401,
        {
            "fault": {
                "faultstring": "Access Token expired",
                "detail": {"errorcode": "keymanagement.service.access_token_expired"},
            }
        },
    )
    account.exchange.tokens.add(Token("another"))
    assert (await account("GET", "/hubs", token="another"))[0] == 200
    account.exchange.tokens.revoke("another")
    status, fault = await account("GET", "/hubs", token="another")
    assert (status, _code(fault)) == (401, "keymanagement.service.invalid_access_token")


async def test_wants_the_scope(account: Account) -> None:
    """Let a token that was made for reading read, and refuse its writes."""
    account.token.scopes = frozenset({"read:wiser"})

    assert (await account("GET", "/hubs/{urn}/awaymode"))[0] == 200
    status, fault = await account("PUT", "/hubs/{urn}/awaymode", {"status": True})
    assert (status, _code(fault)) == (403, "steps.oauth.v2.InsufficientScope")
    assert fault["fault"]["faultstring"] == "Required scope(s) : write:wiser"


APIGEE_MISSING = (
    '{"fault":{"faultstring":"Failed to resolve API Key variable request.header.x-apikey",'
    '"detail":{"errorcode":"steps.oauth.v2.FailedToResolveAPIKey"}}}'
)
AZURE_MISSING = (
    '{"statusCode":401,"message":"Access denied due to missing subscription key. Make sure '
    'to include subscription key when making requests to an API."}'
)
AZURE_WRONG = (
    '{"statusCode":401,"message":"Access denied due to invalid subscription key. Make sure '
    'to provide a valid key for an active subscription."}'
)


@pytest.mark.parametrize(
    ("gateway", "name", "missing", "wrong"),
    [
        (GatewayKind.APIGEE, "x-apikey", APIGEE_MISSING, '"oauth.v2.InvalidApiKey"'),
        (GatewayKind.AZURE, "Ocp-Apim-Subscription-Key", AZURE_MISSING, AZURE_WRONG),
        (GatewayKind.KONG, "apikey", '{"message":"No API key found in request"}', '"message"'),
    ],
)
async def test_wants_the_key(
    account: Account, gateway: GatewayKind, name: str, missing: str, wrong: str
) -> None:
    """Say in the gateway's own words that the key is missing or wrong."""
    account.exchange.gateway = gateway
    account.exchange.key, account.exchange.key_header = KEY, name

    assert (await account.fetch("GET", "/hubs"))[:2] == (401, missing)
    status, text, _ = await account.fetch("GET", "/hubs", headers={name: "wrong"})
    assert (status, wrong in text) == (401, True)
    assert (await account("GET", "/hubs", headers={name: KEY}))[0] == 200


async def test_key_in_the_query(account: Account) -> None:
    """Name the place in the query where the key is looked for, and find it there."""
    account.exchange.key, account.exchange.key_header = KEY, "?apikey"

    _, fault = await account("GET", "/hubs")
    assert fault["fault"]["faultstring"].endswith("request.queryparam.apikey")
    assert (await account("GET", f"/hubs?apikey={KEY}"))[0] == 200


@pytest.mark.parametrize("name", ["x-api-key", "?apikey"])
async def test_logs_no_secret(account: Account, name: str) -> None:
    """Keep tokens and keys out of the log, wherever a client puts them."""
    account.exchange.key, account.exchange.key_header = KEY, name
    for header in ("x-api-key", "apikey", "x-apikey", "Ocp-Apim-Subscription-Key"):
        await account("GET", f"/hubs?apikey={KEY}", headers={header: KEY})

    assert len(account.exchange.requests) == 4
    said = repr(account.exchange.requests)
    assert (KEY in said, TOKEN in said) == (False, False)
    assert account.exchange.requests[0].headers["Authorization"] == "**"


async def test_spike_arrest_spreads_requests(account: Account) -> None:
    """Let one request through every twelve seconds where five a minute are allowed."""
    account.exchange.throttle.per_minute = 5

    assert (await account("GET", "/hubs"))[0] == 200
    account.wait(seconds=11)
    status, text, headers = await account.fetch("GET", "/hubs")
    assert (status, "policies.ratelimit.SpikeArrestViolation" in text) == (429, True)
    assert "Retry-After" not in headers
    account.wait(seconds=1)
    assert (await account("GET", "/hubs"))[0] == 200


async def test_quota_is_used_up(account: Account) -> None:
    """Count requests until the day is over, and say when that is where the gateway does."""
    account.exchange.throttle.quota = 2
    account.exchange.throttle.retry_after = True

    statuses = [(await account("GET", "/hubs"))[0] for _ in range(3)]
    assert statuses == [200, 200, 429]
    account.wait(hours=23)
    _, text, headers = await account.fetch("GET", "/hubs")
    assert "policies.ratelimit.QuotaViolation" in text
    assert headers["Retry-After"] == "3601"
    account.wait(hours=1)
    assert (await account("GET", "/hubs"))[0] == 200


@pytest.mark.parametrize(
    ("gateway", "said", "retry_after"),
    [
        (GatewayKind.AZURE, "Rate limit is exceeded. Try again in 61 seconds.", "61"),
        (GatewayKind.KONG, "API rate limit exceeded", None),
    ],
)
async def test_other_gateways_throttle_in_their_words(
    account: Account, gateway: GatewayKind, said: str, retry_after: str | None
) -> None:
    """Throttle as Azure and Kong do."""
    account.exchange.gateway = gateway
    account.exchange.throttle.per_minute = 1
    await account("GET", "/hubs")

    status, text, headers = await account.fetch("GET", "/hubs")

    assert (status, said in text, headers.get("Retry-After")) == (429, True, retry_after)
