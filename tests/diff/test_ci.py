"""What runs in CI: the steps of the action and of the workflow, run as GitHub runs them, against a real repository."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from attrs import define, field, frozen
from click import Command

from specloom.commands.accept import command as accept
from specloom.commands.diff import command as diff
from specloom.config import load_config
from tests.diff.repository import Repository, pets

ROOT = Path(__file__).parents[2]
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the steps are written for bash")


def _yaml(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


ACTION: dict[str, Any] = _yaml("action.yml")
WORKFLOW: dict[Any, Any] = _yaml(".github/workflows/spec-review.yml")
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}


@frozen
class Ran:
    """What became of a step."""

    code: int
    output: str


@define
class Job:
    """One job: files that GitHub gives to steps, programs that stand in for those of a runner, and values."""

    root: Path
    folder: Path
    values: dict[str, str] = field(factory=dict)

    def program(self, name: str, text: str) -> None:
        path = self.folder / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def run(self, step: Mapping[str, Any]) -> Ran:
        script = step["run"]
        assert not EXPRESSION.search(script), "values go in by the environment, or a title could be run as code"
        stated = {name: EXPRESSION.sub(self._value, value) for name, value in step.get("env", {}).items()}
        files = {name: str(self.folder / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")}
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "GIT_"))}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script],
            cwd=self.root, capture_output=True, text=True, check=False,
            env={
                **inherited, "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}", "RUNNER_TEMP": str(self.folder),
                "PYTHONPATH": str(ROOT / "src"), "GIT_CONFIG_GLOBAL": "/dev/null", **files, **stated,
            },
        )  # fmt: skip
        self._take_outputs(step)
        return Ran(done.returncode, done.stdout + done.stderr)

    def _value(self, expression: re.Match[str]) -> str:
        return self.values.get(expression[1], "")

    def _take_outputs(self, step: Mapping[str, Any]) -> None:
        path = self.folder / "GITHUB_OUTPUT"
        for line in path.read_text().splitlines() if path.exists() else ():
            name, _, value = line.partition("=")
            self.values[f"steps.{step.get('id')}.outputs.{name}"] = value
        path.unlink(missing_ok=True)


GH = """#!/usr/bin/env {python}
import json, os, pathlib, sys
store = pathlib.Path(os.environ["RUNNER_TEMP"], "comments.json")
comments = json.loads(store.read_text()) if store.exists() else []
arguments = sys.argv[1:]
assert arguments[0] == "api" and os.environ["GH_TOKEN"] == "secret"
with open(store.with_name("calls.txt"), "a") as calls:
    calls.write(" ".join(arguments) + chr(10))
if os.environ.get("GH_FAILS"):
    sys.exit("HTTP 403: Resource not accessible")
if "--method" not in arguments:
    marker = os.environ["marker"]
    assert "startswith(env.marker)" in arguments[arguments.index("--jq") + 1]
    print("".join(str(one["id"]) + chr(10) for one in comments if one["body"].startswith(marker)), end="")
    sys.exit()
body = pathlib.Path(arguments[arguments.index("--field") + 1].removeprefix("body=@")).read_text()
address = next(one for one in arguments if one.startswith("repos/"))
if "POST" in arguments:
    assert address == "repos/acme/pets/issues/7/comments"
    comments.append({{"id": len(comments) + 101, "body": body}})
else:
    (found,) = [one for one in comments if address == "repos/acme/pets/issues/comments/" + str(one["id"])]
    found["body"] = body
store.write_text(json.dumps(comments))
"""
"""Answers like the ``gh`` program: lists comments, makes one, changes one."""


@pytest.fixture
def job(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> Job:
    """A repository of which the branch takes a pet's name away."""
    repository.write("specloom.toml", "[apis.zoo]\n")
    repository.write("spec/zoo/openapi.json", pets())
    repository.commit()
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repository.write("spec/zoo/openapi.json", pets("name"))
    repository.commit()
    job = Job(repository.root, tmp_path_factory.mktemp("runner"))
    python = f"#!/bin/sh\nexec {sys.executable} "
    job.program("specloom", f'{python}-c "from specloom.commands.main import main; main()" "$@"\n')
    job.program("python3", f'{python}"$@"\n')
    job.program("gh", GH.format(python=sys.executable))
    job.values = {
        **{f"inputs.{name}": str(one.get("default", "")) for name, one in ACTION["inputs"].items()},
        "github.action_path": str(ROOT),
        "github.repository": "acme/pets",
        "github.event.pull_request.number": "7",
        "github.base_ref": "main",
        "inputs.old": "zoo@origin/main",
        "inputs.new": "zoo",
        "inputs.token": "secret",
    }
    return job


