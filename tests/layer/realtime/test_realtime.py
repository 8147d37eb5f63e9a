"""Conversations with a real WebSocket server: what is asked for, said and heard. Every case in both colours."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosedError, ConnectionClosedOK, InvalidStatus

import openai_client
from openai_client import AzureOpenAI, OpenAI, OpenAIError
from openai_client.lib.realtime.lifecycle import MessageQueueFullError
from openai_client.types import ResponseWsError
from openai_client.types.beta.realtime import SessionCreatedEvent
from openai_client.types.realtime import ResponseTextDeltaEvent
from openai_client.types.responses.responses_server_event import ResponseOutputTextDelta

from .talks import SESSION, Line, Server, run, silent, talk


def test_a_conversation_with_typed_events(server: Server, client: Any) -> None:
    server.scripts = [talk]

    async def case() -> list[Any]:
        async with client.realtime.connect(model="gpt-x") as connection:
            await connection.response.create()
            return [event async for event in connection]

    created, delta, new = run(case())
    assert isinstance(created, SessionCreatedEvent)
    assert isinstance(delta, ResponseTextDeltaEvent)
    assert delta.delta == "Hi"
    assert (new.type, new.depth) == ("something.new", 3)
    assert server.heard(1) == [[{"type": "response.create"}]]


def test_the_handshake(server: Server, make_client: Callable[..., Any]) -> None:
    server.scripts = [silent]
    client = make_client(organization="org", project="proj", default_headers={"X-Mine": "1"}, api_key=lambda: "sk-2")

    async def case() -> None:
        manager = client.realtime.connect(
            call_id="c 1", model="gpt-x", extra_query={"intent": "transcription"}, extra_headers={"X-Extra": "2"}
        )
        async with manager:
            pass

    run(case())
    (request,) = server.requests
    assert request.path == "/v1/realtime?call_id=c%201&model=gpt-x&intent=transcription"
    wanted = {
        "Authorization": "Bearer sk-2",
        "OpenAI-Organization": "org",
        "OpenAI-Project": "proj",
        "X-Mine": "1",
        "X-Extra": "2",
    }
    assert {name: request.headers[name] for name in wanted} == wanted
    assert request.headers.get_all("User-Agent")[0].startswith(("OpenAI/Python", "AsyncOpenAI/Python"))
    assert len(request.headers.get_all("User-Agent")) == 1
    assert "Accept" not in request.headers
    assert not [name for name in request.headers if name.lower().startswith("x-stainless")]


def test_what_is_not_given_is_not_asked_for(server: Server, client: Any) -> None:
    server.scripts = [silent]

    async def case() -> None:
        async with client.realtime.connect():
            pass

    run(case())
    assert server.requests[0].path == "/v1/realtime"


def test_every_command(server: Server, client: Any) -> None:
    server.scripts = [silent]
    item: Any = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hi"}]}

    async def case() -> None:
        async with client.beta.realtime.connect(model="m") as connection:
            await connection.session.update(session={"type": "realtime"}, event_id="e")
            await connection.response.create(response={"instructions": "x"})
            await connection.response.cancel(response_id="r")
            await connection.input_audio_buffer.append(audio="UklGRg==")
            await connection.input_audio_buffer.append(audio=b"RIFF")
            await connection.input_audio_buffer.commit()
            await connection.input_audio_buffer.clear()
            await connection.conversation.item.create(item=item, previous_item_id="p")
            await connection.conversation.item.delete(item_id="i")
            await connection.conversation.item.truncate(item_id="i", content_index=0, audio_end_ms=5)
            await connection.conversation.item.retrieve(item_id="i")
            await connection.output_audio_buffer.clear(event_id="e")
            await connection.transcription_session.update(session={"type": "transcription"})
            await connection.send({"type": "own", "n": 1})
            await connection.send_raw('{"type":"raw"}')
            await connection.send_raw(b'{"type":"bytes"}')

    run(case())
    assert server.heard(16)[0] == [
        {"type": "session.update", "session": {"type": "realtime"}, "event_id": "e"},
        {"type": "response.create", "response": {"instructions": "x"}},
        {"type": "response.cancel", "response_id": "r"},
        {"type": "input_audio_buffer.append", "audio": "UklGRg=="},
        {"type": "input_audio_buffer.append", "audio": "UklGRg=="},
        {"type": "input_audio_buffer.commit"},
        {"type": "input_audio_buffer.clear"},
        {"type": "conversation.item.create", "item": item, "previous_item_id": "p"},
        {"type": "conversation.item.delete", "item_id": "i"},
        {"type": "conversation.item.truncate", "item_id": "i", "content_index": 0, "audio_end_ms": 5},
        {"type": "conversation.item.retrieve", "item_id": "i"},
        {"type": "output_audio_buffer.clear", "event_id": "e"},
        {"type": "transcription_session.update", "session": {"type": "transcription"}},
        {"type": "own", "n": 1},
        {"type": "raw"},
        {"type": "bytes"},
    ]
    assert server.requests[0].headers["OpenAI-Beta"] == "realtime=v1"
    assert server.requests[0].path == "/v1/realtime?model=m"


def test_messages_as_they_came(server: Server, client: Any) -> None:
    def script(line: Line) -> None:
        line.socket.send('{"type": "a"}')
        line.socket.send(b'{"type": "b"}')
        line.socket.send("no json")
        line.hear()

    server.scripts = [script]

    async def case() -> None:
        async with client.realtime.connect(model="m") as connection:
            first = await connection.recv_bytes()
            assert first == b'{"type": "a"}'
            assert connection.parse_event(first).type == "a"
            assert (await connection.recv()).type == "b"
            with pytest.raises(OpenAIError, match="no json"):
                await connection.recv()
            await connection.send({"type": "still here"})

    run(case())


def test_a_model_may_be_sent(server: Server, client: Any) -> None:
    server.scripts = [talk]

    async def case() -> None:
        async with client.realtime.connect(model="m") as connection:
            await connection.send(await connection.recv())

    run(case())
    assert server.heard(1) == [[{"type": "session.created", "event_id": "e1", "session": SESSION}]]


def test_what_cannot_be_written_is_not_sent(server: Server, client: Any) -> None:
    server.scripts = [silent]

    async def case() -> None:
        async with client.realtime.connect(model="m") as connection:
            with pytest.raises(OpenAIError, match="JSON"):
                await connection.send({"type": "x", "value": object()})
            await connection.send({"type": "y"})

    run(case())
    assert server.heard(1) == [[{"type": "y"}]]


def test_closing(server: Server, client: Any) -> None:
    ended = threading.Event()

    def script(line: Line) -> None:
        with pytest.raises(ConnectionClosedError, match=r"4001.*enough"):
            line.hear()
        ended.set()

    server.scripts = [script]

    async def case() -> None:
        connection = await client.realtime.connect(model="m").enter()
        await connection.close(code=4001, reason="enough")
        with pytest.raises(ConnectionClosedError):
            await connection.recv()
        with pytest.raises(ConnectionClosedError):
            await connection.send({"type": "x"})
        assert [event async for event in connection] == []

    run(case())
    assert ended.wait(5)


def test_the_server_closes_in_good_order_or_not(server: Server, client: Any) -> None:
    server.scripts = [lambda line: line.hang_up(1000), lambda line: line.hang_up(1011, "oops")]

    async def case() -> None:
        async with client.realtime.connect(model="m") as connection:
            assert [event async for event in connection] == []
            with pytest.raises(ConnectionClosedOK):
                await connection.recv()
        async with client.realtime.connect(model="m") as connection:
            with pytest.raises(ConnectionClosedError, match="oops"):
                _ = [event async for event in connection]

    run(case())
    assert len(server.requests) == 2


def test_a_handshake_that_is_refused(server: Server, client: Any) -> None:
    server.scripts = [silent]
    server.refusals = [401]

    async def case() -> None:
        with pytest.raises(InvalidStatus, match="401"):
            async with client.realtime.connect(model="m"):
                pass

    run(case())


def test_no_request_without_a_key(server: Server, make_client: Callable[..., Any]) -> None:
    server.scripts = [silent]
    client = make_client(api_key=None, admin_api_key="admin")

    async def case() -> None:
        with pytest.raises(OpenAIError, match="api_key"):
            await client.realtime.connect(model="m").enter()

    run(case())
    assert server.requests == []


def test_events_sent_before_there_is_a_connection(server: Server, client: Any) -> None:
    server.scripts = [silent]

    async def case() -> None:
        manager = client.realtime.connect(model="m", max_queue_size=30)
        await manager.send({"type": "first"})
        with pytest.raises(MessageQueueFullError, match="max_queue_size"):
            await manager.send({"type": "x" * 20})
        async with manager as connection:
            await connection.send({"type": "second"})
            await manager.send({"type": "third"})

    run(case())
    assert [event["type"] for event in server.heard(3)[0]] == ["first", "second", "third"]


class TestResponses:
    def test_responses_over_websocket(self, server: Server, client: Any) -> None:
        def script(line: Line) -> None:
            line.hear()
            line.say(
                type="response.output_text.delta",
                delta="Hi",
                item_id="i",
                content_index=0,
                output_index=0,
                sequence_number=1,
                logprobs=[],
            )
            line.say(type="error", status=400, error={"type": "x", "code": "c", "message": "bad", "param": None})
            line.hang_up()

        server.scripts = [script]

        async def case() -> list[Any]:
            async with client.responses.connect({"q": "1"}, {"X-Extra": "2"}) as connection:
                await connection.response.create(model="m", input="Hi", stream_id="s")
                return [event async for event in connection]

        delta, error = run(case())
        assert isinstance(delta, ResponseOutputTextDelta)
        assert isinstance(error, ResponseWsError)
        assert delta.delta == "Hi"
        assert server.heard(1) == [[{"type": "response.create", "stream_id": "s", "model": "m", "input": "Hi"}]]
        assert server.requests[0].path == "/v1/responses?q=1"
        assert server.requests[0].headers["X-Extra"] == "2"

    def test_the_beta(self, server: Server, client: Any) -> None:
        server.scripts = [silent]

        async def case() -> None:
            async with client.beta.responses.connect() as connection:
                await connection.response.create(model="m")
                await connection.response.inject(response_id="r", input=[])

        run(case())
        assert server.heard(2) == [
            [{"type": "response.create", "model": "m"}, {"type": "response.inject", "response_id": "r", "input": []}]
        ]
        assert server.requests[0].path == "/v1/responses?beta=true"


class TestAzure:
    def test_the_deployment_is_in_the_query(self, server: Server) -> None:
        server.scripts = [silent]
        endpoint = server.url.removesuffix("/v1")
        for deployment in (None, "mine"):
            client = AzureOpenAI(azure_endpoint=endpoint, api_version="v", api_key="k", azure_deployment=deployment)
            with client.realtime.connect(model="m"):
                pass
        with AzureOpenAI(
            azure_endpoint=endpoint, api_version="v", azure_ad_token_provider=lambda: "t"
        ).realtime.connect(model="m"):
            pass
        first, second, third = server.requests
        assert first.path == "/openai/realtime?api-version=v&deployment=m"
        assert first.headers["api-key"] == "k"
        assert second.path == "/openai/realtime?api-version=v&deployment=mine"
        assert third.headers["Authorization"] == "Bearer t"


def test_without_the_package_the_error_names_the_extra(tmp_path: Any) -> None:
    (tmp_path / "websockets.py").write_text("raise ModuleNotFoundError(name='websockets')")
    code = "import openai_client as o\ntry: o.OpenAI(api_key='k').realtime.connect(model='m').enter()\n"
    code += "except ImportError as error: print(isinstance(error, o.OpenAIError), error)"
    source = str(openai_client.__path__[0]).rpartition("/")[0]
    environment = {"PYTHONPATH": f"{tmp_path}:{source}"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.startswith("True ")
    assert 'pip install "openai-client[realtime]"' in done.stdout


def test_nothing_of_this_is_loaded_before_it_is_used() -> None:
    code = "import openai_client as o, sys; c = o.OpenAI(api_key='k'); c.realtime; c.responses; c.beta.realtime\n"
    code += "print([name for name in sys.modules if name.partition('.')[0] in ('websockets', 'httpx')])"
    source = str(openai_client.__path__[0]).rpartition("/")[0]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": source}
    )
    assert done.stdout.strip() == "[]"


def test_options_are_passed_on(server: Server, client: Any) -> None:
    def script(line: Line) -> None:
        line.say(type="big", text="x" * 5000)
        line.hear()

    server.scripts = [script]

    async def case() -> None:
        options = {"max_size": 1000, "compression": None, "write_limit": 1000}
        async with client.realtime.connect(model="m", websocket_connection_options=options) as connection:
            with pytest.raises(ConnectionClosedError, match="1009"):
                await connection.recv()

    run(case())
    assert "Sec-WebSocket-Extensions" not in server.requests[0].headers


def test_websockets_may_be_served_elsewhere(server: Server, make_client: Callable[..., Any]) -> None:
    server.scripts = [silent]
    for base in (server.url + "/ws/", server.url.replace("http:", "ws:") + "/ws"):
        client = make_client(base_url="https://api.test/v1", websocket_base_url=base)

        async def case(client: Any = client) -> None:
            async with client.realtime.connect(model="m"):
                pass

        run(case())
    assert [request.path for request in server.requests] == ["/v1/ws/realtime?model=m"] * 2


def test_https_becomes_wss() -> None:
    from openai_client.lib.realtime.dialling import Address

    address = Address(OpenAI(api_key="k"), "/realtime", query={"model": "m"}, options=None)
    assert address.call({}, {}).arguments(buffers=False)["uri"] == "wss://api.openai.com/v1/realtime?model=m"


def test_a_synchronous_program_may_send_from_another_thread(server: Server) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def echo(line: Line) -> None:
        for _ in range(200):
            line.say(type="echo", n=line.hear()["n"])
        line.hang_up()

    server.scripts = [echo]
    with (
        OpenAI(api_key="k", base_url=server.url).realtime.connect(model="m") as connection,
        ThreadPoolExecutor(4) as pool,
    ):
        events: list[Any] = [{"type": "n", "n": number} for number in range(200)]
        sending = [pool.submit(connection.send, event) for event in events]
        heard = [json.loads(event.to_json())["n"] for event in connection]
        assert all(job.exception() is None for job in sending)
    assert sorted(heard) == list(range(200))
