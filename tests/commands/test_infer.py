"""``specloom infer``: from samples to a document, a package, and a wider document."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest

from specloom.prepare import prepare
from tests.commands.conftest import Project
from tests.infer.hars import entry, har
from tests.serving import QuietHandler, running

PETS = [
    {"id": 1, "name": "Rex", "born": "2020-01-02", "owner": None, "tags": [], "kind": "dog"},
    {
        "id": 2,
        "name": "Tom",
        "born": "2021-03-04",
        "owner": {"id": 9, "email": "tom@x.test"},
        "tags": ["a"],
        "kind": "cat",
    },
]
LOCKED = {"authorization": "Bearer abc"}


@pytest.fixture
def recorded(project: Project) -> Project:
    """A folder with samples of each kind."""
    (project.root / "pets.json").write_text(json.dumps(PETS))
    (project.root / "new.json").write_text(json.dumps({"name": "Rex"}))
    calls = [
        entry("GET /pets?limit=2", PETS, headers=LOCKED),
        entry("GET /pets/1", PETS[0], headers=LOCKED),
        entry("POST /pets", PETS[0], status=201, sent={"name": "Rex"}, headers=LOCKED),
        entry("GET /pets/9", {"error": "no such pet"}, status=404, headers=LOCKED),
        entry("DELETE /pets/1", status=204, content={"size": 0, "mimeType": ""}, headers=LOCKED),
    ]
    (project.root / "pets.har").write_text(har(*calls))
    return project


def document(project: Project, name: str = "spec/pets/openapi.json") -> dict[str, Any]:
    return dict(json.loads((project.root / name).read_text()))


def test_a_document_is_written_and_told(recorded: Project) -> None:
    result = recorded.run("infer", "pets", "pets.har")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("pets: 4 operations and 4 schemas from 5 samples in spec/pets/openapi.json\n")
    made = document(recorded)
    assert made["openapi"] == "3.1.0"
    assert made["info"] == {"title": "pets", "version": "0.1.0"}
    assert prepare(made, source="openapi.json")["paths"].keys() == {"/pets", "/pets/{pet_id}"}


def test_several_files_without_a_call_are_told_how_they_are_read(project: Project) -> None:
    for name in ("one.json", "two.json"):
        (project.root / name).write_text('{"id": 1}')
    apart = project.run("infer", "things", "one.json", "two.json")
    assert apart.output.splitlines()[-1].startswith("  hint: paths are named after files (/one, /two); ")
    for arguments in (("GET https://api.test/things", "one.json", "two.json"), ("one.json",)):
        assert "hint" not in project.run("infer", "things", *arguments, "--fresh").output


def test_texts_stay_texts_where_enums_are_not_wanted(project: Project) -> None:
    states = [{"id": number, "state": ("open", "closed")[number % 2]} for number in range(12)]
    (project.root / "jobs.json").write_text(json.dumps(states))
    for options, expected in (((), ["closed", "open"]), (("--no-enums",), None)):
        assert project.run("infer", "jobs", "jobs.json", "--fresh", *options).exit_code == 0
        state = document(project, "spec/jobs/openapi.json")["components"]["schemas"]["Job"]["properties"]["state"]
        assert (state["type"], state.get("enum")) == ("string", expected)


def test_more_samples_widen_it(recorded: Project) -> None:
    recorded.run("infer", "pets", "pets.har")
    (recorded.root / "more.json").write_text(json.dumps({**PETS[0], "name": None}))
    result = recorded.run("infer", "pets", "GET /pets/7", "more.json")
    assert result.exit_code == 0, result.output
    assert "  schemas: 0 added, 0 removed, 1 changed\n" in result.output
    made = document(recorded)
    assert made["components"]["schemas"]["Pet"]["properties"]["name"] == {"type": ["string", "null"]}
    assert made["x-specloom-inferred"] == {"samples": 6}
    again = recorded.run("infer", "pets", "GET /pets/7", "more.json")
    assert "  nothing in it changed\n" in again.output
    fresh = recorded.run("infer", "pets", "pets.json", "--fresh")
    assert fresh.exit_code == 0
    assert document(recorded)["x-specloom-inferred"] == {"samples": 1}


def test_one_json_object_tells_all(recorded: Project) -> None:
    result = recorded.run("infer", "pets", "pets.json", "--json")
    told = json.loads(result.stdout)
    assert {key: told[key] for key in ("output", "samples", "operations", "schemas")} == {
        "output": "spec/pets/openapi.json",
        "samples": 1,
        "operations": 1,
        "schemas": 2,
    }
    assert told["changes"]["operations"]["added"] == ["GET /pets"]
    assert told["remarks"][0].keys() == {"topic", "place", "message"}


def test_the_document_may_go_elsewhere_and_be_of_3_0(recorded: Project) -> None:
    result = recorded.run("infer", "pets", "pets.json", "--openapi", "3.0", "-o", "old.json")
    assert result.exit_code == 0, result.output
    assert document(recorded, "old.json")["openapi"] == "3.0.3"
    assert recorded.run("infer", "pets", "pets.json", "-o", "old.json").exit_code == 0
    assert document(recorded, "old.json")["openapi"] == "3.0.3", "a document keeps its version"
    assert not (recorded.root / "spec").exists()
    printed = recorded.run("infer", "pets", "pets.json", "-o", "-")
    assert json.loads(printed.stdout)["openapi"] == "3.1.0"
    assert printed.stderr.startswith("pets: 1 operations and 2 schemas from 1 samples in standard output\n")


def test_a_configured_api_is_written_where_it_lies(recorded: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded.configure('[apis.pets]\nspec = "api/mine"\n')
    (recorded.root / "below").mkdir()
    monkeypatch.chdir(recorded.root / "below")
    assert recorded.run("infer", "pets", "../pets.json").exit_code == 0
    assert recorded.run("infer", "cats", "../pets.json").exit_code == 0
    assert {"api/mine/openapi.json", "spec/cats/openapi.json"} <= recorded.files().keys()


def test_a_package_of_it_decodes_a_sample(recorded: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert recorded.run("infer", "pets", "pets.har", "pets.json").exit_code == 0
    result = recorded.run("new", "pets", "spec/pets/openapi.json")
    assert result.exit_code == 0, result.output
    assert "4 of 4 operations" in result.output
    assert recorded.run("generate", "pets", "--check").exit_code == 0
    monkeypatch.syspath_prepend(str(recorded.root / "generated/pets_client/src"))
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json=PETS if request.url.path == "/pets" else PETS[1])

    try:
        package: Any = import_module("pets_client")
        client = package.Pets(api_key="abc", http_client=httpx.Client(transport=httpx.MockTransport(answer)))
        assert [pet.name for pet in client.pets.list(limit=2)] == ["Rex", "Tom"]
        pet = client.pets.retrieve(2)
        assert (pet.owner.email, pet.tags, pet.to_dict()) == ("tom@x.test", ["a"], PETS[1])
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "pets_client"]:
            del sys.modules[name]
    assert [str(request.url) for request in requests] == ["https://api.test/pets?limit=2", "https://api.test/pets/2"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("pets", "none.json"), "none.json: could not read this sample"),
        (("pets", "broken.json"), "broken.json:1:2: this is not valid JSON"),
        (("pets", "empty"), "empty: there is no sample in this folder"),
        (("pets", "cut.har"), "this file is cut short"),
        (("pets", "two.har"), "samples are of several hosts"),
        (("pets", "pets.har", "--server", "other.test"), "no sample is of other.test"),
        (("pets", "GET https://api.test/pets"), "this request line has no answer"),
        (("../pets", "pets.json"), "'../pets' cannot name an API"),
        (("pets", "pets.json", "-o", "written.json"), "written.json: this document was not inferred"),
        (("pets", "pets.json", "-o", "pets.json"), "pets.json: this is no OpenAPI document"),
        (("pets", "POST https://api.test/pets", "--fetch"), "--fetch calls GET and HEAD of whole addresses only"),
        (("pets", "GET http://127.0.0.1:9/", "--fetch", "-H", "nonsense"), "a header is given as 'Name: value'"),
    ],
)
def test_what_is_refused_leaves_no_trace(recorded: Project, arguments: tuple[str, ...], message: str) -> None:
    root = recorded.root
    (root / "broken.json").write_text("{x}")
    (root / "empty").mkdir()
    (root / "cut.har").write_text((root / "pets.har").read_text()[:-100])
    (root / "two.har").write_text(har(entry("GET https://a.test/x", {}), entry("GET https://b.test/x", {})))
    (root / "written.json").write_text(
        json.dumps(
            {"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": {"/a": {"get": {"responses": {}}}}}
        )
    )
    before = recorded.files()
    result = recorded.run("infer", *arguments)
    assert result.exit_code == 2, result.output
    assert message in result.output
    assert len(result.output.strip().splitlines()) == 2
    assert recorded.files() == before
    as_json = recorded.run("infer", *arguments, "--json")
    assert message in json.loads(as_json.stdout)["error"][0]["message"] or ": " in message


class _Handler(QuietHandler):
    def answer(self) -> None:
        status, text = {"/pets/1": (200, json.dumps(PETS[0])), "/bad": (200, "{"), "/hop": (302, "")}.get(
            self.path, (404, '{"error": "none"}')
        )
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())
        type(self).seen.append(self.headers.get("Authorization"))

    seen: list[str | None] = []  # noqa: RUF012 - a server makes its handlers itself


@pytest.fixture
def server() -> Iterator[str]:
    _Handler.seen.clear()
    with running(_Handler) as url:
        yield url


def test_request_lines_are_called_on_demand(project: Project, server: str) -> None:
    lines = [f"GET {server}/pets/1", f"GET {server}/pets/2"]
    refused = project.run("infer", "pets", *lines)
    assert refused.exit_code == 2
    assert _Handler.seen == [], "nothing is called without being asked to"
    result = project.run("infer", "pets", *lines, "--fetch", "-H", "Authorization: Bearer swordfish")
    assert result.exit_code == 0, result.output
    assert _Handler.seen == ["Bearer swordfish"] * 2
    made = document(project)
    assert list(made["paths"]["/pets/{pet_id}"]["get"]["responses"]) == ["200", "404"]
    assert made["paths"]["/pets/{pet_id}"]["get"]["security"] == [{"bearerAuth": []}]
    assert made["servers"] == [{"url": server}]
    assert "swordfish" not in result.output + json.dumps(made)


@pytest.mark.parametrize(
    ("path", "message"),
    [("/bad", "this is not valid JSON"), ("/hop", "it answers with a redirect; give the address that it leads to")],
)
def test_answers_that_teach_nothing_are_refused(project: Project, server: str, path: str, message: str) -> None:
    result = project.run("infer", "pets", f"GET {server}{path}", "--fetch")
    assert result.exit_code == 2
    assert message in result.output
    assert project.files() == {}


def test_an_address_that_does_not_answer_is_told(project: Project, server: str) -> None:
    free = server.rpartition(":")[0] + ":1"
    result = project.run("infer", "pets", f"GET {free}/pets?token=swordfish", "--fetch")
    assert result.exit_code == 2
    assert f"GET {free}/pets: could not call it: ConnectError" in result.output
    assert "swordfish" not in result.output


def test_samples_are_not_modified(recorded: Project) -> None:
    before = {path: Path(path).read_bytes() for path in ("pets.json", "pets.har")}
    recorded.run("infer", "pets", *before)
    assert {path: Path(path).read_bytes() for path in before} == before
