"""What docs/releasing.md says is typed in the folder of a generated package; the sessions that it names are there."""

from __future__ import annotations

import os
import re
import shutil
import sys
from contextlib import closing
from pathlib import Path

import pytest

from .blocks import DOCS, blocks
from .claims import claims
from .sessions import Terminal, type_all

PAGE = DOCS / "releasing.md"
ROOT = DOCS.parent
PYTHON = Path(sys.executable).parent


@claims(PAGE)
@pytest.mark.skipif(sys.version_info < (3, 11), reason="cyclonedx-bom is for later Pythons; so is a release")
def test_a_generated_package_is_built_twice_and_listed(tmp_path: Path) -> None:
    folder = tmp_path / "orders_client"
    shutil.copytree(ROOT / "generated/orders_client", folder, ignore=shutil.ignore_patterns("__pycache__", "dist"))
    environment = {**os.environ, "PATH": os.pathsep.join([str(PYTHON), os.environ["PATH"]]), "NO_COLOR": "1"}
    with closing(Terminal(folder, environment)) as terminal:
        for block in blocks(PAGE):
            type_all(block, terminal)


def test_the_sessions_are_there() -> None:
    named = set(re.findall(r"nox -s ([a-z_]+)", PAGE.read_text("utf-8")))
    assert named == {"build", "constraints", "lowest", "newest", "tests_on"}
    there = set(re.findall(r"^@nox\.session.*?^def (\w+)", (ROOT / "noxfile.py").read_text("utf-8"), re.M | re.S))
    assert named <= there
