"""What the templates see of methods: signatures, the operation behind each, the call into the runtime."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import urlencode

from attrs import evolve, frozen

from specloom.emit.annotations import Speller, locator, shape
from specloom.emit.operation_text import (
    SERVERS_IMPORT,
    ArgumentView,
    arguments_of,
    brief_call,
    constant_name,
    on_one_line,
    sending,
)
from specloom.emit.polling_views import (
    PollView,
    StartView,
    WaitsView,
    own_parameters,
    poll_doc,
    polling_arguments,
    start_doc,
    starting_arguments,
)
from specloom.emit.signatures import SignatureView, receiver
from specloom.emit.text import DEPRECATED, WIDTH, described, docstring, fit, literal, one_line, wrap
from specloom.emit.type_views import allows_none
from specloom.plan.types import Primitive, Type, UnionOf
from specloom.plan.values import Method, PagePlan, Parameter, PollPlan, Resource, StartPlan, StreamPlan

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
    "link": "LinkPage",
    "token": "TokenPage",
    "number": "NumberPage",
    "offset": "OffsetPage",
    "url": "UrlPage",
}
_PAGE_MODULES = {
    "link": ".link_pages",
    "token": ".stated_pages",
    "number": ".stated_pages",
    "offset": ".stated_pages",
    "url": ".url_pages",
}
"""Where the classes of pages are that not every package has."""


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
class MethodWriter:
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
        constant = constant_name(method)
        sync_returns, async_returns = self._returns(method)
        arguments = arguments_of(method)
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
            brief=brief_call("return ", call, (constant, page), arguments),
            async_brief=brief_call("return await " if awaited else "return ", call, (constant, async_page), arguments),
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
        arguments = arguments_of(plan.look)
        return PollView(
            signature=self._waiting_signature(plan.look),
            docstring=poll_doc(plan),
            operation=constant_name(plan.look),
            arguments=tuple(on_one_line(argument) for argument in arguments),
        )

    def _start(self, start: StartPlan) -> StartView:
        self.speller.imports.use(self.speller.runtime, "check_waiting")
        return StartView(
            name=start.name,
            kept="started = " if start.from_answer else "",
            signature=self._waiting_signature(start.starter),
            docstring=start_doc(start),
            starter=start.starter.name,
            starting=starting_arguments(start),
            poll=".".join(start.poll),
            polling=polling_arguments(start),
        )

    def _waiting_signature(self, method: Method) -> SignatureView:
        answer = self._plain(method)
        self.speller.imports.use_quietly("collections.abc", "Callable")
        self._typed("Omit")
        self._omit()
        found = self._signature(method, answer, answer, {})
        lines = found.parameters
        return evolve(found, parameters=(*lines[: -len(_EXTRAS)], *own_parameters(answer), *lines[-len(_EXTRAS) :]))

    def _returns(self, method: Method) -> tuple[str, str]:
        if method.page:
            item = self._model(method.page.item)
            page = _PAGES[method.page.kind]
            sync, async_ = f"Sync{page}", f"Async{page}"
            module = self.speller.runtime + _PAGE_MODULES.get(method.page.kind, "")
            self.speller.imports.use(module, sync)
            self.speller.imports.use(module, async_)
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
        plain = "str" if method.response.kind == "text" else self._model(method.response.type)
        return f"{plain} | {self._typed('BinaryResponse')}" if method.response.or_binary else plain

    def _signature(self, method: Method, returns: str, async_returns: str, replaced: dict[str, str]) -> SignatureView:
        positional, lines = list[str](), list[str]()
        for parameter in method.parameters:
            line = replaced.get(parameter.py_name) or self._parameter(parameter)
            (positional if parameter.positional else lines).append(line)
        for name in _EXTRA_TYPES:
            self._typed(name)
        lines += _EXTRAS
        self.speller.imports.use(self.speller.runtime, "not_given")
        return SignatureView(receiver(positional), tuple(lines), returns, async_returns)

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
        arguments += sending(method)
        if method.servers:
            imports.use(self.speller.runtime, SERVERS_IMPORT)
        generic = ""
        if kind == "page" and method.page:
            generic = f"[{self._model(method.page.item)}]"
            arguments += [f"page={literal(_paging(method.page))}"]
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
        first = "bytes|" if method.response.or_binary else "str|" if either else ""
        return [f"returns={literal(first + (text or 'object'))}"]

    def _event(self, stream: StreamPlan) -> list[str]:
        text = shape(stream.event, self.speller.index, locator((), ()))
        found = [f"event={literal(text)}"] if text else []
        return [*found, "envelope=True"] if stream.envelope else found


def _paging(page: PagePlan) -> str:
    """How the runtime is told how a list goes on."""
    items = () if page.items == "data" else (("items", page.items),)
    how = urlencode([*items, *page.how])
    after = "" if page.after == "after" else f":{page.after}"
    return f"{page.kind}{after}?{how}" if how else page.kind + after


def _call_kind(method: Method) -> Literal["request", "stream", "page", "binary"]:
    if method.page:
        return "page"
    if method.stream:
        return "stream"
    return "binary" if method.response.kind == "binary" else "request"


def _method_doc(method: Method) -> str:
    parts = [*_first_lines(method), *([DEPRECATED] if method.deprecated else [])]
    texts = {one.py_name: described(one.summary, one.deprecated) for one in method.parameters}
    if any(texts.values()):
        lines = [wrap(text, 12, first=f"{name}: ") for name, text in texts.items() if text]
        indented = "\n".join("    " + line for text in lines for line in text.split("\n"))
        parts.append(f"Args:\n{indented}")
    return "\n\n".join(parts)


def _first_lines(method: Method) -> list[str]:
    """What a method does and what it sends, on one line where that is short."""
    request = f"``{method.verb.upper()} {method.path}``"
    summary = one_line(method.summary)
    if not summary:
        return [f"Call {request}."]
    together = f"{summary.removesuffix('.')}: {request}."
    short = len(together) + len('        """"""') <= WIDTH and not re.search(r"[.?!:]\s|[?!:]\Z", summary)
    return [together] if short else [summary, request]


def _async_doc(method: Method, resource: Resource) -> str:
    first = one_line(method.summary) or f"Call ``{method.verb.upper()} {method.path}``."
    return f"{first} (See ``{resource.class_name}.{method.name}``.)"
