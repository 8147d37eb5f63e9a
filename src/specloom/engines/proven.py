"""What the engines need not read again: schemas and operations that they were seen to read as ``reading`` does.

Every component and every operation is read by itself: to it, any other component is a bare name (see ``view``). So
what the engines make of it depends on it alone, and where that was once found equal to what the quick reading makes
of the very same text, the quick reading can stand in for them. Only the digests of such texts are remembered, never
what was read: a list that was tampered with can put nothing into a package.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Generic, Literal, TypeVar

from attrs import define, field, frozen

from specloom.engines.reach import Json, components, mentioned, operation_mentions, operations
from specloom.engines.reading import read_endpoint, read_model, read_params
from specloom.plan.parsed import Declaration, Endpoint

T = TypeVar("T")


@define
class Proven:
    """Digests of texts that need not be read by the engines.

    Attributes:
        known: From earlier readings.
        current: Those of the document that was read last, to be remembered for the next one.
    """

    known: Collection[bytes] = frozenset()
    current: set[bytes] = field(factory=set)


@frozen
class Pieces(Generic[T]):
    """The schemas or the operations of a document, and which of them the engines must read."""

    _names: list[str]
    _quick: Callable[[str], T]
    _known: set[str]
    _others: dict[str, bytes]
    _proven: Proven

    @property
    def missing(self) -> Collection[str]:
        """Names of those that the engines must read, in document order."""
        return self._others.keys()

    def joined(self, found: Mapping[str, T]) -> dict[str, T]:
        """Everything in document order, with what the engines found. Where both readings agree, that is noted."""
        for name, value in found.items():
            if self._agrees(name, value):
                self._proven.current.add(self._others[name])
        read = {name: self._quick(name) for name in self._names if name in self._known}
        everything = {**read, **found}
        return {name: everything[name] for name in self._names if name in everything}

    def _agrees(self, name: str, value: T) -> bool:
        try:
            quick = self._quick(name)
        except (LookupError, TypeError, ValueError):
            return False  # what only the engines can read is theirs to read each time
        # By text too: 1 equals True.
        return quick == value and repr(quick) == repr(value)


def schema_pieces(
    prepared: Json, names: Iterable[str], kind: Literal["model", "params"], proven: Proven
) -> Pieces[Declaration]:
    """The named components as answers (``model``) or as requests (``params``) see them."""
    schemas = components(prepared)
    texts = {name: schemas[name] for name in names}
    quick = read_model if kind == "model" else read_params
    known = _known(prepared, kind, {name: (text, mentioned(text)) for name, text in texts.items()}, proven)
    return Pieces(list(texts), lambda name: quick(name, schemas[name]), *known, proven)


def operation_pieces(prepared: Json, proven: Proven) -> Pieces[Endpoint]:
    """All operations, by operationId."""
    listed = list(operations(prepared))
    by_id = {one.body["operationId"]: one for one in listed}
    if len(by_id) < len(listed):
        proven = Proven()  # two of one name: the engines have their say
    texts = {name: ([one.path, one.verb, one.body], operation_mentions(one.body)) for name, one in by_id.items()}
    known = _known(prepared, "endpoint", texts, proven)
    return Pieces(list(texts), lambda name: read_endpoint(by_id[name]), *known, proven)


def _known(
    prepared: Json, kind: str, texts: Mapping[str, tuple[object, Iterable[str]]], proven: Proven
) -> tuple[set[str], dict[str, bytes]]:
    """Names of what is proven, and the digests of all others by name."""
    there = components(prepared)
    known: set[str] = set()
    others: dict[str, bytes] = {}
    for name, (text, mentions) in texts.items():
        digest = hashlib.sha256(json.dumps([kind, name, text]).encode()).digest()
        # A name that is gone is for the engines to complain of, though the text that mentions it is as it was.
        if digest in proven.known and all(other in there for other in mentions):
            known.add(name)
            proven.current.add(digest)
        else:
            others[name] = digest
    return known, others
