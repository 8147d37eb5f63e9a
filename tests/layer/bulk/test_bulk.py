"""Tokens, checks and vectors on Dask: in this machine's processes, and on two workers of which one is killed."""

from __future__ import annotations

import importlib
import json
import os
import signal
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from openai_client import OpenAI
from openai_client.lib.bulk import count_tokens_bag, embed_bag, embed_frame, validate_files
from openai_client.lib.embed import EmbeddingCache
from openai_client.lib.input_errors import InputError
from openai_client.lib.tokens import UnknownModelError, count_message_tokens, count_tokens

from .serving import Embedder, embedder

# Dask is written without types.
db: Any = importlib.import_module("dask.bag")
dd: Any = importlib.import_module("dask.dataframe")
distributed: Any = importlib.import_module("distributed")

MODEL = "gpt-4o"


@pytest.fixture
def service() -> Iterator[Embedder]:
    with embedder() as found:
        yield found


def factory(service: Embedder) -> Any:
    return partial(OpenAI, api_key="sk-test", base_url=service.url, max_retries=0)


def test_tokens_of_a_bag_come_in_order() -> None:
    messages = [{"role": "user", "content": "hi"}]
    items: list[Any] = ["hello world", {"messages": messages}, "", "one two three"]
    counts = count_tokens_bag(db.from_sequence(items, npartitions=2), model=MODEL).compute(scheduler="sync")
    assert counts == [2, count_message_tokens(messages, model=MODEL), 0, 3]


def test_tokens_of_files_are_counted_by_processes(tmp_path: Path) -> None:
    for number in range(3):
        lines = [f"line {number} " + "word " * place for place in range(200)]
        (tmp_path / f"{number}.txt").write_text("\n\n".join(lines), "utf-8")
    counts = count_tokens_bag(str(tmp_path / "*.txt"), model=MODEL, blocksize=1000)
    assert counts.npartitions > 6
    every = [line for number in range(3) for line in (tmp_path / f"{number}.txt").read_text("utf-8").split("\n\n")]
    assert counts.compute(scheduler="processes", num_workers=2) == [count_tokens(line, model=MODEL) for line in every]


