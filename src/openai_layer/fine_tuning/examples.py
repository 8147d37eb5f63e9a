"""What examples are made of: prompts and completions, or whole records that are carried as they are."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from ..input_errors import InputError
from .tables import Entry, Table

Format: TypeAlias = Literal["chat", "legacy"]

PROMPT, COMPLETION = "prompt", "completion"


class Example(NamedTuple):
    """One example and the line at which it begins.

    Attributes:
        line: In the file, from 1.
        prompt: What is asked; of a record, all but the answer.
        completion: What the model shall answer.
        record: A chat or a preference, which is carried as it is; None for a pair of texts.
    """

    line: int
    prompt: str
    completion: str
    record: Mapping[str, Any] | None = None


class Reading(NamedTuple):
    """What was read.

    Attributes:
        examples: In their order.
        renamed: Columns that were found under another spelling, by that.
        extra: Columns that are no part of an example.
        note: About how the file was read; mostly empty.
    """

    examples: list[Example]
    renamed: dict[str, str]
    extra: list[str]
    note: str = ""


def read_examples(table: Table, path: Path, prompt_column: str | None, completion_column: str | None) -> Reading:
    """The examples of a table.

    Raises:
        InputError: If a column is missing, kinds of records are mixed, or a value is no text; names the line.
    """
    first = table.entries[0]
    records = _is_record(first.values)
    for entry in table.entries:
        if _is_record(entry.values) is not records:
            here, there = ("prompt and completion", "a chat") if records else ("a chat", "prompt and completion")
            problem = f"this is {here}, and line {first.line} is {there}; prepare files of one kind"
            raise InputError(problem, path=path, line=entry.line)
    if records:
        return Reading([_from_record(entry) for entry in table.entries], {}, [], table.note)
    names = {
        PROMPT: _column(PROMPT, prompt_column, table.columns, path),
        COMPLETION: _column(COMPLETION, completion_column, table.columns, path),
    }
    examples = [
        Example(entry.line, _value(entry, names[PROMPT], path), _value(entry, names[COMPLETION], path))
        for entry in table.entries
    ]
    asked = {PROMPT: prompt_column, COMPLETION: completion_column}
    renamed = {found: role for role, found in names.items() if found != role and asked[role] is None}
    return Reading(examples, renamed, [name for name in table.columns if name not in names.values()], table.note)


def rendered(example: Example, to: Format, system: str | None) -> dict[str, Any]:
    """An example as a record of a training file."""
    if example.record is not None:
        return _with_system(example.record, system)
    if to == "legacy":
        return {PROMPT: example.prompt, COMPLETION: example.completion}
    said = (("system", system or ""), ("user", example.prompt), ("assistant", example.completion))
    return {"messages": [{"role": role, "content": text} for role, text in said if text or role == "assistant"]}


def _with_system(record: Mapping[str, Any], system: str | None) -> dict[str, Any]:
    """A record that has a system message: its own, else the one that is given."""
    if system is None:
        return dict(record)
    if "messages" not in record:
        return {**record, "input": _with_system(record["input"], system)}
    messages = record["messages"]
    if any(isinstance(each, dict) and each.get("role") in ("system", "developer") for each in messages):
        return dict(record)
    return {**record, "messages": [{"role": "system", "content": system}, *messages]}


def _is_record(values: Mapping[str, Any]) -> bool:
    if isinstance(values.get("messages"), list):
        return True
    asked = values.get("input")
    return isinstance(asked, dict) and isinstance(asked.get("messages"), list)


def _from_record(entry: Entry) -> Example:
    """Told apart by the last answer of the assistant; of a preference, all that is not the question is the answer."""
    values = entry.values
    if "messages" not in values:
        rest = {name: value for name, value in values.items() if name != "input"}
        return Example(entry.line, _dumped(values["input"]), _dumped(rest), values)
    messages = values["messages"]
    answer = messages[-1] if messages else {}
    text = _dumped(answer)
    plain = isinstance(answer, dict) and answer.keys() <= {"role", "content", "weight"}
    if plain and answer.get("role") == "assistant":
        text = str(answer.get("content") or "")
    return Example(entry.line, _dumped({**values, "messages": messages[:-1]}), text, values)


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _column(role: str, asked: str | None, columns: Collection[str], path: Path) -> str:
    """The name of a column as it is written in the file.

    Raises:
        InputError: If there is none; says which there are.
    """
    wanted = role if asked is None else asked
    if wanted in columns:
        return wanted
    near = [name for name in columns if name.strip().casefold() == wanted.strip().casefold()]
    if len(near) == 1:
        return near[0]
    there = ", ".join(repr(name) for name in columns) or "none"
    hint = "" if asked is not None else f"; name the one that has it with {role}_column"
    raise InputError(f"there is no column {wanted!r}; columns: {there}{hint}", path=path, line=1)


def _value(entry: Entry, name: str, path: Path) -> str:
    if name not in entry.values:
        there = ", ".join(repr(key) for key in entry.values) or "none"
        raise InputError(f"the record has no {name!r}; it has {there}", path=path, line=entry.line)
    value = entry.values[name]
    if value is None:
        return ""
    if isinstance(value, (dict, list)):
        kind = "an object" if isinstance(value, dict) else "an array"
        raise InputError(f"{name!r} is a text, not {kind}", path=path, line=entry.line)
    return value if isinstance(value, str) else json.dumps(value)
