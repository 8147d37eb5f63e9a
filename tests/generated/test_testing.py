"""``openai_client.testing``: what users write in their own tests."""

from __future__ import annotations

import asyncio

import pytest

from openai_client import RateLimitError
from openai_client.testing import MockAPI, UnexpectedCallError

MODEL = {"id": "a", "object": "model", "created": 1, "owned_by": "me"}


def test_a_call_gets_its_answer_and_is_remembered() -> None:
    api = MockAPI()
    api.models.retrieve.returns(MODEL)
    assert api.client().models.retrieve("a").owned_by == "me"
    (request,) = api.models.retrieve.requests
    assert request.path == "/models/a"


def test_the_asynchronous_client_gets_the_same() -> None:
    api = MockAPI()
    api.models.retrieve.returns(MODEL)
    assert asyncio.run(api.async_client().models.retrieve("a")).id == "a"


def test_failures_and_unexpected_calls_are_errors() -> None:
    api = MockAPI()
    api.models.retrieve.fails(429)
    with pytest.raises(RateLimitError):
        api.client().models.retrieve("a")
    with pytest.raises(UnexpectedCallError, match="/models"):
        api.client().models.list()