def test_tokens_of_records(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    messages = [{"role": "user", "content": "hi"}]
    path.write_text(f'\ufeff{json.dumps({"messages": messages})}\n"hello world"\n\n', "utf-8")
    counts = count_tokens_bag([path], model=MODEL).compute(scheduler="sync")
    assert counts == [count_message_tokens(messages, model=MODEL), 2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"messages": [', r"data\.jsonl: the record is cut off.*in the line '\{\"messages\""),
        ("7", "a text or of a record with messages, not of '7'"),
    ],
)
def test_tokens_of_what_has_none(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text(text)
    with pytest.raises(InputError, match=said):
        count_tokens_bag(path, model=MODEL).compute(scheduler="sync")


def test_errors_cross_processes_as_they_are() -> None:
    with pytest.raises(UnknownModelError, match="gpt-4o"):
        count_tokens_bag(db.from_sequence(["x"]), model="gpt-4oo").compute(scheduler="processes", num_workers=1)


def test_files_are_validated_in_their_order(tmp_path: Path) -> None:
    good = {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}
    bad = {"messages": [{"role": "user", "content": "a"}]}
    for name, records in (("a", [good] * 12), ("b", [good] * 11 + [bad])):
        (tmp_path / f"{name}.jsonl").write_text("".join(f"{json.dumps(record)}\n" for record in records))
    reports = validate_files(tmp_path / "*.jsonl")
    assert [Path(report.path).name for report in reports] == ["a.jsonl", "b.jsonl"]
    assert [report.records for report in reports] == [12, 12]
    codes = [{finding.code for finding in report.findings if finding.line == 12} for report in reports]
    assert codes[1] - codes[0]
    with pytest.raises(InputError, match="there is no file like"):
        validate_files(tmp_path / "*.none")
    with pytest.raises(InputError, match="cannot read it"):
        validate_files([tmp_path / "none.jsonl"])


def test_vectors_of_a_bag(service: Embedder) -> None:
    texts = [f"text {number}" for number in range(10)]
    vectors = embed_bag(db.from_sequence(texts, npartitions=3), factory(service)).compute(scheduler="sync")
    assert [vector.tolist() for vector in vectors] == [[float(number), 1.0] for number in range(10)]
    records = db.from_sequence([{"id": 7, "text": "text 7"}])
    found = embed_bag(records, factory(service), column="text", into="v").compute(scheduler="sync")
    assert [(one["id"], one["v"].tolist()) for one in found] == [(7, [7.0, 1.0])]
    with pytest.raises(InputError, match="a record has no 'txt'"):
        embed_bag(records, factory(service), column="txt").compute(scheduler="sync")


@pytest.mark.filterwarnings("ignore:The inplace keyword")  # which dask uses when it writes Parquet
def test_vectors_of_a_frame_can_be_kept(service: Embedder, tmp_path: Path) -> None:
    texts = [f"text {number}" for number in range(10)]
    frame = dd.from_pandas(pd.DataFrame({"text": texts}), npartitions=3)
    embedded = embed_frame(frame, "text", factory(service), into="vector")
    embedded.to_parquet(tmp_path / "out")
    read = dd.read_parquet(tmp_path / "out", dtype_backend="pyarrow").compute()
    assert read["text"].tolist() == texts
    assert [list(vector) for vector in read["vector"]] == [[float(number), 1.0] for number in range(10)]
    assert set(service.asked.values()) == {1}


def test_frames_and_caches_that_cannot_be_used(service: Embedder, tmp_path: Path) -> None:
    frame = dd.from_pandas(pd.DataFrame({"text": ["text 1"]}), npartitions=1)
    with pytest.raises(InputError, match="has no column 'txt'; its columns are text"):
        embed_frame(frame, "txt", factory(service))
    with pytest.raises(InputError, match="has a column 'text' already"):
        embed_frame(frame, "text", factory(service), into="text")
    with EmbeddingCache(tmp_path / "cache") as cache, pytest.raises(InputError, match="the path of a file"):
        embed_frame(frame, "text", factory(service), cache=cache)
    empty = dd.from_pandas(pd.DataFrame({"text": ["text 1", ""]}), npartitions=1)
    with pytest.raises(InputError, match="empty"):
        embed_frame(empty, "text", factory(service)).compute(scheduler="sync")


def test_a_worker_killed_midway_costs_no_text_and_doubles_none(service: Embedder, tmp_path: Path) -> None:
    count, parts = 400, 20
    frame = pd.DataFrame({"text": [f"text {number}" for number in range(count)]})
    killed: list[int] = []
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        pids = sorted(client.run(os.getpid).values())
        assert len(pids) == 2
        once = threading.Lock()

        def kill(number: int) -> None:
            if number >= parts // 2 and once.acquire(blocking=False):
                os.kill(pids[0], signal.SIGKILL)
                killed.append(pids[0])

        service.on_request = kill
        lazy = embed_frame(
            dd.from_pandas(frame, npartitions=parts), "text", factory(service), cache=tmp_path / "cache.db"
        )
        table = client.compute(lazy).result()
    assert killed == [pids[0]]
    assert table["text"].tolist() == frame["text"].tolist()
    assert [list(vector) for vector in table["embedding"]] == [[float(number), 1.0] for number in range(count)]
    # What was under way on the dead worker was asked for again, one piece at most; all else was in the cache.
    again = [text for text, times in service.asked.items() if times > 1]
    assert len(again) <= count // parts
    assert set(service.asked.values()) <= {1, 2}
    assert len(service.asked) == count
    with EmbeddingCache(tmp_path / "cache.db") as cache:
        assert len(cache) == count
