"""Servers."""

from __future__ import annotations

import re
from typing import Any

from specloom.prepare import walk
from specloom.prepare.values import Document, Example, Pass

_VARIABLE = re.compile(r"\{([^{}]+)\}")


def tidy_servers(document: Document) -> Document:
    """A server has a URL, and its variables are those that the URL names; operations have their path's servers.

    A variable has a `default` as text, unless the document states none, and an `enum`, which the default is part of.
    `x-name` is a spelling of `name`, which OpenAPI 3.2 has. An operation keeps servers only where they are not those
    of the document.
    """
    shared = _tidy(document.get("servers"))
    out = {**document, "servers": shared} if "servers" in document else document
    if not any(_says_servers(item) for item in (document.get("paths") or {}).values()):
        return out
    return {**out, "paths": {path: _path_item(item, shared) for path, item in document["paths"].items()}}


def _says_servers(item: Any) -> bool:
    return isinstance(item, dict) and any(
        isinstance(one, dict) and "servers" in one for one in (item, *(item.get(verb) for verb in walk.VERBS))
    )


def _path_item(item: Any, shared: list[dict[str, Any]]) -> Any:
    if not _says_servers(item):
        return item
    of_path = _tidy(item.get("servers"))
    out = walk.without(item, "servers")
    for verb in walk.VERBS:
        if isinstance(operation := item.get(verb), dict):
            own = _tidy(operation.get("servers")) or of_path
            rest = walk.without(operation, "servers")
            out[verb] = {**rest, "servers": own} if own and own != shared else rest
    return out


def _tidy(servers: Any) -> list[dict[str, Any]]:
    listed = servers if isinstance(servers, list) else []
    return [_server(server) for server in listed if isinstance(server, dict) and server.get("url")]


def _server(server: dict[str, Any]) -> dict[str, Any]:
    url = str(server["url"])
    stated = server.get("variables")
    variables = stated if isinstance(stated, dict) else {}
    named = {name: _variable(variables.get(name)) for name in _VARIABLE.findall(url)}
    texts = {"name": server.get("name") or server.get("x-name"), "description": server.get("description")}
    return {
        "url": url,
        **{key: text for key, text in texts.items() if isinstance(text, str) and text},
        **({"variables": named} if named else {}),
    }


def _variable(stated: Any) -> dict[str, Any]:
    variable = stated if isinstance(stated, dict) else {}
    default = variable.get("default")
    values = list(dict.fromkeys(_text(value) for value in variable.get("enum") or ()))
    out: dict[str, Any] = {} if default is None else {"default": _text(default)}
    if values:
        out["enum"] = values if default is None or _text(default) in values else [*values, _text(default)]
    text = variable.get("description")
    return {**out, **({"description": text} if isinstance(text, str) and text else {})}


def _text(value: Any) -> str:
    # YAML reads a port as a number, and `on` as a truth.
    return str(value).lower() if isinstance(value, bool) else str(value)


PASS = Pass(
    tidy_servers,
    Example(
        at=(),
        before={
            "servers": [
                {
                    "url": "https://{host}:{port}/v1",
                    "x-name": "test",
                    "variables": {"port": {"default": 8443, "enum": [443]}, "old": {"default": ""}},
                }
            ],
            "paths": {"/files": {"servers": [{"url": "https://files.example"}], "get": {}}},
        },
        after={
            "servers": [
                {
                    "url": "https://{host}:{port}/v1",
                    "name": "test",
                    "variables": {"host": {}, "port": {"default": "8443", "enum": ["443", "8443"]}},
                }
            ],
            "paths": {"/files": {"get": {"servers": [{"url": "https://files.example"}]}}},
        },
    ),
)
