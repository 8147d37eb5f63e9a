"""What an operation answers when all is well."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve

from specloom.mock.controls import Controls
from specloom.mock.events import event_stream
from specloom.mock.formats import Formats
from specloom.mock.lists import linked, page
from specloom.mock.message import Reply, Request, error_reply, json_reply
from specloom.mock.operations import Operation
from specloom.mock.stated_lists import stated_page
from specloom.mock.streaming import EVENT_STREAM, Streaming
from specloom.mock.values import Maker
from specloom.plan.values import PagePlan

_BYTES: Final = bytes(range(256)) * 8
_NO_BODY: Final = (204, 205, 304)


class Answers:
    """Makes the answers of a document.

    Args:
        schemas: Its components.
        streams: Its operations that can stream, by operationId.
        formats: Its operations that can answer with text instead of JSON, likewise.
        lists: Its operations whose lists go on as the plan says, likewise.
        seed: Of the values.
    """

    def __init__(
        self,
        schemas: Mapping[str, Any],
        streams: Mapping[str, Streaming],
        formats: Mapping[str, Formats],
        lists: Mapping[str, PagePlan],
        seed: int,
    ) -> None:
        self._schemas = schemas
        self._streams = streams
        self._formats = formats
        self._lists = lists
        self._seed = seed

    def reply(self, operation: Operation, request: Request, controls: Controls) -> Reply:
        """The answer to a request that is right, or the failure that it asks for."""
        maker = Maker(self._schemas, seed=self._seed, variant=controls.variant)
        status, response = _response(operation, controls.status)
        content: Mapping[str, Any] = response.get("content", {})
        if status >= 300:
            return self._failure(status, content, maker)
        streaming = self._streams.get(operation.operation_id)
        if streaming is not None and streaming.is_asked(request):
            pieces = event_stream(streaming, maker, controls.events, usage=_wants_usage(request))
            return Reply(status, (("content-type", f"{EVENT_STREAM}; charset=utf-8"),), pieces)
        choice = self._formats.get(operation.operation_id)
        if choice is not None and choice.is_text_asked(request):
            return Reply(status, (("content-type", "text/plain; charset=utf-8"),), (b"text",))
        kind = _content_type(content, request.headers.get("accept", ""))
        if not kind or status in _NO_BODY or operation.verb == "HEAD":
            return Reply(status, (), ())
        schema, listed = content[kind].get("schema", {}), self._lists.get(operation.operation_id)
        if listed is not None and _is_json(kind):
            return json_reply(status, stated_page(listed, operation, request, schema, maker))
        return _written(status, kind, schema, operation, request, maker)

    def _failure(self, status: int, content: Mapping[str, Any], maker: Maker) -> Reply:
        if status in _NO_BODY:
            return Reply(status, (), ())
        kind = _content_type(content, "")
        if not _is_json(kind):
            return error_reply(status, f"This status was asked for: {status}.", code=f"mock_{status}")
        return json_reply(status, maker.value(content[kind].get("schema", {})))


def _response(operation: Operation, asked: int) -> tuple[int, Mapping[str, Any]]:
    responses: Mapping[str, Any] = operation.facts["responses"]
    if asked:
        return asked, responses.get(str(asked), {})
    for status, response in responses.items():
        if status.startswith("2"):
            return (int(status) if status.isdigit() else 200), response
    return 200, responses.get("default", {})


def _content_type(content: Mapping[str, Any], accept: str) -> str:
    """The content type to answer with: one that is asked for by name, else JSON, else the first; empty for none."""
    wanted = [part.partition(";")[0].strip() for part in accept.split(",")]
    kinds = [kind for kind in content if kind != EVENT_STREAM] or list(content)
    named = [kind for kind in kinds if kind in wanted]
    return next(iter([*named, *filter(_is_json, kinds), *kinds]), "")


def _is_json(kind: str) -> bool:
    return kind.partition(";")[0].strip().endswith("json")


def _written(
    status: int, kind: str, schema: Mapping[str, Any], operation: Operation, request: Request, maker: Maker
) -> Reply:
    if kind in ("*/*", "application/*"):
        kind = "text/plain" if schema.get("type") == "string" and not schema.get("format") else "application/json"
        if schema.get("format") in ("binary", "byte"):
            kind = "application/octet-stream"
    headers = (("content-type", kind),)
    if _is_json(kind):
        if (found := linked(operation, request, schema, maker)) is not None:
            items, link = found
            reply = json_reply(status, items)
            return evolve(reply, headers=(*reply.headers, *link))
        paged = page(operation, request, schema, maker)
        return json_reply(status, maker.value(schema) if paged is None else paged)
    if kind.startswith("text/") or kind == "application/sdp":
        text = maker.value(schema, "text") if schema else "text"
        return Reply(status, headers, (str(text).encode(),))
    return Reply(status, headers, (_BYTES[:1024], _BYTES[1024:]))


def _wants_usage(request: Request) -> bool:
    try:
        body = json.loads(request.body or b"null")
    except ValueError:
        return False
    options = body.get("stream_options") if isinstance(body, dict) else None
    return isinstance(options, dict) and options.get("include_usage") is True
