"""Which path and method an endpoint is found at, and when it is given up."""

import asyncio

import pytest

from custom_components.wiser_home.api.errors import (
    AuthenticationError,
    InvalidKeyError,
    InvalidTokenError,
    NotFoundError,
    NotOfferedError,
    TokenExpiredError,
    WiserError,
    WrongAddressError,
)

from .conftest import Make
from .product import HUBS, NO_MATCH, PLUGS, PLUGS_LEARNT, learnt
from .served import Answer, Served, faults, says

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
