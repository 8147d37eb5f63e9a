"""Access tokens of OAuth 2.0 by client credentials (RFC 6749, section 4.4): fetched when first needed, and kept.

It is part of a package whose API says so. The steps are those of an exchange, so that both kinds of client share them.
"""

from __future__ import annotations

import asyncio
import copy
import threading
from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlencode, urljoin, urlsplit
from weakref import WeakKeyDictionary

from .auth import basic, checked_answer
from .call_values import Chosen, Request, Source
from .errors import APIConnectionError, APIStatusError, InvalidOptionError, SDKError
from .exchange import Ask, Step, connection_error, exchange
from .headers import HeaderStack
from .operation import Endpoint
from .redaction import REDACTED, shown_url
from .settings import ClientOption

if TYPE_CHECKING:
    import httpx

    from .retries import Clock

EARLY_SECONDS = 60.0
"""A token is renewed so long before it ends, ..."""
EARLY_SHARE = 0.1
"""... or this part of its life, if that is less."""

_SHOWN = 300
_UNCLEAR = ("", "invalid_client", "invalid_request")  # so a server answers that looks for the secret elsewhere


class TokenError(SDKError):
    """No access token was given out.

    Attributes:
        error: What the server calls it (``invalid_client``), or empty.
        response: Its answer.
    """

    error: str
    response: httpx.Response

    def __init__(self, message: str, error: str, response: httpx.Response) -> None:
        super().__init__(message)
        self.error = error
        self.response = response


def source(
    given: object, parts: Mapping[str, object], names: Mapping[str, str], *, is_async: bool
) -> TokenSource | None:
    """What gets tokens, or None where the client lacks an id or a secret.

    Args:
        given: Not used: a token that is given needs no source.
        parts: ``client_id``, ``client_secret`` (a text or a function that gives one), ``token_url``, ``scope``.
        names: What these options are called in the client.
        is_async: Whether the client is the asynchronous one.

    Raises:
        InvalidOptionError: If there is no ``token_url``, or one of them is no text.
    """
    if parts.get("client_id") in (None, "") or parts.get("client_secret") in (None, ""):
        return None
    for name, value in parts.items():
        if not (value is None or isinstance(value, str) or (name == "client_secret" and callable(value))):
            raise InvalidOptionError(f"`{names[name]}` is to be a text, not {type(value).__name__}")
    if not parts.get("token_url"):
        raise InvalidOptionError(
            f"`{names['token_url']}`: the document does not say where access tokens are given out"
        )
    return TokenSource(parts, names, is_async=is_async)


