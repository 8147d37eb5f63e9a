"""Rows about tokens and about what a chat can be told."""

from __future__ import annotations

import ast

import pytest

from .desk import Desk, case, chat


@case("tokens")
def _(desk: Desk) -> None:
    assert desk.lines == ["['token', 'ization']", "1"]


@case("tokens-japanese")
def _(desk: Desk) -> None:
    old, new = (ast.literal_eval(line.partition(" ")[2]) for line in desk.lines)
    assert new[0] == "日本", "more than a character"
    assert "\ufffd" in old, "less than a character"
    assert len(new) < len(old)


@case("tokens-cost")
def _(desk: Desk) -> None:
    desk.chats("In the park.")
    *before, after = desk.lines
    prices = [float(line.split()[1]) for line in before]
    assert prices == pytest.approx([1.5, 0.035, 0.0135])
    assert float(after) == pytest.approx((57 * 0.15 + 17 * 0.60) / 1e6)


@case("models")
def _(desk: Desk) -> None:
    desk.api.models.list.returns({"object": "list", "data": [{"id": "gpt-4o"}, {"id": "gpt-5"}]})
    desk.run()
    assert desk.value == ["gpt-4o", "gpt-5"]


@case("temperature", "reasoning")
def _(desk: Desk) -> None:
    desk.chats("4")
    desk.run()
    (body,) = desk.bodies
    assert body["temperature"] == 0.2 if desk.row.id == "temperature" else body["reasoning_effort"] == "low"
    assert len(body) == 3


@case("seed")
def _(desk: Desk) -> None:
    desk.chats("Heads", "Heads", system_fingerprint="fp_1")
    assert desk.lines == ["True"]
    assert [(body["seed"], body["temperature"]) for body in desk.bodies] == [(7, 0)] * 2


@case("penalties")
def _(desk: Desk) -> None:
    desk.chats("Hello")
    assert desk.lines == ["{'the': 0.25, 'cat': 1.0}"]
    assert (desk.bodies[0]["frequency_penalty"], desk.bodies[0]["presence_penalty"]) == (0.5, 0.25)


@case("logprobs")
def _(desk: Desk) -> None:
    others = [{"token": "Heads", "logprob": -0.5}, {"token": "Tails", "logprob": -1.0}]
    answer = chat("Heads")
    answer["choices"][0]["logprobs"] = {"content": [{"token": "Heads", "logprob": -0.5, "top_logprobs": others}]}
    desk.api.chat.completions.create.returns(answer)
    assert desk.lines == ["Heads 61% {'Heads': -0.5, 'Tails': -1.0}"]
    assert desk.bodies[0]["top_logprobs"] == 2


@case("json-mode")
def _(desk: Desk) -> None:
    desk.chats('{"winner": "Ann"}')
    refusal, winner = desk.lines
    assert "JSON" in refusal
    assert winner == "Ann"
    assert len(desk.sent) == 1, "what is refused is not sent"
