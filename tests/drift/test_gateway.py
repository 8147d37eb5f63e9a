"""Stages of API Gateway, asked through the real boto3: what is exported, and what is edited and not deployed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from attrs import frozen
from click.testing import CliRunner, Result

from specloom.commands.main import main
from tests.aws.server import ACCESS_KEY, EXPIRED_TOKEN, FakeAws, Fault, RestApi, serve_aws
from tests.drift import clinic

API = "a1b2c3d4e5"
OAS30 = f"apigateway:{API}/prod?region=eu-west-1"
SWAGGER = f"{OAS30}&as=swagger"
OPEN = {"authorizationType": "NONE", "apiKeyRequired": False}


@frozen
class Clinic:
    """A project whose API is served by a stage."""

    aws: FakeAws
    api: RestApi

    def drift(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, ["drift", "clinic", *arguments])

    def deploy(self, document: dict[str, Any], dialect: str = "oas30") -> None:
        self.api.exports["prod", dialect] = document


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clinic]:
    methods = {"/visits": {"GET": OPEN, "POST": OPEN}}
    api = RestApi(API, "clinic", {"prod": "dep001"}, deployments={"dep001": methods}, edited=deepcopy(methods))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "specloom.toml").write_text(f'[apis.clinic]\nsource = "{OAS30}"\n')
    (tmp_path / "spec/clinic").mkdir(parents=True)
    (tmp_path / "spec/clinic/openapi.json").write_text(json.dumps(clinic.oas30()))
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    # What is tried again is tried at once.
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _seconds: None))
    with serve_aws() as aws:
        aws.rest.append(api)
        for name, value in aws.environment.items():
            monkeypatch.setenv(name, value)
        place = Clinic(aws, api)
        place.deploy(clinic.oas30())
        place.deploy(clinic.swagger(), "swagger")
        yield place


@pytest.mark.parametrize("source", [OAS30, SWAGGER, f"{OAS30}&format=yaml"])
@pytest.mark.parametrize("mode", [(), ("--full",)])
def test_exports_of_one_stage_are_no_drift_whatever_the_format(
    place: Clinic, source: str, mode: tuple[str, ...]
) -> None:
    result = place.drift("--from", source, *mode)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("clinic: no drift (")
    # It tells as well what such a look cannot see.
    assert "nothing that can be seen\n    not seen: of a REST API only methods" in result.stdout


def test_another_snapshot_is_drift(place: Clinic) -> None:
    snapshot = clinic.oas30()
    snapshot["paths"]["/visits"]["get"]["parameters"].append(
        {"name": "ward", "in": "query", "required": True, "schema": {"type": "string"}}
    )
    snapshot["paths"]["/health"]["get"]["x-amazon-apigateway-integration"]["type"] = "aws_proxy"
    place.deploy(snapshot)
    result = place.drift()
    assert result.exit_code == 1
    assert "breaking: GET /visits, query ward must be sent" in result.stdout
    assert "Behind the contract" not in result.stdout
    assert "GET /health has `x-amazon-apigateway-integration.type` `aws_proxy`" in place.drift("--full").stdout


def test_edits_that_are_not_deployed_are_drift_of_their_own(place: Clinic) -> None:
    place.api.edited["/visits"]["DELETE"] = OPEN
    result = place.drift()
    assert result.exit_code == 1
    assert result.stdout.startswith("clinic: drift: 1 edit not deployed (")
    assert "  Edited but not deployed\n    DELETE /visits was added and is not deployed\n" in result.stdout
    # There is nothing to pull.
    assert "specloom pull" not in result.stdout
    (api,) = json.loads(place.drift("--json").stdout)["apis"]
    assert api["undeployed"] == ["DELETE /visits was added and is not deployed"]
    assert api["unseen"]
    assert "- DELETE /visits was added" in place.drift("--format", "markdown").stdout


def test_edits_are_passed_over_where_they_are_usual(place: Clinic) -> None:
    place.api.edited["/visits"]["DELETE"] = OPEN
    result = place.drift("--no-undeployed")
    assert result.exit_code == 0
    assert "deployed" not in result.stdout
    assert not any("/resources" in one.path for one in place.aws.seen)


DENIED = (403, "AccessDeniedException", "User is not authorized")


def test_without_a_look_at_the_edits_nothing_is_known(place: Clinic) -> None:
    place.aws.faults.append(Fault("/resources", *DENIED))
    result = place.drift()
    assert result.exit_code == 2
    assert result.stdout.startswith("clinic: could not check (")
    assert "no drift" not in result.stdout
    assert "could not look: " in result.stdout
    # What the other look found is told all the same.
    changed = clinic.oas30()
    del changed["paths"]["/health"]
    place.deploy(changed)
    result = place.drift()
    assert result.exit_code == 2
    assert "clinic: could not check; found so far: 1 difference, 1 breaking (" in result.stdout
    assert "breaking: GET /health is gone" in result.stdout


FAULTS = {
    "denied": Fault("/exports/", *DENIED),
    "no such stage": Fault("/exports/", 404, "NotFoundException", "Invalid stage identifier specified"),
    "throttled": Fault("/", 429, "TooManyRequestsException", "Too Many Requests"),
    "cut short": Fault("/exports/", cut=900),
    "a web page": Fault("/exports/", 200, body=b"<html>Sign in</html>"),
}


# botocore drops a streamed answer that it cannot parse and does not close it, which Python 3.13 tells.
@pytest.mark.filterwarnings("ignore:.*socket.socket:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", FAULTS)
def test_what_aws_refuses_is_told_and_is_no_answer(place: Clinic, name: str) -> None:
    place.aws.faults.append(deepcopy(FAULTS[name]))
    result = place.drift("--full")
    assert result.exit_code == 2
    assert "could not check" in result.stdout
    assert "no drift" not in result.stdout


def test_credentials_that_do_not_hold_are_told_once(place: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", EXPIRED_TOKEN)
    result = place.drift()
    assert result.exit_code == 2
    assert result.stdout.count("could not look:") == 1
    assert ACCESS_KEY not in result.output


def test_an_api_that_lost_all_is_a_failure(place: Clinic) -> None:
    place.deploy({**clinic.oas30(), "paths": {}})
    result = place.drift()
    assert result.exit_code == 2
    assert "could not look: " in result.stdout
    assert "no drift" not in result.stdout
