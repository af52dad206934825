"""How a program is let in, stays in, and is put out."""

import json
from typing import Any

from aiohttp import encode_basic_auth
import pytest
from yarl import URL

from simulator.exchange import READ_ASSET, READ_SITE
from simulator.exchange.oauth import CLIENT_ID, CLIENT_SECRET, PREFIX

from .conftest import PERSONAL, Cloud

BACK = "http://127.0.0.1:8123/auth/external/callback?kept=1"
ASKED = {
    "client_id": CLIENT_ID,
    "redirect_uri": BACK,
    "response_type": "code",
    "scope": "read:site offline_access",
    "state": '<"&>',
}
CLIENT = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}


async def decide(cloud: Cloud, answer: str, **other: str) -> URL:
    """Press a button of the page and return where it leads."""
    form = ASKED | {"answer": answer} | other
    status, _, headers = await cloud.send("POST", f"{PREFIX}authorize", form=form)
    assert status == 302
    return URL(headers["Location"])


async def ask(cloud: Cloud, **form: str) -> tuple[int, Any]:
    """Ask for tokens with the client's credentials in the body."""
    status, text, _ = await cloud.send("POST", f"{PREFIX}token", form=CLIENT | form)
    return status, json.loads(text)


async def trade(cloud: Cloud, given: str, **other: str) -> tuple[int, Any]:
    """Ask for tokens for a code."""
    form = {"grant_type": "authorization_code", "code": given, "redirect_uri": BACK}
    return await ask(cloud, **form | other)


async def refresh(cloud: Cloud, token: str) -> tuple[int, Any]:
    """Ask for tokens for a refresh token."""
    return await ask(cloud, grant_type="refresh_token", refresh_token=token)


async def enter(cloud: Cloud, **other: str) -> dict[str, Any]:
    """Be let in and return what a code brings."""
    back = await decide(cloud, "allow", **other)
    status, tokens = await trade(cloud, back.query["code"])
    assert status == 200
    return dict(tokens)


async def test_page_and_its_buttons(cloud: Cloud) -> None:
    """Show what is asked for, and lead back with what was decided."""
    query = URL().with_query(ASKED).raw_query_string
    status, page, headers = await cloud.send("GET", f"{PREFIX}authorize?{query}")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert ">Allow</button>" in page
    assert ">Deny</button>" in page
    assert 'name="state" value="&lt;&quot;&amp;&gt;"' in page
    assert "read:site" in page

    allowed = await decide(cloud, "allow")
    assert allowed.path == "/auth/external/callback"
    assert {*allowed.query} == {"kept", "state", "code"}
    assert allowed.query["state"] == '<"&>'
    denied = await decide(cloud, "deny")
    assert dict(denied.query) == {"kept": "1", "state": '<"&>', "error": "access_denied"}
    assert cloud.exchange.requests[0].query == {}


async def test_code_brings_tokens_once(cloud: Cloud) -> None:
    """Give tokens in Apigee's form for a code, which is good for one time and ten minutes."""
    code = (await decide(cloud, "allow")).query["code"]
    status, tokens = await trade(cloud, code)
    assert status == 200
    assert (tokens["token_type"], tokens["expires_in"]) == ("BearerToken", "3600")
    assert tokens["scope"] == "offline_access read:site"
    refused = (400, {"ErrorCode": "invalid_request", "Error": "Invalid Authorization Code"})
    assert await trade(cloud, code) == refused

    late = (await decide(cloud, "allow")).query["code"]
    cloud.wait(minutes=10)
    assert await trade(cloud, late) == refused


async def test_credentials_in_a_header(cloud: Cloud) -> None:
    """Know the client by Basic authentication, too."""
    code = (await decide(cloud, "allow")).query["code"]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
    path = f"{PREFIX}token"
    wrong = encode_basic_auth(CLIENT_ID, "wrong")
    status, text, _ = await cloud.send("POST", path, form=form, authorization=wrong)
    assert (status, json.loads(text)["ErrorCode"]) == (401, "invalid_client")
    broken, _, _ = await cloud.send("POST", path, form=form, authorization="Basic !")
    assert broken == 401
    right = encode_basic_auth(CLIENT_ID, CLIENT_SECRET)
    assert (await cloud.send("POST", path, form=form, authorization=right))[0] == 200


async def test_token_opens_what_was_allowed(cloud: Cloud) -> None:
    """Open the products whose scopes were asked for, all where none was, for one hour."""
    narrow = (await enter(cloud))["access_token"]
    wide = (await enter(cloud, scope=""))["access_token"]
    assert (await cloud.get("energy_data", "/sites", token=narrow))[0] == 200
    assert (await cloud.get("energy_monitoring", "/locations", token=narrow))[0] == 403
    assert (await cloud.get("energy_monitoring", "/locations", token=wide))[0] == 200
    cloud.wait(minutes=59)
    assert (await cloud.get("energy_data", "/sites", token=wide))[0] == 200
    cloud.wait(minutes=1)
    status, fault = await cloud.get("energy_data", "/sites", token=wide)
    assert (status, fault["fault"]["faultstring"]) == (401, "Access Token expired")


async def test_refresh_tokens_rotate(cloud: Cloud) -> None:
    """Take a refresh token once, and give another with the new access token."""
    first = await enter(cloud)
    status, second = await refresh(cloud, first["refresh_token"])
    assert (status, second["refresh_count"]) == (200, "1")
    assert second["refresh_token"] != first["refresh_token"]
    assert (await cloud.get("energy_data", "/sites", token=second["access_token"]))[0] == 200
    assert await refresh(cloud, first["refresh_token"]) == (
        400,
        {"ErrorCode": "invalid_request", "Error": "Invalid Refresh Token"},
    )
    assert (await refresh(cloud, second["refresh_token"]))[0] == 200


