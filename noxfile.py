"""What continuous integration does, one session each; ``nox`` alone runs the default ones."""

from __future__ import annotations

import nox

nox.options.sessions = ["tests", "lint", "typecheck", "check"]
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_missing_interpreters = True

GENERATED = ("generated/openai_client", "generated/orders_client")
APIS = ("openai", "orders")
MAIN = "main"
CONSTRAINTS = ("--constraint", "constraints.txt")


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
    install(session, "[dev]")
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
    """Measure, beside the peers: ``nox -s bench -- generate``, ``import``, ``runtime``, ``layer`` or ``diff``."""
    install(session)
    session.run("python", "scripts/bench.py", *session.posargs)


@nox.session
def faults(session: nox.Session) -> None:
    """Make ten thousand calls to a server that misbehaves at random; fails when one is lost, doubled or leaked."""
    install(session)
    session.run("python", "scripts/faults.py", *session.posargs)


@nox.session
def build(session: nox.Session) -> None:
    """Build the wheels of specloom and of every generated package into dist/."""
    session.install("--quiet", *CONSTRAINTS, "build", "hatchling")
    for project in (".", *GENERATED):
        session.run("python", "-m", "build", "--no-isolation", "--outdir", "dist", project)


@nox.session(python="3.11")
def fuzz(session: nox.Session) -> None:
    """Feed the machine with hostile inputs, guided by coverage: ``nox -s fuzz -- --minutes 60``; 1 when one fails."""
    install(session, "[dev]")
    session.install("--quiet", *CONSTRAINTS, "atheris")
    session.run("python", "scripts/fuzz.py", *session.posargs)
