"""Which options a client gets for the security schemes of a document."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.plan.client_values import ClientOption
from specloom.plan.credentials import plan_credentials
from specloom.plan.operations import Json, operations
from specloom.plan.sdk import ClientRules, OptionRule, Sdk
from specloom.problems import Problem, SpecloomError

KEY = {"type": "apiKey", "in": "header", "name": "X-Key"}
BASIC = {"type": "http", "scheme": "Basic"}
CODE = {"type": "oauth2", "flows": {"authorizationCode": {}}}
CLIENT = {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/token", "scopes": {"a": ""}}}}
SIGNED = {"type": "apiKey", "in": "header", "name": "Authorization", "x-specloom-signature": "aws-sigv4"}
OAUTH2 = ["client_id", "client_secret", "token_url", "scope"]
AWS = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_profile", "aws_region"]


def planned(
    schemes: Json, security: Any = (), sdk: Sdk | None = None
) -> tuple[dict[str, ClientOption], tuple[str, ...]]:
    """The options by name, and the ways to authenticate an operation with some security."""
    listed = operations({"paths": {"/pets": {"get": {"operationId": "pets", "security": security}}}})
    found: list[Problem] = []
    options, credentials = plan_credentials(schemes, listed, sdk or Sdk(), "PETS", found)
    assert found == []
    return {option.py_name: option for option in options}, credentials.security(listed[0])


@pytest.mark.parametrize(
    ("schemes", "names"),
    [
        ({}, []),
        ({"k": KEY}, ["api_key"]),
        ({"k": BASIC}, ["k"]),
        ({"k": CODE}, ["access_token"]),
        ({"k": {"type": "openIdConnect"}}, ["access_token"]),
        ({"k": CLIENT}, ["access_token", *OAUTH2]),
        ({"k": KEY, "login": CLIENT}, ["k", "access_token", *OAUTH2]),
        ({"one": CODE, "two": CODE}, ["one", "two"]),
        ({"one": CLIENT, "two": CODE}, ["one", *OAUTH2, "two"]),
        ({"one": CLIENT, "two": CLIENT}, ["one", *(f"one_{name}" for name in OAUTH2),
                                          "two", *(f"two_{name}" for name in OAUTH2)]),
        ({"iam": SIGNED}, ["aws_credentials", *AWS]),
        ({"k": KEY, "iam": SIGNED}, ["k", "aws_credentials", *AWS]),
        ({"scope": KEY, "login": CLIENT}, ["scope", "access_token", *OAUTH2[:3], "scope_2"]),
        ({"timeout": KEY, "k": KEY}, ["timeout_2", "k"]),
        ({"cert": {"type": "mutualTLS"}, "k": KEY}, ["k"]),
    ],
)  # fmt: skip
def test_names_of_options(schemes: Json, names: list[str]) -> None:
    assert list(planned(schemes)[0]) == names


def test_what_a_token_is_made_of() -> None:
    options, _ = planned({"login": CLIENT}, [{"login": ["b", "a"]}, {"login": ["a"]}])
    assert options["access_token"] == ClientOption("access_token", "oauth2", env="PETS_ACCESS_TOKEN", secret=True)
    assert options["client_secret"] == ClientOption(
        "client_secret", "setting", "client_secret", env="PETS_CLIENT_SECRET", secret=True, of="access_token"
    )
    assert not options["client_id"].secret
    assert options["token_url"].default == "/token"
    assert options["scope"].default == "b a"


def test_a_signature_takes_nothing_from_the_environment_of_the_package() -> None:
    options, ways = planned({"k": KEY, "iam": SIGNED}, [{"k": [], "iam": []}, {"k": []}])
    assert [option.env for option in options.values()] == ["PETS_K", "", "", "", "", "", ""]
    assert [name for name, option in options.items() if option.secret] == ["k", "aws_credentials", *AWS[:3]]
    assert ways == ("k+aws_credentials", "k")


@pytest.mark.parametrize(
    ("scheme", "kind", "name"),
    [
        ({"type": "http", "scheme": "bearer"}, "bearer", ""),
        ({"type": "http", "scheme": "Token"}, "header", "Authorization"),
        (BASIC, "basic", ""),
        ({"type": "apiKey", "in": "cookie", "name": "c"}, "cookie", "c"),
        ({"type": "apiKey", "in": "query", "name": "q"}, "query", "q"),
        (CODE, "bearer", ""),
        (CLIENT, "oauth2", ""),
    ],
)
def test_how_a_scheme_travels(scheme: Json, kind: str, name: str) -> None:
    (option, *_) = planned({"s": scheme})[0].values()
    assert (option.kind, option.name) == (kind, name)


def test_what_connections_settle_asks_for_no_option() -> None:
    schemes = {"cert": {"type": "mutualTLS"}, "k": KEY}
    assert planned(schemes, [{"cert": [], "k": []}])[1] == ("k",)
    assert planned(schemes, [{"cert": []}])[1] == ()
    assert planned(schemes, [{"cert": []}, {"k": []}])[1] == ("k", "")


def test_a_stated_option_has_its_parts_too() -> None:
    sdk = Sdk(client=ClientRules(options=(OptionRule("token", scheme="login", env="TOKEN", secret=True),)))
    options, ways = planned({"login": CLIENT}, [{"login": []}], sdk)
    assert list(options) == ["token", *OAUTH2]
    assert {option.of for option in options.values()} == {"", "token"}
    assert ways == ("token",)


def test_a_scheme_that_is_not_there_is_a_problem() -> None:
    with pytest.raises(SpecloomError, match=r"#/paths/~1pets/get: the document has no security scheme 'logon'.*login"):
        planned({"login": KEY}, [{"logon": []}])
