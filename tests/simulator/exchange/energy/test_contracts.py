"""The contracts of the products that tell of energy, and the documents of them."""

import json
import re
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from yarl import URL

from custom_components.wiser_home.api.cloud import gateway
from custom_components.wiser_home.api.cloud.contract import Contract as Known
from custom_components.wiser_home.api.cloud.openapi import match, read_document
from custom_components.wiser_home.api.cloud.products import PRODUCTS
from simulator.exchange import Dialect, Shape

from .conftest import Cloud

FIRST = {
    "energy_data": {"site": 1, "meter": 11},
    "energy_monitoring": {"location": 1, "site": 11},
}
KEYS = tuple(FIRST)


def _shape(path: str) -> list[str]:
    """Return a path without the names of its parameters."""
    return ["{}" if part.startswith("{") else part for part in path.split("/")]


@pytest.mark.parametrize("key", KEYS)
def test_assumed_shape_is_what_is_tried_first(cloud: Cloud, key: str) -> None:
    """Serve in the assumed shape what the integration takes for the most likely."""
    served, known = cloud.exchange.contract(key), Known(PRODUCTS[key])
    assert served.base == PRODUCTS[key].base
    for name, endpoint in PRODUCTS[key].endpoints.items():
        choice = next(known.candidates(name))
        operation = served.find(name)
        assert (operation.method, _shape(operation.path)) == (choice.method, _shape(choice.path))
        assert dict(operation.query) == choice.query
        assert (operation.title, operation.tag) == (endpoint.titles[0], endpoint.tag)


@pytest.mark.parametrize("key", KEYS)
def test_other_shape_differs_and_is_whole(cloud: Cloud, key: str) -> None:
    """Have the same operations in both shapes, and what is published in none but one way."""
    assumed, other = (cloud.exchange.products[key].contract(shape) for shape in Shape)
    assert [item.key for item in assumed.operations] == [item.key for item in other.operations]
    for name, endpoint in PRODUCTS[key].endpoints.items():
        same = _shape(assumed.find(name).path) == _shape(other.find(name).path)
        assert same or endpoint.certainty != "published"
    assert assumed.operations != other.operations


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize("key", KEYS)
async def test_documents(cloud: Cloud, key: str, dialect: Dialect, shape: Shape) -> None:
    """Describe every operation and every field of what is answered, in JSON and YAML alike."""
    cloud.exchange.shape, cloud.exchange.dialect = shape, dialect
    status, document = await cloud.control("GET", f"openapi/{key}.json")
    _, text, _ = await cloud.send("GET", f"/simulator/openapi/{key}.yaml")
    assert status == 200
    assert yaml.safe_load(text) == document == cloud.exchange.openapi(key)
    served = cloud.exchange.contract(key)
    assert {
        (method.upper(), path, operation["summary"])
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    } == {(item.method, item.path, item.title) for item in served.operations}
    schemas = document["components"]["schemas"]
    assert {item.schema for item in served.operations} <= schemas.keys()
    for operation in served.operations:
        answered = await _answer(cloud, key, operation.path, dialect)
        assert _fields(answered) <= _described(schemas[str(operation.schema)])


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("key", KEYS)
def test_integration_finds_everything_in_a_document(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, key: str, shape: Shape
) -> None:
    """Have documents from which the integration learns every way to ask."""
    monkeypatch.setattr(gateway, "ORIGIN", URL(cloud.exchange.url))
    cloud.exchange.shape = shape
    found = match(read_document(json.dumps(cloud.exchange.openapi(key))), PRODUCTS[key])
    served = cloud.exchange.contract(key)
    assert found.base == served.base
    for name in PRODUCTS[key].endpoints:
        operation, choice = served.find(name), found.choices[name]
        assert (operation.method, _shape(operation.path)) == (choice.method, _shape(choice.path))
        assert dict(operation.query) == choice.query


async def _answer(cloud: Cloud, key: str, path: str, dialect: Dialect) -> Any:
    """Return what is answered about the first thing of each kind."""
    words = "{0}-{1}" if dialect is Dialect.ENVELOPED else "{1}"
    for kind, number in FIRST[key].items():
        path = re.sub(rf"(?<=/{kind}s/)\{{\w+\}}", words.format(kind, number), path)
    status, answer = await cloud.get(key, path)
    assert status == 200
    return answer["data"] if dialect is Dialect.ENVELOPED else answer


def _fields(answer: Any) -> set[str]:
    """Return the fields of records, those of records in them as paths."""
    items = answer if isinstance(answer, list) else [answer]
    return {
        path
        for item in items
        if isinstance(item, dict)
        for name, value in item.items()
        for path in {name, *(f"{name}.{inner}" for inner in _fields(value))}
    }


def _described(schema: dict[str, Any]) -> set[str]:
    """Return the fields that a schema describes, in the same way."""
    properties = schema.get("items", schema).get("properties", {})
    return {
        path
        for name, value in properties.items()
        for path in {name, *(f"{name}.{inner}" for inner in _described(value))}
    }
