"""Which operations answer with events, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs

import orjson
from attrs import frozen
from typing_extensions import assert_never

from specloom.mock.message import Request
from specloom.mock.operations import operations
from specloom.mock.values import schema_name
from specloom.plan.types import DictOf, ListOf, Literals, Primitive, Ref, Type, UnionOf
from specloom.plan.values import Method, Plan, StreamPlan
from specloom.plan.walking import methods_of

EVENT_STREAM = "text/event-stream"
DONE = "[DONE]"
_TRUE = ("true", "1")


@frozen
class Streaming:
    """How an operation streams.

    Attributes:
        event: Schema of one event.
        switch: Wire name of the parameter that asks for it; empty when it always streams.
        envelope: Whether an event is ``{"event": name, "data": payload}``.
    """

    event: Mapping[str, Any]
    switch: str
    envelope: bool = False

    def is_asked(self, request: Request) -> bool:
        """Whether a request asks for events."""
        if not self.switch:
            return True
        if any(name == self.switch and value in _TRUE for name, value in request.query):
            return True
        return body_field(request, self.switch) in (True, *_TRUE)


def body_field(request: Request, name: str) -> object:
    """A field of a body of any kind: a text where it is a form; None where there is no such field."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        return parse_qs(request.body.decode("utf-8", "replace")).get(name, [None])[-1]
    if kind == "multipart/form-data":
        from specloom.mock.requests import form_fields

        try:
            return dict(form_fields(request)).get(name)
        except ValueError:
            return None
    try:
        body = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        return None
    return body.get(name) if isinstance(body, dict) else None


def streams(prepared: Mapping[str, Any], plan: Plan | None) -> dict[str, Streaming]:
    """The operations that can stream, by operationId: those of the plan; without one, those of the document."""
    if plan is not None:
        found: dict[str, Streaming] = {}
        for _, method in methods_of(plan.resources):
            if method.stream is not None:
                found.setdefault(method.operation_id, _planned(method, method.stream))
        return found
    return dict(_documented(prepared))


def _planned(method: Method, stream: StreamPlan) -> Streaming:
    wire = {parameter.py_name: parameter.wire_name for parameter in method.parameters}
    return Streaming(type_schema(stream.event), wire.get(stream.switch, stream.switch), stream.envelope)


def _documented(prepared: Mapping[str, Any]) -> Iterator[tuple[str, Streaming]]:
    for operation in operations(prepared):
        for status, response in operation.facts["responses"].items():
            content = response.get("content", {})
            if status.startswith("2") and EVENT_STREAM in content:
                switch = "stream" if len(content) > 1 else ""
                yield operation.operation_id, Streaming(content[EVENT_STREAM].get("schema", {}), switch)


def type_schema(type_: Type) -> dict[str, Any]:
    """A planned type as a schema in normal form."""
    match type_:
        case Ref(schema):
            return {"$ref": f"#/components/schemas/{schema}"}
        case ListOf(item):
            return {"type": "array", "items": type_schema(item)}
        case DictOf(value):
            return {"type": "object", "additionalProperties": type_schema(value)}
        case UnionOf(members):
            return {"anyOf": [type_schema(member) for member in members]}
        case Literals(values):
            return {"enum": list(values)}
        case Primitive(name):
            return _PRIMITIVES[name]
        case _:
            assert_never(type_)


_PRIMITIVES: Mapping[str, dict[str, Any]] = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "bytes": {"type": "string"},
    "file": {"type": "string"},
    "object": {},
    "none": {"type": "null"},
}


def variants(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What a schema can be once all unions in it are opened up, each once, in the order of the document."""
    found: dict[str, Mapping[str, Any]] = {}

    def walk(part: Mapping[str, Any], seen: tuple[str, ...]) -> None:
        name = schema_name(part)
        if name in seen:
            return
        target = schemas[name] if name else part
        if "anyOf" in target:
            for member in target["anyOf"]:
                walk(member, (*seen, name) if name else seen)
        elif "$ref" in target:
            walk(target, (*seen, name))
        elif target.get("type") != "null":
            found.setdefault(name or repr(part), part)

    walk(schema, ())
    return list(found.values())
