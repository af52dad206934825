"""How lists are unwrapped, and followed from page to page."""

from typing import Any

import pytest
from yarl import URL

from custom_components.wiser_home.api.cloud import gateway as module
from custom_components.wiser_home.api.errors import (
    BadAnswerError,
)

from .conftest import Make
from .product import HUBS, KEY
from .served import Answer, Served, says

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
