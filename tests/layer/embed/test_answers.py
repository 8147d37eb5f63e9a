"""Questions answered from a folder: what is read, what is found, what the model is told, what it says."""

from __future__ import annotations

import asyncio
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from openai_client.lib.embed import AsyncDocumentIndex, DocumentIndex
from openai_client.lib.embed.answers import fitted
from openai_client.lib.embed.documents import Passage, passages, read_folder
from openai_client.lib.embed.lengths import Lengths
from openai_client.lib.input_errors import InputError
from openai_client.lib.tokens import count_tokens

from .words import COLOURS, WordAPI, ready

CURLING = "# Curling\n\nSweden won the gold medal in curling.\nThe final was played in February.\n"
SKIING = "Skiing downhill takes courage.\n\nThe slope was icy."
LENGTHS = Lengths("text-embedding-3-small")


def said(text: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": text, "refusal": None}
    choice = {"index": 0, "finish_reason": "stop", "message": message, "logprobs": None}
    return {"id": "c", "object": "chat.completion", "created": 1, "model": "gpt-4.1", "choices": [choice]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "notes"
    (root / "sport").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "sport" / "curling.md").write_text(CURLING)
    (root / "skiing.TXT").write_bytes(b"\xef\xbb\xbf" + SKIING.replace("\n", "\r\n").encode())
    (root / "empty.txt").write_text(" \n")
    (root / "picture.png").write_bytes(b"\x89PNG\xff")
    (root / ".git" / "hidden.md").write_text("hidden")
    return root


def built(colour: str, api: WordAPI, folder: Path, **options: Any) -> Any:
    kind: Any = DocumentIndex if colour == "sync" else AsyncDocumentIndex
    return ready(kind.build(api.client(colour), folder, **options))


def test_the_documents_of_a_folder(folder: Path) -> None:
    assert list(read_folder(folder)) == [("skiing.TXT", SKIING), ("sport/curling.md", CURLING)]


@pytest.mark.parametrize("name", ["none", "skiing.TXT"])
def test_what_is_no_folder_is_named(name: str, folder: Path) -> None:
    with pytest.raises(InputError, match=f"{name}: there is no such folder"):
        list(read_folder(folder / name))


def test_a_folder_without_text_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "blank.md").write_text("\n\n")
    with pytest.raises(InputError, match=r"none: the folder holds no text in files that end in \.md or \.txt"):
        DocumentIndex.build(WordAPI().client(), tmp_path / "none")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"one\ntwo\xe9\n", r"bad\.md:2: byte 0xe9 is no UTF-8"),
        ("ab".encode("utf-16-le"), r"bad\.md: the file holds zero bytes"),
    ],
)
def test_a_file_that_is_no_text_is_named(content: bytes, message: str, folder: Path) -> None:
    (folder / "bad.md").write_bytes(content)
    with pytest.raises(InputError, match=message):
        list(read_folder(folder))


def test_passages_know_their_lines() -> None:
    text = "# A\n\nfirst one\nfirst two\n\n\n  \nsecond\n# B\n\n" + "long words here\n" * 30 + "\nlast " * 3
    found = list(passages("a.md", text, LENGTHS, 40))
    lines = text.split("\n")
    assert found[0].first_line == 1
    assert found[-1].last_line == len(lines)
    assert all(
        [line for line in one.text.split("\n") if line.strip()]
        == [line for line in lines[one.first_line - 1 : one.last_line] if line.strip()]
        for one in found
    )
    assert all(before.last_line < one.first_line for before, one in pairwise(found))
    assert max(count_tokens(one.text, model="cl100k_base") for one in found) <= 40


def test_a_line_that_is_too_long_is_cut() -> None:
    found = list(passages("a.txt", "short\n" + "word " * 100, LENGTHS, 30))
    assert {one.place for one in found} == {"a.txt:1-2", "a.txt:2"} or {one.place for one in found} == {
        "a.txt:1",
        "a.txt:2",
    }
    assert "".join(one.text for one in found).replace("short", "").split() == ["word"] * 100


def test_a_heading_begins_a_passage_unless_the_one_before_is_short() -> None:
    text = "# One\n\n" + "words of the first part. " * 5 + "\n\n# Two\n\nshort\n\n# Three\n\nalso short"
    assert [one.first_line for one in passages("a.md", text, LENGTHS, 60)] == [1, 5]


