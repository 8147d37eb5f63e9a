"""Answers that are read as types: what is asked for, what comes back, and what is refused."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from pydantic import BaseModel, ValidationError

import openai_client
from openai_client import ContentFilterFinishReasonError, LengthFinishReasonError, pydantic_function_tool
from openai_client._runtime.errors import InvalidDataError
from openai_client.types.chat import (
    ChatCompletion,
    ParsedChatCompletion,
    ParsedChatCompletionMessage,
    ParsedChoice,
    ParsedFunction,
    ParsedFunctionToolCall,
)
from openai_client.types.responses import (
    ParsedResponse,
    ParsedResponseFunctionToolCall,
    ParsedResponseOutputMessage,
    ParsedResponseOutputText,
    Response,
)

from .colours import COLOURS, Sent, opened, ready
from .scripts import completion, function_call, message, response

ASK: dict[str, Any] = {"model": "gpt-x", "messages": [{"role": "user", "content": "Hi"}]}


@dataclass
class Step:
    """One step."""

    text: str
    count: int = 1


class Answer(BaseModel):
    text: str


TOOL_CALL = {
    "id": "call_1",
    "type": "function",
    "function": {"name": "Step", "arguments": '{"text": "b", "count": 2}'},
}


def asked(colour: str, path: str, answer: dict[str, Any], **arguments: Any) -> tuple[Any, httpx.Request]:
    """What ``parse`` of a resource returns, and the request."""
    sent = Sent(colour, lambda request: httpx.Response(200, json=answer, headers={"x-request-id": "req-1"}))

    async def run() -> Any:
        resource: Any = sent.client
        for name in path.split("."):
            resource = getattr(resource, name)
        return await ready(resource.parse(**arguments))

    return asyncio.run(run()), sent.request


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("path", ["chat.completions", "beta.chat.completions"])
def test_a_chat_is_read_as_a_type(colour: str, path: str) -> None:
    answer = completion({"content": '{"text": "a", "count": null}', "tool_calls": [TOOL_CALL]})
    tools = [pydantic_function_tool(Step)]
    parsed, request = asked(colour, path, answer, response_format=Step, tools=tools, **ASK)
    assert isinstance(parsed, ParsedChatCompletion)
    assert isinstance(parsed, ChatCompletion)
    choice = parsed.choices[0]
    assert isinstance(choice, ParsedChoice)
    assert isinstance(choice.message, ParsedChatCompletionMessage)
    assert choice.message.parsed == Step("a", 1)
    assert choice.message.tool_calls
    call = choice.message.tool_calls[0]
    assert isinstance(call, ParsedFunctionToolCall)
    assert isinstance(call.function, ParsedFunction)
    assert call.function.parsed_arguments == Step("b", 2)
    assert parsed._request_id == "req-1"
    assert parsed.to_dict() == answer
    assert request.headers["x-stainless-helper-method"] == "chat.completions.parse"
    assert json.loads(request.content)["response_format"] == {
        "type": "json_schema",
        "json_schema": {
            "name": "Step",
            "strict": True,
            "schema": {
                "type": "object",
                "description": "One step.",
                "properties": {
                    "text": {"type": "string"},
                    "count": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
                },
                "required": ["text", "count"],
                "additionalProperties": False,
            },
        },
    }


@pytest.mark.parametrize("colour", COLOURS)
def test_a_response_is_read_as_a_type(colour: str) -> None:
    answer = response(message('{"text": "a", "count": 3}'), function_call("Step", '{"text": "b", "count": 2}'))
    tools = [pydantic_function_tool(Step, description="Take a step."), {"type": "web_search"}]
    arguments: dict[str, Any] = {"model": "gpt-x", "input": "Hi", "text_format": Step, "tools": iter(tools)}
    parsed, request = asked(colour, "responses", answer, text={"verbosity": "low"}, **arguments)
    assert isinstance(parsed, ParsedResponse)
    assert isinstance(parsed, Response)
    assert parsed.output_parsed == Step("a", 3)
    assert parsed.output_text == '{"text": "a", "count": 3}'
    said, called = parsed.output
    assert isinstance(said, ParsedResponseOutputMessage)
    assert isinstance(said.content[0], ParsedResponseOutputText)
    assert isinstance(called, ParsedResponseFunctionToolCall)
    assert called.parsed_arguments == Step("b", 2)
    assert parsed._request_id == "req-1"
    assert parsed.to_dict() == answer
    sent = json.loads(request.content)
    assert request.headers["x-stainless-helper-method"] == "responses.parse"
    assert sent["text"]["verbosity"] == "low"
    form = sent["text"]["format"]
    assert (form["type"], form["name"], form["strict"]) == ("json_schema", "Step", True)
    assert [(tool["type"], tool.get("name"), tool.get("description")) for tool in sent["tools"]] == [
        ("function", "Step", "Take a step."),
        ("web_search", None, None),
    ]
    assert "text_format" not in sent


@pytest.mark.parametrize("colour", COLOURS)
def test_a_pydantic_model(colour: str) -> None:
    parsed, _ = asked(
        colour, "chat.completions", completion({"content": '{"text": "a"}'}), response_format=Answer, **ASK
    )
    assert parsed.choices[0].message.parsed == Answer(text="a")
    parsed, _ = asked(colour, "responses", response(message('{"text": "a"}')), text_format=Answer)
    assert parsed.output_parsed == Answer(text="a")
    with pytest.raises(ValidationError):
        asked(colour, "responses", response(message('{"text": 3}')), text_format=Answer)


@pytest.mark.parametrize("colour", COLOURS)
def test_a_type_that_is_no_object_is_wrapped(colour: str) -> None:
    answer = completion({"content": '{"value": [{"text": "a", "count": 1}]}'})
    parsed, request = asked(colour, "chat.completions", answer, response_format=list[Step], **ASK)
    assert parsed.choices[0].message.parsed == [Step("a")]
    asked_for = json.loads(request.content)["response_format"]["json_schema"]
    assert (asked_for["name"], asked_for["schema"]["type"]) == ("list_Step", "object")


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("path", ["chat.completions", "responses"])
def test_without_a_type_nothing_is_read(colour: str, path: str) -> None:
    if path == "responses":
        parsed, request = asked(colour, path, response(message("Hi")), model="m", input="x")
        assert parsed.output_parsed is None
        assert "text" not in json.loads(request.content)
    else:
        form = {"type": "json_object"}
        messages = [{"role": "user", "content": "Write JSON."}]
        parsed, request = asked(
            colour, path, completion({"content": "{}"}), response_format=form, model="gpt-x", messages=messages
        )
        assert parsed.choices[0].message.parsed is None
        assert json.loads(request.content)["response_format"] == form


@pytest.mark.parametrize("colour", COLOURS)
def test_a_refusal_is_not_read(colour: str) -> None:
    answer = completion({"refusal": "No.", "content": "I will not"})
    parsed, _ = asked(colour, "chat.completions", answer, response_format=Step, **ASK)
    assert parsed.choices[0].message.parsed is None
    refusal = message()
    refusal["content"] = [{"type": "refusal", "refusal": "No."}]
    parsed, _ = asked(colour, "responses", response(refusal), text_format=Step)
    assert (parsed.output_parsed, parsed.output_text) == (None, "")


@pytest.mark.parametrize("colour", COLOURS)
def test_an_answer_that_was_cut_off_is_not_read(colour: str) -> None:
    with pytest.raises(LengthFinishReasonError, match="length limit was reached - CompletionUsage") as caught:
        asked(colour, "chat.completions", completion({"content": '{"te'}, "length"), response_format=Step, **ASK)
    assert caught.value.completion.choices[0].message.content == '{"te'
    with pytest.raises(ContentFilterFinishReasonError, match="content filter"):
        asked(colour, "chat.completions", completion({"content": ""}, "content_filter"), response_format=Step, **ASK)
    cut = response(message('{"te', status="incomplete"), function_call("Step", "{", "incomplete"), status="incomplete")
    parsed, _ = asked(colour, "responses", cut, text_format=Step, tools=[pydantic_function_tool(Step)])
    assert (parsed.output_parsed, parsed.output[1].parsed_arguments) == (None, None)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('{"text": 3, "count": 1}', "text should be text, not 3"),
        ('{"count": 1}', "text is missing"),
        ('{"text": "a", "count": "x"}', "count should be a whole number, not 'x'"),
        ("[]", "the answer should be an object"),
        ('{"text": "a', "Unterminated string"),
    ],
)
def test_an_answer_that_does_not_follow_its_type(content: str, problem: str) -> None:
    with pytest.raises(InvalidDataError, match=problem):
        asked("sync", "chat.completions", completion({"content": content}), response_format=Step, **ASK)


@pytest.mark.parametrize("view", ["with_raw_response", "with_streaming_response"])
@pytest.mark.parametrize("colour", COLOURS)
def test_the_whole_response_can_be_asked_for(colour: str, view: str) -> None:
    answers = {
        "chat": completion({"content": '{"text": "a", "count": 2}'}),
        "resp": response(message('{"text": "a"}')),
    }
    sent = Sent(
        colour, lambda request: httpx.Response(200, json=answers["chat" if "chat" in request.url.path else "resp"])
    )

    async def run(call: Any) -> Any:
        if view == "with_raw_response":
            return (await ready(call)).parse()
        async with opened(call) as raw:
            return await ready(raw.parse())

    chat = asyncio.run(run(getattr(sent.client.chat.completions, view).parse(response_format=Step, **ASK)))
    assert chat.choices[0].message.parsed == Step("a", 2)
    answered = asyncio.run(run(getattr(sent.client.responses, view).parse(text_format=Answer)))
    assert answered.output_parsed == Answer(text="a")
    assert sent.requests[0].headers["x-stainless-helper-method"] == "chat.completions.parse"


def test_what_was_read_is_kept_by_copies_and_not_sent_back() -> None:
    answer = completion({"content": '{"text": "a", "count": 2}', "tool_calls": [TOOL_CALL]})
    arguments: dict[str, Any] = {"response_format": Step, "tools": [pydantic_function_tool(Step)], **ASK}
    parsed, _ = asked("sync", "chat.completions", answer, **arguments)
    for twin in (pickle.loads(pickle.dumps(parsed)), copy.deepcopy(parsed), copy.copy(parsed)):
        assert twin == parsed
        assert twin.choices[0].message.parsed == Step("a", 2)
        assert twin.choices[0].message.tool_calls[0].function.parsed_arguments == Step("b", 2)
    other = copy.deepcopy(parsed)
    other.choices[0].message._reading = Step("other")
    assert other != parsed
    assert "parsed=Step(text='a', count=2)" in repr(parsed)
    _, request = asked("sync", "chat.completions", answer, model="m", messages=[parsed.choices[0].message])
    assert json.loads(request.content)["messages"] == [answer["choices"][0]["message"]]


def test_text_and_text_format_say_the_same() -> None:
    with pytest.raises(TypeError, match="text_format and text"):
        asked("sync", "responses", response(), text_format=Step, text={"format": {"type": "text"}})


def test_a_tool_from_a_class() -> None:
    tool: Any = pydantic_function_tool(Answer, name="answer")
    assert tool["function"]["name"] == "answer"
    assert "description" not in tool["function"]
    assert tool["function"]["parameters"]["additionalProperties"] is False
    assert pydantic_function_tool(Step)["function"]["description"] == "One step."
    assert openai_client.pydantic_function_tool is pydantic_function_tool


def test_an_answer_of_another_shape_is_handed_on() -> None:
    parsed, _ = asked("sync", "responses", {"id": "resp_1", "output": None}, text_format=Step)
    assert (parsed.id, parsed.output_text) == ("resp_1", "")
    parsed, _ = asked("sync", "responses", {"output": [{"type": "brand_new", "x": 1}]})
    assert parsed.output[0].x == 1
