"""What type checkers are told of ``with_raw_response`` and ``with_streaming_response``: a line for each method."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from specloom.emit.names import Imports, relative
from specloom.emit.text import fit
from specloom.plan.values import Method, Resource


@frozen
class ResponsesView:
    """A class for type checkers alone: a member for each resource below and for each method, of both colours.

    ``class_name`` is empty where there is nothing to say.
    """

    class_name: str
    members: tuple[str, ...]


def responses_view(
    owner: str, methods: Sequence[tuple[Method, str]], children: Sequence[Resource], imports: Imports, runtime: str
) -> ResponsesView:
    """The view for a resource class or for the client class.

    Args:
        owner: Name of the class.
        methods: Its methods, each with the name of its operation.
        children: The resources below it.
        imports: Of the module; takes note of the names that are needed.
        runtime: The runtime package, as the module imports it.
    """
    below = [child for child in children if child.generated and _has_methods(child)]
    if not methods and not below:
        return ResponsesView("", ())
    imports.reserve([_class_name(owner)])
    imports.use("typing", "TYPE_CHECKING")
    for name in ("AsyncRaw", "AsyncStreaming", "Mode", "Raw", "Streaming", "WithResponse"):
        imports.use_quietly(f"{runtime}.with_response", name)
    lines = []
    for child in below:
        name = imports.use_quietly(
            relative(("resources", *child.path), imports.package), _class_name(child.class_name)
        )
        lines.append(f"{child.path[-1]}: {name}[Mode]")
    for method, operation in methods:
        function = imports.use_quietly(f"{runtime}.with_response", "with_response")
        arguments = ", ".join([f"{owner}.{method.name}", *_second_argument(owner, method, operation)])
        lines.append(fit(f"{method.name} = ", f"{function}({arguments})", indent=8))
    return ResponsesView(_class_name(owner), tuple(lines))


def _has_methods(resource: Resource) -> bool:
    """Whether there is anything to call, in a resource or below it."""
    return bool(resource.methods) or any(child.generated and _has_methods(child) for child in resource.children)


def _class_name(owner: str) -> str:
    return f"{owner}WithResponse"


def _second_argument(owner: str, method: Method, operation: str) -> list[str]:
    """What tells the asynchronous result, where that is not the synchronous one."""
    if method.stream and method.stream.switch:
        return [operation]
    return [f"Async{owner}.{method.name}"] if method.stream or method.page else []
