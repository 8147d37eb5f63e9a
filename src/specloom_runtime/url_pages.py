"""Lists whose pages have the URL of the next one: ``{"items": [], "next": "https://...?page=2"}``."""

from __future__ import annotations

from typing import TypeVar

import httpx

from .link_pages import _Link
from .pages import AsyncPage, SyncPage
from .stated_pages import _Stated

I = TypeVar("I")  # noqa: E741 - an item


class _Url(_Link[I], _Stated[I]):
    """The next page is where the answer says, on the same server only."""

    __slots__ = ()

    def _next_url(self) -> httpx.URL | None:
        url = self._said("next")
        is_last = not isinstance(url, str) or not url or self.has_more is False or self._said("more") is False
        response: httpx.Response = self._source.response
        return None if is_last else response.request.url.join(url)


class SyncUrlPage(_Url[I], SyncPage[I]):
    """A page that has the URL of its successor."""

    __slots__ = ()


class AsyncUrlPage(_Url[I], AsyncPage[I]):
    """A page that has the URL of its successor."""

    __slots__ = ()
