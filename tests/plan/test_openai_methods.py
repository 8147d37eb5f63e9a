"""OpenAI's methods against the table of the official client's: every row, as a caller sees it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from specloom.plan.types import Ref, Type, UnionOf
from specloom.plan.values import Method, Plan

from .small import exported, methods_of

ROWS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "openai" / "methods.json").read_text(encoding="utf-8")
)

PAGES = {
    "plain": "Page",
    "cursor": "CursorPage",
    "conversation_cursor": "ConversationCursorPage",
    "next_cursor": "NextCursorPage",
}

# The document has these arguments, the official client of that day had not.
NEWER = {
    "admin.organization.projects.create": {"residency"},
    "beta.realtime.sessions.create": {"prompt", "truncation"},
}
# The document asks for multipart; the official client sends JSON, which the document does not allow.
MULTIPART = {"realtime.calls.create"}


@pytest.fixture(scope="module")
def methods(openai_plan: Plan) -> dict[str, Method]:
    return methods_of(openai_plan)


def test_the_plan_has_the_methods_of_the_table_and_no_others(methods: dict[str, Method]) -> None:
    assert sorted(methods) == sorted(row["call"] for row in ROWS)


def test_every_operation_has_a_method(methods: dict[str, Method]) -> None:
    assert len({method.operation_id for method in methods.values()}) == 288


@pytest.mark.parametrize("row", ROWS, ids=[row["call"] for row in ROWS])
def test_a_method_is_that_of_the_table(row: dict[str, Any], methods: dict[str, Method], openai_plan: Plan) -> None:
    call = row["call"]
    method = methods[call]
    assert (method.operation_id, method.verb, method.path) == (row["operation"], row["verb"], row["path"])
    assert _signature(method, NEWER.get(call, set())) == row.get("params", "")
    assert dict(method.headers) == row.get("headers", {})
    assert PAGES.get(method.page.kind if method.page else "", "") == row.get("page", "")
    marks = row.get("marks", "").split()
    assert (method.response.kind == "binary") == ("binary" in marks)
    assert method.deprecated == ("deprecated" in marks)
    assert (method.body.kind == "multipart") == ("multipart" in marks or call in MULTIPART)
    if "security" in row:
        assert list(method.security) == row["security"]


@pytest.mark.parametrize("row", [row for row in ROWS if row.get("returns")], ids=lambda row: row["call"])
def test_an_answer_has_the_name_of_the_table(
    row: dict[str, Any], methods: dict[str, Method], openai_plan: Plan
) -> None:
    method = methods[row["call"]]
    if row["returns"] == "str":
        assert method.response.kind == "text"
        return
    assert row["returns"] in _names(method.page.item if method.page else method.response.type, openai_plan)


@pytest.mark.parametrize("row", [row for row in ROWS if row.get("event")], ids=lambda row: row["call"])
def test_a_stream_has_the_events_of_the_table(
    row: dict[str, Any], methods: dict[str, Method], openai_plan: Plan
) -> None:
    stream = methods[row["call"]].stream
    assert stream is not None
    assert stream.switch == "stream"
    assert row["event"] in _names(stream.event, openai_plan)
    assert stream.envelope == (row["event"] == "AssistantStreamEvent")


def test_only_the_table_streams(methods: dict[str, Method]) -> None:
    streaming = {row["call"] for row in ROWS if row.get("event")}
    assert {call for call, method in methods.items() if method.stream} == streaming


def test_transcriptions_may_be_plain_text(methods: dict[str, Method]) -> None:
    answer = methods["audio.transcriptions.create"].response.type
    assert isinstance(answer, UnionOf)
    assert len(answer.members) == 2


def _signature(method: Method, without: set[str]) -> str:
    return " ".join(
        f"{'/' if found.positional else ''}{found.py_name}{'' if found.required else '?'}"
        for found in method.parameters
        if found.py_name not in without
    )


def _names(type_: Type | None, plan: Plan) -> set[str]:
    assert isinstance(type_, Ref)
    return {
        name.rpartition(".")[2]
        for name, planned in exported(plan).items()
        if planned.direction == "model" and type_.schema in planned.schemas
    }
