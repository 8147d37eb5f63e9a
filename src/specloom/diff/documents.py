"""What a document says of the API as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.diff.values import ABSENT, Delta, Json
from specloom.document.servers import server_url


def compare_documents(old: Json, new: Json) -> Iterator[Delta]:
    """Version, title and servers."""
    for key in ("version", "title", "description"):
        before, after = old.get("info", {}).get(key, ABSENT), new.get("info", {}).get(key, ABSENT)
        if before != after:
            yield Delta("api-version-changed" if key == "version" else "description-changed", (key,), before, after)
    before_urls, after_urls = (list(dict.fromkeys(_urls(side))) for side in (old, new))
    for url in before_urls:
        if url not in after_urls:
            yield Delta("server-removed", ("servers",), url, ABSENT)
    for url in after_urls:
        if url not in before_urls:
            yield Delta("server-added", ("servers",), ABSENT, url)
    if before_urls and after_urls and before_urls[0] != after_urls[0] and before_urls[0] in after_urls:
        yield Delta("default-server-changed", ("servers",), before_urls[0], after_urls[0])


def _urls(document: Json) -> Iterator[str]:
    for server in document.get("servers", ()):
        yield server_url(server).rstrip("/")
