"""Read the parts of an OpenAPI or Swagger document that say how something is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice, product
import re
from typing import Any, Final, override

from .parsing import DocumentError, parse
from .schema import Body, Schemas, is_true, texts

_METHODS: Final = ("get", "put", "post", "patch", "delete")
_OPERATIONS: Final = 500
_LONGEST: Final = 300
_VARIABLE: Final = re.compile(r"\{([^{}]*)\}")
_EXPANSIONS: Final = 32
_KEY_HEADER: Final = re.compile(r"(apikey|subscriptionkey)$")


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a document says can be asked.

    `names` is everything that it is called. `query` says of each parameter whether it has to be
    there. `servers` are its own, where it has some.
    """

    title: str
    method: str
    path: str
    names: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    query: Mapping[str, bool] | None = None
    bodies: tuple[Body, ...] = ()
    servers: tuple[str, ...] = ()
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What a contract says: where it is, what can be asked, and which keys it wants.

    A key that goes into the query instead of a header begins with a question mark.
    """

    title: str
    servers: tuple[str, ...]
    operations: tuple[Operation, ...]
    keys: tuple[str, ...]


def read_document(text: str) -> Document:
    """Read an OpenAPI 3 or Swagger 2 document, in JSON or YAML."""
    root = parse(text)
    if not isinstance(root, dict):
        raise DocumentError("The file holds no OpenAPI document")
    reader = _reader(root)
    operations = tuple(islice(reader.operations(), _OPERATIONS + 1))
    if not operations:
        raise DocumentError("The document has no operations")
    if len(operations) > _OPERATIONS:
        raise DocumentError(f"The document has more than {_OPERATIONS} operations")
    title = reader.schemas.resolve(root.get("info")).get("title")
    return Document(_text(title), reader.servers(root), operations, tuple(reader.keys()))


def _reader(root: dict[str, Any]) -> _Reader:
    """Return what reads documents of this kind."""
    version, old = _version(root.get("openapi")), _version(root.get("swagger"))
    if version.startswith("3."):
        return _Reader(root)
    if old in ("2.0", "2"):
        return _SwaggerReader(root)
    if version or old:
        raise DocumentError(f"OpenAPI {version or old} is not known, only 3 and Swagger 2")
    raise DocumentError("The file holds no OpenAPI document")


def _version(value: Any) -> str:
    """Return a version, which some write as a number."""
    return _text(str(value) if isinstance(value, (int, float)) else value)[:20]


def _text(value: Any) -> str:
    """Return a text that is not too long to be meant."""
    return value.strip()[:_LONGEST] if isinstance(value, str) else ""


class _Reader:
    """Read an OpenAPI 3 document."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        """Begin with what was parsed."""
        self.root = root
        self.schemas = Schemas(root)
        self._key_parameters: dict[str, None] = {}
        self._wanted: set[str] = set()

    def servers(self, node: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the addresses that something names, its variables filled in."""
        listed = node.get("servers")
        found: dict[str, None] = {}
        for server in (listed if isinstance(listed, list) else [])[:_EXPANSIONS]:
            found |= dict.fromkeys(self._addresses(self.schemas.resolve(server)))
        return tuple(found)

    def _addresses(self, server: Mapping[str, Any]) -> Iterator[str]:
        """Yield an address with the values that its variables may have, the default first."""
        if not (url := _text(server.get("url"))):
            return
        variables = self.schemas.resolve(server.get("variables"))
        names = list(dict.fromkeys(_VARIABLE.findall(url)))[:4]
        choices = []
        for name in names:
            variable = self.schemas.resolve(variables.get(name))
            words = [_text(variable.get("default")), *texts(variable.get("enum"))]
            choices.append(list(dict.fromkeys(filter(None, words))) or [f"{{{name}}}"])
        for values in islice(product(*choices), _EXPANSIONS):
            filled = dict(zip(names, values, strict=True))
            yield _VARIABLE.sub(lambda found: filled[found[1]], url)  # noqa: B023

    def operations(self) -> Iterator[Operation]:
        """Yield everything that can be asked."""
        for path, entry in self.schemas.resolve(self.root.get("paths")).items():
            if not isinstance(path, str) or not path.startswith("/") or len(path) > _LONGEST:
                continue
            item = self.schemas.resolve(entry)
            for method in _METHODS:
                if isinstance(item.get(method), dict):
                    yield self._operation(method, path, item, item[method])

    def _operation(
        self, method: str, path: str, item: Mapping[str, Any], node: Mapping[str, Any]
    ) -> Operation:
        """Return an operation with what its path says for all methods."""
        names = [_text(node.get("summary")), _text(node.get("operationId"))]
        names = [*filter(None, names)] or [*filter(None, [_text(item.get("summary"))])]
        self._note_security(node)
        parameters = self._parameters(item, node)
        return Operation(
            title=names[0] if names else f"{method.upper()} {path}",
            method=method.upper(),
            path=path,
            names=tuple(names),
            tags=tuple(texts(node.get("tags"))),
            query={
                name: is_true(parameter.get("required")) and self._default(parameter) is None
                for (place, name), parameter in parameters.items()
                if place == "query"
            },
            bodies=self._bodies(node, parameters),
            servers=self.servers(node) or self.servers(item),
            deprecated=is_true(node.get("deprecated")),
        )

    def _note_security(self, node: Mapping[str, Any]) -> None:
        """Note which of the keys that the document knows are asked for."""
        listed = node.get("security")
        for wanted in (listed if isinstance(listed, list) else [])[:_EXPANSIONS]:
            self._wanted.update(islice(self.schemas.resolve(wanted), _EXPANSIONS))

    def _parameters(
        self, item: Mapping[str, Any], node: Mapping[str, Any]
    ) -> dict[tuple[str, str], Mapping[str, Any]]:
        """Return the parameters of an operation by place and name; its own go over its path's."""
        found = {}
        lists = [each.get("parameters") for each in (item, node)]
        for entry in chain.from_iterable(each for each in lists if isinstance(each, list)):
            parameter = self.schemas.resolve(entry)
            place, name = _text(parameter.get("in")), _text(parameter.get("name"))
            found[place, name] = parameter
            if place == "header" and _KEY_HEADER.search(re.sub(r"[^a-z]", "", name.lower())):
                self._key_parameters[name] = None
        return found

    def _default(self, parameter: Mapping[str, Any]) -> Any:
        """Return what a parameter is when it is not given."""
        return self.schemas.resolve(parameter.get("schema")).get("default")

    def _bodies(
        self, node: Mapping[str, Any], parameters: Mapping[tuple[str, str], Mapping[str, Any]]
    ) -> tuple[Body, ...]:
        """Return the forms of the body that can be sent as JSON."""
        content = self.schemas.resolve(self.schemas.resolve(node.get("requestBody")).get("content"))
        kinds = {str(kind).lower().partition(";")[0].strip(): kind for kind in content}
        plain = [kind for kind in kinds if kind in ("application/json", "*/*", "application/*")]
        special = [kind for kind in kinds if kind.endswith("+json")]
        for kind in [*plain, *special]:
            media = self.schemas.resolve(content[kinds[kind]])
            return self.schemas.bodies(media.get("schema"), self._example(media))
        return ()

    def _example(self, media: Mapping[str, Any]) -> Any:
        """Return the first example of a body."""
        for example in self.schemas.resolve(media.get("examples")).values():
            return self.schemas.resolve(example).get("value")
        return media.get("example")

    def keys(self) -> Iterator[str]:
        """Yield the names under which a subscription key is wanted."""
        self._note_security(self.root)
        schemes = self._schemes()
        names = {}
        for scheme_name, scheme in schemes.items():
            name, place = _text(scheme.get("name")), scheme.get("in")
            if scheme.get("type") == "apiKey" and name:
                names[scheme_name] = f"?{name}" if place == "query" else name
        wanted = {name: names[name] for name in names if name in self._wanted}
        yield from dict.fromkeys((wanted or names).values()) or self._key_parameters

    def _schemes(self) -> dict[Any, Mapping[str, Any]]:
        """Return the ways to say who is asking."""
        components = self.schemas.resolve(self.root.get("components"))
        schemes = self.schemas.resolve(components.get("securitySchemes"))
        return {name: self.schemas.resolve(scheme) for name, scheme in schemes.items()}


class _SwaggerReader(_Reader):
    """Read a Swagger 2 document, which says some things in other places."""

    @override
    def servers(self, node: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the address that the document names."""
        host, base = _text(node.get("host")), _text(node.get("basePath")).rstrip("/")
        if host:
            return (f"https://{host}{base}",)
        return (base,) if base else ()

    @override
    def _default(self, parameter: Mapping[str, Any]) -> Any:
        """Return what a parameter is when it is not given."""
        return parameter.get("default")

    @override
    def _bodies(
        self, node: Mapping[str, Any], parameters: Mapping[tuple[str, str], Mapping[str, Any]]
    ) -> tuple[Body, ...]:
        """Return the forms of the body, which is a parameter."""
        for (place, _), parameter in parameters.items():
            if place == "body":
                return self.schemas.bodies(parameter.get("schema"), parameter.get("x-example"))
        return ()

    @override
    def _schemes(self) -> dict[Any, Mapping[str, Any]]:
        """Return the ways to say who is asking."""
        schemes = self.schemas.resolve(self.root.get("securityDefinitions"))
        return {name: self.schemas.resolve(scheme) for name, scheme in schemes.items()}
