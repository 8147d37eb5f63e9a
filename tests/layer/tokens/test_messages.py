"""Prompts: counts that the service gave, images, and what cannot be counted."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_client.lib.input_errors import InputError
from openai_client.lib.tokens import (
    MODELS,
    UnknownModelError,
    count_message_tokens,
    count_tokens,
    message_token_report,
)
from openai_client.lib.tokens.image_sizes import image_size

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("vectors.json").read_text("utf-8"))

TOO_HIGH = {
    "pfox-tools-int-enum-named": 1,
    "pfox-tools-nodesc-noreq": 1,
    "pfox-tools-nodesc": 1,
    "pfox-tools-inner-object": 2,
    "pfox-tools-inner-enum-only": 1,
    "pfox-tools-inner-and-string": 3,
}
"""The known kind, properties without a description and nested objects, and by how much; all others are exact."""


@pytest.mark.parametrize("vector", VECTORS["chat"], ids=lambda vector: str(vector["id"]))
def test_prompts_count_what_the_service_counts(vector: dict[str, Any]) -> None:
    given = {key: vector[key] for key in ("tools", "functions", "tool_choice") if key in vector}
    for model in vector["models"]:
        report = message_token_report(vector["messages"], model=model, **given)
        assert report.tokens == vector["prompt_tokens"] + TOO_HIGH.get(vector["id"], 0)
        assert report.tokens == vector["prompt_tokens"] or not report.exact
        assert report.tokens == sum(report.messages) + report.tools + 3


@pytest.mark.parametrize("vector", VECTORS["images"], ids=lambda v: f"{v['model']}-{v['width']}x{v['height']}")
def test_images_count_what_was_measured(vector: dict[str, Any]) -> None:
    rule = MODELS.find(vector["model"]).images
    assert rule is not None
    assert rule.tokens((vector["width"], vector["height"]), vector["detail"]) == vector["tokens"]


@pytest.mark.parametrize("model", ["gpt-4o", "gpt-4.1-mini"])
@given(width=st.integers(1, 20_000), height=st.integers(1, 20_000))
def test_an_image_of_unknown_size_counts_no_less_than_any(model: str, width: int, height: int) -> None:
    rule = MODELS.find(model).images
    assert rule is not None
    for detail in ("low", "high", "auto"):
        assert 0 < rule.tokens((width, height), detail) <= rule.tokens(None, detail)


def test_the_first_model_of_chats_counts_its_own_way() -> None:
    message = {"role": "user", "content": "hello", "name": "bob"}

    assert count_message_tokens([message], model="gpt-3.5-turbo-0301") == 4 + 1 + 1 + 1 - 1 + 3
    assert count_message_tokens([message], model="gpt-3.5-turbo") == 3 + 1 + 1 + 1 + 1 + 3


@pytest.mark.parametrize("content", ["b", [{"type": "text", "text": "b"}]])
def test_one_line_end_is_added_to_the_first_system_message_alone(content: Any) -> None:
    tools = [{"type": "function", "function": {"name": "f"}}]
    messages = [{"role": "user", "content": "a"}, *[{"role": "developer", "content": content}] * 2]

    without = message_token_report(messages, model="gpt-4o")
    report = message_token_report(messages, model="gpt-4o", tools=tools)
    assert [a - b for a, b in zip(report.messages, without.messages, strict=True)] == [0, 1, 0]


def test_tool_calls_and_their_results_are_counted() -> None:
    call = {"id": "c1", "type": "function", "function": {"name": "look_up", "arguments": '{"key": 1}'}}
    messages: list[dict[str, Any]] = [
        {"role": "assistant", "content": None, "tool_calls": [call, call]},
        {"role": "tool", "tool_call_id": "c1", "content": "found"},
    ]
    report = message_token_report(messages, model="gpt-4o")

    one = 3 + count_tokens("look_up", model="gpt-4o") + count_tokens('{"key": 1}', model="gpt-4o")
    assert report.messages == (3 + 1 + 2 * one, 3 + 1 + 1)
    assert report.notes == ("messages: tool calls are counted as calls of functions are",)


def test_items_of_responses_count_like_messages() -> None:
    items = [
        {"role": "user", "content": [{"type": "input_text", "text": "hello"}]},
        {"type": "function_call", "call_id": "c", "name": "look_up", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c", "output": "found"},
        {"type": "custom_tool_call", "call_id": "d", "name": "look_up", "input": "{}"},
        {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "hello"}]},
    ]
    call = {"function": {"name": "look_up", "arguments": "{}"}}
    messages = [
        {"role": "user", "content": "hello"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "content": "found"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "assistant", "content": "hello"},
    ]
    tool = {"name": "look_up", "parameters": {"type": "object", "properties": {"key": {"type": "string"}}}}

    assert count_message_tokens(
        items,
        model="gpt-4o",
        tools=[{"type": "function", **tool}],
        tool_choice={"type": "function", "name": "look_up"},
    ) == count_message_tokens(
        messages,
        model="gpt-4o",
        tools=[{"type": "function", "function": tool}],
        tool_choice={"type": "function", "function": {"name": "look_up"}},
    )


def test_what_the_api_answered_is_counted() -> None:
    from openai_client.types.chat import ChatCompletionMessage

    message = ChatCompletionMessage.from_dict({"role": "assistant", "content": "hello", "refusal": None})
    assert count_message_tokens([message], model="gpt-4o") == 8


def test_all_kinds_of_schemas_have_a_text() -> None:
    from openai_client.lib.tokens.tool_text import namespace_text

    properties = {
        "text": {"type": "string", "description": "two\nlines"},
        "choice": {"enum": ["a", 1, None]},
        "either": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "nullable": {"type": ["integer", "null"]},
        "list": {"type": "array", "items": {"type": "boolean"}},
        "any_list": {"type": "array"},
        "anything": True,
        "free": {"type": "object"},
        "inner": {"type": "object", "properties": {"deep": {"type": "number", "description": "kept"}}},
    }
    function = {"name": "f", "parameters": {"properties": properties, "required": ["text"]}}
    assert namespace_text([function, {"name": "g", "parameters": None}]).splitlines() == [
        "namespace functions {",
        "",
        "type f = (_: {",
        "// two",
        "// lines",
        "text: string,",
        'choice?: "a" | 1 | null,',
        "either?: string | null,",
        "nullable?: number | null,",
        "list?: boolean[],",
        "any_list?: any[],",
        "anything?: any,",
        "free?: object,",
        "inner?: {",
        "  // kept",
        "  deep?: number,",
        "},",
        "}) => any;",
        "",
        "type g = () => any;",
        "",
        "} // namespace functions",
    ]


def image(url: str, **detail: str) -> list[dict[str, Any]]:
    return [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": url, **detail}}]}]


def data_url(content: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(content).decode()}"


def test_an_image_on_the_web_is_not_fetched() -> None:
    messages = image("https://example.test/a.png")
    report = message_token_report(messages, model="gpt-4o")

    assert report.tokens == 3 + 1 + (85 + 8 * 170) + 3
    assert report.notes == ("messages[0].content[0]: the size of the image is not known; counted as the largest",)
    sizes = {"https://example.test/a.png": (1024, 1024)}
    assert count_message_tokens(messages, model="gpt-4o", image_sizes=sizes) == 3 + 1 + 765 + 3
    low = message_token_report(image("https://example.test/a.png", detail="low"), model="gpt-4o")
    assert (low.tokens, low.notes) == (3 + 1 + 85 + 3, ("messages: images are estimates",))


@pytest.mark.parametrize(
    ("messages", "problem"),
    [
        ([{"content": "a"}], r"messages\[0\] has no role"),
        ([{"type": "reasoning"}], r"messages\[0\] has no role and is of the type 'reasoning'"),
        (["a"], r"messages\[0\] is a str; it must be a mapping"),
        ([{"role": "user", "content": 5}], r"messages\[0\]\.content is a int; it may be text"),
        ([{"role": "user", "content": b"a"}], r"messages\[0\]\.content is a bytes"),
        ([{"role": "user", "content": [{"type": "text", "text": 5}]}], r"messages\[0\]\.content\[0\]\.text is a int"),
        ([{"role": "user", "content": "a", "name": 5}], r"messages\[0\]\.name is a int"),
        ([{"role": "assistant", "tool_calls": [{"function": {}}]}], r"tool_calls\[0\]\.function\.name is a NoneType"),
        ([{"role": "user", "content": [{"type": "input_audio"}]}], r"'input_audio'.*input_tokens\.count"),
        ([{"role": "user", "content": [{"type": "file"}]}], r"content\[0\] .*'file'.* without the service"),
        ([{"role": "assistant", "audio": {"id": "a"}}], r"messages\[0\]\.audio cannot be counted"),
        (image("data:image/png;base64,a"), r"content\[0\]: the image cannot be read: a data: URL with broken base64"),
        (image("data:image/png;base64"), "a data: URL without a comma"),
        (image(data_url(b"")), "an empty image"),
        (image(data_url(b"BM bitmap")), "no PNG, JPEG, GIF or WebP"),
        (image(data_url(b"\x89PNG\r\n\x1a\n")), "an image cut after 8 bytes"),
        (image(data_url(b"a"), detail="hihg"), "detail is 'hihg'; it may be auto, low"),
    ],
)
def test_what_cannot_be_counted_is_named(messages: list[Any], problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        count_message_tokens(messages, model="gpt-4o")


def test_a_size_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="0 x 5 pixels"):
        count_message_tokens(image("u"), model="gpt-4o", image_sizes={"u": (0, 5)})


def test_a_model_without_a_rule_for_images_is_named() -> None:
    with pytest.raises(UnknownModelError, match=r"what an image costs 'gpt-4'.*register_model"):
        count_message_tokens(image("u"), model="gpt-4")


@pytest.mark.parametrize("messages", ["hello", {"role": "user"}])
def test_messages_are_a_list(messages: Any) -> None:
    with pytest.raises(TypeError, match="a list of mappings"):
        count_message_tokens(messages, model="gpt-4o")


def test_tools_of_other_kinds_are_estimates() -> None:
    tool = {"type": "web_search", "user_location": {"city": "Rome"}}
    report = message_token_report([], model="gpt-4o", tools=[tool], tool_choice={"type": "web_search"})

    assert report.tools == count_tokens(json.dumps(tool), model="gpt-4o")
    assert report.notes == (
        "tools[0]: of the type 'web_search'; counted as its JSON",
        "tool_choice: names no function; not counted",
    )


def png(width: int, height: int) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))


def jpeg(width: int, height: int) -> bytes:
    thumbnail = b"\xff\xe1" + struct.pack(">H", 12) + b"\xff\xc0" + b"\0" * 8  # a marker inside another part is none
    frame = b"\xff\xff\xc2" + struct.pack(">HBHH", 17, 8, height, width)
    return b"\xff\xd8" + thumbnail + frame


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height)


def webp(kind: bytes, header: bytes) -> bytes:
    return b"RIFF\0\0\0\0WEBP" + kind + b"\0\0\0\0" + header


def lossy(width: int, height: int) -> bytes:
    return webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height))


def lossless(width: int, height: int) -> bytes:
    return webp(b"VP8L", b"\x2f" + struct.pack("<I", width - 1 | height - 1 << 14))


def extended(width: int, height: int) -> bytes:
    return webp(b"VP8X", bytes(4) + struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3])


FORMATS = [png, jpeg, gif, lossy, lossless, extended]


@pytest.mark.parametrize("make", FORMATS)
@given(width=st.integers(1, 16_383), height=st.integers(1, 16_383), rest=st.binary(max_size=4))
def test_sizes_are_read_from_the_first_bytes(make: Any, width: int, height: int, rest: bytes) -> None:
    content = make(width, height)

    assert image_size(content + rest) == (width, height)


@pytest.mark.parametrize("make", FORMATS)
def test_images_that_are_cut_have_no_size(make: Any) -> None:
    whole = make(300, 200)
    needed = next(n for n in range(len(whole) + 1) if _readable(whole[:n]))
    for length in range(needed):
        with pytest.raises(ValueError, match=r"cut after|no PNG|empty|unknown kind"):
            image_size(whole[:length])


def _readable(content: bytes) -> bool:
    try:
        return image_size(content) == (300, 200)
    except ValueError:
        return False


def test_images_without_a_size_are_refused() -> None:
    with pytest.raises(ValueError, match="0 x 7 pixels"):
        image_size(png(0, 7))
    with pytest.raises(ValueError, match="no marker at byte 2"):
        image_size(b"\xff\xd8nothing")


@given(
    st.binary(max_size=64), st.sampled_from([b"", b"\xff\xd8", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"\x89PNG\r\n\x1a\n"])
)
def test_any_bytes_are_a_size_or_an_error(content: bytes, start: bytes) -> None:
    try:
        size = image_size(start + content)
    except ValueError:
        return
    assert all(side > 0 for side in size)


def test_pillow_agrees() -> None:
    """matplotlib, which other tests need, brings Pillow; it writes real files of each format."""
    import io

    from PIL import Image

    for kind, options in (
        ("PNG", {}),
        ("JPEG", {}),
        ("JPEG", {"progressive": True, "exif": b"Exif\0\0" + bytes(100)}),
        ("GIF", {}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"exif": b"Exif\0\0" + bytes(100)}),
    ):
        written = io.BytesIO()
        Image.new("RGB", (313, 77)).save(written, kind, **options)
        assert image_size(written.getvalue()) == (313, 77)
        assert count_message_tokens(image(data_url(written.getvalue())), model="gpt-4o") == 3 + 1 + 85 + 170 + 3
