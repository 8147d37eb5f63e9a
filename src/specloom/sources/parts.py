"""The other files of a document, of which ``$ref`` may name only those below the places that the owner allows."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urljoin, urlsplit

import orjson
from attrs import define, evolve, field

from specloom.document.addresses import scheme_of
from specloom.document.bundle import bundle, leads_out
from specloom.document.limits import MAX_BYTES
from specloom.document.load import load_text, load_value
from specloom.problems import Problem, SpecloomError
from specloom.sources.fetched import Fetched, Progress

MAX_FILES: Final = 2000
"""Files of one document; the most that we know of has 1,100."""

_WEB: Final = ("http", "https")


def bundled(fetched: Fetched, source: str, allowed: Sequence[str], progress: Progress) -> Fetched:
    """A fetched document together with the files that it refers to; as it came if it refers to none.

    Args:
        fetched: The document.
        source: Where it was fetched, as the user says it.
        allowed: Folders and addresses below which references may lead, spelt like sources.
        progress: Told how many bytes are there.

    Raises:
        SpecloomError: If a reference leads elsewhere, or a file cannot be had or read.
    """
    document = load_text(fetched.text, source)
    if not leads_out(document):
        return fetched
    parts = Parts(tuple(allowed), progress, _userinfo(source))
    whole = bundle(document, _settled(source), parts)
    return evolve(fetched, text=orjson.dumps(whole, option=orjson.OPT_INDENT_2))


@define
class Parts:
    """Files by their address, each read once.

    Attributes:
        allowed: Folders and addresses below which they must lie.
        progress: Told how many bytes were read in all.
        userinfo: Name and password by host, for those of the document's own address. No address holds any, so
            that no message and no lock file does.
    """

    allowed: tuple[str, ...]
    progress: Progress
    userinfo: Mapping[str, str] = field(factory=dict)
    _held: dict[str, Any] = field(factory=dict, init=False)
    _bytes: int = field(default=0, init=False)

    def locate(self, base: str, reference: str) -> str:
        """The address of what a reference in a file leads to.

        Raises:
            SpecloomError: If it leads elsewhere than is allowed.
        """
        address = _joined(base, reference)
        if address == base or self.permits(address):
            return address
        places = ", ".join(self.allowed)
        message = f"{reference!r} leads to a place that `refs` does not allow; {places} may be referred to"
        raise SpecloomError(Problem(message, source=base))

    def permits(self, address: str) -> bool:
        """Whether an address lies below one that is allowed."""
        return any(_below(_settled(address), _settled(place)) for place in self.allowed)

    def read(self, address: str) -> Any:
        """The value of a file.

        Raises:
            SpecloomError: If it cannot be had, is broken, or there are too many.
        """
        if address not in self._held:
            if len(self._held) >= MAX_FILES:
                raise SpecloomError(Problem(f"the document is in more than {MAX_FILES:,} files", source=address))
            text = self._text(address)
            self._bytes += len(text)
            if self._bytes > MAX_BYTES:
                raise SpecloomError(Problem(f"all files have more than {MAX_BYTES:,} bytes", source=address))
            self.progress(self._bytes, None)
            self._held[address] = load_value(text, address)
        return self._held[address]

    def _text(self, address: str) -> bytes:
        # Imported here: who has a document in files needs no HTTP client.
        if scheme_of(address) in _WEB:
            from specloom.sources import web

            return web.fetch(self._with_userinfo(address), _silent, permitted=self.permits).text
        if scheme_of(address) == "github":
            from specloom.sources import github

            return github.fetch(address, _silent).text
        from specloom.sources import file

        return file.fetch(address, _silent).text

    def _with_userinfo(self, address: str) -> str:
        url = urlsplit(address)
        return url._replace(netloc=self.userinfo.get(url.netloc, "") + url.netloc).geturl()


def _userinfo(source: str) -> dict[str, str]:
    userinfo, at, host = urlsplit(source).netloc.rpartition("@") if scheme_of(source) in _WEB else ("", "", "")
    return {host.lower(): userinfo + at} if at else {}


def _joined(base: str, reference: str) -> str:
    """Where a reference leads from a file, as an address with nothing to simplify."""
    kind = scheme_of(base)
    if scheme_of(reference) in _WEB:
        return _settled(reference)
    if not scheme_of(reference):
        if not kind:
            return str((Path(base).parent / unquote(reference)).resolve())
        if kind in _WEB:
            return _settled(urljoin(base, reference))
        if kind == "github":
            path, at, ref = base.partition("@")
            joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(reference)))
            if joined.startswith("/".join(path.split("/")[:2]) + "/"):
                return joined + at + ref
    raise SpecloomError(Problem(f"{reference!r} leads to no file that can be read beside this one", source=base))


def _settled(place: str) -> str:
    """The one spelling of a source, a folder or an address: symbolic links and ``..`` are followed."""
    kind = scheme_of(place)
    if not kind:
        return str(Path(place).resolve())
    if kind not in _WEB:
        return place
    url = urlsplit(place)
    path = posixpath.normpath(url.path) + ("/" if url.path.endswith("/") and url.path.strip("/") else "")
    host = url.netloc.rpartition("@")[2].lower()
    return url._replace(scheme=kind, netloc=host, path=path if url.path else "/", fragment="").geturl()


def _below(address: str, place: str) -> bool:
    if scheme_of(address) != scheme_of(place):
        return False
    if not scheme_of(address):
        return Path(address).is_relative_to(place)
    # Of a repository without its ref, of an address without its query.
    end = "@" if scheme_of(address) == "github" else "?"
    of, within = address.partition(end)[0], place.partition(end)[0]
    # A server may take %2e%2e for the folder above, so what hides a step is no path below anything.
    hides = re.search(r"%2e|%2f|%5c|\\", of, re.IGNORECASE)
    return not hides and (of == within or of.startswith(within.rstrip("/") + "/"))


def _silent(_done: int, _total: int | None) -> None:
    """The bytes of all files together are told, not those of each."""
