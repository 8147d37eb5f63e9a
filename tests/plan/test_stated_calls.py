"""Calls that somebody states: in sdk.yaml by operationId or by verb and path, or in the document."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.plan.types import Ref
from specloom.prepare import prepare
from specloom.problems import SpecloomError

from .small import TEXT, answer, document, methods_of, parameter, plan_of, ref, thing


def made(**calls: str) -> dict[str, Any]:
    """Two operations, with the calls that the document states for them."""
    keys = {"list": "GET /pets", "show": "GET /pets/{pet-id}"}
    stated = {name: {"x-specloom-call": calls[name]} if name in calls else {} for name in keys}
    return document({key: {"operationId": name, "responses": answer(), **stated[name]} for name, key in keys.items()})


def named(prepared: dict[str, Any], sdk: str = "") -> dict[str, tuple[str, str, str]]:
    """Call, who named it, and what it would have been, by operationId."""
    calls = plan_of(prepared, sdk).calls
    return {one.operation_id: (".".join(one.call), one.named_by, ".".join(one.wanted)) for one in calls}


def problems(prepared: dict[str, Any], sdk: str = "") -> list[tuple[str, str, int | None]]:
    with pytest.raises(SpecloomError) as failure:
        plan_of(prepared, sdk)
    return [(problem.message, problem.pointer, problem.line) for problem in failure.value.problems]


@pytest.mark.parametrize("key", ["show", "GET /pets/{pet-id}", "get /pets/{pet-id}", "GET  /pets/{pet-id}"])
def test_sdk_yaml_names_an_operation_by_its_id_or_by_verb_and_path(key: str) -> None:
    assert named(made(), f"methods: {{'{key}': animals.show}}") == {
        "list": ("pets.list", "path", ""),
        "show": ("animals.show", "sdk.yaml", ""),
    }


def test_the_plus_of_a_greedy_path_may_be_written() -> None:
    greedy = document({"GET /files/{proxy}": {"operationId": "file"}})
    assert named(greedy, "methods: {'GET /files/{proxy+}': files.read}")["file"][0] == "files.read"


def test_streams_go_by_verb_and_path_too() -> None:
    flag = {"type": "boolean"}
    asked = {"parameters": [parameter("stream", schema=flag)], "responses": answer(ref("Talk"))}
    prepared = document(
        {"GET /talks": {"operationId": "talk", **asked}}, {"Talk": thing(text=TEXT), "Word": thing(word=TEXT)}
    )
    (method,) = methods_of(plan_of(prepared, "streams: {GET /talks: Word}")).values()
    assert method.stream is not None
    assert method.stream.event == Ref("Word")


def test_slips_in_verbs_and_paths_are_told_with_what_there_is() -> None:
    sdk = "methods:\n  GET /pet: pets.all\n  show: pets.show\n  GET /pets/{pet-id}: pets.one\n"
    assert problems(made(), sdk) == [
        ("the document has no operation 'GET /pet'; did you mean 'GET /pets'?", "", 2),
        ("methods.GET /pets/{pet-id}: there are rules for show already", "", 4),
    ]


def test_the_document_states_a_call_and_sdk_yaml_goes_before_it() -> None:
    prepared = made(show="animals.show", list="animals.list")
    assert named(prepared, "methods: {list: pets.all}") == {
        "list": ("pets.all", "sdk.yaml", ""),
        "show": ("animals.show", "document", ""),
    }


def test_a_stated_call_survives_the_way_of_a_document() -> None:
    operation = {"x-specloom-call": "animals.all", "x-other": 1, "responses": {"200": {"description": ""}}}
    source = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/pets": {"get": operation}}}
    assert list(methods_of(plan_of(prepare(source)))) == ["animals.all"]


def test_what_gives_way_says_for_which_call() -> None:
    found = named(made(), "methods: {list: pets.retrieve}")
    assert found["show"] == (
        "pets.retrieve_by_pet_id",
        "path",
        "pets.retrieve",
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("pets", "'pets' names no method of a resource (such as 'pets.list')"),
        ("pets.import", "'pets.import' is no call path: 'import' is no free name in Python"),
        ("pets.first one", "'pets.first one' is no call path: 'first one' is no free name in Python"),
        ("pets..all", "'pets..all' is no call path: '' is no free name in Python"),
        ("copy.all", "'copy.all' cannot be called: every client has a 'copy' of its own"),
        ("pets.mro", "'pets.mro' cannot be called: every resource has a 'mro' of its own"),
        ("pets.retrieve", "pets.retrieve is the method of show already"),
        ("pets.toys", "pets.toys cannot be a method: pets.toys.show is below it"),
    ],
)
def test_a_call_that_cannot_be_is_refused(call: str, message: str) -> None:
    other = "pets.retrieve" if call == "pets.retrieve" else "pets.toys.show"
    pointer = "#/paths/~1pets/get"
    assert (f"x-specloom-call: {message}", pointer, None) in problems(made(list=call), f"methods: {{show: {other}}}")


def test_a_call_that_cannot_be_is_refused_in_sdk_yaml_too() -> None:
    assert problems(made(), "methods: {list: pets}") == [
        ("methods.list: 'pets' names no method of a resource (such as 'pets.list')", "", 1)
    ]


def test_an_argument_of_one_method_is_renamed() -> None:
    prepared = document(
        {
            "GET /pets/{pet-id}": {"operationId": "show", "parameters": [parameter("x-api-key", "header")]},
            "DELETE /pets/{pet-id}": {"operationId": "drop", "parameters": [parameter("x-api-key", "header")]},
        }
    )
    sdk = "parameters: {x-api-key: key}\nmethods: {show: {arguments: {pet-id: id, x-api-key: secret}}}"
    found = {
        call: [p.py_name for p in method.parameters] for call, method in methods_of(plan_of(prepared, sdk)).items()
    }
    assert found == {"pets.retrieve": ["id", "secret"], "pets.delete": ["pet_id", "key"]}


def test_names_of_arguments_are_checked() -> None:
    sdk = "parameters: {a: class, b: timeout}\nmethods: {show: {arguments: {pet-id: 'pet id'}}}"
    assert [message for message, _, _ in problems(made(), sdk)] == [
        "methods.show.arguments.pet-id: 'pet id' is no name for an argument",
        "parameters.a: 'class' is no name for an argument",
        "parameters.b: every method has an argument 'timeout' of its own",
    ]
    assert problems(made(), "methods: {show: {arguments: {pet_id: id}}}") == [
        ("methods.show.arguments: there is no argument 'pet_id'; did you mean 'pet-id'?", "", 1)
    ]
