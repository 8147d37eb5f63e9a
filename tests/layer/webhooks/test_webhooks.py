"""Webhooks: what is signed is let in and told apart, anything else is not."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_client import AsyncOpenAI, InvalidWebhookSignatureError, OpenAI, OpenAIError
from openai_client._runtime import InvalidDataError, UnknownModel
from openai_client._runtime.retries import Clock
from openai_client.lib.webhooks import WebhookSecretError
from openai_client.types import webhooks as events

NOW = 1_750_000_000
KEY = b"0123456789abcdef"
SECRET = "whsec_" + base64.b64encode(KEY).decode()
EVENT = {
    "id": "evt_1",
    "object": "event",
    "created_at": NOW,
    "type": "response.completed",
    "data": {"id": "resp_1"},
}
BODY = json.dumps(EVENT)


class AtNow(Clock):
    def now(self) -> float:
        return NOW


@pytest.fixture(params=[OpenAI, AsyncOpenAI], ids=["sync", "async"])
def webhooks(request: pytest.FixtureRequest) -> Any:
    return webhooks_of(request.param)


def webhooks_of(client_class: Any = OpenAI, secret: str | None = SECRET) -> Any:
    client = client_class(api_key="sk-test", webhook_secret=secret)
    client._clock = AtNow()
    return client.webhooks


def sign(body: bytes, *, key: bytes = KEY, message: str = "wh_1", at: int | str = NOW) -> str:
    """The signature, made in another way than the client makes it."""
    digest = hmac.new(key, f"{message}.{at}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def headers(body: bytes | str = BODY, **more: Any) -> dict[str, str]:
    content = body.encode() if isinstance(body, str) else body
    return {
        "webhook-id": more.get("message", "wh_1"),
        "webhook-timestamp": str(more.get("at", NOW)),
        "webhook-signature": sign(content, **more),
    }


def refused(webhooks: Any, body: Any, given_headers: Any, **options: Any) -> str:
    with pytest.raises(InvalidWebhookSignatureError) as failure:
        webhooks.verify_signature(body, given_headers, **options)
    return str(failure.value)


def test_a_signed_event_is_unwrapped_into_its_type(webhooks: Any) -> None:
    event = webhooks.unwrap(BODY, headers())
    assert isinstance(event, events.ResponseCompletedWebhookEvent)
    assert (event.id, event.data.id) == ("evt_1", "resp_1")


@pytest.mark.parametrize("body", [BODY, BODY.encode(), bytearray(BODY.encode()), memoryview(BODY.encode())])
def test_a_body_in_any_form(webhooks: Any, body: Any) -> None:
    assert webhooks.unwrap(body, headers()).id == "evt_1"


@pytest.mark.parametrize(
    "form",
    [
        lambda found: {name.title(): value for name, value in found.items()},
        lambda found: {name: [value] for name, value in found.items()},
        lambda found: list(found.items()),
        lambda found: [(name.encode(), value.encode()) for name, value in found.items()],
        lambda found: iter([*found.items(), ("host", "example.com")]),
    ],
    ids=["title case", "lists", "pairs", "bytes", "iterator"],
)
def test_headers_as_frameworks_have_them(webhooks: Any, form: Any) -> None:
    webhooks.verify_signature(BODY, form(headers()))


def test_every_webhook_of_the_document_has_its_type(webhooks: Any) -> None:
    document = json.loads((Path(__file__).parents[3] / "spec/openai/openapi.json").read_text("utf-8"))
    schemas = document["components"]["schemas"]
    for webhook in document["webhooks"].values():
        reference = webhook["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        (kind,) = schemas[reference.rpartition("/")[2]]["properties"]["type"]["enum"]
        body = json.dumps({**EVENT, "type": kind})
        event = webhooks.unwrap(body, headers(body))
        assert event.type == kind
        assert type(event).__module__.startswith("openai_client.types.webhooks.")
        union: Any = events.UnwrapWebhookEvent
        assert isinstance(event, union)


def test_an_event_that_is_not_known_yet_is_let_in(webhooks: Any) -> None:
    body = json.dumps({**EVENT, "type": "moon.landed"})
    event = webhooks.unwrap(body, headers(body))
    assert isinstance(event, UnknownModel)
    assert event.to_dict()["type"] == "moon.landed"


@pytest.mark.parametrize("body", ["", "{", "[]", '"text"', "[" * 100_000])
def test_what_is_signed_and_no_event(webhooks: Any, body: str) -> None:
    webhooks.verify_signature(body, headers(body))
    with pytest.raises(InvalidDataError, match="webhook event"):
        webhooks.unwrap(body, headers(body))


def test_several_signatures_while_a_secret_is_replaced(webhooks: Any) -> None:
    old = sign(BODY.encode(), key=b"another")
    both = {**headers(), "webhook-signature": f"{old}  {sign(BODY.encode())}"}
    webhooks.verify_signature(BODY, both)
    webhooks.verify_signature(BODY, {**headers(), "webhook-signature": [old, sign(BODY.encode())]})
    assert "does not match" in refused(webhooks, BODY, {**headers(), "webhook-signature": f"{old} {old}"})


def test_a_signature_without_its_version(webhooks: Any) -> None:
    webhooks.verify_signature(BODY, {**headers(), "webhook-signature": sign(BODY.encode()).removeprefix("v1,")})


@pytest.mark.parametrize(("age", "tolerance"), [(300, 300), (-300, 300), (0, 0), (1, 1), (-1, 1)])
def test_within_the_tolerance(webhooks: Any, age: int, tolerance: int) -> None:
    webhooks.verify_signature(BODY, headers(at=NOW - age), tolerance=tolerance)


@pytest.mark.parametrize(
    ("age", "tolerance", "message"),
    [
        (301, 300, "too old: 301 seconds, 300 are tolerated"),
        (-301, 300, "too new: 301 seconds"),
        (1, 0, "too old"),
        (-1, 0, "too new"),
    ],
)
def test_beyond_the_tolerance(webhooks: Any, age: int, tolerance: int, message: str) -> None:
    assert message in refused(webhooks, BODY, headers(at=NOW - age), tolerance=tolerance)


def test_five_minutes_by_rule(webhooks: Any) -> None:
    webhooks.unwrap(BODY, headers(at=NOW - 300))
    with pytest.raises(InvalidWebhookSignatureError):
        webhooks.unwrap(BODY, headers(at=NOW - 301))


@pytest.mark.parametrize("stamp", ["", "soon", "-5", "1.5", "１２３", "1_0", " 5", "9" * 400])
def test_times_that_are_none(webhooks: Any, stamp: str) -> None:
    assert "webhook-timestamp" in refused(webhooks, BODY, headers(at=stamp))


@pytest.mark.parametrize("missing", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_missing_header_is_named(webhooks: Any, missing: str) -> None:
    left = {name: value for name, value in headers().items() if name != missing}
    assert refused(webhooks, BODY, left) == f"the header {missing} is missing"
    assert refused(webhooks, BODY, {**left, missing: ""}) == f"the header {missing} is missing"


def test_a_header_that_is_there_twice_is_not_guessed_at(webhooks: Any) -> None:
    twice = [*headers().items(), ("Webhook-Id", "wh_2")]
    assert refused(webhooks, BODY, twice) == "the header webhook-id is there twice"


def test_secrets(webhooks: Any) -> None:
    plain = "a plain secret ☂"
    webhooks.verify_signature(BODY, headers(key=plain.encode()), secret=plain)
    refused(webhooks, BODY, headers(key=plain.encode()))
    for secret, message in [("whsec_", "nothing after"), ("whsec_a", "no base64"), ("", "no webhook secret")]:
        with pytest.raises(WebhookSecretError, match=message):
            webhooks.verify_signature(BODY, headers(), secret=secret)


def test_without_a_secret_nothing_is_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_WEBHOOK_SECRET", raising=False)
    with pytest.raises(ValueError, match=r"pass secret=\.\.\., or webhook_secret=\.\.\. .*OPENAI_WEBHOOK_SECRET"):
        webhooks_of(secret=None).unwrap(BODY, headers())
    monkeypatch.setenv("OPENAI_WEBHOOK_SECRET", SECRET)
    assert webhooks_of(secret=None).unwrap(BODY, headers()).id == "evt_1"


def test_no_message_shows_the_secret_or_the_signature(webhooks: Any) -> None:
    right = sign(BODY.encode())
    messages = [
        refused(webhooks, "other", headers()),
        refused(webhooks, BODY, {**headers(), "webhook-id": "other"}),
        refused(webhooks, BODY, headers(at=1)),
    ]
    for message in messages:
        assert SECRET not in message
        assert right not in message


@pytest.mark.parametrize("tolerance", [-1, float("nan")])
def test_a_tolerance_that_makes_no_sense(webhooks: Any, tolerance: float) -> None:
    with pytest.raises(ValueError, match="tolerance is a time"):
        webhooks.verify_signature(BODY, headers(), tolerance=tolerance)


def test_the_error_is_what_the_official_client_raises() -> None:
    assert issubclass(InvalidWebhookSignatureError, ValueError)
    assert issubclass(InvalidWebhookSignatureError, OpenAIError)
    error = pickle.loads(pickle.dumps(InvalidWebhookSignatureError("no")))
    assert (type(error), str(error)) == (InvalidWebhookSignatureError, "no")


# --- properties ---------------------------------------------------------------------------------------------------

bodies = st.binary(max_size=60) | st.text(max_size=30)
message_ids = st.text(st.characters(codec="latin-1", exclude_categories=["Cc", "Zs"]), min_size=1, max_size=12)
keys = st.binary(min_size=1, max_size=40)


def secret_of(key: bytes) -> str:
    return "whsec_" + base64.b64encode(key).decode()


@given(bodies, message_ids, keys)
def test_whatever_is_signed_is_let_in(body: bytes | str, message: str, key: bytes) -> None:
    webhooks_of().verify_signature(body, headers(body, message=message, key=key), secret=secret_of(key))


@given(bodies, st.data())
def test_one_bit_that_differs_is_enough(body: bytes | str, data: st.DataObject) -> None:
    content = body.encode("utf-8") if isinstance(body, str) else body
    right = headers(content)
    kind = data.draw(st.sampled_from(["body", "id", "time", "signature", "key"]))
    changed: Mapping[str, str] = right
    secret = SECRET
    if kind == "body":
        place = data.draw(st.integers(0, len(content) * 8))
        flipped = bytearray(content + b"\0")
        flipped[place // 8] ^= 1 << place % 8
        content = bytes(flipped) if place == len(content) * 8 else bytes(flipped[:-1])
    elif kind == "id":
        changed = {**right, "webhook-id": right["webhook-id"] + data.draw(st.sampled_from("1. "))}
    elif kind == "time":
        changed = {**right, "webhook-timestamp": str(NOW + data.draw(st.integers(1, 200)))}
    elif kind == "signature":
        text = right["webhook-signature"]
        place = data.draw(st.integers(3, len(text) - 3))
        changed = {
            **right,
            "webhook-signature": text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :],
        }
    else:
        secret = secret_of(KEY + b"x")
    with pytest.raises(InvalidWebhookSignatureError):
        webhooks_of().verify_signature(content, changed, secret=secret)


@given(st.text(max_size=80))
def test_no_made_up_signature_gets_in(text: str) -> None:
    with pytest.raises(InvalidWebhookSignatureError):
        webhooks_of().verify_signature(BODY, {**headers(), "webhook-signature": text})


@given(st.lists(st.text(max_size=20).filter(str.strip), max_size=4), st.integers(0, 4))
def test_the_right_signature_may_stand_anywhere_among_others(others: list[str], place: int) -> None:
    signatures = [*others[:place], sign(BODY.encode()), *others[place:]]
    webhooks_of().verify_signature(BODY, {**headers(), "webhook-signature": " ".join(signatures)})


@given(st.integers(-2, 2), st.integers(0, 600))
def test_the_border_of_the_tolerance(offset: int, tolerance: int) -> None:
    found = headers(at=NOW - tolerance - offset)
    if offset > 0 or (offset < 0 and -offset > 2 * tolerance):
        refused(webhooks_of(), BODY, found, tolerance=tolerance)
    else:
        webhooks_of().verify_signature(BODY, found, tolerance=tolerance)
