"""Where each operation is called: by its own path, verb and answer, unless sdk.yaml or the document says so.

``GET /pets`` is ``pets.list``, ``GET /pets/{id}`` ``pets.retrieve``, ``POST /pets/{id}/feed`` ``pets.feed``. An
operation is named for itself alone (``wishes``), so that one that is added beside it does not rename it. Only where
two want the very same call, one has to give way: to what sdk.yaml says, else to the one with more parameters in its
path, else to the plainer verb. It then takes its second wish (``pets.delete_all``, ``pets.patch``), and last the name
that its operationId gives. Nothing depends on the order of the document.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from attrs import evolve, frozen

from specloom.plan.naming import identifier, member_name
from specloom.plan.operations import Operation
from specloom.plan.paths import PathWords, path_words
from specloom.plan.sdk import Call, MethodRule, Sdk
from specloom.plan.values import NamedBy
from specloom.plan.verbs import Deed, deed, names_many, verb_and_thing
from specloom.plan.yaml_nodes import nearest
from specloom.problems import Problem

_ON_ITEM = {
    "get": ("retrieve",),
    "post": ("update", "post"),
    "put": ("update", "replace"),
    "patch": ("update", "patch"),
    "delete": ("delete",),
}
_ON_COLLECTION = {"post": ("create", "post"), "put": ("update",), "patch": ("update", "patch"), "delete": ("delete",)}
_PLAINEST = ("get", "put", "patch", "post", "delete", "head", "options", "trace")
_GETTERS = frozenset({"fetch", "get", "retrieve"})
_DEEDS: Mapping[Deed, tuple[str, ...]] = {
    "any": ("get", "post", "put", "patch", "delete"),
    "read": ("get", "post"),
    "write": ("post", "put", "patch"),
    "no": (),
}
_DIGITS = re.compile(r"(\d+)")


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
        sdk: What the user says; its methods are those of operationIds.
        found: Collects what is wrong: unknown operationIds, two methods of one name.
    """
    _check_ids(operations, sdk, found)
    rules = [
        PlacedMethod(operation, *_stated(operation, rule))
        for operation in operations
        for rule in sdk.methods.get(operation.operation_id, (MethodRule(),))
    ]
    taken: dict[Call, PlacedMethod] = {}
    for method in rules:
        if method.call:
            _take_stated(method, taken, sdk, found)
    open_ = [method for method in rules if not method.call]
    by_path = _CallsByPath(operations, listing, sdk)
    settled = iter(_settle([(method, by_path.wishes(method.operation)) for method in open_], taken))
    placed = tuple(method if method.call else next(settled) for method in rules)
    _check_resources(placed, sdk, found)
    return placed


def _stated(operation: Operation, rule: MethodRule) -> tuple[Call, MethodRule, NamedBy]:
    if rule.call:
        return rule.call, rule, "sdk.yaml"
    return (operation.call, rule, "document") if operation.call else ((), rule, "path")


def _take_stated(method: PlacedMethod, taken: dict[Call, PlacedMethod], sdk: Sdk, found: list[Problem]) -> None:
    other = taken.setdefault(method.call, method)
    if other is method:
        return
    name = method.operation.operation_id
    message = f"{'.'.join(method.call)} is the method of {other.operation.operation_id} already"
    if method.named_by == "sdk.yaml":
        found.append(Problem(f"methods.{name}: {message}", source=sdk.source, line=method.rule.line))
    else:
        found.append(Problem(f"x-specloom-call: {message}", method.operation.pointer))


def _check_ids(operations: Sequence[Operation], sdk: Sdk, found: list[Problem]) -> None:
    known = [operation.operation_id for operation in operations]
    lines = {name: rules[0].line for name, rules in sdk.methods.items() if rules}
    lines |= {name: rule.line for name, rule in sdk.streams.items()}
    for name, line in lines.items():
        if name not in known:
            message = f"the document has no operation {name!r}{nearest(name, known)}"
            found.append(Problem(message, source=sdk.source, line=line))


