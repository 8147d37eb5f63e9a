"""The table ``[diff]`` of specloom.toml: what ``specloom diff`` is told there, once for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import field, frozen

from specloom.problems import Problems

GATES: Final = ("wire", "python", "any", "none")
VERDICTS: Final = ("breaking", "warning", "safe")

_LISTS: Final = ("paths", "exclude_paths", "rules", "exclude_rules")
KEYS: Final = ("fail_on", "severity", *_LISTS)


@frozen
class ReviewSettings:
    """What is settled for all reviews; options of the command line add to it or win.

    Attributes:
        fail_on: Which breaking findings end a review with 1: ``wire``, ``python``, ``any`` or ``none``.
        severity: Verdict by rule id.
        paths: Patterns of the paths that are looked at; all when empty.
        exclude_paths: Patterns of paths that are not.
        rules: Patterns of the rules that are told; all when empty.
        exclude_rules: Patterns of rules that are not.
    """

    fail_on: str = "any"
    severity: Mapping[str, str] = field(factory=dict)
    paths: tuple[str, ...] = ()
    exclude_paths: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    exclude_rules: tuple[str, ...] = ()


def read_review_settings(table: Any, problems: Problems) -> ReviewSettings:
    """The settings that a table holds; what does not fit is noted and replaced by the default."""
    if not isinstance(table, dict):
        problems.add("diff is a table: [diff]", "#/diff")
        return ReviewSettings()
    for key in table:
        if key not in KEYS:
            problems.add(f"there is no setting {key!r}; there are {', '.join(KEYS)}", f"#/diff/{key}")
    fail_on = table.get("fail_on", "any")
    if fail_on not in GATES:
        problems.add(f"fail_on is one of {', '.join(GATES)}, not {fail_on!r}", "#/diff/fail_on")
        fail_on = "any"
    lists = {key: _patterns(table.get(key, []), key, problems) for key in _LISTS}
    return ReviewSettings(fail_on, _severity(table.get("severity", {}), problems), **lists)


def _severity(table: Any, problems: Problems) -> dict[str, str]:
    if not isinstance(table, dict):
        problems.add("severity is a table of rules with their verdicts: [diff.severity]", "#/diff/severity")
        return {}
    for rule, verdict in table.items():
        if verdict not in VERDICTS:
            message = f"a verdict is one of {', '.join(VERDICTS)}, not {verdict!r}"
            problems.add(message, f"#/diff/severity/{rule}")
    return {rule: verdict for rule, verdict in table.items() if verdict in VERDICTS}


def _patterns(value: Any, key: str, problems: Problems) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    problems.add(f"{key} is a list of texts, not {value!r}", f"#/diff/{key}")
    return ()
