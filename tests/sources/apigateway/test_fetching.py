"""APIs are found by id and by name, their stages by rule, and exported as asked; the real boto3 asks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from specloom.problems import SpecloomError
from specloom.sources.apigateway import gateway
from specloom.sources.fetched import Fetched
from specloom.sources.registry import fetch
from tests.aws.orders import oas30
from tests.aws.server import FakeAws, Fault, HttpApi, RestApi
from tests.sources.apigateway.conftest import HTTP, REST

_DEFAULT = ["integrations,authorizers,apigateway"]


def _refusal(source: str) -> str:
    with pytest.raises(SpecloomError) as caught:
        fetch(source)
    (problem,) = caught.value.problems
    assert problem.source == source
    assert "\n" not in problem.message
    return problem.message


def _paths(fetched: Fetched) -> list[str]:
    return list(json.loads(fetched.text)["paths"])


@pytest.mark.parametrize("source", ["apigateway:orders/prod", f"apigateway:{REST}/prod", "apigateway:orders"])
def test_a_rest_api_is_exported_by_name_by_id_and_from_its_only_stage(aws: FakeAws, source: str) -> None:
    told: list[int] = []
    fetched = fetch(source, lambda done, _total: told.append(done))
    assert _paths(fetched) == ["/orders"]
    assert fetched.source == f"apigateway:{source[11:].removesuffix('/prod')}/prod?region=eu-west-1"
    assert fetched.revision == f"API {REST}, deployment dep001"
    assert told[-1] == len(fetched.text)
    export = aws.seen[-1]
    assert (export.path, export.query) == (f"/restapis/{REST}/stages/prod/exports/oas30", {"extensions": _DEFAULT})
    assert export.accept == "application/json"


def test_an_id_takes_two_calls(aws: FakeAws) -> None:
    fetch(f"apigateway:{REST}/prod")
    assert [seen.path.removeprefix(f"/restapis/{REST}/") for seen in aws.seen] == [
        "stages",
        "stages/prod/exports/oas30",
    ]


@pytest.mark.parametrize("api", ["events", HTTP])
def test_an_http_api_without_a_stage_is_its_latest_configuration(aws: FakeAws, api: str) -> None:
    aws.http[0].exports[""] = oas30("/events", "/new")
    fetched = fetch(f"apigateway:{api}")
    assert _paths(fetched) == ["/events", "/new"]
    assert fetched.source == f"apigateway:{api}?region=eu-west-1"
    assert fetched.revision == f"API {HTTP}, latest configuration"
    query = {"exportVersion": ["1.0"], "includeExtensions": ["true"], "outputType": ["JSON"]}
    assert aws.seen[-1].query == query


def test_a_stage_of_an_http_api_is_what_is_deployed(aws: FakeAws) -> None:
    aws.http[0].exports[""] = oas30("/events", "/new")
    fetched = fetch("apigateway:events/$default")
    assert _paths(fetched) == ["/events"]
    assert fetched.source == "apigateway:events/$default?region=eu-west-1"
    assert fetched.revision == f"API {HTTP}, deployment dep002"


def test_dialect_format_and_extensions_are_asked_for(aws: FakeAws) -> None:
    fetched = fetch("apigateway:orders/prod?as=swagger&format=yaml&extensions=postman,integrations")
    assert yaml.safe_load(fetched.text)["swagger"] == "2.0"
    assert aws.seen[-1].path.endswith("/exports/swagger")
    assert (aws.seen[-1].accept, aws.seen[-1].query) == (
        "application/yaml",
        {"extensions": ["integrations,postman"]},
    )
    assert fetched.source.endswith("&as=swagger&extensions=integrations,postman&format=yaml")
    assert b"x-amazon" in fetched.text
    assert b"x-amazon" not in fetch("apigateway:orders/prod?extensions=none").text
    assert b"x-amazon" not in fetch("apigateway:events?extensions=none&format=yaml").text
    assert aws.seen[-1].query["outputType"] == ["YAML"]


@pytest.mark.parametrize(("query", "word"), [("as=swagger", "oas30 only"), ("extensions=postman", "Postman")])
def test_what_http_apis_do_not_have_is_told(aws: FakeAws, query: str, word: str) -> None:
    assert word in _refusal(f"apigateway:events?{query}")


def test_regions_come_from_the_source_then_from_the_environment(aws: FakeAws, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "us-east-2")
    assert fetch("apigateway:orders").source == "apigateway:orders/prod?region=us-east-2"
    assert fetch("apigateway:orders?region=eu-south-2").source == "apigateway:orders/prod?region=eu-south-2"
    assert {seen.region for seen in aws.seen} == {"us-east-2", "eu-south-2"}


def test_a_profile_gives_credentials_and_region_and_is_not_written_down(
    aws: FakeAws, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    config.write_text(
        "[profile dev]\nregion = eu-north-1\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = x\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name)
    assert fetch("apigateway:orders?profile=dev").source == "apigateway:orders/prod?region=eu-north-1"
    monkeypatch.setenv("AWS_PROFILE", "dev")
    assert fetch("apigateway:orders").source == "apigateway:orders/prod?region=eu-north-1"


def test_names_with_spaces_and_slashes_are_found_on_any_page(aws: FakeAws) -> None:
    aws.page = 2
    aws.rest += [RestApi(f"{at:010}", f"api {at}") for at in range(5)]
    aws.http += [HttpApi(f"x{at:09}", f"http {at}", exports={"": oas30("/x")}) for at in range(5)]
    aws.rest.append(RestApi("z" * 10, "Big orders/v2", {"prod": "d"}, {("prod", "oas30"): oas30("/big")}))
    fetched = fetch("apigateway:Big orders%2Fv2/prod")
    assert _paths(fetched) == ["/big"]
    assert fetched.source == "apigateway:Big%20orders%2Fv2/prod?region=eu-west-1"
    assert fetch("apigateway:http 4").revision == "API x000000004, latest configuration"


def test_a_name_may_look_like_an_id(aws: FakeAws) -> None:
    aws.rest[0].name = "orders2026"
    assert fetch("apigateway:orders2026").revision == f"API {REST}, deployment dep001"


def test_apis_of_one_name_are_listed(aws: FakeAws) -> None:
    aws.http.append(HttpApi("k" * 10, "orders"))
    assert _refusal("apigateway:orders/prod") == (
        f"2 APIs are named 'orders': {REST} (REST, made 2026-01-02), kkkkkkkkkk (HTTP, made 2026-01-03); "
        "give the id instead of the name"
    )
    assert not any("/exports/" in seen.path for seen in aws.seen)


def test_an_unknown_api_is_told_with_those_that_there_are(aws: FakeAws) -> None:
    assert _refusal("apigateway:shipments") == (
        "there is no API 'shipments' in the region eu-west-1 with these AWS credentials; there are events, orders, "
        "each of which can stand there, or its id"
    )
    assert "there are orders, each" in _refusal("apigateway:order")
    assert "there is no API 'zzzzzzzzzz'" in _refusal("apigateway:zzzzzzzzzz")
    aws.rest += [RestApi(f"{at:010}", f"api-{at:02}") for at in range(20)]
    assert "and 10 more" in _refusal("apigateway:shipments")
    aws.rest.clear()
    aws.http.clear()
    assert "there is no API at all in the region eu-west-1" in _refusal("apigateway:orders")


def test_a_websocket_api_cannot_be_exported(aws: FakeAws) -> None:
    aws.http.append(HttpApi("w" * 10, "chat", protocol="WEBSOCKET"))
    assert _refusal("apigateway:chat") == (
        "the WEBSOCKET API 'chat' (wwwwwwwwww) cannot be exported; AWS exports REST and HTTP APIs"
    )
    # By its id it is known for what it is by AWS alone.
    assert "AWS answered BadRequestException (Only HTTP APIs can be exported)" in _refusal("apigateway:wwwwwwwwww")


def test_a_stage_is_taken_or_asked_for(aws: FakeAws) -> None:
    named = f"the REST API 'orders' ({REST})"
    aws.rest[0].stages["dev"] = "dep000"
    assert _refusal("apigateway:orders").startswith(f"{named} has several stages: prod, dev; say which: apigateway:")
    assert _refusal("apigateway:orders/test") == f"{named} has no stage 'test'; its stages: prod, dev"
    assert "no stage 'test'; its stages: $default, or leave the stage out" in _refusal("apigateway:events/test")


def test_what_was_never_deployed_is_told(aws: FakeAws) -> None:
    aws.rest[0].stages["dev"] = ""
    aws.http[0].stages["dev"] = ""
    assert "nothing was ever deployed to the stage 'dev'" in _refusal("apigateway:orders/dev")
    assert "deploy and try again, or leave the stage out" in _refusal(f"apigateway:{HTTP}/dev")
    aws.rest[0].stages.clear()
    for source in ("apigateway:orders", f"apigateway:{REST}/prod"):
        assert "was never deployed and has no stage; deploy it and try again" in _refusal(source)


def test_an_api_without_a_path_is_refused(aws: FakeAws) -> None:
    aws.rest[0].exports["prod", "oas30"] = oas30()
    aws.http[0].exports[""] = oas30()
    assert _refusal("apigateway:orders") == (
        f"the stage 'prod' of the REST API 'orders' ({REST}) has no path that could be called; "
        "give the API a method, deploy it and try again"
    )
    assert _refusal("apigateway:events").endswith("give the API a method and try again")


@pytest.mark.parametrize("source", ["apigateway:orders", "apigateway:orders?format=yaml", "apigateway:events"])
def test_an_export_that_the_connection_cuts_is_refused(aws: FakeAws, source: str) -> None:
    aws.faults.append(Fault("/exports/", cut=150))
    assert "cut short before its last byte" in _refusal(source)


@pytest.mark.parametrize(
    ("body", "word"), [(b'{"openapi": "3.0.1", "paths": {"/o', "line 1"), (b"  <html>", "web page"), (b"[]", "array")]
)
def test_an_export_that_ends_early_or_is_none_is_refused(aws: FakeAws, body: bytes, word: str) -> None:
    aws.faults.append(Fault("/exports/", 200, body=body))
    message = _refusal("apigateway:orders")
    assert message.startswith(f"the export of the REST API 'orders' ({REST}) is cut short or damaged (")
    assert word in message


def test_an_export_that_is_too_large_is_not_read_whole(aws: FakeAws, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "MAX_BYTES", 4)
    assert "more than 4 bytes" in _refusal("apigateway:orders")


def test_without_boto3_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "boto3", None)
    message = "API Gateway is asked through boto3, which is not installed; pip install 'specloom[aws]'"
    assert _refusal("apigateway:orders") == message
