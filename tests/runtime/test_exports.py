"""Packages of lazy classes: the rule from name to module, the table for the rest, and what ``dir`` tells."""

from __future__ import annotations

import importlib
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specloom_runtime.exports import class_of, is_regular, module_of

INIT = """
from specloom_runtime.exports import lazy_classes

__getattr__, __dir__ = lazy_classes(
    __name__, {"HTTPError": ".http_error:HTTPError", "OldCat": ".cat:Cat", "farm": ".farm:"}
)
"""


@pytest.fixture
def zoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A package with two regular modules, one of an acronym, a broken one and a package below."""
    folder = tmp_path / "lazy_zoo"
    (folder / "farm").mkdir(parents=True)
    (folder / "farm/__init__.py").write_text("cows = 3\n")
    (folder / "__init__.py").write_text(INIT)
    (folder / "cat.py").write_text("class Cat:\n    pass\n")
    (folder / "big_dog2.py").write_text("class BigDog2:\n    pass\n")
    (folder / "http_error.py").write_text("class HTTPError:\n    pass\n")
    (folder / "broken.py").write_text("import no_such_module_at_all\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("lazy_zoo")
    for name in [name for name in sys.modules if name.split(".")[0] == "lazy_zoo"]:
        del sys.modules[name]


def test_a_class_is_found_by_its_name(zoo: ModuleType) -> None:
    assert zoo.BigDog2.__module__ == "lazy_zoo.big_dog2"
    assert "BigDog2" in vars(zoo)
    assert pickle.loads(pickle.dumps(zoo.Cat())).__class__ is zoo.Cat


def test_what_the_rule_does_not_find_is_in_the_table(zoo: ModuleType) -> None:
    assert zoo.HTTPError.__module__ == "lazy_zoo.http_error"
    assert zoo.OldCat is zoo.Cat
    assert zoo.farm.cows == 3


@pytest.mark.parametrize("name", ["Lion", "HttpError", "Farm", "cat_", "__wrapped__", "Big_Dog2", "", "a.b"])
def test_what_is_not_there_is_an_attribute_error(zoo: ModuleType, name: str) -> None:
    with pytest.raises(AttributeError, match="module 'lazy_zoo' has no attribute"):
        getattr(zoo, name)


def test_a_module_that_cannot_be_imported_says_why(zoo: ModuleType) -> None:
    with pytest.raises(ModuleNotFoundError, match="no_such_module_at_all"):
        _ = zoo.Broken


def test_dir_lists_what_can_be_had(zoo: ModuleType) -> None:
    names = {name for name in dir(zoo) if not name.startswith("_")} - {"lazy_classes"}
    assert names == {"BigDog2", "Broken", "Cat", "HTTPError", "OldCat", "farm"}


@given(st.text("aBc_2", min_size=1))
def test_the_rule_is_its_own_inverse_where_it_is_used(name: str) -> None:
    module = module_of(name)
    assert is_regular(module, name) == (class_of(module) == name)
    assert not is_regular(f"{module}x", name)


def test_the_rule() -> None:
    assert [module_of(name) for name in ("ChatModel", "Tool2Call")] == ["chat_model", "tool2_call"]
    assert not is_regular("http_error", "HTTPError")
    assert not is_regular("none__param", "None_Param")
