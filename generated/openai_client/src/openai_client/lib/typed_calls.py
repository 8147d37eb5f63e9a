"""What a call is to send so that its answer can be read as a type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .._runtime.omit import is_given
from .function_tools import flat_tools, readable_tools
from .structured import Output, output_of

if TYPE_CHECKING:
    from .function_tools import Tools
    from .streaming.response_state import ResponseStreamState

T = TypeVar("T")

_HELPER = "X-Stainless-Helper-Method"
_TO_RESUME = frozenset({"extra_body", "extra_headers", "extra_query", "include", "timeout", "tools"})


class TypedCall(Generic[T]):
    """A call, ready to be made.

    Attributes:
        arguments: Of the generated method.
        output: The type to read the answer as; None for none.
        tools: The functions whose arguments can be read.
    """

    def __init__(self, arguments: dict[str, Any], output: Output[T] | None, tools: Tools) -> None:
        self.arguments = arguments
        self.output = output
        self.tools = tools


class ResponseStreamCall:
    """A response that is followed, ready to be called for.

    Attributes:
        arguments: Of the generated method.
        resumes: Whether that is ``retrieve``, and not ``create``.
    """

    def __init__(self, call: TypedCall[Any], starting_after: object = None) -> None:
        self.arguments = call.arguments
        self.resumes = "response_id" in call.arguments
        self._call = call
        self._starting_after = starting_after

    def state(self) -> ResponseStreamState[Any]:
        """What puts its events together."""
        from .streaming.response_state import ResponseStreamState

        after = self._starting_after
        return ResponseStreamState(self._call.output, self._call.tools, after if isinstance(after, int) else None)


def chat_call(helper: str, response_format: object, params: Mapping[str, Any]) -> TypedCall[Any]:
    """A chat completion whose messages follow a type.

    Args:
        helper: Path of the method that asks, which the API is told.
        response_format: The type, or what ``create`` takes under this name.
        params: All other arguments of ``create``.

    Raises:
        TypeError: If the type has no strict JSON schema.
    """
    arguments = with_helper(helper, params)
    tools = _listed(arguments)
    output = output_of(response_format) if _is_type(response_format) else None
    arguments["response_format"] = response_format if output is None else _json_schema_of_chats(output)
    return TypedCall(arguments, output, readable_tools(tools))


def response_call(helper: str, text_format: object, params: Mapping[str, Any]) -> TypedCall[Any]:
    """A response whose messages follow a type.

    Args:
        helper: Path of the method that asks, which the API is told.
        text_format: The type, if any.
        params: All arguments of ``create``.

    Raises:
        TypeError: If the type has no strict JSON schema, or ``text`` has a format as well.
    """
    arguments = with_helper(helper, params)
    tools = _listed(arguments)
    if tools:
        arguments["tools"] = flat_tools(tools)
    if not is_given(text_format):
        return TypedCall(arguments, None, readable_tools(tools))
    output = output_of(text_format)
    text = arguments.get("text")
    settings = dict(text) if isinstance(text, Mapping) else {}
    if "format" in settings:
        raise TypeError("text_format and text['format'] say the same: pass one of them")
    form = {"type": "json_schema", "strict": True, "name": output.name, "schema": output.schema}
    arguments["text"] = {**settings, "format": form}
    return TypedCall(arguments, output, readable_tools(tools))


def response_stream_call(
    text_format: object, response_id: object, starting_after: object, params: Mapping[str, Any]
) -> ResponseStreamCall:
    """A response that is followed: a new one, or one that is being written.

    Raises:
        TypeError: If the type has no strict JSON schema, or ``text`` has a format as well.
        ValueError: If arguments for a new response come with an id, or ``starting_after`` without one.
    """
    resumes = is_given(response_id)
    if is_given(starting_after) and not resumes:
        raise ValueError("starting_after goes with response_id: it says where to go on in a response")
    if not resumes:
        return ResponseStreamCall(response_call("responses.stream", text_format, params))
    unused = sorted(name for name, value in params.items() if name not in _TO_RESUME and is_given(value))
    if unused:
        raise ValueError(f"with response_id nothing new is asked for, so these have no use: {', '.join(unused)}")
    call = response_call("responses.stream", text_format, params)
    arguments = {name: value for name, value in call.arguments.items() if name not in ("text", "tools")}
    arguments.update(response_id=response_id, starting_after=starting_after)
    return ResponseStreamCall(TypedCall(arguments, call.output, call.tools), starting_after)


def with_helper(helper: str, params: Mapping[str, Any], header: str = _HELPER) -> dict[str, Any]:
    """The arguments of a call, with a header that tells the API which helper makes it."""
    return {**params, "extra_headers": {header: helper, **(params.get("extra_headers") or {})}}


def _is_type(response_format: object) -> bool:
    return is_given(response_format) and response_format is not None and not isinstance(response_format, Mapping)


def _listed(arguments: dict[str, Any]) -> list[Any]:
    """The tools, which may be an iterator, as a list that can be looked at before it is sent."""
    tools = arguments.get("tools")
    if not is_given(tools) or not isinstance(tools, Iterable):
        return []
    arguments["tools"] = list(tools)
    return list(arguments["tools"])


def _json_schema_of_chats(output: Output[Any]) -> dict[str, Any]:
    return {
        "type": "json_schema",
        "json_schema": {"name": output.name, "schema": output.schema, "strict": True},
    }
