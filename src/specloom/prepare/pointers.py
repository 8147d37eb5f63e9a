"""JSON pointers as URI fragments, within one document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from specloom.document import pointers
from specloom.document.pointers import escape as escape
from specloom.document.pointers import is_index
from specloom.prepare.values import Document, Schema

SCHEMAS = "#/components/schemas/"
COMPONENT_NAME = re.compile(r"[A-Za-z0-9_.-]+")


def join(segments: Iterable[str | int]) -> str:
    """The pointer made of segments from the root."""
    return pointers.join("#", *segments)


def split(pointer: str) -> tuple[str, ...]:
    """The segments of a local ``$ref`` (``#/...``), unescaped."""
    return tuple(pointers.split(pointer))


_MISSING = object()


def look_up(document: Document, segments: Iterable[str], default: Any = _MISSING) -> Any:
    """What stands at the segments.

    Raises:
        LookupError: If nothing does and no default is given.
    """
    node: Any = document
    for segment in segments:
        if isinstance(node, dict) and segment in node:
            node = node[segment]
        elif isinstance(node, list) and is_index(segment, node):
            node = node[int(segment)]
        elif default is not _MISSING:
            return default
        else:
            raise LookupError(segment)
    return node


def followed(document: Document, node: dict[str, Any]) -> dict[str, Any]:
    """The node behind references; the node itself where it is none."""
    while "$ref" in node:
        node = look_up(document, split(node["$ref"]))
    return node


def component_of(schema: Schema) -> str | None:
    """The name behind ``#/components/schemas/NAME``, or None where the schema is no such reference."""
    ref = schema.get("$ref")
    return ref[len(SCHEMAS) :] if isinstance(ref, str) and ref.startswith(SCHEMAS) else None


def ref_to(name: str) -> Schema:
    """A reference to a component schema."""
    return {"$ref": SCHEMAS + name}
