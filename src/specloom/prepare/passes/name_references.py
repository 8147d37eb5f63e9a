"""References to schemas: all to components, all by plain names."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from specloom.document.pointers import is_index
from specloom.prepare import walk
from specloom.prepare.models import home, models, with_models
from specloom.prepare.naming import Names, component_name, pascal
from specloom.prepare.pointers import COMPONENT_NAME, join, look_up, split
from specloom.prepare.values import Document, Example, Pass, Schema


def name_references(document: Document) -> Document:
    """A reference into the middle of something makes a component of what it leads to.

    `#/components/schemas/Pet/properties/tag` and `#/paths/.../schema` name a thing that has no name of its own.
    Components (definitions of Swagger) whose names have other characters than letters, digits, `_`, `.` and `-` are
    renamed.
    """
    references = _References(document)
    visited = walk.map_schemas(document, references.visit)
    if references.made:
        for segments, name in references.made.items():
            document = _put(document, segments, references.to(name))
        visited = walk.map_schemas(document, references.visit)
    schemas = models(visited)
    if not references.made and all(map(COMPONENT_NAME.fullmatch, schemas)):
        return visited
    named = {references.names.get(name, name): schema for name, schema in schemas.items()}
    for segments, name in references.made.items():
        named[name] = walk.rewrite_schema(references.at(segments), references.visit)
    return with_models(visited, named)


class _References:
    def __init__(self, document: Document) -> None:
        self._document = document
        schemas = models(document)
        self._home = home(document)
        self._prefix = join((*self._home, ""))
        odd = [name for name in schemas if not COMPONENT_NAME.fullmatch(name)]
        self._taken = Names(schemas.keys() - odd)
        self.names = {name: self._taken.take(component_name(name)) for name in odd}
        self.made: dict[tuple[str, ...], str] = {}

    def to(self, name: str) -> Schema:
        """A reference to a component."""
        return {"$ref": self._prefix + name}

    def at(self, segments: tuple[str, ...]) -> Schema:
        """The schema that a new component is made of."""
        found: Schema = look_up(self._document, segments)
        return found

    def visit(self, schema: Schema) -> Schema:
        ref = schema.get("$ref")
        if "discriminator" in schema and self.names:
            return self._with_mapping(schema)
        if not isinstance(ref, str) or (
            ref.startswith(self._prefix) and COMPONENT_NAME.fullmatch(ref, len(self._prefix))
        ):
            return schema
        if ref == "#":
            return walk.without(schema, "$ref")
        segments = self._followed(split(ref))
        if segments[:-1] == self._home:
            return {**schema, **self.to(self.names.get(segments[-1], segments[-1]))}
        if segments not in self.made:
            words = [word for word in segments if word not in _STEPS and not word.isdigit()]
            self.made[segments] = self._taken.take("".join(map(pascal, words[-3:])) or "Schema")
        return {**schema, **self.to(self.made[segments])}

    def _with_mapping(self, schema: Schema) -> Schema:
        stated = schema["discriminator"]
        mapping = stated.get("mapping") if isinstance(stated, dict) else None
        if not isinstance(mapping, dict):
            return schema
        names = {value: unquote(str(target).rpartition("/")[2]) for value, target in mapping.items()}
        named = {value: self.names.get(name, name) for value, name in names.items()}
        return {**schema, "discriminator": {**stated, "mapping": named}}

    def _followed(self, segments: tuple[str, ...]) -> tuple[str, ...]:
        """Where a reference leads in the end: what stands there may be a reference again."""
        node = look_up(self._document, segments)
        if segments[: len(self._home)] != self._home and set(node) == {"$ref"}:
            return self._followed(split(node["$ref"]))
        return segments


def _put(node: Any, segments: tuple[str, ...], value: Schema) -> Any:
    """A copy of a node with a value at the segments; the node itself where they lead nowhere (any more)."""
    if not segments:
        return value
    key, rest = segments[0], segments[1:]
    if isinstance(node, list) and is_index(key, node):
        return [_put(item, rest, value) if index == int(key) else item for index, item in enumerate(node)]
    if isinstance(node, dict) and key in node:
        return {**node, key: _put(node[key], rest, value)}
    return node


_STEPS = frozenset({
    "components", "schemas", "paths", "definitions", "$defs", "properties", "items", "schema", "content", "responses",
    "requestBody", "requestBodies", "parameters", "additionalProperties", "allOf", "anyOf", "oneOf",
    "application/json",
})  # fmt: skip


PASS = Pass(
    name_references,
    Example(
        before={
            "Pet": {"type": "object", "properties": {"tag": {"type": "string"}}},
            "Tags": {"type": "array", "items": {"$ref": "#/components/schemas/Pet/properties/tag"}},
            "Page«Pet»": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}},
        },
        after={
            "Pet": {"type": "object", "properties": {"tag": {"$ref": "#/components/schemas/PetTag"}}},
            "Tags": {"type": "array", "items": {"$ref": "#/components/schemas/PetTag"}},
            "Page_Pet": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}},
            "PetTag": {"type": "string"},
        },
    ),
)
