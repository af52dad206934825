"""Write contracts as a subscriber may download them, in several styles."""

from collections.abc import Mapping
from typing import Any

# Home Assistant brings it along; it ships no types.
import yaml  # type: ignore[import-untyped]

from custom_components.wiser_home.api.cloud.contract import Endpoint, Product

HOST = "https://api.exchange.se.com"
ON_OFF = {"type": "string", "enum": ["On", "Off"]}
SCHEMAS: Mapping[str, dict[str, Any]] = {
    "state": ON_OFF,
    "away": {"type": "boolean"},
    "percent": {"type": "integer", "minimum": 0, "maximum": 100},
    "celsius": {"type": "number", "minimum": 5, "maximum": 30},
}


def document(
    paths: Mapping[str, Any], *, server: str = f"{HOST}/ecostruxure/wiser-home/partner/v1"
) -> dict[str, Any]:
    """Return an OpenAPI document with these paths."""
    return {
        "openapi": "3.0.3",
        "info": {"title": "Wiser Home Essential API", "version": "1.0"},
        "servers": [{"url": server}],
        "paths": dict(paths),
    }


def operation(title: str, tag: str = "", body: Any = None) -> dict[str, Any]:
    """Return an operation, for a write with the schema of its body."""
    made: dict[str, Any] = {
        "summary": title,
        "tags": [tag],
        "responses": {"200": {"description": "OK"}},
    }
    if body is not None:
        made["requestBody"] = {"content": {"application/json": {"schema": body}}}
    return made


def parameter(name: str, place: str = "path", *, required: bool = True) -> dict[str, Any]:
    """Return a parameter."""
    return {"name": name, "in": place, "required": required, "schema": {"type": "string"}}


def _body(endpoint: Endpoint) -> dict[str, Any]:
    """Return the schema of the body as it is assumed."""
    members = {names[0]: SCHEMAS[role] for role, names in endpoint.body.items()}
    return {"type": "object", "properties": members, "required": list(members)}


def assumed(product: Product) -> dict[str, Any]:
    """Return the contract as the table has it, written down plainly."""
    paths: dict[str, Any] = {}
    for endpoint in product.endpoints.values():
        body = _body(endpoint) if endpoint.writes else None
        made = operation(endpoint.titles[0], endpoint.tag, body)
        made["parameters"] = [
            *map(parameter, endpoint.parameters),
            *(parameter(names[0], "query", required=False) for names in endpoint.query.values()),
        ]
        paths.setdefault(endpoint.paths[0], {})[endpoint.methods[0].lower()] = made
    return document(paths, server=f"{HOST}{product.base}") | {
        "components": {
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": "x-api-key"},
                "token": {"type": "http", "scheme": "bearer"},
            }
        }
    }


