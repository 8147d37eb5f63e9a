"""What goes over the wire, decided without a wire."""

from __future__ import annotations

import io
import json
from datetime import datetime, timezone
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specloom_runtime import (
    InvalidPathParameterError,
    MissingCredentialsError,
    Model,
    Omit,
    Operation,
    RequestEncodingError,
    not_given,
    omit,
)
from specloom_runtime.bodies import json_bytes
from specloom_runtime.call_values import Arguments, Request, Surroundings
from specloom_runtime.multipart import multipart_parts
from specloom_runtime.request import build_request, url_with_query
from specloom_runtime.settings import ClientOption
from specloom_runtime.types import Extra
from specloom_runtime.urls import fill_path, query_string
from specloom_runtime.wire_text import pairs

OPTIONS = (
    ClientOption("api_key", "bearer", secret=True),
    ClientOption("admin_key", "header", name="X-Admin", env="ADMIN", secret=True),
)


def around(**changes: Any) -> Surroundings:
    facts: dict[str, Any] = {
        "base_url": "https://host/v1/",
        "headers": ({"User-Agent": "u"}, {"X-Default": "d"}),
        "query": {"version": "1"},
        "options": OPTIONS,
        "values": {"api_key": "k", "admin_key": None},
        "timeout": 3.0,
        "max_retries": 2,
    }
    return Surroundings(**{**facts, **changes})


def extra(headers: Any = None, query: Any = None, body: Any = None, timeout: Any = not_given) -> Extra:
    return headers, query, body, timeout


def build(operation: Operation[Any], surroundings: Surroundings | None = None, **arguments: Any) -> Request:
    return build_request(operation, Arguments(**arguments), surroundings or around())


GET: Operation[Any] = Operation("GET", "/pets/{id}", security=("api_key",))
POST: Operation[Any] = Operation("POST", "/pets", body="json", security=("api_key",), headers={"X-Own": "own"})


# --- paths --------------------------------------------------------------------------------------------------------


def test_a_path_value_is_one_segment() -> None:
    assert fill_path("/a/{id}/b", {"id": "x/y z?é"}) == "/a/x%2Fy%20z%3F%C3%A9/b"
    assert fill_path("/a/{id}", {"id": "!$&'()*+,;=:@~-._"}) == "/a/!$&'()*+,;=:@~-._"
    assert fill_path("/a/{n}", {"n": 3}) == "/a/3"


@pytest.mark.parametrize("value", ["", None, ".", ".."])
def test_a_path_value_that_leads_elsewhere_is_refused(value: object) -> None:
    with pytest.raises(InvalidPathParameterError) as caught:
        fill_path("/a/{id}", {"id": value})
    assert isinstance(caught.value, ValueError)


def test_the_empty_path_value_is_named() -> None:
    with pytest.raises(ValueError, match="Expected a non-empty value for `id` but received ''"):
        fill_path("/a/{id}", {"id": ""})


def test_two_values_may_not_make_a_segment_of_dots() -> None:
    with pytest.raises(InvalidPathParameterError):
        fill_path("/{a}{b}", {"a": ".", "b": "."})


@given(st.text(min_size=1))
def test_no_path_value_gets_out_of_its_segment(value: str) -> None:
    try:
        path = fill_path("/a/{id}/b", {"id": value})
    except (InvalidPathParameterError, UnicodeEncodeError):
        return
    assert path.count("/") == 3
    assert not set(path) & set("?# \\\n")


# --- queries ------------------------------------------------------------------------------------------------------


def test_arrays_and_objects_in_a_query() -> None:
    values = {"a": [1, "x", None], "o": {"k": True, "deep": {"l": [False]}}, "gone": omit, "none": None, "e": ""}
    assert parse_qsl(query_string(values), keep_blank_values=True) == [
        ("a[]", "1"),
        ("a[]", "x"),
        ("o[k]", "true"),
        ("o[deep][l][]", "false"),
        ("e", ""),
    ]
    assert query_string({"a": [1, 2]}, "repeat") == "a=1&a=2"
    assert query_string({"a": [1, 2]}, "comma") == "a=1,2"


@pytest.mark.parametrize(
    ("style", "array", "object_"),
    [
        ("deep", [("p[]", "1"), ("p[]", "2")], [("p[k]", "1"), ("p[l]", "true")]),
        ("form", [("p", "1"), ("p", "2")], [("k", "1"), ("l", "true")]),
        ("comma", [("p", "1,2")], [("p", "k,1,l,true")]),
        ("pipe", [("p", "1|2")], [("p", "k|1|l|true")]),
        ("space", [("p", "1 2")], [("p", "k 1 l true")]),
    ],
)
def test_a_parameter_may_have_a_style_of_its_own(
    style: str, array: list[tuple[str, str]], object_: list[tuple[str, str]]
) -> None:
    given = {"k": 1, "gone": omit, "none": None, "l": True}
    assert parse_qsl(query_string({"p": [1, None, 2], "x": [3]}, "repeat", {"p": style})) == [*array, ("x", "3")]
    assert parse_qsl(query_string({"p": given, "x": {"y": 3}}, "comma", {"p": style})) == [*object_, ("x[y]", "3")]
    assert query_string({"p": {"none": None}, "q": omit}, styles={"p": style, "q": style}) == ""
    assert query_string({"p": 5}, styles={"p": style}) == "p=5"


