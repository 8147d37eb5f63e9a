"""Texts embedded, searched and drawn from the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from openai_client.lib.cli.vector_files import Vectors, read_vectors, write_vectors
from tests.layer.cli.conftest import Run
from tests.layer.cli.vectors import embeddings
from tests.layer.polling.serving import Service

ROWS = [("so cheap", 5), ("too dear", 1), ("not cheap at all", 2)]
TABLE = "text,stars\n" + "".join(f"{text},{stars}\n" for text, stars in ROWS)
TEXTS = [text for text, _ in ROWS]


@pytest.mark.parametrize("kind", ["npz", "jsonl", "csv"])
def test_vectors_are_kept_with_their_rows(run: Run, service: Service, tmp_path: Path, kind: str) -> None:
    (tmp_path / "reviews.csv").write_text(TABLE)
    service.says("POST /embeddings", embeddings(*TEXTS))
    done = run("embed", "reviews.csv", "-o", f"v.{kind}")
    assert (done.exit_code, done.stdout) == (0, f"3 vectors of 64 dimensions written to v.{kind}\n")
    assert service.seen[0].json()["input"] == TEXTS
    held = read_vectors(tmp_path / f"v.{kind}")
    assert held.table.tolist() == np.array([one["embedding"] for one in embeddings(*TEXTS)["data"]], "<f4").tolist()
    assert list(held.records) == [{"text": text, "stars": str(stars)} for text, stars in ROWS]

    service.answers["POST /embeddings"] = []
    service.says("POST /embeddings", embeddings("cheap"))
    found = json.loads(run("embed", "search", f"v.{kind}", "cheap", "-n", "2", "--json").stdout)
    assert [hit["text"] for hit in found] == ["so cheap", "not cheap at all"]
    assert found[0] == {"score": pytest.approx(0.707, abs=1e-3), "position": 0, "text": "so cheap", "stars": "5"}
    spoken = run("embed", "search", f"v.{kind}", "cheap").stdout.splitlines()
    assert spoken[0] == "0.707  so cheap"
    assert len(spoken) == 3

    assert run("embed", "map", f"v.{kind}", "-o", "map.png", "--label", "stars").exit_code == 0
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")


def test_tables_written_are_what_others_read(run: Run, service: Service, tmp_path: Path) -> None:
    (tmp_path / "reviews.csv").write_text(TABLE)
    service.says("POST /embeddings", embeddings(*TEXTS))
    for kind in ("jsonl", "csv"):
        assert run("embed", "reviews.csv", "-o", f"v.{kind}").exit_code == 0
    expected = embeddings(*TEXTS)["data"][1]["embedding"]
    assert json.loads((tmp_path / "v.jsonl").read_text().splitlines()[1]) == {
        "text": "too dear", "stars": "1", "embedding": pytest.approx(expected)
    }  # fmt: skip
    with (tmp_path / "v.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert json.loads(rows[1]["embedding"]) == pytest.approx(expected)


def test_lines_of_a_text_and_of_the_standard_input(run: Run, service: Service, tmp_path: Path) -> None:
    (tmp_path / "lines.txt").write_text("one\n\ntwo\n")
    service.says("POST /embeddings", embeddings("one", "two"))
    assert run("embed", "texts", "lines.txt", "-o", "a.npz", "--dimensions", "64").exit_code == 0
    done = run("embed", "-", "-m", "own-model", "-o", "b.npz", "--json", typed="one\ntwo\n")
    assert json.loads(done.stdout) == {"texts": 2, "dimensions": 64, "model": "own-model", "output": "b.npz"}
    assert [seen.json()["input"] for seen in service.seen] == [["one", "two"]] * 2
    assert service.seen[0].json()["dimensions"] == 64
    held = read_vectors(tmp_path / "b.npz")
    assert (held.model, held.column) == ("own-model", "text")


def test_with_a_cache_nothing_is_asked_twice(run: Run, service: Service, tmp_path: Path) -> None:
    (tmp_path / "reviews.csv").write_text(TABLE)
    service.says("POST /embeddings", embeddings(*TEXTS))
    for name in ("a.npz", "b.npz"):
        assert run("embed", "reviews.csv", "-o", name, "--cache", "kept.db").exit_code == 0
    assert len(service.seen) == 1


def test_any_numbers_come_back_as_they_were(tmp_path: Path) -> None:
    table = np.array([[1e-38, -3.4e38, 0.1], [1 / 3, 2**-24, 16777217]], np.float32)
    for kind in ("npz", "jsonl", "csv"):
        path = tmp_path / f"v.{kind}"
        write_vectors(path, Vectors(table, [{"text": 'a\nb,"c"'}, {"text": "ü"}], "text", "m"), overwrite=False)
        held = read_vectors(path)
        assert held.table.tobytes() == table.tobytes()
        assert [record["text"] for record in held.records] == ['a\nb,"c"', "ü"]


GOOD = [1.0, 2.0]


def kept(*rows: Any) -> str:
    """Vectors as JSON Lines."""
    return "".join(json.dumps({"text": "x", "embedding": row}) + "\n" for row in rows)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["gone.csv", "-o", "x.npz"], "gone.csv: cannot read it"),
        (["table.csv", "-o", "x.npz", "--column", "review"], "there is no column 'review'; columns: text, stars"),
        (["other.csv", "-o", "x.npz"], "other.csv:1: name the column of the texts with --column; columns: a, b"),
        (["blank.csv", "-o", "x.npz"], "blank.csv:3: its column 'text' is empty"),
        (["mixed.jsonl", "-o", "x.npz"], "mixed.jsonl:2: its column 'text' holds int, no text"),
        (["cut.jsonl", "-o", "x.npz"], "cut.jsonl:2:9: the record is cut off"),
        (["empty.txt", "-o", "x.npz"], "empty.txt: it holds no text"),
        (["table.csv", "-o", "x.txt"], "vectors are kept in .npz, .jsonl, .csv"),
        (["table.csv", "-o", "good.jsonl"], "good.jsonl: there is such a file already"),
        (["table.csv", "-o", "x.npz", "--cache", "table.csv"], "no cache of embeddings"),
        (["search", "gone.npz", "x"], "gone.npz: there is no such file; `openai-client embed` writes one"),
        (["search", "fake.npz", "x"], "fake.npz: this is no file of vectors"),
        (["search", "table.csv", "x"], "table.csv:2: its embedding is missing"),
        (["search", "lengths.jsonl", "x"], "lengths.jsonl:2: 1 numbers in its vector, and 2 in the first"),
        (["search", "zeros.jsonl", "x"], "zeros.jsonl:2: its embedding is all zeros"),
        (["search", "nan.csv", "x"], "nan.csv:2: its embedding holds NaN or infinity"),
        (["search", "words.jsonl", "x"], "words.jsonl:1: its embedding is no list of numbers"),
        (["map", "good.jsonl", "-o", "x.png", "--label", "stars"], "there is no column 'stars'; columns: text"),
        (["map", "good.jsonl", "-o", "x.gif"], "a picture ends in"),
        (["map", "pair.jsonl", "-o", "x.png"], "a picture of 2 vectors says nothing"),
    ],
)
def test_slips(run: Run, service: Service, tmp_path: Path, words: list[str], message: str) -> None:
    contents = {
        "table.csv": TABLE, "other.csv": "a,b\n1,2\n", "blank.csv": 'text,stars\nx,1\n"",2\n', "empty.txt": "\n",
        "mixed.jsonl": '{"text": "x"}\n{"text": 1}\n', "cut.jsonl": '{"text": "x"}\n{"text":', "fake.npz": "PK",
        "good.jsonl": kept(GOOD, GOOD, GOOD), "pair.jsonl": kept(GOOD, GOOD),
        "lengths.jsonl": kept(GOOD, [1.0]), "zeros.jsonl": kept(GOOD, [0, 0]),
        "nan.csv": 'text,embedding\nx,"[1.0, NaN]"\n', "words.jsonl": kept("many"),
    }  # fmt: skip
    for name, content in contents.items():
        (tmp_path / name).write_text(content)
    done = run("embed", *words)
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())
    assert service.seen == []
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == contents


def test_vectors_of_another_model_are_not_compared(run: Run, service: Service, tmp_path: Path) -> None:
    vectors = Vectors(np.eye(2, dtype=np.float32), [{"text": "a"}, {"text": "b"}], "text", "old-model")
    write_vectors(tmp_path / "v.npz", vectors, overwrite=False)
    done = run("embed", "search", "v.npz", "x", "-m", "text-embedding-3-small")
    assert done.exit_code == 2
    assert "its vectors are of old-model, and cannot be compared" in done.stderr
    assert service.seen == []
