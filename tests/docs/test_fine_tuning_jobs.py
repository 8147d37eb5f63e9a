"""The page about fine-tuning jobs: its code runs in its order, against an API in the process."""

from __future__ import annotations

from pathlib import Path

import pytest

import openai_client
from openai_client.lib.fine_tuning.remedies import CHECKS
from openai_client.testing import MockAPI

from .blocks import DOCS, blocks, run
from .claims import claims

PAGE = DOCS / "fine-tuning-jobs.md"


def event(number: int, **more: object) -> dict[str, object]:
    return {"id": f"e{number}", "created_at": number, "level": "info", "message": f"Step {number}", **more}


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> MockAPI:
    api = MockAPI()
    job = {"id": "ftjob-1", "status": "succeeded", "fine_tuned_model": "ft:m:one-sentence", "result_files": ["file-r"]}
    jobs = api.fine_tuning.jobs
    api.files.create.returns({"id": "file-t"}, {"id": "file-v"})
    jobs.create.returns({**job, "status": "queued"})
    jobs.retrieve.returns(job)
    jobs.list_events.returns({"data": [event(2), event(1)], "has_more": False})
    api.files.content.returns(b"step,train_loss,train_accuracy\n1,2.0,0.5\n2,1.0,0.75\n")
    checkpoint = {"id": "c", "step_number": 2, "fine_tuned_model_checkpoint": "ft:m:ckpt-2"}
    jobs.checkpoints.list.returns({"data": [{**checkpoint, "metrics": {"full_valid_loss": 1.5}}], "has_more": False})
    monkeypatch.setattr(openai_client, "OpenAI", api.client)
    return api


@claims(PAGE, "python")
def test_the_page_runs(
    api: MockAPI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"What is {n} plus {n}?,{n} and {n} make {2 * n}\n" for n in range(1, 21))
    Path("questions.csv").write_text(f"question,answer\n{rows}", "utf-8")
    names: dict[str, object] = {}
    for block in blocks(PAGE, "python"):
        run(PAGE, block, names)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "job.png",
        "legacy.jsonl",
        "questions.csv",
        "questions_prepared_train.jsonl",
        "questions_prepared_valid.jsonl",
    ]
    shown = capsys.readouterr().out
    for expected in (
        "Nothing was written",
        "questions_prepared_train.jsonl 16",
        "questions_prepared_valid.jsonl 4",
        "->  END",
        "Uploaded questions_prepared_train.jsonl file-t",
        "Created ftjob-1",
        "] Step 1\n",
        "ft:m:one-sentence",
        "2 ft:m:ckpt-2 1.5",
    ):
        assert expected in shown
    asked = api.fine_tuning.jobs.create.requests[0].json
    assert (asked["training_file"], asked["validation_file"]) == ("file-t", "file-v")


def test_the_page_names_every_finding() -> None:
    page = PAGE.read_text("utf-8")
    assert [name for name in CHECKS if f"\n| `{name}` |" not in page] == []
