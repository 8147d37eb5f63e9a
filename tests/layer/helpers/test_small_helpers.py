"""Penalties, logprobs, fingerprints, stored chats, moderation and errors that explain themselves."""

from __future__ import annotations

import asyncio
import math
import pickle
import sys
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_client import APIStatusError
from openai_client._runtime.polling_display import MissingDependencyError
from openai_client.lib.explain import explain_error, missing_scopes
from openai_client.lib.fingerprints import compare_fingerprints
from openai_client.lib.input_errors import InputError
from openai_client.lib.logprobs import LogprobRow, logprob_frame, logprob_rows
from openai_client.lib.moderation import FlaggedError, check_moderation
from openai_client.lib.penalties import penalized
from openai_client.lib.stored_chats import StoredChat, stored_chats
from openai_client.testing import MockAPI
from openai_client.types import Completion
from openai_client.types.chat import ChatCompletion
from openai_client.types.responses import Response

both_colours = pytest.mark.parametrize("colour", ["sync", "async"])

# --- penalties ---


def test_penalties_of_tokens_and_of_positions() -> None:
    logits = {"the": 2.0, "cat": 1.0, "sat": 0.5}
    found = penalized(logits, {"the": 3, "cat": 1}, frequency_penalty=0.5, presence_penalty=0.25)
    assert found == {"the": 2.0 - 1.5 - 0.25, "cat": 1.0 - 0.5 - 0.25, "sat": 0.5}
    assert penalized([2.0, 1.0, 0.5], [3, 1, 0], frequency_penalty=0.5, presence_penalty=0.25) == list(found.values())
    assert logits == {"the": 2.0, "cat": 1.0, "sat": 0.5}


@given(
    st.lists(st.tuples(st.floats(-50, 50), st.integers(0, 9)), min_size=1),
    st.floats(0, 2),
    st.floats(0, 2),
)
def test_penalties_never_raise_a_logit_and_spare_what_is_new(
    tokens: list[tuple[float, int]], frequency: float, presence: float
) -> None:
    logits, counts = [one[0] for one in tokens], [one[1] for one in tokens]
    found = penalized(logits, counts, frequency_penalty=frequency, presence_penalty=presence)
    for before, after, count in zip(logits, found, counts, strict=True):
        assert after <= before
        assert math.isclose(before - after, count * frequency + presence if count else 0, abs_tol=1e-9)


@pytest.mark.parametrize(
    ("counts", "penalties", "problem"),
    [
        ([1], {}, "1 counts for 2 logits"),
        ([1, -1], {}, "sampled -1 times"),
        ([1, 0], {"frequency_penalty": 2.1}, "frequency_penalty is 2.1; the API takes -2 to 2"),
        ([1, 0], {"presence_penalty": math.nan}, "presence_penalty is nan"),
    ],
)
def test_penalties_that_make_no_sense(counts: list[int], penalties: dict[str, float], problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        penalized([1.0, 2.0], counts, **penalties)


# --- logprobs ---


def token(text: str, logprob: float, **top: float) -> dict[str, Any]:
    others = [{"token": name, "logprob": value, "bytes": None} for name, value in top.items()]
    return {"token": text, "logprob": logprob, "bytes": None, "top_logprobs": others}


def chat(**choice: Any) -> ChatCompletion:
    message = {"role": "assistant", "content": "x", "refusal": None}
    return ChatCompletion.from_dict({"id": "c", "choices": [{"index": 0, "message": message, **choice}]})


def test_logprobs_of_a_chat() -> None:
    answer = chat(
        logprobs={"content": [token("A", 0.0, A=0.0, B=-9.0), token("b", -1.0)], "refusal": [token("No", -2)]}
    )
    assert logprob_rows(answer) == [
        LogprobRow(0, "content", 0, "A", 0.0, 1.0, {"A": 0.0, "B": -9.0}),
        LogprobRow(0, "content", 1, "b", -1.0, math.exp(-1), {}),
        LogprobRow(0, "refusal", 0, "No", -2, math.exp(-2), {}),
    ]


def test_logprobs_of_a_legacy_completion() -> None:
    logprobs = {
        "tokens": ["Hi", "!"],
        "token_logprobs": [None, -0.5],
        "top_logprobs": [None, {"!": -0.5, "?": -3.0}],
        "text_offset": [0, 2],
    }
    choices = [{"index": 1, "text": "Hi!", "logprobs": logprobs}, {"index": 2, "text": "", "logprobs": None}]
    answer = Completion.from_dict({"id": "c", "choices": choices})
    assert logprob_rows(answer) == [
        LogprobRow(1, "content", 0, "Hi", None, None, {}),
        LogprobRow(1, "content", 1, "!", -0.5, math.exp(-0.5), {"!": -0.5, "?": -3.0}),
    ]
    del logprobs["top_logprobs"]
    assert [row.top for row in logprob_rows(Completion.from_dict({"id": "c", "choices": choices}))] == [{}, {}]


def test_logprobs_of_a_response() -> None:
    part = {"type": "output_text", "text": "Hi", "annotations": [], "logprobs": [token("Hi", -1.0, Ho=-2.0)]}
    output = [{"type": "reasoning", "id": "r", "summary": []}, {"type": "message", "id": "m", "content": [part]}]
    answer = Response.from_dict({"id": "r", "output": output})
    assert logprob_rows(answer) == [LogprobRow(0, "content", 0, "Hi", -1.0, math.exp(-1), {"Ho": -2.0})]


def test_logprobs_as_a_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = chat(logprobs={"content": [token("A", 0.0), token("b", -1.0)], "refusal": None})
    frame = logprob_frame(answer)
    assert list(frame.columns) == ["choice", "part", "position", "token", "logprob", "probability", "top"]
    assert frame["token"].tolist() == ["A", "b"]
    assert frame["logprob"].sum() == -1.0
    with pytest.raises(InputError, match=r"the answer has no logprobs: ask a chat with logprobs=True"):
        logprob_frame(chat(logprobs=None))
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingDependencyError, match=r"a table of logprobs needs .*\[tables\]"):
        logprob_frame(answer)