def _check_resources(placed: Sequence[PlacedMethod], sdk: Sdk, found: list[Problem]) -> None:
    """A method that somebody stated must not be called as a resource is; those of the rules never are."""
    below = {method.call[:depth]: method for method in placed for depth in range(1, len(method.call))}
    for method in placed:
        if method.call in below:
            other = ".".join(below[method.call].call)
            message = f"{'.'.join(method.call)} cannot be a method: {other} is below it"
            if method.named_by == "sdk.yaml":
                message = f"methods.{method.operation.operation_id}: {message}"
                found.append(Problem(message, source=sdk.source, line=method.rule.line))
            else:
                found.append(Problem(message, method.operation.pointer))


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
    return (is_said, -words.parameters, _PLAINEST.index(operation.verb), operation.path, operation.query)


class _CallsByPath:
    def __init__(self, operations: Sequence[Operation], listing: Mapping[str, bool | None], sdk: Sdk) -> None:
        self._listing = listing
        versions = {path_words(operation.segments).version for operation in operations} - {""}
        self._usual_version = min(versions, key=_age, default="")
        # The longest prefix knows best; one with a query knows better than one without.
        self._prefixes = sorted(sdk.paths.items(), key=lambda entry: ("?" not in entry[0], -len(entry[0]), entry[0]))

    def wishes(self, operation: Operation) -> tuple[Call, ...]:
        """The calls that an operation would like to have, best first; the last is its own."""
        start, base, is_branch = self._prefix(operation)
        words = path_words(operation.segments[start:], operation.greedy, below=bool(base))
        things = tuple(member_name(name, on_client=not base and index == 0) for index, name in enumerate(words.things))
        resource, methods = (*base, *things), self._methods(operation, words)
        if is_branch and len(things) == 1:
            resource, methods = base, things
        elif words.greedy:
            resource = (*resource, member_name(words.greedy, on_client=not resource))
        elif words.action:
            methods = _said(operation.verb, words.action)
        elif len(resource) > 1 and words.things and (done := _done(operation.verb, words.things[-1])):
            resource, methods = resource[:-1], done
        elif len(resource) == 1 and words.things and (split := verb_and_thing(words.things[0])):
            verb, thing = split
            resource = (member_name(thing, on_client=True),)
            methods = (self._read(operation, thing) if verb in _GETTERS else member_name(verb),)
        if not resource:
            is_tagged = bool(words.parameters and operation.tags)
            resource = (member_name(operation.tags[0] if is_tagged else "root", on_client=True),)
        if words.version != self._usual_version and words.version and not base:
            resource = (member_name(words.version, on_client=True), *resource)
        return tuple((*resource, name) for name in (*methods, member_name(operation.operation_id)))

    def _prefix(self, operation: Operation) -> tuple[int, Call, bool]:
        """How many segments the best prefix covers, where they lead, and whether what is below is a method."""
        for prefix, base in self._prefixes:
            path, _, query = prefix.partition("?")
            is_branch = path.endswith("/*")
            parts = tuple(part for part in path.removesuffix("/*").split("/") if part)
            below = operation.segments[len(parts) :]
            if (
                operation.segments[: len(parts)] == parts
                and query in ("", operation.query)
                and (below or not is_branch)
            ):
                return len(parts), base, is_branch
        return 0, (), False

    def _methods(self, operation: Operation, words: PathWords) -> tuple[str, ...]:
        verb = operation.verb
        if words.greedy:
            return (verb,)  # what is behind such a path nobody knows
        if verb == "get" and not words.is_item:
            name = self._read(operation, words.things[-1] if words.things else "")
            return (name, "get_all" if name == "list" else "get")
        names = (_ON_ITEM if words.is_item else _ON_COLLECTION).get(verb, (verb,))
        return (*names, f"{names[-1]}_all")

    def _read(self, operation: Operation, thing: str) -> str:
        """``list`` for what is answered by a list, or by anything where many are named."""
        is_list = self._listing.get(operation.operation_id)
        return "list" if is_list or (is_list is None and names_many(thing)) else "retrieve"


def _done(verb: str, text: str) -> tuple[str, ...]:
    """The methods that a segment names which says what is done; none where it is a thing."""
    kind = deed(text)
    if kind == "no":
        return ()
    if verb in _DEEDS[kind]:
        return _said(verb, text)
    return (f"{_ON_ITEM.get(verb, (verb,))[0]}_{identifier(text)}", f"{verb}_{identifier(text)}")


def _said(verb: str, text: str) -> tuple[str, ...]:
    return (member_name(text), f"{verb}_{identifier(text)}")


def _age(version: str) -> list[tuple[int, str]]:
    """Versions in the order in which they came, numbers as numbers."""
    parts = _DIGITS.split(version.lower().removeprefix("v"))
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
