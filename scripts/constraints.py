"""Write constraints.txt anew: one set of versions for every Python that we promise, by uv's resolver.

What is pinned there stays where it still fits; ``--upgrade`` takes the newest, ``--upgrade-package NAME`` of one.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "constraints.txt"
HEADER = """\
# The versions that were tested together; ranges stand in pyproject.toml. Written by: nox -s constraints
"""
ALONE = ("litellm",)
"""Installed for their data, without what they depend on (pyproject.toml, ``tool.uv``)."""


def main(options: list[str]) -> int:
    """Resolve, and write what was found; the file stays as it is if nothing can be."""
    with tempfile.TemporaryDirectory() as folder:
        pins, extra = Path(folder) / FILE.name, Path(folder) / "alone.in"
        shutil.copyfile(FILE, pins)  # the resolver keeps what its output file holds
        extra.write_text("".join(f"{name}\n" for name in ALONE), "utf-8")
        command = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.10", "--all-extras"]
        command += ["--no-header", "--no-annotate", "--output-file", str(pins), *options, "pyproject.toml", str(extra)]
        done = subprocess.run(command, cwd=ROOT, check=False)
        if done.returncode == 0:
            FILE.write_text(HEADER + pins.read_text("utf-8"), "utf-8")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
