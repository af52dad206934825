"""How the Exchange is asked, and what is learnt from the ways in which it answers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
import logging
import traceback
from typing import Any

import aiohttp
from aiohttp import web
import orjson
import pytest
from yarl import URL

from custom_components.wiser_home.api.cloud import gateway as module
from custom_components.wiser_home.api.cloud.contract import (
    Certainty,
    Choice,
    Contract,
    Endpoint,
    Product,
)
from custom_components.wiser_home.api.cloud.gateway import Gateway, Pace
from custom_components.wiser_home.api.errors import (
    AuthenticationError,
    BadAnswerError,
    BlockedError,
    CannotConnectError,
    HubTimeoutError,
    InvalidKeyError,
    InvalidTokenError,
    InvalidValueError,
    MethodNotAllowedError,
    MissingKeyError,
    MissingScopeError,
    NotFoundError,
    NotOfferedError,
    RefusedError,
    ServerError,
    ThrottledError,
    TokenExpiredError,
    WiserError,
    WrongAddressError,
)

from .served import Answer, Served, breaks_off, faults, hangs_up, says

TOKEN = "T0ken+of/the=test"
KEY = "K3y+of/the=test"
NO_KEY = "Failed to resolve API Key variable request."
NO_KEY_CODE = "steps.oauth.v2.FailedToResolveAPIKey"
NO_MATCH = "keymanagement.service.InvalidAPICallAsNoApiProductMatchFound"

PRODUCT = Product(
    "test",
    "Test",
    "/test/v1",
    {
        "hubs.list": Endpoint(("List Hubs",), "Hubs", ("GET",), ("/hubs",), Certainty.PUBLISHED),
        "plugs.list": Endpoint(
            ("List Plugs",),
            "Equipment",
            ("GET",),
            ("/hubs/{urn}/plugs", "/hubs/{urn}/smart-plugs", "/plugs"),
            Certainty.ASSUMED,
            query={"start": ("from", "start")},
        ),
        "plugs.set": Endpoint(
            ("Control Plug",),
            "Control",
            ("PATCH", "PUT", "POST"),
            ("/hubs/{urn}/plugs/{device}", "/hubs/{urn}/smart-plugs/{device}"),
            Certainty.ASSUMED,
            body={"state": ("state", "targetState")},
        ),
    },
)
HUBS = "/test/v1/hubs"
PLUGS = ("/test/v1/hubs/u/plugs", "/test/v1/hubs/u/smart-plugs", "/test/v1/plugs")
PLUG = ("/test/v1/hubs/u/plugs/7", "/test/v1/hubs/u/smart-plugs/7")
PLUG_LEARNT = Choice("PATCH", "/hubs/{urn}/plugs/{device}", {"state": "state"})
PLUGS_LEARNT = Choice("GET", "/hubs/{urn}/plugs", query={"start": "from"})

type Make = Callable[..., Gateway]


class Clock:
    """A clock that stands still until somebody sleeps."""

    def __init__(self) -> None:
        """Begin at no time in particular."""
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        """Return the time."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
async def served(socket_enabled: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    """Return a server in the place of the Exchange, which has a list of hubs."""
    found = Served()
    monkeypatch.setattr(module, "ORIGIN", await found.start())
    found.on("GET", HUBS, says([{"urn": "u"}]))
    yield found
    await found.stop()


@pytest.fixture
def clock() -> Clock:
    """Return a clock."""
    return Clock()


@pytest.fixture
def make(session: aiohttp.ClientSession, clock: Clock) -> Make:
    """Return what makes a gateway."""

    async def token() -> str:
        """Return the token."""
        return TOKEN

    def gateway(learnt: dict[str, Choice] | None = None, **options: Any) -> Gateway:
        """Make a gateway that rests in no real time, and has learnt some ways to ask."""
        contract = Contract(PRODUCT)
        contract.choices.update(learnt or {})
        known = {"token": token, "key": KEY, "timeout": 2.0}
        known["pace"] = Pace(clock=clock, sleep=clock.sleep)
        return Gateway(session, contract, **{**known, **options})

    return gateway


def learnt(**choices: Choice) -> dict[str, Choice]:
    """Return choices by the keys of their endpoints."""
    return {key.replace("_", "."): choice for key, choice in choices.items()}


async def test_read(served: Served, make: Make) -> None:
    """Send the credentials and return what is answered."""
    gateway = make()
    assert await gateway.read("hubs.list") == [{"urn": "u"}]
    headers = served.asked[0].headers
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert headers["Accept"] == "application/json"
    assert headers["x-api-key"] == KEY
    assert gateway.samples == {"hubs.list": [{"urn": "u"}]}
    assert gateway.requests == gateway.requests_today() == 1
    assert gateway.contract.choices == {"hubs.list": Choice("GET", "/hubs")}


async def test_without_a_key(served: Served, make: Make) -> None:
    """Send no key when there is none, and ask for one when that is wanted."""
    gateway = make(key="")
    await gateway.read("hubs.list")
    assert "x-api-key" not in served.asked[0].headers
    served.on("GET", HUBS, faults(401, NO_KEY_CODE, f"{NO_KEY}header.x-other"))
    with pytest.raises(MissingKeyError) as caught:
        await gateway.read("hubs.list")
    assert caught.value.header == "x-other"
    assert len(served.asked) == 2


async def test_ids_and_query(served: Served, make: Make) -> None:
    """Encode ids fully, and name the query as the contract does."""
    path = "/test/v1/hubs/urn%3Ahub%2F..%20%3F1/plugs"
    served.on("GET", path, says([]))
    gateway = make(learnt(plugs_list=PLUGS_LEARNT))
    query = {"start": "2026-11-21T00:00:00+00:00", "other": "1"}
    await gateway.read("plugs.list", query=query, urn="urn:hub/.. ?1")
    assert served.asked[0].path == f"{path}?from=2026-11-21T00:00:00%2B00:00&other=1"


@pytest.mark.parametrize("urn", ["", ".", ".."])
async def test_ids_that_are_no_part_of_a_path(served: Served, make: Make, urn: str) -> None:
    """Refuse ids that would make it another path."""
    with pytest.raises(InvalidValueError):
        await make().read("plugs.list", urn=urn)
    assert served.asked == []


@pytest.mark.parametrize("base", ["@127.0.0.1", ".example.com", ":1", "1", ""])
async def test_bases_that_lead_away(served: Served, make: Make, base: str) -> None:
    """Send nothing to another host, however the base of a contract leads there."""
    gateway = make({"hubs.list": Choice("GET", "hubs")})
    gateway.contract.base = base
    with pytest.raises(InvalidValueError):
        await gateway.read("hubs.list")
    assert gateway.requests == 0


async def test_base_that_looks_like_a_host(served: Served, make: Make) -> None:
    """Take two slashes for a path, which they are behind a host."""
    served.on("GET", "//user:word@example.com/hubs", says([]))
    gateway = make()
    gateway.contract.base = "//user:word@example.com"
    assert await gateway.read("hubs.list") == []


@pytest.mark.parametrize(
    ("words", "query", "header"),
    [
        ("header.x-special", "", "x-special"),
        ("header.Ocp-Apim-Subscription-Key", "", "Ocp-Apim-Subscription-Key"),
        ("queryparam.apikey", "?apikey=K3y%2Bof/the%3Dtest", "?apikey"),
    ],
)
async def test_learn_where_the_key_goes(
    served: Served, make: Make, words: str, query: str, header: str
) -> None:
    """Send the key once more where the gateway says that it looks, and from then on."""
    served.on("GET", HUBS, faults(401, NO_KEY_CODE, f"{NO_KEY}{words}"), says([{"urn": "u"}]))
    gateway = make()
    for _ in range(2):
        assert await gateway.read("hubs.list") == [{"urn": "u"}]
    assert gateway.contract.key_header == header
    assert served.paths == [("GET", HUBS), *[("GET", HUBS + query)] * 2]
    assert "x-api-key" in served.asked[0].headers
    assert "x-api-key" not in served.asked[2].headers
    assert served.asked[2].headers.get(header) == {"": KEY}.get(query)
    assert Contract(PRODUCT, gateway.contract.as_data()).key_header == header


async def test_key_in_the_query_joins_others(served: Served, make: Make) -> None:
    """Keep the query where the key goes into it."""
    served.on("GET", PLUGS[0], says([]))
    gateway = make(learnt(plugs_list=PLUGS_LEARNT))
    gateway.contract.key_header = "?apikey"
    await gateway.read("plugs.list", query={"start": "1"}, urn="u")
    assert URL(served.asked[0].path).query == {"from": "1", "apikey": KEY}


async def test_key_in_every_place(served: Served, make: Make) -> None:
    """Try one place after the other, each once, where the gateway does not say which."""
    served.on("GET", HUBS, faults(401, NO_KEY_CODE))
    gateway = make()
    with pytest.raises(MissingKeyError):
        await gateway.read("hubs.list")
    sent = [[n for n in module.KEY_HEADERS if n in asked.headers] for asked in served.asked]
    assert sent == [[name] for name in module.KEY_HEADERS]
    assert gateway.contract.key_header is None


@pytest.mark.parametrize("name", ["x-api-key", "Authorization", "host"])
async def test_key_in_no_impossible_place(served: Served, make: Make, name: str) -> None:
    """Ask once when the key was there already, or would take the place of something else."""
    served.on("GET", HUBS, faults(401, NO_KEY_CODE, f"{NO_KEY}header.{name}"))
    with pytest.raises(MissingKeyError):
        await make().read("hubs.list")
    assert len(served.asked) == 1


@pytest.mark.parametrize(
    ("second", "header"),
    [
        (faults(401, "oauth.v2.InvalidApiKey"), "x-special"),
        (faults(403, "steps.oauth.v2.InsufficientScope"), "x-special"),
        (faults(429), None),
        (faults(503), None),
    ],
)
async def test_place_of_the_key_is_proved(
    served: Served, make: Make, second: Answer, header: str | None
) -> None:
    """Learn the place from what only who has let the key through can answer."""
    served.on("GET", HUBS, faults(401, NO_KEY_CODE, f"{NO_KEY}header.x-special"), second)
    gateway = make()
    with pytest.raises(WiserError):
        await gateway.read("hubs.list")
    assert gateway.contract.key_header == header


WRONG_PATHS = {
    "not found": says({"title": "Not Found"}, 404),
    "not in the product": faults(401, NO_MATCH, "Invalid API call as no apiproduct match found"),
    "not in the product, header": says(status=401, WWW_Authenticate=f'Bearer error="{NO_MATCH}"'),
    "other resource": faults(401, "oauth.v2.InvalidApiKeyForGivenResource"),
    "not asked so": says(status=405),
    "401 without a reason": says({"title": "Unauthorized"}, 401),
}


@pytest.mark.parametrize("wrong", WRONG_PATHS.values(), ids=WRONG_PATHS)
async def test_find_the_path(served: Served, make: Make, wrong: Answer) -> None:
    """Try the next path where one is wrong, once the credentials are proved, and learn it."""
    served.otherwise = wrong
    served.on("GET", PLUGS[1], says([{"id": 1}]))
    gateway = make()
    for _ in range(2):
        assert await gateway.read_list("plugs.list", urn="u") == [{"id": 1}]
    paths = [PLUGS[0], HUBS, PLUGS[1], PLUGS[1]]
    assert [asked.path for asked in served.asked] == paths
    assert gateway.contract.choices["plugs.list"].path == "/hubs/{urn}/smart-plugs"


@pytest.mark.parametrize("wrong", WRONG_PATHS.values(), ids=WRONG_PATHS)
async def test_wrong_path_is_no_wrong_token(served: Served, make: Make, wrong: Answer) -> None:
    """Give an endpoint up when no path is right, without doubt in the token."""
    served.otherwise = wrong
    gateway = make()
    with pytest.raises(NotFoundError):
        await gateway.read("plugs.list", urn="u")
    assert gateway.contract.absent == {"plugs.list"}
    asked = len(served.asked)
    assert asked == 4
    with pytest.raises(NotFoundError):
        await gateway.read("plugs.list", urn="u")
    assert len(served.asked) == asked


async def test_proof_comes_before(served: Served, make: Make) -> None:
    """Prove the credentials no second time when something was read with them."""
    served.on("GET", PLUGS[1], says([]))
    gateway = make()
    await gateway.read("hubs.list")
    await gateway.read("plugs.list", urn="u")
    assert [asked.path for asked in served.asked] == [HUBS, *PLUGS[:2]]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (faults(401, "keymanagement.service.access_token_expired"), TokenExpiredError),
        (faults(500, "keymanagement.service.access_token_expired"), TokenExpiredError),
        (faults(401, "keymanagement.service.invalid_access_token"), InvalidTokenError),
        (faults(401, "oauth.v2.InvalidApiKey"), InvalidKeyError),
        (says(status=401), InvalidTokenError),
    ],
)
async def test_wrong_credentials(
    served: Served, make: Make, answer: Answer, error: type[WiserError]
) -> None:
    """Say so when the credentials are wrong, and give nothing up because of that."""
    served.otherwise = answer
    served.on("GET", HUBS, answer)
    gateway = make()
    for endpoint in ("plugs.list", "hubs.list"):
        with pytest.raises(error):
            await gateway.read(endpoint, urn="u")
    assert gateway.contract.absent == set()
    assert gateway.contract.choices == {}


