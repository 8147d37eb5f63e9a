"""The tree of resources from methods with call paths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve

from specloom.plan.naming import resource_class
from specloom.plan.polling import Waits
from specloom.plan.sdk import Call, Sdk
from specloom.plan.values import Method, Resource

_FIRST = ("create", "retrieve", "update", "list", "delete")


def resource_tree(methods: Iterable[tuple[Call, Method]], waits: Waits, sdk: Sdk, client: str) -> tuple[Resource, ...]:
    """All resources. The usual methods come first and in their usual order, all else in the order of names.

    No class is named like the client, ``client``: the API ``pets`` has ``/pets`` more often than not.
    """
    by_path: dict[Call, list[Method]] = {}
    for call, method in methods:
        for depth in range(1, len(call)):
            by_path.setdefault(call[:depth], [])
        by_path[call[:-1]].append(method)
    for path in sdk.extensions:
        for depth in range(1, len(path) + 1):
            by_path.setdefault(path[:depth], [])
    children: dict[Call, list[Call]] = {path: [] for path in ((), *by_path)}
    for path in by_path:
        children[path[:-1]].append(path)
    resources = _below((), by_path, children, waits, sdk)
    return tuple(evolve(one, class_name=f"{client}Resource") if one.class_name == client else one for one in resources)


def _below(
    path: Call,
    by_path: Mapping[Call, list[Method]],
    children: Mapping[Call, list[Call]],
    waits: Waits,
    sdk: Sdk,
) -> tuple[Resource, ...]:
    return tuple(
        Resource(
            path=child,
            class_name=resource_class(child[-1], sdk.acronyms),
            methods=tuple(sorted(by_path[child], key=_rank)),
            children=_below(child, by_path, children, waits, sdk),
            extension=sdk.extensions.get(child, ()),
            poll=waits.polls.get(child),
            starts=waits.starts.get(child, ()),
        )
        for child in sorted(children[path])
    )


def _rank(method: Method) -> tuple[int, str]:
    return (_FIRST.index(method.name) if method.name in _FIRST else len(_FIRST), method.name)
