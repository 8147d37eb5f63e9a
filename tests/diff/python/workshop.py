"""Both packages of every pair, generated; one calling file for both, held against a type checker and run."""

from __future__ import annotations

import asyncio
import hashlib
import importlib
import inspect
import json
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal

import httpx
from attrs import evolve, field, frozen

import specloom_runtime
from specloom.commands.template_folders import builtin_folder
from specloom.diff.compare import compare
from specloom.diff.findings import Finding, PythonChange, findings_of
from specloom.diff.python import compare_plans
from specloom.diff.python_surface import Side
from specloom.diff.values import Verdict
from specloom.emit.package import Origin, emit
from specloom.emit.render import Renderer
from specloom.engines.reading import read_parsed
from specloom.mock import transport
from specloom.plan.make import make_plan
from specloom.plan.sdk_reader import read_sdk
from specloom.prepare import prepare
from tests.diff.python.shop import edited

_RUNTIME = Path(specloom_runtime.__path__[0])


@frozen
class Pair:
    """Two documents, code that is written against the first, and what the second does to it.

    Attributes:
        name: What happens, in a few words.
        new: Edits of the shop that make the second document.
        code: A caller: imports from ``shop``, then what it does with ``client``. With ``await`` or ``async`` in it,
            the client is the async one; code that says ``Shop(`` makes its own.
        verdict: Breaking where the code no longer passes the type checker or no longer runs.
        rules: Ids of the changes with this verdict.
        old: Edits that make the first document.
        counting: For a warning: code that counts on what was not promised, and breaks.
        wire: The verdict on the wire, where the pair is to show it.
        old_sdk: What sdk.yaml says, for the first.
        new_sdk: The same for the second, if it is not the same.
    """

    name: str
    new: str
    code: str
    verdict: Verdict
    rules: str = ""
    old: str = ""
    counting: str = ""
    wire: Verdict | None = None
    old_sdk: str = ""
    new_sdk: str | None = None


@frozen
class Package:
    """A generated package."""

    name: str
    prepared: Mapping[str, Any]
    side: Side


@cache
def _package(edits: tuple[str, ...], sdk: str) -> Package:
    if "client:" not in sdk:
        sdk = f"client: {{name: Shop}}\n{sdk}"
    name = "shop_" + hashlib.sha256(json.dumps([edits, sdk]).encode()).hexdigest()[:10]
    prepared = prepare(edited(*edits), "shop.yaml")
    parsed = read_parsed(prepared)
    plan = make_plan(prepared, parsed, read_sdk(sdk), api="shop", package=name)
    return Package(name, prepared, Side(parsed, plan))


def packages(pair: Pair) -> tuple[Package, Package]:
    """Both packages of a pair."""
    new_sdk = pair.old_sdk if pair.new_sdk is None else pair.new_sdk
    return _package((pair.old,), pair.old_sdk), _package((pair.old, pair.new), new_sdk)


def review(pair: Pair) -> tuple[tuple[PythonChange, ...], tuple[Finding, ...]]:
    """What the comparison says of a pair, in Python and all together."""
    old, new = packages(pair)
    compared = compare(old.prepared, new.prepared)
    changes = compare_plans(_named(old), _named(new), compared)
    return changes, findings_of(compared.changes, changes)


def _named(package: Package) -> Side:
    """Under one import name, as a package has before and after; in a test both must be importable at once."""
    return Side(package.side.parsed, evolve(package.side.plan, package="shop"))


@frozen
class Outcome:
    """What became of a calling file: complaints of the type checker, and what it raised, if it did."""

    complaints: tuple[str, ...]
    raised: str

    @property
    def fine(self) -> bool:
        """Whether it passes and runs."""
        return not self.complaints and not self.raised


Part = Literal["code", "counting"]
Age = Literal["old", "new"]
_PARTS: tuple[Part, ...] = ("code", "counting")


