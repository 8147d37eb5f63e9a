"""What a new state of a document changes, by name; whether a change breaks a caller is not judged here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import frozen

from specloom.document.grammar import ANY_METHOD, VERBS

_OPERATIONS: Final = (*VERBS, ANY_METHOD)


@frozen
class NameChanges:
    """Names that came, went or now stand for something else, each in document order."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@frozen
class Changes:
    """What differs between two states of a document.

    Attributes:
        operations: Spelt ``POST /pets``.
        schemas: By component name.
        elsewhere: Whether anything outside of operations and schemas differs (servers, security, responses).
    """

    operations: NameChanges
    schemas: NameChanges
    elsewhere: bool = False

    def __bool__(self) -> bool:
        return bool(self.operations or self.schemas or self.elsewhere)


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Changes:
    """What is different in ``new``; an empty ``old`` makes everything an addition."""
    return Changes(
        _named(_operations(old), _operations(new)),
        _named(_schemas(old), _schemas(new)),
        bool(old) and _rest(old) != _rest(new),
    )


def _named(old: Mapping[str, Any], new: Mapping[str, Any]) -> NameChanges:
    return NameChanges(
        added=tuple(name for name in new if name not in old),
        removed=tuple(name for name in old if name not in new),
        changed=tuple(name for name in new if name in old and old[name] != new[name]),
    )


def _operations(document: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for path, item in _mapping(document.get("paths")).items():
        operations = {verb: part for verb, part in _mapping(item).items() if verb in _OPERATIONS}
        # What stands beside the operations of a path belongs to each of them.
        shared = {key: part for key, part in _mapping(item).items() if key not in _OPERATIONS}
        for verb, operation in operations.items():
            found[f"{'ANY' if verb == ANY_METHOD else verb.upper()} {path}"] = (operation, shared)
    return found


def _schemas(document: Mapping[str, Any]) -> Mapping[str, Any]:
    components = _mapping(document.get("components"))
    return _mapping(components.get("schemas")) or _mapping(document.get("definitions"))


def _rest(document: Mapping[str, Any]) -> dict[str, Any]:
    rest = {key: part for key, part in document.items() if key not in ("paths", "definitions", "info")}
    return {**rest, "components": {k: v for k, v in _mapping(rest.get("components")).items() if k != "schemas"}}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
