"""What continuous integration does, one session each; ``nox`` alone runs the default ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import nox

nox.options.sessions = ["tests", "lint", "typecheck", "check"]
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_missing_interpreters = True

GENERATED = ("generated/openai_client", "generated/orders_client")
PROJECTS = (".", *GENERATED)
APIS = ("openai", "orders")
MAIN = "main"
SITE = "build/docs"
CONSTRAINTS = ("--constraint", "constraints.txt")
PYTHONS = nox.project.python_versions(nox.project.load_toml())
OLDEST = PYTHONS[0]
TOOLS = (
    *("botocore", "bpe-openai", "hypothesis", "mypy", "orjson", "proxy.py", "pydantic", "pytest", "pytest-xdist"),
    *("pyyaml", "trustme", "tzdata"),
)
"""What tests need beside what they test."""
ROOMS = (
    "commands",
    "document",
    "emit",
    "engines",
    "golden",
    "infer",
    "mock",
    "pipeline",
    "plan",
    "prepare",
    "sources",
)
TESTS_OF = {
    ".": (*(f"tests/{room}" for room in ROOMS), "tests/aws"),
    "generated/openai_client": (
        *("tests/runtime", "tests/layer", "tests/generated"),
        *("--ignore=tests/layer/cli/test_every_method.py", "--ignore=tests/generated/test_decoding.py"),
    ),
    "generated/orders_client": ("tests/runtime", "tests/orders", "--ignore=tests/orders/test_exports.py"),
}
"""The tests that a project can pass with what it requires itself."""


def install(session: nox.Session, extras: str = "") -> None:
    """Install this project, editable, with the versions that were tested together."""
    session.install("--quiet", *CONSTRAINTS, "--editable", f".{extras}")


@nox.session
def regenerate(session: nox.Session) -> None:
    """Write every package under generated/ anew from its pinned document."""
    install(session)
    session.run("specloom", "generate", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests."""
    run_tests(session)


@nox.session(python=PYTHONS)
def tests_on(session: nox.Session) -> None:
    """Run the tests on one of the Pythons that we promise, and generate the same on it: ``nox -s tests_on-3.12``."""
    run_tests(session)
    session.run("specloom", "generate", "--check")


def run_tests(session: nox.Session) -> None:
    """Run the tests with the versions that were tested together."""
    install(session, "[dev]")
    # For its data alone, the rank files of the older encodings; what it depends on is large.
    session.install("--quiet", *CONSTRAINTS, "--no-deps", "litellm")
    session.run("pytest", *(session.posargs or ["-n", "2"]))


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and formatting of what is written by hand, and style of what is generated."""
    install(session, "[dev]")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    for package in GENERATED:
        session.run("ruff", "check", "--config", f"{package}/pyproject.toml", package)


@nox.session
def typecheck(session: nox.Session) -> None:
    """Check types of what is written by hand and of what is generated, with mypy and pyright."""
    install(session, "[dev,docs]")
    session.run("mypy")
    session.run("pyright")
    for package in GENERATED:
        session.run("mypy", "--config-file", f"{package}/pyproject.toml", f"{package}/src")
        session.run("pyright", "--project", package)


@nox.session
def check(session: nox.Session) -> None:
    """Fail when generated/ is not what the generator writes today."""
    install(session)
    session.run("specloom", "generate", "--check")


@nox.session
def diff(session: nox.Session) -> None:
    """Review what the documents of the working tree break that worked where the branch left main."""
    install(session)
    base = session.run("git", "merge-base", MAIN, "HEAD", external=True, silent=True)
    for name in APIS:
        session.run("specloom", "diff", f"{name}@{str(base).strip()}", name, *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure everything, beside the peers, and write docs/benchmarks.md; ``nox -s bench -- runtime`` is one part."""
    install(session)
    session.install("--quiet", *CONSTRAINTS, "tiktoken", "bpe-openai")  # training data is counted with them
    session.run("python", "scripts/bench.py", *session.posargs)


@nox.session
def faults(session: nox.Session) -> None:
    """Make ten thousand calls to a server that misbehaves at random; fails when one is lost, doubled or leaked."""
    install(session)
    session.run("python", "scripts/faults.py", *session.posargs)


@nox.session(python=OLDEST)
@nox.parametrize("project", PROJECTS)
def lowest(session: nox.Session, project: str) -> None:
    """Test with the lowest versions that a package allows, on the oldest Python."""
    test_at(session, project, "lowest-direct")


@nox.session
@nox.parametrize("project", PROJECTS)
def newest(session: nox.Session, project: str) -> None:
    """Test with the newest versions that a package allows, whatever constraints.txt says."""
    test_at(session, project, "highest")


def test_at(session: nox.Session, project: str, resolution: str) -> None:
    """Install what a project requires, its users' extras included, resolved so, and run the tests of what it does."""
    session.install("--quiet", *CONSTRAINTS, "uv")
    pins = str(Path(session.create_tmp()) / "pins.txt")
    extras = [f"--extra={name}" for name in ("aws", "mock")] if project == "." else ["--all-extras"]
    how = ("--quiet", "--no-header", "--no-annotate", "--upgrade", "--resolution", resolution, *extras)
    session.run("uv", "pip", "compile", *how, "--output-file", pins, f"{project}/pyproject.toml")
    session.install("--quiet", "--requirement", pins)
    # With what the project itself does not require, tests say what they mean; it must fit beside the rest.
    session.install("--quiet", "--constraint", pins, *TOOLS)
    session.install("--quiet", *CONSTRAINTS, "--no-deps", "litellm")
    if project == ".":
        session.install("--quiet", "--no-deps", "--editable", project)
    session.run("pytest", *(session.posargs or [*TESTS_OF[project], "-n", "2"]), env={"PYTHONPATH": "src"})


@nox.session
def constraints(session: nox.Session) -> None:
    """Write constraints.txt anew, with what is pinned there where it still fits; ``-- --upgrade`` takes the newest."""
    session.install("--quiet", *CONSTRAINTS, "uv")
    session.run("python", "scripts/constraints.py", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the site of the documentation into build/docs; a warning, such as a link to nowhere, is a failure.

    Then look at it: links, navigation, and in a browser.
    """
    install(session, "[docs]")
    session.install("--quiet", *CONSTRAINTS, "hypothesis", "playwright", "pytest")
    session.run("sphinx-build", "--fail-on-warning", "--keep-going", "--fresh-env", "--conf-dir", "docs", ".", SITE)
    session.run("pytest", "tests/site", *session.posargs, env={"SPECLOOM_SITE": SITE})


@nox.session
def build(session: nox.Session) -> None:
    """Build wheels and sdists of specloom and the generated packages into dist/, check them, list what they need."""
    install(session, "[release]")
    shutil.rmtree("dist", ignore_errors=True)
    for project in PROJECTS:
        session.run("python", "-m", "build", "--no-isolation", "--outdir", "dist", project)
    session.run("python", "-m", "scripts.dist_contents", "dist", *PROJECTS)
    # W002: types that are alike stand in the modules of the methods that take them. W009: what specloom copies into
    # packages is importable beside it, so that it can be tested where it stands.
    session.run("check-wheel-contents", "--ignore", "W002,W009", "dist")
    session.run("python", "-m", "scripts.sbom", "dist", *PROJECTS)


@nox.session(python="3.11")
def fuzz(session: nox.Session) -> None:
    """Feed the machine with hostile inputs, guided by coverage: ``nox -s fuzz -- --minutes 60``; 1 when one fails."""
    install(session, "[dev,fuzz]")
    session.run("python", "scripts/fuzz.py", *session.posargs)
