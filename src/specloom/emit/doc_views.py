"""What the template of a resource's page sees: its methods, with what they take and return."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from specloom.emit.annotations import Speller
from specloom.emit.names import Imports, TypeIndex
from specloom.emit.text import (
    DEPRECATED,
    code_span,
    described,
    markdown,
    one_line,
    sentence,
)
from specloom.emit.type_views import RUNTIME
from specloom.plan.values import Method, Resource
from specloom.plan.walking import methods_of


@frozen
class ParameterDoc:
    """A row of a method's parameter table."""

    name: str
    type: str
    required: str
    summary: str


@frozen
class MethodDoc:
    """One method on a page of the documentation."""

    call: str
    anchor: str
    summary: str
    request: str
    signature: str
    parameters: tuple[ParameterDoc, ...]
    returns: str
    notes: tuple[str, ...]


@frozen
class ResourceDoc:
    """One page of the documentation: a top-level resource with all that is below it."""

    name: str
    file: str
    title: str
    summary: str
    methods: tuple[MethodDoc, ...]


def resource_doc(resource: Resource, index: TypeIndex, class_name: str) -> ResourceDoc:
    """The documentation page of one top-level resource."""
    name = ".".join(resource.path)
    return ResourceDoc(
        name=name,
        file=f"{resource.path[0]}.md",
        title=name,
        summary=markdown(sentence(resource.summary)) or f"Methods under `client.{name}`.",
        methods=tuple(_method_doc(owner, method, index) for owner, method in methods_of([resource])),
    )


def _method_doc(resource: Resource, method: Method, index: TypeIndex) -> MethodDoc:
    call = ".".join((*resource.path, method.name))
    request = code_span(f"{method.verb.upper()} {method.path}")
    imports = Imports(package=(), module=("docs",))
    params = Speller(index, imports, "params", RUNTIME)
    models = Speller(index, imports, "model", RUNTIME)
    rows = tuple(
        ParameterDoc(
            name=parameter.py_name,
            type=_cell(params.annotation(parameter.type)),
            required="yes" if parameter.required else "no",
            summary=_cell(one_line(described(parameter.summary, parameter.deprecated))),
        )
        for parameter in method.parameters
    )
    return MethodDoc(
        call=call,
        anchor=call.replace(".", "").lower(),
        summary=markdown(method.summary).replace("|", "\\|") or f"Calls `{request}`.",
        request=request,
        signature=f"client.{call}({_call_arguments(method)})",
        parameters=rows,
        returns=_returns(method, models),
        notes=(*_notes(method), *_waits(resource, method)),
    )


def _waits(resource: Resource, method: Method) -> Iterator[str]:
    """What does the same and waits until it is done."""
    name = ".".join(resource.path)
    if resource.poll and resource.poll.look.name == method.name:
        yield f"`client.{'.'.join(resource.poll.call)}` waits until it is done."
    for start in resource.starts:
        if start.starter.name == method.name:
            yield f"`client.{name}.{start.name}` does this and waits until it is done."


def _call_arguments(method: Method) -> str:
    shown = [parameter for parameter in method.parameters if parameter.required]
    return ", ".join(
        parameter.py_name if parameter.positional else f"{parameter.py_name}={parameter.py_name}"
        for parameter in shown
    )


def _returns(method: Method, models: Speller) -> str:
    if method.page:
        return f"a page of {models.annotation(method.page.item)}"
    if method.response.kind == "binary":
        plain = "BinaryResponse"
    elif method.response.kind == "text":
        plain = "str"
    else:
        plain = models.annotation(method.response.type) if method.response.type else "None"
        plain += " | BinaryResponse" if method.response.or_binary else ""
    if method.stream:
        event = models.annotation(method.stream.event)
        return f"{plain}; with {method.stream.switch}=True a Stream of {event}" if method.stream.switch else event
    return plain


def _notes(method: Method) -> Iterator[str]:
    if method.deprecated:
        yield DEPRECATED
    if method.body.kind == "multipart":
        yield "Sent as multipart/form-data; files as bytes, path, file object or (name, content) tuple."
    if method.page:
        yield "Iterate over the answer to get all items of all pages."


def _cell(text: str) -> str:
    """Text for a Markdown table cell."""
    return markdown(text.replace("`", "'")).replace("|", "\\|")
