"""The two APIs that call tools: what is sent to each, and what its answers mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from attrs import frozen

from ..._runtime.errors import InvalidDataError
from ..._runtime.omit import is_given, omit
from ..parsed import read_content
from ..parsed_responses import parse_response
from ..typed_calls import chat_call, response_call
from .run_values import StopReason, ToolCall, Usage

if TYPE_CHECKING:
    from .function_tool import Tool


@frozen
class Turn:
    """An answer of the model.

    Attributes:
        items: What it adds to the transcript.
        calls: What it wants called.
        stop: Why the run ends here; None if it does not.
        text: What it says.
        usage: Its tokens.
    """

    items: list[Any]
    calls: tuple[ToolCall, ...]
    stop: StopReason | None
    text: str
    usage: Usage


class Dialect(Protocol):
    """One of the APIs."""

    opening: list[Any]

    def arguments(self, transcript: Sequence[Any], new: int) -> dict[str, Any]:
        """Of ``create``; what the transcript holds from ``new`` on the model has not seen."""

    def read(self, answer: Any) -> Turn: ...

    def result(self, call: ToolCall, output: str) -> dict[str, Any]:
        """For the transcript."""

    def parsed(self, answer: Any) -> Any: ...


class ChatDialect:
    """Chat completions."""

    def __init__(
        self,
        messages: Iterable[Any],
        tools: Iterable[Tool[..., Any]],
        response_format: object,
        params: Mapping[str, Any],
    ) -> None:
        if params.get("n") not in (None, 1, omit):
            raise ValueError("n: a run follows one answer")
        self.opening = list(messages)
        wanted = {**params, "tools": [one.to_chat() for one in tools], "messages": self.opening}
        self._call = chat_call("chat.completions.run_tools", response_format, wanted)

    def arguments(self, transcript: Sequence[Any], new: int) -> dict[str, Any]:
        found = {**self._call.arguments, "messages": list(transcript)}
        return found if new == 0 else _unforced(found)

    def read(self, answer: Any) -> Turn:
        if not answer.choices:
            raise InvalidDataError("chat completion", ("it has no choices",))
        choice = answer.choices[0]
        message = choice.message.to_dict()
        calls = tuple(_chat_call(one) for one in message.get("tool_calls") or ())
        refusal = message.get("refusal")
        stop: StopReason | None = "refusal" if refusal else None if calls else "stop"
        if choice.finish_reason in ("length", "content_filter"):
            stop = choice.finish_reason
        return Turn(
            [_sendable(message)],
            calls,
            stop,
            refusal or message.get("content") or "",
            _usage(answer.usage, "prompt", "completion"),
        )

    def result(self, call: ToolCall, output: str) -> dict[str, Any]:
        return {"role": "tool", "tool_call_id": call.id, "content": output}

    def parsed(self, answer: Any) -> Any:
        message = answer.choices[0].message
        return read_content(message.content, message.refusal, self._call.output)


class ResponseDialect:
    """Responses."""

    def __init__(self, input: Any, tools: Iterable[Any], text_format: object, params: Mapping[str, Any]) -> None:
        if is_given(params.get("background")) and params.get("background"):
            raise ValueError("background: a run waits for each answer")
        self.opening = [{"role": "user", "content": input}] if isinstance(input, str) else list(input)
        sent = [one if isinstance(one, Mapping) else one.to_responses() for one in tools]
        self._call = response_call(
            "responses.run_tools", text_format, {**params, "input": self.opening, "tools": sent}
        )

    def arguments(self, transcript: Sequence[Any], new: int) -> dict[str, Any]:
        found = self._call.arguments
        conversation = found.get("conversation")
        # A conversation holds what was said, and would get it twice.
        held = is_given(conversation) and conversation is not None
        items = transcript[new:] if held else [item for item in transcript if self._can_be_sent(item)]
        found = {**found, "input": list(items)}
        return found if new == 0 else _unforced(found)

    def _can_be_sent(self, item: Any) -> bool:
        """Reasoning that the server did not store means nothing to it, unless it is there in encrypted form."""
        if self._call.arguments.get("store") is not False or not isinstance(item, Mapping):
            return True
        return item.get("type") != "reasoning" or bool(item.get("encrypted_content"))

    def read(self, answer: Any) -> Turn:
        items = [item.to_dict() for item in answer.output or ()]
        calls = tuple(
            ToolCall(item["call_id"], item["name"], item.get("arguments") or "")
            for item in items
            if item.get("type") == "function_call"
        )
        parts = [part for item in items if item.get("type") == "message" for part in item.get("content") or ()]
        refusal = "".join(part.get("refusal") or "" for part in parts if part.get("type") == "refusal")
        stop: StopReason | None = "refusal" if refusal else None if calls else "stop"
        if answer.status == "incomplete":
            cut = getattr(answer.incomplete_details, "reason", None)
            stop = "content_filter" if cut == "content_filter" else "length"
        elif answer.status in ("failed", "cancelled"):
            stop = "failed"
        return Turn(items, calls, stop, refusal or answer.output_text, _usage(answer.usage, "input", "output"))

    def result(self, call: ToolCall, output: str) -> dict[str, Any]:
        return {"type": "function_call_output", "call_id": call.id, "output": output}

    def parsed(self, answer: Any) -> Any:
        return parse_response(answer, self._call.output, {}).output_parsed


def _unforced(arguments: dict[str, Any]) -> dict[str, Any]:
    """After the first step the model may answer: one that is made to call a tool each time would never end."""
    choice = arguments.get("tool_choice")
    if isinstance(choice, Mapping) and choice.get("type") == "allowed_tools":
        inner = choice.get("allowed_tools")  # chat completions have one level more
        eased = {"allowed_tools": {**inner, "mode": "auto"}} if isinstance(inner, Mapping) else {"mode": "auto"}
        return {**arguments, "tool_choice": {**choice, **eased}}
    forced = choice == "required" or isinstance(choice, Mapping)
    return {**arguments, "tool_choice": "auto"} if forced else arguments


def _chat_call(call: Mapping[str, Any]) -> ToolCall:
    function = call.get("function") or {}
    return ToolCall(call.get("id", ""), function.get("name", ""), function.get("arguments") or "")


def _sendable(message: dict[str, Any]) -> dict[str, Any]:
    """The message of an answer as one of a request, which takes less of it."""
    found = {key: value for key, value in message.items() if key == "content" or value is not None}
    found.pop("annotations", None)
    if "audio" in found:
        found["audio"] = {"id": found["audio"].get("id")}
    return found


def _usage(usage: Any, read: str, wrote: str) -> Usage:
    """Tokens by the names of one of the APIs; servers may leave out any of them."""

    def count(holder: object, name: str) -> int:
        found = getattr(holder, name, None)
        return found if isinstance(found, int) else 0

    return Usage(
        count(usage, f"{read}_tokens"),
        count(usage, f"{wrote}_tokens"),
        count(usage, "total_tokens"),
        count(getattr(usage, f"{read}_tokens_details", None), "cached_tokens"),
        count(getattr(usage, f"{wrote}_tokens_details", None), "reasoning_tokens"),
    )
