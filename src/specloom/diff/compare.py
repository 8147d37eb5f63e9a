"""Two prepared documents in, all root causes out, each with the operations that it reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, frozen

from specloom.diff.documents import compare_documents
from specloom.diff.folding import Copies, Located, folded_operations
from specloom.diff.lifecycle import SUNSET, Calendar, is_before_sunset, is_unstable
from specloom.diff.matching import MatchedOperations, Placed, match_operations, operations
from specloom.diff.operations import OperationComparison
from specloom.diff.reach import Reach
from specloom.diff.schemas import Link, Pair, SchemaComparison
from specloom.diff.security import compare_schemes
from specloom.diff.shapes import Side
from specloom.diff.values import ABSENT, DIRECTIONS, Change, Delta, Json, Operation, Subject, Use
from specloom.prepare.pointers import SCHEMAS, escape

_NO_DAY = Calendar()


@frozen
class Compared:
    """What was found.

    Attributes:
        changes: One for each root cause, in the order of the documents: operations, schemas, the rest.
        subjects: Components of the old and the new document that stand in the same places, each pair with the
            subject under which its changes are told.
        operations: The operation of the new document for each of the old one that is still there.
    """

    changes: tuple[Change, ...]
    subjects: Mapping[Pair, Subject]
    operations: Mapping[Operation, Operation]


def compare(old: Json, new: Json, calendar: Calendar = _NO_DAY) -> Compared:
    """Compare two documents in normal form.

    Args:
        old: What was, as ``specloom.prepare.prepare`` gives it.
        new: What is.
        calendar: What day it is, for what depends on it: sunsets that are too early or still ahead.
    """
    announced = any(SUNSET in one.body for one in operations(new))
    comparison = _Comparison(old, new, evolve(calendar, announced=announced))
    changes = tuple(comparison.run())
    return Compared(changes, comparison.subjects, comparison.operations)


class _Comparison:
    def __init__(self, old: Json, new: Json, calendar: Calendar) -> None:
        self._old, self._new = Side(old), Side(new)
        self._calendar = calendar
        self._schemas = SchemaComparison(self._old, self._new, calendar)
        self._compare_operations = OperationComparison(self._schemas, old, new, calendar)
        self._reach = Reach()
        self.subjects: dict[Pair, Subject] = {}
        self.operations: dict[Operation, Operation] = {}
        self._deltas: dict[Pair, list[Delta]] = {}
        self._null_moved: set[Pair] = set()
        self._placed: set[str] = set()
        self._waiting: list[Pair] = []

    def run(self) -> Iterator[Change]:
        matched = match_operations(self._old.document, self._new.document)
        local = list(self._matched(matched))
        self._follow()
        self._unreached()
        self._reach.settle()
        yield from _existence(matched, self._calendar)
        yield from folded_operations(local)
        found = [one for pair, deltas in self._deltas.items() for one in self._changes(pair, deltas)]
        yield from Copies(self._old, self._new).folded(found)
        yield from self._names()
        for name, delta in compare_schemes(self._old.document, self._new.document):
            yield _change(delta, Subject("security", name), pointer=f"#/components/securitySchemes/{name}")
        for delta in compare_documents(self._old.document, self._new.document):
            yield _change(delta, Subject("document", "", delta.place), pointer="#")

    # --- operations -----------------------------------------------------------------------------------------------

    def _matched(self, matched: MatchedOperations) -> Iterator[Change]:
        for old, new in (*matched.pairs, *matched.moved):
            self.operations[old.operation] = new.operation
            for found in self._compare_operations.compare(old, new):
                if isinstance(found, Link):
                    for direction in DIRECTIONS:
                        self._reach.root(Use(new.operation, direction), found)
                    self._meet(found, Subject("operation", str(new.operation), found.place))
                else:
                    yield _of_operation(found, old, new)

    # --- components -----------------------------------------------------------------------------------------------

    def _meet(self, link: Link, subject: Subject) -> None:
        """Take note of a pair; the first place that leads to it names what has no name of its own."""
        if not all(link.pair):
            self._placed.update(link.pair)
            return
        if link.null_moved:
            self._null_moved.add(link.pair)
        if link.pair not in self.subjects:
            inline = self._old.is_inline(link.pair[0]) or self._new.is_inline(link.pair[1])
            self.subjects[link.pair] = subject if inline else Subject("schema", link.pair[1])
            self._waiting.append(link.pair)

    def _follow(self) -> None:
        position = 0
        while position < len(self._waiting):
            pair = self._waiting[position]
            position += 1
            found = list(self._schemas.components(pair))
            links = [one for one in found if isinstance(one, Link)]
            self._deltas[pair] = [one for one in found if isinstance(one, Delta)]
            self._reach.inner(pair, links)
            for link in links:
                self._meet(link, _within(self.subjects[pair], link.place))
        self._waiting.clear()

    def _unreached(self) -> None:
        """What no operation of either side leads to is compared by name."""
        met_old, met_new = ({pair[side] for pair in self.subjects} for side in (0, 1))
        for name in self._old.schemas:
            apart = name not in met_old and name not in met_new and not self._old.is_inline(name)
            if name in self._new.schemas and apart:
                self._meet(Link((name, name), ()), Subject("schema", name))
                self._follow()

    def _changes(self, pair: Pair, deltas: Iterable[Delta]) -> Iterator[Located]:
        if pair in self._null_moved:
            deltas = [self._schemas.null(pair), *deltas]
        described = set()  # members of a union stand in one place, each with its own words
        for delta in deltas:
            if delta.rule == "description-changed":
                if delta.place in described:
                    continue
                described.add(delta.place)
            change = evolve(
                _change(delta, _within(self.subjects[pair], delta.place)),
                uses=self._reach.uses(pair, delta.directions),
                old_pointer=_pointer(pair[0], delta.place),
                new_pointer=_pointer(pair[1], delta.place),
            )
            yield Located(pair, delta.place, change)

    def _names(self) -> Iterator[Change]:
        """Named schemas that came, went, or look like they got another name."""
        # What stood in its place and is a component now, or the other way round, is neither new nor gone.
        told = {
            name
            for old, new in self.subjects
            if self._old.is_inline(old) or self._new.is_inline(new)
            for name in (old, new)
        } | self._placed
        renamed = {}
        for old, new in self.subjects:
            unnamed = self._old.is_inline(old) or self._new.is_inline(new)
            if old not in self._new.schemas and new not in self._old.schemas and not unnamed:
                renamed[old] = new
        for name in self._old.schemas:
            if name in self._new.schemas or name in told or self._old.is_inline(name):
                continue
            if name in renamed:
                reason = "it stands in the same places"
                pointers = _pointer(name, ()), _pointer(renamed[name], ())
                subject = Subject("schema", renamed[name])
                yield Change("schema-renamed", subject, name, renamed[name], (), *pointers, reason)
            else:
                yield Change("schema-removed", Subject("schema", name), name, old_pointer=_pointer(name, ()))
        named = {*renamed.values(), *told}
        for name in self._new.schemas:
            if name not in self._old.schemas and name not in named and not self._new.is_inline(name):
                yield Change("schema-added", Subject("schema", name), after=name, new_pointer=_pointer(name, ()))


def _existence(matched: MatchedOperations, calendar: Calendar) -> Iterator[Change]:
    for placed in matched.removed:
        yield _lone(_removal(placed.body, calendar), placed, before=placed.operation)
    for old, new in matched.moved:
        both = (Use(new.operation, "request"),)
        reason = "it has the same operationId"
        subject = Subject("operation", str(new.operation))
        yield Change(
            "operation-moved", subject, str(old.operation), str(new.operation), both, old.pointer, new.pointer, reason
        )
    for placed in matched.added:
        yield _lone("operation-added", placed, after=placed.operation)


def _removal(body: Json, calendar: Calendar) -> str:
    if is_before_sunset(body, calendar):
        return "operation-removed-before-sunset"
    if body.get("deprecated") is True:
        return "deprecated-operation-removed"
    return "unstable-operation-removed" if is_unstable(body) else "operation-removed"


def _lone(rule: str, placed: Placed, before: Operation | None = None, after: Operation | None = None) -> Change:
    return Change(
        rule,
        Subject("operation", str(placed.operation)),
        ABSENT if before is None else str(before),
        ABSENT if after is None else str(after),
        (Use(placed.operation, "request"),),
        placed.pointer if before is not None else "",
        placed.pointer if after is not None else "",
    )


def _of_operation(delta: Delta, old: Placed, new: Placed) -> Change:
    uses = tuple(Use(new.operation, direction) for direction in DIRECTIONS if direction in delta.directions)
    subject = Subject("operation", str(new.operation), delta.place)
    return evolve(_change(delta, subject), uses=uses, old_pointer=old.pointer, new_pointer=new.pointer)


def _change(delta: Delta, subject: Subject, pointer: str = "") -> Change:
    return Change(
        delta.rule,
        subject,
        delta.before,
        delta.after,
        (),
        pointer if delta.before is not ABSENT else "",
        pointer if delta.after is not ABSENT else "",
        directions=delta.directions,
    )


def _within(subject: Subject, place: tuple[str, ...]) -> Subject:
    return evolve(subject, place=(*subject.place, *place))


def _pointer(name: str, place: tuple[str, ...]) -> str:
    """In the prepared document."""
    pointer = f"{SCHEMAS}{name}"
    for part in place:
        step = {"[]": "items", "{}": "additionalProperties"}.get(part)
        pointer += f"/{step}" if step else f"/properties/{escape(part)}"
    return pointer
