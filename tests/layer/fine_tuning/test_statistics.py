"""Numbers of training data: spreads as other programs compute them, tokens as the tokens module counts them."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_client.lib.fine_tuning import Statistics, estimate_cost, statistics, validate
from openai_client.lib.fine_tuning.costs import default_epochs
from openai_client.lib.fine_tuning.record_tokens import example_limit, token_counter
from openai_client.lib.fine_tuning.tallies import spread
from openai_client.lib.tokens import MODELS, UnknownModelError, count_message_tokens, count_tokens

from .making import chat, preference, reinforcement, written

MODEL = "gpt-4o-mini"
TOOLS = [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}}]
CALL = {"id": "a", "type": "function", "function": {"name": "f", "arguments": '{"x": 1}'}}
TALK: list[dict[str, Any]] = [
    {"role": "system", "content": "Be short."},
    {"role": "user", "content": [{"type": "text", "text": "Hello there"}], "name": "Ann"},
    {"role": "assistant", "content": "Let me look it up", "tool_calls": [CALL], "weight": 0},
    {"role": "tool", "tool_call_id": "a", "content": "42"},
    {"role": "assistant", "content": [{"type": "text", "text": "It is"}, {"type": "text", "text": " 42"}]},
]


@given(st.lists(st.integers(0, 1000), min_size=1))
def test_spreads_are_those_of_numpy(numbers: list[int]) -> None:
    found = spread(Counter(numbers))
    assert found is not None
    assert (found.min, found.max) == (min(numbers), max(numbers))
    wanted = [numpy.mean(numbers), *numpy.quantile(numbers, [0.5, 0.1, 0.9])]
    assert [found.mean, found.median, found.p10, found.p90] == pytest.approx(wanted)


def test_nothing_has_no_spread() -> None:
    assert spread(Counter()) is None


@pytest.mark.parametrize(
    "record",
    [
        {"messages": TALK},
        {"messages": TALK, "tools": TOOLS},
        {"messages": TALK, "functions": [TOOLS[0]["function"]]},
        {"messages": TALK[:2], "answer": 7},
        chat(3),
        {"messages": [{"role": role, "content": " " * 1_000_000} for role in ("user", "assistant")]},
    ],
    ids=["talk", "tools", "functions", "reinforcement", "plain", "spaces"],
)
def test_tokens_are_those_of_the_prompt(record: dict[str, Any]) -> None:
    total, assistant = token_counter(MODEL)(record)
    tools = {key: record[key] for key in ("tools", "functions") if key in record}
    assert total == count_message_tokens(record["messages"], model=MODEL, **tools)
    answers = [message["content"] for message in record["messages"] if message["role"] == "assistant"]
    texts = [
        text for each in answers for text in ([each] if isinstance(each, str) else [part["text"] for part in each])
    ]
    assert assistant == sum(count_tokens(text, model=MODEL) for text in texts)


def test_the_answers_of_a_preference_record_count_as_one_prompt_with_its_input() -> None:
    record = preference(3)
    outputs = [*record["preferred_output"], *record["non_preferred_output"]]
    total, assistant = token_counter(MODEL)(record)
    assert total == count_message_tokens([*record["input"]["messages"], *outputs], model=MODEL)
    assert assistant == sum(count_tokens(output["content"], model=MODEL) for output in outputs)


def test_the_numbers_of_a_file(tmp_path: Path) -> None:
    records = [{"messages": TALK}, chat(1), chat(2), {"messages": chat(3)["messages"][1:]}]
    path = written(tmp_path, *records, "oops", {"messages": []})
    found = statistics(path, model=MODEL)
    sizes = [count_message_tokens(record["messages"], model=MODEL) for record in records]
    assert (found.examples, found.missing_system, found.missing_user) == (4, 3, 1)
    assert found.messages is not None
    assert found.tokens is not None
    assert (found.messages.min, found.messages.max, found.messages.mean) == (1, 5, 2.5)
    assert (found.tokens.min, found.tokens.max, found.tokens.mean) == (min(sizes), max(sizes), sum(sizes) / 4)
    assert (found.model, found.token_limit, found.tokens_per_epoch) == (MODEL, 65_536, sum(sizes))
    assert validate(path, model=MODEL).statistics == found


def test_examples_over_the_limit_are_told_and_cut(tmp_path: Path) -> None:
    records = [chat(number) for number in range(60)]
    size = token_counter(MODEL)(chat(70))[0]
    long = chat(71)
    long["messages"][0]["content"] *= 3
    path = written(tmp_path, *records, chat(70), long)
    report = validate(path, model=MODEL, token_limit=size)
    assert [(each.code, each.line, each.severity) for each in report.findings] == [("too-many-tokens", 62, "warning")]
    assert report.statistics.over_limit == 1
    whole = validate(path, model=MODEL).statistics.tokens_per_epoch
    assert report.statistics.tokens_per_epoch == whole - token_counter(MODEL)(long)[0] + size


@pytest.mark.parametrize(
    ("model", "limit"),
    [
        ("gpt-4o-mini-2024-07-18", 65_536),
        ("ft:gpt-4.1-nano-2025-04-14:org::id", 65_536),
        ("gpt-3.5-turbo-0125", 16_385),
        ("gpt-3.5-turbo-0613", 4_096),
        ("o200k_base", None),
    ],
)
def test_limits_of_examples(model: str, limit: int | None) -> None:
    assert example_limit(model) == limit


def test_other_models_take_what_their_window_takes() -> None:
    assert example_limit("gpt-4-turbo") == MODELS.find("gpt-4-turbo").context


def test_what_hinders_counting_is_advice_in_a_report_and_an_error_of_statistics(tmp_path: Path) -> None:
    path = written(tmp_path, *[chat(number) for number in range(60)])
    report = validate(path, model="no-such-model")
    assert [(each.code, each.severity) for each in report.findings] == [("tokens-not-counted", "advice")]
    assert (report.ok, report.statistics.tokens, report.statistics.model) == (True, None, "")
    with pytest.raises(UnknownModelError):
        statistics(path, model="no-such-model")


def test_without_tiktoken_all_else_is_looked_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openai_client.lib.tokens.encodings._made", {})
    monkeypatch.setitem(sys.modules, "tiktoken", None)
    report = validate(written(tmp_path, *[chat(number) for number in range(60)], "oops"), model=MODEL)
    assert [each.code for each in report.findings] == ["tokens-not-counted", "invalid-json"]
    assert "pip install 'openai-client[tokens]'" in report.findings[0].problem


def test_a_record_that_cannot_be_counted_is_named(tmp_path: Path) -> None:
    sound = {"role": "user", "content": [{"type": "input_audio", "input_audio": {"data": "AA", "format": "wav"}}]}
    record = {"messages": [sound, {"role": "assistant", "content": "A bell"}]}
    report = validate(written(tmp_path, *[chat(number) for number in range(60)], record), model=MODEL)
    assert [(each.code, each.line) for each in report.findings] == [("tokens-not-counted", 61)]
    assert report.statistics.examples == 61


def test_reinforcement_records_are_counted(tmp_path: Path) -> None:
    found = statistics(written(tmp_path, *[reinforcement(number) for number in range(10)]), model=MODEL)
    assert (found.examples, found.assistant_tokens and found.assistant_tokens.max) == (10, 0)


@pytest.mark.parametrize(
    ("examples", "epochs"),
    [(1, 25), (4, 25), (10, 10), (33, 3), (34, 3), (8333, 3), (8334, 2), (12_501, 1), (100_000, 1), (0, 25)],
)
def test_small_files_are_trained_on_oftener(examples: int, epochs: int) -> None:
    assert default_epochs(examples) == epochs


def test_costs_are_epochs_times_tokens_times_price() -> None:
    found = Statistics(examples=50, model=MODEL, tokens_per_epoch=40_000)
    estimate = estimate_cost(found, price_per_million_tokens=25)
    assert (estimate.epochs, estimate.billed_tokens, estimate.cost) == (3, 120_000, 3.0)
    assert estimate_cost(found, n_epochs=1).billed_tokens == 40_000


def test_the_price_is_that_of_the_table_where_it_has_one() -> None:
    price = MODELS.find(MODEL).price
    found = Statistics(examples=50, model=MODEL, tokens_per_epoch=1_000_000)
    assert price is not None
    assert price.training is not None
    assert estimate_cost(found, n_epochs=2).cost == pytest.approx(2 * price.training)
    unknown = Statistics(examples=50, model="o200k_base", tokens_per_epoch=1_000_000)
    assert estimate_cost(unknown).cost is None


def test_costs_need_tokens() -> None:
    with pytest.raises(ValueError, match="statistics\\(path, model="):
        estimate_cost(Statistics(examples=50))
    assert estimate_cost(Statistics()).billed_tokens == 0


def test_the_numbers_are_told(tmp_path: Path) -> None:
    report = validate(written(tmp_path, *[chat(number) for number in range(60)]), model=MODEL, token_limit=10)
    text = report.render()
    assert f"  tokens ({MODEL}): {report.statistics.tokens}" in text.splitlines()
    assert "  tokens of an epoch: 600; 60 examples are over 10" in text.splitlines()
    assert json.loads(json.dumps(report.to_dict()))["statistics"]["over_limit"] == 60
