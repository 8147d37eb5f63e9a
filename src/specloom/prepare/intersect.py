"""The schema that allows what two schemas both allow: how ``allOf`` is taken apart.

The second schema is the child: where two statements cannot both be kept, its statement stays.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from specloom.prepare import unions
from specloom.prepare.keywords import ASSERTS, MARKS, NULL, REMARKS, WIDENED, core, is_null, is_union
from specloom.prepare.pointers import component_of
from specloom.prepare.values import Schema

MOST_COMBINATIONS = 512
"""Of the members of two unions. Each union in an ``allOf`` multiplies them: a short document could ask for more than
any machine holds."""

_LARGER = ("minLength", "minimum", "exclusiveMinimum", "minItems", "minProperties")
_SMALLER = ("maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties")


class Circle(Exception):  # noqa: N818 - found on the way, an error only where nothing else can be done
    """A component needs itself to be merged."""


class Intersection:
    """Intersects schemas whose references it can follow.

    Args:
        resolve: Gives the schema of a component, itself without ``allOf``; raises ``Circle`` while that component
            is being made.
    """

    def __init__(self, resolve: Callable[[str], Schema]) -> None:
        self._resolve = resolve
        self._open: set[tuple[str | int, str | int]] = set()

    def of(self, first: Schema, second: Schema) -> Schema | None:
        """What both allow, or None where that is nothing."""
        said_first, said_second = core(first), core(second)
        if not said_second or said_first == said_second:
            return _with_remarks(first, first, second)
        if not said_first:
            return _with_remarks(second, first, second)
        found = self._cores(first, second)
        return None if found is None else _with_remarks(found, first, second)

    def merged(self, first: Schema, second: Schema) -> Schema:
        """What both allow; where that is nothing, what the second says."""
        found = self.of(first, second)
        return second if found is None else found

    def _cores(self, first: Schema, second: Schema) -> Schema | None:
        names = component_of(first), component_of(second)
        if names == (None, None):
            return self._plain(core(first), core(second))
        pair = names[0] or id(first), names[1] or id(second)
        if pair in self._open:  # schemas that hold themselves: this very pair is being compared already
            return second
        self._open.add(pair)
        try:
            left = _with_asserts(self._resolve(names[0])) if names[0] else core(first)
            right = _with_asserts(self._resolve(names[1])) if names[1] else core(second)
            found = self.of(left, right)
        except Circle:
            return _named_beside_type(first, second)
        finally:
            self._open.discard(pair)
        if found is None:
            return None
        # A name says more than a copy of what it stands for.
        said = _with_asserts(found)
        if names[0] and said == left:
            return first
        return second if names[1] and said == right else found

    def _plain(self, first: Schema, second: Schema) -> Schema | None:
        if is_union(first) or is_union(second):
            return self._distributed(first, second)
        if is_null(first) or is_null(second):
            return NULL if is_null(first) and is_null(second) else None
        kind = _common_type(first.get("type"), second.get("type"))
        if kind is None:
            return None
        out = _bounds(first, second)
        if kind:
            out["type"] = kind
        if not self._add_constants(out, first, second):
            return None
        if kind == "array" or "items" in out:
            self._add_items(out, first, second)
        if "properties" in out or "additionalProperties" in out or "required" in out:
            return self._add_properties(out, first, second)
        return out

    def _distributed(self, first: Schema, second: Schema) -> Schema | None:
        left = first["anyOf"] if is_union(first) else [first]
        right = second["anyOf"] if is_union(second) else [second]
        if len(left) * len(right) > MOST_COMBINATIONS:
            # What the second allows is more than what both do, and can be said.
            return {**second, WIDENED: f"`allOf` of unions, more than {MOST_COMBINATIONS} combinations"}
        found = [both for one in left for other in right if (both := self.of(one, other)) is not None]
        if not found:
            return None
        out = unions.union(found, {})
        stated = second.get("discriminator", first.get("discriminator"))
        if is_union(out) and stated:
            same = all(part in left or part in right for part in out["anyOf"])
            out["discriminator"] = stated if same else {"propertyName": stated.get("propertyName")}
        return out

    def _add_constants(self, out: Schema, first: Schema, second: Schema) -> bool:
        left, right = _constants(first), _constants(second)
        if left is None or right is None:
            return _allowed_by_type(out)
        both = [value for value in left if value in right]
        out.pop("enum", None)
        out.pop("const", None)
        if len(both) == 1:
            out["const"] = both[0]
        elif both:
            out["enum"] = both
        return bool(both)

    def _add_items(self, out: Schema, first: Schema, second: Schema) -> None:
        if "items" in first and "items" in second:
            out["items"] = self.merged(first["items"], second["items"])

    def _add_properties(self, out: Schema, first: Schema, second: Schema) -> Schema | None:
        required = dict.fromkeys((*_names(first), *_names(second)))
        left, right = first.get("properties", {}), second.get("properties", {})
        properties: dict[str, Schema] = {**left, **right}
        for name in left.keys() & right.keys():
            both = self.of(left[name], right[name])
            if both is None and name in required and _tells_apart(left[name], right[name]):
                return None
            properties[name] = right[name] if both is None else both
        if properties:
            out["properties"] = properties
        if required:
            out["required"] = list(required)
        extra = self._extra(first, second)
        out.pop("additionalProperties", None)
        if extra is not None:
            out["additionalProperties"] = extra
        return out

    def _extra(self, first: Schema, second: Schema) -> Any:
        left, right = first.get("additionalProperties"), second.get("additionalProperties")
        if isinstance(left, dict) and isinstance(right, dict):
            return self.merged(left, right)
        if left is False or right is False:
            # ``false`` beside properties of another part would forbid them: authors mean the whole, not the part.
            open_part = second if left is False else first
            return False if left is right or not open_part.get("properties") else None
        for extra in (right, left):
            if isinstance(extra, dict):
                return extra
        return right if right is not None else left


def _named_beside_type(first: Schema, second: Schema) -> Schema:
    """The reference where the other part only repeats a type, as it does beside unions that hold themselves.

    Raises:
        Circle: Where the other part says more.
    """
    for named, other in ((first, second), (second, first)):
        if component_of(named) is not None and set(core(other)) == {"type"}:
            return named
    raise Circle


def _with_remarks(said: Schema, first: Schema, second: Schema) -> Schema:
    """What is said, with the remarks of both; marks come from the child or from neither."""
    out = dict(core(said))
    for key in (*REMARKS, *MARKS):
        for source in (second, first):
            if key in source:
                out[key] = source[key]
                break
    if WIDENED in said:
        out[WIDENED] = said[WIDENED]
    if asserts := {key: one for source in (first, second, said) for key, one in source.get(ASSERTS, {}).items()}:
        out[ASSERTS] = asserts
    return out


def _with_asserts(schema: Schema) -> Schema:
    """What a component says about values, in types or not."""
    return {**core(schema), ASSERTS: schema[ASSERTS]} if ASSERTS in schema else core(schema)


def _common_type(first: str | None, second: str | None) -> str | None:
    """The narrower of two types, empty where neither says one, None where they exclude each other."""
    if first is None or second is None or first == second:
        return first or second or ""
    return "integer" if {first, second} == {"integer", "number"} else None


def _bounds(first: Schema, second: Schema) -> Schema:
    out = {**first, **second}
    for keys, narrower in ((_LARGER, max), (_SMALLER, min)):
        for key in keys:
            if key in first and key in second:
                out[key] = narrower(first[key], second[key])
    return out


def _constants(schema: Schema) -> list[Any] | None:
    if "const" in schema:
        return [schema["const"]]
    values: list[Any] | None = schema.get("enum")
    return values


def _allowed_by_type(schema: Schema) -> bool:
    """Whether constants of one part suit the type of the other; an integer type takes integers only."""
    return schema.get("type") != "integer" or all(isinstance(value, int) for value in _constants(schema) or ())


def _names(schema: Schema) -> list[str]:
    required = schema.get("required")
    return required if isinstance(required, list) else []


def _tells_apart(first: Schema, second: Schema) -> bool:
    """Whether two statements about a property are constants, by which authors tell variants apart."""
    return _constants(first) is not None and _constants(second) is not None