async def test_token_that_was_revoked_on_the_way(served: Served, make: Make) -> None:
    """Doubt the token again after a 401 without a reason, also when it was good before."""
    gateway = make()
    await gateway.read("hubs.list")
    served.otherwise = says(status=401)
    served.on("GET", HUBS, says(status=401))
    with pytest.raises(AuthenticationError):
        await gateway.read("plugs.list", urn="u")
    assert gateway.contract.absent == set()
    assert len(served.asked) == 3


@pytest.mark.parametrize("answer", [says(status=404), faults(401, NO_MATCH)])
async def test_product_that_is_not_there(served: Served, make: Make, answer: Answer) -> None:
    """Never give up the list that everything begins with, and nothing else without it."""
    served.on("GET", HUBS, answer)
    gateway = make()
    with pytest.raises(NotFoundError):
        await gateway.read("hubs.list")
    with pytest.raises(WrongAddressError):
        await gateway.read("plugs.list", urn="u")
    assert gateway.contract.absent == set()


async def test_wrong_base(served: Served, make: Make) -> None:
    """Look no further where the gateway knows no product."""
    served.otherwise = faults(404, "messaging.adaptors.http.flow.ApplicationNotFound")
    with pytest.raises(WrongAddressError):
        await make().read("plugs.list", urn="u")
    assert len(served.asked) == 1


