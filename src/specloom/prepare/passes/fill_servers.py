"""Servers with variables."""

from __future__ import annotations

import re
from typing import Any

from specloom.prepare.values import Document, Example, Pass

_VARIABLE = re.compile(r"\{([^{}]+)\}")


def fill_servers(document: Document) -> Document:
    """Variables in server URLs are filled with their defaults, and slashes that meet become one.

    A client needs a URL that works; callers pass another one as they like.
    """
    servers = [server for server in document.get("servers") or () if isinstance(server, dict) and server.get("url")]
    return {**document, "servers": [_filled(server) for server in servers]} if "servers" in document else document


def _filled(server: dict[str, Any]) -> dict[str, Any]:
    variables = server.get("variables") or {}

    def value(match: re.Match[str]) -> str:
        variable = variables.get(match[1])
        return str(variable.get("default", "")) if isinstance(variable, dict) else match[0]

    scheme, separator, rest = _VARIABLE.sub(value, str(server["url"])).rpartition("://")
    url = f"{scheme}{separator}{re.sub('/{2,}', '/', rest)}"
    text = server.get("description")
    return {"url": url, **({"description": text} if isinstance(text, str) else {})}


PASS = Pass(
    fill_servers,
    Example(
        at=(),
        before={
            "servers": [
                {"url": "https://pets.example/{basePath}", "variables": {"basePath": {"default": "/v1"}}},
            ]
        },
        after={"servers": [{"url": "https://pets.example/v1"}]},
    ),
)
