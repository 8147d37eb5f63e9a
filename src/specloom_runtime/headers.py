"""Headers of a request, laid over each other without regard to case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .errors import RequestEncodingError
from .omit import Omit, is_given
from .settings import ClientSettings
from .urls import text


class HeaderStack:
    """Headers as they gather: a later one replaces an earlier one, ``omit`` takes it away for good."""

    __slots__ = ("_entries",)

    def __init__(self) -> None:
        self._entries: dict[str, tuple[str, str | None]] = {}

    def lay(self, headers: Mapping[str, object] | None) -> None:
        """Put headers on top. ``omit`` removes what lies below; None and NOT_GIVEN leave it alone."""
        for name, value in (headers or {}).items():
            if isinstance(value, Omit):
                self._entries[name.lower()] = (name, None)
            elif value is not None and is_given(value):
                self._entries[name.lower()] = (name, header_text(value, name))

    def settled(self, name: str) -> bool:
        """Whether a header was set or taken away."""
        return name.lower() in self._entries

    def drop(self, name: str) -> None:
        """Forget a header, as if nothing had been said about it."""
        self._entries.pop(name.lower(), None)

    def present(self) -> dict[str, str]:
        """The headers to send."""
        return {name: value for name, value in self._entries.values() if value is not None}

    def removed(self) -> tuple[str, ...]:
        """Names of headers that must not be sent, not even by the HTTP library."""
        return tuple(name for name, value in self._entries.values() if value is None)


def header_text(value: object, name: str) -> str:
    """A header's value; the members of an array are set apart by commas."""
    written = ",".join(text(each, name) for each in value) if isinstance(value, (list, tuple)) else text(value, name)
    return checked(written, f"header {name}")


def checked(value: str, what: str) -> str:
    """A header's value, if it can be one. The message does not show it: it may be a secret.

    Raises:
        RequestEncodingError: If it holds line breaks or characters beyond ASCII.
    """
    if not value.isascii() or any(character in value for character in "\r\n\0"):
        raise RequestEncodingError(f"{what}: its value holds a line break or a character that a header cannot hold")
    return value


def parse_header_lines(lines: Iterable[str]) -> dict[str, str]:
    """Headers from lines of ``Name: value``; lines without a colon are no headers."""
    split = (line.partition(":") for line in lines)
    return {name.strip(): value.strip() for name, colon, value in split if colon and name.strip()}


def package_headers(settings: ClientSettings, *, is_async: bool) -> dict[str, str]:
    """What a package says about itself in every call."""
    agent = f"{'Async' if is_async else ''}{settings.user_agent} {settings.version}".rstrip()
    return {"User-Agent": agent, **settings.headers}
