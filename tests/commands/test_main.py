"""How the program starts, fails and ends."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from specloom.commands import main as module
from specloom.commands.console import SilentProgress, TerminalProgress
from tests.commands.conftest import Project


def test_help_names_every_command_and_imports_none(project: Project) -> None:
    result = project.run("--help")
    assert result.exit_code == 0
    for name in ("new", "pull", "generate", "report", "list", "templates"):
        assert f"  {name} " in result.output
    code = (
        "import sys\nfrom specloom.commands.main import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print('\\n' + ' '.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded = done.stdout.splitlines()[-1].split()
    assert "click" in loaded
    assert not {"httpx", "rich", "jinja2", "yaml", "openapi_python_client", "datamodel_code_generator"} & set(loaded)


def test_every_named_command_exists_and_has_json(project: Project) -> None:
    for name in ("new", "pull", "generate", "report", "list"):
        result = project.run(name, "--help")
        assert result.exit_code == 0, result.output
        assert "--json" in result.output
    for name in ("list", "show", "eject"):
        assert "--json" in project.run("templates", name, "--help").output


def test_all_problems_are_listed_and_the_exit_code_is_two(project: Project) -> None:
    project.configure('[apis.pets]\nsorce = "x"\nprose = 1\n')
    result = project.run("pull")
    assert result.exit_code == 2
    assert result.stderr.startswith("2 errors:\n  specloom.toml#/apis/pets/sorce: ")
    assert result.stdout == ""


def test_problems_come_as_one_json_object_when_asked(project: Project) -> None:
    project.configure("[apis.pets\n")
    result = project.run("pull", "--json")
    assert result.exit_code == 2
    (problem,) = json.loads(result.stdout)["error"]
    assert (problem["source"], problem["line"]) == ("specloom.toml", 1)
    assert result.stderr == ""


def test_what_the_system_refuses_is_no_traceback(project: Project) -> None:
    project.configure("[apis.pets]\nspec = 'file'\n")
    project.document()
    (project.root / "file").write_text("")
    result = project.run("pull", "pets", "--from", "pets.json")
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert "Not a directory" in result.stderr


def test_an_unknown_command_is_refused(project: Project) -> None:
    assert project.run("plul").exit_code == 2


def test_progress_is_silent_away_from_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    from specloom.commands.console import make_progress

    with make_progress("pets", quiet=False) as progress, progress.step("work") as step:
        step.advance(1, 2)
    assert isinstance(progress, SilentProgress)
    assert capsys.readouterr() == ("", "")


def test_progress_on_a_terminal_leaves_a_line_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    with TerminalProgress("pets").step("fetch [x]") as step:
        step.advance(1, 2)
    output = capsys.readouterr()
    assert output.out == ""
    assert "pets: fetch [x] 0." in output.err


def test_the_command_table_is_complete() -> None:
    for place, _ in module._COMMANDS.values():
        assert place.startswith("specloom.commands.")
