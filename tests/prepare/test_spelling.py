"""One spelling for types, null and constants."""

from __future__ import annotations

from typing import Any

import pytest

from tests.prepare.documents import obj, plain, prepared, ref

NULL = {"type": "null"}
STRING = {"type": "string"}


def spelt(schema: Any) -> Any:
    """A schema as the property of an object, without marks."""
    found = prepared(A=obj(b=schema), Named=STRING)["A"]["properties"]["b"]
    return plain(found)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": ["string"]}, STRING),
        ({"type": ["integer", "string"]}, {"anyOf": [{"type": "integer"}, STRING]}),
        (
            {"type": ["string", "integer"], "minLength": 2},
            {"anyOf": [{**STRING, "minLength": 2}, {"type": "integer"}]},
        ),
        ({"type": []}, {}),
        (True, {}),
        ({"pattern": "a+"}, {**STRING, "pattern": "a+"}),
        ({"minimum": 1}, {"type": "number", "minimum": 1}),
        ({"items": STRING}, {"type": "array", "items": STRING}),
        ({"type": "array"}, {"type": "array", "items": {}}),
        ({"additionalProperties": STRING}, {"type": "object", "additionalProperties": STRING}),
        ({"type": "object", "additionalProperties": {}}, {"type": "object"}),
        ({"type": "int"}, {"type": "integer"}),
        ({"type": "Dict"}, {"type": "object"}),
        ({"type": "file"}, {**STRING, "format": "binary"}),
        ({"type": "wombat"}, {}),
        ({"type": "string", "format": "int-or-string"}, {"anyOf": [{"type": "integer"}, STRING]}),
        ({"type": "string", "contentEncoding": "base64"}, {**STRING, "format": "byte"}),
        ({"contentMediaType": "image/png"}, {**STRING, "format": "binary"}),
        ({"type": "string", "contentMediaType": "application/json"}, STRING),
        ({"type": "number", "maximum": 5, "exclusiveMaximum": True}, {"type": "number", "exclusiveMaximum": 5}),
        ({"type": "number", "maximum": 5, "exclusiveMaximum": False}, {"type": "number", "maximum": 5}),
    ],
)
def test_types(schema: Any, expected: Any) -> None:
    assert spelt(schema) == expected


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string", "nullable": True}, {"anyOf": [STRING, NULL]}),
        ({"type": "string", "x-nullable": True}, {"anyOf": [STRING, NULL]}),
        ({"type": "string", "nullable": False}, STRING),
        ({"type": ["null", "string"]}, {"anyOf": [STRING, NULL]}),
        ({"type": ["null"]}, NULL),
        ({"enum": [None]}, NULL),
        ({"const": None}, NULL),
        ({"anyOf": [NULL, STRING]}, {"anyOf": [STRING, NULL]}),
        ({"oneOf": [{"type": "string", "nullable": True}, {"type": "integer"}]},
         {"anyOf": [STRING, {"type": "integer"}, NULL]}),
        ({**ref("Named"), "nullable": True}, {"anyOf": [ref("Named"), NULL]}),
        ({"allOf": [ref("Named"), {"nullable": True}]}, {"anyOf": [ref("Named"), NULL]}),
        ({"allOf": [ref("Named")], "nullable": True}, {"anyOf": [ref("Named"), NULL]}),
        ({"anyOf": [STRING, {"type": "integer"}], "nullable": True}, {"anyOf": [STRING, {"type": "integer"}, NULL]}),
        ({"anyOf": [ref("Named"), {"nullable": True}]}, {"anyOf": [ref("Named"), NULL]}),
        ({"nullable": True}, {}),
        (
            {"type": "string", "nullable": True, "description": "d", "default": None, "readOnly": True},
            {"anyOf": [STRING, NULL], "description": "d", "default": None, "readOnly": True},
        ),
        ({"anyOf": [{**STRING, "description": "d"}, NULL]},
         {"anyOf": [{**STRING, "description": "d"}, NULL], "description": "d"}),
    ],
)  # fmt: skip
def test_null(schema: Any, expected: Any) -> None:
    assert spelt(schema) == expected


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"const": "a"}, {**STRING, "const": "a"}),
        ({"type": "string", "enum": ["a"], "x-stainless-const": True}, {**STRING, "const": "a"}),
        ({"enum": ["a", None]}, {"anyOf": [{**STRING, "const": "a"}, NULL]}),
        ({"type": "string", "enum": []}, STRING),
        ({"enum": ["a", "a"]}, {**STRING, "const": "a"}),
        ({"type": "string", "enum": [True]}, {**STRING, "const": "true"}),
        ({"type": "integer", "enum": ["1"]}, {"type": "integer", "const": 1}),
        ({"type": "number", "enum": [2.0]}, {"type": "integer", "const": 2}),
        ({"type": "boolean", "enum": [True, False]}, {"type": "boolean"}),
        ({"type": "boolean", "enum": ["true"]}, {"type": "boolean", "const": True}),
        ({"enum": [True]}, {"type": "boolean", "const": True}),
        ({"type": "number", "enum": [0.5, 1.5]}, {"type": "number"}),
        ({"type": "string", "enum": ["a"], "default": []}, {**STRING, "const": "a"}),
        ({"type": "string", "enum": ["a"], "default": "a"}, {**STRING, "const": "a", "default": "a"}),
        ({"type": "array", "items": STRING, "enum": ["a"]}, {"type": "array", "items": {**STRING, "const": "a"}}),
        ({"const": {"a": 1}}, {}),
    ],
)
def test_constants(schema: Any, expected: Any) -> None:
    assert spelt(schema) == expected


