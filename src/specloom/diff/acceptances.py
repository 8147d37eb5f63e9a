"""Findings that somebody has accepted: a reviewed file beside specloom.toml, each with a reason and a last day.

The file is TOML, one table a finding, sorted by fingerprint, so that two branches that accept something seldom
conflict. Comments stay with the table below them.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import takewhile
from typing import Any, Final

from attrs import field, frozen

from specloom.problems import Problem, Problems, SpecloomError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ACCEPTED_NAME: Final = "specloom.accepted.toml"

_HEAD: Final = """\
# Findings of `specloom diff` that were accepted, with the reason and the last day on which that holds.
# `specloom accept FINGERPRINT --reason TEXT --until DATE` adds one; take a table out to take it back.
"""
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{12}")
_TABLE: Final = re.compile(r"\[accepted\.([0-9a-f]{12})\][ \t]*(?:#.*)?")
_POSITION: Final = re.compile(r"\(at line (\d+), column (\d+)\)")
_KEYS: Final = ("reason", "until", "api", "finding")


@frozen
class Acceptance:
    """That a finding is known and wanted.

    Attributes:
        fingerprint: Of the finding.
        reason: Why, in the words of whoever accepted it.
        until: The last day on which it holds.
        api: The API that it is about, or empty: every one.
        finding: What the finding said when it was accepted, for those who read the file.
    """

    fingerprint: str
    reason: str
    until: date
    api: str = ""
    finding: str = ""

    def holds(self, today: date) -> bool:
        """Whether it has not expired."""
        return today <= self.until


@frozen
class Acceptances:
    """The acceptances of one file, by fingerprint."""

    entries: Mapping[str, Acceptance] = field(factory=dict)

    def about(self, apis: Iterable[str]) -> Acceptances:
        """Those that concern a comparison of these APIs: their own, and those that name none."""
        known = {"", *apis}
        return Acceptances({key: one for key, one in self.entries.items() if one.api in known})

    def reasons(self, today: date) -> dict[str, str]:
        """Reasons by fingerprint, of those that hold."""
        return {key: one.reason for key, one in self.entries.items() if one.holds(today)}

    def expired(self, today: date) -> tuple[str, ...]:
        """Fingerprints of those that no longer hold."""
        return tuple(key for key, one in self.entries.items() if not one.holds(today))


def checked_fingerprint(text: str) -> str:
    """A fingerprint as reports print it.

    Raises:
        SpecloomError: If it is none.
    """
    if _FINGERPRINT.fullmatch(text.lower()):
        return text.lower()
    raise SpecloomError(f"{text!r} is no fingerprint: 12 digits of 0-9 and a-f, as `specloom diff` prints them")


def read_day(text: str) -> date:
    """A day as ISO 8601 spells it.

    Raises:
        SpecloomError: If it is spelt otherwise, or there is no such day.
    """
    try:
        # Newer Pythons take more spellings; the file must mean the same to all.
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise SpecloomError(f"{text!r} is no day; give one like 2027-03-31") from None


def read_acceptances(text: bytes, source: str = ACCEPTED_NAME) -> Acceptances:
    """What a file says.

    Raises:
        SpecloomError: With all that is wrong in it.
    """
    values = _toml(text, source)
    problems = Problems(source)
    for key in values:
        if key != "accepted":
            problems.add(f"there is no setting {key!r}; there are tables [accepted.FINGERPRINT]", f"#/{key}")
    tables = values.get("accepted", {})
    if not isinstance(tables, dict):
        problems.add("accepted is a table of tables: [accepted.FINGERPRINT]", "#/accepted")
        tables = {}
    entries = {key: one for key, table in tables.items() if (one := _entry(key, table, problems)) is not None}
    problems.check()
    return Acceptances(entries)


def with_acceptance(text: bytes, acceptance: Acceptance, source: str = ACCEPTED_NAME) -> bytes:
    """The text of a file with one more acceptance, or with another reason and day for one that it has.

    What else the file holds stays as it is spelled, in the order of fingerprints.

    Raises:
        SpecloomError: If the file is wrong, or written in a way that cannot be extended.
    """
    known = read_acceptances(text, source)
    head, tables = _tables(text.decode())
    if set(tables) != set(known.entries):
        message = "each finding needs a table of its own, [accepted.FINGERPRINT], so that others can be added"
        raise SpecloomError(Problem(message, source=source))
    old = tables.get(acceptance.fingerprint, "").splitlines()
    above = takewhile(lambda line: line.lstrip().startswith("#"), old)
    tables[acceptance.fingerprint] = "\n".join([*above, _table(acceptance)])
    blocks = [tables[key].strip("\n") for key in sorted(tables)]
    return ("\n\n".join([(head or _HEAD).strip("\n"), *blocks]) + "\n").encode()


def nearest_fingerprints(fingerprint: str, known: Iterable[str]) -> list[str]:
    """Those that one may have been meant as."""
    return difflib.get_close_matches(fingerprint, list(known), 3, 0.6)


def _toml(text: bytes, source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.decode())
    except UnicodeDecodeError as error:
        raise SpecloomError(Problem("this file is not UTF-8 text", source=source)) from error
    except tomllib.TOMLDecodeError as error:
        place = _POSITION.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (None, None)
        message = f"this is not valid TOML: {_POSITION.sub('', str(error)).strip()}"
        raise SpecloomError(Problem(message, "", source, line, column)) from error


def _entry(key: str, table: Any, problems: Problems) -> Acceptance | None:
    pointer = f"#/accepted/{key}"
    if not _FINGERPRINT.fullmatch(key):
        problems.add(f"{key!r} is no fingerprint: 12 digits of 0-9 and a-f", pointer)
        return None
    if not isinstance(table, dict):
        problems.add(f"an acceptance is a table: [accepted.{key}]", pointer)
        return None
    for name in table:
        if name not in _KEYS:
            problems.add(f"there is no setting {name!r}; there are {', '.join(_KEYS)}", f"{pointer}/{name}")
    texts = {name: table.get(name, "") for name in ("reason", "api", "finding")}
    for name, value in texts.items():
        if not isinstance(value, str):
            problems.add(f"{name} is a text, not {value!r}", f"{pointer}/{name}")
            return None
    if not texts["reason"].strip():
        problems.add("an acceptance needs a reason", f"{pointer}/reason")
    until = table.get("until")
    if not isinstance(until, date) or isinstance(until, datetime):
        problems.add(f"until is a day without quotes, like 2027-03-31, not {until!r}", f"{pointer}/until")
        return None
    return Acceptance(key, texts["reason"], until, texts["api"], texts["finding"])


def _tables(text: str) -> tuple[str, dict[str, str]]:
    """The head of a file, and its tables as they are spelled, each with the comments right above it."""
    head: list[str] = []
    tables: dict[str, list[str]] = {}
    current = head
    for line in text.splitlines():
        found = _TABLE.fullmatch(line.strip())
        if found:
            above = _taken_comments(current)
            # What stands above the first table after an empty line is about the file.
            current = tables[found[1]] = [*above, line]
        else:
            current.append(line)
    return "\n".join(head), {key: "\n".join(lines) for key, lines in tables.items()}


def _taken_comments(lines: list[str]) -> list[str]:
    start = len(lines)
    while start and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    taken = lines[start:]
    del lines[start:]
    return taken


def _table(acceptance: Acceptance) -> str:
    values = {"reason": acceptance.reason, "api": acceptance.api, "finding": acceptance.finding}
    lines = [f"[accepted.{acceptance.fingerprint}]", f"until = {acceptance.until.isoformat()}"]
    lines += [f"{key} = {_quoted(value)}" for key, value in values.items() if value]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    # TOML's basic strings know the escapes of JSON, and both hide control characters the same way.
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "\\u007f")
