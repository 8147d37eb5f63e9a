"""Bad input: all problems at once, each with its place, exit code 2, and the old output byte for byte as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.pipeline.project import Json, Project, pets, problems


def schemas(found: Json) -> Callable[[Json], None]:
    """A change that adds schemas."""

    def change(document: Json) -> None:
        document["components"]["schemas"].update(found)

    return change


def operations(found: Json) -> Callable[[Json], None]:
    """A change that adds operations, given by path and verb."""

    def change(document: Json) -> None:
        for path, item in found.items():
            for operation in item.values():
                operation.setdefault("responses", {"200": {"description": ""}})
            document["paths"][path] = item

    return change


TEXTS: dict[str, tuple[str, Json]] = {
    "a web page": ("<!doctype html><title>Pets</title>", {"message": "web page"}),
    "an array": ("[1, 2]", {"message": "an object is expected, not an array"}),
    "nothing": ("", {"message": "no YAML document"}),
    "another format": ('{"asyncapi": "2.0.0"}', {"message": "neither an openapi nor a swagger key"}),
    "a version to come": ('{"openapi": "4.0.0", "paths": {}}', {"message": "4.0.0 is not", "pointer": "#/openapi"}),
    "broken JSON": ('{"openapi": "3.1.0",\n "paths": {,}}', {"message": "not valid JSON", "line": 2, "column": 12}),
    "broken YAML": ("openapi: 3.1.0\npaths:\n  /a: [\n  b: }", {"message": "not valid YAML", "line": 4, "column": 6}),
    "bytes": ("openapi: \0", {"message": "YAML"}),
}

SPOILT: dict[str, tuple[Callable[[Json], None], dict[str, str]]] = {
    "a $ref to nowhere": (
        schemas({"A": {"$ref": "#/components/schemas/No"}, "B": {"properties": {"x": {"$ref": "#/nope"}}}}),
        {
            "#/components/schemas/A/$ref": "'#/components/schemas/No' leads nowhere",
            "#/components/schemas/B/properties/x/$ref": "'#/nope' leads nowhere",
        },
    ),
    "a $ref out of the document": (
        schemas({"A": {"$ref": "other.yaml#/A"}, "B": {"items": {"$ref": "https://example.com/b.json"}}}),
        {
            "#/components/schemas/A/$ref": "leads out of the document",
            "#/components/schemas/B/items/$ref": "leads out of the document",
        },
    ),
    "a $ref in a circle": (
        schemas(
            {
                "A": {"$ref": "#/components/schemas/B"},
                "B": {"$ref": "#/components/schemas/A"},
                "C": {"allOf": [{"$ref": "#/components/schemas/C"}]},
                "Fine": {"type": "object", "properties": {"me": {"$ref": "#/components/schemas/Fine"}}},
            }
        ),
        {
            "#/components/schemas/A": "#/components/schemas/A -> #/components/schemas/B -> #/components/schemas/A",
            "#/components/schemas/C/allOf/0": "leads back to itself",
        },
    ),
    "operationIds given twice": (
        operations({"/a": {"get": {"operationId": "listPets"}}, "/b": {"put": {"operationId": "listPets"}}}),
        {
            "#/paths/~1a/get/operationId": "'listPets' already names #/paths/~1pets/get",
            "#/paths/~1b/put/operationId": "'listPets' already names #/paths/~1pets/get",
        },
    ),
    "things that are not what they should be": (
        schemas({"A": {"type": "banana"}, "B": {"anyOf": []}, "C": {"enum": "x"}, "D": 3}),
        {
            "#/components/schemas/A/type": "there is no type 'banana'",
            "#/components/schemas/B/anyOf": "a list of at least one schema",
            "#/components/schemas/C/enum": "enum is a list",
            "#/components/schemas/D": "a schema is an object",
        },
    ),
    "parameters that cannot be sent": (
        operations(
            {
                "/a/{id": {"get": {"parameters": [{"name": "x", "in": "body", "schema": {}}, {"in": "query"}]}},
                "/b/{id}": {
                    "get": {
                        "parameters": [
                            {"name": "id", "in": "path", "required": True, "style": "matrix", "schema": {}},
                            {"name": "q", "in": "query", "style": "simple", "schema": {"type": "array"}},
                        ]
                    }
                },
            }
        ),
        {
            "#/paths/~1a~1{id/get": "do not pair",
            "#/paths/~1a~1{id/get/parameters/0": "in: 'body'",
            "#/paths/~1a~1{id/get/parameters/1": "no name",
            "#/paths/~1b~1{id}/get/parameters/1": "style that is not supported: 'simple'; use form",
        },
    ),
    "no operations": (lambda document: document.pop("paths"), {"#/paths": "nothing to call"}),
}


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_no_document_is_refused(project: Project, name: str) -> None:
    text, wanted = TEXTS[name]
    project.pin(text)
    before = project.state()
    (problem,) = problems(project.run("generate", "--json"))
    assert problem["source"] == "spec/pets/openapi.json"
    assert wanted["message"] in problem["message"]
    assert {key: problem.get(key) for key in wanted if key != "message"} == {
        key: value for key, value in wanted.items() if key != "message"
    }
    assert project.state() == before


@pytest.mark.parametrize("name", SPOILT)
def test_all_that_is_wrong_with_a_document_is_told_at_once(project: Project, name: str) -> None:
    change, wanted = SPOILT[name]
    document = pets()
    change(document)
    project.pin(document)
    before = project.state()

    found = problems(project.run("generate", "--json"))
    assert [problem["pointer"] for problem in found] == sorted(wanted, key=[p["pointer"] for p in found].index)
    for problem in found:
        assert wanted[problem["pointer"]] in problem["message"]
        assert problem["source"] == "spec/pets/openapi.json"

    for command in (["generate"], ["generate", "--check"]):
        result = project.run(*command)
        assert result.exit_code == 2
        assert all(f"spec/pets/openapi.json{pointer}: " in result.stderr for pointer in wanted)
        assert "Traceback" not in result.output
    assert project.state() == before


def test_the_same_is_refused_when_it_is_pulled(project: Project) -> None:
    document = pets()
    SPOILT["operationIds given twice"][0](document)
    project.pin(document)
    pinned = (project.root / "spec/pets/openapi.json").rename(project.root / "new.json")
    project.pin(pets())
    before = (project.root / "spec/pets/openapi.json").read_bytes()
    found = problems(project.run("pull", "pets", "--from", pinned.name, "--json"))
    assert "#/paths/~1a/get/operationId" in [problem.get("pointer") for problem in found]
    assert (project.root / "spec/pets/openapi.json").read_bytes() == before


def test_a_document_that_is_not_there_is_asked_for(project: Project) -> None:
    (project.root / "spec/pets/openapi.json").unlink()
    before = project.state()
    result = project.run("generate")
    assert result.exit_code == 2
    assert "specloom pull" in result.stderr
    assert project.state() == before


def test_awkward_names_are_told_apart(project: Project) -> None:
    document = pets()
    names = ["class", "class_", "Class", "größe", "grosse", "尺寸", "a-b", "a_b", "a b", "2nd", "self", "", "😀"]
    fields: Json = {name: {"type": "string"} for name in names}
    named: Json = {
        name: {"type": "object", "properties": fields} for name in ["Pet", "pet", "PET", "p-e-t", "None", "größe"]
    }
    document["components"]["schemas"] = named
    document["paths"] = {
        f"/{verb}/{name}": {
            "get": {
                "operationId": f"{verb} {name}",
                "responses": {
                    "200": {
                        "description": "",
                        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}},
                    }
                },
                "parameters": [{"name": other, "in": "query", "schema": {}} for other in names if other],
            }
        }
        for verb in ("get", "import")
        for name in named
    }
    project.pin(document)
    result = project.run("generate")
    assert result.exit_code == 0, result.output
    program = f"""
