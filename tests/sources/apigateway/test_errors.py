"""Whatever AWS or boto3 says no with is one sentence that says what to do, and holds no secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from specloom.problems import SpecloomError
from specloom.sources.apigateway import gateway
from specloom.sources.registry import fetch
from tests.aws.server import EXPIRED_TOKEN, FakeAws, Fault
from tests.sources.apigateway.conftest import HTTP, REST

_SECRET = "wJalrXUtnFEMI"


def _refusal(source: str = "apigateway:orders/prod") -> str:
    with pytest.raises(SpecloomError) as caught:
        fetch(source)
    (problem,) = caught.value.problems
    assert problem.source == source
    assert "\n" not in problem.message
    assert "AKIDEXAMPLE" not in problem.message
    assert _SECRET not in problem.message
    return problem.message


@pytest.fixture(autouse=True)
def _secret(aws: FakeAws, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", _SECRET)


@pytest.fixture
def config(aws: FakeAws, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A configuration file that is used, with no credentials beside it."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name)
    path = tmp_path / "config"
    monkeypatch.setenv("AWS_CONFIG_FILE", str(path))
    monkeypatch.setenv("HOME", str(tmp_path))
    return path


def test_no_region(aws: FakeAws, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    assert _refusal() == (
        "no AWS region is said; write ?region=eu-west-1 behind the source, or set AWS_REGION or one in the profile"
    )
    assert not aws.seen


def test_a_region_that_cannot_be_one() -> None:
    assert "'eu west/1' cannot be an AWS region" in _refusal("apigateway:orders?region=eu west/1")


def test_no_credentials(config: Path) -> None:
    message = _refusal("apigateway:orders?region=eu-west-1")
    assert message.startswith("there are no AWS credentials here; run `aws configure` or `aws sso login`")


def test_half_of_the_credentials(config: Path) -> None:
    config.write_text("[profile half]\naws_access_key_id = AKIDEXAMPLE\nregion = eu-west-1\n")
    assert "lacks aws_secret_access_key; run" in _refusal("apigateway:orders?profile=half")


def test_a_profile_that_there_is_not(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "there is no AWS profile 'dve' on this machine; `aws configure list-profiles` lists those"
    assert _refusal("apigateway:orders?region=eu-west-1&profile=dve").startswith(said)
    monkeypatch.setenv("AWS_PROFILE", "dve")
    assert _refusal("apigateway:orders?region=eu-west-1").startswith(said)


def test_a_configuration_that_cannot_be_read(config: Path) -> None:
    config.write_text("[profile x\n")
    assert f"the AWS configuration file {config} cannot be read" in _refusal("apigateway:orders?region=eu-west-1")


def test_a_program_that_gives_no_credentials_is_not_quoted(config: Path) -> None:
    program = f"sh -c 'echo {_SECRET} >&2; exit 1'"
    config.write_text(f"[profile own]\nregion = eu-west-1\ncredential_process = {program}\n")
    message = _refusal("apigateway:orders?profile=own")
    assert message == ("custom-process gave no AWS credentials; `aws sts get-caller-identity --profile own` shows why")


@pytest.mark.parametrize(
    ("program", "reason"),
    [("/nonexistent/program", "/nonexistent/program: No such file"), ("echo nothing", "Expecting value")],
)
def test_a_program_that_cannot_be_run_or_understood(config: Path, program: str, reason: str) -> None:
    config.write_text(f"[profile own]\nregion = eu-west-1\ncredential_process = {program}\n")
    message = _refusal("apigateway:orders?profile=own")
    assert message.startswith(f"could not prepare the calls to AWS: {reason}")
    assert message.endswith("check AWS_ENDPOINT_URL and the AWS configuration")


def test_a_sign_in_that_has_expired(config: Path) -> None:
    config.write_text(
        "[profile team]\nregion = eu-west-1\nsso_session = team\nsso_account_id = 123456789012\nsso_role_name = r\n"
        "[sso-session team]\nsso_region = eu-west-1\nsso_start_url = https://127.0.0.1/start\n"
    )
    assert "sign in again with `aws sso login --profile team`" in _refusal("apigateway:orders?profile=team")


def test_an_old_style_sign_in_that_has_expired(config: Path) -> None:
    config.write_text(
        "[profile team]\nregion = eu-west-1\nsso_region = eu-west-1\nsso_account_id = 123456789012\n"
        "sso_role_name = r\nsso_start_url = https://127.0.0.1/start\n"
    )
    assert "sign in again with `aws sso login --profile team`" in _refusal("apigateway:orders?profile=team")


def test_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_API_GATEWAY", "http://127.0.0.1:1")
    assert _refusal("apigateway:orders?region=eu-wset-1") == (
        "could not reach AWS at http://127.0.0.1:1/restapis?limit=500; check that eu-wset-1 is the name of a region, "
        "and connection and proxy"
    )


def test_an_endpoint_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_API_GATEWAY", "no address")
    assert _refusal() == (
        "could not prepare the calls to AWS: Invalid endpoint: no address; check AWS_ENDPOINT_URL and the AWS "
        "configuration"
    )


def test_a_server_that_does_not_answer(aws: FakeAws, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setattr(gateway, "_READ_SECONDS", 0.05)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        monkeypatch.setenv("AWS_ENDPOINT_URL_API_GATEWAY", f"http://127.0.0.1:{deaf.getsockname()[1]}")
        assert _refusal().endswith("did not answer in time; try again")


def test_an_answer_that_is_not_from_aws(aws: FakeAws) -> None:
    aws.faults.append(Fault("/restapis", 200, body=b"<html>sign in to the wifi</html>"))
    assert "this was no answer of AWS; check proxy" in _refusal()


def test_a_stage_whose_name_aws_does_not_take(aws: FakeAws) -> None:
    aws.rest[0].stages[" "] = "dep9"
    assert "has no stage '.'" in _refusal("apigateway:orders/.")


def test_an_expired_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", EXPIRED_TOKEN)
    message = _refusal()
    assert message.startswith("the AWS session has expired; sign in again with `aws sso login`")
    assert message.endswith("or set fresh temporary credentials")


def test_an_unknown_access_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAGONE")
    assert _refusal().startswith("AWS knows no such access key")


@pytest.mark.parametrize(
    ("code", "said", "sentence"),
    [
        ("ExpiredToken", "expired", "the AWS session has expired"),
        ("InvalidClientTokenId", "x", "AWS knows no such access key"),
        ("SignatureDoesNotMatch", f"Canonical\n{_SECRET}", "the secret access key is not the one of the access key"),
        ("InvalidSignatureException", f"Signature expired: 2026 {_SECRET}", "the clock of this machine is wrong"),
        ("InvalidSignatureException", "Signature not yet current: 2027", "the clock of this machine is wrong"),
        ("RequestTimeTooSkewed", "x", "the clock of this machine is wrong"),
        (
            "BadRequestException",
            "Only found non-JSON body models for GET",
            "give that method a model for application/",
        ),
        (
            "BadRequestException",
            "Invalid\n export",
            "AWS answered BadRequestException (Invalid export); check API, sta",
        ),
        ("ConflictException", "", "AWS answered ConflictException (no reason)"),
        ("NotFoundException", "gone", "could not export the stage 'prod' of the REST API 'orders' "),
    ],
)
def test_an_answer_of_aws_says_what_to_do(aws: FakeAws, code: str, said: str, sentence: str) -> None:
    aws.faults.append(Fault("/exports/", 404 if code == "NotFoundException" else 400, code, said))
    assert sentence in _refusal()


def test_a_long_answer_is_cut(aws: FakeAws) -> None:
    aws.faults.append(Fault("/exports/", 400, "BadRequestException", "x" * 9000))
    assert len(_refusal()) < 600


def test_a_right_that_lacks_is_named(aws: FakeAws) -> None:
    arn = "arn:aws:apigateway:eu-west-1::/restapis/x/stages/prod/exports/oas30"
    said = f"User: arn:aws:iam::123456789012:user/me is not authorized to perform: apigateway:GET on resource: {arn}"
    aws.faults.append(Fault("/exports/", 403, "AccessDeniedException", f"{said} because no policy allows it"))
    assert _refusal() == (
        f"these AWS credentials may not export the stage 'prod' of the REST API 'orders' ({REST}): no policy allows "
        f"it; have the IAM action apigateway:GET allowed on {arn}, or take other credentials with ?profile= or "
        "AWS_PROFILE"
    )
    aws.faults[0].message = said.replace("apigateway:GET", "sts:AssumeRole")
    assert f"have the IAM action sts:AssumeRole allowed on {arn}," in _refusal()
    aws.faults[0].message = f"{said} with an explicit deny"
    assert "a policy forbids it (explicit deny)" in _refusal()


@pytest.mark.parametrize(
    ("region", "partition"), [("eu-west-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")]
)
def test_a_right_is_named_where_aws_does_not(aws: FakeAws, region: str, partition: str) -> None:
    aws.faults.append(Fault("/", 403, "AccessDenied", "no"))
    message = _refusal(f"apigateway:orders?region={region}")
    assert f"apigateway:GET allowed on arn:{partition}:apigateway:{region}::/restapis, or" in message
    message = _refusal(f"apigateway:{REST}/prod?region={region}")
    assert f"apigateway:GET allowed on arn:{partition}:apigateway:{region}::/restapis/{REST}/stages, or" in message


def test_rights_for_one_kind_of_api_suffice(aws: FakeAws) -> None:
    aws.faults.append(Fault("/restapis", 403, "AccessDeniedException", "no"))
    assert fetch("apigateway:events").revision.startswith(f"API {HTTP}")
    assert fetch(f"apigateway:{HTTP}").revision.startswith(f"API {HTTP}")
    assert "these AWS credentials may not list the APIs" in _refusal("apigateway:orders")


def test_throttling_is_waited_out(aws: FakeAws) -> None:
    aws.faults.append(Fault("/exports/", 429, "TooManyRequestsException", "Too Many Requests", times=2))
    assert b"/orders" in fetch("apigateway:orders/prod").text
    assert [seen.path.endswith("/exports/oas30") for seen in aws.seen].count(True) == 3


def test_throttling_that_does_not_end_is_told(aws: FakeAws, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "3")
    aws.faults.append(Fault("/exports/", 429, "TooManyRequestsException", "Too Many Requests"))
    assert _refusal() == (
        "AWS still said 'too many requests' after 3 attempts; wait a minute and try again, or set AWS_MAX_ATTEMPTS "
        "higher"
    )
    assert [seen.path.endswith("/exports/oas30") for seen in aws.seen].count(True) == 3


def test_an_error_of_aws_itself_is_told(aws: FakeAws, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "2")
    aws.faults.append(Fault("/restapis", 503, "ServiceUnavailableException", "down"))
    assert _refusal() == "AWS answered with its own error 503 after 2 attempts; try again later"
