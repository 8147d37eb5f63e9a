"""OpenAPI Overlay 1.0: changes to a document that are kept apart from it and survive the next pull.

An action finds places by JSONPath (RFC 9535) and merges an object into each, appends to it, or removes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from attrs import frozen

from specloom.document.load import load_value
from specloom.document.pointers import join
from specloom.problems import Problem, Problems

_VERSION: Final = re.compile(r"1\.0\.\d+")
_KEYS: Final = ("target", "description", "update", "remove")

_Place: TypeAlias = tuple["str | int", ...]


@frozen
class Action:
    """One change.

    Attributes:
        target: JSONPath to the places that change.
        update: What is merged into or appended to them; not looked at when they are removed.
        remove: Whether they are removed.
        pointer: Where the action stands in its overlay.
    """

    target: str
    update: Any
    remove: bool
    pointer: str


@frozen
class Overlay:
    """The actions of an overlay document, in order."""

    source: str
    actions: tuple[Action, ...]


def read_overlay(text: bytes, source: str) -> Overlay:
    """The overlay that a YAML or JSON text holds.

    Raises:
        SpecloomError: If it is none, with all that is wrong in it.
    """
    values = load_value(text, source)
    problems = Problems(source)
    if not isinstance(values, dict) or not _VERSION.fullmatch(str(values.get("overlay"))):
        problems.add("this is no overlay: it starts with `overlay: 1.0.0`", "#/overlay")
        problems.check()
    listed = values.get("actions")
    if not isinstance(listed, list):
        problems.add("an overlay has a list of actions", "#/actions")
        listed = []
    actions = tuple(_action(action, f"#/actions/{at}", problems) for at, action in enumerate(listed))
    problems.check()
    return Overlay(source, actions)


def apply_overlay(
    document: Mapping[str, Any], overlay: Overlay, unmatched: Callable[[Problem], None] | None = None
) -> dict[str, Any]:
    """The document with all actions applied, one after the other. The given one is not changed.

    Objects are merged key by key, arrays get the new entries at their end, anything else is replaced.

    Args:
        document: What is changed.
        overlay: The changes.
        unmatched: Told of every action whose target leads to nothing. Without it such actions are errors.

    Raises:
        SpecloomError: If actions cannot be applied, with all of them.
    """
    problems = Problems(overlay.source)
    draft = _Draft(document)
    for action in overlay.actions:
        places = _places(draft.root, action, problems)
        if places is None:
            continue
        if not places:
            message = f"the target {action.target} leads to nothing in the document"
            if unmatched is None:
                problems.add(message, action.pointer)
            else:
                unmatched(Problem(message, action.pointer, overlay.source))
        elif action.remove:
            draft.remove(places)
        else:
            for place in places:
                _update(draft, place, action, problems)
    problems.check()
    return draft.root


def _action(action: Any, pointer: str, problems: Problems) -> Action:
    if not isinstance(action, dict) or not isinstance(action.get("target"), str):
        problems.add("an action is an object with a target", pointer)
        return Action("$", {}, False, pointer)
    for key in action:
        if key not in _KEYS and not key.startswith("x-"):
            problems.add(f"an action has no {key!r}; it has {', '.join(_KEYS)}", join(pointer, key))
    remove = action.get("remove", False)
    if not isinstance(remove, bool):
        problems.add("remove is true or false", join(pointer, "remove"))
    elif not remove and "update" not in action:
        problems.add("an action has an update or remove: true", pointer)
    if remove is True and action["target"].strip() == "$":
        problems.add("the document as a whole cannot be removed", join(pointer, "target"))
    return Action(action["target"], action.get("update"), remove is True, pointer)


def _places(root: Any, action: Action, problems: Problems) -> list[_Place] | None:
    """Where an action applies; None, and a problem noted, when its target cannot be read."""
    # Imported here: a document without an overlay does not pay for it.
    from jsonpath import JSONPathError, finditer

    try:
        return [tuple(match.parts) for match in finditer(action.target, root)]
    except JSONPathError as error:
        reason = str(error).splitlines()[0]
        problems.add(f"{action.target!r} is no JSONPath: {reason}", join(action.pointer, "target"))
        return None


def _update(draft: _Draft, place: _Place, action: Action, problems: Problems) -> None:
    found = draft.at(place)
    if isinstance(found, list):
        found.extend(action.update if isinstance(action.update, list) else [action.update])
    elif not isinstance(found, dict):
        problems.add(f"{action.target} leads to a plain value; target the object that holds it", action.pointer)
    elif not isinstance(action.update, dict):
        problems.add(f"{action.target} leads to an object, so the update is one", join(action.pointer, "update"))
    else:
        draft.merge(found, action.update)


class _Draft:
    """A document that is copied only where it changes.

    The containers on the way to a change are ours, everything else is shared with the document given.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.root: dict[str, Any] = dict(document)
        # By identity; the values are held so that no identity is given away twice.
        self._ours: dict[int, Any] = {id(self.root): self.root}

    def at(self, place: Iterable[str | int]) -> Any:
        """The value at a place; if it is a container, one that may be changed."""
        node: Any = self.root
        for step in place:
            node = self._own(node, step)
        return node

    def _own(self, container: Any, step: str | int) -> Any:
        value = container[step]
        if not isinstance(value, (dict, list)) or id(value) in self._ours:
            return value
        copied = value.copy()
        self._ours[id(copied)] = copied
        container[step] = copied
        return copied

    def merge(self, target: dict[str, Any], update: Mapping[str, Any]) -> None:
        """Merge an object into one that may be changed."""
        for key, new in update.items():
            old = self._own(target, key) if key in target else None
            if isinstance(old, dict) and isinstance(new, dict):
                self.merge(old, new)
            elif isinstance(old, list) and isinstance(new, list):
                old.extend(new)
            else:
                target[key] = new

    def remove(self, places: list[_Place]) -> None:
        """Remove values. Deeper and later ones go first, so that the places of the others stay true."""
        for place in sorted(dict.fromkeys(places), key=_removal_order, reverse=True):
            del self.at(place[:-1])[place[-1]]


def _removal_order(place: _Place) -> tuple[int, tuple[tuple[int, str], ...]]:
    return len(place), tuple((step, "") if isinstance(step, int) else (-1, step) for step in place)
