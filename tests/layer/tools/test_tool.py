"""Functions as tools: what a model is told of them, and what they make of what it writes."""

from __future__ import annotations

import asyncio
import functools
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, Optional, TypedDict
from uuid import UUID

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from openai_client._runtime.errors import InvalidDataError
from openai_client._runtime.polling_display import MissingDependencyError
from openai_client.lib.tools import Tool, tool
from openai_client.lib.tools.result_text import result_text
from openai_client.types import Model as ModelInfo


class Unit(Enum):
    """A unit of temperature."""

    CELSIUS = "c"
    FAHRENHEIT = "f"


@dataclass
class Place:
    city: str
    country: str = "AT"


@attrs.define
class Span:
    start: date
    days: int = 1


class Extra(TypedDict, total=False):
    wind: bool


class Person(BaseModel):
    name: str
    age: Optional[int] = None  # noqa: UP045 - the spelling that most models have


@tool
def everything(
    place: Place,
    span: Span,
    unit: Unit,
    who: Person,
    kind: Literal["now", "later"] = "now",
    tags: list[str] | None = None,
    extra: Extra | None = None,
    count: Annotated[int, "How many."] = 3,
    size: Annotated[float, Field(description="How large.")] = 0.5,
    fallback: Unit = Unit.CELSIUS,
    quick: bool = False,
) -> list[object]:
    """Takes it all."""
    return [place, span, unit, who, kind, tags, extra, count, size, fallback, quick]


def test_a_schema_of_everything() -> None:
    assert everything.strict
    assert everything.to_responses() == {"type": "function", **everything.to_chat()["function"]}
    assert (everything.name, everything.description) == ("everything", "Takes it all.")
    properties = everything.parameters["properties"]
    assert everything.parameters["required"] == list(properties)
    assert everything.parameters["additionalProperties"] is False
    assert properties["place"] == {"$ref": "#/$defs/Place"}
    assert properties["unit"] == {"type": "string", "enum": ["c", "f"], "description": "A unit of temperature."}
    assert properties["kind"] == {
        "anyOf": [{"type": "string", "enum": ["now", "later"]}, {"type": "null"}],
        "description": '(default: "now")',
    }
    assert properties["tags"] == {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "null"}]}
    assert properties["count"]["description"] == "How many. (default: 3)"
    assert properties["size"]["description"] == "How large. (default: 0.5)"
    assert properties["fallback"]["description"] == 'A unit of temperature. (default: "c")'
    assert properties["quick"]["description"] == "(default: false)"
    assert sorted(everything.parameters["$defs"]) == ["Extra", "Person", "Place", "Span"]


def test_values_of_everything() -> None:
    arguments = {
        "place": {"city": "Wien", "country": None},
        "span": {"start": "2026-01-02", "days": 2},
        "unit": "f",
        "who": {"name": "Ada", "age": None},
        "kind": None,
        "tags": ["a"],
        "extra": {"wind": True},
        "count": None,
        "size": 1,
        "fallback": None,
        "quick": True,
    }
    assert everything.call(json.dumps(arguments)) == [
        Place("Wien"),
        Span(date(2026, 1, 2), 2),
        Unit.FAHRENHEIT,
        Person(name="Ada"),
        "now",
        ["a"],
        {"wind": True},
        3,
        1.0,
        Unit.CELSIUS,
        True,
    ]
    short = {name: arguments[name] for name in ("place", "span", "unit", "who")}
    assert everything.call(json.dumps(short))[4:] == ["now", None, None, 3, 0.5, Unit.CELSIUS, False]


def test_a_tool_is_called_as_the_function_is() -> None:
    @tool
    def add(left: int, right: int = 1) -> int:
        """Adds."""
        return left + right

    assert (add(1, right=2), add(2), add.call('{"left": 4}')) == (3, 3, 5)
    assert (add.name, add.__doc__, repr(add)) == ("add", "Adds.", "<Tool add>")
    assert not add.is_async


def test_an_asynchronous_function() -> None:
    @tool(name="later", description="Doubles.")
    async def double(number: int) -> int:
        return number * 2

    assert (double.name, double.description, double.is_async) == ("later", "Doubles.", True)
    assert asyncio.run(double.call('{"number": 4}')) == 8


GOOGLE = """Move a thing.

    It takes a while.

    Args:
        thing: What to move,
            and nothing else.
        to (str): Where to.

    Returns:
        Whether it is there.
    """
SPHINX = """Move a thing.

    It takes a while.

    :param thing: What to move,
        and nothing else.
    :param to: Where to.
    :returns: Whether it is there.
    """
NUMPY = """Move a thing.

    It takes a while.

    Parameters
    ----------
    thing : str
        What to move,
        and nothing else.
    to : Place
        Where to.

    Returns
    -------
    bool
        Whether it is there.
    """


def move(thing: str, to: Place, speed: Annotated[int, "In knots."] = 1) -> bool:
    return bool(thing and to and speed)


@pytest.mark.parametrize("text", [GOOGLE, SPHINX, NUMPY])
def test_docstrings_describe_arguments(text: str) -> None:
    documented = functools.wraps(move)(lambda **values: move(**values))
    documented.__doc__ = text
    made = Tool(documented)
    assert made.description == "Move a thing.\n\nIt takes a while."
    properties = made.parameters["properties"]
    assert properties["thing"] == {"type": "string", "description": "What to move,\nand nothing else."}
    assert properties["to"] == {"anyOf": [{"$ref": "#/$defs/Place"}], "description": "Where to."}
    assert properties["speed"]["description"] == "In knots. (default: 1)"


