"""What an operation would like to be called, by its own path, verb and answer alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from specloom.plan.naming import identifier, member_name
from specloom.plan.operations import Operation
from specloom.plan.paths import PathWords, path_words
from specloom.plan.sdk import Call, Sdk
from specloom.plan.verbs import Deed, deed, names_many, verb_and_thing

_ON_ITEM = {
    "get": ("retrieve",),
    "post": ("update", "post"),
    "put": ("update",),
    "patch": ("update", "patch"),
    "delete": ("delete",),
}
_ON_COLLECTION = {"post": ("create", "post"), "put": ("update",), "patch": ("update", "patch")}
_DEEDS: Mapping[Deed, tuple[str, ...]] = {
    "any": ("get", "post", "put", "patch", "delete"),
    "read": ("get", "post"),
    "write": ("post", "put", "patch"),
    "no": (),
}
_GETTERS = frozenset({"fetch", "get", "retrieve"})
_DIGITS = re.compile(r"(\d+)")


class Wishes:
    """The calls that operations would like to have.

    Two facts are of the whole document: what sdk.yaml says of paths, and which version is the oldest, as that one
    goes without saying.
    """

    def __init__(self, operations: Sequence[Operation], listing: Mapping[str, bool | None], sdk: Sdk) -> None:
        self._listing = listing
        versions = {path_words(operation.segments).version for operation in operations} - {""}
        self._usual_version = min(versions, key=_age, default="")
        # The longest prefix knows best; one with a query knows better than one without.
        self._prefixes = sorted(sdk.paths.items(), key=lambda entry: ("?" not in entry[0], -len(entry[0]), entry[0]))

    def of(self, operation: Operation) -> tuple[Call, ...]:
        """Those of one operation, best first; the last is that of its operationId."""
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
        if words.is_item:
            names = _ON_ITEM.get(verb, (verb,))
            return (*names, f"{names[-1]}_by_{identifier(words.parameters[-1])}")
        if verb == "delete":
            # Without any argument it is the whole collection that goes; nobody should take that for one of it.
            is_whole = not operation.asks and bool(words.things) and names_many(words.things[-1])
            return ("delete_all",) if is_whole else ("delete", "delete_all")
        names = _ON_COLLECTION.get(verb, (verb,))
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