async def test_path_without_its_id(served: Served, make: Make) -> None:
    """Pass over paths that need an id that is not at hand."""
    served.on("GET", PLUGS[2], says([]))
    gateway = make()
    await gateway.read("plugs.list")
    assert [asked.path for asked in served.asked] == [PLUGS[2]]
    with pytest.raises(NotOfferedError):
        await gateway.write("plugs.set", {"state": "On"})
    assert gateway.contract.offers("plugs.set")
    assert len(served.asked) == 1


@pytest.mark.parametrize("answer", [says(status=404), faults(401, NO_MATCH)])
async def test_known_path(served: Served, make: Make, answer: Answer) -> None:
    """Take a fault of an endpoint that is known for what it says, with one request."""
    served.otherwise = answer
    gateway = make(learnt(plugs_list=PLUGS_LEARNT))
    with pytest.raises(NotFoundError):
        await gateway.read("plugs.list", urn="u")
    assert len(served.asked) == 1
    assert gateway.contract.choices == {"plugs.list": PLUGS_LEARNT}


async def test_find_the_path_once(served: Served, make: Make) -> None:
    """Let several who want the same endpoint find its path together."""
    served.on("GET", PLUGS[1], says([]))
    gateway = make()
    await asyncio.gather(*(gateway.read("plugs.list", urn="u") for _ in range(4)))
    paths = [asked.path for asked in served.asked]
    assert paths == [PLUGS[0], HUBS, *[PLUGS[1]] * 4]


