"""Calling a request line, when a user asks for it: GET and HEAD, and nothing that could change anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import httpx
from attrs import evolve

from specloom.document.limits import MAX_BYTES
from specloom.infer.exchanges import Body, Exchange, bare_media, is_json_media
from specloom.infer.readers.lines import RequestLine
from specloom.infer.readers.values import parsed
from specloom.infer.security import header_credentials
from specloom.problems import Problem, SpecloomError

_SAFE: Final = ("get", "head")
_SECONDS: Final = 30.0


class Caller:
    """Calls request lines with headers of the user's; their values go nowhere else."""

    def __init__(self, headers: Sequence[str]) -> None:
        """Read headers as they are written on a command line, ``Name: value``.

        Raises:
            SpecloomError: If one has no colon.
        """
        self._headers = [_header(line) for line in headers]

    def fetch(self, line: RequestLine) -> Exchange:
        """Call an address once; redirects are not followed, for they lead to another call.

        Raises:
            SpecloomError: If it is no safe call of an absolute address, or there is no answer to learn from.
        """
        shown = str(line.call.origin)
        if line.call.verb not in _SAFE or not line.call.server:
            message = "--fetch calls GET and HEAD of whole addresses only; record other calls, and give their answers"
            raise SpecloomError(Problem(message, source=shown))
        try:
            with httpx.stream(line.call.verb, line.url, headers=self._headers, timeout=_SECONDS) as response:
                text = _read(response, shown)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            message = f"could not call it: {type(error).__name__}; look at the address and the network"
            raise SpecloomError(Problem(message, source=shown)) from error
        if response.is_redirect:
            raise SpecloomError(Problem("it answers with a redirect; give the address that it leads to", source=shown))
        credentials = (line.call.credentials or frozenset()) | header_credentials(self._headers)
        return evolve(
            line.call, status=response.status_code, credentials=credentials, response=_body(response, text, shown)
        )


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or not name.strip():
        raise SpecloomError("a header is given as 'Name: value'")
    return name.strip(), value.strip()


def _read(response: httpx.Response, shown: str) -> bytes:
    text = bytearray()
    for chunk in response.iter_bytes():
        text += chunk
        if len(text) > MAX_BYTES:
            raise SpecloomError(Problem(f"it answers with more than {MAX_BYTES:,} bytes", source=shown))
    return bytes(text)


def _body(response: httpx.Response, text: bytes, shown: str) -> Body | None:
    media = bare_media(response.headers.get("content-type", ""))
    if not text:
        return None
    if is_json_media(media):
        return Body(media, "json", parsed(text, f"the answer to {shown}"))
    return Body(media or "application/octet-stream", "text" if media.startswith("text/") else "binary")
