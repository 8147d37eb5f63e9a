"""Which property tells the members of a union apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from specloom.prepare import walk
from specloom.prepare.keywords import PARENT, ROLE, core, is_null
from specloom.prepare.naming import Names, pascal
from specloom.prepare.pointers import component_of, ref_to
from specloom.prepare.unions import without_pointers
from specloom.prepare.values import Document, Example, Pass, Schema

# Value of the tag -> component name.
Mapped: TypeAlias = dict[str, str]


def infer_discriminators(document: Document) -> Document:
    """Every union of objects that can be told apart by constants says so, and completely.

    A stated discriminator gets the constants of its members added to its mapping (or their names, where a member
    has no constant, as the standard has it). Where none is stated, a property whose constants differ between all
    members is one: a required one is preferred, then `type`, then the order of the document. A member that is
    a union itself brings its own mapping. Where members of a stated one share a value, it is mapped to a union of
    these, made for it, which another property may tell apart (`role` of messages).
    """
    schemas = (document.get("components") or {}).get("schemas", {})
    finder = _Finder(schemas)
    done = {name: finder.complete(name) for name in schemas}
    if not finder.made and all(done[name] is schema for name, schema in schemas.items()):
        return document
    return {**document, "components": {**document["components"], "schemas": {**done, **finder.made}}}


class _Finder:
    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self._schemas = dict(schemas)
        self._names = Names(schemas)
        self._values: dict[tuple[str, str], Mapped | None] = {}
        self._completed: dict[str, Schema] = {}
        self.made: dict[str, Schema] = {}

    def complete(self, name: str) -> Schema:
        """A union with the discriminator that it should have; any other component as it is."""
        if name not in self._completed:
            schema = self._schemas[name]
            out = walk.without_if(schema, "discriminator")
            self._completed[name] = out  # a union that holds itself
            if "anyOf" in schema:
                found = self._discriminator(name, schema)
                self._completed[name] = {**out, "discriminator": found} if found else out
        return self._completed[name]

    def _discriminator(self, owner: str, schema: Schema) -> Schema | None:
        names = self._object_members(schema)
        if names is None or len(names) < 2:
            return None
        stated = schema.get("discriminator")
        tag = stated.get("propertyName") if isinstance(stated, dict) else None
        return self._stated(owner, stated, names) if isinstance(tag, str) else self._inferred(names)

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

    def _stated(self, owner: str, stated: Any, names: list[str]) -> Schema:
        tag = stated["propertyName"]
        mapping: Mapped = {}
        for value, target in (stated.get("mapping") or {}).items():
            name = str(target).rpartition("/")[2]
            if name in self._schemas:
                mapping[str(value)] = name
        found: dict[str, list[str]] = {}
        for name in names:
            values = self.values(name, tag)
            if values is None and name not in mapping.values():
                values = {name: name}
            for value, target in (values or {}).items():
                if value not in mapping and target not in found.setdefault(value, []):
                    found[value].append(target)
        for value, targets in found.items():
            mapping[value] = targets[0] if len(targets) == 1 else self._shared(owner, value, targets)
        return {"propertyName": tag, "mapping": mapping}

    def _shared(self, owner: str, value: str, names: list[str]) -> str:
        """A union of the members that share a value, made for it; the first of them where all say the same."""
        first, *others = (without_pointers(core(self._schemas[name])) for name in names)
        if all(other == first for other in others):
            return names[0]
        apart = self._inferred(names)
        name = self._names.take(owner + pascal(value))
        schema: Schema = {"anyOf": [ref_to(member) for member in names], PARENT: owner, ROLE: value}
        if apart is not None:
            schema["discriminator"] = apart
        self._schemas[name] = self._completed[name] = self.made[name] = schema
        return name

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
                self._values[key] = self._of_union(name, tag)
            else:
                constants = self._constants(schema.get("properties", {}).get(tag, {}))
                self._values[key] = dict.fromkeys(constants, name) or None
        return self._values[key]

    def _of_union(self, name: str, tag: str) -> Mapped | None:
        schema = self.complete(name)
        completed = schema.get("discriminator")
        if completed and completed["propertyName"] == tag:
            mapping: Mapped = completed["mapping"]
            return mapping
        names = self._object_members(schema)
        others = [member for member in schema["anyOf"] if component_of(member) is None and not is_null(member)]
        return self._united(tag, names) if names and not others else None

    def _constants(self, schema: Schema) -> list[str]:
        for _ in range(2):  # through null, then through a name
            members = [member for member in schema.get("anyOf", ()) if not is_null(member)]
            schema = members[0] if len(members) == 1 else schema
            name = component_of(schema)
            schema = schema if name is None else self._schemas[name]
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
