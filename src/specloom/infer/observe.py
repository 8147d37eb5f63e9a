"""From JSON values, and from texts of queries and paths, to shapes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeAlias

import orjson
from attrs import define, field

from specloom.infer.shapes import NOTHING, Kind, Origin, Shape, Texts, few, kind_of, merge
from specloom.infer.texts import FORMATS, formats_of, is_choice

_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]{0,17}")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")

_Seen: TypeAlias = "tuple[Any, bool]"
"""A value, and whether the record that holds it is seen for the first time."""


@define
class Observer:
    """Makes shapes of values, and remembers which records it has seen.

    A record that is fetched ten times has its texts ten times and says no more than once that they come again, so
    only records that differ count towards an enum.
    """

    _records: set[int] = field(factory=set)

    def shape(self, place: str, values: Sequence[Any], origin: Origin) -> Shape:
        """The shape of JSON values (``bytes`` among them are binary) that were seen at one place."""
        return self._shape(hash(place), [(value, True) for value in values], origin)

    def _shape(self, place: int, values: Sequence[_Seen], origin: Origin) -> Shape:
        kinds: dict[Kind, list[_Seen]] = defaultdict(list)
        for seen in values:
            kinds[kind_of(seen[0])].append(seen)
        if not kinds:
            return NOTHING
        return Shape(
            counts={kind: len(found) for kind, found in kinds.items()},
            texts=_texts(kinds.get("string", ())),
            items=self._items(place, kinds["array"], origin) if "array" in kinds else None,
            objects=len(kinds.get("object", ())),
            fields=self._fields(place, kinds["object"], origin) if "object" in kinds else {},
            first=dict.fromkeys(kinds, origin),
        )

    def _items(self, place: int, arrays: Sequence[_Seen], origin: Origin) -> Shape:
        return self._shape(hash((place, 0)), [(item, fresh) for array, fresh in arrays for item in array], origin)

    def _fields(self, place: int, objects: Sequence[_Seen], origin: Origin) -> dict[str, Shape]:
        columns: dict[str, list[_Seen]] = defaultdict(list)
        for value, _ in objects:
            fresh = self._is_new(place, value)
            for name, held in value.items():
                columns[name].append((held, fresh))
        return {name: self._shape(hash((place, name)), column, origin) for name, column in columns.items()}

    def _is_new(self, place: int, record: Any) -> bool:
        mark = hash((place, orjson.dumps(record, option=orjson.OPT_SORT_KEYS)))
        if mark in self._records:
            return False
        self._records.add(mark)
        return True


def _texts(seen: Iterable[_Seen]) -> Texts:
    counted = Counter(text for text, _ in seen)
    if not counted:
        return Texts()
    fresh = Counter(text for text, is_fresh in seen if is_fresh)
    formats = frozenset(FORMATS).intersection(*map(formats_of, counted))
    values = few({text: fresh[text] for text in counted}) if all(map(is_choice, counted)) else None
    return Texts(sum(counted.values()), formats, values)


def wire_shape(texts: Sequence[str], origin: Origin) -> Shape:
    """The shape of an argument of a URL or form: several values of one name are a list."""
    if len(texts) == 1:
        return _wire_value(texts[0], origin)
    items = NOTHING
    for text in texts:
        items = merge(items, _wire_value(text, origin))
    return Shape({"array": 1}, items=items, first={"array": origin})


def _wire_value(text: str, origin: Origin) -> Shape:
    kind: Kind = "string"
    if text in ("true", "false"):
        kind = "boolean"
    elif _INTEGER.fullmatch(text):
        kind = "integer"
    elif _NUMBER.fullmatch(text):
        kind = "number"
    # Texts are kept even of numbers: where another value is a word, all of them are texts.
    return Shape({kind: 1}, texts=_texts([(text, True)]), first={kind: origin})
