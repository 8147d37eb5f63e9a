"""A model that says what a test wrote down, in either API and with either colour of client."""

from __future__ import annotations

import asyncio
import inspect
import json
from typing import Any

from openai_client.lib.tools import ToolRun, run_response_tools, run_tools
from openai_client.testing import MockAPI

Json = dict[str, Any]


def call(name: str, id: str = "call_1", /, **arguments: Any) -> Json:
    """A call that the model asks for; ``raw`` is what it writes instead of arguments."""
    return {"id": id, "name": name, "arguments": arguments["raw"] if "raw" in arguments else json.dumps(arguments)}


class Chat:
    """Chat completions."""

    def __init__(self) -> None:
        self.api = MockAPI()
        self.create = self.api.chat.completions.create

    def says(
        self, text: str | None = None, *calls: Json, finish: str | None = None, refusal: str | None = None
    ) -> Chat:
        tool_calls = [
            {"id": one["id"], "type": "function", "function": {"name": one["name"], "arguments": one["arguments"]}}
            for one in calls
        ]
        message: Json = {"role": "assistant", "content": text, "refusal": refusal, "annotations": []}
        choice = {
            "index": 0,
            "finish_reason": finish or ("tool_calls" if calls else "stop"),
            "logprobs": None,
            "message": {**message, "tool_calls": tool_calls} if calls else message,
        }
        usage = {
            "prompt_tokens": 10,
            "completion_tokens": 4,
            "total_tokens": 14,
            "prompt_tokens_details": {"cached_tokens": 2},
            "completion_tokens_details": {"reasoning_tokens": 1},
        }
        self.create.returns({"id": "chatcmpl-1", "object": "chat.completion", "choices": [choice], "usage": usage})
        return self

    def run(self, client: Any, tools: list[Any], **params: Any) -> Any:
        messages = params.pop("messages", [{"role": "user", "content": "Hi"}])
        kind = {"response_format": params.pop("type")} if "type" in params else {}
        return run_tools(client, model="gpt-x", messages=messages, tools=tools, **kind, **params)

    def told(self, request: Any) -> list[tuple[str, str]]:
        """Ids and texts of the results that a request carries."""
        return [(one["tool_call_id"], one["content"]) for one in request.json["messages"] if one["role"] == "tool"]


class Responses:
    """Responses."""

    def __init__(self) -> None:
        self.api = MockAPI()
        self.create = self.api.responses.create

    def says(
        self, text: str | None = None, *calls: Json, finish: str | None = None, refusal: str | None = None
    ) -> Responses:
        parts: list[Json] = []
        if text is not None:
            parts.append({"type": "output_text", "text": text, "annotations": [], "logprobs": []})
        if refusal is not None:
            parts.append({"type": "refusal", "refusal": refusal})
        output: list[Json] = [
            {"type": "function_call", "id": f"fc_{one['id']}", "call_id": one["id"], "status": "completed"}
            | {"name": one["name"], "arguments": one["arguments"]}
            for one in calls
        ]
        if parts:
            output.append({"type": "message", "id": "msg_1", "role": "assistant", "content": parts})
        details = {"length": "max_output_tokens", "content_filter": "content_filter"}.get(finish or "")
        usage = {
            "input_tokens": 10,
            "output_tokens": 4,
            "total_tokens": 14,
            "input_tokens_details": {"cached_tokens": 2},
            "output_tokens_details": {"reasoning_tokens": 1},
        }
        status = "failed" if finish == "failed" else "incomplete" if details else "completed"
        self.create.returns(
            {
                "id": "resp_1",
                "object": "response",
                "status": status,
                "incomplete_details": {"reason": details} if details else None,
                "output": output,
                "usage": usage,
            }
        )
        return self

    def run(self, client: Any, tools: list[Any], **params: Any) -> Any:
        kind = {"text_format": params.pop("type")} if "type" in params else {}
        return run_response_tools(
            client, model="gpt-x", input=params.pop("input", "Hi"), tools=tools, **kind, **params
        )

    def told(self, request: Any) -> list[tuple[str, str]]:
        """Ids and texts of the results that a request carries."""
        items = [one for one in request.json["input"] if one.get("type") == "function_call_output"]
        return [(one["call_id"], one["output"]) for one in items]


Script = Chat | Responses


def run(script: Script, colour: str, tools: list[Any], **params: Any) -> ToolRun:
    """A run with a client of this colour."""
    if colour == "sync":
        found: ToolRun = script.run(script.api.client(), tools, **params)
        return found

    async def wait() -> ToolRun:
        made = script.run(script.api.async_client(), tools, **params)
        assert inspect.isawaitable(made)
        awaited: ToolRun = await made
        return awaited

    return asyncio.run(wait())
