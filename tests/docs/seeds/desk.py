"""Where a row of docs/seeds.md is run: an empty folder, clients that a mock API answers, commands in the process."""

from __future__ import annotations

import ast
import json
import shlex
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

import openai_client
from openai_client._runtime.retries import Clock
from openai_client.lib.cli import clients as cli_clients
from openai_client.lib.cli.app import app
from openai_client.testing import MockAPI
from specloom.commands.main import main
from tests.docs.blocks import TAKEN

from .page import PAGE, Row

Case = Callable[["Desk"], None]
CASES: dict[str, Case] = {}
"""What is checked of each row, by its id."""


def case(*ids: str) -> Callable[[Case], Case]:
    """Registers what is checked of these rows."""

    def register(check: Case) -> Case:
        assert not CASES.keys() & set(ids), ids
        CASES.update(dict.fromkeys(ids, check))
        return check

    return register


class _NoWait(Clock):
    """Pauses take no time."""

    def sleep(self, seconds: float) -> None:
        self.slept = seconds


class Desk:
    """One row, and all that it is run with.

    Attributes:
        row: The row.
        api: Answers the clients of the row; its ``requests`` are what was sent.
        folder: The current folder.
        names: What the code of the row has defined.
        value: What an expression in a cell came to.
        client: The ``client`` of the page.
    """

    def __init__(self, row: Row, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any, files: ExitStack) -> None:
        self.row, self.api, self.folder = row, MockAPI(), folder
        self.names: dict[str, Any] = {}
        self.value: Any = None
        self._capsys, self.monkeypatch, self._files = capsys, monkeypatch, files
        self.client = self.made()
        monkeypatch.chdir(folder)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        self.answered_by(self.made)

    def answered_by(self, make: Callable[..., Any]) -> None:
        """Have other clients made of ``OpenAI()``; ``client`` is one of them."""
        self.client = make()
        self.monkeypatch.setattr(openai_client, "OpenAI", make)
        self.monkeypatch.setattr(cli_clients, "_client_class", lambda: make)

    def made(self, **options: Any) -> Any:
        """A client that the API answers, without pauses."""
        client = self.api.client(**options)
        client._clock = _NoWait()
        return client

    def run(self, *also: str) -> str:
        """Run the code of the row, commands with more arguments where they are given; returns what was printed."""
        if self.row.language == "bash":
            return self.command(self.row.code, *also)
        self.names = {"openai_client": openai_client, "open": self._open}
        if "import OpenAI" not in self.row.code:  # what imports it makes its own, as in the notes
            self.names["client"] = self.client
        code = "\n" * (self.row.line - 1) + self.row.code
        if self.row.link:
            TAKEN.add((PAGE, self.row.line))
            exec(compile(code, str(PAGE), "exec", dont_inherit=True), self.names)
        else:
            self.value = eval(compile(ast.parse(self.row.code, mode="eval"), str(PAGE), "eval"), self.names)
        return str(self._capsys.readouterr().out)

    def _open(self, *arguments: Any, **options: Any) -> Any:
        # Snippets leave files open until nobody knows them any more; to our tests that is a warning, and so an error.
        return self._files.enter_context(open(*arguments, **options))

    def command(self, line: str, *also: str, exit_code: int = 0) -> str:
        """Run a line of a shell; returns what it printed, errors too."""
        program, *words = shlex.split(line)
        found = CliRunner().invoke({"specloom": main, "openai-client": app}[program], [*words, *also])
        assert found.exception is None or isinstance(found.exception, SystemExit), repr(found.exception)
        assert found.exit_code == exit_code, found.output
        return found.output

    @property
    def lines(self) -> list[str]:
        """Run the row; the lines that were printed."""
        return self.run().splitlines()

    @property
    def sent(self) -> list[tuple[str, str]]:
        """Verb and path of each request."""
        return [(request.verb, request.path) for request in self.api.requests]

    @property
    def bodies(self) -> list[Any]:
        """The JSON of each request; None where it is none."""
        return [request.json if request.content[:1] == b"{" else None for request in self.api.requests]

    def write(self, name: str, *records: Mapping[str, Any] | str) -> Path:
        """A file of these lines: records as JSON, texts as they are."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        texts = [record if isinstance(record, str) else json.dumps(record) for record in records]
        path.write_text("".join(f"{text}\n" for text in texts), "utf-8")
        return path

    def module(self) -> httpx.Client:
        """Have the package itself, as a client, answered by the API; returns what it sends with."""
        http_client = httpx.Client(transport=self.api.transport("https://api.openai.com/v1"))
        self.monkeypatch.setattr(openai_client, "http_client", http_client)
        return http_client

    def chats(self, *texts: str, **more: Any) -> None:
        """Have chats answered with these texts, one after the other."""
        self.api.chat.completions.create.returns(*(chat(text, **more) for text in texts))


def chat(content: str | None, *, finish: str = "stop", message: Mapping[str, Any] | None = None, **more: Any) -> Any:
    """A chat completion; 57 tokens in and 17 out."""
    said = {"role": "assistant", "content": content, **(message or {})}
    choice = {"index": 0, "finish_reason": finish, "message": said, "logprobs": None}
    usage = {"prompt_tokens": 57, "completion_tokens": 17, "total_tokens": 74}
    return {"id": "chatcmpl-1", "object": "chat.completion", "model": "m", "choices": [choice], "usage": usage, **more}
