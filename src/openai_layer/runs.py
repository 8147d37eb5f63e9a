"""Runs of assistants that are followed while they go on. The vendor has given assistants up for responses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, overload

from ..resources.beta.threads import runs as generated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typing_extensions import Unpack

    from ..types.beta.threads.run_submit_tool_outputs_params import ToolOutput
    from .run_params import Extras, RunParams
    from .streaming.assistants import (
        AssistantEventHandler,
        AssistantStreamManager,
        AsyncAssistantEventHandler,
        AsyncAssistantStreamManager,
    )

H = TypeVar("H", bound="AssistantEventHandler")
A = TypeVar("A", bound="AsyncAssistantEventHandler")


class Runs(generated.Runs):
    """Operations under ``beta.threads.runs``."""

    @overload
    def stream(
        self, thread_id: str, *, event_handler: None = None, **params: Unpack[RunParams]
    ) -> AssistantStreamManager[AssistantEventHandler]: ...
    @overload
    def stream(
        self, thread_id: str, *, event_handler: H, **params: Unpack[RunParams]
    ) -> AssistantStreamManager[H]: ...
    def stream(
        self, thread_id: str, *, event_handler: AssistantEventHandler | None = None, **params: Unpack[RunParams]
    ) -> AssistantStreamManager[Any]:
        """Start a run and follow it while it goes on; ``create_and_stream`` is the same.

        ``POST /threads/{thread_id}/runs``

        Deprecated by the vendor.

        Args:
            thread_id: ID of the thread.
            event_handler: Told of what happens; one for each stream. By rule one that does nothing, to iterate over.
            params: The other arguments of ``create``.
        """
        from .run_calls import run_call
        from .streaming.assistants import AssistantEventHandler, AssistantStreamManager

        arguments = run_call("threads.runs.create_and_stream", event_handler, params)
        return AssistantStreamManager(
            lambda: self.create(thread_id, **arguments), event_handler or AssistantEventHandler()
        )

    create_and_stream = stream

    @overload
    def submit_tool_outputs_stream(
        self,
        run_id: str,
        *,
        thread_id: str,
        tool_outputs: Iterable[ToolOutput],
        event_handler: None = None,
        **extra: Unpack[Extras],
    ) -> AssistantStreamManager[AssistantEventHandler]: ...
    @overload
    def submit_tool_outputs_stream(
        self,
        run_id: str,
        *,
        thread_id: str,
        tool_outputs: Iterable[ToolOutput],
        event_handler: H,
        **extra: Unpack[Extras],
    ) -> AssistantStreamManager[H]: ...
    def submit_tool_outputs_stream(
        self,
        run_id: str,
        *,
        thread_id: str,
        tool_outputs: Iterable[ToolOutput],
        event_handler: AssistantEventHandler | None = None,
        **extra: Unpack[Extras],
    ) -> AssistantStreamManager[Any]:
        """Hand a waiting run the results of the functions that it called, and follow it while it goes on.

        ``POST /threads/{thread_id}/runs/{run_id}/submit_tool_outputs``

        Deprecated by the vendor.

        Args:
            run_id: ID of the run.
            thread_id: ID of its thread.
            tool_outputs: The results.
            event_handler: As for ``stream``.
            extra: What any call takes.
        """
        from .run_calls import run_call
        from .streaming.assistants import AssistantEventHandler, AssistantStreamManager

        params = {"thread_id": thread_id, "tool_outputs": tool_outputs, **extra}
        arguments = run_call("threads.runs.submit_tool_outputs_stream", event_handler, params)
        return AssistantStreamManager(
            lambda: self.submit_tool_outputs(run_id, **arguments), event_handler or AssistantEventHandler()
        )


class AsyncRuns(generated.AsyncRuns):
    """Operations under ``beta.threads.runs``; every call is awaited."""

    @overload
    def stream(
        self, thread_id: str, *, event_handler: None = None, **params: Unpack[RunParams]
    ) -> AsyncAssistantStreamManager[AsyncAssistantEventHandler]: ...
    @overload
    def stream(
        self, thread_id: str, *, event_handler: A, **params: Unpack[RunParams]
    ) -> AsyncAssistantStreamManager[A]: ...
    def stream(
        self, thread_id: str, *, event_handler: AsyncAssistantEventHandler | None = None, **params: Unpack[RunParams]
    ) -> AsyncAssistantStreamManager[Any]:
        """Start a run and follow it while it goes on.

        Arguments are those of ``Runs.stream``; enter what it returns with ``async with``.
        """
        from .run_calls import run_call
        from .streaming.assistants import AsyncAssistantEventHandler, AsyncAssistantStreamManager

        arguments = run_call("threads.runs.create_and_stream", event_handler, params)
        return AsyncAssistantStreamManager(
            lambda: self.create(thread_id, **arguments), event_handler or AsyncAssistantEventHandler()
        )

    create_and_stream = stream

    @overload
    def submit_tool_outputs_stream(
        self,
        run_id: str,
        *,
        thread_id: str,
        tool_outputs: Iterable[ToolOutput],
        event_handler: None = None,
        **extra: Unpack[Extras],
    ) -> AsyncAssistantStreamManager[AsyncAssistantEventHandler]: ...
    @overload
    def submit_tool_outputs_stream(
        self,
        run_id: str,
        *,
        thread_id: str,
        tool_outputs: Iterable[ToolOutput],
        event_handler: A,
        **extra: Unpack[Extras],
    ) -> AsyncAssistantStreamManager[A]: ...
    def submit_tool_outputs_stream(
        self,
        run_id: str,
        *,
        thread_id: str,
        tool_outputs: Iterable[ToolOutput],
        event_handler: AsyncAssistantEventHandler | None = None,
        **extra: Unpack[Extras],
    ) -> AsyncAssistantStreamManager[Any]:
        """Hand a waiting run the results of the functions that it called, and follow it while it goes on.

        Arguments are those of ``Runs.submit_tool_outputs_stream``; enter what it returns with ``async with``.
        """
        from .run_calls import run_call
        from .streaming.assistants import AsyncAssistantEventHandler, AsyncAssistantStreamManager

        params = {"thread_id": thread_id, "tool_outputs": tool_outputs, **extra}
        arguments = run_call("threads.runs.submit_tool_outputs_stream", event_handler, params)
        return AsyncAssistantStreamManager(
            lambda: self.submit_tool_outputs(run_id, **arguments), event_handler or AsyncAssistantEventHandler()
        )
