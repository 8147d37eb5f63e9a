"""A document as large as several: copies of one beside each other, each with names, paths and tags of its own.

What refers to a copy's own parts is renamed with them, and each object and enumeration has a member more that says
which copy it is of: else a generator may see that copies are alike, and write one for all. Security schemes stay
shared, as they are in a real document.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any, Final

_REFERENCES: Final = ("$ref", "$dynamicRef", "operationRef")
_SHARED: Final = ("securitySchemes",)
_COMPONENTS: Final = "#/components/"
_PATHS: Final = "#/paths/"


def grown(document: Mapping[str, Any], copies: int) -> dict[str, Any]:
    """The document and further copies of it, as one.

    Args:
        document: An OpenAPI document 3.0 or 3.1; it is not changed.
        copies: How many there are to be in all, at least 1; with 1 it is the document itself.

    Raises:
        ValueError: If copies is below 1.
    """
    if copies < 1:
        raise ValueError(f"cannot make {copies} copies of a document: give 1 or more")
    made: dict[str, Any] = copy.deepcopy(dict(document))
    for number in range(2, copies + 1):
        other = _Renamed(number).document(document)
        made["paths"].update(other["paths"])
        made.setdefault("webhooks", {}).update(other.get("webhooks", {}))
        made.setdefault("tags", []).extend(other.get("tags", []))
        for kind, entries in other.get("components", {}).items():
            made.setdefault("components", {}).setdefault(kind, {}).update(entries)
    return made


class _Renamed:
    """How the names of one copy differ: ``Pet`` is ``PetCopy2``, ``/pets`` is ``/copy2/pets``."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.suffix = f"Copy{number}"
        self.prefix = f"/copy{number}"

    def document(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """What of a document is to stand beside the first copy."""
        components = document.get("components", {})
        return {
            "paths": {self.prefix + path: self.node(item) for path, item in document["paths"].items()},
            "webhooks": {name + self.suffix: self.node(item) for name, item in document.get("webhooks", {}).items()},
            "tags": [{**tag, "name": tag["name"] + self.suffix} for tag in document.get("tags", ())],
            "components": {
                kind: {name + self.suffix: self.node(entry) for name, entry in entries.items()}
                for kind, entries in components.items()
                if kind not in _SHARED
            },
        }

    def node(self, value: Any) -> Any:
        """A part of the document with the copy's names in it."""
        if isinstance(value, list):
            return [self.node(each) for each in value]
        if not isinstance(value, dict):
            return value
        made = {key: self._rule(key, each)(each) for key, each in value.items()}
        if isinstance(value.get("properties"), dict) and value.get("type", "object") == "object":
            made["properties"][f"copy_{self.number}"] = {"type": "string"}
        if _is_choice(value):
            made["enum"].append(f"copy_{self.number}")
        return made

    def _rule(self, key: str, value: object) -> Callable[[Any], Any]:
        """How the value of a key is renamed; a property of that name has an object for its value, not a text."""
        if key in _REFERENCES and isinstance(value, str):
            return self._reference
        if key in ("operationId", "title") and isinstance(value, str):
            return lambda text: text + self.suffix
        if key == "tags" and isinstance(value, list):
            return lambda names: [name + self.suffix for name in names]
        if key == "mapping" and isinstance(value, dict):
            return lambda mapping: {tag: self._target(target) for tag, target in mapping.items()}
        return self.node

    def _target(self, target: Any) -> Any:
        """What a value of a discriminator stands for: a reference or a schema's bare name."""
        if not isinstance(target, str):
            return self.node(target)
        return self._reference(target) if "/" in target else target + self.suffix

    def _reference(self, reference: str) -> str:
        if reference.startswith(_PATHS):
            return f"{_PATHS}{self.prefix.replace('/', '~1')}{reference.removeprefix(_PATHS)}"
        if not reference.startswith(_COMPONENTS):
            return reference
        kind, name, *rest = reference.removeprefix(_COMPONENTS).split("/")
        if kind in _SHARED:
            return reference
        return _COMPONENTS + "/".join((kind, name + self.suffix, *rest))


def _is_choice(schema: Mapping[str, Any]) -> bool:
    """Whether a schema is an enumeration of texts; one of a single text is a constant, and tells variants apart."""
    values = schema.get("enum")
    return isinstance(values, list) and len(values) > 1 and all(isinstance(value, str) for value in values)
