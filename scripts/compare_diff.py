"""Compare the verdicts of ``specloom.diff`` with those of another tool, on pairs of small documents.

``python scripts/compare_diff.py FOLDER [--list]``: the folder holds cases.json, a list of
``{case, base, revision, expected: [{id, level}]}`` with paths of documents in the folder. Prints the agreement by
level and by group of ids, and with ``--list`` each case on which the two disagree, with what was found here.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from attrs import frozen

from specloom.diff.compare import compare
from specloom.diff.findings import Finding, findings_of
from specloom.diff.lifecycle import NOTICE_DAYS, Calendar
from specloom.diff.values import worst
from specloom.document.load import load_text
from specloom.prepare import prepare
from specloom.problems import SpecloomError

_GRAVITY = ("", "info", "warning", "error")
_GROUPS = (
    ("stability", r"stability|sunset|deprecat|reactivat"),
    ("security", r"security"),
    ("media types", r"media-type"),
    ("headers", r"header"),
    ("parameters", r"parameter"),
    ("bounds", r"-(min|max|pattern|multiple|unique|exclusive)|contains|dependent|unevaluated|if-|then-|else-|prefix"),
    ("enums", r"enum|const"),
    ("types", r"type|nullable|format|one-of|any-of|all-of|discriminator|-not-"),
    ("properties", r"propert"),
    ("operations", r"^api-|endpoint|tag|operation"),
    ("bodies and answers", r"body|response"),
)


@frozen
class Case:
    """One pair of documents.

    Attributes:
        level: The gravest level of the other tool: error, warning, info, or empty.
        ids: What it reports at that level.
        found: Ours, or None where a document could not be prepared.
        refused: Why it could not.
    """

    name: str
    level: str
    ids: tuple[str, ...]
    found: tuple[Finding, ...] | None
    refused: str = ""

    @property
    def verdict(self) -> str:
        """Ours on the wire: breaking, warning, safe, nothing, refused."""
        if self.found is None:
            return "refused"
        return worst(*(one.wire for one in self.found)) if self.found else "nothing"

    @property
    def agrees(self) -> bool:
        """Whether an error is breaking here, and what is none is not."""
        return (self.level == "error") == (self.verdict == "breaking")


def main(arguments: list[str] | None = None) -> int:
    """Compare, print, and return 0; 2 where the folder holds no cases."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="holds cases.json and the documents")
    parser.add_argument("--list", action="store_true", help="list the cases on which the two disagree")
    parser.add_argument(
        "--today", type=date.fromisoformat, default=date.today(), help="the day of sunsets: YYYY-MM-DD"
    )
    parser.add_argument("--notice", type=int, default=NOTICE_DAYS, help="days that a sunset must be ahead")
    options = parser.parse_args(arguments)
    try:
        listed = json.loads((options.folder / "cases.json").read_text("utf-8"))
    except OSError as error:
        sys.stderr.write(f"{options.folder}: no cases to compare with: {error}\n")
        return 2
    calendar = Calendar(options.today, options.notice)
    cases = [_case(options.folder, one, calendar) for one in listed]
    sys.stdout.write("\n".join([*_summary(cases), *(_disagreements(cases) if options.list else ())]) + "\n")
    return 0


def _case(folder: Path, listed: dict[str, Any], calendar: Calendar) -> Case:
    level = max((one["level"] for one in listed["expected"]), key=_GRAVITY.index, default="")
    ids = tuple(sorted({one["id"] for one in listed["expected"] if one["level"] == level}))
    try:
        old, new = (_prepared(folder / listed[side]) for side in ("base", "revision"))
    except SpecloomError as error:
        return Case(listed["case"], level, ids, None, " ".join(str(error).split()))
    return Case(listed["case"], level, ids, findings_of(compare(old, new, calendar).changes))


def _prepared(path: Path) -> dict[str, Any]:
    return prepare(load_text(path.read_bytes(), path.name), path.name)


def _summary(cases: list[Case]) -> Iterator[str]:
    verdicts: dict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        verdicts[case.level][case.verdict] += 1
    columns = ("breaking", "warning", "safe", "nothing", "refused")
    yield f"{len(cases)} cases; rows: theirs, columns: ours"
    yield f"{'':10}" + "".join(f"{column:>10}" for column in columns)
    for level in reversed(_GRAVITY):
        yield f"{level or 'nothing':10}" + "".join(f"{verdicts[level][column]:>10}" for column in columns)
    compared = [case for case in cases if case.found is not None]
    errors = [case for case in compared if case.level == "error"]
    rest = [case for case in compared if not case.level]
    yield f"theirs error, ours breaking: {_share(errors)}"
    yield f"theirs nothing, ours not breaking: {_share(rest)}"
    yield ""
    yield f"{'group':22}{'level':10}{'agree':>10}"
    groups: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in compared:
        for group in sorted({_group(one) for one in case.ids}) or ["(nothing)"]:
            groups[group, case.level].append(case)
    for (group, level), members in sorted(groups.items()):
        yield f"{group:22}{level or 'nothing':10}{_share(members):>10}"


def _share(cases: Iterable[Case]) -> str:
    listed = list(cases)
    return f"{sum(case.agrees for case in listed)} of {len(listed)}"


def _group(rule: str) -> str:
    return next((name for name, pattern in _GROUPS if re.search(pattern, rule)), "other")


def _disagreements(cases: Iterable[Case]) -> Iterator[str]:
    for case in cases:
        if case.agrees and case.found is not None:
            continue
        yield f"\n{case.name}: theirs {case.level or 'nothing'} ({', '.join(case.ids)}), ours {case.verdict}"
        if case.found is None:
            yield f"    {case.refused[:300]}"
        for finding in case.found or ():
            yield f"    {finding.wire}: {finding.rule}: {finding.message[:160]}"


if __name__ == "__main__":
    sys.exit(main())
