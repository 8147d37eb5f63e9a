"""What of a document a package holds: every operation with its methods, and every place that was widened or mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from specloom.plan.operations import operations as operations_of
from specloom.plan.values import NamedBy, Plan
from specloom.plan.walking import methods_of
from specloom.problems import Problems


@frozen
class Covered:
    """What a package holds, for the summary line.

    Attributes:
        operations: Operations of the document; each has a method, or the generation fails.
        models: Classes and aliases that answers are decoded into.
        params: TypedDicts and aliases that requests are written with.
        widened: Places whose type says less than the document might have meant.
        mended: Places where the document was wrong and had one meaning all the same.
    """

    operations: int
    models: int
    params: int
    widened: int
    mended: int = 0


@frozen
class OperationRow:
    """One operation and the calls that send it.

    Attributes:
        named_by: Who named it: ``path`` (the rules), ``sdk.yaml``, or ``document`` (``x-specloom-call``).
        instead_of: The call that the rules would give it, had not another operation taken that; empty where it has it.
    """

    operation_id: str
    verb: str
    path: str
    calls: tuple[str, ...]
    pointer: str
    named_by: NamedBy
    instead_of: str


@frozen
class WidenedRow:
    """One place whose type is wider than it might be, or that was mended.

    Attributes:
        pointer: JSON pointer in the pinned document.
        reason: Why, or how.
    """

    pointer: str
    reason: str


def covered(prepared: Mapping[str, Any], plan: Plan) -> Covered:
    """Count what was covered, what was widened and what was mended.

    Raises:
        SpecloomError: If an operation of the document has no method; none may be dropped.
    """
    rows = operations(prepared, plan)
    problems = Problems()
    for row in rows:
        if not row.calls:
            problems.add(f"operation {row.operation_id} has no method in the plan", row.pointer)
    problems.check()
    models = sum(planned.direction == "model" for planned in plan.types)
    return Covered(len(rows), models, len(plan.types) - models, len(widened(prepared)), len(mended(prepared)))


def operations(prepared: Mapping[str, Any], plan: Plan) -> list[OperationRow]:
    """Every operation of a prepared document with its calls, in document order."""
    calls: dict[str, list[str]] = {}
    for resource, method in methods_of(plan.resources):
        calls.setdefault(method.operation_id, []).append(".".join((*resource.path, method.name)))
    names = {name.operation_id: name for name in reversed(plan.calls)}
    return [
        OperationRow(
            operation.operation_id,
            operation.verb.upper(),
            operation.full_path,
            tuple(calls.get(operation.operation_id, ())),
            operation.pointer,
            names[operation.operation_id].named_by,
            ".".join(names[operation.operation_id].wanted),
        )
        for operation in operations_of(prepared)
    ]


def widened(prepared: Mapping[str, Any]) -> list[WidenedRow]:
    """Every widened place of a prepared document, each once, in document order."""
    return list(dict.fromkeys(_widened(prepared)))


def mended(prepared: Mapping[str, Any]) -> list[WidenedRow]:
    """Every place where the document was wrong and had one meaning all the same, in the order of the passes."""
    return [WidenedRow(note["pointer"], note["reason"]) for note in prepared.get("x-specloom-mended", ())]


def _widened(root: Any) -> Iterator[WidenedRow]:
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            reason = node.get("x-specloom-widened")
            if isinstance(reason, str):
                yield WidenedRow(str(node.get("x-specloom-pointer", "")), reason)
            stack.extend(reversed(node.values()))
        elif isinstance(node, list):
            stack.extend(reversed(node))
