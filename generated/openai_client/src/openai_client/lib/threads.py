"""Threads that are made and run at once, and followed meanwhile. The vendor has given assistants up for responses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, overload

from ..resources.beta import threads as generated

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .run_params import ThreadRunParams
    from .streaming.assistants import (
        AssistantEventHandler,
        AssistantStreamManager,
        AsyncAssistantEventHandler,
        AsyncAssistantStreamManager,
    )

H = TypeVar("H", bound="AssistantEventHandler")
A = TypeVar("A", bound="AsyncAssistantEventHandler")


class Threads(generated.Threads):
    """Operations under ``beta.threads``."""

    @overload
    def create_and_run_stream(
        self, *, event_handler: None = None, **params: Unpack[ThreadRunParams]
    ) -> AssistantStreamManager[AssistantEventHandler]: ...
    @overload
    def create_and_run_stream(
        self, *, event_handler: H, **params: Unpack[ThreadRunParams]
    ) -> AssistantStreamManager[H]: ...
    def create_and_run_stream(
        self, *, event_handler: AssistantEventHandler | None = None, **params: Unpack[ThreadRunParams]
    ) -> AssistantStreamManager[Any]:
        """Make a thread, start a run on it, and follow that while it goes on.

        ``POST /threads/runs``

        Deprecated by the vendor.

        Args:
            event_handler: Told of what happens; one for each stream. By rule one that does nothing, to iterate over.
            params: The other arguments of ``create_and_run``.
        """
        from .run_calls import run_call
        from .streaming.assistants import AssistantEventHandler, AssistantStreamManager

        arguments = run_call("threads.create_and_run_stream", event_handler, params)
        return AssistantStreamManager(
            lambda: self.create_and_run(**arguments), event_handler or AssistantEventHandler()
        )


class AsyncThreads(generated.AsyncThreads):
    """Operations under ``beta.threads``; every call is awaited."""

    @overload
    def create_and_run_stream(
        self, *, event_handler: None = None, **params: Unpack[ThreadRunParams]
    ) -> AsyncAssistantStreamManager[AsyncAssistantEventHandler]: ...
    @overload
    def create_and_run_stream(
        self, *, event_handler: A, **params: Unpack[ThreadRunParams]
    ) -> AsyncAssistantStreamManager[A]: ...
    def create_and_run_stream(
        self, *, event_handler: AsyncAssistantEventHandler | None = None, **params: Unpack[ThreadRunParams]
    ) -> AsyncAssistantStreamManager[Any]:
        """Make a thread, start a run on it, and follow that while it goes on.

        Arguments are those of ``Threads.create_and_run_stream``; enter what it returns with ``async with``.
        """
        from .run_calls import run_call
        from .streaming.assistants import AsyncAssistantEventHandler, AsyncAssistantStreamManager

        arguments = run_call("threads.create_and_run_stream", event_handler, params)
        return AsyncAssistantStreamManager(
            lambda: self.create_and_run(**arguments), event_handler or AsyncAssistantEventHandler()
        )
