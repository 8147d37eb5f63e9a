"""Events are decoded as they come; the switch decides between an answer and a stream."""

from __future__ import annotations

from types import ModuleType

from tests.golden.calls import call, events


def check(package: ModuleType) -> None:
    types = package.types
    delta = {"type": "answer.delta", "delta": "4"}
    done = {"type": "answer.done", "answer": {"text": "42"}}

    streamed = call(
        package,
        lambda client: client.answers.create(question="?", stream=True),
        events(delta, delta, done, "[DONE]"),
        collect=True,
    )
    assert streamed.body == {"question": "?", "stream": True}
    assert [type(event) for event in streamed.answer] == [types.AnswerDelta, types.AnswerDelta, types.AnswerDone]
    assert streamed.answer[2].answer.text == "42"

    whole = call(package, lambda client: client.answers.create(question="?"), {"text": "42"})
    assert whole.body == {"question": "?"}
    assert isinstance(whole.answer, types.Answer)

    news = call(package, lambda client: client.news.retrieve(), events({"line": "a"}, {"line": "b"}), collect=True)
    assert news.request.headers["Accept"] == "text/event-stream"
    assert [headline.line for headline in news.answer] == ["a", "b"]
