"""The document that a config is held against, and plans of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import field, frozen

from specloom.migrate.text import Asked, write_sdk
from specloom.plan.operations import operations
from specloom.plan.sdk import Sdk
from specloom.plan.sdk_reader import read_sdk
from specloom.plan.values import Method, Plan
from specloom.plan.walking import methods_of
from specloom.problems import Problem

ROUNDS = 50
"""How often something is tried that each try may leave smaller by one only."""

Planner = Callable[[Sdk, Callable[[Problem], None]], Plan]
"""Makes a plan of the document with an sdk.yaml, and tells of all that does not fit."""


@frozen
class Subject:
    """The document that a config is held against.

    Attributes:
        prepared: In normal form.
        plan: Makes plans of it.
        package: Import name of the package.
    """

    prepared: Mapping[str, Any]
    plan: Planner
    package: str
    _made: dict[str, tuple[Plan, tuple[Problem, ...]]] = field(factory=dict)

    def made(self, text: str) -> tuple[Plan, tuple[Problem, ...]]:
        """The plan with the text of an sdk.yaml, and what of that does not fit; each made once."""
        if text not in self._made:
            problems: list[Problem] = []
            self._made[text] = self.plan(read_sdk(text), problems.append), tuple(problems)
        return self._made[text]


def planned_with(asked: Asked, subject: Subject) -> Plan:
    """The plan with all that is asked; what does not fit is left out of it."""
    return subject.made(write_sdk(asked, ()).text)[0]


def methods_by_call(plan: Plan) -> dict[tuple[str, ...], Method]:
    """All methods of a plan."""
    return {(*resource.path, method.name): method for resource, method in methods_of(plan.resources)}


def calls_of(plan: Plan, subject: Subject) -> dict[str, set[tuple[str, ...]]]:
    """The calls of each operation."""
    spelt = {one.operation_id: one.spelt for one in operations(subject.prepared)}
    found: dict[str, set[tuple[str, ...]]] = {}
    for call, method in methods_by_call(plan).items():
        found.setdefault(spelt[method.operation_id], set()).add(call)
    return found


def plain_key(key: str) -> str:
    """Verb and path as operations are spelt: a parameter that takes the rest of a path is one like others."""
    return key.replace("+}", "}")