def _comments(job: Job) -> list[dict[str, Any]]:
    store = job.folder / "comments.json"
    comments: list[dict[str, Any]] = json.loads(store.read_text()) if store.exists() else []
    return comments


def _review(job: Job) -> list[Ran]:
    return [job.run(STEPS[name]) for name in ("Review", "Comment", "Gate")]


# --- the action ------------------------------------------------------------------------------------------------------


def test_a_review_is_annotated_summed_up_commented_and_fails_the_job(job: Job) -> None:
    review, comment, gate = _review(job)
    assert review.code == 0, review.output
    assert "::error file=spec/zoo/openapi.json,line=" in review.output
    assert comment.code == 0, comment.output
    (posted,) = _comments(job)
    assert posted["body"].startswith("<!-- specloom-diff -->\n")
    assert "`Pet.name` is gone" in posted["body"]
    assert (job.folder / "GITHUB_STEP_SUMMARY").read_text() == posted["body"]
    assert json.loads(Path(job.values["steps.review.outputs.json"]).read_text())["counts"]["wire"] == 1
    assert gate.code == 1


def test_a_later_run_updates_the_comment_in_place(job: Job) -> None:
    _review(job)
    Repository(job.root).write("spec/zoo/openapi.json", pets())
    *_, gate = _review(job)
    assert gate.code == 0
    (posted,) = _comments(job)
    assert posted["id"] == 101
    assert "Nothing has changed" in posted["body"]


def test_nothing_to_tell_makes_no_comment(job: Job) -> None:
    Repository(job.root).write("spec/zoo/openapi.json", pets())
    assert [ran.code for ran in _review(job)] == [0, 0, 0]
    assert _comments(job) == []


def test_reviews_with_names_have_comments_of_their_own(job: Job) -> None:
    _review(job)
    job.values["inputs.name"] = "the zoo"
    _review(job)
    _review(job)
    assert [one["body"].splitlines()[0] for one in _comments(job)] == [
        "<!-- specloom-diff -->",
        "<!-- specloom-diff: the zoo -->",
    ]


def test_a_review_that_cannot_be_done_says_so_in_the_comment_too(job: Job) -> None:
    _review(job)
    Repository(job.root).write("spec/zoo/openapi.json", "{}")
    review, _, gate = _review(job)
    assert review.code == 0
    assert "::error title=API review::The review could not be done" in review.output
    (posted,) = _comments(job)
    assert posted["body"].startswith("<!-- specloom-diff -->\n## API review: could not be done")
    assert "neither an openapi nor a swagger key" in posted["body"]
    assert "`Pet.name` is gone" not in posted["body"]
    assert gate.code == 2


def test_a_review_that_breaks_down_is_no_finding(job: Job) -> None:
    # As Python ends by an error of its own: with 1, like a review that hits the gate.
    job.program("specloom", "#!/bin/sh\necho Traceback >&2\nexit 1\n")
    review, _, gate = _review(job)
    assert (review.code, gate.code) == (0, 2)
    assert "    Traceback" in (job.folder / "GITHUB_STEP_SUMMARY").read_text()


def test_options_go_through_one_a_line(job: Job) -> None:
    job.values["inputs.options"] = "--severity\nrequired-property-removed=safe\n--exclude-rule=python-*\n\n"
    assert _review(job)[-1].code == 0
    job.values["inputs.options"] = ""
    job.values["inputs.fail-on"] = "none"
    assert _review(job)[-1].code == 0


