"""Training data looked over and prepared from the command line."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.children import environment
from tests.layer.cli.conftest import Run
from tests.layer.cli.training import examples, lines
from tests.layer.polling.serving import Service

TABLE = "question,answer\n" + "".join(f"What is {n} + 1?,{n + 1}\n" for n in range(12)) + "What is 0 + 1?,1\n"
COLUMNS = ("--prompt-column", "question", "--completion-column", "answer")


def test_a_sound_file(run: Run, service: Service, tmp_path: Path) -> None:
    (tmp_path / "train.jsonl").write_text(lines(examples()))
    done = run("finetune", "validate", "train.jsonl", "-m", "gpt-4o-mini", "--price", "3", "--n-epochs", "2")
    assert done.exit_code == 0
    assert done.stdout.startswith("train.jsonl: supervised, 12 records, 1 advice\n")
    found = json.loads(
        run("finetune", "validate", "train.jsonl", "-m", "gpt-4o-mini", "--price", "3", "--json").stdout
    )
    assert (found["ok"], found["records"], found["statistics"]["examples"]) == (True, 12, 12)
    assert found["cost"]["cost"] == pytest.approx(found["cost"]["billed_tokens"] * 3e-6)
    assert f"about {found['statistics']['tokens_per_epoch'] * 2:,} tokens in 2 epochs, $0.00" in done.stdout
    assert service.seen == []


def test_errors_have_their_places_and_exit_with_1(run: Run, tmp_path: Path) -> None:
    broken = lines(examples()) + '{"messages": []]}\n' + '{"messages": [{"role": "human", "content": "x"}]}\n'
    (tmp_path / "train.jsonl").write_text(broken)
    done = run("finetune", "validate", "train.jsonl")
    assert done.exit_code == 1
    assert "train.jsonl:13:16: error: " in done.stdout
    assert "there is no role 'human'" in done.stdout
    data = json.loads(run("finetune", "validate", "train.jsonl", "--json").stdout)
    assert {finding["line"] for finding in data["findings"] if finding["severity"] == "error"} == {13, 14}
    assert data["cost"] is None
    assert (tmp_path / "train.jsonl").read_text() == broken


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["validate", "gone.jsonl"], "gone.jsonl: cannot read it"),
        (["validate", "train.jsonl", "-m", "gpt-9"], "There is no model 'gpt-9'"),
        (["validate", "train.jsonl", "--kind", "chat"], "'chat' is not one of"),
        (["prepare", "gone.csv"], "gone.csv: cannot read it"),
        (["prepare", "table.csv"], "columns: 'question', 'answer'"),
        (["prepare", "table.pdf"], "files of this kind are not read"),
        (["prepare", "table.csv", *COLUMNS, "--split", "half"], "'half' is no number and not auto"),
        (["prepare", "table.csv", *COLUMNS, "--split", "2"], "above 0 and below 1"),
        (["prepare", "table.csv", *COLUMNS, "--repair", "duplicate"], "did you mean 'duplicates'"),
        (["prepare", "table.csv", *COLUMNS, "--apply", "-o", "table.csv"], "this is the file that was read"),
        (["prepare", "table.csv", *COLUMNS, "--apply", "-o", "train.jsonl"], "there is such a file already"),
        (["prepare", "table.csv", *COLUMNS, "--apply", "--repair", "duplicates"], "--apply makes all repairs"),
        (["prepare", "mixed.jsonl", "--apply"], "mixed.jsonl:2"),
    ],
)
def test_bad_input_writes_nothing(run: Run, tmp_path: Path, words: list[str], message: str) -> None:
    contents = {
        "train.jsonl": lines(examples()), "table.csv": TABLE, "table.pdf": "x",
        "mixed.jsonl": '{"prompt": "a", "completion": "b"}\n' + lines(examples(1)),
    }  # fmt: skip
    for name, content in contents.items():
        (tmp_path / name).write_text(content)
    done = run("finetune", *words)
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == contents


def test_repairs_are_suggested_then_made(run: Run, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(TABLE)
    suggested = run("finetune", "prepare", "table.csv", *COLUMNS)
    assert suggested.exit_code == 0
    assert "duplicates" in suggested.stdout
    assert "Nothing was written; add --apply or --repair" in suggested.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]

    words = ("finetune", "prepare", "table.csv", *COLUMNS, "--repair", "duplicates", "--split", "0.25")
    done = run(*words, "--system", "Be brief.", "--json")
    found = json.loads(done.stdout)
    assert (found["read"], found["examples"], found["held_back"]) == (13, 9, 3)
    train, valid = ((tmp_path / found[name]).read_text().splitlines() for name in ("train", "valid"))
    assert (len(train), len(valid)) == (9, 3)
    assert [message["role"] for message in json.loads(train[0])["messages"]] == ["system", "user", "assistant"]
    again = run(*words, "--overwrite")
    assert f"finetune create -t {found['train']} -v {found['valid']} -m MODEL --follow" in again.stdout
    assert run("finetune", "validate", found["train"], "--json").exit_code == 1  # 9 are too few


@pytest.mark.parametrize(("typed", "count"), [("y\ny\n", 12), ("n\ny\n", 13), ("y\nn\n", None)])
def test_on_a_terminal_it_asks(tmp_path: Path, typed: str, count: int | None) -> None:
    (tmp_path / "table.csv").write_text(TABLE)
    ours, theirs = pty.openpty()
    os.write(ours, typed.encode())
    code = "from openai_client.lib.cli import main; main()"
    command = [sys.executable, "-c", code, "finetune", "prepare", "table.csv", *COLUMNS]
    ended = subprocess.run(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path, timeout=60, env=environment()
    )
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    made = tmp_path / "table_prepared.jsonl"
    assert "Write the training files? [Y/n]" in shown
    assert made.exists() == (count is not None)
    assert ended.returncode == (0 if count else 1)
    if count:
        assert len(made.read_text().splitlines()) == count
