"""Somebody who follows a page from its top: saves its files, makes its changes, types what it tells to type."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from . import sessions
from .blocks import Block, blocks, take
from .sessions import Command, Terminal

FILE = re.compile(r"# ([\w./-]+\.\w+)$")
_PORT = "8000"
_SERVES = "specloom mock "


def free_port() -> str:
    """A port that nobody uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


class Reader:
    """Follows a page.

    A block of ``console`` is typed; a command that serves goes to a second terminal and stays until the next one. A
    block whose first line is a comment with a path is saved there, and a ``diff`` is made to the file that it names.
    Where the page says port 8000, another one is taken that is free.

    Args:
        folder: Where the reader begins.
        environment: Variables of the terminals.
        log: Told each command and the seconds that it took.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str], log: TextIO | None = None) -> None:
        self._environment, self._log = environment, log
        self._first = Terminal(folder, environment)
        self._second: Terminal | None = None
        self._port = free_port()

    @property
    def folder(self) -> Path:
        """Where the first terminal is now."""
        return Path(self._first.type("pwd")[1][0])

    def follow(self, page: Path, *languages: str) -> None:
        """Do what the blocks of a page say, those of some languages or all."""
        for block in blocks(page, *languages):
            if block.language == "console":
                self._type(block)
            elif block.language == "diff":
                self._change(block)
            elif named := FILE.match(block.code.partition("\n")[0]):
                self._save(block, named[1])

    def type(self, text: str) -> tuple[int, list[str]]:
        """Type something that is on no page; its exit code, and the lines that it printed."""
        return self._first.type(text)

    def close(self) -> None:
        """Leave both terminals."""
        for terminal in (self._first, self._second):
            if terminal:
                terminal.close()

    def _type(self, block: Block) -> None:
        ported = block._replace(code=take(block).replace(_PORT, self._port))
        typed = list(sessions.commands(ported))
        for command, after in zip(typed, [*typed[1:], None], strict=True):
            started = time.perf_counter()
            if _SERVES in command.text:
                self._serve(block, command)
            else:
                sessions.run(ported, self._first, command, after)
            if self._log:
                self._log.write(f"{time.perf_counter() - started:6.1f} s  $ {command.text}\n")
                self._log.flush()

    def _serve(self, block: Block, command: Command) -> None:
        if self._second:
            self._second.close()
        self._second = Terminal(self.folder, self._environment)
        self._second.type("\n".join(self._first.type("export -p")[1]))
        sessions.compare(block, command, self._second.start(command.text, len(command.printed)))

    def _save(self, block: Block, name: str) -> None:
        target = self.folder / name
        target.write_text(take(block).replace(_PORT, self._port), "utf-8")

    def _change(self, block: Block) -> None:
        old, new, *lines = take(block).splitlines()
        assert old.removeprefix("--- ") == new.removeprefix("+++ "), "a diff begins with the name of its file, twice"
        target = self.folder / new.removeprefix("+++ ")
        text = target.read_text("utf-8")
        for hunk in "\n".join(lines).split("\n@@\n"):
            changes = [(line[:1] or " ", line[1:] + "\n") for line in hunk.splitlines()]
            before = "".join(line for mark, line in changes if mark != "+")
            after = "".join(line for mark, line in changes if mark != "-")
            assert text.count(before) == 1, f"line {block.line}: {target.name} has not one such place:\n{before}"
            text = text.replace(before, after)
        target.write_text(text, "utf-8")
