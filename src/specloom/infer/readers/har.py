"""HAR files, as browsers and proxies record them: one entry after the other, whatever the size of the file.

Only what speaks of an API is taken: answers with JSON, and calls that change something. Preflights, redirects and
whatever a browser did not send are passed over.
"""

from __future__ import annotations

import base64
import binascii
import json
import mmap
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl

import orjson
from attrs import evolve

from specloom.document.grammar import VERBS
from specloom.document.limits import MAX_BYTES
from specloom.infer.exchanges import FORM, MULTIPART, Body, BodyKind, Exchange, bare_media, is_json_media
from specloom.infer.readers.lines import call
from specloom.infer.readers.values import depth_checked
from specloom.infer.security import header_credentials
from specloom.infer.shapes import Origin
from specloom.problems import Problem, SpecloomError

_TOKEN: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?|[{}\[\]]', re.DOTALL)
_ENTRIES_DEPTH: Final = 2
_CHUNK: Final = 1 << 20
_PART_NAME: Final = re.compile(
    r'^content-disposition:[^\n]*?[; ]name="([^"\r\n]*)"([^\n]*)', re.IGNORECASE | re.MULTILINE
)
_TEXTS: Final = ("text/", "application/xml", "application/javascript", "application/x-ndjson", "image/svg+xml")
_WITHOUT_BODY: Final = (204, 205)


def read_har(path: Path, shown: str, advance: Callable[[int], None]) -> Iterator[Exchange]:
    """The calls in a HAR file.

    Args:
        path: The file; it is mapped into memory and never held there whole.
        shown: What it is called in messages.
        advance: Told of the bytes that were read.

    Raises:
        SpecloomError: If it cannot be read, is cut short, or is no HAR file.
    """
    for number, (entry, size) in enumerate(_entries(path, shown), start=1):
        advance(size)
        origin = Origin(shown, number, "entry")
        try:
            found = _exchange(entry, origin)
        except (KeyError, TypeError, AttributeError) as error:
            message = f"this entry is not as HAR has them: {type(error).__name__} at {error}"
            raise SpecloomError(Problem(message, source=str(origin))) from error
        if found is not None:
            yield found


def _entries(path: Path, shown: str) -> Iterator[tuple[Any, int]]:
    try:
        with path.open("rb") as stream:
            if path.stat().st_size == 0:
                raise SpecloomError(Problem("this file is empty; record it again", source=shown))
            with closing(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)) as text:
                yield from _scanned(text, shown)
    except OSError as error:
        raise SpecloomError(Problem(f"could not read this sample: {error.strerror or error}", source=shown)) from error


def _scanned(text: mmap.mmap, shown: str) -> Iterator[tuple[Any, int]]:
    """The values in ``log.entries``: brackets are counted, and only one entry at a time is made a value."""
    depth, start, last, name, inside = 0, 0, 0, b"", False
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in (b"{", b"["):
            if depth == _ENTRIES_DEPTH and mark == b"[" and name == b'"entries"':
                inside = True
            elif inside and depth == _ENTRIES_DEPTH + 1:
                start = token.start()
            depth += 1
        elif mark in (b"}", b"]"):
            depth -= 1
            if inside and depth == _ENTRIES_DEPTH + 1:
                yield _entry(text, start, token.end(), shown), token.end() - last
                last = token.end()
            elif inside and depth == _ENTRIES_DEPTH:
                _check_end(text, token.end(), shown)
                return
        name = mark if depth == _ENTRIES_DEPTH else b""
    if depth or inside:
        message = "this file is cut short: it ends inside JSON that is not closed; record it again"
        raise SpecloomError(Problem(message, "", shown, *_place(text, len(text))))
    raise SpecloomError(Problem("this is no HAR file: it has no log with entries", source=shown))


def _check_end(text: mmap.mmap, end: int, shown: str) -> None:
    """Refuse a file whose brackets are not closed behind the entries."""
    depth = _ENTRIES_DEPTH
    for token in _TOKEN.finditer(text, end):
        depth += {b"{": 1, b"[": 1, b"}": -1, b"]": -1}.get(token[0], 0)
    if depth:
        message = "this file is cut short: JSON is not closed at its end; record it again"
        raise SpecloomError(Problem(message, "", shown, *_place(text, len(text))))


