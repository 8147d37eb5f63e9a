"""``beta.chat``: the old name of ``chat`` for the calls that read answers as types."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from .._runtime import AsyncResource, SyncResource

if TYPE_CHECKING:
    from .chat_completions import AsyncCompletions, Completions


class Chat(SyncResource):
    """Operations under ``beta.chat``."""

    @cached_property
    def completions(self) -> Completions:
        """The same as ``chat.completions``."""
        from .chat_completions import Completions

        return Completions(self._client)


class AsyncChat(AsyncResource):
    """Operations under ``beta.chat``; every call is awaited."""

    @cached_property
    def completions(self) -> AsyncCompletions:
        """The same as ``chat.completions``."""
        from .chat_completions import AsyncCompletions

        return AsyncCompletions(self._client)
