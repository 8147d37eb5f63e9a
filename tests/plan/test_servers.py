"""Where the client and its operations are sent."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.document.servers import server_url
from specloom.engines.reading import read_parsed
from specloom.plan.client_values import ServerPlan
from specloom.plan.make import make_plan
from specloom.plan.sdk_reader import read_sdk
from specloom.plan.values import Plan
from specloom.plan.walking import methods_of
from specloom.prepare import prepare

from .small import answer


def plan(root: list[Any], sdk: str = "", address: str = "", schemes: Any = None, **operation: Any) -> Plan:
    prepared = prepare(
        {
            "openapi": "3.1.0",
            "info": {"title": "Pets", "version": "1"},
            "servers": root,
            "paths": {"/pets": {"get": {"operationId": "pets", "responses": answer(), **operation}}},
            "components": {"securitySchemes": schemes or {}},
        }
    )
    rules = read_sdk(sdk)
    return make_plan(prepared, read_parsed(prepared), rules, api="pets", package="pets_client", address=address)


def of_method(found: Plan) -> tuple[ServerPlan, ...]:
    ((_, method),) = methods_of(found.resources)
    return method.servers


def test_one_plain_server_leaves_nothing_to_choose() -> None:
    found = plan([{"url": "https://pets.example/v1", "description": "Live"}]).client
    assert (found.base_url, found.servers, found.variables) == ("https://pets.example/v1", (), ())


def test_a_relative_server_starts_where_the_document_came_from() -> None:
    address = "https://pets.example/docs/openapi.json"
    assert plan([{"url": "/v1"}], address=address).client.base_url == "https://pets.example/v1"
    assert plan([{"url": "../v1"}], address=address).client.base_url == "https://pets.example/v1"
    assert plan([{"url": "//other.example/v1"}], address=address).client.base_url == "https://other.example/v1"
    assert plan([{"url": "/v1"}]).client.base_url == "/v1"
    assert plan([], address=address).client.base_url == ""


def test_a_relative_server_with_variables_keeps_them() -> None:
    stated = {"url": "/{stage}/v1", "variables": {"stage": {"default": "dev"}}}
    found = plan([stated], address="https://pets.example/openapi.json").client
    assert found.base_url == "https://pets.example/dev/v1"
    assert [server.url for server in found.servers] == ["https://pets.example/{stage}/v1"]
    host = {"url": "{host}/v1", "variables": {"host": {"default": "https://pets.example"}}}
    assert plan([host], address="https://docs.example/a.json").client.servers[0].url == "{host}/v1"


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ({"description": "Staging server."}, "staging"),
        ({"description": "The production environment"}, "production"),
        ({"description": "EU West"}, "eu_west"),
        ({"description": "The server that answers the calls of our partners"}, ""),
        ({"description": "API server"}, ""),
        ({"x-name": "test-1", "description": "Staging"}, "test-1"),
        ({"name": "sandbox"}, "sandbox"),
        ({}, ""),
    ],
)
def test_what_a_server_is_called(stated: dict[str, str], name: str) -> None:
    found = plan([{"url": "https://a.example", **stated}, {"url": "https://b.example"}]).client
    assert [server.name for server in found.servers] == [name, ""]


def test_two_servers_of_one_name_have_none() -> None:
    found = plan([{"url": f"https://{host}.example", "description": "Live"} for host in "ab"]).client
    assert [server.name for server in found.servers] == ["", ""]


def test_a_variable_is_an_argument_of_what_its_servers_agree_on() -> None:
    servers = [
        {
            "url": "https://{region}.{timeout}.example",
            "variables": {"region": {"default": "eu", "enum": ["eu"]}, "timeout": {"default": "x"}},
        },
        {"url": "https://{region}.b.example", "variables": {"region": {"default": "us", "enum": ["us", "eu"]}}},
    ]
    region, timeout = plan(servers).client.variables
    assert (region.py_name, region.default, region.values) == ("region", None, ("eu", "us"))
    assert (timeout.py_name, timeout.default, timeout.values) == ("timeout_2", "x", ())


def test_a_variable_that_is_a_credential_too_is_one_argument() -> None:
    servers = [{"url": "https://{tenant}.example", "variables": {"tenant": {"default": "a"}}}]
    schemes = {
        "tenant": {"type": "apiKey", "in": "header", "name": "X"},
        "other": {"type": "http", "scheme": "bearer"},
    }
    found = plan(servers, schemes=schemes).client
    assert [one.py_name for one in found.variables] == ["tenant"]


def test_the_url_of_sdk_yaml_stands_in_for_all_servers() -> None:
    servers = [{"url": "https://a.example"}, {"url": "https://{x}.example", "variables": {"x": {"default": "b"}}}]
    found = plan(servers, "client: {base_url: 'https://own.example'}").client
    assert (found.base_url, found.servers, found.variables) == ("https://own.example", (), ())


def test_an_operation_may_be_sent_elsewhere() -> None:
    root = [{"url": "https://a.example"}]
    assert of_method(plan(root)) == ()
    assert of_method(plan(root, servers=root)) == ()
    other = [{"url": "https://up.example", "description": "Uploads"}, {"url": "/up"}]
    found = of_method(plan(root, servers=other, address="https://docs.example/x/openapi.json"))
    assert [(one.url, one.name) for one in found] == [
        ("https://up.example", "uploads"),
        ("https://docs.example/up", ""),
    ]


@pytest.mark.parametrize(
    ("default", "url"),
    [("/dev", "https://a.example/dev"), ("dev", "https://a.example/dev"), ("", "https://a.example/")],
)
def test_no_url_has_a_double_slash(default: str, url: str) -> None:
    stated = {"url": "https://a.example/{basePath}", "variables": {"basePath": {"default": default}}}
    assert server_url(stated) == plan([stated]).client.base_url == url
