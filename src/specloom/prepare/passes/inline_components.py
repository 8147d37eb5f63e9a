"""References that are no schemas."""

from __future__ import annotations

from typing import Any

from specloom.prepare import walk
from specloom.prepare.pointers import look_up, split
from specloom.prepare.values import Document, Example, Pass

_KEPT = ("schemas", "securitySchemes")


def inline_components(document: Document) -> Document:
    """Shared parameters, headers, bodies, responses and path items are put where they are used.

    Afterwards an operation can be read by itself, and the only references left are those to schemas. Keys beside
    a reference win over what it leads to. Links and callbacks go: no client calls them.
    """
    visit = _Inliner(document).put
    out = dict(document)
    for owner in ("paths", "webhooks"):
        if document.get(owner):
            out[owner] = {
                path: visit(item, "path item") if isinstance(item, dict) and not path.startswith("x-") else item
                for path, item in document[owner].items()
            }
    if "components" in document:
        stated = document["components"] or {}
        out["components"] = {key: stated[key] for key in _KEPT if stated.get(key)}
    return out


class _Inliner:
    def __init__(self, document: Document) -> None:
        self._document = document

    def put(self, node: dict[str, Any], kind: walk.Kind) -> dict[str, Any]:
        if kind == "schema":
            return node
        while "$ref" in node:
            target = look_up(self._document, split(node["$ref"]))
            node = {**target, **walk.without(node, "$ref")}
        out = node
        for key, (shape, part) in walk.GRAMMAR[kind].items():
            value = node.get(key)
            new = value
            if isinstance(value, list):
                new = [self.put(item, part) for item in value if isinstance(item, dict)]
            elif isinstance(value, dict) and shape == "map":
                new = {
                    name: self.put(item, part)
                    for name, item in value.items()
                    if isinstance(item, dict) and not walk.is_extension(key, name)
                }
            elif isinstance(value, dict):
                new = self.put(value, part)
            if new is not value:
                out = dict(node) if out is node else out
                out[key] = new
        return walk.without(out, "links", "callbacks") if "links" in out or "callbacks" in out else out


PASS = Pass(
    inline_components,
    Example(
        at=(),
        before={
            "components": {"parameters": {"Limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}}}},
            "paths": {"/pets": {"get": {"parameters": [{"$ref": "#/components/parameters/Limit"}]}}},
        },
        after={
            "components": {},
            "paths": {
                "/pets": {
                    "get": {"parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}]},
                }
            },
        },
    ),
)