@frozen
class Workshop:
    """A folder with all packages and calling files.

    Attributes:
        outcomes: By pair, part of it and side.
    """

    root: Path
    outcomes: Mapping[tuple[str, Part, Age], Outcome] = field(factory=dict)

    @classmethod
    def of(cls, root: Path, pairs: Iterable[Pair]) -> Workshop:
        """Generate, check and run everything."""
        pairs = tuple(pairs)
        renderer = Renderer.over([builtin_folder()])
        written = set()
        callers: dict[tuple[str, Part, Age], tuple[str, Package]] = {}
        for number, pair in enumerate(pairs):
            old, new = packages(pair)
            sides: tuple[tuple[Age, Package], ...] = (("old", old), ("new", new))
            for age, package in sides:
                if package.name not in written:
                    written.add(package.name)
                    _write(root, package, renderer)
                for part in _PARTS:
                    code: str = getattr(pair, part)
                    if code:
                        name = f"call_{number:03}_{part}_{age}"
                        (root / f"{name}.py").write_text(_caller(code, package.name), "utf-8")
                        callers[pair.name, part, age] = (name, package)
        _give_runtime(root, written, _shim(root))
        complaints = _checked(root, [name for name, _ in callers.values()])
        _give_runtime(root, written, _RUNTIME)
        with _importable(root):
            outcomes = {
                key: Outcome(tuple(complaints.get(name, ())), _raised(name, package))
                for key, (name, package) in callers.items()
            }
        return cls(root, outcomes)


def _write(root: Path, package: Package, renderer: Renderer) -> None:
    for path, text in emit(package.side.plan, renderer, Origin("shop.yaml", "specloom generate shop"), {}).items():
        if path.startswith("src/"):
            target = root / "packages" / path.removeprefix("src/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")


def _give_runtime(root: Path, names: Iterable[str], runtime: Path) -> None:
    """Let all packages have one runtime between them: a copy for each takes most of the time."""
    for name in names:
        link = root / "packages" / name / "_runtime"
        link.unlink(missing_ok=True)
        link.symlink_to(runtime, target_is_directory=True)


def _shim(root: Path) -> Path:
    """A runtime that a type checker reads in no time: all modules lead to the one that is checked elsewhere."""
    for path in _RUNTIME.rglob("*.py"):
        inner = path.relative_to(_RUNTIME)
        target = root / "shim" / inner
        target.parent.mkdir(parents=True, exist_ok=True)
        module = ".".join(("specloom_runtime", *inner.with_suffix("").parts)).removesuffix(".__init__")
        target.write_text(f"from {module} import *\n", "utf-8")
    return root / "shim"


def _caller(code: str, package: str) -> str:
    """A calling file: imports at the top, the rest in a function that is given a client."""
    lines = [line.replace("shop", package) if re.match(r"(from|import) ", line) else line
             for line in textwrap.dedent(code).strip().splitlines()]  # fmt: skip
    imports = [line for line in lines if re.match(r"(from|import) ", line)]
    rest = [line for line in lines if line not in imports]
    is_async = re.search(r"\b(await|async) ", code) is not None
    head, client = ("async def", "AsyncShop") if is_async else ("def", "Shop")
    body = textwrap.indent("\n".join(rest) or "pass", "    ")
    top = "\n".join([*imports, f"from {package} import {client}"])
    taken = "" if f"{client}(" in code else f"client: {client}"
    return f"{top}\n\n\n{head} use({taken}) -> None:\n{body}\n"


def _checked(root: Path, modules: list[str]) -> dict[str, list[str]]:
    """Complaints of mypy by module. One run for all: what it reads first takes longer than what is ours."""
    result = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--python-version=3.10", "--follow-imports=silent",
         "--no-error-summary", "--cache-dir", str(root / "cache"), *(f"{name}.py" for name in modules)],
        cwd=root,
        env={**os.environ, "MYPYPATH": os.pathsep.join((str(_RUNTIME.parent), str(root / "packages")))},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not result.stderr, result.stderr
    found: dict[str, list[str]] = {}
    for line in result.stdout.splitlines():
        name, _, said = line.partition(".py:")
        assert name in modules, result.stdout
        found.setdefault(name, []).append(said)
    return found


@contextmanager
def _importable(root: Path) -> Iterator[None]:
    paths = [str(root), str(root / "packages")]
    before = set(sys.modules)
    sys.path[:0] = paths
    importlib.invalidate_caches()
    yield
    for path in paths:
        sys.path.remove(path)
    for name in set(sys.modules) - before:
        if name.startswith(("shop_", "call_")):
            del sys.modules[name]


def _raised(name: str, package: Package) -> str:
    """What a calling file raises when it is run against a server that follows the document of its package."""
    served = transport(package.prepared, package.side.plan)
    try:
        use = importlib.import_module(name).use
        root = importlib.import_module(package.name)
        if not inspect.signature(use).parameters:
            use()
        elif asyncio.iscoroutinefunction(use):
            asyncio.run(use(root.AsyncShop(http_client=httpx.AsyncClient(transport=served), max_retries=0)))
        else:
            use(root.Shop(http_client=httpx.Client(transport=served), max_retries=0))
    except Exception as error:  # noqa: BLE001 - whatever a caller meets is the outcome
        return f"{type(error).__name__}: {error}"
    return ""
