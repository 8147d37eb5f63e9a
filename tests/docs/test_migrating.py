"""The code of docs/migrating.md: what it calls is sent and answered, what it writes and prints is as it says."""

from __future__ import annotations

import importlib
import json
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType

from specloom.commands.main import main
from tests.plan.small import TEXT, answer, body, document, many, ref, thing

from .blocks import DOCS, blocks, run, take
from .claims import claims

PAGE = DOCS / "migrating.md"
PET = {"id": "7", "name": "Tom", "colour": "grey"}
CHAT = {"choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Hi."}}]}


def pets() -> dict[str, Any]:
    """The document that the page speaks of."""
    one = answer(ref("Pet"))
    made = document(
        {
            "GET /pets": {"operationId": "list_pets", "tags": ["pets"], "responses": answer(many(ref("Pet")))},
            "POST /pets": {"operationId": "create_pet", "requestBody": body(ref("PetCreate")), "responses": one},
            "GET /pets/{id}": {"operationId": "get_pet", "tags": ["pets"], "responses": one},
        },
        {"Pet": thing("id", "name", id=TEXT, name=TEXT), "PetCreate": thing("name", name=TEXT)},
        schemes={"Bearer": {"type": "http", "scheme": "bearer"}},
    )
    return {**made, "info": {"title": "Pets API", "version": "1"}}


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is sent by anybody who uses httpx, while a pet or a chat is answered."""
    found: list[str] = []

    def handle(_: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        found.append(f"{request.method} {request.url}")
        return httpx.Response(200, json=CHAT if "chat" in request.url.path else PET, request=request)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", handle)
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the document, from which clients can be imported."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pets.json").write_text(json.dumps(pets()), "utf-8")
    _forget()
    for place in (tmp_path, tmp_path / "generated" / "pets_client" / "src"):
        monkeypatch.syspath_prepend(str(place))
    yield tmp_path
    _forget()


def _forget() -> None:
    for name in [name for name in sys.modules if name.split(".")[0] in ("pets_client", "pets_api_client")]:
        del sys.modules[name]


@claims(PAGE, "python", section="From `openai`")
def test_only_the_import_changes_from_openai(sent: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = blocks(PAGE, "python", section="From `openai`")
    run(PAGE, block, {})
    assert capsys.readouterr().out == "Hi.\n"
    assert sent == ["POST https://api.openai.com/v1/chat/completions"]


@claims(PAGE, "python", section="From openapi-python-client")
def test_old_and_new_calls_send_the_same(folder: Path, sent: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    config = ConfigFile(post_hooks=[])
    source = folder / "pets.json"
    errors = generate(
        config=Config.from_sources(config, MetaType("none"), source, "utf-8", False, folder / "pets_api_client")
    )
    assert not errors
    assert CliRunner().invoke(main, ["new", "pets", "pets.json"]).exit_code == 0
    importlib.invalidate_caches()
    capsys.readouterr()  # what the other generator tells
    before, after = blocks(PAGE, "python", section="From openapi-python-client")
    run(PAGE, before, {})
    run(PAGE, after, {})
    assert capsys.readouterr().out == "Tom\nTom\n"
    assert sent == ["GET https://pets.test/v1/pets/7"] * 2


def test_every_setting_of_the_other_generator_has_a_row() -> None:
    text = PAGE.read_text("utf-8")
    assert all(f"`{name}`" in text for name in ConfigFile.model_fields)


@claims(PAGE, section="From a hosted generator")
def test_the_import_prints_and_writes_what_the_page_says(folder: Path) -> None:
    config, written = blocks(PAGE, "yaml", section="From a hosted generator")
    (folder / "stainless.yml").write_text(take(config), "utf-8")
    (commands,) = blocks(PAGE, "bash", section="From a hosted generator")
    (shown,) = blocks(PAGE, "text", section="From a hosted generator")
    output = ""
    for line in take(commands).splitlines():
        program, *words = shlex.split(line)
        assert program == "specloom"
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, done.output
        output = done.stderr + done.stdout
    assert output == take(shown)
    assert (folder / "spec" / "pets" / "sdk.yaml").read_text("utf-8") == take(written)
    assert CliRunner().invoke(main, ["generate", "pets"]).exit_code == 0
    importlib.invalidate_caches()
    assert callable(importlib.import_module("pets_client").Pets(token="t").animals.adopt)