def test_one_and_true_are_different_constants() -> None:
    found = prepared(A={"enum": [1, True, "1"]})["A"]
    kinds = [(member["type"], member["const"]) for member in found["anyOf"]]
    assert kinds == [("integer", 1), ("boolean", True), ("string", "1")]


def test_values_of_several_types_become_a_union_of_enums() -> None:
    found = prepared(A={"enum": ["a", "b", 1, 2, None], "description": "d"})
    assert found["A"]["anyOf"] == [ref("A1"), ref("A2"), NULL]
    assert found["A"]["description"] == "d"
    assert (found["A1"]["enum"], found["A2"]["enum"]) == (["a", "b"], [1, 2])


@pytest.mark.parametrize(
    ("schema", "expected", "word"),
    [
        ({"type": "string", "not": {"const": "x"}}, STRING, "`not`"),
        ({"type": "object", "propertyNames": {"maxLength": 3}, "additionalProperties": STRING},
         {"type": "object", "additionalProperties": STRING}, "`propertyNames`"),
        ({"type": "array", "prefixItems": [STRING, {"type": "integer"}]},
         {"type": "array", "items": {"anyOf": [STRING, {"type": "integer"}]}}, "`prefixItems`"),
        ({"type": "array", "prefixItems": [STRING], "unevaluatedItems": {"type": "integer"}},
         {"type": "array", "items": {"anyOf": [STRING, {"type": "integer"}]}}, "`prefixItems`, `unevaluatedItems`"),
        ({"type": "array", "unevaluatedItems": STRING}, {"type": "array", "items": STRING}, "`unevaluatedItems`"),
        ({"type": "object", "patternProperties": {"^x": STRING}, "additionalProperties": False},
         {"type": "object", "additionalProperties": STRING}, "`patternProperties`"),
        ({"type": "string", "if": {"minLength": 2}, "then": {"pattern": "a"}}, STRING, "`if`, `then`"),
        ({"type": "number", "enum": [0.5, 1.5]}, {"type": "number"}, "constants"),
        ({"type": "wombat"}, {}, "wombat"),
        ({}, {}, "nothing"),
        ({"type": "object"}, {"type": "object"}, "nothing"),
    ],
)  # fmt: skip
def test_what_is_lost_is_marked_with_reason_and_place(schema: Any, expected: Any, word: str) -> None:
    found = prepared(A=obj(b=schema))["A"]["properties"]["b"]
    assert plain(found) == expected
    assert word in found["x-specloom-widened"]
    assert found["x-specloom-pointer"] == "#/components/schemas/A/properties/b"


def test_a_mark_keeps_its_place_when_the_schema_moves() -> None:
    found = prepared(A={"allOf": [obj(b={"type": "object"}), obj(c=STRING)]})["A"]["properties"]["b"]
    assert found["x-specloom-pointer"] == "#/components/schemas/A/allOf/0/properties/b"


def test_what_says_something_is_not_marked() -> None:
    found = prepared(A=obj(b={"allOf": [{"type": "object"}, ref("C")]}), C=obj(d=STRING))
    assert found["A"]["properties"]["b"] == ref("C")
    assert "x-specloom" not in str(found["C"])


def test_titles_stay_as_hints_and_prose_goes() -> None:
    found = prepared(A={**obj(b=STRING), "title": "A pet", "example": {}, "x-vendor": 1, "externalDocs": {}})["A"]
    assert found == {**obj(b=STRING), "x-specloom-title": "A pet"}


def test_properties_may_have_the_names_of_keywords() -> None:
    names = ("title", "example", "x-vendor", "type", "enum", "allOf", "$ref", "not")
    schema = obj(**dict.fromkeys(names, STRING))
    assert prepared(A=schema)["A"] == schema


def test_recursive_references_mean_the_component_around() -> None:
    tree = {"$recursiveAnchor": True, **obj(parts={"type": "array", "items": {"$recursiveRef": "#"}})}
    node = {"$dynamicAnchor": "node", **obj(next={"$dynamicRef": "#node"})}
    found = prepared(Tree=tree, Node=node, User=obj(n={"$dynamicRef": "#node"}))
    assert found["Tree"]["properties"]["parts"]["items"] == ref("Tree")
    assert found["Node"]["properties"]["next"] == ref("Node")
    assert found["User"]["properties"]["n"] == ref("Node")


def test_names_get_plain_letters_and_references_follow() -> None:
    found = prepared(**{"Größe": STRING, "Page«Pet»": obj(s={"$ref": "#/components/schemas/Gr%C3%B6%C3%9Fe"})})
    assert list(found) == ["Grosse", "Page_Pet"]
    assert found["Page_Pet"]["properties"]["s"] == ref("Grosse")


def test_a_union_that_is_one_of_its_own_members_by_another_name_is_dissolved() -> None:
    union = {"anyOf": [{"type": "string"}, ref("Alias")]}
    for alias in (ref("Whole"), {"allOf": [{"allOf": [ref("Whole")]}]}):
        found = prepared(Whole=union, Alias=alias)
        assert plain(found["Whole"]) == {"type": "string"}
