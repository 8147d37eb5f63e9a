"""Files of a git repository as they were at a revision. Asks the ``git`` program; nothing is checked out."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from attrs import frozen

from specloom.problems import Problem, SpecloomError

_PLACES: Final = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"})


@frozen
class _Object:
    """What git holds under a name; no kind where it holds nothing."""

    kind: str
    content: bytes


def read_at(revision: str, paths: Sequence[str], folder: Path) -> list[bytes | None]:
    """Files at a revision, None for each that it does not have.

    Args:
        revision: As git spells it: a branch, tag or commit, ``HEAD~2``.
        paths: From the top of the repository, or from ``folder`` where they start with ``./``.
        folder: A folder within the repository.

    Raises:
        SpecloomError: If there is no git, no repository or no such revision, or a path leads to no file.
    """
    names = [f"{revision}:{path}" for path in paths]
    if not revision or any("\n" in name for name in names):
        raise SpecloomError(Problem("a file of a git repository is spelt REVISION:PATH", source=names[0]))
    tree, *files = _objects([f"{revision}^{{tree}}", *names], folder, names[0])
    if not tree.kind:
        message = (
            f"git knows no revision {revision!r} here; `git fetch` brings what is missing, "
            "and a shallow clone (CI makes them) lacks older ones"
        )
        raise SpecloomError(Problem(message, source=names[0]))
    for name, found in zip(names, files, strict=True):
        if found.kind not in ("", "blob"):
            raise SpecloomError(Problem("this is a folder, not a file", source=name))
    return [found.content if found.kind else None for found in files]


def _objects(names: Sequence[str], folder: Path, source: str) -> list[_Object]:
    # Names go in by standard input: none of them can be taken for an option.
    command = ["git", "-C", str(folder), "cat-file", "--batch"]
    # A hook runs with the places of its repository set, as seen from another folder than this one.
    inherited = {key: value for key, value in os.environ.items() if key not in _PLACES}
    environment = {**inherited, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(  # noqa: S603 (a fixed program, found as the user's shell finds it)
            command, input="".join(f"{name}\n" for name in names).encode(), capture_output=True, env=environment
        )
    except FileNotFoundError as error:
        message = "could not ask git, which is not installed (or not on PATH)"
        raise SpecloomError(Problem(message, source=source)) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        raise SpecloomError(Problem(f"git could not read this: {said}", source=source))
    return list(_parts(done.stdout, names))


def _parts(output: bytes, names: Sequence[str]) -> Iterator[_Object]:
    """What ``git cat-file --batch`` wrote: name, kind and size before each content, or that it is missing."""
    position = 0
    for name in names:
        end = output.index(b"\n", position)
        header = output[position:end]
        position = end + 1
        if header in (f"{name} missing".encode(), f"{name} ambiguous".encode()):
            yield _Object("", b"")
            continue
        _, kind, size = header.split()
        yield _Object(kind.decode(), output[position : position + int(size)])
        position += int(size) + 1
