"""Blocks of ``console`` in a page: what is typed after ``$``, and what is printed then."""

from __future__ import annotations

import itertools
import os
import re
import shlex
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.children import interruptible

from .blocks import Block, take

ANYTHING = "..."
"""Stands for any number of lines where it is one, else for the rest of its line."""

_SECONDS = re.compile(r"\d+\.\d+ s\b")
_CODE = "echo $?"


class Command(NamedTuple):
    """One command, the lines that are printed, and the line of the page where it stands."""

    line: int
    text: str
    printed: tuple[str, ...]


def commands(block: Block) -> Iterator[Command]:
    """The commands of a block; one that ends with a backslash goes on in the next line."""
    lines = take(block).splitlines()
    starts = [index for index, line in enumerate(lines) if line.startswith("$ ")]
    assert starts[:1] == [0], f"line {block.line}: the block begins with what is typed"
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        typed = [lines[start][2:]]
        while typed[-1].endswith("\\"):
            typed.append(lines[start + len(typed)])
        yield Command(block.line + start, "\n".join(typed), tuple(lines[start + len(typed) : end]))


class Terminal:
    """A shell that keeps its folder and its variables from one command to the next.

    Args:
        folder: Where it begins.
        environment: Its variables.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._code = 0
        self._end = f"end of {id(self)}"
        self._shell = subprocess.Popen(
            ["bash", "--noprofile", "--norc"], cwd=folder, env=dict(environment), text=True, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
            preexec_fn=interruptible,
        )  # fmt: skip

    def type(self, text: str) -> tuple[int, list[str]]:
        """Type a command and wait for its end: its exit code, and the lines that it printed."""
        self._write(text)
        lines: list[str] = []
        for line in self._output():
            before, found, code = line.rstrip("\n").partition(f"{self._end}: ")
            if found:
                self._code = int(code)
                return self._code, [*lines, *([before] if before else [])]
            lines.append(line.rstrip())
        raise AssertionError(f"$ {text}\nended the shell; it printed\n" + "\n".join(lines))

    def start(self, text: str, lines: int) -> list[str]:
        """Type a command that does not end, and wait for as many lines as it prints at its beginning."""
        self._write(text)
        return [line.rstrip() for line in itertools.islice(self._output(), lines)]

    def close(self) -> None:
        """Ctrl-C, and leave."""
        if self._shell.poll() is None:
            os.killpg(self._shell.pid, signal.SIGINT)
        self._shell.communicate()

    def _write(self, text: str) -> None:
        assert self._shell.stdin is not None
        quoted = shlex.quote(text)
        self._shell.stdin.write(f'(exit {self._code}); eval {quoted} < /dev/null; echo "{self._end}: $?"\n')
        self._shell.stdin.flush()

    def _output(self) -> Iterator[str]:
        assert self._shell.stdout is not None
        return iter(self._shell.stdout.readline, "")


def run(block: Block, terminal: Terminal, command: Command, after: Command | None = None) -> None:
    """Type a command; it must print what the page says, times aside, and end with 0 unless the page asks for the code.

    Args:
        block: Where the command stands.
        terminal: Where it is typed.
        command: What is typed.
        after: The command after it, which may ask for the exit code.
    """
    code, printed = terminal.type(command.text)
    compare(block, command, printed)
    assert code == 0 or (after and after.text == _CODE), f"{_said(block, command, printed)}\nended with {code}"


def compare(block: Block, command: Command, printed: list[str]) -> None:
    """Hold what was printed against the page."""
    shown = "".join(f"{_timeless(line)}\n" for line in "\n".join(printed).rstrip().splitlines())
    assert re.fullmatch(_pattern(command.printed), shown), _said(block, command, printed)


def type_all(block: Block, terminal: Terminal, before: Callable[[Command], None] = lambda command: None) -> None:
    """Type the commands of a block, one after the other; ``before`` is called ahead of each."""
    typed = list(commands(block))
    for command, after in zip(typed, [*typed[1:], None], strict=True):
        before(command)
        run(block, terminal, command, after)


def _said(block: Block, command: Command, printed: list[str]) -> str:
    return f"{block.page.name}:{command.line}: $ {command.text}\n" + "\n".join(printed)


def _pattern(lines: tuple[str, ...]) -> str:
    return "".join("(?:.*\n)*" if line == ANYTHING else _line(_timeless(line)) for line in lines)


def _line(line: str) -> str:
    start = line.removesuffix(ANYTHING)
    return re.escape(start) + ("\n" if start == line else ".*\n")


def _timeless(line: str) -> str:
    return _SECONDS.sub("0.0 s", line.rstrip())
