"""What layers add to the root package and to the project file."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest

from specloom.commands.pipeline import runtime_folder
from specloom.emit.package import Copied, Origin, emit
from specloom.emit.render import Renderer
from tests.plan.small import answer, document, plan_of

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
SDK = """\
exports: {Zoo: lib.zoo}
attributes: {lib.zoo: [keeper, feed]}
removed: {lib.zoo: [Circus]}
extras: {night: ["lamp>=1; python_version < '3.12'", "owl[barn]~=2.0"], day: [sun]}
"""
LAYER = "class Zoo: ...\nkeeper: str | None = None\nfeed = object()\nCircus = object()\n"


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    plan = plan_of(document({"GET /pets": {"operationId": "pets", "responses": answer()}}), SDK)
    copied = {"lib/__init__.py": Copied("", "layer"), "lib/zoo.py": Copied(LAYER, "layer")}
    copied["_runtime/__init__.py"] = Copied("", "runtime")
    copied["_runtime/exports.py"] = Copied((runtime_folder() / "exports.py").read_text("utf-8"), "runtime")
    return emit(plan, Renderer.over([ROOT / "templates"]), Origin("openapi.json", "specloom generate"), copied)


@pytest.fixture(scope="module")
def package(files: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("project")
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    sys.path.insert(0, str(folder / "src"))
    try:
        return importlib.import_module("pets_client")
    finally:
        sys.path.remove(str(folder / "src"))


def test_exports_come_with_a_star_and_the_others_do_not(package: Any) -> None:
    assert "Zoo" in package.__all__
    assert not {"keeper", "feed", "Circus"} & set(package.__all__)


def test_all_are_reached_through_the_package_and_variables_take_values(package: Any) -> None:
    layer = importlib.import_module("pets_client.lib.zoo")
    assert package.Zoo is layer.Zoo
    assert package.feed is layer.feed
    assert package.Circus is layer.Circus
    assert package.keeper is None
    package.keeper = "Ada"
    assert package.keeper == "Ada"


def test_type_checkers_see_attributes_and_no_removed_names(files: dict[str, str]) -> None:
    text = files["src/pets_client/__init__.py"]
    assert "    from .lib.zoo import keeper as keeper\n" in text
    assert "import Circus" not in text


def test_extras_are_optional_dependencies(files: dict[str, str]) -> None:
    project = tomllib.loads(files["pyproject.toml"])["project"]
    assert project["optional-dependencies"] == {
        "night": ["lamp>=1; python_version < '3.12'", "owl[barn]~=2.0"],
        "day": ["sun"],
    }


def test_a_project_without_extras_has_no_table_for_them() -> None:
    plan = plan_of(document({"GET /pets": {"operationId": "pets", "responses": answer()}}))
    files = emit(plan, Renderer.over([ROOT / "templates"]), Origin("openapi.json", "specloom generate"), {})
    assert "optional-dependencies" not in files["pyproject.toml"]
