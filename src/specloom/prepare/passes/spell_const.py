"""One way to say a constant, one way to list several."""

from __future__ import annotations

import re
from typing import Any

from specloom.prepare import walk
from specloom.prepare.keywords import WIDENED, aside, type_of_value
from specloom.prepare.values import Document, Example, Pass, Schema

_WHOLE = re.compile(r"-?[0-9]{1,18}")
_SCALARS = ("string", "integer", "boolean")


def spell_const(document: Document) -> Document:
    """One allowed value is `const`, several are an `enum` of one type, none is no statement at all.

    Values that were loaded as something else than the type says (`yes` read as true) are turned into it; an enum
    on an array belongs to its items; both booleans are simply a boolean; fractions and objects cannot be listed
    as constants, so that such an enum is dropped and the place marked.
    """
    return walk.map_schemas(document, spell)


def spell(schema: Schema) -> Schema:
    """The same for one schema whose parts are done."""
    if "const" in schema:
        return _constants(walk.without(schema, "const", "enum"), [schema["const"]])
    if "enum" in schema:
        return _constants(walk.without(schema, "enum"), schema["enum"])
    return schema


def _constants(rest: Schema, values: list[Any]) -> Schema:
    declared = rest.get("type")
    if declared == "array" and not any(isinstance(value, list) for value in values):
        items = rest.get("items", {})
        has_values = "const" in items or "enum" in items or "$ref" in items
        return rest if has_values else {**rest, "items": _constants(items, values)}
    by_type: dict[str, dict[Any, None]] = {}
    for value in values:
        cast = _cast(value, declared)
        if cast is _NO_FIT:
            continue
        kind = type_of_value(cast)
        if kind not in _SCALARS:
            return {**rest, WIDENED: f"constants of type {kind} cannot be expressed"}
        by_type.setdefault(kind, {})[cast] = None
    members = [_listed(kind, list(listed)) for kind, listed in by_type.items()]
    if not members:
        return rest
    if len(members) == 1:
        return {**members[0], **walk.without(rest, "type")}
    return {"anyOf": members, **aside(rest)}


def _listed(kind: str, values: list[Any]) -> Schema:
    if len(values) == 1:
        return {"type": kind, "const": values[0]}
    return {"type": kind} if kind == "boolean" else {"type": kind, "enum": values}


_NO_FIT = object()


def _cast(value: Any, declared: str | None) -> Any:
    """The value as its type, where one is declared; ``_NO_FIT`` where it cannot be that."""
    kind = type_of_value(value)
    if kind == "number" and value.is_integer():
        value, kind = int(value), "integer"
    if declared is None or kind == declared or (declared == "number" and kind == "integer"):
        return value
    if declared == "string" and kind in ("integer", "number", "boolean"):
        return str(value).lower() if kind == "boolean" else str(value)
    if declared == "boolean" and value in ("true", "false"):
        return value == "true"
    if declared in ("integer", "number") and kind == "string" and _WHOLE.fullmatch(value):
        return int(value)
    return value if declared == "number" and kind == "number" else _NO_FIT


PASS = Pass(
    spell_const,
    Example(
        before={
            "Kind": {"type": "string", "enum": ["cat"]},
            "Size": {"enum": ["small", "large", 1]},
            "Empty": {"type": "string", "enum": []},
        },
        after={
            "Kind": {"type": "string", "const": "cat"},
            "Size": {"anyOf": [{"type": "string", "enum": ["small", "large"]}, {"type": "integer", "const": 1}]},
            "Empty": {"type": "string"},
        },
    ),
)
