"""Every operation of the flagship package, called with made-up arguments against its own document.

The mock answers 400 to a request that the document does not allow, so a call that comes back was a valid one.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from attrs import frozen

from openai_client import AsyncOpenAI, OpenAI
from openai_client._runtime import Model
from specloom.commands.pipeline import Planned
from specloom.mock import MockTransport
from specloom.mock.message import Reply, Request
from specloom.mock.reading import nested
from specloom.mock.requests import form_fields
from specloom.mock.values import Maker
from tests.mock.annotated import Annotated
from tests.mock.arguments import Call, arguments, calls
from tests.mock.recorder import Recorder

KEYS: dict[str, Any] = {"api_key": "sk-test", "admin_api_key": "sk-admin", "max_retries": 0}
OPERATIONS = 288


@frozen
class Sample:
    """A call with its arguments, and the variant of the answer."""

    call: Call
    arguments: dict[str, Any]
    variant: str = ""

    @property
    def keywords(self) -> dict[str, Any]:
        """Arguments of the call, with what it asks of the mock."""
        asked = {"x-specloom-mock-variant": self.variant} if self.variant else {}
        return {**self.arguments, "extra_headers": {**asked, "x-specloom-mock-events": "all"}}


@frozen
class Outcome:
    """What a call sent, what was answered, and what its caller got."""

    request: Request
    reply: Reply
    value: Any


@pytest.fixture(scope="module")
def recorder(planned: Planned) -> Recorder:
    """The API, made up."""
    return Recorder(planned.prepared, planned.plan)


def samples(planned: Planned) -> list[Sample]:
    """Each method with what is required, with everything, and with other members of unions."""
    schemas = planned.prepared["components"]["schemas"]
    makers = [
        (Maker(schemas, direction="request", optional=False), ""),
        (Maker(schemas, direction="request"), ""),
        (Maker(schemas, direction="request", variant="1"), "1"),
        (Maker(schemas, direction="request", variant="2", seed=1), "2"),
    ]
    return [
        Sample(call, _with_json(_unstreamed(call, arguments(call, maker))), variant)
        for call in calls(planned.prepared, planned.plan)
        for maker, variant in makers
    ]


def _with_json(made: dict[str, Any]) -> dict[str, Any]:
    """JSON mode is asked for in words as well, as the API demands."""
    if "messages" in made and made.get("response_format") == {"type": "json_object"}:
        return {**made, "messages": [*made["messages"], {"role": "user", "content": "Answer in JSON."}]}
    return made


def _unstreamed(call: Call, made: dict[str, Any]) -> dict[str, Any]:
    switch = call.method.stream.switch if call.method.stream else ""
    return {name: value for name, value in made.items() if name not in (switch, "stream_options")} if switch else made


def streamed(planned: Planned) -> list[Sample]:
    """Each method that can stream, doing it."""
    maker = Maker(planned.prepared["components"]["schemas"], direction="request", optional=False)
    found = [call for call in calls(planned.prepared, planned.plan) if call.method.stream is not None]
    return [Sample(call, {**arguments(call, maker), "stream": True}) for call in found]


def run_sync(recorder: Recorder, chosen: list[Sample], check: Callable[[Sample, Outcome], None]) -> list[str]:
    """Make the calls one after the other; what went wrong, with the name of the call."""
    failures = []
    with OpenAI(http_client=httpx.Client(transport=MockTransport(recorder)), **KEYS) as client:
        for sample in chosen:
            try:
                value = sample.call.bound(client)(**sample.keywords)
                outcome = Outcome(recorder.request, recorder.reply, value)
                if hasattr(value, "__next__"):
                    outcome = Outcome(recorder.request, recorder.reply, list(value))
                check(sample, outcome)
            except Exception as error:  # noqa: BLE001 - all of them are told at the end
                failures.append(told(sample, error))
    return failures


def run_async(recorder: Recorder, chosen: list[Sample], check: Callable[[Sample, Outcome], None]) -> list[str]:
    """The same, awaited."""

    async def run() -> list[str]:
        failures = []
        http_client = httpx.AsyncClient(transport=MockTransport(recorder))
        async with AsyncOpenAI(http_client=http_client, **KEYS) as client:
            for sample in chosen:
                try:
                    value = sample.call.bound(client)(**sample.keywords)
                    if inspect.isawaitable(value):
                        value = await value
                    outcome = Outcome(recorder.request, recorder.reply, value)
                    if hasattr(value, "__anext__"):
                        outcome = Outcome(recorder.request, recorder.reply, [event async for event in value])
                    check(sample, outcome)
                except Exception as error:  # noqa: BLE001 - all of them are told at the end
                    failures.append(told(sample, error))
        return failures

    return asyncio.run(run())


def told(sample: Sample, error: Exception) -> str:
    """A failure as a line."""
    return f"{'.'.join(sample.call.path)} {sample.variant or '-'}: {type(error).__name__}: {str(error)[:400]}"


RUNS = pytest.mark.parametrize("run", [run_sync, run_async], ids=["sync", "async"])


@RUNS
def test_every_operation_is_called_and_its_answer_decoded(
    planned: Planned, recorder: Recorder, run: Callable[..., list[str]]
) -> None:
    annotated = Annotated(planned.plan)
    seen = set()

    def check(sample: Sample, outcome: Outcome) -> None:
        seen.add(sample.call.operation.operation_id)
        assert_sent(sample, outcome.request)
        assert_decoded(sample, outcome, annotated)

    failures = run(recorder, samples(planned), check)
    assert not failures, "\n".join([f"{len(failures)} calls failed:", *failures])
    assert len(seen) == OPERATIONS


@RUNS
def test_every_stream_gives_all_of_its_events(
    planned: Planned, recorder: Recorder, run: Callable[..., list[str]]
) -> None:
    annotated = Annotated(planned.plan)

    def check(sample: Sample, outcome: Outcome) -> None:
        stream = sample.call.method.stream
        assert stream is not None
        sent = [piece for piece in outcome.reply.chunks if piece != b"data: [DONE]\n\n"]
        assert len(sent) == len(outcome.value) > 1
        for piece, event in zip(sent, outcome.value, strict=True):
            data = json.loads(piece.partition(b"data: ")[2])
            assert (event.to_dict()["data"] if stream.envelope else event.to_dict()) == data
            assert annotated.mistakes(event, stream.event) == []

    chosen = streamed(planned)
    failures = run(recorder, chosen, check)
    assert len({sample.call.operation.operation_id for sample in chosen}) >= 12
    assert not failures, "\n".join([f"{len(failures)} calls failed:", *failures])


def test_every_list_is_walked_to_its_end(planned: Planned, recorder: Recorder) -> None:
    maker = Maker(planned.prepared["components"]["schemas"], direction="request", optional=False)
    paged = [call for call in calls(planned.prepared, planned.plan) if call.method.page is not None]
    assert len(paged) >= 50
    with OpenAI(http_client=httpx.Client(transport=MockTransport(recorder)), **KEYS) as client:
        for call in paged:
            items = list(call.bound(client)(**arguments(call, maker)))
            assert len(items) == 5, ".".join(call.path)


def assert_sent(sample: Sample, request: Request) -> None:
    """Every argument arrived, those of JSON bodies as they were given; whether all is valid the mock has checked."""
    method = sample.call.method
    given = [parameter for parameter in method.parameters if parameter.py_name in sample.arguments]
    values = {parameter.wire_name: sample.arguments[parameter.py_name] for parameter in given}
    sent = {
        "query": nested(request.query).keys(),
        "header": request.headers.keys(),
        "path": values.keys(),
        "body": nested(form_fields(request)).keys() if method.body.kind == "multipart" else values.keys(),
    }
    for parameter in given:
        name = parameter.wire_name.removesuffix("[]")
        assert (name.lower() if parameter.location == "header" else name) in sent[parameter.location], name
    if method.body.kind == "json":
        body = {
            parameter.wire_name: values[parameter.wire_name] for parameter in given if parameter.location == "body"
        }
        arrived = json.loads(request.body or b"{}")
        if method.body.whole:
            assert arrived == values[method.body.whole]
        else:  # a layer may have added what its caller left open
            assert {**arrived, **body} == arrived
    if sample.call.operation.parameters("path"):
        texts = [str(values[name]) for name in re.findall(r"{(.*?)}", method.path)]
        assert all(text in unquote(request.path) for text in texts)


def assert_decoded(sample: Sample, outcome: Outcome, annotated: Annotated) -> None:
    """The answer is of the annotated types and gives back what was sent."""
    response, page, value = sample.call.method.response, sample.call.method.page, outcome.value
    if page is not None:
        sent = json.loads(outcome.reply.body)
        items = sent["data"] if isinstance(sent, dict) else sent
        assert [plain(item) for item in value.data] == items
        assert [found for item in value.data for found in annotated.mistakes(item, page.item)] == []
    elif response.kind == "binary":
        assert value.read() == outcome.reply.body
    elif response.kind == "text" or dict(outcome.reply.headers).get("content-type", "").startswith("text/plain"):
        assert value.encode() == outcome.reply.body
    elif response.kind == "json":
        assert response.type is not None
        assert plain(value) == json.loads(outcome.reply.body)
        assert annotated.mistakes(value, response.type) == []
    else:
        assert value is None


def plain(value: Any) -> Any:
    """A decoded value as it came."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.to_dict() if isinstance(value, Model) else value


@pytest.mark.parametrize("call", ["transcriptions", "translations"])
def test_text_is_answered_where_the_format_asks_for_it(planned: Planned, call: str) -> None:
    recorder = Recorder(planned.prepared, planned.plan)
    client = OpenAI(http_client=httpx.Client(transport=MockTransport(recorder)), **KEYS)
    create = getattr(client.audio, call).create
    for form in ("text", "srt", "vtt"):
        assert create(model="whisper-1", file=("a.mp3", b"x"), response_format=form) == "text"
    for form in ("json", "verbose_json"):
        assert isinstance(create(model="whisper-1", file=("a.mp3", b"x"), response_format=form), Model)
    assert isinstance(create(model="whisper-1", file=("a.mp3", b"x")), Model)
    recorder = Recorder(planned.prepared)  # without a plan there is only what the document says
    client = OpenAI(http_client=httpx.Client(transport=MockTransport(recorder)), **KEYS)
    create = getattr(client.audio, call).create
    assert isinstance(create(model="whisper-1", file=("a.mp3", b"x"), response_format="srt"), Model)
