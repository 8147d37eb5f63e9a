"""The blocks of docs/sdk-yaml.md: each is read beside a document that has what it names, and does what it says."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from specloom.commands.main import main
from specloom.prepare import prepare
from tests.plan.small import (
    FLAG,
    NUMBER,
    TEXT,
    answer,
    body,
    document,
    exported,
    many,
    methods_of,
    parameter,
    plan_of,
    ref,
    thing,
)

from .blocks import DOCS, blocks, take
from .claims import claims

PAGE = DOCS / "sdk-yaml.md"
ALL, PAGES, POLLING, LAYERS = "What it may say", "Pages", "Waiting for what takes a while", "Extensions and exports"


def one(operation_id: str, schema: dict[str, Any] | None = None, *queries: str, **parts: Any) -> dict[str, Any]:
    """An operation with an answer and parameters of the query."""
    made = {"operationId": operation_id, "parameters": [parameter(name) for name in queries], **parts}
    return {**made, "responses": parts.get("responses", answer(schema))}


def listed(**fields: Any) -> dict[str, Any]:
    """An answer with a list of objects."""
    return thing("data", data=many(thing("id", id=TEXT)), **fields)


def api() -> dict[str, Any]:
    """A document that has what the first block names."""
    pet = thing("id", id=TEXT)
    event = thing("event", "data", event={"const": "x"}, data=TEXT)
    return prepare(
        document(
            {
                "GET /projects": one("listProjects", listed()),
                "GET /usage/costs": one("costs", thing("total", total=NUMBER)),
                "POST /responses": one("createResponse", ref("Response"), requestBody=body(thing(input=TEXT))),
                "GET /responses?beta=true": one("listBeta", listed()),
                "POST /images": one(
                    "createImage", thing("url", url=TEXT), requestBody=body(thing("prompt", prompt=TEXT))
                ),
                "GET /pets/{pet-id}": one("showPet", pet),
                "GET /files/{file_id}/content": one("downloadFile", TEXT),
                "POST /transcriptions": one(
                    "createTranscription", thing(text=TEXT), requestBody=body(thing("model", model=TEXT))
                ),
                "POST /voices": one(
                    "createVoice", pet, requestBody=body(thing("consent", "name", consent=TEXT, name=TEXT))
                ),
                "GET /conversations": one("listConversations", listed(last_id=TEXT, has_more=FLAG), "after"),
                "GET /commits": one("listCommits", many(pet)),
                "GET /orders": one("listOrders", listed(meta=thing(resume=TEXT)), "since"),
                "POST /vector_stores/{id}/search": one("searchStore", listed(has_more=FLAG), "after"),
                "POST /runs": one("createRun", thing("id", id=TEXT), requestBody=body(thing(stream=FLAG))),
                "GET /videos/{video_id}": one("retrieveVideo", thing("id", "status", id=TEXT, status=TEXT)),
                "POST /containers": one("createContainer", pet, "openai-beta"),
                "POST /chat/completions": one("chat", ref("CreateChatCompletionResponse")),
                "GET /batches/{id}": one("batch", ref("Batch")),
                "POST /events": one("event", ref("AssistantStreamEvent")),
            },
            {
                "CreateChatCompletionResponse": pet,
                "Batch": pet,
                "Response": thing("id", id=TEXT),
                "AssistantStreamEvent": {"anyOf": [event]},
            },
            schemes={"ApiKeyAuth": {"type": "http", "scheme": "bearer"}},
        )
    )


@claims(PAGE, "yaml", section=ALL)
def test_all_that_it_may_say_is_done() -> None:
    (block,) = blocks(PAGE, "yaml", section=ALL)
    plan = plan_of(api(), take(block))
    client, found = plan.client, methods_of(plan)

    assert (client.class_name, client.base_url) == ("OpenAI", "https://example.com")
    assert (client.base_url_env, client.platform_headers) == ("OPENAI_BASE_URL", "X-Pets")
    assert [option.py_name for option in client.options] == ["api_key", "organization", "webhook_secret"]
    assert [option.kind for option in client.options] == ["bearer", "header", "setting"]
    calls = {"admin.projects.list", "admin.usage.costs", "beta.responses.list", "images.generate", "pets.show"}
    assert calls <= found.keys()
    assert [one.py_name for one in found["pets.show"].parameters] == ["id"]
    assert (found["files.content"].response.kind, found["files.retrieve_content"].response.kind) == ("binary", "text")
    assert found["files.retrieve_content"].deprecated
    assert found["videos.retrieve"].deprecated
    voice = [(one.py_name, one.required) for one in found["voices.create"].parameters]
    assert voice == [("name", True), ("consent", False), ("prompt", False)]
    assert [one.py_name for one in found["containers.create"].parameters] == ["betas"]
    assert dict(found["vector_stores.search"].headers) == {"OpenAI-Beta": "assistants=v2"}
    assert all(one.query_arrays == "brackets" for one in found.values())
    kinds = {call: one.page.kind for call, one in found.items() if one.page}
    assert kinds == {
        "commits.list": "link", "conversations.list": "conversation_cursor", "orders.list": "token",
        "vector_stores.search": "plain", "admin.projects.list": "plain", "beta.responses.list": "plain",
    }  # fmt: skip
    assert found["orders.list"].page.how == (("next", "meta.resume"), ("argument", "since"))  # type: ignore[union-attr] # kinds tells
    stream = found["runs.create"].stream
    assert stream is not None
    assert stream.envelope
    (videos,) = [one for one in plan.resources if one.path == ("videos",)]
    assert videos.poll is not None
    assert videos.poll.done == ("completed", "failed")
    names = {"types.chat.ChatCompletion", "types.Batch", "types.ContainerCreateResponse",
             "types.responses.ResponseCreateResponse"}  # fmt: skip
    assert names <= exported(plan).keys()


@claims(PAGE, "yaml", section=PAGES)
def test_lists_go_on_as_it_says() -> None:
    (block,) = blocks(PAGE, "yaml", section=PAGES)
    things = {"data": many(thing("id", id=TEXT))}
    prepared = prepare(
        document(
            {
                "GET /orders": one("orders", thing(orders=things["data"], meta=thing(next=TEXT)), "from"),
                "GET /logs": one("logs", thing(**things, next_token=TEXT), "next_token"),
                "GET /users": one("users", thing(**things, meta=thing(page_count=NUMBER)), "page"),
                "GET /files": one("files", thing(**things, total=NUMBER), "start"),
                "GET /images": one("images", thing(**things, links=thing(next=TEXT))),
            }
        )
    )
    found = methods_of(plan_of(prepared, take(block)))
    told = {call: (one.page.kind, dict(one.page.how)) for call, one in found.items() if one.page}
    assert told == {
        "orders.list": ("token", {"next": "meta.next", "argument": "from"}),
        "logs.list": ("token", {"next": "next_token", "argument": "next_token"}),
        "users.list": ("number", {"argument": "page", "first": "0", "pages": "meta.page_count"}),
        "files.list": ("offset", {"argument": "start", "total": "total"}),
        "images.list": ("url", {"next": "links.next"}),
    }


@claims(PAGE, "yaml", section=POLLING)
def test_waiting_is_planned_as_it_says() -> None:
    (block,) = blocks(PAGE, "yaml", section=POLLING)
    video = thing("id", "status", id=TEXT, status=TEXT, progress=NUMBER)
    prepared = prepare(
        document(
            {
                "POST /videos": one("create", ref("Video"), requestBody=body(thing("prompt", prompt=TEXT))),
                "GET /videos/{video_id}": one("retrieve", ref("Video")),
                "POST /videos/{video_id}/remix": one("remix", ref("Video"), requestBody=body(thing(prompt=TEXT))),
            },
            {"Video": video},
        )
    )
    sdk = "methods: {remix: videos.remix}\n" + take(block)
    (videos,) = plan_of(prepared, sdk).resources
    poll = videos.poll
    assert poll is not None
    assert (poll.status, poll.percent, poll.done) == ("status", "progress", ("completed", "failed"))
    assert (poll.interval_ms, poll.max_wait_seconds) == (5000, 3600)
    assert (poll.interval_header, poll.interval_sent_as) == ("retry-after-ms", "X-Interval")
    assert dict(poll.headers) == {"X-Poll": "true"}
    assert [(start.name, start.starter.name) for start in videos.starts] == [
        ("create_and_poll", "create"), ("remix_and_poll", "remix"),
    ]  # fmt: skip


MODULES = {
    "webhooks": "class Webhooks:\n    def __init__(self, client): ...\n\n\nclass AsyncWebhooks(Webhooks): ...\n",
    "azure": "class AzureOpenAI: ...\n",
    "parsed": "class ParsedChoice: ...\n",
    "answers": "from .._runtime import Model\n\n\nclass ResponseBase(Model):\n    __slots__ = ()\n    text = 'hi'\n",
    "module_client": "api_key = None\n\n\ndef chat(): ...\n",
    "migration": "Completion = 'gone'\n",
    "cli": "def main(): ...\n",
}
"""What is in the layer beside the module that the page shows."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An API of chats, and a layer; the package is made by the test."""
    said = thing("choices", choices=many(thing("message", message=thing("content", content=TEXT))))
    messages = many(thing("role", "content", role=TEXT, content=TEXT))
    document_ = document(
        {
            "POST /chat/completions": one(
                "chat", ref("Chat"), requestBody=body(thing("model", "messages", model=TEXT, messages=messages))
            ),
            "GET /responses/{id}": one("response", ref("Response")),
        },
        {"Chat": said, "Response": thing("id", id=TEXT)},
    )
    (tmp_path / "spec/pets").mkdir(parents=True)
    (tmp_path / "spec/pets/openapi.json").write_text(json.dumps(document_), "utf-8")
    layer = tmp_path / "src/openai_layer"
    layer.mkdir(parents=True)
    (layer / "__init__.py").write_text('"""A layer."""\n', "utf-8")
    for name, text in MODULES.items():
        (layer / f"{name}.py").write_text(text, "utf-8")
    config = '[apis.pets]\npackage = "layered_client"\nlayers = ["src/openai_layer"]\n'
    (tmp_path / "specloom.toml").write_text(config, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path / "generated/layered_client/src"))
    yield tmp_path
    for name in [name for name in sys.modules if name.partition(".")[0] == "layered_client"]:
        del sys.modules[name]


