"""Two methods that call the same operation, compared: arguments as callers give them, answers as they read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from attrs import frozen

from specloom.diff.findings import PythonChange
from specloom.diff.matching import path_parameters, template
from specloom.diff.python_both import Both, Kind
from specloom.diff.python_surface import Side
from specloom.diff.python_types import spelled
from specloom.diff.values import Subject, Verdict
from specloom.plan.types import Ref, Type
from specloom.plan.values import Method, Parameter

_PAGES = {
    "plain": "SyncPage",
    "cursor": "SyncCursorPage",
    "conversation_cursor": "SyncConversationCursorPage",
    "next_cursor": "SyncNextCursorPage",
    "link": "SyncLinkPage",
    "token": "SyncTokenPage",
    "number": "SyncNumberPage",
    "offset": "SyncOffsetPage",
    "url": "SyncUrlPage",
}
_Place: TypeAlias = tuple[str, object]


def compare_methods(both: Both, path: str, old: Method, new: Method) -> Iterator[PythonChange]:
    """All differences between two methods, the new one at a call path."""
    yield from _Methods(both, f"client.{path}", old, new).changes()


@frozen
class _Methods:
    both: Both
    symbol: str
    old: Method
    new: Method

    def changes(self) -> Iterator[PythonChange]:
        yield from self._arguments()
        yield from self._order()
        yield from self._answers()
        if self.old.deprecated != self.new.deprecated:
            rule, said = ("deprecated", "is") if self.new.deprecated else ("undeprecated", "is no longer")
            yield self._change(rule, self._about(), "", "", "safe", f"{said} deprecated")

    # --- arguments ------------------------------------------------------------------------------------------------

    def _arguments(self) -> Iterator[PythonChange]:
        before, after = self._places()
        names = {one.py_name: place for place, one in after.items()}
        met = set()
        for place, one in before.items():
            # One that goes elsewhere in the request under its own name is the same to callers.
            now = place if place in after else names.get(one.py_name)
            if now is None or (now != place and now in before):
                yield self._change("argument-removed", self._of(one), self._declared(one, self.both.old), "",
                                   "breaking", f"no longer takes {one.py_name}")  # fmt: skip
                continue
            met.add(now)
            yield from self._argument(one, after[now])
        for place, one in after.items():
            if place not in met:
                said = f"needs {one.py_name}" if one.required else f"takes {one.py_name}"
                yield self._change("argument-added", self._of(one), "", self._declared(one, self.both.new),
                                   "breaking" if one.required else "safe", said)  # fmt: skip

    def _argument(self, old: Parameter, new: Parameter) -> Iterator[PythonChange]:
        about, name = self._of(new), new.py_name
        before, after = self._declared(old, self.both.old), self._declared(new, self.both.new)
        if old.py_name != name:
            yield self._change("argument-renamed", about, before, after, "breaking",
                               f"calls {name} what was {old.py_name}")  # fmt: skip
        if new.required and not old.required:
            yield self._change("argument-required", about, before, after, "breaking", f"needs {name}")
        elif old.required and not new.required:
            yield self._change("argument-optional", about, before, after, "safe", f"can do without {name}")
        if not self.both.takes(old.type, new.type):
            yield self._change("argument-retyped", about, before, after, "breaking", f"takes another type for {name}")

    def _order(self) -> Iterator[PythonChange]:
        """Whether what is given by position ends up elsewhere in the request, or is no longer taken so."""
        places = self._places()
        sent = {one.py_name: place for place, one in places[1].items()}
        before, after = ([(place, one.py_name) for place, one in side.items() if one.positional] for side in places)
        for index, (place, name) in enumerate(before):
            is_kept = index < len(after) and (after[index][0] == place or after[index][1] == name)
            if not is_kept and (name in sent or place in sent.values()):
                told = [", ".join(name for _, name in side) for side in (before, after)]
                yield self._change("argument-order-changed", self._about(), told[0], told[1], "breaking",
                                   "takes other arguments by position")  # fmt: skip
                return

    def _places(self) -> tuple[Mapping[_Place, Parameter], Mapping[_Place, Parameter]]:
        return _by_place(self.old, self.new), _by_place(self.new, self.old)

    # --- answers --------------------------------------------------------------------------------------------------

    def _answers(self) -> Iterator[PythonChange]:
        old, new = self.old, self.new
        before, after = _returned(old, self.both.old), _returned(new, self.both.new)
        about = self._about(_status(new, self.both.new))
        if _sort(old) != _sort(new):
            # Who got nothing read nothing.
            verdict: Verdict = "safe" if _sort(old) == "none" else "breaking"
            yield self._change("return-changed", about, before, after, verdict, f"returns {after}")
            return
        if old.page is not None and new.page is not None:
            if old.page.kind != new.page.kind:
                # All are pages and can be iterated over; a plain one is what the others derive from.
                verdict = "safe" if old.page.kind == "plain" else "warning"
                yield self._change("page-changed", about, before, after, verdict, f"returns {after}")
            items = Subject(about.kind, about.name, (*about.place, *new.page.items.split("."), "[]"))
            yield from self._read("return", items, old.page.item, new.page.item, (before, after), " for its items")
        elif old.response.type is not None and new.response.type is not None and _sort(old) != "stream":
            told = before, after
            yield from self._read("return", about, old.response.type, new.response.type, told, " for what it returns")
        yield from self._streams(about)

    def _streams(self, about: Subject) -> Iterator[PythonChange]:
        old, new = self.old.stream, self.new.stream
        before, after = _streamed(self.old, self.both.old), _streamed(self.new, self.both.new)
        if old is None or new is None:
            if old is not None:
                yield self._change("stream-removed", about, before, "", "breaking", "no longer streams")
            elif new is not None:
                yield self._change("stream-added", about, "", after, "safe", "can stream")
            return
        yield from self._read("stream", about, old.event, new.event, (before, after), " for its events")
        if old.switch != new.switch:
            yield self._change("stream-switch-changed", about, old.switch, new.switch, "breaking",
                               f"streams where {new.switch} says so; it was {old.switch}")  # fmt: skip

    # --- words ----------------------------------------------------------------------------------------------------

    def _read(
        self, kind: Kind, about: Subject, old: Type, new: Type, told: tuple[str, str], where: str
    ) -> Iterator[PythonChange]:
        if found := self.both.read(kind, old, new):
            place = Subject(about.kind, about.name, (*about.place, *found.place))
            rule = found.rule.removeprefix("python-")
            yield self._change(rule, place, *told, found.verdict, found.says(where))

    def _declared(self, one: Parameter, side: Side) -> str:
        text = f"{one.py_name}: {spelled(one.type, side.class_names['params'], 'params')}"
        return text if one.required else f"{text} | Omit = omit"

    def _of(self, one: Parameter) -> Subject:
        """A part of the request; a field of the body is told under the component that the body is."""
        if one.location != "body":
            return self._about((f"{one.location} {one.wire_name}",))
        inner = (one.wire_name,) if one.wire_name and self.new.body.whole != one.py_name else ()
        pair = _body_schema(self.old, self.both.old), _body_schema(self.new, self.both.new)
        body = self.both.compared.subjects.get(pair) or self._about(("body",))
        return Subject(body.kind, body.name, (*body.place, *inner))

    def _about(self, place: tuple[str, ...] = ()) -> Subject:
        return self.both.new.subject(self.new, place)

    def _change(self, rule: str, about: Subject, before: str, after: str, verdict: Verdict, says: str) -> PythonChange:
        return PythonChange(f"python-{rule}", about, self.symbol, before, after, verdict, says)


def _sort(method: Method) -> str:
    if method.stream is not None and not method.stream.switch:
        return "stream"
    return "page" if method.page is not None else method.response.kind


def _returned(method: Method, side: Side) -> str:
    names = side.class_names["model"]
    if _sort(method) == "stream":
        return _streamed(method, side)
    if method.page is not None:
        return f"{_PAGES[method.page.kind]}[{spelled(method.page.item, names, 'model')}]"
    if method.response.type is not None:
        return spelled(method.response.type, names, "model")
    return {"binary": "BinaryResponse", "text": "str", "none": "None"}.get(method.response.kind, "object")


def _streamed(method: Method, side: Side) -> str:
    return f"Stream[{spelled(method.stream.event, side.class_names['model'], 'model')}]" if method.stream else ""


def _status(method: Method, side: Side) -> tuple[str, ...]:
    """The status of the answer, which is where the document's own changes of it are told."""
    endpoint = side.parsed.endpoints.get(method.operation_id)
    return tuple([one.status for one in endpoint.responses if one.status.startswith("2")][:1]) if endpoint else ()


def _body_schema(method: Method, side: Side) -> str:
    endpoint = side.parsed.endpoints.get(method.operation_id)
    for body in endpoint.bodies if endpoint else ():
        if body.content_type == method.body.content_type and isinstance(body.type, Ref):
            return body.type.schema
    return ""


def _by_place(method: Method, other: Method) -> Mapping[_Place, Parameter]:
    """Arguments by what they are in the request; those of the path by their position in it, where that has stayed."""
    by_rank = template(method.path) == template(other.path)
    ranks = {name: rank for rank, name in enumerate(path_parameters(method.path))} if by_rank else {}
    return {
        (one.location, ranks.get(one.wire_name, one.wire_name) if one.location == "path" else one.wire_name): one
        for one in method.parameters
    }
