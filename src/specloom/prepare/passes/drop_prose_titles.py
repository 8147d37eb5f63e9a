"""Titles, examples and vendor extensions."""

from __future__ import annotations

from typing import Any

from specloom.prepare import walk
from specloom.prepare.keywords import LIFECYCLE, TITLE
from specloom.prepare.values import Document, Example, Pass, Schema

_DROPPED = frozenset({"example", "examples", "externalDocs", "xml", "$comment", "$schema", "$id", "$anchor"})
_READ_LATER = frozenset({"x-nullable", "x-extensible-enum", *LIFECYCLE})


def drop_prose_titles(document: Document) -> Document:
    """Titles, examples, vendor extensions and remarks that are not text leave the schemas.

    Generators name classes after titles, and titles collide: on OpenAI's document that alone costs twenty
    operations. A title stays readable as `x-specloom-title`, as a hint for names.
    """
    return walk.map_schemas(document, _clean)


def _clean(schema: Schema) -> Schema:
    drop = [key for key, value in schema.items() if _is_dropped(key, value)]
    if "title" not in schema:
        return walk.without(schema, *drop) if drop else schema
    title = schema["title"]
    out = walk.without(schema, "title", *drop)
    if isinstance(title, str) and title:
        out[TITLE] = title
    return out


def _is_dropped(key: str, value: Any) -> bool:
    if key == "description":
        return not isinstance(value, str)
    if key.startswith("x-"):
        return not key.startswith("x-specloom-") and key not in _READ_LATER
    return key in _DROPPED


PASS = Pass(
    drop_prose_titles,
    Example(
        before={"Cat": {"type": "string", "title": "A cat", "example": "Tom", "x-vendor": 1}},
        after={"Cat": {"type": "string", TITLE: "A cat"}},
    ),
)
