"""From a schema in normal form to a value that it allows: the same value at each run."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Final, Literal, TypeAlias

from attrs import evolve, frozen

from specloom.mock.message import NUMBER
from specloom.mock.texts import make_integer, make_number, make_text

Schema: TypeAlias = Mapping[str, Any]
Direction: TypeAlias = Literal["answer", "request"]

_DEPTH: Final = 8
_TOWER: Final = 100
_ENDLESS: Final = 10_000
_REF: Final = "#/components/schemas/"


def schema_name(schema: Schema) -> str:
    """The component that a schema refers to, or empty."""
    return str(schema.get("$ref", "")).removeprefix(_REF)


@frozen
class Place:
    """Where a value stands in what is being made.

    Attributes:
        name: Of the property that holds it.
        owner: Component that has this property.
        number: Of the outermost list item that it is in; tells ids of neighbours apart.
        turn: Its own place in a list.
        depth: How many objects and lists are around it.
        refs: Components that are being made around it.
        path: From the top, for choices that differ by seed.
        tag: Property that tells the members of a union apart, where it is one of these.
        brief: Whether to come to an end: nothing optional, the shortest member of unions.
    """

    name: str = ""
    owner: str = ""
    number: int = 0
    turn: int = 0
    depth: int = 0
    refs: tuple[str, ...] = ()
    path: str = ""
    tag: str = ""
    brief: bool = False


class Maker:
    """Makes values.

    Args:
        schemas: The components of a prepared document.
        seed: Another seed makes other values, and leaves out some of the optional ones.
        optional: Whether to make what is not required.
        variant: Which member to take of every union: the value of its tag, or a number from 0; the first otherwise.
        direction: ``answer`` leaves out what may only be written, ``request`` what may only be read.

    Attributes:
        takes_optional: Whether it makes what is not required.
    """

    def __init__(
        self,
        schemas: Mapping[str, Schema],
        *,
        seed: int = 0,
        optional: bool = True,
        variant: str = "",
        direction: Direction = "answer",
    ) -> None:
        self.schemas = schemas
        self._seed = seed
        self._salt = f"-{seed}" if seed else ""
        self.takes_optional = optional
        self._variant = variant
        self._hidden = "writeOnly" if direction == "answer" else "readOnly"

    def value(self, schema: Schema, name: str = "", number: int = 0) -> Any:
        """A value of a schema.

        Args:
            schema: In normal form; a reference is to one of the components.
            name: What the value is called where it is used.
            number: Values of different numbers have different ids.
        """
        return self._value(schema, Place(name=name, number=number))

    def target(self, schema: Schema) -> Schema:
        """A schema with its references followed."""
        while "$ref" in schema:
            schema = self.schemas[schema_name(schema)]
        return schema

    def _value(self, schema: Schema, place: Place) -> Any:
        if "$ref" in schema:
            return self._component(schema_name(schema), place)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            values: Sequence[Any] = schema["enum"]
            return values[(place.turn + self._draw(place)) % len(values)]
        if "anyOf" in schema:
            return self._member(schema, place)
        match schema.get("type"):
            case "object":
                return self._object(schema, place)
            case "array":
                return self._list(schema, place)
            case "null":
                return None
        return self._scalar(schema, place)

    def _component(self, name: str, place: Place) -> Any:
        if len(place.refs) > _TOWER:
            return None  # no value of it ever ends
        brief = place.brief or name in place.refs or place.depth > _DEPTH
        return self._value(self.schemas[name], evolve(place, owner=name, refs=(*place.refs, name), brief=brief))

    def _scalar(self, schema: Schema, place: Place) -> Any:
        default = schema.get("default")
        number = place.number or place.turn
        match schema.get("type"):
            case "boolean":
                return default if isinstance(default, bool) else True
            case "integer":
                return make_integer(schema, place.name, number) if type(default) is not int else default
            case "number":
                return make_number(schema, place.name, number) if type(default) not in (int, float) else default
            case "string":
                if isinstance(default, str) and not place.turn:
                    return default
                return make_text(schema, place.name, place.owner, number, self._salt)
        return place.name or "anything"  # the document says nothing about it

    def _object(self, schema: Schema, place: Place) -> dict[str, Any]:
        required = schema.get("required", ())
        made = {
            name: self._value(part, self._inner(place, name))
            for name, part in schema.get("properties", {}).items()
            if name in required or name == place.tag or self._takes(part, place, name)
        }
        extra = schema.get("additionalProperties")
        if isinstance(extra, Mapping) and not schema.get("properties"):
            least = int(schema.get("minProperties", 0))
            count = least if place.brief else max(1, least)
            for turn in range(count):
                name = "key" if not turn else f"key{turn + 1}"
                made[name] = self._value(extra, self._inner(place, name))
        return made

    def _takes(self, part: Schema, place: Place, name: str) -> bool:
        if not self.takes_optional or place.brief or place.depth > _DEPTH or part.get(self._hidden):
            return False
        if schema_name(part) in place.refs:
            return False
        return not self._seed or self._draw(self._inner(place, name)) % 4 != 0

    def _list(self, schema: Schema, place: Place) -> list[Any]:
        least = int(schema.get("minItems", 0))
        item = schema.get("items", {})
        ends = place.brief or place.depth > _DEPTH or schema_name(item) in place.refs
        count = least if ends else max(1, least)
        count = min(count, int(schema.get("maxItems", count)))
        return [self._value(item, evolve(place, turn=turn, depth=place.depth + 1, tag="")) for turn in range(count)]

    def _inner(self, place: Place, name: str) -> Place:
        return evolve(place, name=name, turn=0, depth=place.depth + 1, path=f"{place.path}/{name}", tag="")

    def _member(self, schema: Schema, place: Place) -> Any:
        members: Sequence[Schema] = schema["anyOf"]
        told = schema.get("discriminator", {})
        tag = told.get("propertyName", "")
        chosen = self._chosen(schema, members, place)
        made = self._value(chosen, evolve(place, tag=tag or place.tag))
        tags = [value for value, name in told.get("mapping", {}).items() if name == schema_name(chosen)]
        if isinstance(made, dict) and tags and made.get(tag) not in tags:
            return {**made, tag: tags[0]}  # by its own schema it may be any text
        return made

    def _chosen(self, schema: Schema, members: Sequence[Schema], place: Place) -> Schema:
        if place.brief:
            return min(members, key=self._height)
        solid = [member for member in members if member.get("type") != "null"] or list(members)
        free = [member for member in solid if schema_name(member) not in place.refs] or solid
        asked = schema.get("discriminator", {}).get("mapping", {}).get(self._variant)
        if asked is not None:
            return {"$ref": f"{_REF}{asked}"}
        return free[int(self._variant) % len(free)] if NUMBER.fullmatch(self._variant) else free[0]

    def _draw(self, place: Place) -> int:
        """A number that is the same for the same seed and place; 0 without a seed."""
        return zlib.crc32(f"{self._seed}{place.path}".encode()) if self._seed else 0

    def _height(self, schema: Schema) -> int:
        return _height(schema, self._heights)

    @cached_property
    def _heights(self) -> dict[str, int]:
        """How many components the shortest value of each component is deep."""
        heights = dict.fromkeys(self.schemas, _ENDLESS)
        while True:
            better = {name: 1 + _height(schema, heights) for name, schema in self.schemas.items()}
            better = {name: min(height, heights[name]) for name, height in better.items()}
            if better == heights:
                return heights
            heights = better


def _height(schema: Schema, heights: Mapping[str, int]) -> int:
    if "$ref" in schema:
        return heights[schema_name(schema)]
    if "anyOf" in schema:
        return min(_height(member, heights) for member in schema["anyOf"])
    if schema.get("type") == "array":
        return _height(schema.get("items", {}), heights) if schema.get("minItems") else 0
    properties = schema.get("properties", {})
    return max(
        (_height(properties[name], heights) for name in schema.get("required", ()) if name in properties), default=0
    )
