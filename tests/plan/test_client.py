"""What the client takes, and which of it each method needs."""

from __future__ import annotations

import pytest

from specloom.problems import SpecloomError

from .small import (
    document,
    methods_of,
    plan_of,
)

BEARER = {"Bearer": {"type": "http", "scheme": "bearer"}}
KEY = {"Key": {"type": "apiKey", "in": "header", "name": "X-Key"}}


def test_security_names_the_options_of_the_client() -> None:
    made = document(
        {
            "GET /a/{id}": {"operationId": "a"},
            "GET /b/{id}": {"operationId": "b", "security": [{"Key": []}]},
            "GET /c/{id}": {"operationId": "c", "security": []},
            "GET /d/{id}": {"operationId": "d", "security": [{"Key": []}, {"Bearer": []}]},
            "GET /e/{id}": {"operationId": "e", "security": [{"Key": [], "Bearer": []}]},
            "GET /f/{id}": {"operationId": "f", "security": [{}, {"Key": []}]},
            "GET /g/{id}": {"operationId": "g", "security": [{}]},
        },
        schemes={**BEARER, **KEY},
        security=[{"Bearer": []}],
    )
    plan = plan_of(made)
    assert [(option.py_name, option.kind, option.name, option.env) for option in plan.client.options] == [
        ("bearer", "bearer", "", "PETS_BEARER"),
        ("key", "header", "X-Key", "PETS_KEY"),
    ]
    assert {call: method.security for call, method in methods_of(plan).items()} == {
        "a.retrieve": ("bearer",),
        "b.retrieve": ("key",),
        "c.retrieve": (),
        "d.retrieve": ("key", "bearer"),
        "e.retrieve": ("key+bearer",),
        "f.retrieve": ("key", ""),
        "g.retrieve": (),
    }


def test_the_only_key_is_called_api_key() -> None:
    (option,) = plan_of(document({}, schemes=KEY)).client.options
    assert (option.py_name, option.env, option.secret) == ("api_key", "PETS_API_KEY", True)


def test_the_client_by_rule() -> None:
    client = plan_of(document({})).client
    assert (client.class_name, client.base_url, client.base_url_env) == (
        "Pets",
        "https://pets.test/v1",
        "PETS_BASE_URL",
    )


def test_a_scheme_that_is_not_there() -> None:
    with pytest.raises(SpecloomError, match="the document has no security scheme 'Bearr'; did you mean 'Bearer'"):
        plan_of(document({}, schemes=BEARER), "client: {options: {key: {scheme: Bearr}}}")
