"""What the flagship package carries for the tests of its users knows every method."""

from __future__ import annotations

from openai_client import AsyncOpenAI, OpenAI
from openai_client._runtime.testing import MockAPI
from specloom.commands.pipeline import Planned
from tests.mock.arguments import calls


def test_every_method_can_be_given_an_answer(planned: Planned) -> None:
    api = MockAPI(OpenAI, AsyncOpenAI)
    for call in calls(planned.prepared, planned.plan):
        answers = call.bound(api).returns({})
        assert answers.name.partition("?")[0] == f"{call.operation.verb} {call.operation.path}"
    assert len(calls(planned.prepared, planned.plan)) >= 288
