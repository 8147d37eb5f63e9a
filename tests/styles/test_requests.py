"""What a client sends for any arguments is what a server reads that knows nothing but the document."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import partial
from typing import Any

import httpx
from attrs import frozen
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from specloom.mock import MockServer, MockTransport
from specloom.mock.checking import Checker
from specloom.mock.message import Reply, Request
from specloom.mock.operations import Router
from specloom.mock.requests import Judge, Wrong, as_sent
from specloom.mock.values import Maker
from tests.mock.arguments import FILE, Call, calls, with_files
from tests.styles.drawing import Drawer
from tests.styles.style import Style
from tests.styles.test_calls import options
from tests.styles.test_round_trip import try_values

# Without what sets values apart in some style (commas, bars, blanks, dots, brackets) and without digits, which might
# be read as numbers.
WORDS = st.text(alphabet="abcXYZ-_~é/?&=%+#\"'", min_size=1, max_size=6)
TOKENS = st.text(alphabet="abcXYZ-_~", min_size=1, max_size=6)


class Hearing(Judge):
    """Remembers what it read."""

    heard: dict[tuple[str, str], Any]

    def _held_against(self, schema: Mapping[str, Any], value: object, place: str, name: str = "") -> list[Wrong]:
        self.heard[place, name] = value
        return super()._held_against(schema, value, place, name)


class Listener(MockServer):
    """Takes every request and answers nothing of interest."""

    request: Request

    def answer(self, request: Request) -> Reply:
        self.request = request
        return Reply(204, (), ())


@frozen
class Drawn:
    """Arguments of a call, and what a server should read: by place and name, the body as a whole."""

    arguments: dict[str, Any]
    meant: dict[tuple[str, str], Any]


class Arguments:
    """Makes strategies for the arguments of calls."""

    def __init__(self, style: Style) -> None:
        schemas = style.schemas
        self._checker = Checker({name: as_sent(schema) for name, schema in schemas.items()})
        self._maker = Maker(schemas)
        self._drawers = {
            "json": Drawer(schemas),
            "query": Drawer(schemas, WORDS),
            "header": Drawer(schemas, TOKENS),
        }

    def of(self, call: Call) -> st.SearchStrategy[Drawn]:
        """Arguments of one call; required ones and some of the others."""
        return st.composite(self._draw)(call)

    def _draw(self, draw: DrawFn, call: Call) -> Drawn:
        drawn = Drawn({}, {})
        for parameter in call.method.parameters:
            if parameter.location == "body" or not (parameter.required or draw(st.booleans())):
                continue
            if parameter.wire_name == "Content-Type":
                continue  # no parameter of the document: it chooses what the body is
            (listed,) = (
                one
                for one in call.operation.parameters(parameter.location)
                if one["name"].removesuffix("[]") == parameter.wire_name.removesuffix("[]")
            )
            kind = "header" if parameter.location in ("header", "cookie") else "query"
            value = pruned(draw(self._drawers[kind].values(listed["schema"])))
            assume(value is not None or not parameter.required)
            if value is not None:
                drawn.arguments[parameter.py_name] = value
                drawn.meant[parameter.location, listed["name"]] = value
        if call.method.body.kind != "none":
            self._draw_body(draw, call, drawn)
        return drawn

    def _draw_body(self, draw: DrawFn, call: Call, drawn: Drawn) -> None:
        body, content = call.method.body, call.operation.facts["requestBody"]["content"]
        schema = (content.get(body.content_type) or content["*/*"])["schema"]
        is_json = body.kind == "json"
        value = draw(self._drawers["json" if is_json else "query"].values(schema))
        if not is_json:
            value = pruned(value)
        if body.whole:
            assume(value is not None)
            drawn.arguments[body.whole] = value
            drawn.meant["body", ""] = value
            return
        assume(isinstance(value, dict))
        names = {one.wire_name: one.py_name for one in call.method.parameters if one.location == "body"}
        value = {name: part for name, part in value.items() if name in names}
        assume(self._checker.allows(schema, value) and (is_json or value))
        sent = with_files(schema, value, self._maker) if body.kind == "multipart" else value
        drawn.arguments.update({names[name]: part for name, part in sent.items()})
        drawn.meant["body", ""] = sent


def pruned(value: Any) -> Any:
    """A value without what has no text: null, and lists and objects with nothing in them."""
    if isinstance(value, list):
        return [part for part in map(pruned, value) if part is not None] or None
    if isinstance(value, dict):
        return {key: part for key, one in value.items() if (part := pruned(one)) is not None} or None
    return value


def as_text(value: Any, *, is_json: bool) -> Any:
    """A value as it can be compared: where it travels as text, a text does not say its type."""
    if value == FILE:
        return base64.b64encode(FILE[1]).decode()
    if isinstance(value, list):
        return [as_text(part, is_json=is_json) for part in value]
    if isinstance(value, dict):
        return {key: as_text(part, is_json=is_json) for key, part in value.items()}
    if is_json or not isinstance(value, (bool, int, float)):
        return value
    return str(value).lower() if isinstance(value, bool) else str(float(value))


def test_a_server_reads_what_the_caller_meant(style: Style) -> None:
    prepared = style.planned.prepared
    judge, router, listener = Hearing(prepared), Router(prepared), Listener(prepared)
    arguments = Arguments(style)
    found = calls(style.planned.prepared, style.planned.plan)

    def check(call: Call, drawn: Drawn) -> None:
        call.bound(client)(**drawn.arguments)
        place = router.find(listener.request.verb, listener.request.path, listener.request.query)
        assert place is not None
        assert place.operation is not None
        assert place.operation.operation_id == call.operation.operation_id
        judge.heard = {}
        assert judge.wrongs(place.operation, listener.request, place.path_values) == []
        for where, meant in drawn.meant.items():
            is_json = where[0] == "body" and call.method.body.kind == "json"
            assert as_text(judge.heard[where], is_json=is_json) == as_text(meant, is_json=is_json), where

    with style.package.Client(**options(style, httpx.Client(transport=MockTransport(listener)))) as client:
        for call in found:
            try_values(arguments.of(call), partial(check, call), 5)
