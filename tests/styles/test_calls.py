"""Every operation of every style, called with made-up arguments against its own document, in both colours."""

from __future__ import annotations

import asyncio
import inspect
import json
from typing import Any

import httpx
from attrs import frozen

from specloom.mock import MockTransport
from specloom.mock.message import Reply
from specloom.mock.values import Maker
from tests.mock.annotated import Annotated
from tests.mock.arguments import Call, arguments, calls
from tests.mock.recorder import Recorder
from tests.styles.style import Style
from tests.styles.test_complete import credentials
from tests.styles.test_round_trip import plain


@frozen
class Outcome:
    """What was answered and what the caller got: of a stream and of pages the items."""

    reply: Reply
    value: Any


def samples(style: Style) -> list[tuple[Call, dict[str, Any]]]:
    """Each method with what is required, with everything, and with other members of unions."""
    schemas = style.schemas
    makers = [
        Maker(schemas, direction="request", optional=False),
        Maker(schemas, direction="request"),
        Maker(schemas, direction="request", variant="1"),
    ]
    found = calls(style.planned.prepared, style.planned.plan)
    return [(call, arguments(call, maker)) for call in found for maker in makers]


def run_sync(style: Style, recorder: Recorder) -> dict[str, list[Outcome]]:
    """What came of every call, by operation."""
    made: dict[str, list[Outcome]] = {}
    with style.package.Client(**options(style, httpx.Client(transport=MockTransport(recorder)))) as client:
        for call, given in samples(style):
            value = call.bound(client)(**given)
            reply = recorder.reply
            value = list(value) if hasattr(value, "__next__") else value
            made.setdefault(call.operation.operation_id, []).append(Outcome(reply, value))
    return made


async def run_async(style: Style, recorder: Recorder) -> dict[str, list[Outcome]]:
    """The same, awaited."""
    made: dict[str, list[Outcome]] = {}
    http_client = httpx.AsyncClient(transport=MockTransport(recorder))
    async with style.package.AsyncClient(**options(style, http_client)) as client:
        for call, given in samples(style):
            value = call.bound(client)(**given)
            value = await value if inspect.isawaitable(value) else value
            reply = recorder.reply
            value = [event async for event in value] if hasattr(value, "__anext__") else value
            made.setdefault(call.operation.operation_id, []).append(Outcome(reply, value))
    return made


def options(style: Style, http_client: Any) -> dict[str, Any]:
    """The arguments of a client that talks to the mock."""
    made = {**credentials(style), "http_client": http_client, "max_retries": 0}
    return (
        {**made, "base_url": "https://api.test"}
        if not "".join(style.planned.plan.servers[:1]).startswith("http")
        else made
    )


def test_every_operation_is_called_and_its_answer_decoded(style: Style) -> None:
    recorder = Recorder(style.planned.prepared, style.planned.plan)
    annotated = Annotated(style.planned.plan)
    methods = {call.operation.operation_id: call.method for call in calls(style.planned.prepared, style.planned.plan)}
    sync, other = run_sync(style, recorder), asyncio.run(run_async(style, recorder))
    assert sync.keys() == other.keys() == methods.keys()
    for name, outcomes in sync.items():
        for outcome, twin in zip(outcomes, other[name], strict=True):
            assert (outcome.reply.status, outcome.reply.body) == (twin.reply.status, twin.reply.body), name
            check(outcome, methods[name], annotated)
            assert content(outcome.value) == content(twin.value) or outcome.value is None, name


def content(value: Any) -> Any:
    """What an answer holds, the same in both colours."""
    if hasattr(value, "has_next_page"):
        return plain(value.data)
    return value.content if hasattr(value, "iter_bytes") else plain(value)


def check(outcome: Outcome, method: Any, annotated: Annotated) -> None:
    """The answer is of the annotated types and gives back what was sent."""
    value, body = outcome.value, outcome.reply.body
    if method.stream is not None and isinstance(value, list):
        assert [found for event in value for found in annotated.mistakes(event, method.stream.event)] == []
        assert len(value) > 1
    elif method.page is not None:
        assert [found for item in value.data for found in annotated.mistakes(item, method.page.item)] == []
        assert value.data
    elif method.response.kind == "binary":
        assert value.read() == body
    elif method.response.kind == "text":
        assert value == body.decode()
    elif method.response.kind == "json":
        is_json = dict(outcome.reply.headers).get("content-type", "").partition(";")[0].endswith("json")
        assert plain(value) == (json.loads(body) if is_json else body.decode())
        assert annotated.mistakes(value, method.response.type) == []
    else:
        assert value is None
