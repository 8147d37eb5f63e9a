"""Headers of a request, laid over each other without regard to case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .errors import RequestEncodingError
from .omit import Omit, is_given
from .platforms import platform_headers
from .settings import ClientSettings
from .wire_text import ARRAYS, text


class HeaderStack:
    """Headers as they gather: a later one replaces an earlier one, ``omit`` takes it away for good."""

    __slots__ = ("_entries",)

    def __init__(self, headers: Mapping[str, object] | None = None) -> None:
        self._entries: dict[str, tuple[str, str | None]] = {}
        self.lay(headers)

    def put(self, name: str, value: str) -> None:
        """Put one header on top that is known to be right."""
        self._entries[name.lower()] = (name, value)

    def lay(self, headers: Mapping[str, object] | HeaderStack | None) -> None:
        """Put headers on top. ``omit`` removes what lies below; None and NOT_GIVEN leave it alone."""
        if not headers:
            return
        if isinstance(headers, HeaderStack):
            self._entries.update(headers._entries)
            return
        for name, value in headers.items():
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
    written = ",".join(text(each, name) for each in value) if isinstance(value, ARRAYS) else text(value, name)
    return checked(written, f"header {name}")


def cookie_text(cookies: Mapping[str, object], styles: Mapping[str, str]) -> str | None:
    """The value of a ``Cookie`` header; None where no cookie was given.

    Values are percent-encoded where a cookie cannot hold them as they are.
    """
    from .styles import cookie_texts

    found = [each for name, value in cookies.items() for each in cookie_texts(name, value, styles.get(name, "comma"))]
    return "; ".join(found) or None


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
    headers = {"User-Agent": agent}
    if settings.platform_headers:
        headers |= platform_headers(settings.platform_headers, settings.version, is_async=is_async)
    return {**headers, **settings.headers}
