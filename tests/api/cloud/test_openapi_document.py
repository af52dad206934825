"""Test that a file may hold anything, and costs little whatever it holds."""

from contextlib import suppress
from copy import deepcopy
import json
import re
import tracemalloc
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest
import yaml  # type: ignore[import-untyped]

from custom_components.wiser_home.api.cloud.contract import Contract
from custom_components.wiser_home.api.cloud.openapi import (
    DocumentError,
    Match,
    match,
    read_document,
)
from custom_components.wiser_home.api.cloud.products import WISER_HOME

from .documents import assumed, document, operation, other, swagger

LIMIT = 2 * 1024 * 1024


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("hello", "no OpenAPI document"),
        ("<!DOCTYPE html><html></html>", "no OpenAPI document"),
        ("[]", "no OpenAPI document"),
        ("{}", "no OpenAPI document"),
        ('{"openapi": ', "no JSON"),
        ("{" * 2000, "no JSON"),
        ('{"openapi": "3.0.0"', "no JSON"),
        ("a: b: c", "no YAML in line 1"),
        ("openapi: 3.0.0\n\tpaths: {}", "no YAML in line 2"),
        ("openapi: *nothing", "unknown alias"),
        ("? [a]\n: b", "key in line 1"),
        ("a: 1\n---\nb: 2", "several documents"),
        ("a: \x00", "neither JSON nor YAML"),
        ("a: \ud800", "neither JSON nor YAML"),
        ("[" * 100_000, "deeper"),
        ("\n".join(" " * depth + "a:" for depth in range(200)), "deeper"),
        ('{"openapi": "2.9.0"}', "2.9.0 is not known"),
        ('{"swagger": "1.2"}', "1.2 is not known"),
        ('{"openapi": "3.1.0"}', "no operations"),
        ('{"openapi": "3.1.0", "paths": {"/hubs": {"parameters": []}}}', "no operations"),
        ("[" + "{}," * 300_000 + "]", "too many parts"),
        ("{" + " " * LIMIT + "}", "longer than"),
        ("a:" + " b" * LIMIT, "longer than"),
    ],
    ids=lambda value: value[:20],
)
def test_what_is_wrong_is_said(text: str, words: str) -> None:
    """A file that is no contract is refused with words."""
    with pytest.raises(DocumentError, match=words):
        read_document(text)


def test_byte_order_mark() -> None:
    """An editor may have put a mark before the text."""
    assert read_document(f"\ufeff\n{json.dumps(other())}").operations


_BOMBED = """
info: {title: *a29}
servers: [*a29, {url: "https://api.exchange.se.com/{v}", variables: {v: {default: x, enum: *a29}}}]
security: [*a29, {x: *a29}]
components: {securitySchemes: {x: {type: *a29, name: *a29}, y: *a29}}
paths:
  /hubs: {get: {summary: List Hubs, tags: [*a29], operationId: *a29, deprecated: *a29}}
  /a: *a29
  /hubs/{urn}/smartplugs/{device}:
    parameters: [*a29, {in: *a29, name: *a29}, {in: query, name: q, required: *a29, schema: *a29}]
    put:
      summary: Control SmartPlug
      requestBody:
        content:
          application/json:
            example: *a29
            schema:
              allOf: [*a29, {required: *a29}, {type: *a29, enum: [*a29], default: *a29}]
              oneOf: [*a29]
              properties: {state: {enum: *a29, const: *a29}, more: {example: *a29, allOf: *a29}}
"""
"""A document with an alias wherever it may have one."""


