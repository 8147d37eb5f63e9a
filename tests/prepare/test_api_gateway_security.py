"""Who may call an API of API Gateway."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.prepare import prepare
from tests.prepare.documents import with_paths

SIGV4 = {"type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "awsSigv4"}
KEY = {"type": "apiKey", "name": "x-api-key", "in": "header"}
POOL = {**SIGV4, "x-amazon-apigateway-authtype": "cognito_user_pools"}
SIGNED = {"type": "apiKey", "name": "Authorization", "in": "header", "x-specloom-signature": "aws-sigv4"}
SWAGGER = {"swagger": "2.0", "info": {"title": "Pets", "version": "1"}}

Schemes = dict[str, dict[str, Any]]


def prepared(schemes: Schemes, operation: dict[str, Any], **more: Any) -> tuple[Any, Schemes]:
    """What becomes of an operation's security and of the schemes: the same in Swagger and in OpenAPI 3."""
    paths = {"/pets": {"get": {"operationId": "pets", **operation}}}
    new = prepare({**with_paths(paths), "components": {"securitySchemes": schemes}, **more})
    old = prepare({**SWAGGER, "paths": paths, "securityDefinitions": schemes, **more})
    found = [
        (
            done["paths"]["/pets"]["get"].get("security", done.get("security")),
            done["components"].get("securitySchemes", {}),
        )
        for done in (new, old)
    ]
    assert found[0] == found[1]
    return found[0]


def test_a_signature_is_marked() -> None:
    _, schemes = prepared({"iam": SIGV4}, {"security": [{"iam": []}]})
    assert schemes["iam"]["x-specloom-signature"] == "aws-sigv4"
    lower = {**SIGV4, "x-amazon-apigateway-authtype": "AWSSIGV4"}
    assert "x-specloom-signature" in prepared({"iam": lower}, {})[1]["iam"]
    assert "x-specloom-signature" not in prepared({"pool": POOL}, {})[1]["pool"]


@pytest.mark.parametrize("order", [["api_key", "auth"], ["auth", "api_key"]])
@pytest.mark.parametrize("authorizer", [SIGV4, POOL])
def test_a_key_and_an_authorizer_are_needed_both(order: list[str], authorizer: dict[str, Any]) -> None:
    listed: list[dict[str, list[str]]] = [{name: []} for name in order]
    schemes = {"auth": authorizer, "api_key": KEY}
    assert prepared(schemes, {"security": listed})[0] == [{"api_key": [], "auth": []}]
    assert prepared(schemes, {}, security=listed)[0] == [{"api_key": [], "auth": []}]
    theirs = {"x-amazon-apigateway-api-key-source": "AUTHORIZER"}
    assert prepared(schemes, {"security": listed}, **theirs)[0] == [{"auth": []}]


def test_other_alternatives_stay_what_they_are() -> None:
    plain = {"api_key": KEY, "token": {"type": "apiKey", "name": "token", "in": "query"}}
    assert prepared(plain, {"security": [{"api_key": []}, {"token": []}]})[0] == [{"api_key": []}, {"token": []}]
    two = {"api_key": KEY, "a": POOL, "b": SIGV4}
    listed = [{"a": ["email"]}, {"b": []}, {"api_key": []}]
    assert prepared(two, {"security": listed})[0] == listed
    assert prepared(two, {"security": [{"api_key": []}, {}]})[0] == [{"api_key": []}, {}]


@pytest.mark.parametrize(
    ("stated", "general", "wanted"),
    [
        ({"type": "AWS_IAM"}, None, [{"sigv4": []}]),
        ({"type": "aws_iam"}, [{"api_key": []}], [{"api_key": [], "sigv4": []}]),
        ({"type": "NONE"}, [{"api_key": []}], []),
        ({"type": "none"}, None, []),
        ({"type": "ELSE"}, [{"api_key": []}], [{"api_key": []}]),
        ("AWS_IAM", [{"api_key": []}], [{"api_key": []}]),
    ],
)
def test_what_an_operation_says_of_itself(stated: Any, general: Any, wanted: list[Any]) -> None:
    more = {} if general is None else {"security": general}
    security, schemes = prepared({"api_key": KEY}, {"x-amazon-apigateway-auth": stated}, **more)
    assert security == wanted
    assert schemes == {"api_key": KEY, **({"sigv4": SIGNED} if "sigv4" in str(wanted) else {})}


def test_an_operation_is_signed_by_the_scheme_that_there_is() -> None:
    security, schemes = prepared({"iam": SIGV4}, {"x-amazon-apigateway-auth": {"type": "AWS_IAM"}})
    assert security == [{"iam": []}]
    assert list(schemes) == ["iam"]


def test_any_is_signed_for_all_its_verbs() -> None:
    operation = {"x-amazon-apigateway-auth": {"type": "AWS_IAM"}, "responses": {}}
    done = prepare(with_paths({"/pets": {"x-amazon-apigateway-any-method": operation}}))
    found = {verb: one["security"] for verb, one in done["paths"]["/pets"].items()}
    assert found == {verb: [{"sigv4": []}] for verb in ("get", "put", "post", "delete", "patch", "head")}


@pytest.mark.parametrize(
    ("source", "places"),
    [
        (None, {"judge": ("header", "Authorization")}),
        ("method.request.header.X-Who", {"judge": ("header", "X-Who")}),
        ("method.request.querystring.who", {"judge": ("query", "who")}),
        (
            "method.request.header.A, method.request.querystring.b,context.identity.sourceIp",
            {"judge": ("header", "A"), "judge_b": ("query", "b")},
        ),
        (["$request.header.A", "$request.querystring.b"], {"judge": ("header", "A"), "judge_b": ("query", "b")}),
        ("stageVariables.x", {"judge": ("header", "Authorization")}),
    ],
)
def test_a_value_goes_where_its_authorizer_looks(source: Any, places: dict[str, tuple[str, str]]) -> None:
    authorizer = {"type": "request", **({"identitySource": source} if source else {})}
    scheme = {"type": "apiKey", "name": "Unused", "in": "header", "x-amazon-apigateway-authtype": "custom",
              "x-amazon-apigateway-authorizer": authorizer}  # fmt: skip
    security, schemes = prepared({"judge": scheme, "api_key": KEY}, {"security": [{"judge": []}, {"api_key": []}]})
    found = {name: (one["in"], one["name"]) for name, one in schemes.items() if name != "api_key"}
    assert found == places
    assert security == [{"api_key": [], **{name: [] for name in places}}]


def test_a_name_that_is_stated_is_kept() -> None:
    authorizer = {"type": "token", "identitySource": "method.request.header.Other"}
    scheme = {**POOL, "name": "Who", "x-amazon-apigateway-authorizer": authorizer}
    _, schemes = prepared({"judge": scheme}, {"security": [{"judge": []}]})
    assert schemes["judge"]["name"] == "Who"


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("$request.header.Authorization", ("oauth2", None, None)),
        ("$request.header.X-Token", ("apiKey", "header", "X-Token")),
        (["$request.querystring.token"], ("apiKey", "query", "token")),
    ],
)
def test_a_jwt_is_a_bearer_token_unless_it_is_read_elsewhere(source: Any, wanted: tuple[Any, ...]) -> None:
    scheme = {
        "type": "oauth2",
        "flows": {},
        "x-amazon-apigateway-authorizer": {"type": "jwt", "identitySource": source},
    }
    document = {**with_paths({"/pets": {"get": {}}}), "components": {"securitySchemes": {"jwt": scheme}}}
    found = prepare(document)["components"]["securitySchemes"]["jwt"]
    assert (found["type"], found.get("in"), found.get("name")) == wanted
