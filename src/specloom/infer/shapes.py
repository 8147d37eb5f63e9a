"""What was seen of the values at one place, as a lattice: shapes merge in any order and any grouping to the same.

A shape knows kinds, fields and formats; of values it holds only short texts that might become an enum, and those go
no further than ``schemas``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

from attrs import field, frozen

from specloom.infer.texts import FORMATS

Kind: TypeAlias = Literal["null", "boolean", "integer", "number", "string", "array", "object", "binary", "any"]
"""The types of JSON, bytes, and ``any`` for a place of which a document says that everything may stand there."""

KINDS: Final[tuple[Kind, ...]] = (
    "boolean", "integer", "number", "string", "array", "object", "binary", "any", "null",
)  # fmt: skip

MANY_VALUES: Final = 12
"""More different texts than this are no enum, and are forgotten."""


@frozen(order=True)
class Origin:
    """A sample, as messages name it.

    Attributes:
        file: Path or request line.
        number: Which line or entry of it, from 1; 0 if it has only one.
        unit: What ``number`` counts.
    """

    file: str
    number: int = 0
    unit: str = ""

    def __str__(self) -> str:
        if not self.number:
            return self.file
        return f"{self.file}:{self.number}" if self.unit == "line" else f"{self.file} ({self.unit} {self.number})"


@frozen
class Texts:
    """What was seen of the texts at one place.

    Attributes:
        count: How many, a record that came several times counted each time.
        formats: The formats that all of them match; all there are when there was no text.
        values: How many records hold each, or None when they are too many or too long.
    """

    count: int = 0
    formats: frozenset[str] = frozenset(FORMATS)
    values: Mapping[str, int] | None = field(factory=dict)


@frozen
class Shape:
    """What was seen of the values at one place.

    Attributes:
        counts: How many values of each kind.
        texts: Of the texts among them.
        items: Of the items of all arrays together.
        objects: How many objects ``fields`` tells of.
        fields: Of the fields of all objects; a field was in all of them if its ``total`` is ``objects``.
        fixed: Fields that a document lists, so that they are no keys of a map.
        rest: Of values under keys that are no names of fields, if a document says so.
        first: The first sample that shows each kind.
    """

    counts: Mapping[Kind, int] = field(factory=dict)
    texts: Texts = Texts()
    items: Shape | None = None
    objects: int = 0
    fields: Mapping[str, Shape] = field(factory=dict)
    fixed: frozenset[str] = frozenset()
    rest: Shape | None = None
    first: Mapping[Kind, Origin] = field(factory=dict)

    @property
    def total(self) -> int:
        """How many values there were."""
        return sum(self.counts.values())

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds that were seen, null left out, in the order in which schemas list them."""
        return tuple(kind for kind in KINDS if kind in self.counts and kind != "null")

    @property
    def is_nullable(self) -> bool:
        """Whether null was among the values."""
        return "null" in self.counts


NOTHING: Final = Shape()
"""The shape of a place of which nothing is known, such as the items of an empty list."""


def merge(one: Shape, other: Shape) -> Shape:
    """What was seen at two places, or in two runs, taken together."""
    if not other.counts and other.rest is None:
        return one
    if not one.counts and one.rest is None:
        return other
    return Shape(
        counts=_added(one.counts, other.counts),
        texts=_merge_texts(one.texts, other.texts),
        items=_merge_known(one.items, other.items),
        objects=one.objects + other.objects,
        fields=merge_all(one.fields, other.fields),
        fixed=one.fixed | other.fixed,
        rest=_merge_known(one.rest, other.rest),
        first=_earliest(one.first, other.first),
    )


def merge_all(one: Mapping[str, Shape], other: Mapping[str, Shape]) -> dict[str, Shape]:
    """Two sets of places by name, those of one name merged."""
    return {name: merge(one.get(name, NOTHING), other.get(name, NOTHING)) for name in {**one, **other}}


def _merge_known(one: Shape | None, other: Shape | None) -> Shape | None:
    if one is None or other is None:
        return other if one is None else one
    return merge(one, other)


def _merge_texts(one: Texts, other: Texts) -> Texts:
    values = None
    if one.values is not None and other.values is not None:
        texts = {**one.values, **other.values}
        values = few({text: one.values.get(text, 0) + other.values.get(text, 0) for text in texts})
    return Texts(one.count + other.count, one.formats & other.formats, values)


def few(values: Mapping[str, int]) -> Mapping[str, int] | None:
    """The values, or None when there are too many to be an enum."""
    return values if len(values) <= MANY_VALUES else None


def _added(one: Mapping[Kind, int], other: Mapping[Kind, int]) -> dict[Kind, int]:
    return {kind: one.get(kind, 0) + other.get(kind, 0) for kind in KINDS if kind in one or kind in other}


def _earliest(one: Mapping[Kind, Origin], other: Mapping[Kind, Origin]) -> dict[Kind, Origin]:
    found = {**one, **other}
    return {kind: min(one.get(kind, at), other.get(kind, at)) for kind, at in found.items()}


def kind_of(value: Any) -> Kind:
    """The kind of a JSON value."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case dict():
            return "object"
        case bytes():
            return "binary"
    raise TypeError(f"{type(value).__name__} is no kind of JSON value")
