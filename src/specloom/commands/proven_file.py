"""Keeps beside the stamp what the engines need not read again (see ``specloom.engines.proven``).

The file may be deleted at any time. It holds digests alone, is bound to the generator that wrote it, and is taken
whole or not at all: one that is cut off, changed, or of another version counts as none.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Final

from specloom.commands.stamp import generator_digest
from specloom.config import Config, Target

_SIZE: Final = hashlib.sha256().digest_size
_LIMIT: Final = 32 * 1024**2
"""Bytes; a million digests. A document of which there are more is read by the engines each time."""


def proven_path(config: Config, target: Target) -> Path:
    """Where the digests of a target lie."""
    return config.root / ".specloom" / f"{target.name}.proven"


def read_proven(path: Path) -> frozenset[bytes]:
    """The digests of the last generation by this generator; none where the file is not as it was written."""
    try:
        with path.open("rb") as file:
            content = file.read(_LIMIT + 1)
    except OSError:
        return frozenset()
    if len(content) > _LIMIT or len(content) % _SIZE or content != _sealed(content[_SIZE:-_SIZE]):
        return frozenset()
    return frozenset(content[at : at + _SIZE] for at in range(_SIZE, len(content) - _SIZE, _SIZE))


def write_proven(path: Path, digests: Collection[bytes]) -> None:
    """Keep the digests, whole or not at all: another process may read or write at the same time.

    Raises:
        OSError: If the file cannot be written.
    """
    content = _sealed(b"".join(sorted(digests)))
    if len(content) > _LIMIT:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, path)
    except OSError:
        os.unlink(name)
        raise


def _sealed(digests: bytes) -> bytes:
    """The content of the file: who wrote it, the digests, and a digest over both."""
    head = hashlib.sha256(f"proven 1 {generator_digest()}".encode()).digest()
    return head + digests + hashlib.sha256(head + digests).digest()
