"""The public names of the runtime, and what the copy of it may depend on."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import specloom_runtime

FOLDER = Path(specloom_runtime.__file__).parent


def test_every_public_name_can_be_had() -> None:
    assert len(set(specloom_runtime.__all__)) == len(specloom_runtime.__all__)
    for name in specloom_runtime.__all__:
        assert getattr(specloom_runtime, name) is not None
    assert set(specloom_runtime.__all__) <= set(dir(specloom_runtime))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = specloom_runtime.nothing  # type: ignore[attr-defined]  # the point of the test


def test_omit_is_the_mark_and_not_the_module() -> None:
    from specloom_runtime import NOT_GIVEN, Omit, not_given, omit

    assert isinstance(omit, Omit)
    assert not omit
    assert not NOT_GIVEN
    assert NOT_GIVEN is not_given
    assert (repr(omit), repr(not_given)) == ("omit", "NOT_GIVEN")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_a_module_imports_its_siblings_relatively_and_little_else(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.level <= 1
            names = [node.module] if node.module and not node.level else []
        for name in names:
            root = name.partition(".")[0]
            assert root in sys.stdlib_module_names or root in {"httpx", "attr", "typing_extensions"}, name
