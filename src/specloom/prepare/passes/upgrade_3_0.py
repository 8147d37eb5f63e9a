"""What OpenAPI 3.0 spells differently from 3.1."""

from __future__ import annotations

from typing import Any

from specloom.prepare import walk
from specloom.prepare.keywords import MENDED
from specloom.prepare.values import Document, Example, Pass, Schema

_LIMITS = (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))
_TOP = ("openapi", "info", "servers", "security", "tags", "paths", "webhooks", "components", MENDED)
_INFO = ("title", "version", "description")


def upgrade_3_0(document: Document) -> Document:
    """The document says 3.1.0; boolean `exclusiveMinimum` and `exclusiveMaximum` become the limits themselves.

    `contentEncoding: base64` and binary `contentMediaType` of 3.1 are spelt as the formats `byte` and `binary`
    of 3.0, which all tools know. What 3.1 dropped and documents use all the same (`nullable`) has passes of its
    own, whatever version a document claims.
    """
    out: Document = {key: document[key] for key in _TOP if document.get(key) is not None}
    out["openapi"] = "3.1.0"
    info = out.get("info") or {}
    out["info"] = {"title": "", "version": "", **{key: str(info[key]) for key in _INFO if info.get(key) is not None}}
    out.setdefault("servers", [])
    out.setdefault("paths", {})
    ordered = {key: out[key] for key in _TOP if key in out}
    return walk.map_schemas(ordered, _upgrade)


def _upgrade(schema: Schema) -> Schema:
    out = schema
    for limit, exclusive in _LIMITS:
        flag: Any = schema.get(exclusive)
        if isinstance(flag, bool):
            out = walk.without(out, exclusive)
            if flag and limit in out:
                out[exclusive] = out.pop(limit)
    if "contentEncoding" in out or "contentMediaType" in out:
        out = _binary(out)
    return out


def _binary(schema: Schema) -> Schema:
    """The format, where there is one; what it does not say stays, for whoever compares documents."""
    if "format" in schema:
        return schema
    if str(schema.get("contentEncoding", "")).startswith("base64"):
        return {**walk.without(schema, "contentEncoding"), "type": "string", "format": "byte"}
    media = str(schema.get("contentMediaType", ""))
    if (
        schema.get("contentEncoding", "binary") != "binary"
        or not media
        or media.startswith("text/")
        or media.endswith(("json", "xml"))
    ):
        return schema
    out = walk.without_if(schema, "contentEncoding")  # binary: as it is
    out = walk.without(out, "contentMediaType") if media == "application/octet-stream" else out
    return {**out, "type": "string", "format": "binary"}


PASS = Pass(
    upgrade_3_0,
    Example(
        at=(),
        before={
            "openapi": "3.0.3",
            "info": {"title": "Pets", "version": "1"},
            "paths": {},
            "components": {"schemas": {"Age": {"type": "number", "minimum": 0, "exclusiveMinimum": True}}},
        },
        after={
            "openapi": "3.1.0",
            "info": {"title": "Pets", "version": "1"},
            "servers": [],
            "paths": {},
            "components": {"schemas": {"Age": {"type": "number", "exclusiveMinimum": 0}}},
        },
    ),
)
