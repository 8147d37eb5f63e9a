"""Findings together: how far versions must move, and what a changelog says of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from attrs import frozen

from specloom.diff.findings import Finding
from specloom.diff.rules import RULES
from specloom.diff.values import ABSENT

Level: TypeAlias = Literal["none", "patch", "minor", "major"]
Section: TypeAlias = Literal["Removed", "Changed", "Deprecated", "Added"]

LEVELS: tuple[Level, ...] = ("none", "patch", "minor", "major")
SECTIONS: tuple[Section, ...] = ("Removed", "Changed", "Deprecated", "Added")

NAMED_IN_A_LINE = 6
"""Names that one line of a changelog lists; the rest is counted."""

_VERSION = re.compile(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:\.(0|[1-9]\d{0,8}))?")
_DEPRECATIONS = frozenset(("operation-deprecated", "deprecated-set", "python-deprecated"))
# What could be done before still can, and more.
_ALLOWS_MORE = frozenset((
    "operation-reactivated", "deprecated-removed", "parameter-became-optional", "body-became-optional",
    "property-became-optional", "additional-properties-opened", "read-only-removed", "write-only-removed",
    "type-generalized", "became-nullable", "became-union", "format-removed", "enum-opened", "bound-removed",
    "bound-relaxed", "pattern-removed", "multiple-of-removed", "unique-items-removed", "assertion-removed",
    "security-removed", "security-scope-removed", "python-argument-optional", "python-undeprecated",
))  # fmt: skip


@frozen
class Bump:
    """How far a version must move.

    Attributes:
        level: The part of the version that moves; ``none`` where nothing has changed.
        current: The version of the old side, or empty where it is not known.
        proposed: The least version that says so, or empty where ``current`` is no semantic version.
        stated: The version that the new side has already, or empty.
        early: Whether ``current`` is before 1.0, where a breaking change moves the minor part.
    """

    level: Level
    current: str = ""
    proposed: str = ""
    stated: str = ""
    early: bool = False

    @property
    def enough(self) -> bool:
        """Whether the version of the new side says it already; not told where versions cannot be read."""
        stated, proposed = _numbers(self.stated), _numbers(self.proposed)
        return stated is not None and proposed is not None and stated >= proposed

    def __str__(self) -> str:
        if self.level == "none":
            return "no new version"
        if not self.proposed:
            return self.level
        early = ", before 1.0" if self.early else ""
        return f"{self.level} ({self.current} → {self.proposed}{early})"


@frozen
class ChangelogLine:
    """One line of a changelog.

    Attributes:
        resource: What it is about (``chat.completions``), or empty.
        names: What the sentence is said of, all of them.
        says: The rest of the sentence, with values in backquotes.
        breaking: Whether code or clients break by it.
    """

    section: Section
    resource: str
    names: tuple[str, ...]
    says: str
    breaking: bool

    def __str__(self) -> str:
        shown = [f"`{name}`" for name in self.names[:NAMED_IN_A_LINE]]
        if len(self.names) > NAMED_IN_A_LINE:
            shown.append(f"{len(self.names) - NAMED_IN_A_LINE} more")
        subjects = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
        each = "Each of " if len(self.names) > 1 else ""
        return f"{'Breaking: ' if self.breaking else ''}{each}{subjects} {self.says}."


def bump(level: Level, current: str = "", stated: str = "") -> Bump:
    """The least version that is true after changes of a level."""
    numbers = _numbers(current)
    if level == "none" or numbers is None:
        return Bump(level, current, current if level == "none" else "", stated)
    major, minor, patch = numbers
    early = major == 0 and level == "major"
    if level == "major" and not early:
        proposed = (major + 1, 0, 0)
    elif level == "patch":
        proposed = (major, minor, patch + 1)
    else:
        proposed = (major, minor + 1, 0)
    return Bump(level, current, ".".join(map(str, proposed)), stated, early)


def spec_level(findings: Iterable[Finding]) -> Level:
    """How far the version of the document must move: breaking on the wire is major, more to use is minor."""
    return _highest(_on_the_wire(one) for one in findings)


def package_level(findings: Iterable[Finding]) -> Level:
    """How far the version of the package must move: breaking in Python is major, more to use is minor."""
    return _highest(_in_python(one) for one in findings)


def changelog(findings: Sequence[Finding]) -> tuple[ChangelogLine, ...]:
    """Changes as users of the package read them: by section, then by resource; what is said of several is said once.

    Words that changed are left out.
    """
    lines: dict[tuple[Section, str, str, bool], dict[str, None]] = {}
    for one in findings:
        if one.kind != "documentation":
            key = (_section(one), one.resource, one.says, one.verdict == "breaking")
            lines.setdefault(key, {})[one.about] = None
    told = [ChangelogLine(*key[:2], tuple(names), *key[2:]) for key, names in lines.items()]
    return tuple(sorted(told, key=lambda line: (SECTIONS.index(line.section), line.resource, not line.breaking)))


def changelog_text(lines: Iterable[ChangelogLine]) -> str:
    """A changelog entry in Markdown, without the heading of its version; empty where there is nothing to tell."""
    return "\n".join(_markdown(lines))


def _markdown(lines: Iterable[ChangelogLine]) -> Iterator[str]:
    section = ""
    for line in lines:
        if line.section != section:
            yield from ("", f"### {line.section}", "") if section else (f"### {line.section}", "")
            section = line.section
        resource = f"{line.resource}: " if line.resource else ""
        yield f"- {resource}{line}"


def _highest(levels: Iterable[Level]) -> Level:
    return max(levels, key=LEVELS.index, default="none")


def _on_the_wire(finding: Finding) -> Level:
    if finding.rule.startswith("python-"):
        return "none"
    if finding.wire == "breaking":
        return "major"
    return "minor" if finding.wire == "warning" or _offers_more(finding.rule) else "patch"


def _in_python(finding: Finding) -> Level:
    if finding.python == "breaking":
        return "major"
    more = any(_offers_more(one.rule) or one.verdict == "warning" for one in finding.python_changes)
    return "minor" if more else "patch"


def _offers_more(rule: str) -> bool:
    return rule.endswith("-added") or rule in _ALLOWS_MORE or rule in _DEPRECATIONS


_HEADINGS: Mapping[str, Section] = {"-removed": "Removed", "-added": "Added"}


def _section(finding: Finding) -> Section:
    if finding.rule in _DEPRECATIONS:
        return "Deprecated"
    rule = RULES.get(finding.rule)
    if (finding.before is ABSENT or finding.after is ABSENT) and (rule is None or rule.group != "bounds"):
        for ending, section in _HEADINGS.items():
            if finding.rule.endswith(ending):
                return section
    return "Changed"


def _numbers(version: str) -> tuple[int, int, int] | None:
    found = _VERSION.fullmatch(version.removeprefix("v"))
    return None if found is None else (int(found[1]), int(found[2]), int(found[3] or 0))
