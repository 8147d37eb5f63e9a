"""Putting the members of a union in order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from specloom.prepare.keywords import NULL, POINTER, REMARKS, aside, core, is_null, is_union
from specloom.prepare.values import Schema


def flat(members: Iterable[Schema]) -> list[Schema]:
    """The members with unions among them dissolved, each once (remarks aside), null last."""
    out: list[Schema] = []
    cores: list[Schema] = []
    null = False
    stack = list(members)
    while stack:
        member = stack.pop(0)
        if is_union(member):
            stack[:0] = member["anyOf"]
        elif is_null(member):
            null = True
        elif (said := without_pointers(core(member))) not in cores:
            cores.append(said)
            out.append(member)
    return [*out, NULL] if null else out


def without_pointers(node: Any) -> Any:
    """Equal things stand at different places."""
    if isinstance(node, dict):
        return {key: without_pointers(value) for key, value in node.items() if key != POINTER}
    return [without_pointers(item) for item in node] if isinstance(node, list) else node


def union(members: Iterable[Schema], around: Schema) -> Schema:
    """The ``anyOf`` of members, or what is left of it.

    Args:
        members: What is allowed; a member that allows anything makes a union of no use.
        around: Remarks, marks and the discriminator of the place; they win over those of a single member.
    """
    parts = flat(members)
    marks = aside(around)
    if any(not core(part) for part in parts):
        widest = next(part for part in parts if not core(part))
        return {**aside(widest), **marks}
    if len(parts) == 1:
        return {**parts[0], **marks}
    if len(parts) == 2 and is_null(parts[1]):
        # What is said of the one thing that it may be is said of the place.
        marks = {**{key: parts[0][key] for key in REMARKS if key in parts[0]}, **marks}
        if "$ref" in parts[0]:
            parts[0] = {key: value for key, value in parts[0].items() if key not in REMARKS}
    out = {"anyOf": parts, **marks}
    if "discriminator" in around:
        out["discriminator"] = around["discriminator"]
    return out
