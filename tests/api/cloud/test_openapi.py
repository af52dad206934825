"""Test what is found of a product in the contracts that subscribers may download."""

from collections.abc import Mapping
import json
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from yarl import URL

from custom_components.wiser_home.api.cloud import gateway
from custom_components.wiser_home.api.cloud.contract import Choice, Contract, Product
from custom_components.wiser_home.api.cloud.openapi import (
    DocumentError,
    Match,
    Reason,
    match,
    read_document,
)
from custom_components.wiser_home.api.cloud.products import ENERGY_DATA, PRODUCTS, WISER_HOME

from .documents import HOST, assumed, document, operation, other, parameter, swagger

HUB = "/hubs/{urn}"
LIST = {"/hubs": {"get": operation("List Hubs")}}
PLUG = "/hubs/{urn}/smartplugs/{device}"


def found(paths: Mapping[str, Any], **more: Any) -> Match:
    """Return what is found of Wiser Home in a document with these paths and the list of hubs."""
    return match(read_document(json.dumps(document({**LIST, **paths}) | more)), WISER_HOME)


@pytest.mark.parametrize("product", PRODUCTS.values(), ids=PRODUCTS)
def test_contract_as_assumed(product: Product) -> None:
    """A contract that is just as the table has it corrects nothing and leaves nothing over."""
    matched = match(read_document(json.dumps(assumed(product))), product)
    assert matched.choices.keys() == product.endpoints.keys()
    assert matched.corrections == ()
    assert matched.unmatched_endpoints == ()
    assert matched.unmatched_operations == ()
    assert (matched.base, matched.key_header) == (product.base, "x-api-key")
    assert matched.server == f"{HOST}{product.base}"


@pytest.mark.parametrize("product", PRODUCTS.values(), ids=PRODUCTS)
def test_swagger_in_yaml(product: Product) -> None:
    """Swagger 2 says the same in other places, and YAML with unquoted words."""
    matched = match(read_document(swagger(product)), product)
    assert matched.choices.keys() == product.endpoints.keys()
    assert matched.corrections == ()
    assert matched.key_header == "?apikey"


@pytest.mark.parametrize(
    ("write", "indent"), [(json.dumps, None), (json.dumps, 2), (yaml.safe_dump, 2)]
)
def test_other_contract(write: Any, indent: int | None) -> None:
    """Other paths, methods, titles, names and bodies are found out, and references followed."""
    matched = match(read_document(write(other(), indent=indent)), WISER_HOME)
    hub = "/gateways/{urn}"
    assert matched.base == "/v2/homes"
    assert matched.server == f"{HOST}/v2/homes"
    assert matched.key_header == "X-SE-Key"
    assert matched.choices == {
        "hubs.list": Choice("GET", "/gateways"),
        "hubs.get": Choice("GET", hub),
        "away.get": Choice("GET", f"{hub}/away-mode-status"),
        "away.set": Choice(
            "PUT", f"{hub}/away-mode-status", {"away": ""}, states={"away": ("ON", "OFF")}
        ),
        "rooms.list": Choice("GET", f"{hub}/rooms"),
        "rooms.setpoint.set": Choice(
            "PUT",
            f"{hub}/rooms/{{room}}/target-temperature",
            {"celsius": "value"},
            fixed={"mode": "Manual"},
        ),
        "rooms.history": Choice(
            "GET",
            f"{hub}/rooms/{{room}}/history",
            query={"start": "createdFrom", "end": "createdTo"},
        ),
        "devices.list": Choice("GET", f"{hub}/all-devices"),
        "plugs.list": Choice("GET", f"{hub}/outlets"),
        "plugs.get": Choice("GET", f"{hub}/outlets/{{device}}"),
        "plugs.set": Choice(
            "POST",
            f"{hub}/outlets/{{device}}/state",
            {"state": "control.state"},
            states={"state": ("ON", "OFF")},
        ),
        "lights.get": Choice("GET", f"{hub}/lights/{{device}}"),
        "lights.set": Choice(
            "PATCH",
            f"{hub}/lights/{{device}}",
            {"state": "on", "percent": "dimming"},
            states={"state": (True, False)},
        ),
        "shutters.set": Choice("PUT", f"{hub}/shutters/{{device}}", {"percent": ""}),
    }
    assert {each.endpoint for each in matched.corrections} == matched.choices.keys()
    assert ("getRoom", "GET", "/gateways/{gateway-id}/rooms/{roomId}") in (
        matched.unmatched_operations
    )
    assert ("deleteLight", "DELETE", "/gateways/{gateway-id}/lights/{id}") in (
        matched.unmatched_operations
    )
    assert set(matched.unmatched_endpoints) == WISER_HOME.endpoints.keys() - matched.choices.keys()
    assert set(matched.reasons.values()) == {Reason.NOT_FOUND}