def other() -> dict[str, Any]:
    """Return a contract of Wiser Home with other paths, methods, titles, names and bodies.

    Everything that may be referred to is, and parameters stand with the paths.
    """
    hub = "/gateways/{gateway-id}"
    ids = {
        "hub": parameter("gateway-id"),
        "plug": parameter("smart-plug-id"),
        "id": parameter("id"),
        "room": parameter("roomId"),
        "since": parameter("createdFrom", "query"),
        "until": parameter("createdTo", "query"),
        "trace": parameter("x-trace-id", "header"),
    }
    schemas = {
        "Switch": {"type": "string", "enum": ["ON", "OFF"]},
        "Level": {"type": "integer", "minimum": 0, "maximum": 100},
        "Control": {
            "type": "object",
            "required": ["control"],
            "properties": {"control": {"$ref": "#/components/schemas/State"}},
        },
        "State": {"type": "object", "properties": {"state": {"$ref": _schema("Switch")}}},
        "Base": {"type": "object", "properties": {"id": {"type": "string", "readOnly": True}}},
        "Light": {
            "allOf": [
                {"$ref": _schema("Base")},
                {
                    "required": ["on"],
                    "properties": {
                        "on": {"type": "boolean"},
                        "dimming": {"$ref": _schema("Level")},
                    },
                },
            ]
        },
        "Setpoint": {
            "type": "object",
            "required": ["mode", "value"],
            "properties": {
                "mode": {"type": "string", "enum": ["Manual"]},
                "value": {"type": "number"},
            },
        },
    }

    def of(*names: str) -> dict[str, Any]:
        """Return what a path says for all of its methods."""
        return {"parameters": [{"$ref": f"#/components/parameters/{name}"} for name in names]}

    def named(name: str, body: Any = None) -> dict[str, Any]:
        """Return an operation that only has a name for programs."""
        made = operation("", body=body) | {"operationId": name}
        del made["summary"]
        return made

    paths = {
        "/gateways": {"get": named("getAllHubs")},
        hub: of("hub") | {"get": named("getHub")},
        f"{hub}/away-mode-status": of("hub")
        | {"get": named("getAwayMode"), "put": named("setAwayMode", {"$ref": _schema("Switch")})},
        f"{hub}/rooms": of("hub") | {"get": named("getRooms")},
        f"{hub}/rooms/{{roomId}}": of("hub", "room") | {"get": named("getRoom")},
        f"{hub}/rooms/{{roomId}}/target-temperature": of("hub", "room")
        | {"put": named("updateTargetTemperature", {"$ref": _schema("Setpoint")})},
        f"{hub}/rooms/{{roomId}}/history": of("hub", "room", "since", "until")
        | {"get": named("getRoomHistory")},
        f"{hub}/all-devices": of("hub") | {"get": named("listDevices")},
        f"{hub}/outlets": of("hub", "trace") | {"get": named("getSmartPlugs")},
        f"{hub}/outlets/{{smart-plug-id}}": of("hub", "plug") | {"get": named("getSmartPlug")},
        f"{hub}/outlets/{{smart-plug-id}}/state": of("hub", "plug")
        | {"post": named("controlSmartPlug", {"$ref": _schema("Control")})},
        f"{hub}/lights/{{id}}": of("hub", "id")
        | {
            "get": named("getLight"),
            "put": named("replaceLight", {"$ref": _schema("Light")}),
            "patch": named("updateLight", {"$ref": _schema("Light")}),
            "delete": named("deleteLight"),
        },
        f"{hub}/shutters/{{id}}": of("hub", "id")
        | {"put": named("moveShutter", {"$ref": _schema("Level")})},
    }
    return document(paths, server=f"{HOST}/{{stage}}/homes") | {
        "servers": [
            {"url": "https://sandbox.example.com/v2"},
            {
                "url": f"{HOST}/{{stage}}/homes",
                "variables": {"stage": {"default": "v2", "enum": ["v2", "beta"]}},
            },
        ],
        "security": [{"subscription": []}],
        "components": {
            "parameters": ids,
            "schemas": schemas,
            "securitySchemes": {
                "subscription": {"type": "apiKey", "in": "header", "name": "X-SE-Key"},
                "legacy": {"type": "apiKey", "in": "query", "name": "apikey"},
            },
        },
    }


def _schema(name: str) -> str:
    """Return the reference to a schema."""
    return f"#/components/schemas/{name}"


def swagger(product: Product) -> str:
    """Return the contract as the table has it, as Swagger 2 in YAML with its unquoted words."""
    made = assumed(product)
    for item in made["paths"].values():
        for each in item.values():
            if "requestBody" in each:
                content = each.pop("requestBody")["content"]
                schema = content["application/json"]["schema"]
                each["parameters"].append({"name": "body", "in": "body", "schema": schema})
    text: str = yaml.safe_dump(
        {
            "swagger": "2.0",
            "info": made["info"],
            "host": "api.exchange.se.com",
            "basePath": product.base,
            "schemes": ["https"],
            "securityDefinitions": {"k": {"type": "apiKey", "in": "query", "name": "apikey"}},
            "paths": made["paths"],
        },
        sort_keys=False,
    )
    return text.replace("'On'", "On").replace("'Off'", "Off").replace("'2.0'", "2.0")
