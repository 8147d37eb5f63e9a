"""Walk the pages for newcomers as a stranger does: ``python -m tests.docs.walk [--python PYTHON] [PAGE ...]``.

Each page gets an empty folder with a fresh clone of what is committed here, and a Python with nothing installed. Every
block is typed or saved, pip asks the package index, and what is printed is held against the page. Tells each command
with its seconds; ends with 1 at the first thing that is not as the page says.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .blocks import DOCS, ROOT, blocks
from .reader import Reader
from .stand_ins import author

PAGES = ("tutorials/regenerate.md", "tutorials/install.md", "tutorials/review.md", "templates.md", "infer.md")
_KEPT = ("HOME", "LANG", "LC_ALL", "TMPDIR", "PIP_INDEX_URL", "PIP_CERT", "SSL_CERT_FILE", "HTTPS_PROXY", "HTTP_PROXY")
_LANGUAGES = {"templates.md": ("console", "diff"), "infer.md": ("console", "python")}
"""Blocks of the worked example, on pages with other blocks beside; of a tutorial it is all of them."""


def environment(folder: Path, python: str) -> dict[str, str]:
    """The variables of somebody who has Python, git and a name, and nothing else of ours."""
    programs = folder / "bin"
    programs.mkdir(parents=True)
    found = shutil.which(python)
    if found is None:
        raise SystemExit(f"there is no {python}")
    for name in ("python", "python3"):
        # A link would make environments from where it is; a program starts the real one.
        (programs / name).write_text(f'#!/bin/sh\nexec {found} "$@"\n', "utf-8")
        (programs / name).chmod(0o755)
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    # What pip says of itself and of its index is on no page, and differs from place to place; errors are still told.
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_QUIET": "1"}
    return {**kept, **author(), **quiet, "PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin"}


def walk(page: Path, python: str) -> None:
    """Follow a page in a fresh clone; what it presupposes is done before."""
    print(f"== {page.relative_to(DOCS)}", flush=True)
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="walk-") as name:
        folder = Path(name) / "stranger"
        folder.mkdir()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder / "specloom")], check=True)
        reader = Reader(folder, environment(Path(name) / "programs", python), sys.stdout)
        try:
            if page.name in _LANGUAGES:
                _presuppose(reader, page)
            reader.follow(page, *_LANGUAGES.get(page.name, ()))
        finally:
            reader.close()
    print(f"== {time.perf_counter() - started:.0f} s", flush=True)


def _presuppose(reader: Reader, page: Path) -> None:
    install = "python3 -m venv pets-venv && . pets-venv/bin/activate && pip install --quiet './specloom[mock]'"
    _must(reader, f"{install} && mkdir toys && cd toys")
    if page.name == "templates.md":
        (document,) = blocks(DOCS / "tutorials/regenerate.md", "yaml", section="The document")
        (reader.folder / "toys.yaml").write_text(document.code, "utf-8")
        _must(reader, "specloom new toys toys.yaml")


def _must(reader: Reader, text: str) -> None:
    code, printed = reader.type(text)
    assert code == 0, "\n".join([f"$ {text}", *printed])


def main() -> None:
    """Walk the pages that are named, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", default=PAGES, help="below docs; all without any")
    parser.add_argument("--python", default=sys.executable, help="the Python that the stranger has")
    given = parser.parse_args()
    for page in given.pages:
        walk(DOCS / page, given.python)


if __name__ == "__main__":
    main()
