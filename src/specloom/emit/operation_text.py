"""The text between a method and the runtime: how its operation is sent, and the arguments of the call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from attrs import frozen

from specloom.emit.text import WIDTH, fit, literal
from specloom.plan.client_values import ServerPlan, ServerVariable
from specloom.plan.types import Literals, Primitive, Type, UnionOf
from specloom.plan.values import Method, WireStyle

# No class of an API can be called that.
SERVERS_IMPORT: Final = "servers as _servers"

_USUAL = ("application/json", "*/*")


@frozen
class ArgumentView:
    """One argument of the call into the runtime; ``entries`` are the lines of a dict, or ``value`` stands alone."""

    name: str
    entries: tuple[str, ...] = ()
    value: str = ""


def constant_name(method: Method) -> str:
    """What the operation of a method is called in its module."""
    return f"_{method.name.upper().strip('_')}"


def sending(method: Method) -> list[str]:
    """Arguments of the operation that say how it is sent."""
    found = []
    if method.body.kind != "none":
        found.append(f"body={literal(method.body.kind)}")
    if method.body.kind == "raw" or (method.body.kind == "json" and method.body.content_type not in _USUAL):
        found.append(f"content_type={literal(method.body.content_type)}")
    if method.body.parts:
        found.append(f"parts={_dict(method.body.parts)}")
    if method.headers:
        found.append(f"headers={_dict(method.headers)}")
    if method.query:
        found.append(f"query={_dict(method.query)}")
    if method.query_arrays != "brackets" and _may_send_lists(method):
        found.append(f"arrays={literal(method.query_arrays)}")
    if method.styles:
        found.append(f"styles={_styles(method.styles)}")
    if method.security:
        found.append(f"security={quoted_tuple(method.security)}")
    if method.servers:
        found.append(f"servers={servers_text(method.servers)}")
    return found


def servers_text(servers: Sequence[ServerPlan]) -> str:
    """Servers as the runtime takes them."""
    return f"({', '.join(map(_server, servers))},)"


def _server(server: ServerPlan) -> str:
    arguments = [literal(server.url)]
    arguments += [f"name={literal(server.name)}"] if server.name else []
    if server.variables:
        arguments.append(f"variables=({', '.join(map(_variable, server.variables))},)")
    return f"_servers.Server({', '.join(arguments)})"


def _variable(variable: ServerVariable) -> str:
    arguments = [literal(variable.wire_name), literal(variable.py_name)]
    arguments += [f"default={literal(variable.default)}"] if variable.default is not None else []
    arguments += [f"values={quoted_tuple(variable.values)}"] if variable.values else []
    return f"_servers.ServerVariable({', '.join(arguments)})"


def _may_send_lists(method: Method) -> bool:
    """Whether lists may have to be written as text; an operation that has none need not say how."""
    as_text = {"query", "body"} if method.body.kind in ("form", "multipart") else {"query"}
    return any(parameter.location in as_text and _may_hold_list(parameter.type) for parameter in method.parameters)


def _may_hold_list(type_: Type) -> bool:
    if isinstance(type_, UnionOf):
        return any(map(_may_hold_list, type_.members))
    return not isinstance(type_, (Primitive, Literals))


def quoted_tuple(texts: Sequence[str]) -> str:
    """Texts as a tuple."""
    return f"({', '.join(map(literal, texts))}{',' if len(texts) == 1 else ''})"


def _dict(pairs: Iterable[tuple[str, str]]) -> str:
    return f"{{{', '.join(f'{literal(name)}: {literal(value)}' for name, value in pairs)}}}"


def _styles(styles: Sequence[WireStyle]) -> str:
    places = dict.fromkeys(one.location for one in styles)
    texts = (
        f"{literal(place)}: {_dict((one.wire_name, one.style) for one in styles if one.location == place)}"
        for place in places
    )
    return f"{{{', '.join(texts)}}}"


def arguments_of(method: Method) -> tuple[ArgumentView, ...]:
    """What a method hands to the runtime: dicts of wire names by location."""
    views: list[ArgumentView] = []
    if method.stream and method.stream.switch:
        views.append(ArgumentView("stream", value=method.stream.switch))
    elif method.stream:
        views.append(ArgumentView("stream", value="True"))
    for location, keyword in (("path", "path"), ("query", "query"), ("header", "header"), ("cookie", "cookie")):
        entries = _entries(method, location)
        if entries:
            views.append(_mapping(keyword, entries))
    if method.body.whole:
        views.append(ArgumentView("content", value=method.body.whole))
    elif method.body.kind != "none":
        views.append(_mapping("body", _entries(method, "body")))
    return tuple(views)


def _mapping(keyword: str, entries: tuple[str, ...]) -> ArgumentView:
    """A dict that fits stands on one line; in a longer one each entry does."""
    value = f"{{{', '.join(entries)}}}"
    return (
        ArgumentView(keyword, value=value)
        if len(f"{keyword}={value},") + 12 <= WIDTH
        else ArgumentView(keyword, entries)
    )


def _entries(method: Method, location: str) -> tuple[str, ...]:
    return tuple(
        f"{literal(parameter.wire_name)}: {parameter.py_name}"
        for parameter in method.parameters
        if parameter.location == location
    )


def on_one_line(argument: ArgumentView) -> str:
    """An argument as it is written in a call."""
    value = argument.value or f"{{{', '.join(argument.entries)}}}"
    return fit(f"{argument.name}=", value, indent=12)


def brief_call(prefix: str, call: str, leading: Sequence[str], arguments: Sequence[ArgumentView]) -> str:
    """The call into the runtime, if no more than one line of it is needed between the brackets."""
    if any(argument.entries for argument in arguments):
        return ""
    parts = [text for text in leading if text]
    parts += [f"{argument.name}={argument.value}" for argument in arguments]
    parts.append("extra=(extra_headers, extra_query, extra_body, timeout)")
    text = fit(prefix, f"self.{call}({', '.join(parts)})", indent=8)
    return text if text.count("\n") <= 2 else ""
