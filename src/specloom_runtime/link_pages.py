"""Lists whose pages name the next one in a header: ``Link: <https://...?page=2>; rel="next"`` (RFC 8288)."""

from __future__ import annotations

import re
from typing import Any, TypeVar

import httpx

from .call_values import Arguments
from .errors import PageError
from .operation import PageOperation
from .pages import AsyncPage, PageInfo, PageSource, SyncPage, _Page

I = TypeVar("I")  # noqa: E741 - an item

_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[^\s,;=]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s,;]*))?)*)')
_RELATION = re.compile(r';\s*rel\s*=\s*(?:"([^"]*)"|([^\s,;]+))', re.IGNORECASE)


def next_link(header: str) -> str:
    """The target that a ``Link`` header names as the next one; empty where it names none."""
    for target, parameters in _LINK.findall(header):
        relation = _RELATION.search(parameters)
        if relation and "next" in (relation.group(1) or relation.group(2) or "").lower().split():
            return str(target)
    return ""


class _Link(_Page[I]):
    """The next page is where the ``Link`` header of this one says."""

    __slots__ = ()

    def _next_url(self) -> httpx.URL | None:
        response: httpx.Response = self._source.response
        link = next_link(response.headers.get("link", ""))
        return response.request.url.join(link) if link else None

    def next_page_info(self) -> PageInfo | None:
        url = self._next_url()
        return None if url is None else PageInfo(_query(url))

    def has_next_page(self) -> bool:
        """Whether the server names a next page; this one may be empty."""
        return self._next_url() is not None

    def _next_call(self) -> tuple[PageOperation[I], Arguments]:
        source: PageSource[I] = self._source
        url = self._next_url()
        if url is None:
            raise PageError("There is no next page; ask has_next_page() first.")
        _check(url, source.response)
        last, asked = source.operation, source.arguments
        following: PageOperation[I] = PageOperation(
            last.verb,
            str(url.copy_with(query=None, fragment=None)),
            item=last.item,
            page=last.page,
            headers=last.headers,
            security=last.security,
            arrays="repeat",
        )
        headers, _, _, timeout = asked.extra
        arguments = Arguments(
            query=_query(url),  # all of it, since the server chose what it says
            header=asked.header,
            cookie=asked.cookie,
            extra=(headers, None, None, timeout),
            max_retries=asked.max_retries,
        )
        return following, arguments


def _query(url: httpx.URL) -> dict[str, object]:
    """The query of a URL; a name that comes several times has a list."""
    found = {name: url.params.get_list(name) for name in url.params}
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def _place(url: httpx.URL) -> tuple[str, dict[str, object]]:
    """What a URL asks for, however its query is encoded."""
    return str(url.copy_with(query=None, fragment=None)), _query(url)


def _check(url: httpx.URL, response: httpx.Response) -> None:
    """Refuse to follow a link that would take credentials elsewhere, or lead to the page that it stands on.

    Raises:
        PageError: If it does.
    """
    first: Any = response.history[0].request if response.history else response.request
    if (url.scheme, url.host, url.port) != (first.url.scheme, first.url.host, first.url.port):
        raise PageError(
            f"The next page is at {url.scheme}://{url.netloc.decode()}, but credentials for "
            f"{first.url.scheme}://{first.url.netloc.decode()} go nowhere else; fetch it with a client of its own."
        )
    if _place(url) == _place(response.request.url):
        raise PageError("A page names this very page as the next one.")


class SyncLinkPage(_Link[I], SyncPage[I]):
    """A page that names its successor in its ``Link`` header."""

    __slots__ = ()


class AsyncLinkPage(_Link[I], AsyncPage[I]):
    """A page that names its successor in its ``Link`` header."""

    __slots__ = ()
