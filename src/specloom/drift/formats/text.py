"""A check for a terminal: the verdict of each API first, then every difference."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.diff.findings import Finding
from specloom.diff.formats.words import cut, operations, place_said, reached, some, verdicts_said, visible
from specloom.diff.report import Review
from specloom.drift.values import Checked, Drift
from specloom.drift.words import behind, state, verdict, when

_LONGEST = 600


def render(report: Drift) -> str:
    """The whole run as plain text."""
    return "\n".join("\n".join(_api(report, one)) + "\n" for one in report.apis)


def _api(report: Drift, one: Checked) -> Iterator[str]:
    against = f" against {cut(one.live.revision, 200)}" if one.live.revision else ""
    yield f"{one.api}: {verdict(one)} (checked {when(report)}{against}, {one.mode} mode)"
    yield f"  pinned: {state(one.pinned)}"
    yield f"  live:   {state(one.live)}"
    for problem in one.problems:
        yield f"  could not look: {cut(str(problem), _LONGEST)}"
    if one.compared:
        yield from _contract(one.compared.review)
    if one.compared and one.compared.differences:
        yield from ("", "  Behind the contract")
        for difference in one.compared.differences:
            yield f"    {visible(difference.about)} {cut(behind(difference), _LONGEST)}"
            yield f"      {visible(difference.new_pointer or difference.old_pointer)}"
    if one.edits:
        yield from ("", "  Edited but not deployed")
        yield from (f"    {cut(edit, _LONGEST)}" for edit in one.undeployed or ["nothing that can be seen"])
        yield f"    not seen: {one.edits.unseen}"
    if one.total:
        yield ""
        yield f"  `specloom diff {one.api} {one.api}@pull` reviews it; `specloom pull {one.api}` pins what is live."


def _contract(review: Review) -> Iterator[str]:
    if review.findings:
        yield from ("", "  Contract")
    for finding in review.findings:
        yield from _finding(review, finding)


def _finding(review: Review, finding: Finding) -> Iterator[str]:
    yield f"    {finding.verdict}: {cut(finding.message, _LONGEST)}"
    yield f"      {verdicts_said(finding)}, {finding.rule}"
    if reached(finding):
        yield f"      {reached(finding)}: {some(operations(finding.uses), 4)}"
    place = review.place(finding)
    if place.pointer:
        yield f"      {place_said(place)} {visible(place.pointer)}"
    for change in finding.python_changes:
        if change.verdict != "safe":
            yield f"      {cut(f'{change.symbol} {change.says}', _LONGEST)}"
