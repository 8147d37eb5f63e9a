"""The reference and the pages about settings: their commands are there, their settings are read, their code runs."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from specloom.commands.main import main
from specloom.config import load_config

from .blocks import DOCS, ROOT, blocks, run, take
from .checked import check_all
from .claims import claims

COMMANDS, PYTHON, TOML = (
    DOCS / "reference" / f"{name}.md" for name in ("commands", "specloom-python", "specloom-toml")
)
GENERATE, SOURCES = DOCS / "generate.md", DOCS / "sources.md"
FILES = "A document in several files"


@claims(COMMANDS)
def test_commands_are_used_as_the_page_says() -> None:
    for block in blocks(COMMANDS):
        words = take(block).split()
        names = words[1 : words.index("[OPTIONS]")]
        command: click.Command = main
        for name in names:
            assert isinstance(command, click.Group)
            found = command.get_command(click.Context(command), name)
            assert found is not None, name
            command = found
        pieces = command.collect_usage_pieces(click.Context(command))
        assert " ".join(["specloom", *names, *pieces]).split() == words


@claims(PYTHON, "python")
def test_each_step_is_done_from_python(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for block in blocks(PYTHON, "python"):
        run(PYTHON, block, names)
    assert capsys.readouterr().out == "5 resources\n"


@claims(TOML)
def test_the_settings_are_read(tmp_path: Path) -> None:
    (block,) = blocks(TOML)
    (tmp_path / "specloom.toml").write_text(take(block), "utf-8")
    config = load_config(tmp_path)
    assert config.target("pets").source == "https://petstore.example/openapi.json"
    assert (config.diff.fail_on, config.diff.severity) == ("python", {"description-changed": "safe"})


@claims(GENERATE, "bash")
def test_generating_has_these_options() -> None:
    for block in blocks(GENERATE, "bash"):
        check_all(block)


@claims(SOURCES, "bash", "toml", section=FILES)
def test_a_document_may_have_several_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "api").mkdir()
    content = "content: {application/json: {schema: {$ref: 'pet.yaml'}}}"
    get = f"get: {{responses: {{'200': {{description: a pet, {content}}}}}}}"
    (tmp_path / "api/openapi.yaml").write_text(
        f"openapi: 3.1.0\ninfo: {{title: Pets, version: '1'}}\npaths: {{/pet: {{{get}}}}}\n", "utf-8"
    )
    (tmp_path / "api/pet.yaml").write_text("type: object\nproperties: {name: {type: string}}\n", "utf-8")
    (typed,), (settings,) = blocks(SOURCES, "bash", section=FILES), blocks(SOURCES, "toml", section=FILES)
    program, *words = take(typed).split()
    assert program == "specloom"
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    assert (tmp_path / "generated/pets_client/src/pets_client/types/pet.py").is_file()
    (tmp_path / "specloom.toml").write_text(take(settings), "utf-8")
    assert CliRunner().invoke(main, ["pull", "pets"]).exit_code == 0
