"""Places in a source: from what a change is about to a pointer, from a pointer to a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from specloom.diff.lines import JsonLines, YamlLines, lines_of
from specloom.diff.locate import Source
from specloom.diff.values import Subject
from specloom.document.pointers import resolve

DOCUMENT: dict[str, Any] = {
    "info": {"title": "Zoo", "version": "1"},
    "servers": [{"url": "/"}],
    "paths": {
        "/animals/{id}": {
            "parameters": [{"$ref": "#/components/parameters/Id"}],
            "get": {
                "parameters": [
                    {"name": "filter", "in": "query", "schema": {"$ref": "#/components/schemas/Filter"}},
                    {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
                ],
                "responses": {"200": {"$ref": "#/components/responses/Animal"}, "404": {"description": "none"}},
            },
            "put": {
                "requestBody": {"$ref": "#/components/requestBodies/Animal"},
                "responses": {},
            },
        },
        "/search?beta=true": {"get": {"responses": {}}},
    },
    "webhooks": {"born": {"post": {"responses": {}}}},
    "components": {
        "parameters": {"Id": {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}},
        "requestBodies": {
            "Animal": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Animal"}}}}
        },
        "responses": {
            "Animal": {
                "description": "",
                "headers": {"Etag": {"schema": {"type": "string"}}},
                "content": {
                    "application/json": {
                        "schema": {"type": "object", "properties": {"data": {"$ref": "#/components/schemas/Animal"}}}
                    }
                },
            }
        },
        "schemas": {
            "Filter": {"type": "object", "properties": {"kind": {"type": "string"}}},
            "Named": {"type": "object", "properties": {"name": {"type": "string"}}},
            "Cat": {"allOf": [{"$ref": "#/components/schemas/Named"}, {"properties": {"claws": {"type": "integer"}}}]},
            "Dog": {
                "properties": {"bones": {"type": "array", "items": {"properties": {"size": {"type": "integer"}}}}}
            },
            "Animal": {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]},
            "Herd": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Cat"}},
            "Loop": {"anyOf": [{"$ref": "#/components/schemas/Loop"}, {"$ref": "#/components/schemas/Loop"}]},
            "Pair": {"type": "array", "prefixItems": [{"$ref": "#/components/schemas/Dog"}]},
        },
        "securitySchemes": {"key": {"type": "http"}},
    },
}
SCHEMAS = "#/components/schemas"


@pytest.mark.parametrize(
    ("name", "place", "pointer"),
    [
        ("Cat", (), "/Cat"),
        ("Cat", ("claws",), "/Cat/allOf/1/properties/claws"),
        ("Cat", ("name",), "/Named/properties/name"),
        ("Animal", ("name",), "/Named/properties/name"),
        ("Animal", ("bones", "[]", "size"), "/Dog/properties/bones/items/properties/size"),
        ("Herd", ("{}", "claws"), "/Cat/allOf/1/properties/claws"),
        ("Pair", ("[]", "bones"), "/Dog/properties/bones"),
        ("Dog", ("bones", "[]", "weight"), "/Dog/properties/bones/items"),
        ("Dog", ("wings", "[]"), "/Dog"),
        ("Loop", ("anything",), "/Loop"),
    ],
)
def test_fields_are_found_through_references_and_parts(name: str, place: tuple[str, ...], pointer: str) -> None:
    found = Source(DOCUMENT).pointer(Subject("schema", name, place), f"{SCHEMAS}/{name}")
    assert found == SCHEMAS + pointer
    assert resolve(DOCUMENT, found) is not None


@pytest.mark.parametrize(
    ("operation", "place", "pointer"),
    [
        ("get", (), "#/paths/~1animals~1{id}/get"),
        ("get", ("query filter",), "#/paths/~1animals~1{id}/get/parameters/0"),
        ("get", ("query filter", "kind"), f"{SCHEMAS}/Filter/properties/kind"),
        ("get", ("header x-trace",), "#/paths/~1animals~1{id}/get/parameters/1"),
        ("get", ("path id",), "#/paths/~1animals~1{id}/parameters/0"),
        ("get", ("query nothing",), "#/paths/~1animals~1{id}/get"),
        ("get", ("200",), "#/paths/~1animals~1{id}/get/responses/200"),
        ("get", ("200", "data", "claws"), f"{SCHEMAS}/Cat/allOf/1/properties/claws"),
        ("get", ("200", "header etag"), "#/components/responses/Animal/headers/Etag"),
        ("get", ("500",), "#/paths/~1animals~1{id}/get"),
        ("put", ("body",), "#/paths/~1animals~1{id}/put/requestBody"),
        ("put", ("body", "bones"), f"{SCHEMAS}/Dog/properties/bones"),
    ],
)
def test_parts_of_operations_are_found(operation: str, place: tuple[str, ...], pointer: str) -> None:
    subject = Subject("operation", f"{operation.upper()} /animals/{{id}}", place)
    assert Source(DOCUMENT).pointer(subject, f"#/paths/~1animals~1{{id}}/{operation}") == pointer
    assert Source(DOCUMENT).pointer(subject, "", lone=True) == pointer, "by its name alone"


@pytest.mark.parametrize(
    ("subject", "pointer"),
    [
        (Subject("operation", "GET /animals/{animal_id}"), "#/paths/~1animals~1{id}/get"),
        (Subject("operation", "GET /search?beta=true"), "#/paths/~1search?beta=true/get"),
        (Subject("operation", "WEBHOOK born"), "#/webhooks/born"),
        (Subject("operation", "GET /nowhere"), ""),
        (Subject("schema", "Nothing"), ""),
        (Subject("security", "key"), "#/components/securitySchemes/key"),
        (Subject("document", "client"), ""),
    ],
)
def test_subjects_are_found_by_name(subject: Subject, pointer: str) -> None:
    assert Source(DOCUMENT).pointer(subject, "", lone=True) == pointer


def test_the_rest_of_a_document_is_found() -> None:
    source = Source(DOCUMENT)
    assert source.pointer(Subject("document", "", ("version",)), "#") == "#/info/version"
    assert source.pointer(Subject("document", "", ("servers",)), "#") == "#/servers"
    assert source.pointer(Subject("document", "", ("security",)), "#") == "#"
    assert source.pointer(Subject("schema", "Cat"), "") == "", "it has nothing of the kind"
    assert source.nearest("#/components/schemas/Cat/properties/gone") == f"{SCHEMAS}/Cat"
    assert source.nearest("#/gone") == "#"


def test_names_of_one_side_win_over_those_of_the_other() -> None:
    renamed = Subject("schema", "Kitten", ("claws",))
    found = Source(DOCUMENT).pointer(renamed, f"{SCHEMAS}/Cat/properties/claws")
    assert found == f"{SCHEMAS}/Cat/allOf/1/properties/claws"
    inline = Subject("schema", "Dog", ("bones", "[]", "size"))
    assert (
        Source(DOCUMENT).pointer(inline, f"{SCHEMAS}/DogBone/properties/size")
        == f"{SCHEMAS}/Dog/properties/bones/items/properties/size"
    )


def test_swagger_has_its_own_places() -> None:
    document = {
        "host": "zoo.test",
        "paths": {
            "/a": {
                "post": {
                    "parameters": [{"in": "body", "name": "animal", "schema": {"$ref": "#/definitions/Cat"}}],
                    "responses": {"200": {"schema": {"type": "array", "items": {"$ref": "#/definitions/Cat"}}}},
                }
            }
        },
        "definitions": {"Cat": {"properties": {"claws": {"type": "integer"}}}},
        "securityDefinitions": {"key": {}},
    }
    source = Source(document)
    claws = "#/definitions/Cat/properties/claws"
    assert source.pointer(Subject("schema", "Cat", ("claws",)), f"{SCHEMAS}/Cat/properties/claws") == claws
    for place in (("body", "claws"), ("200", "[]", "claws")):
        assert source.pointer(Subject("operation", "POST /a", place), "#/paths/~1a/post") == claws
    assert source.pointer(Subject("operation", "POST /a", ("body",)), "#/paths/~1a/post").endswith("/parameters/0")
    assert source.pointer(Subject("security", "key"), "#") == "#/securityDefinitions/key"
    assert source.pointer(Subject("document", "", ("servers",)), "#") == "#/host"


# --- lines ------------------------------------------------------------------------------------------------------

_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn")), max_size=8)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | _TEXTS | st.just("two\nlines\n"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
    max_leaves=20,
)


def ways(value: Any, *before: str) -> Iterator[list[str]]:
    """All keys that lead anywhere in a value."""
    yield list(before)
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from ways(child, *before, str(key))


def composed(text: str, way: list[str]) -> int:
    """The line by PyYAML's own nodes."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    shown = node
    for token in way:
        if isinstance(node, yaml.MappingNode):
            shown, node = next((key, value) for key, value in node.value if key.value == token)
        else:
            assert isinstance(node, yaml.SequenceNode)
            shown = node = node.value[int(token)]
    assert shown is not None
    return int(shown.start_mark.line) + 1