def test_the_nearest_description_counts() -> None:
    def paint(own: Unit, documented: Unit, noted: Annotated[Unit, "Of the note."]) -> None:
        """Paint.

        Args:
            documented: Of the docstring.
            noted: Of the docstring.
        """

    found = {name: schema["description"] for name, schema in Tool(paint).parameters["properties"].items()}
    assert found == {"own": "A unit of temperature.", "documented": "Of the docstring.", "noted": "Of the note."}


def test_a_docstring_without_sections_needs_no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def plain(text: str) -> None:
        """Note: it is plain.

        Returns nothing.
        """

    def documented(text: str) -> None:
        """It says more.

        Args:
            text: Some.
        """

    monkeypatch.setitem(sys.modules, "docstring_parser", None)
    assert Tool(plain).description == "Note: it is plain.\n\nReturns nothing."
    with pytest.raises(MissingDependencyError, match=r"reading the docstring of documented .*\[tools\]"):
        Tool(documented)


def test_what_has_no_strict_schema_has_a_loose_one() -> None:
    @tool
    def store(
        values: dict[str, int],
        what: Any,
        more: Mapping[str, Any] | None = None,
        things: list = [1],  # type: ignore[type-arg]  # noqa: B006 - it is not changed
    ) -> list[Any]:
        return [values, what, more, things]

    assert not store.strict
    schema = store.parameters
    assert schema["properties"]["values"] == {"type": "object", "additionalProperties": {"type": "integer"}}
    assert schema["properties"]["what"] == {}
    assert schema["required"] == ["values", "what"]
    text = '{"values": {"a": 1}, "what": [null], "more": {"b": {}}, "things": [1, "2"]}'
    assert store.call(text) == [{"a": 1}, [None], {"b": {}}, [1, "2"]]
    with pytest.raises(InvalidDataError, match=r"values.a should be a whole number"):
        store.call('{"values": {"a": "x"}, "what": 1}')
    with pytest.raises(TypeError, match="store has no strict schema: among what it takes is an object whose prop"):
        Tool(store.function, strict=True)
    assert Tool(everything.function, strict=False).parameters["required"] == ["place", "span", "unit", "who"]


def test_a_pydantic_model_that_is_loose() -> None:
    class Bag(BaseModel):
        content: dict[str, int]

    def carry(bag: Bag) -> int:
        return len(bag.content)

    carry.__annotations__["bag"] = Bag
    made = Tool(carry)
    assert (made.strict, made.call('{"bag": {"content": {"a": 1}}}')) == (False, 1)


class Cat(BaseModel):
    kind: Literal["cat"]


class Dog(BaseModel):
    kind: Literal["dog"]


class Pet(BaseModel):
    animal: Annotated[Cat | Dog, Field(discriminator="kind")]


def test_a_union_with_a_discriminator_is_loose() -> None:
    def feed(pet: Pet) -> str:
        return pet.animal.kind

    made = Tool(feed)
    assert (made.strict, made.call('{"pet": {"animal": {"kind": "dog"}}}')) == (False, "dog")
    with pytest.raises(TypeError, match=r"among what it takes is a union that is told apart by a discriminator"):
        Tool(feed, strict=True)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("text", "text"),
        (None, "null"),
        ({"grün": Decimal("1.5")}, '{"grün": "1.5"}'),
        ([Place("Wien"), Span(date(2026, 1, 2))], None),
        (Unit.CELSIUS, '"c"'),
        ({UUID(int=1), UUID(int=1)}, '["00000000-0000-0000-0000-000000000001"]'),
        (Path("a"), '"a"'),
        (Person(name="Ada"), '{"name": "Ada", "age": null}'),
        (ModelInfo(id="m", created=1, object="model", owned_by="me"), None),
    ],
)
def test_results_as_text(value: object, text: str | None) -> None:
    found = result_text(value)
    assert found == text or text is None
    if isinstance(value, list):
        assert json.loads(found) == [{"city": "Wien", "country": "AT"}, {"start": "2026-01-02", "days": 1}]
    elif isinstance(value, ModelInfo):
        assert json.loads(found)["owned_by"] == "me"


def test_results_that_have_no_text() -> None:
    with pytest.raises(TypeError, match="a value of type bytes"):
        result_text([b"x"])
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(ValueError, match="Circular"):
        result_text(loop)


@dataclass
class Leaf:
    numbers: list[int] = field(default_factory=list)
    note: str | None = None


@tool
def same(leaves: list[Leaf], unit: Unit, ratio: float = 1.0) -> tuple[list[Leaf], Unit, float]:
    return leaves, unit, ratio


leaves = st.lists(st.builds(Leaf, st.lists(st.integers()), st.none() | st.text()))


@given(leaves, st.sampled_from(Unit), st.floats(allow_nan=False, allow_infinity=False))
def test_what_is_written_as_json_comes_back(values: list[Leaf], unit: Unit, ratio: float) -> None:
    text = result_text({"leaves": values, "unit": unit, "ratio": ratio})
    assert same.call(text) == (values, unit, ratio)


@given(
    st.text()
    | st.recursive(st.none() | st.integers(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)).map(json.dumps)
)
def test_whatever_a_model_writes_is_refused_unless_it_fits(text: str) -> None:
    with pytest.raises(InvalidDataError) as caught:
        everything.decode(text)
    assert caught.value.problems
