"""Conversations that are made to fit: what stays, what goes, and that it does fit."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_client.lib.tokens import (
    ModelInfo,
    ModelTable,
    PromptTooLongError,
    UnknownModelError,
    count_message_tokens,
    fit_messages,
    prompt_limit,
)

MODEL = "gpt-4o"


def said(role: str, content: str, **more: Any) -> dict[str, Any]:
    return {"role": role, "content": content, **more}


def called(*ids: str) -> dict[str, Any]:
    calls = [{"id": one, "type": "function", "function": {"name": "look_up", "arguments": "{}"}} for one in ids]
    return {"role": "assistant", "content": None, "tool_calls": calls}


def tokens(messages: list[Any], **options: Any) -> int:
    return count_message_tokens(messages, model=MODEL, **options)


SYSTEM = said("system", "Answer in one word.")
TALK = [
    SYSTEM,
    said("user", "first question " * 20),
    said("assistant", "first answer " * 20),
    said("user", "second question"),
    called("a", "b"),
    said("tool", "result a", tool_call_id="a"),
    said("tool", "result b", tool_call_id="b"),
    said("assistant", "second answer"),
    said("user", "third question"),
]


def test_what_fits_stays_as_it_is() -> None:
    assert fit_messages(TALK, model=MODEL, max_output_tokens=1_000) == TALK


def test_the_oldest_go_first() -> None:
    limit = tokens(TALK) - 1

    assert fit_messages(TALK, model=MODEL, max_prompt_tokens=limit) == [SYSTEM, *TALK[2:]]


def test_a_call_goes_with_its_results() -> None:
    limit = tokens([SYSTEM, *TALK[5:]])  # room for the results, and not for the call

    assert fit_messages(TALK, model=MODEL, max_prompt_tokens=limit) == [SYSTEM, *TALK[7:]]


def test_the_window_of_the_model_is_the_limit() -> None:
    table = ModelTable([ModelInfo(MODEL, context=tokens(TALK) - 1 + 100, max_output=100)])

    assert fit_messages(TALK, model=MODEL, max_output_tokens=100, table=table) == [SYSTEM, *TALK[2:]]


def test_tools_take_room() -> None:
    tools = [{"type": "function", "function": {"name": "look_up", "description": "Look something up."}}]
    limit = tokens(TALK)

    fitted = fit_messages(TALK, model=MODEL, max_prompt_tokens=limit, tools=tools)
    assert fitted == [SYSTEM, *TALK[2:]]
    assert tokens(fitted, tools=tools) <= limit


def test_the_question_stays_while_old_calls_go() -> None:
    turns = [message for one in "abcd" for message in (called(one), said("tool", "long " * 30, tool_call_id=one))]
    messages = [SYSTEM, said("user", "the question"), *turns]

    limit = tokens([*messages[:2], *turns[-4:]])
    assert fit_messages(messages, model=MODEL, max_prompt_tokens=limit) == [*messages[:2], *turns[-4:]]


def test_the_message_at_the_limit_is_shortened() -> None:
    before = copy.deepcopy(TALK)
    limit = tokens([SYSTEM, *TALK[3:]]) + 20

    fitted = fit_messages(TALK, model=MODEL, max_prompt_tokens=limit, shorten=True)
    assert fitted[2:] == TALK[3:]
    assert fitted[1]["role"] == "assistant"
    assert fitted[1]["content"].startswith("first answer first answer")
    assert fitted[1]["content"].endswith("first […]")
    assert limit - 3 <= tokens(fitted) <= limit
    assert before == TALK


def test_a_long_result_is_shortened_and_its_call_is_not() -> None:
    messages = [SYSTEM, said("user", "question"), called("a"), said("tool", "much " * 500, tool_call_id="a")]
    fitted = fit_messages(messages, model=MODEL, max_prompt_tokens=100, shorten=True)

    assert fitted[:3] == messages[:3]
    assert fitted[3]["content"].startswith("much much")
    assert fitted[3]["tool_call_id"] == "a"
    assert 95 < tokens(fitted) <= 100


def test_items_of_responses_fit_as_well() -> None:
    items: list[dict[str, Any]] = [
        {"role": "user", "content": "question"},
        {"type": "function_call", "call_id": "a", "name": "look_up", "arguments": "{}"},
        {"type": "function_call", "call_id": "b", "name": "look_up", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "a", "output": "much " * 500},
        {"type": "function_call_output", "call_id": "b", "output": "little"},
    ]
    kept = [items[0], items[2], items[4]]
    assert fit_messages(items, model=MODEL, max_prompt_tokens=tokens(kept)) == kept
    shortened = fit_messages(items, model=MODEL, max_prompt_tokens=200, shorten=True)
    assert [one.get("call_id") for one in shortened] == [None, "a", "b", "a", "b"]
    assert shortened[3]["output"].endswith("[…]")


@pytest.mark.parametrize("shorten", [True, False])
def test_what_has_to_stay_and_does_not_fit_is_an_error(shorten: bool) -> None:
    messages = [said("system", "rules " * 100), said("user", "question")]
    with pytest.raises(
        PromptTooLongError, match=r"takes 1\d\d tokens with 0 of tools, and the prompt may have 50"
    ) as it:
        fit_messages(messages, model=MODEL, max_prompt_tokens=50, shorten=shorten)
    assert it.value.tokens == tokens(messages)
    assert it.value.limit == 50


def test_the_newest_turn_is_not_dropped_in_silence() -> None:
    messages = [SYSTEM, said("user", "question"), called("a"), said("tool", "much " * 500, tool_call_id="a")]
    with pytest.raises(PromptTooLongError) as caught:
        fit_messages(messages, model=MODEL, max_prompt_tokens=100)
    assert caught.value.tokens == tokens(messages)


def test_a_limit_is_needed() -> None:
    with pytest.raises(ValueError, match="max_output_tokens"):
        fit_messages(TALK, model=MODEL)


@pytest.mark.parametrize(("model", "wanted", "limit"), [("gpt-4o", 1_000, 127_000), ("gpt-5", 1_000, 272_000)])
def test_the_room_for_a_prompt(model: str, wanted: int, limit: int) -> None:
    assert prompt_limit(model, max_output_tokens=wanted) == limit


@pytest.mark.parametrize("wanted", [0, -1, 16_385])
def test_answers_that_the_model_does_not_give_are_refused(wanted: int) -> None:
    with pytest.raises(ValueError, match="gives answers of 1 to 16384 tokens"):
        fit_messages(TALK, model="gpt-4o", max_output_tokens=wanted)


def test_a_window_that_is_not_known_is_an_error() -> None:
    with pytest.raises(UnknownModelError, match="context window of 'gpt-4o-mini-tts' is not known"):
        prompt_limit("gpt-4o-mini-tts", max_output_tokens=5)


TEXTS = st.sampled_from(["", "word", "some more words " * 5, "日本語 🙂 " * 12])
CONVERSATIONS = st.lists(
    st.one_of(
        st.builds(lambda text: [said("system", text)], TEXTS),
        st.builds(lambda text: [said("user", text)], TEXTS),
        st.builds(lambda text: [said("assistant", text)], TEXTS),
        st.builds(lambda texts: texts, st.lists(TEXTS, min_size=1, max_size=3)),
    ),
    max_size=8,
)


def written(parts: list[list[Any]]) -> list[dict[str, Any]]:
    """Lists of texts become a call of tools and its results, with IDs of their own."""
    messages = []
    for number, part in enumerate(parts):
        if part and isinstance(part[0], str):
            ids = [f"{number}-{at}" for at in range(len(part))]
            messages.append(called(*ids))
            messages += [said("tool", text, tool_call_id=one) for one, text in zip(ids, part, strict=True)]
        else:
            messages += part
    return messages


@given(CONVERSATIONS.map(written), st.integers(1, 300), st.booleans())
def test_what_comes_out_fits_and_is_whole(messages: list[dict[str, Any]], limit: int, shorten: bool) -> None:
    fitted: list[dict[str, Any]] | PromptTooLongError
    try:
        fitted = fit_messages(messages, model=MODEL, max_prompt_tokens=limit, shorten=shorten)
    except PromptTooLongError as error:
        fitted = error
    if isinstance(fitted, PromptTooLongError):
        assert fitted.tokens > fitted.limit == limit
        assert tokens(messages) >= fitted.tokens
        return
    assert tokens(fitted) <= limit
    assert [one for one in fitted if one["role"] == "system"] == [one for one in messages if one["role"] == "system"]
    asked = {call["id"] for one in fitted for call in one.get("tool_calls", ())}
    assert asked == {one["tool_call_id"] for one in fitted if one["role"] == "tool"}
    kept = [one for one in fitted if one in messages]
    assert len(fitted) - len(kept) <= (1 if shorten else 0)
    assert messages[-1:] == fitted[-1:] or shorten or messages[-1]["role"] == "system"
