"""A review: verdicts, versions, filters, severities, acceptances, places."""

from __future__ import annotations

import copy

import pytest

from specloom.diff.findings import Finding
from specloom.diff.review import Settings, make_review
from specloom.diff.values import Subject
from tests.diff.shop import (
    SHOP,
    Edit,
    add_color,
    add_status,
    drop_delete,
    drop_name,
    edited,
    move_orders,
    need_age,
    other_words,
    pet,
    rename_order,
    reviewed,
    side,
)


def test_nothing_changed() -> None:
    review = reviewed()
    assert review.findings == ()
    assert (review.spec.level, review.package.level, review.verdict) == ("none", "none", "safe")
    assert review.changelog == ()


@pytest.mark.parametrize(
    ("edit", "spec", "package"),
    [
        (drop_delete, "major", "major"),
        (drop_name, "major", "major"),
        (need_age, "major", "major"),
        (move_orders, "major", "patch"),
        (rename_order, "patch", "major"),
        (add_color, "minor", "minor"),
        (add_status, "minor", "minor"),
        (other_words, "patch", "patch"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_versions_follow_from_what_breaks(edit: Edit, spec: str, package: str) -> None:
    review = reviewed(edit)
    assert (review.spec.level, review.package.level) == (spec, package)


def test_versions_are_proposed() -> None:
    review = reviewed(drop_name)
    assert (review.spec.current, review.spec.proposed, review.spec.enough) == ("1.2.3", "2.0.0", False)
    assert (review.package.proposed, review.package.early) == ("0.5.0", True)
    bumped = reviewed(drop_name, lambda document: document["info"].update(version="2.0.0"))
    assert bumped.spec.enough


def test_counts_add_up() -> None:
    counts = reviewed(drop_name, drop_delete, add_color, add_status, other_words).counts
    assert counts.total == counts.breaking + counts.warnings + counts.safe + counts.documentation
    assert (counts.wire, counts.python, counts.breaking, counts.warnings, counts.documentation) == (2, 2, 2, 1, 1)


def test_severities_stand_instead_of_ours() -> None:
    rule = "property-became-optional"
    assert reviewed(drop_name, settings=Settings({rule: "warning"})).findings[0].wire == "warning"
    assert reviewed(drop_name, settings=Settings({f"{rule}:response": "safe"})).findings[0].wire == "safe"
    assert reviewed(drop_name, settings=Settings({f"{rule}:request": "safe"})).findings[0].wire == "breaking"
    (found,) = reviewed(drop_name, settings=Settings({"python-field-optional": "safe", rule: "safe"})).findings
    assert (found.wire, found.python) == ("safe", "safe")
    assert found.fingerprint == reviewed(drop_name).findings[0].fingerprint


def test_fingerprints_of_what_only_python_shows_do_not_hang_on_severities() -> None:
    ours = reviewed(rename_order)
    theirs = reviewed(rename_order, settings=Settings({"python-class-renamed": "safe"}))
    assert {one.fingerprint for one in ours.findings} == {one.fingerprint for one in theirs.findings}
    assert (ours.counts.python, theirs.counts.python) == (1, 0)


def test_paths_and_operations_that_do_not_count_are_no_reason() -> None:
    only_orders = reviewed(drop_name, drop_delete, settings=Settings(paths=("/orders*",)))
    assert [str(use.operation) for one in only_orders.findings for use in one.uses] == ["GET /orders"]
    assert only_orders.filtered == 1
    without = reviewed(drop_name, settings=Settings(not_paths=("/pets*",), not_operations=("listOrders",)))
    assert without.findings == ()
    assert without.filtered == 1
    by_name = reviewed(drop_delete, add_color, settings=Settings(operations=("deletePet",)))
    assert [one.rule for one in by_name.findings] == ["operation-removed"]
    by_verb = reviewed(drop_delete, add_color, settings=Settings(not_operations=("DELETE *",)))
    assert [one.rule for one in by_verb.findings] == ["property-added"]


def test_rules_can_be_left_out() -> None:
    review = reviewed(drop_name, add_color, settings=Settings(not_rules=("property-added", "python-field-added")))
    assert [one.rule for one in review.findings] == ["property-became-optional"]
    python = reviewed(drop_name, settings=Settings(rules=("python-*",)))
    assert [(one.rule, one.wire, one.python) for one in python.findings] == [
        ("python-field-optional", "safe", "breaking")
    ]


def test_accepted_findings_pass_the_gate() -> None:
    (breaking,) = reviewed(drop_name).findings
    assert reviewed(drop_name).hits("any") == (breaking,)
    review = reviewed(drop_name, accepted={breaking.fingerprint: "nobody reads it", "0" * 12: "of old"})
    assert review.findings[0].accepted == "nobody reads it"
    assert review.hits("any") == ()
    assert review.verdict == "safe"
    assert review.spec.level == "major", "a version says what changed, accepted or not"
    assert (review.counts.breaking, review.counts.accepted) == (1, 1)
    assert review.unused == ("0" * 12,)
    late = reviewed(drop_name, expired=[breaking.fingerprint, "1" * 12])
    assert (late.expired, late.unused, late.verdict) == ((breaking.fingerprint,), ("1" * 12,), "breaking")


def test_an_acceptance_is_used_though_filters_hide_its_finding() -> None:
    (breaking,) = reviewed(drop_name).findings
    hidden = reviewed(drop_name, settings=Settings(paths=("/none",)), accepted={breaking.fingerprint: "fine"})
    assert (hidden.findings, hidden.unused) == ((), ())


def test_gates_stop_at_their_kind() -> None:
    moved, renamed = reviewed(move_orders), reviewed(rename_order)
    assert [len(moved.hits(gate)) for gate in ("wire", "python", "any", "none")] == [1, 0, 1, 0]
    assert [len(renamed.hits(gate)) for gate in ("wire", "python", "any", "none")] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("resources", "common"),
    [(("chat.runs", "chat.texts"), "chat"), (("beta.chat", "web.chat"), ""), (("chat",), "chat"), ((), "")],
)
def test_what_resources_have_in_common_begins_with_their_first_names(resources: tuple[str, ...], common: str) -> None:
    finding = Finding("0" * 12, "r", Subject("document", ""), "x", "y", "safe", "safe", resources=resources)
    assert finding.resource == common


def test_a_finding_names_its_resources() -> None:
    review = reviewed(drop_name, drop_delete)
    assert {one.rule: one.resources for one in review.findings} == {
        "operation-removed": ("pets",),
        "property-became-optional": ("orders", "pets"),
    }
    assert {one.rule: one.resource for one in review.findings} == {
        "operation-removed": "pets",
        "property-became-optional": "",
    }


@pytest.mark.parametrize("yaml_text", [False, True], ids=["json", "yaml"])
def test_places_are_those_of_the_source(yaml_text: bool) -> None:
    old, new = side(SHOP, "old"), side(edited(add_color, drop_delete), "new", yaml_text=yaml_text)
    old = side(SHOP, "old", yaml_text=yaml_text)
    review = make_review(old, new)
    places = {one.rule: review.place(one) for one in review.findings}
    color, gone = places["property-added"], places["operation-removed"]
    assert color.pointer == "#/components/schemas/Pet/allOf/1/properties/color"
    assert "color" in new.text.decode().splitlines()[(color.line or 0) - 1]
    assert (gone.pointer, gone.gone, gone.side.label) == ("#/paths/~1pets~1{id}/delete", True, "old")
    assert "delete" in old.text.decode().splitlines()[(gone.line or 0) - 1]
    now = {one.rule: review.place_now(one) for one in review.findings}["operation-removed"]
    assert (now.pointer, now.side.label) == ("#/paths/~1pets~1{id}", "new")
    assert "/pets/{id}" in new.text.decode().splitlines()[(now.line or 0) - 1]


def test_sides_are_not_changed() -> None:
    old, new = side(SHOP), side(edited(drop_name, add_status))
    kept = copy.deepcopy((old.document, old.prepared, new.document, new.prepared))
    make_review(old, new)
    assert (old.document, old.prepared, new.document, new.prepared) == kept


def test_the_same_change_of_the_same_subject_is_told_once() -> None:
    def described(document: dict[str, object]) -> None:
        pet(document)["owner"] = {"description": "Who.", "type": "object", "properties": {"a": {"type": "string"}}}

    base = edited(described)
    review = reviewed(lambda document: pet(document)["owner"].update(description="Who has it."), base=base)
    prints = [one.fingerprint for one in review.findings]
    assert len(prints) == len(set(prints)) == 1
