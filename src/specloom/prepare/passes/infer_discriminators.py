"""Which property tells the members of a union apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from specloom.prepare import walk
from specloom.prepare.keywords import is_null
from specloom.prepare.pointers import component_of
from specloom.prepare.values import Document, Example, Pass, Schema

# Value of the tag -> component name.
Mapped: TypeAlias = dict[str, str]


def infer_discriminators(document: Document) -> Document:
    """Every union of objects that can be told apart by constants says so, and completely.

    A stated discriminator gets the constants of its members added to its mapping (or their names, where a member
    has no constant, as the standard has it). Where none is stated, a property whose constants differ between all
    members is one: a required one is preferred, then `type`, then the order of the document. A member that is
    a union itself brings its own mapping.
    """
    schemas = (document.get("components") or {}).get("schemas", {})
    finder = _Finder(schemas)
    return walk.map_schemas(document, finder.complete)


class _Finder:
    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self._schemas = schemas
        self._values: dict[tuple[str, str], Mapped | None] = {}

    def complete(self, schema: Schema) -> Schema:
        """A union with the discriminator that it should have; any other schema as it is."""
        if "anyOf" not in schema:
            return schema
        names = self._object_members(schema)
        stated = schema.get("discriminator")
        found = None
        if names is not None and len(names) > 1:
            found = self._stated(stated, names) if stated else self._inferred(names)
        out = walk.without_if(schema, "discriminator")
        return {**out, "discriminator": found} if found else out

    def _object_members(self, schema: Schema) -> list[str] | None:
        """Names of the members that are JSON objects; None where one of them has no name or no properties."""
        names: list[str] = []
        for member in schema["anyOf"]:
            name = component_of(member)
            target = member if name is None else self._schemas[name]
            if name is not None and ("properties" in target or self._is_union_of_objects(target)):
                names.append(name)
            elif target.get("type") == "object" or not (target.get("type") or "anyOf" in target):
                return None
        return names

    def _is_union_of_objects(self, schema: Schema) -> bool:
        return any(component_of(member) is not None for member in schema.get("anyOf", ()))

    def _stated(self, stated: Any, names: list[str]) -> Schema | None:
        tag = stated.get("propertyName") if isinstance(stated, dict) else stated
        if not isinstance(tag, str):
            return self._inferred(names)
        mapping: Mapped = {}
        for value, target in (stated.get("mapping") or {}).items() if isinstance(stated, dict) else ():
            name = str(target).rpartition("/")[2]
            if name in self._schemas:
                mapping[str(value)] = name
        for name in names:
            values = self.values(name, tag)
            if values is None and name not in mapping.values():
                values = {name: name}
            for value, target in (values or {}).items():
                mapping.setdefault(value, target)
        return {"propertyName": tag, "mapping": mapping}

    def _inferred(self, names: list[str]) -> Schema | None:
        for tag in self._candidates(names):
            mapping = self._united(tag, names)
            if mapping is not None:
                return {"propertyName": tag, "mapping": mapping}
        return None

    def _candidates(self, names: list[str]) -> Iterable[str]:
        first = self._first_object(names[0], ())
        required = first.get("required", ())
        properties = list(first.get("properties", {}))
        return sorted(properties, key=lambda name: (name not in required, name != "type", properties.index(name)))

    def _first_object(self, name: str, seen: tuple[str, ...]) -> Schema:
        schema = self._schemas[name]
        for member in schema.get("anyOf", ()):
            inner = component_of(member)
            if inner is not None and inner not in seen:
                return self._first_object(inner, (*seen, name))
        return schema

    def _united(self, tag: str, names: list[str]) -> Mapped | None:
        mapping: Mapped = {}
        for name in names:
            values = self.values(name, tag)
            if not values or not mapping.keys().isdisjoint(values):
                return None
            mapping |= values
        return mapping

    def values(self, name: str, tag: str) -> Mapped | None:
        """What the tag may be in a component, and which component that is; None where it may be anything."""
        key = name, tag
        if key not in self._values:
            self._values[key] = None  # a union that holds itself
            schema = self._schemas[name]
            if "anyOf" in schema:
                self._values[key] = self._of_union(schema, tag)
            else:
                constants = self._constants(schema.get("properties", {}).get(tag, {}))
                self._values[key] = {value: name for value in constants} or None
        return self._values[key]

    def _of_union(self, schema: Schema, tag: str) -> Mapped | None:
        completed = self.complete(schema).get("discriminator")
        if completed and completed["propertyName"] == tag:
            mapping: Mapped = completed["mapping"]
            return mapping
        names = self._object_members(schema)
        others = [member for member in schema["anyOf"] if component_of(member) is None and not is_null(member)]
        return self._united(tag, names) if names and not others else None

    def _constants(self, schema: Schema) -> list[str]:
        name = component_of(schema)
        if name is not None:
            schema = self._schemas[name]
        values = [schema["const"]] if "const" in schema else schema.get("enum", [])
        return [value for value in values if isinstance(value, str)] if all(isinstance(v, str) for v in values) else []


PASS = Pass(
    infer_discriminators,
    Example(
        before={
            "Cat": {"type": "object", "properties": {"kind": {"type": "string", "const": "cat"}}},
            "Dog": {"type": "object", "properties": {"kind": {"type": "string", "const": "dog"}}},
            "Pet": {"anyOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]},
        },
        after={
            "Cat": {"type": "object", "properties": {"kind": {"type": "string", "const": "cat"}}},
            "Dog": {"type": "object", "properties": {"kind": {"type": "string", "const": "dog"}}},
            "Pet": {
                "anyOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
                "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat", "dog": "Dog"}},
            },
        },
    ),
)
