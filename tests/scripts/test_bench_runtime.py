"""The benchmark of the runtime: what its probe measures are whole answers."""

from __future__ import annotations

import base64
import json
import struct

import pytest

from scripts import runtime_probe
from scripts.bench_runtime import CASES, Found, middle
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
    event = json.loads(runtime_probe.chunk(3).removeprefix(b"data: "))
    assert event["choices"][0]["delta"] == {"content": " word3"}
    answer = runtime_probe.embeddings()
    vector = struct.unpack("<1536f", base64.b64decode(answer["data"][63]["embedding"]))
    assert (len(answer["data"]), vector[768]) == (64, 0.5)


def test_medians_go_number_by_number() -> None:
    assert middle([Found(1, 9), Found(3, 7), Found(2, 8)]) == Found(2, 8)