@claims(PAGE, "yaml", "python", section=LAYERS)
def test_a_layer_travels_with_the_package(project: Path) -> None:
    (stated,) = blocks(PAGE, "yaml", section=LAYERS)
    (project / "spec/pets/sdk.yaml").write_text(take(stated), "utf-8")
    (first,) = blocks(PAGE, "python", section=LAYERS)
    name = take(first).partition("\n")[0].removeprefix("# ")
    (project / name).write_text(take(first), "utf-8")
    assert CliRunner().invoke(main, ["generate", "pets"], catch_exceptions=False).exit_code == 0

    importlib.invalidate_caches()
    package = importlib.import_module("layered_client")
    api = importlib.import_module("layered_client.testing").MockAPI()
    api.chat.completions.create.returns({"choices": [{"message": {"content": "Hello!"}}]})
    client = api.client()
    assert client.chat.completions.say("Hi") == "Hello!"
    assert client.chat.completions.with_raw_response.say("Hi").parse() == "Hello!"
    with pytest.raises(AttributeError, match="shout"):
        client.chat.completions.with_raw_response.shout("Hi")
    assert client.chat.completions.shout("Hi") == "HELLO!"
    assert (package.AzureOpenAI.__module__, package.Completion) == ("layered_client.lib.azure", "gone")
    assert package.types.chat.ParsedChoice.__module__ == "layered_client.lib.parsed"
    assert (package.types.Response.text, package.api_key) == ("hi", None)
    assert client.webhooks is not None
    text = (project / "generated/layered_client/pyproject.toml").read_text("utf-8")
    assert "websockets>=13,<17" in text
    assert 'openai-client = "layered_client.lib.cli:main"' in text