class TokenSource(Source):
    """One access token for all calls of a client and its copies; however many ask at once, it is fetched once."""

    def __init__(self, parts: Mapping[str, Any], names: Mapping[str, str], *, is_async: bool) -> None:
        self._parts = parts
        self._names = names
        self._is_async = is_async
        self._threads = threading.Lock()
        self._tasks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()
        self._held = ("", 0.0)  # a token and until when it is good, together: threads read them without the lock
        self._failure: SDKError | None = None
        self._failures = 0
        self._in_body = False  # where the id and the secret are put: into a header, unless the server wants otherwise

    def obtain(self, chosen: Chosen, request: Request, clock: Clock) -> Generator[Step, Any, str]:
        """The steps to a token that is good for a while.

        Raises:
            TokenError: If the server gives none.
            APIConnectionError: If it cannot be reached.
        """
        if token := self._good(clock):
            return token
        before = self._failures
        turn = self._turn()
        yield Ask(turn.acquire)
        try:
            if token := self._good(clock):
                return token
            if self._failure is not None and self._failures != before:
                raise copy.copy(self._failure)  # what came of the fetch that this call waited for
            return (yield from self._fetch(request, clock))
        finally:
            turn.release()

    def discard(self, used: object) -> bool:
        if used == self._held[0]:
            self._held = ("", 0.0)
        return True

    def _turn(self) -> threading.Lock | asyncio.Lock:
        """Held by who fetches: one thread, or one task of an event loop, at a time."""
        if not self._is_async:
            return self._threads
        return self._tasks.setdefault(asyncio.get_running_loop(), asyncio.Lock())

    def _good(self, clock: Clock) -> str:
        """The token, unless it is about to end."""
        token, until = self._held
        return token if clock.now() < until else ""

    def _fetch(self, request: Request, clock: Clock) -> Generator[Step, Any, str]:
        try:
            response = yield from self._asked(request, clock)
            token, seconds = self._read(response)
        except SDKError as error:
            self._failure, self._failures = copy.copy(error), self._failures + 1
            raise
        self._held = (token, clock.now() + seconds - min(EARLY_SECONDS, seconds * EARLY_SHARE))
        return token

    def _asked(self, request: Request, clock: Clock) -> Generator[Step, Any, httpx.Response]:
        """The answer to the first way of asking that the server understands."""
        secret = self._parts["client_secret"]
        if callable(secret):
            secret = checked_answer(ClientOption(self._names["client_secret"], "setting"), (yield Ask(secret)))
        refusals: list[APIStatusError] = []
        for in_body in (self._in_body, not self._in_body):
            asked = self._request(request, str(secret), in_body=in_body)
            try:
                # Redirects are not followed: the secret is for this server.
                response = yield from exchange(asked, stream=False, clock=clock, redirects=0)
            except APIConnectionError as error:
                cause = error.__cause__ if isinstance(error.__cause__, Exception) else error
                note = f" (asking {shown_url(asked.url)} for an access token)"
                raise connection_error(cause, error.request, note) from error
            except APIStatusError as error:
                refusals.append(error)
                if error.status_code not in (400, 401) or _name(error) not in _UNCLEAR:
                    break
            else:
                self._in_body = in_body
                return response
        refused = next((one for one in refusals if _name(one) == "invalid_client"), refusals[-1])
        raise self._error(f"answered {refused.status_code}", str(secret), refused.response) from None

    def _request(self, call: Request, secret: str, *, in_body: bool) -> Request:
        parts = self._parts
        url = urljoin(call.base_url, parts["token_url"])
        fields = {"grant_type": "client_credentials", **({"scope": parts["scope"]} if parts.get("scope") else {})}
        headers = HeaderStack({"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"})
        headers.lay({"User-Agent": call.headers.get("User-Agent")})
        if in_body:
            fields |= {"client_id": parts["client_id"], "client_secret": secret}
        else:
            headers.put("Authorization", "Basic " + basic(quote_plus(parts["client_id"]), quote_plus(secret)))
        made = Request(Endpoint("POST", urlsplit(url).path), url, headers, call.timeout)
        made.content = urlencode(fields).encode()
        made.max_retries = call.max_retries
        made.secrets = call.secrets
        return made

    def _read(self, response: httpx.Response) -> tuple[str, float]:
        """The token of an answer, and for how many seconds it is good: until it is refused, where that is not said."""
        facts = _facts(response)
        token, kind = facts.get("access_token"), str(facts.get("token_type") or "bearer").lower()
        if not isinstance(token, str) or not token:
            raise self._error("answered without an `access_token`", "", response)
        if not kind.startswith("bearer"):
            raise self._error(
                f"answered with a token of type {kind!r}, which cannot be sent as a bearer token", "", response
            )
        try:
            seconds = float(facts.get("expires_in") or "inf")
        except (OverflowError, TypeError, ValueError):
            seconds = float("inf")
        return token, seconds if seconds > 0 else float("inf")

    def _error(self, what: str, secret: str, response: httpx.Response) -> TokenError:
        names, facts = self._names, _facts(response)
        error = str(facts.get("error") or "")
        asked = f"POST {shown_url(str(response.request.url))} for the client {self._parts['client_id']!r}"
        if self._parts.get("scope"):
            asked += f" with scope {self._parts['scope']!r}"
        told = ""
        if not response.is_success:  # of a success nothing is shown: it may hold a token
            told = ": " + ", ".join(filter(None, (error, str(facts.get("error_description") or ""))))
            told = told if told != ": " else f": {response.text.strip()[:_SHOWN]}" if response.text.strip() else ""
            told = told.replace(secret, REDACTED) if secret else told
        id_and_secret = f"check `{names['client_id']}` and `{names['client_secret']}`"
        hint = {
            "invalid_client": id_and_secret,
            "invalid_scope": f"pass as `{names['scope']}` what this client may ask for, or '' for what it has anyway",
            "unauthorized_client": "this client may not ask for tokens in its own name (client credentials)",
            "unsupported_grant_type": "the server gives no tokens for client credentials; "
            "pass a token, or a function that gets one",
        }.get(error, id_and_secret if response.status_code == 401 else "")
        if response.is_redirect:
            place = shown_url(response.headers.get("location", ""))
            hint = f"it leads to {place}, and secrets are not taken elsewhere; pass the right `{names['token_url']}`"
        return TokenError(f"No access token: {asked} was {what}{told}.{_sentence(hint)}", error, response)


def _facts(response: httpx.Response) -> Mapping[str, Any]:
    try:
        facts = response.json()
    except (ValueError, RecursionError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _name(error: APIStatusError) -> str:
    return str(_facts(error.response).get("error") or "")


def _sentence(hint: str) -> str:
    return f" {hint[0].upper()}{hint[1:]}." if hint else ""
