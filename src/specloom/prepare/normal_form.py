"""The normal form, as a check: what engines, plan and diff may rely on."""

from __future__ import annotations

from typing import Any

from specloom.prepare import walk
from specloom.prepare.keywords import (
    BESIDE_REF,
    BOUNDS,
    MARKS,
    MENDED,
    PARENT,
    PATH,
    REMARKS,
    ROLE,
    WIDENED,
    core,
    is_null,
)  # fmt: skip
from specloom.prepare.pointers import COMPONENT_NAME, component_of, escape
from specloom.prepare.values import Document, Schema
from specloom.problems import Problems

_TOP = ("openapi", "info", "servers", "security", "tags", "paths", "webhooks", "components", MENDED)
_COMPONENTS = ("schemas", "securitySchemes")
_SCHEMA_KEYS = frozenset((
    *REMARKS, *MARKS, *BOUNDS, "$ref", "type", "const", "enum", "format", "properties", "required",
    "additionalProperties", "items", "anyOf", "discriminator",
))  # fmt: skip
_BESIDE_REF = frozenset(("$ref", *BESIDE_REF, *MARKS))
_TYPES = ("string", "integer", "number", "boolean", "array", "object", "null")
_PYTHON_TYPES = {"string": str, "integer": int, "number": int, "boolean": bool}


def check(document: Document) -> None:
    """Check that a document is in normal form.

    Args:
        document: What the passes gave.

    Raises:
        SpecloomError: With a JSON pointer (into the prepared document) for everything that is out of form.
    """
    _Checker(document).run()


