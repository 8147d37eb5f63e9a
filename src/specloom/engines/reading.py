"""A prepared document read without the engines, in a fifth of a second: for those who compare and do not generate.

The normal form is simple enough to be read straight away; a test holds the result against what the engines read. What
is generated comes from the engines, or was once seen to be what they read (see ``proven``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from specloom.engines.declare import Read, declaration, joined
from specloom.engines.operation_view import OperationRows
from specloom.engines.reach import (
    Json,
    Operation,
    closure,
    components,
    operations,
    ref_name,
    request_reach,
    response_reach,
    unreached,
)
from specloom.engines.view import EXTRA, VALUE, is_object
from specloom.plan.parsed import Declaration, Endpoint, EndpointBody, EndpointParameter, EndpointResponse, Parsed
from specloom.plan.types import ANY, DictOf, ListOf, Literals, Primitive, PrimitiveName, Ref, Type

_SCALARS: Mapping[str, PrimitiveName] = {
    "string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "none",
}  # fmt: skip


def read_parsed(prepared: Json, *, also_params: Collection[str] = ()) -> Parsed:
    """What ``specloom.engines.parse`` gives for the same document.

    Args:
        prepared: A document in normal form. It is not changed.
        also_params: Components that get params declarations though no request names them; unknown ones are passed
            over.
    """
    outward, inward = request_reach(prepared), response_reach(prepared)
    inward = closure(prepared, (*inward, *unreached(prepared, {*outward, *inward})))
    schemas = components(prepared)
    return Parsed(
        {operation.body["operationId"]: read_endpoint(operation) for operation in operations(prepared)},
        {name: read_model(name, schemas[name]) for name in inward},
        {name: read_params(name, schemas[name]) for name in closure(prepared, (*outward, *also_params))},
    )


def read_model(name: str, schema: Json) -> Declaration:
    """A component as answers see it."""
    return _declared(name, schema, "bytes")


def read_params(name: str, schema: Json) -> Declaration:
    """A component as requests see it; read-only properties are left out."""
    return _declared(name, schema, "file")


def read_type(schema: Json, binary: PrimitiveName) -> Type:
    """The type that a schema of the normal form says.

    Args:
        schema: The schema.
        binary: What a binary text is: ``bytes`` in answers, ``file`` in requests.
    """
    if (ref := schema.get("$ref")) is not None:
        return Ref(ref_name(ref))
    if "anyOf" in schema:
        return joined(read_type(member, binary) for member in schema["anyOf"])
    if "const" in schema or "enum" in schema:
        return _constants(schema.get("enum", [schema.get("const")]))
    kind = schema.get("type")
    if kind == "array":
        return ListOf(read_type(schema.get("items", {}), binary))
    if kind == "object":
        value = schema.get("additionalProperties")
        return DictOf(read_type(value, binary) if isinstance(value, Mapping) else ANY)
    if kind == "string" and schema.get("format") == "binary":
        return Primitive(binary)
    return ANY if kind is None else Primitive(_SCALARS[kind])


def _constants(values: list[Any]) -> Type:
    # Python has no literal for a fraction: such a constant is the number that it is.
    if any(isinstance(value, float) for value in values):
        return Primitive("float")
    return joined(Literals((value,)) for value in values)


def _declared(name: str, schema: Json, binary: PrimitiveName) -> Declaration:
    if not is_object(schema):
        return declaration(name, schema, {VALUE: (read_type(schema, binary), True)})
    needed = frozenset(schema.get("required", ()))
    read: Read = {
        f"f{index}": (read_type(inner, binary), key in needed)
        for index, (key, inner) in enumerate(schema["properties"].items())
        if not (binary == "file" and inner.get("readOnly") is True)
    }
    if isinstance(extra := schema.get("additionalProperties"), Mapping):
        read = {**read, EXTRA: (read_type(extra, binary), False)}
    return declaration(name, schema, read)


def read_endpoint(operation: Operation) -> Endpoint:
    """One operation."""
    rows = OperationRows.of(operation)
    return Endpoint(
        operation_id=rows.operation.body["operationId"],
        verb=rows.operation.verb,
        path=rows.path,
        parameters=tuple(_parameter(row) for row in rows.parameters),
        bodies=tuple(
            EndpointBody(row.content_type, read_type(row.schema, "file"), rows.body_required) for row in rows.bodies
        ),
        responses=tuple(
            EndpointResponse(
                row.status, row.content_type, None if row.schema is None else read_type(row.schema, "bytes")
            )
            for row in rows.responses
        ),
    )


def _parameter(row: Json) -> EndpointParameter:
    return EndpointParameter(
        wire_name=row["name"],
        location=row["in"],
        type=read_type(row.get("schema", {}), "file"),
        required=bool(row.get("required", False)),
        description=row.get("description", ""),
        deprecated=bool(row.get("deprecated", False)),
    )
