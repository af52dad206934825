"""How the exchange misbehaves on demand, and what it logs."""

import asyncio
import json

import aiohttp
import pytest

from simulator.exchange import ExchangeFault
from simulator.exchange.faults import ANSWERS, BEHIND, SILENT

from .conftest import Account


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        (ExchangeFault.TOKEN_EXPIRED, 401, "keymanagement.service.access_token_expired"),
        (ExchangeFault.TOKEN_EXPIRED_500, 500, "keymanagement.service.access_token_expired"),
        (ExchangeFault.TOKEN_EXPIRED_PROBLEM, 401, '"detail":"Access Token expired"'),
        (ExchangeFault.TOKEN_INVALID, 401, "keymanagement.service.invalid_access_token"),
        (ExchangeFault.TOKEN_INVALID_OAUTH, 401, "oauth.v2.InvalidAccessToken"),
        (ExchangeFault.KEY_MISSING, 401, "variable request.header.x-apikey"),
        (ExchangeFault.KEY_MISSING_QUERY, 401, "variable request.queryparam.apikey"),
        (ExchangeFault.KEY_MISSING_AZURE, 401, '{"statusCode":401,"message":"Access denied due to'),
        (ExchangeFault.KEY_MISSING_KONG, 401, '{"message":"No API key found in request"}'),
        (ExchangeFault.KEY_WRONG, 401, "oauth.v2.InvalidApiKey"),
        (ExchangeFault.KEY_WRONG_AZURE, 401, "due to invalid subscription key."),
        (ExchangeFault.KEY_WRONG_KONG, 401, "message"),
        (ExchangeFault.KEY_NOT_FOR_RESOURCE, 401, "oauth.v2.InvalidApiKeyForGivenResource"),
        (ExchangeFault.NOT_IN_PRODUCT, 401, "InvalidAPICallAsNoApiProductMatchFound"),
        (ExchangeFault.MISSING_SCOPE, 403, "steps.oauth.v2.InsufficientScope"),
        (ExchangeFault.UNKNOWN_PROXY, 404, "Unable to identify proxy"),
        (ExchangeFault.NOT_FOUND, 404, '"title":"Not Found","status":404'),
        (ExchangeFault.FORBIDDEN, 403, "User is not authorized to perform the action."),
        (ExchangeFault.FORBIDDEN_HTML, 403, "<html>"),
        (ExchangeFault.QUOTA, 429, "policies.ratelimit.QuotaViolation"),
        (ExchangeFault.QUOTA_500, 500, "policies.ratelimit.QuotaViolation"),
        (ExchangeFault.QUOTA_RETRY_AFTER, 429, "policies.ratelimit.QuotaViolation"),
        (ExchangeFault.QUOTA_AZURE, 403, "Out of call volume quota."),
        (ExchangeFault.SPIKE_ARREST, 429, "policies.ratelimit.SpikeArrestViolation"),
        (ExchangeFault.SPIKE_ARREST_500, 500, "policies.ratelimit.SpikeArrestViolation"),
        (ExchangeFault.THROTTLED_AZURE, 429, "Rate limit is exceeded. Try again in 60 seconds."),
        (ExchangeFault.THROTTLED_KONG, 429, "message"),
        (ExchangeFault.OAUTH_ERROR, 401, '{"ErrorCode":"invalid_request","Error":'),
        (ExchangeFault.SERVER_ERROR, 500, "Something went wrong, please try again later."),
        (ExchangeFault.UNAVAILABLE, 503, "fault"),
        (ExchangeFault.NOT_JSON, 200, "<!DOCTYPE html>"),
    ],
)
async def test_words(account: Account, fault: ExchangeFault, status: int, said: str) -> None:
    """Answer once in the words of a gateway or product, and then as ever."""
    account.exchange.inject(fault)

    answered, text, _ = await account.fetch("GET", "/hubs")
    assert (answered, said in text) == (status, True)
    assert (await account("GET", "/hubs"))[0] == 200
    assert [request.status for request in account.exchange.requests] == [status, 200]


async def test_product_match_in_the_challenge_alone(account: Account) -> None:
    """Say only in a header that the subscription does not cover a path."""
    account.exchange.inject(ExchangeFault.NOT_IN_PRODUCT_HEADER)

    status, text, headers = await account.fetch("GET", "/hubs")

    assert (status, text) == (401, "")
    assert "InvalidAPICallAsNoApiProductMatchFound" in headers["WWW-Authenticate"]


async def test_leads_elsewhere(account: Account) -> None:
    """Redirect to another host, where credentials must not go."""
    account.exchange.inject(ExchangeFault.REDIRECT)

    status, _, headers = await account.fetch("GET", "/hubs")

    assert (status, headers["Location"]) == (302, "https://elsewhere.example.com/")


async def test_cuts_json(account: Account) -> None:
    """End in the middle of the JSON."""
    account.exchange.inject(ExchangeFault.TRUNCATED_JSON)

    _, text, _ = await account.fetch("GET", "/hubs")

    with pytest.raises(json.JSONDecodeError):
        json.loads(text)


async def test_drops_the_connection(account: Account) -> None:
    """End the connection without an answer."""
    # A client sends the request anew by itself on a connection that it had open.
    account.exchange.inject(ExchangeFault.RESET, times=None)

    with pytest.raises(aiohttp.ClientError):
        await account("GET", "/hubs")
    assert account.exchange.requests[0].status == 0


async def test_never_answers(account: Account) -> None:
    """Keep silent until the client gives up."""
    account.exchange.inject(ExchangeFault.HANG)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(account("GET", "/hubs"), 0.1)


async def test_faults_for_one_endpoint(account: Account) -> None:
    """Let a fault wait for its endpoint, for as often as asked, or until all is well again."""
    account.exchange.inject(ExchangeFault.SERVER_ERROR, times=2, endpoint="rooms.list")

    assert (await account("GET", "/hubs"))[0] == 200
    statuses = [(await account("GET", "/hubs/{urn}/rooms"))[0] for _ in range(3)]
    assert statuses == [500, 500, 200]
    account.exchange.inject(ExchangeFault.SERVER_ERROR, times=None)
    account.exchange.clear_faults()
    assert (await account("GET", "/hubs"))[0] == 200


async def test_base_that_is_no_products(account: Account) -> None:
    """Answer below an unknown base as the gateway does, before it looks at credentials."""
    status, fault = await account("GET", "9/hubs", token=None)

    assert status == 404
    code = fault["fault"]["detail"]["errorcode"]
    assert code == "messaging.adaptors.http.flow.ApplicationNotFound"


def test_every_fault_has_an_answer() -> None:
    """Know what each fault does."""
    assert set(ExchangeFault) == ANSWERS.keys() | SILENT | BEHIND


async def test_counts_what_is_in_flight(account: Account) -> None:
    """See how many requests are answered at the same time."""
    await account("GET", "/hubs")
    assert account.exchange.most_in_flight == 1
    await asyncio.gather(*(account("GET", "/hubs") for _ in range(3)))
    assert account.exchange.most_in_flight == 3
    assert max(request.in_flight for request in account.exchange.requests) == 3


async def test_logs_what_was_asked(account: Account) -> None:
    """Keep method, path, query, body, status and which operation it was."""
    await account("PATCH", "/hubs/{urn}/lights/1?why=not", {"state": "On"})

    [logged] = account.exchange.requests
    assert (logged.method, logged.status, logged.endpoint) == ("PATCH", 200, "lights.set")
    assert (logged.query, logged.body) == ({"why": "not"}, {"state": "On"})
    assert logged.path.endswith("/hubs/urn:wiser:hub:wiserheata9a27e/lights/1")
