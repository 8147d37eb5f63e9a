"""The adapter over datamodel-code-generator, the only module that imports it: what callers pass in.

The engine parses the view of the components and stops there: nothing is rendered or formatted.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Collection, Mapping
from typing import Any

from attrs import frozen
from datamodel_code_generator import Error as EngineError
from datamodel_code_generator.enums import DataModelType
from datamodel_code_generator.format import PythonVersion
from datamodel_code_generator.model import DataModel, get_data_model_types
from datamodel_code_generator.parser import LiteralType
from datamodel_code_generator.parser.openapi import OpenAPIParser
from datamodel_code_generator.types import DataType
from pydantic import ValidationError

from specloom.engines.declare import MisreadError, declarations, joined
from specloom.engines.reach import REF_PREFIX, Json, components, mentioned_beside, portions
from specloom.engines.view import Names, View, Viewer
from specloom.plan.parsed import Declaration
from specloom.plan.types import ANY, NONE, DictOf, ListOf, Literals, Primitive, Ref, Type
from specloom.problems import Problem, Problems, SpecloomError

_ENGINE = "datamodel-code-generator"

_PRIMITIVES: dict[str, Type] = {
    "str": Primitive("str"),
    "int": Primitive("int"),
    "float": Primitive("float"),
    "bool": Primitive("bool"),
    "bytes": Primitive("file"),
    "None": NONE,
    "Any": ANY,
}


def parse_params(prepared: Json, names: Collection[str]) -> dict[str, Declaration]:
    """The declarations of the named components as requests see them; read-only properties are left out.

    Args:
        prepared: A document in normal form. It is not changed.
        names: Components to declare.

    Returns:
        Declarations by component name, in document order.

    Raises:
        SpecloomError: With what the engine complains of; it stops at the first.
    """
    wanted = ((name, schema) for name, schema in components(prepared).items() if name in names)
    params: dict[str, Declaration] = {}
    for portion in portions(wanted):
        params |= _parse_portion(prepared, dict(portion))
    return params


def _parse_portion(prepared: Json, schemas: Mapping[str, Json]) -> dict[str, Declaration]:
    table = Names((*schemas, *mentioned_beside(prepared, schemas)))
    viewer = Viewer(table, leave_out=lambda schema: schema.get("readOnly") is True)
    found = _parse(viewer.components(schemas), table)
    convert = _Converter(table)
    problems = Problems()
    read = declarations(schemas, lambda name, schema: convert.fields(found, table.owner(name, schema)), problems)
    problems.check()
    return read


def _parse(views: dict[str, View], table: Names) -> dict[str, DataModel]:
    """The engine's models by token."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": "view", "version": "1"},
        "paths": {},
        "components": {"schemas": views},
    }
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            parser = _parser(document)
            parser.parse_raw()
    # The engine has no error of its own for much that it stumbles over.
    except (EngineError, ValidationError, UserWarning, LookupError, TypeError, ValueError) as error:
        message = " ".join(str(error).split())
        name = table.first(message)
        pointer = f"{REF_PREFIX}{name}" if name else ""
        raise SpecloomError(
            Problem(f"{_ENGINE} refuses a schema: {type(error).__name__}: {table.readable(message)}", pointer)
        ) from error
    return {model.reference.path.removeprefix(REF_PREFIX): model for model in parser.results}


def _parser(document: dict[str, Any]) -> OpenAPIParser:
    kinds = get_data_model_types(DataModelType.TypingTypedDict, PythonVersion.PY_310)
    return OpenAPIParser(
        json.dumps(document),
        data_model_type=kinds.data_model,
        data_model_root_type=kinds.root_model,
        data_model_field_type=kinds.field_model,
        data_type_manager_type=kinds.data_type_manager,
        dump_resolve_reference_action=kinds.dump_resolve_reference_action,
        enum_field_as_literal=LiteralType.All,
        target_python_version=PythonVersion.PY_310,
    )


@frozen
class _Converter:
    """Turns the engine's models into our types."""

    table: Names

    def fields(self, found: dict[str, DataModel], token: str) -> dict[str, tuple[Type, bool]]:
        """Type and required-ness of the properties of one object of the view."""
        if token not in found:
            raise MisreadError(f"{_ENGINE} lost this schema")
        return {
            field.original_name or field.name or "": (self._type(field.data_type), field.required)
            for field in found[token].fields
        }

    def _type(self, data: DataType) -> Type:
        plain = self._plain(data)
        return joined((plain, NONE)) if data.is_optional else plain

    def _plain(self, data: DataType) -> Type:
        if data.is_list:
            return ListOf(self._parts(data))
        if data.is_dict:
            return DictOf(self._parts(data))
        if data.reference is not None:
            return self._reference(data.reference.path)
        if data.literals:
            return Literals(tuple(data.literals))
        if data.data_types:
            return self._parts(data)
        if data.type in _PRIMITIVES:
            return _PRIMITIVES[data.type]
        raise MisreadError(f"{_ENGINE} gives the type {data.type!r}, for which specloom has none")

    def _parts(self, data: DataType) -> Type:
        if not data.data_types:
            raise MisreadError(f"{_ENGINE} gives a list or map without a type for its items")
        if len(data.data_types) == 1:  # lists in lists go deep
            return self._type(data.data_types[0])
        return joined(self._type(part) for part in data.data_types)

    def _reference(self, path: str) -> Type:
        if (name := self.table.component(path.removeprefix(REF_PREFIX))) is None:
            raise MisreadError(f"{_ENGINE} gives a reference to {path!r}, which is no component")
        return Ref(name)
