"""Tools and the helpers beside them, checked by mypy and pyright, never run. An idle ignore is an error."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from typing_extensions import assert_type

from openai_client import AsyncOpenAI, OpenAI
from openai_client.lib.moderation import Verdict, check_moderation
from openai_client.lib.penalties import penalized
from openai_client.lib.stored_chats import StoredChat, stored_chats
from openai_client.lib.tools import ToolCall, ToolRun, run_response_tools, run_tools, tool


@tool
def weather(city: str, days: int = 1) -> bool:
    return bool(city and days)


@tool(name="later", strict=True)
async def forecast(city: str) -> float:
    return float(len(city))


def plain(city: str) -> str:
    return city


def veto(call: ToolCall) -> str | None:
    return call.name or None


async def veto_later(call: ToolCall) -> str | None:
    return call.name or None


def sync(client: OpenAI) -> None:
    assert_type(weather("Wien", days=2), bool)
    assert_type(weather.call("{}"), bool)
    weather(3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    run = run_tools(
        client, model="m", messages=[], tools=[weather, plain], before_call=veto, max_steps=3, on_error="raise"
    )
    assert_type(run, ToolRun)
    assert_type(run_response_tools(client, model="m", input="Hi", tools=[weather, {"type": "web_search"}]), ToolRun)
    client.chat.completions.create(model="m", messages=[], tools=[weather.to_chat()])
    client.responses.create(model="m", input="Hi", tools=[weather.to_responses()])
    run.text = ""  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    assert_type(stored_chats(client), Iterator[StoredChat])
    assert_type(check_moderation(client, "Hi"), Verdict)
    assert_type(penalized([1.0], [1], frequency_penalty=1), list[float])
    assert_type(penalized({"a": 1.0}, {}), dict[str, float])


async def asynchronous(client: AsyncOpenAI) -> None:
    assert_type(await forecast.call("{}"), float)
    run = await run_tools(client, model="m", messages=[], tools=[weather, forecast, plain], before_call=veto_later)
    assert_type(run, ToolRun)
    assert_type(await run_response_tools(client, model="m", input=[], tools=[forecast, plain]), ToolRun)
    assert_type(stored_chats(client), AsyncIterator[StoredChat])
    assert_type(await check_moderation(client, "Hi"), Verdict)
