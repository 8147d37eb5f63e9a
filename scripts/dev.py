"""Set up a checkout and run a nox session, with nothing but Python: ``python3 scripts/dev.py regenerate``.

Makes ``.venv`` beside pyproject.toml with nox in it; everything else is installed by the sessions themselves.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def main(arguments: list[str]) -> int:
    """Run nox sessions by name; without arguments the default ones."""
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    if subprocess.run([PYTHON, "-c", "import nox"], stderr=subprocess.DEVNULL, check=False).returncode:
        install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--constraint", "constraints.txt", "nox"]
        subprocess.run(install, cwd=ROOT, check=True)
    sessions = ["--session", *arguments] if arguments else []
    return subprocess.run([PYTHON, "-m", "nox", *sessions], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
