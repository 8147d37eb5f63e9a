"""References that cannot be followed: to nowhere, out of the document, or round in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from specloom.document.grammar import DOCUMENT, Node
from specloom.document.limits import MAX_CHAIN
from specloom.document.pointers import join, resolve, split
from specloom.problems import Problem

# What describes the same value as the schema that holds it; a circle of nothing else describes no value at all.
_SAME_VALUE = ("allOf", "anyOf", "oneOf")
_TOO_LONG = (
    f"references and members of {', '.join(_SAME_VALUE)} lead from here on to {MAX_CHAIN} further schemas, one after "
    "the other; say in fewer steps what this is"
)


def ref_problems(document: Mapping[str, Any], source: str, places: Sequence[Node]) -> list[Problem]:
    """All that is wrong with the references of a document.

    Args:
        document: What they are resolved in.
        source: For the messages.
        places: The document's ``nodes``; who walks them anyway does not walk twice.
    """
    found: dict[str, str] = {}
    for node in places:
        if isinstance(node.value, Mapping):
            found.update(_wrong(document, node))
    found.update(_circles(document, places, found))
    return [Problem(message, pointer, source) for pointer, message in found.items()]


def _wrong(document: Mapping[str, Any], node: Node) -> Iterator[tuple[str, str]]:
    if node.kind.named is None and node.kind is not DOCUMENT and "$ref" in node.value:
        message = _dead_end(document, node.value["$ref"])
        if message:
            yield join(node.pointer, "$ref"), message
    discriminator = node.value.get("discriminator") if node.kind.name == "schema" else None
    mapping = discriminator.get("mapping") if isinstance(discriminator, Mapping) else None
    if isinstance(mapping, Mapping):
        for value, target in mapping.items():
            # A bare name is looked up among the components later; a pointer must lead somewhere now.
            message = _dead_end(document, target) if "#" in str(target) else ""
            if message:
                yield join(node.pointer, "discriminator", "mapping", value), message


def _dead_end(document: Mapping[str, Any], ref: Any) -> str:
    if not isinstance(ref, str):
        return f"a $ref is the text of a pointer, not {ref!r}"
    if not ref.startswith("#"):
        return f"{ref!r} leads out of the document; `refs` of specloom.toml says where it may lead (docs/sources.md)"
    if ref == "#":
        return "'#' leads to the document as a whole, which is no part of itself"
    try:
        target = resolve(document, ref)
    except (LookupError, ValueError):
        return f"{ref!r} leads nowhere"
    return "" if isinstance(target, (Mapping, bool)) else f"{ref!r} leads to {type(target).__name__}, not to an object"


def _circles(document: Mapping[str, Any], places: Sequence[Node], dead: Mapping[str, str]) -> dict[str, str]:
    """One message for each circle, at the first of its members that a walk meets, and for each chain that is too long.

    Later steps follow both by recursion.
    """
    found: dict[str, str] = {}
    heights: dict[str, int] = {}  # how many steps lead on from there
    starts = (node.pointer for node in places if isinstance(node.value, Mapping) and "$ref" in node.value)
    for start in starts:
        # Depth first without recursion: the path from the start, and what is still to be tried at each of its steps.
        path: dict[str, Iterator[str]] = {}
        following: str | None = start
        while following is not None or path:
            here = next(reversed(path), None)
            if following is None:
                done = here
                path.popitem()
                _raise(heights, next(reversed(path), None), done)
            elif following in path:
                circle = [*list(path)[list(path).index(following) :], following]
                found.setdefault(following, f"this leads back to itself: {' -> '.join(circle)}")
            elif following in heights:
                _raise(heights, here, following)
            else:
                path[following] = iter(_same_value(document, following, dead))
                heights[following] = 0
            following = next(path[next(reversed(path))], None) if path else None
    return {**{pointer: _TOO_LONG for pointer, height in heights.items() if height == MAX_CHAIN}, **found}


def _raise(heights: dict[str, int], above: str | None, below: str | None) -> None:
    if above is not None and below is not None:
        heights[above] = max(heights[above], heights[below] + 1)


def _same_value(document: Mapping[str, Any], pointer: str, dead: Mapping[str, str]) -> Iterator[str]:
    try:
        node = resolve(document, pointer)
    except LookupError:
        return
    if not isinstance(node, Mapping):
        return
    ref = node.get("$ref")
    if isinstance(ref, str) and ref.startswith("#/") and join(pointer, "$ref") not in dead:
        yield join("#", *split(ref))
    for key in _SAME_VALUE:
        members = node.get(key)
        for at in range(len(members) if isinstance(members, list) else 0):
            yield join(pointer, key, at)
