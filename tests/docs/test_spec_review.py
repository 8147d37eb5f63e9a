"""The blocks of docs/spec-review.md, in a repository whose API has lost two operations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from specloom.config import load_config
from tests.plan.small import TEXT, answer, document, many, ref, thing

from .blocks import DOCS, ROOT, blocks, load, take
from .checked import check
from .claims import claims
from .sessions import Terminal, type_all
from .stand_ins import environment
from .workflows import check_github, check_gitlab

PAGE = DOCS / "spec-review.md"
CONFIG = '[apis.openai]\npackage = "openai_client"\n'


def models(*more: str) -> dict[str, Any]:
    """An API of models and files, with these operations beside the list of models."""
    operations: dict[str, Any] = {
        "GET /models": {"operationId": "listModels", "responses": answer(many(ref("Model")))},
        "DELETE /models/{model}": {"operationId": "deleteModel", "responses": answer()},
        "DELETE /files/{file}": {"operationId": "deleteFile", "responses": answer()},
    }
    kept = {key: one for key, one in operations.items() if key == "GET /models" or key in more}
    made = document(kept, {"Model": thing("id", id=TEXT)})
    return {**made, "info": {"title": "OpenAI", "version": "2.3.0"}}


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """In a repository with the API on main, and less of it in the working tree."""
    folder = tmp_path / "work"
    (folder / "spec/openai").mkdir(parents=True)
    (folder / "specloom.toml").write_text(CONFIG, "utf-8")
    terminal = Terminal(folder, environment(tmp_path / "stand-ins"))
    pinned = folder / "spec/openai/openapi.json"
    pinned.write_text(json.dumps(models("DELETE /models/{model}", "DELETE /files/{file}")), "utf-8")
    assert terminal.type("git init -q -b main && git add . && git commit -q -m pinned") == (0, [])
    pinned.write_text(json.dumps(models()), "utf-8")
    yield terminal
    terminal.close()


@claims(PAGE, "console")
@claims(PAGE, "toml", section="Accepting a finding")
def test_the_commands_print_what_the_page_says(terminal: Terminal, tmp_path: Path) -> None:
    for block in blocks(PAGE, "console"):
        type_all(block, terminal)
    (shown,) = blocks(PAGE, "toml", section="Accepting a finding")
    assert take(shown) in (tmp_path / "work/specloom.accepted.toml").read_text("utf-8")
    assert {path.name for path in (tmp_path / "work").glob("review.*")} == {"review.html", "review.md"}


@claims(PAGE, "toml", section="What counts")
def test_the_settings_are_read(tmp_path: Path) -> None:
    (block,) = blocks(PAGE, "toml", section="What counts")
    (tmp_path / "specloom.toml").write_text(CONFIG + "\n" + take(block), "utf-8")
    settings = load_config(tmp_path).diff
    assert (settings.fail_on, settings.exclude_paths, settings.exclude_rules) == ("wire", ("/internal/*",), ())
    assert settings.severity == {"enum-value-added": "safe"}


@claims(PAGE, "yaml", section="GitHub")
@claims(PAGE, "yaml", section="GitLab")
def test_the_jobs_are_possible() -> None:
    (github,) = blocks(PAGE, "yaml", section="GitHub")
    check_github(github, "openai")
    (gitlab,) = blocks(PAGE, "yaml", section="GitLab")
    check_gitlab(gitlab, "openai")


@claims(PAGE, "yaml", section="Before a commit")
def test_the_hooks_are_there() -> None:
    (block,) = blocks(PAGE, "yaml", section="Before a commit")
    (repository,) = load(block)["repos"]
    hooks = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    assert {hook["id"] for hook in repository["hooks"]} == set(hooks)
    for hook in repository["hooks"]:
        check([*hooks[hook["id"]]["entry"].split(), *hook.get("args", [])])
