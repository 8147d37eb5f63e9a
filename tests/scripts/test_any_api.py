"""The table of any folder of documents tells what is covered, and every kind of problem."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from scripts.any_api import main, type_errors
from scripts.any_api_calls import answered
from scripts.any_api_document import Made, Workshop, documents
from specloom.commands import pipeline
from specloom.commands.console import SilentProgress
from specloom.problems import SpecloomError

OK = {"200": {"description": "", "content": {"application/json": {"schema": {"type": "string"}}}}}


def document(paths: dict[str, Any]) -> dict[str, Any]:
    return {"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}, "paths": paths}


PETS = document({"/pets": {"get": {"responses": OK}, "options": {"responses": OK}}})
GATEWAY = {
    **document({"/files/{proxy+}": {"x-amazon-apigateway-any-method": {"responses": {}}, "options": {}}}),
    "x-amazon-apigateway-policy": {},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents that are fine, and files that are none."""
    found = tmp_path / "documents"
    (found / "more").mkdir(parents=True)
    (found / "pets.json").write_text(json.dumps(PETS), "utf-8")
    (found / "more" / "gate way.yaml").write_text(json.dumps(GATEWAY), "utf-8")
    (found / "sources.json").write_text('{"pets": "somewhere"}', "utf-8")
    (found / "notes.md").write_text("openapi: 3.0.3", "utf-8")
    return found


def table(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, dict[str, Any]]]:
    """Exit code, and the rows by file."""
    code = main([str(folder), "--json"])
    return code, {row["file"]: row for row in json.loads(capsys.readouterr().out)["documents"]}


def made(folder: Path, root: Path) -> Made:
    """The package of ``pets.json``."""
    _, done = Workshop.fitted_out(root, folder, [folder / "pets.json"]).make("api_pets", SilentProgress())
    assert done is not None
    return done


def test_documents_that_are_fine_have_no_problem(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, rows = table(folder, capsys)
    assert code == 0
    assert rows == {
        "more/gate way.yaml": {
            "file": "more/gate way.yaml", "format": "OpenAPI 3.0.3", "operations": 6, "options": 1, "covered": 6,
            "answered": 6, "problems": [],
        },
        "pets.json": {
            "file": "pets.json", "format": "OpenAPI 3.0.3", "operations": 1, "options": 1, "covered": 1,
            "answered": 2, "problems": [],
        },
    }  # fmt: skip


def test_a_problem_of_one_document_is_told_and_the_others_go_on(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = document({"/pets": {"get": {"responses": {"200": {"$ref": "#/components/responses/Lost"}}}}})
    (folder / "lost.json").write_text(json.dumps(lost), "utf-8")
    (folder / "cut.yaml").write_text('openapi: 3.0.3\ninfo: {title: "Pe', "utf-8")
    code, rows = table(folder, capsys)
    assert code == 1
    assert rows["lost.json"]["problems"][0].startswith("#/paths/~1pets/get/responses/200/$ref: ")
    assert "this is not valid YAML" in rows["cut.yaml"]["problems"][0]
    assert rows["cut.yaml"]["format"] == ""
    assert rows["pets.json"]["problems"] == []
    assert (rows["lost.json"]["operations"], rows["lost.json"]["covered"]) == (1, 0)


def test_the_table_of_people_ends_with_every_problem_at_length(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in (folder / "pets.json", folder / "more" / "gate way.yaml"):
        file.unlink()
    problems = {f"/{letter}": {"get": {"operationId": "same"}} for letter in "abcde"}
    (folder / "same.json").write_text(json.dumps(document(problems)), "utf-8")
    assert main([str(folder)]) == 1
    printed = capsys.readouterr().out
    assert "1 documents" in printed
    assert "and 1 more" in printed
    assert printed.count("same.json: #/paths/") == 4


def test_a_folder_without_documents_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "there is no OpenAPI document" in capsys.readouterr().err
    with pytest.raises(SystemExit) as refused:
        main([str(tmp_path / "nowhere")])
    assert refused.value.code == 2


def test_an_operation_that_the_code_does_not_name_is_missing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    emit = pipeline.emit_target

    def forgetful(*arguments: Any) -> dict[str, str]:
        return {path: text.replace('"GET"', '"HEAD"') for path, text in emit(*arguments).items()}

    monkeypatch.setattr("scripts.any_api_document.emit_target", forgetful)
    row, _ = Workshop.fitted_out(tmp_path, folder, [folder / "pets.json"]).make("api_pets", SilentProgress())
    assert row.problems == ("GET /pets has no method",)
    assert row.covered == 0


@pytest.mark.parametrize(
    ("error", "told"),
    [(SpecloomError("it cannot be done"), "it cannot be done"), (KeyError("x"), "a fault of specloom: KeyError: 'x'")],
)
def test_whatever_stops_a_generation_is_a_problem(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    def broken(*arguments: object) -> None:
        raise error

    monkeypatch.setattr("scripts.any_api_document.plan_target", broken)
    row, done = Workshop.fitted_out(tmp_path, folder, [folder / "pets.json"]).make("api_pets", SilentProgress())
    assert done is None
    assert row.problems == (told,)
    assert row.operations == 1


def test_a_call_that_the_document_does_not_allow_is_a_problem(folder: Path, tmp_path: Path) -> None:
    done = made(folder, tmp_path)
    assert answered(done) == (2, [])
    prepared = json.loads(json.dumps(done.planned.prepared))
    wanted = {"name": "size", "in": "query", "required": True, "schema": {"type": "string"}}
    prepared["paths"]["/pets"]["get"]["parameters"] = [wanted]
    count, (problem,) = answered(evolve(done, planned=evolve(done.planned, prepared=prepared)))
    assert count == 1
    assert problem.startswith("pets.")
    assert "query size: it is required" in problem


def test_a_package_that_cannot_be_imported_or_typed_is_a_problem(folder: Path, tmp_path: Path) -> None:
    done = made(folder, tmp_path)
    assert type_errors(tmp_path, {"api_pets": done}) == {}
    client = done.source / done.target.package / "_client.py"
    client.write_text(client.read_text("utf-8") + '\nspoilt: int = "text"\nraise RuntimeError("no")\n', "utf-8")
    assert answered(done) == (0, ["import api_pets_client: RuntimeError: no"])
    ((problem, *_),) = type_errors(tmp_path, {"api_pets": done}).values()
    assert problem.startswith("mypy: generated/api_pets_client/src/api_pets_client/_client.py:")
    assert "Incompatible types in assignment" in problem


def test_a_type_checker_that_cannot_run_is_a_problem(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scripts.any_api.sys.executable", "false")
    assert "mypy could not run" in type_errors(tmp_path, {"api_pets": made(folder, tmp_path)})["api_pets"][0]


def test_names_of_files_that_differ_in_their_signs_alone_are_told_apart(tmp_path: Path) -> None:
    for name in ("a-b.json", "a b.json", "a_b.yaml"):
        (tmp_path / name).write_text(json.dumps(PETS), "utf-8")
    workshop = Workshop.fitted_out(tmp_path / "work", tmp_path, documents(tmp_path))
    assert {name: workshop.shown(name) for name in workshop.files} == {
        "api_a_b": "a b.json",
        "api_a_b_2": "a-b.json",
        "api_a_b_3": "a_b.yaml",
    }
