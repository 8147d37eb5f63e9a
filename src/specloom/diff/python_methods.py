"""Two methods that call the same operation, compared: arguments as callers give them, answers as they read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specloom.diff.compare import Compared
from specloom.diff.findings import PythonChange
from specloom.diff.python_surface import Side
from specloom.diff.python_types import Types, spelled
from specloom.diff.values import Subject, Verdict
from specloom.plan.types import Ref
from specloom.plan.values import Method, Parameter

_KINDS = {"json": "a model", "binary": "binary content", "text": "a text", "none": "nothing"}


def compare_methods(
    path: str, old: Method, new: Method, old_side: Side, new_side: Side, compared: Compared
) -> Iterator[PythonChange]:
    """All differences between two methods.

    The subject of a change that has no name yet is the operation of the method; that of a field of the body is the
    field of its component.
    """
    yield from _Methods(path, old_side, new_side, compared).compare(old, new)


class _Methods:
    def __init__(self, path: str, old_side: Side, new_side: Side, compared: Compared) -> None:
        self._symbol = f"client.{path}"
        self._old, self._new = old_side, new_side
        self._compared = compared
        pairs = compared.subjects
        self._params = Types(old_side.parsed.params, new_side.parsed.params, pairs)
        self._models = Types(old_side.parsed.models, new_side.parsed.models, pairs)

    def compare(self, old: Method, new: Method) -> Iterator[PythonChange]:
        body = self._body(old, new)
        yield from self._arguments(old, new, body)
        yield from self._answers(old, new)
        if old.deprecated != new.deprecated:
            yield self._change("deprecated" if new.deprecated else "undeprecated", (), "", "", "safe",
                               "is deprecated" if new.deprecated else "is no longer deprecated")  # fmt: skip

    # --- arguments ------------------------------------------------------------------------------------------------

    def _arguments(self, old: Method, new: Method, body: Subject | None) -> Iterator[PythonChange]:
        before, after = _by_wire(old), _by_wire(new)
        taken = {parameter.py_name for parameter in new.parameters}
        for place, parameter in before.items():
            where, about = _place(parameter), _about(parameter, body)
            if place not in after:
                if parameter.py_name in taken:
                    continue  # the name is still taken, for another part of the request
                yield self._change("argument-removed", where, self._declared(parameter, self._old), "", "breaking",
                                   f"no longer takes {parameter.py_name}", about)  # fmt: skip
                continue
            yield from self._argument(parameter, after[place], where, about)
        names = {parameter.py_name for parameter in old.parameters}
        for place, parameter in after.items():
            if place not in before and parameter.py_name not in names:
                verdict: Verdict = "breaking" if parameter.required else "safe"
                word = "needs" if parameter.required else "takes"
                yield self._change("argument-added", _place(parameter), "", self._declared(parameter, self._new),
                                   verdict, f"{word} {parameter.py_name}", _about(parameter, body))  # fmt: skip
        yield from self._order(old, new)

    def _argument(
        self, old: Parameter, new: Parameter, where: tuple[str, ...], about: Subject | None
    ) -> Iterator[PythonChange]:
        before, after = self._declared(old, self._old), self._declared(new, self._new)
        if old.py_name != new.py_name:
            yield self._change("argument-renamed", where, before, after, "breaking",
                               f"calls {new.py_name} what was {old.py_name}", about)  # fmt: skip
        if old.required != new.required:
            verdict: Verdict = "breaking" if new.required else "safe"
            said = f"needs {new.py_name}" if new.required else f"can do without {new.py_name}"
            yield self._change("argument-required" if new.required else "argument-optional", where, before, after,
                               verdict, said, about)  # fmt: skip
        if not self._params.new_takes(old.type, new.type):
            yield self._change("argument-retyped", where, before, after, "breaking",
                               f"takes another type for {new.py_name}", about)  # fmt: skip

    def _order(self, old: Method, new: Method) -> Iterator[PythonChange]:
        before = [parameter.py_name for parameter in old.parameters if parameter.positional]
        after = [parameter.py_name for parameter in new.parameters if parameter.positional]
        kept = [name for name in before if name in {parameter.py_name for parameter in new.parameters}]
        if kept and after[: len(kept)] != kept:
            yield self._change("argument-order-changed", (), ", ".join(before), ", ".join(after), "breaking",
                               "takes its arguments by position in another order")  # fmt: skip

    # --- answers --------------------------------------------------------------------------------------------------

    def _answers(self, old: Method, new: Method) -> Iterator[PythonChange]:
        place = ("answer",)
        before, after = self._returned(old, self._old), self._returned(new, self._new)
        if old.response.kind != new.response.kind or (old.page is None) != (new.page is None):
            # Who got nothing read nothing.
            verdict: Verdict = "safe" if old.response.kind == "none" else "breaking"
            yield self._change("return-changed", place, before, after, verdict, f"returns {after}")
        elif old.page is not None and new.page is not None:
            if old.page.kind != new.page.kind:
                yield self._change("page-changed", place, before, after, "breaking", f"returns {after}")
            if not self._models.old_takes(old.page.item, new.page.item):
                yield self._change("return-changed", place, before, after, "breaking", f"returns {after}")
        elif (
            old.response.type is not None
            and new.response.type is not None
            and not self._models.old_takes(old.response.type, new.response.type)
        ):
            yield self._change("return-changed", place, before, after, "breaking", f"returns {after}")
        yield from self._streams(old, new)

    def _streams(self, old: Method, new: Method) -> Iterator[PythonChange]:
        place = ("stream",)
        if old.stream is None or new.stream is None:
            if old.stream is not None:
                yield self._change("stream-removed", place, "Stream", "", "breaking", "no longer streams")
            elif new.stream is not None:
                always = not new.stream.switch
                yield self._change("stream-added", place, "", "Stream", "breaking" if always else "safe",
                                   "always streams" if always else "can stream")  # fmt: skip
            return
        names = self._old.class_names("model"), self._new.class_names("model")
        before, after = (f"Stream[{spelled(one.stream.event, found, 'model')}]"
                         for one, found in ((old, names[0]), (new, names[1])) if one.stream is not None)  # fmt: skip
        if not self._models.old_takes(old.stream.event, new.stream.event):
            yield self._change("stream-changed", place, before, after, "breaking", f"streams {after}")
        if old.stream.switch != new.stream.switch:
            yield self._change("stream-changed", place, old.stream.switch or "always", new.stream.switch or "always",
                               "breaking", "is made to stream in another way")  # fmt: skip

    def _returned(self, method: Method, side: Side) -> str:
        names = side.class_names("model")
        if method.page is not None:
            return f"SyncPage[{spelled(method.page.item, names, 'model')}]"
        if method.response.type is not None:
            return spelled(method.response.type, names, "model")
        return {"binary": "BinaryResponse", "text": "str", "none": "None"}.get(method.response.kind, "object")

    # --- words ----------------------------------------------------------------------------------------------------

    def _declared(self, parameter: Parameter, side: Side) -> str:
        text = f"{parameter.py_name}: {spelled(parameter.type, side.class_names('params'), 'params')}"
        return text if parameter.required else f"{text} | Omit = omit"

    def _body(self, old: Method, new: Method) -> Subject | None:
        """Under which subject fields of the body are told: that of the components which the bodies are."""
        pair = tuple(_body_schema(method, side) for method, side in ((old, self._old), (new, self._new)))
        return self._compared.subjects.get((pair[0], pair[1]))

    def _change(
        self, rule: str, place: tuple[str, ...], before: str, after: str, verdict: Verdict, says: str,
        about: Subject | None = None,
    ) -> PythonChange:  # fmt: skip
        subject = about or Subject("operation", "", place)
        return PythonChange(f"python-{rule}", subject, self._symbol, before, after, verdict, says)


def _body_schema(method: Method, side: Side) -> str:
    endpoint = side.parsed.endpoints.get(method.operation_id)
    for body in endpoint.bodies if endpoint else ():
        if body.content_type == method.body.content_type and isinstance(body.type, Ref):
            return body.type.schema
    return ""


def _by_wire(method: Method) -> Mapping[tuple[str, object], Parameter]:
    """Arguments by what they are in the request; those of the path by their position in it."""
    order = {}
    for parameter in method.parameters:
        if parameter.location == "path":
            order[parameter.wire_name] = method.path.find("{" + parameter.wire_name + "}")
    ranks = {name: rank for rank, name in enumerate(sorted(order, key=order.__getitem__))}
    return {
        (one.location, ranks[one.wire_name] if one.location == "path" else one.wire_name): one
        for one in method.parameters
    }


def _place(parameter: Parameter) -> tuple[str, ...]:
    if parameter.location == "body":
        return ("body", parameter.wire_name)
    return (f"{parameter.location} {parameter.wire_name}",)


def _about(parameter: Parameter, body: Subject | None) -> Subject | None:
    if parameter.location != "body" or body is None:
        return None
    return Subject(body.kind, body.name, (*body.place, parameter.wire_name))
