"""Whole calls, to a server on this machine: each case with the sync and with the async client."""

from __future__ import annotations

import asyncio
import importlib
import io
import pickle
import subprocess
import sys
import types
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from .conftest import Caller, Server

CAT = {"id": "1", "kind": "cat"}


def test_an_answer_becomes_a_model(caller: Caller, server: Server) -> None:
    server.answer({**CAT, "new": [1]}, headers={"x-request-id": "req-1"})
    cat = caller.one(lambda client: client.animals.retrieve("a b"), keeper="Ann")
    assert type(cat).__name__ == "Cat"
    assert (cat.new, cat._request_id) == ([1], "req-1")
    asked = server.requests[0]
    assert (asked.method, asked.path) == ("GET", "/v1/animals/a%20b")
    assert asked.header("authorization") == "Bearer key-1"
    assert asked.header("zoo-keeper") == "Ann"
    assert asked.header("user-agent") == ("AsyncZoo/Python 1.2.3" if caller.is_async else "Zoo/Python 1.2.3")
    assert asked.header("x-admin") is None
    assert asked.header("content-type") is None


def test_the_environment_stands_in(caller: Caller, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZOO_API_KEY", "from-env")
    monkeypatch.setenv("ZOO_BASE_URL", server.url + "/deep/")
    monkeypatch.setenv("ZOO_HEADERS", "X-A: 1\nnonsense\nX-B: 2")
    server.answer(CAT)
    options: dict[str, Any] = {"api_key": None, "base_url": None, "default_headers": {"x-b": "3"}}
    caller.one(lambda client: client.animals.retrieve("1"), **options)
    asked = server.requests[0]
    assert asked.path == "/v1/deep/animals/1"
    assert [asked.header(name) for name in ("authorization", "x-a", "x-b")] == ["Bearer from-env", "1", "3"]


def test_a_client_without_any_secret_is_refused(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZOO_API_KEY", raising=False)
    with pytest.raises(TypeError, match=r"Missing credentials.*`api_key` \(or the ZOO_API_KEY environment variable\)"):
        caller.one(lambda client: None, api_key=None)


def test_any_secret_will_do_for_a_client(caller: Caller, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZOO_API_KEY", raising=False)
    server.answer(b"", status=204)
    assert caller.one(lambda client: client.animals.remove("1"), api_key=None, admin_key="boss") is None
    assert server.requests[0].header("authorization") is None


def test_a_call_without_its_credential_is_not_sent(caller: Caller, server: Server) -> None:
    with pytest.raises(TypeError, match=r"`admin_key` \(or the ZOO_ADMIN_KEY"):
        caller.one(lambda client: client.animals.remove("1"))
    assert server.requests == []


def test_an_answer_of_nothing(caller: Caller, server: Server) -> None:
    server.answer(b"", status=204)
    assert caller.one(lambda client: client.animals.remove("1"), admin_key="boss") is None
    assert (server.requests[0].method, server.requests[0].header("x-admin")) == ("DELETE", "boss")
    assert server.requests[0].header("accept") == "*/*"


def test_a_key_may_come_from_a_function(caller: Caller, server: Server) -> None:
    keys = iter(["first", "second"])

    async def later() -> str:
        return next(keys)

    give = later if caller.is_async else (lambda: next(keys))

    def twice(client: Any) -> Any:
        if not caller.is_async:
            return [client.animals.retrieve("1"), client.animals.retrieve("2")]

        async def run() -> Any:
            return [await client.animals.retrieve("1"), await client.animals.retrieve("2")]

        return run()

    server.answer(CAT)
    server.answer(CAT)
    caller.one(twice, api_key=give)
    assert [each.header("authorization") for each in server.requests] == ["Bearer first", "Bearer second"]


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (400, "BadRequestError"),
        (401, "AuthenticationError"),
        (403, "PermissionDeniedError"),
        (404, "NotFoundError"),
        (409, "ConflictError"),
        (418, "APIStatusError"),
        (422, "UnprocessableEntityError"),
        (429, "RateLimitError"),
        (500, "InternalServerError"),
        (503, "InternalServerError"),
        (304, "APIStatusError"),
    ],
)
def test_a_refusal_becomes_an_error(caller: Caller, server: Server, zoo: ModuleType, status: int, name: str) -> None:
    errors = importlib.import_module("zoo._runtime.errors")
    body = {"error": {"message": "no", "code": "c", "param": "p", "type": "t"}}
    server.answer(body, status=status, headers={"x-request-id": "req-9"}, pieces=[] if status == 304 else None)
    with pytest.raises(errors.APIStatusError) as caught:
        caller.one(lambda client: client.animals.retrieve("1"), max_retries=0)
    error = caught.value
    assert (type(error).__name__, error.status_code, error.request_id) == (name, status, "req-9")
    assert error.request.url.path == "/v1/animals/1"
    if status != 304:
        assert (error.code, error.param, error.type, error.body) == ("c", "p", "t", body["error"])
        assert str(error) == error.message == f"Error code: {status} - {body}"


def test_a_refusal_that_is_not_json(caller: Caller, server: Server, zoo: ModuleType) -> None:
    errors = importlib.import_module("zoo._runtime.errors")
    server.answer(b"<h1>gateway</h1>", status=502)
    with pytest.raises(errors.InternalServerError) as caught:
        caller.one(lambda client: client.animals.create(name="x", stream=True), max_retries=0)
    assert (caught.value.message, caught.value.code) == ("<h1>gateway</h1>", None)
    revived = pickle.loads(pickle.dumps(caught.value))
    assert (type(revived), revived.status_code, str(revived)) == (type(caught.value), 502, "<h1>gateway</h1>")


def test_an_answer_that_is_not_json_is_named(caller: Caller, server: Server, zoo: ModuleType) -> None:
    errors = importlib.import_module("zoo._runtime.errors")
    for body in (b"<html>login</html>", b"[" * 100_000):
        server.answer(body)
        with pytest.raises(
            errors.APIResponseValidationError, match="Expected JSON from GET /v1/animals/1 but received"
        ):
            caller.one(lambda client: client.animals.retrieve("1"))


def test_no_server_and_no_answer_in_time(caller: Caller, zoo: ModuleType) -> None:
    errors = importlib.import_module("zoo._runtime.errors")
    with pytest.raises(errors.APIConnectionError, match=r"^Connection error\.$") as caught:
        caller.one(lambda client: client.animals.retrieve("1"), base_url="http://127.0.0.1:1", max_retries=0)
    assert isinstance(caught.value.__cause__, httpx.ConnectError)

    def slow(request: httpx.Request) -> httpx.Response:
        assert request.extensions["timeout"]["read"] == 7.0
        raise httpx.ReadTimeout("slow", request=request)

    transport = httpx.MockTransport(slow)
    http: Any = httpx.AsyncClient(transport=transport) if caller.is_async else httpx.Client(transport=transport)
    with pytest.raises(errors.APITimeoutError, match=r"^Request timed out\.$"):
        caller.one(lambda client: client.animals.retrieve("1", timeout=7.0), http_client=http, max_retries=0)


def test_a_page_leads_to_the_next(caller: Caller, server: Server) -> None:
    server.answer({"data": [CAT, {"id": "2", "kind": "dog"}], "has_more": True, "object": "list"})
    server.answer({"data": [{"id": "3", "kind": "newt"}], "has_more": True})
    server.answer({"data": [], "has_more": True})
    found = caller.items(lambda client: client.animals.list(kinds=["a", "b"]))
    assert [type(each).__name__ for each in found] == ["Cat", "Dog", "UnknownModel"]
    assert [each.path for each in server.requests] == [
        "/v1/animals?kinds%5B%5D=a&kinds%5B%5D=b",
        "/v1/animals?after=2&kinds%5B%5D=a&kinds%5B%5D=b",
        "/v1/animals?after=3&kinds%5B%5D=a&kinds%5B%5D=b",
    ]


def test_a_page_is_a_model(caller: Caller, server: Server) -> None:
    server.answer({"data": [CAT], "has_more": False, "first_id": "1"}, headers={"x-request-id": "req-2"})
    page = caller.one(lambda client: client.animals.list())
    assert (page.first_id, page.has_next_page(), page._request_id) == ("1", False, "req-2")
    assert page.to_dict() == {"data": [CAT], "has_more": False, "first_id": "1"}
    assert page.next_page_info().params == {"after": "1"}


def test_a_server_that_goes_round_in_circles_is_noticed(caller: Caller, server: Server, zoo: ModuleType) -> None:
    errors = importlib.import_module("zoo._runtime.errors")
    for _ in range(3):
        server.answer({"data": [CAT], "has_more": True})
    with pytest.raises(errors.PageError, match="with a page that asks for"):
        caller.items(lambda client: client.animals.list())
    assert len(server.requests) == 2


def test_a_stream_of_events(caller: Caller, server: Server) -> None:
    server.answer(
        headers={"content-type": "text/event-stream"},
        pieces=[
            b': hello\n\ndata: {"id":"1","ki',
            b'nd":"cat"}\n\ndata: {"id":',
            b'"2"}\n\ndata: [DONE]\n\ndata: no\n\n',
        ],
    )
    found = caller.items(lambda client: client.animals.create(name="x", stream=True))
    assert [(type(each).__name__, each.id) for each in found] == [("Cat", "1"), ("UnknownModel", "2")]
    assert server.requests[0].body == b'{"name":"x","stream":true}'


def test_the_same_method_without_streaming(caller: Caller, server: Server) -> None:
    server.answer(CAT)
    assert caller.one(lambda client: client.animals.create(name="x")).id == "1"
    assert server.requests[0].body == b'{"name":"x"}'


def test_events_in_envelopes(caller: Caller, server: Server) -> None:
    server.answer(
        headers={"content-type": "text/event-stream"},
        pieces=[b'event: animal.arrived\ndata: {"id":"1","kind":"dog"}\n\nevent: done\ndata: [DONE]\n\n'],
    )
    (event,) = caller.items(lambda client: client.animals.watch())
    assert (event.event, type(event.data).__name__) == ("animal.arrived", "Dog")


@pytest.mark.parametrize(
    ("data", "message", "body"),
    [
        (b'{"error":{"message":"too much","code":"x"}}', "too much", {"message": "too much", "code": "x"}),
        (b'{"error":{"code":"x"}}', "An error occurred during streaming", {"code": "x"}),
        (b'{"error":"plain"}', "plain", "plain"),
    ],
)
def test_an_error_in_a_stream(
    caller: Caller, server: Server, zoo: ModuleType, data: bytes, message: str, body: object
) -> None:
    errors = importlib.import_module("zoo._runtime.errors")
    server.answer(headers={"content-type": "text/event-stream"}, pieces=[b"data: " + data + b"\n\n"])
    with pytest.raises(errors.APIError) as caught:
        caller.items(lambda client: client.animals.create(name="x", stream=True))
    assert (caught.value.message, caught.value.body) == (message, body)


def test_an_event_that_is_not_json(caller: Caller, server: Server, zoo: ModuleType) -> None:
    errors = importlib.import_module("zoo._runtime.errors")
    server.answer(headers={"content-type": "text/event-stream"}, pieces=[b"data: {oops\n\n"])
    with pytest.raises(errors.StreamError, match=r"is not JSON .*\{oops"):
        caller.items(lambda client: client.animals.create(name="x", stream=True))


def test_a_stream_is_closed_early(zoo: ModuleType, server: Server) -> None:
    module = importlib.import_module("zoo.client")
    server.answer(pieces=[b'data: {"id":"1"}\n\n', b'data: {"id":"2"}\n\n'])
    with module.Zoo(api_key="k", base_url=server.url) as client:
        with client.animals.create(name="x", stream=True) as stream:
            assert next(stream).id == "1"
            assert not stream.response.is_closed
        assert stream.response.is_closed


def test_bytes_come_down(caller: Caller, server: Server, tmp_path: Path) -> None:
    server.answer(b"\x89PNG" * 1000)
    photo = caller.one(lambda client: client.animals.photo("1"))
    photo.write_to_file(tmp_path / "a.png")
    asyncio.run(photo.astream_to_file(tmp_path / "b.png", chunk_size=7)) if caller.is_async else photo.stream_to_file(
        tmp_path / "b.png", chunk_size=7
    )
    assert photo.content == photo.read() == (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    assert photo.content == b"\x89PNG" * 1000
    assert server.requests[0].header("accept") == "image/png"


@pytest.mark.parametrize("kind", ["bytes", "path", "file", "tuple", "list"])
def test_files_go_up(caller: Caller, server: Server, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "cat.txt"
    path.write_bytes(b"MEOW" * 30_000)
    files: dict[str, Any] = {
        "bytes": path.read_bytes(),
        "path": path,
        "file": io.BytesIO(path.read_bytes()),
        "tuple": ("cat.txt", path.read_bytes(), "text/x-cat"),
        "list": [path, ("second.bin", b"2")],
    }
    server.answer(CAT)
    caller.one(lambda client: client.animals.upload(file=files[kind], purpose="test", tags={"a": ["x"]}))
    asked = server.requests[0]
    assert asked.header("content-type").startswith("multipart/form-data; boundary=")
    assert asked.body.count(b"MEOW" * 30_000) == 1
    assert b'name="purpose"\r\n\r\ntest\r\n' in asked.body
    assert b'name="tags[a][]"\r\n\r\nx\r\n' in asked.body
    assert {
        "bytes": b'name="file"; filename="upload"\r\n',
        "path": b'name="file"; filename="cat.txt"\r\nContent-Type: text/plain\r\n',
        "file": b'name="file"; filename="upload"\r\n',
        "tuple": b'name="file"; filename="cat.txt"\r\nContent-Type: text/x-cat\r\n',
        "list": b'name="file[]"; filename="second.bin"\r\n',
    }[kind] in asked.body


def test_a_form_without_parts_is_still_a_form(caller: Caller, server: Server, zoo: ModuleType) -> None:
    server.answer(CAT)
    nothing = zoo._runtime.omit
    caller.one(lambda client: client.animals.upload(file=nothing, purpose=nothing))
    asked = server.requests[0]
    boundary = asked.header("content-type").partition("multipart/form-data; boundary=")[2]
    assert boundary
    assert asked.body == f"--{boundary}--\r\n".encode()


def test_headers_taken_away_are_not_sent(caller: Caller, server: Server, zoo: ModuleType) -> None:
    gone = zoo._runtime.Omit()
    server.answer(CAT)
    headers = {"Authorization": gone, "User-Agent": gone}
    caller.one(lambda client: client.animals.retrieve("1", extra_headers=headers))
    assert server.requests[0].header("authorization") is None
    assert server.requests[0].header("user-agent") is None


def test_calls_without_a_method(caller: Caller, server: Server, zoo: ModuleType) -> None:
    cat: Any = importlib.import_module("zoo.types.cat").Cat
    cats: Any = types.GenericAlias(list, (cat,))
    server.answer(CAT)
    server.answer([CAT])
    server.answer({"x": 1})
    server.answer({"x": 2})
    server.answer(b"text")
    found = caller.one(lambda client: client.post("/new", cast_to=cat, body={"a": 1}, options={"params": {"q": [1]}}))
    assert isinstance(found, cat)
    assert (server.requests[0].path, server.requests[0].body) == ("/v1/new?q%5B%5D=1", b'{"a":1}')
    assert isinstance(caller.one(lambda client: client.get("new", cast_to=cats))[0], cat)
    assert caller.one(lambda client: client.put("/{new}", cast_to=dict)) == {"x": 1}
    assert server.requests[2].path == "/v1/%7Bnew%7D"
    assert caller.one(lambda client: client.patch("/new", cast_to=object)) == {"x": 2}
    assert caller.one(lambda client: client.delete("/new", cast_to=httpx.Response)).content == b"text"


@pytest.mark.parametrize("verb", ["get", "post", "put", "patch", "delete"])
def test_a_misspelt_argument_sends_nothing(caller: Caller, server: Server, verb: str) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'bdoy'"):
        caller.one(lambda client: getattr(client, verb)("/new", cast_to=object, bdoy={}))
    assert server.requests == []


def test_a_stream_without_a_method(caller: Caller, server: Server, zoo: ModuleType) -> None:
    cat = importlib.import_module("zoo.types.cat").Cat
    streams = importlib.import_module("zoo._runtime.streams")
    kind = streams.AsyncStream if caller.is_async else streams.Stream
    server.answer(pieces=[b'data: {"id":"1"}\n\n'])
    found = caller.items(lambda client: client.post("/new", cast_to=object, stream=True, stream_cls=kind[cat]))
    assert [type(each) for each in found] == [cat]


def test_files_without_a_method(caller: Caller, server: Server) -> None:
    server.answer({})
    files = [("files[]", ("a.txt", b"A")), ("files[]", ("b.txt", b"B"))]
    caller.one(lambda client: client.post("/new", cast_to=object, body={"p": "x"}, files=files))
    assert server.requests[0].body.count(b'name="files[]"; filename=') == 2


def test_clients(zoo: ModuleType) -> None:
    module = importlib.import_module("zoo.client")
    client = module.Zoo(api_key="sk-secret", base_url="http://127.0.0.1:9/v2")
    assert "sk-secret" not in repr(client)
    assert str(client.base_url) == "http://127.0.0.1:9/v2/"
    client.base_url = "http://127.0.0.1:9/v3"
    assert str(client.base_url) == "http://127.0.0.1:9/v3/"
    assert not client.is_closed()
    client.close()
    assert client.is_closed()
    with pytest.raises(RuntimeError, match="has been closed"):
        client.animals.retrieve("1")
    with pytest.raises(TypeError, match=r"max_retries cannot be None.*DEFAULT_MAX_RETRIES"):
        module.Zoo(api_key="k", max_retries=None)
    with pytest.raises(ValueError, match="0 or more"):
        module.Zoo(api_key="k", max_retries=-1)
    with pytest.raises(TypeError, match="Invalid `http_client` argument"):
        module.AsyncZoo(api_key="k", http_client=httpx.Client())


def test_making_a_client_does_not_import_httpx(zoo: ModuleType) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from zoo.client import Zoo, AsyncZoo\n"
        "clients = Zoo(api_key='k'), AsyncZoo(api_key='k')\n"
        "assert not {'httpx', 'attr', 'asyncio', 'typing_extensions'} & sys.modules.keys()\n"
        "assert all(client.animals for client in clients)\n"
        "assert not {'httpx', 'asyncio', 'typing_extensions'} & sys.modules.keys()\n"
    )
    assert zoo.__file__ is not None
    subprocess.run([sys.executable, "-c", script, str(Path(zoo.__file__).parent.parent)], check=True)
