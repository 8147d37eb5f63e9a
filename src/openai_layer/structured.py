"""Answers that follow a type: what the API is asked for, and what is made of what it writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from .._runtime.errors import InvalidDataError
from .json_kinds import Definitions, Object, Schema
from .json_schema import is_model, kind_of, type_name
from .schema_limits import check_limits
from .strict_schema import strict

T = TypeVar("T")


class Output(Generic[T]):
    """A type that an answer is to follow.

    Attributes:
        name: What the API is told that it is called.
        schema: Its strict JSON schema; always an object's, as the API demands.
    """

    name: str
    schema: Schema

    def __init__(self, name: str, schema: Schema, decode: Callable[[str], T]) -> None:
        self.name = name
        self.schema = schema
        self._decode = decode

    def decode(self, text: str) -> T:
        """What the model wrote, as a value of the type.

        Raises:
            InvalidDataError: If it is no JSON, or does not follow the type.
            pydantic.ValidationError: The same, if the type is a pydantic model.
        """
        return self._decode(text)


def output_of(type_: Any) -> Output[Any]:
    """How to ask for answers of a type.

    Args:
        type_: A pydantic model class, or a dataclass, attrs class, TypedDict, NamedTuple, or a type made of these and
            plain ones, such as ``list[Step]``.

    Raises:
        TypeError: If it has no strict JSON schema, or one that is too large.
    """
    output = _output_of(type_)
    check_limits(output.name, output.schema)
    return output


def _output_of(type_: Any) -> Output[Any]:
    name = type_name(type_)
    if is_model(type_):
        schema = strict(type_.model_json_schema())
        if schema.get("type") != "object":  # a RootModel
            return Output(name, *_root_model(name, schema, type_.model_validate_json))
        return Output(name, schema, type_.model_validate_json)
    if _is_pydantic_dataclass(type_):
        from pydantic import TypeAdapter

        adapter: Any = TypeAdapter(type_)
        return Output(name, strict(adapter.json_schema()), adapter.validate_json)
    kind = kind_of(type_)
    definitions: Definitions = {}
    if isinstance(kind, Object):
        return Output(name, _top(kind.body(definitions), definitions, kind.name), _decoder(name, kind.decode))
    body = _wrapped(kind.schema(definitions))
    return Output(
        name, _top(body, definitions), _decoder(name, lambda data, place: kind.decode(_value(data), "value"))
    )


def _root_model(name: str, schema: Schema, read: Callable[[str], Any]) -> tuple[Schema, Callable[[str], Any]]:
    """The schema of a pydantic model that is no object, wrapped, and the way back."""
    definitions = schema.pop("$defs", {})
    unwrapped = _decoder(name, lambda data, place: _value(data))
    return _top(_wrapped(schema), definitions), lambda text: read(json.dumps(unwrapped(text)))


def _wrapped(schema: Schema) -> Schema:
    return {"type": "object", "properties": {"value": schema}, "required": ["value"], "additionalProperties": False}


def _is_pydantic_dataclass(type_: object) -> bool:
    return isinstance(type_, type) and hasattr(type_, "__pydantic_validator__")


def _top(body: Schema, definitions: Definitions, itself: str = "") -> Schema:
    """The schema of the whole; one that holds itself refers to the top."""
    rest = {name: found for name, found in definitions.items() if name != itself}
    whole = {**body, "$defs": rest} if rest else body
    if itself in definitions:
        whole = _renamed(whole, f"#/$defs/{itself}", "#")
    return whole


def _renamed(node: Any, old: str, new: str) -> Any:
    if isinstance(node, dict):
        if node.get("$ref") == old:
            return {"$ref": new}
        return {key: _renamed(value, old, new) for key, value in node.items()}
    return [_renamed(item, old, new) for item in node] if isinstance(node, list) else node


def _value(data: object) -> object:
    """What is wrapped, because the API writes objects only."""
    if not isinstance(data, dict) or "value" not in data:
        raise ValueError("the answer should be an object with a value")
    return data["value"]


def _decoder(name: str, decode: Callable[[Any, str], Any]) -> Callable[[str], Any]:
    def from_text(text: str) -> Any:
        try:
            return decode(json.loads(text), "")
        except (ValueError, RecursionError) as error:
            raise InvalidDataError(name, (str(error),)) from error

    return from_text
