"""Answers of which AWS API Gateway knows nothing."""

from __future__ import annotations

from typing import Any

from specloom.prepare import walk
from specloom.prepare.gateway import is_export
from specloom.prepare.keywords import POINTER
from specloom.prepare.values import Document, Example, Pass

_NOTHING = ("204", "205")
_VERBS = ("get", "put", "post", "delete", "patch")


def open_answers(document: Document) -> Document:
    """A successful answer without content is any JSON value or text in a document that AWS API Gateway exported.

    There it means that nobody told the gateway what the code behind it answers, not that the answer is empty. 204
    and 205 have no content, and so has what `HEAD` answers.
    """
    if not is_export(document):
        return document
    paths = {
        path: {key: _opened(part) if key in _VERBS and isinstance(part, dict) else part for key, part in item.items()}
        if isinstance(item, dict) and not walk.is_extension("paths", path)
        else item
        for path, item in (document.get("paths") or {}).items()
    }
    return {**document, "paths": paths} if "paths" in document else document


def _opened(operation: dict[str, Any]) -> dict[str, Any]:
    responses: dict[str, Any] = operation.get("responses") or {"200": {}}
    good = [status for status in responses if status.startswith("2")] or [key for key in responses if key == "default"]
    silent = [status for status in good if status not in _NOTHING and _says_nothing(responses[status])]
    if not silent or any(not _says_nothing(responses[status]) for status in good):
        return operation
    anything = {POINTER: operation[POINTER]} if POINTER in operation else {}
    content = {"application/json": {"schema": anything}, "text/plain": {"schema": {"type": "string"}}}
    opened = {status: {**(responses[status] or {}), "content": content} for status in silent}
    return {**operation, "responses": {**responses, **opened}}


def _says_nothing(response: Any) -> bool:
    return response is None or (
        isinstance(response, dict) and not any(map(response.get, ("$ref", "content", "schema")))
    )


_HOST = [{"url": "https://a1b2c3.execute-api.eu-west-1.amazonaws.com"}]

PASS = Pass(
    open_answers,
    Example(
        at=(),
        before={
            "servers": _HOST,
            "paths": {"/pets": {"get": {"responses": {"default": {}}}, "delete": {"responses": {"204": {}}}}},
        },
        after={
            "servers": _HOST,
            "paths": {
                "/pets": {
                    "get": {
                        "responses": {
                            "default": {
                                "content": {
                                    "application/json": {"schema": {}},
                                    "text/plain": {"schema": {"type": "string"}},
                                }
                            }
                        }
                    },
                    "delete": {"responses": {"204": {}}},
                }
            },
        },
    ),
)