import importlib, pkgutil, sys
sys.path.insert(0, "generated/pets_client/src")
import pets_client
classes = []
for found in pkgutil.walk_packages(pets_client.__path__, "pets_client."):
    module = importlib.import_module(found.name)
    if found.name.startswith("pets_client.types."):
        classes += [one for one in vars(module).values() if getattr(one, "__module__", "") == found.name]
print(len(classes))
print(sum(getattr(pets_client.types, name) is pets_client.types.Pet for name in dir(pets_client.types)))
value = dict.fromkeys({names!r}, "x")
assert pets_client.types.Pet.from_dict(value).to_dict() == value
"""
    ran = project.run_apart(program)
    assert ran.returncode == 0, ran.stderr
    # One model under six names, since the schemas say the same, and the keyword arguments of twelve methods.
    assert ran.stdout.split() == [str(1 + 12), "6"]


def test_foreign_files_in_the_output_are_left_alone(project: Project) -> None:
    project.pin({**pets(), "info": {"title": "Changed", "version": "2"}})
    project.write("generated/pets_client/notes.txt", "mine")
    project.write("generated/pets_client/src/pets_client/resources/extra.py", "print('mine')\n")
    before = project.state()
    found = problems(project.run("generate", "--json"))
    assert [problem["source"] for problem in found] == [
        "generated/pets_client/notes.txt",
        "generated/pets_client/src/pets_client/resources/extra.py",
    ]
    assert all("is not generated" in problem["message"] for problem in found)
    assert project.state() == before


def test_an_sdk_yaml_that_is_no_utf8_is_named(project: Project) -> None:
    (project.root / "spec/pets/sdk.yaml").write_bytes("client: {name: Größe}".encode("latin-1"))
    before = project.state()
    (problem,) = problems(project.run("generate", "--json"))
    assert problem["source"] == "spec/pets/sdk.yaml"
    assert "cannot be read" in problem["message"]
    assert project.state() == before


def test_check_calls_foreign_files_extra(project: Project) -> None:
    project.write("generated/pets_client/notes.txt", "mine")
    before = project.state()
    result = project.run("generate", "--check")
    assert result.exit_code == 1
    assert "extra: generated/pets_client/notes.txt" in result.output
    assert project.state() == before


def test_a_template_that_asks_for_an_unknown_name_is_named_with_its_line(project: Project) -> None:
    project.configure('templates = ["mine"]\n')
    project.write("mine/client/resource.py.jinja", "{{ header }}\n\n{{ view.nothing_of_the_kind }}\n")
    before = project.state()
    (problem,) = problems(project.run("generate", "--json"))
    assert (problem["source"], problem["line"]) == ("mine/client/resource.py.jinja", 3)
    assert "nothing_of_the_kind" in problem["message"]
    assert project.state() == before


@pytest.mark.parametrize("key", ["layers", "templates"])
def test_a_folder_that_is_not_there_is_named(project: Project, key: str) -> None:
    project.configure(f'{key} = ["nowhere", "nor_here"]\n')
    before = project.state()
    found = problems(project.run("generate", "--json"))
    assert [problem["source"] for problem in found] == ["nowhere", "nor_here"]
    assert project.state() == before


def test_all_that_is_wrong_with_sdk_yaml_is_told_with_its_lines(project: Project) -> None:
    project.write(
        "spec/pets/sdk.yaml", "client: {nmae: Pets}\nmethods:\n  listPets: pets.not-a-name\nacronyms: 3\ntpyes: {}\n"
    )
    before = project.state()
    found = problems(project.run("generate", "--json"))
    assert {problem["source"] for problem in found} == {"spec/pets/sdk.yaml"}
    assert sorted(problem["line"] for problem in found) == [1, 3, 4, 5]
    assert project.state() == before


def test_an_sdk_yaml_that_names_what_is_not_there_is_refused(project: Project) -> None:
    project.write("spec/pets/sdk.yaml", "methods:\n  listPest: pets.list\ndeprecated: [cows.*]\n")
    before = project.state()
    found = problems(project.run("generate", "--json"))
    assert [problem["source"] for problem in found] == ["spec/pets/sdk.yaml"] * 2
    assert "listPets" in found[0]["message"]  # the nearest name there is
    assert project.state() == before


def test_an_overlay_that_is_broken_or_fits_nothing_is_refused(project: Project) -> None:
    overlay: Any = "overlay: 1.0.0\ninfo: {title: Ours, version: '1'}\nactions:\n  - target: $.paths[\n"
    project.write("spec/pets/overlay.yaml", overlay)
    before = project.state()
    (problem,) = problems(project.run("generate", "--json"))
    assert problem["source"] == "spec/pets/overlay.yaml"
    assert project.state() == before


@pytest.mark.parametrize(
    ("text", "message"),
    [("[apis.pets]\noutptu = 'x'\n", "did you mean 'output'"), ("[apis.pets\n", "not valid TOML")],
)
def test_a_wrong_specloom_toml_is_refused(project: Project, text: str, message: str) -> None:
    project.write("specloom.toml", text)
    before = project.state()
    (problem,) = problems(project.run("generate", "--json"))
    assert message in problem["message"]
    assert project.state() == before
