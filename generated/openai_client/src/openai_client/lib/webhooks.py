"""What OpenAI sends to a webhook: whether it comes from OpenAI, and what it says.

A signature covers ``id.timestamp.body`` and is an HMAC-SHA256 under the secret, written as ``v1,`` and base64. While
one secret replaces another, a header may hold several, with spaces between.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from .._runtime import AsyncResource, InvalidDataError, SDKError, SyncResource

if TYPE_CHECKING:
    from ..types.webhooks import UnwrapWebhookEvent

Payload: TypeAlias = str | bytes | bytearray | memoryview
HeadersLike: TypeAlias = Mapping[str, Any] | Iterable[tuple[str | bytes, str | bytes]]
"""Headers as web frameworks give them: a mapping, whose values may be lists, or pairs, which may be bytes."""

_ENCODED_SECRET = "whsec_"  # noqa: S105 - says that what follows is base64
_HOW_TO_GIVE_ONE = "pass secret=..., or webhook_secret=... to the client, or set OPENAI_WEBHOOK_SECRET"


class InvalidWebhookSignatureError(SDKError, ValueError):
    """What arrived was not signed with the secret, or not lately. It may come from anybody; act on nothing in it."""


class WebhookSecretError(SDKError, ValueError):
    """There is no secret to check a signature with, or it is malformed."""


class Webhooks(SyncResource):
    """What arrives at webhooks. Nothing here calls the API."""

    def unwrap(self, payload: Payload, headers: HeadersLike, *, secret: str | None = None) -> UnwrapWebhookEvent:
        """The event in what arrived, after its signature was verified.

        Args:
            payload: The body of the request as it came, not parsed and not written anew.
            headers: Of the request.
            secret: Of the webhook; by rule that of the client.

        Raises:
            InvalidWebhookSignatureError: If it was not signed with the secret, or is older or newer than five minutes.
            InvalidDataError: If it was, and is no event.
            WebhookSecretError: If there is no secret.
        """
        self.verify_signature(payload, headers, secret=secret)
        return _event(payload)

    def verify_signature(
        self, payload: Payload, headers: HeadersLike, *, secret: str | None = None, tolerance: float = 300
    ) -> None:
        """Return if what arrived was signed with the secret.

        Args:
            payload: The body of the request as it came, not parsed and not written anew.
            headers: Of the request.
            secret: Of the webhook; by rule that of the client.
            tolerance: Seconds that it may be older or newer than now.

        Raises:
            InvalidWebhookSignatureError: If it was not, or not within the tolerance.
            WebhookSecretError: If there is no secret.
        """
        _verify(payload, headers, _key(secret, self._client), tolerance, self._client._clock.now())


class AsyncWebhooks(AsyncResource):
    """What arrives at webhooks. Nothing here calls the API, so there is nothing to await."""

    def unwrap(self, payload: Payload, headers: HeadersLike, *, secret: str | None = None) -> UnwrapWebhookEvent:
        """The event in what arrived, after its signature was verified.

        Arguments and answer are those of ``Webhooks.unwrap``.
        """
        self.verify_signature(payload, headers, secret=secret)
        return _event(payload)

    def verify_signature(
        self, payload: Payload, headers: HeadersLike, *, secret: str | None = None, tolerance: float = 300
    ) -> None:
        """Return if what arrived was signed with the secret.

        Arguments are those of ``Webhooks.verify_signature``.
        """
        _verify(payload, headers, _key(secret, self._client), tolerance, self._client._clock.now())


def _key(secret: str | None, client: object) -> bytes:
    """The secret as bytes. Messages do not show it.

    Raises:
        WebhookSecretError: If there is none, or it is malformed.
    """
    import binascii

    found = getattr(client, "webhook_secret", None) if secret is None else secret
    if not found:
        raise WebhookSecretError(f"there is no webhook secret: {_HOW_TO_GIVE_ONE}")
    if not isinstance(found, str):
        raise WebhookSecretError(f"the webhook secret is a text, not {type(found).__name__}")
    if not found.startswith(_ENCODED_SECRET):
        return found.encode("utf-8", "surrogatepass")
    try:
        key = binascii.a2b_base64(found.removeprefix(_ENCODED_SECRET))
    except ValueError as error:
        raise WebhookSecretError(f"the webhook secret is no base64 after {_ENCODED_SECRET}") from error
    if not key:
        raise WebhookSecretError(f"the webhook secret has nothing after {_ENCODED_SECRET}")
    return key


def _verify(payload: Payload, headers: HeadersLike, key: bytes, tolerance: float, now: float) -> None:
    import base64
    import hmac

    if math.isnan(tolerance) or tolerance < 0:
        raise ValueError(f"tolerance is a time in seconds, 0 or more, not {tolerance!r}")
    found = _values(headers)
    message_id = _single(found, "webhook-id")
    timestamp = _single(found, "webhook-timestamp")
    stated = " ".join(found["webhook-signature"]).split()
    if not stated:
        raise InvalidWebhookSignatureError("the header webhook-signature is missing")
    _check_age(timestamp, tolerance, now)
    signed = b"%b.%b.%b" % (_encoded(message_id), _encoded(timestamp), _body(payload))
    right = base64.b64encode(hmac.digest(key, signed, "sha256"))
    # All are compared, each in a time that does not tell how much of it is right.
    matching = [hmac.compare_digest(_encoded(each.removeprefix("v1,")), right) for each in stated]
    if not any(matching):
        raise InvalidWebhookSignatureError("the signature does not match the payload and the secret")


def _check_age(timestamp: str, tolerance: float, now: float) -> None:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 15):
        raise InvalidWebhookSignatureError(f"the header webhook-timestamp is no time: {timestamp[:40]!r}")
    age = now - int(timestamp)
    if age > tolerance:
        raise InvalidWebhookSignatureError(f"the timestamp is too old: {age:.0f} seconds, {tolerance:g} are tolerated")
    if age < -tolerance:
        raise InvalidWebhookSignatureError(
            f"the timestamp is too new: {-age:.0f} seconds, {tolerance:g} are tolerated"
        )


def _values(headers: HeadersLike) -> dict[str, list[str]]:
    """The values of the headers that matter, whatever the case of their names."""
    found: dict[str, list[str]] = {"webhook-id": [], "webhook-timestamp": [], "webhook-signature": []}
    pairs: Iterable[Any] = headers.items() if hasattr(headers, "items") else headers
    for name, value in pairs:
        known = found.get(_text(name).lower())
        if known is not None:
            known.extend(_text(each) for each in (value if isinstance(value, (list, tuple)) else [value]))
    return found


def _single(found: Mapping[str, list[str]], name: str) -> str:
    values = [value for value in found[name] if value]
    if len(values) != 1:
        raise InvalidWebhookSignatureError(f"the header {name} is {'there twice' if values else 'missing'}")
    return values[0]


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _body(payload: Payload) -> bytes:
    return _encoded(payload) if isinstance(payload, str) else bytes(payload)


def _event(payload: Payload) -> UnwrapWebhookEvent:
    """The event that a payload holds; one of a type that is not known yet is a model with whatever fields it has.

    Raises:
        InvalidDataError: If it is no JSON object.
    """
    from ..types.webhooks import UnwrapWebhookEvent

    try:
        data = json.loads(_body(payload))
    except (ValueError, RecursionError) as error:
        raise InvalidDataError("webhook event", (f"it is no JSON: {error}",)) from error
    if not isinstance(data, dict):
        raise InvalidDataError("webhook event", (f"it is no object but {type(data).__name__}",))
    return cast("UnwrapWebhookEvent", cast("Any", UnwrapWebhookEvent).decode_value(data))
