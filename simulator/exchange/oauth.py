"""The authorization: how a person lets a program in, and how the program stays in.

The two addresses and what is sent to them are public. Answers and refusals are Apigee's, as its
documentation has them: numbers as text, and errors without an `error`.
"""

from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
import secrets
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web
from yarl import URL

from .answers import Answer, Refusal, json_answer
from .faults import ANSWERS, ExchangeFault, ExchangeFaults
from .tokens import Token

if TYPE_CHECKING:
    from .server import SimulatedExchange

PREFIX: Final = "/ecostruxure/v1/oauth/"
CLIENT_ID: Final = "wiser-home-development"
CLIENT_SECRET: Final = "wiser-home-development-secret"  # noqa: S105 - of a server that is none
# A sibling names it, as "Perform offline operations on behalf of the user".
OFFLINE: Final = "offline_access"
CODE_LIFETIME: Final = timedelta(minutes=10)

PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Schneider Electric Exchange (simulated)</title></head>
<body>
<h1>Sign in</h1>
<p>{client} asks for: {scopes}</p>
<form method="post" action="authorize">
{fields}
<button type="submit" name="answer" value="allow">Allow</button>
<button type="submit" name="answer" value="deny">Deny</button>
</form>
</body>
</html>
"""


@dataclass
class Grant:
    """What a person has allowed: a code, then a refresh token that keeps it going."""

    redirect_uri: str
    scopes: frozenset[str]
    expires: datetime
    """Until when its code is good."""
    refresh_token: str | None = None
    refreshed: int = 0


class OAuth:
    """The authorization server of an exchange."""

    def __init__(self, exchange: SimulatedExchange) -> None:
        """Let people into the products of an exchange."""
        self.exchange = exchange
        self.client_id = CLIENT_ID
        self.client_secret = CLIENT_SECRET
        self.lifetime = timedelta(hours=1)
        """How long an access token is good for."""
        self.rotates = True
        """Whether a refresh brings a new refresh token and ends the old one."""
        self.wants_offline = False
        """Whether a refresh token is given to those alone who ask for `offline_access`."""
        self.refusal = 400
        """The status of a refused refresh: Apigee has 400 and 401 for much the same."""
        self.faults = ExchangeFaults()
        self.codes: dict[str, Grant] = {}
        self.grants: list[Grant] = []

    @property
    def scopes(self) -> frozenset[str]:
        """Return every scope there is to ask for."""
        products = self.exchange.products.values()
        return frozenset(scope for product in products for scope in product.scopes)

    async def answer(self, request: web.BaseRequest) -> Answer:
        """Answer a request below the address of the authorization."""
        endpoint = request.path.removeprefix(PREFIX)
        fault = self.faults.take(endpoint)
        if fault is not None:
            return ANSWERS[fault]()
        match request.method, endpoint:
            case "GET", "authorize":
                return self._page(request.query)
            case "POST", "authorize":
                return self._decided(_texts(await request.post()))
            case "POST", "token":
                sent = _texts(await request.post())
                self._check_client(request, sent)
                return self._token(sent)
            case _, ("authorize" | "token"):
                return _refused(405, "invalid_request", "The method is not allowed")
        return _refused(404, "invalid_request", "There is no such address")

    def control(self, method: str, parts: list[str], body: Any) -> Any:
        """Tell who may ask, let tokens end, misbehave or change how tokens are given."""
        match method, parts:
            case "GET", []:
                return {"client_id": self.client_id, "client_secret": self.client_secret}
            case "POST", ["expire"]:
                return {"expired": self.expire()}
            case "POST", ["revoke"]:
                return {"revoked": self.revoke()}
            case "POST", ["faults"]:
                self.inject(body["fault"], body.get("times", 1), body.get("endpoint"))
            case "PATCH", ["settings"]:
                self._set(body)
            case _:
                raise KeyError("/".join(parts))
        return {}

    def expire(self) -> int:
        """Let every access token expire at once, and return how many did."""
        now = self.exchange.clock()
        found = [token for token in self._access() if not token.has_expired(now)]
        for token in found:
            token.expires = now
        return len(found)

    def revoke(self) -> int:
        """Take back what people have allowed, so that nothing can be refreshed any more."""
        found = len(self.grants)
        self.grants.clear()
        self.codes.clear()
        return found

    def inject(
        self, fault: ExchangeFault | str, times: int | None = 1, endpoint: str | None = None
    ) -> None:
        """Let the next requests of the authorization meet a fault: authorize, token or both."""
        if ExchangeFault(fault) not in ANSWERS:
            raise ValueError(f"The authorization cannot {fault}")
        self.faults.inject(fault, times, endpoint)

    def _access(self) -> Iterator[Token]:
        """Yield every access token."""
        yield from (token for token in self.exchange.tokens.given.values() if not token.personal)

    def _set(self, body: dict[str, Any]) -> None:
        """Change how tokens are given."""
        for name, value in body.items():
            match name:
                case "lifetime":
                    self.lifetime = timedelta(seconds=float(value))
                case "client_id" | "client_secret" | "rotates" | "wants_offline" | "refusal":
                    setattr(self, name, value)
                case _:
                    raise KeyError(name)

    def _asked(self, sent: Mapping[str, str]) -> tuple[URL, frozenset[str]]:
        """Return where to go back to and what is asked for, refusing what leads nowhere."""
        client, address = sent.get("client_id"), sent.get("redirect_uri")
        if not client:
            raise Refusal(_missing("client_id"))
        if client != self.client_id:
            words = f"Invalid client id : {client}. ClientId is Invalid"
            raise Refusal(_refused(401, "invalid_request", words))
        if not address:
            raise Refusal(_refused(400, "invalid_request", "Redirection URI is required"))
        try:
            back = URL(address)
        except ValueError:
            back = URL()
        if not back.absolute or back.scheme not in ("http", "https"):
            words = f"Invalid redirection uri {address}"
            raise Refusal(_refused(400, "invalid_request", words))
        if not sent.get("response_type"):
            raise Refusal(_missing("response_type"))
        if sent["response_type"] != "code":
            raise Refusal(_refused(400, "invalid_request", "Response type must be code"))
        asked = frozenset(sent.get("scope", "").split())
        # What asks for no scope of a product gets those of all, as with Apigee. Names that are
        # not known here are let pass, since the real ones are not known either.
        found = asked & self.scopes or self.scopes
        return back, found | asked & {OFFLINE}

    def _page(self, query: Mapping[str, str]) -> Answer:
        """Return the page on which a person lets a program in."""
        _, scopes = self._asked(query)
        names = ("client_id", "redirect_uri", "response_type", "scope", "state")
        page = PAGE.format(
            client=escape(query["client_id"]),
            scopes=escape(", ".join(sorted(scopes))),
            fields="\n".join(
                f'<input type="hidden" name="{name}" value="{escape(query[name])}">'
                for name in names
                if name in query
            ),
        )
        return Answer(200, page.encode(), "text/html; charset=utf-8")

    def _decided(self, sent: Mapping[str, str]) -> Answer:
        """Lead back to the program with what a person decided."""
        back, scopes = self._asked(sent)
        query = {"state": sent["state"]} if "state" in sent else {}
        if sent.get("answer") == "allow":
            query["code"] = secrets.token_urlsafe(24)
            expires = self.exchange.clock() + CODE_LIFETIME
            self.codes[query["code"]] = Grant(sent["redirect_uri"], scopes, expires)
        else:
            query["error"] = "access_denied"
        return Answer(302, headers={"Location": str(back.update_query(query))})

    def _check_client(self, request: web.BaseRequest, sent: Mapping[str, str]) -> None:
        """Refuse a program that is not known, whether it says who it is in body or header."""
        given = sent.get("client_id", ""), sent.get("client_secret", "")
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "basic":
            try:
                name, _, secret = b64decode(value).decode().partition(":")
            except ValueError:
                name = secret = ""
            given = name, secret
        if given != (self.client_id, self.client_secret):
            raise Refusal(_refused(401, "invalid_client", "ClientId is Invalid"))

    def _token(self, sent: Mapping[str, str]) -> Answer:
        """Give tokens for a code or for a refresh token."""
        match sent.get("grant_type"):
            case "authorization_code":
                return self._exchanged(sent)
            case "refresh_token":
                return self._refreshed(sent)
            case None | "":
                return _missing("grant_type")
        return _refused(400, "invalid_request", "Unsupported grant type")

    def _exchanged(self, sent: Mapping[str, str]) -> Answer:
        """Give tokens for a code, once."""
        if not sent.get("redirect_uri"):
            return _refused(400, "invalid_request", "Required param : redirect_uri")
        grant = self.codes.pop(sent.get("code", ""), None)
        if grant is None or self.exchange.clock() >= grant.expires:
            return _refused(400, "invalid_request", "Invalid Authorization Code")
        if sent["redirect_uri"] != grant.redirect_uri:
            words = f"Invalid redirect_uri : {sent['redirect_uri']}"
            return _refused(400, "invalid_request", words)
        if OFFLINE in grant.scopes or not self.wants_offline:
            grant.refresh_token = secrets.token_urlsafe(24)
            self.grants.append(grant)
        return self._given(grant)

    def _refreshed(self, sent: Mapping[str, str]) -> Answer:
        """Give a new access token for a refresh token."""
        given = sent.get("refresh_token")
        grant = next((grant for grant in self.grants if grant.refresh_token == given), None)
        if grant is None:
            return _refused(self.refusal, "invalid_request", "Invalid Refresh Token")
        grant.refreshed += 1
        if self.rotates:
            grant.refresh_token = secrets.token_urlsafe(24)
        return self._given(grant)

    def _given(self, grant: Grant) -> Answer:
        """Return a new access token as Apigee tells of one."""
        now = self.exchange.clock()
        token = Token(secrets.token_urlsafe(21), grant.scopes, now + self.lifetime, personal=False)
        self.exchange.tokens.add(token)
        issued = str(int(now.timestamp() * 1000))
        answer = {
            "access_token": token.value,
            "token_type": "BearerToken",
            "expires_in": str(int(self.lifetime.total_seconds())),
            "issued_at": issued,
            "scope": " ".join(sorted(grant.scopes)),
            "status": "approved",
            "client_id": self.client_id,
        }
        if grant.refresh_token is not None:
            answer |= {
                "refresh_token": grant.refresh_token,
                "refresh_token_issued_at": issued,
                "refresh_token_expires_in": "0",
                "refresh_token_status": "approved",
                "refresh_count": str(grant.refreshed),
            }
        return json_answer(answer)


def _texts(form: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts of a form."""
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _refused(status: int, code: str, words: str) -> Answer:
    """Return a refusal in Apigee's words."""
    return json_answer({"ErrorCode": code, "Error": words}, status)


def _missing(name: str) -> Answer:
    """Return what is missing in a request."""
    return _refused(400, "invalid_request", f"The request is missing a required parameter : {name}")
