"""Names for the arguments that every method takes. They cost no import of httpx at run time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any, Protocol, SupportsIndex, TypeAlias, TypedDict, TypeVar, Union

from .omit import NotGiven, Omit

if TYPE_CHECKING:
    import os

    import httpx
    from typing_extensions import Required as Required

# Real objects and not strings, so that a user's get_type_hints() can join them with others; Union where a member is
# known to type checkers only.
Headers: TypeAlias = Mapping[str, str | Omit]
Query: TypeAlias = Mapping[str, object]
Body: TypeAlias = object
Timeout: TypeAlias = Union[float, "httpx.Timeout", None]
JSON: TypeAlias = Any

Credential: TypeAlias = str | Callable[[], str | Awaitable[str]]
"""A key, or a function that gives one for every attempt, so that a short-lived one can be renewed."""

FileContent: TypeAlias = Union[IO[bytes], bytes, "os.PathLike[str]"]
FileTypes: TypeAlias = (
    FileContent
    | tuple[str | None, FileContent]
    | tuple[str | None, FileContent, str | None]
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
"""A file to upload: its bytes, an open file, its path; or its name with these, its content type and headers."""

ItemT = TypeVar("ItemT", covariant=True)


class SequenceNotStr(Protocol[ItemT]):
    """A list or tuple of items and never a text, which is a sequence too: ``file_ids="file-1"`` is a type error.

    What tells them apart is ``__contains__``: that of ``str`` takes nothing but ``str``.
    """

    def __getitem__(self, index: SupportsIndex, /) -> ItemT: ...

    def __contains__(self, value: object, /) -> bool: ...

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[ItemT]: ...

    def __reversed__(self) -> Iterator[ItemT]: ...


Extra: TypeAlias = tuple[Headers | None, Query | None, Body | None, Timeout | NotGiven]
"""What ``extra_headers``, ``extra_query``, ``extra_body`` and ``timeout`` of a method were."""


class CopyOptions(TypedDict, total=False):
    """What ``copy`` and ``with_options`` of every client take.

    Attributes:
        base_url: Where relative paths start.
        timeout: For calls that do not say otherwise; None for no limit.
        max_retries: How often a failed call is tried again.
        default_headers: Joined with those of the client.
        set_default_headers: Replace those of the client.
        default_query: Joined with that of the client.
        set_default_query: Replaces that of the client.
    """

    base_url: str | httpx.URL | None
    timeout: Timeout | NotGiven
    max_retries: int | NotGiven
    default_headers: Mapping[str, str | Omit] | None
    set_default_headers: Mapping[str, str | Omit] | None
    default_query: Mapping[str, object] | None
    set_default_query: Mapping[str, object] | None
