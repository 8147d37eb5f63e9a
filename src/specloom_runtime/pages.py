"""Lists that come page by page. What the next page is asked with is decided once, for both kinds of client."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Generator, Iterator
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from .call_values import Arguments
from .errors import PageError
from .fields import field, model
from .models import Model
from .operation import PageOperation
from .respond import json_content, with_request_id

if TYPE_CHECKING:
    from typing import Protocol

    import httpx
    from typing_extensions import Self

    from .operation import Endpoint

    class Sender(Protocol):
        """What a page needs of a client."""

        def _send(self, operation: Endpoint, arguments: Arguments) -> httpx.Response: ...

    class AsyncSender(Protocol):
        """The same of an asynchronous one."""

        async def _send(self, operation: Endpoint, arguments: Arguments) -> httpx.Response: ...


I = TypeVar("I")  # noqa: E741 - an item
P = TypeVar("P", bound="_Page[Any]")
AsyncP = TypeVar("AsyncP", bound="AsyncPage[Any]")
C = TypeVar("C", bound="type[Any]")


def _page_fields(cls: C) -> C:
    """Make a page class from its fields. Type checkers are not told: a page is made from a PageSource."""
    made: Any = model(cls)
    return made  # type: ignore[no-any-return]  # the class it was given, with slots


MAX_EMPTY_PAGES = 1000
"""In a row, of lists whose servers name a next page after an empty one; a server could do so for ever."""


class PageInfo(NamedTuple):
    """What the next page is asked with.

    Attributes:
        params: Query parameters to put over those of this page's request.
    """

    params: dict[str, object]


class PageSource(Generic[I]):
    """Where a page came from: the call that fetched it, and its content."""

    __slots__ = ("arguments", "client", "operation", "response")

    def __init__(
        self,
        client: Sender | AsyncSender,
        operation: PageOperation[I],
        arguments: Arguments,
        response: httpx.Response,
    ) -> None:
        self.client = client
        self.operation = operation
        self.arguments = arguments
        self.response = response

    def asked(self) -> dict[str, object]:
        """The query that the page was asked with."""
        return {**self.arguments.query, **(self.arguments.extra[1] or {})}

    def next_arguments(self, info: PageInfo | None) -> Arguments:
        """The arguments that fetch the next page.

        Raises:
            PageError: If there is none, or if it would be this page again.
        """
        if info is None:
            raise PageError("There is no next page; ask has_next_page() first.")
        asked = self.asked()
        if all(name in asked and asked[name] == value for name, value in info.params.items()):
            raise PageError(f"The server answers {info.params} with a page that asks for {info.params} again.")
        return self.arguments.with_query(info.params)


class _Sourced(Model):
    """Has a place for where it came from, which is no field."""

    __slots__ = ("_source",)
    _source: Any


@_page_fields
class _Page(_Sourced, Generic[I]):
    """A page of a list; its other fields are attributes as well.

    Attributes:
        data: The items of this page.
        has_more: Whether there are more pages, where the server says so.
    """

    data: list[I] = field(default=None)
    has_more: bool | None = None

    def __init__(self, source: PageSource[I]) -> None:
        payload = json_content(source.response)
        if isinstance(payload, list):
            payload = {"data": payload}
        super().__init__(**(payload if isinstance(payload, dict) else {}))
        self._source = source
        decode = source.operation.decoder(source.operation.item)
        found = self._items(payload)
        items = found if isinstance(found, list) else []
        self.data = items if decode is None else [decode(item) for item in items]
        with_request_id(self, source.response)

    def _items(self, payload: object) -> object:
        """Where the list is in an answer; pages that have it elsewhere override this."""
        return self.data

    def next_page_info(self) -> PageInfo | None:
        """What the next page is asked with; None where there is none."""
        return None

    def _next_call(self) -> tuple[PageOperation[I], Arguments]:
        """The call that fetches the next page."""
        source: PageSource[I] = self._source
        return source.operation, source.next_arguments(self.next_page_info())

    def _empty(self, before: int) -> int:
        """How many pages in a row had no items, this one taken in.

        Raises:
            PageError: If nobody should ask for more of them.
        """
        empty = 0 if self.data else before + 1
        if empty >= MAX_EMPTY_PAGES:
            raise PageError(f"{empty} pages in a row have no items; the server may name further ones for ever.")
        return empty

    def has_next_page(self) -> bool:
        """Whether there is a next page: not after an empty one, and not where the server says no."""
        return bool(self.data) and self.has_more is not False and self.next_page_info() is not None


def _after(value: object, name: str = "after") -> PageInfo | None:
    return PageInfo({name: value}) if value else None


class _Cursor(_Page[I]):
    """The next page begins after the last item."""

    __slots__ = ()

    def next_page_info(self) -> PageInfo | None:
        last: Any = self.data[-1] if self.data else None
        value = last.get("id") if isinstance(last, dict) else getattr(last, "id", None)
        return _after(value, self._source.operation.page.partition(":")[2] or "after")


class _ConversationCursor(_Page[I]):
    """The next page begins after ``last_id``."""

    __slots__ = ()

    def next_page_info(self) -> PageInfo | None:
        return _after(getattr(self, "last_id", None))


class _NextCursor(_Page[I]):
    """The next page begins at ``next``."""

    __slots__ = ()

    def next_page_info(self) -> PageInfo | None:
        return _after(getattr(self, "next", None))


class SyncPage(_Page[I]):
    """A list that has one page; iterate over it to get its items."""

    __slots__ = ()

    def get_next_page(self) -> Self:
        """Fetch the next page.

        Raises:
            PageError: If there is none.
        """
        operation, arguments = self._next_call()
        client: Any = self._source.client
        return type(self)(PageSource(client, operation, arguments, client._send(operation, arguments)))

    def iter_pages(self) -> Iterator[Self]:
        """This page and those that follow."""
        page, empty = self, 0
        yield page
        while page.has_next_page():
            empty = page._empty(empty)
            page = page.get_next_page()
            yield page

    def __iter__(self) -> Iterator[I]:
        """The items of this page and of those that follow."""
        for page in self.iter_pages():
            yield from page.data


class SyncCursorPage(_Cursor[I], SyncPage[I]):
    """A page whose successor begins after its last item."""

    __slots__ = ()


class SyncConversationCursorPage(_ConversationCursor[I], SyncPage[I]):
    """A page whose successor begins after its ``last_id``."""

    __slots__ = ()


class SyncNextCursorPage(_NextCursor[I], SyncPage[I]):
    """A page whose successor begins at its ``next``."""

    __slots__ = ()


class AsyncPage(_Page[I]):
    """A list that has one page; iterate over it to get its items."""

    __slots__ = ()

    async def get_next_page(self) -> Self:
        """Fetch the next page.

        Raises:
            PageError: If there is none.
        """
        operation, arguments = self._next_call()
        client: Any = self._source.client
        return type(self)(PageSource(client, operation, arguments, await client._send(operation, arguments)))

    async def iter_pages(self) -> AsyncIterator[Self]:
        """This page and those that follow."""
        page, empty = self, 0
        yield page
        while page.has_next_page():
            empty = page._empty(empty)
            page = await page.get_next_page()
            yield page

    async def __aiter__(self) -> AsyncIterator[I]:
        """The items of this page and of those that follow."""
        async for page in self.iter_pages():
            for item in page.data:
                yield item


class AsyncCursorPage(_Cursor[I], AsyncPage[I]):
    """A page whose successor begins after its last item."""

    __slots__ = ()


class AsyncConversationCursorPage(_ConversationCursor[I], AsyncPage[I]):
    """A page whose successor begins after its ``last_id``."""

    __slots__ = ()


class AsyncNextCursorPage(_NextCursor[I], AsyncPage[I]):
    """A page whose successor begins at its ``next``."""

    __slots__ = ()


class AsyncPaginator(Generic[I, AsyncP]):
    """A list that is not fetched yet: ``await`` it for its first page, or ``async for`` over all of its items."""

    def __init__(
        self,
        client: AsyncSender,
        operation: PageOperation[I],
        arguments: Arguments,
        page: Callable[[PageSource[I]], AsyncP],
    ) -> None:
        self._client = client
        self._operation = operation
        self._arguments = arguments
        self._page = page

    def __await__(self) -> Generator[Any, None, AsyncP]:
        return self._fetch().__await__()

    async def _fetch(self) -> AsyncP:
        response = await self._client._send(self._operation, self._arguments)
        return self._page(PageSource(self._client, self._operation, self._arguments, response))

    async def __aiter__(self) -> AsyncIterator[I]:
        page = await self._fetch()
        async for item in page:
            yield item
