"""Documents as AWS API Gateway exports them, small enough to read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from specloom.document.load import load_text
from specloom.prepare import prepare

FOLDER = Path(__file__).parents[1] / "documents" / "gateway"
SERVERS = [{"url": "https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/live"}]
EMPTY = {"title": "Empty Schema", "type": "object"}


def export(paths: dict[str, Any], **schemas: Any) -> dict[str, Any]:
    """An OpenAPI 3 export."""
    return {
        "openapi": "3.0.1",
        "info": {"title": "Pets", "version": "1"},
        "servers": SERVERS,
        "paths": paths,
        "components": {"schemas": schemas},
    }


def answering(name: str) -> dict[str, Any]:
    """An operation whose answer is a model."""
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    return {"responses": {"200": {"description": "", "content": content}}}


def whole(name: str) -> dict[str, Any]:
    """A whole export of the test documents, prepared."""
    found: dict[str, Any] = prepare(load_text((FOLDER / name).read_bytes(), name), name)
    return found


def mended(prepared: dict[str, Any]) -> list[tuple[str, str]]:
    """What a prepared document says was mended."""
    return [(note["pointer"], note["reason"]) for note in prepared.get("x-specloom-mended", ())]
