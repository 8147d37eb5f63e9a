"""Embeddings travel as base64 and arrive as numbers."""

from __future__ import annotations

import asyncio
import base64
import copy
import json
import pickle
import struct
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_client.lib.embeddings import with_numbers
from openai_client.lib.vectors import numbers
from openai_client.types import Embedding

from .colours import COLOURS, Sent, ready

VECTORS = [[0.5, -1.25, 3.0], [0.1, 0.2, 0.3]]


def encoded(vector: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


def asked(colour: str, vectors: list[Any], view: str = "", **arguments: Any) -> tuple[Any, dict[str, Any]]:
    data = [{"object": "embedding", "index": index, "embedding": vector} for index, vector in enumerate(vectors)]
    answer = {"object": "list", "model": "m", "data": data, "usage": {"prompt_tokens": 1, "total_tokens": 1}}
    sent = Sent(colour, lambda request: httpx.Response(200, json=answer, headers={"x-request-id": "req-1"}))
    resource = sent.client.embeddings

    async def run() -> Any:
        call = (getattr(resource, view) if view else resource).create(model="m", input=["a", "b"], **arguments)
        return await ready(call)

    return asyncio.run(run()), json.loads(sent.request.content)


@pytest.mark.parametrize("colour", COLOURS)
def test_by_rule_they_travel_as_base64_and_arrive_as_numbers(colour: str) -> None:
    answer, sent = asked(colour, [encoded(vector) for vector in VECTORS])
    assert sent["encoding_format"] == "base64"
    assert [type(item.embedding) for item in answer.data] == [list, list]
    assert answer.data[0].embedding == VECTORS[0]
    assert answer.data[1].embedding == pytest.approx(VECTORS[1])
    assert answer._request_id == "req-1"


@pytest.mark.parametrize("colour", COLOURS)
def test_a_server_that_sends_numbers_all_the_same_is_understood(colour: str) -> None:
    answer, _ = asked(colour, VECTORS)
    assert [item.embedding for item in answer.data] == VECTORS


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize(("form", "vectors"), [("float", VECTORS), ("base64", ["AAAA", "AAAB"])])
def test_what_was_asked_for_is_not_touched(colour: str, form: str, vectors: list[Any]) -> None:
    answer, sent = asked(colour, vectors, encoding_format=form)
    assert sent["encoding_format"] == form
    assert [item.embedding for item in answer.data] == vectors


@pytest.mark.parametrize("colour", COLOURS)
def test_the_whole_response_can_be_asked_for(colour: str) -> None:
    raw, _ = asked(colour, [encoded(VECTORS[0])], "with_raw_response")
    assert raw.parse().data[0].embedding == VECTORS[0]


def test_they_are_embeddings_like_any_other() -> None:
    answer, _ = asked("sync", [encoded(VECTORS[0]), encoded(VECTORS[1])])
    first, second = answer.data
    plain = Embedding(index=0, object="embedding", embedding=VECTORS[0])
    assert isinstance(first, Embedding)
    assert first == plain
    assert plain == first
    assert first != second
    assert repr(first) == repr(plain) == "Embedding(index=0, embedding=[0.5, -1.25, 3.0], object='embedding')"
    assert first.to_dict() == plain.to_dict()
    assert first.embedding is first.embedding
    for twin in (copy.deepcopy(second), pickle.loads(pickle.dumps(second))):
        assert twin == second
        twin.embedding = [1.0]
        assert twin.embedding == [1.0]
    assert answer.to_dict()["data"][1]["embedding"] == pytest.approx(VECTORS[1])


def test_a_vector_that_cannot_be_read_says_so_when_it_is_looked_at() -> None:
    answer, _ = asked("sync", ["AAA=", encoded(VECTORS[0])])
    assert answer.data[1].embedding == VECTORS[0]
    with pytest.raises(ValueError, match="bytes length"):
        _ = answer.data[0].embedding


def test_answers_of_another_shape_are_handed_on() -> None:
    answer, _ = asked("sync", [])
    assert answer.data == []
    answer.data = None
    assert with_numbers(answer).data is None


@given(st.lists(st.floats(width=32, allow_nan=False), max_size=20))
def test_every_number_comes_through(vector: list[float]) -> None:
    assert numbers(encoded(vector)) == vector


@pytest.mark.parametrize("text", ["AAA=", "A"])
def test_what_is_no_vector_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"bytes length|base64|padding|characters"):
        numbers(text)
