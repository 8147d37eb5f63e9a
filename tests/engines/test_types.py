"""Every kind of schema comes out of both engines as the type it is."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.engines import parse
from specloom.plan.parsed import AliasSchema, Declaration, Field, ObjectSchema
from specloom.plan.types import ANY, NONE, DictOf, ListOf, Literals, Primitive, Ref, Type, UnionOf

from .documents import NULL, TEXT, answering, document, ref, taking, thing

INTEGER = {"type": "integer"}
STR, INT, FLOAT, BOOL = Primitive("str"), Primitive("int"), Primitive("float"), Primitive("bool")

OTHERS = {
    "Cat": thing({"kind": {"type": "string", "const": "cat"}}, ("kind",)),
    "Dog": thing({"kind": {"type": "string", "const": "dog"}}, ("kind",)),
    "Pet": {"anyOf": [ref("Cat"), ref("Dog")]},
    "Name": TEXT,
    "Size": {"type": "string", "enum": ["small", "big", "any"]},
    "Tree": {"type": "array", "items": {"anyOf": [ref("Tree"), TEXT]}},
    "MaybePet": {"anyOf": [ref("Pet"), NULL]},
}

KINDS: list[tuple[str, Any, Type]] = [
    ("text", TEXT, STR),
    ("date stays text", {"type": "string", "format": "date-time"}, STR),
    ("id stays text", {"type": "string", "format": "uuid"}, STR),
    ("integer", {"type": "integer", "minimum": 1, "default": 3}, INT),
    ("number", {"type": "number"}, FLOAT),
    ("boolean", {"type": "boolean", "default": False}, BOOL),
    ("null", NULL, NONE),
    ("anything", {}, ANY),
    ("nullable text", {"anyOf": [TEXT, NULL]}, UnionOf((STR, NONE))),
    ("nullable object", {"anyOf": [ref("Cat"), NULL]}, UnionOf((Ref("Cat"), NONE))),
    ("nullable union", {"anyOf": [ref("Pet"), NULL]}, UnionOf((Ref("Pet"), NONE))),
    ("nullable constants", {"anyOf": [ref("Size"), NULL]}, UnionOf((Ref("Size"), NONE))),
    ("text constant", {"type": "string", "const": "a"}, Literals(("a",))),
    ("awkward constant", {"type": "string", "const": "a\\b\"'\n{x}"}, Literals(("a\\b\"'\n{x}",))),
    ("whole constant", {"type": "integer", "const": 0}, Literals((0,))),
    ("true constant", {"type": "boolean", "const": True}, Literals((True,))),
    ("false constant", {"type": "boolean", "const": False}, Literals((False,))),
    ("enum keeps its order", {"type": "string", "enum": ["z", "a", "m"]}, Literals(("z", "a", "m"))),
    ("enum of numbers", {"type": "integer", "enum": [512, 256, 1024]}, Literals((512, 256, 1024))),
    ("enum of both", {"enum": [1, "a", True]}, Literals((1, "a", True))),
    ("enum of truths", {"type": "boolean", "enum": [True, False]}, Literals((True, False))),
    ("fractions are numbers", {"type": "number", "enum": [0.5, 1.5]}, FLOAT),
    (
        "constants or text",
        {"anyOf": [TEXT, {"type": "string", "enum": ["a", "b"]}]},
        UnionOf((STR, Literals(("a", "b")))),
    ),
    (
        "constants stand together",
        {"anyOf": [{"type": "string", "const": "auto"}, INTEGER, {"type": "string", "const": "off"}]},
        UnionOf((Literals(("auto", "off")), INT)),
    ),
    ("integer or number", {"anyOf": [INTEGER, {"type": "number"}]}, UnionOf((INT, FLOAT))),
    ("list", {"type": "array", "items": TEXT}, ListOf(STR)),
    ("list of anything", {"type": "array", "items": {}}, ListOf(ANY)),
    ("list of lists", {"type": "array", "items": {"type": "array", "items": INTEGER}}, ListOf(ListOf(INT))),
    ("list of union", {"type": "array", "items": {"anyOf": [ref("Cat"), TEXT]}}, ListOf(UnionOf((Ref("Cat"), STR)))),
    (
        "list or text",
        {"anyOf": [TEXT, {"type": "array", "items": ref("Pet")}]},
        UnionOf((STR, ListOf(Ref("Pet")))),
    ),
    ("map", {"type": "object", "additionalProperties": TEXT}, DictOf(STR)),
    (
        "map of nullable",
        {"type": "object", "additionalProperties": {"anyOf": [ref("Cat"), NULL]}},
        DictOf(UnionOf((Ref("Cat"), NONE))),
    ),
    ("free object", {"type": "object"}, DictOf(ANY)),
    ("closed free object", {"type": "object", "additionalProperties": False}, DictOf(ANY)),
    (
        "two maps",
        {
            "anyOf": [
                {"type": "object", "additionalProperties": TEXT},
                {"type": "object", "additionalProperties": ref("Cat")},
            ]
        },
        UnionOf((DictOf(STR), DictOf(Ref("Cat")))),
    ),
    ("object", ref("Cat"), Ref("Cat")),
    ("union", ref("Pet"), Ref("Pet")),
    ("named text", ref("Name"), Ref("Name")),
    ("named constants", ref("Size"), Ref("Size")),
    ("recursive list", ref("Tree"), Ref("Tree")),
    ("itself", ref("Whole"), Ref("Whole")),
    ("beside a description", {**ref("Cat"), "description": "The cat."}, Ref("Cat")),
]


@pytest.mark.parametrize(("schema", "expected"), [kind[1:] for kind in KINDS], ids=[kind[0] for kind in KINDS])
class TestEveryKind:
    def test_of_field_in_answer(self, schema: Any, expected: Type) -> None:
        assert _field(parse(_document(schema, answering)).models["Whole"]).type == expected

    def test_of_field_in_request(self, schema: Any, expected: Type) -> None:
        assert _field(parse(_document(schema, taking)).params["Whole"]).type == expected

    def test_of_component_that_is_no_object(self, schema: Any, expected: Type) -> None:
        schemas = {**OTHERS, "Whole": thing({}), "It": schema}
        params = parse(document(schemas, taking(ref("It")))).params["It"]
        models = parse(document(schemas, answering(ref("It")))).models["It"]
        for found in (params, models):
            assert isinstance(found, AliasSchema)
            assert found.type == expected


def test_binary_is_bytes_in_answers_and_a_file_in_requests() -> None:
    schemas = {"Upload": thing({"file": {"type": "string", "format": "binary"}}, ("file",))}
    parsed = parse(document(schemas, {"/a": answering(ref("Upload"))["/act"], "/b": _renamed(taking(ref("Upload")))}))
    assert _field(parsed.models["Upload"]).type == Primitive("bytes")
    assert _field(parsed.params["Upload"]).type == Primitive("file")


def test_constants_of_like_value_and_other_kind_stay_apart() -> None:
    schema = {"anyOf": [{"type": "integer", "const": 1}, {"type": "boolean", "const": True}]}
    found = _field(parse(_document(schema, taking)).params["Whole"]).type
    assert isinstance(found, Literals)
    assert [(type(value), value) for value in found.values] == [(int, 1), (bool, True)]


AWKWARD = (
    "class", "from", "self", "None", "x-y", "x_y", "X_Y", "xY", "x y", "1st", "$ref", "type", "properties", "é", "数",
    "a.b", "a/b", "[]", "", "value", "extra", "f0", "f1", "S0", "M1", "additionalProperties", "model_config", "dict",
    "__init__", '"', "'", "\\", "\n",
)  # fmt: skip


@pytest.mark.parametrize("side", ["models", "params"])
def test_wire_names_come_back_as_they_are(side: str) -> None:
    whole = thing({name: {"type": "string", "const": name} for name in AWKWARD}, ("class", "x-y", "$ref"))
    found = _declared(document({"Whole": whole}, (answering if side == "models" else taking)(ref("Whole"))), side)
    assert found == ObjectSchema(
        "Whole", tuple(Field(name, Literals((name,)), name in {"class", "x-y", "$ref"}) for name in AWKWARD)
    )


@pytest.mark.parametrize("side", ["models", "params"])
def test_component_names_that_look_alike_stay_apart(side: str) -> None:
    names = ("FooBar", "foo_bar", "foo-bar", "Foo.Bar", "S0", "S1", "A0", "class", "List", "Any")
    schemas = {name: thing({"is": {"type": "string", "const": name}}) for name in names}
    whole = thing({name: ref(name) for name in names})
    paths = (answering if side == "models" else taking)(ref("Whole"))
    parsed = parse(document({**schemas, "Whole": whole}, paths))
    found = getattr(parsed, side)
    assert [_field(found[name]).type for name in names] == [Literals((name,)) for name in names]
    assert [field.type for field in found["Whole"].fields] == [Ref(name) for name in names]


@pytest.mark.parametrize("side", ["models", "params"])
class TestDeclarations:
    def test_empty_object_is_an_object(self, side: str) -> None:
        paths = (answering if side == "models" else taking)(ref("Nothing"))
        assert _declared(document({"Nothing": thing({})}, paths), side, "Nothing") == ObjectSchema("Nothing", ())

    def test_properties_beyond_the_named_ones(self, side: str) -> None:
        whole = thing({"a": TEXT}, additionalProperties={"anyOf": [ref("Whole"), NULL]})
        paths = (answering if side == "models" else taking)(ref("Whole"))
        found = _declared(document({"Whole": whole}, paths), side)
        assert found == ObjectSchema("Whole", (Field("a", STR, False),), extra=UnionOf((Ref("Whole"), NONE)))

    def test_words_and_marks(self, side: str) -> None:
        whole = thing(
            {
                "a": {"type": "string", "description": "The a.", "deprecated": True},
                "b": {"anyOf": [TEXT, NULL], "description": "The b."},
                "c": {**ref("Size"), "description": "The c."},
            },
            ("b",),
            description="All of it.",
            deprecated=True,
        )
        size = {**OTHERS["Size"], "description": "How big."}
        paths = (answering if side == "models" else taking)(ref("Whole"))
        doc = document({"Whole": whole, "Size": size}, paths)
        assert _declared(doc, side) == ObjectSchema(
            "Whole",
            (
                Field("a", STR, required=False, description="The a.", deprecated=True),
                Field("b", UnionOf((STR, NONE)), required=True, description="The b."),
                Field("c", Ref("Size"), required=False, description="The c."),
            ),
            description="All of it.",
            deprecated=True,
        )
        assert _declared(doc, side, "Size").description == "How big."

    def test_tag_of_a_union(self, side: str) -> None:
        mapping = {"cat": "Cat", "dog": "Dog"}
        pet = {**OTHERS["Pet"], "discriminator": {"propertyName": "kind", "mapping": mapping}}
        paths = (answering if side == "models" else taking)(ref("Pet"))
        assert _declared(document({**OTHERS, "Pet": pet}, paths), side, "Pet") == AliasSchema(
            "Pet", UnionOf((Ref("Cat"), Ref("Dog"))), tag="kind", variants=(("cat", "Cat"), ("dog", "Dog"))
        )


def test_read_only_properties_are_answered_and_not_asked_for() -> None:
    whole = thing({"id": {**TEXT, "readOnly": True}, "name": TEXT, "key": {**TEXT, "writeOnly": True}}, ("id", "name"))
    paths = {"/a": answering(ref("Whole"))["/act"], "/b": _renamed(taking(ref("Whole")))}
    parsed = parse(document({"Whole": whole}, paths))
    name, key = Field("name", STR, required=True), Field("key", STR, required=False)
    assert parsed.params["Whole"] == ObjectSchema("Whole", (name, key))
    assert parsed.models["Whole"] == ObjectSchema("Whole", (Field("id", STR, required=True), name, key))


def test_the_document_is_not_changed() -> None:
    doc = document({**OTHERS, "Whole": thing({"a": ref("Pet")})}, taking(ref("Whole")))
    before = repr(doc)
    parse(doc)
    assert repr(doc) == before


def _document(schema: Any, use: Any) -> dict[str, Any]:
    return document({**OTHERS, "Whole": thing({"it": schema}, ("it",))}, use(ref("Whole")))


def _renamed(paths: dict[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = paths["/act"]
    return {verb: {**body, "operationId": "other"} for verb, body in item.items()}


def _declared(doc: dict[str, Any], side: str, name: str = "Whole") -> Declaration:
    found: Declaration = getattr(parse(doc), side)[name]
    return found


def _field(found: Declaration) -> Field:
    assert isinstance(found, ObjectSchema)
    return found.fields[0]
