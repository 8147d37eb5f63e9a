"""A review as JUnit XML, for CI servers that show tests: a finding is a test case, and a breaking one fails."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from specloom.diff.findings import Finding
from specloom.diff.formats.words import (
    cut,
    operations,
    place_said,
    reached,
    some,
    verdict_said,
    verdicts_said,
    visible,
)
from specloom.diff.report import Review

_NAME: Final = 300
_OPERATIONS: Final = 50


def render(review: Review) -> str:
    """The review as one suite of test cases: failed where breaking, skipped where accepted, passed else."""
    failing = [one for one in review.findings if one.verdict == "breaking" and not one.accepted]
    skipped = [one for one in review.findings if one.verdict != "safe" and one.accepted]
    cases = len(review.findings) or 1
    numbers = {"tests": str(cases), "failures": str(len(failing)), "errors": "0", "skipped": str(len(skipped))}
    suites = Element("testsuites", {"name": "specloom diff", **numbers, "time": f"{review.seconds:.3f}"})
    name = f"{visible(review.old.label)} → {visible(review.new.label)}"
    suite = SubElement(suites, "testsuite", {"name": name, **numbers, "time": f"{review.seconds:.3f}"})
    for finding in review.findings:
        _case(suite, review, finding)
    if not review.findings:
        SubElement(suite, "testcase", {"classname": "specloom.diff", "name": verdict_said(review), "time": "0"})
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, "unicode") + "\n"


def _case(suite: Element, review: Review, finding: Finding) -> None:
    place = review.place_now(finding)
    about = {
        "classname": f"specloom.diff.{finding.rule}",
        "name": f"{cut(finding.message, _NAME)} [{finding.fingerprint}]",
    }
    at = {"file": visible(place.side.file), **({"line": str(place.line)} if place.line else {})}
    case = SubElement(suite, "testcase", {**about, **(at if place.side.file else {}), "time": "0"})
    if finding.verdict == "safe":
        return
    if finding.accepted:
        SubElement(case, "skipped", {"message": f"accepted: {cut(finding.accepted, _NAME)}"})
    elif finding.verdict == "breaking":
        failure = SubElement(case, "failure", {"type": finding.rule, "message": verdicts_said(finding)})
        failure.text = _details(review, finding)
    else:
        SubElement(case, "system-out").text = _details(review, finding)


def _details(review: Review, finding: Finding) -> str:
    place = review.place(finding)
    lines = [visible(finding.message), verdicts_said(finding)]
    lines += [f"because {visible(finding.reason)}"] if finding.reason else []
    lines += [f"{place_said(place)} {visible(place.pointer)}"] if place.pointer else []
    lines += [f"{reached(finding)}: {some(operations(finding.uses), _OPERATIONS)}"] if reached(finding) else []
    for change in finding.python_changes:
        lines.append(f"{visible(change.symbol)} {visible(change.says)}")
        lines += [f"  - {visible(change.before)}"] if change.before else []
        lines += [f"  + {visible(change.after)}"] if change.after else []
    return "\n".join(lines)
