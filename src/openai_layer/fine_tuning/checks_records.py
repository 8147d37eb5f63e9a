"""Whether a record is one of its kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .checks_messages import check_message, check_messages
from .checks_tools import check_tools
from .findings import Issue, Path, shown
from .records import KEYS, OUTPUTS, Kind, kind_of


def check_record(record: Any, kind: Kind) -> Iterator[Issue]:
    """What is wrong with a record of a file of this kind."""
    if not isinstance(record, dict):
        yield Issue("not-an-object", (), f"the record is {shown(record)} and no object")
        return
    found = kind_of(record)
    if found == "legacy":
        yield Issue("legacy-record", (), "a prompt with its completion, which is the older form")
    elif found and (found == "preference") != (kind == "preference"):
        yield Issue("mixed-kinds", (), f"a {found} record in a file of {kind} records")
    elif kind == "preference":
        yield from _preference(record)
    elif kind == "supervised" and found == "reinforcement":
        yield Issue(
            "mixed-kinds", (), "a reinforcement record (no answer, other keys) in a file of supervised records"
        )
    elif "messages" not in record:
        yield Issue("missing-key", (), 'the record has no "messages"')
    else:
        yield from check_tools(record)
        yield from check_messages(record["messages"], ("messages",))
        yield from _unknown(record, KEYS, ()) if kind == "supervised" else ()
        yield from (_supervised if kind == "supervised" else _reinforcement)(record)


def _supervised(record: dict[str, Any]) -> Iterator[Issue]:
    messages = record["messages"]
    if not isinstance(messages, list) or not messages:
        return
    answers = [message for message in messages if _role(message) == "assistant"]
    if not answers:
        yield Issue("no-assistant-message", ("messages",), "no message is the assistant's")
    elif _role(messages[-1]) != "assistant":
        yield Issue("last-message", ("messages", len(messages) - 1), "the last message is not the assistant's")
    if answers and all(message.get("weight") == 0 for message in answers):
        yield Issue("no-trained-message", ("messages",), "every message of the assistant has the weight 0")


def _reinforcement(record: dict[str, Any]) -> Iterator[Issue]:
    messages = record["messages"]
    if isinstance(messages, list) and messages and _role(messages[-1]) != "user":
        place = ("messages", len(messages) - 1)
        yield Issue("reinforcement-last-message", place, "the last message is not the user's")
    if KEYS.issuperset(record):
        yield Issue("no-grader-keys", (), "the record holds nothing that a grader could compare with")


def _preference(record: dict[str, Any]) -> Iterator[Issue]:
    given = record.get("input")
    if "input" not in record:
        yield Issue("missing-key", (), 'the record has no "input"')
    elif not isinstance(given, dict):
        yield Issue("wrong-type", ("input",), f"the input is {shown(given)} and no object")
    else:
        yield from check_tools(given, ("input",))
        yield from _unknown(given, KEYS, ("input",))
        if "messages" in given:
            yield from check_messages(given["messages"], ("input", "messages"))
        else:
            yield Issue("missing-key", ("input",), 'the input has no "messages"')
    outputs = []
    for name, old in OUTPUTS.items():
        if name in record and old in record:
            yield Issue("both-spellings", (old,), f"{name} and {old} are the same thing", True)
        key = name if name in record else old
        if key in record:
            outputs.append(record[key])
            yield from _output(record[key], key)
        else:
            yield Issue("missing-key", (), f'the record has no "{name}"')
    if len(outputs) == 2 and outputs[0] == outputs[1]:
        yield Issue("outputs-equal", (), "the preferred answer is the same as the other")
    yield from _unknown(record, {"input", *OUTPUTS, *OUTPUTS.values()}, ())


def _output(output: Any, key: str) -> Iterator[Issue]:
    if not isinstance(output, list) or len(output) != 1:
        what = f"{len(output)} messages" if isinstance(output, list) else shown(output)
        yield Issue("output-messages", (key,), f"{key} is {what}; it is a list of one message")
        return
    yield from check_message(output[0], (key, 0))
    if isinstance(output[0], dict) and output[0].get("role", "assistant") != "assistant":
        yield Issue("output-messages", (key, 0, "role"), f"{key} is not the assistant's")


def _unknown(record: dict[str, Any], keys: frozenset[str] | set[str], path: Path) -> Iterator[Issue]:
    if not keys.issuperset(record):
        for key in record:
            if key not in keys:
                yield Issue("unknown-key", (*path, key), f"nothing reads the key {shown(key)}", True)


def _role(message: Any) -> Any:
    return message.get("role") if isinstance(message, dict) else None
