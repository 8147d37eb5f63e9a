"""The blocks of docs/mock.md."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

import openai_client
from openai_client import BadRequestError, OpenAI
from specloom.mock.transport import MockTransport
from specloom.prepare import prepare
from tests.plan.small import answer, document, plan_of, thing

from .blocks import DOCS, blocks, load, run
from .checked import check_all
from .claims import claims
from .seeds.contract import mock_server

PAGE = DOCS / "mock.md"
SAID = "What a test says: `testing` of a package"
PORT = "What the document says, on a port"


def greet(client: OpenAI) -> str | None:
    """What the test of the page tests."""
    completion = client.chat.completions.create(model="gpt-5", messages=[{"role": "user", "content": "Greet me."}])
    return completion.choices[0].message.content


@claims(PAGE, "python", section=SAID)
def test_the_test_passes() -> None:
    names: dict[str, Any] = {"greet": greet}
    for block in blocks(PAGE, "python", section=SAID):
        run(PAGE, block, names)
    names["test_greets"]()
    names["greet"] = lambda client: "Go away"
    with pytest.raises(AssertionError):
        names["test_greets"]()


@claims(PAGE, "python", section="What the document says, in the process")
def test_a_client_is_answered_in_the_process() -> None:
    models = document(
        {"GET /models/{model}": {"operationId": "model", "responses": answer(thing("id", id={"const": "m-1"}))}}
    )
    prepared = prepare(models)
    names: dict[str, Any] = {"prepared": prepared, "plan": plan_of(prepared)}
    for block in blocks(PAGE, "python", section="What the document says, in the process"):
        run(PAGE, block, names)
    assert names["client"].models.retrieve("x").id == "m-1"


@claims(PAGE, "bash", section=PORT)
def test_the_mock_is_a_command() -> None:
    for block in blocks(PAGE, "bash", section=PORT):
        check_all(block)


@claims(PAGE, "json")
def test_a_wrong_request_is_answered_as_the_page_shows() -> None:
    (block,) = blocks(PAGE, "json")
    with httpx.Client(transport=MockTransport(mock_server())) as http_client:
        client = openai_client.OpenAI(api_key="test", http_client=http_client)
        with pytest.raises(BadRequestError) as caught:
            client.chat.completions.create(model="gpt-5", messages=[], temperature=9)
    assert caught.value.response.json() == load(block)
