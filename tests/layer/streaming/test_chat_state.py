"""However a chat completion is cut into chunks, the same completion comes out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate, pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from openai_client.lib.streaming.chat import ChatCompletionStreamState
from openai_client.types.chat import ChatCompletion, ChatCompletionChunk

from .scripts import chunk, completion

TEXTS = st.text(max_size=12)
CALLS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.text("abc", min_size=1, max_size=3),
            "name": st.text("xyz", min_size=1, max_size=4),
            "arguments": TEXTS,
        }
    ),
    max_size=3,
)
MESSAGES = st.fixed_dictionaries({"content": st.none() | TEXTS, "refusal": st.none() | TEXTS, "calls": CALLS})


def cut(draw: Callable[..., Any], text: str) -> list[str]:
    """A text in pieces, empty ones among them."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=4)))
    return [text[start:end] for start, end in pairwise([0, *cuts, len(text)])]


def deltas(draw: Callable[..., Any], message: dict[str, Any]) -> list[dict[str, Any]]:
    """A message as pieces; text may come before or between calls."""
    found: list[dict[str, Any]] = []
    for key in ("content", "refusal"):
        if message[key] is not None:
            found += [{key: piece} for piece in cut(draw, message[key])]
    for index, call in enumerate(message["calls"]):
        names, arguments = cut(draw, call["name"]), cut(draw, call["arguments"])
        pieces: list[dict[str, Any]] = [{"function": {"name": name}} for name in names]
        pieces += [{"function": {"arguments": piece}} for piece in arguments]
        pieces[0].update(id=call["id"], type="function")
        found += [{"tool_calls": [{"index": index, **piece}]} for piece in pieces]
    return found


def merged(draw: Callable[..., Any], pieces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pieces, some of which travel together with the next where they say different things."""
    found: list[dict[str, Any]] = []
    for piece in pieces:
        if found and not found[-1].keys() & piece.keys() and draw(st.booleans()):
            found[-1] = {**found[-1], **piece}
        else:
            found.append(piece)
    return found


@settings(max_examples=300, deadline=None)
@given(st.lists(MESSAGES, min_size=1, max_size=2), st.data())
def test_any_split_gives_the_same_completion(messages: list[dict[str, Any]], data: st.DataObject) -> None:
    draw = data.draw
    streams = [
        [chunk(delta, index=index) for delta in merged(draw, [{"role": "assistant"}, *deltas(draw, message)])]
        + [chunk({}, "stop", index=index)]
        for index, message in enumerate(messages)
    ]
    order = draw(st.permutations([index for index, stream in enumerate(streams) for _ in stream]))
    waiting = [iter(stream) for stream in streams]
    state: ChatCompletionStreamState[None] = ChatCompletionStreamState()
    seen = [ChatCompletionChunk.from_dict(next(waiting[index])) for index in order]
    events = [event for one in seen for event in state.handle_chunk(one)]
    final = state.get_final_completion()
    assert [choice.to_dict() for choice in final.choices] == [
        choice(index, message).to_dict() for index, message in enumerate(messages)
    ]
    if len(messages) == 1:
        check_events(events, messages[0])


def choice(index: int, message: dict[str, Any]) -> Any:
    """The choice that should come out."""
    whole: dict[str, Any] = {"content": message["content"], "refusal": message["refusal"]}
    if message["calls"]:
        whole["tool_calls"] = [
            {
                "id": call["id"],
                "type": "function",
                "function": {"name": call["name"], "arguments": call["arguments"]},
            }
            for call in message["calls"]
        ]
    found = ChatCompletion.from_dict(completion(whole)).choices[0]
    found.index = index
    return found


def check_events(events: list[Any], message: dict[str, Any]) -> None:
    """Deltas add up to snapshots, and everything is whole once."""
    for key in ("content", "refusal"):
        told = [event for event in events if event.type == f"{key}.delta"]
        assert [event.snapshot for event in told] == list(accumulate(event.delta for event in told))
        done = [getattr(event, key) for event in events if event.type == f"{key}.done"]
        assert done == ([] if message[key] is None else [message[key]])
    done = [event for event in events if event.type == "tool_calls.function.arguments.done"]
    assert [(event.index, event.name, event.arguments) for event in done] == [
        (index, call["name"], call["arguments"]) for index, call in enumerate(message["calls"])
    ]


@given(TEXTS)
def test_pieces_of_a_chunk_are_not_changed(text: str) -> None:
    sent = chunk({"content": text, "extra": {"list": [{"index": 0, "text": text}]}})
    one = ChatCompletionChunk.from_dict(sent)
    before = one.to_dict()
    state: ChatCompletionStreamState[None] = ChatCompletionStreamState()
    for _ in range(3):
        state.handle_chunk(one)
    assert one.to_dict() == before
    assert state.current_completion_snapshot.choices[0].message.content == text * 3
