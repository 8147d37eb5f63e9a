"""Chat completions that the API keeps (``store=True``), with what was said before them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from .._runtime.client import AsyncClient

if TYPE_CHECKING:
    from .._client import AsyncOpenAI, OpenAI
    from ..types.chat import ChatCompletion, ChatCompletionStoreMessage


class StoredChat(NamedTuple):
    """A chat completion that was stored.

    Attributes:
        completion: The answer.
        messages: All messages of the chat that the API keeps, from the first to the last.
    """

    completion: ChatCompletion
    messages: list[ChatCompletionStoreMessage]


@overload
def stored_chats(client: OpenAI, **params: Any) -> Iterator[StoredChat]: ...
@overload
def stored_chats(client: AsyncOpenAI, **params: Any) -> AsyncIterator[StoredChat]: ...
def stored_chats(client: Any, **params: Any) -> Iterator[StoredChat] | AsyncIterator[StoredChat]:
    """All stored chats, page by page: two calls and more for each, one for its messages.

    Args:
        client: With an asynchronous client, iterate with ``async for``.
        params: As for ``chat.completions.list``: ``model``, ``metadata``, ``order``, ``limit`` (of a page), ``after``.
    """
    return (_each_async if isinstance(client, AsyncClient) else _each)(client, params)


def _each(client: Any, params: dict[str, Any]) -> Iterator[StoredChat]:
    chats = client.chat.completions
    for completion in chats.list(**params):
        yield StoredChat(completion, list(chats.messages.list(completion.id)))


async def _each_async(client: Any, params: dict[str, Any]) -> AsyncIterator[StoredChat]:
    chats = client.chat.completions
    async for completion in chats.list(**params):
        yield StoredChat(completion, [message async for message in chats.messages.list(completion.id)])
