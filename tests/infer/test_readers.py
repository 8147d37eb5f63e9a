"""Files, folders, lines and pairs: which call a sample tells of, and what is wrong with one that is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from specloom.infer import Options, infer
from specloom.infer.exchanges import Body, Exchange
from specloom.infer.readers.arguments import read_arguments
from specloom.problems import SpecloomError

from .hars import entry, har


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def save(name: str, value: Any) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
    return name


def read(*arguments: str) -> list[Exchange]:
    return list(read_arguments(arguments, None, lambda _: None))


def told(*arguments: str) -> list[tuple[str, str, int, Any, Any]]:
    """Verb, path, status and bodies of all calls."""
    return [
        (one.verb, "/" + "/".join(one.segments), one.status, _value(one.request), _value(one.response))
        for one in read(*arguments)
    ]


def _value(body: Body | None) -> Any:
    return None if body is None else body.value


def test_a_file_is_an_answer_to_get() -> None:
    save("pets.json", [1])
    assert told("pets.json") == [("get", "/pets", 200, None, [1])]
    assert str(read("pets.json")[0].origin) == "pets.json"


def test_a_folder_is_laid_out_as_the_paths_are() -> None:
    for name in ("pets.json", "pets/1.json", "pets/1/GET.404.json", "pets/POST.201.json", "pets/POST.request.json",
                 "pets/{pet_id}/toys.json", "v1/index.json", "options.json", "pets/GET.200.second.json"):  # fmt: skip
        save(f"samples/{name}", {"of": name})
    save("samples/notes.txt", "no sample")
    assert {(verb, path, status, bool(sent)) for verb, path, status, sent, _ in told("samples")} == {
        ("get", "/pets", 200, False),
        ("get", "/pets/1", 200, False),
        ("get", "/pets/1", 404, False),
        ("post", "/pets", 201, False),
        ("post", "/pets", 0, True),
        ("get", "/pets/{pet_id}/toys", 200, False),
        ("get", "/v1", 200, False),
        ("get", "/options", 200, False),
    }
    assert len(told("samples")) == 9


def test_answers_alone_do_not_say_that_nothing_was_sent() -> None:
    save("samples/pets/POST.201.json", {"id": 1})
    save("samples/pets/POST.request.json", {"name": "Rex"})
    document = infer(read("samples"), Options("pets")).document
    assert document["paths"]["/pets"]["post"]["requestBody"]["required"] is True
    assert list(document["paths"]["/pets"]["post"]["responses"]) == ["201"]


def test_lines_are_samples_one_by_one() -> None:
    save("pets.jsonl", '{"a": 1}\n\n  {"a": 2}\n')
    assert told("pets.jsonl") == [("get", "/pets", 200, None, {"a": 1}), ("get", "/pets", 200, None, {"a": 2})]
    assert [str(one.origin) for one in read("pets.jsonl")] == ["pets.jsonl:1", "pets.jsonl:3"]


def test_lines_may_be_whole_calls() -> None:
    call = {"method": "POST", "url": "https://api.test/pets?dry=1&api_key=k", "status": 201, "request": {"n": 1},
            "response": {"id": 1}, "request_headers": {"Authorization": "Bearer x"}}  # fmt: skip
    save("calls.jsonl", json.dumps(call) + "\n" + json.dumps({"method": "GET", "url": "/pets"}))
    one, other = read("calls.jsonl")
    assert (one.verb, one.segments, one.status, one.server) == ("post", ("pets",), 201, "https://api.test")
    assert one.query == {"dry": ["1"]}
    assert one.credentials == frozenset(("query:api_key", "bearer"))
    assert (_value(one.request), _value(one.response)) == ({"n": 1}, {"id": 1})
    assert (other.verb, other.server, other.response, other.credentials) == ("get", "", None, None)


def test_a_pair_is_a_request_line_and_its_answers() -> None:
    save("one.json", {"id": 1})
    save("two.jsonl", '{"id": 2}\n{"id": 3}\n')
    save("new.json", {"name": "Rex"})
    save("cats.json", [])
    found = told("cats.json", "GET https://api.test/pets/1", "one.json", "two.jsonl",
                 "post https://api.test/pets 201", "@new.json", "one.json", "DELETE /pets/1 204")  # fmt: skip
    assert [call[:3] for call in found[:4]] == [("get", "/cats", 200)] + [("get", "/pets/1", 200)] * 3
    assert found[4:] == [
        ("post", "/pets", 201, {"name": "Rex"}, {"id": 1}),
        ("delete", "/pets/1", 204, None, None),
    ]
    assert [answer for *_, answer in found[1:4]] == [{"id": 1}, {"id": 2}, {"id": 3}]


def test_a_recording_may_be_called_json() -> None:
    save("pets.json", har(entry("GET /pets/1", {"id": 1})))
    assert told("pets.json") == [("get", "/pets/1", 200, None, {"id": 1})]


def test_a_byte_order_mark_and_other_encodings_are_read() -> None:
    Path("pets.json").write_bytes('["ä"]'.encode("utf-16"))
    Path("cats.jsonl").write_bytes(b'\xef\xbb\xbf{"a": 1}\n')
    assert [answer for *_, answer in told("pets.json", "cats.jsonl")] == [["ä"], {"a": 1}]


@pytest.mark.parametrize(
    ("files", "arguments", "message"),
    [
        ({"a.json": '{"a":\n  1,}'}, ["a.json"], "a.json:2:4: this is not valid JSON: "),
        ({"a.json": ""}, ["a.json"], "a.json:1:1: this file is empty"),
        ({"a.jsonl": "\n"}, ["a.jsonl"], "a.jsonl: this file is empty; put one JSON value on each line"),
        ({"a.jsonl": '{"a": 1}\n{"a": \n'}, ["a.jsonl"], "a.jsonl:2:6: this is not valid JSON: "),
        ({"a.json": "[" * 101 + "]" * 101}, ["a.json"], "a.json:1: this sample is nested too deeply"),
        ({"s/a.txt": "x"}, ["s"], "s: there is no sample in this folder; samples are files that end in .json, .jsonl"),
        ({}, ["none.json"], "none.json: could not read this sample: No such file or directory"),
        ({"a.csv": "x"}, ["a.csv"], "a.csv: a sample ends in .json, .jsonl, .ndjson, .har, or is a request line"),
        ({}, ["GET https://api.test/a"], "GET https://api.test/a: this request line has no answer; name the file"),
        ({}, ["GET https://a.test 99"], "GET https://a.test 99: '99' is no status of an answer; give one from 200"),
        ({}, ["GET ftp://a.test/"], "GET ftp://a.test/: this is no address of a call: it is no http(s) address"),
        ({}, ["GET https://a.test/ 200 more"], "GET https://a.test/ 200 more: a request line is METHOD URL [STATUS]"),
        ({"a.har": "{}"}, ["GET /a", "a.har"], "a.har: behind a request line stands a file with its answer"),
        (
            {"a.jsonl": '{"a": 1}\n{"method": "GET", "url": "/a"}'},
            ["a.jsonl"],
            "a.jsonl:2: this is a call with method and url, and a.jsonl:1 is a body; a file has one or the other",
        ),
        (
            {"a.jsonl": '{"method": "GET", "url": "/a", "status": "ok"}'},
            ["a.jsonl"],
            "a.jsonl:1: a call has a method such as GET, a url, and a status from 200 to 599",
        ),
        (
            {"a.json": "[]"},
            ["DELETE /pets/1 204", "a.json"],
            "a.json: this sample has a body for an answer to delete pets/{}, and with status 204 there never is one",
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_what_is_no_sample_is_told_in_a_sentence(files: dict[str, str], arguments: list[str], message: str) -> None:
    for name, text in files.items():
        save(name, text)
    with pytest.raises(SpecloomError) as caught:
        infer(read_arguments(arguments, None, lambda _: None), Options("pets"))
    (problem,) = caught.value.problems
    assert str(problem).startswith(message), str(problem)
    assert "\n" not in str(problem)


def test_no_message_holds_a_value_of_an_address() -> None:
    with pytest.raises(SpecloomError) as caught:
        read("GET https://user:hunter2@api.test/a?token=swordfish")
    assert "swordfish" not in str(caught.value)
    assert "hunter2" not in str(caught.value)