def test_correction_says_what_was_before() -> None:
    """A correction holds the line of the table and that of the document."""
    matched = found({f"{HUB}/smart-plugs": {"get": operation("List Smartplug", "Equipment")}})
    assert [(each.endpoint, each.before.path, each.after.path) for each in matched.corrections] == [
        ("plugs.list", f"{HUB}/smartplugs", f"{HUB}/smart-plugs")
    ]


def test_match_is_applied() -> None:
    """A contract asks as the document says, and what that does not name as before."""
    contract = Contract(WISER_HOME)
    contract.refuse("plugs.list")
    match(read_document(json.dumps(other())), WISER_HOME).apply(contract)
    assert contract.base == "/v2/homes"
    assert contract.key_header == "X-SE-Key"
    assert list(contract.candidates("plugs.list")) == [Choice("GET", "/gateways/{urn}/outlets")]
    assert contract.absent == set()
    assert "plugs.list" in contract.documented
    assert len(list(contract.candidates("sensors.list"))) == 1


def test_unknown_key_does_not_undo_what_was_learnt() -> None:
    """A document that says nothing of the key leaves the header that was found."""
    contract = Contract(WISER_HOME, {"key_header": "apikey"})
    found({}).apply(contract)
    assert contract.key_header == "apikey"


@pytest.mark.parametrize(
    ("title", "tag", "path"),
    [
        ("Fetch SmartPlug By Id", "Equipment", PLUG),
        ("Get Smart Plug", "", "/hubs/{hubUrn}/smart-plugs/{plugId}"),
        ("getSmartPlugUsingGET", "", "/hubs/{hub-urn}/smartPlugs/{id}"),
        ("Prise", "", "/hubs/{urn}/SmartPlug/{deviceId}"),
        ("Retrieve a single outlet", "", "/hubs/{urn}/equipment/plugs/{device_id}"),
        ("SmartPlug status", "", "/v3/hubs/{urn}/smartplugs/{deviceId}/status"),
        ("Details of plug", "", "/smartplugs/{deviceId}/of/hubs/{urn}"),
    ],
)
def test_wording_of_titles_and_paths(title: str, tag: str, path: str) -> None:
    """Titles and paths are compared by the things they speak of."""
    matched = found({path: {"get": operation(title, tag)}})
    assert matched.choices.keys() == {"hubs.list", "plugs.get"}
    ids = {"urn": "urn:se:1", "device": "7"}
    assert {"urn%3Ase%3A1", "7"} <= set(matched.choices["plugs.get"].filled(ids).split("/"))


@pytest.mark.parametrize(
    ("title", "method", "path", "endpoint", "member"),
    [
        ("Set Room Temperature", "put", "/hubs/{urn}/rooms/{room}/x", "rooms.setpoint.set", "x"),
        ("Control Room", "patch", "/v1/hubs/{urn}/rooms/{room}", "rooms.setpoint.set", "setPoint"),
        ("Dim a light", "post", "/hubs/{urn}/dimmers/{lightId}", "lights.set", "brightness"),
        ("Blind", "put", "/hubs/{urn}/shutters/{id}/position", "shutters.set", "position"),
    ],
)
def test_wording_of_writes(title: str, method: str, path: str, endpoint: str, member: str) -> None:
    """Writes are compared by the things they speak of, and by having a place for the value."""
    body = {"properties": {member: {"type": "number"}}}
    matched = found({path: {method: operation(title, "Control", body)}})
    assert list(matched.choices) == ["hubs.list", endpoint]
    assert list(matched.choices[endpoint].body.values()) == [member]


def test_parameters_are_named_by_what_they_are() -> None:
    """Ids in another order stay the ids of the same things."""
    matched = found({"/smartplugs/{a}/of/hubs/{b}": {"get": operation("Get plug")}})
    assert matched.choices["plugs.get"].path == "/smartplugs/{device}/of/hubs/{urn}"


def test_ids_in_the_query() -> None:
    """An id that is wanted in the query stands there, and others are no ids."""
    path = {"get": operation("List Smartplug")}
    path["get"]["parameters"] = [
        parameter("hubUrn", "query"),
        parameter("page", "query", required=False),
    ]
    matched = found({"/smartplugs": path})
    assert matched.choices["plugs.list"].filled({"urn": "a:b"}) == "/smartplugs?hubUrn=a%3Ab"


