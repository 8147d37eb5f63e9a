"""Where each operation is called: by the shape of its path and its verb, unless sdk.yaml says so.

``GET /pets`` is ``pets.list``, ``GET /pets/{id}`` ``pets.retrieve``, ``POST /pets/{id}/feed`` ``pets.feed``. Nothing
depends on the order of the document, but which of two operations that fall on one name keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from specloom.plan.naming import identifier, is_plural, member_name
from specloom.plan.operations import Operation, common_prefix, is_parameter
from specloom.plan.sdk import Call, MethodRule, Sdk
from specloom.plan.yaml_nodes import nearest
from specloom.problems import Problem

_ON_ITEM = {"get": "retrieve", "post": "update", "put": "update", "patch": "update", "delete": "delete"}
_ON_COLLECTION = {"get": "list", "post": "create", "put": "update", "patch": "update", "delete": "delete"}


@frozen
class PlacedMethod:
    """A call path for an operation, with what sdk.yaml says about it beyond."""

    operation: Operation
    call: Call
    rule: MethodRule


@frozen
class _Node:
    """One path of the document, parameters left nameless.

    Attributes:
        verbs: Verbs with an operation at this path.
        is_list: Whether it is a collection: what it answers is a list, or a path goes on from here with a parameter.
        is_leaf: Whether no path goes on from here.
    """

    verbs: tuple[str, ...]
    is_list: bool
    is_leaf: bool


def place_methods(
    operations: Sequence[Operation], listing: Mapping[str, bool], sdk: Sdk, found: list[Problem]
) -> tuple[PlacedMethod, ...]:
    """Every operation with the call paths it gets, in document order.

    Args:
        operations: Of the document.
        listing: Whether the answer to an operation is a list of things, by operationId.
        sdk: What the user says.
        found: Collects what is wrong: unknown operationIds, two methods of one name.
    """
    _check_ids(operations, sdk, found)
    by_rule = _CallsByRule(operations, listing, sdk)
    taken: dict[Call, str] = {}
    stated = [
        PlacedMethod(operation, rule.call, rule)
        for operation in operations
        for rule in sdk.methods.get(operation.operation_id, ())
        if rule.call
    ]
    for method in stated:
        name = method.operation.operation_id
        if method.call in taken:
            message = f"methods.{name}: {'.'.join(method.call)} is the method of {taken[method.call]} already"
            found.append(Problem(message, source=sdk.source, line=method.rule.line))
        taken.setdefault(method.call, name)
    placed: list[PlacedMethod] = []
    for operation in operations:
        for rule in sdk.methods.get(operation.operation_id, (MethodRule(),)):
            call = rule.call or by_rule.call(operation, taken)
            taken.setdefault(call, operation.operation_id)
            placed.append(PlacedMethod(operation, call, rule))
    return tuple(placed)


def _check_ids(operations: Sequence[Operation], sdk: Sdk, found: list[Problem]) -> None:
    known = [operation.operation_id for operation in operations]
    lines = {name: rules[0].line for name, rules in sdk.methods.items() if rules}
    lines |= {name: rule.line for name, rule in sdk.streams.items()}
    for name, line in lines.items():
        if name not in known:
            message = f"the document has no operation {name!r}{nearest(name, known)}"
            found.append(Problem(message, source=sdk.source, line=line))


class _CallsByRule:
    def __init__(self, operations: Sequence[Operation], listing: Mapping[str, bool], sdk: Sdk) -> None:
        self._listing = listing
        self._skip = common_prefix(tuple(operation.segments for operation in operations))
        self._nodes = _nodes(operations, listing)
        # The longest prefix knows best; one with a query knows better than one without.
        self._prefixes = sorted(sdk.paths.items(), key=lambda entry: ("?" not in entry[0], -len(entry[0]), entry[0]))

    def call(self, operation: Operation, taken: Mapping[Call, str]) -> Call:
        resource, method = self._resource_and_method(operation)
        for name in (method, identifier(operation.operation_id)):
            if (*resource, name) not in taken:
                return (*resource, name)
        number = 2
        while (*resource, f"{method}_{number}") in taken:
            number += 1
        return (*resource, f"{method}_{number}")

    def _resource_and_method(self, operation: Operation) -> tuple[Call, str]:
        start, base, is_branch = self._prefix(operation)
        fixed = [segment for segment in operation.segments[start:] if not is_parameter(segment)]
        names = tuple(member_name(name, on_client=not base and index == 0) for index, name in enumerate(fixed))
        if is_branch and len(names) == 1:
            return base, names[0]
        if names and self._is_action(operation):
            return (*base, *names[:-1]) or names, names[-1]
        resource = (*base, *names) or (identifier(operation.tags[0]) if operation.tags else "root",)
        return resource, self._standard_method(operation)

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
        return self._skip, (), False

    def _is_action(self, operation: Operation) -> bool:
        """Whether the last segment is what is done to the resource above, and no resource of its own."""
        *above, last = operation.segments
        node = self._nodes[_nameless(operation.segments)]
        parent = self._nodes.get(_nameless(tuple(above)))
        if is_parameter(last) or is_plural(last) or not node.is_leaf or len(node.verbs) > 1:
            return False
        return operation.verb in ("get", "post", "put") and (
            parent is not None or bool(above and is_parameter(above[-1]))
        )

    def _standard_method(self, operation: Operation) -> str:
        verb = operation.verb
        segments = operation.segments
        if segments and is_parameter(segments[-1]):
            return _ON_ITEM.get(verb, verb)
        node = self._nodes[_nameless(segments)]
        if verb == "get" and not node.is_list:
            return "retrieve"
        # A path that is read as one thing, not as a list, is changed by posting to it.
        return (
            "update" if verb == "post" and "get" in node.verbs and not node.is_list else _ON_COLLECTION.get(verb, verb)
        )


def _nodes(operations: Sequence[Operation], listing: Mapping[str, bool]) -> dict[tuple[str, ...], _Node]:
    verbs: dict[tuple[str, ...], dict[str, None]] = {}
    lists: set[tuple[str, ...]] = set()
    for operation in operations:
        path = _nameless(operation.segments)
        verbs.setdefault(path, {})[operation.verb] = None
        if operation.verb == "get" and listing.get(operation.operation_id):
            lists.add(path)
    inner = {path[:length] for path in verbs for length in range(len(path))}
    known = inner.union(verbs)
    return {
        path: _Node(tuple(found), is_list=path in lists or (*path, "{}") in known, is_leaf=path not in inner)
        for path, found in verbs.items()
    }


def _nameless(segments: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("{}" if is_parameter(segment) else segment for segment in segments)
