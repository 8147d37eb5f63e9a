"""The kinds of records: what each is trained with, and where its messages are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from os import PathLike
from typing import Any, Literal, TypeAlias

from ..jsonl import read_records

Kind: TypeAlias = Literal["supervised", "preference", "reinforcement"]

KEYS = frozenset({"messages", "tools", "parallel_tool_calls", "functions"})
OUTPUTS = {"preferred_output": "preferred_completion", "non_preferred_output": "non_preferred_completion"}
"""The answers of a preference record, and the names that they had before."""
_PREFERENCE = frozenset({"input", *OUTPUTS, *OUTPUTS.values()})
_LOOK_AT = 100


def kind_of(record: Any) -> Kind | Literal["legacy", ""]:
    """What a record was written for; empty where it does not tell.

    A chat is for reinforcement if a grader could use it: there are keys of other names beside it, and it waits for
    an answer.
    """
    if not isinstance(record, dict):
        return ""
    if "messages" not in record:
        if not _PREFERENCE.isdisjoint(record):
            return "preference"
        return "legacy" if "prompt" in record or "completion" in record else ""
    messages = record["messages"]
    last = messages[-1] if isinstance(messages, list) and messages else None
    answered = not isinstance(last, dict) or last.get("role") != "user"
    return "supervised" if answered or KEYS.issuperset(record) else "reinforcement"


def kind_of_file(path: str | PathLike[str]) -> Kind | Literal[""]:
    """The kind of most of the first hundred records; empty where none tells.

    Raises:
        InputError: As ``read_lines``.
    """
    counts = Counter(kind_of(record.value) for record in islice(read_records(path), _LOOK_AT))
    kinds: tuple[Kind, ...] = ("supervised", "preference", "reinforcement")
    best = max(kinds, key=lambda kind: counts[kind])
    return best if counts[best] else ""


def conversations(record: dict[str, Any]) -> Iterator[tuple[list[Any], dict[str, Any]]]:
    """The lists of messages of a sound record, and the tools and functions that are defined for each."""
    chat = record if "messages" in record else record["input"]
    yield chat["messages"], {key: chat[key] for key in ("tools", "functions") if chat.get(key)}
    if chat is not record:
        for name, old in OUTPUTS.items():
            yield record[name if name in record else old], {}