async def test_write(served: Served, make: Make) -> None:
    """Send values under their names."""
    served.on("PATCH", PLUG[0], says({"id": 7}), says(body=b""), says(body=b"<3"[1:]))
    gateway = make()
    answers = [
        await gateway.write("plugs.set", {"state": "On"}, urn="u", device="7") for _ in "123"
    ]
    assert answers == [{"id": 7}, None, 3]
    assert served.paths == [("PATCH", PLUG[0])] * 3
    assert orjson.loads(served.asked[0].body) == {"state": "On"}
    assert served.asked[0].headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("answer", [breaks_off, says(body=b"done")])
async def test_write_that_has_happened(served: Served, make: Make, answer: Answer) -> None:
    """Take success for success, whatever becomes of the body."""
    served.on("PATCH", PLUG[0], answer)
    gateway = make()
    assert await gateway.write("plugs.set", {"state": "On"}, urn="u", device="7") is None
    assert gateway.contract.choices["plugs.set"] == PLUG_LEARNT
    assert len(served.asked) == 1


@pytest.mark.parametrize(
    ("allow", "tried"),
    [
        ("GET, POST", [("POST", PLUG[1])]),
        ("GET, PUT", [("PUT", PLUG[1])]),
        ("", [("PUT", PLUG[1]), ("POST", PLUG[1])]),
    ],
)
async def test_find_the_method(
    served: Served, make: Make, allow: str, tried: list[tuple[str, str]]
) -> None:
    """Stay with a path that wants another method, and take one that it allows."""
    for method in ("PATCH", "PUT", "POST"):
        served.on(method, PLUG[1], says(status=405, Allow=allow))
    served.on(*tried[-1], says({"id": 7}))
    gateway = make()
    for _ in range(2):
        await gateway.write("plugs.set", {"state": "On"}, urn="u", device="7")
    begun = [("PATCH", PLUG[0]), ("GET", HUBS), ("PATCH", PLUG[1])]
    assert served.paths == [*begun, *tried, tried[-1]]
    assert gateway.contract.choices["plugs.set"].method == tried[-1][0]


async def test_no_method_is_right(served: Served, make: Make) -> None:
    """Give a write up when it was asked in every way."""
    served.otherwise = says(status=405)
    gateway = make()
    with pytest.raises(MethodNotAllowedError):
        await gateway.write("plugs.set", {"state": "On"}, urn="u", device="7")
    assert gateway.contract.absent == {"plugs.set"}
    assert len([1 for method, _ in served.paths if method != "GET"]) == 6


@pytest.mark.parametrize(("documented", "kept"), [((), False), (("plugs.set",), True)])
async def test_method_that_changed(
    served: Served, make: Make, documented: tuple[str, ...], kept: bool
) -> None:
    """Forget a method that is no longer right, unless a document has it."""
    served.on("PATCH", PLUG[0], says(status=405))
    gateway = make(learnt(plugs_set=PLUG_LEARNT))
    gateway.contract.documented = frozenset(documented)
    with pytest.raises(MethodNotAllowedError):
        await gateway.write("plugs.set", {"state": "On"}, urn="u", device="7")
    assert ("plugs.set" in gateway.contract.choices) is kept
    assert gateway.contract.offers("plugs.set")
    assert len(served.asked) == 1


