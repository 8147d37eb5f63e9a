"""A plan becomes the files of a project: ``emit(...) -> {path: text}``. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from attrs import frozen

from specloom.emit.client_views import client_view, credential_notes, version_of
from specloom.emit.doc_views import resource_doc
from specloom.emit.names import TypeIndex, module_path, relative
from specloom.emit.package_views import ProjectView, RootView, SampleView
from specloom.emit.render import Renderer
from specloom.emit.resource_views import resource_module, resource_view
from specloom.emit.samples import Sampler, sample_method
from specloom.emit.text import comment, docstring, one_line
from specloom.emit.type_views import types_module, types_packages
from specloom.emit.write import MARK
from specloom.plan.values import Plan, PlannedType
from specloom.plan.walking import methods_of, page_kinds, resources_of, uploads, waits

_RUNTIME_EXPORTS = (
    ("APIConnectionError", "errors"),
    ("APIError", "errors"),
    ("APIResponse", "streaming"),
    ("APIResponseValidationError", "errors"),
    ("APIStatusError", "errors"),
    ("APITimeoutError", "errors"),
    ("AsyncAPIResponse", "streaming"),
    ("AsyncStream", "streams"),
    ("AuthenticationError", "errors"),
    ("BadRequestError", "errors"),
    ("BinaryResponse", "binary"),
    ("ClientClosedError", "errors"),
    ("ConflictError", "errors"),
    ("DEFAULT_CONNECTION_LIMITS", "http_clients"),
    ("DEFAULT_MAX_RETRIES", "settings"),
    ("DEFAULT_TIMEOUT", "http_clients"),
    ("DefaultAsyncHttpxClient", "http_clients"),
    ("DefaultHttpxClient", "http_clients"),
    ("InternalServerError", "errors"),
    ("InvalidOptionError", "errors"),
    ("NotFoundError", "errors"),
    ("PermissionDeniedError", "errors"),
    ("RateLimitError", "errors"),
    ("RawResponse", "raw"),
    ("Stream", "streams"),
    ("StreamAlreadyConsumed", "errors"),
    ("UnprocessableEntityError", "errors"),
    ("WrongEventLoopError", "errors"),
    ("NOT_GIVEN", "omit"),
    ("NotGiven", "omit"),
    ("Omit", "omit"),
    ("not_given", "omit"),
    ("omit", "omit"),
)

_ONLY_WITH = {
    "_runtime/oauth2.py": "oauth2",
    "_runtime/sigv4.py": "sigv4",
    "_runtime/sigv4_rules.py": "sigv4",
}
"""Modules of the runtime that a package carries only where its client has an option of a kind."""
_ONLY_WITH_PAGES = {
    "_runtime/link_pages.py": {"link", "url"},
    "_runtime/stated_pages.py": {"token", "number", "offset", "url"},
    "_runtime/url_pages.py": {"url"},
}
"""Modules of the runtime that a package carries only where it has pages of one of these kinds."""


@frozen
class Origin:
    """Where a package comes from, as its headers say.

    Attributes:
        spec: The pinned document, relative to the project.
        command: What regenerates it.
    """

    spec: str
    command: str

    def header(self, start: str = "#", end: str = "", source: str = "") -> str:
        """The first line of a file."""
        text = comment(f"{MARK} from {source or self.spec}. Do not edit; run: {self.command}")
        return f"{start} {text} {end}".rstrip()


@frozen
class Copied:
    """A hand-written file that the package carries: its text and where it stands."""

    text: str
    source: str


@frozen
class _Emitter:
    plan: Plan
    renderer: Renderer
    origin: Origin
    index: TypeIndex

    def render(self, template: str, view: object, *, start: str = "#", end: str = "") -> str:
        text = self.renderer.render(template, header=self.origin.header(start, end), view=view)
        return text.rstrip("\n") + "\n"


def emit(plan: Plan, renderer: Renderer, origin: Origin, copied: Mapping[str, Copied]) -> dict[str, str]:
    """All files of the project.

    Args:
        plan: What to write.
        renderer: The templates.
        origin: What headers say.
        copied: Hand-written files by path below the import package (``_runtime/models.py``).

    Returns:
        Text by path relative to the output folder, sorted by path.
    """
    emitter = _Emitter(plan, renderer, origin, TypeIndex.of(plan.types))
    source = f"src/{plan.package}/"
    files = {source + path: text for path, text in _package(emitter)}
    kinds = page_kinds(plan)
    for path, copy in copied.items():
        kind, pages = _ONLY_WITH.get(path), _ONLY_WITH_PAGES.get(path)
        if (kind and not plan.client.has(kind)) or (pages and not pages & kinds):
            continue
        files[source + path] = f"{origin.header(source=copy.source)}\n{copy.text}"
    files[source + "py.typed"] = ""
    files.update(_project(emitter))
    return dict(sorted(files.items()))


def _package(emitter: _Emitter) -> Iterator[tuple[str, str]]:
    plan = emitter.plan
    yield "__init__.py", emitter.render("client/root.py.jinja", _root(plan))
    client = client_view(plan)
    yield "_client.py", emitter.render("client/client.py.jinja", client)
    yield "testing.py", emitter.render("client/testing.py.jinja", client)
    yield from _types(emitter)
    yield "resources/__init__.py", emitter.render("client/resources_package.py.jinja", plan)
    for resource in (one for one in resources_of(plan.resources) if one.generated):
        view = resource_view(resource, emitter.index)
        yield "/".join(resource_module(resource)) + ".py", emitter.render("client/resource.py.jinja", view)


def _types(emitter: _Emitter) -> Iterator[tuple[str, str]]:
    packages = types_packages(emitter.plan.types, emitter.plan.type_exports)
    for package in packages:
        yield "/".join(package.path) + "/__init__.py", emitter.render("client/types_package.py.jinja", package)
    taken = {package.path for package in packages}
    for path, members in _by_module(emitter.plan.types):
        template = "client/models.py.jinja" if members[0].direction == "model" else "params/params.py.jinja"
        text = emitter.render(template, types_module(members, emitter.index))
        yield "/".join(_module_file(path, taken)) + ".py", text


def _module_file(path: tuple[str, ...], packages: Collection[tuple[str, ...]]) -> tuple[str, ...]:
    """A module that bears the name of a package beside it would be hidden by it; the plan must not ask for that."""
    if path in packages:
        raise ValueError(f"{'.'.join(path)} is planned both as a module and as a package")
    return path


def _by_module(types: Sequence[PlannedType]) -> Iterator[tuple[tuple[str, ...], list[PlannedType]]]:
    ordered = sorted(types, key=lambda planned: module_path(planned.place))
    for path, members in groupby(ordered, key=lambda planned: module_path(planned.place)):
        yield path, list(members)


def _root(plan: Plan) -> RootView:
    name = plan.client.class_name
    exports = [(export, f"._runtime.{module}", export) for export, module in _RUNTIME_EXPORTS]
    exports += [(client, "._client", client) for client in (name, f"Async{name}")]
    exports += [("Client", "._client", name), ("AsyncClient", "._client", f"Async{name}")]
    exports += [(f"{name}Error", "._runtime.errors", "SDKError")]
    exports += [(export, f"._runtime.{module}", export) for export, module in _on_demand(plan)]
    exports += _from_layers(plan.exports)
    text = f"Client of {one_line(plan.title) or plan.api}: ``{name}`` and ``Async{name}``."
    return RootView(
        docstring(text),
        version_of(plan.api_version),
        exports=tuple(sorted(set(exports))),
        attributes=tuple(sorted(_from_layers(plan.attributes))),
        removed=tuple(sorted(_from_layers(plan.removed))),
    )


def _on_demand(plan: Plan) -> Iterator[tuple[str, str]]:
    """Names of the runtime that only a package that waits, uploads or gets access tokens has a use for."""
    if waits(plan):
        yield "PollTimeoutError", "polling"
    if uploads(plan):
        yield "track_upload", "uploads"
    if plan.client.has("oauth2"):
        yield "TokenError", "oauth2"


def _from_layers(names: Iterable[tuple[str, tuple[str, ...]]]) -> list[tuple[str, str, str]]:
    return [(name, relative(module, ()), name) for name, module in names]


def _project(emitter: _Emitter) -> Iterator[tuple[str, str]]:
    plan = emitter.plan
    # What is written by hand alone tells about itself.
    operated = [resource for resource in plan.resources if any(True for _ in methods_of([resource]))]
    docs = [resource_doc(resource, emitter.index, plan.client.class_name) for resource in operated]
    credentials = credential_notes(plan.client)
    key = None if credentials else next((option for option in plan.client.options if option.secret), None)
    title = one_line(plan.title) or plan.api
    view = ProjectView(
        api=plan.api,
        package=plan.package,
        distribution=plan.package.replace("_", "-"),
        version=version_of(plan.api_version),
        title=title,
        summary=f"Python client of {title.rstrip('.')}.",
        class_name=plan.client.class_name,
        async_class_name=f"Async{plan.client.class_name}",
        key_option=key.py_name if key else "",
        key_env=key.env if key else "",
        credentials=credentials,
        operations=len({method.operation_id for _, method in methods_of(plan.resources)}),
        extras=plan.extras,
        scripts=tuple((command, f"{plan.package}.{function}") for command, function in plan.scripts),
        resources=tuple(docs),
        samples=tuple(_samples(emitter)),
    )
    yield "pyproject.toml", emitter.render("package/pyproject.toml.jinja", view)
    yield "README.md", emitter.render("package/README.md.jinja", view, start="<!--", end="-->")
    for doc in docs:
        yield f"docs/{doc.file}", emitter.render("package/resource.md.jinja", doc, start="<!--", end="-->")


def _samples(emitter: _Emitter) -> Iterator[SampleView]:
    sampler = Sampler(emitter.index)
    for resource in emitter.plan.resources:
        chosen = sample_method(resource)
        if chosen is not None:
            owner, method = chosen
            code = "answer = " + sampler.call(owner, method)
            yield SampleView(f"client.{'.'.join(resource.path)}", code)
