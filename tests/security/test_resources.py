"""A document may ask for more than a machine has: it is refused, or done in about the time that its size takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner

from specloom.commands.main import main

Json = dict[str, Any]
REF: Final = "#/components/schemas/"


def api(**schemas: Any) -> Json:
    """A document whose only answer is the schema ``Pet``."""
    answer = {"description": "", "content": {"application/json": {"schema": {"$ref": f"{REF}Pet"}}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": {"/pets": {"get": {"operationId": "getPet", "responses": {"200": answer}}}},
        "components": {"schemas": schemas},
    }


def new(folder: Path, text: str, name: str = "api.json") -> tuple[int, str]:
    """Exit code and output of ``specloom new`` for a document."""
    (folder / name).write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        result = CliRunner().invoke(main, ["new", "pets", name], catch_exceptions=False)
    return result.exit_code, result.output


def doubling(keyword: str, levels: int = 60) -> Json:
    """Each component needs the next one twice: written out, the last would be there more often than atoms are."""
    named: dict[str, Any] = {}
    for level in range(levels):
        following = {"$ref": f"{REF}S{level + 1}"}
        named[f"S{level}"] = {keyword: [following, {"type": "array", "items": following}]}
        if keyword == "allOf":
            named[f"S{level}"] = {keyword: [following, following]}
    return api(Pet={"$ref": f"{REF}S0"}, **named, **{f"S{levels}": {"type": "object", "properties": {"a": {}}}})


def has(name: str, schema: Json) -> Json:
    """An object with one property."""
    return {"type": "object", "properties": {name: schema}}


def nested(levels: int) -> Any:
    schema: Any = {"type": "string"}
    for _ in range(levels):
        schema = has("inner", schema)
    return schema


def chain(keyword: str, levels: int) -> Json:
    """Each component is the next one, in the way of a keyword; ``$ref`` alone makes it another name of the next."""
    named: dict[str, Any] = {}
    for level in range(levels):
        following = {"$ref": f"{REF}S{level + 1}"}
        named[f"S{level}"] = following if keyword == "$ref" else {keyword: [following, has(f"p{level}", {})]}
    return api(Pet={"$ref": f"{REF}S0"}, **named, **{f"S{levels}": has("a", {})})


GENERATES: Final[dict[str, Json]] = {
    "components that double with allOf": doubling("allOf"),
    "components that double with anyOf": doubling("anyOf"),
    "components that double with oneOf": doubling("oneOf"),
    "unions that multiply": api(
        Pet={"allOf": [{"oneOf": [has(f"{part}{n}", {}) for n in range(10)]} for part in "abcdefghij"]}
    ),
    "deep nesting": api(Pet=nested(90)),
    "numbers that no machine counts to": api(
        Pet={"type": "object", "properties": {"n": {"type": "integer", "maximum": 2**64, "enum": [2**63, 2**64]}}}
    ),
    "a pattern that takes for ever": api(
        Pet=has("n", {"type": "string", "pattern": "^(a+)+$", "default": "a" * 64 + "!"})
    ),
    "a pattern that is none": api(
        Pet={**has("n", {"type": "string", "pattern": "((("}), "patternProperties": {"[": {}}}
    ),
    "a union of many": api(
        Pet={"oneOf": [{"$ref": f"{REF}U{n}"} for n in range(300)]},
        **{f"U{n}": {**has("k", {"const": f"k{n}"}), "required": ["k"]} for n in range(300)},
    ),
    "an enum of many": api(Pet={"type": "string", "enum": [f"value {n}" for n in range(5000)]}),
    "other names of other names": chain("$ref", 100),
    "parts of parts": chain("allOf", 70),
    "members of members": chain("anyOf", 70),
    "a schema that holds itself": api(Pet={"type": "array", "items": {"$ref": f"{REF}Pet"}}),
}  # fmt: skip


@pytest.mark.parametrize("what", GENERATES)
def test_what_only_looks_endless_is_generated(what: str, tmp_path: Path) -> None:
    code, output = new(tmp_path, json.dumps(GENERATES[what]))
    assert code == 0, output
    assert (tmp_path / "generated/pets_client/src/pets_client/__init__.py").exists()


PATHS: Final = 'paths: {/pets: {get: {responses: {"200": {description: ""}}}}}\n'
HEAD: Final = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"
BOMB: Final = "x0: &x0 [a, a, a, a, a, a, a, a, a]\n" + "".join(
    f"x{level}: &x{level} [{', '.join([f'*x{level - 1}'] * 9)}]\n" for level in range(1, 12)
)
INFINITE: Final = json.dumps(api(Pet={"maximum": "HERE"})).replace('"HERE"', "1e999")
REFUSED: Final[dict[str, tuple[str, str]]] = {
    "aliases that double": (f"{HEAD}{BOMB}{PATHS}", "aliases blow the document up"),
    "an alias within itself": (f"{HEAD}paths: &p\n  /a: *p\n", "stands inside the very value"),
    "nesting beyond the limit": (json.dumps(api(Pet=nested(250))), "nested more than 200 levels"),
    "brackets without end": ('{"a":' * 100_000, "not valid JSON"),
    "a number that is infinite": (INFINITE, "number is infinity"),
    "a component that is itself": (json.dumps(api(Pet={"$ref": f"{REF}Pet"})), "to itself"),
    "a ring of components": (json.dumps(api(Pet={"$ref": f"{REF}B"}, B={"$ref": f"{REF}Pet"})), "Pet"),
    "all of itself": (json.dumps(api(Pet={"allOf": [{"$ref": f"{REF}Pet"}]})), "Pet"),
    "other names without end": (json.dumps(chain("$ref", 400)), "say in fewer steps what this is"),
    "parts of parts without end": (json.dumps(chain("allOf", 400)), "say in fewer steps what this is"),
    "members of members without end": (json.dumps(chain("oneOf", 400)), "say in fewer steps what this is"),
    "a file of this machine": (json.dumps(api(Pet={"$ref": "file:///etc/passwd"})), "leads out of the document"),
    "a file beside it": (json.dumps(api(Pet={"$ref": "../secrets.json#/a"})), "leads out of the document"),
    "a host": (json.dumps(api(Pet={"$ref": "http://127.0.0.1:9/x.json"})), "leads out of the document"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_done_is_refused_and_nothing_is_written(what: str, tmp_path: Path) -> None:
    text, said = REFUSED[what]
    name = "api.json" if text.startswith("{") else "api.yaml"
    code, output = new(tmp_path, text, name)
    assert code == 2, output
    assert said in output
    assert {path.name for path in tmp_path.iterdir()} == {name}


def test_tags_of_yaml_make_no_objects(tmp_path: Path) -> None:
    code, output = new(tmp_path, f"{HEAD}{PATHS}x-a: !!python/object/apply:os.mkdir [PWNED]\n", "api.yaml")
    assert code == 0, output
    assert not (tmp_path / "PWNED").exists()