@pytest.mark.parametrize("known", [{}, learnt(plugs_set=PLUG_LEARNT)], ids=["new", "known"])
@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (says({"detail": "No such state"}, 400), RefusedError),
        (faults(403, "steps.oauth.v2.InsufficientScope"), MissingScopeError),
        (says(status=500), ServerError),
        (says(status=503), ServerError),
        (faults(429), ThrottledError),
        (hangs_up, CannotConnectError),
        (says(body=b"<html>"), BlockedError),
        (says(status=307, Location="/test/v1/hubs/u/smart-plugs/7"), WrongAddressError),
    ],
)
async def test_writes_are_sent_once(
    served: Served,
    make: Make,
    known: dict[str, Choice],
    answer: Answer,
    error: type[WiserError],
) -> None:
    """Send no write again that may have happened, in this or in another way."""
    served.on("PATCH", PLUG[0], answer)
    gateway = make(known)
    with pytest.raises(error):
        await gateway.write("plugs.set", {"state": "On"}, urn="u", device="7")
    assert served.paths == [("PATCH", PLUG[0])]
    assert gateway.contract.absent == set()


@pytest.mark.parametrize("method", ["PUT", "PATCH", "POST", "DELETE"])
async def test_writes_are_sent_once_by_every_method(
    served: Served, make: Make, method: str
) -> None:
    """Keep aiohttp from sending a write again whose connection broke."""
    served.on(method, PLUG[0], hangs_up)
    gateway = make({"plugs.set": Choice(method, PLUG_LEARNT.path, PLUG_LEARNT.body)})
    with pytest.raises(CannotConnectError):
        await gateway.write("plugs.set", {"state": "On"}, urn="u", device="7")
    assert len(served.asked) == gateway.requests == 1


async def test_write_that_hangs(served: Served, make: Make) -> None:
    """Do not send a write again that was not answered in time."""
    release = asyncio.Event()

    async def hang(request: object) -> Any:
        """Answer when the test is over."""
        await release.wait()

    served.on("PATCH", PLUG[0], hang)
    with pytest.raises(HubTimeoutError):
        await make(timeout=0.05).write("plugs.set", {"state": "On"}, urn="u", device="7")
    release.set()
    assert len(served.asked) == 1


@pytest.mark.parametrize("first", [hangs_up, breaks_off, says(status=500), says(status=503)])
async def test_reads_are_tried_twice(served: Served, make: Make, first: Answer) -> None:
    """Read a second time after what may pass by itself."""
    served.on("GET", HUBS, first, says([]))
    assert await make().read("hubs.list") == []
    assert len(served.asked) == 2


@pytest.mark.parametrize(
    ("answer", "error"), [(hangs_up, CannotConnectError), (says(status=500), ServerError)]
)
async def test_reads_are_not_tried_thrice(
    served: Served, make: Make, answer: Answer, error: type[WiserError]
) -> None:
    """Leave it at the second try."""
    served.on("GET", HUBS, answer)
    gateway = make()
    with pytest.raises(error):
        await gateway.read("hubs.list")
    assert len(served.asked) == gateway.requests == 2


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (says({"detail": "from is missing"}, 400), BadAnswerError),
        (faults(403, "steps.oauth.v2.InsufficientScope"), MissingScopeError),
        (says(status=403, body=b"<html>"), BlockedError),
        (says(body=b"<html>"), BlockedError),
        (says(body=b"[1"), BadAnswerError),
        (faults(429), ThrottledError),
    ],
)
async def test_reads_that_stay_as_they_are(
    served: Served, make: Make, answer: Answer, error: type[WiserError]
) -> None:
    """Read no second time what would be answered like that again."""
    served.on("GET", HUBS, answer)
    with pytest.raises(error):
        await make().read("hubs.list")
    assert len(served.asked) == 1


async def test_nobody_is_there(
    make: Make, monkeypatch: pytest.MonkeyPatch, closed_port: int
) -> None:
    """Say so when nobody answers."""
    monkeypatch.setattr(module, "ORIGIN", URL(f"http://127.0.0.1:{closed_port}"))
    gateway = make()
    with pytest.raises(CannotConnectError):
        await gateway.read("hubs.list")
    assert [(fault.status, fault.error) for fault in gateway.faults] == [
        (None, "CannotConnectError")
    ] * 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects(served: Served, make: Make, status: int, socket_enabled: None) -> None:
    """Follow nobody: the credentials go to one host."""
    other = Served()
    elsewhere = await other.start()
    served.on("GET", HUBS, says(status=status, Location=str(elsewhere / "hubs")))
    with pytest.raises(WrongAddressError):
        await make().read("hubs.list")
    await other.stop()
    assert other.asked == []
    assert len(served.asked) == 1


