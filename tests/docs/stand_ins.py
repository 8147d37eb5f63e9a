"""Programs of a reader: those of this checkout, and stand-ins for what would need the package index.

``python -m venv`` makes a folder for modules, which its ``activate`` puts on their path. ``pip`` looks at what is to
be installed (is there such a project or wheel, has it such extras?) and puts links to it, or what is in the wheel, on
the path of modules. What is left out here, ``python -m tests.docs.walk`` does for real.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from .blocks import ROOT

_PERSONAL = ("AWS_", "GIT_", "OPENAI_", "TOYS_")
_PYTHON = """#!/bin/sh
if [ "$1 $2" = "-m venv" ]; then
  mkdir -p "$3/bin" "$3/modules"
  here=$(cd "$3" && pwd)
  echo "export STAND_IN_MODULES='$here/modules' PYTHONPATH='{source}:$here/modules'" > "$3/bin/activate"
  exit
fi
exec {python} "$@"
"""
_SPECLOOM = """#!/bin/sh
exec {python} -c "from specloom.commands.main import main; main()" "$@"
"""
_PIP = """#!/bin/sh
exec {python} {script} "$@"
"""


def environment(folder: Path, checkout: Path = ROOT) -> dict[str, str]:
    """The variables of a reader, with nothing of the person who runs the tests.

    Args:
        folder: Made for the programs.
        checkout: Where specloom itself is.
    """
    programs, source = folder / "bin", checkout / "src"
    programs.mkdir(parents=True)
    script = Path(__file__).parent / "pip_stand_in.py"
    values = {"python": sys.executable, "script": script, "source": source}
    texts = {"python": _PYTHON, "python3": _PYTHON, "specloom": _SPECLOOM, "pip": _PIP}
    for name, text in texts.items():
        (programs / name).write_text(text.format(**values), "utf-8")
        (programs / name).chmod(0o755)
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "GIT_", "OPENAI_", "TOYS_"))
    }
    return {
        **kept, **author(), "CI": "1", "LC_ALL": "C.UTF-8",
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(source), "STAND_IN_PROGRAMS": str(programs),
    }  # fmt: skip


def author() -> dict[str, str]:
    """Variables for somebody whom git knows, and who has set nothing else."""
    names = {f"GIT_{who}_{what}": "reader" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return {**names, "GIT_CONFIG_GLOBAL": os.devnull}
