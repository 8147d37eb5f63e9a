"""Schemas that hold themselves are decoded all the way down."""

from __future__ import annotations

from types import ModuleType

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    types = package.types
    tree = {
        "name": "root",
        "parent": None,
        "children": [{"name": "leaf", "parent": {"name": "other"}}],
        "mate": {"of": {"name": "deep"}, "by_name": {"x": {"of": {"name": "deeper"}}}},
    }
    child = {"name": "leaf"}
    exchange = call(package, lambda client: client.trees.create(name="root", children=[child, child]), tree)
    assert exchange.body == {"name": "root", "children": [child, child]}
    answer = exchange.answer
    assert isinstance(answer.children[0].parent, types.Node)
    assert answer.mate.by_name["x"].of.name == "deeper"
    assert answer.parent is None
    assert answer.to_dict() == tree

    value = call(package, lambda client: client.values.retrieve(), {"value": [1, {"a": ["b"]}]}).answer.value
    assert value == [1, {"a": ["b"]}]
