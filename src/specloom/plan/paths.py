"""What one path says by itself: the things that it leads through, what is done there, and its parameters."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from attrs import frozen

from specloom.plan.deeds import deed
from specloom.plan.naming import snake

_NOISE = re.compile(r"apis?|rest", re.IGNORECASE)
_VERSION = re.compile(r"v?\d+([._-]\d+)*([._-]?(alpha|beta|rc|preview)\d*)?", re.IGNORECASE)
_FORMAT = re.compile(r"\.(json|xml)$", re.IGNORECASE)
_BRACES = re.compile(r"\{([^{}]*)\}")
_ACTION = re.compile(r"(?P<segment>(?:[^{}:]|\{[^{}]*\})*):(?P<action>[A-Za-z]\w*)")
_VERSION_BEFORE_BRACES = re.compile(r"v\{[^{}]*\}", re.IGNORECASE)


@frozen
class PathWords:
    """A path as names.

    Attributes:
        things: The fixed segments, as spelt, but for what says nothing.
        action: What is done to the last of them, as spelt, where the path says so by a colon (``/pets/{id}:feed``).
        joined: Whether the last of them is two that were joined, so that it is a thing whatever its words are.
        parameters: Their names.
        is_item: Whether it ends in a parameter, so that it leads to one of many.
        version: The version ahead of all, as spelt, or empty.
        greedy: The parameter that takes the rest of the path, or empty.
    """

    things: tuple[str, ...]
    action: str
    joined: bool
    parameters: tuple[str, ...]
    is_item: bool
    version: str
    greedy: str


def path_words(segments: Sequence[str], greedy: Collection[str] = (), *, below: bool = False) -> PathWords:
    """Read a path.

    Args:
        segments: Its parts between slashes; where it goes on ``below`` a resource, those from there on.
        greedy: Names of the parameters that take the rest of a path.
        below: Whether there is a resource above it.
    """
    ahead = () if below else tuple(_ahead(segments))
    rest = segments[len(ahead) :]
    things: list[str] = []
    action = ""
    is_item = joined = False
    for segment in rest:
        found = _ACTION.fullmatch(segment)
        segment, action = (found["segment"], found["action"]) if found else (segment, "")
        fixed = _FORMAT.sub("", _BRACES.sub("-", segment).strip("-") if "{" in segment else segment)
        if snake(fixed):
            # A deed that the path goes on from is part of the next name: no resource is called as a method is.
            joined = bool(things) and (below or len(things) > 1) and deed(things[-1]) != "no"
            things.append(f"{things.pop()}_{fixed}" if joined else fixed)
        is_item = "{" in segment
    names = [name for segment in rest for name in _BRACES.findall(segment)]
    return PathWords(
        things=tuple(things),
        action=action,
        joined=joined,
        parameters=tuple(names),
        is_item=is_item,
        version=next((segment for segment in ahead if _VERSION.fullmatch(segment)), ""),
        greedy=names[-1] if names and names[-1] in greedy else "",
    )


def _ahead(segments: Sequence[str]) -> Iterator[str]:
    """The leading segments that say nothing, as long as there is a name after them."""
    for index, segment in enumerate(segments):
        says_nothing = any(form.fullmatch(segment) for form in (_NOISE, _VERSION, _VERSION_BEFORE_BRACES))
        if not says_nothing or not any(map(_has_words, segments[index + 1 :])):
            return
        yield segment


def _has_words(segment: str) -> bool:
    return bool(snake(_BRACES.sub("", segment).partition(":")[0]))