@pytest.fixture
def throttled(served: Served) -> Callable[..., None]:
    """Return what makes the server throttle once for each wait it names, and then no more."""

    def throttle(*waits: str | None) -> None:
        """Prepare the answers."""
        headers: list[dict[str, str]] = [{"Retry_After": wait} if wait else {} for wait in waits]
        served.on("GET", HUBS, *(faults(429, **named) for named in headers), says([]))

    return throttle


async def waits_of(gateway: Gateway, clock: Clock, times: int) -> list[float]:
    """Return how long a gateway says to wait, each time it was waited for."""
    waits = []
    for _ in range(times):
        with pytest.raises(ThrottledError) as caught:
            await gateway.read("hubs.list")
        assert caught.value.retry_after is not None
        waits.append(caught.value.retry_after)
        clock.now += caught.value.retry_after
    return waits


async def test_throttled_with_a_wish(
    throttled: Callable[..., None], served: Served, make: Make, clock: Clock
) -> None:
    """Stay away as long as the gateway wishes, and send nothing meanwhile."""
    throttled("30", "99999999")
    gateway = make()
    with pytest.raises(ThrottledError):
        await gateway.read("hubs.list")
    clock.now += 10
    with pytest.raises(ThrottledError) as caught:
        await gateway.write("plugs.set", {"state": "On"}, urn="u", device="7")
    assert caught.value.retry_after == 20
    assert len(served.asked) == gateway.requests == 1
    clock.now += 20
    assert await waits_of(gateway, clock, 1) == [86400]
    assert await gateway.read("hubs.list") == []


async def test_throttled_without_a_wish(
    throttled: Callable[..., None], served: Served, make: Make, clock: Clock
) -> None:
    """Stay away twice as long each time, up to an hour, and forget that after a success."""
    throttled(*[None] * 8)
    gateway = make()
    waits = await waits_of(gateway, clock, 8)
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600]
    await gateway.read("hubs.list")
    throttled(None)
    assert await waits_of(gateway, clock, 1) == [60]


@pytest.mark.parametrize(
    "code", ["policies.ratelimit.QuotaViolation", "policies.ratelimit.SpikeArrestViolation"]
)
async def test_throttled_as_old_apigee_does(
    served: Served, make: Make, clock: Clock, code: str
) -> None:
    """Take the 500 of old Apigee for what it is, and read no second time."""
    served.on("GET", HUBS, faults(500, code))
    assert await waits_of(make(), clock, 2) == [60, 120]
    assert len(served.asked) == 2


async def test_throttled_while_others_wait(
    throttled: Callable[..., None], served: Served, make: Make
) -> None:
    """Send nothing of what waits for its turn, also of another gateway, once one is throttled."""
    throttled("30")
    gateway = make()
    other = make(pace=gateway._carrier._pace)
    reads = [found.read("hubs.list") for found in (gateway, other) for _ in range(3)]
    failures = await asyncio.gather(*reads, return_exceptions=True)
    assert [type(failure) for failure in failures] == [ThrottledError] * 6
    assert len(served.asked) == 1


async def test_throttled_while_finding(served: Served, make: Make) -> None:
    """Give nothing up because of being throttled on the way."""
    served.on("GET", PLUGS[1], faults(429))
    gateway = make()
    with pytest.raises(ThrottledError):
        await gateway.read("plugs.list", urn="u")
    assert gateway.contract.absent == set()
    assert "plugs.list" not in gateway.contract.choices


async def test_one_request_in_flight(served: Served, make: Make, clock: Clock) -> None:
    """Let the requests of all gateways follow each other with a gap."""
    gateway = make()
    other = make(pace=gateway._carrier._pace)
    await asyncio.gather(*(found.read("hubs.list") for found in (gateway, other) * 5))
    assert len(served.asked) == 10
    assert served.most_in_flight == 1
    assert clock.slept == [1.0] * 9


async def test_gap_after_a_rest(served: Served, make: Make, clock: Clock) -> None:
    """Wait for what is left of the gap, and not at all after it."""
    gateway = make()
    await gateway.read("hubs.list")
    clock.now += 0.75
    await gateway.read("hubs.list")
    clock.now += 5
    await gateway.read("hubs.list")
    assert clock.slept == [0.25]


async def test_budget(served: Served, make: Make, clock: Clock) -> None:
    """Read no more than the budget of a day allows, and write all the same."""
    now = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
    served.on("PATCH", PLUG[0], says({}))
    gateway = make(budget=2, clock=lambda: now)
    for _ in range(2):
        await gateway.read("hubs.list")
    with pytest.raises(ThrottledError) as caught:
        await gateway.read("hubs.list")
    assert caught.value.retry_after == 3600
    await gateway.write("plugs.set", {"state": "On"}, urn="u", device="7")
    assert gateway.requests_today() == 3
    now += timedelta(hours=1)
    assert gateway.requests_today() == 0
    await gateway.read("hubs.list")
    assert gateway.requests_today() == 1
    assert gateway.requests == 4


