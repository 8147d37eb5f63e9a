"""The adapter over openapi-python-client, which only it and engine_text import: endpoints and what answers hold.

Two rounds over two views. Models: every component asked for, so that the engine types its properties. Endpoints:
each operation by itself, so that a complaint has its place, with all components as bare names (the engine copies
deeply what an endpoint holds). Every content type of every status is a status of its own in that view, because the
engine keeps one content type a status; parameters are numbered, because it refuses names that look alike.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from attrs import frozen
from openapi_python_client import schema as oai
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser.errors import ParseError
from openapi_python_client.parser.openapi import Endpoint as EngineEndpoint
from openapi_python_client.parser.openapi import EndpointCollection
from openapi_python_client.parser.properties import (
    AnyProperty,
    LiteralEnumProperty,
    ModelProperty,
    Parameters,
    Schemas,
    build_schemas,
)
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.file import FileProperty
from openapi_python_client.parser.properties.float import FloatProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.schemas import parse_reference_path
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty
from pydantic import ValidationError

from specloom.engines.declare import MisreadError, declarations, joined
from specloom.engines.engine_text import plain, wrapped, wrapped_ref
from specloom.engines.operation_view import OperationRows
from specloom.engines.reach import (
    REF_PREFIX,
    Json,
    Operation,
    components,
    mentioned_beside,
    operation_mentions,
    operations,
    portions,
)
from specloom.engines.view import Names, View, Viewer
from specloom.plan.parsed import Declaration, Endpoint, EndpointBody, EndpointParameter, EndpointResponse
from specloom.plan.types import ANY, DictOf, ListOf, Literals, Primitive, PrimitiveName, Ref, Type
from specloom.problems import Problems

_ENGINE = "openapi-python-client"

_OBJECT = re.compile(r"<[\w.]+ object at 0x[0-9a-f]+>")

# Everything that is a string on the wire is one: dates, durations and ids stay as they came.
_PRIMITIVES: tuple[tuple[type[PropertyProtocol], PrimitiveName], ...] = (
    (StringProperty, "str"),
    (IntProperty, "int"),
    (FloatProperty, "float"),
    (BooleanProperty, "bool"),
    (NoneProperty, "none"),
    (AnyProperty, "object"),
)


def parse_endpoints_and_models(
    prepared: Json, operation_ids: Collection[str], names: Collection[str]
) -> tuple[dict[str, Endpoint], dict[str, Declaration]]:
    """The named operations of a prepared document, and the declarations of the named components as answers see them.

    Args:
        prepared: A document in normal form. It is not changed.
        operation_ids: Operations to read.
        names: Components to declare.

    Returns:
        Endpoints by operationId and declarations by component name, both in document order.

    Raises:
        SpecloomError: With all that the engine complains of.
    """
    problems = Problems()
    models = _parse_models(prepared, names, problems)
    endpoints = _parse_endpoints(prepared, operation_ids, problems)
    problems.check()
    return endpoints, models


def _config() -> Config:
    file = ConfigFile(literal_enums=True, use_path_prefixes_for_title_model_names=False)
    return Config.from_sources(file, MetaType("none"), Path("openapi.json"), "utf-8", False, None)


# --- models -----------------------------------------------------------------------------------------------------


def _parse_models(prepared: Json, names: Collection[str], problems: Problems) -> dict[str, Declaration]:
    wanted = ((name, schema) for name, schema in components(prepared).items() if name in names)
    models: dict[str, Declaration] = {}
    for portion in portions(wanted):
        models |= _parse_portion(prepared, dict(portion), problems)
    return models


def _parse_portion(prepared: Json, schemas: Mapping[str, Json], problems: Problems) -> dict[str, Declaration]:
    table = Names((*schemas, *mentioned_beside(prepared, schemas)))
    viewer = Viewer(table)
    found = _build(viewer.components(schemas), table, problems)
    if problems:
        return {}
    convert = _Converter(table, viewer, "bytes")
    return declarations(schemas, lambda name, schema: _read(found, table.owner(name, schema), convert), problems)


def _build(views: Mapping[str, View], table: Names, problems: Problems) -> Schemas:
    """Let the engine read components; what it complains of goes to the problems."""
    read: dict[Any, oai.Reference | oai.Schema] = {}
    for token, view in views.items():
        try:
            read[wrapped(token)] = oai.Schema.model_validate(view)
        except ValidationError as error:
            problems.add(f"{_ENGINE} refuses this schema: {_details(error)}", _pointer(table.component(token)))
    found = build_schemas(components=read, schemas=Schemas(), config=_config())
    for complaint in found.errors:
        message = _message(complaint)
        problems.add(f"{_ENGINE} refuses this schema: {table.readable(message)}", _pointer(table.first(message)))
    return found


def _read(found: Schemas, token: str, convert: _Converter) -> dict[str, tuple[Type, bool]]:
    path = parse_reference_path(wrapped_ref(REF_PREFIX + token))
    model = None if isinstance(path, ParseError) else found.classes_by_reference.get(path)
    if not isinstance(model, ModelProperty):
        raise MisreadError(f"{_ENGINE} lost this schema")
    properties = [*(model.required_properties or ()), *(model.optional_properties or ())]
    return {plain(inner.name): (convert(inner), inner.required) for inner in properties}


# --- endpoints --------------------------------------------------------------------------------------------------


def _parse_endpoints(prepared: Json, operation_ids: Collection[str], problems: Problems) -> dict[str, Endpoint]:
    wanted = [operation for operation in operations(prepared) if operation.body["operationId"] in operation_ids]
    there = components(prepared)
    config = _config()
    endpoints: dict[str, Endpoint] = {}
    for portion in portions(wanted):
        # In the order of mention, each once.
        table = Names(name for name in dict.fromkeys(chain(*map(_mentions, portion))) if name in there)
        bare = _build(Viewer(table).components({}), table, problems)
        for operation in portion:
            found = _parse_operation(OperationRows.of(operation), bare, table, config, problems)
            if found is None:
                continue
            if found.operation_id in endpoints:
                problems.add(f"a second operation with operationId {found.operation_id!r}", operation.pointer)
            endpoints[found.operation_id] = found
    return endpoints


def _mentions(operation: Operation) -> Iterator[str]:
    return operation_mentions(operation.body)


def _parse_operation(
    rows: OperationRows, bare: Schemas, table: Names, config: Config, problems: Problems
) -> Endpoint | None:
    pointer = rows.operation.pointer
    for location, name in rows.repeated_parameters():
        problems.add(f"{location} parameter {name!r} is listed twice", pointer)
    viewer = Viewer(table)
    path, view = rows.view(viewer)
    try:
        item = oai.PathItem.model_validate(view)
    except ValidationError as error:
        problems.add(f"{_ENGINE} refuses this operation: {_details(error)}", pointer)
        return None
    collections, *_ = EndpointCollection.from_data(
        data={wrapped(path): item},
        schemas=bare,
        parameters=Parameters(),
        request_bodies={},
        responses={},
        config=config,
    )
    complaints = [complaint for collection in collections.values() for complaint in collection.parse_errors]
    for complaint in complaints:
        # Its header says "warning, will not be generated"; here it is an error, and the pointer says where.
        message = rows.readable(table.readable(_plain(complaint.detail or complaint.header)))
        problems.add(f"{_ENGINE} refuses this operation: {message}", pointer)
    found = [endpoint for collection in collections.values() for endpoint in collection.endpoints]
    if complaints or not found:
        if not complaints:
            problems.add(f"{_ENGINE} lost this operation", pointer)
        return None
    return _endpoint(rows, found[0], (_Converter(table, viewer, "file"), _Converter(table, viewer, "bytes")), problems)


def _endpoint(
    rows: OperationRows, found: EngineEndpoint, convert: tuple[_Converter, _Converter], problems: Problems
) -> Endpoint | None:
    parameters = {plain(prop.name): prop for _, prop in found.iter_all_parameters()}
    bodies = {plain(body.content_type): body.prop for body in found.bodies}
    responses = {response.status_code.pattern: response.prop for response in found.responses}
    expected = (len(rows.parameters), len(rows.bodies), len(rows.responses))
    if (got := (len(parameters), len(bodies), len(responses))) != expected:
        problems.add(
            f"{_ENGINE} read {got} parameters, bodies and answers where the document has {expected}",
            rows.operation.pointer,
        )
        return None
    try:
        return _converted(rows, parameters, bodies, responses, convert)
    except MisreadError as error:
        problems.add(str(error), rows.operation.pointer)
        return None


def _converted(
    rows: OperationRows,
    parameters: Mapping[str, PropertyProtocol],
    bodies: Mapping[str, PropertyProtocol],
    responses: Mapping[str, PropertyProtocol],
    convert: tuple[_Converter, _Converter],
) -> Endpoint:
    outward, inward = convert
    return Endpoint(
        operation_id=rows.operation.body["operationId"],
        verb=rows.operation.verb,
        path=rows.path,
        parameters=tuple(
            _parameter(row, parameters[f"p{index}"], outward) for index, row in enumerate(rows.parameters)
        ),
        bodies=tuple(
            EndpointBody(row.content_type, outward(prop := bodies[f"application/x{index}+json"]), prop.required)
            for index, row in enumerate(rows.bodies)
        ),
        responses=tuple(
            EndpointResponse(
                row.status, row.content_type, None if row.schema is None else inward(responses[str(index)])
            )
            for index, row in enumerate(rows.responses)
        ),
    )


def _parameter(row: Json, found: PropertyProtocol, convert: _Converter) -> EndpointParameter:
    return EndpointParameter(
        wire_name=row["name"],
        location=row["in"],
        type=convert(found),
        required=found.required,
        description=row.get("description", ""),
        deprecated=bool(row.get("deprecated", False)),
    )


# --- types and complaints ---------------------------------------------------------------------------------------


@frozen
class _Converter:
    """Turns the engine's properties into our types; ``binary`` says what a binary string is."""

    table: Names
    viewer: Viewer
    binary: PrimitiveName

    def __call__(self, prop: PropertyProtocol) -> Type:
        match prop:
            case ModelProperty():
                return self._model(prop)
            case UnionProperty(inner_properties=members):
                return joined(self(member) for member in members)
            case ListProperty(inner_property=item):
                return ListOf(self(item))
            case LiteralEnumProperty(values=values):
                return Literals(self.viewer.in_order(prop.class_info.name, values))
            case ConstProperty(value=value):
                return Literals((value.raw_value,))
            case FileProperty():
                return Primitive(self.binary)
        for kind, name in _PRIMITIVES:
            if isinstance(prop, kind):
                return Primitive(name)
        raise MisreadError(f"{_ENGINE} gives a {type(prop).__name__}, for which specloom has no type")

    def _model(self, model: ModelProperty) -> Type:
        if (name := self.table.component(model.class_info.name)) is not None:
            return Ref(name)
        return DictOf(self(model.additional_properties) if model.additional_properties else ANY)


def _message(complaint: ParseError) -> str:
    return _plain(f"{complaint.header} {complaint.detail or ''}")


def _plain(text: str) -> str:
    # The engine writes some names as objects with their address, which says nothing and is never twice the same.
    return " ".join(_OBJECT.sub("", text).split())


def _details(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, part['loc']))}: {part['msg']}" for part in error.errors())


def _pointer(name: str | None) -> str:
    return f"{REF_PREFIX}{name}" if name else ""
