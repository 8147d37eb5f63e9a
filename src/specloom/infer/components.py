"""Objects that are equal become one component, named by the key or the path at which they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import orjson
from attrs import define, evolve, field, frozen

from specloom.infer.schemas import ONCE, SEEN
from specloom.plan.naming import pascal
from specloom.plan.plurals import singular

REF: Final = "#/components/schemas/"

_WRAPPERS: Final = frozenset((
    "collection", "content", "data", "docs", "documents", "elements", "embedded", "entities", "entries", "entry",
    "hits", "item", "items", "list", "members", "nodes", "object", "objects", "payload", "records", "response",
    "result", "results", "rows", "value", "values",
))  # fmt: skip
"""Keys that say nothing of what they hold; it is named after what holds them."""


@frozen
class Hint:
    """What an object could be called, from where it stands.

    Attributes:
        name: Of the thing that stands here, in Pascal case.
        owner: Of what holds it, put before the name where that is taken.
        is_body: Whether it is a whole body, which may be a wrapper around what it is named after.
    """

    name: str
    owner: str = ""
    is_body: bool = False

    def key(self, key: str) -> Hint:
        """The hint for what stands under a key."""
        if not _is_wrapper(key):
            return Hint(pascal(key) or "Value", self.name)
        return evolve(self, is_body=False) if self.is_body else Hint(self.name + pascal(key), self.name)

    def item(self) -> Hint:
        """The hint for what a list or map of it holds."""
        return evolve(self, name=singular(self.name))

    def of_object(self, schema: Mapping[str, Any]) -> Hint:
        """The hint for an object that stands here: a wrapper leaves the name to what it wraps."""
        if self.is_body and any(self._wraps(key, value) for key, value in schema["properties"].items()):
            return evolve(self, name=f"{self.name}Response")
        return self

    def _wraps(self, key: str, value: Mapping[str, Any]) -> bool:
        is_same = "properties" in value or ("items" in value and singular(self.name) == self.name)
        return _is_wrapper(key) and is_same

    def candidates(self) -> Iterator[str]:
        """Names, the best first, without end."""
        yield self.name
        if self.owner and not _holds_again(self.owner, self.name):
            yield self.owner + self.name
        number = 2
        while True:
            yield f"{self.name}{number}"
            number += 1


def _holds_again(owner: str, name: str) -> bool:
    return owner.rstrip("0123456789").endswith(name)


def _is_wrapper(key: str) -> bool:
    return key.lower().strip("_") in _WRAPPERS


def body_hint(verb: str, pattern: Sequence[str], status: str) -> Hint:
    """What the body of an answer, or of a request (``status`` is empty), is named after.

    The answers of ``/pets`` and ``/pets/{}`` are ``Pets`` and ``Pet``; failures are called ``Error``.
    """
    words = [segment for segment in pattern if segment and not segment.startswith("{")]
    noun = (pascal(words[-1]) if words else "") or "Root"
    if (pattern and pattern[-1].startswith("{")) or verb != "get":
        noun = singular(noun)
    if not status:
        suffix = {"post": "Create", "put": "Update", "patch": "Update"}.get(verb, "Request")
        return Hint(noun + suffix, is_body=True)
    return Hint(noun, is_body=True) if status.startswith("2") else Hint("Error", noun)


@define
class Components:
    """Takes objects out of schemas.

    Attributes:
        kept: Names by place, from a document that is made again.
        schemas: What was taken out so far, by name.
    """

    kept: Mapping[str, str]
    schemas: dict[str, dict[str, Any]] = field(factory=dict)
    _names: dict[bytes, str] = field(factory=dict)
    _marks: dict[str, bytes] = field(factory=dict)

    def prefer(self, schema: Mapping[str, Any], place: str) -> None:
        """Let objects at places that have a name keep it, before any other object is named."""
        if "properties" in schema and place in self.kept:
            mark, name = _mark(schema), self.kept[place]
            # Of places that had one component and no longer say the same, the first keeps its name.
            if self._marks.setdefault(name, mark) == mark:
                self._names.setdefault(mark, name)
        for _, part, below in _parts(schema, place):
            self.prefer(part, below)

    def hoisted(self, schema: Mapping[str, Any], hint: Hint, place: str) -> dict[str, Any]:
        """A schema, as ``schemas.Writer`` writes it, with references in place of its objects."""
        if "properties" in schema:
            return self._reference(schema, hint.of_object(schema), hint, place)
        new = dict(schema)
        for key, part, below in _parts(schema, place):
            if key == "anyOf":
                new[key] = [*([] if new[key] is schema[key] else new[key]), self.hoisted(part, hint, below)]
            else:
                new[key] = self.hoisted(part, hint.item(), below)
        return new

    def _reference(self, schema: Mapping[str, Any], hint: Hint, around: Hint, place: str) -> dict[str, Any]:
        bare = {key: value for key, value in schema.items() if key != "nullable"}
        name = self._name(bare, hint, place)
        if name not in self.schemas:
            self.schemas[name] = bare  # here already, so that it comes before what it holds
            inner = around if around.is_body else Hint(name)
            held = {
                key: self.hoisted(part, inner.key(key), f"{place}.{key}") for key, part in bare["properties"].items()
            }
            self.schemas[name] = {**bare, "properties": held}
            if isinstance(rest := bare.get("additionalProperties"), Mapping):
                self.schemas[name]["additionalProperties"] = self.hoisted(rest, inner.item(), f"{place}{{}}")
        ref = {"$ref": REF + name}
        return {"allOf": [ref], "nullable": True} if "nullable" in schema else ref

    def _name(self, schema: Mapping[str, Any], hint: Hint, place: str) -> str:
        mark = _mark(schema)
        name = self.kept.get(place)
        if name is None or self._marks.get(name) != mark:
            name = self._names.get(mark)
        if name is None:
            taken = {*self._names.values(), *self.kept.values(), *self.schemas}
            name = next(name for name in hint.candidates() if name not in taken)
        self._names.setdefault(mark, name)
        self._marks[name] = mark
        return name


def _mark(schema: Mapping[str, Any]) -> bytes:
    # Equal are objects that say the same all the way down; the order of their fields says nothing, nor does how often
    # something was seen.
    bare = {key: value for key, value in schema.items() if key != "nullable"}
    return orjson.dumps(_said(bare), option=orjson.OPT_SORT_KEYS)


def _said(node: Any) -> Any:
    if isinstance(node, list):
        return [_said(part) for part in node]
    if not isinstance(node, dict):
        return node
    return {key: _said(part) for key, part in node.items() if key not in (ONCE, SEEN)}


def _parts(schema: Mapping[str, Any], place: str) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """The schemas directly inside another one, with the key that holds each and their places."""
    for member in schema.get("anyOf", ()):
        yield "anyOf", member, place
    if "items" in schema:
        yield "items", schema["items"], f"{place}[]"
    if isinstance(schema.get("additionalProperties"), Mapping):
        yield "additionalProperties", schema["additionalProperties"], f"{place}{{}}"
    for key, part in schema.get("properties", {}).items():
        yield "properties", part, f"{place}.{key}"
