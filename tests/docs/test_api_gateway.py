"""The tutorial of docs/api-gateway.md, typed as it stands: against a gateway, a repository, and a mock of the API."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.aws.server import RestApi, serve_aws

from .blocks import DOCS, blocks, run, take
from .claims import claims
from .sessions import Command, Terminal, type_all

PAGE: Final = DOCS / "api-gateway.md"
ROOT: Final = DOCS.parent
NONE: Final = {"authorizationType": "NONE", "apiKeyRequired": False}


def exports(deployment: str) -> dict[tuple[str, str], Mapping[str, Any]]:
    """What the stage serves: as it is pinned in this project, and as it is after the change that the page tells of."""
    found = {}
    for dialect in ("oas30", "swagger"):
        document = json.loads((ROOT / f"spec/orders/exports/{dialect}.json").read_text("utf-8"))
        found["prod", dialect] = document if deployment == "dep001" else changed(document)
    return found


def changed(document: dict[str, Any]) -> dict[str, Any]:
    """The API after somebody has edited it."""
    document["info"]["version"] = "2026-11-20T16:02:51Z"
    (customer,) = [one for one in document["paths"]["/orders"]["get"]["parameters"] if one["name"] == "customerId"]
    customer["required"] = True
    document["paths"]["/orders/{orderId}/refund"] = copy.deepcopy(document["paths"]["/orders/{orderId}/cancel"])
    return document


def deploy(api: RestApi, deployment: str) -> None:
    """Let the stage serve a deployment, with nothing edited since."""
    api.exports = exports(deployment)
    api.stages = {"prod": deployment}
    methods = {
        path: {verb.upper(): NONE for verb in item} for path, item in api.exports["prod", "oas30"]["paths"].items()
    }
    api.deployments[deployment] = api.edited = methods


@contextmanager
def project(folder: Path) -> Iterator[tuple[RestApi, dict[str, str]]]:
    """A repository, the gateway, and the environment in which the reader types."""
    folder.mkdir()
    programs = folder.parent / "bin"
    programs.mkdir()
    (programs / "specloom").write_text(
        f'#!/bin/sh\nexec {sys.executable} -c "from specloom.commands.main import main; main()" "$@"\n', "utf-8"
    )
    (programs / "specloom").chmod(0o755)
    with serve_aws() as aws:
        api = RestApi("a1b2c3d4e5", "orders")
        aws.rest.append(api)
        deploy(api, "dep001")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "GIT_"))}
        author = {f"GIT_{who}_{what}": "reader" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        environment = {
            **inherited, **aws.environment, **author, "GIT_CONFIG_GLOBAL": os.devnull, "CI": "1",
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT / "src"),
        }  # fmt: skip
        subprocess.run(["git", "init", "--quiet", "--initial-branch=main"], cwd=folder, check=True, env=environment)
        yield api, environment


@contextmanager
def mocked(folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Where ``specloom mock orders`` serves the API."""
    command = [sys.executable, "-c", "from specloom.commands.main import main; main()", "mock", "orders", "--json"]
    server = subprocess.Popen(command, cwd=folder, env=dict(environment), stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        yield json.loads("".join(iter(server.stdout.readline, "}\n")) + "}")["url"]
    finally:
        server.terminate()
        server.communicate()


@claims(PAGE, "console", "yaml", "python")
def test_the_tutorial_runs_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "shop"
    names: dict[str, object] = {}
    with project(folder) as (api, environment), closing(Terminal(folder, environment)) as terminal:
        for name, value in environment.items():
            if name.startswith("AWS_"):
                monkeypatch.setenv(name, value)
        monkeypatch.chdir(folder)

        def before(command: Command) -> None:
            if command.text == "specloom drift orders":
                deploy(api, "dep002")

        for block in blocks(PAGE, "console", "yaml", "python"):
            if block.language == "yaml":
                target = folder / block.code.splitlines()[0].removeprefix("# ")
                target.write_text(take(block), "utf-8")
            elif block.language == "python":
                with mocked(folder, environment) as url:
                    monkeypatch.setenv("ORDERS_BASE_URL", url)
                    run(PAGE, block, names)
            else:
                type_all(block, terminal, before)
    assert (folder / "invoice.pdf").stat().st_size


def test_what_the_page_shows_of_files_is_in_those_of_the_project() -> None:
    shown = {block.code.splitlines()[0].removeprefix("# "): block.code for block in blocks(PAGE, "yaml")}
    overlay = yaml.safe_load(shown["spec/orders/overlay.yaml"])
    ours = yaml.safe_load((ROOT / "spec/orders/overlay.yaml").read_text("utf-8"))
    assert all(action in ours["actions"] for action in overlay["actions"])
    assert yaml.safe_load(shown["spec/orders/sdk.yaml"]) == yaml.safe_load(
        (ROOT / "spec/orders/sdk.yaml").read_text("utf-8")
    )
