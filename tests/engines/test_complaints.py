"""What an engine refuses, loses or misreads is raised, all at once, with its place."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import attrs
import pytest

from specloom.engines import parse
from specloom.engines.check import check_declarations, check_endpoints
from specloom.engines.datamodel import parse_params
from specloom.engines.openapi_client import parse_endpoints_and_models
from specloom.plan.parsed import AliasSchema, ObjectSchema
from specloom.plan.types import NONE, DictOf, ListOf, Literals, Primitive, Ref, Type, UnionOf
from specloom.problems import Problem, Problems, SpecloomError

from .documents import NULL, TEXT, answering, content, document, operation, parameter, ref, taking, thing

BROKEN = thing({"x": ref("Nowhere")})
WEIRD = thing({"x": {"type": "weird"}})


def test_openapi_client_names_every_schema_it_refuses() -> None:
    doc = document({"A": BROKEN, "B": thing({}), "C": BROKEN, "D": WEIRD})
    with pytest.raises(SpecloomError) as caught:
        parse_endpoints_and_models(doc, [], ["A", "B", "C", "D"])
    assert sorted(problem.pointer for problem in caught.value.problems) == [
        f"#/components/schemas/{name}" for name in "ACD"
    ]
    assert "object at 0x" not in str(caught.value)


def test_datamodel_names_every_schema_it_refuses() -> None:
    with pytest.raises(SpecloomError) as caught:
        parse_params(document({"A": BROKEN, "B": thing({}), "C": BROKEN}), ["A", "B", "C"])
    assert [problem.pointer for problem in caught.value.problems] == [f"#/components/schemas/{name}" for name in "AC"]


@pytest.mark.parametrize("use", [answering, taking])
@pytest.mark.parametrize(
    "schema",
    [
        BROKEN,
        WEIRD,
        thing({"x": {"type": "array", "items": {"type": "weird"}}}),
        thing({"x": {"enum": [[1], {"a": 1}]}}),
        thing({"x": {"enum": [None, "a"]}}),
        thing({"x": {"const": None}}),
        thing({"x": {"anyOf": []}}),
        thing({"x": {"enum": []}}),
        thing({"x": {"oneOf": [TEXT, NULL]}}),
        thing({"x": {"allOf": [ref("Whole")]}}),
        thing({"x": thing({"inline": TEXT})}),
        thing({"x": {"type": ["string", "null"]}}),
    ],
    ids=str,
)
def test_what_is_not_in_normal_form_is_refused_and_not_lost(schema: Any, use: Any) -> None:
    with pytest.raises(SpecloomError) as caught:
        parse(document({"Whole": schema}, use(ref("Whole"))))
    assert caught.value.problems[0].pointer == "#/components/schemas/Whole"


def test_every_operation_that_is_refused_is_named() -> None:
    paths = {
        "/a/{id}": {"get": operation("a")},
        "/b": {"get": operation("b", parameters=[parameter("id", "path", TEXT, required=True)])},
        "/c": {"get": operation("c")},
        "/d/{id}": {"get": operation("d", parameters=[parameter("id", "path", TEXT, required=False)])},
        "/e": {
            "get": operation("e", responses={"200": {"description": "", "content": content(text_plain=ref("No"))}})
        },
        "/f": {"post": operation("f", requestBody={"content": content(application_sdp=ref("No"))})},
        "/g": {"get": operation("g", parameters=[parameter("q", "query", {"type": "weird"})])},
        "/h": {"get": operation("h", parameters=[parameter("q", "query", TEXT), parameter("q", "query", TEXT)])},
        "/i": {"get": operation("c", **{"x-specloom-pointer": "#/paths/~1source/get"})},
    }
    with pytest.raises(SpecloomError) as caught:
        parse(document(paths=paths))
    assert [problem.pointer for problem in caught.value.problems] == [
        "#/paths/~1a~1{id}/get",
        "#/paths/~1b/get",
        "#/paths/~1d~1{id}/get",
        "#/paths/~1e/get",
        "#/paths/~1f/post",
        "#/paths/~1g/get",
        "#/paths/~1h/get",
        "#/paths/~1source/get",
    ]
    assert "/a/{id}" in caught.value.problems[0].message
    assert "WARNING" not in str(caught.value)


def test_params_asked_for_must_be_there() -> None:
    with pytest.raises(SpecloomError, match="'Nowhere'"):
        parse(document({"A": thing({})}), also_params=["A", "Nowhere"])


def test_variants_must_be_there() -> None:
    union = {"anyOf": [ref("A"), TEXT], "discriminator": {"propertyName": "k", "mapping": {"a": "A", "b": "Nowhere"}}}
    with pytest.raises(SpecloomError) as caught:
        parse(document({"A": thing({}), "Union": union}, answering(ref("Union"))))
    assert [problem.pointer for problem in caught.value.problems] == ["#/components/schemas/Union"]


def test_names_in_messages_are_the_documents() -> None:
    with pytest.raises(SpecloomError) as caught:
        parse(document({"Used": BROKEN}, answering(ref("Used"))))
    assert "Used" in str(caught.value)
    assert "S0" not in str(caught.value)


SCHEMA = thing(
    {
        "text": {"anyOf": [TEXT, NULL]},
        "kind": {"type": "string", "enum": ["a", "b"]},
        "list": {"type": "array", "items": {"anyOf": [ref("Whole"), NULL]}},
        "map": {"type": "object", "additionalProperties": {"type": "integer"}},
    },
    ("text",),
    additionalProperties=TEXT,
)
CHECKED = document({"Whole": SCHEMA, "Alias": {"anyOf": [ref("Whole"), NULL]}}, answering(ref("Whole")))

LOSSES: list[tuple[str, int, Type]] = [
    ("null", 0, Primitive("str")),
    ("one constant", 1, Literals(("a",))),
    ("all constants", 1, Primitive("str")),
    ("one constant too many", 1, Literals(("a", "b", "c"))),
    ("null in a list", 2, ListOf(Ref("Whole"))),
    ("what a list holds", 2, ListOf(Primitive("object"))),
    ("another schema", 2, ListOf(UnionOf((Ref("Alias"), NONE)))),
    ("what a map holds", 3, DictOf(Primitive("object"))),
    ("the map", 3, Primitive("object")),
]


@pytest.mark.parametrize(("field", "type_"), [loss[1:] for loss in LOSSES], ids=[loss[0] for loss in LOSSES])
def test_check_sees_a_changed_type(field: int, type_: Type) -> None:
    whole = _whole()
    fields = [attrs.evolve(old, type=type_) if index == field else old for index, old in enumerate(whole.fields)]
    assert _found(attrs.evolve(whole, fields=tuple(fields)))


def test_check_sees_the_rest() -> None:
    whole = _whole()
    assert not _found(whole)
    assert _found(attrs.evolve(whole, fields=whole.fields[1:]))
    assert _found(attrs.evolve(whole, fields=(attrs.evolve(whole.fields[0], required=False), *whole.fields[1:])))
    assert _found(attrs.evolve(whole, fields=(attrs.evolve(whole.fields[0], wire_name="other"), *whole.fields[1:])))
    assert _found(attrs.evolve(whole, extra=None))
    assert _found(AliasSchema("Alias", Ref("Whole")))
    assert _found(AliasSchema("Whole", Ref("Whole")))


def test_check_sees_what_an_endpoint_lost() -> None:
    endpoint = parse(CHECKED).endpoints["act"]
    for wrong in ({}, {"act": attrs.evolve(endpoint, responses=())}):
        problems = Problems()
        check_endpoints(CHECKED, wrong, problems)
        assert problems


def test_the_engines_are_not_imported_before_they_are_used() -> None:
    code = (
        "import sys, specloom.engines; print([m for m in sys.modules if m.startswith(('openapi_p', 'datamodel_c'))])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def _whole() -> ObjectSchema:
    found = parse(CHECKED).models["Whole"]
    assert isinstance(found, ObjectSchema)
    return found


def _found(declaration: ObjectSchema | AliasSchema) -> tuple[Problem, ...]:
    problems = Problems()
    check_declarations(CHECKED, {declaration.schema: declaration}, "model", problems)
    try:
        problems.check()
    except SpecloomError as error:
        return error.problems
    return ()


def test_lists_in_lists_that_are_too_deep_for_the_engines_are_told() -> None:
    deep: dict[str, Any] = {"type": "string"}
    for _ in range(195):
        deep = {"type": "array", "items": deep}
    schemas = {"Flat": {"type": "string"}, "Deep": deep, "Last": {"type": "string"}}
    with pytest.raises(SpecloomError, match=r"#/components/schemas/Deep: this schema is nested too deeply"):
        parse({"openapi": "3.1.0", "paths": {}, "components": {"schemas": schemas}}, also_params=["Deep"])