LISTS: list[Any] = [
    [{"id": 1}, {"id": 2}],
    [{"id": 1}, "odd", {"id": 2}],
    {"hubs": [{"id": 1}, {"id": 2}]},
    {"data": [{"id": 1}, {"id": 2}], "count": 2},
    {"Data": [{"id": 1}, {"id": 2}], "errors": []},
    {"data": {"hubs": [{"id": 1}, {"id": 2}], "of": "house"}, "status": "ok"},
    {"_embedded": {"hubs": [{"id": 1}, {"id": 2}]}, "_links": {"self": {"href": "/hubs"}}},
    {"items": [{"id": 1}, {"id": 2}], "links": [{"rel": "self"}]},
]


@pytest.mark.parametrize("answer", LISTS)
async def test_lists(served: Served, make: Make, answer: Any) -> None:
    """Take a list out of whatever it is wrapped in."""
    served.on("GET", HUBS, says(answer))
    assert await make().read_list("hubs.list") == [{"id": 1}, {"id": 2}]


@pytest.mark.parametrize("answer", [{"id": 1}, "On", {"a": [{}], "b": [{}]}, {"a": {}, "b": {}}])
async def test_no_list(served: Served, make: Make, answer: Any) -> None:
    """Say so when there is no list, or no telling which."""
    served.on("GET", HUBS, says(answer))
    with pytest.raises(BadAnswerError):
        await make().read_list("hubs.list")


async def test_empty_answer(served: Served, make: Make) -> None:
    """Take no answer for an empty list."""
    served.on("GET", HUBS, says(status=204, body=b""))
    assert await make().read_list("hubs.list") == []


@pytest.mark.parametrize(
    "about",
    [
        {"next": f"{HUBS}?page=2"},
        {"next": "?page=2"},
        {"nextLink": f"{HUBS}?page=2#top"},
        {"@odata.nextLink": f"{HUBS}?page=2"},
        {"_links": {"next": {"href": f"{HUBS}?page=2"}}},
        {"pagination": {"next": f"{HUBS}?page=2"}},
    ],
)
async def test_next_page(served: Served, make: Make, about: dict[str, Any]) -> None:
    """Follow the links from page to page."""
    served.on("GET", HUBS, says({"items": [{"id": 1}], **about}), says({"items": [{"id": 2}]}))
    gateway = make()
    assert await gateway.read_list("hubs.list") == [{"id": 1}, {"id": 2}]
    assert [asked.path for asked in served.asked] == [HUBS, f"{HUBS}?page=2"]
    assert served.asked[1].headers["x-api-key"] == KEY


async def test_next_page_with_its_address(served: Served, make: Make) -> None:
    """Follow a whole address, with the key in its query."""
    link = f"{module.ORIGIN}{HUBS}?page=2"
    served.on("GET", HUBS, says({"items": [{"id": 1}], "next": link}), says({"items": []}))
    gateway = make()
    gateway.contract.key_header = "?apikey"
    assert await gateway.read_list("hubs.list") == [{"id": 1}]
    assert URL(served.asked[1].path).query == {"page": "2", "apikey": KEY}


@pytest.mark.parametrize(
    "link",
    [
        "https://example.com/hubs?page=2",
        "//example.com/hubs",
        "http://127.0.0.1:1/hubs",
        "http://[broken",
    ],
)
async def test_next_page_elsewhere(served: Served, make: Make, link: str) -> None:
    """Refuse to follow a list to where the credentials must not go."""
    served.on("GET", HUBS, says({"items": [{"id": 1}], "next": link}))
    with pytest.raises(BadAnswerError):
        await make().read_list("hubs.list")
    assert len(served.asked) == 1


@pytest.mark.parametrize("link", [None, "", False, 2, "cursor", {"href": None}, {}])
async def test_no_next_page(served: Served, make: Make, link: Any) -> None:
    """End where there is no link."""
    served.on("GET", HUBS, says({"items": [{"id": 1}], "next": link}))
    assert await make().read_list("hubs.list") == [{"id": 1}]
    assert len(served.asked) == 1


@pytest.mark.parametrize("about", [{"total": 5}, {"meta": {"totalCount": 5}}])
async def test_total(served: Served, make: Make, about: dict[str, Any]) -> None:
    """Ask for what is left of a total."""
    pages = [[{"id": 1}, {"id": 2}], [{"id": 3}, {"id": 4}], [{"id": 5}]]
    served.on("GET", HUBS, *(says({"items": page, **about}) for page in pages))
    records = await make().read_list("hubs.list")
    assert [record["id"] for record in records] == [1, 2, 3, 4, 5]
    assert [URL(asked.path).query.get("offset") for asked in served.asked] == [None, "2", "4"]
    assert URL(served.asked[1].path).query["limit"] == "2"


@pytest.mark.parametrize(("rest", "asked"), [([{"id": 1}], 2), ([], 2)])
async def test_total_of_something_else(
    served: Served, make: Make, rest: list[Any], asked: int
) -> None:
    """End where there is nothing new, whatever the total counts."""
    first = {"items": [{"id": 1}], "total": 57813}
    served.on("GET", HUBS, says(first), says({"items": rest, "total": 57813}))
    assert await make().read_list("hubs.list") == [{"id": 1}]
    assert len(served.asked) == asked


