"""Schemas put together from parts."""

from __future__ import annotations

from specloom.prepare import walk
from specloom.prepare.intersect import Circle, Intersection
from specloom.prepare.keywords import BESIDE_REF, MARKS, WIDENED, aside, core
from specloom.prepare.pointers import SCHEMAS, escape
from specloom.prepare.values import Document, Example, Pass, Schema
from specloom.problems import Problems


def merge_all_of(document: Document) -> Document:
    """`allOf` becomes the one schema that says what its parts say together.

    Parts are followed through references. Properties are united, a property of several parts keeps what all of
    them allow; where they contradict each other the last one stays, since that is what its author wrote last. Over
    a union the other parts are put into each member that can take them. Keywords beside `anyOf` and `$ref` are
    parts as well. A single reference stays a reference.
    """
    schemas = (document.get("components") or {}).get("schemas", {})
    merger = _Merger(schemas)
    problems = Problems()
    merged: dict[str, Schema] = {}
    for name in schemas:
        try:
            merged[name] = merger.component(name)
        except Circle:
            problems.add("a schema cannot be part of itself, here through its `allOf`", f"{SCHEMAS}{escape(name)}")
    problems.check()
    rest: Document = walk.map_schemas({**document, "components": {}}, merger.inner)
    components = {**document.get("components", {}), **({"schemas": merged} if schemas else {})}
    return {key: components if key == "components" else rest[key] for key in document}


class _Merger:
    def __init__(self, schemas: dict[str, Schema]) -> None:
        self._schemas = schemas
        self._done: dict[str, Schema] = {}
        self._open: list[str] = []
        self._intersection = Intersection(self.target)

    def component(self, name: str) -> Schema:
        """The component without ``allOf``."""
        if name in self._done:
            return self._done[name]
        if name in self._open:
            raise Circle
        self._open.append(name)
        try:
            self._done[name] = self._merge(walk.rewrite_inner(self._schemas[name], self.inner))
        finally:
            self._open.pop()
        return self._done[name]

    def target(self, name: str) -> Schema:
        """The same, through components that are nothing but a reference."""
        seen = [name]
        schema = self.component(name)
        while "$ref" in schema:
            name = schema["$ref"][len(SCHEMAS) :]
            if name in seen:
                raise Circle
            seen.append(name)
            schema = self.component(name)
        return schema

    def inner(self, schema: Schema) -> Schema:
        """A schema inside another, whose own inner schemas are done."""
        try:
            return self._merge(schema)
        except Circle:
            # It changes the schema that it stands in: endless if followed, so one part stands for the whole.
            parts = _parts(schema) or [schema]
            kept = next((part for key in ("$ref", "anyOf") for part in parts if key in part), parts[0])
            return {**kept, **_beside(schema), WIDENED: "changes the schema that it is inside of"}

    def _merge(self, schema: Schema) -> Schema:
        parts = _parts(schema)
        if parts is None:
            return schema
        found: Schema = {}
        for part in parts:
            found = self._intersection.merged(found, part)
        if "$ref" in found:
            return {**_reference(found), **_beside(schema)}
        return {**found, **aside(schema)}


def _reference(schema: Schema) -> Schema:
    """A reference with what may stand beside it."""
    return {"$ref": schema["$ref"], **_beside(schema)}


def _beside(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key in BESIDE_REF or key in MARKS}


def _parts(schema: Schema) -> list[Schema] | None:
    """What has to hold together, the child last; None where a schema has but one part."""
    inner = schema.get("allOf")
    said = core(schema)
    own = {key: value for key, value in said.items() if key not in ("allOf", "anyOf", "$ref", "discriminator")}
    if inner is None and not own and ("$ref" not in said or "anyOf" not in said):
        return None if "$ref" not in said or len(said) == len(schema) else [{"$ref": schema["$ref"]}]
    if inner is None and "anyOf" not in said and "$ref" not in said:
        return None
    parts = [{"$ref": schema["$ref"]}] if "$ref" in said else []
    parts += inner or []
    if "anyOf" in said:
        parts.append({key: said[key] for key in ("anyOf", "discriminator") if key in said})
    if own:
        parts.append(own)
    return parts


PASS = Pass(
    merge_all_of,
    Example(
        before={
            "Animal": {"type": "object", "properties": {"name": {"type": "string"}}},
            "Cat": {
                "allOf": [
                    {"$ref": "#/components/schemas/Animal"},
                    {"type": "object", "properties": {"lives": {"type": "integer"}}, "required": ["name"]},
                ]
            },
        },
        after={
            "Animal": {"type": "object", "properties": {"name": {"type": "string"}}},
            "Cat": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "lives": {"type": "integer"}},
                "required": ["name"],
            },
        },
    ),
)
