"""Paths that carry a query string."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from specloom.prepare import walk
from specloom.prepare.keywords import PATH, QUERY
from specloom.prepare.values import Document, Example, Pass


def split_query_from_paths(document: Document) -> Document:
    """A query string in a path (`/answers?beta=true`) moves to the operations, as fixed values.

    The rest is the path that they really have. Where a verb of that path is taken, the path key gets a suffix after
    `#`, and the operation holds its path.
    """
    paths = document.get("paths") or {}
    if not any("?" in path or "#" in path for path in paths):
        return document
    out: dict[str, dict[str, Any]] = {path: item for path, item in paths.items() if _bare(path) == path}
    for path, item in paths.items():
        if _bare(path) == path:
            continue
        bare, suffix = _bare(path), _suffix(path)
        for verb, operation in item.items():
            key = bare if verb not in out.get(bare, {}) else f"{bare}#{suffix}"
            out[key] = {**out.get(key, {}), verb: _moved(operation, bare, path, key)}
    return {**document, "paths": out}


def _bare(path: str) -> str:
    return path.split("#", 1)[0].split("?", 1)[0]


def _suffix(path: str) -> str:
    return path[len(_bare(path)) + 1 :] or "2"


def _moved(operation: Any, bare: str, path: str, key: str) -> Any:
    if not isinstance(operation, dict):
        return operation
    query = dict(parse_qsl(path[len(bare) :].lstrip("?").split("#", 1)[0], keep_blank_values=True))
    return walk.replace(operation, **{QUERY: query or operation.get(QUERY), PATH: bare if key != bare else None})


PASS = Pass(
    split_query_from_paths,
    Example(
        at=("paths",),
        before={
            "/answers": {"get": {"operationId": "list"}},
            "/answers?beta=true": {"get": {"operationId": "listBeta"}},
        },
        after={
            "/answers": {"get": {"operationId": "list"}},
            "/answers#beta=true": {"get": {"operationId": "listBeta", QUERY: {"beta": "true"}, PATH: "/answers"}},
        },
    ),
)