@pytest.mark.parametrize(
    ("paths", "endpoint"),
    [
        (
            {f"{HUB}/rooms/{{room}}": {"get": operation("Get Room", "Heating")}},
            "rooms.schedule.get",
        ),
        ({f"{HUB}/devices/{{device}}": {"get": operation("Get Device")}}, "devices.energy"),
        ({f"{HUB}/devices": {"get": operation("List Rooms", "Heating")}}, "rooms.list"),
        ({f"{HUB}/devices": {"get": operation("List Rooms", "Heating")}}, "devices.list"),
        ({"/of-rooms/{urn}": {"get": operation("List Room Energy")}}, "hubs.get"),
        ({"/rooms/{room}/plugs/{device}": {"get": operation("Get Plug")}}, "plugs.get"),
        ({"/a/{x}/plugs/{y}/{z}": {"get": operation("Get Plug")}}, "plugs.get"),
        ({PLUG: {"delete": operation("Control SmartPlug")}}, "plugs.set"),
        ({f"{HUB}/../hubs": {"get": operation("Fetch Awaymode Status")}}, "away.get"),
        ({"//example.com/{urn}": {"get": operation("Fetch Awaymode Status")}}, "away.get"),
        ({f"{HUB}/räume": {"get": operation("List Rooms")}}, "rooms.list"),
    ],
)
def test_what_is_something_else(paths: Mapping[str, Any], endpoint: str) -> None:
    """An operation about another thing is left over, however near it comes."""
    matched = found(paths)
    assert endpoint not in matched.choices
    assert matched.reasons[endpoint] is Reason.NOT_FOUND
    assert len(matched.unmatched_operations) == 1


@pytest.mark.parametrize("verb", ["Rename", "Pair", "Create", "Remove"])
def test_writes_that_do_something_else(verb: str) -> None:
    """A write that does more than to set a state is left alone."""
    body = {"properties": {"state": {"type": "string"}}}
    matched = found({PLUG: {"post": operation(f"{verb} SmartPlug", "Control", body)}})
    assert "plugs.set" not in matched.choices


def test_two_that_could_be_it() -> None:
    """Of two operations that fit as well none is taken."""
    matched = found(
        {
            f"{HUB}/plugs": {"get": operation("List plugs")},
            f"{HUB}/outlets": {"get": operation("List outlets")},
        }
    )
    assert matched.reasons["plugs.list"] is Reason.AMBIGUOUS
    assert len(matched.unmatched_operations) == 2


def test_better_one_is_taken() -> None:
    """Of two operations that fit the one that fits clearly better is taken."""
    matched = found(
        {
            f"{HUB}/smartplugs": {"get": operation("List Smartplug", "Equipment")},
            f"{HUB}/equipment/outlets": {"get": operation("List outlets")},
        }
    )
    assert matched.choices["plugs.list"].path == f"{HUB}/smartplugs"


def test_deprecated_one_is_not_taken() -> None:
    """The old way to ask the same thing gives way to the new one."""
    old = operation("List Smartplug") | {"deprecated": True}
    paths = {f"{HUB}/plugs": {"get": old}, f"{HUB}/outlets": {"get": operation("List Smartplug")}}
    assert found(paths).choices["plugs.list"].path == f"{HUB}/outlets"


def test_write_titled_as_a_list() -> None:
    """The guide calls what controls a plug "List Smartplug" of the group Control."""
    body = {"type": "string", "enum": ["On", "Off"]}
    matched = found({PLUG: {"post": operation("List Smartplug", "Control", body)}})
    assert matched.choices["plugs.set"] == Choice("POST", PLUG, {"state": ""})


@pytest.mark.parametrize(
    ("required", "reason"), [(True, Reason.PARAMETERS), (False, None)], ids=["must", "may"]
)
def test_unknown_parameters(required: bool, reason: Reason | None) -> None:
    """What has to be told something unknown cannot be asked."""
    path = {"get": operation("Fetch Energy Consumption")}
    path["get"]["parameters"] = [
        parameter("updatedAt[gte]", "query", required=False),
        parameter("updatedAt[lt]", "query", required=False),
        parameter("groupBy", "query", required=required),
    ]
    matched = found({f"{HUB}/devices/{{device}}/energy": path})
    assert matched.reasons.get("devices.energy") is reason
    queries = [choice.query for choice in matched.choices.values() if choice.query]
    assert queries == [{"start": "updatedAt[gte]", "end": "updatedAt[lt]"}] * (not required)


@pytest.mark.parametrize(
    ("servers", "base"),
    [
        ([{"url": f"{HOST}/x"}], "/x"),
        ([{"url": f"{HOST}/x/"}], "/x"),
        ([{"url": "https://sandbox.example.com/y"}, {"url": f"{HOST}:443/x"}], "/x"),
        ([{"url": f"{HOST}/x"}, {"url": f"{HOST}{WISER_HOME.base}"}], WISER_HOME.base),
        ([{"url": "/x/v2"}], "/x/v2"),
        ([{"url": "http://api.exchange.se.com/x"}], "/x"),
        ([{"url": HOST}], ""),
        (None, WISER_HOME.base),
        (
            [
                {
                    "url": "https://{env}.exchange.se.com/{v}",
                    "variables": {
                        "env": {"default": "uat", "enum": ["uat", "api"]},
                        "v": {"default": "v7"},
                    },
                }
            ],
            "/v7",
        ),
    ],
)
def test_servers(servers: Any, base: str) -> None:
    """Of all servers only what is at the host of the Exchange counts."""
    assert found({}, servers=servers).base == base


