"""Who is let in by the mock."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from specloom.mock import transport
from specloom.prepare import prepare

AUTHTYPE = "x-amazon-apigateway-authtype"
SCHEMES: dict[str, dict[str, Any]] = {
    "iam": {"type": "apiKey", "name": "Authorization", "in": "header", AUTHTYPE: "awsSigv4"},
    "pool": {"type": "apiKey", "name": "Authorization", "in": "header", AUTHTYPE: "cognito_user_pools"},
    "key": {"type": "apiKey", "name": "x-api-key", "in": "header"},
    "login": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/t", "scopes": {}}}},
    "staff": {"type": "http", "scheme": "basic"},
    "session": {"type": "apiKey", "name": "sid", "in": "cookie"},
}
SIGNATURE = "AWS4-HMAC-SHA256 Credential=A/20240101/r/execute-api/aws4_request, SignedHeaders=host, Signature=00"
SIGNED = {"Authorization": SIGNATURE, "X-Amz-Date": "20240101T000000Z"}
DATE = {"X-Amz-Date": "20240101T000000Z"}


def status(security: list[dict[str, list[str]]], headers: dict[str, str]) -> int:
    """What the mock answers to a call with such headers."""
    operation = {"operationId": "a", "security": security, "responses": {"204": {"description": ""}}}
    info = {"title": "Pets", "version": "1"}
    document = {"openapi": "3.1.0", "info": info, "paths": {"/a": {"get": operation}},
                "components": {"securitySchemes": SCHEMES}}  # fmt: skip
    with httpx.Client(transport=transport(prepare(document)), base_url="https://pets.example") as client:
        return client.get("/a", headers=headers).status_code


@pytest.mark.parametrize(
    ("schemes", "headers", "let_in"),
    [
        (["iam"], SIGNED, True),
        (["iam"], {"Authorization": SIGNATURE}, False),
        (["iam"], {**DATE, "Authorization": "Bearer t"}, False),
        (["iam"], {**DATE, "Authorization": "AWS4-HMAC-SHA256 Credential=A"}, False),
        (["iam"], {}, False),
        (["pool"], {"Authorization": "raw-token"}, True),
        (["pool"], {}, False),
        (["iam", "key"], {**SIGNED, "x-api-key": "k"}, True),
        (["iam", "key"], SIGNED, False),
        (["iam", "key"], {"x-api-key": "k"}, False),
        (["login"], {"Authorization": "Bearer t"}, True),
        (["login"], {"Authorization": "Basic t"}, False),
        (["staff"], {"Authorization": "Basic t"}, True),
        (["session"], {"Cookie": "a=b; sid=1"}, True),
        (["session"], {"Cookie": "a=b"}, False),
    ],
)
def test_credentials_have_to_be_there(schemes: list[str], headers: dict[str, str], let_in: bool) -> None:
    assert status([{name: [] for name in schemes}], headers) == (204 if let_in else 401)
