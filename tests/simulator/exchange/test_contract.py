"""The contracts that the exchange serves, and the documents of them."""

from typing import Any, override

import pytest
import yaml  # type: ignore[import-untyped]

from custom_components.wiser_home.api.cloud.contract import Contract as Known
from custom_components.wiser_home.api.cloud.products import WISER_HOME
from simulator.exchange import (
    Answer,
    Contract,
    Dialect,
    Operation,
    Product,
    Shape,
    SimulatedExchange,
    Token,
)
from simulator.exchange.products import Call, Handler, Schemas

from .conftest import TOKEN, Account


def _shape(path: str) -> list[str]:
    """Return a path without the names of its parameters."""
    return ["{}" if part.startswith("{") else part for part in path.split("/")]


def test_assumed_shape_is_what_is_tried_first(account: Account) -> None:
    """Serve in the assumed shape what the integration takes for the most likely."""
    served = account.exchange.contract("wiser_home")
    assert served.base == WISER_HOME.base
    known = Known(WISER_HOME)
    for key, endpoint in WISER_HOME.endpoints.items():
        choice = next(known.candidates(key))
        operation = served.find(key)
        assert (operation.method, _shape(operation.path)) == (choice.method, _shape(choice.path))
        assert (dict(operation.body), dict(operation.query)) == (choice.body, choice.query)
        assert operation.title == endpoint.titles[0]
        assert operation.tag == endpoint.tag


def test_other_shape_differs_and_is_whole(account: Account) -> None:
    """Have the same operations in both shapes, most of them asked in another way."""
    assumed, other = (account.exchange.products["wiser_home"].contract(shape) for shape in Shape)

    assert [item.key for item in assumed.operations] == [item.key for item in other.operations]
    changed = {item.key for item in assumed.operations if item != other.find(item.key)}
    assert len(changed) > 15
    assert "hubs.list" not in changed


