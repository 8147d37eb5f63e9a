"""Blocks of ``console`` in a page: what is typed after ``$``, and what is printed then."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from .blocks import Block

ANYTHING = "..."
"""Stands for any number of lines where it is one, else for the rest of its line."""

_SECONDS = re.compile(r"\d+\.\d+ s\b")


class Command(NamedTuple):
    """One command, the lines that are printed, and the line of the page where it stands."""

    line: int
    text: str
    printed: tuple[str, ...]


def commands(block: Block) -> Iterator[Command]:
    """The commands of a block; one that ends with a backslash goes on in the next line."""
    lines = block.code.splitlines()
    starts = [index for index, line in enumerate(lines) if line.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        typed = [lines[start][2:]]
        while typed[-1].endswith("\\"):
            typed.append(lines[start + len(typed)])
        yield Command(block.line + start, "\n".join(typed), tuple(lines[start + len(typed) : end]))


def run(command: Command, folder: Path, environment: Mapping[str, str]) -> None:
    """Run a command in a shell; it must print what the page says, times aside."""
    done = subprocess.run(
        ["bash", "-c", command.text], cwd=folder, env=dict(environment), capture_output=True, text=True, check=False
    )
    printed = (done.stdout + done.stderr).rstrip().splitlines()
    said = f"line {command.line}: $ {command.text}\n" + "\n".join(printed)
    assert re.fullmatch(_pattern(command.printed), "".join(f"{_timeless(line)}\n" for line in printed)), said


def _pattern(lines: tuple[str, ...]) -> str:
    return "".join("(?:.*\n)*" if line == ANYTHING else _line(_timeless(line)) for line in lines)


def _line(line: str) -> str:
    start = line.removesuffix(ANYTHING)
    return re.escape(start) + ("\n" if start == line else ".*\n")


def _timeless(line: str) -> str:
    return _SECONDS.sub("0.0 s", line.rstrip())
