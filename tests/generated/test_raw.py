"""Every operation of the package answers with its whole response when asked to, as its types promise."""

from __future__ import annotations

import ast
import asyncio
import importlib
import inspect
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import openai_client
from openai_client import APIResponse, AsyncAPIResponse, AsyncOpenAI, HttpxBinaryResponseContent, OpenAI, RawResponse

PACKAGE = Path(openai_client.__file__).parent
ROWS: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "openai/methods.json").read_text("utf-8"))
CALLS = [row["call"] for row in ROWS]
COLOURS = ["sync", "async"]
# Resources of hand-written code alone, of which the generator knows no methods.
WITHOUT_OPERATIONS = {"Beta": {"chat"}}


def at(client: object, path: str) -> Any:
    """What is reached by a path of names."""
    found: Any = client
    for part in path.split("."):
        found = getattr(found, part)
    return found


def through(client: object, call: str, view: str) -> Iterator[Any]:
    """A method as reached by a view of the client, and by views of all resources on the way to it."""
    parts = call.split(".")
    for depth in range(len(parts)):
        yield at(client, ".".join([*parts[:depth], view, *parts[depth:]]))


def made(colour: str, http_client: Any = None) -> Any:
    client_class: Any = OpenAI if colour == "sync" else AsyncOpenAI
    return client_class(api_key="sk-test", admin_api_key="sk-admin", http_client=http_client, max_retries=0)


@pytest.mark.parametrize("view", ["with_raw_response", "with_streaming_response"])
@pytest.mark.parametrize("colour", COLOURS)
def test_every_operation_is_there_with_its_arguments(colour: str, view: str) -> None:
    client = made(colour)
    for call in CALLS:
        wanted = inspect.signature(at(client, call)).parameters
        for method in through(client, call, view):
            assert inspect.signature(method).parameters == wanted, call


def required(method: Callable[..., Any]) -> dict[str, object]:
    """Something for each argument that must be given."""
    parameters = inspect.signature(method).parameters.values()
    given: dict[str, object] = {}
    for parameter in parameters:
        if parameter.default is inspect.Parameter.empty and parameter.name != "kwargs":
            is_file = "FileTypes" in str(parameter.annotation) or parameter.name in ("image", "images")
            given[parameter.name] = b"bytes" if is_file else "x"
    return given


def answering(requests: list[httpx.Request], colour: str) -> Any:
    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json={}, headers={"x-request-id": f"req-{len(requests)}"})

    http: Any = httpx.Client if colour == "sync" else httpx.AsyncClient
    return http(transport=httpx.MockTransport(answer))


@pytest.mark.parametrize("colour", COLOURS)
def test_every_operation_gives_its_response(colour: str) -> None:
    requests: list[httpx.Request] = []
    client = made(colour, answering(requests, colour))

    async def call_all() -> None:
        for number, call in enumerate(CALLS, 1):
            path, _, name = call.rpartition(".")
            raw = getattr(at(client, path).with_raw_response, name)(**required(at(client, call)))
            raw = raw if colour == "sync" else await raw
            assert type(raw) is RawResponse, call
            assert (raw.status_code, raw.request_id, raw.text) == (200, f"req-{number}", "{}"), call
            assert raw.http_request is requests[-1]
            assert requests[-1].headers["x-stainless-raw-response"] == "true"

    asyncio.run(call_all())
    assert len(requests) == len(CALLS)


@pytest.mark.parametrize("colour", COLOURS)
def test_every_operation_gives_its_response_in_a_block(colour: str) -> None:
    requests: list[httpx.Request] = []
    client = made(colour, answering(requests, colour))

    async def call_all() -> None:
        for number, call in enumerate(CALLS, 1):
            path, _, name = call.rpartition(".")
            manager = getattr(at(client, path).with_streaming_response, name)(**required(at(client, call)))
            assert len(requests) == number - 1
            if colour == "sync":
                with manager as response:
                    assert type(response) is APIResponse, call
                    assert response.read() == b"{}"
            else:
                async with manager as response:
                    assert type(response) is AsyncAPIResponse, call
                    assert await response.read() == b"{}"
            assert response.is_closed
            assert response.request_id == f"req-{number}"

    asyncio.run(call_all())


def declared(path: Path) -> dict[str, set[str]]:
    """Members of the classes that a module declares for type checkers, by the name of the class they speak of."""
    tree = ast.parse(path.read_text("utf-8"))
    return {
        node.name.removesuffix("WithResponse"): {_name(statement) for statement in node.body}
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name.endswith("WithResponse")
    }


def _name(statement: ast.stmt) -> str:
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement
    if isinstance(target, ast.AnnAssign):
        target = target.target
    assert isinstance(target, ast.Name)
    return target.id


def is_of_a_layer(resource: object) -> bool:
    """Whether a layer adds a resource: there is no generated class that it derives from."""
    classes = [cls.__module__ for cls in type(resource).__mro__]
    return ".lib." in classes[0] and not any(".resources." in module for module in classes)


def test_type_checkers_know_what_is_there() -> None:
    count = 0
    for path in sorted((PACKAGE / "resources").rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        module = importlib.import_module(".".join(["openai_client", *parts]).removesuffix(".__init__"))
        for name, members in declared(path).items():
            for prefix in ("", "Async"):
                resource = getattr(module, prefix + name)(made("async" if prefix else "sync"))
                there = {one for one in dir(resource.with_raw_response) if not is_of_a_layer(getattr(resource, one))}
                assert there == members, f"{path}: {prefix}{name}"
            count += 1
    assert count > 90


def test_speech_goes_to_a_file(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"ID3", headers={"content-type": "audio/mpeg"})

    client = made("sync", httpx.Client(transport=httpx.MockTransport(answer)))
    arguments: dict[str, Any] = {"model": "tts-1", "voice": "alloy", "input": "Hi"}
    with client.audio.speech.with_streaming_response.create(**arguments) as response:
        response.stream_to_file(tmp_path / "hi.mp3")
    assert (tmp_path / "hi.mp3").read_bytes() == b"ID3"
    assert isinstance(client.audio.speech.create(**arguments), HttpxBinaryResponseContent)
    assert isinstance(client.audio.speech.with_raw_response.create(**arguments).parse(), HttpxBinaryResponseContent)


def test_it_costs_nothing_until_it_is_used() -> None:
    code = (
        "import sys, openai_client\n"
        "client = openai_client.OpenAI(api_key='k'); client.files; client.audio.speech\n"
        "late = {'raw', 'streaming', 'with_response'}\n"
        "assert not late & {name.rpartition('_runtime.')[2] for name in sys.modules}"
    )
    environment = {"PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
