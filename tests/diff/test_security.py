"""What a review says of security schemes."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.diff.security import compare_schemes, compare_security
from specloom.prepare import prepare
from tests.prepare.documents import with_paths

CUSTOM = {"type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "custom"}
IAM = {**CUSTOM, "x-amazon-apigateway-authtype": "awsSigv4"}
KEY = {"type": "apiKey", "name": "x-api-key", "in": "header"}


def prepared(scheme: dict[str, Any], security: list[dict[str, list[str]]]) -> dict[str, Any]:
    paths = {"/pets": {"get": {"operationId": "pets", "security": security}}}
    schemes = {"auth": scheme, "api_key": KEY}
    return prepare({**with_paths(paths), "components": {"securitySchemes": schemes}})


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        (CUSTOM, IAM, ["security-scheme-changed"]),
        (IAM, CUSTOM, ["security-scheme-changed"]),
        (IAM, {**IAM, "description": "Signed.", "x-other": 1}, []),
        (CUSTOM, {**CUSTOM, "x-amazon-apigateway-authtype": "cognito_user_pools"}, []),
    ],
)
def test_a_signature_is_no_key(old: dict[str, Any], new: dict[str, Any], rules: list[str]) -> None:
    before, after = prepared(old, []), prepared(new, [])
    assert [delta.rule for _, delta in compare_schemes(before, after)] == rules


def test_how_an_export_lists_a_key_and_an_authorizer_makes_no_difference() -> None:
    spellings = [
        prepared(IAM, [{"auth": []}, {"api_key": []}]),
        prepared(IAM, [{"api_key": []}, {"auth": []}]),
        prepared(IAM, [{"auth": [], "api_key": []}]),
    ]
    operations = [document["paths"]["/pets"]["get"] for document in spellings]
    for new, document in zip(operations[1:], spellings[1:], strict=True):
        assert list(compare_security(operations[0], new, spellings[0], document)) == []
