"""Rows about data for fine-tuning."""

from __future__ import annotations

import json
from typing import Any

from openai_client.lib.fine_tuning import validate

from .desk import Desk, case


def example(question: str, answer: str) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]}


def examples(count: int) -> list[dict[str, Any]]:
    return [example(f"What is {number} and 1?", f"It is {number + 1}.") for number in range(count)]


def table(desk: Desk) -> None:
    lines = [f"What is {number} and {number}?,{number} and {number} make {2 * number}" for number in range(1, 21)]
    desk.write("qa.csv", "prompt,completion", *lines)


@case("data-jsonl")
def _(desk: Desk) -> None:
    counted, comma = desk.lines
    assert counted == "0 0 too-few-examples"
    line, column, code = comma.split()
    assert (line, code) == ("1", "invalid-json")
    text = (desk.folder / "commas.jsonl").read_text("utf-8")
    assert text[int(column) - 1] == ","


@case("data-brackets")
def _(desk: Desk) -> None:
    (said,) = desk.lines
    text = (desk.folder / "copied.jsonl").read_text("utf-8")
    assert said.startswith(f"1:{text.index(']]}') + 2}: error: ']' does not fit here")


@case("data-chat")
def _(desk: Desk) -> None:
    desk.run()
    report = validate("train.jsonl")
    assert (report.ok, report.records, report.findings) == (True, 50, ())


@case("data-check")
def _(desk: Desk) -> None:
    desk.write("train.jsonl", *examples(10))
    desk.run()
    assert desk.value is True
    desk.write("train.jsonl", *examples(9))
    desk.run()
    assert desk.value is False


@case("data-count")
def _(desk: Desk) -> None:
    desk.write("nine.jsonl", *examples(9))
    desk.write("train.jsonl", *examples(49))
    assert desk.lines == ["['too-few-examples']", "['few-examples']"]
    desk.write("train.jsonl", *examples(50))
    assert desk.lines[1] == "[]"


@case("data-tokens")
def _(desk: Desk) -> None:
    desk.write("train.jsonl", *examples(10), example("Why? " * 20_000, "So."))
    count, over, tokens = map(int, desk.lines[0].split())
    assert (count, over) == (11, 1)
    assert 16_385 < tokens < 17_000, "what is longer is cut"


@case("data-cost")
def _(desk: Desk) -> None:
    desk.write("train.jsonl", *examples(50))
    epochs, billed = map(int, desk.lines[0].split())
    assert epochs == 3
    assert billed % 3 == 0
    assert billed > 50 * 3 * 10


@case("data-quality")
def _(desk: Desk) -> None:
    same = examples(1)[0]
    desk.write("twice.jsonl", *examples(50), same, {"messages": [same["messages"][0]]})
    found = [line.split() for line in desk.lines]
    assert ["51", "duplicate"] in [[line, code.partition("-")[0]] for line, code in found]
    assert {line for line, _ in found} == {"51", "52"}


@case("data-csv")
def _(desk: Desk) -> None:
    table(desk)
    (name,) = desk.lines
    records = [json.loads(line) for line in (desk.folder / name).read_text("utf-8").splitlines()]
    assert [message["role"] for message in records[0]["messages"]] == ["system", "user", "assistant"]
    assert records[0]["messages"][2]["content"] == "1 and 1 make 2"


@case("data-separator")
def _(desk: Desk) -> None:
    table(desk)
    desk.api.completions.create.returns({"id": "c", "choices": []})
    desk.run()
    legacy = desk.names["legacy"]
    records = [json.loads(line) for line in (desk.folder / "legacy.jsonl").read_text("utf-8").splitlines()]
    for record in records:
        assert record["prompt"].endswith(legacy.separator)
        assert record["completion"].startswith(" ")
        assert record["completion"].endswith(legacy.stop)
    (body,) = desk.bodies
    assert body["prompt"] == f"What is new?{legacy.separator}"
    assert body["stop"] == [legacy.stop]


@case("data-split")
def _(desk: Desk) -> None:
    table(desk)
    assert desk.lines == ["qa_prepared_train.jsonl 16", "qa_prepared_valid.jsonl 4"]


@case("data-questions")
def _(desk: Desk) -> None:
    made = json.dumps([{"question": "What is new?", "answer": "The search."}])
    desk.chats(*(f'{{"value": {made}}}' for _ in range(10)))
    printed = desk.lines
    assert set(printed) == {"What is new? The search."}
    assert len(printed) == len(desk.sent) == 2
