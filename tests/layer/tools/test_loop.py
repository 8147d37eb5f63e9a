"""Runs of tools with models whose answers are written down: both APIs, both colours."""

from __future__ import annotations

import asyncio
import threading
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import attrs
import pytest

from openai_client import OpenAI
from openai_client._runtime.errors import InvalidDataError
from openai_client.lib.tools import StopTools, ToolCall, UnknownToolError, Usage, run_response_tools, run_tools, tool
from openai_client.testing import MockAPI

from .scripts import Chat, Responses, Script, call, run

both_apis = pytest.mark.parametrize("api", [Chat, Responses])
both_colours = pytest.mark.parametrize("colour", ["sync", "async"])


def weather(city: str, days: int = 1) -> dict[str, object]:
    """The weather of a city."""
    return {"city": city, "days": days}


@tool
def fail(reason: str) -> str:
    """It does."""
    raise RuntimeError(reason)


@both_apis
@both_colours
def test_a_run_from_question_to_answer(api: type[Script], colour: str) -> None:
    script = api().says("I look.", call("weather", city="Wien", days=None)).says("It is mild.")
    found = run(script, colour, [weather])

    assert (found.stop_reason, found.text, found.parsed) == ("stop", "It is mild.", None)
    assert found.usage == Usage(20, 8, 28, 4, 2)
    assert [len(step.results) for step in found.steps] == [1, 0]
    (result,) = found.results
    assert result.call == ToolCall("call_1", "weather", '{"city": "Wien", "days": null}', {"city": "Wien"})
    assert (result.output, result.error, result.called) == ('{"city": "Wien", "days": 1}', None, True)
    first, second = script.create.requests
    assert script.told(second) == [("call_1", '{"city": "Wien", "days": 1}')]
    name = "messages" if api is Chat else "input"
    assert first.json[name] == [{"role": "user", "content": "Hi"}]
    assert list(found.messages[:-1]) == second.json[name], "the transcript is what was sent, and the last answer"
    assert found.messages[-1]["role"] == "assistant"
    assert found.final is found.steps[-1].answer
    assert first.json["model"] == "gpt-x"
    assert first.headers["x-stainless-helper-method"].endswith("run_tools")
    (told,) = first.json["tools"]
    about = told["function"] if api is Chat else told
    assert (about["name"], about["strict"], about["description"]) == ("weather", True, "The weather of a city.")


@both_apis
@both_colours
def test_calls_of_one_step_are_made_together_and_answered_in_order(api: type[Script], colour: str) -> None:
    meeting = threading.Barrier(3, timeout=10)  # it is passed only if three wait at the same time
    place: ContextVar[str] = ContextVar("place")
    place.set("here")

    def meet(number: int) -> str:
        meeting.wait()
        return f"{place.get()} {number}"

    calls = [call("meet", f"call_{number}", number=number) for number in (3, 1, 2)]
    script = api().says(None, *calls).says("Met.")
    found = run(script, colour, [meet])
    assert script.told(script.create.requests[1]) == [("call_3", "here 3"), ("call_1", "here 1"), ("call_2", "here 2")]
    assert found.text == "Met."


@both_apis
def test_asynchronous_functions_wait_for_one_another(api: type[Script]) -> None:
    ready = {name: asyncio.Event() for name in ("a", "b")}

    async def meet(name: str, other: str) -> str:
        ready[name].set()
        await asyncio.wait_for(ready[other].wait(), 10)
        return name

    script = api().says(None, call("meet", "1", name="a", other="b"), call("meet", "2", name="b", other="a")).says("")
    run(script, "async", [meet])
    assert script.told(script.create.requests[1]) == [("1", "a"), ("2", "b")]
    with pytest.raises(TypeError, match="meet is asynchronous: run it with an asynchronous client"):
        run(api(), "sync", [meet])


@both_apis
@both_colours
def test_the_model_is_told_of_what_goes_wrong(api: type[Script], colour: str) -> None:
    calls = [
        call("fail", "1", reason="no luck"),
        call("forecast", "2"),
        call("weather", "3", raw='{"city": '),
        call("weather", "4", days="many", town="Wien"),
        call("weather", "5", raw="[]"),
        call("weather", "6", city="Graz"),
    ]
    script = api().says(None, *calls).says("Sorry.")
    found = run(script, colour, [weather, fail])
    told = dict(script.told(script.create.requests[1]))
    assert told["1"] == "Error: RuntimeError: no luck"
    assert told["2"] == "Error: there is no tool 'forecast' (there are: weather, fail)"
    assert told["3"].startswith("Error: not a valid call of weather: the arguments are no JSON: Expecting value")
    assert told["4"] == (
        "Error: not a valid call of weather: there is no argument town (there are: city, days); city is missing; "
        "days should be a whole number, not 'many'"
    )
    assert told["5"] == "Error: not a valid call of weather: the arguments should be an object"
    assert told["6"] == '{"city": "Graz", "days": 1}'
    assert found.text == "Sorry."
    kinds = [type(result.error) for result in found.results]
    assert kinds == [RuntimeError, UnknownToolError, InvalidDataError, InvalidDataError, InvalidDataError, type(None)]
    assert [result.called for result in found.results] == [True, False, False, False, False, True]


