"""What the templates of resources see: one module for each node of the call path, sync and async side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from attrs import evolve, frozen

from specloom.emit.annotations import Speller, locator, shape
from specloom.emit.names import Imports, TypeIndex, relative
from specloom.emit.polling_views import (
    PollView,
    StartView,
    WaitsView,
    own_parameters,
    poll_doc,
    polling_arguments,
    polling_constant,
    start_doc,
    starting_arguments,
)
from specloom.emit.response_views import ResponsesView, responses_view
from specloom.emit.text import DEPRECATED, WIDTH, described, docstring, fit, literal, one_line, wrap
from specloom.emit.type_views import RUNTIME, SHADOWABLE, allows_none
from specloom.plan.types import Literals, Primitive, Type, UnionOf
from specloom.plan.values import Method, Parameter, PollPlan, Resource, StartPlan, StreamPlan

# Every method has these four, so that they need not take a line each.
_EXTRAS = (
    "extra_headers: Headers | None = None, extra_query: Query | None = None",
    "extra_body: Body | None = None, timeout: Timeout | NotGiven = not_given",
)
_EXTRA_TYPES = ("Headers", "Query", "Body", "Timeout", "NotGiven")
_PAGES = {
    "plain": "Page",
    "cursor": "CursorPage",
    "conversation_cursor": "ConversationCursorPage",
    "next_cursor": "NextCursorPage",
}


@frozen
class ChildView:
    """A resource below another: ``module`` is how to import it, ``name`` the attribute."""

    name: str
    module: str
    class_name: str
    docstring: str


@frozen
class SignatureView:
    """A signature: one parameter a line (but for those that every method has), and what it returns."""

    parameters: tuple[str, ...]
    returns: str
    async_returns: str


@frozen
class ArgumentView:
    """One argument of the call into the runtime; ``entries`` are the lines of a dict, or ``value`` stands alone."""

    name: str
    entries: tuple[str, ...] = ()
    value: str = ""


@frozen
class MethodView:
    """One method in both colours; ``page`` and ``async_page`` are the page classes of a list method, else empty.

    ``brief`` and ``async_brief`` are the whole call into the runtime where it is short, else empty.
    """

    name: str
    operation: str
    constant: str
    signature: SignatureView
    overloads: tuple[SignatureView, ...]
    docstring: str
    async_docstring: str
    call: str
    page: str
    async_page: str
    arguments: tuple[ArgumentView, ...]
    brief: str
    async_brief: str
    async_word: str
    await_word: str


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
    imports.reserve([resource.class_name, async_name, "TYPE_CHECKING", "cached_property", "overload"])
    children = tuple(child_view(child, imports) for child in resource.children)
    imports.use(runtime, "SyncResource")
    imports.use(runtime, "AsyncResource")
    operations = [(method, _constant_name(method)) for method in resource.methods]
    responses = responses_view(resource.class_name, operations, resource.children, imports, runtime)
    writer = _MethodWriter(Speller(index, imports, "params", runtime, SHADOWABLE & names), resource)
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


@frozen
class _MethodWriter:
    """Turns planned methods into text for one module."""

    speller: Speller
    resource: Resource

    def _typed(self, name: str) -> str:
        return self.speller.imports.use_quietly(self.speller.runtime, name)

    def _model(self, type_: Type | None) -> str:
        if type_ is None:
            return "None"
        return evolve(self.speller, direction="model").annotation(type_)

    def view(self, method: Method) -> MethodView:
        kind = _call_kind(method)
        constant = _constant_name(method)
        sync_returns, async_returns = self._returns(method)
        arguments = _arguments(method)
        awaited = kind != "page"
        call = f"_{kind}"
        page, async_page = (
            f"{colour}{_PAGES[method.page.kind]}" if method.page else "" for colour in ("Sync", "Async")
        )
        return MethodView(
            name=method.name,
            operation=constant,
            constant=self._constant(method, constant, kind),
            signature=self._signature(method, sync_returns, async_returns, {}),
            overloads=self._overloads(method),
            docstring=docstring(_method_doc(method), 8),
            async_docstring=docstring(_async_doc(method, self.resource), 8),
            call=call,
            page=page,
            async_page=async_page,
            arguments=arguments,
            brief=_brief("return ", call, (constant, page), arguments),
            async_brief=_brief("return await " if awaited else "return ", call, (constant, async_page), arguments),
            async_word="async " if awaited else "",
            await_word="await " if awaited else "",
        )

    def waits(self, async_word: str, await_word: str, until_done: str) -> WaitsView:
        """The methods that wait, in one colour."""
        poll, starts = self.resource.poll, self.resource.starts
        names = ["waits"] if poll or starts else []
        names += ["Polling", "Waiting", until_done] if poll else []
        for name in names:
            self.speller.imports.use(self.speller.runtime, name)
        return WaitsView(
            poll=self._poll(poll) if poll else None,
            starts=tuple(self._start(start) for start in starts),
            async_word=async_word,
            await_word=await_word,
            until_done=until_done,
        )

    def _poll(self, plan: PollPlan) -> PollView:
        arguments = _arguments(plan.look)
        return PollView(
            signature=self._waiting_signature(plan.look),
            returns=self._plain(plan.look),
            docstring=poll_doc(plan),
            operation=_constant_name(plan.look),
            arguments=tuple(_on_one_line(argument) for argument in arguments),
        )

    def _start(self, start: StartPlan) -> StartView:
        self.speller.imports.use(self.speller.runtime, "check_waiting")
        return StartView(
            name=start.name,
            kept="started = " if start.from_answer else "",
            signature=self._waiting_signature(start.starter),
            returns=self._plain(start.starter),
            docstring=start_doc(start),
            starter=start.starter.name,
            starting=starting_arguments(start),
            poll=".".join(start.poll),
            polling=polling_arguments(start),
        )

    def _waiting_signature(self, method: Method) -> tuple[str, ...]:
        answer = self._plain(method)
        self.speller.imports.use_quietly("collections.abc", "Callable")
        self._typed("Omit")
        self._omit()
        lines = self._signature(method, answer, answer, {}).parameters
        return (*lines[: -len(_EXTRAS)], *own_parameters(answer), *lines[-len(_EXTRAS) :])

    def _returns(self, method: Method) -> tuple[str, str]:
        if method.page:
            item = self._model(method.page.item)
            page = _PAGES[method.page.kind]
            sync, async_ = f"Sync{page}", f"Async{page}"
            self.speller.imports.use(self.speller.runtime, sync)
            self.speller.imports.use(self.speller.runtime, async_)
            return f"{sync}[{item}]", f"{self._typed('AsyncPaginator')}[{item}, {async_}[{item}]]"
        plain = self._plain(method)
        if method.stream:
            event = self._model(method.stream.event)
            sync, async_ = f"{self._typed('Stream')}[{event}]", f"{self._typed('AsyncStream')}[{event}]"
            if not method.stream.switch:
                return sync, async_
            return f"{plain} | {sync}", f"{plain} | {async_}"
        return plain, plain

    def _plain(self, method: Method) -> str:
        if method.response.kind == "binary":
            return self._typed("BinaryResponse")
        return "str" if method.response.kind == "text" else self._model(method.response.type)

    def _signature(self, method: Method, returns: str, async_returns: str, replaced: dict[str, str]) -> SignatureView:
        lines: list[str] = []
        star = False
        for parameter in method.parameters:
            if not parameter.positional and not star:
                lines.append("*")
                star = True
            lines.append(replaced.get(parameter.py_name) or self._parameter(parameter))
        if not star:
            lines.append("*")
        for name in _EXTRA_TYPES:
            self._typed(name)
        lines += _EXTRAS
        self.speller.imports.use(self.speller.runtime, "not_given")
        return SignatureView(tuple(lines), returns, async_returns)

    def _parameter(self, parameter: Parameter) -> str:
        annotation = self.speller.annotation(parameter.type)
        if parameter.required:
            return fit(f"{parameter.py_name}: ", annotation, indent=8)
        return fit(f"{parameter.py_name}: ", f"{annotation} | {self._typed('Omit')}", f" = {self._omit()}", indent=8)

    def _omit(self) -> str:
        return self.speller.imports.use(self.speller.runtime, "omit")

    def _overloads(self, method: Method) -> tuple[SignatureView, ...]:
        stream = method.stream
        if stream is None or not stream.switch:
            return ()
        self.speller.imports.use("typing", "overload")
        self.speller.imports.use("typing", "Literal")
        plain, event = self._plain(method), self._model(stream.event)
        sync, async_ = f"Stream[{event}]", f"AsyncStream[{event}]"
        name = stream.switch
        (switch,) = [parameter for parameter in method.parameters if parameter.py_name == name]
        none = " | None" if allows_none(switch.type) else ""
        cases = (
            (f"{name}: Literal[False]{none} | Omit = {self._omit()}", plain, plain),
            (f"{name}: Literal[True]", sync, async_),
            (f"{name}: bool", f"{plain} | {sync}", f"{plain} | {async_}"),
        )
        return tuple(
            self._signature(method, returns, async_returns, {name: line}) for line, returns, async_returns in cases
        )

    def _constant(self, method: Method, name: str, kind: str) -> str:
        imports = self.speller.imports
        locate = locator((), ())
        class_name = {"request": "Operation", "stream": "StreamOperation", "page": "PageOperation"}.get(
            kind, "BinaryOperation"
        )
        imports.use(self.speller.runtime, class_name)
        arguments = [literal(method.verb.upper()), literal(method.path)]
        arguments += _sending(method)
        generic = ""
        if kind == "page" and method.page:
            generic = f"[{self._model(method.page.item)}]"
            arguments += [f"page={literal(method.page.kind)}"]
            arguments += [
                f"item={literal(text)}" for text in [shape(method.page.item, self.speller.index, locate)] if text
            ]
        elif kind in ("request", "stream"):
            generic = f"[{self._plain(method)}]"
            arguments += self._answer(method)
        if kind == "stream" and method.stream:
            generic = f"[{self._plain(method)}, {self._model(method.stream.event)}]"
            arguments += self._event(method.stream)
        return fit(f"{name}: {class_name}{generic} = ", f"{class_name}({', '.join(arguments)})")

    def _answer(self, method: Method) -> list[str]:
        type_ = method.response.type
        match method.response.kind:
            case "none":
                return []
            case "text":
                return ['returns="str"']
        text = shape(type_, self.speller.index, locator((), ())) if type_ else ""
        either = isinstance(type_, UnionOf) and Primitive("str") in type_.members
        return [f"returns={literal(('str|' if either else '') + (text or 'object'))}"]

    def _event(self, stream: StreamPlan) -> list[str]:
        text = shape(stream.event, self.speller.index, locator((), ()))
        found = [f"event={literal(text)}"] if text else []
        return [*found, "envelope=True"] if stream.envelope else found


def _constant_name(method: Method) -> str:
    return f"_{method.name.upper().strip('_')}"


def _on_one_line(argument: ArgumentView) -> str:
    value = argument.value or f"{{{', '.join(argument.entries)}}}"
    return fit(f"{argument.name}=", value, indent=12)


def _brief(prefix: str, call: str, leading: Sequence[str], arguments: Sequence[ArgumentView]) -> str:
    """The call into the runtime, if no more than one line of it is needed between the brackets."""
    if any(argument.entries for argument in arguments):
        return ""
    parts = [text for text in leading if text]
    parts += [f"{argument.name}={argument.value}" for argument in arguments]
    parts.append("extra=(extra_headers, extra_query, extra_body, timeout)")
    text = fit(prefix, f"self.{call}({', '.join(parts)})", indent=8)
    return text if text.count("\n") <= 2 else ""


def _call_kind(method: Method) -> Literal["request", "stream", "page", "binary"]:
    if method.page:
        return "page"
    if method.stream:
        return "stream"
    return "binary" if method.response.kind == "binary" else "request"


def _sending(method: Method) -> list[str]:
    """Arguments of the operation that say how it is sent."""
    found = []
    if method.body.kind != "none":
        found.append(f"body={literal(method.body.kind)}")
    if method.body.kind == "raw":
        found.append(f"content_type={literal(method.body.content_type)}")
    if method.headers:
        found.append(f"headers={_dict(method.headers)}")
    if method.query:
        found.append(f"query={_dict(method.query)}")
    if method.query_arrays != "brackets" and _may_send_lists(method):
        found.append(f"arrays={literal(method.query_arrays)}")
    if method.security:
        found.append(f"security={_tuple(method.security)}")
    return found


def _may_send_lists(method: Method) -> bool:
    """Whether lists may have to be written as text; an operation that has none need not say how."""
    as_text = {"query", "body"} if method.body.kind in ("form", "multipart") else {"query"}
    return any(parameter.location in as_text and _may_hold_list(parameter.type) for parameter in method.parameters)


def _may_hold_list(type_: Type) -> bool:
    if isinstance(type_, UnionOf):
        return any(map(_may_hold_list, type_.members))
    return not isinstance(type_, (Primitive, Literals))


def _tuple(texts: Sequence[str]) -> str:
    return f"({', '.join(map(literal, texts))}{',' if len(texts) == 1 else ''})"


def _dict(pairs: Iterable[tuple[str, str]]) -> str:
    return f"{{{', '.join(f'{literal(name)}: {literal(value)}' for name, value in pairs)}}}"


def _arguments(method: Method) -> tuple[ArgumentView, ...]:
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


def _method_doc(method: Method) -> str:
    parts = [one_line(method.summary) or f"Call ``{method.verb.upper()} {method.path}``."]
    if method.summary:
        parts.append(f"``{method.verb.upper()} {method.path}``")
    if method.deprecated:
        parts.append(DEPRECATED)
    texts = {one.py_name: described(one.summary, one.deprecated) for one in method.parameters}
    if any(texts.values()):
        lines = [wrap(text, 12, first=f"{name}: ") for name, text in texts.items() if text]
        indented = "\n".join("    " + line for text in lines for line in text.split("\n"))
        parts.append(f"Args:\n{indented}")
    return "\n\n".join(parts)


def _async_doc(method: Method, resource: Resource) -> str:
    first = one_line(method.summary) or f"Call ``{method.verb.upper()} {method.path}``."
    return f"{first} (See ``{resource.class_name}.{method.name}``.)"
