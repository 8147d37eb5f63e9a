"""The styles: documents written as different vendors write theirs, and the project that generates all of them."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import yaml
from attrs import frozen

from specloom.commands.console import SilentProgress
from specloom.commands.pipeline import Planned, plan_target
from specloom.config import load_config
from specloom.document.load import load_text
from specloom.plan.values import PlannedType
from tests.golden.cases import Workshop

FOLDER: Final = Path(__file__).parent
STYLES: Final = ("everything", "fastapi", "github", "kubernetes", "stripe")


@frozen
class Style:
    """One document, planned and generated.

    Attributes:
        name: Folder of the document, and of the API.
        document: As it is written.
        planned: What it is in normal form, and the plan of its package.
        source: Folder to import its package from.
    """

    name: str
    document: dict[str, Any]
    planned: Planned
    source: Path

    @property
    def package(self) -> ModuleType:
        """Its package, imported."""
        return importlib.import_module(f"{self.name}_client")

    @property
    def schemas(self) -> dict[str, Any]:
        """The components of the normal form."""
        found: dict[str, Any] = self.planned.prepared["components"]["schemas"]
        return found

    @property
    def models(self) -> dict[str, PlannedType]:
        """What answers are decoded into, by the names of components."""
        types = self.planned.plan.types
        return {name: one for one in types if one.direction == "model" for name in one.schemas}

    def found(self, planned: PlannedType) -> Any:
        """The class or alias of a planned type."""
        place = planned.place
        module = importlib.import_module(".".join((f"{self.name}_client", "types", *place.package, place.module)))
        return getattr(module, place.name)

    def expected_losses(self) -> dict[str, str]:
        """Pointers of the places that no type can follow, each with the reason why that is right."""
        found: dict[str, str] = yaml.safe_load((FOLDER / self.name / "widened.yaml").read_text("utf-8"))
        return found


def document_of(name: str) -> Path:
    """The document of a style."""
    (found,) = (FOLDER / name).glob("openapi.*")
    return found


def generate_all(root: Path) -> dict[str, Style]:
    """Pin, generate and plan all styles in a project; their packages can be imported afterwards."""
    tables = [f'[apis.{name}]\nsource = "{name}{document_of(name).suffix}"\n' for name in STYLES]
    (root / "specloom.toml").write_text("\n".join(tables), "utf-8")
    for name in STYLES:
        path = document_of(name)
        (root / f"{name}{path.suffix}").write_bytes(path.read_bytes())
        if (FOLDER / name / "sdk.yaml").exists():
            (root / "spec" / name).mkdir(parents=True)
            (root / "spec" / name / "sdk.yaml").write_bytes((FOLDER / name / "sdk.yaml").read_bytes())
    workshop = Workshop(root)
    workshop.run("pull")
    workshop.run("generate")
    config = load_config(root)
    made = {}
    for name in STYLES:
        document = load_text(document_of(name).read_bytes(), name)
        source = root / "generated" / f"{name}_client" / "src"
        planned = plan_target(config, config.target(name), SilentProgress())
        made[name] = Style(name, document, planned, source)
        sys.path.insert(0, str(source))
    importlib.invalidate_caches()
    return made
