"""Operations are counted alike in documents and in generated code."""

from __future__ import annotations

import re
from typing import Any

from scripts.operations import SPECLOOM, operations_in, operations_of


def test_every_verb_of_every_path_counts_and_nothing_else() -> None:
    document: dict[str, Any] = {
        "paths": {
            "/pets": {"get": {}, "post": {}, "parameters": [], "summary": "Pets"},
            "/pets/{id}": {"delete": {}},
            "x-note": {"get": {}},
        }
    }
    assert sorted(operations_of(document)) == [("delete", "/pets/{}"), ("get", "/pets"), ("post", "/pets")]


def test_any_counts_as_the_verbs_that_are_not_listed() -> None:
    any_method: dict[str, Any] = {"x-amazon-apigateway-any-method": {}}
    document: dict[str, Any] = {
        "paths": {"/a/{b+}": {"get": {}, "options": {}, **any_method}, "/$default": any_method}
    }
    counted = operations_of(document)
    assert counted["get", "/a/{}"] == counted["options", "/a/{}"] == counted["patch", "/{}"] == 1
    assert counted.total() == 7 + 6


def test_paths_that_differ_in_their_query_alone_count_twice() -> None:
    document: dict[str, Any] = {"paths": {"/pets": {"get": {}}, "/pets?beta=true": {"get": {}}}}
    assert operations_of(document)["get", "/pets"] == 2


def test_a_path_item_is_found_through_references() -> None:
    document: dict[str, Any] = {
        "paths": {
            "/a": {"$ref": "#/components/pathItems/A~1B"},
            "/gone": {"$ref": "#/components/pathItems/None"},
            "/c": {"patch": {}},
        },
        "components": {"pathItems": {"A/B": {"$ref": "#/paths/~1c"}}},
    }
    assert dict(operations_of(document)) == {("patch", "/a"): 1, ("patch", "/c"): 1}


def test_operations_are_read_from_the_code_of_a_package() -> None:
    code = """
_CREATE: StreamOperation[Chat, Chunk] = StreamOperation("POST", "/chat/{chat_id}", body="json")
_LIST = PageOperation[Item](
    "GET", "/items", page="cursor"
)
_DELETE: Operation[None] = Operation("DELETE", "/items/{}")
"""
    assert sorted(operations_in([code], SPECLOOM)) == [
        ("delete", "/items/{}"),
        ("get", "/items"),
        ("post", "/chat/{}"),
    ]


def test_parameters_may_be_renamed() -> None:
    document: dict[str, Any] = {"paths": {"/pets/{pet-id}/toys/{from}": {"get": {}}}}
    code = ['call("GET", "/pets/{pet_id}/toys/{from_}")']
    assert operations_of(document) == operations_in(code, re.compile(r'call\("(\w+)", "([^"]+)"\)'))
