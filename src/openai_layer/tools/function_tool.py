"""Functions that a model may call."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, overload

from .docstrings import read_docstring
from .parameters import Parameters

if TYPE_CHECKING:
    from ...types.chat import ChatCompletionFunctionToolParam
    from ...types.responses import FunctionToolParam

P = ParamSpec("P")
R = TypeVar("R")

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")


class Tool(Generic[P, R]):
    """A function and what a model is told of it. It is called as the function is.

    Attributes:
        name: What the model calls it.
        description: What it is for; may be empty.
        parameters: JSON schema of the object that holds its arguments.
        strict: Whether the model cannot but follow the schema.
        function: The function.
        is_async: Whether it is awaited.
    """

    name: str
    description: str
    function: Callable[P, R]
    is_async: bool

    def __init__(
        self,
        function: Callable[P, R],
        *,
        name: str | None = None,
        description: str | None = None,
        strict: bool | None = None,
    ) -> None:
        """Read a function.

        Args:
            function: Each of its arguments has an annotation: a plain type, Literal, Enum, list, dict, Optional,
                dataclass, attrs class, TypedDict, pydantic model, or Annotated with a description.
            name: Instead of the function's own: letters, digits, ``_`` and ``-``, 64 at most.
            description: Instead of what its docstring says.
            strict: By rule the schema is strict if it can be (a dict cannot); True insists, False declines.

        Raises:
            TypeError: If a model could not call it (``*args``, positional-only parameters, missing annotations, types
                without a schema, a name that the API does not take), or it can have no strict schema and shall.
            MissingDependencyError: If its docstring has sections and docstring-parser is not installed.
        """
        if not callable(function) or isinstance(function, type):
            raise TypeError(f"a tool is made of a function, not of {function!r}")
        self.name = str(getattr(function, "__name__", "")) if name is None else name
        if not _NAME.fullmatch(self.name):
            raise TypeError(f"{self.name!r} is no name for a tool (letters, digits, _ and -, 64 at most): pass name=")
        doc = read_docstring(function, self.name)
        self.description = doc.text if description is None else description
        self._parameters = Parameters(self.name, function, doc.arguments, strict)
        self.function = function
        self.is_async = inspect.iscoroutinefunction(function)
        functools.update_wrapper(self, function, updated=())

    def __repr__(self) -> str:
        return f"<Tool {self.name}>"

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self.function(*args, **kwargs)

    @property
    def parameters(self) -> dict[str, Any]:
        """JSON schema of the object that holds the arguments."""
        return self._parameters.schema

    @property
    def strict(self) -> bool:
        """Whether the model cannot but follow the schema."""
        return self._parameters.strict

    def to_chat(self) -> ChatCompletionFunctionToolParam:
        """For the ``tools`` of chat completions."""
        tool: Any = {"type": "function", "function": self._definition()}
        found: ChatCompletionFunctionToolParam = tool
        return found

    def to_responses(self) -> FunctionToolParam:
        """For the ``tools`` of responses."""
        tool: Any = {"type": "function", **self._definition()}
        found: FunctionToolParam = tool
        return found

    def decode(self, arguments: str) -> dict[str, Any]:
        """The arguments that a model wrote, as values of the annotated types, by name.

        Raises:
            InvalidDataError: If they are no JSON, or not what the function takes.
        """
        return self._parameters.decode(arguments)

    def call(self, arguments: str) -> R:
        """Call the function with what a model wrote; of an async function, what comes back is to be awaited.

        Raises:
            InvalidDataError: If the arguments are no JSON, or not what the function takes.
        """
        call: Callable[..., R] = self.function
        return call(**self.decode(arguments))

    def _definition(self) -> dict[str, Any]:
        about = {"description": self.description} if self.description else {}
        return {"name": self.name, **about, "strict": self.strict, "parameters": self.parameters}


@overload
def tool(function: Callable[P, R], /) -> Tool[P, R]: ...
@overload
def tool(
    *, name: str | None = None, description: str | None = None, strict: bool | None = None
) -> Callable[[Callable[P, R]], Tool[P, R]]: ...
def tool(function: Callable[P, R] | None = None, /, **options: Any) -> Any:
    """Make a function a tool: ``@tool``, or ``@tool(name=..., description=..., strict=...)``.

    Arguments and errors are those of ``Tool``.
    """
    return functools.partial(Tool, **options) if function is None else Tool(function, **options)