def test_values_are_never_run_as_code(job: Job) -> None:
    for name in ("old", "new", "options", "name"):
        job.values[f"inputs.{name}"] = f'$(touch "{job.folder}/owned"); `touch {job.folder}/owned`'
    _review(job)
    assert not (job.folder / "owned").exists()


def test_a_token_that_may_not_write_is_a_warning(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GH_FAILS", "1")
    review, comment, gate = _review(job)
    assert (review.code, comment.code, gate.code) == (0, 0, 1)
    assert "::warning title=API review::The comment could not be written" in comment.output


def test_the_comment_is_asked_for_where_it_can_be_written() -> None:
    assert STEPS["Comment"]["if"] == "inputs.comment == 'true' && inputs.token != '' && github.event.pull_request"
    assert all(step["shell"] == "bash" for step in STEPS.values())


def test_every_value_that_a_step_takes_is_there(job: Job) -> None:
    known = set(job.values) | {f"steps.review.outputs.{name}" for name in ("exit-code", "markdown", "json", "changes")}
    _review(job)
    used = {found for step in STEPS.values() for value in step["env"].values() for found in EXPRESSION.findall(value)}
    used |= {found for output in ACTION["outputs"].values() for found in EXPRESSION.findall(output["value"])}
    assert used <= known
    assert used - {"github.action_path"} <= set(job.values)


def test_the_install_step_installs_what_it_was_checked_out_with(job: Job) -> None:
    job.program("python3", f'#!/bin/sh\necho "$@" >> "{job.folder}/asked"\nmkdir -p "$3/bin"\n'
                           f'printf \'#!/bin/sh\\necho "$@" >> "{job.folder}/asked"\\n\' > "$3/bin/python"\n'
                           'chmod +x "$3/bin/python"\n')  # fmt: skip
    ran = job.run(STEPS["Install"])
    assert ran.code == 0, ran.output
    venv, install = (job.folder / "asked").read_text().splitlines()
    assert venv == f"-m venv {job.folder}/specloom"
    assert install.endswith(f"--constraint {ROOT}/constraints.txt {ROOT}")
    assert (ROOT / "constraints.txt").is_file()
    assert (job.folder / "GITHUB_PATH").read_text() == f"{job.folder}/specloom/bin\n"


# --- the workflow ----------------------------------------------------------------------------------------------------


def test_the_workflow_uses_the_action_as_it_is(job: Job) -> None:
    steps = WORKFLOW["jobs"]["review"]["steps"]
    (use,) = [step for step in steps if step.get("uses") == "./"]
    assert set(use["with"]) <= set(ACTION["inputs"])
    required = {name for name, one in ACTION["inputs"].items() if one.get("required")}
    assert required <= set(use["with"])
    assert WORKFLOW["permissions"] == {"contents": "read", "pull-requests": "write"}
    # YAML 1.1 reads the key `on` as a truth value.
    assert "spec/**" in WORKFLOW[True]["pull_request"]["paths"]
    base = job.run(next(step for step in steps if step.get("id") == "base"))
    assert base.code == 0, base.output
    first = Repository(job.root).git("rev-parse", "origin/main")
    assert job.values["steps.base.outputs.commit"] == first
    job.values["matrix.api"] = "zoo"
    job.values["inputs.old"] = EXPRESSION.sub(lambda found: job.values[found[1]], use["with"]["old"])
    assert _review(job)[-1].code == 1


def test_the_workflow_reviews_every_api() -> None:
    review = WORKFLOW["jobs"]["review"]
    assert review["strategy"]["matrix"]["api"] == list(load_config(ROOT).targets)
    # The comments of one pull request are told apart by name.
    (use,) = [step for step in review["steps"] if step.get("uses") == "./"]
    assert use["with"]["name"] == "${{ matrix.api }}"


def test_the_workflow_checks_drift_whatever_the_review_says(job: Job) -> None:
    (drift,) = [step for step in WORKFLOW["jobs"]["review"]["steps"] if step.get("name") == "Drift"]
    assert drift["if"] == "${{ !cancelled() }}"
    job.values["matrix.api"] = "zoo"
    ran = job.run(drift)
    assert ran.code == 1
    assert "zoo" in ran.output


# --- pre-commit ------------------------------------------------------------------------------------------------------


def test_the_hooks_run_what_they_say(job: Job) -> None:
    hooks = {hook["id"]: hook for hook in _yaml(".pre-commit-hooks.yaml")}
    assert set(hooks) == {"specloom-diff", "specloom-generate-check"}
    for hook in hooks.values():
        assert hook["language"] == "python"
        assert hook["pass_filenames"] is False
        assert re.search(hook["files"], "spec/zoo/openapi.json")
        assert not re.search(hook["files"], "src/program.py")
    Repository(job.root).write("spec/zoo/openapi.json", pets("id", "name"))
    ran = job.run({"run": f"{hooks['specloom-diff']['entry']} zoo"})
    assert ran.code == 1
    assert "Pet.id is gone" in ran.output
    assert "Pet.name" not in ran.output
    assert job.run({"run": hooks["specloom-generate-check"]["entry"]}).code == 1


# --- the page --------------------------------------------------------------------------------------------------------

PAGE = ROOT / "docs/spec-review.md"


@pytest.mark.parametrize("command", [diff, accept], ids=["diff", "accept"])
def test_the_page_tells_of_every_option(command: Command) -> None:
    text = PAGE.read_text("utf-8")
    options = [name for parameter in command.params for name in parameter.opts if name.startswith("--")]
    assert [name for name in options if f"`{name}" not in text and f" {name}" not in text] == []


CURL = """#!/usr/bin/env {python}
import json, os, pathlib, sys
folder = pathlib.Path(os.environ["RUNNER_TEMP"])
store = folder / "notes.json"
notes = json.loads(store.read_text()) if store.exists() else []
arguments = sys.argv[1:]
assert arguments[arguments.index("--header") + 1] == "PRIVATE-TOKEN: secret"
if "--data-urlencode" not in arguments:
    print(json.dumps(notes))
    sys.exit()
name = arguments[arguments.index("--data-urlencode") + 1].removeprefix("body@")
body = pathlib.Path(name).read_text()
if "--request" in arguments:
    assert arguments[arguments.index("--request") + 1] == "PUT"
    (note,) = [one for one in notes if arguments[-1] == "api/projects/1/merge_requests/7/notes/" + str(one["id"])]
    note["body"] = body
else:
    assert arguments[-1] == "api/projects/1/merge_requests/7/notes"
    notes.append({{"id": 31, "body": body}})
store.write_text(json.dumps(notes))
"""
"""Answers like GitLab: lists the notes of a merge request, makes one, changes one."""


def test_the_job_for_gitlab_posts_one_note_and_updates_it(job: Job) -> None:
    (block,) = [
        text for text in re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL) if "gitlab" in text
    ]
    gitlab = yaml.safe_load(block)["spec-review"]
    job.program("curl", CURL.format(python=sys.executable))
    job.program("pip", "#!/bin/sh\n")
    environment = {
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": Repository(job.root).git("rev-parse", "origin/main"),
        "CI_API_V4_URL": "api", "CI_PROJECT_ID": "1", "CI_MERGE_REQUEST_IID": "7", "REVIEW_TOKEN": "secret",
    }  # fmt: skip
    review = gitlab["script"][1].replace("openai", "zoo")
    for names, said in ((("name",), "`Pet.name` is gone"), (("id",), "`Pet.id` is gone")):
        Repository(job.root).write("spec/zoo/openapi.json", pets(*names))
        ran = job.run({"run": review, "env": environment})
        assert ran.code == 1, ran.output
        ran = job.run({"run": gitlab["after_script"][0], "env": environment})
        assert ran.code == 0, ran.output
        (note,) = json.loads((job.folder / "notes.json").read_text())
        assert note["id"] == 31
        assert said in note["body"]
    for path in (*gitlab["artifacts"]["paths"], gitlab["artifacts"]["reports"]["junit"]):
        assert (job.root / path).is_file()
    assert gitlab["script"][0] == "pip install specloom"


def test_the_yaml_of_the_page_is_yaml() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert len(blocks) >= 3
    for block in blocks:
        assert isinstance(yaml.safe_load(block), (dict, list))
    assert any("inputs" not in block and "uses: " in block for block in blocks)
