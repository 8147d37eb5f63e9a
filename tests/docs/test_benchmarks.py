"""The commands of docs/benchmarks.md are ones that the session takes."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from .blocks import ROOT, blocks, take
from .claims import claims

PAGE = ROOT / "docs" / "benchmarks.md"


@claims(PAGE, "bash")
def test_how_to_repeat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(ROOT), *sys.path])
    from scripts.bench import BENCHES, WHOLE
    from scripts.bench_whole import parser

    assert "\ndef bench(" in Path(ROOT, "noxfile.py").read_text("utf-8")
    (block,) = blocks(PAGE, "bash")
    told = ""
    for line in take(block).splitlines():
        command, _, remark = line.partition("#")
        assert command.startswith("nox -s bench")
        words = shlex.split(command)[3:]
        assert words[:1] in ([], ["--"])
        if words[1:] and not words[1].startswith("-"):
            assert words[1] in BENCHES
            told = remark
        else:
            parser().parse_args(words[1:])
    assert set(told.partition(": ")[2].strip().split(", ")) == BENCHES.keys() - {WHOLE}
