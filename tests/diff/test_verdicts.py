"""Versions and changelogs."""

from __future__ import annotations

import pytest

from specloom.diff.advice import ADVICE, migration
from specloom.diff.findings import PythonChange, shortly
from specloom.diff.python_rules import PYTHON_RULES
from specloom.diff.rules import RULES
from specloom.diff.values import ABSENT
from specloom.diff.verdicts import ChangelogLine, Level, bump, changelog_text
from tests.diff.shop import add_color, add_status, drop_delete, drop_name, other_words, pet, reviewed


@pytest.mark.parametrize(
    ("level", "current", "proposed"),
    [
        ("major", "1.2.3", "2.0.0"),
        ("minor", "1.2.3", "1.3.0"),
        ("patch", "1.2.3", "1.2.4"),
        ("none", "1.2.3", "1.2.3"),
        ("major", "0.2.3", "0.3.0"),
        ("minor", "0.2.3", "0.3.0"),
        ("patch", "v2.3", "2.3.1"),
        ("major", "2024-05-01", ""),
        ("major", "1.2.3-beta.1", ""),
        ("major", "01.2.3", ""),
        ("major", "", ""),
    ],
)
def test_the_least_version_is_proposed(level: Level, current: str, proposed: str) -> None:
    assert bump(level, current).proposed == proposed


def test_before_one_is_told_where_something_breaks() -> None:
    assert bump("major", "0.9.1").early
    assert not bump("minor", "0.9.1").early
    assert str(bump("major", "0.9.1")) == "major (0.9.1 → 0.10.0, before 1.0)"
    assert str(bump("none", "0.9.1")) == "no new version"
    assert str(bump("major", "spring")) == "major"


@pytest.mark.parametrize(
    ("stated", "enough"), [("2.0.0", True), ("2.0.1", True), ("10.0.0", True), ("1.9.9", False), ("soon", False)]
)
def test_the_stated_version_is_compared_by_its_numbers(stated: str, enough: bool) -> None:
    assert bump("major", "1.2.3", stated).enough is enough


def test_a_changelog_has_sections_and_resources() -> None:
    review = reviewed(drop_name, drop_delete, add_color, add_status, other_words)
    assert changelog_text(review.changelog) == (
        "### Removed\n\n"
        "- pets: Breaking: `DELETE /pets/{id}` is gone.\n\n"
        "### Changed\n\n"
        "- Breaking: `Pet.name` may be missing.\n\n"
        "### Added\n\n"
        "- `Pet.status` may be `lost`.\n"
        "- `Pet.color` is new and may be left out."
    )


def test_what_is_said_of_several_is_said_once() -> None:
    def many(document: dict[str, object]) -> None:
        pet(document).update({f"field{number}": {"type": "string"} for number in range(9)})

    (line,) = reviewed(many).changelog
    assert len(line.names) == 9
    assert str(line).startswith("Each of `Pet.field0`, `Pet.field1`,")
    assert str(line).endswith("`Pet.field5` and 3 more is new and may be left out.")


def test_deprecations_have_their_own_section() -> None:
    review = reviewed(lambda document: document["paths"]["/orders"]["get"].update(deprecated=True))
    assert [(line.section, line.resource) for line in review.changelog] == [("Deprecated", "orders")]
    assert review.spec.level == review.package.level == "minor"


def test_a_line_is_a_sentence() -> None:
    assert str(ChangelogLine("Changed", "", ("A", "B"), "may be null", True)) == (
        "Breaking: Each of `A` and `B` may be null."
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (ABSENT, "nothing"),
        (None, "`null`"),
        ("a\n b", "`a b`"),
        ([], "`[]`"),
        (["a"], "`a`"),
        (["a", "b", 3], "`a`, `b` and `3`"),
        ({"maximum": 3, "x-specloom-pointer": "#"}, '`{"maximum": 3}`'),
        (True, "`true`"),
    ],
)
def test_values_are_quoted(value: object, said: str) -> None:
    assert shortly(value) == said


def test_long_values_are_cut_and_counted() -> None:
    assert len(shortly("x" * 500)) == 122
    said = shortly([f"value-{number}" for number in range(100)])
    assert said.endswith("more")
    assert said.count("`") == 2 * said.count("value-")
    assert said.count("value-") + int(said.rsplit(" ", 2)[1]) == 100
    assert shortly(["x" * 500, "y"]).endswith("… and 1 more") or "`…" not in shortly(["x" * 500, "y"])


def test_advice_is_of_rules_that_there_are() -> None:
    assert set(ADVICE) - set(RULES) - {rule.id for rule in PYTHON_RULES} == set()


def test_migration_tells_what_python_code_does_and_leaves_accepted_ones_out() -> None:
    review = reviewed(drop_name, drop_delete)
    advised = migration(review.findings)
    assert list(advised) == ["Do without it; nothing takes its place", "Expect None"]
    assert advised["Expect None"] == ("shop_client.types.Pet: name: str | None = None",)
    prints = {one.fingerprint: "fine" for one in review.findings}
    assert migration(reviewed(drop_name, drop_delete, accepted=prints).findings) == {}


def test_wire_advice_stands_where_python_has_nothing_to_do() -> None:
    def bounded(document: dict[str, dict[str, dict[str, dict[str, dict[str, dict[str, int]]]]]]) -> None:
        document["components"]["schemas"]["NewPet"]["properties"]["age"]["maximum"] = 50

    review = reviewed(bounded)
    assert not any(isinstance(one, PythonChange) for one in review.findings[0].python_changes)
    assert migration(review.findings) == {"Stay within the new bounds": ("NewPet.age",)}
