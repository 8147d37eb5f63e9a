"""What somebody stated about single operations: in sdk.yaml by operationId or verb and path, or in the document."""

from __future__ import annotations

import keyword
from collections.abc import Mapping, Sequence
from typing import TypeVar

from attrs import evolve

from specloom.plan.naming import RESERVED_MEMBERS, RESERVED_ON_CLIENT
from specloom.plan.operations import Operation
from specloom.plan.sdk import Call, Sdk
from specloom.plan.yaml_nodes import nearest
from specloom.problems import Problem

Rule = TypeVar("Rule")


def by_operation_id(sdk: Sdk, operations: Sequence[Operation], found: list[Problem]) -> Sdk:
    """sdk.yaml with all that it says of operations under their operationIds, where it says ``GET /pets`` too.

    Args:
        found: Collects what is wrong: operations that the document does not have, one that is spoken of twice.
    """
    known = {operation.spelt: operation.operation_id for operation in operations}
    known |= {operation.operation_id: operation.operation_id for operation in operations}
    method_lines = {name: rules[0].line for name, rules in sdk.methods.items() if rules}
    return evolve(
        sdk,
        methods=_keyed(sdk.methods, "methods", known, method_lines, sdk, found),
        streams=_keyed(sdk.streams, "streams", known, {n: r.line for n, r in sdk.streams.items()}, sdk, found),
    )


def _keyed(
    rules: Mapping[str, Rule],
    key: str,
    known: Mapping[str, str],
    lines: Mapping[str, int],
    sdk: Sdk,
    found: list[Problem],
) -> dict[str, Rule]:
    keyed: dict[str, Rule] = {}
    for name, rule in rules.items():
        verb, space, path = name.partition(" ")
        spelt = f"{verb.upper()} {path.strip().replace('+}', '}')}" if space else name
        operation = known.get(name) or known.get(spelt)
        if operation is None:
            message = f"the document has no operation {name!r}{nearest(spelt, known)}"
            found.append(Problem(message, source=sdk.source, line=lines.get(name)))
        elif operation in keyed:
            message = f"{key}.{name}: there are rules for {operation} already"
            found.append(Problem(message, source=sdk.source, line=lines.get(name)))
        else:
            keyed[operation] = rule
    return keyed


def wrong_call(call: Call) -> str:
    """What is wrong with a call path that somebody stated; empty for nothing."""
    spelt = ".".join(call)
    if len(call) < 2:
        return f"{spelt!r} names no method of a resource (such as 'pets.list')"
    for index, part in enumerate(call):
        if not part.isidentifier() or keyword.iskeyword(part):
            return f"{spelt!r} is no call path: {part!r} is no free name in Python"
        if part in (RESERVED_ON_CLIENT if index == 0 else RESERVED_MEMBERS):
            return (
                f"{spelt!r} cannot be called: every {'client' if index == 0 else 'resource'} has a {part!r} of its own"
            )
    return ""
