"""Formats that other programs read: JSON by its schema, workflow commands, JUnit XML."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings

from specloom.diff.formats import annotations as commands
from specloom.diff.formats import json_report, junit
from specloom.diff.report import Review
from specloom.diff.values import ABSENT
from tests.diff.formats.made import SMALL
from tests.diff.shop import add_color, add_status, drop_delete, drop_name, rename_order, reviewed

SCHEMA = json_report.schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
PATIENT = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[phase for phase in Phase if phase is not Phase.shrink],
)


def closed(schema: Any) -> Any:
    """The schema without room for keys that it does not describe."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: closed(one) for key, one in schema.items()}
    return {**inner, "additionalProperties": False} if "properties" in inner and "type" in inner else inner


@pytest.fixture(scope="module")
def review() -> Review:
    (breaking,) = reviewed(drop_delete).findings
    edits = drop_name, drop_delete, add_color, add_status, rename_order
    return reviewed(*edits, accepted={breaking.fingerprint: "nobody deletes"})


def test_json_follows_its_schema_and_the_schema_describes_all_of_it(review: Review) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    report = json.loads(json_report.render(review))
    assert [error.message for error in VALIDATOR.iter_errors(report)] == []
    strict = jsonschema.Draft202012Validator(closed(SCHEMA))
    assert [error.message for error in strict.iter_errors(report)] == []


def test_json_says_what_was_found(review: Review) -> None:
    report = json.loads(json_report.render(review))
    assert report["counts"]["total"] == len(report["findings"]) == 5
    gone = next(one for one in report["findings"] if one["rule"] == "operation-removed")
    assert gone["accepted"] == "nobody deletes"
    assert gone["place"]["side"] == "old"
    assert "after" not in gone
    name = next(one for one in report["findings"] if one["rule"] == "property-became-optional")
    assert name["subject"] == {"kind": "schema", "name": "Pet", "place": ["name"]}
    assert {(one["verb"], one["path"]) for one in name["operations"]} >= {("get", "/pets"), ("get", "/orders")}
    assert {one["path"]: one["directions"] for one in name["operations"]}["/pets/{id}"] == ["response"]
    assert name["place"] == {
        "side": "new",
        "file": "spec/shop.json",
        "pointer": "#/components/schemas/Pet/allOf/1/properties/name",
        "line": name["place"]["line"],
    }
    assert report["versions"]["package"]["proposed"] == "0.5.0"
    assert report["changelog"]["markdown"].startswith("### Removed")


def test_null_is_a_value_and_absence_is_none(review: Review) -> None:
    finding = evolve(review.findings[0], before=ABSENT, after=None)
    (told,) = json.loads(json_report.render(evolve(review, findings=(finding,))))["findings"]
    assert "before" not in told
    assert told["after"] is None


@PATIENT
@given(SMALL)
def test_json_is_valid_whatever_the_input(review: Review) -> None:
    text = json_report.render(review)
    report = json.loads(text)
    assert next(VALIDATOR.iter_errors(report), None) is None
    assert len(report["findings"]) == report["counts"]["total"]


# --- annotations --------------------------------------------------------------------------------------------


def test_annotations_stand_beside_lines(review: Review) -> None:
    lines = commands.render(review).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::notice", "::error", "::error", "::warning", "::notice"]
    named = [line for line in lines if "Pet.name may be missing" in line]
    line = review.place_now(next(one for one in review.findings if one.about == "Pet.name")).line
    assert named[0].startswith(
        f"::error file=spec/shop.json,line={line},title=Breaks the wire and calling code::Pet.name"
    )
    assert "%0Aanswers of 4 operations: GET /orders, " in named[0]


def test_without_a_file_annotations_have_no_place() -> None:
    review = reviewed(drop_delete)
    text = commands.render(evolve(review, new=evolve(review.new, file="")))
    assert text.startswith("::error title=Breaks the wire and calling code::DELETE /pets/{id} is gone")


@PATIENT
@given(SMALL)
def test_annotations_are_one_command_a_line_whatever_the_input(review: Review) -> None:
    lines = commands.render(review).removesuffix("\n").split("\n")
    grave = [one for one in review.findings if one.verdict != "safe"]
    assert len(lines) == len(grave) + 1
    for line in lines:
        found = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        assert found, line
        properties = [one.partition("=") for one in found[2].split(",")]
        assert {name for name, _, _ in properties} <= {"file", "line", "title"}
        assert unquote(found[3]).isprintable() or "\n" in unquote(found[3])
        assert not re.search(r"%(?!25|0A|0D|3A|2C)", line)


# --- JUnit --------------------------------------------------------------------------------------------


def test_junit_has_a_case_for_each_finding(review: Review) -> None:
    suite = ElementTree.fromstring(junit.render(review))[0]
    assert {key: suite.get(key) for key in ("tests", "failures", "skipped", "errors")} == {
        "tests": "5", "failures": "2", "skipped": "1", "errors": "0",
    }  # fmt: skip
    failures = suite.findall("testcase/failure")
    assert [one.get("type") for one in failures] == ["property-became-optional", "schema-renamed"]
    assert "+ name: str | None = None" in (failures[0].text or "")
    assert len(suite.findall("testcase/system-out")) == 1
    case = suite.findall("testcase")[1]
    assert case.get("classname") == "specloom.diff.property-became-optional"
    assert case.get("file") == "spec/shop.json"


def test_junit_of_nothing_is_one_case_that_passes() -> None:
    suites = ElementTree.fromstring(junit.render(reviewed()))
    (case,) = suites.findall("testsuite/testcase")
    assert (case.get("name"), len(case), suites.get("tests")) == ("Nothing has changed.", 0, "1")


@PATIENT
@given(SMALL)
def test_junit_is_xml_whatever_the_input(review: Review) -> None:
    suites = ElementTree.fromstring(junit.render(review).encode())
    cases = suites.findall("testsuite/testcase")
    assert len(cases) == int(suites.get("tests", "")) == max(len(review.findings), 1)
    assert len(suites.findall("testsuite/testcase/failure")) == int(suites.get("failures", ""))
    assert len(suites.findall("testsuite/testcase/skipped")) == int(suites.get("skipped", ""))
