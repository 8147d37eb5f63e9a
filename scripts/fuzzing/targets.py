"""The targets, with the inputs that each starts from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from attrs import frozen

from scripts.fuzzing import clients, documents
from scripts.fuzzing.mutation import SEPARATOR
from scripts.fuzzing.watch import ROOT, Run

SEEDS: Final = ROOT / "tests/security/seeds"
"""A folder for each target: inputs that once failed, made small, and some to start from."""
_GOLDEN: Final = ROOT / "tests/golden"


@frozen
class Target:
    """What is fuzzed.

    Attributes:
        run: Raises where an input is neither refused clearly nor done right.
        found: Inputs from elsewhere in the project.
        share: Of the time, beside the others.
    """

    name: str
    run: Run
    found: Callable[[], Iterator[bytes]] = lambda: iter(())
    share: int = 1

    def kept(self) -> list[Path]:
        """The files of its seeds."""
        return sorted(path for path in (SEEDS / self.name).glob("*") if path.is_file())

    def seeds(self) -> Iterator[bytes]:
        """All inputs that it starts from."""
        yield from (path.read_bytes() for path in self.kept())
        yield from self.found()


def _documents() -> Iterator[bytes]:
    from tests.security.hostile import document

    for path in (*sorted(_GOLDEN.glob("*/openapi.yaml")), ROOT / "tests/documents/weather-2.0.yaml"):
        yield path.read_bytes()
    yield json.dumps(document("dog")).encode()


def _settings() -> Iterator[bytes]:
    for folder in (*sorted(_GOLDEN.glob("*")), ROOT / "spec/orders"):
        toml = f'[apis.{folder.name}]\nsource = "a.json"\npackage = "{folder.name}_client"\n'.encode()
        texts = [_read(folder / name) for name in ("overlay.yaml", "sdk.yaml")]
        if any(texts):
            text = _read(folder / "openapi.yaml") or _read(folder / "openapi.json")
            yield SEPARATOR.join((toml, *texts, text))


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _pairs() -> Iterator[bytes]:
    every = list(_documents())
    for old, new in zip(every, [*every[1:], *every[:1]], strict=True):
        yield SEPARATOR.join((old, old))
        yield SEPARATOR.join((old, new))


def _served() -> Iterator[bytes]:
    for text in _documents():
        yield text + SEPARATOR + b'{"a": 1}'


TARGETS: Final = {
    target.name: target
    for target in (
        Target("document", documents.document, _documents, share=4),
        Target("settings", documents.settings, _settings),
        Target("diff", documents.diff, _pairs, share=2),
        Target("samples", documents.samples),
        Target("config", documents.config),
        Target("mock", documents.mock, _served),
        Target("answer", clients.answer, share=2),
        Target("stream", clients.stream),
        Target("request", clients.request),
        Target("links", clients.links),
    )
}
