"""The calls that a client has: found on its classes, so that the command line offers what the package offers."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from ..._runtime import SyncResource
from .hints import CODE, Hint, hint_of

ENTRY = re.compile(r"^ {4}(\w+): (.*(?:\n {6,}.*)*)", re.MULTILINE)
REQUEST = re.compile(r"(?:^|^Call |: )``([A-Z]+ /.+?)``\.?$", re.MULTILINE)
"""What a method sends: at the end of its first line, or on a line of its own."""
HIDDEN = {"timeout", "on_poll", "progress"}
"""Arguments that options of the whole command stand for, or that a program alone can give."""


class Argument(NamedTuple):
    """A parameter of a method."""

    name: str
    hint: Hint
    required: bool
    positional: bool
    summary: str


class Method(NamedTuple):
    """A call, as the command line offers it."""

    path: str
    summary: str
    request: str
    """Verb and path, such as ``POST /files``; several for a call that makes several."""
    arguments: tuple[Argument, ...]

    @property
    def positional(self) -> tuple[Argument, ...]:
        """The parts of the path, in their order."""
        return tuple(argument for argument in self.arguments if argument.positional)


def resource_at(client: Any, path: str) -> Any:
    """The resource at a call path.

    Raises:
        LookupError: If there is none.
    """
    found = client
    for name in path.split(".") if path else ():
        if name not in resource_names(found):
            raise LookupError(name)
        found = getattr(found, name)
    return found


def resource_names(owner: Any) -> list[str]:
    """The resources of a client or of a resource, sorted."""
    names = {name for cls in type(owner).__mro__ for name, value in vars(cls).items() if _is_resource(name, value)}
    return sorted(names)


def method_names(resource: Any) -> list[str]:
    """The calls of a resource that can be made from a command line, sorted."""
    names = {name for cls in type(resource).__mro__ for name, value in vars(cls).items() if _is_call(cls, name, value)}
    return sorted(names)


def all_paths(owner: Any, prefix: str = "") -> Iterator[str]:
    """Every call path below a client or a resource."""
    if isinstance(owner, SyncResource):
        yield from (prefix + name for name in method_names(owner))
    for name in resource_names(owner):
        yield from all_paths(getattr(owner, name), f"{prefix}{name}.")


def method_at(client: Any, path: str) -> Method:
    """What is known of a call.

    Raises:
        LookupError: If the client has no such call.
    """
    owner, _, name = path.rpartition(".")
    resource = resource_at(client, owner)
    if not isinstance(resource, SyncResource) or name not in method_names(resource):
        raise LookupError(name)
    function = inspect.unwrap(getattr(type(resource), name))
    text = inspect.getdoc(function) or ""
    told = {match[1]: " ".join(match[2].split()) for match in ENTRY.finditer(text.partition("Args:\n")[2])}
    arguments = tuple(_arguments(function, told))
    request = ", ".join(REQUEST.findall(text)).replace("``", "")
    summary = re.sub(r": ``[A-Z]+ /.*", ".", text.partition("\n")[0]).replace("``", "`")
    return Method(path, summary, request, arguments)


def _arguments(function: Any, told: dict[str, str]) -> Iterator[Argument]:
    for parameter in list(inspect.signature(function).parameters.values())[1:]:
        hint = hint_of(str(parameter.annotation), function.__module__)
        if parameter.name in HIDDEN or CODE in hint.kinds:
            continue
        yield Argument(
            parameter.name,
            hint,
            required=parameter.default is parameter.empty,
            positional=parameter.kind is parameter.POSITIONAL_OR_KEYWORD,
            summary=told.get(parameter.name, ""),
        )


def _is_resource(name: str, value: object) -> bool:
    return isinstance(value, cached_property) and not name.startswith(("_", "with_"))


def _is_call(cls: type, name: str, value: object) -> bool:
    if (
        name.startswith("_")
        or not inspect.isfunction(value)
        or not issubclass(cls, SyncResource)
        or cls is SyncResource
    ):
        return False
    parameters = inspect.signature(value).parameters.values()
    returned = str(inspect.signature(value).return_annotation)
    # What takes types or hands out connections and managers speaks to programs only.
    return not any(one.kind is one.VAR_KEYWORD for one in parameters) and "Manager" not in returned