# --- fingerprints ---


def answered(model: str = "m", fingerprint: str | None = "fp_1") -> ChatCompletion:
    return ChatCompletion.from_dict({"id": "c", "model": model, "choices": [], "system_fingerprint": fingerprint})


@pytest.mark.parametrize(
    ("other", "comparable", "reason"),
    [
        (answered(), True, "fp_1"),
        (answered(fingerprint="fp_2"), False, "configuration in between: fp_1, fp_2"),
        (answered(fingerprint=None), None, "no system_fingerprint"),
        (answered(model="n"), False, "different models: m, n"),
        (answered(model="n", fingerprint=None), False, "different models"),
    ],
)
def test_fingerprints(other: ChatCompletion, comparable: bool | None, reason: str) -> None:
    for answers in ([answered(), other], [answered(), other, answered()]):
        found = compare_fingerprints(*answers)
        assert found.comparable is comparable
        assert reason in found.reason


def test_one_fingerprint_is_no_comparison() -> None:
    with pytest.raises(InputError, match="two answers"):
        compare_fingerprints(answered())


# --- stored chats ---


@both_colours
def test_stored_chats_with_their_messages(colour: str) -> None:
    api = MockAPI()
    page = [{"id": f"chat_{number}", "choices": []} for number in (1, 2)]
    api.chat.completions.list.returns(
        {"object": "list", "data": page, "has_more": True, "last_id": "chat_2"},
        {"object": "list", "data": [{"id": "chat_3", "choices": []}], "has_more": False},
    )
    api.on("GET", "/chat/completions/{completion_id}/messages").answers(
        lambda request: {"data": [{"id": f"of {request.path.split('/')[3]}", "role": "user"}], "has_more": False}
    )

    async def each() -> list[StoredChat]:
        return [found async for found in stored_chats(api.async_client(), model="m")]

    chats = asyncio.run(each()) if colour == "async" else list(stored_chats(api.client(), model="m"))
    assert [found.completion.id for found in chats] == ["chat_1", "chat_2", "chat_3"]
    assert [[message.id for message in found.messages] for found in chats] == [
        ["of chat_1"],
        ["of chat_2"],
        ["of chat_3"],
    ]
    first, second = api.chat.completions.list.requests
    assert dict(first.query) == {"model": "m"}
    assert dict(second.query) == {"model": "m", "after": "chat_2"}


# --- moderation ---


