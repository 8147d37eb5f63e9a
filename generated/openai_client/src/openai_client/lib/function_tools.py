"""Tools that are Python types: what the model writes for their arguments comes back as values of the type."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .._runtime.errors import InvalidDataError

if TYPE_CHECKING:
    from typing import TypeAlias

    from ..types.chat import ChatCompletionFunctionToolParam
    from .structured import Output

    Tools: TypeAlias = Mapping[str, "Output[Any] | None"]
    """Names of the functions whose arguments can be read, each with what they are; None for any JSON."""


class TypedFunction(dict[str, Any]):
    """The ``function`` of a tool, as it is sent; it remembers the type of its arguments.

    Attributes:
        model: The type.
    """

    model: Any

    def __init__(self, values: dict[str, Any], model: Any) -> None:
        super().__init__(values)
        self.model = model


def pydantic_function_tool(
    model: type[Any], *, name: str | None = None, description: str | None = None
) -> ChatCompletionFunctionToolParam:
    """A strict function tool whose arguments are the fields of a class.

    With ``parse`` and ``stream`` the arguments of its calls arrive as instances of the class.

    Args:
        model: A pydantic model, dataclass, attrs class, TypedDict or NamedTuple.
        name: Of the function; by rule that of the class.
        description: Of the function; by rule the docstring of the class.

    Raises:
        TypeError: If the class has no strict JSON schema.
    """
    from .structured import output_of

    output = output_of(model)
    schema = output.schema
    text = description or schema.get("description") or _own_doc(model)
    function = {"name": name or output.name, "strict": True, "parameters": schema}
    if text:
        function["description"] = text
    tool: Any = {"type": "function", "function": TypedFunction(function, model)}
    typed: ChatCompletionFunctionToolParam = tool
    return typed


def flat_tools(tools: Iterable[Any]) -> list[Any]:
    """Tools as responses take them: without the ``function`` that chat completions want around the rest."""
    return [_flat(tool) for tool in tools]


def _flat(tool: Any) -> Any:
    function = tool.get("function") if isinstance(tool, Mapping) and tool.get("type") == "function" else None
    if not isinstance(function, Mapping):
        return tool
    flat = {"type": "function", **function}
    return TypedFunction(flat, function.model) if isinstance(function, TypedFunction) else flat


def readable_tools(tools: Iterable[Any]) -> Tools:
    """The functions whose arguments can be relied on: those of ``pydantic_function_tool``, and strict ones."""
    from .structured import output_of

    found: dict[str, Output[Any] | None] = {}
    for tool in tools:
        function = tool.get("function", tool) if isinstance(tool, Mapping) and tool.get("type") == "function" else {}
        name = function.get("name")
        if isinstance(function, TypedFunction) and isinstance(name, str):
            found[name] = output_of(function.model)
        elif function.get("strict") and isinstance(name, str):
            found[name] = None
    return found


def read_arguments(tools: Tools, name: str, arguments: str) -> Any:
    """The arguments of a call; None where nobody knows what they are.

    Raises:
        InvalidDataError: If they are no JSON, or do not follow the type.
        pydantic.ValidationError: The same, if the type is a pydantic model.
    """
    if name not in tools:
        return None
    output = tools[name]
    if output is not None:
        return output.decode(arguments)
    try:
        return json.loads(arguments)
    except (ValueError, RecursionError) as error:
        raise InvalidDataError(f"arguments of {name}", (str(error),)) from error


def _own_doc(model: type[Any]) -> str:
    text = model.__dict__.get("__doc__")
    return inspect.cleandoc(text) if isinstance(text, str) and not text.startswith(f"{model.__name__}(") else ""
