"""Answers read as types and streams that put answers together, checked by mypy and pyright, never run."""

from __future__ import annotations

from dataclasses import dataclass

from typing_extensions import assert_type

from openai_client import AssistantEventHandler, AsyncOpenAI, OpenAI, pydantic_function_tool
from openai_client.types.beta.threads import Run, Text, TextDelta
from openai_client.types.chat import ChatCompletionMessageParam, ParsedChatCompletion
from openai_client.types.responses import ParsedResponse


@dataclass
class Step:
    text: str


MESSAGES: list[ChatCompletionMessageParam] = [{"role": "user", "content": "Hi"}]


def chat(client: OpenAI) -> None:
    parsed = client.chat.completions.parse(
        model="gpt-4o", messages=MESSAGES, response_format=Step, tools=[pydantic_function_tool(Step)], temperature=0.5
    )
    assert_type(parsed, ParsedChatCompletion[Step])
    assert_type(parsed.choices[0].message.parsed, "Step | None")
    for call in parsed.choices[0].message.tool_calls or ():
        if call.type == "function":
            print(call.function.parsed_arguments, call.function.name)
    assert_type(client.chat.completions.parse(model="gpt-4o", messages=MESSAGES), ParsedChatCompletion[None])
    with client.chat.completions.stream(model="gpt-4o", messages=MESSAGES, response_format=Step) as stream:
        for event in stream:
            if event.type == "content.delta":
                assert_type(event.delta, str)
            elif event.type == "content.done":
                assert_type(event.parsed, "Step | None")
            elif event.type == "chunk":
                assert_type(event.snapshot, ParsedChatCompletion[Step])
            elif event.type == "tool_calls.function.arguments.done":
                assert_type(event.arguments, str)
        assert_type(stream.get_final_completion(), ParsedChatCompletion[Step])
    client.chat.completions.parse(messages=MESSAGES)  # type: ignore[call-overload] # pyright: ignore[reportCallIssue]
    client.chat.completions.stream(model="gpt-4o", messages=MESSAGES, temprature=1)  # type: ignore[call-overload] # pyright: ignore[reportCallIssue]


def response(client: OpenAI) -> None:
    parsed = client.responses.parse(model="gpt-4o", input="Hi", text_format=Step)
    assert_type(parsed, ParsedResponse[Step])
    assert_type(parsed.output_parsed, "Step | None")
    assert_type(parsed.output_text, str)
    for item in parsed.output:
        if item.type == "message":
            for part in item.content:
                if part.type == "output_text":
                    assert_type(part.parsed, "Step | None")
        elif item.type == "function_call":
            print(item.parsed_arguments)
    with client.responses.stream(model="gpt-4o", input="Hi", text_format=Step) as stream:
        for event in stream:
            if event.type == "response.output_text.delta":
                assert_type(event.snapshot, str)
            elif event.type == "response.output_text.done":
                assert_type(event.parsed, "Step | None")
            elif event.type == "response.completed":
                assert_type(event.response, ParsedResponse[Step])
        assert_type(stream.get_final_response(), ParsedResponse[Step])


async def asynchronously(client: AsyncOpenAI) -> None:
    parsed = await client.chat.completions.parse(model="gpt-4o", messages=MESSAGES, response_format=Step)
    assert_type(parsed, ParsedChatCompletion[Step])
    async with client.responses.stream(response_id="resp_1", starting_after=3) as stream:
        async for event in stream:
            print(event.type)
        assert_type(await stream.get_final_response(), ParsedResponse[None])


class Printer(AssistantEventHandler):
    mine = 0

    def on_text_delta(self, delta: TextDelta, snapshot: Text) -> None:
        print(delta.value, snapshot.value)


def assistant(client: OpenAI) -> None:
    with client.beta.threads.runs.stream(thread_id="t", assistant_id="a", event_handler=Printer()) as stream:
        assert_type(stream, Printer)
        assert_type(stream.get_final_run(), Run)
    with client.beta.threads.create_and_run_stream(assistant_id="a") as plain:
        assert_type(plain, AssistantEventHandler)
        for text in plain.text_deltas:
            assert_type(text, str)
