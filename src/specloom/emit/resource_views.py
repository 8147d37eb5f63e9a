"""What the templates of resources see: one module for each node of the call path, sync and async side by side."""

from __future__ import annotations

from attrs import frozen

from specloom.emit.annotations import Speller
from specloom.emit.method_views import MethodView, MethodWriter
from specloom.emit.names import Imports, TypeIndex, relative
from specloom.emit.operation_text import constant_name
from specloom.emit.polling_views import WaitsView, polling_constant
from specloom.emit.response_views import ResponsesView, responses_view
from specloom.emit.text import docstring, one_line
from specloom.emit.type_views import RUNTIME, SHADOWABLE
from specloom.plan.naming import RUNTIME_NAMES
from specloom.plan.values import Resource


@frozen
class ChildView:
    """A resource below another: ``module`` is how to import it, ``name`` the attribute."""

    name: str
    module: str
    class_name: str
    docstring: str


@frozen
class ResourceView:
    """A module with a resource class, its async twin, and the operations that they share."""

    path: tuple[str, ...]
    class_name: str
    async_class_name: str
    docstring: str
    async_docstring: str
    imports: tuple[str, ...]
    typing_imports: tuple[str, ...]
    children: tuple[ChildView, ...]
    methods: tuple[MethodView, ...]
    responses: ResponsesView
    polling: str
    waits: WaitsView
    async_waits: WaitsView


def resource_module(resource: Resource) -> tuple[str, ...]:
    """Module path of a resource: a package where it has children, else a plain module."""
    path = ("resources", *resource.path)
    return (*path, "__init__") if resource.children else path


def resource_view(resource: Resource, index: TypeIndex) -> ResourceView:
    """The view of one resource (its children have views of their own)."""
    module = resource_module(resource)
    imports = Imports(package=module[:-1], module=module)
    runtime = "." * len(module) + RUNTIME
    names = {method.name for method in resource.methods} | {child.path[-1] for child in resource.children}
    async_name = f"Async{resource.class_name}"
    imports.reserve([resource.class_name, async_name, "TYPE_CHECKING", "cached_property", "overload", *RUNTIME_NAMES])
    children = tuple(child_view(child, imports) for child in resource.children)
    imports.use(runtime, "SyncResource")
    imports.use(runtime, "AsyncResource")
    operations = [(method, constant_name(method)) for method in resource.methods]
    responses = responses_view(resource.class_name, operations, resource.children, imports, runtime)
    writer = MethodWriter(Speller(index, imports, "params", runtime, SHADOWABLE & names), resource)
    methods = tuple(writer.view(method) for method in resource.methods)
    waits = writer.waits("", "", "until_done")
    async_waits = writer.waits("async ", "await ", "until_done_async")
    if children:
        imports.use("functools", "cached_property")
    typing_lines = imports.typed_lines()
    if typing_lines:
        imports.use("typing", "TYPE_CHECKING")
    what = one_line(resource.summary) or f"Operations under ``{'.'.join(resource.path)}``."
    return ResourceView(
        path=module,
        class_name=resource.class_name,
        async_class_name=async_name,
        docstring=docstring(what, 4),
        async_docstring=docstring(f"{what.rstrip('.')}; every call is awaited.", 4),
        imports=imports.plain_lines(),
        typing_imports=typing_lines,
        children=children,
        methods=methods,
        responses=responses,
        polling=polling_constant(resource.poll) if resource.poll else "",
        waits=waits,
        async_waits=async_waits,
    )


def child_view(child: Resource, imports: Imports) -> ChildView:
    """How a parent (or the client) reaches a resource."""
    module = relative(child.extension or ("resources", *child.path), imports.package)
    for name in (child.class_name, f"Async{child.class_name}"):
        imports.use_quietly(module, name)
    what = one_line(child.summary) or f"Operations under ``{'.'.join(child.path)}``."
    return ChildView(child.path[-1], module, child.class_name, docstring(what, 8))
