"""OpenAPI documents: what a subscriber downloads of the portal, of the contract in force."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

# Home Assistant brings it along; it ships no types.
import yaml  # type: ignore[import-untyped]

from .answers import JSON, PROBLEM
from .dialects import Dialect, Id, Switch, Tenths
from .products import Contract, Operation, Product

if TYPE_CHECKING:
    from .server import SimulatedExchange

KEY: Final = "API Subscription key"
TOKEN: Final = "Bearer token"  # noqa: S105 - a title of the guide
REFUSALS: Final = ("400", "401", "403", "404", "429", "500")


def as_yaml(document: dict[str, Any]) -> str:
    """Return a document as YAML text."""
    return str(yaml.safe_dump(document, sort_keys=False, allow_unicode=True))


def document(exchange: SimulatedExchange, product: Product, contract: Contract) -> dict[str, Any]:
    """Return the document of a product."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in contract.operations:
        described = _operation(exchange.dialect, product, operation)
        paths.setdefault(operation.path, {})[operation.method.lower()] = described
    name = exchange.key_header
    place = (
        {"in": "query", "name": name[1:]}
        if name.startswith("?")
        else {
            "in": "header",
            "name": name,
        }
    )
    security: dict[str, list[str]] = {TOKEN: []}
    schemes: dict[str, Any] = {TOKEN: {"type": "http", "scheme": "bearer"}}
    if exchange.key is not None:
        security[KEY] = []
        schemes[KEY] = {"type": "apiKey", **place}
    return {
        "openapi": "3.0.3",
        "info": {"title": product.name, "version": "1.0.0"},
        "servers": [{"url": f"{exchange.url}{contract.base}"}],
        "security": [security],
        "tags": [{"name": tag} for tag in dict.fromkeys(item.tag for item in contract.operations)],
        "paths": paths,
        "components": {
            "securitySchemes": schemes,
            "schemas": _schemas(exchange.dialect, product, contract),
        },
    }


def _operation(dialect: Dialect, product: Product, operation: Operation) -> dict[str, Any]:
    """Return what a document says of an operation."""
    words = operation.title.split()
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in operation.parameters
    ]
    parameters += [
        {
            "name": name,
            "in": "query",
            "required": False,
            "schema": _type(dialect, product.values[role]) | {"format": "date-time"},
        }
        for role, name in operation.query.items()
    ]
    described: dict[str, Any] = {
        "operationId": words[0].lower() + "".join(words[1:]),
        "summary": operation.title,
        "tags": [operation.tag],
        "parameters": parameters,
    }
    if operation.writes:
        schema = {"$ref": f"#/components/schemas/{_body_name(operation)}"}
        described["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
    described["responses"] = _responses(dialect, operation)
    return described


def _body_name(operation: Operation) -> str:
    """Return what the schema of a body is called; what has no roles is as it is read."""
    if not operation.body and operation.schema is not None:
        return operation.schema
    if not operation.body:
        return "Schedule"
    return "".join(operation.title.split()) + "Request"


def _responses(dialect: Dialect, operation: Operation) -> dict[str, Any]:
    """Return what may be answered."""
    responses: dict[str, Any] = {}
    if operation.schema is None:
        responses["204"] = {"description": HTTPStatus.NO_CONTENT.phrase}
    else:
        schema: dict[str, Any] = {"$ref": f"#/components/schemas/{operation.schema}"}
        if operation.many:
            schema = {"type": "array", "items": schema}
        if dialect is Dialect.ENVELOPED:
            schema = {"type": "object", "properties": {"data": schema}}
        responses["200"] = {
            "description": HTTPStatus.OK.phrase,
            "content": {JSON: {"schema": schema}},
        }
    for status in REFUSALS:
        responses[status] = {
            "description": HTTPStatus(int(status)).phrase,
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    return responses


def _schemas(dialect: Dialect, product: Product, contract: Contract) -> dict[str, Any]:
    """Return the schemas that operations refer to."""
    found = {name: _type(dialect, dict(fields)) for name, fields in product.schemas.items()}
    for operation in contract.operations:
        if operation.body:
            found[_body_name(operation)] = {
                "type": "object",
                "properties": {
                    name: _type(Dialect.CAMEL, product.values[role])
                    for role, name in operation.body.items()
                },
            }
    found["Problem"] = {
        "type": "object",
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
        },
    }
    return found


def _type(dialect: Dialect, example: Any) -> dict[str, Any]:
    """Return the schema of an example."""
    match example:
        case dict():
            properties = {
                dialect.name_of(key): _type(dialect, item) for key, item in example.items()
            }
            return {"type": "object", "properties": properties}
        case list():
            return {"type": "array", "items": _type(dialect, example[0])}
        case Switch():
            words = [dialect.render(Switch(on)) for on in (True, False)]
            return {"type": "string", "enum": words}
        case Id() | Tenths():
            return _type(dialect, dialect.render(example))
        case bool():
            return {"type": "boolean"}
    rendered = dialect.render(example)
    kinds = {int: "integer", float: "number", str: "string"}
    return {"type": kinds[type(rendered)]}
