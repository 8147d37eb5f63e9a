"""Who may call: alternatives of an operation's security, and the schemes behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from specloom.diff.values import ABSENT, Delta, Direction, Json

AUTH_TYPE: Final = "x-amazon-apigateway-authtype"
REQUEST: frozenset[Direction] = frozenset({"request"})


def compare_security(old: Json, new: Json, old_document: Json, new_document: Json) -> Iterator[Delta]:
    """What became of the ways to be let in.

    An alternative is taken away when no alternative of the new side asks for as little: callers who had it are
    refused. An operation without security lets everybody in.
    """
    before, after = alternatives(old, old_document), alternatives(new, new_document)
    if before == after:
        return
    place = ("security",)
    if not _open(before) and _open(after):
        yield Delta("security-removed", place, _shown(before), ABSENT, REQUEST)
        return
    if _open(before) and not _open(after):
        yield Delta("security-added", place, ABSENT, _shown(after), REQUEST)
        return
    lost = [one for one in before if not any(_asks_no_more(other, one) for other in after)]
    won = [one for one in after if not any(_asks_no_more(other, one) for other in before)]
    kinds_before, kinds_after = ({_schemes(one) for one in side} for side in (before, after))
    for one in lost:
        rule = "security-scope-added" if _schemes(one) in kinds_after else "security-alternative-removed"
        yield Delta(rule, place, _shown([one]), _shown(after), REQUEST)
    told = {_schemes(one) for one in lost}
    for one in won:
        if _schemes(one) in kinds_before - told:
            yield Delta("security-scope-removed", place, _shown(before), _shown([one]), REQUEST)
        elif _schemes(one) not in told:
            yield Delta("security-alternative-added", place, ABSENT, _shown([one]), REQUEST)


def compare_schemes(old: Json, new: Json) -> Iterator[tuple[str, Delta]]:
    """Differences of security schemes, each with the name of its scheme."""
    before, after = (side.get("components", {}).get("securitySchemes", {}) for side in (old, new))
    for name in before:
        if name not in after:
            yield name, Delta("security-scheme-removed", (), before[name], ABSENT, REQUEST)
            continue
        was, now = (_core(one[name]) for one in (before, after))
        if was != now:
            yield name, Delta("security-scheme-changed", (), was, now, REQUEST)
    for name in after:
        if name not in before:
            yield name, Delta("security-scheme-added", (), ABSENT, after[name], REQUEST)


Alternative = frozenset[tuple[str, frozenset[str]]]


def alternatives(operation: Json, document: Json) -> list[Alternative]:
    """What an operation accepts: each alternative is a set of schemes with their scopes."""
    listed: Any = operation.get("security", document.get("security", []))
    found = [frozenset((name, frozenset(scopes)) for name, scopes in one.items()) for one in listed]
    return list(dict.fromkeys(found))


def _open(listed: list[Alternative]) -> bool:
    return not listed or frozenset() in listed


def _asks_no_more(new: Alternative, old: Alternative) -> bool:
    """Whether who fulfils the old alternative fulfils the new one too."""
    held = dict(old)
    return all(name in held and scopes <= held[name] for name, scopes in new)


def _schemes(one: Alternative) -> frozenset[str]:
    return frozenset(name for name, _ in one)


def _shown(listed: list[Alternative]) -> list[str]:
    return sorted(
        " and ".join(sorted(f"{name} ({', '.join(sorted(scopes))})" if scopes else name for name, scopes in one))
        or "nothing"
        for one in listed
    )


def _core(scheme: Json) -> dict[str, Any]:
    """What callers must do: API Gateway says in an extension alone that a request is signed."""
    return {
        key: value
        for key, value in scheme.items()
        if key == AUTH_TYPE or (key != "description" and not key.startswith("x-"))
    }
