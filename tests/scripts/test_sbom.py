"""A bill of materials names what was resolved under constraints.txt, and nothing of the machine that wrote it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scripts import sbom
from scripts.dist_contents import ROOT, Project, read_project

PROJECT = read_project(ROOT / "generated/orders_client")
WHEEL = "orders_client-0.0.0-py3-none-any.whl"
PINS = ("attrs==26.1.0", "httpx==0.28.1")


def document(*others: str, **more: Any) -> dict[str, Any]:
    """A bill with the packages that are pinned, and others."""
    pairs = [line.split("==") for line in (*PINS, *others)]
    return {"components": [{"name": name, "version": version} for name, version in pairs], **more}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """What the tools answer, and what they were asked; nothing is installed."""
    (tmp_path / "constraints.txt").write_text(f"# pins\n{PINS[0]}\n{PINS[1]} ; python_version >= '3.10'\n")
    monkeypatch.setattr(sbom, "CONSTRAINTS", tmp_path / "constraints.txt")
    state: dict[str, Any] = {"asked": [], "answer": document()}

    def run(*command: str) -> str:
        state["asked"].append(command)
        return json.dumps(state["answer"]) if command[0] == "cyclonedx-py" else ""

    monkeypatch.setattr(sbom, "_run", run)
    return state


def test_the_wheel_is_installed_with_the_extras_of_users_and_pinned(told: dict[str, Any], tmp_path: Path) -> None:
    wheel = tmp_path / WHEEL
    assert json.loads(sbom.bill(wheel, PROJECT)) == document()
    _, install, bill = told["asked"]
    assert install[-1] == f"orders-client[aws] @ {wheel.as_uri()}"
    assert install[install.index("--constraint") + 1] == str(tmp_path / "constraints.txt")
    assert "--output-reproducible" in bill


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (document("httpx==0.29"), "httpx 0.29 is not what constraints.txt has"),
        (document("left-pad==1"), "left-pad 1 is not what constraints.txt has"),
        (document(externalReferences=[{"url": "file:///builds/x.whl"}]), "names this machine"),
        (document(path="/home/somebody/x"), "names this machine"),
        (document(serialNumber="urn:uuid:1"), "has a serialNumber"),
        (document(metadata={"timestamp": "2026-01-01"}), "has a timestamp"),
    ],
)
def test_a_bill_that_would_not_be_the_same_elsewhere_is_refused(
    answer: dict[str, Any], reason: str, told: dict[str, Any], tmp_path: Path
) -> None:
    told["answer"] = answer
    with pytest.raises(sbom.SbomError, match=reason):
        sbom.bill(tmp_path / WHEEL, PROJECT)


def test_what_is_for_those_who_develop_is_not_listed() -> None:
    assert sbom.extras_of(read_project(ROOT)) == ["aws", "mock"]


@pytest.mark.parametrize(
    ("project", "missing"),
    [(PROJECT, "does not name attrs; it does not name httpx"), (read_project(ROOT), "does not name attrs; .* click")],
)
def test_an_environment_without_components_is_no_bill(
    project: Project, missing: str, told: dict[str, Any], tmp_path: Path
) -> None:
    told["answer"] = {"components": []}
    with pytest.raises(sbom.SbomError, match=missing):
        sbom.bill(tmp_path / WHEEL, project)
