"""A server to talk to, and commands run as a person would run them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from openai_client.lib.cli.app import app
from tests.layer.polling.serving import Service, serving

Run = Callable[..., Result]


@pytest.fixture
def service() -> Iterator[Service]:
    """A server on a free port."""
    with serving() as started:
        yield started


@pytest.fixture
def run(service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command against the server, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("OPENAI_BASE_URL", f"{service.url}")
    for name in ("OPENAI_API_TYPE", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.delenv(name, raising=False)

    def call(*words: str, typed: str | bytes | None = None) -> Result:
        found = CliRunner().invoke(app, list(words), input=typed)
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        return found

    return call
