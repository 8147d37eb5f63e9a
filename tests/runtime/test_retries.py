"""When a failed call is tried again and after how long: as a table, and as steps that nobody waits for."""

from __future__ import annotations

from email.utils import formatdate
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from specloom_runtime import (
    APIConnectionError,
    APITimeoutError,
    BadRequestError,
    InternalServerError,
    Operation,
    RateLimitError,
    RequestEncodingError,
    not_given,
)
from specloom_runtime.call_values import Arguments, Surroundings
from specloom_runtime.exchange import Ask, Close, Exchange, Read, Send, Sleep, exchange
from specloom_runtime.request import build_request
from specloom_runtime.retries import MAX_DELAY_ASKED, delay, delay_asked, should_retry
from specloom_runtime.settings import ClientOption

from .clocks import FakeClock

NOW = 1_700_000_000.0


def in_a_while(seconds: float) -> str:
    return formatdate(NOW + seconds, usegmt=True)


# --- the table ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "headers", "again"),
    [
        (408, {}, True),
        (409, {}, True),
        (429, {}, True),
        (500, {}, True),
        (503, {}, True),
        (599, {}, True),
        (400, {}, False),
        (401, {}, False),
        (404, {}, False),
        (422, {}, False),
        (499, {}, False),
        (302, {}, False),
        (400, {"x-should-retry": "true"}, True),
        (500, {"x-should-retry": "false"}, False),
        (500, {"x-should-retry": "perhaps"}, True),
        (429, {"retry-after": "120"}, True),
        (429, {"retry-after": "121"}, False),
        (429, {"retry-after-ms": "120000"}, True),
        (429, {"retry-after-ms": "120001"}, False),
        (429, {"retry-after": in_a_while(200)}, False),
        (429, {"retry-after": "1e999"}, False),
        (429, {"retry-after": "121", "x-should-retry": "true"}, False),
        (429, {"retry-after": "inf", "x-should-retry": "true"}, True),
        (429, {"retry-after": "nonsense"}, True),
    ],
)
def test_which_answers_are_worth_another_attempt(status: int, headers: dict[str, str], again: bool) -> None:
    assert should_retry(status, headers, NOW) is again


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"retry-after-ms": "0.5"}, 0.0005),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "1.25"}, 1.25),
        ({"retry-after-ms": "20", "retry-after": "7"}, 0.02),
        ({"retry-after-ms": "soon", "retry-after": "7"}, 7.0),
        ({"retry-after": in_a_while(30)}, 30.0),
        ({"retry-after": in_a_while(-30)}, -30.0),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "infinity"}, None),
        ({"retry-after": "Fri, 99 Nov 99999999999999999999 99:99:99 GMT"}, None),
        ({"retry-after": ""}, None),
    ],
)
def test_how_long_a_server_asks_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert delay_asked(headers, NOW) == seconds


def test_without_a_word_from_the_server_pauses_double_up_to_eight_seconds() -> None:
    assert [delay(taken, {}, FakeClock()) for taken in range(6)] == [0.5, 1, 2, 4, 8, 8]
    assert delay(10**6, {}, FakeClock()) == 8
    assert [delay(taken, {}, FakeClock(chance=1.0)) for taken in (0, 4)] == [0.375, 6]


@pytest.mark.parametrize("asked", ["0", "-1", "121", "soon", in_a_while(-5)])
def test_a_pause_that_makes_no_sense_is_as_none(asked: str) -> None:
    assert delay(1, {"retry-after": asked}, FakeClock()) == 1


@given(st.integers(0, 2000), st.dictionaries(st.sampled_from(["retry-after", "retry-after-ms"]), st.text()))
def test_no_header_makes_a_call_wait_long_or_fail(taken: int, headers: dict[str, str]) -> None:
    assert 0 < delay(taken, headers, FakeClock(chance=0.5)) <= MAX_DELAY_ASKED
    assert should_retry(500, headers, NOW) in (True, False)


# --- the steps ----------------------------------------------------------------------------------------------------


def steps(
    *, max_retries: int = 2, stream: bool = False, key: object = "k", prefix: str = "", **arguments: Any
) -> Exchange:
    around = Surroundings(
        base_url="https://host/v1/",
        headers=(),
        query={},
        options=(ClientOption("api_key", "bearer", secret=True),),
        values={"api_key": key},
        timeout=not_given,
        max_retries=max_retries,
        platform_headers=prefix,
    )
    body: Any = arguments.pop("kind", "json")
    operation: Operation[Any] = Operation("POST", "/pets", body=body, security=("api_key",))
    request = build_request(operation, Arguments(**arguments), around)
    return exchange(request, stream=stream, clock=FakeClock(), redirects=20)


def response(status: int, headers: dict[str, str] | None = None, content: bytes = b"{}") -> httpx.Response:
    return httpx.Response(
        status, headers=headers, content=content, request=httpx.Request("POST", "https://host/v1/pets")
    )


def sent(step: object) -> Send:
    assert isinstance(step, Send)
    return step


def slept(step: object) -> float:
    assert isinstance(step, Sleep)
    return step.seconds


def test_a_failure_is_followed_by_a_pause_and_another_attempt() -> None:
    run = steps()
    sent(next(run))
    assert isinstance(run.send(response(503)), Read)
    assert slept(run.send(b"")) == 0.5
    sent(run.send(None))
    assert isinstance(run.send(response(429, {"retry-after": "3"})), Read)
    assert slept(run.send(b"")) == 3
    sent(run.send(None))
    good = response(200)
    assert isinstance(run.send(good), Read)
    with pytest.raises(StopIteration) as stop:
        run.send(b"")
    assert stop.value.value is good
    assert good.extensions["retries_taken"] == 2


