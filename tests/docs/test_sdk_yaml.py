"""The rules and overrides that docs/sdk-yaml.md tells of."""

from __future__ import annotations

import re
from typing import Any

import pytest

from specloom.prepare import prepare
from tests.docs.blocks import DOCS
from tests.plan.small import TEXT, answer, many, methods_of, parameter, plan_of, thing

PAGE = (DOCS / "sdk-yaml.md").read_text("utf-8")
ROW = re.compile(r"^\| (.*) \|$", re.MULTILINE)
ANSWERS: dict[str, dict[str, Any]] = {"a list": many(TEXT), "one thing, or unknown": thing(name=TEXT)}


def rows(head: str) -> list[list[str]]:
    """The cells of the table below a head, without marks of code."""
    table = PAGE.partition(f"\n{head}\n")[2].partition("\n\n")[0]
    return [[cell.strip().strip("`") for cell in row.split("|")] for row in ROW.findall(table)]


def calls(*keys: str, schema: dict[str, Any] | None = None, sdk: str = "") -> dict[str, str]:
    """The call of each operation of an unprepared document, by verb and path."""
    paths: dict[str, dict[str, Any]] = {}
    for key in keys:
        verb, path = key.split(" ")
        names = re.findall(r"\{([^}]*)\}", path)
        made = {"parameters": [parameter(name, "path") for name in names], "responses": answer(schema)}
        paths.setdefault(path, {})[verb.lower()] = made
    document = {"openapi": "3.0.1", "info": {"title": "Pets", "version": "1"}, "paths": paths}
    found = methods_of(plan_of(prepare(document), sdk))
    return {f"{method.verb} {method.path}": call for call, method in found.items()}


@pytest.mark.parametrize("row", rows("| operation | answer | call |"), ids=lambda row: " ".join(row))
def test_an_operation_is_called_as_the_page_says(row: list[str]) -> None:
    key, answered, call = row
    assert list(calls(key, schema=ANSWERS.get(answered)).values()) == [call]


@pytest.mark.parametrize("row", rows("| beside | operation | call |"), ids=lambda row: " ".join(row))
def test_an_operation_gives_way_as_the_page_says(row: list[str]) -> None:
    beside, key, call = row
    found = calls(beside, key)
    assert found[key] == call
    assert found[beside] == calls(beside)[beside]


def test_the_tables_are_there() -> None:
    assert len(rows("| operation | answer | call |")) > 20
    assert len(rows("| beside | operation | call |")) > 5


def test_names_are_overridden_as_the_page_says() -> None:
    stated = {row[0]: row[1] for row in rows("| what | in `sdk.yaml` | in `overlay.yaml` |")}
    keys = ("GET /chat-history/sessions", "GET /pets/{pet-id}")
    assert calls(*keys, sdk=stated["one method"])[keys[0]] == "history.list"
    assert calls(*keys, sdk=stated["a resource"])[keys[0]] == "history.sessions.list"
    assert "arguments: {pet-id: id}" in stated["an argument of one method"]