@pytest.mark.parametrize("colour", COLOURS)
def test_a_question_is_answered_from_the_nearest_passages(colour: str, folder: Path) -> None:
    api = WordAPI()
    api.api.chat.completions.create.returns(said("Sweden [1]. See [7], [1, 2]."))

    async def run() -> Any:
        index = await built(colour, api, folder)
        return await ready(index.ask("Who won the gold medal in curling?", model="gpt-4.1", top=2))

    answer = asyncio.run(run())
    assert answer.text == "Sweden [1]. See [7], [1, 2]."
    assert answer.known
    assert [one.passage.place for one in answer.sources] == ["sport/curling.md:1-4", "skiing.TXT:1-3"]
    assert answer.sources[0].score > answer.sources[1].score
    (request,) = api.api.chat.completions.create.requests
    assert request.json["model"] == "gpt-4.1"
    system, user = request.json["messages"]
    assert "I don't know" in system["content"]
    assert user["content"] == (
        f"[1] sport/curling.md:1-4\n{CURLING.strip()}\n\n[2] skiing.TXT:1-3\n{SKIING}\n\n"
        "Question: Who won the gold medal in curling?"
    )


@pytest.mark.parametrize("text", ["I don't know", "I don’t know.", '"I don\'t know."', ""])
def test_what_the_documents_do_not_hold_is_not_known(text: str, folder: Path) -> None:
    api = WordAPI()
    api.api.chat.completions.create.returns(said(text))
    answer = DocumentIndex.build(api.client(), folder).ask("Who?", model="gpt-4.1")
    assert not answer.known
    assert answer.sources == []
    assert len(answer.shown) == 2


@pytest.mark.parametrize("colour", COLOURS)
def test_passages_are_searched(colour: str, folder: Path) -> None:
    async def run() -> Any:
        index = await built(colour, WordAPI(), folder)
        return await ready(index.search("the icy slope", top=1))

    assert [one.passage.source for one in asyncio.run(run())] == ["skiing.TXT"]


def test_the_context_holds_as_many_passages_as_have_room(folder: Path) -> None:
    found = DocumentIndex.build(WordAPI().client(), folder).search("curling gold")
    first = count_tokens(f"[1] {found[0].passage.place}\n{found[0].passage.text}", model="gpt-4.1")
    assert fitted(found, "gpt-4.1", first) == found[:1]
    assert fitted(found, "gpt-4.1", 10_000) == found
    with pytest.raises(InputError, match=f"no passage has room in max_context_tokens={first - 1}"):
        fitted(found, "gpt-4.1", first - 1)


@pytest.mark.parametrize("colour", COLOURS)
def test_only_what_has_changed_is_embedded_again(colour: str, folder: Path, tmp_path: Path) -> None:
    async def run() -> WordAPI:
        await built(colour, WordAPI(), folder, cache=tmp_path / "v.db")
        (folder / "sport" / "curling.md").write_text("Norway won.")
        again = WordAPI()
        await built(colour, again, folder, cache=tmp_path / "v.db")
        return again

    assert asyncio.run(run()).texts == ["Norway won."]


def test_an_index_is_saved_and_loaded(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "index.npz"
    api = WordAPI()
    index = DocumentIndex.build(api.client(), folder, model="text-embedding-3-large", dimensions=16)
    index.save(path)
    with pytest.raises(InputError, match="there is such a file already"):
        index.save(path)
    again = DocumentIndex.load(api.client(), path, model="text-embedding-3-large")
    assert again.passages == index.passages
    assert isinstance(again.passages[0], Passage)
    assert again.search("gold") == index.search("gold")
    assert api.api.requests[-1].json["dimensions"] == 16
    with pytest.raises(InputError, match="built with text-embedding-3-large, not text-embedding-3-small"):
        DocumentIndex.load(api.client(), path, model="text-embedding-3-small")


def damaged(path: Path, **about: Any) -> None:
    whole = {"format": 1, "model": "m", "dimensions": None, "passages": [["a", 1, 1, "x"]], **about}
    np.savez(path, vectors=np.eye(1, dtype=np.float32), about=np.frombuffer(json.dumps(whole).encode(), np.uint8))


@pytest.mark.parametrize(
    ("about", "message"),
    [
        ({"format": 2}, "this index has format 2, and 1 is understood"),
        ({"passages": []}, "passages and vectors are not equally many"),
        ({"passages": [["a"]]}, "no index of documents, or it is damaged"),
        ({"model": None}, "model is the name of an embedding model"),
    ],
)
def test_an_index_that_is_none_is_named(about: Any, message: str, tmp_path: Path) -> None:
    damaged(tmp_path / "i.npz", **about)
    with pytest.raises(InputError, match=message):
        DocumentIndex.load(WordAPI().client(), tmp_path / "i.npz")


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04cut", b"\x80\x04pickle"])
def test_a_file_of_another_kind_is_named(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "i.npz").write_bytes(content)
    with pytest.raises(InputError, match=r"i\.npz: this is no index of documents, or it is damaged"):
        DocumentIndex.load(WordAPI().client(), tmp_path / "i.npz")
    with pytest.raises(InputError, match="there is no such file; build the index"):
        DocumentIndex.load(WordAPI().client(), tmp_path / "j.npz")


def test_passages_of_no_size_are_refused(folder: Path) -> None:
    with pytest.raises(InputError, match="max_tokens is the size of a passage, 16 or more, not 3"):
        DocumentIndex.build(WordAPI().client(), folder, max_tokens=3)
