"""What a comparison of two documents finds, as frozen values. They know neither report formats nor Python text.

A *delta* is one difference in one place. A *change* is a delta with all that it reaches: the root cause, told once.
A *finding* is a change with its verdicts, or several changes of one root cause.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from attrs import field, frozen

Json: TypeAlias = Mapping[str, Any]
Direction: TypeAlias = Literal["request", "response"]
Verdict: TypeAlias = Literal["breaking", "warning", "safe"]

DIRECTIONS: tuple[Direction, ...] = ("request", "response")
SEVERITY: Mapping[Verdict, int] = {"safe": 0, "warning": 1, "breaking": 2}


def worst(*verdicts: Verdict) -> Verdict:
    """The gravest of some verdicts; safe where there is none."""
    return max(verdicts, key=SEVERITY.__getitem__, default="safe")


class _Absent:
    """Stands for what a side has not; None is a value of JSON."""

    def __repr__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False


ABSENT = _Absent()


@frozen(order=True)
class Operation:
    """An operation as people name it. A webhook has the verb ``webhook`` and its name as path."""

    verb: str
    path: str
    operation_id: str = ""

    def __str__(self) -> str:
        return f"{self.verb.upper()} {self.path}"


@frozen(order=True)
class Use:
    """An operation that a change reaches, by what it sends or by what it answers."""

    operation: Operation
    direction: Direction


@frozen
class Subject:
    """What a change is about, the same for wire and Python so that both verdicts meet.

    Attributes:
        kind: ``schema`` (a component), ``operation``, ``security`` (a scheme), ``document``.
        name: Name of the component or scheme, ``GET /pets`` for an operation.
        place: What in it: fields of a schema with ``[]`` for items and ``{}`` for other values; for an operation
            ``query limit``, ``body``, ``200``.
    """

    kind: Literal["schema", "operation", "security", "document"]
    name: str
    place: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.kind == "operation":
            return ", ".join((self.name, *self.place))
        text = self.name
        for part in self.place:
            text += part if part in {"[]", "{}"} else f".{part}" if text else part
        return text


@frozen
class Delta:
    """One difference in one place.

    Attributes:
        rule: Id of the rule that names it.
        place: Path within the subject.
        before: What stood there, or ABSENT.
        after: What stands there now, or ABSENT.
        directions: In which it counts: a property that is read-only matters to answers alone.
    """

    rule: str
    place: tuple[str, ...] = ()
    before: Any = ABSENT
    after: Any = ABSENT
    directions: frozenset[Direction] = frozenset(DIRECTIONS)


@frozen
class Change:
    """A root cause and what it reaches.

    Attributes:
        uses: Operations and directions, sorted; empty where no operation leads to the schema.
        old_pointer: JSON pointer in the old document, empty where it has nothing of the kind.
        new_pointer: JSON pointer in the new one.
        reason: Why it is taken for what it is, where that is a guess ("looks like").
        copies: The same in components that hold all that this one holds, as ``allOf`` makes them.
    """

    rule: str
    subject: Subject
    before: Any = ABSENT
    after: Any = ABSENT
    uses: tuple[Use, ...] = ()
    old_pointer: str = ""
    new_pointer: str = ""
    reason: str = ""
    directions: frozenset[Direction] = field(default=frozenset(DIRECTIONS))
    copies: tuple[Subject, ...] = ()