@pytest.mark.parametrize(
    "address",
    [
        "https://api.exchange.se.com.example.com/x",
        "https://api.exchange.se.com@example.com/x",
        "https://api.exchange.se.com:8443/x",
        "//example.com/x",
        "https://{host}/x",
        "https://[/x",
        f"{HOST}/a b",
        f"{HOST}/{{stage}}/x",
        "ftp://example.com",
    ],
)
def test_foreign_servers(address: str) -> None:
    """Credentials go to one host, so a document about another one is refused."""
    with pytest.raises(DocumentError, match=r"api\.exchange\.se\.com"):
        found({}, servers=[{"url": address}])


def test_server_of_an_operation() -> None:
    """What stands somewhere else than the rest cannot be asked."""
    away = {"get": operation("Fetch Awaymode Status") | {"servers": [{"url": f"{HOST}/other"}]}}
    assert "away.get" not in found({f"{HUB}/awaymode": away}).choices


def test_paths_that_hold_the_base() -> None:
    """A document without a base in its server has it in its paths."""
    paths = {f"{WISER_HOME.base}/hubs": {"get": operation("List Hubs")}}
    matched = match(read_document(json.dumps(document(paths, server=HOST))), WISER_HOME)
    assert (matched.base, matched.choices["hubs.list"].path) == (WISER_HOME.base, "/hubs")


def test_host_is_that_of_the_gateway(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the Exchange is a simulated one its contracts are taken."""
    monkeypatch.setattr(gateway, "ORIGIN", URL("http://127.0.0.1:8123"))
    servers = [{"url": "http://127.0.0.1:8123/x"}]
    assert found({}, servers=servers).server == "http://127.0.0.1:8123/x"
    with pytest.raises(DocumentError):
        found({})


@pytest.mark.parametrize(
    ("document_product", "product"), [(ENERGY_DATA, WISER_HOME), (WISER_HOME, ENERGY_DATA)]
)
def test_contract_of_another_product(document_product: Product, product: Product) -> None:
    """The contract of another product is not taken for this one, whatever they share."""
    with pytest.raises(DocumentError, match=document_product.name):
        match(read_document(json.dumps(assumed(document_product))), product)


def test_contract_of_something_else() -> None:
    """A document without anything of the product is refused."""
    paths = {"/pets": {"get": operation("List Pets")}}
    with pytest.raises(DocumentError, match=WISER_HOME.name):
        match(read_document(json.dumps(document(paths, server=f"{HOST}/pets"))), WISER_HOME)


@pytest.mark.parametrize(
    ("components", "security", "header"),
    [
        ({"a": {"type": "apiKey", "in": "header", "name": "apikey"}}, None, "apikey"),
        ({"a": {"type": "apiKey", "in": "query", "name": "apikey"}}, None, "?apikey"),
        ({"a": {"type": "apiKey", "in": "header", "name": "Authorization"}}, None, None),
        ({"a": {"type": "apiKey", "in": "header", "name": "Cookie"}}, None, None),
        ({"a": {"type": "apiKey", "in": "header", "name": "a\r\nb"}}, None, None),
        (
            {
                "a": {"type": "apiKey", "in": "header", "name": "Authorization"},
                "b": {"type": "apiKey", "in": "header", "name": "x-api-key"},
            },
            [{"a": [], "b": []}],
            "x-api-key",
        ),
        ({"a": {"type": "http", "scheme": "bearer"}}, None, None),
        (
            {
                "a": {"type": "apiKey", "in": "header", "name": "one"},
                "b": {"type": "apiKey", "in": "header", "name": "two"},
            },
            None,
            None,
        ),
        (
            {
                "a": {"type": "apiKey", "in": "header", "name": "one"},
                "b": {"type": "apiKey", "in": "header", "name": "two"},
            },
            [{"b": []}],
            "two",
        ),
        ({}, None, None),
    ],
)
def test_key_header(components: Any, security: Any, header: str | None) -> None:
    """Where the subscription key goes is taken over where there is no doubt."""
    more = {"components": {"securitySchemes": components}, "security": security}
    assert found({}, **more).key_header == header


def test_key_header_among_the_parameters() -> None:
    """Without a scheme a header that is called so has the key."""
    away = {"get": operation("Fetch Awaymode Status")}
    away["get"]["parameters"] = [parameter("Ocp-Apim-Subscription-Key", "header")]
    assert found({f"{HUB}/awaymode": away}).key_header == "Ocp-Apim-Subscription-Key"
