"""What an operation would like to be called, by its own path, verb and answer alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from specloom.plan.deeds import Deed, deed, deed_and_thing, names_many
from specloom.plan.naming import identifier, member_name
from specloom.plan.operations import Operation
from specloom.plan.paths import PathWords, path_words
from specloom.plan.sdk import Call, Sdk

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
_DIGITS = re.compile(r"([0-9]{1,18})")


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
        resource, methods = self._called((*base, *things), words, operation)
        if is_branch and len(things) == 1:
            resource, methods = base, things
        if words.version != self._usual_version and words.version and not base:
            resource = (member_name(words.version, on_client=True), *resource)
        return tuple((*resource, name) for name in (*methods, member_name(operation.operation_id)))

    def _called(self, resource: Call, words: PathWords, operation: Operation) -> tuple[Call, tuple[str, ...]]:
        """The resource and its methods to choose from, where all fixed names of the path are resources at first."""
        verb, last = operation.verb, words.things[-1] if words.things else ""
        if words.greedy:
            # What is behind such a path nobody knows.
            return (*resource, member_name(words.greedy, on_client=not resource)), (verb,)
        if not resource:
            name = operation.tags[0] if words.parameters and operation.tags else "root"
            resource = (member_name(name, on_client=True),)
        if words.action:
            return resource, _said(verb, words.action)
        if len(resource) > 1 and last and not words.joined and (done := _done(verb, last)):
            return resource[:-1], done
        if len(resource) == 1 and (split := deed_and_thing(last, is_write=verb in _DEEDS["write"])):
            said, thing = split
            method = self._read(operation, thing) if said in _GETTERS else member_name(said)
            return (member_name(thing, on_client=True),), (method,)
        return resource, self._usual(operation, words, last)

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

    def _usual(self, operation: Operation, words: PathWords, last: str) -> tuple[str, ...]:
        verb = operation.verb
        if words.is_item:
            names = _ON_ITEM.get(verb, (verb,))
            return (*names, f"{names[-1]}_by_{identifier(words.parameters[-1])}")
        if verb == "get":
            name = self._read(operation, last)
            return (name, "get_all" if name == "list" else "get")
        if verb == "delete" and names_many(last) and not operation.asks:
            # Without any argument it is the whole collection that goes; nobody should take that for one of it.
            return ("delete_all",)
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
    return [(int(part), "") if _DIGITS.fullmatch(part) else (-1, part) for part in parts]
