"""The parameters of a function as JSON: their schema, and the way back from what a model writes."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping
from enum import Enum
from types import SimpleNamespace
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from ..._runtime.errors import InvalidDataError
from ..json_kinds import Definitions, Property, Schema
from ..json_schema import argument_kinds, note_text
from ..schema_limits import check_limits, loose_part

_EMPTY = inspect.Parameter.empty


class Parameters:
    """What a function takes.

    Attributes:
        schema: Of the object that holds the arguments.
        strict: Whether the schema is a strict one, which the model cannot but follow.
    """

    schema: Schema
    strict: bool

    def __init__(self, name: str, function: Callable[..., Any], docs: Mapping[str, str], strict: bool | None) -> None:
        self._name = name
        given = _signature(name, function)
        hints = _hints(name, function, given)
        self._properties = {
            one: Property(one, kind, optional=given[one].default is not _EMPTY)
            for one, kind in argument_kinds(hints, name).items()
        }
        definitions: Definitions = {}
        properties = {
            one: _described(found.schema(definitions), hints[one], docs.get(one, ""), given[one].default)
            for one, found in self._properties.items()
        }
        self.schema = {"type": "object", "properties": properties, "required": [], "additionalProperties": False}
        if definitions:
            self.schema["$defs"] = definitions
        self.strict = self._is_strict(strict)
        self.schema["required"] = [one for one, found in self._properties.items() if self.strict or not found.optional]

    def _is_strict(self, wanted: bool | None) -> bool:
        if wanted is False:
            return False
        found = loose_part(self.schema)
        if found is not None:
            if wanted:
                raise TypeError(f"{self._name} has no strict schema: among what it takes is {found}")
            return False
        check_limits(self._name, self.schema)
        return True

    def decode(self, text: str) -> dict[str, Any]:
        """The arguments that a model wrote, as values of the annotated types.

        Raises:
            InvalidDataError: If they are no JSON, or not what the function takes; names all that is wrong.
        """
        try:
            data = json.loads(text) if text.strip() else {}  # some servers write nothing for no arguments
        except (ValueError, RecursionError) as error:
            raise self._misfit(f"the arguments are no JSON: {error}") from error
        if not isinstance(data, dict):
            raise self._misfit("the arguments should be an object")
        values: dict[str, Any] = {}
        problems = [
            f"there is no argument {name} (there are: {', '.join(self._properties) or 'none'})"
            for name in data.keys() - self._properties.keys()
        ]
        for one in self._properties.values():
            try:
                values.update(one.decode(data, ""))
            except ValueError as error:
                problems.append(str(error))
        if problems:
            raise self._misfit(*problems)
        return values

    def _misfit(self, *problems: str) -> InvalidDataError:
        return InvalidDataError(f"call of {self._name}", problems)


def _signature(name: str, function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    try:
        found = dict(inspect.signature(function).parameters)
    except (NameError, ValueError) as error:
        raise TypeError(f"{name}: nobody can tell what it takes: {error}") from error
    for one in found.values():
        if one.kind in (one.VAR_POSITIONAL, one.VAR_KEYWORD):
            stars = "*" if one.kind is one.VAR_POSITIONAL else "**"
            raise TypeError(f"{name} takes {stars}{one.name}: a model needs to know each argument by its name")
        if one.kind is one.POSITIONAL_ONLY:
            raise TypeError(f"{name}: {one.name} is positional only, and a model passes arguments by their names")
        if one.annotation is _EMPTY:
            hint = " (make the tool of a bound method: tool(thing.method))" if one.name in ("self", "cls") else ""
            raise TypeError(f"{name}: {one.name} has no annotation, so nobody knows what it takes{hint}")
    return found


def _hints(name: str, function: Any, given: Mapping[str, inspect.Parameter]) -> dict[str, Any]:
    """The annotations, evaluated; that of the result is of no interest, and may name what is not there."""
    plain = inspect.unwrap(getattr(function, "__func__", function))
    shim: Any = SimpleNamespace(__annotations__={one: given[one].annotation for one in given})
    try:
        return get_type_hints(shim, globalns=getattr(plain, "__globals__", {}), include_extras=True)
    except NameError as error:
        raise TypeError(f"{name}: an annotation names {error.name!r}, which is not there at run time") from error


def _described(schema: Schema, hint: Any, doc: str, default: object) -> Schema:
    """With what the annotation says of it, else the docstring, else its class; and with its default."""
    noted = get_origin(hint) is Annotated and note_text(get_args(hint)[1:])
    text = schema.get("description", "") if noted or not doc else doc
    shown = default.value if isinstance(default, Enum) else default
    if isinstance(shown, (str, int, float)):
        text = f"{text} (default: {json.dumps(shown, ensure_ascii=False)})".lstrip()
    if not text:
        return schema
    return {**({"anyOf": [schema]} if "$ref" in schema else schema), "description": text}