async def test_endless_pages(served: Served, make: Make, caplog: pytest.LogCaptureFixture) -> None:
    """Stop at twenty pages, and say so."""

    def page(number: int) -> Answer:
        """Return a page that goes on."""
        return says({"items": [{"id": number}], "next": f"{HUBS}?page={number + 1}"})

    served.on("GET", HUBS, *(page(number) for number in range(25)))
    assert len(await make().read_list("hubs.list")) == 20
    assert len(served.asked) == 20
    assert "more than 20 pages" in caplog.text


async def test_faults_are_kept(served: Served, make: Make) -> None:
    """Remember the last faults with what they said."""
    now = datetime(2026, 11, 21, tzinfo=UTC)
    served.on("GET", HUBS, faults(403, "steps.oauth.v2.InsufficientScope", "Required scope(s)"))
    gateway = make(clock=lambda: now)
    for _ in range(25):
        with pytest.raises(MissingScopeError):
            await gateway.read("hubs.list")
    assert len(gateway.faults) == 20
    fault = gateway.faults[-1]
    assert (fault.moment, fault.endpoint, fault.status) == (now, "hubs.list", 403)
    assert (fault.error, fault.code) == ("MissingScopeError", "steps.oauth.v2.InsufficientScope")
    assert fault.words == "Required scope(s)"


@pytest.mark.parametrize("token", ["", "a\nb", "caf\u00e9-caf\u00e9"])
async def test_token_that_is_none(served: Served, make: Make, token: str) -> None:
    """Send no token that cannot be one."""

    async def give() -> str:
        """Return it."""
        return token

    with pytest.raises(InvalidTokenError):
        await make(token=give).read("hubs.list")
    assert served.asked == []


async def test_key_that_is_none(served: Served, make: Make) -> None:
    """Send no key that cannot be one."""
    with pytest.raises(InvalidKeyError):
        await make(key="a\r\nb").read("hubs.list")
    assert served.asked == []


async def test_token_is_asked_for_each_time(served: Served, make: Make) -> None:
    """Use the token that is good now, and ask for none while nothing may be sent."""
    given: list[str] = []

    async def give() -> str:
        """Return another token each time."""
        given.append(f"token-{len(given)}")
        return given[-1]

    served.on("GET", HUBS, says([]), faults(429))
    gateway = make(token=give)
    await gateway.read("hubs.list")
    for _ in range(3):
        with pytest.raises(ThrottledError):
            await gateway.read("hubs.list")
    sent = [asked.headers["Authorization"] for asked in served.asked]
    assert sent == [f"Bearer {token}" for token in given] == ["Bearer token-0", "Bearer token-1"]


def echo(status: int) -> Answer:
    """Return an answer that repeats what it was asked with."""

    async def answer(request: web.Request) -> web.Response:
        """Repeat it in words, in the code and in the header."""
        words = f"{request.raw_path} {sorted(request.headers.items())} {TOKEN} {KEY}"
        fault = {"faultstring": words, "detail": {"errorcode": words}}
        return web.json_response(
            {"fault": fault, "message": words},
            status=status,
            headers={"WWW-Authenticate": words, "Allow": KEY},
        )

    return answer


@pytest.mark.parametrize("place", ["x-api-key", "?apikey"])
@pytest.mark.parametrize(
    "answer",
    [*(echo(status) for status in (302, 400, 401, 403, 404, 405, 429, 500)), hangs_up, breaks_off],
)
async def test_secrets_are_told_to_nobody(
    served: Served, make: Make, caplog: pytest.LogCaptureFixture, place: str, answer: Answer
) -> None:
    """Keep token, key and ids out of logs, exceptions, faults and what is kept of them."""
    urn = "urn:serial-of-the-test"
    served.otherwise = answer
    gateway = make(learnt(plugs_list=PLUGS_LEARNT, plugs_set=PLUG_LEARNT))
    gateway.contract.key_header = place
    shown: list[str] = []
    calls: list[Callable[[], Awaitable[Any]]] = [
        lambda: gateway.read("plugs.list", urn=urn),
        lambda: gateway.write("plugs.set", {"state": "On"}, urn=urn, device="7"),
    ]
    with caplog.at_level(logging.DEBUG):
        for call in calls:
            failed = await asyncio.gather(call(), return_exceptions=True)
            shown += [repr(error) for error in failed]
            shown += [line for error in failed for line in traceback.format_exception(error)]
    shown += [repr(gateway.faults), repr(gateway.contract.as_data()), caplog.text]
    assert gateway.faults
    told = "\n".join(shown)
    secrets = (TOKEN, KEY, "T0ken", "K3y", urn, "urn%3Aserial")
    assert [secret for secret in secrets if secret in told] == []
