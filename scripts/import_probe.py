"""Imports every module below a folder and tells how many it could: ``import_probe.py FOLDER``.

Top-level packages and modules count as they would when the folder were on the path; a folder of a project is looked
into where it has a ``src``. Prints JSON: modules, imported, error (of the first that failed).
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path


def modules(folder: Path) -> Iterator[str]:
    """Names of the modules of the packages in a folder, packages before what they hold."""
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        owners = [folder.joinpath(*parts[:length]) for length in range(1, len(parts))]
        if all((owner / "__init__.py").exists() for owner in owners) and parts[0] not in ("test", "setup"):
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(names: list[str]) -> tuple[int, str]:
    """How many of the modules can be imported, and what the first that cannot be says."""
    count, first = 0, ""
    for name in names:
        try:
            importlib.import_module(name)
            count += 1
        except Exception as error:  # noqa: BLE001 (whatever generated code may raise)
            first = first or f"{type(error).__name__}: {error}"
    return count, first


def homes(folder: Path) -> list[Path]:
    """Folders to look in: those of projects with a ``src``, else the one that holds the packages."""
    found = [path for path in sorted(folder.glob("*/src")) if path.is_dir()]
    return found or [folder]


if __name__ == "__main__":
    places = homes(Path(sys.argv[1]).resolve())
    sys.path[:0] = map(str, places)
    wanted = [name for place in places for name in modules(place) if not name.endswith("__main__")]
    with contextlib.redirect_stdout(io.StringIO()):
        done, problem = imported(wanted)
    print(json.dumps({"modules": len(wanted), "imported": done, "error": problem}))
