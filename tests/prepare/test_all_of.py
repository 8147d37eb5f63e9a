"""``allOf`` is merged into what its parts say together."""

from __future__ import annotations

from typing import Any

import pytest

from tests.prepare.documents import const, obj, plain, prepared, ref

STRING = {"type": "string"}
INTEGER = {"type": "integer"}
NULL = {"type": "null"}


def merged(*parts: Any, **schemas: Any) -> Any:
    return plain(prepared(Whole={"allOf": list(parts)}, **schemas)["Whole"])


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (STRING, {"type": "string", "maxLength": 3}, {**STRING, "maxLength": 3}),
        ({**STRING, "minLength": 1, "maxLength": 9}, {**STRING, "minLength": 2, "maxLength": 12},
         {**STRING, "minLength": 2, "maxLength": 9}),
        ({"type": "number"}, INTEGER, INTEGER),
        ({"type": ["integer", "null"]}, INTEGER, INTEGER),
        (INTEGER, {"type": ["integer", "null"]}, INTEGER),
        ({"type": ["integer", "null"]}, {"type": ["integer", "null"]}, {"anyOf": [INTEGER, NULL]}),
        ({"anyOf": [STRING, INTEGER]}, {"type": "integer", "minimum": 1}, {**INTEGER, "minimum": 1}),
        ({"type": "string", "enum": ["a", "b"]}, {"type": "string", "enum": ["b", "c"]}, {**STRING, "const": "b"}),
        ({"type": "string", "enum": ["a", "b"]}, const("a"), {**STRING, "const": "a"}),
        (STRING, INTEGER, INTEGER),
        ({"type": "array", "items": {"type": "number"}}, {"type": "array", "items": INTEGER},
         {"type": "array", "items": INTEGER}),
        (STRING, {}, STRING),
        (STRING, {"description": "d"}, {**STRING, "description": "d"}),
        ({"type": "object", "additionalProperties": {"type": "number"}}, {"type": "object"},
         {"type": "object", "additionalProperties": {"type": "number"}}),
    ],
)  # fmt: skip
def test_what_two_parts_say_of_a_property(first: Any, second: Any, expected: Any) -> None:
    assert merged(obj(p=first), obj(p=second))["properties"]["p"] == expected
    assert plain(prepared(A=obj(p={"allOf": [first, second]}))["A"]["properties"]["p"]) == expected


def test_properties_and_required_names_are_united_in_order() -> None:
    assert merged(obj("b", a=STRING, b=STRING), obj("c", "b", c=STRING)) == obj("b", "c", a=STRING, b=STRING, c=STRING)


def test_parts_are_followed_through_references() -> None:
    found = merged(
        ref("Middle"), obj(c=STRING), Middle={"allOf": [ref("Base"), obj(b=STRING)]}, Base=obj("a", a=STRING)
    )
    assert found == obj("a", a=STRING, b=STRING, c=STRING)


def test_a_required_name_of_one_part_applies_to_the_other() -> None:
    assert merged(ref("Base"), {"required": ["a"]}, Base=obj(a=STRING)) == obj("a", a=STRING)


def test_keywords_beside_all_of_are_the_last_part() -> None:
    found = prepared(Base=obj(a=STRING), A={"allOf": [ref("Base")], "properties": {"b": STRING}, "required": ["a"]})
    assert found["A"] == obj("a", a=STRING, b=STRING)


def test_one_reference_stays_a_reference_with_its_remarks() -> None:
    stated = {"allOf": [ref("Pet")], "description": "Mine.", "readOnly": True, "default": {}}
    found = prepared(Pet=obj(a=STRING), A=obj(p=stated))
    assert found["A"]["properties"]["p"] == {**ref("Pet"), "description": "Mine.", "readOnly": True, "default": {}}


def test_a_reference_that_another_part_adds_nothing_to_stays() -> None:
    found = prepared(Pet=obj("a", a=STRING), A=obj(p={"allOf": [ref("Pet"), {"type": "object", "required": ["a"]}]}))
    assert found["A"]["properties"]["p"] == ref("Pet")


