"""Whether the messages of a chat are as the API takes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .checks_tools import check_called, check_tool_calls
from .findings import Issue, Path, shown

ROLES = frozenset({"system", "developer", "user", "assistant", "function", "tool"})
_KEYS = frozenset({"role", "content", "name", "weight"})
_ASSISTANT_KEYS = _KEYS | {"refusal", "audio", "tool_calls", "function_call"}
_TOOL_KEYS = _KEYS | {"tool_call_id"}
_INSTEAD_OF_CONTENT = ("tool_calls", "function_call", "refusal", "audio")
_PARTS: dict[str, dict[str, type]] = {
    "user": {"text": str, "image_url": dict, "input_audio": dict, "file": dict},
    "assistant": {"text": str, "refusal": str},
}
_TEXT_ONLY: dict[str, type] = {"text": str}
_NEEDED = {"image_url": ("url",), "input_audio": ("data", "format"), "file": ()}


def check_messages(messages: Any, path: Path) -> Iterator[Issue]:
    """A list of messages: its shape, each message, and the calls of tools with their results."""
    if not isinstance(messages, list):
        yield Issue("wrong-type", path, f"messages are {shown(messages)} and no list")
        return
    if not messages:
        yield Issue("messages-empty", path, "there is no message")
    for index, message in enumerate(messages):
        yield from check_message(message, (*path, index))
    yield from check_called(messages, path)


def check_message(message: Any, path: Path) -> Iterator[Issue]:
    """One message."""
    if not isinstance(message, dict):
        yield Issue("wrong-type", path, f"the message is {shown(message)} and no object")
        return
    role = message.get("role")
    if "role" not in message:
        yield Issue("role-missing", path, "the message has no role")
    elif not isinstance(role, str) or role not in ROLES:
        yield Issue("role-unknown", (*path, "role"), f"there is no role {shown(role)}")
        role = None
    keys = _ASSISTANT_KEYS if role == "assistant" else _TOOL_KEYS if role == "tool" else _KEYS
    if role is not None and not keys.issuperset(message):
        for key in message.keys() - keys:
            yield Issue("unknown-message-key", (*path, key), f"a message of {role} has no key {shown(key)}", True)
    if not isinstance(message.get("name", ""), str):
        yield Issue("wrong-type", (*path, "name"), f"the name is {shown(message['name'])} and no text")
    elif role == "function" and "name" not in message:
        yield Issue("missing-key", path, 'the message of a function has no "name"')
    if "weight" in message:
        yield from _weight(message["weight"], role, (*path, "weight"))
    yield from _content(message, role, path)
    if role == "assistant":
        yield from check_tool_calls(message, path)


def _weight(weight: Any, role: Any, path: Path) -> Iterator[Issue]:
    if role is not None and role != "assistant":
        yield Issue("weight-misplaced", path, f"a message of {role} has a weight", True)
    elif type(weight) is not int or weight not in (0, 1):
        yield Issue("weight-value", path, f"the weight is {shown(weight)}")


def _content(message: dict[str, Any], role: Any, path: Path) -> Iterator[Issue]:
    content = message.get("content")
    if isinstance(content, str):
        if not content and not _has_other(message):
            yield Issue("content-empty", (*path, "content"), "the content is empty")
    elif content is None:
        if role == "function" and "content" in message:
            return
        if not (role == "assistant" and _has_other(message)):
            yield Issue("content-missing", (*path, "content"), "the message has no content")
    elif not isinstance(content, list):
        yield Issue("content-type", (*path, "content"), f"the content is {shown(content)}")
    elif not content:
        yield Issue("content-type", (*path, "content"), "the content is a list without parts")
    else:
        allowed = _PARTS.get(role, _TEXT_ONLY)
        for index, part in enumerate(content):
            yield from _part(part, role, allowed, (*path, "content", index))


def _has_other(message: dict[str, Any]) -> bool:
    return any(message.get(key) for key in _INSTEAD_OF_CONTENT)


def _part(part: Any, role: Any, allowed: dict[str, type], path: Path) -> Iterator[Issue]:
    name = part.get("type") if isinstance(part, dict) else None
    if not isinstance(name, str):
        yield Issue("content-part", path, f"the part is {shown(part)}; it has to be an object with a type")
    elif name not in allowed:
        speaker = f"a message of {role}" if role else "a message"
        yield Issue("content-part", (*path, "type"), f"{speaker} has no parts of type {shown(name)}")
    elif not isinstance(value := part.get(name), allowed[name]):
        yield Issue("content-part", (*path, name), f"{name} is {shown(value)}")
    elif isinstance(value, dict):
        for key in _NEEDED[name]:
            if not isinstance(value.get(key), str):
                yield Issue("content-part", (*path, name, key), f'{name} has no text "{key}"')
