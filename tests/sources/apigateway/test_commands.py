"""``specloom new``, ``pull`` and ``diff`` from API Gateway: whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from specloom.commands.main import main
from tests.aws.orders import oas30
from tests.aws.server import FakeAws, Fault, HttpApi
from tests.sources.apigateway.conftest import REST

_SOURCE = "apigateway:orders/prod?region=eu-west-1"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def pulled(aws: FakeAws, folder: Path) -> Path:
    """A project with an API that is pinned."""
    (folder / "specloom.toml").write_text(f'[apis.orders]\nsource = "{_SOURCE}"\n')
    assert _run("pull").exit_code == 0
    return folder


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def _files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("latin-1") for path in folder.rglob("*") if path.is_file()
    }


def _lock(folder: Path) -> dict[str, str]:
    lock: dict[str, str] = json.loads((folder / "spec/orders/spec.lock").read_text())
    return lock


def test_a_new_package_comes_from_a_stage(aws: FakeAws, folder: Path) -> None:
    source = "apigateway:orders?profile=team"
    config = folder.parent / "aws.ini"
    config.write_text("[profile team]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = x\n")
    result = CliRunner().invoke(main, ["new", "orders", source], env={"AWS_CONFIG_FILE": str(config)})
    assert result.exit_code == 0, result.output
    files = _files(folder)
    assert f'source = "{source}"' in files["specloom.toml"]
    assert "generated/orders_client/src/orders_client/_client.py" in files
    assert "/orders" in json.loads(files["spec/orders/openapi.json"])["paths"]
    lock = _lock(folder)
    assert lock["source"] == _SOURCE
    assert lock["revision"] == f"2026-11-21T00:00:00Z (API {REST}, deployment dep001)"


def test_another_time_stamp_is_no_change(aws: FakeAws, pulled: Path) -> None:
    before = _files(pulled)
    result = _run("pull")
    assert "nothing changed" in result.stdout
    assert _files(pulled) == before


def test_a_deployment_that_changes_nothing_is_no_change_either(aws: FakeAws, pulled: Path) -> None:
    before = _files(pulled)
    aws.rest[0].stages["prod"] = "dep002"
    assert "nothing changed" in _run("pull").stdout
    assert _files(pulled) == before
    assert _run("pull", "orders", "--revision", "of Monday").exit_code == 0
    assert _lock(pulled)["revision"].endswith("(of Monday)")


def test_a_change_brings_the_time_stamp_and_the_deployment_of_its_own(aws: FakeAws, pulled: Path) -> None:
    aws.rest[0].stages["prod"] = "dep002"
    aws.rest[0].exports["prod", "oas30"] = oas30("/orders", "/returns")
    result = _run("pull")
    assert "+ GET /returns" in result.stdout
    assert _lock(pulled)["revision"] == f"2026-11-21T00:01:00Z (API {REST}, deployment dep002)"
    assert json.loads(_files(pulled)["spec/orders/openapi.json"])["info"]["version"] == "2026-11-21T00:01:00Z"


def test_a_version_that_somebody_chose_is_a_change(aws: FakeAws, pulled: Path) -> None:
    for version in ("1.0", "1.1"):
        aws.rest[0].exports["prod", "oas30"] = {**oas30("/orders"), "info": {"title": "orders", "version": version}}
        assert "pinned in orders" in _run("pull").stdout
        assert _lock(pulled)["revision"].startswith(f"{version} (")


def test_another_stage_of_the_same_document_is_noted(aws: FakeAws, pulled: Path) -> None:
    aws.rest[0].stages["dev"] = "dep001"
    aws.rest[0].exports["dev", "oas30"] = oas30("/orders")
    assert _run("pull", "orders", "--from", "apigateway:orders/dev").exit_code == 0
    assert _lock(pulled)["source"] == "apigateway:orders/dev?region=eu-west-1"


def test_a_review_may_ask_api_gateway(aws: FakeAws, pulled: Path) -> None:
    aws.rest[0].exports["prod", "oas30"] = oas30("/returns")
    result = _run("diff", "orders", "apigateway:orders/prod")
    assert result.exit_code == 1, result.output
    assert "/orders" in result.stdout


_BAD = {
    "an API of two": "2 APIs are named",
    "no stage": "has no stage",
    "never deployed": "was never deployed",
    "no right": "may not export",
    "throttled": "too many requests",
    "empty": "no path that could be called",
    "cut": "cut short",
    "no region": "no AWS region is said",
    "no credentials": "there are no AWS credentials",
    "no profile": "there is no AWS profile",
}


@pytest.mark.parametrize("case", _BAD)
def test_bad_input_is_one_sentence_and_writes_nothing(
    aws: FakeAws, pulled: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    source = {"no stage": "apigateway:orders/test", "no profile": "apigateway:orders?profile=x"}.get(case)
    if case == "an API of two":
        aws.http.append(HttpApi("k" * 10, "orders"))
    elif case == "never deployed":
        aws.rest[0].stages.clear()
    elif case == "no right":
        aws.faults.append(Fault("/exports/", 403, "AccessDeniedException", "no"))
    elif case == "throttled":
        aws.faults.append(Fault("/exports/", 429, "TooManyRequestsException", "Too Many Requests"))
    elif case == "empty":
        aws.rest[0].exports["prod", "oas30"] = oas30()
    elif case == "cut":
        aws.faults.append(Fault("/exports/", cut=99))
    elif case == "no region":
        monkeypatch.delenv("AWS_DEFAULT_REGION")
        source = "apigateway:orders/prod"
    elif case == "no credentials":
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    before = _files(pulled)
    for command in (("pull", "orders", "--from", source or _SOURCE), ("new", "other", source or _SOURCE)):
        result = _run(*command)
        assert (result.exit_code, result.stdout) == (2, "")
        assert _BAD[case] in result.stderr
        head, line = result.stderr.splitlines()
        assert head == "error:"
        assert line.startswith(f"  {source or _SOURCE}: ")
        assert _files(pulled) == before


def test_help_spells_the_source(aws: FakeAws) -> None:
    for command in ("new", "pull"):
        assert "apigateway:NAME_OR_ID/STAGE?region=eu-west-1" in _run(command, "--help").stdout
