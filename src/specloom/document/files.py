"""Writing files so that a full disk or an interruption leaves either all the old ones or all the new ones."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from specloom.problems import Problem, SpecloomError


def write_files(files: Mapping[Path, bytes], *, durable: bool = True) -> list[Path]:
    """Write a set of files together, and only those that change.

    Everything is first written beside its place; renaming, which takes no room on the disk, comes last and is undone
    when it fails or is interrupted half-way. A process killed outright can stop between two renames, but every
    single file is whole even then.

    Args:
        files: Paths and what they shall hold. Folders are made as needed.
        durable: Whether to wait until the disk has it all; a large set of files that can be made again need not.

    Returns:
        The files that changed, in the order given.

    Raises:
        SpecloomError: If something could not be written; the old files are as they were.
    """
    try:
        changed = [path for path, text in files.items() if _held(path) != text]
        with ExitStack() as leftovers:
            ready = [(path, _write_beside(path, files[path], durable, leftovers)) for path in changed]
            _put_in_place(ready, leftovers)
    except OSError as error:
        message = f"could not write here ({error.strerror or error}); the old files are untouched"
        raise SpecloomError(Problem(message, source=str(error.filename2 or error.filename or ""))) from error
    return changed


def _held(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _write_beside(path: Path, text: bytes, durable: bool, leftovers: ExitStack) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    temporary = Path(name)
    leftovers.callback(temporary.unlink, missing_ok=True)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text)
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_UMASK)
    except OSError as error:
        # A failed write names no file by itself.
        raise OSError(error.errno, error.strerror, str(path)) from error
    return temporary


def _put_in_place(ready: list[tuple[Path, Path]], leftovers: ExitStack) -> None:
    with ExitStack() as undo:
        for path, temporary in ready:
            undo.callback(_way_back(path, leftovers))
            os.replace(temporary, path)
        undo.pop_all()


def _way_back(path: Path, leftovers: ExitStack) -> Callable[[], object]:
    if not path.exists():
        return partial(path.unlink, missing_ok=True)
    backup = path.with_name(f".{path.name}.{os.getpid()}.old")
    leftovers.callback(backup.unlink, missing_ok=True)
    backup.unlink(missing_ok=True)
    try:
        os.link(path, backup)
    except OSError:
        # Some file systems have no links; a copy serves as well.
        shutil.copy2(path, backup)
    return partial(os.replace, backup, path)


def _umask() -> int:
    # The mask can only be read by setting it; once, at import, before any thread of ours runs.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


_UMASK = _umask()
