"""Where each operation is called: by its own path, verb and answer, unless sdk.yaml or the document says so.

``GET /pets`` is ``pets.list``, ``GET /pets/{id}`` ``pets.retrieve``, ``POST /pets/{id}/feed`` ``pets.feed``. An
operation is named for itself alone (``wishes.py``), so that one that is added beside it does not rename it. Only where
two want the very same call, one has to give way: to what sdk.yaml says, else a POST to another verb, else to the one
with more parameters in its path, else to the plainer verb. It then takes its second wish (``pets.update_all``,
``pets.patch``), and last the name that its operationId gives. Nothing depends on the order of the document.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from attrs import evolve, frozen

from specloom.plan.naming import member_name
from specloom.plan.operations import Operation
from specloom.plan.paths import path_words
from specloom.plan.sdk import Call, MethodRule, Sdk
from specloom.plan.stated import wrong_call
from specloom.plan.values import NamedBy
from specloom.plan.wishes import Wishes
from specloom.problems import Problem

_PLAINEST = ("get", "put", "patch", "post", "delete", "head", "options", "trace")


@frozen
class PlacedMethod:
    """A call path for an operation, with what sdk.yaml says about it beyond.

    Attributes:
        named_by: Who named it.
        wanted: The call that it would have had, if another one had not; empty where it has it.
    """

    operation: Operation
    call: Call
    rule: MethodRule
    named_by: NamedBy = "path"
    wanted: Call = ()


def place_methods(
    operations: Sequence[Operation], listing: Mapping[str, bool | None], sdk: Sdk, found: list[Problem]
) -> tuple[PlacedMethod, ...]:
    """Every operation with the call paths it gets, in document order.

    Args:
        operations: Of the document.
        listing: Whether the answer to an operation is a list of things, by operationId; None where it may be anything.
        sdk: What the user says, by operationId.
        found: Collects what is wrong with calls that were stated: two of one name, names that cannot be.
    """
    rules = [
        PlacedMethod(operation, *_stated(operation, rule))
        for operation in operations
        for rule in sdk.methods.get(operation.operation_id, (MethodRule(),))
    ]
    taken: dict[Call, PlacedMethod] = {}
    for named_by in ("sdk.yaml", "document"):
        for method in rules:
            if method.named_by == named_by:
                _take_stated(method, taken, sdk, found)
    open_ = [method for method in rules if not method.call]
    wishes = Wishes(operations, listing, sdk)
    settled = iter(_settle([(method, wishes.of(method.operation)) for method in open_], taken))
    placed = tuple(method if method.call else next(settled) for method in rules)
    _check_resources(placed, sdk, found)
    return placed


def _stated(operation: Operation, rule: MethodRule) -> tuple[Call, MethodRule, NamedBy]:
    if rule.call:
        return rule.call, rule, "sdk.yaml"
    return (operation.call, rule, "document") if operation.call else ((), rule, "path")


def _take_stated(method: PlacedMethod, taken: dict[Call, PlacedMethod], sdk: Sdk, found: list[Problem]) -> None:
    other = taken.setdefault(method.call, method)
    if other is not method:
        message = f"{'.'.join(method.call)} is the method of {other.operation.operation_id} already"
        found.append(_problem(method, message, sdk))
    elif message := wrong_call(method.call):
        found.append(_problem(method, message, sdk))


def _check_resources(placed: Sequence[PlacedMethod], sdk: Sdk, found: list[Problem]) -> None:
    """A method that somebody stated must not be called as a resource is; those of the rules never are."""
    below = {method.call[:depth]: method for method in placed for depth in range(1, len(method.call))}
    for method in placed:
        if len(method.call) > 1 and method.call in below:
            other = below[method.call]
            message = f"{'.'.join(method.call)} cannot be a method: {'.'.join(other.call)} is below it"
            found.append(_problem(method, message, sdk))


def _problem(method: PlacedMethod, message: str, sdk: Sdk) -> Problem:
    """Where somebody stated a call that is wrong."""
    if method.named_by == "sdk.yaml":
        name = method.operation.operation_id
        return Problem(f"methods.{name}: {message}", source=sdk.source, line=method.rule.line)
    return Problem(f"x-specloom-call: {message}", method.operation.pointer)


def _settle(
    waiting: Sequence[tuple[PlacedMethod, tuple[Call, ...]]], taken: dict[Call, PlacedMethod]
) -> list[PlacedMethod]:
    """Methods with their calls, as given: all first wishes before any second one."""
    resources = {call[:depth] for call in taken for depth in range(1, len(call))}
    resources |= {wishes[0][:depth] for _, wishes in waiting for depth in range(1, len(wishes[0]))}
    order = sorted(range(len(waiting)), key=lambda index: _rank(waiting[index][0].operation, waiting[index][1][0]))
    given: dict[int, PlacedMethod] = {}
    for level in range(max((len(wishes) for _, wishes in waiting), default=0)):
        for index in order:
            method, wishes = waiting[index]
            if index in given or level >= len(wishes):
                continue
            call = wishes[level]
            if level == len(wishes) - 1:
                call = _numbered(call, taken, resources)
            if call not in taken and call not in resources:
                given[index] = evolve(method, call=call, wanted=wishes[0] if level else ())
                taken[call] = given[index]
    return [given[index] for index in range(len(waiting))]


def _numbered(call: Call, taken: Collection[Call], resources: Collection[Call]) -> Call:
    number, free = 2, call
    while free in taken or free in resources:
        number, free = number + 1, (*call[:-1], f"{call[-1]}_{number}")
    return free


def _rank(operation: Operation, wish: Call) -> tuple[object, ...]:
    """Who comes first among those that want the same: see the module."""
    words = path_words(operation.segments, operation.greedy)
    is_said = bool(words.things) and wish[-1] == member_name(words.action or words.things[-1])
    is_post = operation.verb == "post"
    return (is_said, is_post, -len(words.parameters), _PLAINEST.index(operation.verb), operation.path, operation.query)
