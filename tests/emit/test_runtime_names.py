"""What modules of resources import for their own use is kept from resources and types of a document."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from specloom.plan.naming import RESERVED_CLASSES, RUNTIME_NAMES, resource_class

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests/golden"
PACKAGES = [
    ROOT / "generated/openai_client/src/openai_client",
    GOLDEN / "polling/expected",
    GOLDEN / "paging_conventions/expected",
]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.parent.name)
def test_every_class_that_is_imported_from_the_runtime_is_listed(package: Path) -> None:
    modules = [*(package / "resources").rglob("*.py"), package / "_client.py"]
    assert len(modules) > 2
    imported = {
        alias.name
        for path in modules
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("_runtime", "collections")
        for alias in node.names
        if not alias.name[0].islower() and not alias.name.isupper()
    }
    assert imported
    assert imported <= RUNTIME_NAMES | RESERVED_CLASSES


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("raw", "RawResource"), ("page", "PageResource"), ("query", "QueryResource"), ("pets", "Pets")],
)
def test_a_resource_and_its_twin_stand_beside_what_their_module_imports(name: str, wanted: str) -> None:
    assert resource_class(name) == wanted