def test_what_has_no_text_is_refused_by_name() -> None:
    with pytest.raises(RequestEncodingError, match=r"o\[k\]: cannot send a value of type object"):
        list(pairs("o", {"k": object()}, "brackets"))


@given(st.dictionaries(st.text(min_size=1, max_size=5), st.text(max_size=5) | st.integers() | st.booleans()))
def test_a_query_reads_back(values: dict[str, object]) -> None:
    try:
        written = query_string(values)
    except UnicodeEncodeError:
        return  # a lone surrogate has no form in a URL
    expected = [(k, str(v).lower() if isinstance(v, bool) else str(v)) for k, v in values.items()]
    assert parse_qsl(written, keep_blank_values=True) == expected


# --- the whole request --------------------------------------------------------------------------------------------


def test_layers_of_headers() -> None:
    request = build(POST, body={}, header={"X-Param": [1, 2]}, extra=extra({"x-own": "mine", "X-DEFAULT": Omit()}))
    assert request.headers == {
        "Accept": "application/json",
        "Content-Type": "application/json",
        "User-Agent": "u",
        "x-own": "mine",
        "X-Param": "1,2",
    }
    assert request.removed_headers == ("X-DEFAULT",)


def test_content_type_belongs_to_requests_that_may_have_a_body() -> None:
    assert "Content-Type" not in build(GET, path={"id": "1"}).headers
    searched: Operation[Any] = Operation("GET", "/pets", body="json")
    assert build(searched, body={"a": 1}).headers["Content-Type"] == "application/json"
    delete: Operation[Any] = Operation("DELETE", "/x")
    assert build(delete).headers["Content-Type"] == "application/json"
    raw: Operation[Any] = Operation("POST", "/x", body="raw", content_type="application/sdp")
    assert build(raw, content=b"v=0").headers["Content-Type"] == "application/sdp"
    upload: Operation[Any] = Operation("POST", "/x", body="multipart")
    assert "Content-Type" not in build(upload, body={"a": 1}).headers


def test_a_header_value_that_cannot_be_sent_is_refused_without_showing_it() -> None:
    for value in ("secret\n", "sécret"):
        with pytest.raises(RequestEncodingError) as caught:
            build(GET, path={"id": "1"}, extra=extra({"X-Key": value}))
        assert "X-Key" in str(caught.value)
        assert "cret" not in str(caught.value)


def test_layers_of_query_parameters() -> None:
    operation: Operation[Any] = Operation("GET", "/x", query={"fixed": "yes"})
    request = build(operation, query={"a": 1, "b": omit}, extra=extra(query={"a": 2, "version": "9"}))
    assert url_with_query(request, request.query) == "https://host/v1/x?version=9&fixed=yes&a=2"


def test_the_next_page_wins_over_a_parameter_the_caller_added() -> None:
    first = Arguments(query={"limit": 5}, extra=extra({"X": "1"}, {"after": "a", "q": "b"}))
    following = build_request(GET, Arguments(path={"id": "1"}, query=first.query, extra=first.extra), around())
    assert following.query == {"version": "1", "limit": 5, "after": "a", "q": "b"}
    second = first.with_query({"after": "z"})
    assert (second.query, second.extra[:2]) == ({"limit": 5, "after": "z"}, ({"X": "1"}, {"q": "b"}))


def test_an_absolute_url_stands_for_itself() -> None:
    operation: Operation[Any] = Operation("GET", "https://other/x")
    assert build(operation).url == "https://other/x"


def test_bodies() -> None:
    assert build(POST, body={"a": 1, "b": omit, "c": not_given, "d": None}).content == b'{"a":1,"d":null}'
    assert build(POST, body={"a": omit}).content == b"{}"
    assert build(POST, content=[1, 2]).content == b"[1,2]"
    assert build(POST, content=None).content == b"null"
    assert build(POST, body={"a": 1, "b": 1}, extra=extra(body={"b": 2})).content == b'{"a":1,"b":2}'
    assert build(GET, path={"id": "1"}).content is None
    form: Operation[Any] = Operation("POST", "/x", body="form")
    assert build(form, body={"a": ["x y"], "b": True}).content == b"a%5B%5D=x+y&b=true"
    with pytest.raises(RequestEncodingError, match="extra_body can only join one mapping with another"):
        build(POST, content=[1], extra=extra(body={"b": 2}))


