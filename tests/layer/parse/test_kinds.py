"""``parse`` with types of every kind, for both APIs and with both colours of client."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, NamedTuple, Optional, TypedDict

import attrs
import pytest
from pydantic import BaseModel, RootModel
from pydantic.dataclasses import dataclass as pydantic_dataclass

from openai_client import LengthFinishReasonError
from openai_client._runtime.errors import InvalidDataError
from openai_client.lib.input_errors import InputError
from openai_client.testing import MockAPI

both_apis = pytest.mark.parametrize("api", ["chat", "responses"])
both_colours = pytest.mark.parametrize("colour", ["sync", "async"])


@dataclass
class AsDataclass:
    city: str
    days: int = 1


@attrs.define
class AsAttrs:
    city: str
    days: int = 1


class AsTypedDict(TypedDict, total=False):
    city: str
    days: int


class AsTuple(NamedTuple):
    city: str
    days: int = 1


class AsModel(BaseModel):
    city: str
    days: Optional[int] = None  # noqa: UP045 - the spelling that most models have


@pydantic_dataclass
class AsPydanticDataclass:
    city: str
    days: int


class AsRoot(RootModel[list[AsModel]]):
    pass


class Unit(Enum):
    CELSIUS = "c"
    KELVIN = "k"


CITY = {"city": "Wien", "days": 2}
KINDS = [
    (AsDataclass, CITY, AsDataclass("Wien", 2)),
    (AsDataclass, {"city": "Wien", "days": None}, AsDataclass("Wien", 1)),
    (AsAttrs, CITY, AsAttrs("Wien", 2)),
    (AsTypedDict, CITY, {"city": "Wien", "days": 2}),
    (AsTypedDict, {"city": "Wien", "days": None}, {"city": "Wien"}),
    (AsTuple, CITY, AsTuple("Wien", 2)),
    (AsModel, CITY, AsModel(city="Wien", days=2)),
    (AsPydanticDataclass, CITY, AsPydanticDataclass("Wien", 2)),
    (AsRoot, {"value": [CITY]}, AsRoot([AsModel(city="Wien", days=2)])),
    (int, {"value": 3}, 3),
    (str, {"value": "a"}, "a"),
    (list[int], {"value": [1, 2]}, [1, 2]),
    (list[AsModel], {"value": [CITY]}, [AsModel(city="Wien", days=2)]),
    (Literal["yes", "no"], {"value": "no"}, "no"),
    (Unit, {"value": "k"}, Unit.KELVIN),
    (AsDataclass | AsModel | None, {"value": None}, None),
    (AsDataclass | int, {"value": 3}, 3),
    (AsDataclass | int, {"value": CITY}, AsDataclass("Wien", 2)),
]


def asked(api: str, colour: str, type_: Any, answer: dict[str, Any], **params: Any) -> tuple[Any, dict[str, Any]]:
    """What ``parse`` makes of an answer, and the strict schema that was sent."""
    mock = MockAPI()
    call = mock.chat.completions.create if api == "chat" else mock.responses.create
    call.returns(answer)
    client: Any = mock.client() if colour == "sync" else mock.async_client()
    resource = client.chat.completions if api == "chat" else client.responses
    given: dict[str, Any] = (
        {"messages": [{"role": "user", "content": "Hi"}], "response_format": type_}
        if api == "chat"
        else {"input": "Hi", "text_format": type_}
    )

    async def wait() -> Any:
        return await resource.parse(model="gpt-x", **{**given, **params})

    parsed = resource.parse(model="gpt-x", **{**given, **params}) if colour == "sync" else asyncio.run(wait())
    sent = call.requests[0].json
    return parsed, sent["response_format"]["json_schema"] if api == "chat" else sent["text"]["format"]


def said(api: str, text: str | None = None, refusal: str | None = None, finish: str = "stop") -> dict[str, Any]:
    """An answer with one text, or a refusal."""
    if api == "chat":
        message = {"role": "assistant", "content": text, "refusal": refusal}
        return {"id": "c", "choices": [{"index": 0, "finish_reason": finish, "message": message}]}
    part = {"type": "refusal", "refusal": refusal} if refusal else {"type": "output_text", "text": text}
    status = "incomplete" if finish == "length" else "completed"
    item = {"type": "message", "id": "m", "role": "assistant", "status": status, "content": [part]}
    return {"id": "r", "status": status, "output": [item]}


def read(api: str, parsed: Any) -> Any:
    return parsed.choices[0].message.parsed if api == "chat" else parsed.output_parsed


@both_apis
@both_colours
@pytest.mark.parametrize(("type_", "data", "value"), KINDS)
def test_an_answer_of_any_kind(api: str, colour: str, type_: Any, data: Any, value: Any) -> None:
    parsed, sent = asked(api, colour, type_, said(api, json.dumps(data)))
    found = read(api, parsed)
    assert found == value
    assert type(found) is type(value)
    schema = sent["schema"]
    assert (sent["strict"], schema["type"], schema["additionalProperties"]) == (True, "object", False)
    assert schema["required"] == list(schema["properties"]) == list(data)


@both_apis
@both_colours
@pytest.mark.parametrize("type_", [AsDataclass, AsModel, AsRoot, int])
def test_a_refusal_is_left_unread(api: str, colour: str, type_: Any) -> None:
    parsed, _ = asked(api, colour, type_, said(api, refusal="No."))
    assert read(api, parsed) is None
    part = parsed.choices[0].message if api == "chat" else parsed.output[0].content[0]
    assert part.refusal == "No."


@both_apis
@both_colours
@pytest.mark.parametrize("type_", [AsDataclass, AsModel, AsRoot, int])
def test_length_is_looked_at_before_the_text(api: str, colour: str, type_: Any) -> None:
    cut = said(api, '{"ci', finish="length")
    if api == "chat":
        with pytest.raises(LengthFinishReasonError):
            asked(api, colour, type_, cut)
    else:
        assert read(api, asked(api, colour, type_, cut)[0]) is None


@both_apis
@both_colours
def test_what_does_not_follow_the_type(api: str, colour: str) -> None:
    with pytest.raises(InvalidDataError, match="value should be a whole number"):
        asked(api, colour, int, said(api, '{"value": "x"}'))
    with pytest.raises(InvalidDataError, match="an object with a value"):
        asked(api, colour, AsRoot, said(api, "[]"))
    with pytest.raises(ValueError, match=r"city"):
        asked(api, colour, AsRoot, said(api, '{"value": [{}]}'))


def nested(levels: int) -> Any:
    """A class with objects within one another."""
    made: Any = attrs.make_class("Level_1", {"value": attrs.field(type=int)})
    for level in range(2, levels + 1):
        made = attrs.make_class(
            f"Level_{level}", {"inner": attrs.field(type=made), "twin": attrs.field(type=list[made])}
        )
    return made


def wide(properties: int) -> Any:
    """A class with that many properties, half of them in a class within it."""
    half = {f"field_{number}": attrs.field(type=int) for number in range(properties // 2)}
    inner = attrs.make_class("Inner", half)
    outer = {f"field_{number}": attrs.field(type=int) for number in range(properties - len(half) - 1)}
    return attrs.make_class("Wide", {**outer, "inner": attrs.field(type=inner)})


@both_apis
@both_colours
def test_schemas_that_are_too_large_are_not_sent(api: str, colour: str) -> None:
    with pytest.raises(TypeError, match="Wide has 5,001 properties; strict schemas have 5,000 at most"):
        asked(api, colour, wide(5001), said(api))
    with pytest.raises(TypeError, match="Level_11 has objects 11 levels deep; strict schemas have 10 at most"):
        asked(api, colour, nested(11), said(api))
    assert len(asked(api, colour, wide(5000), said(api, ""))[1]["schema"]["$defs"]) == 1
    assert len(asked(api, colour, nested(10), said(api, ""))[1]["schema"]["$defs"]) == 9


def test_a_class_that_holds_itself_is_not_deep() -> None:
    class Tree(BaseModel):
        children: list[Tree]

    Tree.model_rebuild(_types_namespace={"Tree": Tree})
    parsed, _ = asked("chat", "sync", Tree, said("chat", '{"children": [{"children": []}]}'))
    assert read("chat", parsed) == Tree(children=[Tree(children=[])])


# --- JSON mode -------------------------------------------------------------------------------------------------------

JSON_MODE = {"type": "json_object"}


def in_json_mode(api: str, colour: str, method: str, texts: list[str], **params: Any) -> list[Any]:
    """The requests of a call in JSON mode whose messages, which can be looked at once, have these texts."""
    mock = MockAPI()
    call = mock.chat.completions.create if api == "chat" else mock.responses.create
    call.returns(said(api, "{}"))
    client: Any = mock.client() if colour == "sync" else mock.async_client()
    messages = ({"role": "user", "content": text} for text in texts)
    given: dict[str, Any]
    if api == "chat":
        given = {"messages": messages, "response_format": JSON_MODE}
        resource = client.chat.completions
    else:
        given = {"input": messages, "text": {"format": JSON_MODE}}
        resource = client.responses
    target = resource
    for name in method.split("."):
        target = getattr(target, name)

    async def wait() -> Any:
        return await target(model="gpt-x", **{**given, **params})

    if colour == "sync":
        target(model="gpt-x", **{**given, **params})
    else:
        asyncio.run(wait())
    return list(call.requests)


@both_apis
@both_colours
@pytest.mark.parametrize("method", ["create", "parse", "with_raw_response.create"])
def test_json_mode_needs_a_message_that_says_so(api: str, colour: str, method: str) -> None:
    with pytest.raises(InputError, match=r"asks for JSON mode, which the API refuses unless a text of .* says JSON"):
        in_json_mode(api, colour, method, ["Tell me.", "More."])
    (request,) = in_json_mode(api, colour, method, ["Tell me.", "Write json, please."])
    assert len(request.json["messages" if api == "chat" else "input"]) == 2, "messages that were looked at are sent"


@both_colours
def test_json_may_be_said_in_any_part(colour: str) -> None:
    part = {"role": "user", "content": [{"type": "text", "text": "As JSON."}]}
    assert in_json_mode("chat", colour, "create", [], messages=[part])
    assert in_json_mode("responses", colour, "create", [], input="As JSON.")
    assert in_json_mode("responses", colour, "create", ["Hi"], instructions="Answer in JSON.")
    assert in_json_mode("responses", colour, "create", ["Hi"], previous_response_id="resp_0"), "it may say so"


@both_apis
@both_colours
def test_other_formats_need_no_such_message(api: str, colour: str) -> None:
    other = {"response_format": {"type": "text"}} if api == "chat" else {"text": {"format": {"type": "text"}}}
    assert in_json_mode(api, colour, "create", ["Hi"], **other)
