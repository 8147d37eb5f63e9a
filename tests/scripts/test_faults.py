"""The judge of the fault run: it must see what is lost, doubled or not explained."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.fault_server import ACTS, PLAIN, STREAMED
from scripts.faults import MAX_RETRIES, Outcome, against_record, judged, kind_of, main


def record(forbidden: list[str] | None = None, **done: list[str]) -> dict[str, Any]:
    return {"done": done, "forbidden": forbidden or []}


@pytest.mark.parametrize(
    ("outcome", "done"),
    [
        (Outcome("a", "plain", "right"), ["500", "reset", "right"]),
        (Outcome("a", "plain", "BadRequestError"), ["400"]),
        (Outcome("a", "plain", "APIConnectionError"), ["reset"] * (MAX_RETRIES + 1)),
        (Outcome("a", "stream", "APIConnectionError"), ["stream cut"]),
        (Outcome("a", "once", "APIConnectionError"), ["reset"]),
    ],
)
def test_what_the_record_explains_is_fine(outcome: Outcome, done: list[str]) -> None:
    assert list(against_record([outcome], record(a=done))) == []


@pytest.mark.parametrize(
    ("outcome", "done", "said"),
    [
        (Outcome("a", "plain", "right"), ["500"], "has an answer to"),
        (Outcome("a", "plain", "APIConnectionError"), ["right"], "was answered and ended as"),
        (Outcome("a", "plain", "APIConnectionError"), ["reset"], "was given up as"),
        (Outcome("a", "plain", "APIConnectionError"), [], "was given up as"),
        (Outcome("a", "plain", "right", "answered with {}"), ["right"], "answered with"),
    ],
)
def test_what_it_does_not_explain_is_not(outcome: Outcome, done: list[str], said: str) -> None:
    (problem,) = against_record([outcome], record(a=done))
    assert said in problem


def test_a_call_that_was_sent_again_against_the_rules_is_told() -> None:
    found = record(["a"], a=["400", "right"])
    assert list(against_record([Outcome("a", "plain", "right")], found)) == ["a was sent again after ['400', 'right']"]


def test_an_answer_to_another_call_is_noticed() -> None:
    assert judged("a", "plain", {"id": "b"}).problem
    assert judged("a", "stream", [{"id": "a", "index": 0}]).problem
    assert not judged("a", "plain", {"id": "a"}).problem


def test_all_kinds_of_calls_and_faults_take_part() -> None:
    assert {kind_of(number) for number in range(30)} == {"plain", "stream", "once"}
    assert PLAIN.keys() | STREAMED.keys() == ACTS.keys()


def test_a_small_run_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--requests", "200"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("200 calls, ")
    assert "sent again where that is not allowed: 0" in printed