def _place(text: mmap.mmap, offset: int) -> tuple[int, int]:
    """Line and column of an offset, without taking the file into memory."""
    begin = text.rfind(b"\n", 0, offset) + 1
    line = sum(text[at : min(at + _CHUNK, begin)].count(b"\n") for at in range(0, begin, _CHUNK))
    return line + 1, len(text[max(begin, offset - _CHUNK) : offset].decode("utf-8", "replace")) + 1


def _entry(text: mmap.mmap, start: int, end: int, shown: str) -> Any:
    if end - start > MAX_BYTES:
        line, column = _place(text, start)
        message = f"this entry has more than {MAX_BYTES:,} bytes, and no API answers so much; take it out"
        raise SpecloomError(Problem(message, "", shown, line, column))
    try:
        return orjson.loads(text[start:end])
    except orjson.JSONDecodeError:
        return _loosely(text, start, end, shown)


def _loosely(text: mmap.mmap, start: int, end: int, shown: str) -> Any:
    # Recorders cut texts in the middle of a character pair; Python's reader takes the half that is left.
    try:
        return json.loads(text[start:end])
    except (ValueError, RecursionError) as error:
        at = error.pos if isinstance(error, json.JSONDecodeError) else 0
        line, column = _place(text, start + at)
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "it is nested too deeply or is not UTF-8"
        raise SpecloomError(Problem(f"this is not valid JSON: {reason}", "", shown, line, column)) from error


def _exchange(entry: Mapping[str, Any], origin: Origin) -> Exchange | None:
    request, response = entry["request"], entry["response"]
    verb, status = str(request["method"]).lower(), int(response.get("status") or 0)
    url = str(request["url"]).partition("#")[0]
    if verb not in VERBS or verb == "options" or not 200 <= status < 600 or 300 <= status < 400:
        return None
    if not url.startswith(("http://", "https://")):
        return None  # data:, blob:, chrome-extension:, ws:
    made = call(verb, url, status, origin)
    headers = [(str(one["name"]), str(one["value"])) for one in request.get("headers", ())]
    credentials = (made.credentials or frozenset()) | header_credentials(headers)
    body = None if verb == "head" or status in _WITHOUT_BODY else _answer(response.get("content") or {})
    sent = _sent(request.get("postData"))
    return evolve(made, credentials=credentials, request=sent, response=body, is_stated=False)


def _answer(content: Mapping[str, Any]) -> Body | None:
    media = bare_media(str(content.get("mimeType") or ""))
    text = content.get("text")
    if not text:
        # Recorders leave out what they no longer have; the size tells whether there was something.
        return Body(media, "unknown") if media and int(content.get("size") or 0) > 0 and is_json_media(media) else None
    if not is_json_media(media):
        return Body(media or "application/octet-stream", _kind(media))
    if content.get("encoding") == "base64":
        try:
            text = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            return Body(media, "unknown")
    return _json_body(media, text)


def _json_body(media: str, text: str | bytes) -> Body:
    # A recorder may cut a long text; its entry still tells that there is this call.
    try:
        value = orjson.loads(text)
        depth_checked(value)
    except (orjson.JSONDecodeError, RecursionError):
        return Body(media, "unknown")
    return Body(media, "json", value)


def _sent(data: Mapping[str, Any] | None) -> Body | None:
    if not data:
        return None
    media, text = bare_media(str(data.get("mimeType") or "")), data.get("text") or ""
    if is_json_media(media):
        return _json_body(media, text) if text else None
    if media == FORM:
        pairs = [(str(one["name"]), str(one.get("value") or "")) for one in data.get("params") or ()]
        return Body(media, "fields", _by_name(pairs or parse_qsl(text, keep_blank_values=True)))
    if media == MULTIPART:
        return Body(media, "fields", _parts(data, text))
    return Body(media, _kind(media)) if text and media else None


def _by_name(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _parts(data: Mapping[str, Any], text: str) -> dict[str, list[str] | None]:
    """The fields of a multipart body: None for a file, and a text of which nothing more is known for the rest."""
    params = data.get("params") or ()
    if params:
        return {str(one["name"]): None if one.get("fileName") else ["text"] for one in params}
    found = _PART_NAME.finditer(text)
    return {match[1]: None if "filename" in match[2].lower() else ["text"] for match in found}


def _kind(media: str) -> BodyKind:
    return "text" if media.startswith(_TEXTS) or media.endswith("+xml") else "binary"
