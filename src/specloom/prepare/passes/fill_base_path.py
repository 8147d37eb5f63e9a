"""The stage in the address of an export."""

from __future__ import annotations

from typing import Any

from specloom.prepare import walk
from specloom.prepare.gateway import is_export
from specloom.prepare.values import Document, Example, Pass

_NAME = "basePath"
_PLACE = f"/{{{_NAME}}}"


def fill_base_path(document: Document) -> Document:
    """The variable `basePath` in a server of AWS API Gateway is filled with the stage that was exported.

    An export as OpenAPI 3 writes its one value as a variable, with a slash ahead (`/dev`), without, or empty; one as
    Swagger writes it out. It is no choice of callers: other stages may serve other methods.
    """
    servers = document.get("servers")
    if not isinstance(servers, list) or not is_export(document):
        return document
    filled = [_filled(server) for server in servers]
    return {**document, "servers": filled} if filled != servers else document


def _filled(server: Any) -> Any:
    variables: Any = server.get("variables") if isinstance(server, dict) else None
    variable = variables.get(_NAME) if isinstance(variables, dict) else None
    if not isinstance(variable, dict) or not isinstance(variable.get("default"), str):
        return server
    stage = variable["default"].strip("/")
    url = str(server.get("url", "")).replace(_PLACE, f"/{stage}" if stage else "")
    others = walk.without(variables, _NAME)
    return {**walk.without(server, "variables"), "url": url, **({"variables": others} if others else {})}


_HOST = "https://a1b2c3.execute-api.eu-west-1.amazonaws.com"

PASS = Pass(
    fill_base_path,
    Example(
        at=(),
        before={"servers": [{"url": f"{_HOST}/{{basePath}}", "variables": {_NAME: {"default": "/prod"}}}]},
        after={"servers": [{"url": f"{_HOST}/prod"}]},
    ),
)
