"""What the templates of the package itself see: the client classes, the root, the project file, the docs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from specloom.emit.annotations import Speller
from specloom.emit.names import Imports, TypeIndex
from specloom.emit.resource_views import ChildView, child_view
from specloom.emit.response_views import ResponsesView, responses_view
from specloom.emit.text import (
    DEPRECATED,
    code_span,
    described,
    docstring,
    fit,
    literal,
    markdown,
    one_line,
    sentence,
    wrap,
)
from specloom.emit.type_views import RUNTIME
from specloom.plan.values import ClientOption, ClientPlan, Method, Plan, Resource
from specloom.plan.walking import methods_of


@frozen
class OptionView:
    """A constructor argument of the client."""

    name: str
    field: str
    parameter: str
    docs: str


@frozen
class ClientView:
    """The module of the client classes."""

    class_name: str
    async_class_name: str
    settings: str
    options: tuple[OptionView, ...]
    typing_imports: tuple[str, ...]
    children: tuple[ChildView, ...]
    responses: ResponsesView
    docstring: str
    async_docstring: str


@frozen
class RootView:
    """The root ``__init__``: what ``from PACKAGE import ...`` offers.

    Attributes:
        exports: Triples of name, module and original name, sorted by name.
        attributes: The same for names that are reached as ``PACKAGE.NAME`` only; variables may be among them.
        removed: The same for names of former versions, which type checkers do not get to see.
    """

    docstring: str
    version: str
    exports: tuple[tuple[str, str, str], ...]
    attributes: tuple[tuple[str, str, str], ...]
    removed: tuple[tuple[str, str, str], ...]


@frozen
class ProjectView:
    """The project file and the README."""

    api: str
    package: str
    distribution: str
    version: str
    title: str
    summary: str
    class_name: str
    async_class_name: str
    key_option: str
    key_env: str
    operations: int
    extras: tuple[tuple[str, tuple[str, ...]], ...]
    scripts: tuple[tuple[str, str], ...]
    resources: tuple[ResourceDoc, ...]
    samples: tuple[SampleView, ...]


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


@frozen
class SampleView:
    """A call that runs as pasted."""

    title: str
    code: str


def client_view(plan: Plan) -> ClientView:
    """The view of ``_client.py``."""
    client = plan.client
    imports = Imports(package=(), module=("_client",))
    imports.reserve([f"{client.class_name}Options"])
    children = tuple(child_view(resource, imports) for resource in plan.resources)
    responses = responses_view(client.class_name, (), plan.resources, imports, "." + RUNTIME)
    what = f"Client of {one_line(plan.title) or plan.api}."
    return ClientView(
        class_name=client.class_name,
        async_class_name=f"Async{client.class_name}",
        settings=_settings(client, version_of(plan.api_version)),
        options=tuple(_option_view(option) for option in client.options),
        typing_imports=imports.typed_lines(),
        children=children,
        responses=responses,
        docstring=docstring(what, 4),
        async_docstring=docstring(f"{what.rstrip('.')}; every call is awaited.", 4),
    )


def _settings(client: ClientPlan, version: str) -> str:
    options = ", ".join(_option(option) for option in client.options)
    arguments = [
        f"base_url={literal(client.base_url)}",
        f"base_url_env={literal(client.base_url_env)}",
        f"options=({options},)" if options else "options=()",
        f"user_agent={literal(client.class_name + '/Python')}",
        f"headers_env={literal(client.headers_env)}",
        f"log_env={literal(client.log_env)}",
        *([f"platform_headers={literal(client.platform_headers)}"] if client.platform_headers else ()),
        f"version={literal(version)}",
    ]
    return fit("_SETTINGS = ", f"ClientSettings({', '.join(arguments)})", width=60)


def _option(option: ClientOption) -> str:
    arguments = [literal(option.py_name), literal(option.kind)]
    arguments += [f"{key}={literal(value)}" for key, value in (("name", option.name), ("env", option.env)) if value]
    arguments += [f"{key}=True" for key, on in (("secret", option.secret), ("required", option.required)) if on]
    return f"ClientOption({', '.join(arguments)})"


def _option_view(option: ClientOption) -> OptionView:
    renewable = option.secret and option.kind in ("bearer", "header", "query", "cookie")
    kind = "Credential | None" if renewable else "str | None"
    how = {
        "bearer": "sent as a bearer token",
        "basic": "sent as basic credentials",
        "header": f"sent as header {option.name}",
        "query": f"sent as query parameter {option.name}",
        "cookie": f"sent as cookie {option.name}",
        "setting": "kept by the client",
    }[option.kind]
    env = f"; default: environment variable {option.env}" if option.env else ""
    field = f"{option.py_name}: {kind}"
    # The template indents the lines after the first.
    docs = wrap(f"{how}{env}.", 12, first=f"{option.py_name}: ")
    return OptionView(option.py_name, field, f"{field} = None", docs)


def version_of(text: str) -> str:
    """The document's version as a version of a Python distribution (PEP 440); ``0.0.0`` where it is none."""
    match = re.fullmatch(r"v?(\d+(?:\.\d+)*)(?:[-+._]?[A-Za-z].*)?", text.strip())
    return match.group(1) if match else "0.0.0"


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
