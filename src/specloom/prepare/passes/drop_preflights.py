"""Operations that answer browsers alone."""

from __future__ import annotations

from specloom.prepare import walk
from specloom.prepare.gateway import INTEGRATION, is_export
from specloom.prepare.keywords import KEEP, MENDED, POINTER
from specloom.prepare.mending import Notes, noted
from specloom.prepare.pointers import escape
from specloom.prepare.values import Document, Example, Pass

_DROPPED = "OPTIONS is left out: it answers the preflight requests of browsers"


def drop_preflights(document: Document) -> Document:
    """`OPTIONS` leaves a document that AWS API Gateway exported; a path with nothing else goes with it.

    API Gateway puts it on every path that browsers may call, with a fixed answer; no client calls it. Elsewhere
    `OPTIONS` is an operation like others and stays, as it does here where it says `x-specloom-keep: true`.
    """
    paths = document.get("paths") or {}
    if not any(isinstance(item, dict) and "options" in item for item in paths.values()) or not is_export(document):
        return document
    notes: Notes = []
    out = {}
    for path, item in paths.items():
        operation = item.get("options") if isinstance(item, dict) else None
        if isinstance(operation, dict) and not operation.get(KEEP):
            notes.append((str(operation.get(POINTER) or f"#/paths/{escape(path)}/options"), _DROPPED))
            item = walk.without(item, "options")
            if not any(isinstance(part, dict) for part in item.values()):
                continue
        out[path] = item
    return noted({**document, "paths": out}, notes) if notes else document


PASS = Pass(
    drop_preflights,
    Example(
        at=(),
        before={
            "paths": {
                "/pets": {"get": {}, "options": {INTEGRATION: {"type": "mock"}}},
                "/toys": {"options": {}},
                "/cats": {"options": {KEEP: True}},
            },
        },
        after={
            "paths": {"/pets": {"get": {}}, "/cats": {"options": {KEEP: True}}},
            MENDED: [
                {"pointer": "#/paths/~1pets/options", "reason": _DROPPED},
                {"pointer": "#/paths/~1toys/options", "reason": _DROPPED},
            ],
        },
    ),
)
