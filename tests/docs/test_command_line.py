"""The commands of docs/command-line.md, run one after the other against a server, and what they are said to print."""

from __future__ import annotations

import json
import shlex
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from openai_client._runtime.retries import Clock
from openai_client.lib.cli.app import app
from tests.layer.cli.test_ask import answer
from tests.layer.cli.test_batch import REQUESTS, batch, result
from tests.layer.cli.test_embed import TABLE, TEXTS
from tests.layer.cli.training import METRICS, examples, job, lines
from tests.layer.cli.vectors import embeddings
from tests.layer.polling.serving import Answer, Service, serving

from .blocks import DOCS, blocks, take
from .checked import check_all
from .claims import claims

PAGE = DOCS / "command-line.md"
FT = "ft:gpt-4o-mini:me::1"
BOOK = "Call me Ishmael. Some years ago, I went away."
RENT = "The rent is paid by Ada."
QUESTION = "Who pays the rent?"
FILES = {
    "book.txt": BOOK,
    "chat.json": json.dumps([{"role": "user", "content": "Hi"}]),
    "tools.json": json.dumps([{"type": "function", "function": {"name": "f"}}]),
    "questions.csv": "question,answer\n" + "".join(f"{n} + 1?,{n + 1}\n" for n in range(12)),
    "valid.jsonl": lines(examples(24)[12:]),
    "requests.jsonl": REQUESTS,
    "results.csv": METRICS,
    "reviews.csv": TABLE,
    "notes/rent.md": RENT,
}


def event(number: int, at: int, message: str) -> dict[str, Any]:
    """An event of a job."""
    kind = "fine_tuning.job.event"
    return {"id": f"e{number}", "object": kind, "created_at": at, "level": "info", "message": message}


def chunk(text: str) -> str:
    """A part of a streamed chat."""
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": None}
    data = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return f"data: {json.dumps(data)}\n\n"


def script(service: Service) -> None:
    """What the page's calls are answered with, in its order."""
    stream = (chunk("One") + chunk(", two") + "data: [DONE]\n\n").encode()
    chats: list[Answer | dict[str, Any]] = [
        answer("Hello to you."),
        Answer(stream, headers={"content-type": "text/event-stream"}),
    ]
    service.says("POST /chat/completions", *chats, *[answer("Yes.")] * 3, answer("Ada pays it [1]."))
    vectors = [("one", "two"), TEXTS, ["cheap"], [BOOK], [RENT], [QUESTION]]
    service.says("POST /embeddings", *(embeddings(*texts) for texts in vectors))
    service.says("GET /models/gpt-4o", {"id": "gpt-4o", "object": "model"})
    file = {"id": "file-1", "object": "file", "created_at": 1}
    service.says("POST /files", file, file, {**file, "id": "file-2"}, {**file, "id": "file-in"})
    service.says("GET /files", {"object": "list", "data": [file], "has_more": False})
    service.says("GET /files/file-1/content", Answer(REQUESTS.encode()))

    found = [event(2, 1772378882, "Step 1/2: training loss=0.71"), event(1, 1772378812, "Fine-tuning job started")]
    service.says("POST /fine_tuning/jobs", job("queued"))
    done = job("succeeded", fine_tuned_model=FT, result_files=["file-r"])
    service.says("GET /fine_tuning/jobs/ftjob-1", job("running"), done)
    service.says("GET /fine_tuning/jobs/ftjob-1/events", {"object": "list", "data": found, "has_more": False})
    service.says("GET /fine_tuning/jobs/ftjob-1/checkpoints", {"object": "list", "data": [], "has_more": False})
    service.says("GET /files/file-r/content", Answer(METRICS.encode(), headers={"content-type": "text/csv"}))

    service.says("POST /batches", batch("validating"))
    service.says("GET /batches/batch_1", batch("completed", output_file_id="file-out"))
    service.says("GET /files/file-out/content", Answer((result("two") + result("one")).encode()))
    service.says("GET /files/file-in/content", Answer(REQUESTS.encode()))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with what the page works on, and a server."""
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Clock, "sleep", lambda clock, seconds: None)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    with serving() as service:
        script(service)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
        monkeypatch.setenv("OPENAI_BASE_URL", service.url)
        yield tmp_path
    monkeypatch.undo()
    time.tzset()


def typed(line: str) -> str:
    """What a line of the page prints when it is typed; ``cat FILE |`` and ``> FILE`` are understood."""
    words = shlex.split(line, comments=True)
    given = None
    if words[0] == "cat":
        assert words[2] == "|"
        given, words = Path(words[1]).read_text(), words[3:]
    target = Path(words[-1]) if words[-2] == ">" else None
    assert words[0] == "openai-client"
    done = CliRunner().invoke(app, words[1:-2] if target else words[1:], input=given)
    assert done.exit_code == 0, (line, done.output, done.exception)
    if target is None:
        return done.stdout
    target.write_text(done.stdout)
    return ""


@claims(PAGE)
def test_the_page_runs_and_prints_what_it_says(folder: Path) -> None:
    shown, checked, count = "", 0, 0
    install, *others = blocks(PAGE)
    check_all(install)
    for block in others:
        if block.language == "text":
            assert shown == take(block)
            checked += 1
            continue
        assert block.language == "bash"
        commands = take(block).splitlines()
        shown = "".join(map(typed, commands))
        count += len(commands)
    assert (checked, count) == (6, 33)
    assert {name: (folder / name).read_text() for name in FILES} == FILES
    made = {
        "pieces.jsonl",
        "train.jsonl",
        "job.png",
        "job.svg",
        "answers.jsonl",
        "again.jsonl",
        "reviews.npz",
        "map.png",
    }
    assert made <= {path.name for path in folder.iterdir()}