@both_apis
@both_colours
def test_errors_can_be_raised_or_told_in_other_words(api: type[Script], colour: str) -> None:
    wants = call("fail", reason="no luck")
    with pytest.raises(RuntimeError, match="no luck"):
        run(api().says(None, wants), colour, [fail], on_error="raise")
    with pytest.raises(UnknownToolError, match="no tool 'other'"):
        run(api().says(None, call("other")), colour, [fail], on_error="raise")
    script = api().says(None, wants).says("")
    run(script, colour, [fail], on_error=lambda made, error: f"{made.name}: try {error} again")
    assert script.told(script.create.requests[1]) == [("call_1", "fail: try no luck again")]


@both_apis
@both_colours
def test_a_result_that_is_no_json_is_an_error_of_the_tool(api: type[Script], colour: str) -> None:
    def odd() -> object:
        return object()

    script = api().says(None, call("odd", raw="")).says("")
    found = run(script, colour, [odd])
    assert "a value of type object" in found.results[0].output
    assert found.results[0].called


@both_apis
@both_colours
def test_before_each_call_somebody_is_asked(api: type[Script], colour: str) -> None:
    asked: list[ToolCall] = []

    def before(made: ToolCall) -> str | None:
        asked.append(made)
        return "Not in Graz." if made.values["city"] == "Graz" else None

    script = api().says(
        None, call("weather", "1", city="Graz"), call("weather", "2", city="Wien"), call("weather", "3")
    )
    found = run(script.says("Done."), colour, [weather], before_call=before)
    assert [made.id for made in asked] == ["1", "2"], "what does not fit is not asked about"
    assert [result.called for result in found.results] == [False, True, False]
    assert script.told(script.create.requests[1])[0] == ("1", "Not in Graz.")
    assert (found.stop_reason, found.results[0].error) == ("stop", None)


@both_apis
@both_colours
def test_a_veto_ends_the_run_before_anything_is_called(api: type[Script], colour: str) -> None:
    made: list[str] = []

    def note(text: str) -> None:
        made.append(text)

    def before(wanted: ToolCall) -> None:
        if wanted.values["text"] == "bad":
            raise StopTools("nobody agreed")

    script = api().says("Well.", call("note", "1", text="good"), call("note", "2", text="bad"))
    found = run(script, colour, [note], before_call=before)
    assert (found.stop_reason, found.text, made) == ("vetoed", "Well.", [])
    assert [result.output for result in found.results] == ["Not called: nobody agreed"] * 2
    later = api().says("Then not.")
    name = "messages" if api is Chat else "input"
    assert run(later, colour, [note], **{name: found.messages}).text == "Then not.", "it can be gone on with"
    assert [id for id, _ in later.told(later.create.requests[0])] == ["1", "2"]


@both_apis
@both_colours
def test_the_hook_may_raise_or_err(api: type[Script], colour: str) -> None:
    def before(_: ToolCall) -> Any:
        raise PermissionError("never")

    with pytest.raises(PermissionError, match="never"):
        run(api().says(None, call("weather", city="Wien")), colour, [weather], before_call=before)
    with pytest.raises(TypeError, match="before_call returned False"):
        run(api().says(None, call("weather", city="Wien")), colour, [weather], before_call=lambda _: False)


@both_apis
def test_the_hook_may_be_asynchronous(api: type[Script]) -> None:
    async def before(_: ToolCall) -> str:
        await asyncio.sleep(0)
        return "Later."

    found = run(api().says(None, call("weather", city="Wien")).says(""), "async", [weather], before_call=before)
    assert found.results[0].output == "Later."


@both_apis
@both_colours
def test_steps_are_limited(api: type[Script], colour: str) -> None:
    script = api().says(None, call("weather", city="Wien"))  # again and again
    found = run(script, colour, [weather], max_steps=3)
    assert (found.stop_reason, len(found.steps), len(script.create.requests)) == ("max_steps", 3, 3)
    assert [result.called for result in found.results] == [True, True, False]
    assert found.results[-1].output == "Not called: the limit of steps was reached"
    with pytest.raises(ValueError, match="max_steps is 0"):
        run(script, colour, [weather], max_steps=0)


@both_apis
@both_colours
@pytest.mark.parametrize("finish", ["length", "content_filter"])
def test_an_answer_that_is_cut_off_ends_the_run(api: type[Script], colour: str, finish: str) -> None:
    script = api().says('{"nu', call("weather", city="Wien"), finish=finish)
    found = run(script, colour, [weather], type=Number)
    assert (found.stop_reason, found.results, found.parsed) == (finish, (), None)


@both_apis
@both_colours
def test_a_refusal_ends_the_run(api: type[Script], colour: str) -> None:
    found = run(api().says(refusal="I will not."), colour, [weather], type=Number)
    assert (found.stop_reason, found.text, found.parsed) == ("refusal", "I will not.", None)


