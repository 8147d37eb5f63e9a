"""Items of a Responses conversation in the form of chat messages, so that both are counted and fitted by one rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def as_message(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """The chat message that an item amounts to; what is none of the known items stays as it is."""
    if "role" in item:
        return item
    kind, call_id = item.get("type"), item.get("call_id")
    if kind == "function_call":
        function = {"name": item.get("name"), "arguments": item.get("arguments", "")}
        return {"role": "assistant", "tool_calls": [{"id": call_id, "function": function}]}
    if kind == "custom_tool_call":
        custom = {"name": item.get("name"), "input": item.get("input", "")}
        return {"role": "assistant", "tool_calls": [{"id": call_id, "custom": custom}]}
    if kind in ("function_call_output", "custom_tool_call_output"):
        return {"role": "tool", "tool_call_id": call_id, "content": item.get("output")}
    return item
