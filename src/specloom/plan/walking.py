"""Walking the tree of resources, and what can be told of a package by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from specloom.plan.values import Method, Plan, Resource


def resources_of(resources: Sequence[Resource]) -> Iterator[Resource]:
    """Every resource of a tree, parents first."""
    for resource in resources:
        yield resource
        yield from resources_of(resource.children)


def methods_of(resources: Sequence[Resource]) -> Iterator[tuple[Resource, Method]]:
    """Every method with its resource."""
    for resource in resources_of(resources):
        for method in resource.methods:
            yield resource, method


def waits(plan: Plan) -> bool:
    """Whether any resource can be waited for."""
    return any(resource.poll for resource in resources_of(plan.resources))


def uploads(plan: Plan) -> bool:
    """Whether any method sends files."""
    return any(method.body.kind == "multipart" for _, method in methods_of(plan.resources))


def page_kinds(plan: Plan) -> frozenset[str]:
    """The kinds of pages that any method gives."""
    return frozenset(method.page.kind for _, method in methods_of(plan.resources) if method.page is not None)