def moderated(**scores: float) -> dict[str, Any]:
    names = {name.replace("__", "/").replace("_", "-"): score for name, score in scores.items()}
    flags = {name: score > 0.5 for name, score in names.items()}
    return {"flagged": any(flags.values()), "categories": flags, "category_scores": names}


@both_colours
def test_moderation(colour: str) -> None:
    api = MockAPI()
    results = [
        moderated(hate=0.1, violence=0.8),
        moderated(hate=0.2, self_harm__intent=0.9, violence=0.7),
        moderated(),
    ]
    api.moderations.create.returns({"id": "m", "model": "omni", "results": results})

    async def wait() -> Any:
        return await check_moderation(api.async_client(), ["a", "b", "c"], model="omni")

    found = asyncio.run(wait()) if colour == "async" else check_moderation(api.client(), ["a", "b", "c"], model="omni")
    assert found.flagged
    assert list(found.categories.items()) == [("self-harm/intent", 0.9), ("violence", 0.8)]
    assert found.each == [{"violence": 0.8}, {"self-harm/intent": 0.9, "violence": 0.7}, {}]
    assert api.requests[0].json == {"input": ["a", "b", "c"], "model": "omni"}
    with pytest.raises(
        FlaggedError, match=r"flagged by moderation: self-harm/intent \(0.90\), violence \(0.80\)"
    ) as caught:
        found.raise_if_flagged()
    assert pickle.loads(pickle.dumps(caught.value)).categories == found.categories


def test_moderation_that_finds_nothing() -> None:
    api = MockAPI()
    api.moderations.create.returns({"id": "m", "model": "omni", "results": [moderated(hate=0.1)]})
    parts = [{"type": "text", "text": "Hi"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA"}}]
    found = check_moderation(api.client(), parts)
    assert found.raise_if_flagged() is found
    assert (found.flagged, found.categories, found.each) == (False, {}, [{}])
    assert api.requests[0].json == {"input": parts}


# --- errors ---

DENIED = "You have insufficient permissions for this operation. Missing scopes: {}. Check your role."


def failed(status: int, message: str, code: str | None = None, **headers: str) -> APIStatusError:
    api = MockAPI()
    body = {"error": {"message": message, "type": None, "param": None, "code": code}}
    api.models.list.fails(status, body=body, headers=headers)
    with pytest.raises(APIStatusError) as caught:
        api.client().models.list()
    return caught.value


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("scopes", [("api.model.read",), ("api.model.read", "model.request")])
def test_a_missing_scope_is_named(status: int, scopes: tuple[str, ...]) -> None:
    error = failed(status, DENIED.format(", ".join(scopes)))
    assert missing_scopes(error) == scopes
    assert f"lacks the permission {', '.join(scopes)}. Give it to the key" in explain_error(error)
    assert scopes[0] in str(error)


@pytest.mark.parametrize(
    ("status", "message", "code", "said"),
    [
        (401, "Incorrect API key provided", "invalid_api_key", "wrong or was revoked"),
        (401, "No", None, "check OPENAI_API_KEY"),
        (403, "No", None, "may not do this"),
        (404, "No", "model_not_found", "client.models.list()"),
        (404, "No", None, "check the id"),
        (400, "Too long", "context_length_exceeded", "larger window"),
        (400, "Missing scopes: a.b", None, "not as the API wants it"),
        (429, "Quota", "insufficient_quota", "no credit left"),
        (429, "Slow down", "rate_limit_exceeded", "use batches"),
        (500, "Oops", None, "try again later"),
    ],
)
def test_errors_are_explained(status: int, message: str, code: str | None, said: str) -> None:
    error = failed(status, message, code)
    assert said in explain_error(error)
    assert missing_scopes(error) == ()
    assert explain_error(failed(status, message, code, **{"x-request-id": "req_1"})).endswith(
        "Quote req_1 when you ask for help."
    )


def test_errors_without_an_answer() -> None:
    api = MockAPI()
    api.models.list.raises(httpx.ConnectError("refused")).raises(httpx.ReadTimeout("slow"))
    for said in ("could not be reached", "raise timeout="):
        with pytest.raises(Exception, match=r"error|timed out") as caught:
            api.client().models.list()
        assert said in explain_error(caught.value)
    assert explain_error(ValueError("mine")) == ""
