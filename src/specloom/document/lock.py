"""spec.lock: where a pinned document came from."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Literal, TypeAlias

from attrs import asdict, fields, frozen

from specloom.problems import Problem, SpecloomError

Prose: TypeAlias = Literal["contract", "keep"]


@frozen
class Lock:
    """What a pull wrote down.

    Attributes:
        source: Where the document was fetched from, or is recorded as coming from.
        revision: Its ``info.version``, and the ref asked for where the source has one.
        sha256: Of the bytes that were fetched.
        fetched: Day of the pull (UTC), as ``2026-08-21``.
        tool: Name and version of the program that pulled.
        prose: Whether the pinned file is the contract or keeps all text.
    """

    source: str
    revision: str
    sha256: str
    fetched: str
    tool: str
    prose: Prose


def digest(text: bytes) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text).hexdigest()


def revision(version: str, known_as: str) -> str:
    """A state of a document as a lock names it: ``1.4.0 (main)``.

    Args:
        version: ``info.version``; may be empty.
        known_as: What the source calls it; may be empty.
    """
    return " ".join(part for part in (version, f"({known_as})" if known_as else "") if part)


def lock_text(lock: Lock) -> bytes:
    """The lock as it stands in the file."""
    return json.dumps(asdict(lock), indent=2, ensure_ascii=False).encode() + b"\n"


def read_lock(text: bytes, source: str) -> Lock:
    """The lock that a file holds.

    Raises:
        SpecloomError: If it is none.
    """
    try:
        values: Any = json.loads(text)
    except ValueError as error:
        raise SpecloomError(Problem(f"this lock is not valid JSON ({error}); pull again", source=source)) from error
    names = [attribute.name for attribute in fields(Lock)]
    if not isinstance(values, dict) or not all(isinstance(values.get(name), str) for name in names):
        raise SpecloomError(Problem(f"a lock has the texts {', '.join(names)}; pull again", source=source))
    return Lock(**{name: values[name] for name in names})
