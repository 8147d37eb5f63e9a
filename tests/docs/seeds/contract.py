"""Holds what the rows send against OpenAI's document, as the mock server does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote

from openai_client.testing import RecordedRequest
from specloom.document.load import load_text
from specloom.document.overlay import apply_overlay, read_overlay
from specloom.mock import MockServer
from specloom.mock.message import Request
from specloom.prepare import prepare

SPEC = Path(__file__).parents[3] / "spec/openai"
REFUSED = (400, 401, 404, 405)
_AZURE = re.compile(r"^/openai(/deployments/[^/]+)?(?=/)")


def mock_server() -> MockServer:
    """A server of the pinned document that refuses what the document does not allow."""
    document = load_text((SPEC / "openapi.json").read_bytes(), "openapi.json")
    if (overlay := SPEC / "overlay.yaml").exists():
        document = apply_overlay(document, read_overlay(overlay.read_bytes(), overlay.name))
    return MockServer(prepare(document))


def refusals(server: MockServer, sent: list[RecordedRequest]) -> list[str]:
    """What is wrong with requests; Azure's are looked at without what it puts in front of a path."""
    found = []
    for request in sent:
        headers = {name.lower(): value for name, value in request.headers.items()} | {"authorization": "Bearer k"}
        path = quote(_AZURE.sub("", request.path))
        query = tuple(pair for pair in request.query if pair[0] != "api-version")
        reply = server.answer(Request(request.verb, path, query, headers, request.content))
        if reply.status in REFUSED:
            found.append(f"{request!r}: {json.loads(reply.body)['error']['message']}")
    return found
