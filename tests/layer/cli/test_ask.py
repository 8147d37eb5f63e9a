"""Questions answered from a folder at the command line: what is embedded, what is kept, what is shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.layer.cli.conftest import Run
from tests.layer.cli.vectors import embeddings
from tests.layer.polling.serving import Service

RENT = "The rent is paid by Ada."
CAT = "The cat is called Turing."
QUESTION = "Who pays the rent?"
WORDS = ("ask", "notes", QUESTION, "-m", "gpt-4o")


def answer(text: str) -> dict[str, Any]:
    """What the model says."""
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    usage = {"prompt_tokens": 9, "completion_tokens": 3, "total_tokens": 12}
    return {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder of two documents."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "rent.md").write_text(RENT)
    (folder / "cat.txt").write_text(CAT)
    return folder


def embedded(service: Service) -> list[list[str]]:
    """The texts of each request for vectors."""
    return [seen.json()["input"] for seen in service.seen if seen.path == "/embeddings"]


def test_an_answer_names_its_sources_and_the_index_is_kept(run: Run, service: Service, notes: Path) -> None:
    service.says("POST /embeddings", embeddings(CAT, RENT), embeddings(QUESTION))
    service.says("POST /chat/completions", answer("Ada pays it [1]."))
    done = run(*WORDS)
    assert done.exit_code == 0
    shown = done.stdout.splitlines()
    assert shown[:2] == ["Ada pays it [1].", ""]
    assert shown[2].startswith("[1] rent.md:1  (0.")
    assert "2 passages kept in" in done.stderr
    assert (notes.parent / "notes.index.npz").exists()
    assert sorted(path.name for path in notes.iterdir()) == ["cat.txt", "rent.md"]

    before = (notes.parent / "notes.index.npz").read_bytes()
    again = run(*WORDS, "--json")
    assert again.stderr == ""
    found = json.loads(again.stdout)
    assert (found["answer"], found["known"], found["usage"]["total_tokens"]) == ("Ada pays it [1].", True, 12)
    assert [source["place"] for source in found["sources"]] == ["rent.md:1"]
    assert [source["text"] for source in found["shown"]] == [RENT, CAT]
    assert embedded(service) == [[CAT, RENT], [QUESTION], [QUESTION]]
    assert (notes.parent / "notes.index.npz").read_bytes() == before


def test_only_what_has_changed_is_embedded_again(run: Run, service: Service, notes: Path) -> None:
    dog = "The dog has no name."
    service.says(
        "POST /embeddings", embeddings(CAT, RENT), embeddings(QUESTION), embeddings(dog), embeddings(QUESTION)
    )
    service.says("POST /chat/completions", answer("Ada [1]."))
    run(*WORDS, "--index", "kept.npz")
    (notes / "dog.md").write_text(dog)
    done = run(*WORDS, "--index", "kept.npz")
    assert "3 passages kept in kept.npz" in done.stderr
    assert embedded(service) == [[CAT, RENT], [QUESTION], [dog], [QUESTION]]
    sent = service.seen[-1].json()["messages"][1]["content"]
    assert all(text in sent for text in (RENT, CAT, dog))


def test_what_the_documents_do_not_hold_exits_with_1(run: Run, service: Service, notes: Path) -> None:
    service.says("POST /embeddings", embeddings(CAT, RENT), embeddings(QUESTION))
    service.says("POST /chat/completions", answer("I don't know."))
    done = run(*WORDS)
    assert (done.exit_code, done.stdout) == (1, "I don't know.\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["gone", "x", "-m", "m"], "gone: there is no such folder"),
        (["bare", "x", "-m", "m"], "bare: the folder holds no text in files that end in .md or .txt"),
        (["latin", "x", "-m", "m"], "latin/a.txt:2: byte 0xfc is no UTF-8"),
        (["notes", "x", "-m", "m", "--index", "fake.npz"], "fake.npz: this is no index of documents"),
        (["notes", "x"], "Missing option '-m'"),
        (["notes", "x", "-m", "m", "--passage", "3"], "3 is not in the range x>=16"),
    ],
)
def test_slips(run: Run, service: Service, notes: Path, words: list[str], message: str) -> None:
    for name in ("bare", "latin"):
        (notes.parent / name).mkdir()
    (notes.parent / "latin" / "a.txt").write_bytes(b"one\ntw\xfc")
    (notes.parent / "fake.npz").write_bytes(b"PK")
    done = run("ask", *words)
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())
    assert service.seen == []


def test_an_index_of_another_model(run: Run, service: Service, notes: Path) -> None:
    service.says("POST /embeddings", embeddings(CAT, RENT), embeddings(QUESTION))
    service.says("POST /chat/completions", answer("Ada [1]."))
    run(*WORDS)
    done = run(*WORDS, "--embedding-model", "text-embedding-3-large")
    assert done.exit_code == 2
    assert "this index was built with text-embedding-3-small, not text-embedding-3-large" in done.stderr
