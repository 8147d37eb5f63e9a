"""Nothing may be lost between the document and what the engines made of it.

An independent and simple-minded reading: a schema and a type are each boiled down to a set of facts, such as "null
in the items of field ``x``", and the sets must be equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from specloom.engines.reach import REF_PREFIX, Json, components, operations, ref_name
from specloom.plan.parsed import AliasSchema, Declaration, Endpoint, ObjectSchema
from specloom.plan.types import DictOf, ListOf, Literals, Primitive, Ref, Type, UnionOf
from specloom.problems import Problems

Direction = Literal["model", "params"]
Facts = set[tuple[str, str]]

_SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "none"}
_FOREIGN = ("allOf", "oneOf", "not", "properties", "prefixItems", "patternProperties", "nullable")


def check_declarations(
    prepared: Json, declarations: Mapping[str, Declaration], direction: Direction, problems: Problems
) -> None:
    """Compare declarations with the components they stand for; differences go to the problems."""
    schemas = components(prepared)
    for name, found in declarations.items():
        for difference in _differences(schemas[name], found, direction):
            problems.add(f"an engine misread this schema: {difference}", f"{REF_PREFIX}{name}")
        for tag, variant in found.variants if isinstance(found, AliasSchema) else ():
            if variant not in declarations:
                problems.add(f"the discriminator leads {tag!r} to no schema: {variant}", f"{REF_PREFIX}{name}")


def check_endpoints(prepared: Json, endpoints: Mapping[str, Endpoint], problems: Problems) -> None:
    """Compare endpoints with the operations they stand for; differences go to the problems."""
    for operation in operations(prepared):
        found = endpoints.get(operation.body.get("operationId", ""))
        if found is None:
            problems.add("an engine lost this operation", operation.pointer)
            continue
        for difference in _compare(_operation_facts(operation.body), _endpoint_facts(found)):
            problems.add(f"an engine misread this operation: {difference}", operation.pointer)


def _differences(schema: Json, found: Declaration, direction: Direction) -> Iterator[str]:
    binary = "file" if direction == "params" else "bytes"
    match found:
        case ObjectSchema():
            yield from _compare(_object_facts(schema, binary, direction), _declared_facts(found))
        case AliasSchema(type=type_):
            yield from _compare(set(_schema_facts(schema, "", binary)), set(_type_facts(type_, "")))


def _compare(wanted: Facts, got: Facts) -> Iterator[str]:
    for place, fact in sorted(wanted - got):
        yield f"{fact} at {place or 'the top'} is lost"
    for place, fact in sorted(got - wanted):
        yield f"{fact} at {place or 'the top'} is not in the document"


def _object_facts(schema: Json, binary: str, direction: Direction) -> Facts:
    facts: Facts = set()
    required = frozenset(schema.get("required", ()))
    for name, inner in schema.get("properties", {}).items():
        if direction == "params" and inner.get("readOnly") is True:
            continue
        facts.add((name, "required" if name in required else "optional"))
        facts.update(_schema_facts(inner, name, binary))
    if isinstance(extra := schema.get("additionalProperties"), Mapping):
        facts.update(_schema_facts(extra, "{}", binary))
    return facts


def _declared_facts(found: ObjectSchema) -> Facts:
    facts: Facts = set()
    for field in found.fields:
        facts.add((field.wire_name, "required" if field.required else "optional"))
        facts.update(_type_facts(field.type, field.wire_name))
    if found.extra is not None:
        facts.update(_type_facts(found.extra, "{}"))
    return facts


def _operation_facts(body: Json) -> Facts:
    facts: Facts = set()
    for parameter in body.get("parameters", ()):
        place = f"{parameter['in']} {parameter['name']}"
        facts.add((place, "required" if parameter.get("required") else "optional"))
        facts.update(_schema_facts(parameter.get("schema", {}), place, "file"))
    request = body.get("requestBody", {})
    for kind, media in request.get("content", {}).items():
        facts.add((f"body {kind}", "required" if request.get("required") else "optional"))
        facts.update(_schema_facts(media.get("schema", {}), f"body {kind}", "file"))
    for status, response in body.get("responses", {}).items():
        facts.add((status, "status"))
        for kind, media in response.get("content", {}).items():
            facts.update(_schema_facts(media.get("schema", {}), f"{status} {kind}", "bytes"))
    return facts


def _endpoint_facts(found: Endpoint) -> Facts:
    facts: Facts = set()
    for parameter in found.parameters:
        place = f"{parameter.location} {parameter.wire_name}"
        facts.add((place, "required" if parameter.required else "optional"))
        facts.update(_type_facts(parameter.type, place))
    for body in found.bodies:
        facts.add((f"body {body.content_type}", "required" if body.required else "optional"))
        facts.update(_type_facts(body.type, f"body {body.content_type}"))
    for response in found.responses:
        facts.add((response.status, "status"))
        if response.type is not None:
            facts.update(_type_facts(response.type, f"{response.status} {response.content_type}"))
    return facts


def _schema_facts(schema: Json, place: str, binary: str) -> Iterator[tuple[str, str]]:
    if (ref := schema.get("$ref")) is not None:
        yield place, f"a reference to {ref_name(ref)}"
    elif "anyOf" in schema:
        for member in schema["anyOf"]:
            yield from _schema_facts(member, place, binary)
    elif "const" in schema:
        yield from _constant_facts([schema["const"]], place)
    elif "enum" in schema:
        yield from _constant_facts(schema["enum"], place)
    else:
        yield from _typed_facts(schema, place, binary)


def _typed_facts(schema: Json, place: str, binary: str) -> Iterator[tuple[str, str]]:
    # What the normal form has no room for is a fact that no type can match.
    yield from ((place, f"keyword {key}") for key in _FOREIGN if key in schema)
    kind = schema.get("type")
    if kind == "array":
        yield place, "list"
        yield from _schema_facts(schema.get("items", {}), f"{place}[]", binary)
    elif kind == "object":
        yield place, "map"
        value = schema.get("additionalProperties")
        yield from _schema_facts(value if isinstance(value, Mapping) else {}, f"{place}{{}}", binary)
    elif kind == "string" and schema.get("format") == "binary":
        yield place, binary
    else:
        yield place, "object" if kind is None else _SCALARS.get(str(kind), f"type {kind}")


def _constant_facts(values: Iterable[Any], place: str) -> Iterator[tuple[str, str]]:
    values = list(values)
    # Python has no literal for a fraction.
    if any(isinstance(value, float) for value in values):
        yield place, "float"
    else:
        yield from ((place, f"the constant {value!r}") for value in values)


def _type_facts(type_: Type, place: str) -> Iterator[tuple[str, str]]:
    match type_:
        case Ref(schema):
            yield place, f"a reference to {schema}"
        case UnionOf(members):
            for member in members:
                yield from _type_facts(member, place)
        case Literals(values):
            yield from ((place, f"the constant {value!r}") for value in values)
        case ListOf(item):
            yield place, "list"
            yield from _type_facts(item, f"{place}[]")
        case DictOf(value):
            yield place, "map"
            yield from _type_facts(value, f"{place}{{}}")
        case Primitive(name):
            yield place, name