async def test_refresh_tokens_that_stay(cloud: Cloud) -> None:
    """Take the same refresh token again where none rotates."""
    settings = {"rotates": False, "lifetime": 60, "client_secret": CLIENT_SECRET}
    assert await cloud.control("PATCH", "oauth/settings", settings) == (200, {})
    first = await enter(cloud)
    assert first["expires_in"] == "60"
    for _ in range(2):
        _, again = await refresh(cloud, first["refresh_token"])
        assert again["refresh_token"] == first["refresh_token"]


async def test_expire_and_revoke(cloud: Cloud) -> None:
    """Let access tokens expire at once, then refuse to refresh them, in either status."""
    tokens = await enter(cloud)
    assert await cloud.control("POST", "oauth/expire") == (200, {"expired": 2})
    assert (await cloud.get("energy_data", "/sites", token=tokens["access_token"]))[0] == 401
    assert (await cloud.get("energy_data", "/sites", token=PERSONAL))[0] == 200
    _, tokens = await refresh(cloud, tokens["refresh_token"])
    assert (await cloud.get("energy_data", "/sites", token=tokens["access_token"]))[0] == 200

    assert await cloud.control("POST", "oauth/revoke") == (200, {"revoked": 1})
    assert (await refresh(cloud, tokens["refresh_token"]))[0] == 400
    await cloud.control("PATCH", "oauth/settings", {"refusal": 401})
    assert (await refresh(cloud, tokens["refresh_token"]))[0] == 401


async def test_refresh_token_only_where_asked_for(cloud: Cloud) -> None:
    """Give a refresh token to those alone who ask for it, where that is the rule."""
    cloud.exchange.oauth.wants_offline = True
    assert "refresh_token" in await enter(cloud)
    assert "refresh_token" not in await enter(cloud, scope=READ_ASSET)
    assert (await ask(cloud, grant_type="refresh_token"))[0] == 400


async def test_outages_of_the_authorization(cloud: Cloud) -> None:
    """Fail on demand, and say who the client is."""
    assert await cloud.control("GET", "oauth") == (200, CLIENT)
    fault = {"fault": "unavailable", "endpoint": "token"}
    assert await cloud.control("POST", "oauth/faults", fault) == (200, {})
    code = (await decide(cloud, "allow")).query["code"]
    assert (await trade(cloud, code))[0] == 503
    assert (await trade(cloud, code))[0] == 200
    assert (await cloud.control("POST", "oauth/faults", {"fault": "hang"}))[0] == 400
    assert (await cloud.control("POST", "oauth/nothing"))[0] == 400
    assert (await cloud.control("PATCH", "oauth/settings", {"nothing": 1}))[0] == 400


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"client_id": ""}, 400, "The request is missing a required parameter : client_id"),
        ({"client_id": "who"}, 401, "Invalid client id : who. ClientId is Invalid"),
        ({"redirect_uri": ""}, 400, "Redirection URI is required"),
        ({"redirect_uri": "back"}, 400, "Invalid redirection uri back"),
        ({"redirect_uri": "http://["}, 400, "Invalid redirection uri http://["),
        ({"response_type": ""}, 400, "The request is missing a required parameter : response_type"),
        ({"response_type": "token"}, 400, "Response type must be code"),
    ],
)
async def test_leads_nowhere_else(
    cloud: Cloud, changed: dict[str, str], status: int, words: str
) -> None:
    """Refuse in Apigee's words what cannot be led back, on the page and behind its buttons."""
    query = URL().with_query(ASKED | changed).raw_query_string
    found, text, _ = await cloud.send("GET", f"{PREFIX}authorize?{query}")
    assert (found, json.loads(text)["Error"]) == (status, words)
    form = ASKED | changed | {"answer": "allow"}
    found, text, headers = await cloud.send("POST", f"{PREFIX}authorize", form=form)
    assert (found, json.loads(text)["Error"]) == (status, words)
    assert "Location" not in headers


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"client_secret": "wrong"}, 401, "ClientId is Invalid"),
        ({"grant_type": ""}, 400, "The request is missing a required parameter : grant_type"),
        ({"grant_type": "password"}, 400, "Unsupported grant type"),
        ({"redirect_uri": ""}, 400, "Required param : redirect_uri"),
        ({"redirect_uri": "http://other/"}, 400, "Invalid redirect_uri : http://other/"),
        ({"code": "made-up"}, 400, "Invalid Authorization Code"),
    ],
)
async def test_gives_no_tokens(
    cloud: Cloud, changed: dict[str, str], status: int, words: str
) -> None:
    """Refuse in Apigee's words what no tokens are given for."""
    code = (await decide(cloud, "allow")).query["code"]
    found, refusal = await trade(cloud, code, **changed)
    assert (found, refusal["Error"]) == (status, words)
    assert [token.value for token in cloud.exchange.tokens.given.values() if token.personal] == [
        PERSONAL
    ]
    assert len(cloud.exchange.tokens.given) == 2


async def test_knows_two_addresses(cloud: Cloud) -> None:
    """Know nothing else, and no other method."""
    assert (await cloud.send("GET", f"{PREFIX}token"))[0] == 405
    assert (await cloud.send("POST", f"{PREFIX}impersonate"))[0] == 404


def test_knows_the_scopes_of_every_product(cloud: Cloud) -> None:
    """Offer the scopes of all that is sold."""
    assert {READ_SITE, READ_ASSET, "read:wiser", "write:wiser"} == cloud.exchange.oauth.scopes
