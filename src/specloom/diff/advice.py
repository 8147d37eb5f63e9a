"""What callers do about a change: one sentence a rule, said of all that it holds for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from specloom.diff.findings import Finding

# What may hold other values, or none, than code was written for.
_CHECK_TYPE: Final = "Give what the new type asks for"
_READ_TYPE: Final = "Read the new type"

ADVICE: Final[Mapping[str, str]] = {
    "python-client-renamed": "Import the client by its new name",
    "python-client-option-removed": "Make the client without it",
    "python-client-option-required": "Give it when you make the client",
    "python-client-option-added": "Give it when you make the client",
    "python-method-renamed": "Call it by its new name",
    "python-method-moved": "Call it at its new place",
    "python-method-removed": "Do without it; nothing takes its place",
    "python-argument-renamed": "Give the argument by its new name",
    "python-argument-removed": "Leave the argument out",
    "python-argument-added": "Give the argument that is asked for now",
    "python-argument-required": "Give the argument that is asked for now",
    "python-argument-retyped": _CHECK_TYPE,
    "python-argument-order-changed": "Give arguments by name",
    "python-return-changed": _READ_TYPE,
    "python-page-changed": _READ_TYPE,
    "python-stream-removed": "Call without streaming",
    "python-stream-added": "Read a stream",
    "python-stream-retyped": "Read the new events",
    "python-class-renamed": "Import the class by its new name",
    "python-class-removed": "Import it no more",
    "python-class-changed": "Use it as what it has become",
    "python-field-removed": "Read or send the field no more",
    "python-field-required": "Send the field that is asked for now",
    "python-field-added": "Send the field that is asked for now",
    "python-field-optional": "Expect None",
    "python-field-values-added": "Expect values that were not listed before",
    "python-field-retyped": "Use the new type",
    "operation-removed": "Call it no more",
    "operation-moved": "Call the new path; a regenerated package does",
    "required-parameter-added": "Send it",
    "parameter-became-required": "Send it",
    "required-body-added": "Send a body",
    "body-became-required": "Send a body",
    "required-property-added": "Send it",
    "property-became-required": "Send it",
    "required-property-removed": "Do without it",
    "property-became-optional": "Expect that it is missing",
    "became-nullable": "Expect null",
    "became-not-nullable": "Leave it out where you sent null",
    "enum-value-removed": "Send none of the values that are gone",
    "became-enum": "Send one of the values that are listed",
    "union-member-added": "Expect a kind that you do not know",
    "union-member-removed": "Send one of the kinds that are left",
    "bound-tightened": "Stay within the new bounds",
    "security-added": "Send the credentials that are asked for",
    "security-scope-added": "Ask for a key with the new scope",
    "security-alternative-removed": "Use a way to be let in that is left",
    "security-scheme-changed": "Send credentials in the new way",
}
"""By rule id; rules that are not here ask for nothing that a sentence could say."""


def migration(findings: Iterable[Finding]) -> dict[str, tuple[str, ...]]:
    """What to do about breaking findings that nobody has accepted: advice, and the names that it holds for.

    What Python code has to do stands for the finding; only where it has nothing to do it is what the wire asks for.
    """
    found: dict[str, dict[str, None]] = {}
    for one in findings:
        if one.verdict != "breaking" or one.accepted:
            continue
        python = [(ADVICE[each.rule], _named(each.symbol, each.before, each.after))
                  for each in one.python_changes if each.verdict == "breaking" and each.rule in ADVICE]  # fmt: skip
        wire = [(ADVICE[one.rule], one.about)] if one.wire == "breaking" and one.rule in ADVICE else []
        for advice, name in python or wire:
            found.setdefault(advice, {})[name] = None
    return {advice: tuple(names) for advice, names in found.items()}


def _named(symbol: str, before: str, after: str) -> str:
    if before.startswith(("client.", "from ")):  # a call or an import says it all
        return f"{before} → {after}" if after else before
    return f"{symbol}: {after or before}" if after or before else symbol