def _references(value: Any) -> set[str]:
    """Return what a document refers to."""
    found = {value["$ref"]} if isinstance(value, dict) and "$ref" in value else set()
    parts = value.values() if isinstance(value, dict) else value
    return found.union(*(_references(part) for part in parts if isinstance(part, (dict, list))))


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("dialect", Dialect)
async def test_documents(account: Account, shape: Shape, dialect: Dialect) -> None:
    """Describe every operation, in JSON and YAML alike."""
    account.exchange.shape, account.exchange.dialect = shape, dialect
    account.exchange.key, account.exchange.key_header = "a-key", "x-apikey"

    status, document = await account("GET", "/simulator/openapi/wiser_home.json", token=None)
    _, text, headers = await account.fetch("GET", "/simulator/openapi/wiser_home.yaml", token=None)

    assert status == 200
    assert yaml.safe_load(text) == document == account.exchange.openapi("wiser_home")
    assert "wiser_home.yaml" in headers["Content-Disposition"]
    served = account.exchange.contract("wiser_home")
    assert document["servers"] == [{"url": f"{account.exchange.url}{served.base}"}]
    described = {
        (method.upper(), path, operation["summary"])
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    assert described == {(item.method, item.path, item.title) for item in served.operations}
    schemes = document["components"]["securitySchemes"].values()
    assert {"type": "apiKey", "in": "header", "name": "x-apikey"} in schemes
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert _references(document) <= known


async def test_unknown_documents(account: Account) -> None:
    """Say that there is no such document."""
    assert (await account("GET", "/simulator/openapi/nothing.json"))[0] == 400
    assert (await account("GET", "/simulator/openapi/wiser_home.xml"))[0] == 400


class Weather(Product):
    """A further product, as small as one can be."""

    key = "weather"
    name = "Weather"
    read_scope = "read:weather"
    write_scope = "write:weather"

    @override
    def contract(self, shape: Shape) -> Contract:
        """Return how it is asked."""
        operation = Operation("now", "Get Weather", "Weather", "GET", "/now/{place}", schema="Sky")
        return Contract("/ecostruxure/weather/v1", (operation,))

    @property
    @override
    def handlers(self) -> dict[str, Handler]:
        """Return what answers it."""
        return {"now": self._now}

    @property
    @override
    def schemas(self) -> Schemas:
        """Return what it answers."""
        return {"Sky": {"Place": "here", "Clouds": 3}}

    def _now(self, call: Call) -> dict[str, object]:
        """Return the weather."""
        return {"Place": call.ids[0], "Clouds": 3}


async def test_further_products_and_sites_beside(account: Account) -> None:
    """Serve and describe a product that was added, and what is no product."""
    token = Token("sunny", frozenset({"read:weather"}))
    exchange = SimulatedExchange({}, tokens=[token])
    exchange.add(Weather())

    async def authorize(request: object) -> Answer:
        return Answer(200, b"welcome", "text/plain")

    exchange.mount("/ecostruxure/v1/oauth/", authorize)
    await exchange.start()
    assert account.session is not None
    sunny = {"Authorization": "Bearer sunny"}
    weather = f"{exchange.url}/ecostruxure/weather/v1/now/a%2Fb"
    async with account.session.get(weather, headers=sunny) as response:
        assert await response.json() == {"place": "a/b", "clouds": 3}
    async with account.session.get(
        weather, headers={"Authorization": f"Bearer {TOKEN}"}
    ) as response:
        assert response.status == 401
    async with account.session.get(f"{exchange.url}/ecostruxure/v1/oauth/authorize") as response:
        assert await response.text() == "welcome"
    assert list(exchange.openapi("weather")["paths"]) == ["/now/{place}"]
    await exchange.stop()


async def test_control(account: Account) -> None:
    """Look into the exchange and change it from another process."""

    async def control(method: str, path: str, body: Any = None) -> tuple[int, Any]:
        return await account(method, f"/simulator/{path}", body, token=None)

    settings = {
        "dialect": "pascal",
        "shape": "other",
        "gateway": "kong",
        "paging": "none",
        "without": ["shutters.list"],
        "page_size": 5,
        "quota": 100,
        "devices_carry_state": True,
        "longest_period_days": 7,
    }
    assert await control("PATCH", "settings", settings) == (200, {})
    assert (account.exchange.dialect, account.exchange.shape) == (Dialect.PASCAL, Shape.OTHER)
    assert (await control("PATCH", "settings", {"nothing": 1}))[0] == 400
    assert (await control("PATCH", "settings", {"shape": "round"}))[0] == 400

    assert (await control("POST", "faults", {"fault": "quota", "endpoint": "hubs.list"}))[0] == 200
    assert (await account("GET", "/hubs"))[0] == 429
    await control("POST", "faults", {"fault": "quota", "times": None})
    assert (await control("DELETE", "faults"))[0] == 200
    token = {"value": "third", "scopes": ["read:wiser"], "expires": "2026-03-03T00:00:00Z"}
    assert (await control("POST", "tokens", token))[0] == 200
    assert (await account("GET", "/hubs", token="third"))[0] == 200
    assert (await control("POST", "tokens/third/revoke"))[0] == 200
    assert (await account("GET", "/hubs", token="third"))[0] == 401

    _, [_, urn] = await control("GET", "homes")
    _, domain = await control("GET", f"homes/{urn}/trees/domain")
    assert domain["Room"][0]["Name"] == "Salon"
    before = account.apartment.installation.now
    await control("POST", "advance", {"seconds": 90})
    assert account.apartment.installation.now == before + 90

    _, log = await control("GET", "requests")
    assert [request["status"] for request in log["requests"]] == [429, 200, 401]
    assert log["most_in_flight"] == 1
    await control("DELETE", "requests")
    assert account.exchange.requests == []
    assert (await control("GET", "nothing"))[0] == 404
