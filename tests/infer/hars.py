"""HAR files as browsers write them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

API = "https://api.test"
_NOT_SENT: Any = object()


def entry(
    line: str,
    answer: Any = None,
    *,
    status: int = 200,
    media: str = "application/json; charset=utf-8",
    sent: Any = _NOT_SENT,
    headers: Mapping[str, str] | None = None,
    set_cookie: str = "",
    content: Mapping[str, Any] | None = None,
    post: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """One entry; ``line`` is ``GET /pets`` or has a whole URL, ``answer`` and ``sent`` are JSON, or text."""
    verb, url = line.split(" ", 1)
    text = answer if isinstance(answer, str) else json.dumps(answer)
    if content is None:
        content = {"size": len(text), "mimeType": media, "text": text}
    if sent is not _NOT_SENT:
        post = {"mimeType": "application/json", "text": json.dumps(sent)}
    request: dict[str, Any] = {
        "method": verb,
        "url": API + url if url.startswith("/") else url,
        "httpVersion": "HTTP/2",
        "headers": [{"name": name, "value": value} for name, value in (headers or {}).items()],
        "queryString": [],
        "cookies": [],
        **({"postData": post} if post else {}),
    }
    response = {
        "status": status,
        "statusText": "",
        "headers": [{"name": "set-cookie", "value": set_cookie}] if set_cookie else [],
        "cookies": [],
        "content": content,
        "redirectURL": "",
    }
    return {"startedDateTime": "2026-01-02T03:04:05Z", "time": 1, "request": request, "response": response}


def har(*entries: Mapping[str, Any]) -> str:
    """The text of a file of entries."""
    log = {"version": "1.2", "creator": {"name": "entries", "version": "1"}, "pages": [], "entries": list(entries)}
    return json.dumps({"log": log}, indent=1)


def write_har(folder: Path, *entries: Mapping[str, Any], name: str = "pets.har") -> Path:
    """A file of entries."""
    path = folder / name
    path.write_text(har(*entries), "utf-8")
    return path
