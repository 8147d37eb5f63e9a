"""Doing what a run of tools says: with a synchronous client in threads, with an asynchronous one in its event loop."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeAlias

from .errors import StopTools
from .run_values import ToolCall, ToolRun
from .tool_loop import Actions, Ask, Bound, Check, Invoke

BeforeCall: TypeAlias = Callable[[ToolCall], "str | Awaitable[str | None] | None"]
_THREADS = 16


def drive(actions: Actions, create: Callable[..., Any], before_call: BeforeCall | None) -> ToolRun:
    """Run to the end; calls of one step that are made together have a thread each."""

    def done(action: Ask | Check | Invoke) -> object:
        if isinstance(action, Ask):
            return create(**action.arguments)
        if isinstance(action, Invoke):
            return _made(action.calls)
        try:
            return before_call(action.call) if before_call else None
        except StopTools as stop:
            return stop

    result: object = None
    while True:
        try:
            action = actions.send(result)
        except StopIteration as end:
            run: ToolRun = end.value
            return run
        result = done(action)


async def drive_async(actions: Actions, create: Callable[..., Any], before_call: BeforeCall | None) -> ToolRun:
    """Run to the end; functions that are not asynchronous run in threads."""

    async def done(action: Ask | Check | Invoke) -> object:
        if isinstance(action, Ask):
            return await create(**action.arguments)
        if isinstance(action, Invoke):
            return await asyncio.gather(*(_made_async(one) for one in action.calls))
        try:
            return await _awaited(before_call(action.call)) if before_call else None
        except StopTools as stop:
            return stop

    result: object = None
    while True:
        try:
            action = actions.send(result)
        except StopIteration as end:
            run: ToolRun = end.value
            return run
        result = await done(action)


def _made(calls: list[Bound]) -> list[object]:
    if len(calls) == 1:
        return [_value(calls[0])]
    with ThreadPoolExecutor(min(len(calls), _THREADS)) as pool:
        futures = [pool.submit(copy_context().run, _value, one) for one in calls]
        return [future.result() for future in futures]


def _value(bound: Bound) -> object:
    try:
        return bound.tool.function(**bound.call.values)
    except Exception as error:  # noqa: BLE001 - what a tool raises is for the model to know
        return error


async def _made_async(bound: Bound) -> object:
    try:
        if bound.tool.is_async:
            return await bound.tool.function(**bound.call.values)
        return await _awaited(await asyncio.to_thread(bound.tool.function, **bound.call.values))
    except Exception as error:  # noqa: BLE001 - as above
        return error


async def _awaited(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value