def test_the_first_credential_at_hand_is_used() -> None:
    either: Operation[Any] = Operation("GET", "/x", security=("admin_key", "api_key"))
    both: Operation[Any] = Operation("GET", "/x", security=("admin_key+api_key",))
    assert [chosen.option.py_name for chosen in build(either).credentials] == ["api_key"]
    full = around(values={"api_key": "k", "admin_key": "a"})
    assert [chosen.option.py_name for chosen in build(both, full).credentials] == ["admin_key", "api_key"]
    with pytest.raises(
        MissingCredentialsError, match=r"`admin_key` \(or the ADMIN environment variable\) and `api_key`"
    ):
        build(both)


def test_a_credential_that_need_not_be_is_sent_where_there_is_one() -> None:
    perhaps: Operation[Any] = Operation("GET", "/x", security=("admin_key", ""))
    assert build(perhaps).credentials == []
    full = around(values={"api_key": "k", "admin_key": "a"})
    assert [chosen.option.py_name for chosen in build(perhaps, full).credentials] == ["admin_key"]


def test_a_header_given_or_taken_away_needs_no_credential() -> None:
    bare = around(values={"api_key": None, "admin_key": None})
    with pytest.raises(TypeError, match="Could not resolve authentication method"):
        build(GET, bare, path={"id": "1"})
    for given_header in ("Bearer other", Omit()):
        request = build(GET, bare, path={"id": "1"}, extra=extra({"authorization": given_header}))
        assert request.credentials == []


# --- JSON ---------------------------------------------------------------------------------------------------------


class Colour(Enum):
    RED = "red"


def test_json_of_more_than_plain_data() -> None:
    value = {
        "m": Model.from_dict({"a": 1}),
        "t": datetime(2024, 1, 2, tzinfo=timezone.utc),
        "e": Colour.RED,
        "p": Path("a"),
        "g": (n for n in (1, 2)),
        "é": "é",
    }
    assert json_bytes(value).decode() == (
        '{"m":{"a":1},"t":"2024-01-02T00:00:00+00:00","e":"red","p":"a","g":[1,2],"é":"é"}'
    )


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none()))
def test_json_reads_back(value: dict[str, object]) -> None:
    assert json.loads(json_bytes(value)) == value


def test_a_lone_surrogate_is_escaped() -> None:
    assert json_bytes({"a": "\ud800"}) == b'{"a":"\\ud800"}'


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"a": [1, {"b": object()}]}, r"a\[1\]\.b: a value of type object"),
        ({"a": float("nan")}, "a: .*float"),
        ({"a": b"bytes"}, "a: a value of type bytes"),
        (object(), "the body: a value of type object"),
        ({("a", "b"): 1}, "keys must be"),
        ({"x": omit}, "x: a value of type Omit"),
    ],
)
def test_what_json_cannot_hold_is_named(value: object, place: str) -> None:
    with pytest.raises(RequestEncodingError, match=place) as caught:
        json_bytes(value)
    assert isinstance(caught.value, TypeError)


def test_endless_bodies_are_refused() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    loop: dict[str, Any] = {}
    loop["self"] = loop
    with pytest.raises(RequestEncodingError, match="nested too deeply"):
        json_bytes(deep)
    with pytest.raises(RequestEncodingError, match=r"[Cc]ircular"):
        json_bytes(loop)


# --- parts --------------------------------------------------------------------------------------------------------


def test_parts_of_a_form(tmp_path: Path) -> None:
    path = tmp_path / "p.txt"
    path.write_bytes(b"p")
    opened = io.BytesIO(b"io")
    opened.name = "/secret/place/io.bin"
    parts = multipart_parts(
        {
            "text": "x",
            "flag": True,
            "gone": omit,
            "none": None,
            "list": ["a", "b"],
            "tree": {"k": {"l": 1}},
            "raw": b"raw",
            "path": path,
            "files": [("n.png", b"png", "image/png"), opened],
            "meta": {"a": [1]},
        },
        {"meta": "application/json"},
    )
    assert [(part.name, part.filename, part.content_type) for part in parts] == [
        ("text", None, None),
        ("flag", None, None),
        ("list[]", None, None),
        ("list[]", None, None),
        ("tree[k][l]", None, None),
        ("raw", "upload", None),
        ("path", "p.txt", None),
        ("files[]", "n.png", "image/png"),
        ("files[]", "io.bin", None),
        ("meta", None, "application/json"),
    ]
    assert parts[1].content == "true"
    assert parts[-1].content == b'{"a":[1]}'


def test_a_file_open_as_text_is_refused() -> None:
    with pytest.raises(RequestEncodingError, match="file: open the file in binary mode"):
        multipart_parts({"file": io.StringIO("x")}, {})


def test_what_is_neither_field_nor_file_is_named() -> None:
    with pytest.raises(RequestEncodingError, match=r"a\[b\]: cannot send a value of type object"):
        multipart_parts({"a": {"b": object()}}, {})
