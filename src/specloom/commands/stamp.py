"""Remembers what a generation read and wrote, so that a run with nothing to do says so at once.

The stamp lies in ``.specloom/`` beside specloom.toml, is not committed, and is only ever a shortcut: when in doubt
it does not match and the work is done.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

import specloom
from specloom.commands.pipeline import runtime_folder
from specloom.commands.template_folders import builtin_folder
from specloom.config import Config, Target

_ENGINES = ("openapi-python-client", "datamodel-code-generator", "jinja2", "attrs")
_SKIPPED = frozenset({"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"})


def remember(root: Path) -> None:
    """Make the folder of what is remembered, which keeps itself out of git.

    Raises:
        OSError: If it cannot be made.
    """
    ignored = root / ".specloom/.gitignore"
    if not ignored.exists():
        ignored.parent.mkdir(exist_ok=True)
        ignored.write_text("*\n", "utf-8")


def stamp_path(config: Config, target: Target) -> Path:
    """Where the stamp of a target lies."""
    return config.root / ".specloom" / f"{target.name}.json"


def inputs_digest(target: Target) -> str:
    """One digest of everything that decides the output: documents, templates, layers, runtime, generator, engines."""
    parts = (generator_digest(), target.name, target.package, str(target.output))
    return _digest(parts, input_files(target))


@cache
def generator_digest() -> str:
    """One digest of the generator itself, its engines and the Python that runs them; looked up once in a process."""
    return _digest((sys.version, *(version(name) for name in _ENGINES)), _files_below(Path(specloom.__path__[0])))


def input_files(target: Target) -> Iterator[Path]:
    """The files that the output is made from, those of the generator apart."""
    yield from (path for path in (target.document, target.overlay, target.sdk, target.lock) if path.exists())
    for folder in (runtime_folder(), builtin_folder(), *target.templates, *target.layers):
        yield from _files_below(folder)


def _files_below(folder: Path) -> list[Path]:
    return sorted(Path(entry) for entry in _files(folder) if not entry.endswith(".pyc"))


def _digest(parts: Iterable[str], paths: Iterable[Path]) -> str:
    digest = hashlib.sha256("\0".join(parts).encode())
    for path in paths:
        digest.update(f"\0{path}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def outputs_digest(folder: Path) -> str:
    """One digest of names, sizes and times of all files of an output folder."""
    digest = hashlib.sha256()
    for path in sorted(_files(folder)):
        stat = os.stat(path)
        digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[str]:
    for root, names, files in os.walk(folder):
        names[:] = [name for name in names if name not in _SKIPPED]
        yield from (os.path.join(root, name) for name in files)


def read_stamp(config: Config, target: Target, inputs: str) -> dict[str, object] | None:
    """The summary of the last generation, if nothing that it read or wrote has changed since."""
    try:
        stamp = json.loads(stamp_path(config, target).read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(stamp, dict) or stamp.get("inputs") != inputs:
        return None
    summary = stamp.get("summary")
    current = isinstance(summary, dict) and stamp.get("outputs") == outputs_digest(target.output)
    return summary if current else None


def write_stamp(config: Config, target: Target, inputs: str, summary: dict[str, object]) -> None:
    """Remember a generation that left the output as it should be."""
    path = stamp_path(config, target)
    path.parent.mkdir(parents=True, exist_ok=True)
    stamp = {"inputs": inputs, "outputs": outputs_digest(target.output), "summary": summary}
    path.write_text(json.dumps(stamp, indent=1) + "\n", "utf-8")
