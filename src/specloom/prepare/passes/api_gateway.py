"""What exports of AWS API Gateway say in their own way."""

from __future__ import annotations

from typing import Any

from specloom.document.grammar import ANY_METHOD
from specloom.prepare import walk
from specloom.prepare.keywords import GREEDY
from specloom.prepare.pointers import followed
from specloom.prepare.values import Document, Example, Pass

_DEFAULT = "/$default"
_REST = "/{proxy+}"
_ANY_VERBS = ("get", "put", "post", "delete", "patch", "head")
# Spelt for Swagger and for OpenAPI 3 at once; the pass runs before they are told apart.
_UNDECLARED = {"in": "path", "required": True, "type": "string", "schema": {"type": "string"}, GREEDY: True}


def api_gateway(document: Document) -> Document:
    """A method `ANY` becomes the verbs that a path does not list; `{proxy+}` becomes a parameter that is marked.

    Such a parameter takes the rest of the path, slashes included, which OpenAPI has no word for. An operation made
    of `ANY` takes no `operationId` from it: names are unique. The route `$default` of an HTTP API, which takes what
    no other route does, becomes `/{proxy+}` with the tag `default`.
    """
    paths = document.get("paths") or {}
    if not any("+}" in path or (isinstance(item, dict) and ANY_METHOD in item) for path, item in paths.items()):
        return document
    if isinstance(paths.get(_DEFAULT), dict) and _REST not in paths:
        paths = {
            _REST if path == _DEFAULT else path: _tagged(item) if path == _DEFAULT else item
            for path, item in paths.items()
        }
    out = {}
    for path, item in paths.items():
        expanded = _expanded(item) if isinstance(item, dict) and ANY_METHOD in item else item
        key = path.replace("+}", "}")
        # Another path of this name: what follows # is no part of it.
        out[f"{key}#greedy" if key != path and key in paths else key] = (
            _greedy(document, expanded, path) if key != path and isinstance(item, dict) else expanded
        )
    return {**document, "paths": out}


def _tagged(item: dict[str, Any]) -> dict[str, Any]:
    return {
        key: {"tags": ["default"], **part} if key in (*walk.VERBS, ANY_METHOD) and isinstance(part, dict) else part
        for key, part in item.items()
    }


def _expanded(item: dict[str, Any]) -> dict[str, Any]:
    operation = walk.without(item[ANY_METHOD] or {}, "operationId")
    return {**walk.without(item, ANY_METHOD), **{verb: operation for verb in _ANY_VERBS if verb not in item}}


def _greedy(document: Document, item: dict[str, Any], path: str) -> dict[str, Any]:
    names = [part.split("{")[-1] for part in path.split("+}")[:-1]]
    out = dict(item)
    shared = _marked(document, item, names)
    if shared:
        out["parameters"] = shared
    for verb in walk.VERBS:
        operation = item.get(verb)
        if isinstance(operation, dict):
            declared = _marked(document, operation, names)
            known = {one.get("name") for one in (*declared, *shared) if GREEDY in one}
            missing = [{"name": name, **_UNDECLARED} for name in names if name not in known]
            out[verb] = {**operation, "parameters": [*declared, *missing]} if declared or missing else operation
    return out


def _marked(document: Document, holder: dict[str, Any], names: list[str]) -> list[dict[str, Any]]:
    """The parameters of a path or operation, those that are greedy marked and put in."""
    out = []
    for parameter in holder.get("parameters") or ():
        target = followed(document, parameter)
        name = str(target.get("name")).removesuffix("+")
        is_greedy = target.get("in") == "path" and name in names
        out.append({**target, "name": name, GREEDY: True} if is_greedy else parameter)
    return out


PASS = Pass(
    api_gateway,
    Example(
        at=("paths",),
        before={
            "/files/{proxy+}": {
                ANY_METHOD: {"parameters": [{"name": "proxy", "in": "path"}]},
                **{verb: {} for verb in ("head", "get", "put", "patch")},
            }
        },
        after={
            "/files/{proxy}": {
                **{
                    verb: {"parameters": [{"name": "proxy", **_UNDECLARED}]}
                    for verb in ("head", "get", "put", "patch")
                },
                **{
                    verb: {"parameters": [{"name": "proxy", "in": "path", GREEDY: True}]}
                    for verb in ("post", "delete")
                },
            }
        },
    ),
)
