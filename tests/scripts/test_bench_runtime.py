"""The benchmark of the runtime: what its probe measures are whole answers."""

from __future__ import annotations

import base64
import json
import struct
from pathlib import Path

import pytest

from scripts import bench_runtime, probe_answers, runtime_probe, sizes_probe
from scripts.bench_import import Package
from scripts.bench_runtime import CASES, Found, measure_all
from scripts.environments import Environment
from scripts.runtime_probe import Side


@pytest.mark.parametrize("name", runtime_probe.CASES)
def test_every_case_runs_with_our_package(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime_probe, "EVENTS", 5)
    monkeypatch.setattr(runtime_probe, "STREAMS", 3)
    monkeypatch.setattr(runtime_probe, "EVENTS_EACH", 4)
    monkeypatch.setattr(runtime_probe, "rounds", lambda count, use: use() or 1.0)
    assert runtime_probe.CASES[name](Side("openai_client")) > 0


def test_the_probe_knows_every_case_and_floor() -> None:
    for case in CASES:
        assert {case.name, case.floor or case.name} <= runtime_probe.CASES.keys()


def test_events_and_vectors_are_as_the_api_writes_them() -> None:
    event = json.loads(probe_answers.chunk(3).removeprefix(b"data: "))
    assert event["choices"][0]["delta"] == {"content": " word3"}
    answer = probe_answers.embeddings()
    vector = struct.unpack("<1536f", base64.b64decode(answer["data"][63]["embedding"]))
    assert (len(answer["data"]), vector[768]) == (64, 0.5)


def test_a_file_list_ends_after_its_last_page() -> None:
    pages = [probe_answers.files(page) for page in range(probe_answers.PAGES)]
    assert [page["has_more"] for page in pages] == [True] * (len(pages) - 1) + [False]
    after = [probe_answers.page_after(f"http://stub/v1/files?limit=100&after={page['last_id']}") for page in pages]
    assert after == list(range(1, len(pages) + 1))
    assert probe_answers.page_after("http://stub/v1/files?limit=100") == 0


def test_packages_take_turns_and_the_generated_one_has_not_every_case(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    def measure(package: Package, case: str) -> Found:
        asked.append((case, package.name))
        return Found(1.0, 2.0)

    monkeypatch.setattr(bench_runtime, "measure", measure)
    home = Environment(Path())
    chosen = [Package(name, "1", home, 0.0, 0) for name in ("openai_client", "openai", "open_ai_api_client")]
    found, floors = measure_all(chosen, 2, lambda text: None)
    assert asked[:6] == [("chunk", "openai_client"), ("chunk", "openai"), ("bare chunk", "openai_client")] * 2
    assert {case.name for case in CASES if len(found[case.name]) == 3} == {
        case.name for case in CASES if case.generated
    }
    assert floors == {f"bare {name}": [1.0, 1.0] for name in ("chunk", "call", "embeddings", "upload")}


@pytest.mark.parametrize(("work", "size"), [("answer", 900), ("stream", 3)])
def test_what_is_measured_by_size_is_read_whole(work: str, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes_probe, "ENOUGH", 0)
    assert sizes_probe.CASES[work](Side("openai_client"), size) > 0


def test_a_stream_that_loses_events_is_no_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes_probe, "events", lambda pieces, count: iter([b"data: [DONE]\n\n"]))
    with pytest.raises(SystemExit, match="0 of 1 events were read"):
        sizes_probe.stream(Side("openai_client"), 3)


def test_an_answer_is_as_large_as_asked_for() -> None:
    body = sizes_probe.answer_of(5000)
    whole = json.loads(body)
    assert 5000 <= len(body) < 5800
    assert [item["id"] for item in whole["data"]] == [f"chatcmpl-{number}" for number in range(len(whole["data"]))]
    assert (whole["first_id"], whole["last_id"]) == (whole["data"][0]["id"], whole["data"][-1]["id"])
