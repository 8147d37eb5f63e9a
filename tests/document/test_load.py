"""Texts become documents, or errors that say where."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from specloom.document import json_text, load, yaml_text
from specloom.document.load import load_text, load_value
from specloom.problems import SpecloomError

_json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def _yaml(text: str) -> Any:
    return yaml_text.parse_yaml(text.encode(), "pets.yaml")


def _problems(text: str | bytes, source: str = "pets.yaml") -> list[str]:
    with pytest.raises(SpecloomError) as caught:
        load_text(text if isinstance(text, bytes) else text.encode(), source)
    return [str(problem) for problem in caught.value.problems]


@given(_json_values)
def test_any_json_value_comes_back(value: Any) -> None:
    assert load_value(json.dumps([value]).encode(), "x.json") == [value]


@given(_json_values)
def test_json_written_as_yaml_means_the_same(value: Any) -> None:
    # YAML takes no surrogates and no control characters; printable text it takes as it is.
    text = json.dumps({"value": value}, ensure_ascii=False)
    assume(text.isprintable())
    assert yaml_text.parse_yaml(text.encode(), "x.yaml") == {"value": value}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2020-01-01", "2020-01-01"),
        ("12:30:45", "12:30:45"),
        ("on", "on"),
        ("No", "No"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("'null'", "null"),
        ("10", 10),
        ("010", 10),
        ("0o10", 8),
        ("0xff", 255),
        ("1_000", "1_000"),
        ("1.50", 1.5),
        ("-.5e3", -500.0),
        ("1.2.3", "1.2.3"),
        ("-", None),
        ("18446744073709551616", 18446744073709551616.0),
        ("!!str 10", "10"),
        ("!Ref Stage", "Stage"),
    ],
)
def test_yaml_scalars_are_what_json_has(text: str, value: object) -> None:
    found = _yaml(f"a: {text}")["a"] if text != "-" else _yaml("a:\n  -")["a"][0]
    assert (found, type(found)) == (value, type(value))


def test_keys_are_text_however_they_are_spelt() -> None:
    text = "200: a\non: b\nnull: c\n1.0: d\ntrue: e\n'404': f\n2020-01-01: g"
    assert list(_yaml(text)) == ["200", "on", "null", "1.0", "true", "404", "2020-01-01"]


def test_an_anchor_may_be_defined_again_and_the_last_one_counts() -> None:
    assert _yaml("a: &x 1\nb: *x\nc: &x 2\nd: *x") == {"a": 1, "b": 1, "c": 2, "d": 2}


def test_merge_keys_give_way_to_own_keys_and_to_earlier_merges() -> None:
    text = "one: &one {a: 1, b: 1}\ntwo: &two {b: 2, c: 2}\nall:\n  <<: [*one, *two]\n  a: 0"
    assert _yaml(text)["all"] == {"a": 0, "b": 1, "c": 2}


def test_a_quoted_merge_sign_is_a_key() -> None:
    assert _yaml("'<<': {a: 1}") == {"<<": {"a": 1}}


def test_all_keys_that_stand_twice_are_listed_with_their_lines() -> None:
    text = "openapi: 3.1.0\npaths:\n  /a: {}\n  /a: {}\ninfo: {}\ninfo: {}\n"
    assert _problems(text) == [
        "pets.yaml:4:3: the key '/a' stands twice in one mapping",
        "pets.yaml:6:1: the key 'info' stands twice in one mapping",
    ]


def test_keys_that_stand_twice_in_json_are_listed_with_their_lines() -> None:
    text = '{"openapi": "3.1.0",\n "x": {"ü": 1, "a": "\\"a\\": 1", "ü": 2},\n "openapi": "3.1.0"}'
    assert _problems(text, "pets.json") == [
        "pets.json:2:33: the key 'ü' stands twice in one object",
        "pets.json:3:2: the key 'openapi' stands twice in one object",
    ]


@pytest.mark.parametrize(
    ("text", "source", "place"),
    [
        ('{"openapi": "3.1.0",\n  "paths": }', "a.json", "a.json:2:"),
        ("openapi: 3.1.0\npaths: [\n", "a.yaml", "a.yaml:3:1"),
        ("a: b: c", "a.yaml", "a.yaml:1:5"),
        ("a:\n\tb: 1", "a.yaml", "a.yaml:2:1"),
        ("a: *nowhere", "a.yaml", "a.yaml:1:4"),
        ("a: &x [*x]", "a.yaml", "a.yaml:1:8"),
        ("? [a]\n: 1", "a.yaml", "a.yaml:1:3"),
        ("a: .inf", "a.yaml", "a.yaml:1:4"),
        ("a: 1\n---\nb: 1", "a.yaml", "a.yaml:2:1"),
        (b"a: 1\nb: \xff", "a.yaml", "a.yaml:2:4"),
        (b"a: 1\nb: \x07", "a.yaml", "a.yaml:2:4"),
        ('{"a": NaN}', "a.json", "a.json:1:"),
        ('{"a": "\\ud800"}', "a.json", "a.json:1:"),
    ],
)
def test_a_broken_text_is_refused_with_its_place(text: str | bytes, source: str, place: str) -> None:
    assert _problems(text, source)[0].startswith(place)


def test_flow_style_yaml_is_read_where_the_name_says_yaml() -> None:
    assert load_text(b"{openapi: 3.1.0, paths: {}}", "a.yaml") == {"openapi": "3.1.0", "paths": {}}


def test_aliases_that_blow_a_document_up_are_refused() -> None:
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    assert "aliases blow the document up" in _problems("\n".join(lines))[0]


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_a_deep_document_is_refused(opening: str) -> None:
    text = opening * 5000
    assert _problems(text, "a.yaml")
    closed = "[" * 300 + "]" * 300
    assert "levels deep" in _problems(closed, "a.json")[0]
    assert "levels deep" in _problems(f"a: {closed}")[0]


def test_depth_counts_through_aliases() -> None:
    deep = "[" * 150 + "]" * 150
    assert "with *x the document is nested" in _problems(f"a: &x {deep}\nb: {'[' * 100}*x{']' * 100}")[0]


def test_a_document_as_deep_as_allowed_is_read() -> None:
    text = b'{"a":' * 200 + b"1" + b"}" * 200
    assert json_text.parse_json(text, "a.json") == yaml_text.parse_yaml(text, "a.yaml")


def test_a_text_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "MAX_BYTES", 10)
    assert "up to 10 are read" in _problems("openapi: 3.1.0")[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("info: {}\nservers: []", "neither an openapi nor a swagger key; found info, servers"),
        ("{}", "found nothing"),
        ("- 1", "not an array"),
        ("", "no YAML document"),
        ("just words", "not the text or number 'just words'"),
        ("<!doctype html><html>", "looks like a web page"),
        ("openapi: 3.2.0", "openapi 3.2.0 is not supported"),
        ("swagger: '1.2'", "swagger 1.2 is not supported"),
        ("openapi: 30.1", "is not supported"),
    ],
)
def test_what_is_no_openapi_document_is_refused(text: str, message: str) -> None:
    assert message in _problems(text)[0]


@pytest.mark.parametrize("text", ["swagger: 2.0", "swagger: '2.0'", '{"swagger": "2.0"}'])
def test_an_unquoted_version_is_text(text: str) -> None:
    assert load_text(text.encode(), "a.yaml") == {"swagger": "2.0"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(encoding: str) -> None:
    assert load_text('{"openapi": "3.1.0", "x": "ü"}'.encode(encoding), "a.json")["x"] == "ü"
