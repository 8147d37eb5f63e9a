"""What all commands have in common: they are there, they explain themselves, they end as promised."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from openai_client.lib.cli.app import COMMANDS, app
from tests.children import environment
from tests.layer.cli.conftest import Run
from tests.layer.cli.training import examples, lines
from tests.layer.polling.serving import Answer, Service

CODE = "from openai_client.lib.cli import main; main()"
HEAVY = {"numpy", "tiktoken", "matplotlib", "sklearn", "rich", "openpyxl", "pandas"}


def commands(group: click.Group = app, *above: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command but the calls of ``api``, with its name."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None, name
        if isinstance(found, click.Group) and name != "api":
            yield from commands(found, *above, name)
        else:
            yield (*above, name), found


def test_every_command_explains_itself(run: Run) -> None:
    names = {" ".join(name): found for name, found in commands()}
    assert sorted(names) == [
        "api", "ask", "batch cancel", "batch results", "batch run", "batch status", "embed map", "embed search",
        "embed texts", "finetune checkpoints", "finetune create", "finetune follow", "finetune plot",
        "finetune prepare", "finetune validate", "tokens",
    ]  # fmt: skip
    for name, found in names.items():
        assert run(*name.split(), "--help").exit_code == 0
        assert found.help, name
        lacking = [option.name for option in found.params if isinstance(option, click.Option) and not option.help]
        assert lacking == [], name
        if name != "api":
            assert "--json" in [flag for option in found.params for flag in option.opts], name


@pytest.mark.parametrize("words", [["--help"], ["finetune", "--help"], ["ask", "--help"], ["embed", "map", "--help"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    code = f"import sys; sys.argv[1:] = {words}\ntry:\n    {CODE}\nexcept SystemExit: print(*sys.modules)"
    command = [sys.executable, "-c", code]
    found = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, env=environment())
    assert not HEAVY & set(found.stdout.split())
    assert "openai_client.lib.cli.app" in found.stdout


def test_a_command_that_there_is_not(run: Run) -> None:
    done = run("fine-tune")
    assert done.exit_code == 2
    assert "No such command 'fine-tune'" in done.stderr
    assert set(COMMANDS) == {"api", "tokens", "finetune", "batch", "embed", "ask"}


def test_whoever_reads_may_stop_reading(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("word word")
    words = [sys.executable, "-c", CODE, "tokens", "words.txt", "-m", "gpt-4o"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        words, cwd=tmp_path, stdout=writing, stderr=subprocess.PIPE, text=True, check=False, env=environment()
    )
    os.close(writing)
    assert done.stderr == ""
    assert done.returncode in (0, 1)  # as the release of click has it; 2 would be a failure


@pytest.mark.parametrize(("words", "shown"), [([], True), (["-q"], False), (["--json"], False)])
def test_progress_is_shown_on_a_terminal_unless_it_would_disturb(
    tmp_path: Path, words: list[str], shown: bool
) -> None:
    (tmp_path / "train.jsonl").write_text(lines(examples()))
    command = [sys.executable, "-c", CODE, *words, "finetune", "validate", "train.jsonl"]
    ours, theirs = pty.openpty()
    terminal = {**environment(), "TERM": "xterm", "COLUMNS": "120"}
    done = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs, env=terminal, check=True)
    os.write(theirs, b"end")
    os.close(theirs)
    written = os.read(ours, 65536)
    os.close(ours)
    assert (b"Validating train.jsonl" in written) == shown
    assert b"train.jsonl" in done.stdout
    assert b"Validating" not in done.stdout


def test_ctrl_c_while_a_call_is_made(run: Run, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("openai_client._client.OpenAI._send", interrupted)
    done = run("api", "models.retrieve", "m")
    assert (done.exit_code, done.output) == (130, "")
    Path("lines.txt").write_text("one\ntwo\n")
    done = run("embed", "lines.txt", "-o", "v.npz", "--cache", "kept.db")
    assert done.exit_code == 130
    assert done.output == "stopped; what was done is in kept.db: the same command goes on\n"
    done = run("finetune", "create", "-t", "file-1", "-m", "gpt-4o-mini")
    assert done.exit_code == 130
    assert "openai-client api fine_tuning.jobs.list" in done.output
    assert not Path("v.npz").exists()


def test_json_may_stand_before_or_behind(run: Run, service: Service) -> None:
    service.says("GET /models/m", {"id": "m", "object": "model"})
    expected = '{"id": "m", "object": "model"}\n'
    assert run("--json", "api", "models.retrieve", "m").stdout == expected
    assert run("api", "models.retrieve", "m", "--json").stdout == expected
    assert run("api", "models.retrieve", "m").stdout != expected


def test_no_access_names_the_request(run: Run, service: Service) -> None:
    service.says("GET /fine_tuning/jobs/ftjob-1/checkpoints", Answer({"error": {"message": "no scope"}}, 403))
    done = run("finetune", "checkpoints", "ftjob-1")
    assert done.exit_code == 2
    assert f"GET {service.url}/fine_tuning/jobs/ftjob-1/checkpoints" in done.stderr
    assert "no scope" in done.stderr


def test_the_installed_command_says_which_extra_is_missing(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("raise ModuleNotFoundError('no click', name='click')\n")
    paths = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    shadowed = {**os.environ, "PYTHONPATH": paths}
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, env=shadowed, check=False, timeout=60
    )
    assert done.returncode == 2
    assert "openai-client[cli]" in done.stderr
