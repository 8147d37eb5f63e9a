"""Files that are written whole or not at all, and never over what is there unasked."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from os import PathLike
from pathlib import Path
from typing import IO

from .input_errors import InputError


@contextmanager
def write_whole(path: str | PathLike[str], *, overwrite: bool = False) -> Iterator[IO[bytes]]:
    """A file to write to; it takes its name when the block ends, and is dropped when the block fails.

    Args:
        path: Where it is to be; its folder must exist.
        overwrite: Whether a file of this name may be replaced.

    Raises:
        InputError: If there is a file of this name, or the folder cannot be written to.
    """
    target = Path(path)
    _refuse_existing(target, overwrite=overwrite)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    except OSError as error:
        raise InputError(f"cannot write here ({error.strerror})", path=target) from error
    try:
        with open(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, _mode(target))
        _take_name(name, target, overwrite=overwrite)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def _take_name(name: str, target: Path, *, overwrite: bool) -> None:
    if overwrite:
        os.replace(name, target)
        return
    # A link fails where a file has come up meanwhile, which a rename would silently replace.
    try:
        os.link(name, target)
    except FileExistsError:
        _refuse_existing(target, overwrite=False)
        raise
    except OSError:  # a file system without links
        _refuse_existing(target, overwrite=False)
        os.replace(name, target)
    else:
        os.unlink(name)


def _refuse_existing(target: Path, *, overwrite: bool) -> None:
    if target.exists() and not overwrite:
        raise InputError("there is such a file already; name another one, or say that it may be replaced", path=target)


def _mode(target: Path) -> int:
    """The permissions that the file has, or that a new one gets."""
    try:
        return target.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
