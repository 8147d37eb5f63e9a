"""From what was seen of an API to an OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final

from attrs import field, frozen

from specloom.infer.components import Components, body_hint
from specloom.infer.exchanges import FORM, MULTIPART
from specloom.infer.operations import PARAMETER, Pattern, Route, Seen
from specloom.infer.routes import shown
from specloom.infer.schemas import Version, Writer
from specloom.infer.security import scheme, scheme_name
from specloom.infer.shapes import NOTHING, Shape
from specloom.plan.naming import snake
from specloom.plan.plurals import singular

INFERRED: Final = "x-specloom-inferred"
"""At the top: that the document was inferred, and from how many samples; at a parameter: that a rule found it."""

_SHOWN: Final = 6
_VERSIONS: Final[dict[Version, str]] = {"3.1": "3.1.0", "3.0": "3.0.3"}


@frozen
class Api:
    """What was seen of a whole API.

    Attributes:
        server: ``https://host/prefix``, or empty if nobody says.
        routes: The operations.
        samples: How many calls.
    """

    server: str
    routes: Mapping[Route, Seen]
    samples: int


@frozen
class Names:
    """Names that a document has already.

    Attributes:
        components: By place.
        schemes: Of security schemes, by kind of credential.
        arguments: Of parameters, by path and position; they go before names that samples give.
    """

    components: Mapping[str, str] = field(factory=dict)
    schemes: Mapping[str, str] = field(factory=dict)
    arguments: Mapping[Pattern, Mapping[int, str]] = field(factory=dict)


def document(api: Api, title: str, names: Names, writer: Writer) -> dict[str, Any]:
    """The document of an API: the same for the same observations, in whatever order they were made."""
    maker = _Maker(writer, Components(names.components), names)
    routes = {route: api.routes[route] for route in sorted(api.routes)}
    once = [shown(route) for route, seen in routes.items() if seen.calls == 1]
    if once:
        more = f" and {len(once) - _SHOWN} more" if len(once) > _SHOWN else ""
        writer.remarks.add(
            "once", "", f"one sample each of {', '.join(once[:_SHOWN])}{more}; more would tell what is optional"
        )
    bodies = {place: writer.schema(shape, place) for place, shape in body_places(routes)}
    for place, schema in bodies.items():
        maker.components.prefer(schema, place)
    kinds = sorted({kind for seen in routes.values() for used in seen.security for kind in used})
    given = _argument_names(routes, names)
    paths: dict[str, dict[str, Any]] = {}
    for (verb, pattern), seen in routes.items():
        path, arguments = _path(pattern, given)
        paths.setdefault(path, {})[verb] = maker.operation((verb, pattern), seen, arguments, bodies)
    schemes = {maker.scheme_name(kind): scheme(kind) for kind in kinds}
    components = {"schemas": maker.components.schemas, "securitySchemes": schemes}
    return {
        "openapi": _VERSIONS[writer.version],
        "info": {"title": title, "version": "0.1.0"},
        INFERRED: {"samples": api.samples},
        **({"servers": [{"url": api.server}]} if api.server else {}),
        "paths": paths,
        "components": {key: value for key, value in components.items() if value},
    }


def body_places(routes: Mapping[Route, Seen]) -> Iterable[tuple[str, Shape]]:
    """The shapes of all JSON bodies, with the place of each."""
    for route, seen in routes.items():
        for status, content in [("", seen.request), *seen.responses.items()]:
            for media, shape in content.items():
                if media not in (FORM, MULTIPART):
                    yield body_place(route, status, media), shape


def body_place(route: Route, status: str, media: str) -> str:
    """The place of a body; of a request the status is empty."""
    kind = "" if media == "application/json" else f" {media}"
    return f"{shown(route)} {status or 'request'}{kind} "


@frozen
class _Maker:
    writer: Writer
    components: Components
    names: Names

    def operation(
        self, route: Route, seen: Seen, arguments: Mapping[int, str], bodies: Mapping[str, dict[str, Any]]
    ) -> dict[str, Any]:
        """One operation."""
        made: dict[str, Any] = {}
        parameters = [self._in_path(route, seen, at, name) for at, name in arguments.items()]
        parameters += [self._in_query(route, seen, name) for name in seen.query]
        if parameters:
            made["parameters"] = parameters
        if seen.request:
            content = self._content(route, seen.request, "", bodies)
            made["requestBody"] = {"content": content, **({"required": True} if seen.bodies == seen.requests else {})}
        made["responses"] = {status: self._response(route, status, seen, bodies) for status in seen.responses}
        asked: list[dict[str, list[str]]] = [
            {self.scheme_name(kind): [] for kind in sorted(used)} for used in sorted(seen.security, key=sorted)
        ]
        if any(asked):
            # The empty set is what allows calls without credentials; it comes last by custom.
            made["security"] = sorted(asked, key=lambda used: not used)
        return made

    def scheme_name(self, kind: str) -> str:
        """What the scheme for a kind of credential is called."""
        return self.names.schemes.get(kind) or scheme_name(kind)

    def _in_path(self, route: Route, seen: Seen, at: int, name: str) -> dict[str, Any]:
        schema = self.writer.argument(seen.arguments.get(at, NOTHING), f"{shown(route)} {name}", name)
        schema = {key: value for key, value in schema.items() if key != "enum" and key != "x-specloom-seen"}
        mark = {} if at in seen.free else {INFERRED: True}
        return {"name": name, "in": "path", "required": True, "schema": schema or {"type": "string"}, **mark}

    def _in_query(self, route: Route, seen: Seen, name: str) -> dict[str, Any]:
        shape = seen.query[name]
        required = {"required": True} if shape.total == seen.requests > 1 else {}
        schema = self.writer.argument(shape, f"{shown(route)} ?{name}", name)
        return {"name": name, "in": "query", **required, "schema": schema or {"type": "string"}}

    def _response(self, route: Route, status: str, seen: Seen, bodies: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
        content = self._content(route, seen.responses[status], status, bodies)
        if len(content) > 1:
            told = [f"{media}{_first(shape)}" for media, shape in seen.responses[status].items()]
            self.writer.remarks.add("content", f"{shown(route)} {status}", f"answered as {' and '.join(told)}")
        return {"description": _phrase(status), **({"content": content} if content else {})}

    def _content(
        self, route: Route, shapes: Mapping[str, Shape], status: str, bodies: Mapping[str, dict[str, Any]]
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for media in sorted(shapes):
            place = body_place(route, status, media)
            schema = bodies[place] if place in bodies else self._form(route, shapes[media])
            hoisted = self.components.hoisted(schema, body_hint(*route, status), place)
            found[media] = {"schema": hoisted} if hoisted else {}
        return found

    def _form(self, route: Route, shape: Shape) -> dict[str, Any]:
        place = f"{shown(route)} request"
        fields = {name: self.writer.argument(held, f"{place} {name}", name) for name, held in shape.fields.items()}
        required = sorted(name for name, held in shape.fields.items() if held.total == shape.objects)
        listed = {"properties": fields, **({"required": required} if required else {})} if fields else {}
        return {"type": "object", **listed}


def _argument_names(routes: Mapping[Route, Seen], names: Names) -> dict[Pattern, str]:
    """Names that are given, by the path up to the parameter: what is below ``/pets/{name}`` has it too."""
    found: dict[Pattern, str] = {}
    for (_, pattern), seen in routes.items():
        for at, name in seen.names.items():
            found[pattern[: at + 1]] = min(found.get(pattern[: at + 1], name), name)
    for pattern, kept in names.arguments.items():
        found.update({pattern[: at + 1]: name for at, name in kept.items()})
    return found


def _path(pattern: Pattern, given: Mapping[Pattern, str]) -> tuple[str, dict[int, str]]:
    """The key of a path, and the names of its parameters by position."""
    named: dict[int, str] = {}
    for at, segment in enumerate(pattern):
        if segment == PARAMETER:
            wanted = name = given.get(pattern[: at + 1]) or _argument_name(pattern, at)
            number = 2
            while name in named.values():
                name, number = f"{wanted}{number}", number + 1
            named[at] = name
    segments = [f"{{{named[at]}}}" if at in named else segment for at, segment in enumerate(pattern)]
    return "/" + "/".join(segments), named


def _argument_name(pattern: Pattern, at: int) -> str:
    before = pattern[at - 1] if at else ""
    word = snake(singular(before)) if before and before != PARAMETER else ""
    return f"{word}_id" if word else "id"


def _first(shape: Shape) -> str:
    return f" ({min(shape.first.values())})" if shape.first else ""


def _phrase(status: str) -> str:
    try:
        return HTTPStatus(int(status)).phrase
    except ValueError:
        return f"Status {status}."
