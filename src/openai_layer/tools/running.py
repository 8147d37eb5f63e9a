"""Asking a model and calling what it wants called, until it has its answer."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import TYPE_CHECKING, Any, overload

from ..._runtime.client import AsyncClient
from ..._runtime.omit import omit
from .dialects import ChatDialect, Dialect, ResponseDialect
from .driving import BeforeCall, drive, drive_async
from .function_tool import Tool
from .tool_loop import OnError, Toolbox, tool_loop

if TYPE_CHECKING:
    from ..._client import AsyncOpenAI, OpenAI
    from .run_values import ToolRun


@overload
def run_tools(
    client: OpenAI, *, messages: Iterable[Any], tools: Iterable[Callable[..., Any]], **params: Any
) -> ToolRun: ...
@overload
def run_tools(
    client: AsyncOpenAI, *, messages: Iterable[Any], tools: Iterable[Callable[..., Any]], **params: Any
) -> Coroutine[Any, Any, ToolRun]: ...
def run_tools(
    client: OpenAI | AsyncOpenAI,
    *,
    messages: Iterable[Any],
    tools: Iterable[Callable[..., Any]],
    response_format: Any = omit,
    max_steps: int = 10,
    before_call: BeforeCall | None = None,
    on_error: OnError = None,
    **params: Any,
) -> ToolRun | Coroutine[Any, Any, ToolRun]:
    """Ask for chat completions, and call the tools that the model wants called, until it has its answer.

    Calls that the model asks for together are made at the same time: in threads, or with an asynchronous client in
    its event loop (functions that are not asynchronous run in threads there too).

    Args:
        client: With an asynchronous client, what comes back is to be awaited.
        messages: As for ``chat.completions.create``; they are not changed.
        tools: Annotated functions, or what ``tool`` made of them.
        response_format: As for ``chat.completions.parse``; the last answer is read as this type.
        max_steps: How often the model is asked at most. What it wants called at the last time is not called.
        before_call: Asked about each call of a step before any of them is made: None lets it be made, a text is told
            to the model instead, StopTools ends the run; any other error is raised. It may be asynchronous if the
            client is.
        on_error: What the model is told of an unknown tool, of arguments that do not fit and of what a function
            raises: by rule the error; a function of call and error says something else; ``"raise"`` raises it.
        params: The other arguments of ``create``: ``model`` and so on. A ``tool_choice`` that forces a call does so
            in the first step only.

    Raises:
        TypeError: If a tool is no function that a model could call, or the type has no strict JSON schema.
        ValueError: If two tools have one name, or the arguments do not go with a run.
    """
    _not_streamed(params)
    box = _toolbox(client, tools, on_error)
    dialect = ChatDialect(messages, box.tools.values(), response_format, params)
    return _run(client, client.chat.completions.create, dialect, box, max_steps, before_call)


@overload
def run_response_tools(
    client: OpenAI,
    *,
    input: str | Iterable[Any],
    tools: Iterable[Callable[..., Any] | Mapping[str, Any]],
    **params: Any,
) -> ToolRun: ...
@overload
def run_response_tools(
    client: AsyncOpenAI,
    *,
    input: str | Iterable[Any],
    tools: Iterable[Callable[..., Any] | Mapping[str, Any]],
    **params: Any,
) -> Coroutine[Any, Any, ToolRun]: ...
def run_response_tools(
    client: OpenAI | AsyncOpenAI,
    *,
    input: str | Iterable[Any],
    tools: Iterable[Callable[..., Any] | Mapping[str, Any]],
    text_format: Any = omit,
    max_steps: int = 10,
    before_call: BeforeCall | None = None,
    on_error: OnError = None,
    **params: Any,
) -> ToolRun | Coroutine[Any, Any, ToolRun]:
    """Ask for responses, and call the tools that the model wants called, until it has its answer.

    Args:
        client: As for ``run_tools``, as are ``max_steps``, ``before_call``, ``on_error`` and the errors.
        input: As for ``responses.create``; it is not changed.
        tools: Annotated functions, what ``tool`` made of them, and tools that run on the server, such as
            ``{"type": "web_search"}``.
        text_format: As for ``responses.parse``; the last answer is read as this type.
        params: The other arguments of ``create``. With ``store=False``, reasoning is sent back only in encrypted form
            (``include=["reasoning.encrypted_content"]``).
    """
    _not_streamed(params)
    given = list(tools)
    hosted = [one for one in given if isinstance(one, Mapping)]
    for one in hosted:
        if one.get("type") in ("function", "custom"):
            raise TypeError(f"nobody would call {one.get('name')!r}: pass the function itself")
    box = _toolbox(client, [one for one in given if not isinstance(one, Mapping)], on_error)
    dialect = ResponseDialect(input, [*box.tools.values(), *hosted], text_format, params)
    return _run(client, client.responses.create, dialect, box, max_steps, before_call)


def _run(
    client: OpenAI | AsyncOpenAI,
    create: Callable[..., Any],
    dialect: Dialect,
    box: Toolbox,
    max_steps: int,
    before_call: BeforeCall | None,
) -> ToolRun | Coroutine[Any, Any, ToolRun]:
    actions = tool_loop(dialect, box, max_steps)
    return (drive_async if isinstance(client, AsyncClient) else drive)(actions, create, before_call)


def _toolbox(client: object, tools: Iterable[Any], on_error: OnError) -> Toolbox:
    found: dict[str, Tool[..., Any]] = {}
    for one in tools:
        made = one if isinstance(one, Tool) else Tool(one)
        if made.name in found:
            raise ValueError(f"two tools are called {made.name}: give one another name (tool(name=...))")
        if made.is_async and not isinstance(client, AsyncClient):
            raise TypeError(f"{made.name} is asynchronous: run it with an asynchronous client")
        found[made.name] = made
    return Toolbox(found, on_error)


def _not_streamed(params: Mapping[str, Any]) -> None:
    if params.get("stream"):
        raise ValueError("stream: a run waits for whole answers")