@both_colours
def test_a_response_that_failed_ends_the_run(colour: str) -> None:
    assert run(Responses().says(finish="failed"), colour, [weather]).stop_reason == "failed"


@dataclass
class Number:
    number: int


@both_apis
@both_colours
def test_the_last_answer_is_read_as_a_type(api: type[Script], colour: str) -> None:
    script = api().says(None, call("weather", city="Wien")).says('{"number": 3}')
    assert run(script, colour, [weather], type=Number).parsed == Number(3)
    found = run(api().says("three"), colour, [weather], type=Number)
    with pytest.raises(InvalidDataError, match="Number"):
        _ = found.parsed
    assert found.text == "three", "what was paid for is not lost"


@both_apis
@pytest.mark.parametrize(
    ("choice", "later"),
    [
        ("required", "auto"),
        ({"type": "function", "name": "weather"}, "auto"),
        ("none", "none"),
        (
            {"type": "allowed_tools", "mode": "required", "tools": []},
            {"type": "allowed_tools", "mode": "auto", "tools": []},
        ),
        (
            {"type": "allowed_tools", "allowed_tools": {"mode": "required"}},
            {"type": "allowed_tools", "allowed_tools": {"mode": "auto"}},
        ),
    ],
)
def test_a_call_is_forced_once(api: type[Script], choice: Any, later: Any) -> None:
    script = api().says(None, call("weather", city="Wien")).says("")
    run(script, "sync", [weather], tool_choice=choice)
    assert [request.json["tool_choice"] for request in script.create.requests] == [choice, later]


def test_a_conversation_is_told_what_is_new() -> None:
    script = Responses().says(None, call("weather", city="Wien")).says("")
    run(script, "sync", [weather, {"type": "web_search"}], conversation="conv_1")
    first, second = (request.json for request in script.create.requests)
    assert [item["type"] for item in second["input"]] == ["function_call_output"]
    assert [one["type"] for one in first["tools"]] == ["function", "web_search"]


@pytest.mark.parametrize(("secret", "sent"), [(None, False), ("xyz", True)])
def test_reasoning_that_was_not_stored_goes_back_encrypted_or_not_at_all(secret: str | None, sent: bool) -> None:
    reasoning: dict[str, Any] = {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": secret}
    wants = {"type": "function_call", "call_id": "1", "name": "weather", "arguments": '{"city": "Wien"}'}
    script = Responses()
    script.create.returns({"id": "resp_1", "status": "completed", "output": [reasoning, wants]})
    found = run(script.says("Mild."), "sync", [weather], store=False)
    assert ("reasoning" in [item.get("type") for item in script.create.requests[1].json["input"]]) is sent
    assert found.messages[1]["type"] == "reasoning"
    assert found.usage.total_tokens == 14, "an answer may come without its usage"


def test_what_does_not_go_with_a_run_is_refused() -> None:
    client: OpenAI = MockAPI().client()
    messages = [{"role": "user", "content": "Hi"}]
    with pytest.raises(ValueError, match="two tools are called weather"):
        run_tools(client, model="m", messages=messages, tools=[weather, tool(weather)])
    with pytest.raises(ValueError, match="n: a run follows one answer"):
        run_tools(client, model="m", messages=messages, tools=[weather], n=2)
    with pytest.raises(ValueError, match="stream"):
        run_tools(client, model="m", messages=messages, tools=[weather], stream=True)
    with pytest.raises(ValueError, match="background"):
        run_response_tools(client, model="m", input="Hi", tools=[weather], background=True)
    with pytest.raises(TypeError, match="nobody would call 'weather'"):
        run_response_tools(client, model="m", input="Hi", tools=[{"type": "function", "name": "weather"}])


def test_an_answer_without_choices_is_an_error() -> None:
    script = Chat()
    script.create.returns({"id": "c", "choices": []})
    with pytest.raises(InvalidDataError, match="it has no choices"):
        run(script, "sync", [weather])


def test_a_message_goes_back_as_requests_have_it() -> None:
    audio = {"id": "audio_1", "data": "AAAA", "expires_at": 1, "transcript": "Hi"}
    wants = {"id": "1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Wien"}'}}
    message: dict[str, Any] = {
        "role": "assistant",
        "content": None,
        "refusal": None,
        "annotations": [],
        "audio": audio,
    }
    script = Chat()
    script.create.returns({"id": "c", "choices": [{"index": 0, "message": {**message, "tool_calls": [wants]}}]})
    run(script.says(""), "sync", [weather])
    assert script.create.requests[1].json["messages"][1] == {
        "role": "assistant",
        "content": None,
        "audio": {"id": "audio_1"},
        "tool_calls": [wants],
    }


def test_a_run_cannot_be_changed() -> None:
    found = run(Chat().says("Hi"), "sync", [weather])
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        found.text = "Ho"  # type: ignore[misc]  # that is what is tested
