"""Which schemas lead to which, over declarations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from specloom.plan.parsed import AliasSchema, Declaration
from specloom.plan.types import Type, refs


def types_of(declaration: Declaration) -> Iterator[Type]:
    """All types that a declaration mentions."""
    if isinstance(declaration, AliasSchema):
        yield declaration.type
        return
    for field in declaration.fields:
        yield field.type
    if declaration.extra is not None:
        yield declaration.extra


def mentioned(declaration: Declaration) -> Iterator[str]:
    """The schemas that a declaration mentions, variants of a union included; repeats too."""
    for type_ in types_of(declaration):
        yield from refs(type_)
    if isinstance(declaration, AliasSchema):
        yield from (schema for _, schema in declaration.variants)


def closure(names: Iterable[str], declarations: Mapping[str, Declaration]) -> dict[str, None]:
    """The names and all that they lead to, in order of first mention; names without a declaration are left out."""
    seen: dict[str, None] = {}
    waiting = list(names)[::-1]
    while waiting:
        name = waiting.pop()
        if name not in seen and name in declarations:
            seen[name] = None
            waiting.extend(reversed(list(mentioned(declarations[name]))))
    return seen


Package = tuple[str, ...]


def packages_of_use(
    used: Iterable[tuple[Package, Iterable[str]]], declarations: Mapping[str, Declaration]
) -> dict[str, Package]:
    """For every schema the package that all who use it have in common.

    Args:
        used: Packages, each with the names of schemas that something in it uses directly.
        declarations: Of one direction.
    """
    roots: dict[Package, dict[str, None]] = {}
    for package, names in used:
        roots.setdefault(package, {}).update(dict.fromkeys(names))
    found: dict[str, Package] = {}
    for package, direct in roots.items():
        for name in closure(direct, declarations):
            found[name] = _common(found[name], package) if name in found else package
    return found


def _common(left: Package, right: Package) -> Package:
    length = 0
    while length < min(len(left), len(right)) and left[length] == right[length]:
        length += 1
    return left[:length]
