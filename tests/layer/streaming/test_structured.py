"""Types as strict JSON schemas, and values back from JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, NamedTuple, NewType, Optional, TypedDict
from uuid import UUID

import attrs
import pytest
from pydantic import BaseModel, Field
from pydantic.dataclasses import dataclass as pydantic_dataclass
from typing_extensions import NotRequired, Required, TypeAliasType

from openai_client._runtime.errors import InvalidDataError
from openai_client.lib.strict_schema import strict
from openai_client.lib.structured import output_of

Name = NewType("Name", str)
Names = TypeAliasType("Names", list[Name])


class Colour(Enum):
    """A colour."""

    RED = "red"
    BLUE = "blue"


@dataclass
class Point:
    x: float
    y: float = 0.0


@attrs.define
class Pen:
    colour: Colour
    _width: int = attrs.field(default=1, metadata={"description": "In pixels."})
    made: bool = attrs.field(init=False, default=True)


class Mark(TypedDict, total=False):
    at: Required[Point]
    label: NotRequired[str]


class Size(NamedTuple):
    width: int
    height: int = 1


class Note(BaseModel):
    text: str
    stars: Optional[int] = None  # noqa: UP045 - the spelling that most models have


@dataclass
class Tree:
    """A tree."""

    name: Annotated[str, "What it is called."]
    kind: Literal["leaf", "branch", 3]
    children: list[Tree]
    parent: Tree | None = None
    pen: Pen | None = None
    marks: Sequence[Mark] = field(default_factory=list)


def whole(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """All objects of a schema."""
    found = [schema] if schema.get("type") == "object" else []
    for value in schema.values():
        parts = value if isinstance(value, list) else [value, *(value.values() if isinstance(value, dict) else ())]
        for part in parts:
            if isinstance(part, dict):
                found += whole(part)
    return found


def test_a_class_with_everything() -> None:
    output = output_of(Tree)
    assert output.name == "Tree"
    schema = output.schema
    assert all(one["additionalProperties"] is False for one in whole(schema))
    assert all(one["required"] == list(one["properties"]) for one in whole(schema))
    properties = schema["properties"]
    assert schema["description"] == "A tree."
    assert properties["name"] == {"type": "string", "description": "What it is called."}
    assert properties["kind"] == {"type": ["string", "integer"], "enum": ["leaf", "branch", 3]}
    assert properties["children"] == {"type": "array", "items": {"$ref": "#"}}
    assert properties["parent"] == {"anyOf": [{"$ref": "#"}, {"type": "null"}]}
    assert properties["marks"] == {
        "anyOf": [{"type": "array", "items": {"$ref": "#/$defs/Mark"}}, {"type": "null"}],
    }
    assert schema["$defs"]["Pen"]["properties"] == {
        "colour": {"type": "string", "enum": ["red", "blue"], "description": "A colour."},
        "width": {"anyOf": [{"type": "integer"}, {"type": "null"}], "description": "In pixels."},
    }
    assert sorted(schema["$defs"]) == ["Mark", "Pen", "Point"]


def test_a_value_with_everything() -> None:
    text = json.dumps(
        {
            "name": "oak",
            "kind": "branch",
            "children": [{"name": "twig", "kind": 3, "children": [], "parent": None, "pen": None, "marks": None}],
            "parent": None,
            "pen": {"colour": "blue", "width": None},
            "marks": [{"at": {"x": 1, "y": None}, "label": None}, {"at": {"x": 1.5, "y": 2}, "label": "b"}],
        }
    )
    assert output_of(Tree).decode(text) == Tree(
        name="oak",
        kind="branch",
        children=[Tree("twig", 3, [])],
        pen=Pen(Colour.BLUE),
        marks=[{"at": Point(1.0)}, {"at": Point(1.5, 2.0), "label": "b"}],
    )


@pytest.mark.parametrize(
    ("type_", "schema", "data", "value"),
    [
        (str, {"type": "string"}, "a", "a"),
        (bool, {"type": "boolean"}, True, True),
        (int, {"type": "integer"}, 3.0, 3),
        (float, {"type": "number"}, 3, 3.0),
        (Decimal, {"type": "number"}, 0.1, Decimal("0.1")),
        (None, {"type": "null"}, None, None),
        (date, {"type": "string", "format": "date"}, "2026-01-02", date(2026, 1, 2)),
        (
            datetime,
            {"type": "string", "format": "date-time"},
            "2026-01-02T03:04:05Z",
            datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(0))),
        ),
        (UUID, {"type": "string", "format": "uuid"}, "0" * 32, UUID(int=0)),
        (Colour, {"type": "string", "enum": ["red", "blue"], "description": "A colour."}, "red", Colour.RED),
        (Literal["a"], {"type": "string", "enum": ["a"]}, "a", "a"),
        (list[int], {"type": "array", "items": {"type": "integer"}}, [1], [1]),
        (tuple[int, ...], {"type": "array", "items": {"type": "integer"}}, [1], (1,)),
        (set[str], {"type": "array", "items": {"type": "string"}}, ["a", "a"], {"a"}),
        (int | str, {"anyOf": [{"type": "integer"}, {"type": "string"}]}, "a", "a"),
        (Optional[int], {"anyOf": [{"type": "integer"}, {"type": "null"}]}, None, None),  # noqa: UP045 - it is a test
        (Names, {"type": "array", "items": {"type": "string"}}, ["a"], ["a"]),
        (Annotated[int, "How many.", 3], {"type": "integer", "description": "How many."}, 1, 1),
        (Size | None, {"anyOf": [{"$ref": "#/$defs/Size"}, {"type": "null"}]}, {"width": 2, "height": None}, Size(2)),
        (
            Annotated[Point, "Where."],
            {"anyOf": [{"$ref": "#/$defs/Point"}], "description": "Where."},
            {"x": 1, "y": 2},
            Point(1, 2),
        ),
    ],
)
def test_types_that_are_no_objects(type_: Any, schema: dict[str, Any], data: Any, value: Any) -> None:
    output = output_of(type_)
    assert output.schema["properties"] == {"value": schema}
    assert output.decode(json.dumps({"value": data})) == value
    assert type(output.decode(json.dumps({"value": data}))) is type(value)


@pytest.mark.parametrize(
    ("type_", "data", "problem"),
    [
        (int, True, "value should be a whole number, not True"),
        (int, 1.5, "value should be a whole number"),
        (str, None, "value should be text, not None"),
        (date, "soon", "value should be text of the form date, not 'soon'"),
        (Literal[1], True, "value should be one of 1, not True"),
        (list[int], [1, "a"], r"value\[1\] should be a whole number"),
        (int | list[str], "a", "a whole number.*; nor: .*a list"),
        (Point, {"x": 1, "y": "a"}, "value.y should be a number|y should be a number"),
        (Tree, {"name": "a"}, "kind is missing"),
        (Point, {"x": None, "y": None}, "x should be a number, not None"),
    ],
)
def test_values_that_do_not_fit(type_: Any, data: Any, problem: str) -> None:
    output = output_of(type_)
    text = json.dumps({"value": data} if "value" in output.schema["properties"] else data)
    with pytest.raises(InvalidDataError, match=problem):
        output.decode(text)


def test_a_class_that_refuses_its_values_is_heard() -> None:
    @dataclass
    class Even:
        number: int

        def __post_init__(self) -> None:
            if self.number % 2:
                raise ValueError("that is odd")

    with pytest.raises(InvalidDataError, match="refused by Even: that is odd"):
        output_of(Even).decode('{"number": 3}')


class Plain:
    pass


@dataclass
class Lost:
    there: Nowhere  # type: ignore[name-defined]  # noqa: F821 - that is what is tested


@pytest.mark.parametrize(
    ("type_", "problem"),
    [
        (dict[str, int], "its properties must be known"),
        (tuple[int, str], "items of a list are of one type"),
        (list, "list has no strict JSON schema: say what its items are"),
        (Plain, "Plain has no strict JSON schema"),
        (Any, "has no strict JSON schema"),
        (object, "object has no strict JSON schema"),
        (Lost, "Lost: an annotation names 'Nowhere'"),
    ],
)
def test_types_without_a_strict_schema(type_: Any, problem: str) -> None:
    with pytest.raises(TypeError, match=problem):
        output_of(type_)


def test_two_classes_of_one_name_are_told_apart() -> None:
    def make(type_: type) -> type:
        return attrs.make_class("Part", {"value": attrs.field(type=type_)})

    first, second = make(int), make(str)
    both: Any = attrs.make_class("Both", {"one": attrs.field(type=first), "two": attrs.field(type=second)})
    schema = output_of(both).schema
    assert schema["properties"] == {"one": {"$ref": "#/$defs/Part"}, "two": {"$ref": "#/$defs/Part_2"}}


def test_a_name_that_the_api_takes() -> None:
    assert output_of(list[list[int]]).name == "list_list_int"
    long: Any = attrs.make_class("A" * 100, {})
    assert output_of(long).name == "A" * 64


# --- pydantic --------------------------------------------------------------------------------------------------------


class Page(BaseModel):
    """A page."""

    number: int = 1
    note: Note = Field(description="What it says.")
    next: Page | None = None
    tags: list[str] = []


@pydantic_dataclass
class Card:
    note: Note
    size: int = Field(default=1, description="How big.")


@dataclass
class Book:
    pages: list[Page]
    cover: Note


def test_pydantic_models_become_strict() -> None:
    schema = output_of(Page).schema
    objects = [one for one in whole(schema) if "properties" in one]
    assert [one["required"] for one in objects] == [list(one["properties"]) for one in objects]
    assert all(one["additionalProperties"] is False for one in objects)
    note = schema["properties"]["note"]
    assert schema["type"] == "object"
    assert "$ref" not in note
    assert (note["description"], note["type"]) == ("What it says.", "object")
    assert "default" not in schema["$defs"]["Note"]["properties"]["stars"]


def test_pydantic_dataclasses_and_models_within_classes() -> None:
    card = output_of(Card)
    assert card.schema["required"] == ["note", "size"]
    assert card.decode('{"note": {"text": "a", "stars": null}, "size": 2}') == Card(Note(text="a"), 2)
    book = output_of(Book)
    assert book.schema["properties"]["cover"] == {"$ref": "#/$defs/Note"}
    assert {"Note", "Page"} <= set(book.schema["$defs"])
    text = json.dumps({"pages": [{"note": {"text": "a"}}], "cover": {"text": "b"}})
    assert book.decode(text) == Book([Page(note=Note(text="a"))], Note(text="b"))
    with pytest.raises(InvalidDataError, match="Note"):
        book.decode('{"pages": [], "cover": {}}')


def test_strict_leaves_its_input_alone_and_refuses_what_leads_nowhere() -> None:
    given = {
        "type": "object",
        "properties": {"a": {"allOf": [{"$ref": "#/$defs/A"}]}},
        "$defs": {"A": {"default": None}},
    }
    before = json.dumps(given)
    assert strict(given)["properties"] == {"a": {"$ref": "#/$defs/A"}}
    assert strict(given)["$defs"] == {"A": {}}
    assert json.dumps(given) == before
    with pytest.raises(ValueError, match="leads nowhere"):
        strict({"$ref": "#/$defs/B", "description": "x"})
