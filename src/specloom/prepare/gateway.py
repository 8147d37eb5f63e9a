"""What exports of AWS API Gateway have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from specloom.prepare.values import Document

PREFIX = "x-amazon-apigateway-"
INTEGRATION = f"{PREFIX}integration"
TAG_VALUE = f"{PREFIX}tag-value"

# An export without extensions tells by its address alone what it is.
_HOST = re.compile(r"\.execute-api\..*\.amazonaws\.com")


def is_export(document: Document) -> bool:
    """Whether a document, in the form in which it was loaded, comes from API Gateway."""
    hosts = [document.get("host"), *(_of(server, "url") for server in _listed(document.get("servers")))]
    return any(_HOST.search(str(host)) for host in hosts) or any(
        isinstance(key, str) and key.startswith(PREFIX) for part in _parts(document) for key in part
    )


def _parts(document: Document) -> Iterator[dict[str, Any]]:
    yield document
    schemes = document.get("securityDefinitions") or _of(document.get("components"), "securitySchemes")
    yield from _objects(schemes)
    for item in _objects(document.get("paths")):
        yield item
        yield from _objects(item)


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    for part in value.values() if isinstance(value, dict) else ():
        if isinstance(part, dict):
            yield part


def _of(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
