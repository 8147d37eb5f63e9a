"""What happens to a response inside a ``with`` block, for both kinds of client."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import Any

from .conftest import Caller


async def settled(value: Any) -> Any:
    return await value if isinstance(value, Awaitable) else value


async def collected(pieces: Any) -> list[Any]:
    return [piece async for piece in pieces] if hasattr(pieces, "__aiter__") else list(pieces)


def streamed(caller: Caller, call: Callable[[Any], Any], use: Callable[[Any], Any], **options: Any) -> Any:
    """What ``use(response)`` gives inside the block that ``call(client)`` opens; a list where it iterates."""

    def sync_use(client: Any) -> Any:
        with call(client) as response:
            used = use(response)
            return list(used) if inspect.isgenerator(used) else used

    async def async_use(client: Any) -> Any:
        async with call(client) as response:
            used = use(response)
            return await collected(used) if inspect.isasyncgen(used) else await settled(used)

    return caller.one(async_use if caller.is_async else sync_use, **options)
