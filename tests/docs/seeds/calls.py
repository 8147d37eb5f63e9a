"""Rows about the first calls, about chats and about functions."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

import openai_client

from .desk import Desk, case, chat

TEXT = {"id": "cmpl-1", "choices": [{"index": 0, "text": " there was a model.", "finish_reason": "stop"}]}
MODELS = {"object": "list", "data": [{"id": "gpt-4o", "object": "model"}, {"id": "gpt-5", "object": "model"}]}


def quoted(desk: Desk) -> list[str]:
    """The parts of the message that the row quotes."""
    message = re.search(r': "(.*?)"(?:\.|$| W)', desk.row.now)
    assert message is not None
    return message[1].split(" ... ")


def refused(desk: Desk, kind: type[Exception]) -> None:
    """The code raises what the row says, word for word, and nothing is sent."""
    with pytest.raises(kind) as caught:
        desk.run()
    parts = [part.replace("(...)", "(").strip("`").rstrip("`.") for part in quoted(desk)]
    found = " ".join(str(caught.value).split())
    for part in parts:
        assert part.removesuffix("`") in found, (part, found)
    assert f"`{kind.__name__}`" in desk.row.now


@case("key")
def _(desk: Desk) -> None:
    real = openai_client._client.OpenAI
    desk.answered_by(lambda **options: real(http_client=desk.module(), **options))
    desk.api.models.list.returns(MODELS)
    desk.run()
    assert desk.api.requests[0].headers["authorization"] == "Bearer sk-test"


@case("key-variable")
def _(desk: Desk) -> None:
    desk.module()
    desk.api.models.list.returns(MODELS)
    assert desk.lines == ["gpt-4o"]
    assert desk.api.requests[0].headers["authorization"] == "Bearer YOUR_API_KEY"


@case("key-permissions")
def _(desk: Desk) -> None:
    desk.api.models.list.fails(403, "You have insufficient permissions. Missing scopes: api.model.read.")
    scopes, advice = desk.lines
    assert scopes == "('api.model.read',)"
    assert advice.startswith("The API key lacks the permission api.model.read. Give it to the key")


@case("plain-request")
def _(desk: Desk) -> None:
    desk.chats("Hello you.")
    assert desk.lines == ["Hello you."]
    assert desk.sent == [("POST", "/chat/completions")]
    assert "authorization" in desk.api.requests[0].headers


@case("azure")
def _(desk: Desk) -> None:
    azure(desk)
    desk.chats("Hello you.")
    desk.run()
    (request,) = desk.api.requests
    assert request.path == "/openai/deployments/my-deployment/chat/completions"
    assert request.query == [("api-version", "2024-10-21")]
    assert request.headers["api-key"] == "key"


def azure(desk: Desk) -> None:
    """Have clients of Azure answered by the API."""
    import httpx

    real = openai_client.AzureOpenAI
    http_client = httpx.Client(transport=desk.api.transport("https://mine.openai.azure.com"))
    desk.monkeypatch.setattr(openai_client, "AzureOpenAI", lambda **options: real(http_client=http_client, **options))


@case("chat")
def _(desk: Desk) -> None:
    desk.chats("In the park.")
    desk.run()
    assert desk.names["response"].choices[0].message.content == "In the park."
    (body,) = desk.bodies
    assert [message["role"] for message in body["messages"]] == ["system", "user", "assistant", "user"]
    assert body["model"] == "gpt-3.5-turbo"


@case("chat-answer")
def _(desk: Desk) -> None:
    desk.chats("In the park.")
    assert desk.lines == ["stop In the park.", "57 17 74"]
    reasons = ["stop", "length", "tool_calls", "function_call", "content_filter"]
    assert all(f"`{reason}`" in desk.row.now for reason in reasons)


@case("roles")
def _(desk: Desk) -> None:
    desk.chats("トークン")
    desk.run()
    assert desk.bodies[0]["messages"][0] == {"role": "developer", "content": "Answer in Japanese."}


@case("memory")
def _(desk: Desk) -> None:
    desk.chats("Hello Kim.", "You are Kim.")
    desk.api.responses.create.returns({"id": "resp_1", "output": []})
    desk.run()
    _, second, _, fourth = desk.bodies
    assert [message["content"] for message in second["messages"]] == ["I am Kim.", "Hello Kim.", "Who am I?"]
    assert fourth["previous_response_id"] == "resp_1"


@case("window")
def _(desk: Desk) -> None:
    desk.chats("So.")
    assert desk.lines == ["16385"]
    messages = desk.bodies[0]["messages"]
    assert messages[0]["role"] == "system"
    assert 50 < len(messages) < 201
    assert messages[-1]["content"].startswith("Question 199: ")


@case("completion-create", "chat-completion-create", "job-azure-deploy")
def _(desk: Desk) -> None:
    if desk.row.id == "job-azure-deploy":
        with pytest.raises(openai_client.APIRemovedInV1, match="Deployments are managed with the tools of Azure"):
            desk.run()
        return
    refused(desk, openai_client.APIRemovedInV1)


@case("subscripts")
def _(desk: Desk) -> None:
    desk.api.completions.create.returns(TEXT)
    refused(desk, TypeError)
    assert desk._capsys.readouterr().out == "True\n"
    assert desk.bodies[0]["temperature"] == 0


@case("completions", "playground-newline")
def _(desk: Desk) -> None:
    desk.api.completions.create.returns(TEXT)
    desk.run()
    assert desk.value.choices[0].text == " there was a model."
    (body,) = desk.bodies
    assert body["prompt"] in ("OpenAI is", "Q: What is a token?\nA:")


@case("completions-as-chat")
def _(desk: Desk) -> None:
    desk.chats("A company.")
    desk.run()
    assert desk.bodies[0]["messages"] == [{"role": "user", "content": "What is OpenAI?"}]


@case("store")
def _(desk: Desk) -> None:
    desk.chats("Hello you.")
    desk.api.chat.completions.list.returns({"data": [chat("Hello you.")], "has_more": False})
    said = {"data": [{"id": "msg_1", "role": "user", "content": "Hello!"}], "has_more": False}
    desk.api.on("GET", "/chat/completions/{completion_id}/messages").returns(said)
    assert desk.lines == ["chatcmpl-1 ['Hello!']"]
    assert desk.bodies[0]["store"] is True


@case("command-line")
def _(desk: Desk) -> None:
    desk.api.completions.create.returns(TEXT)
    assert desk.run() == " there was a model.\n"
    assert desk.bodies == [{"model": "davinci-002", "prompt": "Once upon a time"}]


def calling(name: str, *arguments: dict[str, Any]) -> dict[str, Any]:
    """A chat in which the model calls a function, once with each of these arguments."""
    calls = [
        {"id": f"call_{number}", "type": "function", "function": {"name": name, "arguments": json.dumps(each)}}
        for number, each in enumerate(arguments)
    ]
    return dict(chat(None, finish="tool_calls", message={"tool_calls": calls}))


@case("functions")
def _(desk: Desk) -> None:
    call = {"name": "current_weather", "arguments": '{"city": "Seoul"}'}
    asked = chat(None, finish="function_call", message={"function_call": call})
    desk.api.chat.completions.create.returns(asked, chat("Mild."))
    assert desk.lines == ["Mild."]
    first, second = desk.bodies
    assert first["functions"][0]["name"] == "current_weather"
    assert second["messages"][1]["function_call"] == call
    assert json.loads(second["messages"][2]["content"]) == {"city": "Seoul", "temperature": 21}


@case("function-steps")
def _(desk: Desk) -> None:
    asked = calling("temperature", {"city": "Seoul"}, {"city": "Tokyo"})
    desk.api.chat.completions.create.returns(asked, chat("Yes, in both."))
    assert desk.lines == ["Yes, in both."]
    told = [message for message in desk.bodies[1]["messages"] if message["role"] == "tool"]
    assert [(message["tool_call_id"], message["content"]) for message in told] == [("call_0", "21"), ("call_1", "21")]


@case("tool-choice")
def _(desk: Desk) -> None:
    desk.api.chat.completions.create.returns(calling("population", {"city": "Seoul"}))
    desk.run()
    (body,) = desk.bodies
    assert body["tools"][0]["function"]["strict"] is True
    assert body["tool_choice"]["function"] == {"name": "population"}


@case("structured")
def _(desk: Desk) -> None:
    desk.chats('{"name": "Fair", "participants": ["Ann", "Bo"]}')
    assert desk.lines == ["Event(name='Fair', participants=['Ann', 'Bo'])"]
    asked = desk.bodies[0]["response_format"]["json_schema"]
    assert asked["strict"] is True
    assert asked["schema"]["required"] == ["name", "participants"]


@case("structured-schema")
def _(desk: Desk) -> None:
    desk.chats('{"name": "Fair"}')
    assert desk.lines == ['{"name": "Fair"}']
    assert desk.bodies[0]["response_format"]["json_schema"]["schema"] == desk.names["schema"]
