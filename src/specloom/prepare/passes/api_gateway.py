"""What exports of AWS API Gateway say in their own way."""

from __future__ import annotations

from typing import Any

from specloom.prepare import walk
from specloom.prepare.keywords import GREEDY, POINTER
from specloom.prepare.pointers import escape
from specloom.prepare.values import Document, Example, Pass

_ANY = "x-amazon-apigateway-any-method"
_ANY_VERBS = ("get", "put", "post", "delete", "patch", "head")
# Spelt for Swagger and for OpenAPI 3 at once; the pass runs before they are told apart.
_UNDECLARED = {"in": "path", "required": True, "type": "string", "schema": {"type": "string"}, GREEDY: True}


def api_gateway(document: Document) -> Document:
    """A method `ANY` becomes the verbs that a path does not list; `{proxy+}` becomes a parameter that is marked.

    Such a parameter takes the rest of the path, slashes included, which OpenAPI has no word for. An operation made
    of `ANY` points at it and takes no `operationId` from it: names are unique.
    """
    paths = document.get("paths") or {}
    if not any("+}" in path or (isinstance(item, dict) and _ANY in item) for path, item in paths.items()):
        return document
    out = {}
    for path, item in paths.items():
        pointer = f"#/paths/{escape(path)}"
        expanded = _expanded(item, pointer) if isinstance(item, dict) and _ANY in item else item
        key = path.replace("+}", "}")
        out[path if key in paths else key] = expanded if key == path else _greedy(expanded, path)
    return {**document, "paths": out}


def _expanded(item: dict[str, Any], pointer: str) -> dict[str, Any]:
    operation = {**walk.without(item[_ANY], "operationId"), POINTER: f"{pointer}/{_ANY}"}
    operation.setdefault("responses", {})
    return {**walk.without(item, _ANY), **{verb: operation for verb in _ANY_VERBS if verb not in item}}


def _greedy(item: Any, path: str) -> Any:
    if not isinstance(item, dict):
        return item
    names = [part.split("{")[-1] for part in path.split("+}")[:-1]]
    out = dict(item)
    if "parameters" in item:
        out["parameters"] = [_marked(parameter, names) for parameter in item["parameters"]]
    for verb in walk.VERBS:
        operation = item.get(verb)
        if isinstance(operation, dict):
            declared = [_marked(parameter, names) for parameter in operation.get("parameters") or ()]
            known = {one.get("name") for one in (*declared, *out.get("parameters", ()))}
            missing = [{"name": name, **_UNDECLARED} for name in names if name not in known]
            out[verb] = {**operation, "parameters": [*declared, *missing]} if declared or missing else operation
    return out


def _marked(parameter: Any, names: list[str]) -> Any:
    if (
        isinstance(parameter, dict)
        and parameter.get("in") == "path"
        and parameter.get("name", "").rstrip("+") in names
    ):
        return {**parameter, "name": parameter["name"].rstrip("+"), GREEDY: True}
    return parameter


PASS = Pass(
    api_gateway,
    Example(
        at=("paths",),
        before={"/files/{proxy+}": {_ANY: {"parameters": [{"name": "proxy", "in": "path"}]}, "head": {}}},
        after={
            "/files/{proxy}": {
                "head": {"parameters": [{"name": "proxy", **_UNDECLARED}]},
                **{
                    verb: {
                        "parameters": [{"name": "proxy", "in": "path", GREEDY: True}],
                        POINTER: f"#/paths/~1files~1{{proxy+}}/{_ANY}",
                        "responses": {},
                    }
                    for verb in ("get", "put", "post", "delete", "patch")
                },
            }
        },
    ),
)
