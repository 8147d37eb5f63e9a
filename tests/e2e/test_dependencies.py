"""Each package requires what it imports, and nothing else."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT: Final = Path(__file__).parents[2]
GENERATED: Final = ("openai_client", "orders_client")
LOADERS: Final = ("import_module", "find_spec", "load_extra")
ROOMS: Final = {"aws": ("specloom/sources/apigateway/", "specloom_runtime/sigv4.py"), "mock": ("specloom/mock/",)}
"""Where in specloom an extra is used; the rest must do without."""
AT_ONCE: Final = {"lib/cli": "click", "lib/embed": "numpy"}
"""What is imported with modules that are for one extra."""
THE_CALLERS: Final = {"pydantic"}
"""What a caller has already who hands over something made with it."""


class Import(NamedTuple):
    """A package of somebody else that a module imports when it runs."""

    path: str
    distribution: str
    extra: str | None
    """The extra that the module says it needs, if it does."""
    at_once: bool
    """Whether importing the module imports it."""


def imports_of(source: Path) -> Iterator[Import]:
    """What the modules below a folder import, save for the type checker alone."""
    for path in sorted(source.rglob("*.py")):
        for module, extra, at_once in _imported(ast.parse(path.read_text("utf-8")).body, True):
            name = module.partition(".")[0]
            if name not in sys.stdlib_module_names and not (source.parent / name).exists():
                yield Import(path.relative_to(source.parent).as_posix(), _distribution(name), extra, at_once)


@cache
def _distributions() -> Mapping[str, list[str]]:
    return packages_distributions()


def _distribution(module: str) -> str:
    found = {canonicalize_name(name) for name in _distributions()[module]}
    assert len(found) == 1, f"{module} is of {found}"
    return found.pop()


def _imported(nodes: list[Any], at_once: bool) -> Iterator[tuple[str, str | None, bool]]:
    for node in nodes:
        match node:
            case ast.If(test=ast.Name(id="TYPE_CHECKING"), orelse=other):
                yield from _imported(other, at_once)
                continue
            case ast.Import(names=names):
                yield from ((name.name, None, at_once) for name in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module, None, at_once
            case ast.Call(
                func=ast.Name(id=name) | ast.Attribute(attr=name), args=[ast.Constant(value=str(module)), *_]
            ):
                if name in LOADERS and not module.startswith("."):
                    extras = [ast.literal_eval(one.value) for one in node.keywords if one.arg == "extra"]
                    yield module, (extras or [None])[0], at_once and name != "find_spec"
        inner = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        yield from _imported(list(ast.iter_child_nodes(node)), at_once and not inner)


class Declared(NamedTuple):
    """What a pyproject.toml requires."""

    always: frozenset[str]
    extras: Mapping[str, frozenset[str]]
    along: Mapping[str, frozenset[str]]
    """What comes along with the parts of others that an extra asks for: ``dask[dataframe]``."""


def declared(folder: Path) -> Declared:
    """Read a pyproject.toml."""
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
    extras = {name: [*map(Requirement, texts)] for name, texts in project.get("optional-dependencies", {}).items()}
    return Declared(
        frozenset(canonicalize_name(Requirement(text).name) for text in project["dependencies"]),
        {name: frozenset(canonicalize_name(one.name) for one in found) for name, found in extras.items()},
        {name: frozenset(_along(found)) for name, found in extras.items()},
    )


def _along(requirements: list[Requirement]) -> Iterator[str]:
    for requirement in requirements:
        for part in requirement.extras:
            for other in map(Requirement, requires(requirement.name) or ()):
                if other.marker and other.marker.evaluate({"extra": part}):
                    yield canonicalize_name(other.name)


def specloom_imports() -> list[Import]:
    """What specloom imports, and what it copies into every package."""
    return [*imports_of(ROOT / "src/specloom"), *imports_of(ROOT / "src/specloom_runtime")]


def test_specloom_requires_what_it_imports() -> None:
    wanted = declared(ROOT)
    promised = wanted.always | wanted.extras["aws"] | wanted.extras["mock"]
    assert {one.distribution for one in specloom_imports()} == promised


def test_specloom_imports_an_extra_only_where_it_is_for() -> None:
    wanted = declared(ROOT)
    for extra, rooms in ROOMS.items():
        only = wanted.extras[extra] - wanted.always
        strays = [one for one in specloom_imports() if one.distribution in only and not one.path.startswith(rooms)]
        assert strays == []


@pytest.mark.parametrize("package", GENERATED)
def test_a_generated_package_requires_httpx_and_attrs_alone(package: str) -> None:
    assert declared(ROOT / "generated" / package).always == {"attrs", "httpx"}


@pytest.mark.parametrize("package", GENERATED)
def test_a_generated_package_requires_what_it_imports(package: str) -> None:
    wanted = declared(ROOT / "generated" / package)
    found = list(imports_of(ROOT / f"generated/{package}/src/{package}"))
    used = {one.distribution for one in found} - THE_CALLERS
    assert wanted.always <= used
    unnamed = used - wanted.always - {"rich"}  # a bar of progress is shown where rich is there already
    assert unnamed <= frozenset().union(*wanted.extras.values(), *wanted.along.values())
    assert frozenset().union(*wanted.extras.values()) <= used


@pytest.mark.parametrize("package", GENERATED)
def test_an_extra_brings_what_needs_it(package: str) -> None:
    wanted = declared(ROOT / "generated" / package)
    found = [one for one in imports_of(ROOT / f"generated/{package}/src/{package}") if one.extra]
    assert bool(found) == (package == "openai_client")
    for one in found:
        assert one.distribution in wanted.extras[one.extra or ""] | wanted.along[one.extra or ""], one


@pytest.mark.parametrize("package", GENERATED)
def test_importing_a_module_needs_no_extra_but_the_one_that_it_is_for(package: str) -> None:
    wanted = declared(ROOT / "generated" / package)
    found = {
        (one.path.removeprefix(f"{package}/").rpartition("/")[0], one.distribution)
        for one in imports_of(ROOT / f"generated/{package}/src/{package}")
        if one.at_once and one.distribution not in wanted.always
    }
    assert found == (set(AT_ONCE.items()) if package == "openai_client" else set())
