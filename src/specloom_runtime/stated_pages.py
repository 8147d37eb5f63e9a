"""Lists whose pages go on as sdk.yaml or the names in the document say: by a token, a page number or an offset.

How they do is told by the operation: ``token?items=orders&next=meta.next_cursor&argument=cursor``. The paths of fields
have dots between names; a field whose own name has dots goes first.
"""

from __future__ import annotations

from typing import Any, TypeVar
from urllib.parse import parse_qsl

from .errors import PageError
from .omit import Omit
from .pages import AsyncPage, PageInfo, PageSource, SyncPage, _Page

I = TypeVar("I")  # noqa: E741 - an item


def at(value: object, path: str) -> Any:
    """What a path leads to in JSON; None where there is nothing."""
    while isinstance(value, dict):
        if path in value:
            return value[path]
        first, _, path = path.partition(".")
        value = value.get(first)
    return None


_MAX_DIGITS = 18  # no page has a higher number, and Python reads none of thousands of digits


def _whole(value: object) -> int | None:
    """A whole number, also one that is written as a text; None for anything else."""
    if isinstance(value, str) and value.isdecimal() and len(value) <= _MAX_DIGITS:
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


class _Stated(_Page[I]):
    """A page that has its list anywhere: ``data`` is that list, and so is the attribute of its own name."""

    __slots__ = ("_answer", "_how")
    _answer: Any
    _how: dict[str, str]

    def __init__(self, source: PageSource[I]) -> None:
        super().__init__(source)
        items = self._how.get("items", "")
        if self._extra and items in self._extra:
            self._extra[items] = self.data

    def _items(self, payload: object) -> object:
        self._answer = payload
        self._how = dict(parse_qsl(self._source.operation.page.partition("?")[2]))
        return at(payload, self._how.get("items", "data"))

    def _said(self, key: str) -> Any:
        """What the answer says at the path of a key."""
        return at(self._answer, self._how[key]) if key in self._how else None

    def has_next_page(self) -> bool:
        """Whether there is a next page: not where the server says no."""
        return self.has_more is not False and self._said("more") is not False and self.next_page_info() is not None

    def _begin(self, first: int) -> tuple[int, int]:
        """Which page or item this page began with, and with which the list begins."""
        first = int(self._how.get("first", first))
        argument = self._how["argument"]
        asked = self._source.asked().get(argument)
        begin = first if asked is None or isinstance(asked, Omit) else _whole(asked)
        if begin is None:
            raise PageError(f"The list goes on by {argument!r}, which is {asked!r} and no whole number.")
        return begin, first


class _Token(_Stated[I]):
    """The answer names where the next page begins; an empty page may be followed by others."""

    __slots__ = ()

    def next_page_info(self) -> PageInfo | None:
        token = self._said("next")
        return None if token is None or token == "" else PageInfo({self._how["argument"]: token})


class _Number(_Stated[I]):
    """The next page has the next number; an empty page is the last one."""

    __slots__ = ()

    def next_page_info(self) -> PageInfo | None:
        number, first = self._begin(1)
        pages = _whole(self._said("pages"))
        is_last = not self.data or (pages is not None and number - first + 1 >= pages)
        return None if is_last else PageInfo({self._how["argument"]: number + 1})


class _Offset(_Stated[I]):
    """The next page begins as many items later as this one has; an empty page is the last one."""

    __slots__ = ()

    def next_page_info(self) -> PageInfo | None:
        begin, first = self._begin(0)
        following, total = begin + len(self.data), _whole(self._said("total"))
        is_last = not self.data or (total is not None and following - first >= total)
        return None if is_last else PageInfo({self._how["argument"]: following})


class SyncTokenPage(_Token[I], SyncPage[I]):
    """A page that names where its successor begins."""

    __slots__ = ()


class AsyncTokenPage(_Token[I], AsyncPage[I]):
    """A page that names where its successor begins."""

    __slots__ = ()


class SyncNumberPage(_Number[I], SyncPage[I]):
    """A page whose successor has the next number."""

    __slots__ = ()


class AsyncNumberPage(_Number[I], AsyncPage[I]):
    """A page whose successor has the next number."""

    __slots__ = ()


class SyncOffsetPage(_Offset[I], SyncPage[I]):
    """A page whose successor begins after all items so far."""

    __slots__ = ()


class AsyncOffsetPage(_Offset[I], AsyncPage[I]):
    """A page whose successor begins after all items so far."""

    __slots__ = ()
