"""A check as the text of an issue: never longer than one may be, and nothing of a document is ever markup in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from specloom.diff.findings import Finding, said
from specloom.diff.formats.quoting import code, prose, size
from specloom.diff.formats.words import cut, place_said, plural
from specloom.diff.report import Review
from specloom.diff.rules import RULES
from specloom.drift.values import Checked, Drift
from specloom.drift.words import behind, state, verdict, when

MARKER: Final = "<!-- specloom-drift -->"
"""First line of a report, by which its issue is found and updated in place."""
LIMIT: Final = 60_000
"""Characters that a report may have, as GitHub counts them (UTF-16); an issue may have 65,536."""
_TAIL: Final = 100
_LONGEST: Final = 600


def render(report: Drift, *, limit: int = LIMIT) -> str:
    """The whole run as GitHub's Markdown; what comes first is kept where there is more than fits."""
    lines = [MARKER, f"Checked {when(report)}.", *_table(report)]
    for one in report.apis:
        if one.status != "same":
            lines += _api(one)
    return _fitting(lines, limit)


def _fitting(lines: list[str], limit: int) -> str:
    left = limit - _TAIL
    for number, line in enumerate(lines):
        left -= size(line) + 1
        if left < 0:
            return "\n".join([*lines[:number], "", f"*{plural(len(lines) - number, 'line')} more not shown.*", ""])
    return "\n".join([*lines, ""])


def _table(report: Drift) -> Iterator[str]:
    yield ""
    yield "| API | | Pinned | Live |"
    yield "|:--|:--|:--|:--|"
    for one in report.apis:
        pinned, live = (prose(cut(side.revision, 80)) or "?" for side in (one.pinned, one.live))
        yield f"| {code(one.api)} | {verdict(one)} | {pinned} | {live} |"


def _api(one: Checked) -> Iterator[str]:
    yield ""
    yield f"## {code(one.api)}: {verdict(one)}"
    yield ""
    yield f"- pinned: {prose(state(one.pinned))}"
    yield f"- live: {prose(state(one.live))}"
    for problem in one.problems:
        yield f"- **could not look**: {prose(cut(str(problem), _LONGEST))}"
    if one.compared and one.compared.review.findings:
        yield from ("", "### Contract", "")
        yield from (_finding(one.compared.review, finding) for finding in one.compared.review.findings)
    if one.compared and one.compared.differences:
        yield from ("", "### Behind the contract", "")
        for difference in one.compared.differences:
            pointer = code(cut(difference.new_pointer or difference.old_pointer, 300))
            yield f"- {code(cut(difference.about, 200))} {behind(difference, code)} ({pointer})"
    if one.edits:
        yield from ("", "### Edited but not deployed", "")
        yield from (f"- {prose(cut(edit, _LONGEST))}" for edit in one.undeployed or ["nothing that can be seen"])
        yield from ("", f"Not seen: {one.edits.unseen}.")
    if one.total:
        yield ""
        yield f"`specloom diff {one.api} {one.api}@pull` reviews it; `specloom pull {one.api}` pins what is live."


def _finding(review: Review, finding: Finding) -> str:
    rule = RULES.get(finding.rule)
    says = said(rule.says, finding.before, finding.after, code) if rule else prose(cut(finding.says, 300))
    place = review.place(finding)
    shown = f" ({code(place_said(place))} {code(cut(place.pointer, 300))})" if place.pointer else ""
    verdict = "**breaking**" if finding.verdict == "breaking" else finding.verdict
    return f"- {verdict}: {code(cut(finding.about, 200))} {says}{shown}"
