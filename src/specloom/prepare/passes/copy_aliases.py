"""Components that only refer to another."""

from __future__ import annotations

from specloom.prepare import walk
from specloom.prepare.keywords import PARENT, ROLE, aside
from specloom.prepare.pointers import SCHEMAS, component_of
from specloom.prepare.values import Document, Example, Pass, Schema
from specloom.problems import Problems


def copy_aliases(document: Document) -> Document:
    """A component that is nothing but a reference to another becomes a copy of it.

    Engines take no such component. The name stays: answers and requests mention it.
    """
    schemas = (document.get("components") or {}).get("schemas", {})
    if not any("$ref" in schema for schema in schemas.values()):
        return document
    problems = Problems()
    out = {name: _copied(name, schemas, problems) for name in schemas}
    problems.check()
    return {**document, "components": {**document["components"], "schemas": out}}


def _copied(owner: str, schemas: dict[str, Schema], problems: Problems) -> Schema:
    schema = target = schemas[owner]
    seen = [owner]
    while (name := component_of(target)) is not None:
        if name in seen:
            problems.add(f"a schema cannot be part of itself: {' -> '.join([*seen, name])}", f"{SCHEMAS}{owner}")
            return schema
        seen.append(name)
        target = schemas[name]
    return schema if target is schema else {**walk.without(target, PARENT, ROLE), **aside(schema)}


PASS = Pass(
    copy_aliases,
    Example(
        before={"Key": {"type": "string"}, "Token": {"$ref": "#/components/schemas/Key"}},
        after={"Key": {"type": "string"}, "Token": {"type": "string"}},
    ),
)
