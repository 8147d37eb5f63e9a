"""Which edits a stage lacks is told where AWS tells it, and never guessed."""

from __future__ import annotations

import pytest

from specloom.problems import SpecloomError
from specloom.sources.apigateway import BLIND_SPOTS, undeployed
from tests.aws.orders import oas30
from tests.aws.server import FakeAws, Fault, Methods
from tests.sources.apigateway.conftest import HTTP, REST


def _method(authorization: str | None = "NONE", key: bool = False) -> dict[str, object]:
    return {"apiKeyRequired": key, **({"authorizationType": authorization} if authorization else {})}


def _differences(source: str) -> tuple[tuple[str, str], ...]:
    found = undeployed(source)
    return found.differences if found else ()


@pytest.mark.parametrize(
    "source", ["apigateway:orders/prod", "apigateway:orders", "apigateway:events/$default", "apigateway:events"]
)
def test_a_stage_that_has_all_edits_lacks_nothing(aws: FakeAws, source: str) -> None:
    assert undeployed(source) is None


def test_methods_that_came_went_or_are_protected_otherwise_are_told(aws: FakeAws) -> None:
    served: Methods = {
        "/orders": {"GET": _method(), "POST": _method(), "PUT": _method("AWS_IAM", key=True)},
        "/same": {"ANY": _method(None)},
    }
    edited: Methods = {
        "/": {},
        "/orders": {"GET": _method("AWS_IAM"), "PATCH": _method(), "PUT": _method("AWS_IAM")},
        "/same": {"ANY": _method("NONE")},
        "/keyed": {"GET": _method(key=True)},
    }
    served["/keyed"] = {"GET": _method()}
    aws.rest[0].deployments["dep001"] = served
    aws.rest[0].edited = edited
    aws.page = 1
    found = undeployed("apigateway:orders/prod")
    assert found is not None
    assert (found.api, found.stage, found.deployment) == (f"the REST API 'orders' ({REST})", "prod", "dep001")
    assert found.differences == (
        ("GET /keyed", "needs an API key, and is served without"),
        ("GET /orders", "has the authorization AWS_IAM, and NONE is served"),
        ("PATCH /orders", "was added and is not deployed"),
        ("POST /orders", "was removed and is still served"),
        ("PUT /orders", "needs no API key any more, and is still served with one"),
    )


def test_what_is_looked_at_is_the_deployment_of_the_stage(aws: FakeAws) -> None:
    api = aws.rest[0]
    api.stages["dev"] = "dep009"
    api.deployments["dep009"] = {"/orders": {"GET": _method()}}
    assert undeployed(f"apigateway:{REST}/prod") is None
    assert _differences(f"apigateway:{REST}/dev") == (("POST /orders", "was added and is not deployed"),)


def test_edits_of_an_http_api_are_all_seen(aws: FakeAws) -> None:
    served, edited = oas30("/events", "/old"), oas30("/events", "/new")
    served["servers"] = [{"url": "https://x/prod"}]
    served["components"] = {"schemas": {"Event": {"type": "object"}}}
    edited["paths"]["/events"]["get"]["security"] = [{"jwt": []}]
    edited["components"] = {"securitySchemes": {"jwt": {"type": "oauth2"}}}
    aws.http[0].exports = {"$default": served, "": edited}
    assert _differences(f"apigateway:{HTTP}/$default") == (
        ("GET /new", "was added and is not deployed"),
        ("GET /old", "was removed and is still served"),
        ("GET /events", "was edited and is not deployed"),
        ("Event", "was removed and is still served"),
        ("security or settings of the API", "were edited and are not deployed"),
    )
    # Without a stage the source is what is being edited.
    assert undeployed(f"apigateway:{HTTP}") is None


def test_what_every_export_says_otherwise_is_no_edit(aws: FakeAws) -> None:
    served, edited = oas30("/events"), oas30("/events")
    served["servers"] = [{"url": "https://x.execute-api.eu-west-1.amazonaws.com/prod"}]
    served["tags"] = [{"name": "team", "x-amazon-apigateway-tag-value": "a"}]
    aws.http[0].exports = {"$default": served, "": edited}
    assert undeployed("apigateway:events/$default") is None
    edited["tags"] = [{"name": "events"}]
    assert _differences("apigateway:events/$default")


def test_a_route_of_any_verb_is_compared_too(aws: FakeAws) -> None:
    verb = "x-amazon-apigateway-any-method"
    served, edited = oas30("/events", verb=verb), oas30("/events", verb=verb)
    edited["paths"]["/events"][verb]["security"] = [{"jwt": []}]
    aws.http[0].exports = {"$default": served, "": edited}
    ((_, what),) = _differences("apigateway:events/$default")
    assert what == "was edited and is not deployed"


@pytest.mark.parametrize("summary", [None, {}])
def test_a_deployment_without_a_summary_is_never_called_equal(aws: FakeAws, summary: Methods | None) -> None:
    aws.rest[0].deployments["dep001"] = summary
    with pytest.raises(SpecloomError, match="could not look whether the REST API 'orders'"):
        undeployed("apigateway:orders/prod")


@pytest.mark.parametrize("part", ["/stages", "/deployments/", "/resources", "/exports/"])
def test_whatever_cannot_be_asked_is_an_error(aws: FakeAws, part: str) -> None:
    aws.faults.append(Fault(part, 403, "AccessDeniedException", "no"))
    source = "apigateway:events/$default" if part == "/exports/" else "apigateway:orders/prod"
    with pytest.raises(SpecloomError, match="these AWS credentials may not"):
        undeployed(source)


def test_what_stays_unseen_is_said(aws: FakeAws) -> None:
    aws.rest[0].exports["prod", "oas30"] = oas30("/orders", verb="post")
    assert undeployed("apigateway:orders/prod") is None
    assert "models, parameters, responses and integrations" in BLIND_SPOTS