def test_of_two_names_for_a_property_the_narrower_stays() -> None:
    wide, narrow = {"type": "string", "enum": ["a", "b", "c"]}, {"type": "string", "enum": ["a", "b"]}
    found = prepared(
        Wide=wide, Narrow=narrow, A={"allOf": [obj(p=ref("Narrow")), obj(p=ref("Wide"))]}, B=obj(p=ref("Wide"))
    )
    assert found["A"]["properties"]["p"] == ref("Narrow")


def test_parts_are_put_into_the_members_of_a_union() -> None:
    found = prepared(
        Cat=obj("kind", kind=const("cat")),
        Dog=obj("kind", kind=const("dog")),
        Whole={"allOf": [{"oneOf": [ref("Cat"), ref("Dog"), {"type": "null"}]}, obj(id=STRING)]},
    )
    names = [member["$ref"].rpartition("/")[2] for member in found["Whole"]["anyOf"]]
    assert [list(found[name]["properties"]) for name in names] == [["kind", "id"], ["kind", "id"]]
    assert found["Whole"]["discriminator"] == {
        "propertyName": "kind",
        "mapping": {"cat": names[0], "dog": names[1]},
    }


def test_variants_that_their_constants_exclude_are_left_out() -> None:
    pets = [obj("kind", kind=const(kind), **{kind: STRING}) for kind in ("cat", "dog")]
    found = merged({"oneOf": pets}, obj("kind", kind=const("dog")))
    assert list(found["properties"]) == ["kind", "dog"]


def test_a_type_beside_a_union_takes_out_what_it_excludes() -> None:
    found = prepared(A=obj(p={"type": "object", "oneOf": [ref("Pet"), STRING]}), Pet=obj(a=STRING))
    assert found["A"]["properties"]["p"] == ref("Pet")


def test_a_constant_of_the_child_wins_over_that_of_the_parent() -> None:
    assert merged(obj("k", k=const("base")), obj(k=const("child")))["properties"]["k"] == {**STRING, "const": "child"}


def test_closed_parts_make_an_open_whole_unless_all_are_closed() -> None:
    closed = {"additionalProperties": False}
    assert "additionalProperties" not in merged({**obj(a=STRING), **closed}, obj(b=STRING))
    assert merged({**obj(a=STRING), **closed}, {**obj(b=STRING), **closed})["additionalProperties"] is False
    assert merged({**obj(a=STRING), **closed}, {"required": ["a"]})["additionalProperties"] is False


def test_a_choice_of_required_names_adds_no_type() -> None:
    schema = {**obj(a=STRING, b=STRING), "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}
    assert prepared(A=schema)["A"] == obj(a=STRING, b=STRING)


def test_a_schema_that_changes_the_one_it_is_inside_of_is_widened_to_it() -> None:
    found = prepared(Node=obj(next={"allOf": [ref("Node"), obj(last={"type": "boolean"})]}))
    assert plain(found["Node"]["properties"]["next"]) == ref("Node")
    assert "x-specloom-widened" in found["Node"]["properties"]["next"]


def test_a_type_beside_a_union_that_holds_itself_changes_nothing() -> None:
    parts = {"type": "array", "items": {"type": "object", "oneOf": [ref("Leaf"), ref("Node")]}}
    found = prepared(Node=obj(parts=parts), Leaf=obj(a=STRING))
    assert found["NodeParts"]["anyOf"] == [ref("Leaf"), ref("Node")]
    assert "widened" not in str(found)


def test_two_schemas_that_hold_themselves_can_be_merged() -> None:
    found = prepared(A=obj(me=ref("A"), a=STRING), B=obj(me=ref("B"), b=STRING), C={"allOf": [ref("A"), ref("B")]})
    assert set(found["C"]["properties"]) == {"me", "a", "b"}


def test_a_component_that_is_only_a_reference_is_a_copy() -> None:
    found = prepared(Key={**STRING, "description": "k"}, Token={"allOf": [ref("Key")]}, Also=ref("Token"))
    assert found["Token"] == found["Also"] == found["Key"]


def test_unions_that_would_multiply_without_end_are_widened_and_marked() -> None:
    parts = [{"oneOf": [obj(**{f"p{part}{member}": STRING}) for member in range(10)]} for part in range(12)]
    whole = prepared(Whole={"allOf": parts})["Whole"]
    assert "more than 512 combinations" in whole["x-specloom-widened"]
    assert 0 < len(whole["anyOf"]) <= 512