class _Checker:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._schemas: dict[str, Schema] = (document.get("components") or {}).get("schemas") or {}
        self._problems = Problems()

    def run(self) -> None:
        self._frame()
        self._operations()
        for kind, node, pointer in walk.nodes(self._document):
            if not isinstance(node, dict):
                self._expect(node is False and pointer.endswith("/additionalProperties"), "no object", pointer)
            elif kind == "schema":
                self._schema(node, pointer)
            elif kind == "parameter" and "schema" not in node:
                self._problems.add("a parameter has a schema", pointer)
            elif "$ref" in node and kind not in ("document", "components"):
                self._problems.add("only schemas are referred to", pointer)
        self._problems.check()

    def _expect(self, condition: object, message: str, pointer: str) -> None:
        if not condition:
            self._problems.add(f"not in normal form: {message}", pointer)

    def _frame(self) -> None:
        for key in self._document:
            self._expect(key in _TOP, f"`{key}` does not belong here", f"#/{key}")
        self._expect(self._document.get("openapi") == "3.1.0", "`openapi` is 3.1.0", "#/openapi")
        for key in self._document.get("components") or {}:
            self._expect(key in _COMPONENTS, f"components hold no `{key}`", f"#/components/{key}")
        for name, schema in self._schemas.items():
            pointer = f"#/components/schemas/{name}"
            self._expect(COMPONENT_NAME.fullmatch(name), f"{name!r} is no component name", pointer)
            self._expect("$ref" not in schema, "a component is more than a reference", pointer)
            self._expect((PARENT in schema) == (ROLE in schema), "parent and role come together", pointer)

    def _operations(self) -> None:
        seen: set[str] = set()
        for owner in ("paths", "webhooks"):
            for path, verb, operation in walk.operations(self._document, owner):
                pointer = f"#/{owner}/{escape(path)}/{verb}"
                name = operation.get("operationId")
                self._expect(name, "an operation has an `operationId`", pointer)
                self._expect(name not in seen, f"operationId {name!r} is taken", pointer)
                seen.add(str(name))
                self._expect("?" not in path, "a path carries no query string", pointer)
                self._expect("#" not in path or PATH in operation, "a path with a suffix holds its path", pointer)

    def _schema(self, schema: Schema, pointer: str) -> None:
        for key in schema.keys() - _SCHEMA_KEYS:
            self._expect(False, f"`{key}` is no keyword of it", pointer)
        if "$ref" in schema:
            name = component_of(schema)
            self._expect(name in self._schemas, f"{schema['$ref']!r} leads to no component", pointer)
            self._expect(schema.keys() <= _BESIDE_REF, "a reference stands alone", pointer)
        elif "anyOf" in schema:
            self._union(schema, pointer)
        elif "type" in schema:
            self._typed(schema, pointer)
        else:
            self._expect(not core(schema), "a schema has a `type`", pointer)
            self._expect(WIDENED in schema, "a schema that allows anything is marked", pointer)

    def _union(self, schema: Schema, pointer: str) -> None:
        members = schema["anyOf"]
        cores = [core(member) for member in members]
        self._expect(core(schema).keys() <= {"anyOf", "discriminator"}, "`anyOf` stands alone", pointer)
        self._expect(len(members) > 1, "a union has several members", pointer)
        self._expect(all("anyOf" not in member for member in members), "unions are flat", pointer)
        self._expect(all(cores), "no member of a union allows anything", pointer)
        self._expect(all(one not in cores[:at] for at, one in enumerate(cores)), "members differ", pointer)
        objects = sum(component_of(member) is not None and self._holds_objects(member, ()) for member in members)
        self._expect(self._is_component(pointer) or objects < 2, "a union of objects is a component", pointer)
        self._expect(not any(map(is_null, members[:-1])), "null is the last member", pointer)
        self._discriminator(schema, pointer)

    def _discriminator(self, schema: Schema, pointer: str) -> None:
        stated = schema.get("discriminator")
        if stated is None:
            return
        self._expect(set(stated) == {"propertyName", "mapping"}, "a discriminator is complete", pointer)
        for value, name in (stated.get("mapping") or {}).items():
            self._expect(name in self._schemas, f"{value!r} is mapped to no component", pointer)

    def _holds_objects(self, schema: Schema, seen: tuple[str, ...]) -> bool:
        name = component_of(schema)
        if name is not None:
            target = self._schemas.get(name, {})
            return name not in seen and self._holds_objects(target, (*seen, name))
        return "properties" in schema or any(self._holds_objects(member, seen) for member in schema.get("anyOf", ()))

    def _typed(self, schema: Schema, pointer: str) -> None:
        kind = schema["type"]
        self._expect(kind in _TYPES, f"{kind!r} is no type", pointer)
        if "properties" in schema:
            self._expect(self._is_component(pointer), "an object with properties is a component", pointer)
            self._expect(kind == "object" and schema["properties"], "properties belong to an object", pointer)
            missing = [name for name in schema.get("required", ()) if name not in schema["properties"]]
            self._expect(not missing, f"{missing} are required and no properties", pointer)
        elif kind == "object":
            self._expect("required" not in schema, "what is required is a property", pointer)
            self._expect(
                WIDENED in schema or "additionalProperties" in schema, "an object that says nothing is marked", pointer
            )
        extra = schema.get("additionalProperties", False)
        self._expect(
            extra is False or (isinstance(extra, dict) and core(extra)), "further properties say a type", pointer
        )
        self._expect(("items" in schema) == (kind == "array"), "an array says its items", pointer)
        self._constants(schema, kind, pointer)

    def _constants(self, schema: Schema, kind: str, pointer: str) -> None:
        if "const" in schema:
            self._expect(self._is_of(schema["const"], kind), f"the constant is no {kind}", pointer)
            self._expect("enum" not in schema, "a constant is no enum", pointer)
        if "enum" in schema:
            values = schema["enum"]
            self._expect(self._is_component(pointer), "an enum is a component", pointer)
            self._expect(len(values) > 1, "an enum has several values", pointer)
            self._expect(all(self._is_of(value, kind) for value in values), f"the values are no {kind}s", pointer)

    def _is_of(self, value: Any, kind: str) -> bool:
        return type(value) is _PYTHON_TYPES.get(kind)

    @staticmethod
    def _is_component(pointer: str) -> bool:
        return pointer.startswith("#/components/schemas/") and pointer.count("/") == 3
