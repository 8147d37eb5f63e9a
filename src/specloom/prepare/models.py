"""The named schemas of a document, wherever its version puts them."""

from __future__ import annotations

from typing import Any

from specloom.prepare.values import Document


def home(document: Document) -> tuple[str, ...]:
    """The keys that lead to them."""
    return ("definitions",) if "swagger" in document else ("components", "schemas")


def models(document: Document) -> dict[str, Any]:
    """The schemas by name; empty where there are none."""
    found: Any = document
    for key in home(document):
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def with_models(document: Document, schemas: dict[str, Any]) -> Document:
    """The document with other ones."""
    if "swagger" in document:
        return {**document, "definitions": schemas}
    return {**document, "components": {**(document.get("components") or {}), "schemas": schemas}}
