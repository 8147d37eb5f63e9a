"""What is said of values, and on what grounds: required, null, numbers, formats, enums, maps."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.infer import Inferred, Options, infer
from specloom.infer.texts import FORMATS, formats_of, hides_values, is_choice, is_id, is_id_key

from .known import answer, answers, schema_of

PETS = Options("pets")


def of(*values: Any, options: Options = PETS) -> Inferred:
    return infer(answers(values), options)


def schema(*values: Any) -> Any:
    return schema_of(of(*values).document)


def said(found: Inferred, topic: str) -> list[str]:
    return [f"{remark.place}: {remark.message}" for remark in found.remarks if remark.topic == topic]


def test_required_is_what_is_in_all_samples() -> None:
    assert schema({"a": 1, "b": 1}, {"a": 2})["required"] == ["a"]
    assert "required" not in schema({"a": 1}, {"b": 1})


def test_null_makes_nullable() -> None:
    fields = schema({"a": 1, "b": {"c": 1}, "d": None}, {"a": None, "b": None, "d": None})["properties"]
    assert fields["a"] == {"type": ["integer", "null"]}
    assert fields["b"]["anyOf"][1] == {"type": "null"}
    assert fields["d"] == {"type": "null"}


def test_null_in_3_0() -> None:
    document = of({"a": 1, "b": {"c": 1}}, {"a": None, "b": None}, options=Options("pets", "3.0")).document
    fields = document["components"]["schemas"]["Pets"]["properties"]
    assert fields["a"] == {"type": "integer", "nullable": True}
    assert fields["b"] == {"allOf": [{"$ref": "#/components/schemas/B"}], "nullable": True}


def test_integers_are_numbers() -> None:
    assert schema([1, 2]) == {"type": "array", "items": {"type": "integer"}}
    assert schema([1, 2.5]) == {"type": "array", "items": {"type": "number"}}


def test_an_empty_list_is_unknown_until_another_sample_tells() -> None:
    empty = of({"tags": []})
    assert schema_of(empty.document)["properties"]["tags"] == {"type": "array", "items": {}}
    assert said(empty, "unknown")
    told = infer(answers([{"tags": ["a"]}]), Options("pets"), empty.document)
    assert schema_of(told.document)["properties"]["tags"] == {"type": "array", "items": {"type": "string"}}
    assert not said(told, "unknown")


FORMATTED = {
    "date-time": ("2026-01-02T03:04:05Z", "2026-12-31T23:59:59.25+09:00"),
    "date": ("2026-01-02", "2024-02-29"),
    "uuid": ("123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174001"),
    "email": ("ada@example.test", "bob.b+c@mail.example.test"),
    "uri": ("https://example.test/a?b=c#d", "s3://bucket/key%20x"),
}


@pytest.mark.parametrize("name", FORMATTED)
def test_a_format_needs_two_values_and_all_of_them(name: str) -> None:
    one, other = FORMATTED[name]
    assert schema(one) == {"type": "string"}
    assert schema(one, other) == {"type": "string", "format": name}
    assert schema(one, other, "some words") == {"type": "string"}
    first = of(one).document
    assert schema_of(infer(answers([other]), Options("pets"), first).document) == {"type": "string", "format": name}
    assert schema_of(infer(answers(["words"]), Options("pets"), first).document) == {"type": "string"}


@pytest.mark.parametrize(
    "text",
    ["2026-13-01", "2026-02-30", "2026-1-2", "2026-01-02 03:04:05", "2026-01-02T25:00:00Z", "2026-01-02T03:04:05",
     "ada@", "@b", "a b@c.test", "ada@localhost", "example.test", "https://", "https://a b", "mailto:", "1234", "",
     "123e4567e89b12d3a456426614174000", "２０２６-01-02"],
)  # fmt: skip
def test_what_only_looks_like_a_format_has_none(text: str) -> None:
    assert formats_of(text) == frozenset()


def test_no_text_has_two_formats() -> None:
    for pair in FORMATTED.values():
        for text in pair:
            assert len(formats_of(text)) == 1
    assert set(FORMATTED) == set(FORMATS)


def orders(*states: str, name: str = "status") -> list[dict[str, Any]]:
    return [{"id": number, name: state} for number, state in enumerate(states)]


def test_few_short_repeated_values_are_an_enum_and_reported() -> None:
    found = of(orders(*["open", "closed", "in_progress"] * 4))
    fields = schema_of(found.document)["items"]["properties"]
    assert fields["status"] == {"type": "string", "enum": ["closed", "in_progress", "open"]}
    assert said(found, "enum") == ["GET /pets 200 [].status: one of closed, in_progress, open, as in 12 records"]


@pytest.mark.parametrize(
    ("states", "name"),
    [
        (["open", "closed"] * 4, "status"),  # too few
        (["open"] * 20, "status"),  # no choice
        ([*["open"] * 20, "closed"], "status"),  # once is not repeated
        ([f"{'abcdefghijkl'[at % 12]}word" for at in range(60)], "status"),  # too many
        (["a text that is much too long", "another text that is too long"] * 9, "status"),
        (["open", "closed"] * 9, "password"),
        (["open", "closed"] * 9, "user_name"),
        (["3f2a9c1b", "9d8e7f6a"] * 9, "status"),
        (["qxkzvbt", "wrtpsdf"] * 9, "status"),
    ],
)
def test_other_texts_are_no_enum(states: list[str], name: str) -> None:
    fields = schema_of(of(orders(*states, name=name)).document)["items"]["properties"]
    assert fields[name] == {"type": "string"}


def test_a_record_that_comes_again_says_nothing_more() -> None:
    two = orders("open", "closed")
    assert schema_of(of(*[two] * 20).document)["items"]["properties"]["status"] == {"type": "string"}


def test_enums_can_be_switched_off() -> None:
    found = of(orders(*["open", "closed"] * 9), options=Options("pets", enums=False))
    assert schema_of(found.document)["items"]["properties"]["status"] == {"type": "string"}


def test_an_enum_grows_or_goes() -> None:
    first = of(orders(*["open", "closed"] * 9)).document
    wider = infer(answers([orders(*["late"] * 3)]), Options("pets"), first).document
    assert schema_of(wider)["items"]["properties"]["status"]["enum"] == ["closed", "late", "open"]
    gone = infer(answers([orders("whatever it may be")]), Options("pets"), first).document
    assert schema_of(gone)["items"]["properties"]["status"] == {"type": "string"}


def test_objects_whose_keys_vary_are_maps() -> None:
    words = ["oak", "elm", "ash", "fir", "yew", "box", "bay", "fig"]
    found = of(*[{"trees": {words[at]: {"height": at}, words[at + 1]: {"height": 1}}} for at in (0, 2, 4, 6)])
    trees = schema_of(found.document)["properties"]["trees"]
    height = {"type": "object", "properties": {"height": {"type": "integer"}}, "required": ["height"]}
    assert trees == {"type": "object", "additionalProperties": height}
    assert said(found, "map") == [
        "GET /pets 200 .trees: values by key, for there are 8 keys in 4 objects, most of them once"
    ]
    wider = infer(answers([{"trees": {"pine": {"height": 2.5}}}]), Options("pets"), found.document).document
    rest = schema_of(wider)["properties"]["trees"]["additionalProperties"]
    assert rest["properties"]["height"] == {"type": "number"}


def test_objects_with_unlike_values_are_no_maps() -> None:
    words = ["oak", "elm", "ash", "fir", "yew", "box"]
    found = schema(*[{"trees": {word: at if at % 2 else "tall"}} for at, word in enumerate(words)])
    assert set(found["properties"]["trees"]["properties"]) == set(words)


def test_ids_as_keys_make_a_map_even_beside_names() -> None:
    key = "123e4567-e89b-12d3-a456-426614174000"
    found = schema({"total": 1, key: {"n": 1}, "5f1d7c3a9b": {"n": 2}})
    assert found["properties"] == {"total": {"type": "integer"}}
    assert found["additionalProperties"]["properties"] == {"n": {"type": "integer"}}


def test_types_that_contradict_each_other_are_a_union_with_its_samples() -> None:
    found = of({"id": 1}, {"id": "a"}, {"id": 2}, {"id": [True]})
    members = schema_of(found.document)["properties"]["id"]["anyOf"]
    assert [member["type"] for member in members] == ["integer", "string", "array"]
    (message,) = said(found, "union")
    assert message == (
        "GET /pets 200 .id: integer (sample.jsonl:1), string (sample.jsonl:2) and array (sample.jsonl:4) "
        "are told apart by their type alone"
    )


def test_what_rests_on_one_sample_is_told() -> None:
    assert "one sample each of GET /pets; more would tell what is optional" in said(of({"a": 1}), "once")[0]
    assert said(of({"a": 1}, {"a": 1}), "once") == []


@pytest.mark.parametrize(
    "segment",
    ["1", "007", "123e4567-e89b-12d3-a456-426614174000", "5f1d7c3a9b", "cus_9s6XKzkNRiz8i3", "2026-01-02", "order-17",
     "ada@example.test", "hello world", "ÄÖ", "d41d8cd98f00b204e9800998ecf8427e", "01ARZ3NDEKTSV4RRFFQ69G5FAV"],
)  # fmt: skip
def test_segments_that_are_values(segment: str) -> None:
    assert is_id(segment)


@pytest.mark.parametrize(
    "segment",
    ["pets", "v1", "v2beta1", "chat", "fine_tuning", "getUserById", "robots.txt", "oauth2", "me", "search", "s3",
     "text-to-speech", "batch:run", "$metadata", "facade", "deadbeef"],
)  # fmt: skip
def test_segments_that_are_words(segment: str) -> None:
    assert not is_id(segment)


@pytest.mark.parametrize("key", ["2026", "2026-01-02", "a@b.test", "https://a.test/", "9f86d081884c7d65", "x" * 100])
def test_keys_that_are_values(key: str) -> None:
    assert is_id_key(key)


@pytest.mark.parametrize(
    "key",
    ["id", "created_at", "catchPhrase", "xmlHttpRequest", "address_line_1", "Content-Type", "@type", "$ref", "名前",
     "p95_latency_ms", "last30DaysCount", "sha256_checksum", "lat_lng_str_fmt", "first name", "", "h1"],
)  # fmt: skip
def test_keys_that_are_names(key: str) -> None:
    assert not is_id_key(key)


def test_words_that_hide_and_words_that_choose() -> None:
    for name in ("password", "apiKey", "access_token", "userEmail", "X-Session-Id", "full_name"):
        assert hides_values(name), name
    for name in ("status", "token_type", "currency", "kind", "user_role"):
        assert not hides_values(name), name
    assert all(map(is_choice, ["open", "USD", "in_progress", "gpt-4", "ReadOnly", "text/plain", "v1"]))
    assert not any(map(is_choice, ["Ada Lovelace Byron King!", "Ada", "12", "", "ada@b.test", "a" * 30, "hunter2222"]))


def test_beside_ids_what_is_no_plain_word_is_one_of_them() -> None:
    # Random text that no rule finds: its company gives it away.
    lucky, known = "Bux7Yzegya", "5f1d7c3a9b"
    assert not is_id(lucky)
    assert not is_id_key(lucky)
    found = infer([answer({"a": 1}, f"users/{part}/keys") for part in (known, lucky, "all")], PETS).document
    assert list(found["paths"]) == ["/users/all/keys", "/users/{user_id}/keys"]
    assert schema({lucky: 1})["properties"] == {lucky: {"type": "integer"}}
    assert schema({lucky: 1, known: 2, "total": 3}) == {
        "type": "object",
        "properties": {"total": {"type": "integer"}},
        "required": ["total"],
        "additionalProperties": {"type": "integer"},
    }
