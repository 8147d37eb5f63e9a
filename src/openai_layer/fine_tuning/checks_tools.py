"""Whether tools are defined, called and answered as the API takes them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from .findings import Issue, Path, shown

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")


def check_tools(record: dict[str, Any], path: Path = ()) -> Iterator[Issue]:
    """The functions that a record defines, as tools or in the older way, and those that its messages call."""
    if record.keys().isdisjoint(("tools", "functions", "parallel_tool_calls")):
        return
    parallel = record.get("parallel_tool_calls", True)
    if not isinstance(parallel, bool):
        place = (*path, "parallel_tool_calls")
        yield Issue("wrong-type", place, f"parallel_tool_calls is {shown(parallel)}; it is true or false")
    if "functions" in record:
        yield Issue("deprecated-functions", (*path, "functions"), "functions are the older form of tools", True)
    names: set[str] = set()
    for key in ("tools", "functions"):
        tools = record.get(key, [])
        if not isinstance(tools, list):
            yield Issue("wrong-type", (*path, key), f"{key} are {shown(tools)} and no list")
            continue
        for index, tool in enumerate(tools):
            place = (*path, key, index)
            yield from _tool(tool, place, names) if key == "tools" else _function(tool, place, names)
    yield from _undefined(record, path, names)


def _tool(tool: Any, path: Path, names: set[str]) -> Iterator[Issue]:
    if not isinstance(tool, dict):
        yield Issue("wrong-type", path, f"the tool is {shown(tool)} and no object")
    elif tool.get("type") != "function":
        yield Issue("wrong-type", (*path, "type"), f"a tool has the type 'function' and not {shown(tool.get('type'))}")
    else:
        yield from _function(tool.get("function"), (*path, "function"), names)


def _function(function: Any, path: Path, names: set[str]) -> Iterator[Issue]:
    if not isinstance(function, dict):
        yield Issue("wrong-type", path, f"the function is {shown(function)} and no object")
        return
    name = function.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        yield Issue("function-name", (*path, "name"), f"{shown(name)} is no name of a function")
    elif name in names:
        yield Issue("function-duplicate", (*path, "name"), f"the function {name!r} is defined twice")
    else:
        names.add(name)
    for key, wanted, article in (("parameters", dict, "object"), ("description", str, "text")):
        if key in function and not isinstance(function[key], wanted):
            yield Issue("wrong-type", (*path, key), f"{key} is {shown(function[key])} and no {article}")


def check_tool_calls(message: dict[str, Any], path: Path) -> Iterator[Issue]:
    """The calls that a message of the assistant makes."""
    if (called := message.get("function_call")) is not None:
        place = (*path, "function_call")
        yield Issue("deprecated-functions", place, "function_call is the older form of tool_calls", True)
        yield from _called(called, place)
    if (calls := message.get("tool_calls")) is None:
        return
    path = (*path, "tool_calls")
    if not isinstance(calls, list) or not calls:
        yield Issue("wrong-type", path, f"tool_calls are {shown(calls)}; they are a list of calls")
        return
    ids: set[str] = set()
    for index, call in enumerate(calls):
        place = (*path, index)
        if not isinstance(call, dict):
            yield Issue("wrong-type", place, f"the call is {shown(call)} and no object")
            continue
        name = call.get("id")
        if not isinstance(name, str) or not name:
            yield Issue("missing-key", (*place, "id") if "id" in call else place, 'the call has no text as "id"')
        elif name in ids:
            yield Issue("tool-call-id-duplicate", (*place, "id"), f"a second call has the id {shown(name)}")
        else:
            ids.add(name)
        if call.get("type") != "function":
            problem = f"a call has the type 'function' and not {shown(call.get('type'))}"
            yield Issue("wrong-type", (*place, "type"), problem)
        yield from _called(call.get("function"), (*place, "function"))


def _called(called: Any, path: Path) -> Iterator[Issue]:
    if not isinstance(called, dict):
        yield Issue("wrong-type", path, f"what is called is {shown(called)} and no object")
        return
    for key in ("name", "arguments"):
        if key not in called:
            yield Issue("missing-key", path, f'the call has no "{key}"')
        elif not isinstance(called[key], str):
            yield Issue("wrong-type", (*path, key), f"{key} is {shown(called[key])} and no text")
    arguments = called.get("arguments")
    if isinstance(arguments, str) and not _is_object(arguments):
        yield Issue("tool-arguments", (*path, "arguments"), f"{shown(arguments)} is no JSON object")


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def check_called(messages: list[Any], path: Path) -> Iterator[Issue]:
    """Whether each call is answered before the chat goes on, and each answer has its call.

    The calls of the last message need no answer: the model is to learn to make them.
    """
    waiting: dict[str, Path] = {}
    for index, message in enumerate(messages):
        if not isinstance(message, dict):
            continue
        if message.get("role") == "tool":
            yield from _answer(message, (*path, index), waiting)
            continue
        if waiting:
            yield from _unanswered(waiting)
        calls = message.get("tool_calls") if message.get("role") == "assistant" else None
        waiting = _ids(calls, (*path, index, "tool_calls")) if isinstance(calls, list) else {}
    if waiting and isinstance(messages[-1], dict) and messages[-1].get("role") == "tool":
        yield from _unanswered(waiting)


def _ids(calls: list[Any], path: Path) -> dict[str, Path]:
    return {
        call["id"]: (*path, index, "id")
        for index, call in enumerate(calls)
        if isinstance(call, dict) and isinstance(call.get("id"), str)
    }


def _answer(message: dict[str, Any], path: Path, waiting: dict[str, Path]) -> Iterator[Issue]:
    name = message.get("tool_call_id")
    if not isinstance(name, str):
        yield Issue("missing-key", path, 'the message of a tool has no text as "tool_call_id"')
    elif waiting.pop(name, None) is None:
        yield Issue("tool-call-id", (*path, "tool_call_id"), f"no call before it has the id {shown(name)}")


def _unanswered(waiting: dict[str, Path]) -> Iterator[Issue]:
    for name, place in waiting.items():
        yield Issue("tool-call-unanswered", place, f"the call {shown(name)} has no answer before the chat goes on")


def _undefined(record: dict[str, Any], path: Path, names: set[str]) -> Iterator[Issue]:
    messages = record.get("messages")
    for index, message in enumerate(messages if isinstance(messages, list) else ()):
        calls = message.get("tool_calls") if isinstance(message, dict) else None
        for number, call in enumerate(calls if isinstance(calls, list) else ()):
            function = call.get("function") if isinstance(call, dict) else None
            name = function.get("name") if isinstance(function, dict) else None
            if isinstance(name, str) and name not in names:
                place = (*path, "messages", index, "tool_calls", number, "function", "name")
                yield Issue("tool-undefined", place, f"the function {shown(name)} is not among the tools")
