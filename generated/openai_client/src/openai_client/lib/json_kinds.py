"""What a Python type is in JSON: for each kind its strict schema and the way back from JSON data, side by side.

Strict means: an object has no other properties than those named, and all of them are required; one that may be left
out in Python may be null in JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol, TypeAlias
from uuid import UUID

Schema: TypeAlias = dict[str, Any]
Definitions: TypeAlias = dict[str, Schema]


class MismatchError(ValueError):
    """JSON data is not what a type wants."""

    def __init__(self, place: str, wanted: str, value: object) -> None:
        super().__init__(f"{place or 'the answer'} should be {wanted}, not {_shown(value)}")


class Kind(Protocol):
    """A type, as JSON sees it.

    ``schema`` gives its schema; parts that have a name are added to the definitions and referred to. ``decode`` goes
    from JSON data to a value, or raises a ValueError that names the place of what does not fit.
    """

    def schema(self, definitions: Definitions) -> Schema: ...

    def decode(self, data: Any, place: str) -> Any: ...


class Scalar:
    """Text, numbers, truth values and null."""

    def __init__(self, name: str, wanted: str, accept: Callable[[Any], bool], make: Callable[[Any], Any]) -> None:
        self._name = name
        self._wanted = wanted
        self._accept = accept
        self._make = make

    def schema(self, definitions: Definitions) -> Schema:
        return {"type": self._name}

    def decode(self, data: Any, place: str) -> Any:
        if not self._accept(data):
            raise MismatchError(place, self._wanted, data)
        return self._make(data)


class Formatted:
    """Text of a known form, such as a date."""

    def __init__(self, form: str, make: Callable[[str], Any]) -> None:
        self._form = form
        self._make = make

    def schema(self, definitions: Definitions) -> Schema:
        return {"type": "string", "format": self._form}

    def decode(self, data: Any, place: str) -> Any:
        if isinstance(data, str):
            try:
                return self._make(data)
            except ValueError:
                pass
        raise MismatchError(place, f"text of the form {self._form}", data)


class OneOf:
    """Constants: the values of a Literal or an Enum."""

    def __init__(self, values: Mapping[object, object], description: str = "") -> None:
        self._values = values
        self._description = description

    def schema(self, definitions: Definitions) -> Schema:
        found: Schema = {"enum": list(self._values)}
        names = list(dict.fromkeys(_NAMES[type(value)] for value in self._values))
        found = {"type": names[0] if len(names) == 1 else names, **found}
        return {**found, "description": self._description} if self._description else found

    def decode(self, data: Any, place: str) -> Any:
        for value, made in self._values.items():
            if type(value) is type(data) and value == data:
                return made
        raise MismatchError(place, "one of " + ", ".join(repr(value) for value in self._values), data)


class Items:
    """A list, or what is made of one."""

    def __init__(self, item: Kind, make: Callable[[list[Any]], Any]) -> None:
        self._item = item
        self._make = make

    def schema(self, definitions: Definitions) -> Schema:
        return {"type": "array", "items": self._item.schema(definitions)}

    def decode(self, data: Any, place: str) -> Any:
        if not isinstance(data, list):
            raise MismatchError(place, "a list", data)
        return self._make([self._item.decode(each, f"{place}[{index}]") for index, each in enumerate(data)])


class AnyOf:
    """A union: the first member that fits."""

    def __init__(self, members: tuple[Kind, ...]) -> None:
        self._members = members

    def schema(self, definitions: Definitions) -> Schema:
        return {"anyOf": [member.schema(definitions) for member in self._members]}

    def decode(self, data: Any, place: str) -> Any:
        failures = []
        for member in self._members:
            try:
                return member.decode(data, place)
            except ValueError as error:
                failures.append(str(error))
        raise ValueError("; nor: ".join(dict.fromkeys(failures)))


class Described:
    """A type with a description of its own."""

    def __init__(self, inner: Kind, description: str) -> None:
        self._inner = inner
        self._description = description

    def schema(self, definitions: Definitions) -> Schema:
        found = self._inner.schema(definitions)
        if "$ref" in found:  # which stands alone
            found = {"anyOf": [found]}
        return {**found, "description": self._description}

    def decode(self, data: Any, place: str) -> Any:
        return self._inner.decode(data, place)


class Property:
    """A property of an object.

    Attributes:
        name: In JSON, and as an argument of the class.
        optional: Whether Python can do without it; in JSON it may be null then.
    """

    def __init__(self, name: str, kind: Kind, *, optional: bool) -> None:
        self.name = name
        self.optional = optional
        self._kind = kind

    def schema(self, definitions: Definitions) -> Schema:
        found = self._kind.schema(definitions)
        if not self.optional or _takes_null(found):
            return found
        description = {"description": found.pop("description")} if "description" in found else {}
        members = found["anyOf"] if set(found) == {"anyOf"} else [found]
        return {"anyOf": [*members, {"type": "null"}], **description}

    def decode(self, values: Mapping[str, Any], place: str) -> dict[str, Any]:
        """The property as an argument of the class; empty for one that is left out."""
        where = f"{place}.{self.name}" if place else self.name
        if self.name not in values:
            if self.optional:
                return {}
            raise ValueError(f"{where} is missing")
        value = values[self.name]
        try:
            return {self.name: self._kind.decode(value, where)}
        except ValueError:
            if self.optional and value is None:
                return {}
            raise


class Object:
    """A class with fields. It has a name, by which it is referred to wherever it is not at the top."""

    def __init__(self, name: str, make: Callable[..., Any], description: str = "") -> None:
        self.name = name
        self.properties: tuple[Property, ...] = ()
        self._make = make
        self._description = description

    def schema(self, definitions: Definitions) -> Schema:
        if self.name not in definitions:
            definitions[self.name] = {}  # it may hold itself
            definitions[self.name] = self.body(definitions)
        return {"$ref": f"#/$defs/{self.name}"}

    def body(self, definitions: Definitions) -> Schema:
        """Its schema as such, and not a reference to it."""
        found: Schema = {
            "type": "object",
            "properties": {one.name: one.schema(definitions) for one in self.properties},
            "required": [one.name for one in self.properties],
            "additionalProperties": False,
        }
        return {**found, "description": self._description} if self._description else found

    def decode(self, data: Any, place: str) -> Any:
        if not isinstance(data, dict):
            raise MismatchError(place, "an object", data)
        arguments: dict[str, Any] = {}
        for one in self.properties:
            arguments.update(one.decode(data, place))
        try:
            return self._make(**arguments)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{place or 'the answer'} is refused by {self.name}: {error}") from error


def _takes_null(schema: Schema) -> bool:
    if "anyOf" in schema:
        return any(_takes_null(member) for member in schema["anyOf"])
    kind = schema.get("type")
    return kind == "null" or (isinstance(kind, list) and "null" in kind)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_whole(value: object) -> bool:
    return _is_number(value) and (isinstance(value, int) or (isinstance(value, float) and value.is_integer()))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(_without_z(text))


def _time(text: str) -> time:
    return time.fromisoformat(_without_z(text))


def _without_z(text: str) -> str:
    """ISO 8601's short spelling of UTC is unknown to Python 3.10."""
    return text[:-1] + "+00:00" if text[-1:] in ("Z", "z") else text


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


_NAMES: dict[type, str] = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}

PLAIN: dict[Any, Kind] = {
    str: Scalar("string", "text", lambda value: isinstance(value, str), lambda value: value),
    bool: Scalar("boolean", "true or false", lambda value: isinstance(value, bool), lambda value: value),
    int: Scalar("integer", "a whole number", _is_whole, int),
    float: Scalar("number", "a number", _is_number, float),
    Decimal: Scalar("number", "a number", _is_number, lambda value: Decimal(str(value))),
    type(None): Scalar("null", "null", lambda value: value is None, lambda value: None),
    datetime: Formatted("date-time", _moment),
    date: Formatted("date", date.fromisoformat),
    time: Formatted("time", _time),
    UUID: Formatted("uuid", UUID),
}
