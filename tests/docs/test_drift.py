"""docs/drift.md and the workflow beside it: what they show is what happens."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from attrs import define, field
from click.testing import CliRunner

from specloom.commands.drift import command
from specloom.commands.main import main
from specloom.drift.formats.markdown import LIMIT, MARKER
from tests.aws.server import Methods, RestApi, serve_aws
from tests.docs.blocks import DOCS, blocks, take
from tests.docs.claims import claims

PAGE = DOCS / "drift.md"
TEXT = PAGE.read_text("utf-8")
WORKFLOW: dict[Any, Any] = yaml.safe_load((DOCS / "examples/drift.yml").read_text("utf-8"))
REVIEW: dict[Any, Any] = yaml.safe_load((DOCS.parent / ".github/workflows/spec-review.yml").read_text("utf-8"))
CHECKED = re.compile(r"checked [\d-]+ [\d:]+ UTC")
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")

ZOO: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Zoo", "version": "1.2.0"},
    "paths": {
        "/pets": {
            "get": {
                "operationId": "listPets",
                "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
                "responses": {"200": {"description": ""}},
            }
        }
    },
}
SHELTER: dict[str, Any] = {
    "openapi": "3.0.1",
    "info": {"title": "shelter", "version": "2026-11-02T09:14:27Z"},
    "paths": {
        "/animals": {
            "get": {
                "responses": {"200": {"description": "200 response"}},
                "x-amazon-apigateway-integration": {"type": "http", "timeoutInMillis": 12000},
            }
        }
    },
}
LOCK = {"source": "https://zoo.example/openapi.json", "revision": "1.2.0", "sha256": "", "fetched": "2026-11-02",
        "tool": "", "prose": "keep"}  # fmt: skip


def _live(document: dict[str, Any]) -> dict[str, Any]:
    live: dict[str, Any] = json.loads(json.dumps(document))
    return live


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two APIs, edited where they are live."""
    zoo, shelter = _live(ZOO), _live(SHELTER)
    zoo["info"]["version"] = "1.3.0"
    zoo["paths"]["/pets"]["get"]["parameters"][0]["required"] = True
    shelter["info"]["version"] = "2026-11-20T16:40:02Z"
    shelter["paths"]["/animals"]["get"]["x-amazon-apigateway-integration"]["timeoutInMillis"] = 5000
    files = {
        "specloom.toml": '[apis.zoo]\nsource = "live/zoo.json"\n\n[apis.shelter]\nsource = "live/shelter.json"\n',
        "spec/zoo/openapi.json": json.dumps(ZOO), "spec/zoo/spec.lock": json.dumps(LOCK),
        "spec/zoo/sdk.yaml": "methods:\n  listPets: pets.list\n",
        "spec/shelter/openapi.json": json.dumps(SHELTER),
        "live/zoo.json": json.dumps(zoo, indent=1), "live/shelter.json": json.dumps(shelter, indent=1),
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _undated(text: str) -> str:
    return CHECKED.sub("checked then", text)


@claims(PAGE, "console")
def test_its_commands_print_what_it_says(project: Path) -> None:
    shown = blocks(PAGE, "console")
    for block in shown:
        typed, _, printed = take(block).partition("\n")
        done = CliRunner().invoke(main, shlex.split(typed.removeprefix("$ specloom ")))
        assert _undated(done.stdout) == _undated(printed)
        assert done.exit_code == 1
    assert len(shown) == 2


@claims(PAGE, "text")
def test_edits_that_are_not_deployed_are_told_as_it_says(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (block,) = blocks(PAGE, "text")
    none = {"authorizationType": "NONE", "apiKeyRequired": False}
    with serve_aws() as aws:
        deployed: Methods = {"/animals": {"GET": none}}
        api = RestApi("a1b2c3d4e5", "shelter", {"prod": "dep001"}, deployments={"dep001": deployed})
        api.edited = {**deployed, "/animals/{id}": {"DELETE": none}}
        api.exports = {("prod", "oas30"): SHELTER}
        aws.rest.append(api)
        for name, value in aws.environment.items():
            monkeypatch.setenv(name, value)
        source = "apigateway:shelter/prod?region=eu-west-1"
        done = CliRunner().invoke(main, ["drift", "shelter", "--from", source])
    assert done.exit_code == 1
    assert take(block).removesuffix("...\n") in done.stdout


def test_it_tells_every_option_and_the_frame_of_an_issue() -> None:
    options = [name for parameter in command.params for name in parameter.opts if name.startswith("--")]
    assert [name for name in options if f"`{name}" not in TEXT] == []
    assert MARKER in TEXT
    assert f"{LIMIT:,} characters" in TEXT


def test_it_names_every_key_of_the_json(project: Path) -> None:
    report = json.loads(CliRunner().invoke(main, ["drift", "--full", "--json"]).stdout)
    rows = re.findall(r"^\| (`.*?) \|", TEXT.partition("JSON has these keys")[2], re.MULTILINE)
    named = re.findall(r"`(\w+)`", " ".join(rows))
    assert set(named) == {*report, *report["apis"][0]}
    (difference,) = report["apis"][1]["behind"]
    assert all(f"`{key}`" in TEXT for key in difference)


# --- the workflow ----------------------------------------------------------------------------------------------------

STEPS = {step.get("name", step.get("uses", "")): step for step in WORKFLOW["jobs"]["drift"]["steps"]}

GH = """#!/usr/bin/env {python}
import json, os, pathlib, sys
store = pathlib.Path(os.environ["RUNNER_TEMP"], "issues.json")
issues = json.loads(store.read_text()) if store.exists() else []
arguments = sys.argv[1:]
assert arguments[0] == "api" and os.environ["GH_TOKEN"] == "secret"
if "--method" not in arguments:
    assert "startswith(env.marker)" in arguments[arguments.index("--jq") + 1]
    assert any(one.startswith("repos/acme/zoo/issues?state=open") for one in arguments)
    found = [one for one in issues if one["state"] == "open" and (one["body"] or "").startswith(os.environ["marker"])]
    print("".join(str(one["number"]) + chr(10) for one in found), end="")
    sys.exit()
fields = dict(arguments[at + 1].split("=", 1) for at, one in enumerate(arguments) if one == "--field")
assert fields["body"].startswith("@")
fields["body"] = pathlib.Path(fields["body"][1:]).read_text()
address = next(one for one in arguments if one.startswith("repos/"))
if "POST" in arguments:
    assert address == "repos/acme/zoo/issues" and "state" not in fields
    issues.append({{"number": len(issues) + 1, "state": "open", **fields}})
else:
    (issue,) = [one for one in issues if address == "repos/acme/zoo/issues/" + str(one["number"])]
    issue.update(fields)
store.write_text(json.dumps(issues))
"""
"""Answers like the ``gh`` program: lists issues, opens one, changes one."""


@define
class Runner:
    """Runs the steps of the workflow as GitHub does."""

    root: Path
    folder: Path
    values: dict[str, str] = field(factory=dict)

    def program(self, name: str, text: str) -> None:
        path = self.folder / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def step(self, name: str) -> int:
        step = STEPS[name]
        assert not EXPRESSION.search(step["run"]), "values go in by the environment"
        stated = {
            key: EXPRESSION.sub(lambda found: self.values[found[1]], one) for key, one in step.get("env", {}).items()
        }
        output = self.folder / "output"
        output.write_text("")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            cwd=self.root, capture_output=True, text=True, check=False,
            env={
                **os.environ, "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}", "RUNNER_TEMP": str(self.folder),
                "PYTHONPATH": str(DOCS.parent / "src"), "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(self.folder / "summary"), **stated,
            },
        )  # fmt: skip
        for line in output.read_text().splitlines():
            key, _, value = line.partition("=")
            self.values[f"steps.{step['id']}.outputs.{key}"] = value
        return done.returncode

    def day(self) -> tuple[int, ...]:
        """All steps that run a script, on another day."""
        return tuple(self.step(name) for name in ("Check", "Issue", "Gate"))

    @property
    def issues(self) -> list[dict[str, Any]]:
        store = self.folder / "issues.json"
        found: list[dict[str, Any]] = json.loads(store.read_text()) if store.exists() else []
        return found


@pytest.fixture
def runner(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Runner:
    runner = Runner(project, tmp_path_factory.mktemp("runner"))
    runner.program(
        "specloom", f'#!/bin/sh\nexec {sys.executable} -c "from specloom.commands.main import main; main()" "$@"\n'
    )
    runner.program("gh", GH.format(python=sys.executable))
    runner.values = {"github.token": "secret", "github.repository": "acme/zoo"}
    return runner


pytest_bash = pytest.mark.skipif(sys.platform == "win32", reason="the steps are written for bash")


@pytest_bash
def test_drift_opens_an_issue_that_later_runs_update_and_close(runner: Runner) -> None:
    assert runner.day() == (0, 0, 0)
    (issue,) = runner.issues
    assert (issue["title"], issue["state"]) == ("A live API is not what is pinned", "open")
    assert issue["body"].startswith(MARKER)
    assert "`GET /pets, query limit` must be sent" in issue["body"]
    assert (runner.folder / "summary").read_text() == issue["body"]

    (runner.root / "live/zoo.json").write_text(json.dumps(ZOO))
    assert runner.day() == (0, 0, 0)
    (issue,) = runner.issues
    assert "must be sent" not in issue["body"]

    (runner.root / "live/shelter.json").unlink()
    assert runner.day() == (0, 0, 2)
    (issue,) = runner.issues
    assert (issue["title"], issue["state"]) == ("Drift could not be checked", "open")

    (runner.root / "live/shelter.json").write_text(json.dumps(SHELTER))
    assert runner.day() == (0, 0, 0)
    (issue,) = runner.issues
    assert (issue["title"], issue["state"]) == ("No drift any more", "closed")

    # What is closed stays so, and nothing to tell opens none.
    assert runner.day() == (0, 0, 0)
    assert len(runner.issues) == 1


@pytest_bash
@pytest.mark.parametrize("program", ["echo Traceback >&2; exit 1", "exit 127", "echo 'no such option' >&2; exit 2"])
def test_a_check_that_breaks_down_is_no_drift_and_no_answer(runner: Runner, program: str) -> None:
    runner.day()
    runner.program("specloom", f"#!/bin/sh\n{program}\n")
    assert runner.day() == (0, 0, 2)
    (issue,) = runner.issues
    assert (issue["title"], issue["state"]) == ("Drift could not be checked", "open")
    assert "must be sent" not in issue["body"]


@pytest_bash
def test_an_issue_that_cannot_be_written_fails_the_job(runner: Runner) -> None:
    runner.program("gh", "#!/bin/sh\nexit 1\n")
    assert runner.step("Check") == 0
    assert runner.step("Issue") != 0


def test_the_workflow_has_the_rights_that_it_needs_and_no_more() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read", "issues": "write", "id-token": "write"}
    # YAML 1.1 reads the key `on` as a truth value.
    assert set(WORKFLOW[True]) == {"schedule", "workflow_dispatch"}
    used = {step["uses"] for step in WORKFLOW["jobs"]["drift"]["steps"] if "uses" in step}
    ours = {step["uses"] for step in REVIEW["jobs"]["review"]["steps"] if "uses" in step and step["uses"] != "./"}
    # Named by the same versions as in the workflow of this project, with the one that signs in at AWS.
    assert used - ours == {"aws-actions/configure-aws-credentials@v4"}
    assert not [value for value in STEPS["aws-actions/configure-aws-credentials@v4"]["with"] if "key" in value]
