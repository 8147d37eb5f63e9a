"""The commands of docs/infer.md, run one after the other, and what they are said to print."""

from __future__ import annotations

import json
import re
import shlex
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from specloom.commands.main import main
from specloom.infer import schemas
from specloom.infer.readers.arguments import read_arguments
from specloom.infer.texts import FORMATS
from tests.infer.hars import entry, har

from .blocks import DOCS, blocks, take
from .claims import claims
from .reader import Reader
from .stand_ins import environment

PAGE = DOCS / "infer.md"
REX = {"id": 1, "name": "Rex", "born": "2020-01-02", "owner": None, "tags": []}
OWNER = {"id": 9, "email": "tom@example.test"}
TOM = {"id": 2, "name": "Tom", "born": "2021-03-04", "owner": OWNER, "tags": ["small"]}
FILES: dict[str, Any] = {
    "samples/pets.json": [REX, TOM],
    "samples/pets/1.json": REX,
    "samples/pets/POST.request.json": {"name": "Rex"},
    "samples/pets/POST.201.json": REX,
    "order.json": {"number": 17},
    "new.json": {"item": "bone"},
    "made.json": {"number": 18},
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the samples of the page."""
    for name, value in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value))
    (tmp_path / "pets.har").write_text(har(entry("GET /pets/3", {**REX, "name": None})))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@claims(PAGE, "console", "python")
def test_the_way_from_samples_to_a_package(tmp_path: Path) -> None:
    folder = tmp_path / "pets"
    folder.mkdir()
    with closing(Reader(folder, environment(tmp_path / "stand-ins"))) as reader:
        assert reader.type("python3 -m venv ../pets-venv && . ../pets-venv/bin/activate") == (0, [])
        reader.follow(PAGE, "console", "python")


@claims(PAGE, "bash", "text")
def test_its_other_commands_print_what_it_says(folder: Path) -> None:
    for words in (["infer", "pets", "samples"], ["new", "pets", "spec/pets/openapi.json"]):
        assert CliRunner().invoke(main, words).exit_code == 0
    shown, checked = "", 0
    for block in blocks(PAGE, "bash", "text"):
        if block.language == "text":
            assert take(block) in shown
            checked += 1
            continue
        shown = ""
        for line in take(block).splitlines():
            program, *words = shlex.split(line)
            assert program == "specloom"
            done = CliRunner().invoke(main, words)
            assert done.exit_code == 0, (line, done.output)
            shown += done.output
    assert checked == 1
    document = json.loads((folder / "spec/pets/openapi.json").read_text())
    assert document["components"]["schemas"]["Pet"]["properties"]["name"] == {"type": ["string", "null"]}
    assert (folder / "generated/pets_client/src/pets_client/py.typed").exists()
    shop = json.loads((folder / "spec/shop/openapi.json").read_text())
    assert sorted(shop["paths"]) == ["/orders", "/orders/{order_id}"]


def test_every_kind_of_file_in_the_table_is_read_as_it_says(folder: Path) -> None:
    rows = re.findall(r"^\| `([^`']+\.jsonl?)` \| .*?`([A-Z]+) ([^`]+)`", PAGE.read_text(), re.MULTILINE)
    assert len(rows) == 5
    for name, verb, path in rows:
        place = folder / "table" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("[]")
        (call,) = read_arguments([str(folder / "table")], None, lambda _: None)
        assert (call.verb.upper(), "/" + "/".join(call.segments)) == (verb, path), name
        place.unlink()


def test_the_page_names_what_there_is() -> None:
    text = PAGE.read_text()
    assert all(f"`{name}`" in text for name in FORMATS)
    assert all(f"`{mark}`" in text for mark in (schemas.ONCE, schemas.SEEN))
    options = set(re.findall(r"`(--[a-z-]+)", text))
    known = {name for parameter in main.get_command(None, "infer").params for name in parameter.opts}  # type: ignore[arg-type, union-attr] # a lazy group asks for no context
    assert options <= known
    assert known - options <= {"--output", "-o", "--header", "-H", "name", "samples"}
