"""What is taken from recordings of a browser, and what is passed over."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
import pytest

from specloom.infer import Inferred, Options, infer
from specloom.infer.readers import har as har_reader
from specloom.infer.readers.arguments import read_arguments
from specloom.problems import SpecloomError

from .hars import entry, har, write_har
from .known import schema_of

PET = {"id": 1, "name": "Rex"}


def inferred(folder: Path, *entries: Any, server: str = "", previous: Any = None) -> Inferred:
    """What is made of a recording."""
    path = write_har(folder, *entries)
    return infer(read_arguments([str(path)], None, lambda _: None), Options("pets", server=server), previous)


def messages(found: Inferred) -> str:
    return "\n".join(map(str, found.remarks))


def test_calls_become_operations(tmp_path: Path) -> None:
    found = inferred(
        tmp_path,
        entry("GET /v1/pets?limit=2&page=1", [PET]),
        entry("GET /v1/pets?limit=5", [PET, PET]),
        entry("POST /v1/pets", PET, status=201, sent={"name": "Rex"}),
        entry("GET /v1/pets/7", PET),
        entry("DELETE /v1/pets/7", status=204, content={"size": 0, "mimeType": ""}),
    )
    document = found.document
    assert document["servers"] == [{"url": "https://api.test"}]
    assert {path: sorted(item) for path, item in document["paths"].items()} == {
        "/v1/pets": ["get", "post"],
        "/v1/pets/{pet_id}": ["delete", "get"],
    }
    assert document["paths"]["/v1/pets"]["get"]["parameters"] == [
        {"name": "limit", "in": "query", "required": True, "schema": {"type": "integer"}},
        {"name": "page", "in": "query", "schema": {"type": "integer"}},
    ]
    post = document["paths"]["/v1/pets"]["post"]
    assert post["requestBody"]["required"] is True
    assert list(post["responses"]) == ["201"]
    assert document["paths"]["/v1/pets/{pet_id}"]["delete"]["responses"] == {"204": {"description": "No Content"}}
    assert found.samples == 5


@pytest.mark.parametrize(
    "passed_over",
    [
        entry("OPTIONS /pets", None),
        entry("GET /old", "", status=302, media="text/html"),
        entry("GET /logo.png", "x", media="image/png"),
        entry("GET /", "<html>", media="text/html"),
        entry("GET /app.js", "x", media="application/javascript"),
        entry("GET /blocked", None, status=0),
        entry("GET data:text/json,1", {}),
        entry("GET /socket", None, status=101),
    ],
    ids=lambda one: one["request"]["method"] + one["request"]["url"],
)
def test_what_is_no_api_is_passed_over(tmp_path: Path, passed_over: Any) -> None:
    document = inferred(tmp_path, passed_over, entry("GET /pets", [PET])).document
    assert list(document["paths"]) == ["/pets"]
    assert list(document["paths"]["/pets"]) == ["get"]


def test_json_and_html_of_one_operation_are_both_described(tmp_path: Path) -> None:
    found = inferred(tmp_path, entry("GET /pets", [PET]), entry("GET /pets", "<html>", media="text/html"))
    content = found.document["paths"]["/pets"]["get"]["responses"]["200"]["content"]
    assert content["text/html"] == {"schema": {"type": "string"}}
    assert "application/json" in content
    assert "content: GET /pets 200: answered as" in messages(found)
    assert "pets.har (entry 2)" in messages(found)


def test_failures_are_answers_of_what_succeeds_elsewhere(tmp_path: Path) -> None:
    found = inferred(
        tmp_path,
        entry("GET /pets/1", PET),
        entry("GET /pets/none", {"error": "no such pet"}, status=404),
        entry("GET /nothing/9", {"error": "no"}, status=404),
    )
    assert list(found.document["paths"]) == ["/pets/{pet_id}"]
    assert list(found.document["paths"]["/pets/{pet_id}"]["get"]["responses"]) == ["200", "404"]
    assert "left out: GET /nothing/{}: 1 calls, and none of them succeeded" in messages(found)


def test_base64_forms_and_files(tmp_path: Path) -> None:
    encoded = base64.b64encode(json.dumps(PET).encode()).decode()
    content = {"size": 9, "mimeType": "application/json", "encoding": "base64", "text": encoded}
    form = {"mimeType": "application/x-www-form-urlencoded", "text": "age=3&tag=a&tag=b"}
    parts = '--b\r\nContent-Disposition: form-data; name="note"\r\n\r\nhi\r\n--b\r\nContent-Disposition: form-data; '
    upload = {"mimeType": "multipart/form-data; boundary=b", "text": f'{parts}name="photo"; filename="a.png"\r\n\r\nx'}
    document = inferred(
        tmp_path,
        entry("GET /pets/1", content=content),
        entry("POST /pets", PET, post=form),
        entry("POST /photos", PET, post=upload),
    ).document
    assert schema_of(document, "/pets/{pet_id}")["properties"] == {
        "id": {"type": "integer"},
        "name": {"type": "string"},
    }
    schemas = document["components"]["schemas"]
    assert schemas["PetCreate"]["properties"] == {
        "age": {"type": "integer"},
        "tag": {"type": "array", "items": {"type": "string"}},
    }
    assert schemas["PhotoCreate"]["properties"]["photo"] == {"type": "string", "format": "binary"}
    assert schemas["PhotoCreate"]["required"] == ["note", "photo"]


def test_an_answer_that_was_not_recorded_still_is_one(tmp_path: Path) -> None:
    lost = {"size": 12, "mimeType": "application/json"}
    cut = {"size": 12, "mimeType": "application/json", "text": '{"id": 1, "na'}
    found = inferred(tmp_path, entry("GET /pets", content=lost), entry("GET /cats", content=cut))
    for path in ("/pets", "/cats"):
        content = found.document["paths"][path]["get"]["responses"]["200"]["content"]
        assert content == {"application/json": {}}


def test_the_host_with_most_answers_is_taken(tmp_path: Path) -> None:
    entries = [entry(f"GET /pets/{number}", PET) for number in range(5)]
    noise = [entry("GET https://metrics.test/hit", {}), entry("GET https://cdn.test/logo.png", "x", media="image/png")]
    found = inferred(tmp_path, *entries, *noise)
    assert list(found.document["paths"]) == ["/pets/{pet_id}"]
    assert "left out: calls of other hosts: metrics.test (1 JSON), cdn.test (0 JSON)" in messages(found)


def test_several_apis_are_listed(tmp_path: Path) -> None:
    entries = [entry("GET https://one.test/pets", [PET]), entry("GET https://two.test/cats", [PET])]
    with pytest.raises(
        SpecloomError, match=r"several hosts: one.test \(1 JSON\), two.test \(1 JSON\); choose one with"
    ):
        inferred(tmp_path, *entries)
    for server in ("two.test", "https://two.test"):
        document = inferred(tmp_path, *entries, server=server).document
        assert list(document["paths"]) == ["/cats"]
        assert document["servers"] == [{"url": "https://two.test"}]


def test_the_path_of_a_server_is_not_part_of_paths(tmp_path: Path) -> None:
    entries = [entry("GET /v1/pets/1", PET), entry("GET /health", {"ok": True})]
    found = inferred(tmp_path, *entries, server="https://api.test/v1")
    assert list(found.document["paths"]) == ["/pets/{pet_id}"]
    assert "left out: GET /health: it is not below /v1" in messages(found)


def test_a_recording_of_another_host_is_refused(tmp_path: Path) -> None:
    document = inferred(tmp_path, entry("GET /pets", [PET])).document
    other = entry("GET https://other.test/pets", [PET])
    with pytest.raises(SpecloomError, match=r"no sample is of api.test; they are of other.test \(1 JSON\)"):
        inferred(tmp_path, other, previous=document)


def test_credentials_are_told_by_their_kind(tmp_path: Path) -> None:
    found = inferred(
        tmp_path,
        entry("GET /pets", [PET], headers={"authorization": "Bearer abc"}),
        entry("GET /cats", [PET], headers={"Authorization": "Basic abc", "x-api-key": "k"}),
        entry("GET /dogs?access_token=abc", [PET]),
        entry("GET /dogs", [PET]),
        entry("GET /cows", [PET], headers={"Authorization": "abcdef"}),
        entry("GET /free", [PET], headers={"Cookie": "session=abc"}),
    ).document
    assert found["components"]["securitySchemes"] == {
        "bearerAuth": {"type": "http", "scheme": "bearer"},
        "basicAuth": {"type": "http", "scheme": "basic"},
        "apiKey": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
        "accessTokenQuery": {"type": "apiKey", "in": "query", "name": "access_token"},
        "authorization": {"type": "apiKey", "in": "header", "name": "Authorization"},
    }
    security = {path: item["get"].get("security") for path, item in found["paths"].items()}
    assert security == {
        "/pets": [{"bearerAuth": []}],
        "/cats": [{"basicAuth": [], "apiKey": []}],
        "/dogs": [{"accessTokenQuery": []}, {}],
        "/cows": [{"authorization": []}],
        "/free": None,
    }


def error_of(path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    with pytest.raises(SpecloomError) as caught:
        infer(read_arguments([str(path)], None, lambda _: None), Options("pets"))
    (problem,) = caught.value.problems
    return str(problem).replace(str(path), "a.har")


def test_a_recording_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    text = har(entry("GET /pets", [PET]), entry("GET /pets", [PET]))
    path = tmp_path / "a.har"
    for end in (200, len(text) // 2, len(text) - 4):
        lines = text[:end].count("\n") + 1
        message = error_of(path, text[:end])
        assert message.startswith(f"a.har:{lines}:"), message
        assert "cut short" in message or "not valid JSON" in message


def test_what_is_no_recording_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.har"
    assert error_of(path, "{}") == "a.har: this is no HAR file: it has no log with entries"
    assert error_of(path, "") == "a.har: this file is empty; record it again"
    assert "there is no call in these samples" in error_of(path, har())
    assert error_of(path, har({"request": {}})).startswith("a.har (entry 1): this entry is not as HAR has them")
    broken = har(entry("GET /pets", [PET])).replace('"HTTP/2"', "HTTP/2")
    line = 1 + broken.partition("HTTP/2")[0].count("\n")
    assert error_of(path, broken).startswith(f"a.har:{line}:")
    assert error_of(path, har(entry("GET http://[/pets", [PET]))).startswith("a.har (entry 1): this is no address")
    assert "none of the 1 calls is a successful one" in error_of(path, har(entry("GET /a", "x", media="text/html")))


def test_entries_are_read_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_har(tmp_path, *[entry(f"GET /pets/{number}", PET) for number in range(50)])
    size = path.stat().st_size
    largest = 0
    read = orjson.loads

    def noted(text: Any) -> Any:
        nonlocal largest
        largest = max(largest, len(text))
        return read(text)

    monkeypatch.setattr(orjson, "loads", noted)
    told: list[int] = []
    entries: Iterable[Any] = har_reader.read_har(path, "pets.har", told.append)
    assert len(list(entries)) == 50
    assert largest < size / 20
    assert len(told) == 50
    assert sum(told) > size * 0.9
