"""The cases: which there are, and the project that generates all of them."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import Final

from attrs import frozen
from click.testing import CliRunner

from specloom.commands.main import main

CASES: Final = Path(__file__).parent
_SIDE_FILES: Final = ("sdk.yaml", "overlay.yaml")


@frozen
class Case:
    """One behaviour.

    Attributes:
        folder: Its document, ``expected/`` and ``check.py``.
    """

    folder: Path

    @property
    def name(self) -> str:
        """What the API of the case is called."""
        return self.folder.name

    @property
    def package(self) -> str:
        """The import name of what it becomes."""
        return f"{self.name}_client"

    def expected(self) -> dict[str, str]:
        """The files that it should become."""
        return read_tree(self.folder / "expected")


def all_cases() -> list[Case]:
    """Every case, sorted by name."""
    return [Case(path.parent) for path in sorted(CASES.glob("*/openapi.yaml"))]


@frozen
class Workshop:
    """A project in a folder of its own, with an API for every case."""

    root: Path

    @classmethod
    def fitted_out(cls, root: Path, cases: list[Case]) -> Workshop:
        """Configure and pin all cases."""
        tables = [f'[apis.{case.name}]\nsource = "documents/{case.name}.yaml"\n' for case in cases]
        (root / "specloom.toml").write_text("\n".join(tables), "utf-8")
        (root / "documents").mkdir()
        for case in cases:
            document = (case.folder / "openapi.yaml").read_text("utf-8")
            (root / "documents" / f"{case.name}.yaml").write_text(document, "utf-8")
            for name in _SIDE_FILES:
                if (case.folder / name).exists():
                    spec = root / "spec" / case.name
                    spec.mkdir(parents=True, exist_ok=True)
                    (spec / name).write_text((case.folder / name).read_text("utf-8"), "utf-8")
        workshop = cls(root)
        workshop.run("pull")
        return workshop

    def run(self, *arguments: str) -> str:
        """Run a command of specloom in the project; it must succeed."""
        before = Path.cwd()
        os.chdir(self.root)
        try:
            result = CliRunner().invoke(main, arguments, catch_exceptions=False)
        finally:
            os.chdir(before)
        assert result.exit_code == 0, result.output
        return result.output

    def source(self, case: Case) -> Path:
        """The folder to import the package of a case from."""
        return self.root / "generated" / case.package / "src"

    def written(self, case: Case) -> dict[str, str]:
        """What is worth a reviewer's eye in the package of a case."""
        tree = read_tree(self.source(case) / case.package)
        return {path: text for path, text in tree.items() if is_of_interest(path)}


def is_of_interest(path: str) -> bool:
    """Types, resources and the client; not the runtime, which has tests of its own, and not what never varies."""
    first, *rest = PurePosixPath(path).parts
    return path == "_client.py" or (first in ("types", "resources") and rest != [] and path != "resources/__init__.py")


def read_tree(folder: Path) -> dict[str, str]:
    """The text of all Python files below a folder, by path relative to it, sorted."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in folder.rglob("*.py")}
    return dict(sorted(found.items()))
