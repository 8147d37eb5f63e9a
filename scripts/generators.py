"""The generators that are measured side by side: ours and its peers, each with what it needs to run."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from attrs import frozen

from scripts.operations import SPECLOOM

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "spec" / "openai" / "openapi.json"
OURS = "specloom"


def _nothing(folder: Path) -> None:
    """What most tools need to find in their folder."""


@frozen
class Tool:
    """A generator to measure.

    Attributes:
        name: As the table shows it.
        distribution: Whose version the table shows.
        requirements: What its environment holds, as arguments of ``pip install``.
        command: Console script and arguments; ``{document}`` stands for the document's path.
        output: Where in the folder it writes.
        makes: What it writes, in a few words.
        operation: Finds verb and path of an operation in what it writes; None for a tool that makes types alone.
        prepare: Puts into the empty folder what the tool needs to find there; not measured.
        needs: A program that has to be on the machine, or empty.
        pinned: For our own: where the document lies that a changed operation is written into.
    """

    name: str
    distribution: str
    requirements: tuple[str, ...]
    command: tuple[str, ...]
    output: str
    makes: str
    operation: re.Pattern[str] | None = None
    prepare: Callable[[Path], None] = _nothing
    needs: str = ""
    pinned: str = ""


def specloom(pinned: bool) -> Tool:
    """Our own: the project's OpenAI target from its pinned files, or a stranger's document through ``new``."""
    constraints = ROOT / "constraints.txt"
    return Tool(
        name=OURS,
        distribution=OURS,
        # With what the extras of the package need, whose modules are to be imported.
        requirements=(
            *(("--constraint", str(constraints)) if constraints.exists() else ()),
            "--editable",
            f"{ROOT}[layer]",
        ),
        command=(OURS, "generate", "openai") if pinned else (OURS, "new", "bench", "{document}"),
        output="generated",
        makes="client, sync and async, with streams, retries, pages; models (attrs); parameter types (TypedDict)",
        operation=SPECLOOM,
        prepare=_copy_project if pinned else _nothing,
        pinned=f"spec/{'openai' if pinned else 'bench'}/openapi.json",
    )


def _copy_project(folder: Path) -> None:
    """Copy what ``specloom generate`` reads: specloom.toml and the folders that it names."""
    shutil.copy(ROOT / "specloom.toml", folder)
    for name in ("spec", "src/openai_layer"):
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))


def openapi_python_client(name: str, config: str) -> Tool:
    """openapi-python-client, with the formatting that it does by default or without."""
    options = ("--path", "{document}", "--output-path", "out", "--config", "config.yaml")
    return Tool(
        name=name,
        distribution="openapi-python-client",
        requirements=("openapi-python-client>=0.29.1,<0.30", "ruff"),
        command=("openapi-python-client", "generate", *options),
        output="out",
        makes="functions, sync and async; models (attrs)",
        operation=re.compile(r'"method": "(\w+)",\s*"url": "([^"]+)"'),
        prepare=lambda folder: _write_config(folder, config),
    )


def _write_config(folder: Path, config: str) -> None:
    (folder / "config.yaml").write_text(config)


def datamodel_code_generator() -> Tool:
    """datamodel-code-generator, which makes types and no client."""
    options = ("--input", "{document}", "--input-file-type", "openapi", "--output", "out/models.py")
    return Tool(
        name="datamodel-code-generator (types)",
        distribution="datamodel-code-generator",
        requirements=("datamodel-code-generator>=0.86,<0.90", "black", "isort"),
        command=("datamodel-codegen", *options),
        output="out",
        makes="models alone (pydantic), no client",
    )


def openapi_generator() -> Tool:
    """openapi-generator's ``python``, and what the code that it makes depends on."""
    options = ("-g", "python", "-i", "{document}", "-o", "out", "--skip-validate-spec")
    return Tool(
        name="openapi-generator (python)",
        distribution="openapi-generator-cli",
        requirements=("openapi-generator-cli", "pydantic>=2", "urllib3", "python-dateutil", "lazy-imports"),
        command=("openapi-generator-cli", "generate", *options),
        output="out",
        makes="client, sync alone; models (pydantic); docs and a test for each",
        operation=re.compile(r"method='([A-Z]+)',\s*resource_path='([^']+)'"),
        needs="java",
    )


def tools(pinned: bool) -> Iterator[Tool]:
    """All that are measured, ours first."""
    yield specloom(pinned)
    yield openapi_python_client("openapi-python-client", "{}\n")
    yield openapi_python_client("openapi-python-client, unformatted", "post_hooks: []\n")
    yield datamodel_code_generator()
    yield openapi_generator()