@pytest.mark.parametrize(
    "bomb",
    [
        "a29: &a29 {x: *a0, properties: &p {state: *p}, allOf: [*p], y: [&b [*b]]}",
        "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)),
        "\n".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}" for n in range(1, 30)),
    ],
    ids=["circles", "lists", "merges"],
)
def test_aliases_take_no_room(bomb: str) -> None:
    """Aliases of aliases, which stand for more than any memory holds, are what they are."""
    text = f"a0: &a0 [x, x, x]\n{bomb}\nopenapi: 3.0.0\n{_BOMBED}"
    tracemalloc.start()
    try:
        assert "hubs.list" in match(read_document(text), WISER_HOME).choices
        with pytest.raises(DocumentError):
            read_document(text.replace("openapi: 3.0.0", "openapi: *a29"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


def _doubled(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a document with schemas that each consist of the next one twice."""
    schemas: dict[str, Any] = {
        f"s{n}": json.loads(json.dumps(schema).replace("NEXT", f"#/components/schemas/s{n + 1}"))
        for n in range(40)
    }
    write = operation("Control SmartPlug", body={"$ref": "#/components/schemas/s0"})
    paths = {
        f"/hubs/{{urn}}/smartplugs/{{device}}/{n}": {"put": write, "post": write}
        for n in range(200)
    }
    hubs = {"/hubs": {"get": operation("List Hubs")}}
    return document(hubs | paths) | {"components": {"schemas": schemas}}


@pytest.mark.parametrize(
    "schema",
    [
        {"allOf": [{"$ref": "NEXT"}, {"$ref": "NEXT"}, {"$ref": "NEXT"}]},
        {"oneOf": [{"allOf": [{"$ref": "NEXT"}] * 8}] * 8},
        {"properties": {f"p{n}": {"$ref": "NEXT"} for n in range(20)}},
    ],
)
def test_entangled_schemas_are_refused(schema: dict[str, Any]) -> None:
    """Schemas that double with every step are not followed to their end."""
    with pytest.raises(DocumentError, match="entangled"):
        read_document(json.dumps(_doubled(schema)))


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#/components/schemas/S"},
        {"allOf": [{"$ref": "#/components/schemas/S"}]},
        {"oneOf": [{"$ref": "#/components/schemas/S"}]},
        {"properties": {"state": {"$ref": "#/components/schemas/S"}}},
        {"properties": {"state": {"type": "string"}, "self": {"$ref": "#/components/schemas/S"}}},
    ],
)
def test_schemas_that_hold_themselves(schema: dict[str, Any]) -> None:
    """A schema within itself comes to an end."""
    write = operation("Control SmartPlug", body={"$ref": "#/components/schemas/S"})
    paths = {
        "/hubs": {"get": operation("List Hubs")},
        "/hubs/{urn}/smartplugs/{device}": {"put": write},
    }
    made = document(paths) | {"components": {"schemas": {"S": schema}}}
    assert "hubs.list" in match(read_document(json.dumps(made)), WISER_HOME).choices


def test_too_many_operations_are_refused() -> None:
    """A document with more than a product has operations is not compared at all."""
    paths = {f"/hubs/{n}": {"get": operation("List Hubs")} for n in range(501)}
    with pytest.raises(DocumentError, match="500 operations"):
        read_document(json.dumps(document(paths)))


def test_texts_are_cut() -> None:
    """What is shown of a document is never longer than what people write."""
    made = document({"/hubs": {"get": operation("List Hubs " * 1000, "x" * 1000)}})
    read = read_document(json.dumps(made | {"info": {"title": "y" * 1000}}))
    assert len(read.title) == len(read.operations[0].title) == 300
    assert read.operations[0].tags == ()


_JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63),
    st.floats(allow_nan=False),
    st.text(max_size=12),
    st.sampled_from(
        [
            [],
            {},
            "",
            "{",
            "}{",
            "/",
            "//",
            "{urn}{urn}",
            "get",
            "object",
            [[]],
            {"": {}},
            {"$ref": "#"},
            {"$ref": "#/"},
            {"$ref": "#/paths"},
            {"$ref": "#/%ff~2"},
            {"$ref": ["#/paths"]},
            {"$ref": "#/components/schemas/Control"},
            {"type": ["null"]},
            {"allOf": {}, "oneOf": [None], "properties": {"a": None}},
            {"enum": [None, [], {}, 1e300]},
            {"in": "query", "name": "{", "required": True},
            {"url": "https://[::1"},
            {"url": "{x}", "variables": {"x": {"default": "y", "enum": [1, "z"]}}},
        ]
    ),
)
_STEP = st.tuples(
    st.lists(st.integers(0, 60), min_size=3, max_size=10),
    st.integers(0, 3),
    _JUNK,
)


def _children(node: Any) -> list[Any]:
    """Return the keys of what is in a node."""
    return list(node) if isinstance(node, dict) else list(range(len(node)))


def _walk(root: Any, turns: list[int]) -> tuple[Any, Any]:
    """Return a node with something in it and the key of that, by turns."""
    node, key = root, _children(root)[turns[0] % len(root)]
    for turn in turns[1:]:
        below = node[key]
        holds = isinstance(below, (dict, list)) and len(below) > 0
        node, key = (below, _children(below)[turn % len(below)]) if holds else (node, key)
    return node, key


def _put(node: Any, key: Any, junk: Any, made: str) -> None:
    """Set another value."""
    node[key] = junk


def _drop(node: Any, key: Any, junk: Any, made: str) -> None:
    """Leave something out."""
    del node[key]


def _copy(node: Any, key: Any, junk: Any, made: str) -> None:
    """Put a whole document there."""
    node[key] = json.loads(made)


def _rename(node: Any, key: Any, junk: Any, made: str) -> None:
    """Give something another name."""
    node[str(junk) if isinstance(node, dict) else key] = node[key]


_CHANGES = [_put, _drop, _copy, _rename]


def _sane(matched: Match) -> None:
    """Check that what is found can be asked, and only that."""
    contract = Contract(WISER_HOME)
    matched.apply(contract)
    assert Contract(WISER_HOME, json.loads(json.dumps(contract.as_data()))).base == matched.base
    assert re.fullmatch(r"(/[^/?#]+)*", matched.base)
    for key, choice in matched.choices.items():
        endpoint = WISER_HOME.endpoints[key]
        assert choice.method in endpoint.methods
        path = choice.filled(dict.fromkeys(endpoint.parameters, "\N{SNOWMAN}/.."))
        assert re.fullmatch(r"(/[!-.0-9:->@-z~]+)+/?(\?[!-~]*)?", path)
        assert choice.body.keys() <= endpoint.body.keys()
        assert choice.query.keys() <= endpoint.query.keys()
        choice.body_for(dict.fromkeys(choice.body, 1))
    assert set(matched.unmatched_endpoints) == WISER_HOME.endpoints.keys() - matched.choices.keys()


def _as_yaml(made: Any) -> str:
    """Return YAML, with aliases for what stands in several places."""
    return str(yaml.dump(made, Dumper=yaml.CSafeDumper, allow_unicode=True))


_DOCUMENTS = [
    json.dumps(other()),
    json.dumps(assumed(WISER_HOME)),
    json.dumps(yaml.safe_load(swagger(WISER_HOME))),
]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(_DOCUMENTS),
    st.lists(_STEP, max_size=12),
    st.sampled_from([json.dumps, _as_yaml]),
)
def test_changed_documents(made: str, steps: list[Any], write: Any) -> None:
    """A document in which anything is missing, moved or another thing raises nothing else."""
    root = {"top": json.loads(made)}
    for turns, change, junk in steps:
        root.setdefault("top", {})
        node, key = _walk(root, turns)
        _CHANGES[change](node, key, deepcopy(junk), made)
    text = write(root.get("top"))
    with suppress(DocumentError):
        _sane(match(read_document(text), WISER_HOME))


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(
        [
            json.dumps(other()),
            yaml.safe_dump(other()),
            swagger(WISER_HOME).replace("- name", "-  name"),
        ]
    ),
    st.lists(st.tuples(st.integers(0), st.integers(0, 30), st.text(max_size=9)), max_size=6),
)
def test_damaged_texts(text: str, damages: list[tuple[int, int, str]]) -> None:
    """A file that was cut or overwritten raises nothing else."""
    for position, length, junk in damages:
        start = position % (len(text) + 1)
        text = text[:start] + junk + text[start + length :]
    with suppress(DocumentError):
        _sane(match(read_document(text), WISER_HOME))


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(), st.binary().map(lambda raw: raw.decode("utf-8", "surrogateescape"))))
def test_any_text(text: str) -> None:
    """Any text at all raises nothing else."""
    with pytest.raises(DocumentError):
        read_document(text)
