"""What is true of every pass: its example, its manners, and the page that is made of them."""

from __future__ import annotations

import json
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import pytest

from specloom.document.load import load_text
from specloom.prepare import PASSES, Pass, check, prepare
from specloom.prepare.page import page
from specloom.prepare.passes import recursive_refs
from tests.prepare.documents import obj, ref, with_schemas

ROOT = Path(__file__).parents[2]
BY_NAME = pytest.mark.parametrize("step", PASSES, ids=lambda step: step.name)


@BY_NAME
def test_a_pass_does_what_its_example_shows(step: Pass) -> None:
    before, after = step.example.documents()
    assert step.run(before) == after


@BY_NAME
def test_a_pass_leaves_its_argument_alone(step: Pass) -> None:
    before, _ = step.example.documents()
    copy = deepcopy(before)
    step.run(before)
    assert before == copy


@BY_NAME
def test_a_pass_is_content_with_its_own_work(step: Pass) -> None:
    _, after = step.example.documents()
    assert step.run(after) == after


@BY_NAME
def test_a_pass_says_why(step: Pass) -> None:
    assert step.reason.endswith(".")


def test_names_are_unique() -> None:
    names = [step.name for step in PASSES]
    assert len(set(names)) == len(names)


def test_every_module_of_passes_is_in_the_list() -> None:
    modules = {path.stem for path in Path(recursive_refs.__file__).parent.glob("*.py")} - {"__init__"}
    assert {step.name for step in PASSES} == modules


@BY_NAME
def test_where_nothing_changes_the_result_shares_its_parts(step: Pass) -> None:
    document = with_schemas(Pet=obj(name={"type": "string"}))
    done = step.run(document)
    pet, before = (whole["components"]["schemas"]["Pet"] for whole in (done, document))
    assert pet["properties"]["name"] is before["properties"]["name"]
    assert pet == before


def test_the_page_is_what_the_passes_do() -> None:
    assert (ROOT / "docs" / "prepare.md").read_text("utf-8") == page()


def test_the_result_is_the_same_under_any_hash_seed(tmp_path: Path) -> None:
    document = with_schemas(
        Base=obj("kind", kind={"enum": ["a", "b", None]}, extra={"type": ["string", "integer", "object", "array"]}),
        Left={"allOf": [ref("Base"), obj("kind", kind={"const": "a"}, deep=obj(x={"enum": [1, 2, "z"]}))]},
        Right={"allOf": [ref("Base"), obj("kind", kind={"const": "b"})]},
        Both={"oneOf": [ref("Left"), ref("Right"), {"type": "null"}]},
    )
    path = tmp_path / "document.json"
    path.write_text(json.dumps(document), "utf-8")
    code = (
        "import json, sys; from specloom.prepare import prepare;"
        "print(json.dumps(prepare(json.load(open(sys.argv[1])))))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, str(path)], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "4242")
    ]
    assert runs[0] == runs[1] == runs[2]


@pytest.mark.parametrize("name", ["library-3.0.yaml", "orders-3.1.json", "weather-2.0.yaml"])
def test_whole_documents_are_prepared_once_and_for_all(name: str) -> None:
    path = ROOT / "tests" / "documents" / name
    document = load_text(path.read_bytes(), str(path))
    done = prepare(document)
    check(done)
    assert prepare(done) == done
