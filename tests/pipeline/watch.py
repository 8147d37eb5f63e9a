"""``specloom generate --watch`` as a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO

from tests.children import interruptible

LONG = 120
"""Seconds that a test waits at most, which only a failing one does."""


class Watch:
    """The process, and what it says line by line."""

    def __init__(self, root: Path, *options: str) -> None:
        code = f"from specloom.commands.main import main; main(['generate', '--watch', *{list(options)!r}])"
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=interruptible,
        )
        self.said: Queue[str] = Queue()
        self.errors: Queue[str] = Queue()
        for stream, queue in ((self.process.stdout, self.said), (self.process.stderr, self.errors)):
            assert stream is not None
            Thread(target=self._listen, args=(stream, queue), daemon=True).start()

    def _listen(self, stream: IO[str], queue: Queue[str]) -> None:
        for line in stream:
            queue.put(line.rstrip("\n"))

    def line(self) -> str:
        return self.said.get(timeout=LONG)

    def error(self) -> str:
        return self.errors.get(timeout=LONG)

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(LONG)

    def close(self) -> None:
        """End it, however it fares."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(LONG)
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()