def test_after_the_last_attempt_the_error_comes_out() -> None:
    run = steps(max_retries=1)
    sent(next(run))
    run.send(response(429))
    slept(run.send(b""))
    sent(run.send(None))
    run.send(response(500, content=b'{"error": {"code": "c"}}'))
    with pytest.raises(InternalServerError) as caught:
        run.send(b"")
    assert caught.value.code == "c"
    assert caught.value.response.extensions["retries_taken"] == 1


def test_no_retries_is_one_attempt() -> None:
    run = steps(max_retries=0)
    sent(next(run))
    run.send(response(429))
    with pytest.raises(RateLimitError):
        run.send(b"")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectError("x"), APIConnectionError),
        (httpx.RemoteProtocolError("x"), APIConnectionError),
        (httpx.ReadTimeout("x"), APITimeoutError),
        (httpx.PoolTimeout("x"), APITimeoutError),
        (RuntimeError("of some transport"), APIConnectionError),
    ],
)
def test_a_broken_connection_is_tried_again_and_stays_the_cause(error: Exception, kind: type[Exception]) -> None:
    run = steps(max_retries=1)
    sent(next(run))
    assert slept(run.throw(error)) == 0.5
    sent(run.send(None))
    with pytest.raises(kind) as caught:
        run.throw(error)
    assert caught.value.__cause__ is error
    assert str(caught.value) == ("Request timed out." if kind is APITimeoutError else "Connection error.")


def test_a_url_that_no_transport_knows_is_not_tried_again() -> None:
    run = steps()
    sent(next(run))
    with pytest.raises(APIConnectionError):
        run.throw(httpx.UnsupportedProtocol("gopher"))


def test_an_answer_that_breaks_off_is_tried_again() -> None:
    run = steps()
    sent(next(run))
    assert isinstance(run.send(response(200)), Read)
    assert slept(run.throw(httpx.ReadError("cut"))) == 0.5


def test_a_refusal_that_breaks_off_is_a_refusal() -> None:
    run = steps()
    sent(next(run))
    cut = httpx.Response(400, stream=httpx.ByteStream(b""), request=httpx.Request("POST", "https://host/v1/pets"))
    assert isinstance(run.send(cut), Read)
    with pytest.raises(BadRequestError) as caught:
        run.throw(httpx.ReadError("cut"))
    assert (caught.value.message, caught.value.body) == ("Error code: 400", None)


def test_an_answer_that_is_a_stream_is_not_read() -> None:
    run = steps(stream=True)
    sent(next(run))
    with pytest.raises(StopIteration):
        run.send(response(200))


def test_a_failed_answer_to_a_stream_is_dropped_before_the_next_attempt() -> None:
    run = steps(stream=True)
    sent(next(run))
    failed = response(500)
    step = run.send(failed)
    assert isinstance(step, Close)
    assert step.response is failed
    slept(run.send(None))


def test_keys_are_asked_for_at_every_attempt() -> None:
    run = steps(key=lambda: "unused")
    for key in ("one", "two"):
        assert isinstance(next(run) if key == "one" else run.send(None), Ask)
        assert sent(run.send(key)).headers["Authorization"] == f"Bearer {key}"
        run.send(response(500))
        slept(run.send(b""))


@pytest.mark.parametrize(
    ("value", "said"), [("", "an empty text"), (None, "NoneType"), (7, "int"), ("a\nb", "line break")]
)
def test_a_function_that_gives_no_key_is_told_so_once(value: object, said: str) -> None:
    run = steps(key=lambda: "unused")
    next(run)
    with pytest.raises(RequestEncodingError, match=f"`api_key`: .*{said}"):
        run.send(value)


def test_the_number_of_an_attempt_is_told_where_the_settings_ask_for_it() -> None:
    run = steps(prefix="X-Pets")
    for number in ("0", "1"):
        assert sent(next(run) if number == "0" else run.send(None)).headers["x-pets-retry-count"] == number
        run.send(response(500))
        slept(run.send(b""))
    assert "x-pets-retry-count" not in sent(next(steps(prefix=""))).headers
    own = steps(prefix="X-Pets", extra=({"X-Pets-Retry-Count": "mine"}, None, None, not_given))
    headers = sent(next(own)).headers
    assert [value for name, value in headers.items() if name.lower() == "x-pets-retry-count"] == ["mine"]


@pytest.mark.parametrize(("limit", "said"), [(7.0, "7.0"), (httpx.Timeout(9, connect=1), "9"), (None, None)])
def test_the_time_limit_is_told_likewise(limit: Any, said: str | None) -> None:
    run = steps(prefix="X-Pets", extra=(None, None, None, limit))
    assert sent(next(run)).headers.get("x-pets-read-timeout") == said


# --- bodies that can be read once -----------------------------------------------------------------------------------


def test_a_body_that_can_be_read_once_is_sent_once() -> None:
    for failure in ("status", "connection"):
        run = steps(kind="raw", content=(piece for piece in (b"a", b"b")))
        sent(next(run))
        if failure == "connection":
            with pytest.raises(
                APIConnectionError, match=r"Connection error\. \(not tried again: the body can be read"
            ):
                run.throw(httpx.ReadError("cut"))
        else:
            run.send(response(500))
            with pytest.raises(
                InternalServerError, match="not tried again: the body can be read only once; pass bytes"
            ):
                run.send(b"")


def test_a_body_that_can_be_read_again_is_sent_again() -> None:
    for content in (b"ab", "ab", [b"a", b"b"]):
        run = steps(kind="raw", content=content)
        first = sent(next(run))
        run.send(response(500))
        assert slept(run.send(b"")) > 0
        again = sent(next(run))
        assert again.with_body
        assert again.request is first.request
