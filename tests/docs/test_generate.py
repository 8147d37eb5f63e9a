"""The session of docs/generate.md, typed and edited as the page has it, over the orders API."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pipeline.watch import Watch

from .blocks import DOCS, blocks, load, take
from .claims import claims

PAGE = DOCS / "generate.md"
CONFIG = "[apis.orders]\nspec = 'spec/orders'\noutput = 'generated/orders_client'\n"
OVERLAY = "spec/orders/overlay.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with the orders API, of which nothing is generated yet."""
    shutil.copytree(DOCS.parent / "spec/orders", tmp_path / "spec/orders")
    (tmp_path / "specloom.toml").write_text(CONFIG, "utf-8")
    return tmp_path


@pytest.fixture
def started(root: Path) -> Iterator[list[Watch]]:
    made: list[Watch] = []
    yield made
    for each in made:
        each.close()


def plain(line: str) -> str:
    """A line without what depends on the machine and on the size of the runtime."""
    return re.sub(r"\d+ unchanged|\d+ files written|\d+\.\d+ s", "N", line)


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


@claims(PAGE, "bash", "text")
def test_a_session_is_as_the_page_shows_it(root: Path, started: list[Watch]) -> None:
    (typed,), (shown,) = blocks(PAGE, "bash"), blocks(PAGE, "text")
    program, command, option, *rest = take(typed).split()
    assert (program, command, option) == ("specloom", "generate", "--watch")
    started.append(running := Watch(root, *rest))
    said = [running.line(), running.error()]
    edit(root / OVERLAY, "List orders, newest first.", "List orders, the newest first.")
    said.append(running.line())
    edit(root / OVERLAY, "actions:", "actions: {")
    said += [running.line(), running.error(), running.error()]
    assert [plain(line) for line in said] == [plain(line) for line in take(shown).splitlines()]
    assert running.end() == 0


@claims(PAGE, "json")
def test_json_is_one_object_a_line(root: Path, started: list[Watch]) -> None:
    (shown,) = map(load, blocks(PAGE, "json"))
    started.append(running := Watch(root, "--json"))
    assert json.loads(running.line())["changed"] == []
    edit(root / OVERLAY, "List orders, newest first.", "List orders, the newest first.")
    told = json.loads(running.line())
    assert told["changed"] == shown["changed"]
    (target,), (expected,) = told["targets"], shown["targets"]
    assert {key: target[key] for key in expected} == expected
    assert running.end() == 0
