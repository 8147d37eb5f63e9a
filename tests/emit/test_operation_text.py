"""What an operation says of how it is sent."""

from __future__ import annotations

import pytest

from specloom.emit.operation_text import sending
from tests.plan.small import body, document, hoisted, one_method, ref, thing


@pytest.mark.parametrize(
    ("media", "said"),
    [
        ("application/json", []),
        ("*/*", []),
        ("application/merge-patch+json", ['content_type="application/merge-patch+json"']),
    ],
)
def test_json_by_another_name_says_so(media: str, said: list[str]) -> None:
    schemas = {"AddBody": hoisted(thing(name={"type": "string"}), "add", "body")}
    operations = {"POST /pets": {"operationId": "add", "requestBody": body(ref("AddBody"), media)}}
    method = one_method(document(operations, schemas))
    assert [text for text in sending(method) if text.startswith("content_type")] == said
