"""Virtual environments for the benchmarks, one a tool, so that no tool's dependencies touch another's.

They live in a cache folder under a name made from what they hold, and are made anew when that changes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import frozen

_BIN = "Scripts" if os.name == "nt" else "bin"
_UNWANTED = ("PYTHON", "VIRTUAL_ENV", "COV_")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy")


class InstallError(Exception):
    """What an environment is to hold cannot be installed."""


@frozen
class Environment:
    """A virtual environment on disk.

    Attributes:
        folder: Where it is.
        paths: Folders beside it whose modules its programs find.
    """

    folder: Path
    paths: tuple[Path, ...] = ()

    @property
    def python(self) -> str:
        """Path of its interpreter."""
        return str(self.folder / _BIN / "python")

    def script(self, name: str) -> str:
        """Path of a console script in it."""
        return str(self.folder / _BIN / name)

    def variables(self) -> dict[str, str]:
        """Environment variables as in an activated environment, without what would reach in from outside."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_UNWANTED)}
        for name in _PROXIES:
            kept.pop(name, None)
            kept.pop(name.upper(), None)
        return {
            **kept,
            "PATH": os.pathsep.join((str(self.folder / _BIN), os.environ.get("PATH", ""))),
            "VIRTUAL_ENV": str(self.folder),
            "NO_COLOR": "1",
            "CI": "1",
            **({"PYTHONPATH": os.pathsep.join(map(str, self.paths))} if self.paths else {}),
        }

    def version(self, distribution: str) -> str:
        """Installed version of a distribution."""
        code = "import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))"
        answer = subprocess.run([self.python, "-c", code, distribution], capture_output=True, text=True, check=True)
        return answer.stdout.strip()

    def install(self, *arguments: str) -> None:
        """Install with pip.

        Raises:
            InstallError: If pip does.
        """
        command = [self.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        if answer.returncode:
            raise InstallError(f"pip install {' '.join(arguments)}: {answer.stderr.strip().splitlines()[-1:]}")


def here(*paths: Path) -> Environment:
    """The environment of this process, with the modules of some folders before its own."""
    return Environment(Path(sys.prefix), paths)


def environment(
    cache: Path, name: str, requirements: Sequence[str], also: Mapping[str, str] | None = None
) -> Environment:
    """The environment that holds the requirements, made if it is not there yet.

    Args:
        cache: Folder of all environments.
        name: First part of its folder's name.
        requirements: Arguments of ``pip install``.
        also: Further facts that make it another environment when they change, such as a project file's text.

    Raises:
        InstallError: If the requirements cannot be installed; nothing is left behind then.
    """
    facts = json.dumps([sys.version, sys.executable, list(requirements), dict(also or {})])
    made = Environment(cache / f"{name}-{hashlib.sha256(facts.encode()).hexdigest()[:12]}")
    complete = made.folder / "complete"
    if not complete.exists():
        shutil.rmtree(made.folder, ignore_errors=True)
        venv.create(made.folder, with_pip=True)
        try:
            made.install(*requirements)
        except InstallError:
            shutil.rmtree(made.folder, ignore_errors=True)
            raise
        complete.touch()
    return made