@given(_VALUES)
def test_lines_of_yaml(value: Any) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False)
    lines = YamlLines(text)
    for way in ways(value):
        if way:
            assert lines.line(way) == composed(text, way)


@given(_VALUES, st.sampled_from([None, 0, 2]))
def test_lines_of_json_are_those_of_the_same_text_read_as_yaml(value: Any, indent: int | None) -> None:
    text = "\n" + json.dumps(value, indent=indent, ensure_ascii=False)
    lines = JsonLines(text)
    for way in ways(value):
        assert lines.line(way) == (composed(text, way) if way else 2)


def test_what_the_text_does_not_spell_out_is_where_it_is_written() -> None:
    text = b"base: &base\n  a: 1\nmore:\n  <<: *base\n  b: 2\nsame: *base\n"
    lines = lines_of(text)
    assert [lines.line(way) for way in (["more", "a"], ["same", "a"], ["same"], ["more", "b"])] == [2, 2, 6, 5]
    assert lines.line(["more", "nothing", "at", "all"]) == 3
    assert lines_of(b'{\n"a": [\n1,\n2]}').line(["a", "7"]) == 2


@pytest.mark.parametrize("text", [b"", b"a: [1,\n", b'{"a": ', b'{"a" 1}', b"\xff\xfe"])
def test_broken_texts_have_some_line(text: bytes) -> None:
    assert (lines_of(text).line(["a", "b"]) or 1) >= 1


def test_a_source_without_a_text_has_no_lines() -> None:
    assert Source(DOCUMENT).line("#/info") is None
