"""JSON mode, which the API refuses unless a message says that JSON is wanted: better said before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, TypeVar

from .._runtime.models import Model
from .._runtime.omit import is_given
from .input_errors import InputError

F = TypeVar("F", bound=Callable[..., Any])
Params = dict[str, Any]

# What goes before these the caller does not see, and it may say so.
_UNSEEN = ("conversation", "previous_response_id", "prompt")


def checked_create(create: F, check: Callable[[Params], Params]) -> F:
    """``create`` of a resource whose arguments are looked at first."""

    @wraps(create)
    def checked(self: object, **params: Any) -> Any:
        return create(self, **check(params))

    made: Any = checked
    return made  # type: ignore[no-any-return]  # of the same type as what it wraps


def checked_create_async(create: F, check: Callable[[Params], Params]) -> F:
    """``create`` of an asynchronous resource whose arguments are looked at first."""

    @wraps(create)
    async def checked(self: object, **params: Any) -> Any:
        return await create(self, **check(params))

    made: Any = checked
    return made  # type: ignore[no-any-return]  # as above


def check_chat(params: Params) -> Params:
    """The arguments of a chat completion, in which somebody says JSON if JSON mode is on.

    Raises:
        InputError: If nobody does.
    """
    if not _is_json_mode(params.get("response_format")):
        return params
    listed = {**params, "messages": _listed(params.get("messages"))}
    if not _says_json(listed["messages"]):
        raise InputError(_PROBLEM.format("response_format", "messages"))
    return listed


def check_response(params: Params) -> Params:
    """The arguments of a response, in which somebody says JSON if JSON mode is on.

    Raises:
        InputError: If nobody does.
    """
    text = params.get("text")
    if not isinstance(text, Mapping) or not _is_json_mode(text.get("format")):
        return params
    if any(is_given(params.get(name)) and params.get(name) is not None for name in _UNSEEN):
        return params
    listed = {**params, "input": _listed(params.get("input"))}
    if not _says_json([listed["input"], params.get("instructions")]):
        raise InputError(_PROBLEM.format("text", "input"))
    return listed


_PROBLEM = (
    "{} asks for JSON mode, which the API refuses unless a text of {} says JSON: say in it that the answer is to be "
    "JSON, and how it is made up; or pass a type to parse(), which needs no such text"
)


def _is_json_mode(form: object) -> bool:
    return isinstance(form, Mapping) and form.get("type") == "json_object"


def _listed(value: Any) -> Any:
    """What can be looked at only once, as a list."""
    return list(value) if isinstance(value, Iterable) and not isinstance(value, (str, Mapping)) else value


def _says_json(value: object) -> bool:
    if isinstance(value, str):
        return "json" in value.lower()
    if isinstance(value, Model):
        return _says_json(value.to_dict())
    if isinstance(value, Mapping):
        return any(_says_json(part) for part in value.values())
    return isinstance(value, (list, tuple)) and any(_says_json(part) for part in value)
