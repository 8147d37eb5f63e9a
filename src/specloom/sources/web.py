"""A document at a web address."""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

import httpx

from specloom import __version__
from specloom.document.limits import MAX_BYTES
from specloom.problems import Problem, SpecloomError
from specloom.sources.fetched import Fetched, Progress
from specloom_runtime.bounds import guard
from specloom_runtime.errors import APIResponseValidationError

_MAX_REDIRECTS: Final = 5
_TIMEOUT: Final = httpx.Timeout(30.0, connect=10.0)
_MAX_SECONDS: Final = 600.0  # for all of a document; the time limit of the connection is for each piece
_HEADERS: Final = {
    "User-Agent": f"specloom/{__version__}",
    "Accept": "application/json, application/yaml, text/yaml, text/plain;q=0.9, */*;q=0.5",
}


def fetch(source: str, progress: Progress, *, permitted: Callable[[str], bool] = lambda address: True) -> Fetched:
    """Get a document over HTTP, following few redirects and never from https to http.

    Args:
        source: The address.
        progress: Told how many bytes are there.
        permitted: Which addresses a redirect may lead to.

    Raises:
        SpecloomError: If there is no connection, no success, or more bytes than a document may have.
    """
    shown = _without_userinfo(source)
    try:
        with httpx.Client(timeout=_TIMEOUT, headers=_HEADERS) as client:
            return Fetched(_get(client, client.build_request("GET", source), shown, progress, permitted), shown)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        reason = str(error) or type(error).__name__
        message = f"could not get this address ({reason}); check the address and the connection"
        raise SpecloomError(Problem(message, source=shown)) from error


def _get(
    client: httpx.Client, request: httpx.Request, shown: str, progress: Progress, permitted: Callable[[str], bool]
) -> bytes:
    for _ in range(_MAX_REDIRECTS + 1):
        response = client.send(request, stream=True)
        try:
            following = response.next_request
            if following is None:
                return _body(response, shown, progress)
        finally:
            response.close()
        if request.url.scheme == "https" and following.url.scheme != "https":
            raise _refused(shown, f"the address redirects to an insecure one, {following.url.copy_with(userinfo=b'')}")
        if not permitted(str(following.url)):
            raise _refused(shown, f"the address redirects to one not allowed, {following.url.copy_with(userinfo=b'')}")
        request = following
    raise _refused(shown, f"the address redirects more than {_MAX_REDIRECTS} times")


def _body(response: httpx.Response, shown: str, progress: Progress) -> bytes:
    if not response.is_success:
        raise _refused(shown, f"the server answered {_status(response.status_code)}")
    length = response.headers.get("Content-Length", "")
    # A compressed answer states its compressed length, which says nothing about the bytes to come.
    total = int(length) if length.isdecimal() and "Content-Encoding" not in response.headers else None
    try:
        guard(response)
    except APIResponseValidationError as error:
        raise _refused(shown, str(error)) from error
    text = bytearray()
    end = time.monotonic() + _MAX_SECONDS
    for part in response.iter_bytes():
        text += part
        if time.monotonic() > end:
            raise _refused(shown, f"the answer takes more than {_MAX_SECONDS:.0f} seconds")
        if len(text) > MAX_BYTES:
            raise _refused(shown, f"the answer has more than {MAX_BYTES:,} bytes")
        progress(len(text), total)
    return bytes(text)


def _status(code: int) -> str:
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        return str(code)


def _refused(shown: str, reason: str) -> SpecloomError:
    return SpecloomError(Problem(f"{reason}; give the address of the document itself", source=shown))


def _without_userinfo(source: str) -> str:
    # What is fetched with a password must not write it into a lock file.
    try:
        url = httpx.URL(source)
    except httpx.InvalidURL:
        return source
    return str(url.copy_with(userinfo=b"")) if url.userinfo else source
