"""What CI runs is there, on every Python that is promised, and may do no more than it needs."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any, Final

import yaml

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT: Final = Path(__file__).parents[2]
WORKFLOWS: Final = {
    path.stem: yaml.safe_load(path.read_text("utf-8")) for path in ROOT.glob(".github/workflows/*.yml")
}
CI: Final = WORKFLOWS["ci"]["jobs"]
RELEASE: Final = WORKFLOWS["release"]["jobs"]
SESSIONS: Final = re.findall(r"^@nox\.session.*?^def (\w+)", (ROOT / "noxfile.py").read_text("utf-8"), re.M | re.S)
CLASSIFIER: Final = "Programming Language :: Python :: "


def text_of(name: str) -> str:
    """A workflow as it stands."""
    return (ROOT / f".github/workflows/{name}.yml").read_text("utf-8")


def test_ci_tests_every_python_that_is_promised() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    promised = [one.removeprefix(CLASSIFIER) for one in project["classifiers"] if one.startswith(CLASSIFIER)]
    assert CI["tests"]["strategy"]["matrix"]["python"] == promised
    assert project["requires-python"] == f">={promised[0]}"


def test_ci_runs_sessions_that_there_are() -> None:
    matrix = CI["session"]["strategy"]["matrix"]
    assert {*matrix["session"], "tests_on"} <= set(SESSIONS)
    assert {"lint", "typecheck", "check", "build", "lowest", "newest"} <= set(matrix["session"])
    assert [one["session"] for one in matrix["include"]] == ["lowest"]
    assert matrix["include"][0]["python"] == CI["tests"]["strategy"]["matrix"]["python"][0]


def test_no_workflow_writes_where_it_need_not() -> None:
    for name in ("ci", "release"):
        assert WORKFLOWS[name]["permissions"] == {"contents": "read"}
    assert all("permissions" not in job for job in CI.values())
    assert RELEASE["publish"]["permissions"] == {"id-token": "write"}
    assert "secrets." not in text_of("ci") + text_of("release")


def test_values_from_outside_are_never_run_as_code() -> None:
    steps: list[dict[str, Any]] = [step for jobs in (CI, RELEASE) for job in jobs.values() for step in job["steps"]]
    assert sum("run" in step for step in steps) >= 5
    assert not [step["run"] for step in steps if "${{" in step.get("run", "")]


def test_what_is_published_was_built_and_checked_by_the_session() -> None:
    ran = [step.get("run") for step in RELEASE["build"]["steps"]]
    assert ran.index("python scripts/dev.py build") < ran.index('test -e "dist/specloom-${TAG#v}-py3-none-any.whl"')
    assert RELEASE["publish"]["needs"] == "build"
    (kept,) = [
        step["with"]["path"].split()
        for step in RELEASE["build"]["steps"]
        if step.get("with", {}).get("name") == "packages"
    ]
    assert kept == ["dist/specloom-*.whl", "dist/specloom-*.tar.gz"]
