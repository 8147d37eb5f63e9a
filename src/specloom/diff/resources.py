"""Which resources of a package a change is about, so that readers find what is theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specloom.diff.matching import template
from specloom.diff.values import Operation, Subject, Use
from specloom.plan.values import Plan, Resource


class Resources:
    """Resources by the operations that their methods call, of both sides."""

    def __init__(self, *plans: Plan) -> None:
        self._names: dict[str, set[str]] = {}
        for plan in plans:
            for resource in plan.resources:
                for operation, name in _called(resource):
                    self._names.setdefault(operation, set()).add(name)

    def of(self, subject: Subject, uses: Iterable[Use]) -> tuple[str, ...]:
        """Sorted names (``chat.completions``) of those whose methods a change reaches."""
        reached = {str(use.operation) for use in uses}
        if subject.kind == "operation":
            reached.add(subject.name)
        return tuple(sorted({name for one in reached for name in self._names.get(_key(one), ())}))


def _called(resource: Resource) -> Iterator[tuple[str, str]]:
    for method in resource.methods:
        query = "&".join(f"{name}={value}" for name, value in method.query)
        path = f"{method.path}?{query}" if query else method.path
        yield _key(str(Operation(method.verb, path))), ".".join(resource.path)
    for child in resource.children:
        yield from _called(child)


def _key(operation: str) -> str:
    return template(operation)
