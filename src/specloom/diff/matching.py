"""Which operation of the new document is which of the old one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from specloom.diff.values import Json, Operation
from specloom.prepare.walk import VERBS


@frozen
class Placed:
    """An operation with the object that describes it."""

    operation: Operation
    body: Json

    @property
    def pointer(self) -> str:
        """Where it is in the source."""
        return str(self.body.get("x-specloom-pointer", ""))


@frozen
class MatchedOperations:
    """Operations of both sides that belong together, and those of one side alone.

    Attributes:
        moved: Pairs that only the operationId holds together: the path or the verb has changed.
    """

    pairs: tuple[tuple[Placed, Placed], ...]
    moved: tuple[tuple[Placed, Placed], ...]
    removed: tuple[Placed, ...]
    added: tuple[Placed, ...]


def operations(document: Json) -> Iterator[Placed]:
    """All operations of a prepared document; webhooks too, which the API calls."""
    for path, item in document.get("paths", {}).items():
        for verb in VERBS:
            if verb in item:
                body = item[verb]
                shown = _with_query(body.get("x-specloom-path", path), body.get("x-specloom-query", {}))
                yield Placed(Operation(verb, shown, body.get("operationId", "")), body)
    for name, item in document.get("webhooks", {}).items():
        for verb in VERBS:
            if verb in item:
                yield Placed(Operation("webhook", name, item[verb].get("operationId", "")), item[verb])


def match_operations(old: Json, new: Json) -> MatchedOperations:
    """Pair operations by verb and path, whatever the parameters in it are called, then by operationId."""
    before, after = list(operations(old)), list(operations(new))
    pairs = list(_take(before, after, lambda placed: (placed.operation.verb, placed.operation.path)))
    pairs += _take(before, after, lambda placed: (placed.operation.verb, template(placed.operation.path)))
    moved = list(_take(before, after, lambda placed: placed.operation.operation_id))
    order = {placed.operation: number for number, placed in enumerate(operations(old))}
    pairs.sort(key=lambda pair: order[pair[0].operation])
    return MatchedOperations(tuple(pairs), tuple(moved), tuple(before), tuple(after))


def template(path: str) -> str:
    """A path without the names of its parameters: ``/pets/{}``."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def path_parameters(path: str) -> list[str]:
    """The names of the parameters in a path, in order."""
    return re.findall(r"\{([^}]*)\}", path)


def _with_query(path: str, query: Mapping[str, str]) -> str:
    return path + ("?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else "")


def _take(before: list[Placed], after: list[Placed], key: object) -> Iterable[tuple[Placed, Placed]]:
    """Take out the operations whose keys are equal, and unique on both sides."""
    assert callable(key)
    old = _unique(before, key)
    new = _unique(after, key)
    found = [(old[one], new[one]) for one in old if one and one in new]
    gone_old, gone_new = {id(pair[0]) for pair in found}, {id(pair[1]) for pair in found}
    before[:] = [placed for placed in before if id(placed) not in gone_old]
    after[:] = [placed for placed in after if id(placed) not in gone_new]
    return found


def _unique(placed: Iterable[Placed], key: object) -> dict[object, Placed]:
    assert callable(key)
    found: dict[object, Placed] = {}
    twice: set[object] = set()
    for one in placed:
        name = key(one)
        twice.update({name} if name in found else ())
        found[name] = one
    return {name: one for name, one in found.items() if name not in twice}
