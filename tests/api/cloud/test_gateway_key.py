"""Where the subscription key goes."""

import pytest
from yarl import URL

from custom_components.wiser_home.api.cloud import gateway as module
from custom_components.wiser_home.api.cloud.contract import (
    Contract,
)
from custom_components.wiser_home.api.errors import (
    MissingKeyError,
    WiserError,
)

from .conftest import Make
from .product import HUBS, KEY, NO_KEY, NO_KEY_CODE, PLUGS, PLUGS_LEARNT, PRODUCT, learnt
from .served import Answer, Served, faults, says


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
